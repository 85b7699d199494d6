"""From a claim to what is asked of evidence: what, where, when, by whom, and how much of the place."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime

from firsthand.claims import Account, Figure, Ground, Paper, Told
from firsthand.evidence import Asked
from firsthand.kinds import Interest, Mode
from firsthand.link.polarity import negated
from firsthand.model import PlaceId, Quantity
from firsthand.pipeline.how_much import (
    ALL,
    ENEMY,
    FREED,
    HELD,
    HELD_NOW,
    IN_HANDS,
    MOST,
    OURS,
    OWN,
    hands_of,
    of_the_place,
    share_of,
)
from firsthand.pipeline.strikes import hit_forces
from firsthand.resolve.edtf import Days, days_of_edtf
from firsthand.resolve.event_words import event_types
from firsthand.resolve.events import UNSPECIFIED
from firsthand.weigh.interest import interest_of

__all__ = ["actor_of", "asked_of", "event_of", "strikers_of", "target_of"]

_TAKEN = "territory_captured"
_GROUND = frozenset({_TAKEN, "territory_lost"})
"""Events of which the place itself is what is taken or lost."""
_PLAIN = frozenset({Mode.ASSERTED, Mode.CONFIRMED, Mode.HEDGED})
_MEDIA = 50
"""Pictures and videos of a claim that are asked about."""
_FIGURES = 20
"""Of a claim that is told in many ways, so many figures are asked about: those told first."""


def asked_of(
    account: Account, papers: Mapping[str, Paper], media: Mapping[str, Sequence[str]] | None = None
) -> Asked | None:
    """What evidence needs to know of a claim; None where nothing says when it was told. `media` are the hashes of the
    pictures and videos that came with each document, by its key.

    What share and which figures it speaks of, those say with whom it starts: however many copies have made more of it.
    """
    told = _first_told(account, papers)
    if told is None:
        return None
    tellings = _original(account)
    since, until = _since_until(account)
    return Asked(
        account.claim.id,
        told,
        _titles(account, papers),
        event_of(account, papers),
        actor_of(account, papers),
        _ground(account, papers),
        since,
        until,
        _share(account, papers),
        tuple(dict.fromkeys(figure for each in tellings for figure in _figures(each, papers)))[:_FIGURES],
        _came_with(account, media or {}),
    )


def _came_with(account: Account, media: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """The pictures and videos of the documents that tell a claim, those of the first ones if there are many."""
    documents = dict.fromkeys(each.document for each in _tellings(account))
    return tuple(dict.fromkeys(hash_ for document in documents for hash_ in media.get(document, ())))[:_MEDIA]


def event_of(account: Account, papers: Mapping[str, Paper]) -> str | None:
    """What kind of happening it is: as the reader found it, or the taking of ground, where a share of a place is said
    to be held or taken. None where most of those with whom it starts say that nothing of the kind happened: evidence
    of a town's capture is none of "the town was not captured"."""
    if _says_no(account, papers):
        return None
    if account.event not in (None, UNSPECIFIED) or _share(account, papers) is None:
        return account.event
    return _TAKEN


def _says_no(account: Account, papers: Mapping[str, Paper]) -> bool:
    """Whether at least half of what is told plainly by those with whom it starts is negated."""
    told = [(each, each.statement(papers[each.document])) for each in _original(account)]
    plain = [each for each, statement in told if statement is None or statement.mode in _PLAIN]
    no = [negated(_words(each, papers), papers[each.document].report.document.language) for each in plain]
    return bool(plain) and 2 * sum(map(bool, no)) >= len(plain)


