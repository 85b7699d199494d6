"""Ukraine's codifier of places, KATOTTG: every village with its official name and code, and no coordinates.

A place is joined with one that the gazetteer has by name and by what it lies in. The others are kept at the
point of their community, district or oblast, with the radius of that: nearer than nothing, and honest.
"""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from math import cos, hypot, radians
from pathlib import Path

from firsthand.model import Candidate, PlaceKind
from firsthand.resolve.gazetteer_entries import with_romanised
from firsthand.resolve.gazetteer_file import Entry, PlaceName, Role, name_key
from firsthand.resolve.gazetteer_lines import Progress, fault, lines
from firsthand.resolve.gazetteer_merge import Merger

__all__ = ["HEADER", "units"]

HEADER = "Перший рівень"
"""How the header of the codifier begins."""

_COLUMNS = 7
_CATEGORIES = frozenset("OKPHMTXCB")
_TOWNS = frozenset("KMTXC")
_ADJECTIVES = {"O": ("область", "ADM1"), "P": ("район", "ADM2"), "H": ("територіальна громада", "ADM3")}
_DEFAULT_RADIUS = {"ADM1": 100.0, "ADM2": 40.0, "ADM3": 15.0}


@dataclass(frozen=True, slots=True)
class _Unit:
    """One row: its codes from the largest down to its own, its category and its official name."""

    line: int
    codes: tuple[str, ...]
    category: str
    name: str

    @property
    def code(self) -> str:
        return self.codes[-1]

    @property
    def parents(self) -> tuple[str, ...]:
        """The nearest first."""
        return tuple(reversed(self.codes[:-1]))

    @property
    def oblast(self) -> str:
        return self.codes[0]


def units(path: Path, merger: Merger, tell: Progress) -> Iterator[tuple[int, Entry]]:
    """The units of the codifier, each with the number of its line: divisions first, then settlements.

    Raises GazetteerError at the first line that is not as the codifier writes it.
    """
    everything = [*_units(path, tell)]
    book = _Book(merger, everything)
    for unit in everything:
        if unit.category == "O" or (unit.category == "K" and len(unit.codes) == 1):
            entry = book.first_level(unit)
            if entry is not None:
                yield unit.line, entry
    towns = [unit for unit in everything if unit.category in _TOWNS and len(unit.codes) > 1]
    known = {unit.code: town for unit in towns if (town := book.same_town(unit))}
    for unit in everything:
        if unit.category in "PH":
            yield unit.line, book.division(unit, known)
    for unit in towns:
        yield unit.line, book.town(unit, known.get(unit.code))


def _units(path: Path, tell: Progress) -> Iterator[_Unit]:
    for line in lines(path, tell):
        cells = [cell.strip() for cell in next(csv.reader([line.text], delimiter=";"))]
        if len(cells) != _COLUMNS:
            wrong = f"there are {len(cells)} columns parted by semicolons, and should be {_COLUMNS}"
            raise fault(path, line.number, "", wrong, "The file may be cut short: fetch it again.")
        if line.number == 1:
            continue
        codes = tuple(cell for cell in cells[:5] if cell)
        if not codes or not all(len(code) == 19 and code.startswith("UA") and code[2:].isdigit() for code in codes):
            raise fault(
                path, line.number, "1 to 5", "the codes are not of the form UA and 17 digits", "Fetch the file again."
            )
        if cells[5] not in _CATEGORIES:
            known = ", ".join(sorted(_CATEGORIES))
            raise fault(
                path, line.number, "6", f"“{cells[5][:20]}” is none of the categories {known}", "Fetch the file again."
            )
        if not cells[6]:
            raise fault(path, line.number, "7", "the unit has no name", "Fetch the file again.")
        yield _Unit(line.number, codes, cells[5], cells[6].replace("’", "'"))


