"""Which claims are rivals: they give other figures for the same, so that not all of them can be true.

Two claims that are alike and were kept apart are, where only their figures differ. So are two that one document tells
side by side as the counts of two voices: "the union speaks of 600, the police counted 150".
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from firsthand.claims import Account, Figure, Ground, Paper, Told
from firsthand.evidence import Asked
from firsthand.kinds import Mode, VoiceKind
from firsthand.resolve.events import UNSPECIFIED

__all__ = ["beside_of", "rivals_of"]

_SAME_TIME = 1
"""Days between two claims that name none, within which they may be of the same happening."""
_EARTH_KM = 6371.0
_BESIDE = 160
"""Characters between two tellings that stand side by side, at most."""
_COUNTS = frozenset({Mode.ASSERTED, Mode.HEDGED, Mode.CONFIRMED})
_OF_MANY_THINGS = frozenset(
    {"people", "percent", "hours", "minutes", "seconds", "days", "weeks", "months", "years", "km", "m", "cm", "mm", "C"}
)
"""Units in which one text counts many things: two figures in them that stand side by side need not be of the same."""


def rivals_of(
    asked: Mapping[str, Asked], near: Mapping[str, Iterable[str]], beside: Mapping[str, Iterable[str]] | None = None
) -> Mapping[str, tuple[str, ...]]:
    """For each claim those that are kept apart from it only because they give another figure for the same.

    Args:
        asked: what evidence is asked of each claim, by its id.
        near: the claims that are alike and are kept apart, by id.
        beside: those that stand beside it in a document, as the word of another voice (see `beside_of`).
    """
    found: dict[str, set[str]] = defaultdict(set)
    for rule, pairs in ((_rival, near), (_other_count, beside or {})):
        for one, others in pairs.items():
            found[one] |= {each for each in others if one in asked and each in asked and rule(asked[one], asked[each])}
    return {one: tuple(sorted(others)) for one, others in found.items()}


def beside_of(accounts: Iterable[Account], papers: Mapping[str, Paper]) -> Mapping[str, frozenset[str]]:
    """For each claim those that a document tells next to it, in one paragraph, as the word of another voice."""
    told: dict[str, list[tuple[Told, str]]] = defaultdict(list)
    for account in accounts:
        answers = {each.told for each in account.claim.answers}
        for each in account.claim.tellings:
            if each.document in papers and each not in answers and _counted(each, papers[each.document]):
                told[each.document].append((each, account.claim.id))
    found: dict[str, set[str]] = defaultdict(set)
    for key, own in told.items():
        for one, other in _side_by_side(sorted(own), papers[key]):
            found[one].add(other)
            found[other].add(one)
    return {claim: frozenset(others) for claim, others in found.items()}


def _counted(told: Told, paper: Paper) -> bool:
    """Whether it stands in the text below the heading, and says what is so."""
    statement = told.statement(paper)
    plain = statement is not None and statement.mode in _COUNTS
    return plain and told.span not in paper.report.document.title


def _side_by_side(tellings: Sequence[tuple[Told, str]], paper: Paper) -> Iterator[tuple[str, str]]:
    text = paper.report.document.text
    for number, (one, here) in enumerate(tellings):
        for other, there in tellings[number + 1 :]:
            between = text[one.span.end : other.span.start]
            if len(between) > _BESIDE or "\n" in between:
                break
            if here != there and one.span.end <= other.span.start and _two_voices(one, other, paper):
                yield here, there


def _two_voices(one: Told, other: Told, paper: Paper) -> bool:
    """Whether two tellings are the word of two voices, of which the outlet itself is none."""
    voices = [_voice(one, paper), _voice(other, paper)]
    return None not in voices and voices[0] != voices[1]


def _voice(told: Told, paper: Paper) -> str | None:
    statement = told.statement(paper)
    voice = statement.voice if statement is not None else None
    if voice is None or voice.kind is VoiceKind.OUTLET:
        return None
    full = voice.refers_to
    return (full.of(paper.report.document.text) if full is not None else voice.text).casefold()


def _other_count(one: Asked, other: Asked) -> bool:
    """What stands side by side gives one figure each, of the same unit or with none, that cannot both be true."""
    if len(one.figures) != 1 or len(other.figures) != 1 or not _same_days(one, other):
        return False
    figures = one.figures[0], other.figures[0]
    units = {each.unit for each in figures if each.unit is not None}
    bare = any(each.unit is None for each in figures)
    same = len(units) == 1 and (bare or units.isdisjoint(_OF_MANY_THINGS))
    return same and not _compatible(*figures)


def _rival(one: Asked, other: Asked) -> bool:
    """What may be the same happening on the same days, with figures that cannot both be true."""
    events = {one.event, other.event} - {None, UNSPECIFIED}
    actors = {one.actor, other.actor} - {None}
    if len(events) > 1 or len(actors) > 1 or not _close(one.ground, other.ground):
        return False
    return _same_days(one, other) and _clash(one.figures, other.figures)


def _close(one: Ground | None, other: Ground | None) -> bool:
    """Whether two places may be one; where no place is known, they may."""
    if one is None or other is None or one.id == other.id:
        return True
    north = math.radians(one.lat - other.lat)
    east = math.radians(one.lon - other.lon) * math.cos(math.radians((one.lat + other.lat) / 2))
    return math.hypot(north, east) * _EARTH_KM <= one.radius_km + other.radius_km


def _same_days(one: Asked, other: Asked) -> bool:
    """The same days where both name some; or else told at the same time, so that neither is a later count."""
    if one.since is not None and other.since is not None:
        return (one.since, one.until) == (other.since, other.until)
    return abs((one.told - other.told).days) <= _SAME_TIME


def _clash(some: Sequence[Figure], others: Sequence[Figure]) -> bool:
    """Whether they count the same things, and nothing that both may mean."""
    pairs = [(one, other) for one in some for other in others if one.unit is not None and one.unit == other.unit]
    return bool(pairs) and not any(_compatible(one, other) for one, other in pairs)


def _compatible(one: Figure, other: Figure) -> bool:
    low = max(each for each in (one.low, other.low, float("-inf")) if each is not None)
    high = min(each for each in (one.high, other.high, float("inf")) if each is not None)
    return low <= high
