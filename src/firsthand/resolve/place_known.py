"""What the gazetteer says of the names in a text, remembered from text to text: news repeats its names.

One question in a text costs one dictionary look-up where it was asked before. A new one costs a key, or the keys of
all names it may be a form of, and one visit to the index for all of them; records are read of those only that exist.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from typing import TypeAlias

from firsthand.model import Candidate, PlaceId, PlaceKind
from firsthand.resolve.data import load
from firsthand.resolve.gazetteer import Gazetteer, name_key
from firsthand.resolve.place_forms import adjective_bases, bases, forms_of_first
from firsthand.resolve.place_words import PlaceWords, of_one_script, place_words

__all__ = [
    "Known",
    "Named",
    "capitals",
    "demonyms",
    "front_points",
    "fronts",
    "is_code",
    "is_never",
    "is_own_key",
    "key_of",
    "known_to",
    "peoples",
    "without_towns",
]

_Asked: TypeAlias = tuple[str, str]
"""A stretch of text or its key, with what else the answer depends on."""

_MOST = 60  # candidates kept of one name: the gazetteer gives the prominent ones first
_KEPT = 10_000  # names with their places that are kept from text to text
_KEPT_UNKNOWN = 100_000  # the same of words that lead to none
_SURE = 50_000  # inhabitants; forms after one that leads to so large a place are not tried
_FORM = 0.3  # what a form costs a candidate, against the name itself
_FORM_STEP = 0.15  # and each less likely way to read it
_CODES = ("US",)
_BARE = re.compile("[a-z]+|[а-яіїєґ]+")  # a token that is its own key


@cache
def demonyms() -> dict[str, str]:
    """“ukrainian” → “UA”: words that speak of a country without being a place, keyed as names are."""
    return {
        name_key(word): country
        for country, words in load("sides.yaml")["en"].items()
        for word in (*words.get("adjectives", ()), *words.get("people", ()))
        if word not in words["names"] and not word.replace(".", "").isupper()  # "New Zealand", "US"
    }


@cache
def capitals() -> dict[str, frozenset[str]]:
    """“london” → {“GB”}: the names of capitals, keyed as names are, with the codes of their countries."""
    found: dict[str, set[str]] = {}
    for country, words in load("sides.yaml")["en"].items():
        for name in words["capitals"]:
            found.setdefault(name_key(name), set()).add(country)
    return {name: frozenset(countries) for name, countries in found.items()}


@cache
def fronts() -> frozenset[PlaceId]:
    """The towns after which an army names, or named, a stretch of front."""
    return frozenset(row["id"] for row in load("fronts.yaml"))


@cache
def front_points() -> tuple[tuple[float, float], ...]:
    """Latitude and longitude of the towns of `fronts`."""
    return tuple((row["at"][0], row["at"][1]) for row in load("fronts.yaml"))


@cache
def peoples() -> dict[str, str]:
    """“ukrainian” → “Ukraine”, “texan” → “Texas”: adjectives and people, with the name of their place."""
    sides = load("sides.yaml")["en"]
    return {**place_words("en").peoples, **{word: sides[country]["names"][0] for word, country in demonyms().items()}}


@dataclass(frozen=True, slots=True)
class Named:
    """The places that a stretch of text may name, and how.

    `cost` says for each place how far the text's form is from a name of it: 0 for the name itself; `names` has
    that name, and `base` is the first of them. `bare` says that the text has the name as it is listed.
    """

    key: str
    candidates: tuple[Candidate, ...]
    base: str
    bare: bool = True
    cost: dict[PlaceId, float] = field(default_factory=dict)
    names: dict[PlaceId, str] = field(default_factory=dict)


class _Memory:
    """Answers of one kind: what was found, and what is known to lead to nothing."""

    def __init__(self) -> None:
        self.found: dict[_Asked, Named] = {}
        self.nothing: set[_Asked] = set()

    def keep(self, asked: _Asked, answer: Named | None) -> Named | None:
        if answer is None:
            if len(self.nothing) >= _KEPT_UNKNOWN:
                self.nothing.clear()
            self.nothing.add(asked)
            return None
        if len(self.found) >= _KEPT:
            self.found.clear()
        self.found[asked] = answer
        return answer


class Known:
    """What the gazetteer says of names, the last asked of which are kept."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._places: dict[str, tuple[Candidate, ...]] = {}
        self._longer: dict[_Asked, bool] = {}
        self._latin = _Memory()
        self._forms = _Memory()
        self._adjectives = _Memory()

    def __getitem__(self, name: str) -> tuple[Candidate, ...]:
        """The places of that name, whatever its script."""
        found = self._places.get(name)
        if found is None:
            if len(self._places) >= _KEPT:
                self._places.clear()
            found = self._places[name] = self._gazetteer.lookup(name)[:_MOST]
        return found

    def _under(self, key: str) -> tuple[Candidate, ...]:
        """The places of a name that is its own key; that there are none is for who asks to remember."""
        found = self._places.get(key)
        if found is None:
            found = self._gazetteer.under(key)[:_MOST]
            if found:
                if len(self._places) >= _KEPT:
                    self._places.clear()
                self._places[key] = found
        return found

    def _opens_longer(self, key: str, language: str) -> bool:
        """Whether a name of several words starts with what the word may be a form of. Where none does, no longer
        stretch from there on needs to be looked up, in all the forms of each of its words.
        """
        asked = (key, language)
        known = self._longer.get(asked)
        if known is None:
            if len(self._longer) >= _KEPT_UNKNOWN:
                self._longer.clear()
            known = self._longer[asked] = self._gazetteer.opens_longer(forms_of_first(key, language))
        return known

    def code(self, identity: str) -> tuple[Candidate, ...]:
        """The place with that code, if there is one."""
        place = self._gazetteer.place(identity)
        return (place,) if place else ()

    def latin(self, name: str, first: str) -> Named | None:
        """What a stretch of text in Latin letters names as it stands; `first` is its first word, as written."""
        asked = (name, first)
        if asked in self._latin.nothing:
            return None
        return self._latin.found.get(asked) or self._latin.keep(asked, self._ask_latin(name, first))

    def _ask_latin(self, name: str, first: str) -> Named | None:
        key = key_of(name)
        if is_never(key, first):
            return None
        candidates = self[name] if name.endswith(".") else self._under(_in_full(key))
        if (first == name and is_code(first)) or ("." in name and is_code(name.replace(".", ""))):  # "EU", "E.U."
            candidates = _not_towns(candidates)
        return Named(key, candidates, key) if candidates else None

    def forms(self, key: str, language: str) -> Named | None:
        """What a key may be a form of («покровском»): the places reached by the name itself come first."""
        asked = (key, language)
        if asked in self._forms.nothing:
            return None
        found = self._forms.found.get(asked)
        if found:
            return found
        first, several, _ = key.partition(" ")
        if several and not self._opens_longer(first, language):
            return self._forms.keep(asked, None)
        return self._forms.keep(asked, self.of_keys(key, bases(key, language), place_words(language)))

    def of_keys(self, key: str, keys: Sequence[str], words: PlaceWords) -> Named | None:
        """The places of all names that a stretch with that key may be a form of, the likeliest first."""
        region = next((words.also[each] for each in keys if each in words.also), None)
        found: dict[PlaceId, Candidate] = {}
        cost: dict[PlaceId, float] = {}
        names: dict[PlaceId, str] = {}
        first = region or keys[0] if keys else ""
        base, bare = "", False
        for each in self._gazetteer.those_known((region,) if region else keys):
            itself = each == first
            places = self._under(each)
            if region:
                places = tuple(place for place in places if place.kind is PlaceKind.REGION)
            bare = bare or (itself and bool(places))
            base = base or (each if places else "")
            for place in places:
                if place.id not in found:
                    found[place.id] = place
                    cost[place.id] = 0.0 if itself else _FORM
                    names[place.id] = each
            if bare and any(_prominent(place) for place in places):
                break
        return Named(key, tuple(found.values()), base, bare, cost, names) if found else None

    def adjective(self, key: str, language: str) -> Named | None:
        """The towns that an adjective may be made of («покровского»)."""
        asked = (key, language)
        if asked in self._adjectives.nothing:
            return None
        found = self._adjectives.found.get(asked)
        return found or self._adjectives.keep(asked, self._ask_adjective(key, language))

    def _ask_adjective(self, key: str, language: str) -> Named | None:
        found: dict[PlaceId, Candidate] = {}
        cost: dict[PlaceId, float] = {}
        names: dict[PlaceId, str] = {}
        ranks = dict(adjective_bases(key, language))
        for base in self._gazetteer.those_known(ranks):
            for place in self._under(base):
                if place.kind is PlaceKind.SETTLEMENT and place.id not in found:
                    found[place.id] = place
                    cost[place.id] = _FORM_STEP * ranks[base]
                    names[place.id] = base
        return Named(key, tuple(found.values()), key, False, cost, names) if found else None


