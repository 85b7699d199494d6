"""A table of sources is read as it stands, and what is wrong in it is told with file and line."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firsthand.collect.sources.entries import entries_in, from_csv, from_yaml, text_of
from firsthand.errors import TableError
from firsthand.model import SourceKind

GOOD = """\
sources:
  - id: mill_street_herald
    name: Mill Street Herald
    kind: newspaper
    country: "NO"
    language: "no"
    domains: [https://www.MillStreet.example/, millstreet.example/news]
    telegram: ["@MillHerald", https://t.me/s/mill_live]
    names: {en: [Herald], uk: [Вісник Млинової]}
"""


def test_a_source_is_read_in_one_form_however_it_is_written() -> None:
    """Addresses and user names may be pasted as they are seen in a browser."""
    (entry,) = from_yaml(GOOD, "own.yaml")
    assert (entry.kind, entry.country, entry.language) == (SourceKind.NEWSPAPER, "NO", "no")
    assert entry.domains == ("millstreet.example", "millstreet.example/news")
    assert entry.telegram == ("millherald", "mill_live")
    assert entry.names == (("en", "Herald"), ("uk", "Вісник Млинової"))


def test_unquoted_norway_is_a_country() -> None:
    """YAML takes a bare NO for a truth value; a table of countries must not."""
    (entry,) = from_yaml("sources: [{id: x, name: X, kind: site, country: NO, language: no}]", "own.yaml")
    assert (entry.country, entry.language) == ("NO", "no")


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_spreadsheet_says_the_same_as_yaml(delimiter: str) -> None:
    """Spreadsheets write commas, semicolons or tabs, by the country of the machine."""
    cells = ["id", "name", "kind", "domains", "names"], ["dnipro_live", "Дніпро Live", "site", "a.example|b.example",
                                                         "en:Dnipro Live|Дніпро наживо"]  # fmt: skip
    (entry,) = from_csv("\n".join(delimiter.join(row) for row in cells), "own.csv")
    assert (entry.name, entry.domains) == ("Дніпро Live", ("a.example", "b.example"))
    assert entry.names == (("en", "Dnipro Live"), ("", "Дніпро наживо"))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("sources:\n  - {id: x, name: X, kind: blog}", "own.yaml, line 2: no such kind: blog; there are agency, "),
        ("sources:\n  - id: x\n    nmae: X", "own.yaml, line 3: no such field: nmae"),
        ("sources:\n  - {id: x}\n  - {id: x}", "own.yaml, line 3: the id x stands in line 2 already"),
        ("sources:\n  - {name: X}", "own.yaml, line 2: the field id is missing"),
        ("sources:\n  - {id: x, country: UK}", "own.yaml, line 2: country: the code of the United Kingdom is GB"),
        ("sources:\n  - {id: x, side: Ukraine}", "own.yaml, line 2: side must be an ISO 3166-1 code"),
        ("sources:\n  - {id: x, domains: [localhost]}", "own.yaml, line 2: 'localhost' is no domain"),
        ("sources:\n  - {id: x, domains: [t.me/abc]}", "own.yaml, line 2: t.me/abc is an address of Telegram"),
        ("sources:\n  - {id: x, telegram: [+invitation]}", "own.yaml, line 2: '+invitation' is no user name"),
        ("sources:\n  - {id: x, domains: [a.example]}\n  - {id: y, domains: [A.example]}",
         "own.yaml, line 3: the domain a.example is given to x in line 2 already"),
        ("sources:\n  - {id: x, names: {en: [Re: Union]}}", "line 2: names: expected a text or a list of texts"),
        ("sources: []", "own.yaml, line 1: expected a list `sources:`"),
        ("sources:\n  - {id: x]\n", "own.yaml, line 2: is not YAML"),
        ("- a", "own.yaml, line 1: expected a table of sources"),
        ("", "own.yaml: expected a table of sources"),
        ("[" * 5000, "own.yaml"),
        ("sources: &a\n  - *a", "own.yaml, line"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_line(text: str, told: str) -> None:
    """A slip in a long table can be found from the message alone."""
    with pytest.raises(TableError) as error:
        from_yaml(text, "own.yaml")
    assert told in str(error.value)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("id,colour\nx,red", "own.csv, line 1: no such column: colour"),
        ("name,kind\nX,site", "own.csv, line 1: the column id is missing"),
        ("id,name\n\nx,X,site", "own.csv, line 3: 3 cells, but 2 columns"),
        ("id,kind\nx,site\ny,blog", "own.csv, line 3: no such kind: blog"),
        ("id,id\nx,y", "own.csv, line 1: a column is given twice"),
        ("", "own.csv, line 1: the column id is missing"),
        ("id,name,kind\n\n", "own.csv: there is no source in it, only the names of columns"),
        ("id;name\nx;X\n\nx;Y", "own.csv, line 4: the id x stands in line 2 already"),
        ("id,domains\nx,a.example\ny,b.example|www.a.example", "own.csv, line 3: the domain a.example is given to x"),
        (f'id,name\nx,"{"a" * 200_000}"', "own.csv, line 2: "),  # how long a cell may be is a setting of the process
    ],
)
def test_what_is_wrong_in_a_spreadsheet_is_told_with_its_line(text: str, told: str) -> None:
    """The line is that of the file, empty lines counted."""
    with pytest.raises(TableError) as error:
        from_csv(text, "own.csv")
    assert told in str(error.value)


def test_a_list_repeated_without_end_is_refused() -> None:
    """Aliases of YAML cannot make a small file fill the memory."""
    names = ", ".join(f"N{number}" for number in range(5_000))
    rows = "\n".join(f"  - {{id: s{number}, names: *n}}" for number in range(500))
    with pytest.raises(TableError, match="more than 500000 values"):
        from_yaml(f"sources:\n  - {{id: s, names: &n [{names}]}}\n{rows}", "own.yaml")


@pytest.mark.parametrize(
    "text",
    [
        40_000 * "[",
        40_000 * "[" + 40_000 * "]",
        20_000 * '{"sources": ' + "1" + 20_000 * "}",
        9_000 * "- ",
        "sources:\n  - id: " + 20_000 * "[" + 20_000 * "]",
    ],
)
def test_brackets_in_brackets_are_refused(text: str) -> None:
    """A table that nests without end is refused in words, and does not take the whole program down."""
    with pytest.raises(TableError, match=r"sources\.yaml, line \d: lists in lists without end"):
        entries_in(text, "sources.yaml")


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    """No such file, a folder, another encoding, too large: each has its message."""
    for name, data, told in (
        ("latin.yaml", "sources: [{id: é}]".encode("latin-1"), "is not UTF-8"),
        ("large.csv", b"id\n" * 2_000_000, "larger than"),
    ):
        (tmp_path / name).write_bytes(data)
        with pytest.raises(TableError, match=told):
            text_of(tmp_path / name)
    for missing in (tmp_path / "none.yaml", tmp_path):
        with pytest.raises(TableError, match="cannot be read"):
            text_of(missing)


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(), st.binary().map(lambda data: data.decode("utf-8", "surrogateescape"))))
def test_any_text_is_a_table_or_an_error_of_it(text: str) -> None:
    """Nothing that a file may hold ends in another exception."""
    for read in (from_yaml, from_csv):
        for whole in (text, f"sources:\n  - {{id: x, names: [{text}]}}", f"id,domains,telegram\n{text}"):
            told = None
            try:
                read(whole, "own")
            except TableError as error:
                told = str(error)
            assert told is None or told.startswith("own")
