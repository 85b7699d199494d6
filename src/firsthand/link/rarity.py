"""How rare a term is among the documents of a case: what all speak of says nothing of which happening is meant.

Counted are the documents whose keys have the least hashes, a bottom-k sample (Cohen and Kelley 2007), and
a rarity is one of a few steps: so both hang on the documents and not on the order in which they came.
"""

from __future__ import annotations

import heapq
import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import blake2b
from zlib import crc32

from firsthand.link.comparisons import STEP

__all__ = ["MOST", "STEPS", "Rarity", "rank", "rarity", "rarity_in"]

MOST = 1_024
"""Documents that are counted, at most."""
_KNOWN = 1 << 18
"""Terms whose numbers are held in memory."""
STEPS = 24
"""The greatest rarity; 0 is said in nearly every document. Two steps are a factor of two in how often."""


@dataclass(frozen=True, slots=True)
class Rarity:
    """In how many of `documents` each term stands; not to be changed once terms have been asked for."""

    documents: int
    counts: Mapping[str, int]
    _known: dict[str, int] = field(default_factory=dict, repr=False, compare=False)

    def of(self, term: str) -> int:
        """A whole number from 0 to STEPS: twice the binary logarithm of how many documents there are for each that has
        the term."""
        return _step(self.documents, self.counts.get(term, 0))

    def number(self, term: str) -> int:
        """The term as one number: its own, times STEP, plus its rarity (see `comparisons.STEP`)."""
        found = self._known.get(term)
        if found is None:
            if len(self._known) >= _KNOWN:
                self._known.clear()
            found = crc32(term.encode("utf-8", "surrogatepass")) * STEP + self.of(term)
            self._known[term] = found
        return found


def rarity_in(number: int) -> int:
    """The rarity in a number that `Rarity.number` gave."""
    return number % STEP


@lru_cache(maxsize=1 << 14)
def _step(documents: int, count: int) -> int:
    often = (documents + 1) / (count + 0.5)
    return max(0, min(STEPS, round(2 * math.log2(often))))


def rank(key: str) -> int:
    """The number by which documents are chosen for the sample, the same everywhere."""
    return int.from_bytes(blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).digest())


def rarity(documents: Iterable[tuple[str, frozenset[str]]]) -> Rarity:
    """Of the terms of a case, from the key and the terms of each of its documents."""
    sample = heapq.nsmallest(MOST, ((rank(key), key, terms) for key, terms in documents), key=lambda each: each[:2])
    return Rarity(len(sample), Counter(term for _, _, terms in sample for term in terms))
