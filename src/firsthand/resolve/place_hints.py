"""What the words right beside a name say of which place of its name is meant: «в российской Самаре», "Athens, 70 miles
east of Atlanta", «мікрорайон Сонячний».
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cache, lru_cache
from itertools import pairwise

from firsthand.model import Candidate, PlaceKind
from firsthand.resolve.data import load
from firsthand.resolve.place_districts import in_town
from firsthand.resolve.place_known import demonyms
from firsthand.resolve.place_mentions import Mention
from firsthand.resolve.place_spotting import Page
from firsthand.resolve.place_words import PlaceWords, is_cyrillic, place_words

__all__ = ["with_hints"]

_MOST_TOKENS = 9  # between the two names: ", about 70 miles to the north of the city of"
_QUARTERS = ("мікрорайон", "микрорайон", "microdistrict")
_LARGE = 50_000  # inhabitants; so large a town has districts


def with_hints(page: Page, mentions: list[Mention]) -> list[Mention]:
    """The mentions with the country and the distance that the words beside them tell, quarters only in a town named."""
    hinted = [_described(page, mention) for mention in mentions]
    for index, (one, other) in enumerate(pairwise(hinted)):
        km = _told_km(page, one, other)
        if km is not None:
            hinted[index] = replace(one, away=(km, other.candidates))
    quarters = [index for index, mention in enumerate(hinted) if _is_quarter(page, mention)]
    for index in quarters:
        others = (mention for other, mention in enumerate(hinted) if other not in quarters)
        hinted[index] = _of_named_town(hinted[index], others)
    return hinted


def _words(page: Page, i: int) -> PlaceWords:
    return place_words(page.cyrillic if page.cyrillic and is_cyrillic(page.words.low[i]) else "en")


@cache
def _stems(language: str) -> tuple[tuple[str, str], ...]:
    """«российск» → RU: the beginnings of the adjectives made of countries, with their codes."""
    sides = load(f"sides-{language}.yaml")
    stems = ((word.partition("+"), code) for code, words in sides.items() for word in words["adjectives"])
    return tuple((stem[0].lower(), code) for stem, code in stems if stem[1] and len(stem[0]) > 4)


def _described(page: Page, mention: Mention) -> Mention:
    """«у російській Самарі», “the Russian city of Samara”: the country whose adjective stands before the name."""
    if len(mention.candidates) < 2 or len({place.country for place in mention.candidates}) < 2:
        return mention
    lo, hi = page.words.range(mention.span)
    if lo >= hi:
        return mention
    words, i = _words(page, lo), lo - 1
    if page.before(lo) == "of" and page.low(lo - 2) in words.settlement:
        i = lo - 3
    elif words.adjective and page.before(lo) in words.settlement:
        i = lo - 2
    low = page.low(i) if i >= 0 and page.joined(i + 1) else ""
    owner = _country_of(low, page.cyrillic) if words.adjective else demonyms().get(low)
    return replace(mention, owner=owner) if owner else mention


@lru_cache(maxsize=4096)
def _country_of(low: str, language: str) -> str | None:
    endings = place_words(language).adjective
    if not low.endswith(endings):
        return None
    return next((code for stem, code in _stems(language) if low.startswith(stem) and low[len(stem) :] in endings), None)


def _told_km(page: Page, one: Mention, other: Mention) -> float | None:
    """The kilometres in “Athens, 70 miles east of Atlanta”, where nothing but that stands between the two names."""
    first, last = page.words.range(one.span)[1], page.words.range(other.span)[0]
    if not (one.candidates and other.candidates and 3 <= last - first <= _MOST_TOKENS):
        return None
    if any(not page.joined(i) for i in range(first, last + 1)):
        return None
    words, between = _words(page, last), [page.low(i) for i in range(first, last)]
    at = next((i for i, low in enumerate(between) if low in words.km or low in words.miles), None)
    from_it = between[-1] in words.of or between[-1] in ("from", "от", "від") or between[-1] in words.locative
    if at is None or at == 0 or not from_it or any(page.capital(i) for i in range(first, last)):
        return None
    figure = between[at - 1].replace(",", ".")
    number = words.numbers.get(figure) or (float(figure) if figure.replace(".", "", 1).isdecimal() else None)
    return None if number is None else number * words.miles.get(between[at], 1.0)


def _is_quarter(page: Page, mention: Mention) -> bool:
    """«мікрорайон Сонячний»: known as a village somewhere, and called a part of a town here."""
    lo, hi = page.words.range(mention.span)
    if lo >= hi or not mention.candidates or any(p.kind is not PlaceKind.SETTLEMENT for p in mention.candidates):
        return False
    return page.before(lo).startswith(_QUARTERS) or (page.after(hi).startswith(_QUARTERS) and not page.capital(hi + 1))


def _of_named_town(quarter: Mention, others: Iterable[Mention]) -> Mention:
    """What lies in a town that the text names; open where nothing does."""
    towns = [place for other in others for place in other.candidates[:1] if _may_have_quarters(place)]
    within = tuple(place for place in quarter.candidates if any(in_town(place, town) for town in towns))
    if within:
        return replace(quarter, candidates=within, kind=None)
    return replace(quarter, kind=PlaceKind.REGION)  # which no village is, so that none is chosen


def _may_have_quarters(place: Candidate) -> bool:
    return place.kind is PlaceKind.SETTLEMENT and place.population >= _LARGE
