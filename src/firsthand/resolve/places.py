"""Which place each name in a text means.

`place_mentions` finds the names with all their candidates; here every candidate is scored by the ordered
`RULES`, and the best is chosen unless another is too close. All weights stand beside the rules.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from math import cos, hypot, log10, radians

from firsthand.model import Candidate, Document, NameSense, Place, PlaceId, PlaceKind, Reason, Span
from firsthand.resolve.gazetteer import Gazetteer
from firsthand.resolve.lexicon import words_of
from firsthand.resolve.place_mentions import Mention, demonyms, lies_in, mentions_in

__all__ = ["RULES", "find_places"]

PREFERRED_NAME = 1.0
LESSER_NAME = 0.4
COUNTRY = 6.0
REGION = 3.6
STEM_OF_REGION = 2.0
SETTLEMENT = 0.5
KIND_WORD = 3.0
CONTAINING_PHRASE = 4.0
CONTAINED_PHRASE = 3.0
NAMED_COUNTRY = 1.2
NAMED_REGION = 1.0
NEARNESS = 1.0
SHARED_PLACE = 1.5
SAME_NAME = 2.0
MARGIN = 0.3
TOWN = 50_000
"""What each rule adds; by how much the best candidate must lead to be chosen; and below which population
it must also be near what the text speaks of."""

_NEAR_KM = ((60.0, 1.0), (200.0, 0.7), (600.0, 0.35))
_ANCHORS = 12  # places that nearness is measured from
_SURE = 1.0  # lead that makes a place an anchor


@dataclass(slots=True)
class _Context:
    """What the whole text says about where it plays: shares of the countries and regions it names,
    places it is sure of, places with more than one name in it, and names settled by "X, Region"."""

    countries: dict[str, float] = field(default_factory=dict)
    regions: frozenset[PlaceId] = frozenset()
    anchors: tuple[Candidate, ...] = ()
    shared: frozenset[PlaceId] = frozenset()
    settled: frozenset[tuple[str, PlaceId]] = frozenset()


@dataclass(frozen=True, slots=True)
class _Case:
    """One mention, what it stands in, and the mentions before and after it that a comma joins to it."""

    mention: Mention
    container: Mention | None
    contained: Mention | None
    context: _Context


Rule = Callable[[Candidate, _Case], Reason | None]


def preferred_name(place: Candidate, case: _Case) -> Reason | None:
    """The name in the text is the place's present preferred name, rather than a former or another one."""
    if place.sense is NameSense.CURRENT:
        return Reason("preferred_name", "its preferred name", score=PREFERRED_NAME)
    return Reason("preferred_name", f"a name of it ({place.sense})", score=LESSER_NAME)


def prominence(place: Candidate, case: _Case) -> Reason | None:
    """Countries come before large cities, and large cities before regions and villages."""
    if place.kind is PlaceKind.COUNTRY:
        return Reason("prominence", "a country", score=COUNTRY)
    if place.kind is PlaceKind.REGION:
        score = REGION if place.sense is not NameSense.OTHER else STEM_OF_REGION
        return Reason("prominence", "a region", score=score)
    score = SETTLEMENT + log10(place.population + 10) / 2
    return Reason("prominence", f"{place.population:,} inhabitants", score=score)


def kind_word(place: Candidate, case: _Case) -> Reason | None:
    """The words around the name say what it is, as in "the city of X" or "X province"."""
    kind = case.mention.kind
    if kind is None or not any(other.kind is kind for other in case.mention.candidates):
        return None
    if place.kind is not kind:
        return Reason("kind_word", f"the text calls it a {kind}", (case.mention.span,), -KIND_WORD)
    return Reason("kind_word", f"called a {kind}", (case.mention.span,), KIND_WORD)


def containing_phrase(place: Candidate, case: _Case) -> Reason | None:
    """The name is followed by the region or country it lies in, as in "Paris, Texas"."""
    outer = case.container
    if outer is None or not any(lies_in(place, candidate) for candidate in outer.candidates):
        return None
    return Reason("containing_phrase", "followed by what it lies in", (outer.span,), CONTAINING_PHRASE)


