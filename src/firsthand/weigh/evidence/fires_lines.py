"""What a line of a FIRMS CSV file says, as SQL for DuckDB: the values of a detection, or what is wrong with the line.

The columns are those of NASA's archive and near-real-time files for MODIS and VIIRS
(https://www.earthdata.nasa.gov/data/tools/firms); their order does not matter. Each line is split here, and not by a
reader of CSV: so every broken one has its number, and none can swallow those behind it by an open quote.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from firsthand.errors import EmptyInput, InputError
from firsthand.model import Skip

__all__ = ["COLUMNS", "LINES", "heading_of", "lines_of", "odd_columns"]

COLUMNS = "sensor, lat, lon, day, minute, level, pixel, frp, night"
"""What `lines_of` gives of a detection: the edge of its `pixel` in km, `level` of confidence 0 to 2, `frp` in MW."""

_REQUIRED = ("latitude", "longitude", "acq_date")
_KNOWN = frozenset(_REQUIRED) | {
    *("brightness", "bright_t31", "bright_ti4", "bright_ti5", "scan", "track", "acq_time", "satellite", "instrument"),
    *("confidence", "version", "frp", "daynight", "type", "country_id"),
}
_HEADING = 10_000
"""Bytes in which a heading ends; longer than any of NASA's by far."""
_LINE = 100_000
_FIRST = date(2000, 2, 24)
"""When the first MODIS saw its first; no detection can be earlier."""


def heading_of(path: Path, label: str) -> dict[str, int]:
    """Column → its place in a line, from 1.

    Raises:
        EmptyInput: there is no first line.
        InputError: a column that is needed is not there, or one stands twice.
    """
    with path.open("rb") as file:
        first = file.readline(_HEADING).decode("ascii", "replace").lstrip("?\ufffd").strip()
    if not first:
        raise EmptyInput(f"{label} is empty, or its first line is: the names of the columns must stand there.")
    names = [name.strip().strip('"').strip().lower() for name in first.split(",")]
    lacking = [name for name in _REQUIRED if name not in names]
    if lacking:
        raise InputError(
            f"{label}, line 1: no column {', '.join(lacking)}. A FIRMS file has {', '.join(_REQUIRED)} and more,"
            f" with commas between; this one begins with {first[:80]!r}."
        )
    double = sorted({name for name in names if names.count(name) > 1})
    if double:
        raise InputError(f"{label}, line 1: the column {', '.join(double)[:200]} stands twice.")
    return {name: at for at, name in enumerate(names, 1)}


def odd_columns(heading: Mapping[str, int], label: str) -> list[Skip]:
    """That there are columns nobody knows: they are not read, the others are."""
    odd = ", ".join(name for name in heading if name not in _KNOWN)[:200]
    return [Skip("weigh", f"{label}, line 1", f"columns that FIRMS does not have were not read: {odd}")] if odd else []


def lines_of(heading: Mapping[str, int], today: date) -> str:
    """A query over the lines of a file (its path is the one parameter): `line` (from 1), `wrong` (None where nothing
    is), and the `COLUMNS`. What is dated later than `today` is wrong. Empty lines are left out."""
    fields = (
        f"select line, p, len(p) as fields, {_number(heading, 'latitude')} as lat,"  # noqa: S608 (numbers of columns)
        f" {_number(heading, 'longitude')} as lon, {_day(heading)} as day, {_minute(heading)} as minute,"
        f" {_level(heading)} as level, {_sensor(heading)} as sensor, {_number(heading, 'frp')} as frp,"
        f" {_text(heading, 'daynight')} = 'n' as night, {_edge(heading)} as edge from ({LINES})"
    )
    return (
        f"select *, coalesce(edge, if(sensor = 'MODIS', 1.0, 0.375)) as pixel, {_wrong(heading, today)} as wrong"  # noqa: S608
        f" from ({fields})"
    )


LINES = (
    f"select line, string_split(written, ',') as p from (select row_number() over () as line,"  # noqa: S608
    " trim(written, e' \\t\\r') as written from read_csv(?, columns = {'written': 'VARCHAR'}, header = false,"
    " auto_detect = false, delim = e'\\x1f', quote = '', escape = '', strict_mode = false,"
    f" ignore_errors = true, max_line_size = {_LINE})) where line > 1 and written <> ''"
)
"""A query over the lines that are not empty, split at commas; without the heading."""


