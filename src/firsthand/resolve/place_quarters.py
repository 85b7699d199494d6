"""Several districts named at once: “Kherson's Korabelnyi and Dniprovskyi districts”, «Київський, Соборний райони»."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from firsthand.model import Candidate, PlaceKind, Span
from firsthand.resolve.gazetteer import Gazetteer, name_key
from firsthand.resolve.place_districts import in_town
from firsthand.resolve.place_forms import bases
from firsthand.resolve.place_mentions import Mention, lies_in
from firsthand.resolve.place_spotting import Page
from firsthand.resolve.place_words import is_cyrillic, place_words

__all__ = ["with_listed_districts"]

_PLURAL = frozenset(["districts", "raions", "райони", "районів", "районам", "районами", "районах"]) | frozenset(
    ["районы", "районов", "округи", "округів", "округах", "округов"]
)
_LARGE = 50_000  # inhabitants; so large a town has districts
_MEANT = 3  # candidates of a name that are looked at
_LEAST = 2  # names; of one alone the plural would be another


def with_listed_districts(page: Page, mentions: list[Mention], gazetteer: Gazetteer) -> list[Mention]:
    """The mentions with each name of such a list as a district of the town, or the region, that its line names.

    What the list has and no district there is called is no mention: the gazetteer knows it as some village elsewhere.
    """
    found = list(mentions)
    for i, low in enumerate(page.words.low):
        if low in _PLURAL:
            items = list(_items(page, i))
            if len(items) >= _LEAST:
                found = _with_items(page, found, items, gazetteer)
    return found


def _items(page: Page, noun: int) -> Iterator[int]:
    """The tokens of the list before the noun, from the last to the first: words in capitals, adjectives where Russian
    and Ukrainian have them."""
    words = place_words(page.cyrillic if is_cyrillic(page.low(noun)) else "en")
    i = noun - 1
    while page.joined(i + 1) and page.capital(i):
        if words.adjective and not page.low(i).endswith(words.adjective):
            return
        yield i
        if not page.joined(i) or page.low(i - 1) not in words.joining | {",", "and"}:
            return
        i -= 2 if page.low(i - 2) != "," else 3


def _with_items(page: Page, mentions: list[Mention], items: list[int], gazetteer: Gazetteer) -> list[Mention]:
    spans = [Span(page.words.starts[i], page.words.ends[i]) for i in items]
    outers = [each for each in mentions if _in_line(page, each, items[0]) and each.span not in spans]
    towns = _places(outers, PlaceKind.SETTLEMENT)
    regions = _places(outers, PlaceKind.REGION)
    named: list[Mention] = []
    for i, span in zip(items, spans, strict=True):
        known = list(_districts(page, i, gazetteer))
        within = [place for place in known if any(in_town(place, town) for town in towns)]
        within = within or [place for place in known if any(lies_in(place, region) for region in regions)]
        within = within or ([] if towns or regions else [place for place in known if place.feature == "ADM2"])
        if within:
            named.append(Mention(span, name_key(span.of(page.words.text)), tuple(within), PlaceKind.REGION, True))
    return _merged(mentions, spans, named) if named or towns else mentions


def _in_line(page: Page, mention: Mention, i: int) -> bool:
    at = page.words.starts[i]
    first, last = sorted((mention.span.start, at))
    return "\n" not in page.words.text[first:last]


def _places(mentions: Iterable[Mention], kind: PlaceKind) -> list[Candidate]:
    best = [max(each.candidates[:_MEANT], key=lambda p: p.population) for each in mentions if each.candidates]
    least = _LARGE if kind is PlaceKind.SETTLEMENT else 0
    return [place for place in best if place.kind is kind and place.population >= least]


def _districts(page: Page, i: int, gazetteer: Gazetteer) -> Iterator[Candidate]:
    """What is a district called so, in whatever town or region."""
    low, seen = page.low(i), set()
    forms = bases(low, page.cyrillic) if is_cyrillic(low) else ()
    names = [f"{form} район" for form in forms if form.endswith(("ий", "ый", "ой"))] or [f"{low} district"]
    for name in names:
        for place in gazetteer.lookup(name):
            if place.feature in ("ADM2", "PPLX") and place.id not in seen:
                seen.add(place.id)
                yield place


def _merged(mentions: list[Mention], spans: list[Span], named: list[Mention]) -> list[Mention]:
    """The mentions with those of the list in their place, what contains what counted anew."""
    kept = [index for index, mention in enumerate(mentions) if not any(mention.span.overlaps(each) for each in spans)]
    order = sorted([*(mentions[index] for index in kept), *named], key=lambda mention: mention.span.start)
    new = {mention.span: index for index, mention in enumerate(order)}
    old = {index: mentions[index].span for index in kept}
    return [
        replace(mention, container=new.get(old[mention.container]) if mention.container in old else None)
        if mention.container is not None
        else mention
        for mention in order
    ]
