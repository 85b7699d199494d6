"""Districts and communities: "the Saltivka district of Kharkiv", «Кіровський район Донецька», «мирноградська громада».

A gazetteer knows many towns by the name of a district, and few districts. So what the words say a name lies in
decides which of its places can be meant, and one that lies nowhere near is none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise, product

from firsthand.model import Candidate, PlaceId, PlaceKind
from firsthand.resolve.gazetteer import Gazetteer
from firsthand.resolve.place_forms import bases
from firsthand.resolve.place_geometry import distance_km, reach_km
from firsthand.resolve.place_mentions import Mention, lies_in
from firsthand.resolve.place_spotting import Page
from firsthand.resolve.place_words import PlaceWords, is_cyrillic, place_words

__all__ = ["in_town", "with_districts"]

_LEAST_KM = 12.0  # from the middle of a town, a place may lie in it, however small the town is
_AROUND = 0.8  # what it costs a town that "X district" is not known to be the district of
_MOST_WORDS = 5  # between the name of a district and that of its town
_MEANT = 3  # candidates of the town's name that are looked at
_DISTRICTS = ("ADM2", "PPLX")  # what is known as a district by its full name, and so is one
_QUARTER = "PPLX"
_LARGE = 50_000  # inhabitants; so large a town has districts
_RAION = "район"
_HROMADA = "громад"  # which is Ukraine's word for a community, in any language
_WITH_RAIONS = frozenset({"UA", "RU", "BY", "MD", "KZ", "KG", "UZ", "TJ", "TM", "AZ", "AM", "GE"})
"""Countries with such districts, or of which they are so called; one elsewhere must be spoken of."""
_RAION_EN = "raion"


def with_districts(page: Page, mentions: list[Mention], gazetteer: Gazetteer, *, drop: bool = True) -> list[Mention]:
    """The mentions, with those of districts held against the town that the words put them in.

    With `drop`, the name of a district that lies nowhere near its town is left out: the town's own mention then says
    that a part of it is meant.
    """
    held = [_held(page, mention, gazetteer, mentions) for mention in mentions]
    towns = dict(_towns(page, held))
    gone = set()
    for inner, outer in towns.items():
        found = _lying_in(page, held[inner], held[outer], gazetteer)
        if found:
            # in a region, the district around the town; in a town, a part of it whatever the gazetteer calls it
            around = found[0].feature == "ADM2" and any(lies_in(found[0], each) for each in held[outer].candidates)
            kind = held[inner].kind if around else None
            held[inner] = replace(held[inner], candidates=found, kind=kind, container=outer)
            if any(in_town(found[0], town) for town in held[outer].candidates[:_MEANT]):
                held[outer] = replace(held[outer], kind=PlaceKind.SETTLEMENT)
        elif _means_a_town(held[outer]) and not any(
            place.feature in _DISTRICTS for place in held[inner].candidates[:1]
        ):
            gone.add(inner)
    return _without(held, gone) if drop and gone else held


def _held(page: Page, mention: Mention, gazetteer: Gazetteer, mentions: Sequence[Mention]) -> Mention:
    if len(mention.candidates) > 1:
        within = _in_named_town(mention, mention.candidates, mentions)
        if within:
            return replace(mention, candidates=within)
    own = _own_district(page, mention, gazetteer, mentions)
    return _held_against(page, own, mentions) if mention.kind is PlaceKind.REGION else own


def _means_a_town(mention: Mention) -> bool:
    towns = (place.kind is PlaceKind.SETTLEMENT for place in mention.candidates[:_MEANT])
    return mention.kind is not PlaceKind.REGION and any(towns)


def in_town(place: Candidate, town: Candidate) -> bool:
    """Whether the place may be a part of the town."""
    if town.kind is not PlaceKind.SETTLEMENT or place.id == town.id or place.kind is PlaceKind.COUNTRY:
        return False
    return distance_km(place.lat, place.lon, town.lat, town.lon) <= max(_LEAST_KM, 2 * reach_km(town))


def _words(page: Page, i: int) -> PlaceWords:
    return place_words(page.cyrillic if page.cyrillic and is_cyrillic(page.words.low[i]) else "en")


def _named_towns(mention: Mention, mentions: Sequence[Mention]) -> Iterator[Candidate]:
    """The large towns that the text names beside the mention."""
    for other in mentions:
        best = other.candidates[0] if other.candidates and other is not mention else None
        if best is not None and best.kind is PlaceKind.SETTLEMENT and best.population >= _LARGE:
            yield best


def _in_named_town(mention: Mention, known: Iterable[Candidate], mentions: Sequence[Mention]) -> tuple[Candidate, ...]:
    """Those districts of towns that lie in a town which the text names."""
    quarters = {place.id: place for place in known if place.feature == _QUARTER}
    towns = tuple(_named_towns(mention, mentions)) if quarters else ()
    return tuple(place for place in quarters.values() if any(in_town(place, town) for town in towns))


def _held_against(page: Page, mention: Mention, mentions: Sequence[Mention]) -> Mention:
    """A district that is known only as made of a town's name («Усольского района») lies where the text plays: in a
    region that it names, where it names some of that country. Where no such town does, none is chosen.
    """
    if not mention.cost or any(place.kind is not PlaceKind.SETTLEMENT for place in mention.candidates):
        return mention
    hi = page.words.range(mention.span)[1]
    if not is_cyrillic(mention.key) or page.after(hi) not in _words(page, hi - 1).district:
        return mention
    regions = [place for other in mentions for place in other.candidates[:1] if place.feature == "ADM1"]
    others = (other for other in mentions if other.candidates and other is not mention)
    countries = _WITH_RAIONS | {other.candidates[0].country for other in others}
    if page.after(hi).startswith(_HROMADA):
        countries = frozenset({"UA"})
    fits = tuple(
        place
        for place in mention.candidates
        if place.country in countries
        and (
            any(lies_in(place, region) for region in regions)
            or all(region.country != place.country for region in regions)
        )
    )
    return replace(mention, candidates=fits) if fits else replace(mention, kind=PlaceKind.REGION)


def _own_district(page: Page, mention: Mention, gazetteer: Gazetteer, mentions: Sequence[Mention]) -> Mention:
    """«Нікопольський район» is the district of the town where it is known, else what lies around the town."""
    lo, hi = page.words.range(mention.span)
    if lo >= hi:
        return mention
    words = _words(page, lo)
    if not words.adjective and _in_full(page, hi, words):
        return _or_around(mention, gazetteer)
    if not words.adjective and page.after(hi) in words.district and page.after(hi + 1) in words.of:
        named = tuple(place for place in gazetteer.lookup(f"{mention.key} {_RAION_EN}") if place.feature == "ADM2")
        return replace(mention, candidates=(*named, *mention.candidates), kind=PlaceKind.REGION) if named else mention
    if mention.kind is not PlaceKind.REGION:
        return mention
    if not words.adjective or page.low(hi if page.after(hi) in words.district else hi - 1) not in words.district:
        return mention
    if any(place.kind is PlaceKind.REGION for place in mention.candidates):
        return mention
    inner = page.low(hi)
    inner = words.short.get(inner, inner)
    known = (gazetteer.place(place.district) for place in mention.candidates if place.district)
    districts = {district.id: district for district in known if district and _RAION in inner + page.low(hi - 1)}
    whole = [place for name in _names_of_district(page, mention) for place in gazetteer.lookup(name)]
    within = _in_named_town(mention, whole, mentions)
    if within:
        return replace(mention, candidates=within, kind=PlaceKind.REGION)
    districts_so_called = {place.id: place for place in whole if place.feature == "ADM2" and _RAION in inner}
    called = (district for district in districts.values() if _called_after(district, mention.candidates))
    named = tuple((districts_so_called | {district.id: district for district in called}).values())
    return replace(mention, candidates=(*named, *mention.candidates), kind=PlaceKind.REGION if named else None)


def _or_around(mention: Mention, gazetteer: Gazetteer) -> Mention:
    """“Karak district” is the one that the gazetteer has, or what lies around another town called Karak."""
    known = mention.candidates
    around = gazetteer.lookup(mention.key.rpartition(" ")[0]) if len(known) == 1 and known[0].feature == "ADM2" else ()
    others = tuple(town for town in around if town.kind is PlaceKind.SETTLEMENT and town.country != known[0].country)
    if not others:
        return mention
    cost = mention.cost | {town.id: _AROUND for town in others}
    return replace(mention, candidates=(*known, *others), kind=None, cost=cost)


def _called_after(district: Candidate, towns: Iterable[Candidate]) -> bool:
    return any(town.district == district.id and district.name.startswith(town.name) for town in towns)


def _towns(page: Page, mentions: list[Mention]) -> Iterator[tuple[int, int]]:
    """The index of each district that is named, with that of the town whose it is said to be."""
    for index, (one, other) in enumerate(pairwise(mentions)):
        first, last = page.words.range(one.span)[1], page.words.range(other.span)[0]
        if not 0 <= last - first <= _MOST_WORDS or any(not page.joined(i) for i in range(first, last + 1)):
            continue
        words = _words(page, last)
        between = [page.low(i) for i in range(first, last)]
        if _in_full(page, first, words):
            between.insert(0, page.low(first - 1))
        if between and words.names_district(between[0]) and _leads_on(between[1:], words):
            yield index, index + 1
        elif words.of and not words.adjective and _owns(page, one, other, words):
            yield index + 1, index


def _in_full(page: Page, end: int, words: PlaceWords) -> bool:
    """Whether the name that ends before token `end` has the noun in it: “Kyivskyi district”, «Корабельный район»."""
    return page.low(end - 1) in words.district


def _leads_on(between: list[str], words: PlaceWords) -> bool:
    """“of (the city of)”; in Russian and Ukrainian the town may follow at once."""
    needed = not words.adjective
    return all(low in words.fillers | words.settlement for low in between) and (not needed or "of" in between)


def _owns(page: Page, town: Mention, district: Mention, words: PlaceWords) -> bool:
    """“Giza's Haram district”."""
    last, (lo, hi) = page.words.range(town.span)[1] - 1, page.words.range(district.span)
    owned = page.words.text[town.span.end : district.span.start].strip() in ("'s", "’s") or page.words.low[
        last
    ].endswith(("'s", "’s"))
    called = words.names_district(page.after(hi)) or _in_full(page, hi, words)
    return owned and lo - last <= 2 and called


