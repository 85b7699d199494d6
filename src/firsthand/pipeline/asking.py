"""From a claim to what is asked of evidence: what, where, when, by whom, and how much of the place."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, datetime

from firsthand.claims import Account, Figure, Ground, Paper, Told
from firsthand.evidence import Asked
from firsthand.model import PlaceId, Quantity
from firsthand.resolve.event_words import event_types
from firsthand.resolve.events import UNSPECIFIED

__all__ = ["actor_of", "asked_of", "target_of"]

_TAKEN = "territory_captured"
_HELD = re.compile(r"\b(?:control|contrôl|контрол|підконтрол|подконтрол|held by|holds)", re.IGNORECASE)
"""Words that say that a place is held, not that it is taken: a share of it can be looked up all the same."""
_PART = re.compile(
    r"\b(?:parts?|south|north|east|west|centr|center|districts?|outskirt|edge|quarter|block|street|suburb|building|house"
    r"|position|част|юг|южн|север|восто|запад|центр|район|окраин|квартал|улиц|дом|здани|позици|околиц|півд|північ|схід"
    r"|захід|вулиц|будин|будівл|позиц|village|сел[оаі]\b)",
    re.IGNORECASE,
)
"""Words for a part of a place, by how they begin: what is told of a part is not told of the whole."""


_FIGURES = 20
"""Of a claim that is told in many ways, so many figures are asked about: those told first."""


def asked_of(account: Account, papers: Mapping[str, Paper]) -> Asked | None:
    """What evidence needs to know of a claim; None where nothing says when it was told."""
    told = _first_told(account, papers)
    if told is None:
        return None
    share = _most_common(_share(each, account, papers) for each in _tellings(account))
    held = share is not None and (account.event in (None, UNSPECIFIED) or account.event == _TAKEN)
    return Asked(
        account.claim.id,
        told,
        _titles(account, papers),
        _TAKEN if held else account.event,
        actor_of(account),
        _ground(account, papers),
        _day(account.since),
        _day(account.until) if account.since is not None else None,
        share,
        tuple(dict.fromkeys(figure for each in _tellings(account) for figure in _figures(each, papers)))[:_FIGURES],
    )


def actor_of(account: Account) -> str | None:
    """The side that is said to do it; where nobody says so, and sides tell of what they did themselves, theirs."""
    if account.actor is not None or account.event is None:
        return account.actor
    sides = {root.side for root in account.origins.roots if root.side is not None}
    own = event_types()[account.event].own if account.event in event_types() else False
    return min(sides) if own and len(sides) == 1 else None


def target_of(account: Account, papers: Mapping[str, Paper]) -> str | None:
    """The side it is done to; where nobody says so, the one whose place it is, if that is not who does it."""
    if account.target is not None:
        return account.target
    place = account.place and _candidate(account.place[1], account, papers)
    country = place[3] if place else None
    return country if country is not None and country != actor_of(account) else None


def _tellings(account: Account) -> list[Told]:
    """Those that tell it, without those that answer it."""
    answers = {each.told for each in account.claim.answers}
    return [each for each in account.claim.tellings if each not in answers] or list(account.claim.tellings)


def _first_told(account: Account, papers: Mapping[str, Paper]) -> date | None:
    days = (_published(papers[key]) for key in account.documents if key in papers)
    return min((day for day in days if day is not None), default=None)


def _published(paper: Paper) -> date | None:
    published = paper.report.document.published
    if isinstance(published, datetime):
        return published.date()
    return published or (date.fromisoformat(paper.seen[:10]) if paper.seen else None)


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written[:10]) if written else None


def _titles(account: Account, papers: Mapping[str, Paper]) -> tuple[tuple[str, str], ...]:
    """Its words in each language: the title, and the first telling in each of the others."""
    found = {account.language: account.title}
    for each in _tellings(account):
        document = papers[each.document].report.document
        found.setdefault(document.language, each.span.of(document.text))
    return tuple(sorted(found.items()))


def _share(told: Told, account: Account, papers: Mapping[str, Paper]) -> tuple[float, float] | None:
    """Which share of the place a telling speaks of, from 0 to 1; None where it does not say, or tells of parts."""
    report = papers[told.document].report
    words = told.span.of(report.document.text)
    inside = [each for each in report.quantities if each.span in told.span]
    shares = [each for each in inside if each.unit == "percent" and each.of is None and each.value is not None]
    if shares and (account.event == _TAKEN or _HELD.search(words)):
        return _between(shares[0])
    whole = account.event == _TAKEN and not inside and not _PART.search(words)
    return (1.0, 1.0) if whole else None


def _between(share: Quantity) -> tuple[float, float]:
    low = share.low if share.low is not None else 0.0
    high = share.high if share.high is not None else 100.0
    return min(1.0, max(0.0, low / 100)), min(1.0, max(0.0, high / 100))


def _most_common(shares: Iterator[tuple[float, float] | None]) -> tuple[float, float] | None:
    """What most tellings say; of as many the one that is told first. A telling that says nothing counts too."""
    counted = Counter(shares)
    return max(counted, key=lambda share: counted[share], default=None)


def _figures(told: Told, papers: Mapping[str, Paper]) -> Iterator[Figure]:
    for each in papers[told.document].report.quantities:
        if each.span in told.span and each.value is not None:
            yield Figure(each.value, each.unit, each.low, each.high)


def _ground(account: Account, papers: Mapping[str, Paper]) -> Ground | None:
    if account.place is None:
        return None
    found = _candidate(account.place[1], account, papers)
    return Ground(account.place[1], found[0], found[1], found[2]) if found is not None else None


def _candidate(
    number: PlaceId, account: Account, papers: Mapping[str, Paper]
) -> tuple[float, float, float, str | None] | None:
    """Where a place lies, within how many km, and in which country, as one of its documents has it."""
    for key in account.documents:
        for each in papers[key].report.places if key in papers else ():
            if each.chosen is not None and each.chosen.id == number:
                reach = each.extent.radius_km if each.extent is not None and each.extent.words is None else 0.0
                return each.chosen.lat, each.chosen.lon, each.chosen.radius_km or reach, each.chosen.country
    return None
