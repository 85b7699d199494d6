"""Tables of events: CSV, CSV with HXL tags, and Parquet, all with the columns of `columns`."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import islice
from typing import BinaryIO

from firsthand.errors import OutputError
from firsthand.show.export.columns import COLUMNS, Column, Event, Kind, Value
from firsthand.show.export.harmless import cell
from firsthand.show.export.material import Material
from firsthand.show.plain import one_line

__all__ = ["PARQUET_MISSING", "write_csv", "write_hxl", "write_parquet"]

_TOGETHER = 500
"""Rows that are held at once."""
PARQUET_MISSING = "Parquet is written by pyarrow, which is not installed: pip install 'firsthand[parquet]'"


def write_csv(material: Material, file: BinaryIO) -> int:
    """Comma-separated values in UTF-8 (RFC 4180), with the names of the columns in the first line; how many rows."""
    return _write_lines(material, file, [[column.name for column in COLUMNS]])


def write_hxl(material: Material, file: BinaryIO) -> int:
    """The same with a second line of HXL tags; how many rows."""
    tags = [column.hxl for column in COLUMNS]
    return _write_lines(material, file, [[column.name for column in COLUMNS], tags])


def write_parquet(material: Material, file: BinaryIO) -> int:
    """The same columns with types of their own; texts stand as they are, as nothing runs them. How many rows.

    Raises:
        OutputError: pyarrow is not installed.
    """
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError as error:
        raise OutputError(PARQUET_MISSING) from error
    types = {
        Kind.TEXT: pa.string(),
        Kind.WHOLE: pa.int64(),
        Kind.NUMBER: pa.float64(),
        Kind.DAY: pa.date32(),
        Kind.YES_NO: pa.bool_(),
    }
    fields = [pa.field(each.name, types[each.kind], metadata={"says": each.says, "hxl": each.hxl}) for each in COLUMNS]
    about = {"firsthand:case": material.standing.case, "firsthand:log": material.standing.head}
    schema = pa.schema(fields, metadata=about)
    count = 0
    with pq.ParquetWriter(pa.PythonFile(file, mode="w"), schema, compression="zstd") as writer:
        for rows in _portions(material):
            columns = [[_typed(column, column.of(row)) for row in rows] for column in COLUMNS]
            arrays = [pa.array(values, field.type) for values, field in zip(columns, schema, strict=True)]
            writer.write_batch(pa.record_batch(arrays, schema=schema))
            count += len(rows)
    return count


def _portions(material: Material) -> Iterator[list[Event]]:
    events = (Event(each, material.papers) for each in material.claims())
    while rows := list(islice(events, _TOGETHER)):
        yield rows


def _write_lines(material: Material, file: BinaryIO, heads: Sequence[Sequence[str]]) -> int:
    count = 0
    file.write(_lines(heads))
    for rows in _portions(material):
        file.write(_lines([[_written(column.of(row)) for column in COLUMNS] for row in rows]))
        count += len(rows)
    return count


def _lines(rows: Sequence[Sequence[str]]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerows(rows)
    return out.getvalue().encode()


def _written(value: Value) -> str:
    """A value as a cell: only texts can come from outside."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:.15g}"
    return value.isoformat() if isinstance(value, date) else cell(value) if isinstance(value, str) else str(value)


def _typed(column: Column, value: Value) -> Value:
    if column.kind is Kind.TEXT:
        return one_line(str(value)) or None if value is not None else None
    return float(value) if column.kind is Kind.NUMBER and isinstance(value, int) else value
