"""Control maps: dated polygons of who holds what, and which share of a place they show on each day.

    files → control_files → control_formats → control_maps → control_shares → control_rules → Evidence

Polygons may come as GeoJSON, KML or shapefiles, each packed or not. A place is always a disc, never a point: on one map
two points of one town, a kilometre apart, change hands 49 days apart. Maps and layers are kept apart, and what they
disagree about is kept.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from firsthand.errors import InputError, TableError
from firsthand.evidence import Asked, Evidence
from firsthand.kinds import Verdict
from firsthand.model import Skip

if TYPE_CHECKING:  # numpy and shapely are loaded only where a map is opened
    from firsthand.weigh.evidence.control_maps import DatedMap, Loaded, Reading
    from firsthand.weigh.evidence.control_rings import Box
    from firsthand.weigh.evidence.control_rules import Question
    from firsthand.weigh.evidence.control_shares import Disc, Series

__all__ = ["CONTROL", "OPTIONS", "Control", "Differing", "Held", "Maps"]

OPTIONS: Mapping[str, str] = {
    "holder": 'who holds what is drawn: "RU"; or by layer, the first that fits: "occupied*=RU; liberated*=UA"',
    "side": 'with whom the makers of the maps sympathise: "UA"; left out where with nobody, or not known',
    "layers": "the property that says to which layer a drawing belongs; left out, the file name without its day does",
    "date": "the property that says of which day a drawing is; left out, the file name does, or date, day, when",
    "area": 'which area the maps are of: "south, west, north, east" in degrees; left out, 100 km around all drawings',
}
LIMITATION = (
    "A map-maker's reading of reports and footage, often some days late. Ground in dispute (a grey zone) is left out: "
    "it is drawn as held by nobody."
)
_SMALLEST = 1.0
"""Radius in km below which a place is a point, of which a map cannot speak."""
_AROUND = 100.0
"""Km around all that is drawn within which maps are taken to speak of a place, where no area is given."""
_KM = 111.2
"""Of a degree of latitude."""
_NEAR = 30
"""Days before the first map and after the last in which a claim still concerns them."""
_DIFFER = 0.1


@dataclass(frozen=True, slots=True)
class Held:
    """Which share of a place one layer shows as held by whom, on one day."""

    day: date
    layer: str
    holder: str
    share: float


@dataclass(frozen=True, slots=True)
class Differing:
    """A day on which layers say different things of a place: two of one holder, or together more than all of it."""

    day: date
    shares: tuple[Held, ...]


class Maps:
    """The maps of one maker, opened. A `Body` of evidence."""

    def __init__(self, what: str, name: str, side: str | None, loaded: Loaded, area: Box | None = None) -> None:
        from firsthand.weigh.evidence.control_shares import layers_of

        self._what, self._name, self._side, self._loaded = what, name, side, loaded
        self.layers = layers_of(loaded.maps)
        self._bounds = _around([layer.bounds for layer in self.layers])
        self._area = area
        self._cached: Callable[[Disc], tuple[Series, ...]] = lru_cache(maxsize=1024)(self._series)

    @property
    def version(self) -> str:
        """The hash of all files, in the order of their names, and of how they were read."""
        return self._loaded.version

    @property
    def skips(self) -> tuple[Skip, ...]:
        """What could not be read, and what had to be put right."""
        return self._loaded.skips

    @property
    def side(self) -> str | None:
        """With whom the makers sympathise, where that is known."""
        return self._side

    @property
    def days(self) -> tuple[date, ...]:
        """The days of which any layer has a map, in their order."""
        return tuple(sorted({day for layer in self.layers for day in layer.days}))

    def drawn(self, day: date) -> tuple[DatedMap, ...]:
        """What each layer with a map of that day draws; nothing is filled in from other days."""
        found = (layer.on(day) for layer in self.layers)
        return tuple(each for each in found if each is not None)

    def series(self, lat: float, lon: float, radius_km: float) -> tuple[Series, ...]:
        """Of each layer the share of a disc that it shows as held, on each day of which it has a map.

        Raises:
            InputError: the disc reaches a pole.
        """
        return self._cached(_disc(lat, lon, radius_km))

    def who_held(self, lat: float, lon: float, radius_km: float, day: date) -> tuple[Held, ...]:
        """What each layer with a map of that day shows; empty where there is none."""
        found = ((each, each.on(day)) for each in self.series(lat, lon, radius_km))
        return tuple(Held(day, each.layer, each.holder, share) for each, share in found if share is not None)

    def differing(self, lat: float, lon: float, radius_km: float, by: float = _DIFFER) -> tuple[Differing, ...]:
        """The days on which layers disagree by such a share or more."""
        days = sorted({day for each in self.series(lat, lon, radius_km) for day in each.days})
        every = (Differing(day, self.who_held(lat, lon, radius_km, day)) for day in days)
        return tuple(each for each in every if _disagree(each.shares, by))

    def asked(self, asked: Asked) -> Iterator[Evidence]:
        """What each layer says of a claim that ground was taken or lost; nothing where it is of another kind, place,
        or time."""
        from firsthand.weigh.evidence.control_rules import TAKING, Question, claimed_day
        from firsthand.weigh.evidence.control_shares import Disc

        if asked.event not in TAKING or asked.ground is None:
            return
        disc = Disc(asked.ground.lat, asked.ground.lon, max(asked.ground.radius_km, _SMALLEST))
        day = claimed_day(asked)
        if disc.at_pole:
            return
        if not self._covers(disc.lat, disc.lon):
            if self._covers(disc.lon, disc.lat, around=0.0):
                yield self._exchanged(asked)
            return
        every = self._cached(disc)
        for layer, series in zip(self.layers, every, strict=True):
            near = layer.days[0] - timedelta(_NEAR) <= day <= layer.days[-1] + timedelta(_NEAR)
            if near:
                yield self._evidence(Question(asked, disc, series, self._side), every)

    def _series(self, disc: Disc) -> tuple[Series, ...]:
        return tuple(layer.series(disc) for layer in self.layers)

    def _evidence(self, question: Question, every: tuple[Series, ...]) -> Evidence:
        from firsthand.weigh.evidence.control_rules import finding_of, measured_of, window

        found = finding_of(question)
        since, until = window(question)
        records = dict(zip(question.shown.days, question.shown.records, strict=True))
        record = records.get(question.nearest[0]) if question.nearest else None
        return Evidence(
            connector=CONTROL.name,
            body=self._name,
            version=self.version,
            verdict=found.verdict,
            rule=found.rule,
            detail=self._layered(question, every) + found.says + _others(question, every),
            limitation=self._limitation(question.disc),
            measured=measured_of(question),
            side=self._side,
            since=since,
            until=until,
            at=record or self._what,
        )

    def _layered(self, question: Question, every: tuple[Series, ...]) -> str:
        return f"Layer {question.shown.layer}: " if len(every) > 1 else ""

    def _limitation(self, disc: Disc) -> str:
        side = f"Its makers sympathise with {self._side}." if self._side else "Whom its makers side with is not told."
        place = f"The place is taken as a circle of {disc.radius_km:g} km, not as its built-up ground."
        return f"{LIMITATION} {side} {place}"

    def _exchanged(self, asked: Asked) -> Evidence:
        says = (
            "The place lies away from all that is drawn, and would lie in it with latitude and longitude exchanged: "
            "the maps may have been exported the wrong way round, and nothing was read off them."
        )
        return Evidence(
            CONTROL.name, self._name, self.version, Verdict.SILENT, "map_axes_doubtful", says, LIMITATION,
            side=self._side, since=asked.told, until=asked.told, at=self._what,
        )  # fmt: skip

    def _covers(self, lat: float, lon: float, around: float = _AROUND) -> bool:
        """Whether the maps speak of a place: it lies in the area they are of, or near what they draw."""
        box = self._area or self._bounds
        if box is None or abs(lat) > 90:
            return False
        west, south, east, north = box
        high = 0.0 if self._area else around / _KM
        wide = min(180.0, high / max(0.05, _cosine(lat)))
        if not south - high <= lat <= north + high:
            return False
        return any(west - wide <= lon + turn <= east + wide for turn in (-360.0, 0.0, 360.0))


@dataclass(frozen=True, slots=True)
class Control:
    """The connector. `today` says which day it is: a map of a later one is refused, but for one day of time zones."""

    today: Callable[[], date] = lambda: datetime.now(UTC).date()

    @property
    def name(self) -> str:
        return "control"

    @property
    def limitation(self) -> str:
        return LIMITATION

    @property
    def options(self) -> Mapping[str, str]:
        return OPTIONS

    def open(self, what: str, name: str, options: Mapping[str, str]) -> Maps:
        """The maps at a path: a file, an archive, or a folder of them.

        Raises:
            InputError: no map can be read there, or it is an address: maps are read from files.
            TableError: an option is not as it should be; `holder` is always needed.
        """
        if re.match(r"\w+://", what):
            raise InputError(f"{what}: control maps are read from files. Fetch them first, and name the folder.")
        reading = self._reading(options)
        try:
            from firsthand.weigh.evidence.control_files import Limits
            from firsthand.weigh.evidence.control_maps import load
        except ImportError as error:
            raise InputError(f"Maps need a library that is missing ({error.name}). Install firsthand anew.") from error
        loaded = load(Path(what), reading, Limits())
        return Maps(what, name, options.get("side") or None, loaded, reading.area)

    def _reading(self, options: Mapping[str, str]) -> Reading:
        from firsthand.weigh.evidence.control_maps import Reading

        unknown = sorted(set(options) - set(OPTIONS))
        if unknown:
            raise TableError(f"Control maps have no option {', '.join(unknown)}. They have: {', '.join(OPTIONS)}.")
        return Reading(
            holders=_holders(options.get("holder", "")),
            newest=self.today() + timedelta(1),
            dated_by=options.get("date") or None,
            layers_by=options.get("layers") or None,
            area=_area(options["area"]) if options.get("area") else None,
        )


CONTROL = Control()


def _holders(told: str) -> tuple[tuple[str, str], ...]:
    pairs = [part.strip() for part in told.split(";") if part.strip()]
    if not pairs:
        raise TableError('The option holder is missing: who holds what the maps draw, as in "RU" or "occupied*=RU".')
    found = [tuple(map(str.strip, pair.rpartition("=")[::2])) for pair in pairs]
    if any(not who for _, who in found):
        raise TableError(f'The option holder names nobody in {told!r}. Write "RU", or "layer=RU; other layer=UA".')
    return tuple((pattern or "*", who) for pattern, who in found)


def _area(told: str) -> Box:
    try:
        south, west, north, east = map(float, told.split(","))
    except ValueError:
        raise TableError(f"The option area is not south, west, north, east in degrees: {told!r}.") from None
    if not (-90 <= south < north <= 90 and -180 <= west < east <= 540):
        raise TableError(f"The option area is no area on the globe: {told!r}. Write south, west, north, east.")
    return west, south, east, north


def _disc(lat: float, lon: float, radius_km: float) -> Disc:
    from firsthand.weigh.evidence.control_shares import Disc

    disc = Disc(lat, lon, max(radius_km, _SMALLEST))
    if disc.at_pole:
        raise InputError(f"A circle of {radius_km:g} km around {lat}, {lon} reaches a pole, or lies on no globe.")
    return disc


def _cosine(lat: float) -> float:
    from math import cos, radians

    return cos(radians(lat))


def _around(boxes: list[Box | None]) -> Box | None:
    found = [box for box in boxes if box is not None]
    if not found:
        return None
    west, south, east, north = zip(*found, strict=True)
    return min(west), min(south), max(east), max(north)


def _disagree(shares: tuple[Held, ...], by: float) -> bool:
    holders: dict[str, list[float]] = {}
    for each in shares:
        holders.setdefault(each.holder, []).append(each.share)
    apart = any(max(told) - min(told) >= by for told in holders.values())
    return apart or sum(max(told) for told in holders.values()) >= 1 + by


def _others(question: Question, every: tuple[Series, ...]) -> str:
    """What other layers of the same maps say of the same day, where that is another thing."""
    from firsthand.weigh.evidence.control_rules import percent

    if question.nearest is None:
        return ""
    day = question.nearest[0]
    own = question.shown.on(day)
    told = [(each, each.on(day)) for each in every if each is not question.shown]
    says = [
        f" Layer {each.layer} shows {percent(share)} as held by {each.holder} on the same day."
        for each, share in told
        if share is not None
        and own is not None
        and (abs(share - own) >= _DIFFER if each.holder == question.shown.holder else share + own >= 1 + _DIFFER)
    ]
    return "".join(says)
