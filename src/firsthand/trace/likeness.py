"""How much two documents say the same, by what few others say: rare figures, names and words count more.

Each term weighs the logarithm of how few documents have it (inverse document frequency, Spärck Jones 1972). What is
common among the documents of a case, as the name of the place that all of them write about, weighs next to nothing.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from firsthand.trace.sheets import Line, Sheet

__all__ = ["Aligned", "Weights"]

_AS_ONE = 0.3  # likeness of two sentences from which on they say the same
_MOST_LINES = 200  # sentences of a document that are aligned


@dataclass(frozen=True, slots=True)
class Aligned:
    """Two sentences that say the same, and how alike they are."""

    here: Line
    there: Line
    score: float


class Weights:
    """What each term weighs among some documents."""

    def __init__(self, sheets: Iterable[Sheet]) -> None:
        texts = {sheet.text: sheet.terms for sheet in sheets}  # a text that was copied a thousand times counts once
        having = Counter(term for terms in texts.values() for term in terms)
        self._weights = {term: math.log((len(texts) + 1) / (count + 0.5)) for term, count in having.items()}

    def weight(self, terms: Iterable[str]) -> float:
        """Of all together. The order in which they are added is fixed, so that the sum is the same on every run."""
        return math.fsum(self._weights.get(term, 0.0) for term in terms)

    def likeness(self, one: frozenset[str], other: frozenset[str]) -> float:
        """The geometric mean of the shares that each has of the other: between 0 and 1."""
        common = one & other
        if not common:
            return 0.0
        total = math.sqrt(self.weight(one) * self.weight(other))
        return self.weight(common) / total if total else 0.0

    def aligned(self, here: Sheet, there: Sheet) -> tuple[Aligned, ...]:
        """The sentences of `here` that `there` has too, as many as stand in the same order in both."""
        found = list(self._nearest(here.lines[:_MOST_LINES], there.lines[:_MOST_LINES]))
        places = {line.span: number for number, line in enumerate(there.lines)}
        kept = _rising([places[each.there.span] for each in found])
        return tuple(found[number] for number in kept)

    def share(self, here: Sheet, aligned: Sequence[Aligned]) -> float:
        """How much of a document its aligned sentences are, by weight."""
        total = math.fsum(self.weight(line.terms) for line in here.lines)
        return math.fsum(self.weight(each.here.terms) for each in aligned) / total if total else 0.0

    def _nearest(self, here: Sequence[Line], there: Sequence[Line]) -> Iterator[Aligned]:
        for line in here:
            likest = max(((self.likeness(line.terms, other.terms), -number) for number, other in enumerate(there)),
                         default=(0.0, 0))  # fmt: skip
            if likest[0] >= _AS_ONE:
                yield Aligned(line, there[-likest[1]], likest[0])


def _rising(numbers: Sequence[int]) -> list[int]:
    """The places of a longest row of numbers that never fall (patience sorting)."""
    ends: list[int] = []
    lasts: list[int] = []
    before: list[int] = []
    for place, number in enumerate(numbers):
        at = bisect_right(ends, number)
        before.append(lasts[at - 1] if at else -1)
        ends[at : at + 1] = [number]
        lasts[at : at + 1] = [place]
    row: list[int] = []
    place = lasts[-1] if lasts else -1
    while place >= 0:
        row.append(place)
        place = before[place]
    return row[::-1]
