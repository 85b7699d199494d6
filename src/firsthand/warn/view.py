"""What the rules look at: one report's records, with what several rules need worked out once."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, islice

from firsthand.model import Actor, Document, Mode, Place, Quantity, Resolution, Span, Statement, Voice
from firsthand.warn.words import Words, words_for

__all__ = ["OPPOSING", "SOFT", "ReportView", "near", "quote"]

SOFT = frozenset({Mode.HEDGED, Mode.DOUBTED, Mode.SPECULATED, Mode.PREDICTED, Mode.ASKED, Mode.DENIED})
"""Modes that stop short of saying that it is so."""

OPPOSING = frozenset({Mode.DENIED, Mode.DOUBTED})

_QUOTED = re.compile(
    r"“[^”\n]*(?:”|$)|«[^»\n]*(?:»|$)|„[^“”\n]*[“”]|\"[^\"\n]*\"|‘(?:[^’\n]|’(?=\w))*’(?!\w)|(?<!\w)'(?:[^'\n]|(?<=\w)'(?=\w))*'(?!\w)",
    re.MULTILINE,
)
_MONTH = re.compile(r"\b(?:May|March)\b")
_DATED = re.compile(
    r"(?:\d|(?:in|of|since|by|last|next|this|early|late|mid|from|to|until|till|before|after|on|during))[ -]$",
    re.IGNORECASE,
)
_DAY = re.compile(r"\w+(?: \d|\W*$)", re.MULTILINE)
_CAPITALS = re.compile(r"\b[A-Z]{2,6}\b")
_EXPLAINED = re.compile(r"((?:[^\W\d_][\w’'-]* ){1,8})\(([A-ZА-ЯІЇЄҐ]{2,6})\)")
_LONG_NAME = re.compile(r"\b[A-Z][a-z’'-]+(?:[ -](?:(?:of|for|and|the|on|in) )*[A-Z][a-z’'-]+){1,6}")
_OPENING_PARAGRAPHS = 3
_MARKS = frozenset("‘’“”«»\"'")
_QUOTE_MARKS = re.compile(r"[“”«»\"‘]|’(?!\w)")
_SENTENCE_END = re.compile(r"[.!?…]['’\"”»)]*(?=\s+[\"“‘«'(„—–-]*[^\Wa-zа-яіїєґ])|\n+")
_LONGEST = 2000
"""Characters of a sentence."""
_LAST_WORD = re.compile(r"[^\W\d_]+$")


@dataclass(frozen=True, eq=False)
class ReportView:
    """One document and its resolution. All spans count characters of `document.text`.

    What is looked up by its place is kept sorted, so that the cost grows linearly with the text.
    """

    document: Document
    resolution: Resolution

    @property
    def text(self) -> str:
        return self.document.text

    @property
    def title(self) -> Span:
        return self.document.title

    @cached_property
    def words(self) -> Words:
        return words_for(self.document.language)

    @cached_property
    def headline(self) -> tuple[Statement, ...]:
        """The statements that stand in the title."""
        return tuple(s for s in self.resolution.statements if s.content in self.title and self.title)

    @cached_property
    def body(self) -> tuple[Statement, ...]:
        """The statements that stand in the body, in text order."""
        inside = [s for s in self.resolution.statements if s.content.start >= self.title.end]
        return tuple(sorted(inside, key=lambda s: s.content))

    @cached_property
    def attributed(self) -> tuple[Statement, ...]:
        """The body's statements that are somebody's word other than the outlet's."""
        return tuple(s for s in self.body if len(s.chain) > 1)

    @cached_property
    def voices(self) -> tuple[Voice, ...]:
        """Every voice of the body but the outlet, once for each statement it has."""
        return tuple(voice for s in self.attributed for voice in s.chain[1:])

    @cached_property
    def sentences(self) -> tuple[Span, ...]:
        """The sentences of the body, in text order."""
        return tuple(_sentences(self.text, self.document.body, self.words.abbreviations.literal))

    @cached_property
    def opening_end(self) -> int:
        """Where the opening paragraphs end, in which a report says what it is about."""
        lines = re.finditer(r"[^\n]*\S[^\n]*", self.text[self.title.end :])
        ends = [self.title.end + line.end() for line in islice(lines, _OPENING_PARAGRAPHS)]
        return ends[-1] if ends else 0

    @cached_property
    def quotations(self) -> tuple[Span, ...]:
        """What stands between quotation marks, marks included."""
        return tuple(Span(m.start(), m.end()) for m in _QUOTED.finditer(self.text))

    @cached_property
    def _others_words(self) -> tuple[list[int], list[int]]:
        """Where others' words start, in order, and how far the words up to there reach."""
        contents = [part for s in self.resolution.statements if len(s.chain) > 1 for part in s.contents]
        spans = sorted([*self.quotations, *contents])
        return [s.start for s in spans], list(accumulate((s.end for s in spans), max))

    def own_words(self, span: Span) -> bool:
        """Whether the outlet itself says this: outside quotation marks and anybody's content."""
        starts, reach = self._others_words
        before = bisect_left(starts, span.end)
        return before == 0 or reach[before - 1] <= span.start

    def distant(self, span: Span) -> Span | None:
        """The first words in a span that keep their distance ("may", "allegedly").

        The month of May is none, nor is what a doctor notes: "suspected cholera".
        """
        hits = self.words.distance.find(self.text, span)
        none = self.words.distance_but.find(self.text, span) if hits else []
        kept = (hit for hit in hits if not any(hit in other for other in none))
        return next((hit for hit in kept if not self.month_at(hit.start)), None)

    def month_at(self, at: int) -> bool:
        """Whether the name of a month starts here, not “may”: a headline may write both in capitals."""
        if _MONTH.match(self.text, at) is None or at >= self.title.end or self._plain_title:
            return _MONTH.match(self.text, at) is not None
        before = self.text[max(0, at - 12) : at]
        return _DATED.search(before) is not None or _DAY.match(self.text, at, self.title.end) is not None

    @cached_property
    def _plain_title(self) -> bool:
        """Whether the headline writes its words small, so that a capital says something."""
        words = [word for word in self.title.of(self.text).split()[1:] if len(word) > 3 and word[0].isalpha()]
        return 2 * sum(word[0].isupper() for word in words) <= len(words)

    @cached_property
    def short_names(self) -> dict[str, str]:
        """Every short name of the report with the long one whose initials it is: RSF, Rapid Support Forces."""
        short = set(_CAPITALS.findall(self.text))
        found: dict[str, str] = {}
        for run in _LONG_NAME.finditer(self.text) if short else ():
            words = [word for word in run[0].split() if word[0].isupper()]
            for start in range(len(words) - 1):
                initials = "".join(word[0] for word in words[start:])
                if initials in short:
                    found.setdefault(initials, " ".join(run[0].split()[run[0].split().index(words[start]) :]))
        for run in _EXPLAINED.finditer(self.text):
            words = run[1].split()[-len(run[2]) :]
            if "".join(word[0].upper() for word in words) == run[2]:
                found.setdefault(run[2], " ".join(words))
        return found

    def without_months(self, text: str) -> str:
        """The words without "May" and "March", which are names in capitals; as long as before."""
        return _MONTH.sub(lambda month: "-" * len(month[0]), text)

    def negated(self, statement: Statement) -> bool:
        """Whether a statement says that none of it is so ("no unit has given up ground")."""
        first, *more = self.words_of(statement).strip("‘’“”\"' ").split()[:2] or [""]
        word = more[0] if more and first.lower() in self.words.that.literal else first
        return word.lower() in self.words.none.literal

    @cached_property
    def _sentence_starts(self) -> list[int]:
        return [s.start for s in self.sentences]

    def sentence_at(self, span: Span) -> Span:
        """The body's sentence in which the span starts; the title for a span there."""
        if span.start < self.title.end:
            return self.title
        at = bisect_right(self._sentence_starts, span.start) - 1
        return self.sentences[at] if at >= 0 and span.start < self.sentences[at].end else span

    def neighbours(self, sentence: Span) -> Span:
        """The sentence with the one before and the one after it."""
        at = bisect_left(self._sentence_starts, sentence.start)
        if at == len(self.sentences) or self.sentences[at] != sentence:
            return sentence
        before, after = self.sentences[max(at - 1, 0)], self.sentences[min(at + 1, len(self.sentences) - 1)]
        return Span(before.start, after.end)

    @cached_property
    def _places(self) -> tuple[list[int], list[Place]]:
        places = sorted(self.resolution.places, key=lambda p: p.span)
        return [p.span.start for p in places], places

    @cached_property
    def _quantities(self) -> tuple[list[int], list[Quantity]]:
        quantities = sorted(self.resolution.quantities, key=lambda q: q.span)
        return [q.span.start for q in quantities], quantities

    def places_in(self, span: Span) -> tuple[Place, ...]:
        """The places that stand in a span, in text order."""
        starts, places = self._places
        inside = places[bisect_left(starts, span.start) : bisect_left(starts, span.end)]
        return tuple(p for p in inside if p.span in span)

    def quantities_in(self, spans: Iterable[Span]) -> tuple[Quantity, ...]:
        """The quantities that stand in one of the spans."""
        starts, quantities = self._quantities
        inside = [
            q
            for span in spans
            for q in quantities[bisect_left(starts, span.start) : bisect_left(starts, span.end)]
            if q.span in span
        ]
        return tuple(dict.fromkeys(inside))

    @cached_property
    def _voice_starts(self) -> tuple[list[int], list[Voice]]:
        voices = sorted((v for v in self.voices if v.span), key=lambda v: v.span or Span(0, 0))
        return [v.span.start for v in voices if v.span], voices

    def voice_at(self, span: Span) -> Voice | None:
        """The first voice whose words start inside the span."""
        starts, voices = self._voice_starts
        at = bisect_left(starts, span.start)
        return voices[at] if at < len(starts) and starts[at] < span.end else None

    def stated_at(self, span: Span) -> tuple[Statement, ...]:
        """The body's statements whose content covers part of the span."""
        starts, parts, longest = self._parts
        near_by = parts[bisect_left(starts, span.start - longest) : bisect_left(starts, span.end)]
        return tuple(dict.fromkeys(s for part, s in near_by if part.overlaps(span)))

    @cached_property
    def _parts(self) -> tuple[list[int], list[tuple[Span, Statement]], int]:
        """The contents of the body's statements by where they start, and the length of the longest."""
        parts = sorted(((part, s) for s in self.body for part in s.contents), key=lambda pair: pair[0])
        return [part.start for part, _ in parts], parts, max((len(part) for part, _ in parts), default=0)

    def actors_over(self, span: Span) -> tuple[Actor, ...]:
        """The actors that overlap a span, in text order."""
        starts, actors = self._actors
        first = max(bisect_left(starts, span.start) - 1, 0)
        return tuple(a for a in actors[first : bisect_left(starts, span.end)] if a.span.overlaps(span))

    @cached_property
    def _actors(self) -> tuple[list[int], list[Actor]]:
        actors = sorted(self.resolution.actors, key=lambda a: a.span)
        return [a.span.start for a in actors], actors

    def words_of(self, statement: Statement) -> str:
        """The content of a statement, its parts joined by a space."""
        return " ".join(part.of(self.text) for part in statement.contents)


