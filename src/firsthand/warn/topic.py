"""What a report is about: its lead event, and which statements speak of it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from firsthand.model import Candidate, Frame, Mode, Place, PlaceKind, Quantity, Statement
from firsthand.text import fold, tokens
from firsthand.warn.view import ReportView
from firsthand.warn.words import stem

__all__ = [
    "MILITARY",
    "PUBLIC",
    "Lead",
    "alike",
    "compatible",
    "contains",
    "event_frame",
    "find_lead",
    "one_event",
    "same_happening",
    "same_place",
    "stems",
]

MILITARY = frozenset(
    {
        "air_strike",
        "drone_strike",
        "equipment_loss",
        "ground_assault",
        "interception",
        "missile_strike",
        "retreat",
        "shelling",
        "territory_captured",
        "territory_lost",
        "troop_movement",
    }
)
"""Events of a fight, in which whoever reports is often a side of it."""

PUBLIC = frozenset(
    {
        "accident",
        "aid",
        "casualties",
        "court_verdict",
        "destruction",
        "disaster",
        "disaster_earthquake",
        "disaster_flood",
        "disaster_storm",
        "displacement",
        "election",
        "epidemic",
        "evacuation",
        "explosion",
        "humanitarian_need",
        "protest",
        "riot",
        "strike_labour",
        "wildfire",
    }
)
"""Events that happen before many eyes, where whoever speaks of what follows also vouches for the event."""

_KIN = (
    frozenset({"territory_captured", "territory_lost", "retreat"}),
    frozenset({"shelling", "air_strike", "drone_strike", "missile_strike"}),
)
_UNSPECIFIED = "unspecified"  # what the resolver calls an event it cannot make out
_CLOSE = 4  # content words of a headline, in a statement that must be of its matter


@dataclass(frozen=True, slots=True)
class Lead:
    """The event that the report leads with. `statements` are all the body says of it, in text order."""

    first: Statement
    statements: tuple[Statement, ...]

    @property
    def frame(self) -> Frame | None:
        return event_frame(self.first)

    @property
    def military(self) -> bool:
        return self.frame is not None and self.frame.event in MILITARY


def stems(view: ReportView, text: str) -> frozenset[str]:
    """The content words of a text, cut to a stem; figures as they are."""
    return _stems(view.words.stop.literal, text)


@lru_cache(maxsize=4096)  # the same contents are compared with many others
def _stems(stop: frozenset[str], text: str) -> frozenset[str]:
    found = {fold(span.of(text)) for span in tokens(text)} - stop
    return frozenset(stem(word) for word in found if word[0].isalnum() and (len(word) > 2 or word.isdigit()))


def alike(view: ReportView, one: str, other: str, *, least: int = 2, share: float = 0.5) -> bool:
    """Whether two texts share so many content words, and that share of those of the shorter one."""
    first, second = stems(view, one), stems(view, other)
    shared = len(first & second)
    return shared >= least and shared >= share * min(len(first), len(second))


def same_place(one: Place | None, other: Place | None) -> bool:
    """Whether two mentions may mean one place; nothing given disagrees with nothing."""
    if one is None or other is None or one.id is None or other.id is None:
        return True
    assert one.chosen is not None
    assert other.chosen is not None
    return one.id == other.id or contains(one.chosen, other.chosen) or contains(other.chosen, one.chosen)


def contains(outer: Candidate, inner: Candidate) -> bool:
    """Whether a country or region holds the other place."""
    if outer.kind is PlaceKind.COUNTRY:
        return inner.country is not None and inner.country == outer.country
    if outer.kind is PlaceKind.REGION:
        return inner.region is not None and inner.region in {str(outer.id), outer.region, outer.name}
    return False


def event_frame(statement: Statement) -> Frame | None:
    """The frame of a statement, if the resolver made out what kind of event it tells of."""
    return statement.frame if statement.frame and statement.frame.event != _UNSPECIFIED else None


def one_event(one: Statement, other: Statement) -> bool | None:
    """Whether two statements may tell of one event; None where either tells of none that is known."""
    first, second = event_frame(one), event_frame(other)
    return None if first is None or second is None else same_happening(first, second)


def same_happening(one: Frame, other: Frame) -> bool:
    """Whether two frames may tell of one event: same kind of event, and places that do not disagree."""
    kin = one.event == other.event or any(one.event in k and other.event in k for k in _KIN)
    return kin and same_place(one.place, other.place)


def compatible(one: Quantity, other: Quantity) -> bool:
    """Whether two figures may be of the same number, roundings allowed."""
    first, second = _limits(one), _limits(other)
    if first[0] <= second[1] and second[0] <= first[1]:
        return True
    if one.value is None or other.value is None:
        return False
    return _rounds_to(one.value, other.value) or _rounds_to(other.value, one.value)


def _limits(quantity: Quantity) -> tuple[float, float]:
    low, high = quantity.low, quantity.high
    if low is None and high is None and quantity.value is not None:
        return quantity.value, quantity.value
    return (float("-inf") if low is None else low, float("inf") if high is None else high)


def _rounds_to(exact: float, rounded: float) -> bool:
    """1,247 rounds to 1,200 and to 1,000; small numbers are counted, not rounded."""
    if min(exact, rounded) < 100:
        return False
    digits = len(f"{rounded:.0f}".rstrip("0"))
    step = 10.0 ** (len(f"{rounded:.0f}") - digits)
    return abs(exact - rounded) < step and abs(exact - rounded) <= 0.15 * exact


@lru_cache(maxsize=1)  # most rules ask for it, one after the other, of the same report
def find_lead(view: ReportView) -> Lead | None:
    """The lead event: the first statement of the opening paragraphs that speaks of the headline's matter.

    Without a headline, or where nothing takes it up, the first statement with a frame leads; where there
    is none either, the first that has one word of the headline, or, without one, the first. What is only
    foretold leads where the headline foretells it too, or nothing else is told.
    """
    opening = [s for s in view.body if s.content.start < view.opening_end]
    headline = view.title.of(view.text)
    framed = [s for s in opening if event_frame(s) is not None]
    told = [s for s in framed if any(one_event(h, s) for h in view.headline)]
    worded = [s for s in opening if alike(view, headline, view.words_of(s))]
    ranked = [
        *_far_closer(view, opening, told),
        *told,
        *(s for s in worded if s in framed),
        *worded,
        *_closest(view, opening),
        *framed,
        *(s for s in opening if stems(view, headline) & stems(view, view.words_of(s))),
    ]
    if not ranked and not headline.strip():
        ranked = opening[:1]
    if not ranked:
        return None
    foretold = (
        {Mode.OPINION} if any(h.mode is Mode.PREDICTED for h in view.headline) else {Mode.OPINION, Mode.PREDICTED}
    )
    told_of = [s for s in ranked if s.mode not in foretold] or [s for s in ranked if s.mode is not Mode.OPINION]
    first = next(iter(told_of), ranked[0])
    return Lead(first, tuple(s for s in view.body if s is first or _of_the_same(view, first, s)))


def _far_closer(view: ReportView, opening: list[Statement], told: list[Statement]) -> list[Statement]:
    """The statements closest to the headline, where the one of its event shares far fewer words with it."""
    headline = stems(view, view.title.of(view.text))
    closest = _closest(view, opening)
    if not closest or not told:
        return []
    most, first = (len(headline & stems(view, view.words_of(s))) for s in (closest[0], told[0]))
    return closest if most >= _CLOSE and most >= first + 2 else []


def _closest(view: ReportView, opening: list[Statement]) -> list[Statement]:
    """The statements that share the most words with the headline, two at least, in text order."""
    headline = stems(view, view.title.of(view.text))
    shared = [len(headline & stems(view, view.words_of(s))) for s in opening]
    most = max(shared, default=0)
    return [s for s, count in zip(opening, shared, strict=True) if count == most >= 2]


def _of_the_same(view: ReportView, first: Statement, other: Statement) -> bool:
    told = one_event(first, other)
    if told is not None:
        return told
    return alike(view, view.words_of(first), view.words_of(other))
