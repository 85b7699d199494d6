"""Which place each name in a text means.

`place_mentions` finds the names with all their candidates; here every candidate is scored by the ordered
`RULES` of `place_rules`, and the best is chosen unless another is too close.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from firsthand.model import Candidate, Document, Place, PlaceId, PlaceKind, Span
from firsthand.resolve.gazetteer import Gazetteer
from firsthand.resolve.place_actors import parties
from firsthand.resolve.place_context import Context, first_context, is_its_own, shares
from firsthand.resolve.place_districts import with_districts
from firsthand.resolve.place_geometry import with_extents
from firsthand.resolve.place_hints import with_hints
from firsthand.resolve.place_mentions import Mention, mentions_at, mentions_in
from firsthand.resolve.place_quarters import with_listed_districts
from firsthand.resolve.place_roads import with_roads
from firsthand.resolve.place_rules import ASKED, ASKED_AGAIN, NEAR, RULES, SUPPORT, TOWN, Case, called_at_home
from firsthand.resolve.place_scoring import Judged, judge, lead, ranked
from firsthand.resolve.place_spotting import Page, page_of
from firsthand.resolve.place_words import place_words

__all__ = ["RULES", "find_places", "resolve_toponyms"]

MARGIN = 0.15
CONTESTED = 0.6
CITY = 250_000
"""By how much the best candidate must lead to be chosen, and by how much before one in another country where nothing
else in the text speaks for it; and how large a city size alone tells from its namesakes abroad."""

_ANCHORS = 12  # places that nearness is measured from
_NEAR = 0.5  # what a reason must add to tell where in its country a place lies
_SURE = 1.0  # lead that makes a place an anchor


def find_places(document: Document, gazetteer: Gazetteer, speakers: Sequence[Span] = ()) -> tuple[Place, ...]:
    """The places named in the document, in text order and without overlap.

    `speakers` are the spans of the bodies that speak in it: a town's name among them is none of a town, unless
    it is a capital's.

    All candidates are kept, best first. `chosen` is None where the best two are too close; where the text
    speaks of a region that the gazetteer knows as a town only ("Marion County"); and where the best is a
    small town far from everything else in the text.
    """
    page = page_of(document.text, document.title, document.language)
    mentions = with_listed_districts(page, mentions_in(document, gazetteer, speakers), gazetteer)
    mentions = with_districts(page, mentions, gazetteer)
    return _resolved(document, page, with_roads(page, with_hints(page, mentions)), speakers)


def resolve_toponyms(document: Document, spans: Sequence[Span], gazetteer: Gazetteer) -> tuple[Place, ...]:
    """The place of each span, which somebody else found to be the name of one, in the same order.

    Adjectives and peoples ("Syrian") stand for their country. The best candidate is always chosen, as it is asked
    which place it is and not whether; a place without candidates is one that the gazetteer does not know.
    """
    page = page_of(document.text, document.title, document.language)
    mentions = with_districts(page, mentions_at(document, spans, gazetteer), gazetteer, drop=False)
    places = {place.span: place for place in _resolved(document, page, mentions)}
    return tuple(_decided(places[span]) for span in spans)


def _decided(place: Place) -> Place:
    return replace(place, chosen=place.candidates[0]) if place.candidates and not place.chosen else place


def _resolved(
    document: Document, page: Page, mentions: list[Mention], speakers: Sequence[Span] = ()
) -> tuple[Place, ...]:
    acting = parties(page, mentions, speakers)
    # "left Pokrovsk, Russia's ministry said" is no town in Russia
    mentions = [replace(each, container=None) if each.container in acting else each for each in mentions]
    context = first_context(document, page, mentions, acting)
    cases = _cases(document.text, mentions, context)
    positions = [_position(case) for case in cases]
    alone: dict[object, Case] = {}  # mentions in the same position are judged once
    for at, case in zip(positions, cases, strict=True):
        alone.setdefault(at, case)
    first = {position: _judged(case) for position, case in alone.items() if case.mention.candidates}
    _add_anchors(context, [lead(first[at], _SURE) for i, at in enumerate(positions) if at in first and i not in acting])
    settled = {position: ranked(_judged(alone[position], judged)) for position, judged in first.items()}
    places = tuple(_place(case, settled.get(at, ())) for case, at in zip(cases, positions, strict=True))
    return with_extents(page, places)


def _cases(text: str, mentions: list[Mention], context: Context) -> list[Case]:
    contained: dict[int, Mention] = {m.container: m for m in mentions if m.container is not None}
    joined = [False, *(_in_one_list(text, one, other) for one, other in pairwise(mentions)), False]
    return [
        Case(
            mention,
            None if mention.container is None else mentions[mention.container],
            contained.get(i),
            context,
            tuple(mentions[k] for k, beside in ((i - 1, joined[i]), (i + 1, joined[i + 1])) if beside),
        )
        for i, mention in enumerate(mentions)
    ]


def _in_one_list(text: str, one: Mention, other: Mention) -> bool:
    if one.container is not None:
        return False
    return text[one.span.end : other.span.start].strip() in (",", "and", ", and", "or", "и", "і", "та", "й", "/")


def _add_anchors(context: Context, bests: list[tuple[Candidate, float]]) -> None:
    """The places that are sure without looking at their neighbours, the most often named first; the likely ones
    where none is sure. `bests` has the best place of each mention, and by how much it leads.
    """
    counts: Counter[PlaceId] = Counter()
    anchors: dict[PlaceId, Candidate] = {}
    named: Counter[str] = Counter()
    least = _SURE if any(ahead >= _SURE for _, ahead in bests) else 0.0
    for best, ahead in bests:
        if ahead < least:
            continue
        if least and (best.kind is not PlaceKind.SETTLEMENT or best.population >= TOWN):
            named[best.country or ""] += 1
        if best.kind is PlaceKind.SETTLEMENT:
            counts[best.id] += 1
            anchors[best.id] = best
    context.anchors = tuple(anchors[identity] for identity, _ in counts.most_common(_ANCHORS))
    for country, share in shares(named).items():
        context.countries[country] = max(context.countries.get(country, 0.0), share)


def _position(case: Case) -> tuple[object, ...]:
    """What a judgement of the mention rests on, beside the whole text."""
    mention = case.mention
    return (
        mention.key,
        mention.kind,
        case.container and case.container.key,
        case.contained and case.contained.key,
        tuple(other.key for other in case.beside),
        bool(mention.cost),
        mention.fought,
        mention.owner,
        mention.away,
    )


def _judged(case: Case, before: list[Judged] | None = None) -> list[Judged]:
    """The candidates as the rules judge them; of those judged before, only rules are asked whose mind may change."""
    asked = [k for k, needed in (ASKED_AGAIN if before else ASKED) if needed is None or needed(case)]
    return judge(case.mention.candidates, case, RULES, asked, before or ())


def _place(case: Case, candidates: tuple[Candidate, ...]) -> Place:
    if not candidates:
        return Place(case.mention.span, ())
    best, mention = candidates[0], case.mention
    lead = best.score - candidates[1].score if len(candidates) > 1 else MARGIN
    unknown_region = mention.kind is PlaceKind.REGION and best.kind is PlaceKind.SETTLEMENT
    unsure = (
        lead < MARGIN or unknown_region or not _supported(best, case.context, mention) or _contested(candidates, case)
    )
    return Place(mention.span, candidates, None if unsure else best)


def _contested(candidates: Sequence[Candidate], case: Case) -> bool:
    """A town of one country and one of another where the text's language is spoken: size alone does not tell."""
    best, home = candidates[0], place_words(case.context.language).home
    if best.kind is not PlaceKind.SETTLEMENT or best.population >= CITY or best.country not in home or _told(best):
        return False
    rivals = (place for place in candidates[1:] if best.score - place.score < CONTESTED)
    return any(
        place.kind is PlaceKind.SETTLEMENT
        and place.country != best.country
        and place.country in home
        and (is_its_own(place, case.mention) or called_at_home(place, case))
        for place in rivals
    )


def _told(place: Candidate) -> bool:
    return any(reason.rule in SUPPORT for reason in place.reasons)


def _supported(place: Candidate, context: Context, mention: Mention) -> bool:
    """A small town far from all that the text speaks of is likely another one, which the gazetteer lacks."""
    if place.kind is not PlaceKind.SETTLEMENT or place.population >= TOWN or not context.countries:
        return True
    if mention.fought and any(other.country == place.country for other in mention.candidates[1:]):
        # fighting is told of, at a place with namesakes, and neither a front is near it nor what the text names
        return any(reason.rule in NEAR and reason.score >= _NEAR for reason in place.reasons)
    return _told(place)
