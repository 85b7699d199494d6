"""What holds of methods in worlds whose truth is known."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from tests.weigh.fusion.made_worlds import Made, independent, numbers, right_by, with_copies

from firsthand.weigh.fusion.camps import camps
from firsthand.weigh.fusion.fuse import METHODS
from firsthand.weigh.fusion.records import Kind, ValueType
from firsthand.weigh.fusion.vote import vote
from firsthand.weigh.fusion.world import Floats, World, make_world

SEEDS = range(12)


def world_of(told: Floats, kind: Kind | None = None) -> World:
    """Every source (a column) tells of every item (a row); NaN where it does not."""
    item, source = np.nonzero(~np.isnan(told))
    held, many = kind or Kind(""), len(told)
    tolerance = np.full(many, held.tolerance)
    return make_world(
        [held], told.shape[1], item, np.zeros(many, dtype=np.int64), source, told[item, source], tolerance
    )


def posterior(told: Floats) -> dict[tuple[int, float], float]:
    world = world_of(told)
    share = camps(world).judge(world).share
    return dict(zip(zip(world.item_of.tolist(), world.value_of.tolist(), strict=True), share.tolist(), strict=True))


def moved(one: dict[tuple[int, float], float], other: dict[tuple[int, float], float]) -> float:
    return float(np.mean([abs(one[key] - other[key]) for key in one]))


def words(chance: np.random.Generator, accuracy: float, items: int = 200) -> Floats:
    return np.where(chance.random(items) < accuracy, 0.0, chance.integers(1, 8, items))


@pytest.mark.parametrize(
    "make",
    [
        independent,
        numbers,
        lambda seed: independent(seed, sources=4),
        lambda seed: independent(seed, values=3),
        lambda seed: independent(seed, values=2),
        lambda seed: independent(seed, values=2, sources=16),
        lambda seed: independent(seed, sources=16, values=20),
    ],
)
def test_where_sources_are_independent_it_is_never_below_vote(make: Callable[[int], Made]) -> None:
    """Looking for copies must cost nothing where there are none: over worlds, and in each but for a few items."""
    made = [make(seed) for seed in SEEDS]
    ours, votes = np.array([right_by(camps, each) for each in made]), np.array([right_by(vote, each) for each in made])
    assert ours.mean() >= votes.mean()
    assert (ours - votes).min() > -0.06


@pytest.mark.parametrize("copies", [2, 6, 12])
def test_where_a_bad_source_is_copied_it_is_better_than_all_others(copies: int) -> None:
    """Six times the same mistake is one mistake; methods that count sources believe it."""
    made = [with_copies(seed, copies=copies) for seed in SEEDS]
    right = {name: float(np.mean([right_by(method, each) for each in made])) for name, method in METHODS.items()}
    assert right.pop("camps") > max(right.values()) + 0.05


def test_copies_are_found_and_honest_sources_are_not_accused() -> None:
    """The seven that tell one story hang together; none of the five others is in it."""
    for seed in SEEDS:
        made = with_copies(seed, items=400)
        ties = camps(made.world).ties
        assert {5, 6, 7, 8, 9, 10, 11} == {tie.one for tie in ties} | {tie.other for tie in ties}


def test_independent_sources_are_not_accused() -> None:
    """Good sources agree because they are right."""
    for seed in SEEDS:
        assert not camps(independent(seed, values=20).world).ties
        assert not camps(numbers(seed).world).ties


@pytest.mark.parametrize(("sources", "accuracy"), [(4, 0.7), (6, 0.75), (5, 0.95)])
def test_an_exact_copy_moves_little_and_less_than_an_independent_source(sources: int, accuracy: float) -> None:
    """Whoever sets up ten mirrors of a site gains nothing."""
    for seed in SEEDS:
        chance = np.random.default_rng(seed)
        told = np.stack([words(chance, accuracy) for _ in range(sources)], axis=1)
        before = posterior(told)
        copied = moved(before, posterior(np.hstack([told, told[:, :1]])))
        another = moved(before, posterior(np.hstack([told, words(chance, accuracy)[:, None]])))
        assert copied < 0.02
        assert copied < another


@pytest.mark.parametrize("name", METHODS)
def test_the_order_of_sources_and_rows_changes_nothing(name: str) -> None:
    """Nor their names, which are but another order."""
    chance = np.random.default_rng(3)
    told = np.stack([words(chance, share, 60) for share in (0.9, 0.7, 0.6, 0.5)], axis=1)
    told = np.hstack([told, told[:, 3:], told[:, 3:]])
    method, order, rows = METHODS[name], [4, 2, 5, 0, 3, 1], chance.permutation(60)
    one, other = world_of(told), world_of(told[rows][:, order])
    first, second = method(one).judge(one), method(other).judge(other)
    best, again = one.value_of[one.best(first.score)], other.value_of[other.best(second.score)]
    assert (best[rows] == again).all()
    shares = dict(zip(zip(one.item_of.tolist(), one.value_of.tolist(), strict=True), first.share, strict=True))
    for item, value, share in zip(other.item_of, other.value_of, second.share, strict=True):
        assert share == pytest.approx(shares[int(rows[item]), float(value)], abs=1e-6)


def two_meanings(chance: np.random.Generator, items: int = 400) -> tuple[Floats, Floats]:
    """What ten sites tell of departures and arrivals: four have the gate, six the runway, 15 minutes later; these six
    err more in arrivals, where all mean the same. NaN marks nothing: (items x 10) of each."""
    departure = chance.uniform(0, 1e4, items)
    taxi = np.where(chance.random(items) < 0.6, chance.uniform(12, 25, items), chance.uniform(0, 4, items))
    gate = departure[:, None] + chance.integers(0, 2, (items, 4))
    runway = (departure + taxi)[:, None] + chance.integers(0, 3, (items, 6))
    arrival = chance.uniform(2e4, 3e4, items)
    good = np.where(chance.random((items, 4)) < 0.97, arrival[:, None], chance.uniform(2e4, 3e4, (items, 4)))
    poor = np.where(chance.random((items, 6)) < 0.7, arrival[:, None], chance.uniform(2e4, 3e4, (items, 6)))
    return np.hstack([gate, runway]), np.hstack([good, poor])


def test_a_camp_that_means_another_moment_is_found_and_does_not_win_by_numbers() -> None:
    """Six that mean wheels-off do not outvote four that mean the gate: what decides is who is right elsewhere."""
    for seed in SEEDS:
        one, other = two_meanings(np.random.default_rng(seed))
        kinds = [Kind("departure", ValueType.TIME, 10.0), Kind("arrival", ValueType.TIME, 10.0)]
        items = len(one)
        told = np.vstack([one, other])
        item, source = np.nonzero(~np.isnan(told))
        kind = np.repeat([0, 1], items)
        world = make_world(kinds, 10, item, kind, source, told[item, source], np.full(2 * items, 10.0))
        learned = camps(world)
        best = world.value_of[world.best(learned.judge(world).score)][:items]
        by_vote = world.value_of[world.best(vote(world).judge(world).score)][:items]
        truth = one[:, 0]
        assert np.mean(np.abs(best - truth) <= 10) > 0.95 > np.mean(np.abs(by_vote - truth) <= 10)
        assert [group.tolist() for group in learned.camps[0]] == [[0, 1, 2, 3], [4, 5, 6, 7, 8, 9]]


def test_a_close_value_supports_and_a_far_one_does_not() -> None:
    """Tolerance is what makes 14:06 and 14:07 the same."""
    told = np.array([[100.0, 104.0, 150.0, 150.0]] * 5)
    told[:, 1] += np.arange(5)
    for name in ("vote", "camps"):
        world = world_of(told[:, :3], Kind("", ValueType.NUMBER, 10.0))
        judged = METHODS[name](world).judge(world)
        assert (np.abs(world.value_of[world.best(judged.score)] - 102) <= 10).all()


@pytest.mark.parametrize("name", METHODS)
def test_probabilities_are_ones(name: str) -> None:
    """Between 0 and 1, and no more than 1 for an item."""
    world = with_copies(1).world
    share = METHODS[name](world).judge(world).share
    assert ((share >= 0) & (share <= 1 + 1e-9)).all()
    assert (np.add.reduceat(share, world.candidates[:-1]) <= 1 + 1e-9).all()


def test_what_it_says_of_itself_holds() -> None:
    """Where it gives 80 of a hundred to its values, about that many are right."""
    said, right = [], []
    for seed in range(30):
        made = independent(seed, sources=5, values=8)
        judged = camps(made.world).judge(made.world)
        best = made.world.best(judged.score)
        said += judged.share[best].tolist()
        right += (made.world.value_of[best] == made.truth).tolist()
    assert abs(float(np.mean(said)) - float(np.mean(right))) < 0.05
