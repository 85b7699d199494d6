"""Parquet, by pyarrow, which comes with the extra `parquet`: a few hundred rows at a time."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import orjson

from firsthand.collect.channels.packed import address_of
from firsthand.collect.channels.rows import Rows, Tally, columns_of
from firsthand.collect.files import open_file
from firsthand.errors import EmptyInput, MissingInput, NotText
from firsthand.model import Capture, Skip
from firsthand.plugins import Wanted

if TYPE_CHECKING:
    from pyarrow import RecordBatch
    from pyarrow.parquet import ParquetFile

__all__ = ["canonical", "parquet_rows"]

_ROWS = 256
_LARGEST_GROUP = 4_000_000_000  # bytes of one row group unpacked; writers make them of 128 MB, or a few times that
_HINT = "install it with pip install 'firsthand[parquet]'"


def parquet_rows(path: Path, wanted: Wanted, tally: Tally) -> Iterator[Capture | Skip]:
    """Every row; what is kept of it is `canonical`.

    Raises:
        InputError: no pyarrow, no Parquet, no rows, or a column that is wanted and not there.
    """
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError as error:
        raise NotText(f"{path} is Parquet, which the package pyarrow reads: {_HINT}.") from error
    with open_file(path) as file:
        try:
            table: ParquetFile = pq.ParquetFile(file, buffer_size=1 << 20)
            names = [str(name) for name in table.schema_arrow.names]
        except (pa.ArrowException, OSError, ValueError) as error:
            raise NotText(f"{path} is no Parquet file, or a damaged one: {_first(error)}.") from error
        if table.metadata.num_rows == 0:
            raise EmptyInput(f"{path} has no rows.")
        _check_groups(table, path)
        rows = Rows(path.name, address_of(path), columns_of(names, wanted.columns, str(path)), wanted.since, tally)
        number = 0
        try:
            for batch in table.iter_batches(batch_size=_ROWS):
                for row in _rows(batch):
                    number += 1
                    if isinstance(row, str):
                        yield Skip("collect", f"{path.name}, row {number}", row)
                        continue
                    capture = rows.capture(_readable(row), canonical(row), f"row {number}", "application/json")
                    if capture is not None:
                        yield capture
        except (pa.ArrowException, MemoryError, ValueError) as error:
            yield Skip("collect", f"{path.name}, the rest from row {number + 1}", f"damaged: {_first(error)}")
        except OSError as error:
            raise MissingInput(f"{path} cannot be read to its end: {_first(error)}.") from error


def canonical(row: dict[str, object]) -> bytes:
    """A row as JSON in UTF-8, its columns by name, without spaces; times in ISO 8601, bytes as text or in base 64,
    decimals as they are written, what is no number (NaN) as null."""
    return orjson.dumps(row, default=_plain, option=orjson.OPT_SORT_KEYS | orjson.OPT_NON_STR_KEYS)


def _plain(value: object) -> object:
    if isinstance(value, bytes):
        try:
            return value.decode()
        except UnicodeDecodeError:
            return base64.b64encode(value).decode()
    return str(value)


def _readable(row: dict[str, object]) -> dict[str, object]:
    """Old writers do not say that their bytes are text."""
    return {name: _plain(value) if isinstance(value, bytes) else value for name, value in row.items()}


def _rows(batch: RecordBatch) -> Iterator[dict[str, object] | str]:
    """The rows of a batch; where one cannot be had, the reason in its place."""
    try:
        yield from batch.to_pylist()
    except (ValueError, TypeError, OverflowError):  # UnicodeDecodeError and pyarrow's own are ValueErrors
        for position in range(batch.num_rows):
            try:
                yield batch.slice(position, 1).to_pylist()[0]
            except (ValueError, TypeError, OverflowError) as error:
                yield f"a value in it cannot be read: {_first(error)}"


def _check_groups(table: ParquetFile, path: Path) -> None:
    for group in range(table.metadata.num_row_groups):
        if table.metadata.row_group(group).total_byte_size > _LARGEST_GROUP:
            raise NotText(
                f"{path} has parts of more than {_LARGEST_GROUP // 1_000_000_000} GB. Write it in smaller ones."
            )


def _first(error: BaseException) -> str:
    lines = str(error).strip().splitlines()
    return lines[0][:200].rstrip(".") if lines else type(error).__name__