def contained_phrase(place: Candidate, case: _Case) -> Reason | None:
    """The name follows one of a place in it, as "Georgia" does in "Atlanta, Georgia"."""
    inner = case.contained
    if inner is None or not any(lies_in(candidate, place) for candidate in inner.candidates):
        return None
    # The smaller of two that fit is meant: "Georgia" the state holds Atlanta, the country none of that size.
    largest = max(candidate.population for candidate in inner.candidates if lies_in(candidate, place))
    score = CONTAINED_PHRASE * log10(largest + 10) / 7
    return Reason("contained_phrase", "follows a place in it", (inner.span,), score)


def named_country(place: Candidate, case: _Case) -> Reason | None:
    """The text speaks of the place's country, by name, by its people, or through other places in it."""
    share = case.context.countries.get(place.country or "", 0.0)
    if not share or place.kind is PlaceKind.COUNTRY:
        return None
    score = NAMED_COUNTRY * min(1.0, 0.3 + share)
    return Reason("named_country", f"the text speaks of {place.country}", score=score)


def named_region(place: Candidate, case: _Case) -> Reason | None:
    """The text names the region that the place lies in."""
    if place.region is None or place.region not in case.context.regions:
        return None
    return Reason("named_region", f"the text names {place.region}", score=NAMED_REGION)


def nearness(place: Candidate, case: _Case) -> Reason | None:
    """The place is near another one that the text surely speaks of, or is a region that holds one."""
    names = {candidate.id for candidate in case.mention.candidates}
    others = [anchor for anchor in case.context.anchors if anchor.id not in names]
    if place.kind is PlaceKind.REGION and any(lies_in(anchor, place) for anchor in others):
        return Reason("nearness", "other places of the text lie in it", score=NEARNESS)
    if not others or place.kind is not PlaceKind.SETTLEMENT:
        return None
    nearest = min(others, key=lambda anchor: _distance(place, anchor))
    away = _distance(place, nearest)
    share = next((share for limit, share in _NEAR_KM if away <= limit), 0.0)
    if not share:
        return None
    return Reason("nearness", f"{away:.0f} km from {nearest.name}", score=NEARNESS * share)


def shared_place(place: Candidate, case: _Case) -> Reason | None:
    """The text uses another name of the same place too."""
    if place.id not in case.context.shared:
        return None
    return Reason("shared_place", "named otherwise elsewhere in the text", score=SHARED_PLACE)


def same_name(place: Candidate, case: _Case) -> Reason | None:
    """Elsewhere in the text the same name is settled by what it lies in."""
    if (case.mention.key, place.id) not in case.context.settled:
        return None
    return Reason("same_name", "settled where it is first named in full", score=SAME_NAME)


RULES: tuple[Rule, ...] = (
    preferred_name,
    prominence,
    kind_word,
    containing_phrase,
    contained_phrase,
    named_country,
    named_region,
    nearness,
    shared_place,
    same_name,
)
"""Every rule that scores a candidate; the scores add up."""

_SUPPORT = frozenset(
    rule.__name__ for rule in (containing_phrase, named_country, named_region, nearness, shared_place, same_name)
)


def find_places(document: Document, gazetteer: Gazetteer, speakers: Sequence[Span] = ()) -> tuple[Place, ...]:
    """The places named in the document, in text order and without overlap.

    `speakers` are the spans of the bodies that speak in it: a town's name among them is none of a town, unless
    it is a capital's.

    All candidates are kept, best first. `chosen` is None where the best two are too close; where the text
    speaks of a region that the gazetteer knows as a town only ("Marion County"); and where the best is a
    small town far from everything else in the text.
    """
    mentions = mentions_in(document, gazetteer, speakers)
    context = _first_context(document, mentions)
    cases = _cases(mentions, context)
    ranked = _rank(cases)
    _add_anchors(context, mentions, ranked)
    return tuple(_place(case, candidates) for case, candidates in zip(cases, _rank(cases), strict=True))


def _cases(mentions: list[Mention], context: _Context) -> list[_Case]:
    contained: dict[int, Mention] = {m.container: m for m in mentions if m.container is not None}
    return [
        _Case(
            mention,
            None if mention.container is None else mentions[mention.container],
            contained.get(i),
            context,
        )
        for i, mention in enumerate(mentions)
    ]