def actor_of(account: Account, papers: Mapping[str, Paper]) -> str | None:
    """The side that is said to do it. Where nobody says so, it is the side that speaks of its own; or the one that
    tells of it, if no other does, and it serves who does it.

    That ground was taken in its own country a side may say of its enemy as well, unless it says that it was freed, or
    names who holds it.
    """
    event = event_of(account, papers)
    if event == _TAKEN and _two_holders(account, papers):
        return None
    actor = _told_of(account.actor, account, papers)
    if actor is not None or event is None:
        return actor
    sides = {root.side for root in account.origins.roots if root.side is not None}
    if event not in event_types() or not event_types()[event].own:
        return None
    if event == _TAKEN and (held := _holders(account, papers)) is not None:
        return min(held) if len(held) == 1 else None
    doers = _of_their_own(account, papers) or (_taker(account, papers) if not sides and event == _TAKEN else set())
    if doers or len(sides) != 1:
        return min(doers) if len(doers) == 1 else None
    side = min(sides)
    if interest_of(side, event, side, None) is not Interest.IN_FAVOUR:
        return None
    words = " ".join(_words(each, papers) for each in _original(account))
    if event != _TAKEN or _country(account, papers) != side or FREED.search(words):
        return side
    named = _named(_original(account), papers)
    return min(named) if len(named) == 1 and (side not in named or HELD_NOW.search(words)) else None


def target_of(account: Account, papers: Mapping[str, Paper]) -> str | None:
    """The side it is done to; of ground that is taken, where nobody says so, the one whose country it is, if another
    side takes it."""
    taken = event_of(account, papers) == _TAKEN
    if account.target is None and not taken:
        return None
    actor, country = actor_of(account, papers), _country(account, papers)
    if account.target is not None and account.target != actor:
        return None if taken and _two_holders(account, papers) else account.target
    return country if taken and actor is not None and country != actor else None


def strikers_of(account: Account, papers: Mapping[str, Paper]) -> frozenset[str]:
    """The side that is said, or says of its own, to have hit what an army has."""
    hit = [each for each in _original(account) if hit_forces(_words(each, papers))]
    if not hit or _says_no(account, papers):
        return frozenset()
    doer = _told_of(account.actor, account, papers)
    own = {doer} if doer is not None else _of_their_own(account, papers)
    return frozenset(own) if len(own) == 1 else frozenset()


def _told_of(side: str | None, account: Account, papers: Mapping[str, Paper]) -> str | None:
    """The side that the reader took for the doer; None where it stands only behind the words, in what is told next."""
    frames = [(each, each.statement(papers[each.document])) for each in _tellings(account)]
    actors = [(each, told.frame.actor) for each, told in frames if told is not None and told.frame is not None]
    own = [(each, actor) for each, actor in actors if actor is not None and actor.side == side]
    return side if not own or any(actor.span.start < each.span.end for each, actor in own) else None


def _two_holders(account: Account, papers: Mapping[str, Paper]) -> bool:
    """Whether its tellings do not agree on who holds a place: then two claims were joined, and no map answers both."""
    told = [each for each in _tellings(account) if HELD_NOW.search(_words(each, papers))]
    named = [_named([each], papers) for each in told]
    return len(set().union(*(each for each in named if len(each) == 1))) > 1


def _holders(account: Account, papers: Mapping[str, Paper]) -> set[str] | None:
    """The sides that are said to hold a place, whoever says so: "under Ukrainian control". None where the words are of
    a deed, and not of who holds it."""
    told = [each for each in _original(account) if IN_HANDS.search(_words(each, papers))]
    if not told:
        return None
    language = {each: papers[each.document].report.document.language for each in told}
    whose = (hands_of(_words(each, papers), language[each]) for each in told)
    return set().union(*whose) or _named(told, papers) or _of_their_own(account, papers, OURS)


def _of_their_own(account: Account, papers: Mapping[str, Paper], words_of_own: re.Pattern[str] = OWN) -> set[str]:
    """The sides that say of their own troops that they did it."""
    found = set()
    for root in account.origins.roots:
        words = " ".join(_words(told, papers) for told, _ in root.tellings if told.document == root.document)
        if root.side is not None and words_of_own.search(words) and not ENEMY.search(words):
            found.add(root.side)
    return found


def _taker(account: Account, papers: Mapping[str, Paper]) -> set[str]:
    """The sides that may have taken ground, where no side tells it: those that are named but for the one whose country
    it is."""
    told = _original(account)
    named = _named(told, papers) or _named(_tellings(account), papers)
    freed = FREED.search(" ".join(_words(each, papers) for each in told))
    return set() if freed else named - {_country(account, papers)}


