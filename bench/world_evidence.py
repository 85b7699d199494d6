"""What is observed in a made world: maps, fires and fact-checks with known rates of hits and false alarms."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from firsthand.evidence import Evidence
from firsthand.kinds import Verdict

__all__ = ["Errors", "observed"]

_ON_MAPS = frozenset({"territory_captured", "retreat"})
_SECOND_MAP, _SAME_READING = 0.3, 0.8
_FACT_CHECKS = 0.06
_LATER = 20


@dataclass(frozen=True, slots=True)
class Errors:
    """How often evidence says what is so (`*_hit`), and how often the reverse (`*_false`). In the rest it says neither.

    A map may show a thing or less than that; fires are more than usual or not; a fact-check says true or false.
    """

    map_hit: float = 0.7
    map_false: float = 0.12
    fires_hit: float = 0.2
    fires_false: float = 0.07
    check_hit: float = 0.6
    check_false: float = 0.2


def observed(
    true: bool, event: str, day: date, share: float, errors: Errors, random: np.random.Generator
) -> tuple[Evidence, ...]:
    """All evidence on one happening; of maps there may be two, that mostly read alike."""
    dice = random.random(8).tolist()
    if event in _ON_MAPS:
        own = list(_maps(true, day, share, errors, dice))
    else:
        own = list(_fires(true, day, share, errors, dice))
    if dice[6] < _FACT_CHECKS:
        own += _verdicts(true, day, errors, dice[7])
    return tuple(own)


def _maps(true: bool, day: date, share: float, errors: Errors, dice: list[float]) -> Iterator[Evidence]:
    if dice[0] >= share:
        return
    yield _map("a map", true, day, errors, dice[1])
    if dice[2] < _SECOND_MAP:
        yield _map("another map", true, day, errors, dice[1] if dice[3] < _SAME_READING else dice[4])


def _map(name: str, true: bool, day: date, errors: Errors, dice: float) -> Evidence:
    shows, less = (errors.map_hit, errors.map_false) if true else (errors.map_false, errors.map_hit)
    if dice < shows:
        return _evidence("control", name, Verdict.SUPPORTS, "map_shows_it", day, dice)
    if dice < shows + less:
        return _evidence("control", name, Verdict.CONTRADICTS, "map_shows_less", day, dice)
    return _evidence("control", name, Verdict.CONSISTENT, "map_shows_part", day, dice)


def _fires(true: bool, day: date, share: float, errors: Errors, dice: list[float]) -> Iterator[Evidence]:
    if dice[0] >= share:
        return
    if dice[1] < (errors.fires_hit if true else errors.fires_false):
        yield _evidence("fires", "fires", Verdict.SUPPORTS, "fires_more_than_usual", day, dice[2])
    else:
        yield _evidence("fires", "fires", Verdict.CONSISTENT, "fires_as_usual", day, dice[2])


def _verdicts(true: bool, day: date, errors: Errors, dice: float) -> Iterator[Evidence]:
    right, wrong = dice < errors.check_hit, dice >= 1 - errors.check_false
    if not (right or wrong):
        return
    said = right if true else wrong
    verdict, rule = (Verdict.SUPPORTS, "factcheck_true") if said else (Verdict.CONTRADICTS, "factcheck_false")
    yield _evidence("factchecks", "a fact-check", verdict, rule, day, dice)


def _evidence(connector: str, body: str, verdict: Verdict, rule: str, day: date, dice: float) -> Evidence:
    """`dice` also says how many days after the claim it was seen, up to three weeks."""
    since = day + timedelta(days=int(_LATER * dice))
    says = connector == "factchecks"
    return Evidence(connector, body, "made", verdict, rule, "made for a world", "made", since=since, testimony=says)
