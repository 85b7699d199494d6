"""The same picture again: found among all pictures of a collection, however it was turned, cut or covered.

Four ways to be the same are sought, in this order: equal by a large part (the whole, without borders, without a strip
that a banner covers); a frame within a picture of the collection; a larger frame of one. What only comes near by the
coarse bits of its fingerprint is fitted, and counts when the whole fingerprint is then within the limit.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from firsthand.weigh.evidence.footage_prints import (
    PLAIN,
    SAME,
    TURNS,
    Frame,
    Gray,
    Part,
    Printer,
    Prints,
    Words,
    coarse,
)
from firsthand.weigh.evidence.footage_search import near, near_coarse

__all__ = ["Found", "Gallery"]

_COARSE = 14
"""Of 64 coarse bits so many may differ for a frame to be fitted: by chance three pictures of a thousand are so near."""
_FITTED = 48  # candidates that are fitted for one picture, nearest first: some ten milliseconds each
_EACH = 3  # of them for each picture of the collection


@dataclass(frozen=True, slots=True)
class Found:
    """That a picture is picture `number` of the gallery: by so many different bits (0 to 31), and how it was changed.

    `how` says the change from that picture to ours: "mirrored, a frame of 71% of it".
    """

    number: int
    bits: int
    how: str
    part: bool


class Gallery:
    """The pictures of a collection with their fingerprints, to be searched."""

    def __init__(self, printer: Printer, pictures: Sequence[tuple[Gray, Prints]]) -> None:
        """Pictures with their fingerprints, known by their number in this order."""
        self._printer = printer
        self._grays = [gray for gray, _ in pictures]
        self._parts = [part for _, prints in pictures for part in prints.parts]
        counts = [len(prints.parts) for _, prints in pictures]
        self._owner = np.repeat(np.arange(len(pictures)), counts)
        self._words = np.concatenate([prints.words for _, prints in pictures] or [np.zeros((0, 4), np.uint64)])
        self._coarse = coarse(self._words)
        uncut = [part.kind in ("whole", "trimmed") for part in self._parts]
        self._uncut = np.flatnonzero(np.array(uncut, bool))

    def __len__(self) -> int:
        return len(self._grays)

    def same(self, gray: Gray, prints: Prints) -> list[Found]:
        """Which of its pictures are this one, by their number; none where this one is too plain to be compared."""
        if prints.quality < PLAIN:
            return []
        large = [part for part in prints.parts if part.large]
        turned = self._printer.turned(gray, large)
        found = self._equal(large, turned)
        found |= self._frames(large, turned, set(found))
        found |= self._larger(gray, prints, set(found))
        return [found[number] for number in sorted(found)]

    def _equal(self, parts: Sequence[Part], turned: Words) -> dict[int, Found]:
        """By parts that are the same as they are."""
        best: dict[int, Found] = {}
        for which, at, bits in zip(*near(turned.reshape(-1, 4), self._words, SAME), strict=True):
            part, turn = divmod(int(which), len(TURNS))
            _keep(best, self._found(int(at), int(bits), turn, parts[part], self._parts[at].frame))
        return best

    def _frames(self, parts: Sequence[Part], turned: Words, known: set[int]) -> dict[int, Found]:
        """A frame within a picture of the gallery is ours: moved on that picture until it is."""
        uncut = [k for k, part in enumerate(parts) if part.kind in ("whole", "trimmed")]
        sought = turned[uncut].reshape(-1, 4)
        best: dict[int, Found] = {}
        for which, at, _ in self._candidates(near_coarse(coarse(sought), self._coarse, _COARSE), known):
            if (number := int(self._owner[at])) in best:
                continue
            bits, frame = self._printer.fitted(self._grays[number], self._parts[at].frame, sought[which])
            if bits <= SAME:
                part, turn = divmod(which, len(TURNS))
                _keep(best, self._found(at, bits, turn, parts[uncut[part]], frame))
        return best

    def _larger(self, gray: Gray, prints: Prints, known: set[int]) -> dict[int, Found]:
        """A picture of the gallery is a frame within ours."""
        inner = [part for part in prints.parts if part.kind in ("strip", "inner")]
        sought = coarse(self._printer.turned(gray, inner).reshape(-1, 4)) if inner else np.zeros(0, np.uint64)
        pairs = near_coarse(sought, self._coarse[self._uncut], _COARSE)
        best: dict[int, Found] = {}
        for which, at, _ in self._candidates((pairs[0], self._uncut[pairs[1]], pairs[2]), known):
            if int(self._owner[at]) in best:
                continue
            part, turn = divmod(which, len(TURNS))
            bits, frame = self._printer.fitted(gray, inner[part].frame, self._words[at], turn)
            if bits <= SAME:
                _keep(best, self._found(at, bits, turn, Part("inner", frame), self._parts[at].frame))
        return best

    def _candidates(self, pairs: Iterable[np.ndarray], known: set[int]) -> list[tuple[int, int, int]]:
        """What is worth fitting: the nearest pairs, a few for each picture that is not found yet."""
        chosen: list[tuple[int, int, int]] = []
        each: dict[int, int] = {}
        which, at, bits = pairs
        for k in np.argsort(bits, kind="stable"):
            number = int(self._owner[at[k]])
            if number in known or each.get(number, 0) >= _EACH:
                continue
            each[number] = each.get(number, 0) + 1
            chosen.append((int(which[k]), int(at[k]), int(bits[k])))
            if len(chosen) == _FITTED:
                break
        return chosen

    def _found(self, at: int, bits: int, turn: int, ours: Part, theirs: Frame) -> Found:
        """In words, from their picture to ours."""
        said = [TURNS[turn]] if turn else []
        cut = theirs.share < _ALMOST
        if cut:
            said.append(f"{theirs.share:.0%} of its frame")
        if ours.frame.share < _ALMOST:
            said.append(f"found in {ours.frame.share:.0%} of ours")
        return Found(int(self._owner[at]), bits, ", ".join(said) or TURNS[0], cut or ours.frame.share < _ALMOST)


_ALMOST = 0.97  # a frame of so much of a picture is all of it


def _keep(best: dict[int, Found], found: Found) -> None:
    """The plainest way to be the same is told: by the whole before by a part, then by the fewest different bits."""
    known = best.get(found.number)
    if known is None or (found.part, found.bits) < (known.part, known.bits):
        best[found.number] = found
