"""How rare a term is among the documents of a case: what all speak of says nothing of which happening is meant.

Counted are the documents whose keys have the least hashes, a bottom-k sample (Cohen and Kelley 2007), and
a rarity is one of a few steps: so both hang on the documents and not on the order in which they came.
"""

from __future__ import annotations

import heapq
import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import blake2b

__all__ = ["MOST", "STEPS", "Rarity", "rank", "rarity"]

MOST = 1_024
"""Documents that are counted, at most."""
STEPS = 24
"""The greatest rarity; 0 is said in nearly every document. Two steps are a factor of two in how often."""


@dataclass(frozen=True, slots=True)
class Rarity:
    """In how many of `documents` each term stands."""

    documents: int
    counts: Mapping[str, int]

    def of(self, term: str) -> int:
        """A whole number from 0 to STEPS: twice the binary logarithm of how many documents there are for each that has
        the term."""
        often = (self.documents + 1) / (self.counts.get(term, 0) + 0.5)
        return max(0, min(STEPS, round(2 * math.log2(often))))


def rank(key: str) -> int:
    """The number by which documents are chosen for the sample, the same everywhere."""
    return int.from_bytes(blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).digest())


def rarity(documents: Iterable[tuple[str, frozenset[str]]]) -> Rarity:
    """Of the terms of a case, from the key and the terms of each of its documents."""
    sample = heapq.nsmallest(MOST, ((rank(key), key, terms) for key, terms in documents), key=lambda each: each[:2])
    return Rarity(len(sample), Counter(term for _, _, terms in sample for term in terms))
