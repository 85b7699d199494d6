"""Detections of fire from FIRMS CSV files, streamed into a table on disk that can be asked for a place.

DuckDB reads the files and keeps the table, with a limit on its memory: 2 GB take no more of it than 20 MB.
"""

from __future__ import annotations

import math
import tempfile
import weakref
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from firsthand.claims import Ground
from firsthand.errors import InputError
from firsthand.model import Skip
from firsthand.weigh.evidence.fires_files import Room, Source, members, unpacked
from firsthand.weigh.evidence.fires_lines import COLUMNS, LINES, heading_of, lines_of, odd_columns

__all__ = ["Archive", "Seen", "read_archive"]

_MEMORY = "256MB"
_UNPACKED = 16_000_000_000
_SHOWN = 20
"""Broken lines of a file that are named one by one."""
_EARTH_KM = 6371.0088
_KM_PER_DEGREE = 111.0
"""A little less than it is anywhere, so that a box made with it is never too small."""
_WIDEST_PIXEL = 5.0
_NEARBY_KM = 100.0


@dataclass(frozen=True, slots=True)
class Seen:
    """Detections of one sensor on one day (proleptic ordinal, UTC) near a place; `power` is the strongest's, in MW."""

    sensor: str
    day: int
    count: int
    night: int
    power: float | None


class Archive:
    """What was read, as a table in a folder of its own that goes when this does.

    `days` are, for each file and sensor, the days (proleptic ordinals, rising) on which it has anything anywhere.
    """

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="firsthand-fires-")
        self._connection = duckdb.connect(
            str(self.folder / "fires.duckdb"),
            config={
                "memory_limit": _MEMORY,
                "threads": 2,
                "temp_directory": str(self.folder / "spill"),
                "autoinstall_known_extensions": False,
                "autoload_known_extensions": False,
            },
        )
        self._connection.execute("set enable_progress_bar = false")  # it would draw it on standard output
        self._connection.execute(
            "create table fires (file smallint, sensor varchar, lat double, lon double, day date, minute smallint,"
            " level tinyint, pixel float, frp float, night boolean)"
        )
        self._close = weakref.finalize(self, _close, self._connection, self._folder)
        self.days: dict[tuple[int, str], list[int]] = {}

    @property
    def folder(self) -> Path:
        return Path(self._folder.name)

    def load(self, number: int, label: str, path: Path, today: date) -> list[Skip]:
        """Take in one CSV file, the `number`-th; what of it is broken is told.

        Raises:
            InputError: it is no such file at all; EmptyInput where nothing is in it.
        """
        heading = heading_of(path, label)
        lines = lines_of(heading, today)
        into = f"insert into fires select {number}, {COLUMNS} from ({lines}) where wrong is null"  # noqa: S608
        try:
            loaded = self._connection.execute(into, [str(path)]).fetchall()[0][0]
            skips = odd_columns(heading, label)
            if loaded < self._connection.execute(f"select count(*) from ({LINES})", [str(path)]).fetchall()[0][0]:  # noqa: S608
                skips += self._broken(lines, path, label)  # a second look, where it is worth it
        except duckdb.Error as error:
            self._connection.execute("delete from fires where file = ?", [number])
            raise InputError(f"{label} cannot be read: {str(error).splitlines()[0][:200]}") from error
        if not loaded:
            skips.insert(0, Skip("weigh", label, "there is no detection in it that can be read"))
        return skips

    def _broken(self, lines: str, path: Path, label: str) -> list[Skip]:
        """The first broken lines with their numbers, and how many more there are."""
        rows = self._connection.execute(
            f"select arg_min(wrong, line, {_SHOWN}), min(line, {_SHOWN}), count(*)"  # noqa: S608
            f" from ({lines}) where wrong is not null",
            [str(path)],
        ).fetchall()
        reasons, numbers, total = rows[0]
        found = list(zip(numbers or (), reasons or (), strict=True))
        skips = [Skip("weigh", f"{label}, line {line}", str(reason)) for line, reason in found]
        if total > len(found):
            skips.append(Skip("weigh", label, f"{total - len(found)} more lines of it are broken"))
        return skips

    def settle(self) -> None:
        """Once all is loaded: find out on which days there is anything."""
        rows = self._connection.execute(
            "select file, sensor, list(distinct day order by day) from fires group by file, sensor"
        ).fetchall()
        self.days = {(file, sensor): [day.toordinal() for day in days] for file, sensor, days in rows}

    def near(self, ground: Ground, level: int) -> list[Seen]:
        """Detections that may lie in a place, by day and sensor: within its radius and the size of the pixel.

        The same detection in two files counts once. `level` is the least confidence: 0 low, 1 nominal, 2 high.
        """
        once = (
            "select sensor, day, bool_or(night) as night, max(frp) as frp from fires"  # noqa: S608
            f" where level >= $level and {_IN_BOX} and {_DISTANCE} <= $radius + pixel"
            " group by sensor, day, lat, lon, minute"
        )
        rows = self._connection.cursor().execute(
            f"select sensor, day, count(*), count(*) filter (where night), max(frp) from ({once})"  # noqa: S608
            " group by sensor, day order by day, sensor",
            {**_around(ground, _WIDEST_PIXEL), "level": level, "radius": ground.radius_km},
        )
        return [Seen(name, day.toordinal(), count, night, power) for name, day, count, night, power in rows.fetchall()]

    def reaches(self, ground: Ground) -> bool:
        """Whether it has anything within 100 km of a place, on any day: else it is about somewhere else."""
        rows = self._connection.cursor().execute(
            f"select exists (from fires where {_IN_BOX} and {_DISTANCE} <= $radius)",
            {**_around(ground, _NEARBY_KM), "radius": ground.radius_km + _NEARBY_KM},
        )
        return bool(rows.fetchall()[0][0])


