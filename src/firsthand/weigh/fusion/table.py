"""Files of what sources tell, streamed into a table on disk and out of it again, item by item.

DuckDB reads CSV, TSV and Parquet, packed or not, and sorts on disk with a limit on its memory: so files may be larger
than memory. Each row of the table is (kind, item, source, value, known); a known value is one that was found out.
"""

from __future__ import annotations

import tempfile
import weakref
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from firsthand.errors import EmptyInput, InputError, MissingInput, NotText, TableError
from firsthand.model import Skip

__all__ = ["Layout", "Row", "Table"]

Row = tuple[str, str, str, str, bool]
"""Kind, item, source, value, and whether it is a known one."""

_MEMORY = "512MB"
_SHOWN = 20
_LONGEST = 1_000
"""Characters of a name or a value."""
_LINE = 2_000_000
_FIRST = 1 << 16
_BATCH = 50_000
_NEEDED = ("source", "item", "value")
_CELL = '\'(\\s*"(?:[^"]|"")*"\\s*|[^\' || {mark} || \']*)\''
_QUOTED = (
    "list_transform(regexp_extract_all({mark} || written, {mark} || "
    + _CELL
    + "), lambda c: if(starts_with(trim(c[2:]), '\"'), replace(trim(c[2:])[2:-2], '\"\"', '\"'), c[2:]))"
)
"""A line with quotes as its cells: each is led by the mark; within quotes it does not part them."""


@dataclass(frozen=True, slots=True)
class Layout:
    """How files are laid out.

    Long: columns `source`, `item`, `value`, and `kind` where there is one; `columns` says under which other names they
    stand. Wide: the columns are a source, an item, and one of values for each kind. `header` names the columns of files
    that have no first line of names. With `per_file` the same item in another file is another item, named "FILE/ITEM".
    """

    wide: bool = False
    header: tuple[str, ...] = ()
    columns: Mapping[str, str] = field(default_factory=dict)
    per_file: bool = False


