"""Worlds whose truth is known: sources of some accuracy, some of which copy others or mean something else."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from firsthand.weigh.fusion.methods import Method
from firsthand.weigh.fusion.records import Kind, ValueType
from firsthand.weigh.fusion.world import Floats, World, make_world

__all__ = ["Made", "independent", "numbers", "right_by", "with_copies"]


@dataclass(frozen=True, slots=True)
class Made:
    """A world, and the true value of each item."""

    world: World
    truth: Floats


def independent(seed: int, *, sources: int = 8, items: int = 200, values: int = 5) -> Made:
    """Words told by sources that know nothing of each other, each right in 40 to 95 of a hundred."""
    chance = np.random.default_rng(seed)
    truth = np.zeros(items)
    told = _told(chance, truth, chance.uniform(0.4, 0.95, sources), values)
    return _made(told, truth, Kind("", ValueType.TEXT), chance)


def with_copies(seed: int, *, copies: int = 6, items: int = 200, values: int = 5) -> Made:
    """Five good sources, and a bad one that is told again by others, nearly always to the letter."""
    chance = np.random.default_rng(seed)
    truth = np.zeros(items)
    told = _told(chance, truth, np.array([0.8] * 5 + [0.45]), values)
    own = _told(chance, truth, np.full(copies, 0.6), values)
    again = np.where(chance.random(own.shape) < 0.9, told[:, -1:], own)
    return _made(np.hstack([told, again]), truth, Kind("", ValueType.TEXT), chance)


def numbers(seed: int, *, sources: int = 8, items: int = 200) -> Made:
    """Figures told with small errors of their own; a false one lies anywhere."""
    chance = np.random.default_rng(seed)
    truth = chance.uniform(0, 1000, items)
    right = chance.random((items, sources)) < chance.uniform(0.4, 0.95, sources)
    near = truth[:, None] + chance.normal(0, 1, right.shape)
    told = np.where(right, near, chance.uniform(0, 1000, right.shape))
    return _made(told, truth, Kind("", ValueType.NUMBER, 3.0), chance)


def right_by(method: Method, made: Made) -> float:
    """The share of items for which a method gives the truth, within tolerance."""
    world = made.world
    best = world.value_of[world.best(method(world).judge(world).score)]
    return float(np.mean(np.abs(best - made.truth) <= world.tolerance))


def _told(chance: np.random.Generator, truth: Floats, accuracy: Floats, values: int) -> Floats:
    """What each source tells of each item (items x sources): the truth, 0, or one of the other values."""
    shape = (len(truth), len(accuracy))
    false = chance.integers(1, values, shape).astype(np.float64)
    return np.where(chance.random(shape) < accuracy, truth[:, None], false)


def _made(told: Floats, truth: Floats, kind: Kind, chance: np.random.Generator) -> Made:
    """Not every source tells of every item. Words get numbers by chance, so that none of them says what is true."""
    items = len(told)
    if not kind.numeric:
        numbers = np.argsort(chance.random((items, 50)), axis=1).astype(np.float64)
        told = np.take_along_axis(numbers, told.astype(np.int64), axis=1)
        truth = np.take_along_axis(numbers, truth.astype(np.int64)[:, None], axis=1)[:, 0]
    heard = chance.random(told.shape) < 0.8
    heard[~heard.any(axis=1), 0] = True
    item, source = np.nonzero(heard)
    kinds, tolerance = np.zeros(items, dtype=np.int64), np.full(items, kind.tolerance)
    return Made(make_world([kind], told.shape[1], item, kinds, source, told[item, source], tolerance), truth)