class _Book:
    """What is known while the codifier is read: its own units, and the gazetteer."""

    def __init__(self, merger: Merger, everything: Iterable[_Unit]) -> None:
        self._merger = merger
        self._areas: dict[str, Candidate] = {}
        self._namesakes: Counter[tuple[str, str]] = Counter()
        self._inside: dict[str, list[_Unit]] = defaultdict(list)
        for unit in everything:
            if unit.category in _TOWNS:
                self._namesakes[unit.oblast, name_key(unit.name)] += 1
                for parent in unit.parents:
                    self._inside[parent].append(unit)

    def first_level(self, unit: _Unit) -> Entry | None:
        """The oblast, joined with the gazetteer's. Kyiv and Sevastopol are towns and divisions in one."""
        name = f"{unit.name} область" if unit.category == "O" and unit.name.endswith("а") else unit.name
        found = [place for place in self._merger.named(name) if place.country == "UA" and place.feature == "ADM1"]
        if not found:
            return None
        self._areas[unit.code] = found[0]
        return Entry(found[0], (PlaceName(name, Role.ALTERNATE, "uk", added=True),), (unit.code,))

    def same_town(self, unit: _Unit) -> Candidate | None:
        """The town of the gazetteer that the unit is, if only one can be meant."""
        coded = self._merger.find(unit.code)
        if coded is not None and coded.radius_km == 0:
            return coded
        oblast = self._areas.get(unit.oblast)
        if oblast is None:
            return None
        named = [
            place
            for place in self._merger.named(unit.name)
            if place.kind is PlaceKind.SETTLEMENT and place.region == oblast.id and place.radius_km == 0
        ]
        district = self._district(unit)
        inside = [place for place in named if district is not None and place.district == district.id]
        if len(inside) == 1 and self._alone_in_district(unit):
            return inside[0]
        return named[0] if len(named) == 1 and self._namesakes[unit.oblast, name_key(unit.name)] == 1 else None

    def _alone_in_district(self, unit: _Unit) -> bool:
        key = name_key(unit.name)
        return len(unit.codes) > 1 and sum(name_key(other.name) == key for other in self._inside[unit.codes[1]]) == 1

    def _district(self, unit: _Unit) -> Candidate | None:
        """The district that the gazetteer has under the codifier's code, or whose centre bears its name."""
        return self._merger.find(unit.codes[1]) if len(unit.codes) > 1 else None

    def division(self, unit: _Unit, known: dict[str, Candidate]) -> Entry:
        """A district or community: its point is the mean of its known towns, its radius how far they lie."""
        word, feature = _ADJECTIVES[unit.category]
        towns = [known[other.code] for other in self._inside[unit.code] if other.code in known]
        parent = self._area_of(unit)
        place = Candidate(
            unit.code,
            f"{unit.name} {word}",
            *_mean(towns, parent),
            PlaceKind.REGION,
            "UA",
            sum(town.population for town in towns),
            region=self._oblast_id(unit),
            feature=feature,
            radius_km=_reach(towns, parent, _DEFAULT_RADIUS[feature]),
        )
        existing = self._merger.find(unit.code)
        if existing is not None:
            place = replace(place, id=existing.id)
        self._areas[unit.code] = place
        names = [PlaceName(place.name, Role.PREFERRED, "uk", added=True)]
        return Entry(place, tuple(with_romanised(names, "UA")), (unit.code,))

    def town(self, unit: _Unit, known: Candidate | None) -> Entry:
        """The settlement: what the gazetteer has with its official name, or a new one at its parent's point."""
        names = with_romanised([PlaceName(unit.name, Role.PREFERRED, "uk", added=True)], "UA")
        if known is not None:
            return Entry(known, tuple(names), (unit.code,))
        parent = self._area_of(unit)
        spelled = next((name.text for name in names if name.role is Role.TRANSLITERATION), unit.name)
        place = Candidate(
            unit.code,
            spelled,
            parent.lat if parent else 49.0,
            parent.lon if parent else 32.0,
            PlaceKind.SETTLEMENT,
            "UA",
            region=self._oblast_id(unit),
            feature="PPL",
            radius_km=parent.radius_km if parent else 600.0,
        )
        return Entry(place, tuple(names), (unit.code,))

    def _area_of(self, unit: _Unit) -> Candidate | None:
        return next((self._areas[code] for code in unit.parents if code in self._areas), None)

    def _oblast_id(self, unit: _Unit) -> str | None:
        oblast = self._areas.get(unit.oblast)
        return str(oblast.id) if oblast else None


def _mean(towns: list[Candidate], parent: Candidate | None) -> tuple[float, float]:
    if towns:
        return sum(town.lat for town in towns) / len(towns), sum(town.lon for town in towns) / len(towns)
    return (parent.lat, parent.lon) if parent else (49.0, 32.0)


def _reach(towns: list[Candidate], parent: Candidate | None, least: float) -> float:
    """In km: to the farthest town that is known, and a usual size at least; of none, as far as its parent."""
    if not towns:
        return parent.radius_km if parent else 600.0
    lat, lon = _mean(towns, parent)
    return max(least, *(111.2 * hypot(town.lat - lat, (town.lon - lon) * cos(radians(lat))) for town in towns))