class Table:
    """What was read, in a folder of its own that goes when this does."""

    def __init__(self, layout: Layout | None = None) -> None:
        self.layout = layout or Layout()
        self.skips: list[Skip] = []
        self._folder = tempfile.TemporaryDirectory(prefix="firsthand-fuse-")
        self._connection = duckdb.connect(
            str(Path(self._folder.name) / "told.duckdb"),
            config={
                "memory_limit": _MEMORY,
                "threads": 2,
                "temp_directory": str(Path(self._folder.name) / "spill"),
                "preserve_insertion_order": False,
                "autoinstall_known_extensions": False,
                "autoload_known_extensions": False,
            },
        )
        self._connection.execute("set enable_progress_bar = false")  # it would draw it on standard output
        self._connection.execute(
            "create table told (kind varchar, item varchar, source varchar, value varchar, known boolean)"
        )
        self._close = weakref.finalize(self, _close, self._connection, self._folder)

    def add(self, path: Path, *, known: bool = False) -> int:
        """Take in a file; how many values it has. What of it is broken is among the `skips`.

        A file of known values has an item and a value (and a kind); where it is wide, an item first and then the kinds.

        Raises:
            InputError: it cannot be read at all; MissingInput, EmptyInput or NotText where that is why.
            TableError: it lacks a column, or the layout names one that is not there.
        """
        if not path.is_file():
            raise MissingInput(f"There is no file {path}.")
        try:
            with path.open("rb") as file:
                start = file.read(4)
        except OSError as error:
            raise MissingInput(f"{path} cannot be read: {error.strerror or error}.") from error
        if not start:
            raise EmptyInput(f"{path} is empty.")
        try:
            rows = (
                self._parquet(path)
                if start == b"PAR1"
                else self._text(path, packed=start[:2] == b"\x1f\x8b", known=known)
            )
            return self._insert(path, *rows, known=known)
        except duckdb.Error as error:
            raise InputError(f"{path} cannot be read: {str(error).splitlines()[0][:300]}") from error

    @property
    def sources(self) -> tuple[str, ...]:
        """Every source that is told of, by name."""
        rows = self._connection.execute("select distinct source from told where not known order by source").fetchall()
        return tuple(str(row[0]) for row in rows)

    @property
    def kinds(self) -> tuple[str, ...]:
        """Every kind of item, by name."""
        rows = self._connection.execute("select distinct kind from told where not known order by kind").fetchall()
        return tuple(str(row[0]) for row in rows)

    def size(self) -> tuple[int, int, int]:
        """How many items and tellings there are, and how many pairs of tellings of one item, both ways."""
        found = self._connection.execute(
            "select count(*), coalesce(sum(n), 0), coalesce(sum(n * n), 0)"
            " from (select least(count(*), 1000) as n from told where not known group by kind, item)"
        ).fetchone()
        return (int(found[0]), int(found[1]), int(found[2])) if found else (0, 0, 0)

    @property
    def knows(self) -> bool:
        """Whether there are known values."""
        return bool(self._connection.execute("select 1 from told where known limit 1").fetchall())

    def some(self, kinds: Sequence[str], most: int) -> list[str]:
        """Different values of these kinds, `most` at most, the same ones in whatever order files came."""
        marks = ", ".join("?" for _ in kinds)
        rows = self._connection.execute(
            f"select distinct value, md5(value) as hash from told where kind in ({marks})"  # noqa: S608
            f" order by hash, value limit {most}",
            list(kinds),
        ).fetchall()
        return [str(row[0]) for row in rows]

    def rows(self, one_in: int = 1, *, only_known: bool = False, kind: str | None = None) -> Iterator[Row]:
        """Every row, those of an item together; of `one_in` items only one, always the same. `only_known` leaves out
        items of which nothing is known, `kind` all other kinds."""
        where = [f"md5_number_lower(kind || chr(0) || item) % {int(one_in)} = 0"] if one_in > 1 else []
        if only_known:
            where.append("(kind, item) in (select (kind, item) from told where known)")
        given = [] if kind is None else [kind]
        where += ["kind = ?"] * len(given)
        chosen = f"where {' and '.join(where)}" if where else ""
        cursor = self._connection.cursor()
        cursor.execute(
            f"select kind, item, source, value, known from told {chosen} order by kind, item, source, value, known",  # noqa: S608
            given,
        )
        while batch := cursor.fetchmany(_BATCH):
            yield from batch

    def _parquet(self, path: Path) -> tuple[str, list[object], list[str]]:
        described = self._connection.execute("describe select * from read_parquet(?)", [str(path)]).fetchall()
        return "read_parquet(?)", [str(path)], [str(row[0]) for row in described]

    def _text(self, path: Path, *, packed: bool, known: bool) -> tuple[str, list[object], list[str]]:
        first = _first_line(path, packed)
        mark = max("\t,;|", key=first.count)
        if not first.count(mark):
            raise NotText(f"{path}, line 1: no tabs, commas or semicolons between columns: {first[:80]!r}.")
        header = self.layout.header
        named = [name.strip().strip('"').strip() for name in first.split(mark)]
        if header:
            named = (
                [name for name in header if name != "source"] if known and len(named) == len(header) - 1 else [*header]
            )
        if len(set(named)) < len(named) or not all(named):
            raise TableError(f"{path}, line 1: a column has no name, or two have the same: {first[:80]!r}.")
        lines = _lines(packed=packed, headed=not header)
        cells = f"string_split(written, {_literal(mark)})"
        if mark != "\t":
            cells = f"if(contains(written, '\"'), {_QUOTED.format(mark=_literal(mark))}, {cells})"
        parts = f"select line, {cells} as p from ({lines}) where trim(written) <> ''"  # noqa: S608
        right = f"len(p) = {len(named)}" if not self.layout.wide else f"len(p) between 2 and {len(named)}"
        self._broken(f"select line, len(p) as many from ({parts}) where not ({right})", path, len(named))  # noqa: S608
        columns = ", ".join(f"p[{number + 1}] as c{number}" for number in range(len(named)))
        return f"(select {columns} from ({parts}) where {right})", [str(path)], named  # noqa: S608

    def _insert(self, path: Path, reading: str, given: list[object], named: Sequence[str], *, known: bool) -> int:
        text = reading.startswith("(")
        held = {name: f"c{number}" if text else _quoted(name) for number, name in enumerate(named)}
        where = f"{path.name.split('.')[0]}/" if self.layout.per_file else ""
        source, item, pairs = self._chosen(held, path, known)
        kinds, values = ", ".join("?" for _ in pairs), ", ".join(f"cast({column} as varchar)" for _, column in pairs)
        kind = (
            "unnest([" + kinds + "])"
            if self.layout.wide or "kind" not in self._names(held)
            else self._names(held)["kind"]
        )
        names: list[object] = [name for name, _ in pairs] if "?" in kind else []
        unpivoted = (
            f"select {kind} as kind, trim(cast({item} as varchar)) as item, {source} as source,"  # noqa: S608
            f" trim(unnest([{values}])) as value from {reading}"
        )
        query = (
            f"insert into told select coalesce(left(trim(cast(kind as varchar)), {_LONGEST}), ''),"  # noqa: S608
            f" if(item <> '', left(? || item, {_LONGEST}), ''), left(coalesce(source, ''), {_LONGEST}),"
            f" left(value, {_LONGEST}), {known}"
            f" from ({unpivoted}) where value <> ''"
        )
        found = self._connection.execute(query, [where, *names, *given]).fetchone()
        if text:
            self._connection.execute("drop table if exists reject_errors; drop table if exists reject_scans")
        nameless = self._connection.execute("delete from told where item = '' or source = ''").fetchone()
        lost = int(nameless[0]) if nameless else 0
        if lost:
            self.skips.append(Skip("weigh", path.name, f"values of it without a source or an item: {lost:,}"))
        return int(found[0]) - lost if found else 0

    def _names(self, held: Mapping[str, str]) -> dict[str, str]:
        """Column of source, item, value and kind → its name in the query, by the layout or by their own names."""
        lower = {name.casefold(): column for name, column in held.items()}
        names = {}
        for what in (*_NEEDED, "kind"):
            wanted = self.layout.columns.get(what, what).casefold()
            if wanted in lower:
                names[what] = lower[wanted]
        return names

    def _chosen(self, held: Mapping[str, str], path: Path, known: bool) -> tuple[str, str, list[tuple[str, str]]]:
        """The columns of source and item, and for each kind its name and column."""
        names, columns = self._names(held), list(held.items())
        if self.layout.wide:
            source = names.get("source") or (None if known else columns[0][1])
            item = names.get("item") or next((column for _, column in columns if column != source), None)
            pairs = [(name, column) for name, column in columns if column not in (source, item)]
            if item is None or not pairs:
                raise TableError(
                    f"{path}: a wide table has a source, an item and columns of values; it has {_told(held)}."
                )
        else:
            lacking = [what for what in _NEEDED if what not in names and not (known and what == "source")]
            if lacking:
                raise TableError(
                    f"{path}: no column {', '.join(lacking)}; it has {_told(held)}. Name them with --columns"
                    f" {lacking[0]}=NAME, or say --wide where each kind of value has a column of its own."
                )
            source, item, pairs = names.get("source"), names["item"], [("", names["value"])]
        told = "'known'" if known or source is None else f"trim(cast({source} as varchar))"
        return told, item, pairs

    def _broken(self, query: str, path: Path, many: int) -> None:
        """Tell the lines that have other columns than the first, and those that are no text, with their numbers."""
        self._connection.execute("set preserve_insertion_order = true")
        rows = self._connection.execute(
            f"select min(line, {_SHOWN}), arg_min(many, line, {_SHOWN}), count(*) from ({query})",  # noqa: S608
            [str(path)],
        ).fetchall()
        self._connection.execute("set preserve_insertion_order = false")
        lines, columns, count = rows[0]
        refused = [
            (int(line), str(reason).splitlines()[0][:200])
            for line, reason in self._connection.execute(
                "select line, min(error_message) from reject_errors group by line order by line"
            ).fetchall()
        ]
        self._connection.execute("drop table if exists reject_errors; drop table if exists reject_scans")
        broken = [
            (_numbered(line, [line for line, _ in refused]), f"it has {own} columns, and the first line {many}")
            for line, own in zip(lines or (), columns or (), strict=True)
        ]
        shown = sorted([*refused, *broken])[:_SHOWN]
        self.skips += [Skip("weigh", f"{path.name}, line {line}", reason) for line, reason in shown]
        left = len(refused) + int(count) - len(shown)
        if left:
            self.skips.append(Skip("weigh", path.name, f"{left:,} more lines of it are broken"))


