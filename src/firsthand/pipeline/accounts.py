"""All that is known of a claim, gathered for those who show it: what it says, where, when, who says and denies it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime

from firsthand.claims import Account, Answerer, Claim, Derivation, Drift, Origins, Paper, Spot, Told
from firsthand.kinds import DriftKind, Mode
from firsthand.model import Interval, PlaceId
from firsthand.resolve.events import UNSPECIFIED
from firsthand.trace.speakers import Bodies, Speaker, Terms, alike, speaker_of, who_is

__all__ = ["accounts_of"]

_DENIED = frozenset({Mode.DENIED, Mode.RETRACTED})
_MAY_BE = frozenset({Mode.PREDICTED, Mode.SPECULATED, Mode.ASKED, Mode.OPINION})
_TITLE = 90
"""Characters of the words that say a claim best: long enough to tell it, short enough to be read at a glance."""
_LONGEST_TITLE = 200
_TOLD_IN_TITLE = 3
"""Places, figures and kinds of event that count for it: more of them make no better title."""


def accounts_of(
    claims: Sequence[Claim],
    papers: Mapping[str, Paper],
    origins: Iterable[Origins],
    derivations: Sequence[Derivation],
    drift: Iterable[Drift],
    bodies: Bodies,
    terms: Terms,
) -> Iterator[Account]:
    """An account of each claim, in their order.

    Args:
        origins: of each claim, in the same order.
        derivations: of all documents; each account has those among its own.
        drift: of all derivations; each account has what concerns its tellings.
    """
    taken: dict[str, list[Derivation]] = defaultdict(list)
    for each in derivations:
        taken[each.taker].append(each)
    changed = _by_claim(drift, claims)
    for claim, found in zip(claims, origins, strict=True):
        documents = dict.fromkeys(told.document for told in claim.tellings)
        own = (each for key in documents for each in taken.get(key, ()) if each.taken in documents)
        title, language = _title(claim, papers)
        since, until = _days(claim, papers)
        answered = _answered_by(claim, papers, bodies, terms)
        event, actor, target = _event(claim, found, papers)
        yield Account(
            claim,
            title,
            language,
            tuple(dict.fromkeys(root.voice for root in found.roots)),
            tuple(dict.fromkeys(each.voice for each in answered if each.mode in _DENIED)),
            found,
            tuple(own),
            tuple(changed.get(claim.id, ())),
            _place(claim, papers),
            since,
            until,
            event,
            actor,
            target,
            answered,
            _only_may_be(claim, papers),
        )


def _by_claim(drift: Iterable[Drift], claims: Iterable[Claim]) -> dict[str, list[Drift]]:
    """The drift of each claim: what concerns the words in which it is told; or else those they were taken from. What
    has grown into another claim concerns both."""
    told: dict[str, list[tuple[Told, str]]] = defaultdict(list)
    for claim in claims:
        for each in claim.tellings:
            told[each.document].append((each, claim.id))
    found: dict[str, list[Drift]] = defaultdict(list)
    for one in drift:
        later, earlier = _telling_there(one.later, told), _telling_there(one.earlier, told)
        grown = one.kind is DriftKind.SCOPE and not set(later) & set(earlier)
        for claim_id in (*later, *earlier) if grown else later or earlier:
            found[claim_id].append(one)
    return found


def _telling_there(spot: Spot, told: Mapping[str, Sequence[tuple[Told, str]]]) -> tuple[str, ...]:
    own = told.get(spot.document, ())
    return tuple(dict.fromkeys(claim for each, claim in own if each.span.overlaps(spot.span)))


def _title(claim: Claim, papers: Mapping[str, Paper]) -> tuple[str, str]:
    """The words that say most plainly what happened, and their language: no answer, in words of one's own, with what,
    where and how many, as most documents have it; of those alike the one of the best length, and then the earliest."""
    answers = {answer.told for answer in claim.answers}
    named = [_named_in(told, papers) for told in claim.tellings]
    often = Counter(thing for things in named for thing in things)

    def plain(place: int) -> tuple[object, ...]:
        told = claim.tellings[place]
        statement = told.statement(papers[told.document])
        asserted = statement is not None and statement.mode in (Mode.ASSERTED, Mode.CONFIRMED, Mode.HEDGED)
        words = _whole(told, papers[told.document])
        quoted = statement is not None and statement.quoted
        said = sum(sorted((often[thing] for thing in named[place]), reverse=True)[:_TOLD_IN_TITLE])
        return told in answers, not asserted, -said, quoted, words[:1].islower(), abs(len(words) - _TITLE), place

    told = claim.tellings[min(range(len(claim.tellings)), key=plain)]
    return _whole(told, papers[told.document]), papers[told.document].report.document.language


def _whole(told: Told, paper: Paper) -> str:
    """The words of the whole statement that a telling is a part of; of a long one only the part."""
    statement, text = told.statement(paper), paper.report.document.text
    whole = " … ".join(part.of(text) for part in statement.contents) if statement is not None else ""
    return whole if 0 < len(whole) <= _LONGEST_TITLE else told.span.of(text)


def _event(claim: Claim, origins: Origins, papers: Mapping[str, Paper]) -> tuple[str | None, str | None, str | None]:
    """What kind of happening most of the tellings tell of, as far as the reader could tell; and the sides that do it
    and have it done to them, as those say with whom it starts.

    Who answers it may tell of something else: that a town is held by its own is no taking of it by them.
    """
    answers = {answer.told for answer in claim.answers}
    plain = [told for told in claim.tellings if told not in answers] or list(claim.tellings)
    frames = [(told.document, each.frame) for told in plain if (each := told.statement(papers[told.document]))]
    known = [(document, frame) for document, frame in frames if frame is not None]
    event = _most(frame.event for _, frame in known if frame.event != UNSPECIFIED)
    first = {root.document for root in origins.roots}
    own = [frame for document, frame in known if frame.event == event and document in first]
    return (
        event,
        _only(frame.actor.side for frame in own if frame.actor is not None and frame.actor.side is not None),
        _only(frame.target.side for frame in own if frame.target is not None and frame.target.side is not None),
    )


def _most(words: Iterable[str]) -> str | None:
    """The commonest; of as many the first in the alphabet."""
    counted = Counter(words)
    return min(counted, key=lambda word: (-counted[word], word), default=None)


def _only(sides: Iterable[str]) -> str | None:
    """The commonest; none where several are as common: of two sides neither comes first."""
    counted = Counter(sides).most_common(2)
    return counted[0][0] if counted and (len(counted) == 1 or counted[0][1] > counted[1][1]) else None


def _only_may_be(claim: Claim, papers: Mapping[str, Paper]) -> bool:
    """Whether no telling says that it is so: all foretell it, ask it, guess it, or give an opinion."""
    statements = [told.statement(papers[told.document]) for told in claim.tellings]
    return all(each is not None and each.mode in _MAY_BE for each in statements)


def _named_in(told: Told, papers: Mapping[str, Paper]) -> frozenset[str]:
    """The places, the figures and the kind of event in it."""
    report = papers[told.document].report
    statement = told.statement(papers[told.document])
    found = {f"at {each.id}" for each in report.places if each.id is not None and each.span in told.span}
    found |= {f"{each.value:g} {each.unit}" for each in report.quantities if each.value and each.span in told.span}
    return frozenset(found | ({statement.frame.event} if statement is not None and statement.frame else set()))


def _place(claim: Claim, papers: Mapping[str, Paper]) -> tuple[str, PlaceId] | None:
    """The place that most documents name for it, or else name last before it; of as many the smaller one."""
    for close in (True, False):
        named: Counter[PlaceId] = Counter()
        known: dict[PlaceId, tuple[float, str]] = {}
        for places in _named(claim, papers, close=close):
            named.update({number for number, _, _ in places})
            for number, radius, name in places:
                known.setdefault(number, (radius, name))
        if named:
            best = min(named, key=lambda number: (-named[number], known[number][0], str(number)))
            return known[best][1], best
    return None


def _named(claim: Claim, papers: Mapping[str, Paper], *, close: bool) -> Iterator[list[tuple[PlaceId, float, str]]]:
    """For each document the places in the words themselves; or the one named last before each."""
    inside: dict[str, list[tuple[PlaceId, float, str]]] = defaultdict(list)
    for told in claim.tellings:
        chosen = [each for each in papers[told.document].report.places if each.chosen]
        if close:
            places = [each for each in chosen if each.span in told.span]
        else:
            places = [each for each in chosen if each.span.end <= told.span.start][-1:]
        inside[told.document] += [
            (each.chosen.id, each.chosen.radius_km, each.chosen.name) for each in places if each.chosen
        ]
    yield from inside.values()


def _days(claim: Claim, papers: Mapping[str, Paper]) -> tuple[str | None, str | None]:
    """From which day to which it happened, as most documents say; where none does, up to the day it was first told."""
    told: Counter[tuple[str, str]] = Counter()
    for each in claim.tellings:
        times = _times(each, papers[each.document])
        starts = [time.start for time in times if time.start]
        ends = [time.end or time.start for time in times]
        if starts:
            told[min(starts).isoformat(), max(filter(None, ends)).isoformat()] += 1
    if told:
        return min(told, key=lambda days: (-told[days], days))
    first = min(filter(None, (_published(papers[each.document]) for each in claim.tellings)), default=None)
    return None, first


def _times(told: Told, paper: Paper) -> list[Interval]:
    """The times in the words themselves, or the one that the reader gave the happening."""
    inside = [each for each in paper.report.times if each.start and each.span in told.span]
    statement = told.statement(paper)
    frame = statement.frame if statement is not None else None
    return inside or ([frame.time] if frame is not None and frame.time is not None and frame.time.start else [])


def _published(paper: Paper) -> str | None:
    published = paper.report.document.published
    if published is None:
        return None
    return (published.date() if isinstance(published, datetime) else date.fromisoformat(str(published))).isoformat()


def _answered_by(claim: Claim, papers: Mapping[str, Paper], bodies: Bodies, terms: Terms) -> tuple[Answerer, ...]:
    """Who answers it, each voice once for each way to answer, in the words in which it is met first."""
    found: list[Speaker] = []
    modes: list[Mode] = []
    for answer in claim.answers:
        speaker = speaker_of(answer.told, papers[answer.told.document], terms, bodies)
        known = (other for other, mode in zip(found, modes, strict=True) if mode == answer.mode)
        if not any(alike(speaker, other) or speaker.text == other.text for other in known):
            found.append(speaker)
            modes.append(answer.mode)
    return tuple(
        Answerer(
            each.text,
            each.told.document,
            mode,
            each.side,
            each.known or each.named,
            each.there,
            each.plain,
            who_is(each),
        )
        for each, mode in zip(found, modes, strict=True)
    )
