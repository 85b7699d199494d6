"""Change seen by radar: whether more of a place changed than is called changed where nothing happened.

    a folder of GeoTIFFs (`change_rasters`), footprints (`change_ground`) → scores (`change_scores`), before against
    after (`change_looking`) → Evidence

It never contradicts: radar with pixels of 10 m sees a collapsed house, and no hole in its wall.
"""

from __future__ import annotations

import hashlib
import importlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from firsthand.errors import InputError, TableError
from firsthand.evidence import Asked, Evidence, Measured
from firsthand.kinds import Verdict
from firsthand.model import Skip
from firsthand.weigh.evidence.change_ground import read_footprints
from firsthand.weigh.evidence.scenes_area import disc

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from firsthand.weigh.evidence.change_looking import Look
    from firsthand.weigh.evidence.change_rasters import Folder
    from firsthand.weigh.evidence.change_scores import Rate

__all__ = ["CHANGE", "EXPECTED", "POSSIBLE", "Change", "ChangeBody"]

EXPECTED = frozenset(
    {"air_strike", "destruction", "disaster_earthquake", "drone_strike", "explosion", "missile_strike", "shelling"}
)
"""Types of event that change buildings, so that change speaks for them."""
POSSIBLE = frozenset(
    {"accident", "disaster", "disaster_flood", "disaster_storm", "ground_assault", "territory_captured"}
    | {"territory_lost", "wildfire"}
)
"""Those that change something on the ground: change goes with them, and no more."""

_LIMITATION = (
    "Radar backscatter changes with whatever changes on the ground: rubble, and also building work, harvest, snow,"
    " water and parked vehicles; it does not say who did it, nor on which day between the images. Damage smaller than"
    " a pixel, and to walls and windows, is not seen: no change is no sign that nothing was hit."
)


@dataclass(frozen=True, slots=True)
class _Options:
    before: int = 365
    after: int = 60
    alarms: float = 0.05
    widest: float = 5.0


@dataclass(frozen=True, slots=True)
class ChangeBody:
    """A folder of images that was opened. `looking` is the module that compares them: it needs rasterio and scipy."""

    name: str
    version: str
    at: str
    folder: Folder
    footprints: tuple[BaseGeometry, ...]
    looking: Any
    broken: list[Skip]
    options: _Options = field(default_factory=_Options)

    @property
    def skips(self) -> tuple[Skip, ...]:
        return tuple(self.broken)

    def asked(self, asked: Asked) -> Iterator[Evidence]:
        """Whether the place changed; nothing for events that change nothing on the ground, or images of elsewhere."""
        ground = asked.ground
        if ground is None or asked.event not in EXPECTED | POSSIBLE:
            return
        if ground.radius_km > self.options.widest:
            yield self._silent(
                "change_place_too_wide",
                f"The place is a circle of {ground.radius_km:.0f} km; somewhere"
                f" in more than {self.options.widest:g} km something always changes.",
            )
            return
        since = asked.since or asked.until or asked.told
        until = max(since, asked.until or asked.since or asked.told)
        window = self.looking.Window(since, until, self.options.before, self.options.after)
        seen, skips = self.looking.look(self.folder, disc(ground), self.footprints, window, self.options.alarms)
        self.broken.extend(each for each in skips if each not in self.broken)
        if isinstance(seen, str):
            yield self._silent("change_not_measured", f"Whether the place changed cannot be told: {seen}.")
        elif seen is not None:
            yield self._evidence(asked, seen)

    def _evidence(self, asked: Asked, seen: Look) -> Evidence:
        if seen.changed.low <= seen.false_alarms.high:
            verdict, rule, said = Verdict.SILENT, "change_as_false_alarms", "no more than is called so where nothing is"
        elif seen.changed.low <= seen.around.high:
            verdict, rule, said = Verdict.CONSISTENT, "change_as_around", "and about as many around the place"
        elif asked.event in EXPECTED:
            verdict, rule, said = Verdict.SUPPORTS, "change_seen", "more than false alarms, and more than around it"
        else:
            verdict, rule = Verdict.CONSISTENT, "change_beside"
            said = "more than false alarms, but what is claimed may change nothing, or be without it"
        return Evidence(
            "change",
            self.name,
            self.version,
            verdict,
            rule,
            _detail(seen, said),
            _LIMITATION,
            _measured(seen),
            since=seen.days[0],
            until=seen.days[1],
            at=self.at,
        )

    def _silent(self, rule: str, detail: str) -> Evidence:
        return Evidence("change", self.name, self.version, Verdict.SILENT, rule, detail, _LIMITATION, at=self.at)


