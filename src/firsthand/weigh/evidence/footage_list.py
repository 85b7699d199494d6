"""The list beside a collection of footage: which file was seen when and where, and what belongs to which claim.

    path            seen                    address
    old/column.jpg  2014-08-21              https://example.org/post/1
    old/smoke.mp4   2022-03-04T10:15+02:00  https://example.org/post/2

A TSV with a heading, or JSON (a list of objects, or one object a line). A day of seeing is only what stands here: the
time on a file is that of a copy. Every row can be hostile: a path may not lead out of the collection.
"""

from __future__ import annotations

import csv
import math
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from os import walk
from pathlib import Path, PurePosixPath

import orjson

from firsthand.errors import InputError, MissingInput, TableError, TooLarge
from firsthand.model import Skip
from firsthand.weigh.evidence.sun import Light, Reading

__all__ = ["Read", "Seen", "collection", "readings", "rows_of", "taken_for"]

_MOST_BYTES = 64 << 20
_MOST_FILES = 100_000
_LISTS = ("footage.tsv", "footage.json", "footage.jsonl")


@dataclass(frozen=True, slots=True)
class Seen:
    """A file of the collection: its path in it, when it was seen (None where nobody says), and where."""

    name: str
    path: Path
    when: datetime | date | None = None
    address: str = ""

    @property
    def day(self) -> date | None:
        return self.when.date() if isinstance(self.when, datetime) else self.when


@dataclass(frozen=True, slots=True)
class Read:
    """A person's reading of the light in the footage of a claim. No `place`: that of the claim is meant."""

    claim: str
    place: tuple[float, float] | None
    when: datetime | date | None
    light: Light
    minutes: float

    def at(self, lat: float, lon: float, when: datetime | date) -> Reading:
        return Reading(lat, lon, when, self.light, self.minutes)


def collection(what: str, skips: list[Skip]) -> list[Seen]:
    """The files of a folder, or of a list, in the order of their names; what cannot be one of them becomes a skip.

    Raises:
        MissingInput, TooLarge, TableError: there is no such folder or list, or it cannot be read.
    """
    given = Path(what)
    if given.is_dir():
        listed = next((given / name for name in _LISTS if (given / name).is_file()), None)
        root = given
    elif given.is_file():
        listed, root = given, given.parent
    else:
        raise MissingInput(f"{what}: no such folder of footage, nor a list of it (TSV or JSON: path, seen, address).")
    told = {each.name: each for each in _listed(listed, root, skips)} if listed else {}
    found = _files(given, skips) if given.is_dir() else iter(())
    names = {path.relative_to(root).as_posix(): path for path in found if path != listed}
    return [told.get(name) or Seen(name, names[name]) for name in sorted(names.keys() | told.keys())]


def _files(root: Path, skips: list[Skip]) -> Iterator[Path]:
    """Every plain file below a folder; links are not followed."""
    count = 0
    for folder, folders, files in walk(root):
        folders.sort()
        for name in [*folders, *sorted(files)]:
            path = Path(folder, name)
            if path.is_symlink():
                skips.append(Skip("weigh", path.relative_to(root).as_posix(), "it is a link: links are not followed"))
            elif name in files:
                count += 1
                if count > _MOST_FILES:
                    skips.append(Skip("weigh", root.as_posix(), f"only the first {_MOST_FILES:,} files are taken"))
                    return
                yield path
        folders[:] = [name for name in folders if not Path(folder, name).is_symlink()]


def _listed(table: Path, root: Path, skips: list[Skip]) -> Iterator[Seen]:
    for number, row in enumerate(rows_of(table, ("path",)), 1):
        where = f"{table.name}, row {number}"
        if number > _MOST_FILES:
            skips.append(Skip("weigh", where, f"only the first {_MOST_FILES:,} rows are taken"))
            return
        wrong, when = _wrong_path(row["path"], root), None
        if wrong is None and row.get("seen"):
            try:
                when = moment(row["seen"])
            except ValueError:
                wrong = f"{row['seen']!r} is no day or time (2025-11-22, or 2025-11-22T10:30+02:00)"
        if wrong is not None:
            skips.append(Skip("weigh", where, wrong))
            continue
        name = PurePosixPath(row["path"]).as_posix()
        yield Seen(name, root / name, when, row.get("address", "")[:500])


def _wrong_path(written: str, root: Path) -> str | None:
    """Why a path of the list is none of a file in the collection; None where it is."""
    if "\0" in written or not written or PurePosixPath(written).is_absolute() or ".." in PurePosixPath(written).parts:
        return f"{written[:100]!r} is no path within the collection"
    path = root / written
    try:
        if not path.exists() and not path.is_symlink():
            return f"there is no file {written!r} in the collection"
        if path.is_symlink() or path.resolve() != root.resolve() / written:
            return f"{written!r} is or goes through a link: links are not followed"
        if not stat.S_ISREG(path.stat().st_mode):
            return f"{written!r} is no plain file"
    except (OSError, RuntimeError) as error:
        return f"{written[:100]!r} cannot be opened: {error}"
    return None


