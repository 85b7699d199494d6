"""The columns of the tables, each with its HXL tag and what it says. Every table has these, in this order.

They follow what users of ACLED and UCDP know: an event with its codes, two sides, a time and a place each with its
precision, figures as low, best and high. What those do not have comes after: who says so, how many origins, how likely.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

from firsthand.claims import Figure, Paper
from firsthand.evidence import Evidence
from firsthand.kinds import Stance, Verdict
from firsthand.pipeline.asking import target_of
from firsthand.resolve.edtf import Days, days_of_edtf
from firsthand.resolve.event_words import EventType, event_types
from firsthand.resolve.quantity_words import kind_of_unit
from firsthand.show.claims.board import is_disputed
from firsthand.show.export.harmless import joined
from firsthand.show.export.material import WeighedClaim
from firsthand.show.export.spots import Where, geo_precision, where_of
from firsthand.store.verdicts import VerdictGiven

__all__ = ["COLUMNS", "Column", "Event", "Kind", "Value"]

Value = str | int | float | bool | date | None


class Kind(StrEnum):
    """What the cells of a column hold."""

    TEXT = "text"
    WHOLE = "whole number"
    NUMBER = "number"
    DAY = "day"
    YES_NO = "true or false"


@dataclass(frozen=True)
class Event:
    """A claim as a row of a table."""

    claim: WeighedClaim
    papers: Mapping[str, Paper]

    @cached_property
    def kind(self) -> EventType | None:
        """The type of the event, as weighing takes it; None where it is not known."""
        asked = self.claim.asked
        return event_types().get((asked.event if asked else None) or self.claim.account.event or "")

    @cached_property
    def where(self) -> Where | None:
        """Where it happened."""
        return where_of(self.claim.account, self.papers)

    @cached_property
    def actor(self) -> str | None:
        """The side that is said to do it."""
        return (self.claim.asked.actor if self.claim.asked else None) or self.claim.account.actor

    @cached_property
    def target(self) -> str | None:
        """The side that it is said to be done to."""
        return target_of(self.claim.account, self.papers)

    @cached_property
    def documents(self) -> tuple[Paper, ...]:
        """Those it is told in."""
        found = (self.papers.get(key) for key in self.claim.account.documents)
        return tuple(paper for paper in found if paper is not None)

    @cached_property
    def figures(self) -> tuple[Figure, ...]:
        """Those of its main unit, as they are told where it starts; the one told first stands first."""
        told = self.claim.asked.figures if self.claim.asked else ()
        return tuple(each for each in told if each.unit == told[0].unit)

    @cached_property
    def low(self) -> float | None:
        """The least that any of its figures allows; None where one has no lower limit."""
        limits = [each.low for each in self.figures]
        return min((each for each in limits if each is not None), default=None) if None not in limits else None

    @cached_property
    def high(self) -> float | None:
        """The most that any of its figures allows; None where one has no upper limit."""
        limits = [each.high for each in self.figures]
        return max((each for each in limits if each is not None), default=None) if None not in limits else None

    @cached_property
    def best(self) -> float | None:
        """The figure that is told first, as written."""
        return self.figures[0].value if self.figures else None

    @cached_property
    def deadly(self) -> bool:
        """Whether its figures count the dead: by their unit, or people of whom it tells that they were killed."""
        if not self.figures:
            return False
        unit, kind = self.figures[0].unit, self.kind
        killed = kind is not None and kind.key == "killing" and kind_of_unit(unit, "en") == "person"
        return killed or unit in ("deaths", "bodies")

    @cached_property
    def since(self) -> date | None:
        return _days(self.claim.account.since)[0]

    @cached_property
    def until(self) -> date | None:
        return _days(self.claim.account.until)[1]

    @cached_property
    def evidence(self) -> tuple[Evidence, ...]:
        return self.claim.known.facts.evidence if self.claim.known else ()

    @cached_property
    def verdict(self) -> VerdictGiven | None:
        """What an analyst concluded of it last."""
        return self.claim.known.verdicts[-1] if self.claim.known and self.claim.known.verdicts else None

    @property
    def interests(self) -> Iterable[str]:
        """What it is for the sides of those who tell it."""
        witnesses = self.claim.known.facts.witnesses if self.claim.known else ()
        return (each.interest.value for each in witnesses if each.stance is Stance.TELLS)

    def says(self, verdict: Verdict) -> int:
        """How much of the evidence says so."""
        return sum(each.verdict is verdict for each in self.evidence)


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, its HXL tag, what its cells hold, what it says in a sentence, and how a claim gives it."""

    name: str
    hxl: str
    kind: Kind
    says: str
    of: Callable[[Event], Value]


def _days(written: str | None) -> Days:
    """First and last day: a month or a year alone has both."""
    try:
        return days_of_edtf(written) if written else (None, None)
    except ValueError:
        return None, None


def _time_precision(event: Event) -> int:
    if event.since is None or event.until is None:
        return 3
    days = (event.until - event.since).days
    return 1 if days == 0 else 2 if days <= 6 else 3


