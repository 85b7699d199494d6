"""Our method: accuracy of sources by kind, what they have from each other, and what they mean, estimated together.

In the line of ACCUCOPY (Dong, Berti-Equille & Srivastava, PVLDB 2(1), 2009), with four things of our own:

- It begins with a suspicion: sources that agree more than others count less until it is seen whether they agree on what
  is right or on what is wrong. Else a source that is copied often enough is believed, and never found out.
- A source that is one with others counts as its part of one, whoever had it first: of ten copies each counts a tenth.
- Where differences lie on one side (`copying.Sides`), they are of meaning. Then shared differences are no sign of
  copying, and sources that take the same side count as one.
- What a source is worth for one kind is drawn towards what it is worth for all: that is what decides between camps that
  mean different things by the same words, since within the kind each camp bears itself out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from firsthand.weigh.fusion.accu import false_values, others_of
from firsthand.weigh.fusion.copying import Dependence, look_at, mistakes_of, sides_of, ties_of
from firsthand.weigh.fusion.methods import Judged, Known, Tie
from firsthand.weigh.fusion.world import Floats, Ints, Pairs, World, pairs_of

__all__ = ["Camps", "camps"]

_START = 0.8
_STRENGTH = 10.0
"""Values for which the start counts."""
_RECORD = 2.0
"""Values of a track record for which all that is learned here counts."""
_ACROSS, _MEANING = 0.25, 0.25
"""How far a source's accuracy for a kind is drawn towards the mean of those for other kinds, and how much further where
it is what they mean by it that sources differ in."""
_FIRST = 3
"""Rounds in which it is that mean alone: else the larger camp of a kind bears itself out before others are heard."""
_LEAST, _MOST = 0.05, 0.99
_ROUNDS, _STILL = 30, 1e-3


@dataclass(frozen=True, slots=True)
class Camps:
    """What was learned: accuracies (S x K) as they are told, as they weigh, and how far sources are one."""

    accuracy: Floats
    weighs: Floats
    false: Floats
    dependence: Dependence
    ties: tuple[Tie, ...]
    camps: Mapping[int, tuple[Ints, ...]]

    def judge(self, world: World) -> Judged:
        """The score is the sum of counts, each divided among those that are one; the share is the probability."""
        return _judged(world, pairs_of(world), self.weighs, self.false, self.dependence)


def camps(world: World, known: Known | None = None) -> Camps:
    """Learn from a world; a track record holds where it says much, what is learned here where it says little."""
    pairs = pairs_of(world)
    looking, false, rivals = look_at(world, pairs), false_values(world), _rivals(world)
    sides = sides_of(world, looking)
    told = _told(world)
    telling = 1 - 1 / rivals  # where there is but one false value, two that are wrong always agree
    across = _ACROSS + _MEANING * sides.one_sided
    weighs = _recorded(np.full(told.shape, _START), known)
    suspected = np.maximum(sides.together * telling[:, None, None], sides.alike)
    share = _judged(world, pairs, weighs, false, Dependence(suspected, looking.slot)).share
    for number in range(_ROUNDS):
        right = np.clip(world.spread(share)[world.candidate], 0, 1)
        accuracy = _accuracy(world, right, told)
        weighs = _recorded(_across(accuracy, told, np.ones(len(rivals)) if number < _FIRST else across), known)
        mistakes = mistakes_of(world, looking, 1 - right, weighs, rivals, telling * (1 - sides.one_sided))
        dependence = Dependence(np.maximum(sides.alike, mistakes.alike), looking.slot)
        before, share = share, _judged(world, pairs, weighs, false, dependence).share
        if number >= _FIRST and np.abs(share - before).max(initial=0) < _STILL:
            break
    return Camps(accuracy, weighs, false, dependence, ties_of(mistakes, looking.slot), sides.camps(looking.slot))


def _told(world: World) -> Ints:
    """How many values of each kind each source tells (S x K)."""
    kinds = len(world.kinds)
    told = np.bincount(world.source * kinds + world.kind, minlength=world.sources * kinds)
    return np.asarray(told.reshape(world.sources, kinds), dtype=np.int64)


def _rivals(world: World) -> Floats:
    """For each kind (K) how many false values meet: the most that an item has, whatever values other items have."""
    most = np.ones(len(world.kinds))
    np.maximum.at(most, world.kind_of_item, np.diff(world.candidates) - 1.0)
    return most


def _judged(world: World, pairs: Pairs, weighs: Floats, false: Floats, dependence: Dependence) -> Judged:
    kind = world.kind
    counts = np.log(false[kind]) + np.log(weighs / (1 - weighs))[world.source, kind]
    independent = 1 / (1 + dependence.load(world, pairs))
    score = world.spread(world.gather(np.maximum(counts, 0.0) * independent))
    return Judged(score, world.shares(score, others_of(world, false)), independent)


def _accuracy(world: World, right: Floats, told: Ints) -> Floats:
    """The share of right values by source and kind (S x K), drawn a little towards the start."""
    kinds = told.shape[1]
    sums = np.bincount(world.source * kinds + world.kind, right, told.size).reshape(told.shape)
    return np.asarray((sums + _STRENGTH * _START) / (told + _STRENGTH), dtype=np.float64)


def _across(accuracy: Floats, told: Ints, how_far: Floats) -> Floats:
    """Accuracies (S x K), each drawn towards the mean of those that the source has for other kinds, by kind (K)
    0 to 1."""
    tells = told > 0
    others = np.where(tells, tells.sum(axis=1, keepdims=True) - 1, 0)
    sums = (accuracy * tells).sum(axis=1, keepdims=True) - accuracy
    mean = np.where(others > 0, sums / np.maximum(others, 1), accuracy)
    return np.asarray((1 - how_far) * accuracy + how_far * mean, dtype=np.float64)


def _recorded(accuracy: Floats, known: Known | None) -> Floats:
    accuracy = np.clip(accuracy, _LEAST, _MOST)
    if known is not None:  # a long record may say more than .99
        accuracy = (known.right + _RECORD * accuracy) / (known.told + _RECORD)
    return np.asarray(accuracy, dtype=np.float64)