def taken_for(table: Path) -> dict[str, list[str]]:
    """Which files belong to which claim: rows of claim, path.

    Raises:
        MissingInput, TooLarge, TableError: there is no such table, or it cannot be read.
    """
    files: dict[str, list[str]] = {}
    for row in rows_of(table, ("claim", "path")):
        files.setdefault(row["claim"], []).append(PurePosixPath(row["path"]).as_posix())
    return files


def readings(table: Path, skips: list[Skip]) -> list[Read]:
    """A person's readings: claim, time, lat, lon, shadow, shadow_tolerance, direction, direction_tolerance, light,
    minutes. What is empty was not read; a row that is not as it should be becomes a skip.

    Raises:
        MissingInput, TooLarge, TableError: there is no such table, or it cannot be read.
    """
    found = []
    for number, row in enumerate(rows_of(table, ("claim",)), 1):
        try:
            found.append(_reading(row))
        except (ValueError, InputError) as error:
            skips.append(Skip("weigh", f"{table.name}, row {number}", f"no reading of light: {error}"))
    return found


def _reading(row: Mapping[str, str]) -> Read:
    place = None
    if row.get("lat") or row.get("lon"):
        place = _number(row, "lat", -90, 90), _number(row, "lon", -180, 180)
    light = Light(
        _number(row, "shadow", 0, 1000) if row.get("shadow") else None,
        _number(row, "shadow_tolerance", 0, 1) if row.get("shadow_tolerance") else Light().ratio_tolerance,
        _number(row, "direction", 0, 360) if row.get("direction") else None,
        _number(row, "direction_tolerance", 0, 180) if row.get("direction_tolerance") else Light().direction_tolerance,
        {"": None, "day": True, "night": False}[_one_of(row.get("light", ""), ("", "day", "night"))],
    )
    if light == Light(None, light.ratio_tolerance, None, light.direction_tolerance, None):
        raise InputError("it has neither shadow nor direction nor light")
    when = moment(row["time"]) if row.get("time") else None
    if isinstance(when, datetime) and when.tzinfo is None:
        raise InputError(f"{row['time']} has no time zone: write 2025-11-22T11:30+02:00, or Z for UTC")
    minutes = _number(row, "minutes", 0, 720) if row.get("minutes") else 15.0
    return Read(row["claim"], place, when, light, minutes)


def _one_of(written: str, allowed: tuple[str, ...]) -> str:
    if written not in allowed:
        raise InputError(f"{written[:40]!r} is none of {', '.join(filter(None, allowed))}")
    return written


def _number(row: Mapping[str, str], name: str, low: float, high: float) -> float:
    try:
        value = float(row.get(name) or "nan")
    except ValueError:
        value = math.nan
    if not low <= value <= high:
        raise InputError(f"{name} {row.get(name, '')[:40]!r} is no number from {low:g} to {high:g}")
    return value


def moment(written: str) -> datetime | date:
    """A day or a time of ISO 8601. Raises ValueError."""
    return date.fromisoformat(written) if len(written) <= 10 else datetime.fromisoformat(written)


def rows_of(table: Path, needed: tuple[str, ...]) -> Iterator[dict[str, str]]:
    """The rows of a TSV with a heading, of a JSON list of objects, or of one object a line; every value as text.

    Raises:
        MissingInput: there is no such file.
        TooLarge: it is larger than a table may be.
        TableError: it is no such table, or lacks a column that is needed.
    """
    if not table.is_file():
        raise MissingInput(f"{table}: no such file.")
    if table.stat().st_size > _MOST_BYTES:
        raise TooLarge(f"{table}: {table.stat().st_size:,} bytes; a table may have {_MOST_BYTES:,}.")
    try:
        text = table.read_text("utf-8-sig")
        rows = _json_rows(text) if text.lstrip()[:1] in ("[", "{") else _tsv_rows(text)
    except (UnicodeDecodeError, orjson.JSONDecodeError, csv.Error) as error:
        raise TableError(f"{table}: neither a TSV with a heading nor JSON: {error}.") from error
    for number, row in enumerate(rows, 1):
        for name in needed:
            if not row.get(name):
                raise TableError(f"{table}, row {number}: it has no {name!r}. Needed are: {', '.join(needed)}.")
        yield row


def _tsv_rows(text: str) -> list[dict[str, str]]:
    lines = csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE, restkey="", restval="")
    return [{str(name).strip(): str(value).strip() for name, value in row.items() if name} for row in lines]


def _json_rows(text: str) -> list[dict[str, str]]:
    lines = (
        orjson.loads(text)
        if text.lstrip().startswith("[")
        else [orjson.loads(x) for x in text.splitlines() if x.strip()]
    )
    if not all(isinstance(each, dict) for each in lines):
        raise csv.Error("its entries are no objects")
    return [{str(name): "" if value is None else str(value).strip() for name, value in each.items()} for each in lines]
