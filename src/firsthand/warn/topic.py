"""What a report is about: its lead event, and which statements speak of it."""

from __future__ import annotations

from dataclasses import dataclass

from firsthand.model import Candidate, Frame, Place, PlaceKind, Quantity, Span, Statement
from firsthand.text import fold, tokens
from firsthand.warn.view import ReportView

__all__ = [
    "MILITARY",
    "PUBLIC",
    "Lead",
    "alike",
    "compatible",
    "contains",
    "find_lead",
    "same_happening",
    "same_place",
    "stems",
]

MILITARY = frozenset(
    {
        "territory_captured",
        "territory_lost",
        "retreat",
        "ground_assault",
        "shelling",
        "air_strike",
        "drone_strike",
        "missile_strike",
        "equipment_losses",
        "military_casualties",
        "troop_movement",
    }
)
"""Events of a fight, in which whoever reports is often a side of it."""

PUBLIC = frozenset(
    {
        "accident",
        "casualties",
        "destruction",
        "disaster",
        "displacement",
        "election",
        "epidemic",
        "explosion",
        "fire",
        "protest",
        "trial",
    }
)
"""Events that happen before many eyes, where whoever speaks of what follows also vouches for the event."""

_KIN = (
    frozenset({"territory_captured", "territory_lost", "retreat"}),
    frozenset({"shelling", "air_strike", "drone_strike", "missile_strike"}),
)
_STEM = 5  # cuts endings in the languages read here without a list of them
_LEAD_PARAGRAPHS = 3


@dataclass(frozen=True, slots=True)
class Lead:
    """The event that the report leads with. `statements` are all the body says of it, in text order."""

    first: Statement
    statements: tuple[Statement, ...]

    @property
    def frame(self) -> Frame | None:
        return self.first.frame

    @property
    def military(self) -> bool:
        return self.frame is not None and self.frame.event in MILITARY


def stems(view: ReportView, text: str) -> frozenset[str]:
    """The content words of a text, cut to a stem; figures as they are."""
    found = {fold(span.of(text)) for span in tokens(text)}
    words = {word for word in found if word[0].isalnum() and (len(word) > 2 or word.isdigit())}
    return frozenset(word[:_STEM] for word in words if not view.words.stop.has(word))


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


def find_lead(view: ReportView) -> Lead | None:
    """The lead event: the first statement of the opening paragraphs that speaks of the headline's matter.

    Without a headline, or where nothing takes it up, the first statement with a frame leads.
    """
    opening = [s for s in view.body if s.content.start < _opening_end(view)]
    headline = view.title.of(view.text)
    frames = [s.frame for s in view.headline if s.frame is not None]
    framed = [s for s in opening if s.frame is not None]
    told = [s for s in framed if any(s.frame and same_happening(f, s.frame) for f in frames)]
    worded = [s for s in opening if alike(view, headline, view.words_of(s))]
    ranked = [*told, *(s for s in worded if s.frame is not None), *framed, *worded]
    if not ranked:
        return None
    first = ranked[0]
    return Lead(first, tuple(s for s in view.body if s is first or _of_the_same(view, first, s)))


def _of_the_same(view: ReportView, first: Statement, other: Statement) -> bool:
    if first.frame is not None and other.frame is not None:
        return same_happening(first.frame, other.frame)
    return alike(view, view.words_of(first), view.words_of(other))


def _opening_end(view: ReportView) -> int:
    ends = [span.end for span in _paragraphs(view)]
    return ends[min(_LEAD_PARAGRAPHS, len(ends)) - 1] if ends else 0


def _paragraphs(view: ReportView) -> list[Span]:
    found, at = [], view.document.body.start
    for line in view.text[at:].split("\n"):
        if line.strip():
            found.append(Span(at, at + len(line)))
        at += len(line) + 1
    return found
