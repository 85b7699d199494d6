"""Scores of found attributions against gold ones: spans by role, whole attributions, and error bars.

Everything is compared as runs: the unbroken stretches of what is marked, trimmed, cut at line breaks and joined over
mere spaces. `FIGURES` lists what is counted.

| figure | counts |
|---|---|
| `source`, `cue`, `content` | runs of the role with the same two ends |
| `source_characters` and so on | characters of the role that agree, each once |
| `covered_half` | gold contents of which one found content covers at least half the characters (intersection over \
gold). Only its recall means something: a content that is too long covers as well; the precision of \
`content_characters` beside it tells |
| `whole` | attributions whose source, cue and content have the same runs, all three. A missing source or cue is equal \
only to a missing one |
| `whole_half` | pairs of attributions, one to one, each of whose three parts overlap by at least half: characters of \
both, over characters of either |
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from bench.statements import match, overlap
from firsthand.model import Attribution, Span
from firsthand.text import trim

__all__ = [
    "FIGURES",
    "ROLES",
    "Linked",
    "Marks",
    "Runs",
    "Tally",
    "Whole",
    "character_tally",
    "covered_tally",
    "error_bar",
    "found_marks",
    "outermost",
    "runs",
    "span_tally",
    "tallies",
    "whole_overlap_tally",
    "whole_tally",
]

ROLES = ("source", "cue", "content")

Parts = tuple[Span, ...]
"""The fragments of one annotation."""

Runs = frozenset[Span]
"""Unbroken runs."""


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of things, or of characters, that agree, are missing, or are too many."""

    right: int = 0
    missed: int = 0
    spurious: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.right + other.right, self.missed + other.missed, self.spurious + other.spurious)

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.spurious) if self.right else 0.0

    @property
    def recall(self) -> float:
        return self.right / (self.right + self.missed) if self.right else 0.0

    @property
    def f1(self) -> float:
        return 2 * self.right / (2 * self.right + self.missed + self.spurious) if self.right else 0.0


@dataclass(frozen=True, slots=True)
class Linked:
    """One attribution as it is marked: the fragments of each part, none where a part is missing."""

    source: Parts
    cue: Parts
    content: Parts


@dataclass(frozen=True, slots=True)
class Whole:
    """One attribution as the runs of its parts; no runs where a part is missing."""

    source: Runs
    cue: Runs
    content: Runs

    def parts(self) -> tuple[Runs, Runs, Runs]:
        return (self.source, self.cue, self.content)


@dataclass(frozen=True, slots=True)
class Marks:
    """What is marked in one document: the runs of each role, and the attributions that have a content."""

    source: Runs
    cue: Runs
    content: Runs
    wholes: frozenset[Whole]

    @classmethod
    def of(cls, text: str, spans: Mapping[str, Iterable[Parts]], linked: Iterable[Linked]) -> Marks:
        """`spans` are the annotations of each role in `ROLES`, linked or not."""
        wholes = (Whole(*(runs(text, [part]) for part in (one.source, one.cue, one.content))) for one in linked)
        source, cue, content = (runs(text, spans[role]) for role in ROLES)
        return cls(source, cue, content, frozenset(whole for whole in wholes if whole.content))


def found_marks(text: str, attributions: Iterable[Attribution]) -> Marks:
    """What a reader found."""
    linked = [Linked(_alone(a.source), _alone(a.cue), a.contents) for a in attributions]
    spans = {role: [getattr(one, role) for one in linked] for role in ROLES}
    return Marks.of(text, spans, linked)


def _alone(span: Span | None) -> Parts:
    return (span,) if span else ()


def runs(text: str, annotations: Iterable[Parts]) -> Runs:
    """The unbroken runs of some annotations: trimmed, cut at line breaks, joined over mere spaces."""
    return frozenset(run for parts in annotations for run in _runs_of_one(text, parts))


def _runs_of_one(text: str, parts: Parts) -> list[Span]:
    joined: list[Span] = []
    for piece in (piece for part in sorted(parts) for piece in _lines(text, part)):
        if joined and not text[joined[-1].end : piece.start].strip(" \t\u00a0"):
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, piece.end))
        else:
            joined.append(piece)
    return joined


def _lines(text: str, span: Span) -> Iterator[Span]:
    for line in re.finditer(r"[^\r\n]+", text[span.start : span.end]):
        piece = trim(text, Span(span.start + line.start(), span.start + line.end()))
        if piece:
            yield piece