def _lying_in(page: Page, inner: Mention, outer: Mention, gazetteer: Gazetteer) -> tuple[Candidate, ...]:
    """What the name may mean within the other place: by the names it is found by, and as "X district"."""
    places: dict[PlaceId, Candidate] = {place.id: place for place in inner.candidates}
    for name in _names_of_district(page, inner):
        places |= {place.id: place for place in gazetteer.lookup(name)}
    outers = outer.candidates[:_MEANT]
    near = tuple(place for place in places.values() if any(in_town(place, town) for town in outers))
    return near or tuple(place for place in places.values() if any(lies_in(place, region) for region in outers))


def _names_of_district(page: Page, mention: Mention) -> Iterator[str]:
    """«кировском» → «кировский район», «кіровський район»: the name in full, also as Ukrainian would have it."""
    lo, hi = page.words.range(mention.span)
    if hi - lo != 1 or not page.cyrillic or not is_cyrillic(page.words.low[lo]):
        return
    for base in bases(page.words.low[lo], page.cyrillic):
        if base.endswith(("ий", "ый")):
            yield f"{base} {_RAION}"
            if page.cyrillic == "ru" and base.endswith("ский"):
                yield from (f"{stem}ський {_RAION}" for stem in _in_ukrainian(base.removesuffix("ский")))


def _in_ukrainian(stem: str) -> Iterator[str]:
    """The ways in which the stem of a Russian adjective may be spelled in Ukrainian: «шевченков» → «шевченків»."""
    vowels = product(*(("і", "и") if letter == "и" else (letter,) for letter in stem.replace("ы", "и")))
    for spelled in ("".join(letters) for letters in vowels):
        yield spelled
        if spelled.endswith(("ов", "ев")):
            yield f"{spelled[:-2]}ів"


def _without(mentions: list[Mention], gone: set[int]) -> list[Mention]:
    """The mentions without those at the indexes, with what contains what counted anew."""
    kept = [index for index in range(len(mentions)) if index not in gone]
    place = {old: new for new, old in enumerate(kept)}
    containers = ((mentions[index], mentions[index].container) for index in kept)
    return [replace(mention, container=None if at is None else place.get(at)) for mention, at in containers]
