"""A part of a place becomes the whole of it, also where linking took the two for different claims: what is told of
buildings of a town and what is told of the town are rightly two, and the one still came of the other."""

from __future__ import annotations

import re
from collections.abc import Iterator

from firsthand.claims import Drift, Paper, Told
from firsthand.kinds import DerivationKind, DriftKind, Mode
from firsthand.model import Frame, PlaceId, Span
from firsthand.text import fold
from firsthand.trace.drift_scene import REWORKED, Meeting, Reader, Side, another_account

__all__ = ["grows_to_the_whole_place"]

_TOWN = 4
"""The step of a town among what is how large."""
_TAKING = frozenset({"territory_captured", "territory_lost"})
"""One happening, seen by those who take it and by those who lose it."""
_TOLD = frozenset({Mode.ASSERTED, Mode.CONFIRMED, Mode.HEDGED})
_SEES = REWORKED | {DerivationKind.QUOTE, DerivationKind.LINK}
_CLAUSE = re.compile(r"[^,;:.!?—–]+")
_INSIDE = re.compile(
    r"(?:\b(?:in|at|near|inside|outside|around|into|from|of|across|within|в|во|под|у|возле|около|близ|из|по|на|за|для|к|от"
    r"|до|біля|поблизу|із|з|зі|від|та|і|и|and)\s+)(?:the\s+)?\Z"
)
"""Words after which a town is where something lies, and not what it happened to."""


def grows_to_the_whole_place(meeting: Meeting, reader: Reader) -> Iterator[Drift]:
    """What was told of houses or streets of a town is told of the town: the same kind of happening at the same place,
    while the document it comes from nowhere says so of more than a part."""
    if meeting.derivation.kind not in _SEES:
        return
    taken = reader.papers[meeting.derivation.taken]
    told_there = {side.told for side, _ in meeting.there}
    for later, claims in meeting.here:
        frame = _frame(later, reader)
        shared = any(told in told_there for claim in claims for told in claim.tellings)
        if frame is None or shared or later.mode not in _TOLD or later.told in meeting.elsewhere:
            continue
        wholes = _whole_places(later, reader.papers[later.told.document], taken)
        earlier = _part(later, frame, wholes, taken, reader) if wholes else None
        if earlier is not None and not another_account(later, earlier):
            kind = DriftKind.HEADLINE if later.heading else DriftKind.SCOPE
            yield Drift(kind, earlier.spot, later.spot, "a part of the place becomes the whole of it")


def _frame(side: Side, reader: Reader) -> Frame | None:
    statement = side.told.statement(reader.papers[side.told.document])
    return statement.frame if statement is not None else None


def _whole_places(side: Side, paper: Paper, taken: Paper) -> frozenset[PlaceId]:
    """The places that a telling calls a town in a clause that names nothing smaller. A name that could not be placed
    is the place that the taken document has by that name."""
    text = paper.report.document.text
    by_name = {
        fold(each.span.of(taken.report.document.text)): each.id for each in taken.report.places if each.id is not None
    }
    found = set[PlaceId]()
    for place in paper.report.places:
        number = place.id if place.id is not None else by_name.get(fold(place.span.of(text)))
        if number is not None and place.span in side.told.span and _as_a_whole(place.span, side, text):
            found.add(number)
    return frozenset(found)


def _as_a_whole(place: Span, side: Side, text: str) -> bool:
    told = side.told.span
    for match in _CLAUSE.finditer(text, told.start, told.end):
        if match.start() <= place.start < match.end():
            clause = match.group()
            towns = side.words.steps[_TOWN].find(clause) if len(side.words.steps) > _TOWN else ()
            steps = side.words.steps_in(clause)
            before = fold(clause[: towns[0].start]) if towns else ""
            return bool(towns) and min(steps) == _TOWN and not (_INSIDE.search(before) or side.words.part.has(clause))
    return False


def _part(later: Side, frame: Frame, wholes: frozenset[PlaceId], taken: Paper, reader: Reader) -> Side | None:
    """What the taken document tells of a part of one of these places; None where it tells it of the whole too. Of
    several the one with most in common."""
    found: list[Side] = []
    for statement in taken.report.statements:
        other = statement.frame
        if other is None or statement.mode not in _TOLD or not _one_happening(frame, other):
            continue
        side = reader.side(Told(taken.key, Span(statement.content.start, statement.contents[-1].end)))
        if wholes.isdisjoint(each.id for each in side.places):
            continue
        steps = side.words.steps_in(side.content)
        if not steps or max(steps) >= _TOWN:
            return None
        found.append(side)
    return max(found, key=lambda each: (len(later.terms & each.terms), each.spot.span), default=None)


def _one_happening(one: Frame, other: Frame) -> bool:
    """Whether both tell one kind of happening, and not of two sides that do it."""
    if one.event != other.event and not {one.event, other.event} <= _TAKING:
        return False
    if one.event == "unspecified":
        return False
    sides = {each.actor.side for each in (one, other) if each.event == one.event and each.actor is not None} - {None}
    return len(sides) < 2
