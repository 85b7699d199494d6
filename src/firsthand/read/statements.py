"""From attributions to statements: voices into chains, contents trimmed, modes, and the outlet's own word.

    sentences → attributions → (nesting, borrowed voices) → chains → statements, the outlet's beside them

Only `find_attributions` may be replaced by a trained reader: everything here works on what it gives.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from itertools import accumulate

from firsthand.model import Attribution, Document, Mode, Reason, Skip, Span, Statement, Voice, VoiceKind
from firsthand.read.difficulties import find_difficulties
from firsthand.read.en import modes
from firsthand.read.en.clauses import evidence_clause, own_words, split_content
from firsthand.read.en.grammar import find_attributions, tagged_sentences
from firsthand.read.en.lexicon import Cue, Lexicon, lexicon
from firsthand.read.en.phrases import noun_phrase_after, noun_phrase_before
from firsthand.read.en.tagging import Tagged
from firsthand.read.en.voices import Cast, voice_like
from firsthand.text import fold, trim

__all__ = ["SpanFinder", "find_statements", "likeliest_mode"]

SpanFinder = Callable[[Document], tuple[Attribution, ...]]
"""What finds sources, cues and contents in a document; the rules, or anything trained."""

_NAMING_ASIDE = re.compile(
    r"(?:\s?[—–(]\s?|, )(?:officially |also |formerly |previously |once |now |better )*(?:known|called|named|spelled) "
)
_IMPERSONAL = re.compile(r"(?:is|are|was|were|been|being) .*(?:ed|n|t|d)|\w+ly")
"""“Is thought”, “was understood”, “allegedly”: hearsay without a voice, unless a rule finds one."""
_EMPTY = frozenset({"it", "him", "her", "them", "us", "me", "this", "that", "so"})
_OPENING_QUOTES = "“\"‘'«„"


def find_statements(
    document: Document, finder: SpanFinder = find_attributions
) -> tuple[tuple[Statement, ...], tuple[Skip, ...]]:
    """Every statement in a document, in text order, and what could not be read, or only with difficulty.

    A language without rules is not read: the result is empty, with a `Skip` that says so.
    """
    if document.language != "en":
        return (), (Skip("read", document.address or "text", f"no rules for the language “{document.language}” yet"),)
    paragraphs, skips = tagged_sentences(document)
    assembly = _Assembly(document, [sentence for sentences in paragraphs for sentence in sentences], lexicon())
    assembly.take(finder(document))
    statements = sorted(assembly.statements, key=lambda s: (s.content.start, s.content.end))
    return tuple(statements), (*find_difficulties(document), *skips)


@dataclass
class _Assembly:
    """One document being put together. Attributions go in, in text order; statements come out."""

    document: Document
    sentences: list[Tagged]
    words: Lexicon
    statements: list[Statement] = field(default_factory=list)
    conditions: dict[int, list[Span]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.text = self.document.text
        self.cast = Cast(self.text, self.words, self.document.title)
        self.outlet = Voice(VoiceKind.OUTLET, self.document.outlet or "the outlet")
        self.starts = [sentence.span.start for sentence in self.sentences]

    def sentence_at(self, position: int) -> Tagged:
        return self.sentences[self._number(position)]

    def _number(self, position: int) -> int:
        return max(0, bisect_right(self.starts, position) - 1)

    # ------------------------------------------------------------ attributions

    def take(self, attributions: tuple[Attribution, ...]) -> None:
        """Turn attributions into statements, then fill in the outlet's own word around them."""
        known = [self._with_antecedent(a) for a in attributions]
        around = _Around(known)
        spoken = (a for a in known if self._can_speak(a) and not self._only_an_attitude(a, around))
        ordered = sorted(spoken, key=lambda a: (_hull(a).start, -_hull(a).end))
        chains: dict[int, tuple[Voice, ...]] = {}
        open_: list[int] = []
        for index, attribution in enumerate(ordered):
            if not attribution.contents:
                self._borrow(attribution)
                continue
            while open_ and not _within(attribution, ordered[open_[-1]]):
                open_.pop()
            outer = chains[open_[-1]] if open_ else (self.outlet,)
            carries = self._only_carries(attribution, ordered, index)
            voice = self._voice(attribution)
            heard = voice != self.outlet and not (carries and self._own_medium(attribution))
            chains[index] = (*outer, voice) if heard else outer
            open_.append(index)
            if not carries:
                self.statements += self._statements_of(attribution, chains[index])
        self._own_words(ordered)

    def _with_antecedent(self, attribution: Attribution) -> Attribution:
        """“The mayor, who denied it”: the voice is the noun phrase before the pronoun."""
        source = attribution.source
        if source is None or source.of(self.text) not in ("who", "which", "that"):
            return attribution
        sentence = self.sentence_at(source.start)
        end = sentence.index(source.start)
        end -= int(end > 0 and sentence.items[end - 1].tag == ",")
        found = noun_phrase_before(sentence, end, self.words)
        return replace(attribution, source=sentence.over(*found)) if found else attribution

    def _can_speak(self, attribution: Attribution) -> bool:
        """“The result underlines …” is the outlet's word, not the result's; a quotation always has a voice."""
        if self._says_nothing(attribution) or self._is_condition(attribution):
            return False
        if attribution.source is None or attribution.rule in (
            "quotation_then_voice",
            "noun_claim",
            "according_to",
        ):
            return True
        return voice_like(self.text, attribution.source, self.words)

    def _only_an_attitude(self, attribution: Attribution, around: _Around) -> bool:
        """Where only the network sees an attribution: “is thought to have left” has no voice, what somebody in a
        quotation wants or knows (“I hope …”) belongs to the quotation, and headlines tell deeds (“Paris fines …”)."""
        if attribution.rule != "trained_reader":
            return False
        cue = attribution.cue.of(self.text) if attribution.cue else ""
        impersonal = attribution.source is None or _IMPERSONAL.fullmatch(cue)
        headline = attribution.contents[0] in self.document.title
        return bool(impersonal) or headline or around.holds(attribution)

    def _is_condition(self, attribution: Attribution) -> bool:
        """“Who did not want to be named” is on what condition a voice spoke, not what it said."""
        if attribution.cue is None or attribution.source is None:
            return False
        return any(attribution.cue in condition for condition in self._conditions(attribution.cue.start))

    def _conditions(self, position: int) -> list[Span]:
        """Where a sentence says on what condition somebody spoke; looked for once per sentence."""
        number = self._number(position)
        if number not in self.conditions:
            span = self.sentences[number].span
            matches = self.words.phrases["anonymity"].finditer(self.text, span.start, span.end)
            self.conditions[number] = [Span(m.start(), m.end()) for m in matches]
        return self.conditions[number]

    def _says_nothing(self, attribution: Attribution) -> bool:
        """“Would not say whether”, “declined to comment”, “asked not to be named”: the outlet's word on a silence."""
        cue = modes.cue_of(self.text, attribution.cue, self.words)
        if cue is None or attribution.cue is None or not attribution.contents:
            return False
        if cue.lemma in self.words.words["silent"]:
            return True
        content = fold(attribution.contents[0].of(self.text))
        if (
            cue.lemma in ("ask", "request", "insist")
            and content.startswith(("not to be", "to remain", "to be named", "that "))
            and "name" in content + "named"
        ):
            return content.startswith("not to be")
        return modes.negated(attribution.cue.of(self.text)) and cue.mode in (
            Mode.ASSERTED,
            Mode.CONFIRMED,
            Mode.ASKED,
        )

    def _only_carries(self, attribution: Attribution, ordered: list[Attribution], index: int) -> bool:
        """Whether the content is little more than another attribution ("Reuters reported that the mayor said …")."""
        size = sum(len(content) for content in attribution.contents)
        for other in ordered[index + 1 :]:
            if _hull(other).start >= _hull(attribution).end:
                break
            if (
                other.contents
                and other.rule != "trained_reader"
                and _within(other, attribution)
                and len(_hull(other)) >= 0.75 * size
            ):
                return True
        return False

    def _voice(self, attribution: Attribution) -> Voice:
        if attribution.source is None:
            if attribution.rule == "quotation_alone" and (last := self.cast.last(attribution.contents[0].start)):
                return Voice(last.kind, last.text, None, last.refers_to or last.span, last.role, last.affiliation)
            return self.outlet
        if attribution.rule == "noun_claim" and not voice_like(self.text, attribution.source, self.words):
            return self.outlet
        condition = self._condition(attribution)
        voice = self.cast.voice(attribution.source, condition, attribution.kind)
        if voice.refers_to is None and (subject := self._subject_before(attribution)):
            self.cast.voice(subject)
            voice = self.cast.voice(attribution.source, condition, attribution.kind)
        return voice

    def _subject_before(self, attribution: Attribution) -> Span | None:
        """“The Commission has fined two firms, it said”: whom a pronoun means where nothing before tells."""
        source, content = attribution.source, attribution.contents[0]
        if source is None or fold(source.of(self.text)) not in ("it", "they") or content.start > source.start:
            return None
        sentence = self.sentence_at(content.start)
        found = noun_phrase_after(sentence, sentence.index(content.start))
        return sentence.over(*found) if found and "X" in sentence.tags[slice(*found)] else None

    def _own_medium(self, attribution: Attribution) -> bool:
        """“Rebels said so, according to a post on their channel”: the post is theirs, not one more voice."""
        source = fold(attribution.source.of(self.text)) if attribution.source else ""
        return (
            re.search(r"\b(?:post|statement|message|video|release|letter)\b.*\b(?:its|their|his|her)\b", source)
            is not None
        )

    def _condition(self, attribution: Attribution) -> Span | None:
        """“On condition of anonymity” in the sentence of the voice, nearest to it."""
        assert attribution.source is not None
        source = attribution.source
        found = min(self._conditions(source.start), key=lambda span: abs(span.start - source.end), default=None)
        if found is None:
            return None
        bare = found.of(self.text).removeprefix("who ").removeprefix("and ")
        return Span(found.end - len(bare), found.end)

    def _borrow(self, attribution: Attribution) -> None:
        """“…, citing X”: X becomes the innermost voice of what was said in this sentence, or just before it."""
        assert attribution.source is not None
        voice = self.cast.voice(attribution.source, self._condition(attribution))
        reason = Reason(
            "citing",
            f"the word is taken from {voice.text}",
            tuple(s for s in (attribution.cue, voice.span) if s),
        )
        if not self.statements or self.statements[-1].voice.kind is VoiceKind.OUTLET:
            return
        statement = self.statements[-1]
        if self._number(attribution.source.start) - self._number(statement.content.start) <= 1:
            self.statements[-1] = replace(
                statement, chain=(*statement.chain, voice), reasons=(*statement.reasons, reason)
            )

    # ------------------------------------------------------------ statements

    def _statements_of(self, attribution: Attribution, chain: tuple[Voice, ...]) -> list[Statement]:
        sentence = self.sentence_at(attribution.contents[0].start)
        first, *rest = attribution.contents
        heads = split_content(sentence, first) if not rest else [first]
        made = []
        for number, head in enumerate(heads):
            content = self._trimmed(head, attribution)
            if content and fold(content.of(self.text)) not in _EMPTY:
                made.append(self._statement(content, tuple(rest) if number == 0 else (), attribution, chain, sentence))
        return made

    def _trimmed(self, content: Span, attribution: Attribution) -> Span:
        """Without "that" and the final stop; for "described X as ‘…’", from the quotation on."""
        cue = modes.cue_of(self.text, attribution.cue, self.words)
        if cue and cue.lemma in self.words.words["characterising"]:
            sentence = self.sentence_at(content.start)
            inside = [i.span for i in sentence.items if i.tag == "Q" and i.span in content]
            if inside:
                stop = self.text.find(",", inside[0].end, content.end)
                closed = self.text[inside[0].end - 2] in ",.!?"
                content = Span(inside[0].start, inside[0].end if closed else stop if stop > 0 else content.end)
        span = trim(self.text, content, " \t\n,;:—–-\u00a0")
        if aside := _NAMING_ASIDE.search(self.text, span.start + 12, span.end):
            span = Span(span.start, aside.start())
        first = self.sentence_at(span.start)
        opening = first.index(span.start)
        if (
            opening < len(first.items)
            and first.items[opening].tag == "T"
            and fold(span.of(self.text)).startswith("that ")
        ):
            span = Span(span.start + len("that "), span.end)
        if span and self.text[span.end - 1] == "." and not _abbreviation(self.text, span.end):
            span = Span(span.start, span.end - 1)
        return span

    def _statement(
        self,
        content: Span,
        rest: tuple[Span, ...],
        attribution: Attribution,
        chain: tuple[Voice, ...],
        sentence: Tagged,
    ) -> Statement:
        quoted = self.text[content.start] in _OPENING_QUOTES
        cue_text = attribution.cue.of(self.text) if attribution.cue else ""
        whole = " ".join(span.of(self.text) for span in (content, *rest))
        own = chain[-1].kind is VoiceKind.OUTLET
        cue = modes.cue_of(self.text, attribution.cue, self.words)
        mode, why = modes.mode_of(modes.Wording(whole, cue_text, cue, cue_text, quoted, own), self.words)
        spans = tuple(s for s in (attribution.source, attribution.cue, *attribution.contents) if s)
        if likelier := likeliest_mode(mode, cue, attribution):
            mode, why = likelier, Reason(likeliest_mode.__name__, f"the trained reader takes it as {likelier}", spans)
        return Statement(
            content=content,
            continued=rest,
            chain=chain,
            mode=mode,
            sentence=Span(sentence.span.start, max(sentence.span.end, _hull(attribution).end)),
            cue=attribution.cue,
            quoted=quoted,
            hedge=self._phrase("hedges", content),
            medium=self._medium(attribution, sentence),
            evidence=self._evidence(sentence, content),
            reasons=(Reason(attribution.rule, "", spans, attribution.score), why),
        )

    def _phrase(self, kind: str, within: Span) -> Span | None:
        match = self.words.phrases[kind].search(fold(within.of(self.text)))
        return Span(within.start + match.start(), within.start + match.end()) if match else None

    def _medium(self, attribution: Attribution, sentence: Tagged) -> Span | None:
        """“In a statement”, “on its Telegram channel”: the channel the voice used, looked for outside the content."""
        best: Span | None = None
        for match in self.words.phrases["media"].finditer(fold(sentence.span.of(self.text))):
            span = Span(sentence.span.start + match.start(), sentence.span.start + match.end())
            index = sentence.index(span.start)
            inside = (
                any(span.overlaps(content) for content in attribution.contents) and attribution.rule != "according_to"
            )
            before = sentence.words(max(0, index - 4), index)
            if not inside and any(word in ("in", "on", "via", "by", "over", "through", "at", "to") for word in before):
                best = span
        return best

    def _evidence(self, sentence: Tagged, content: Span) -> Span | None:
        shown = [evidence for whole, evidence in evidence_clause(sentence, self.words) if whole.overlaps(content)]
        return shown[0] if shown else None

    # ------------------------------------------------------------ the outlet's own word

    def _own_words(self, ordered: list[Attribution]) -> None:
        hulls = sorted(hull for a in ordered for hull in _covered(a, self.text))
        starts = [hull.start for hull in hulls]
        longest = max((len(hull) for hull in hulls), default=0)
        for sentence in self.sentences:
            low = bisect_right(starts, sentence.span.start - longest - 1)
            taken = [h for h in hulls[low : bisect_right(starts, sentence.span.end)] if h.overlaps(sentence.span)]
            shown = evidence_clause(sentence, self.words)
            for whole, evidence in shown:
                if not any(whole.overlaps(span) for span in taken):
                    self.statements.append(self._own((whole,), sentence, "evidence_clause", evidence))
                    taken.append(whole)
            for clause in own_words(sentence, taken, self.words):
                self.statements.append(self._own(clause, sentence, "own_words", None))

    def _own(self, parts: tuple[Span, ...], sentence: Tagged, rule: str, evidence: Span | None) -> Statement:
        content = " ".join(part.of(self.text) for part in parts)
        mode, why = modes.mode_of(modes.Wording(content, "", None, "", False, True), self.words)
        return Statement(
            content=parts[0],
            continued=parts[1:],
            chain=(self.outlet,),
            mode=mode,
            sentence=sentence.span,
            hedge=self._phrase("hedges", parts[0]),
            evidence=evidence,
            reasons=(Reason(rule, "", parts), why),
        )