def _named(tellings: Iterable[Told], papers: Mapping[str, Paper]) -> set[str]:
    """The sides that are named in the words of these."""
    pairs = ((each.span, actor) for each in tellings for actor in papers[each.document].report.actors)
    return {actor.side for span, actor in pairs if actor.span in span and actor.side is not None}


def _country(account: Account, papers: Mapping[str, Paper]) -> str | None:
    place = account.place and _candidate(account.place[1], account, papers)
    return place[3] if place else None


def _tellings(account: Account) -> list[Told]:
    """Those that tell it, without those that answer it."""
    answers = {each.told for each in account.claim.answers}
    return [each for each in account.claim.tellings if each not in answers] or list(account.claim.tellings)


def _original(account: Account) -> list[Told]:
    """Those in the documents with which it starts surely, or else with which it may start."""
    roots = account.origins.roots
    first = {each.document for each in roots if each.sure} or {each.document for each in roots}
    every = _tellings(account)
    return [each for each in every if each.document in first] or every


def _words(told: Told, papers: Mapping[str, Paper]) -> str:
    return told.span.of(papers[told.document].report.document.text)


def _first_told(account: Account, papers: Mapping[str, Paper]) -> date | None:
    days = (_published(papers[key]) for key in account.documents if key in papers)
    return min((day for day in days if day is not None), default=None)


def _published(paper: Paper) -> date | None:
    published = paper.report.document.published
    if isinstance(published, datetime):
        return published.date()
    return published or (date.fromisoformat(paper.seen[:10]) if paper.seen else None)


def _since_until(account: Account) -> Days:
    """The days that it speaks of, whether it names days, a month or a year; none where it names no time."""
    first, last = _days(account.since)
    if first is None:
        return None, None
    return first, _days(account.until)[1] or last


def _days(written: str | None) -> Days:
    """First and last day of what a claim says of when; none where it cannot be read."""
    try:
        return days_of_edtf(written) if written else (None, None)
    except ValueError:
        return None, None


def _titles(account: Account, papers: Mapping[str, Paper]) -> tuple[tuple[str, str], ...]:
    """Its words in each language: the title, and the first telling in each of the others."""
    found = {account.language: account.title}
    for each in _tellings(account):
        document = papers[each.document].report.document
        found.setdefault(document.language, each.span.of(document.text))
    return tuple(sorted(found.items()))


def _share(account: Account, papers: Mapping[str, Paper]) -> tuple[float, float] | None:
    """What most documents with which it starts say; of as many the one that is told first. One that says nothing counts
    too, unless a figure is told."""
    said: dict[str, tuple[float, float] | None] = {}
    for each in _original(account):
        share = _share_told(each, account, papers)
        if said.get(each.document) in (None, ALL) and (share is not None or each.document not in said):
            said[each.document] = share
    counted = Counter(said.values())
    if any(share not in (None, ALL) for share in counted):
        del counted[None]
    return max(counted, key=lambda share: counted[share], default=None)


def _share_told(told: Told, account: Account, papers: Mapping[str, Paper]) -> tuple[float, float] | None:
    """Which share of the place a telling speaks of, from 0 to 1; None where it does not say, or tells of parts."""
    report = papers[told.document].report
    inside = [each for each in report.quantities if each.span in told.span]
    shares = [each for each in inside if each.unit == "percent" and each.of is None and each.value is not None]
    place = account.place[1] if account.place is not None else None
    words = _words(told, papers)
    held = account.event in (None, UNSPECIFIED) and (HELD.search(words) or IN_HANDS.search(words))
    for each in shares:
        if account.event in _GROUND or (held and of_the_place(each.span, told.span, place, report)):
            return _between(each)
    whole = share_of(told.span, place, report) if not inside else None
    plain = account.event in _GROUND or (held and (whole == MOST or IN_HANDS.search(words)))
    return whole if plain else None


def _between(share: Quantity) -> tuple[float, float]:
    low = share.low if share.low is not None else 0.0
    high = share.high if share.high is not None else 100.0
    return min(1.0, max(0.0, low / 100)), min(1.0, max(0.0, high / 100))


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
