"""Tellings as arrays: what every method of fusing works on.

A telling says that a source gives an item a value. The different values told of an item are its candidates; how close
two of them are stands in one list for all. Pairs of tellings of one item are listed once, for those that look at
sources together. Everything is a flat array, so that a million tellings take a second; a `World` is a part of them that
fits.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from firsthand.weigh.fusion.records import Kind

__all__ = ["MOST_PER_ITEM", "Bools", "Floats", "Ints", "Pairs", "World", "make_world", "pairs_of"]

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

MOST_PER_ITEM = 1000
"""Sources of one item that are looked at: pairs of them grow with the square."""
_FADES = 1.1
"""Values lend each other less the further they are apart, and nothing from this many times the tolerance."""


@dataclass(frozen=True, slots=True)
class World:
    """Tellings in the order of their items, and the candidates among them.

    Shapes: T tellings, C candidates, N items, L pairs of candidates that are close (each with itself as well). `told`
    and `candidates` say for each item where its tellings and candidates begin, with the end behind them (N + 1).
    """

    kinds: tuple[Kind, ...]
    sources: int
    item: Ints
    source: Ints
    value: Floats
    candidate: Ints
    kind_of_item: Ints
    tolerance: Floats
    told: Ints
    candidates: Ints
    item_of: Ints
    value_of: Floats
    left: Ints
    right: Ints
    near: Floats
    within: Bools

    @property
    def kind(self) -> Ints:
        """The kind of each telling."""
        return self.kind_of_item[self.item]

    @property
    def numeric(self) -> Bools:
        """For each kind whether values have a distance."""
        return np.array([kind.numeric for kind in self.kinds], dtype=np.bool_)

    @property
    def contested(self) -> Bools:
        """For each item whether sources differ by more than the tolerance."""
        low, high = self.value_of[self.candidates[:-1]], self.value_of[self.candidates[1:] - 1]
        return np.asarray(high - low > self.tolerance, dtype=np.bool_)

    def spread(self, weights: Floats, *, flat: bool = False) -> Floats:
        """What each candidate gathers (C) from weights of candidates: from itself whole, less from those farther off;
        with `flat` all of it from all within tolerance."""
        near = self.within.astype(np.float64) if flat else self.near
        return _sums(self.left, weights[self.right] * near, len(self.value_of))

    def gather(self, weights: Floats) -> Floats:
        """The sum of the weights of the tellings (T) of each candidate (C)."""
        return _sums(self.candidate, weights, len(self.value_of))

    def shares(self, score: Floats, others: Floats | None = None) -> Floats:
        """Scores of candidates (natural logarithms) as probabilities within each item; `others` (N) is how many values
        that nobody tells, with a score of 0, stand beside them."""
        starts = self.candidates[:-1]
        top = np.maximum(np.maximum.reduceat(score, starts), 0.0) if len(starts) else np.zeros(0)
        raised = np.exp(score - top[self.item_of])
        total = np.add.reduceat(raised, starts) if len(starts) else np.zeros(0)
        if others is not None:
            total = total + others * np.exp(-top)
        return np.asarray(raised / total[self.item_of], dtype=np.float64)

    def best(self, score: Floats) -> Ints:
        """For each item (N) the candidate with the highest score; of equal ones the one with the least value."""
        order = np.lexsort((-self.value_of, score.round(9), self.item_of))
        return np.asarray(order[self.candidates[1:] - 1], dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of tellings of one item, `one` before `other` in the world; how close their values are, whether within
    tolerance, whether the same to the letter."""

    one: Ints
    other: Ints
    near: Floats
    within: Bools
    same: Bools


def make_world(
    kinds: Sequence[Kind], sources: int, item: Ints, kind: Ints, source: Ints, value: Floats, tolerance: Floats
) -> World:
    """The world of some tellings (T), each source at most once for an item; `kind` and `tolerance` are of items (N)."""
    order = np.lexsort((source, value, item))
    item, source, value = item[order], source[order], value[order]
    new = np.ones(len(item), dtype=np.bool_)
    new[1:] = (np.diff(item) != 0) | (np.diff(value) != 0)
    first = np.flatnonzero(new)
    items = np.arange(len(kind) + 1)
    item_of, value_of = item[first], value[first]
    candidates = np.searchsorted(item_of, items).astype(np.int64)
    left, right = _squares(candidates)
    away, bound = np.abs(value_of[left] - value_of[right]), tolerance[item_of[left]]
    near, within = _closeness(away, bound)
    kept = (near > 0) | within
    return World(
        tuple(kinds),
        sources,
        item,
        source,
        value,
        np.cumsum(new) - 1,
        kind,
        tolerance,
        np.searchsorted(item, items).astype(np.int64),
        candidates,
        item_of,
        value_of,
        left[kept],
        right[kept],
        near[kept],
        within[kept],
    )


def pairs_of(world: World) -> Pairs:
    """All pairs of tellings of one item."""
    one, other = _squares(world.told, once=True)
    away = np.abs(world.value[one] - world.value[other])
    near, within = _closeness(away, world.tolerance[world.item[one]])
    return Pairs(one, other, near, within, away == 0)


def _sums(at: Ints, weights: Floats, size: int) -> Floats:
    return np.asarray(np.bincount(at, weights, size), dtype=np.float64)


def _closeness(away: Floats, tolerance: Floats) -> tuple[Floats, Bools]:
    """1 for the same value, down to 0 a little beyond the tolerance; and whether within it."""
    reach = np.where(tolerance > 0, tolerance * _FADES, 1.0)
    near = np.where(tolerance > 0, np.clip(1 - away / reach, 0, 1), (away == 0).astype(np.float64))
    return near, away <= tolerance * (1 + 1e-9)


def _squares(starts: Ints, *, once: bool = False) -> tuple[Ints, Ints]:
    """Every pair within each stretch that begins at `starts` (its end is the next one): in both orders and each with
    itself, or `once`, the first before the second."""
    sizes = np.diff(starts)
    left, right = [np.zeros(0, dtype=np.int64)], [np.zeros(0, dtype=np.int64)]
    for size in np.unique(sizes[sizes > 0]).tolist():
        base = starts[:-1][sizes == size][:, None]
        one, other = np.triu_indices(size, 1) if once else np.divmod(np.arange(size * size), size)
        left.append((base + one).ravel())
        right.append((base + other).ravel())
    return np.concatenate(left), np.concatenate(right)
