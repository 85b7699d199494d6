"""Tables of reports: JSON lines, CSV and TSV, Parquet. Every row is one report, and its own bytes are what is kept."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, islice
from pathlib import Path

import orjson

from firsthand.collect.channels.packed import LONGEST, Line, address_of, file_at, lines, open_packed
from firsthand.collect.channels.rows import Rows, Tally, columns_of
from firsthand.errors import EmptyInput, InputError
from firsthand.model import Capture, Skip
from firsthand.plugins import Fetch, Wanted

__all__ = ["Table"]

_JSON_LINES = (".jsonl", ".ndjson", ".jsonlines")
_DELIMITED = (".csv", ".tsv", ".tab")
_PARQUET = (".parquet", ".pq")
_PACKED = (".gz", ".zst")
_SAMPLE = 200
"""Rows that are looked at to find out which columns there are."""


class Table:
    """A file with a report in each row."""

    name = "table"

    def takes(self, what: str) -> bool:
        """A file whose name ends as tables do (.jsonl, .csv, .tsv, .parquet …), also packed by gzip or zstd."""
        return file_at(what) is not None and _suffix(what).endswith((*_JSON_LINES, *_DELIMITED, *_PARQUET))

    def captures(self, wanted: Wanted, fetch: Fetch) -> Iterator[Capture | Skip]:
        """Every row with text.

        Raises:
            InputError: the file cannot be opened, has no rows, or lacks a column; the message lists those it has.
        """
        path = Path(wanted.what)
        tally = Tally(path.name)
        if _suffix(wanted.what).endswith(_PARQUET):
            from firsthand.collect.channels.table_parquet import parquet_rows as rows
        elif _suffix(wanted.what).endswith(_DELIMITED):
            from firsthand.collect.channels.table_delimited import delimited_rows as rows
        else:
            rows = _json_lines
        begun = False
        try:
            for found in rows(path, wanted, tally):
                begun = True
                yield found
        except InputError as error:
            if not begun:
                raise
            yield Skip("collect", f"{path.name}, the rest", str(error))
        yield from tally.skips()


def _suffix(what: str) -> str:
    name = what.lower()
    for ending in _PACKED:
        name = name.removesuffix(ending)
    return name


def _json_lines(path: Path, wanted: Wanted, tally: Tally) -> Iterator[Capture | Skip]:
    """Every line that is a JSON object."""
    with open_packed(path) as stream:
        found = (_object(line, path.name) for line in lines(stream) if line.data is None or line.data.strip())
        first = list(islice(found, _SAMPLE))
        if not first:
            raise EmptyInput(f"{path} has no rows.")
        names = list(dict.fromkeys(name for one in first if not isinstance(one, Skip) for name in one[2]))
        if not names:
            yield from (one for one in first if isinstance(one, Skip))
            first = []
            names = ["text"]
        rows = Rows(path.name, address_of(path), columns_of(names, wanted.columns, str(path)), wanted.since, tally)
        for one in chain(first, found):
            if isinstance(one, Skip):
                yield one
                continue
            number, data, row = one
            capture = rows.capture(row, data, f"line {number}", "application/json")
            if capture is not None:
                yield capture


def _object(line: Line, name: str) -> tuple[int, bytes, dict[str, object]] | Skip:
    record = f"{name}, line {line.number}"
    if line.data is None:
        return Skip("collect", record, f"longer than {LONGEST // 1_000_000} MB")
    data = line.data.strip()
    data = data.removeprefix(b"\xef\xbb\xbf") if line.number == 1 else data
    try:
        row = orjson.loads(data)
    except orjson.JSONDecodeError as error:
        row = _leniently(data)
        if row is None:
            return Skip("collect", record, f"no JSON: {_short(str(error))}")
    if not isinstance(row, dict):
        return Skip("collect", record, "no JSON object with columns")
    return line.number, data, row


def _leniently(data: bytes) -> object:
    """JSON that is right but for half characters, which a text cut in the middle of an emoji ends with."""
    if b"\\ud" not in data.lower():
        return None
    import json

    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        return None


def _short(message: str) -> str:
    return message.split(": line ")[0]