def _first_context(document: Document, mentions: list[Mention]) -> _Context:
    """What can be said before any name is resolved."""
    named = Counter(
        country for low in words_of(document.text).low if (country := demonyms().get(low.removesuffix("s")))
    )
    regions = set()
    for mention in mentions:
        place = mention.candidates[0]
        if place.kind is PlaceKind.COUNTRY:
            named[place.country or ""] += 2
        elif place.kind is PlaceKind.REGION and (mention.kind is place.kind or place.sense is not NameSense.OTHER):
            regions.add(place.id)
            named[place.country or ""] += 1
    settled = {
        (mention.key, place.id)
        for mention in mentions
        if mention.container is not None
        for place in mention.candidates
        if any(lies_in(place, outer) for outer in mentions[mention.container].candidates)
    }
    return _Context(_shares(named), frozenset(regions), (), _shared(mentions), frozenset(settled))


def _shares(named: Counter[str]) -> dict[str, float]:
    total = sum(named.values())
    return {country: count / total for country, count in named.items()}


def _shared(mentions: Iterable[Mention]) -> frozenset[PlaceId]:
    """Settlements that are named in the text by more than one name."""
    names: dict[PlaceId, set[str]] = {}
    for key, candidates in {mention.key: mention.candidates for mention in mentions}.items():
        for place in candidates:
            if place.kind is PlaceKind.SETTLEMENT:
                names.setdefault(place.id, set()).add(key)
    return frozenset(identity for identity, keys in names.items() if len(keys) > 1)


def _add_anchors(context: _Context, mentions: list[Mention], ranked: list[tuple[Candidate, ...]]) -> None:
    """The places that are sure without looking at their neighbours, the most often named first."""
    counts: Counter[PlaceId] = Counter()
    sure: dict[PlaceId, Candidate] = {}
    named: Counter[str] = Counter()
    for candidates in ranked:
        best = candidates[0]
        if len(candidates) > 1 and best.score - candidates[1].score < _SURE:
            continue
        if best.kind is not PlaceKind.SETTLEMENT or best.population >= TOWN:
            named[best.country or ""] += 1
        if best.kind is PlaceKind.SETTLEMENT:
            counts[best.id] += 1
            sure[best.id] = best
    context.anchors = tuple(sure[identity] for identity, _ in counts.most_common(_ANCHORS))
    for country, share in _shares(named).items():
        context.countries[country] = max(context.countries.get(country, 0.0), share)


def _rank(cases: list[_Case]) -> list[tuple[Candidate, ...]]:
    """The scored candidates of each mention, best first; mentions in the same position are scored once."""
    known: dict[object, tuple[Candidate, ...]] = {}
    ranked = []
    for case in cases:
        mention = case.mention
        position = (
            mention.key,
            mention.kind,
            case.container and case.container.key,
            case.contained and case.contained.key,
        )
        if position not in known:
            scored = [_scored(place, case) for place in mention.candidates]
            known[position] = tuple(sorted(scored, key=lambda place: -place.score))
        ranked.append(known[position])
    return ranked


def _scored(place: Candidate, case: _Case) -> Candidate:
    reasons = [reason for rule in RULES if (reason := rule(place, case))]
    score = round(sum(reason.score for reason in reasons), 3)
    return replace(place, score=score, reasons=(*place.reasons, *reasons))


def _place(case: _Case, candidates: tuple[Candidate, ...]) -> Place:
    best, mention = candidates[0], case.mention
    lead = best.score - candidates[1].score if len(candidates) > 1 else MARGIN
    unknown_region = mention.kind is PlaceKind.REGION and best.kind is PlaceKind.SETTLEMENT
    unsure = lead < MARGIN or unknown_region or not _supported(best, case.context)
    return Place(mention.span, candidates, None if unsure else best)


def _supported(place: Candidate, context: _Context) -> bool:
    """A small town far from all that the text speaks of is likely another one, which the gazetteer lacks."""
    if place.kind is not PlaceKind.SETTLEMENT or place.population >= TOWN or not context.countries:
        return True
    return any(reason.rule in _SUPPORT for reason in place.reasons)


def _distance(one: Candidate, other: Candidate) -> float:
    """Kilometres, on a flat map around the two: good enough to tell near from far."""
    east = (one.lon - other.lon + 180) % 360 - 180
    return 111.2 * hypot(one.lat - other.lat, east * cos(radians((one.lat + other.lat) / 2)))
