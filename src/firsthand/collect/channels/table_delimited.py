"""CSV and TSV: which encoding, which marks, and where a row really ends."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from firsthand.collect.channels.packed import address_of, open_packed
from firsthand.collect.channels.rows import FIELDS, Rows, Tally, columns_of
from firsthand.errors import EmptyInput, NotText
from firsthand.model import Capture, Skip
from firsthand.plugins import Wanted

__all__ = ["delimited_rows"]

_SAMPLE = 1 << 17
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_SINGLE = ["cp1251", "koi8_u", "cp866", "mac_cyrillic", "cp1252", "cp1250"]
_LONGEST_ROW = 4_000_000
_RETRIES = 50
"""How often a row that never ends is given up and the next line tried: each try reads on to `_LONGEST_ROW`."""
_END = "\x1e\x1e\x1e"
"""Stands behind the last line: where it comes back as a cell of its own, no quotation was left open."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """How cells are kept apart, and how a mark within quotes is told from one that ends them."""

    delimiter: str
    quoted: bool = True
    escape: str | None = None

    def read(self, lines: Iterable[str], *, strict: bool = False) -> Iterator[list[str]]:
        return iter(
            csv.reader(
                lines,
                delimiter=self.delimiter,
                quoting=csv.QUOTE_MINIMAL if self.quoted else csv.QUOTE_NONE,
                escapechar=self.escape,
                doublequote=self.escape is None,
                strict=strict,
            )
        )


_DIALECTS = (
    *(Dialect(delimiter) for delimiter in ",;\t|"),
    *(Dialect(delimiter, escape="\\") for delimiter in ",;\t|"),
    *(Dialect(delimiter, quoted=False) for delimiter in "\t|;,"),
)
"""In this order where several fit as well."""


@dataclass(frozen=True, slots=True)
class _Record:
    """One row: its cells, the text it was written as, and the number of its first line."""

    number: int
    cells: list[str]
    text: str


class _Endless(Exception):
    """A row that goes on longer than any row does."""


def delimited_rows(path: Path, wanted: Wanted, tally: Tally) -> Iterator[Capture | Skip]:
    """Every row after the head that has as many cells.

    Raises:
        InputError: no rows, no text, or a column that is wanted and not there.
    """
    csv.field_size_limit(max(csv.field_size_limit(), _LONGEST_ROW))  # that of the process is below a long article
    with open_packed(path) as stream:
        sample = stream.read(_SAMPLE)
    if not sample.strip():
        raise EmptyInput(f"{path} has no rows.")
    encoding = encoding_of(sample, str(path))
    dialect = dialect_of(sample.decode(encoding, "replace"), (*FIELDS, *wanted.columns.values()), len(sample) < _SAMPLE)
    with io.TextIOWrapper(open_packed(path), encoding, errors=_errors(encoding), newline="") as text:
        try:
            yield from _captures(_records(_Lines(text), dialect, path.name), encoding, path, wanted, tally)
        except UnicodeDecodeError as error:  # the others are kept as they are, and told by row
            raise NotText(f"{path} is damaged: {error.reason}.") from error


def _captures(
    records: Iterator[_Record | Skip], encoding: str, path: Path, wanted: Wanted, tally: Tally
) -> Iterator[Capture | Skip]:
    names: list[str] = []
    rows: Rows | None = None
    for record in records:
        if isinstance(record, Skip):
            yield record
            continue
        if rows is None:
            names = [name.strip() for name in record.cells]
            rows = Rows(path.name, address_of(path), columns_of(names, wanted.columns, str(path)), wanted.since, tally)
            continue
        place = f"line {record.number}"
        if len(record.cells) != len(names):
            reason = f"{len(record.cells)} cells, where the head of the table has {len(names)}"
            yield Skip("collect", f"{path.name}, {place}", reason)
            continue
        data = record.text.rstrip("\r\n").encode(encoding, _errors(encoding))
        capture = rows.capture(dict(zip(names, record.cells, strict=True)), data, place, "text/csv", encoding)
        if capture is not None:
            yield capture


def _errors(encoding: str) -> str:
    """What keeps the bytes that are wrong in the encoding."""
    return "surrogatepass" if encoding.startswith("utf-16") else "surrogateescape"


def encoding_of(sample: bytes, what: str) -> str:
    """The encoding of the beginning of a table, by its mark, by being UTF-8, or by the likeness of its words.

    Raises:
        NotText: it is none that is known.
    """
    for mark, encoding in _MARKS:
        if sample.startswith(mark):
            return encoding
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample)
    except UnicodeDecodeError:
        from charset_normalizer import from_bytes

        best = from_bytes(sample, cp_isolation=_SINGLE).best() if b"\0" not in sample else None
        if best is None:
            raise NotText(f"{what} is no text table: its encoding cannot be made out. Save it as UTF-8.") from None
        return best.encoding
    return "utf-8"


def dialect_of(sample: str, names: Sequence[str], whole: bool) -> Dialect:
    """The marks under which most columns have a known name, and most rows as many cells as the first.

    Args:
        names: names that the head may have.
        whole: the sample is all there is; else its last row may be cut.
    """
    possible = [dialect for dialect in _DIALECTS if dialect.escape is None or dialect.escape + '"' in sample]
    return max(possible, key=lambda dialect: _fit(dialect, sample, frozenset(names), whole))


def _fit(dialect: Dialect, sample: str, names: frozenset[str], whole: bool) -> tuple[int, float, int]:
    rows, loose = _tried(dialect, sample.removeprefix("\ufeff"))
    if not rows:
        return 0, 0.0, 0
    body = rows[1:] if whole or len(rows) < 3 else rows[1:-1]
    known = sum(cell.strip() in names or cell.strip().casefold() in names for cell in rows[0])
    good = sum(len(row) == len(rows[0]) for row in body)
    return known, round(good / len(body), 2) - loose if body else 1.0, good


def _tried(dialect: Dialect, sample: str) -> tuple[list[list[str]], float]:
    """The rows, and what is taken off where words stand behind a closing mark: then it may be one of the text."""
    for strict in (True, False):
        try:
            rows = [row for row in dialect.read(io.StringIO(sample, newline=""), strict=strict) if row]
        except csv.Error:
            continue
        return rows, 0.0 if strict else 0.02
    return [], 0.0


class _Lines(Iterator[str]):
    """The lines of a table, with those of the current row kept, so that it can be begun anew."""

    def __init__(self, text: TextIO) -> None:
        self._text = text
        self._again: list[str] = []
        self._size = 0
        self.number = 0
        self.taken: list[str] = []
        self.ended = False

    def __next__(self) -> str:
        if self.ended:
            raise StopIteration
        line = self._again.pop() if self._again else self._text.readline(_LONGEST_ROW + 1)
        if not line:
            self.ended = True
            return _END
        if self.number == 0:
            line = line.removeprefix("\ufeff")
        self.number += 1
        self.taken.append(line)
        self._size += len(line)
        if self._size > _LONGEST_ROW:
            self._to_its_end(line)
            raise _Endless(f"goes on for more than {_LONGEST_ROW // 1_000_000} million characters")
        return line

    def _to_its_end(self, line: str) -> None:
        while len(line) > _LONGEST_ROW and not line.endswith(("\n", "\r")):
            line = self._text.readline(_LONGEST_ROW + 1)

    def next_row(self) -> None:
        self.taken = []
        self._size = 0

    def back(self) -> None:
        """To the second line of the current row."""
        self.number -= len(self.taken) - 1
        self._again.extend(reversed(self.taken[1:]))
        self.ended = False


def _records(lines: _Lines, dialect: Dialect, name: str) -> Iterator[_Record | Skip]:
    """The rows. One whose quotation never ends is dropped, and reading goes on with the line after its first."""
    reader, retries = dialect.read(lines), 0
    while True:
        lines.next_row()
        number = lines.number + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except (csv.Error, _Endless) as error:
            reason = str(error)
        else:
            if lines.ended and cells == [_END]:
                return
            if not lines.ended:
                if cells:
                    yield _Record(number, cells, "".join(lines.taken))
                continue
            reason = "a quotation mark opens there that none closes"
        yield Skip("collect", f"{name}, line {number}", reason)
        retries += 1
        if retries > _RETRIES:
            yield Skip(
                "collect", f"{name}, the rest", f"{retries} rows do not end: the quotation marks are not in order"
            )
            return
        lines.back()
        reader = dialect.read(lines)
