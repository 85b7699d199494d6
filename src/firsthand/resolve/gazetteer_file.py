"""The layout of the gazetteer's file: what a record and a name look like in it, and how a name is keyed.

The file has five tables. `names`: a name's key → postings, each a place's number with the role of the name
in the four lowest bits. `places`: number → place. `spellings`: number → the place's names as they are
written. `codes`: any identifier → number. `facts`: the file's edition, and how many places are the base's.
"""

from __future__ import annotations

import re
import struct
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from firsthand.model import Candidate, NameSense, PlaceId, PlaceKind
from firsthand.text import fold

__all__ = [
    "DATABASES",
    "FORMAT",
    "LONGEST_KEY",
    "OWN",
    "SENSES",
    "Entry",
    "PlaceName",
    "Role",
    "abbreviation_key",
    "code_key",
    "is_name",
    "name_key",
    "pack_names",
    "pack_place",
    "pack_postings",
    "place_id",
    "roles_of",
    "script_of",
    "unpack_names",
    "unpack_place",
    "unpack_postings",
]

FORMAT = 2
"""Changes with the layout: a file of another format is built again."""

DATABASES = (b"names", b"places", b"spellings", b"codes", b"facts")
"""The tables of the file."""

LONGEST_KEY = 511
"""Bytes of a key; LMDB's own limit."""

OWN = "~"
"""What the bare identifiers of users' tables begin with in `codes`: they lead to their place where no other place
has the identifier, and join nothing."""

_HEAD = struct.Struct("<iiIB2sH")  # lat and lon in 1/100,000 degree, population, kind, country, radius in km
_KINDS = tuple(PlaceKind)
_DROPPED = dict.fromkeys(map(ord, "'’ʼʻʿʾʹ‘`´."))
_SPACED = dict.fromkeys(map(ord, "-‑–_/,"), " ")
_FOLDING = _DROPPED | _SPACED
_MARKED = re.compile("[ʼʻʿʾʹ]")  # letters to Unicode, and among those that are dropped
_MARKED_LATIN = re.compile(r"([a-z\u00df-\u024f])[\u0300-\u036f]+")
_STRESS = re.compile("(?<=[аеиоуыэюяіє\u0308])\u0301")  # of a Cyrillic vowel; in ѓ and ќ it makes another letter
_UNMARKED = str.maketrans("ıłøđ", "ilod")


class Role(IntEnum):
    """What a name is to a place. Four bits in the file."""

    PREFERRED = 0
    ALTERNATE = 1
    FORMER = 2
    CONTESTED = 3
    EXONYM = 4
    TRANSLITERATION = 5
    ABBREVIATION = 6
    COLLOQUIAL = 7


_ROLES = tuple(Role)

SENSES = {
    Role.PREFERRED: NameSense.CURRENT,
    Role.ALTERNATE: NameSense.OTHER,
    Role.FORMER: NameSense.FORMER,
    Role.CONTESTED: NameSense.OTHER,
    Role.EXONYM: NameSense.EXONYM,
    Role.TRANSLITERATION: NameSense.TRANSLITERATION,
    Role.ABBREVIATION: NameSense.ABBREVIATION,
    Role.COLLOQUIAL: NameSense.COLLOQUIAL,
}
"""The sense of a name by its role. Names of one party only are told apart from no other ones outside."""


@dataclass(frozen=True, slots=True)
class PlaceName:
    """One name of a place. `language` is an ISO 639 code where it is known; `since` and `until` are years,
    or empty; `added` says that it came by `firsthand gazetteer add`."""

    text: str
    role: Role = Role.ALTERNATE
    language: str = ""
    since: str = ""
    until: str = ""
    added: bool = False

    @property
    def sense(self) -> NameSense:
        return SENSES[self.role]

    @property
    def script(self) -> str:
        """ISO 15924, such as Latn or Cyrl; empty where no letter tells."""
        return script_of(self.text)

    @property
    def years(self) -> str:
        """In words: “from 1924 until 2016”; empty where no year is known."""
        return " ".join(f"{word} {year}" for word, year in (("from", self.since), ("until", self.until)) if year)


@dataclass(frozen=True, slots=True)
class Entry:
    """One place with its names; the earlier role wins where a name comes twice. `codes` are identifiers
    beside the place's own."""

    place: Candidate
    names: tuple[PlaceName, ...]
    codes: tuple[str, ...] = ()

    def roles(self) -> dict[str, Role]:
        """The keys that lead to the place, each with its role."""
        return roles_of(self.names)


def roles_of(names: Iterable[PlaceName]) -> dict[str, Role]:
    """The keys of the names, each with the role of the first name that has it."""
    roles: dict[str, Role] = {}
    for name in names:
        key = abbreviation_key(name.text) if name.role is Role.ABBREVIATION else name_key(name.text)
        if len(key) > 1 and len(key.encode("utf-8", "replace")) <= LONGEST_KEY:
            roles.setdefault(key, name.role)
    return roles


@lru_cache(maxsize=1024)
def name_key(name: str) -> str:
    """The name as it is looked up: without capitals, apostrophes, Latin accents, hyphens; St as Saint."""
    key = fold(name)
    if not key.isalpha() or _MARKED.search(key):  # most names are one plain word, and `translate` is slow
        key = " ".join(key.translate(_FOLDING).split())
    if not key.isascii():
        key = _without_accents(key)
    return f"saint{key[2:]}" if key.startswith("st ") else key