class _Around:
    """The contents of all attributions, in text order, to ask whether one stands inside another."""

    def __init__(self, known: list[Attribution]) -> None:
        self._outer = sorted(((c.start, c.end, a) for a in known for c in a.contents), key=lambda one: one[:2])
        self._starts = [start for start, _, _ in self._outer]
        self._reach = list(accumulate((end for _, end, _ in self._outer), max))

    def holds(self, attribution: Attribution) -> bool:
        """Whether it lies in a content of another; looks back only as far as a content reaches over it."""
        hull = _hull(attribution)
        index = bisect_right(self._starts, hull.start) - 1
        while index >= 0 and self._reach[index] >= hull.end:
            other = self._outer[index][2]
            if other is not attribution and _within(attribution, other):
                return True
            index -= 1
        return False


def likeliest_mode(mode: Mode, cue: Cue | None, attribution: Attribution) -> Mode | None:
    """No list knows the cue, and no other word decides: the mode is the one that the trained reader sees."""
    return attribution.mode if cue is None and mode is Mode.ASSERTED else None


def _hull(attribution: Attribution) -> Span:
    spans = [s for s in (attribution.source, attribution.cue, *attribution.contents) if s]
    return Span(min(s.start for s in spans), max(s.end for s in spans))


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


def _within(inner: Attribution, outer: Attribution) -> bool:
    hull = _hull(inner)
    return any(hull in content and (hull != content or inner.cue) for content in outer.contents)


def _abbreviation(text: str, end: int) -> bool:
    return end >= 4 and text[end - 3] == "." and text[end - 2].isalpha()
