"""What the board is asked for in an address, and which claims that are."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path
from urllib.parse import parse_qsl

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.errors import CaseError, FirsthandError, InputError
from firsthand.show.desk.columns import FACETS, NO_DAY, SORTS, Columns, columns_of, packed, unpacked
from firsthand.show.desk.query import Query, find, query_of, words_query
from firsthand.store.board import BoardFile, BoardRow, BoardWriter, board_of_case

ROWS = (
    BoardRow("a1", "a1", "22 buildings taken in Myrnohrad", "en", 14, 1, 1, "one party", ("the ministry",), status="x",
             place="Myrnohrad", lat=48.3, lon=37.26, since="2025-11-21", until="2025-11-22", sides=("RU",),
             sources=("post", "herald"), languages=("en", "ru"), likely=0.5, event="territory_captured"),
    BoardRow("b2", "b2", "Росіян у Мирнограді немає", "uk", 3, 1, 2, "one party", ("Генштаб",), disputed=True,
             status="disputed", place="Myrnohrad", lat=48.3, lon=37.26, until="2025-10-28", sides=("UA",),
             sources=("post",), languages=("uk",), likely=0.2),
    BoardRow("c3", "c3", "Затонувшая баржа перекрыла пролив", "ru", 1, 1, 1, "nobody named", status="single origin",
             lat=-17.0, lon=179.5, languages=("ru",), likely=0.8),
)  # fmt: skip
WORDS = (
    ("22 buildings taken in Myrnohrad \n взято 22 здания", ("x3dbuilding",)),
    ("Росіян у Мирнограді немає", ("x7emrnhrd",)),
    ("Затонувшая баржа перекрыла пролив", ()),
)


@pytest.fixture(scope="module")
def board(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BoardFile]:
    folder = tmp_path_factory.mktemp("board")
    with BoardWriter(folder, "state", "2026-01-01") as writer:
        for row, (told, terms) in zip(ROWS, WORDS, strict=True):
            writer.claim(row, {}, b"{}", {}, (), told, terms)
    found = board_of_case(folder)
    assert found is not None
    yield found
    found.close()


@pytest.fixture(scope="module")
def columns(board: BoardFile) -> Columns:
    return columns_of(board.rows())


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("", "a1 b2 c3"),
        ("q=buildings", "a1"),
        ("q=здания", "a1"),
        ("q=мирнограді", "b2"),
        ('q="taken in Myrnohrad"', "a1"),
        ('q="Myrnohrad taken"', ""),
        ("q=%22", "a1 b2 c3"),
        ("side=RU&side=UA", "a1 b2"),
        ("side=RU&source=herald", "a1"),
        ("side=UA&source=herald", ""),
        ("side=nobody", ""),
        ("disputed=1", "b2"),
        ("one_origin=1", "a1"),
        ("since=2025-11-22", "a1"),
        ("until=2025-11-20", "b2"),
        ("since=2025-11-22&until=2025-11-22", "a1"),
        ("box=37,48,38,49", "a1 b2"),
        ("box=179,-20,-179,-10", "c3"),
        ("sort=likely", "c3 a1 b2"),
        ("sort=newest", "a1 b2 c3"),
        ("sort=place", "a1 b2 c3"),
        ("language=ru", "a1 c3"),
        ("event=territory_captured", "a1"),
    ],
)
def test_narrows_and_orders(board: BoardFile, columns: Columns, address: str, expected: str) -> None:
    """An address says exactly which claims are meant, in which order."""
    found = find(board, columns, query_of(parse_qsl(address)))
    assert " ".join(columns.ids[each] for each in found.numbers) == expected


def test_a_facet_counts_what_it_would_add(board: BoardFile, columns: Columns) -> None:
    """Who has chosen one side sees how many the other has, and of the other facets what is left."""
    found = find(board, columns, query_of(parse_qsl("side=RU")))
    assert dict(found.counts["side"]) == {"RU": 1, "UA": 1}
    assert dict(found.counts["source"]) == {"post": 1, "herald": 1}


@pytest.mark.parametrize("address", ["since=yesterday", "sort=best", "box=1,2,3", "box=0,50,10,40", "box=a,b,c,d"])
def test_says_what_is_wrong(address: str) -> None:
    """What cannot be meant is told, with its name, and nothing is shown instead."""
    with pytest.raises(InputError, match=r"sort|order|date|box"):
        query_of(parse_qsl(address))


@pytest.mark.parametrize(
    ("address", "since", "until"),
    [
        ("since=2026-01&until=2026-01", date(2026, 1, 1), date(2026, 1, 31)),
        ("since=2026&until=2026", date(2026, 1, 1), date(2026, 12, 31)),
        ("since=2025-11-22/..&until=2025~", date(2025, 11, 22), date(2025, 12, 31)),
        ("since=../2025", None, None),
    ],
)
def test_a_month_or_a_year_has_days(address: str, since: date | None, until: date | None) -> None:
    """Whoever asks by less than a day is given all of it: from its first day, to its last."""
    asked = query_of(parse_qsl(address))
    assert (asked.since, asked.until) == (since, until)


@given(st.text(max_size=30))
def test_any_time_is_one_or_refused(words: str) -> None:
    """Nothing that stands for a day breaks the board."""
    with suppress(InputError):
        query_of([("since", words), ("until", words)])


def test_a_claim_of_a_month_is_of_its_days() -> None:
    """What is said to have happened in January is found on each of its days, and on none before and after."""
    row = replace(ROWS[0], since="2026-01", until=None)
    held = columns_of(
        [asdict(row), asdict(replace(row, since="2024/2025-03", until="2026~")), asdict(replace(row, since="soon"))]
    )
    january = (date(2026, 1, 1).toordinal(), date(2026, 1, 31).toordinal())
    assert (held.since[0], held.until[0]) == january
    assert (held.since[1], held.until[1]) == (date(2024, 1, 1).toordinal(), date(2026, 12, 31).toordinal())
    assert held.since[2] == held.until[2] == NO_DAY


@given(st.text(max_size=60))
def test_any_words_can_be_searched_for(words: str) -> None:
    """Nothing that somebody types is an error of the index: quotes, operators, other scripts, controls."""
    asked = words_query(words)
    assert isinstance(asked, str)


@given(words=st.text(max_size=40))
def test_the_index_takes_every_query(board: BoardFile, columns: Columns, words: str) -> None:
    """The same against the real index."""
    found = find(board, columns, Query(words=words))
    assert len(found) <= columns.size


@given(
    st.builds(
        Query,
        words=st.text(alphabet="abc зд\"'", max_size=12).map(lambda each: " ".join(each.split())),
        chosen=st.dictionaries(
            st.sampled_from(list(FACETS)),
            st.lists(st.text(min_size=1, max_size=5), min_size=1, max_size=9, unique=True).map(tuple),
        ),
        since=st.none() | st.dates(date(2000, 1, 1), date(2030, 1, 1)),
        disputed=st.booleans(),
        sort=st.sampled_from(list(SORTS)),
    )
)
def test_an_address_comes_back(query: Query) -> None:
    """A view that is saved shows what it showed."""
    assert query_of(parse_qsl(query.address())) == query


def test_toggled_twice_is_as_before() -> None:
    """A choice that is taken back leaves nothing behind."""
    query = query_of(parse_qsl("q=fire&side=RU"))
    once = query_of(parse_qsl(query.toggled("side", "UA")))
    assert once.chosen == {"side": ("RU", "UA")}
    assert query_of(parse_qsl(once.toggled("side", "UA"))) == query


def test_an_empty_board(tmp_path: Path) -> None:
    """A case without claims has a board."""
    with BoardWriter(tmp_path, "s", "now"):
        pass
    board = board_of_case(tmp_path)
    assert board is not None
    assert len(find(board, columns_of(board.rows()), query_of([("q", "anything"), ("sort", "place")]))) == 0
    board.close()


def test_a_damaged_board_is_none(tmp_path: Path) -> None:
    """What is no board, or half of one, is made anew and never shown."""
    for content in (b"", b"no database", b"SQLite format 3\0" + b"\0" * 200):
        (tmp_path / "board.db").write_bytes(content)
        try:
            assert board_of_case(tmp_path) is None
        except FirsthandError as error:  # pragma: no cover
            pytest.fail(str(error))


def test_a_reader_keeps_its_board(tmp_path: Path) -> None:
    """Whoever reads a page while the board is made anew sees one state of it."""
    with BoardWriter(tmp_path, "one", "now") as writer:
        writer.claim(ROWS[0], {"v": 1}, b'{"id":"a1"}', {}, (), "words", ())
    first = board_of_case(tmp_path)
    assert first is not None
    with BoardWriter(tmp_path, "two", "now") as writer:
        writer.claim(ROWS[1], {"v": 2}, b'{"id":"b2"}', {}, (), "words", ())
    second = board_of_case(tmp_path)
    assert second is not None
    assert (first.state, first.view(0), first.written(0)) == ("one", {"v": 1}, b'{"id":"a1"}')
    assert (second.state, second.view(0), second.number_of("b")) == ("two", {"v": 2}, 0)
    first.close()
    second.close()


def test_a_board_that_is_held_is_closed_after_that(tmp_path: Path) -> None:
    """An export that takes longer than two boards is written to its end; who comes after it is told, and never waits
    for good."""
    with BoardWriter(tmp_path, "one", "now") as writer:
        writer.claim(ROWS[0], {"v": 1}, b"{}", {}, (), "words", ())
    board = board_of_case(tmp_path)
    assert board is not None
    with board.held():
        board.close()
        assert board.view(0) == {"v": 1}
    for _ in range(20):
        with pytest.raises(CaseError, match="Load the page again"):
            board.view(0)
    board.close()


@given(
    facet=st.sampled_from(list(FACETS)),
    chosen=st.lists(st.text(min_size=1, max_size=4), unique=True, max_size=2).map(tuple),
    value=st.text(min_size=1, max_size=4),
)
def test_many_addresses_are_made_as_one_is(facet: str, chosen: tuple[str, ...], value: str) -> None:
    """The short way to the addresses of all values of a facet leads to the same."""
    query = Query(words="дім", chosen={facet: chosen}, sort="newest")
    assert query.adding(facet)(value) == query.toggled(facet, value)
    assert all(query.adding(facet)(each) == query.toggled(facet, each) for each in chosen)


def test_the_first_values_are_counted(columns: Columns) -> None:
    """Of places there may be as many as claims: the board lists the first, and what was chosen beside them."""
    facet, everything = columns.facets["source"], np.ones(columns.size, dtype=bool)
    whole = facet.counted(everything)
    assert facet.counted(everything, 1) == whole[:1]
    assert facet.counted(everything, 1, [whole[-1][0], "nobody"]) == [whole[0], whole[-1]]


def test_columns_come_back_as_they_were_kept(board: BoardFile, columns: Columns) -> None:
    """A desk that reads them from the file finds what it would find from the rows."""
    kept = unpacked(packed(columns))
    for address in ("", "side=RU&sort=place", "language=ru&since=2025-11-01", "one_origin=1&sort=unlikely"):
        query = query_of(parse_qsl(address))
        there, back = find(board, columns, query), find(board, kept, query)
        assert there.numbers.tolist() == back.numbers.tolist()
        assert there.counts == back.counts
    assert kept.ids == columns.ids


def test_a_letter_finds_no_term(board: BoardFile, columns: Columns) -> None:
    """Terms that stand for words of any language lie in the same index: nobody finds them by what they look like."""
    for typed in ("x", "x3", "x3dbuilding"):
        assert len(find(board, columns, Query(words=typed))) == 0
    assert [columns.ids[each] for each in find(board, columns, Query(words="б")).numbers] == ["c3"]


def test_clears_what_a_killed_process_left(tmp_path: Path) -> None:
    """Half a board of a process that is gone goes; one that another process is writing stays."""
    gone, living = tmp_path / "board.db.999999999", tmp_path / f"board.db.{os.getppid()}"
    for each in (gone, living):
        each.write_bytes(b"half")
    with BoardWriter(tmp_path, "s", "now"):
        pass
    assert not gone.exists()
    assert living.exists()