def _lines(*, packed: bool, headed: bool) -> str:
    """A query over the lines of a file (its path is the one parameter), with their numbers; split here and not by a
    reader of CSV, so that no line can swallow those behind it by an open quote."""
    behind = " qualify line > 1" if headed else ""
    return (
        "select row_number() over () as line, written from read_csv(?, columns = {'written': 'VARCHAR'},"  # noqa: S608
        " header = false, auto_detect = false, delim = e'\\x1e\\x1f', quote = '', escape = '', store_rejects = true,"
        f" rejects_limit = 10000, max_line_size = {_LINE}, compression = '{'gzip' if packed else 'none'}'){behind}"
    )


def _numbered(line: int, refused: Sequence[int]) -> int:
    """The number of a line among all, where those that were refused do not count in `line`."""
    for each in refused:
        if each <= line:
            line += 1
    return line


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _first_line(path: Path, packed: bool) -> str:
    import gzip
    import zlib

    try:
        with gzip.open(path, "rb") if packed else path.open("rb") as file:
            line = file.read(_FIRST).split(b"\n")[0]
    except (OSError, EOFError, zlib.error) as error:
        raise InputError(f"{path} cannot be unpacked: {error}.") from error
    if b"\0" in line:
        raise NotText(f"{path} is no text and no Parquet file.")
    return line.decode("utf-8", "replace").removeprefix("\ufeff").rstrip("\r")


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _told(held: Mapping[str, str]) -> str:
    return ", ".join(held)[:200]


def _close(connection: duckdb.DuckDBPyConnection, folder: tempfile.TemporaryDirectory[str]) -> None:
    connection.close()
    folder.cleanup()
