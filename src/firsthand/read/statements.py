"""From attributions to statements: voices into chains, contents trimmed, modes, and the outlet's own word.

    readings → attributions → (nesting, borrowed voices) → chains → statements, the outlet's beside them

What the words of a language mean is the business of its reading: everything here works on spans.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from firsthand.model import Attribution, Document, Reason, Skip, Span, Statement, Voice, VoiceKind
from firsthand.read.difficulties import find_difficulties
from firsthand.read.languages import LANGUAGES
from firsthand.read.mixed import in_each_language
from firsthand.read.reading import Language, OwnWords, Reading, SpanFinder
from firsthand.read.retractions import linked
from firsthand.read.spans import hull_of, parts_of, within

__all__ = ["find_statements"]

_OPENING_QUOTES = "“\"‘'«„"


def find_statements(
    document: Document,
    finders: Mapping[str, SpanFinder] | None = None,
    languages: Mapping[str, Language] = LANGUAGES,
) -> tuple[tuple[Statement, ...], tuple[Skip, ...]]:
    """Every statement in a document, in text order, and what could not be read, or only with difficulty.

    Args:
        finders: by language, what finds its attributions in place of its rules.
        languages: those that can be read. In a mixed document each sentence is read in its own language.

    A language without rules is not read: there is a `Skip` that says so.
    """
    if document.language not in languages:
        return (), (Skip("read", document.address or "text", f"no rules for the language “{document.language}” yet"),)
    parts, unread = in_each_language(document, frozenset(languages))
    finders = finders or {}
    readings = [languages[part.language].read(part, finders.get(part.language)) for part in parts]
    assembly = _Assembly(document, readings)
    assembly.take()
    statements = linked(sorted(assembly.statements, key=lambda s: (s.content.start, s.content.end)), document.text)
    skips = (skip for reading in readings for skip in reading.skips)
    return tuple(statements), (*find_difficulties(document), *skips, *unread)


class _Said(NamedTuple):
    """An attribution, and the reading it comes from."""

    attribution: Attribution
    reading: Reading


class _Sentence(NamedTuple):
    span: Span
    number: int
    reading: Reading


@dataclass
class _Assembly:
    """One document being put together. Attributions go in, in text order; statements come out."""

    document: Document
    readings: list[Reading]
    statements: list[Statement] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.text = self.document.text
        self.outlet = Voice(VoiceKind.OUTLET, self.document.outlet or "the outlet")
        known = (_Sentence(span, n, reading) for reading in self.readings for n, span in enumerate(reading.sentences))
        self.sentences = sorted(known, key=lambda sentence: sentence.span)
        self._starts = [sentence.span.start for sentence in self.sentences]

    def _number(self, position: int) -> int:
        return max(0, bisect_right(self._starts, position) - 1)

    # ------------------------------------------------------------ attributions

    def take(self) -> None:
        """Turn attributions into statements, then fill in the outlet's own word around them."""
        spoken = [_Said(a, reading) for reading in self.readings for a in reading.attributions()]
        said = sorted(spoken, key=lambda s: (hull_of(s.attribution).start, -hull_of(s.attribution).end))
        ordered = [one.attribution for one in said]
        chains: dict[int, tuple[Voice, ...]] = {}
        open_: list[int] = []
        opening: _Said | None = None
        for index, (attribution, reading) in enumerate(said):
            if not attribution.contents:
                if self._opens(attribution, ordered[index + 1 : index + 2]):
                    opening = said[index]
                else:
                    self._borrow(attribution, reading)
                continue
            while open_ and not within(attribution, ordered[open_[-1]]):
                open_.pop()
            outer = chains[open_[-1]] if open_ else (self.outlet,)
            carries = _only_carries(attribution, ordered, index)
            voice = self._voice(attribution, reading)
            heard = voice is not None and not (carries and reading.own_medium(attribution))
            chains[index] = (*outer, voice) if voice and heard else outer
            open_.append(index)
            if not carries:
                self.statements += self._statements_of(attribution, chains[index], reading)
            if opening is not None:
                self._borrow(*opening)
                opening = None
        self._own_words(ordered)

    def _voice(self, attribution: Attribution, reading: Reading) -> Voice | None:
        if attribution.source is not None or attribution.rule != "quotation_alone":
            return reading.voice(attribution)
        start = attribution.contents[0].start
        heard = [last for each in self.readings if (last := each.last_voice(start))]
        if not heard:
            return None
        last = max(heard, key=lambda voice: voice.span.start if voice.span else -1)
        return Voice(last.kind, last.text, None, last.refers_to or last.span, last.role, last.affiliation)

    def _opens(self, citing: Attribution, after: list[Attribution]) -> bool:
        """“Citing police, the paper said …”: the word that is borrowed comes only then."""
        assert citing.source is not None
        here = self._number(citing.source.start)
        if self.statements and self._number(self.statements[-1].content.start) == here:
            return False
        return any(other.contents and self._number(hull_of(other).start) == here for other in after)

    def _borrow(self, attribution: Attribution, reading: Reading) -> None:
        """“…, citing X”: X becomes the innermost voice of what was said in this sentence, or just before it."""
        assert attribution.source is not None
        voice = reading.voice(attribution)
        if voice is None or not self.statements or self.statements[-1].voice.kind is VoiceKind.OUTLET:
            return
        spans = tuple(s for s in (attribution.cue, voice.span) if s)
        reason = Reason("citing", f"the word is taken from {voice.text}", spans)
        statement = self.statements[-1]
        here = self._number(attribution.source.start)
        opens = attribution.cue is not None and attribution.cue.start == self.sentences[here].span.start
        apart = opens and "\n" in self.text[statement.content.end : attribution.source.start]
        if here - self._number(statement.content.start) <= 1 and not apart:
            self.statements[-1] = replace(
                statement, chain=(*statement.chain, voice), reasons=(*statement.reasons, reason)
            )

    # ------------------------------------------------------------ statements

    def _statements_of(self, attribution: Attribution, chain: tuple[Voice, ...], reading: Reading) -> list[Statement]:
        made = []
        sentence = self.sentences[self._number(attribution.contents[0].start)].span
        reason = Reason(attribution.rule, "", parts_of(attribution), attribution.score)
        end = max(sentence.end, hull_of(attribution).end)
        for parts in reading.contents(attribution):
            mode, why = reading.mode(parts, attribution, chain[-1].kind is VoiceKind.OUTLET)
            made.append(
                Statement(
                    content=parts[0],
                    continued=parts[1:],
                    chain=chain,
                    mode=mode,
                    sentence=Span(sentence.start, end),
                    cue=attribution.cue,
                    quoted=self.text[parts[0].start] in _OPENING_QUOTES,
                    hedge=reading.hedge(parts[0]),
                    medium=reading.medium(attribution),
                    evidence=reading.evidence(parts[0]),
                    reasons=(reason, why),
                )
            )
        return made

    # ------------------------------------------------------------ the outlet's own word

    def _own_words(self, ordered: list[Attribution]) -> None:
        hulls = sorted(hull for a in ordered for hull in _covered(a, self.text))
        starts = [hull.start for hull in hulls]
        longest = max((len(hull) for hull in hulls), default=0)
        for sentence in self.sentences:
            low = bisect_right(starts, sentence.span.start - longest - 1)
            taken = [h for h in hulls[low : bisect_right(starts, sentence.span.end)] if h.overlaps(sentence.span)]
            for clause in sentence.reading.own_words(sentence.number, taken):
                self.statements.append(self._own(clause, sentence))

    def _own(self, clause: OwnWords, sentence: _Sentence) -> Statement:
        mode, why = sentence.reading.mode(clause.parts, None, own=True)
        return Statement(
            content=clause.parts[0],
            continued=clause.parts[1:],
            chain=(self.outlet,),
            mode=mode,
            sentence=sentence.span,
            hedge=sentence.reading.hedge(clause.parts[0]),
            evidence=clause.evidence,
            reasons=(Reason(clause.rule, "", clause.parts), why),
        )


def _only_carries(attribution: Attribution, ordered: list[Attribution], index: int) -> bool:
    """Whether the content is little more than another attribution ("Reuters reported that the mayor said …")."""
    if attribution.rule == "forwarded_note":
        return False  # other things stand beside it
    size = sum(len(content) for content in attribution.contents)
    end = hull_of(attribution).end
    for other in ordered[index + 1 :]:
        if hull_of(other).start >= end:
            break
        ruled = other.contents and other.rule != "trained_reader"
        if ruled and within(other, attribution) and len(hull_of(other)) >= 0.75 * size:
            return True
    return False


def _covered(attribution: Attribution, text: str) -> list[Span]:
    """What an attribution takes up: from its first part to its last, part by part where other sentences lie between.

    In "…, analysts, who doubt it" the analysts also belong to the clause before.
    """
    source = attribution.source
    if source and attribution.cue and re.search(r"\b(?:who|which)\s*$", text[source.end : attribution.cue.start]):
        source = None
    head = [s for s in (source, attribution.cue, *attribution.contents[:1]) if s]
    near = Span(min(s.start for s in head), max(s.end for s in head))
    return [near, *attribution.contents[1:]]
