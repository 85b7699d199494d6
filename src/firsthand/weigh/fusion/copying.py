"""How far two sources are one: they share mistakes, or they always take the same side.

Two good sources agree because both are right, so agreeing says nothing. Sharing what is *wrong* does: there are many
wrong values, and two that err on their own seldom meet. This is how copying is told by Dong, Berti-Equille & Srivastava
(PVLDB 2(1), 2009), here without a direction: for what sources count it is the same who copied whom.

Where values have a distance there is another reason to differ than mistakes: some sources mean another moment by the
same words. Mistakes scatter to both sides; another meaning always lies on one. How one-sided the differences of a kind
are says how far it is meanings that differ, and to that extent sources count as one that take the same side, whoever is
right: ten sites that read the same radar do not make wheels-off the departure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from firsthand.weigh.fusion.methods import Tie
from firsthand.weigh.fusion.world import Bools, Floats, Ints, Pairs, World

__all__ = ["Dependence", "Looking", "Mistakes", "Sides", "look_at", "mistakes_of", "sides_of", "ties_of"]

_MOST_SOURCES = 400
"""Sources that are compared with each other: those that tell most. Others count as independent."""
_DOUBT = 2.0
"""Mistakes on their own that are added to those seen: two or three that are shared prove nothing."""
_DOUBT_SIDES = 5.0
_LISTED, _LISTED_FROM = 0.7, 20.0
"""Copying is listed from this share of shared mistakes, and from this many mistakes."""
_CAMP, _CAMP_FROM = 0.8, 20


@dataclass(frozen=True, slots=True)
class Looking:
    """Which pairs of tellings are looked at for learning: `cell` numbers the kind and both sources (K x M x M), M being
    how many sources are compared, and `slot` (S) the number of each among them, or -1."""

    pairs: Pairs
    slot: Ints
    many: int
    cell: Ints
    kind: Ints
    back: Ints

    def sums(self, forth: Floats, back: Floats, kinds: int) -> Floats:
        """For each kind and ordered pair of sources (K x M x M) the sum over their pairs of tellings: `forth` goes to
        (one, other), `back` to (other, one)."""
        size = kinds * self.many * self.many
        both = np.bincount(self.cell, forth, size) + np.bincount(self.back, back, size)
        return np.asarray(both.reshape(kinds, self.many, self.many), dtype=np.float64)


@dataclass(frozen=True, slots=True)
class Sides:
    """`one_sided` (K) says how far differences lie on one side, 0 to 1. `together` (K x M x M) is how far two
    sources take the same side, beyond what two of them usually do: a suspicion to begin with, since good sources do so
    as well. `alike` is that of it which hangs on what they mean; `share` in how many of `seen` contested items they
    do."""

    one_sided: Floats
    together: Floats
    alike: Floats
    share: Floats
    seen: Floats

    def camps(self, slot: Ints) -> dict[int, tuple[Ints, ...]]:
        """For each kind in which meanings differ, the sources that hang together by taking the same side."""
        found = {}
        named = np.flatnonzero(slot >= 0)[np.argsort(slot[slot >= 0])]
        for kind in np.flatnonzero(self.one_sided >= 0.5):
            close = (self.share[kind] >= _CAMP) & (self.seen[kind] >= _CAMP_FROM)
            there = np.flatnonzero(self.seen[kind].max(axis=1, initial=0) >= _CAMP_FROM)
            found[int(kind)] = tuple(np.sort(named[group]) for group in _together(close, there))
        return found


@dataclass(frozen=True, slots=True)
class Mistakes:
    """`alike` (M x M) is the share of two sources' mistakes that both make, beyond chance; `copied` the same of
    mistakes that are the same to the letter, of `wrong` ones seen."""

    alike: Floats
    copied: Floats
    wrong: Floats


@dataclass(frozen=True, slots=True)
class Dependence:
    """How far sources are one (K x M x M), for judging any world of them."""

    alike: Floats
    slot: Ints

    def load(self, world: World, pairs: Pairs) -> Floats:
        """As how many others each telling (T) stands, told the same by sources that are one with its own."""
        one, other = self.slot[world.source[pairs.one]], self.slot[world.source[pairs.other]]
        kind = world.kind_of_item[world.item[pairs.one]]
        alike = np.where((one >= 0) & (other >= 0), self.alike[kind, one, other], 0.0) * pairs.near
        size = len(world.item)
        both = np.bincount(pairs.one, alike, size) + np.bincount(pairs.other, alike, size)
        return np.asarray(both, dtype=np.float64)


def look_at(world: World, pairs: Pairs) -> Looking:
    """The pairs between those sources that tell most."""
    told = np.bincount(world.source, minlength=world.sources)
    least = np.sort(told)[::-1][min(_MOST_SOURCES, world.sources) - 1] if world.sources else 0
    taken = np.flatnonzero(told >= max(least, 1))
    slot = np.full(world.sources, -1, dtype=np.int64)
    if len(taken) <= 2 * _MOST_SOURCES:  # more than that only where very many tell equally little
        slot[taken] = np.arange(len(taken))
    many = max(int(slot.max(initial=-1)) + 1, 1)
    one, other = slot[world.source[pairs.one]], slot[world.source[pairs.other]]
    kept = (one >= 0) & (other >= 0)
    chosen = Pairs(pairs.one[kept], pairs.other[kept], pairs.near[kept], pairs.within[kept], pairs.same[kept])
    one, other, kind = one[kept], other[kept], world.kind_of_item[world.item[chosen.one]]
    return Looking(chosen, slot, many, (kind * many + one) * many + other, kind, (kind * many + other) * many + one)


def sides_of(world: World, looking: Looking) -> Sides:
    """Who takes whose side in contested items, and how one-sided differences are."""
    pairs, kinds = looking.pairs, len(world.kinds)
    contested = world.contested[world.item[pairs.one]].astype(np.float64)
    seen = looking.sums(contested, contested, kinds)
    agreed = looking.sums(contested * pairs.within, contested * pairs.within, kinds)
    usual = (agreed.sum(axis=(1, 2)) / np.maximum(seen.sum(axis=(1, 2)), 1))[:, None, None]
    beyond = ((agreed + _DOUBT_SIDES * usual) / (seen + _DOUBT_SIDES) - usual) / np.maximum(1 - usual, 1e-9)
    one_sided = _one_sided(world, looking)
    together = np.clip(beyond, 0, 1)
    return Sides(one_sided, together, together * one_sided[:, None, None], agreed / np.maximum(seen, 1), seen)


def mistakes_of(
    world: World, looking: Looking, wrong: Floats, accuracy: Floats, false: Floats, weight: Floats
) -> Mistakes:
    """Which mistakes two sources share. `wrong` (T) is how probable it is that a telling is, `accuracy` (S x K) that of
    sources, `false` (K) how many false values there are, `weight` (K) how far differences of a kind are mistakes."""
    pairs, kinds, kind = looking.pairs, len(world.kinds), looking.kind
    forth, back = wrong[pairs.one], wrong[pairs.other]
    astray = (1 - accuracy) / false
    chance_forth = forth * astray[world.source[pairs.other], kind]
    chance_back = back * astray[world.source[pairs.one], kind]

    def weighed(sums: Floats) -> Floats:
        total = (sums * weight[:, None, None]).sum(axis=0)
        return np.asarray(total + total.T, dtype=np.float64)

    made = weighed(looking.sums(forth, back, kinds))
    shared = weighed(looking.sums(forth * pairs.near, back * pairs.near, kinds))
    chance = weighed(looking.sums(chance_forth, chance_back, kinds))
    alike = np.clip((shared - chance) / np.maximum(made + _DOUBT - chance, 1e-9), 0, 1)
    all_made = looking.sums(forth, back, kinds).sum(axis=0)
    letter = looking.sums(forth * pairs.same, back * pairs.same, kinds).sum(axis=0)
    all_made, letter = all_made + all_made.T, letter + letter.T
    return Mistakes(alike, letter / np.maximum(all_made, 1e-9), all_made)


def ties_of(mistakes: Mistakes, slot: Ints) -> tuple[Tie, ...]:
    """The copying that is worth telling, the surest first."""
    named = np.flatnonzero(slot >= 0)
    named = named[np.argsort(slot[named])]
    found = []
    for one, other in zip(*np.nonzero(np.triu(mistakes.copied >= _LISTED, 1)), strict=True):
        wrong, share = float(mistakes.wrong[one, other]), float(mistakes.copied[one, other])
        if wrong >= _LISTED_FROM:
            found.append(Tie(int(named[one]), int(named[other]), min(share, 1.0), wrong))
    return tuple(sorted(found, key=lambda tie: (-round(tie.share, 2), -tie.wrong)))


def _one_sided(world: World, looking: Looking) -> Floats:
    """For each kind (K) how far the sign of a difference hangs on who differs: the root of the mean over pairs of
    sources of (2p - 1)^2, p being how often the first has more, without the bias of small numbers."""
    pairs, kinds = looking.pairs, len(world.kinds)
    differ = ~pairs.within & world.numeric[looking.kind]
    more = (world.value[pairs.one] > world.value[pairs.other]) & differ
    less = differ & ~more
    up = looking.sums(more.astype(np.float64), less.astype(np.float64), kinds)
    down = up.transpose(0, 2, 1)
    both = up + down
    squared = np.maximum((up - down) ** 2 - both, 0) / np.maximum(both * (both - 1), 1)
    return np.asarray(np.sqrt((squared * both).sum(axis=(1, 2)) / np.maximum(both.sum(axis=(1, 2)), 1)))


def _together(close: Bools, there: Ints) -> Sequence[Ints]:
    """Groups of those that are `there` and hang together, each with two members at least."""
    left, groups = set(there.tolist()), []
    while left:
        group, reached = set[int](), [min(left)]
        while reached:
            each = reached.pop()
            if each not in group:
                group.add(each)
                reached.extend(other for other in np.flatnonzero(close[each]).tolist() if other in left)
        left -= group
        if len(group) > 1:
            groups.append(np.array(sorted(group)))
    return groups