@lru_cache(maxsize=2)
def known_to(gazetteer: Gazetteer) -> Known:
    """What is known of names to a gazetteer, shared by all texts that are read with it."""
    return Known(gazetteer)


@lru_cache(maxsize=65536)
def key_of(name: str) -> str:
    """The key of a name whose letters may be of two scripts that look alike."""
    if name.isascii() and name.replace(" ", "").isalnum() and name[:3].lower() != "st ":
        return " ".join(name.lower().split())  # as `name_key` has it, which asks for each letter
    return name_key(of_one_script(name))


def is_own_key(low: str) -> bool:
    """Whether a folded word is its own key: letters of one script and nothing else."""
    return _BARE.fullmatch(low) is not None


def is_code(raw: str) -> bool:
    """“USA”, “DPR”: capitals as short as these stand for a country or a region, not for a town."""
    return len(raw) <= 4 and raw.isalpha() and raw.isupper()


def without_towns(named: Named) -> Named | None:
    """The same without the towns; None where nothing is left."""
    left = _not_towns(named.candidates)
    return replace(named, candidates=left) if left else None


def _not_towns(places: Iterable[Candidate]) -> tuple[Candidate, ...]:
    return tuple(place for place in places if place.kind is not PlaceKind.SETTLEMENT)


def _prominent(place: Candidate) -> bool:
    return place.kind is not PlaceKind.SETTLEMENT or place.population >= _SURE


def is_never(key: str, raw: str) -> bool:
    """Whether a Latin key is no name of a place whatever the gazetteer says; `raw` is its first word, as written."""
    return (
        len(key) < 2
        or raw in ("M.D.", "Rd.")
        or key in demonyms()
        or (key in place_words("en").never and raw not in _CODES)
    )


def _in_full(key: str) -> str:
    """“donetsk obl” → “donetsk oblast”."""
    start, _, last = key.rpartition(" ")
    full = place_words("en").short.get(last)
    return f"{start} {full}" if start and full else key