def near(text: str, span: Span, before: int = 40, after: int = 0) -> str:
    """The span with some characters around it, cut at line breaks."""
    left = text[max(0, span.start - before) : span.start].rsplit("\n", 1)[-1]
    return left + span.of(text) + text[span.end : span.end + after].split("\n", 1)[0]


def quote(text: str, span: Span, limit: int = 70) -> str:
    """The words of a span in quotation marks, cut to a readable length on a word."""
    words = re.sub(r"\s+", " ", span.of(text)).strip(" ,.;:")
    if len(_QUOTE_MARKS.findall(words)) % 2 or (words[:1] in _MARKS and words[-1:] in _MARKS):
        words = words.strip("‘’“”«»\"' ,.;:")
    if len(words) > limit:
        words = words[:limit].rsplit(" ", 1)[0] + " …"
    return f"“{words}”"


def _sentences(text: str, body: Span, abbreviations: frozenset[str]) -> list[Span]:
    cuts = [m.end() for m in _SENTENCE_END.finditer(text, body.start, body.end) if _ends(text, m, abbreviations)]
    found, start = [], body.start
    for end in (*cuts, body.end):
        for piece in _pieces(text, start, end):
            stripped = piece.of(text)
            if stripped.strip():
                found.append(Span(piece.start + len(stripped) - len(stripped.lstrip()), piece.end))
        start = end
    return found


def _pieces(text: str, start: int, end: int) -> Iterator[Span]:
    """The sentence, or what has no marks in pieces cut between words: every rule looks at the whole of it again."""
    while end - start > _LONGEST:
        cut = text.rfind(" ", start + _LONGEST // 2, start + _LONGEST)
        cut = cut if cut > 0 else start + _LONGEST
        yield Span(start, cut)
        start = cut
    yield Span(start, end)


def _ends(text: str, mark: re.Match[str], abbreviations: frozenset[str]) -> bool:
    """Whether the mark ends a sentence: a full stop after an initial or an abbreviation does not."""
    if mark[0][0] != ".":
        return True
    word = _LAST_WORD.search(text, max(0, mark.start() - 12), mark.start())
    if word is None:
        return True
    return not (len(word[0]) == 1 and word[0].isupper()) and word[0].lower() not in abbreviations
