"""How what a map shows stands to a claim of taken ground: one ordered list of rules, of which the first that fits says.

The share that is claimed is held against the share of a disc that the map shows on the claimed day, and on the days
before and after it, because maps come late. The same rules hold for every side.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from firsthand.evidence import Asked, Measured
from firsthand.kinds import Verdict
from firsthand.weigh.evidence.control_shares import Disc, Series

__all__ = ["RULES", "TAKING", "Finding", "Question", "claimed_day", "finding_of", "measured_of", "percent", "window"]

TAKING = {"territory_captured": True, "territory_lost": False}
"""Events in which ground changes hands: whether the actor is the one that takes it."""
_SLACK = 3
"""Days around the claim whose maps count as of its day: map-makers wait for footage."""
_LATE = 14
"""Days after the claim up to which a map that comes to show it may only be late."""
_BEFORE = 30
"""Days before the claim from which on what the map shows is not what was told."""
_ALL = 0.9
"""The share of the disc that is enough for "all of it": a circle is not the outline of a town."""
_GAP = 0.2
"""What lies closer than this to the claimed share is not clearly less."""
_WIDEST = 60.0
"""Radius in km from which a disc says nothing of a place any more."""


@dataclass(frozen=True, slots=True)
class Finding:
    """The rule that fits, the verdict, and what was found, in a sentence."""

    rule: str
    verdict: Verdict
    says: str


@dataclass(frozen=True)
class Question:
    """A claim beside what one layer shows of its place. `side` is with whom the makers of the map sympathise."""

    asked: Asked
    disc: Disc
    shown: Series
    side: str | None = None

    @cached_property
    def day(self) -> date:
        """The day on which it is said to be so."""
        return claimed_day(self.asked)

    @cached_property
    def held(self) -> bool:
        """Whether the share that is held is asked for; else the share that is not."""
        return TAKING[self.asked.event or ""] == (self.asked.actor == self.shown.holder)

    @cached_property
    def at_most(self) -> bool:
        """Whether the map only says how much it can be at most: what its holder does not hold may be anybody's."""
        return TAKING[self.asked.event or ""] and self.asked.actor != self.shown.holder

    @cached_property
    def shares(self) -> tuple[tuple[date, float], ...]:
        """Of each day with a map the share that speaks for the claim."""
        pairs = zip(self.shown.days, self.shown.shares, strict=True)
        return tuple((day, share if self.held else 1 - share) for day, share in pairs)

    @cached_property
    def nearest(self) -> tuple[date, float] | None:
        """The map of the claimed day, or the one nearest to it within the slack; of two as near the earlier one."""
        close = [each for each in self.shares if abs((each[0] - self.day).days) <= _SLACK]
        return min(close, key=lambda each: (abs((each[0] - self.day).days), each[0]), default=None)

    @property
    def enough(self) -> float:
        """The share from which on the map shows what was claimed; half where no share was."""
        return min(self.asked.share[0], _ALL) if self.asked.share else 0.5

    def reached(self, since: int, until: int) -> date | None:
        """The first day with the claimed share between so many days after the claim."""
        days = (day for day, share in self.shares if share >= self.enough)
        return next((day for day in days if since <= (day - self.day).days <= until), None)

    @cached_property
    def begun(self) -> date | None:
        """Since when the map shows, without a break, what it shows around the claimed day; None where it does not."""
        there = self.reached(-_SLACK, _SLACK)
        if there is None:
            return None
        for day, share in reversed([each for each in self.shares if each[0] <= there]):
            if share < self.enough:
                break
            there = day
        return there

    @cached_property
    def favours(self) -> bool | None:
        """Whether the claim is in favour of the side the makers sympathise with; None where that is not known."""
        if self.side is None:
            return None
        return TAKING[self.asked.event or ""] == (self.side == self.asked.actor)


def claimed_day(asked: Asked) -> date:
    """The last day on which it is said to have happened; the day it was told, where that is not known or later."""
    return min(asked.until, asked.told) if asked.until else asked.told