@dataclass(frozen=True, slots=True)
class Change:
    """The kind of evidence "change"; `today` tells which images are of the future."""

    today: Callable[[], date] = lambda: datetime.now(UTC).date()

    @property
    def name(self) -> str:
        return "change"

    @property
    def limitation(self) -> str:
        return _LIMITATION

    @property
    def options(self) -> Mapping[str, str]:
        return {
            "footprints": "a GeoJSON file with the outlines of buildings, in the folder or a whole path;"
            " without it all pixels of the place count",
            "before": "how many days before the claimed day are the reference; 365 unless said otherwise",
            "after": "how many days after it are held against them; 60 unless said otherwise",
            "false_alarms": "the share of unchanged ground that may be called changed; 0.05 unless said otherwise",
            "widest": "km; about a place with a larger radius nothing is said; 5 unless said otherwise",
        }

    def open(self, what: str, name: str, options: Mapping[str, str]) -> ChangeBody:
        """A folder of GeoTIFFs of radar backscatter on one grid, named by their dates.

        Raises:
            InputError: rasterio or scipy is missing, or nothing can be read; TableError for a wrong option.
        """
        set_to = _options(options, self.options)
        try:
            rasters = importlib.import_module("firsthand.weigh.evidence.change_rasters")
            looking = importlib.import_module("firsthand.weigh.evidence.change_looking")
        except ImportError as error:
            raise InputError(
                "Change is measured with rasterio and scipy, one of which is missing: pip install 'firsthand[imagery]'"
                f" ({error})."
            ) from error
        folder: Folder = rasters.read_folder(what, self.today() + timedelta(days=1))
        footprints: list[BaseGeometry] = []
        broken = list(folder.skips)
        drawn = _drawn(what, options.get("footprints"))
        if drawn is not None:
            footprints, skips = read_footprints(drawn)
            broken += skips
        version = _version(folder.digest, drawn, options)
        return ChangeBody(name, version, what, folder, tuple(footprints), looking, broken, set_to)


CHANGE = Change()


def _drawn(what: str, footprints: str | None) -> Path | None:
    """The file with footprints: in the folder of the images, where it is named without its whole path and is there."""
    if not footprints:
        return None
    named = Path(footprints).expanduser()
    beside = Path(what).expanduser() / named
    return beside if beside.is_file() else named


def _version(images: str, drawn: Path | None, options: Mapping[str, str]) -> str:
    """Of images, footprints (their bytes, not their name) and the other options."""
    outlines = hashlib.sha256(drawn.read_bytes()).hexdigest() if drawn else ""
    others = sorted((key, value) for key, value in options.items() if key != "footprints")
    return hashlib.sha256(f"change 1\n{images}\n{outlines}\n{others!r}".encode()).hexdigest()


def _options(given: Mapping[str, str], known: Mapping[str, str]) -> _Options:
    odd = sorted(set(given) - set(known))
    if odd:
        raise TableError(f"Change has no option {', '.join(odd)}. It has: {', '.join(known)}.")
    return _Options(
        int(_number(given, "before", 365, 30, 4000)),
        int(_number(given, "after", 60, 1, 1000)),
        _number(given, "false_alarms", 0.05, 0.001, 0.3),
        _number(given, "widest", 5, 0.1, 50),
    )


def _number(given: Mapping[str, str], option: str, usual: float, least: float, most: float) -> float:
    try:
        value = float(given.get(option, usual))
    except ValueError as error:
        raise TableError(f"{option}={given[option]}: it is a number from {least:g} to {most:g}.") from error
    if not least <= value <= most:
        raise TableError(f"{option}={given[option]}: it is a number from {least:g} to {most:g}.")
    return value


def _detail(seen: Look, said: str) -> str:
    stacks = "; ".join(f"{name}: {before} before, {after} after" for name, before, after in seen.stacks)
    return (
        f"{_share(seen.changed)} of {seen.changed.of} {seen.unit} changed, {said}. Around the place"
        f" {_share(seen.around)} of {seen.around.of}. On unchanged ground, measured before the claim,"
        f" {_share(seen.false_alarms)} are called changed. Images {seen.days[0]} to {seen.days[1]} ({stacks})."
    )


def _share(rate: Rate) -> str:
    return f"{rate.value:.1%} ({rate.low:.1%} to {rate.high:.1%})" if rate.of else "nothing"


def _measured(seen: Look) -> tuple[Measured, ...]:
    named = ("changed", seen.changed), ("changed around", seen.around), ("false alarms", seen.false_alarms)
    rates = [Measured(what, rate.value, f"share of {seen.unit}", None, rate.low, rate.high) for what, rate in named]
    beyond = max(0.0, (seen.changed.value - seen.false_alarms.value) / (1 - seen.false_alarms.value))
    return (
        *rates,
        Measured("changed beyond false alarms", beyond, f"share of {seen.unit}"),
        Measured(f"{seen.unit} looked at", seen.changed.of),
        Measured("threshold", seen.threshold, "standard scores"),
    )
