"""Which content belongs to which cue, and which source: each content chooses a cue, each cue a source, or none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

__all__ = ["DISTANCES", "LINK", "Links", "distances"]

LINK = 64
"""Width of the vectors whose products say which parts belong together."""
DISTANCES = 18
"""How many steps of distance are told apart: nine on either side, twice as wide each."""
REACH = 120
"""Words. Nothing further away than this is linked: the windows learnt from are hardly longer."""

Range = tuple[int, int]
"""First word, and past the last."""


def distances(heads: NDArray[np.int64], tails: NDArray[np.int64]) -> NDArray[np.int64]:
    """The step of distance, in words, from each head to each tail: (heads, tails) of 0 … `DISTANCES` - 1."""
    apart = tails[None, :].astype(np.int64) - heads[:, None].astype(np.int64)
    step = np.minimum(np.log2(np.abs(apart) + 1).astype(np.int64), DISTANCES // 2 - 1)
    found: NDArray[np.int64] = np.where(apart < 0, DISTANCES // 2 + step, step)
    return found


class Links:
    """What the network says of one text about what belongs together."""

    def __init__(self, anchors: Floats, parts: Floats, nearness: Floats) -> None:
        """`anchors` and `parts` have one row per word, 2 · `LINK` wide; `nearness` is (2, `DISTANCES`)."""
        self._anchors, self._parts, self._nearness = anchors, parts, nearness

    def _scores(self, side: int, heads: list[Range], tails: list[Range]) -> Floats:
        first, other = np.array([h[0] for h in heads]), np.array([t[0] for t in tails])
        columns = slice(side * LINK, (side + 1) * LINK)
        product = self._anchors[first, columns] @ self._parts[other, columns].T / LINK**0.5
        scores: Floats = product + self._nearness[side][distances(first, other)]
        scores[np.abs(other[None, :] - first[:, None]) > REACH] = -np.inf
        return scores

    def contents(self, cues: list[Range], contents: list[Range]) -> dict[Range, list[Range]]:
        """For each cue its contents. Each content belongs to one cue that does not stand inside it, or to none."""
        said: dict[Range, list[Range]] = {cue: [] for cue in cues}
        if not cues or not contents:
            return said
        scores = self._scores(1, cues, contents)
        for column, part in enumerate(contents):
            row = [(float(scores[i, column]), cue) for i, cue in enumerate(cues) if not _inside(cue, part)]
            if row and (best := max(row))[0] > 0:
                said[best[1]].append(part)
        return said

    def source(self, anchor: Range, sources: list[Range]) -> Range | None:
        """The source of a cue, if it has one."""
        if not sources:
            return None
        scores = self._scores(0, [anchor], sources)[0]
        best = int(scores.argmax())
        return sources[best] if scores[best] > 0 else None


def _inside(inner: Range, outer: Range) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]
