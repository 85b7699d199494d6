"""What a whole text and its outlet say about where it plays, before and while its names are resolved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache, lru_cache
from urllib.parse import urlsplit

from anyascii import anyascii

from firsthand.model import Candidate, Document, NameSense, PlaceId, PlaceKind
from firsthand.resolve.place_actors import names_actor
from firsthand.resolve.place_known import demonyms
from firsthand.resolve.place_mentions import Mention, lies_in
from firsthand.resolve.place_spotting import Page

__all__ = ["Context", "first_context", "is_its_own", "outlet_country", "shares"]


@dataclass(slots=True)
class Context:
    """What the whole text says about where it plays: shares of the countries and regions it names,
    places it is sure of, places with more than one name in it, and names settled by "X, Region"."""

    countries: dict[str, float] = field(default_factory=dict)
    regions: frozenset[PlaceId] = frozenset()
    anchors: tuple[Candidate, ...] = ()
    shared: frozenset[PlaceId] = frozenset()
    settled: frozenset[tuple[str, PlaceId]] = frozenset()
    elsewhere: dict[str, float] = field(default_factory=dict)
    language: str = "en"


def is_its_own(place: Candidate, mention: Mention) -> bool:
    """Whether the name is what the place is called now, or the same in another alphabet."""
    return place.sense is NameSense.CURRENT or _skeleton(mention.names.get(place.id, mention.key)) == _skeleton(
        place.name
    )


@lru_cache(maxsize=16384)
def _skeleton(name: str) -> str:
    """The consonants in Latin letters: «слов’янськ» and “Slovyansk” have the same."""
    return "".join(c for c in anyascii(name).lower() if c in "bcdfgklmnpqrstvwxz")


@cache
def _spoken_of() -> dict[str, str]:
    """“ukrainians” → “UA”: the demonyms as they stand in a text, also in the plural."""
    plurals = {f"{word}s": country for word, country in demonyms().items()}
    return plurals | {word: country for word, country in demonyms().items() if not word.endswith("s")}


def first_context(document: Document, page: Page, mentions: list[Mention], acting: frozenset[int]) -> Context:
    """What can be said before any name is resolved; the mentions that are `acting` say nothing of where."""
    spoken_of = _spoken_of()
    at = [i for i, low in enumerate(page.words.low) if low in spoken_of]
    named = Counter(spoken_of[page.words.low[i]] for i in at if not names_actor(page, i, i + 1))
    unlike = Counter(named)  # without what a namesake alone says
    home = outlet_country(document.address)
    if home:
        named[home] += 1
        unlike[home] += 1
    regions = set()
    for index, mention in enumerate(mentions):
        if not mention.candidates or index in acting:
            continue
        place = mention.candidates[0]
        if place.kind is PlaceKind.SETTLEMENT:
            continue
        plain = all(
            other.country == place.country for other in mention.candidates if other.kind is not PlaceKind.SETTLEMENT
        )
        if place.kind is PlaceKind.COUNTRY:
            named[place.country or ""] += 2
            unlike[place.country or ""] += 2 * plain
        elif place.kind is PlaceKind.REGION and (mention.kind is place.kind or is_its_own(place, mention)):
            if place.feature == "ADM2" and any(other.country != place.country for other in mention.candidates):
                continue  # a district with the name of a town elsewhere
            regions.add(place.id)
            named[place.country or ""] += 1
            unlike[place.country or ""] += plain
    settled = {
        (mention.key, place.id)
        for mention in mentions
        if mention.container is not None
        for place in mention.candidates
        if any(lies_in(place, outer) for outer in mentions[mention.container].candidates)
    }
    return Context(
        shares(named),
        frozenset(regions),
        (),
        _shared(mentions),
        frozenset(settled),
        shares(unlike),
        document.language,
    )


_TLD_COUNTRY = {"uk": "GB", "gov": "US", "mil": "US", "su": "RU"}
_NO_COUNTRY = frozenset({"eu", "tv", "me", "io", "co", "ai", "fm", "ly", "cc", "ws", "to", "la"})


def outlet_country(address: str | None) -> str | None:
    """The country whose domain the outlet's address has; none for domains that are used everywhere."""
    host = urlsplit(address or "").hostname or ""
    last = host.rpartition(".")[2]
    if last in _TLD_COUNTRY:
        return _TLD_COUNTRY[last]
    return last.upper() if len(last) == 2 and last not in _NO_COUNTRY else None


def shares(named: Counter[str]) -> dict[str, float]:
    total = sum(named.values())
    return {country: count / total for country, count in named.items() if count}


def _shared(mentions: Iterable[Mention]) -> frozenset[PlaceId]:
    """Settlements that are named in the text by more than one name."""
    names: dict[PlaceId, set[str]] = {}
    for key, candidates in {mention.key: mention.candidates for mention in mentions}.items():
        for place in candidates:
            if place.kind is PlaceKind.SETTLEMENT:
                names.setdefault(place.id, set()).add(key)
    return frozenset(identity for identity, keys in names.items() if len(keys) > 1)