def _text(heading: Mapping[str, int], column: str) -> str:
    at = heading.get(column)
    return f"lower(trim(p[{at}], ' \"'))" if at else "null::varchar"


def _number(heading: Mapping[str, int], column: str) -> str:
    return f"try_cast({_text(heading, column)} as double)"


def _day(heading: Mapping[str, int]) -> str:
    text = _text(heading, "acq_date")
    return f"if(regexp_full_match({text}, '\\d{{4}}-\\d\\d-\\d\\d'), try_cast({text} as date), null)"


def _minute(heading: Mapping[str, int]) -> str:
    """ "0012", "12" and "00:12" are the same minute; only there to know the same detection again."""
    return f"try_cast(replace({_text(heading, 'acq_time')}, ':', '') as smallint)"


def _level(heading: Mapping[str, int]) -> str:
    """VIIRS says l, n, h; MODIS says percent, of which NASA takes below 30 for low and from 80 for high."""
    if "confidence" not in heading:
        return "1"
    text = _text(heading, "confidence")
    percent = f"try_cast({text} as double)"
    return (
        f"case when {text} in ('l', 'low') then 0 when {text} in ('n', 'nominal') then 1"
        f" when {text} in ('h', 'high') then 2 when {percent} between 0 and 100"
        f" then if({percent} < 30, 0, if({percent} < 80, 1, 2)) end"
    )


def _sensor(heading: Mapping[str, int]) -> str:
    """Which instrument saw it: each has its own first and last day, so each is counted against its own background."""
    name, satellite = _text(heading, "instrument"), _text(heading, "satellite")
    modis = "'true'" if "instrument" not in heading and "brightness" in heading else f"{name} = 'modis'"
    return (
        f"case when {modis} then 'MODIS'"
        f" when {satellite} in ('n', 'npp', 'snpp', 's-npp', 'suomi npp', 'suomi-npp') then 'VIIRS S-NPP'"
        f" when {satellite} in ('1', 'n20', 'j1', 'noaa-20', 'noaa20') then 'VIIRS NOAA-20'"
        f" when {satellite} in ('2', 'n21', 'j2', 'noaa-21', 'noaa21') then 'VIIRS NOAA-21'"
        " else 'another sensor' end"
    )


def _edge(heading: Mapping[str, int]) -> str:
    """The longer edge of the pixel in km, where it is given and can be: MODIS at the edge of its swath has 4.8."""
    longer = f"greatest({_number(heading, 'scan')}, {_number(heading, 'track')})"
    return f"if({longer} between 0.1 and 5, {longer}, null)"


def _wrong(heading: Mapping[str, int], today: date) -> str:
    """What is wrong with a line, in words; the first thing that is."""

    def shown(column: str) -> str:
        return f"left(p[{heading[column]}], 40)"

    confidence = (
        f" when level is null then concat('the confidence ''', {shown('confidence')}, ''' is not l, n, h or 0 to 100')"
        if "confidence" in heading
        else ""
    )
    return (
        f"case when fields <> {len(heading)}"
        f" then concat('it has ', fields, ' fields, and the heading has {len(heading)}')"
        f" when lat is null or isnan(lat) then concat('the latitude ''', {shown('latitude')}, ''' is no number')"
        f" when lon is null or isnan(lon) then concat('the longitude ''', {shown('longitude')}, ''' is no number')"
        " when not lat between -90 and 90"
        " then concat('the latitude ', lat, ' is not between -90 and 90: are latitude and longitude swapped?')"
        " when not lon between -180 and 180 then concat('the longitude ', lon, ' is not between -180 and 180')"
        f" when day is null then concat('the date ''', {shown('acq_date')}, ''' is not written as 2025-11-30')"
        f" when day > date '{today}' then concat('it is dated ', day, ', in the future')"
        f" when day < date '{_FIRST}' then concat('it is dated ', day, ', before any of these satellites')"
        f"{confidence} end"
    )
