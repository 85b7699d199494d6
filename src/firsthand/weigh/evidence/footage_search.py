"""Which of very many fingerprints are near one: all are looked at, and none is missed.

256 bits are four words of 64; what differs is an exclusive or and a count of bits, both of which numpy does for a
hundred thousand fingerprints in about a millisecond.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

__all__ = ["Near", "near", "near_coarse"]

_BLOCK = 1 << 16  # fingerprints looked at together: what they need stays in the processor's cache

Near = tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], npt.NDArray[np.int64]]
"""Which of the sought, which of the known, and by how many bits they differ; one entry for each pair."""


def near(sought: npt.NDArray[np.uint64], known: npt.NDArray[np.uint64], most: int) -> Near:
    """All pairs that differ in `most` bits or fewer; both are n × 4 words. Ordered by what is sought, then known."""
    found: list[Near] = []
    for start in range(0, len(known), _BLOCK):
        columns = np.ascontiguousarray(known[start : start + _BLOCK].T)
        for number, one in enumerate(sought):
            at, bits = _within(one, columns, most)
            if len(at):
                found.append((np.full(len(at), number, np.int64), at + start, bits))
    return _joined(found)


def _within(
    one: npt.NDArray[np.uint64], columns: npt.NDArray[np.uint64], most: int
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Half of the words rule out nearly all where few bits may differ; the others are counted for the rest only."""
    half = np.bitwise_count(columns[0] ^ one[0]) + np.bitwise_count(columns[1] ^ one[1])
    at = np.flatnonzero(half <= min(most, 255))
    rest = np.bitwise_count(columns[2][at] ^ one[2]) + np.bitwise_count(columns[3][at] ^ one[3])
    bits = half[at].astype(np.int64) + rest
    kept = bits <= most
    return at[kept], bits[kept]


def near_coarse(sought: npt.NDArray[np.uint64], known: npt.NDArray[np.uint64], most: int) -> Near:
    """All pairs that differ in `most` of 64 bits or fewer; both are one word each."""
    found: list[Near] = []
    for start in range(0, len(known), _BLOCK):
        block = known[start : start + _BLOCK]
        for number, one in enumerate(sought):
            bits = np.bitwise_count(block ^ one)
            at = np.flatnonzero(bits <= most)
            if len(at):
                found.append((np.full(len(at), number, np.int64), at + start, bits[at].astype(np.int64)))
    return _joined(found)


def _joined(found: list[Near]) -> Near:
    if not found:
        nothing = np.zeros(0, np.int64)
        return nothing, nothing, nothing
    which, at, bits = (np.concatenate(each) for each in zip(*found, strict=True))
    order = np.lexsort((at, which))
    return which[order], at[order], bits[order]