def finding_of(question: Question) -> Finding:
    """What the first rule that fits says. The last one always does."""
    return next(found for rule in RULES if (found := rule(question)) is not None)


def nobody_named(question: Question) -> Finding | None:
    """The claim does not say who took or lost the place: a map of who holds what cannot answer it."""
    if question.asked.actor is not None:
        return None
    return Finding("map_cannot_say_by_whom", Verdict.SILENT, "The claim does not say by whom, and a map shows holders.")


def too_wide(question: Question) -> Finding | None:
    """A disc of more than 60 km is a region: which share of it is held says little of what was taken there."""
    if question.disc.radius_km <= _WIDEST:
        return None
    says = f"The place is given as a circle of {question.disc.radius_km:.0f} km: too wide to be a place that is taken."
    return Finding("map_place_too_wide", Verdict.SILENT, says)


def no_map(question: Question) -> Finding | None:
    """No map within three days of the claim. A missing day is never filled in from its neighbours."""
    if question.nearest is not None:
        return None
    days = question.shown.days
    near = min(days, key=lambda day: abs((day - question.day).days), default=None)
    told = f"; the nearest is of {near}" if near else ""
    says = f"There is no map of {question.day}, and none within {_SLACK} days{told}."
    return Finding("map_has_no_day", Verdict.SILENT, says)


def unspecified_part(question: Question) -> Finding | None:
    """Houses, streets, or a part that is not said how large: too small for a map, so it neither shows nor contradicts
    the claim. Where the map shows half of the place or more as held, the claim is consistent with it."""
    if question.asked.share is not None or question.nearest is None:
        return None
    figure = next((f"{each.value:g} {each.unit}" for each in question.asked.figures if each.unit), "")
    if question.nearest[1] >= 0.5 and not question.at_most:
        return Finding("map_shows_side_there", Verdict.CONSISTENT, f"{_state(question)} {_when(question)}")
    what = f"{figure} are too small for this map" if figure else "How much of it was taken is not told"
    says = f"{_state(question)} {what}: the claim is neither contradicted nor shown by it."
    return Finding("map_too_coarse", Verdict.SILENT, says)


def only_at_most(question: Question) -> Finding | None:
    """The map draws what the other side holds. Too much of that contradicts the claim; little of it leaves room for it
    and shows nothing more, as ground that one side does not hold may be in dispute."""
    if not question.at_most:
        return None
    less = clearly_less(question)
    if less is not None:
        return less
    says = f"{_state(question)} That leaves room for the claim; who holds the rest is not drawn."
    return Finding("map_leaves_room", Verdict.CONSISTENT, says)


def shown_before(question: Question) -> Finding | None:
    """The map has shown it for more than thirty days, or since its first day: that is not what was told to happen."""
    begun = question.begun
    if begun is None:
        return None
    early = (question.day - begun).days
    first = begun == question.shown.days[0] and early > _SLACK
    if not first and early <= _BEFORE:
        return None
    since = f"It has shown it since its first day, {begun}" if first else f"It has shown it since {begun}"
    return Finding("map_showed_it_before", Verdict.CONSISTENT, f"{_state(question)} {since}: it cannot be dated by it.")


def shown(question: Question) -> Finding | None:
    """The map shows the claimed share within three days of the claim, and had not shown it long before."""
    if question.begun is None:
        return None
    rule = {None: "map_shows_it", True: "map_of_claiming_side_shows_it", False: "map_of_own_side_concedes"}
    says = f"{_state(question)} {_when(question)}{_concedes(question)}"
    return Finding(rule[question.favours], Verdict.SUPPORTS, says)


def shown_later(question: Question) -> Finding | None:
    """The map comes to show the claimed share four to fourteen days after it: it was told early, or drawn late."""
    if question.reached(_SLACK + 1, _LATE) is None:
        return None
    return Finding("map_shows_it_later", Verdict.CONSISTENT, f"{_state(question)} {_when(question)}")