def _part(codes: tuple[str, str | None] | tuple[str, str] | None, number: int) -> str | None:
    return codes[number] if codes else None


def _outlets(event: Event) -> Iterable[str]:
    for paper in event.documents:
        document, source = paper.report.document, paper.source
        yield (source.name if source else "") or document.outlet or document.address or paper.key


def _of_sources(event: Event, name: str) -> str:
    return joined(str(getattr(paper.source, name) or "") for paper in event.documents if paper.source)


def _bodies(event: Event) -> str:
    return joined(f"{each.body} ({each.verdict.value})" for each in event.evidence)


_T, _W, _N, _D, _Y = Kind.TEXT, Kind.WHOLE, Kind.NUMBER, Kind.DAY, Kind.YES_NO

COLUMNS: tuple[Column, ...] = (
    Column("event_id", "#event+id", _T, "the id of the claim", lambda e: e.claim.account.claim.id),
    Column("title", "#event+name", _T, "its words, in the language they were told in", lambda e: e.claim.account.title),
    Column("language", "#meta+lang", _T, "the language of the title", lambda e: e.claim.account.language),
    Column("event_type", "#event+type", _T, "the type of the event", lambda e: e.kind.key if e.kind else None),
    Column(
        "acled_event_type",
        "#event+type+acled",
        _T,
        "the event type a coder of ACLED would most often choose",
        lambda e: _part(e.kind.acled, 0) if e.kind else None,
    ),
    Column(
        "acled_sub_event_type",
        "#event+subtype+acled",
        _T,
        "the sub-event type of ACLED",
        lambda e: _part(e.kind.acled, 1) if e.kind else None,
    ),
    Column(
        "plover_event",
        "#event+type+plover",
        _T,
        "the event of PLOVER",
        lambda e: _part(e.kind.plover, 0) if e.kind else None,
    ),
    Column(
        "plover_mode",
        "#event+subtype+plover",
        _T,
        "the mode of PLOVER",
        lambda e: _part(e.kind.plover, 1) if e.kind else None,
    ),
    Column(
        "actor1",
        "#group+actor+code",
        _T,
        "the side that is said to do it",
        lambda e: e.actor,
    ),
    Column("actor2", "#group+target+code", _T, "the side it is said to be done to", lambda e: e.claim.account.target),
    Column("date_start", "#date+start", _D, "the first day it speaks of; empty where it names none", lambda e: e.since),
    Column(
        "date_end",
        "#date+end",
        _D,
        "the last day it speaks of; where `date_start` is empty, the day it was told first",
        lambda e: e.until,
    ),
    Column(
        "time_precision",
        "#meta+precision+time",
        _W,
        "1 the day, 2 within a week, 3 longer, or no day is named",
        _time_precision,
    ),
    Column(
        "first_told",
        "#date+reported",
        _D,
        "the day it was told first",
        lambda e: e.claim.asked.told if e.claim.asked else None,
    ),
    Column("place", "#loc+name", _T, "the name of the place", lambda e: (e.claim.account.place or ("",))[0]),
    Column(
        "place_id",
        "#loc+code",
        _T,
        "its number in GeoNames, or its ISO 3166-2 code",
        lambda e: str(e.claim.account.place[1]) if e.claim.account.place else None,
    ),
    Column(
        "country", "#country+code+iso2", _T, "the country it lies in", lambda e: e.where.country if e.where else None
    ),
    Column("latitude", "#geo+lat", _N, "degrees north (WGS 84)", lambda e: e.where.lat if e.where else None),
    Column("longitude", "#geo+lon", _N, "degrees east (WGS 84)", lambda e: e.where.lon if e.where else None),
    Column(
        "geo_precision",
        "#meta+precision+geo",
        _W,
        "1 a settlement, 2 near one, 3 a region or a country",
        lambda e: geo_precision(e.where) if e.where else None,
    ),
    Column(
        "radius_km",
        "#geo+radius+km",
        _N,
        "how far the place reaches, or the point may be off; empty where that is not known",
        lambda e: (e.where.radius_km or None) if e.where else None,
    ),
    Column("low", "#indicator+low+num", _N, "the least its figures allow; empty without a limit", lambda e: e.low),
    Column("best", "#indicator+best+num", _N, "the figure told first where it starts", lambda e: e.best),
    Column("high", "#indicator+high+num", _N, "the most its figures allow; empty without a limit", lambda e: e.high),
    Column(
        "unit", "#indicator+unit", _T, "what is counted", lambda e: (e.figures[0].unit or "") if e.figures else None
    ),
    Column(
        "fatalities_low",
        "#affected+killed+low",
        _N,
        "`low`, where the dead are counted",
        lambda e: e.low if e.deadly else None,
    ),
    Column(
        "fatalities_best",
        "#affected+killed+best",
        _N,
        "`best`, where the dead are counted",
        lambda e: e.best if e.deadly else None,
    ),
    Column(
        "fatalities_high",
        "#affected+killed+high",
        _N,
        "`high`, where the dead are counted",
        lambda e: e.high if e.deadly else None,
    ),
    Column(
        "documents", "#meta+documents+num", _W, "how many documents tell it", lambda e: len(e.claim.account.documents)
    ),
    Column(
        "origins_at_least",
        "#meta+origins+min+num",
        _W,
        "how many independent origins it has at least",
        lambda e: e.claim.account.origins.at_least,
    ),
    Column(
        "origins_at_most",
        "#meta+origins+max+num",
        _W,
        "how many it has at most",
        lambda e: e.claim.account.origins.at_most,
    ),
    Column("told_by", "#meta+told_by", _T, "who stands behind it", lambda e: e.claim.account.origins.told_by.value),
    Column("sources", "#meta+source", _T, "the outlets and channels that tell it", lambda e: joined(_outlets(e))),
    Column("families", "#meta+source+family", _T, "the publishers behind them", lambda e: _of_sources(e, "family")),
    Column(
        "languages",
        "#meta+lang+list",
        _T,
        "the languages it is told in",
        lambda e: joined(sorted({paper.report.document.language for paper in e.documents})),
    ),
    Column(
        "addresses",
        "#meta+url+list",
        _T,
        "the addresses of the documents",
        lambda e: joined(paper.report.document.address or paper.key for paper in e.documents),
    ),
    Column("said_by", "#meta+said_by", _T, "whose word it is", lambda e: joined(e.claim.account.said_by)),
    Column(
        "origin_sides",
        "#meta+side+code",
        _T,
        "the sides of its origins",
        lambda e: joined(sorted({root.side or "" for root in e.claim.account.origins.roots})),
    ),
    Column("denied_by", "#meta+denied_by", _T, "who denies it", lambda e: joined(e.claim.account.denied_by)),
    Column(
        "disputed",
        "#meta+disputed",
        _Y,
        "whether somebody denies or doubts it, or takes it back",
        lambda e: is_disputed(e.claim.account),
    ),
    Column("open", "#meta+open", _Y, "whether it only tells what may be", lambda e: e.claim.account.open),
    Column(
        "drift",
        "#meta+drift",
        _T,
        "what changed on the way",
        lambda e: joined(sorted({each.kind.value for each in e.claim.account.drift})),
    ),
    Column(
        "status",
        "#status+name",
        _T,
        "what is known of it",
        lambda e: e.claim.known.assessment.status.value if e.claim.known else None,
    ),
    Column(
        "likelihood",
        "#status+likelihood",
        _T,
        "how likely it is, in a word of ICD 203",
        lambda e: e.claim.known.assessment.likelihood.word if e.claim.known else None,
    ),
    Column(
        "likelihood_low",
        "#status+likelihood+low+num",
        _N,
        "from (0 to 1)",
        lambda e: round(e.claim.known.assessment.likelihood.low, 4) if e.claim.known else None,
    ),
    Column(
        "likelihood_best",
        "#status+likelihood+best+num",
        _N,
        "its middle (0 to 1)",
        lambda e: round(e.claim.known.assessment.likelihood.value, 4) if e.claim.known else None,
    ),
    Column(
        "likelihood_high",
        "#status+likelihood+high+num",
        _N,
        "to (0 to 1)",
        lambda e: round(e.claim.known.assessment.likelihood.high, 4) if e.claim.known else None,
    ),
    Column(
        "confidence",
        "#status+confidence",
        _T,
        "how good the ground is that the likelihood stands on",
        lambda e: e.claim.known.assessment.confidence.value if e.claim.known else None,
    ),
    Column(
        "admiralty_source",
        "#status+admiralty+source",
        _T,
        "the source's reliability, A to F",
        lambda e: e.claim.known.assessment.admiralty.source if e.claim.known else None,
    ),
    Column(
        "admiralty_information",
        "#status+admiralty+information",
        _W,
        "the information's credibility, 1 to 6",
        lambda e: e.claim.known.assessment.admiralty.information if e.claim.known else None,
    ),
    Column("interest", "#meta+interest", _T, "what it is for the sides that tell it", lambda e: joined(e.interests)),
    Column(
        "evidence_supports",
        "#meta+evidence+supports+num",
        _W,
        "how much evidence supports it",
        lambda e: e.says(Verdict.SUPPORTS),
    ),
    Column(
        "evidence_contradicts",
        "#meta+evidence+contradicts+num",
        _W,
        "how much contradicts it",
        lambda e: e.says(Verdict.CONTRADICTS),
    ),
    Column("evidence", "#meta+evidence+list", _T, "which evidence was looked at, and how it stands to it", _bodies),
    Column(
        "verdict",
        "#status+verdict",
        _T,
        "what an analyst concluded last",
        lambda e: e.verdict.conclusion.value if e.verdict else None,
    ),
    Column("verdict_by", "#status+verdict+by", _T, "who", lambda e: e.verdict.analyst if e.verdict else None),
    Column(
        "verdict_on",
        "#status+verdict+date",
        _D,
        "on which day (UTC)",
        lambda e: _days(e.verdict.at)[0] if e.verdict else None,
    ),
    Column("verdict_reason", "#status+verdict+reason", _T, "why", lambda e: e.verdict.reason if e.verdict else None),
)