def outermost(attributions: Iterable[Attribution]) -> tuple[Attribution, ...]:
    """Without those that lie wholly, part by part, inside a content of another; of two equal ones the first stays.

    This is the projection to a set that marks nothing inside a content: there, the claim in a quoted claim counts
    as one too many, however right it is.
    """
    found = list(dict.fromkeys(attributions))
    return tuple(
        inner
        for index, inner in enumerate(found)
        if not any(
            _inside(inner, outer) and (place < index or not _inside(outer, inner))
            for place, outer in enumerate(found)
            if place != index
        )
    )


def _inside(inner: Attribution, outer: Attribution) -> bool:
    spans = [span for span in (inner.source, inner.cue, *inner.contents) if span]
    return all(any(span in content for content in outer.contents) for span in spans)


def span_tally(gold: Runs, found: Runs) -> Tally:
    """How many runs agree in both ends."""
    return Tally(len(gold & found), len(gold - found), len(found - gold))


def character_tally(gold: Iterable[Span], found: Iterable[Span]) -> Tally:
    """How many characters agree, each counted once."""
    wanted, given = _characters(gold), _characters(found)
    return Tally(len(wanted & given), len(wanted - given), len(given - wanted))


def _characters(spans: Iterable[Span]) -> set[int]:
    return {position for span in spans for position in range(span.start, span.end)}


def covered_tally(gold: Iterable[Whole], found: Iterable[Whole], share: float = 0.5) -> Tally:
    """Gold contents of which a single found content covers at least `share`; found ones that cover none so."""
    wanted = {whole.content: _characters(whole.content) for whole in gold}
    given = {whole.content: _characters(whole.content) for whole in found}
    covering = {
        (content, other)
        for content, characters in wanted.items()
        for other, theirs in given.items()
        if len(characters & theirs) >= share * len(characters)
    }
    covered, of_use = {content for content, _ in covering}, {other for _, other in covering}
    return Tally(len(covered), len(wanted) - len(covered), len(given) - len(of_use))


def whole_tally(gold: frozenset[Whole], found: frozenset[Whole]) -> Tally:
    """How many attributions agree in the runs of all three parts."""
    return Tally(len(gold & found), len(gold - found), len(found - gold))


def whole_overlap_tally(gold: Iterable[Whole], found: Iterable[Whole], share: float = 0.5) -> Tally:
    """As many pairs as can be, one to one, each of whose parts overlap by `share`: of both, over of either."""
    rows, columns = list(gold), list(found)
    pairs = match([[_likeness(row, column, share) for column in columns] for row in rows])
    return Tally(len(pairs), len(rows) - len(pairs), len(columns) - len(pairs))


def _likeness(gold: Whole, found: Whole, share: float) -> float:
    """The mean overlap of the parts; 0 where one part overlaps less than `share`."""
    if not any(one.overlaps(other) for one in gold.content for other in found.content):
        return 0.0
    each = [
        overlap(one, other) if one and other else float(one == other)
        for one, other in zip(gold.parts(), found.parts(), strict=True)
    ]
    return sum(each) / len(each) if min(each) >= share else 0.0


FIGURES: dict[str, Callable[[Marks, Marks], Tally]] = {
    "source": lambda gold, found: span_tally(gold.source, found.source),
    "cue": lambda gold, found: span_tally(gold.cue, found.cue),
    "content": lambda gold, found: span_tally(gold.content, found.content),
    "source_characters": lambda gold, found: character_tally(gold.source, found.source),
    "cue_characters": lambda gold, found: character_tally(gold.cue, found.cue),
    "content_characters": lambda gold, found: character_tally(gold.content, found.content),
    "covered_half": lambda gold, found: covered_tally(gold.wholes, found.wholes),
    "whole": lambda gold, found: whole_tally(gold.wholes, found.wholes),
    "whole_half": lambda gold, found: whole_overlap_tally(gold.wholes, found.wholes),
}
"""Every figure by its name; each takes gold and found."""


def tallies(gold: Marks, found: Marks) -> dict[str, Tally]:
    """All figures of one document."""
    return {name: count(gold, found) for name, count in FIGURES.items()}


def error_bar(documents: Sequence[Tally], *, recall: bool = False, draws: int = 1000, seed: int = 20_000) -> float:
    """Half the width of the middle 95% of F1, or of recall, when documents are drawn anew with replacement.

    One tally for each document. The same every time, and the same draws for every reader.
    """
    if not documents:
        return 0.0
    counts = np.array([(each.right, each.missed, each.spurious) for each in documents], dtype=np.int64)
    chosen = np.random.default_rng(seed).integers(0, len(documents), (draws, len(documents)))
    drawn = [Tally(*map(int, row)) for row in counts[chosen].sum(axis=1)]
    low, high = np.quantile([each.recall if recall else each.f1 for each in drawn], (0.025, 0.975))
    return float(high - low) / 2