def abbreviation_key(name: str) -> str:
    """The key of an abbreviation: one that is written with a full stop keeps it, so that “Man” is no “Man.”"""
    return f"{name_key(name)}." if name.endswith(".") else name_key(name)


def _without_accents(text: str) -> str:
    """Latin letters lose their marks; Cyrillic й and ї are letters of their own and stay, without a stress."""
    apart = unicodedata.normalize("NFD", text)
    if apart != text:
        text = unicodedata.normalize("NFC", _MARKED_LATIN.sub(r"\1", apart))
    if "\u0301" in text:
        text = _STRESS.sub("", text)
    return text.translate(_UNMARKED)


def code_key(identity: PlaceId) -> bytes:
    """The key of an identifier; capitals say nothing in it."""
    return str(identity).strip().lower().encode("utf-8", "replace")[:LONGEST_KEY]


def place_id(text: str) -> PlaceId:
    """An identifier as it was given: numbers are geonameids."""
    return int(text) if text.isascii() and text.isdigit() else text


def is_name(name: str) -> bool:
    """Whether people write it: not a transliteration in lower case, not the code of an airport."""
    if len(name) < 2:
        return False
    if not name.isascii():
        return True
    return name != name.lower() and not (len(name) <= 4 and name.isupper())


def pack_place(place: Candidate) -> bytes:
    """One place as it stands in the file."""
    head = _HEAD.pack(
        round(place.lat * 1e5),
        round(place.lon * 1e5),
        min(place.population, 0xFFFFFFFF),
        _KINDS.index(place.kind),
        (place.country or "").encode("ascii"),
        min(round(place.radius_km), 0xFFFF),
    )
    texts = (str(place.id), str(place.region or ""), str(place.district or ""), place.feature, place.name)
    return head + "\t".join(texts).encode()


def unpack_place(record: bytes | memoryview, sense: NameSense = NameSense.CURRENT) -> Candidate:
    """The place, found by a name of that sense."""
    lat, lon, population, kind, country, radius = _HEAD.unpack_from(record)
    identity, region, district, feature, name = str(record[_HEAD.size :], "utf-8").split("\t", 4)
    return Candidate(
        id=place_id(identity),
        name=name,
        lat=lat / 1e5,
        lon=lon / 1e5,
        kind=_KINDS[kind],
        country=country.rstrip(b"\0").decode() or None,
        population=population,
        region=region or None,
        sense=sense,
        district=place_id(district) if district else None,
        feature=feature,
        radius_km=float(radius),
    )


def pack_postings(found: Iterable[tuple[int, Role]]) -> bytes:
    """Numbers of places, each with the role of the name, as 32-bit integers."""
    numbers = [number << 4 | role for number, role in found]
    return struct.pack(f"<{len(numbers)}I", *numbers)


def unpack_postings(postings: bytes | memoryview) -> list[tuple[int, Role]]:
    numbers = struct.unpack(f"<{len(postings) // 4}I", postings)
    return [(number >> 4, _ROLES[number & 15]) for number in numbers]


def pack_names(names: Iterable[PlaceName]) -> bytes:
    """The names of one place, a line each."""
    return "\n".join(
        f"{name.role:x}{'+' if name.added else ''}\t{name.language}\t{name.since}\t{name.until}\t{_flat(name.text)}"
        for name in names
    ).encode("utf-8", "replace")


def unpack_names(record: bytes) -> Iterator[PlaceName]:
    for line in record.decode().split("\n") if record else ():
        role, language, since, until, text = line.split("\t", 4)
        yield PlaceName(text, Role(int(role[0], 16)), language, since, until, role.endswith("+"))


def _flat(text: str) -> str:
    return " ".join(text.split())


_SCRIPTS = {
    "LATIN": "Latn",
    "CYRILLIC": "Cyrl",
    "GREEK": "Grek",
    "ARABIC": "Arab",
    "HEBREW": "Hebr",
    "CJK": "Hani",
    "HIRAGANA": "Kana",
    "KATAKANA": "Kana",
    "HANGUL": "Hang",
    "GEORGIAN": "Geor",
    "ARMENIAN": "Armn",
    "DEVANAGARI": "Deva",
    "BENGALI": "Beng",
    "THAI": "Thai",
    "ETHIOPIC": "Ethi",
    "TAMIL": "Taml",
    "TELUGU": "Telu",
    "MYANMAR": "Mymr",
    "KHMER": "Khmr",
    "LAO": "Laoo",
    "TIBETAN": "Tibt",
    "SINHALA": "Sinh",
    "GUJARATI": "Gujr",
    "GURMUKHI": "Guru",
    "KANNADA": "Knda",
    "MALAYALAM": "Mlym",
    "MONGOLIAN": "Mong",
    "ORIYA": "Orya",
    "THAANA": "Thaa",
}


def script_of(text: str) -> str:
    """The script of the first letter, as in ISO 15924; “Zyyy” where it is none of the known ones."""
    if text[:1].isascii() and text[:1].isalpha():
        return "Latn"
    for letter in text:
        if letter.isalpha():
            return _SCRIPTS.get(unicodedata.name(letter, "").split(" ")[0], "Zyyy")
    return ""
