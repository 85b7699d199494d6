"""Files of tellings: every layout, every packing, and lines that are broken."""

from __future__ import annotations

import gzip
from pathlib import Path

import duckdb
import pytest

from firsthand.errors import EmptyInput, InputError, MissingInput, NotText, TableError
from firsthand.weigh.fusion.table import Layout, Table

LONG = "source,item,value\na,x,1\nb,x,2\n"


def rows(table: Table) -> list[tuple[str, ...]]:
    return [tuple(row[:4]) for row in table.rows()]


def file(folder: Path, text: str, name: str = "told.csv") -> Path:
    path = folder / name
    path.write_text(text)
    return path


def test_long_tables_of_every_packing_are_the_same(tmp_path: Path) -> None:
    """CSV, TSV, gzip and Parquet of one table give the same rows."""
    packed = tmp_path / "told.tsv.gz"
    packed.write_bytes(gzip.compress(LONG.replace(",", "\t").encode()))
    columns = tmp_path / "told.parquet"
    duckdb.execute(f"copy (select * from read_csv('{file(tmp_path, LONG)}')) to '{columns}'")
    found = []
    for path in (file(tmp_path, LONG), packed, columns):
        table = Table()
        assert table.add(path) == 2
        found.append(rows(table))
    assert found[0] == found[1] == found[2] == [("", "x", "a", "1"), ("", "x", "b", "2")]


def test_a_wide_table_has_a_kind_for_each_column(tmp_path: Path) -> None:
    """Cells that are empty, or missing at the end of a line, are no values."""
    table = Table(Layout(wide=True, header=("source", "item", "out", "in"), per_file=True))
    table.add(file(tmp_path, "a\tx\t1\t2\nb\tx\t\t3\nc\tx\t4\n", "mon.tsv"))
    assert rows(table) == [
        ("in", "mon/x", "a", "2"),
        ("in", "mon/x", "b", "3"),
        ("out", "mon/x", "a", "1"),
        ("out", "mon/x", "c", "4"),
    ]
    assert not table.skips


def test_a_broken_line_loses_nothing_but_itself(tmp_path: Path) -> None:
    """An open quote swallows no line behind it; each broken line has its number; a comma in quotes is no border."""
    path = tmp_path / "told.csv"
    path.write_bytes(
        b'source,item,value\na,x,"1, or so"\n\n"bad,y\n,x,3\nb,x,"say ""2"""\nc,x,4,5\nd,x,\xff\xfe\ne,x\nf,"x",6\n'
    )
    table = Table()
    table.add(path)
    assert rows(table) == [("", "x", "a", "1, or so"), ("", "x", "b", 'say "2"'), ("", "x", "f", "6")]
    told = [skip.record for skip in table.skips]
    assert told == [*(f"told.csv, line {line}" for line in (4, 7, 8, 9)), "told.csv"]


def test_many_broken_lines_are_counted(tmp_path: Path) -> None:
    """A file of the wrong kind does not bury the report."""
    table = Table()
    table.add(file(tmp_path, LONG + "x,y\n" * 100))
    assert len(table.skips) == 21
    assert table.skips[-1].reason.startswith("80 more")


def test_columns_may_have_other_names(tmp_path: Path) -> None:
    """A table need not be made over for this."""
    table = Table(Layout(columns={"source": "site", "item": "Flight", "kind": "what"}))
    table.add(file(tmp_path, "what;site;flight;value\ngate;a;x;1\n"))
    assert rows(table) == [("gate", "x", "a", "1")]


def test_known_values_have_no_source(tmp_path: Path) -> None:
    """What was found out is an item and a value."""
    table = Table()
    table.add(file(tmp_path, LONG))
    table.add(file(tmp_path, "item,value\nx,2\n", "known.csv"), known=True)
    assert table.knows
    assert [row[4] for row in table.rows()] == [False, False, True]
    assert table.sources == ("a", "b")


def test_the_same_items_are_chosen_in_whatever_order_files_come(tmp_path: Path) -> None:
    """What is learned from is a sample that hangs on nothing but the items."""
    lines = [f"s{number % 3},x{number},1\n" for number in range(300)]
    found = []
    for some in (lines, lines[::-1]):
        table = Table()
        table.add(file(tmp_path, "source,item,value\n" + "".join(some)))
        found.append(list(table.rows(5)))
    assert found[0] == found[1]
    assert 20 < len(found[0]) < 120


@pytest.mark.parametrize(
    ("content", "error", "says"),
    [
        (b"", EmptyInput, "empty"),
        (b"just a word\n", NotText, "line 1"),
        (b"\0\1\2,\0\n", NotText, "no text"),
        (b"site,item,value\na,x,1\n", TableError, "no column source"),
        (b"source,source,value\na,x,1\n", TableError, "the same"),
        (b"PAR1 and no more", InputError, "cannot be read"),
        (b"\x1f\x8bdamaged", InputError, "unpacked"),
    ],
)
def test_what_cannot_be_read_is_said(tmp_path: Path, content: bytes, error: type[Exception], says: str) -> None:
    """The message names the file, and what to do where something can be done."""
    path = tmp_path / "told.csv"
    path.write_bytes(content)
    with pytest.raises(error, match=says) as raised:
        Table().add(path)
    assert "told.csv" in str(raised.value)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    """Not a traceback of DuckDB."""
    with pytest.raises(MissingInput, match=r"none\.csv"):
        Table().add(tmp_path / "none.csv")