_IN_BOX = "lat between $south and $north and abs(((lon - $lon + 540) % 360) - 180) <= $wide"
"""Within a box around a place, which may lie across the 180th meridian."""
_DISTANCE = (
    f"2 * {_EARTH_KM} * asin(least(1, sqrt(pow(sin(radians(lat - $lat) / 2), 2)"
    " + cos(radians(lat)) * cos(radians($lat)) * pow(sin(radians(lon - $lon) / 2), 2))))"
)


def read_archive(paths: Sequence[Path], today: date) -> tuple[Archive, tuple[Skip, ...]]:
    """All detections in some files, and what of them could not be read.

    Raises:
        InputError: none of them has a detection that can be read; the message says why for the first.
    """
    archive, skips, room, number = Archive(), list[Skip](), Room(_UNPACKED), 0
    for path in paths:
        try:
            for source in members(path):
                number += 1
                skips += _taken_in(archive, number, source, room, today)
        except InputError as error:
            skips.append(Skip("weigh", path.name, str(error)))
    archive.settle()
    if not archive.days:
        why = "; ".join(f"{skip.record}: {skip.reason}" for skip in skips[:2])
        raise InputError(f"No fires can be read from {paths[0].name}{' and others' if len(paths) > 1 else ''}. {why}")
    return archive, tuple(skips)


def _taken_in(archive: Archive, number: int, source: Source, room: Room, today: date) -> list[Skip]:
    try:
        with unpacked(source, archive.folder, room) as plain:
            return archive.load(number, source.label, plain, today)
    except InputError as error:
        return [Skip("weigh", source.label, str(error))]


def _close(connection: duckdb.DuckDBPyConnection, folder: tempfile.TemporaryDirectory[str]) -> None:
    connection.close()
    folder.cleanup()


def _around(ground: Ground, margin_km: float) -> dict[str, float]:
    """The values for `_IN_BOX` and `_DISTANCE`: wide enough for the radius and a margin, also towards a pole."""
    high = (ground.radius_km + margin_km) / _KM_PER_DEGREE
    nearest_pole = abs(ground.lat) + high
    wide = 360.0 if nearest_pole >= 89 else high / math.cos(math.radians(nearest_pole))
    return {
        "lat": ground.lat,
        "lon": ground.lon,
        "south": ground.lat - high,
        "north": ground.lat + high,
        "wide": wide,
    }