def clearly_less(question: Question) -> Finding | None:
    """On the claimed day the map shows less than half of the least that was claimed, and by a fifth of the place or
    more, and does not come to it within three days."""
    if question.nearest is None or question.reached(-_SLACK, _SLACK) is not None:
        return None
    share = question.nearest[1]
    if share >= question.enough / 2 or question.enough - share < _GAP:
        return None
    rule = {None: "map_shows_less", True: "map_of_claiming_side_shows_less", False: "map_of_other_side_shows_less"}
    says = f"{_state(question)} That is clearly less. {_when(question)}"
    return Finding(rule[question.favours], Verdict.CONTRADICTS, says)


def shown_in_part(question: Question) -> Finding:
    """The map shows less than was claimed, but not clearly less."""
    return Finding("map_shows_part", Verdict.CONSISTENT, f"{_state(question)} {_when(question)}")


RULES: tuple[Callable[[Question], Finding | None], ...] = (
    nobody_named,
    too_wide,
    no_map,
    unspecified_part,
    only_at_most,
    shown_before,
    shown,
    shown_later,
    clearly_less,
    shown_in_part,
)


def measured_of(question: Question) -> tuple[Measured, ...]:
    """The shares and days that an answer rests on. Days to the first map are below 0 where it came before the claim."""
    if question.asked.actor is None:
        return ()
    layer, what = question.shown.layer, _held(question)
    found = []
    if question.nearest is not None:
        day, share = question.nearest
        found.append(Measured(f"share {what}, layer {layer}", round(share, 4), "of the area", day))
    thresholds = {"half": 0.5, "the claimed share": question.enough} if question.asked.share else {"half": 0.5}
    for words, least in thresholds.items():
        first = next((day for day, share in question.shares if share >= least), None)
        if first is not None and first != question.shown.days[0]:  # before the first map nothing is known
            after = float((first - question.day).days)
            named = f"first day with {words} {what}, layer {layer}"
            found.append(Measured(named, after, "days after the claim", first))
    if question.shares:
        day, share = question.shares[-1]
        found.append(Measured(f"share {what} on the newest map, layer {layer}", round(share, 4), "of the area", day))
    return tuple(found)


def percent(share: float) -> str:
    """A share in words that do not round it away: 0.5 %, 45 %."""
    return f"{100 * share:.1f} %" if share < 0.0995 else f"{100 * share:.0f} %"


def _held(question: Question) -> str:
    return f"held by {question.shown.holder}" if question.held else f"not held by {question.shown.holder}"


def _state(question: Question) -> str:
    """What the map of the claimed day shows, beside what was claimed; and of which day it is."""
    if question.nearest is None:
        return ""
    day, share = question.nearest
    missing = "" if day == question.day else f"There is no map of {question.day}; the nearest is of {day}. "
    claimed = f" Claimed: {_claimed(question)}, on {question.day}." if question.asked.share else ""
    place = f"the circle of {question.disc.radius_km:g} km"
    return f"{missing}The map of {day} shows {percent(share)} of {place} as {_held(question)}.{claimed}"


def _claimed(question: Question) -> str:
    low, high = question.asked.share or (0.0, 1.0)
    if low >= 0.95:
        return "all of it"
    return f"{percent(low)} or more" if high >= 0.95 else f"{percent(low)} to {percent(high)}"


def _when(question: Question) -> str:
    """When the map first shows the claimed share, and how many days that is from the claim."""
    first = question.begun or question.reached(-_SLACK, 10_000)
    if first is None:
        return f"It does not show {percent(question.enough)} on any day from then to {question.shown.days[-1]}."
    days = (first - question.day).days
    far = "on the day of the claim" if not days else f"{abs(days)} days {'after' if days > 0 else 'before'} the claim"
    return f"It first shows {percent(question.enough)} on {first}, {far}."


def _concedes(question: Question) -> str:
    """Whom the makers sympathise with, and what it is for that side."""
    if question.favours is None:
        return ""
    does = "serves" if question.favours else "goes against"
    return f" Its makers sympathise with {question.side}, whom that {does}."


def window(question: Question) -> tuple[date, date]:
    """The days that were looked at."""
    return question.day - timedelta(_SLACK), question.day + timedelta(_LATE)
