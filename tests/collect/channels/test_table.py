"""Tables: which columns, which encoding, which marks, and that one bad row costs no other."""

from __future__ import annotations

import csv
import gzip
import hashlib
import importlib
import io
import json
import os
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firsthand.collect.channels import packed, table_delimited
from firsthand.collect.channels.table import Table
from firsthand.errors import EmptyInput, InputError, MissingInput, NotText, TooLarge
from firsthand.model import Capture, Skip
from firsthand.plugins import Wanted

ROWS = [
    {
        "url": "https://courier.example/ferry",
        "text": "The harbour office said on Tuesday that no ferries would sail.",
        "title": "Ferries stay in port",
        "published": "2025-11-04T08:15:00+02:00",
        "source": "The Courier",
        "language": "en-GB",
    },
    {
        "url": "https://vestnik.example/most",
        "text": "Глава района сообщил, что мост закрыт до утра.\n\nПострадавших нет.",
        "title": "Мост закрыт",
        "published": "2025-11-04",
        "source": "Вестник",
        "language": "ru",
    },
    {
        "url": "https://visnyk.example/mist",
        "text": "Очільниця громади повідомила, що міст зачинено до ранку; «їжі вистачає», — додала вона.",
        "title": "Міст зачинено",
        "published": "2025-11-04T10:00:00Z",
        "source": "Вісник",
        "language": "uk",
    },
]


def taken(
    path: Path, columns: dict[str, str] | None = None, since: datetime | None = None
) -> tuple[list[Capture], list[Skip]]:
    """What the channel makes of a file."""
    channel = Table()
    assert channel.takes(str(path))
    found = list(channel.captures(Wanted(str(path), columns or {}, since), lambda address: None))
    captures = [one for one in found if isinstance(one, Capture)]
    assert all(one.sha256 == hashlib.sha256(one.data).hexdigest() for one in captures)
    return captures, [one for one in found if isinstance(one, Skip)]


def written(path: Path, data: bytes | str) -> Path:
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def json_lines(*rows: object) -> bytes:
    return b"".join(json.dumps(row, ensure_ascii=False).encode() + b"\n" for row in rows)


def delimited(delimiter: str = ",", end: str = "\r\n") -> str:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(ROWS[0]), delimiter=delimiter, lineterminator=end, quoting=csv.QUOTE_ALL)
    writer.writeheader()
    writer.writerows(ROWS)
    return out.getvalue()


# ---------------------------------------------------------------- JSON lines


def test_a_row_is_kept_as_it_was_written(tmp_path: Path) -> None:
    """The payload of a row is its own bytes; what it tells is told, with the zone it was given in."""
    captures, skips = taken(written(tmp_path / "posts.jsonl", json_lines(*ROWS)))
    assert not skips
    first, second, third = captures
    assert first.data == json.dumps(ROWS[0]).encode()
    assert (first.key, first.address, first.media_type) == (ROWS[0]["url"], ROWS[0]["url"], "application/json")
    assert (first.about.text, first.about.title) == (ROWS[0]["text"], "Ferries stay in port")
    assert first.about.published == datetime.fromisoformat("2025-11-04T08:15:00+02:00")
    assert str(first.about.published)[-6:] == "+02:00"
    assert (first.about.outlet, first.about.language) == ("The Courier", "en")
    assert second.about.published == date(2025, 11, 4)
    assert third.about.text == ROWS[2]["text"]


def test_links_of_a_row_are_taken(tmp_path: Path) -> None:
    """Who took what from whom is read from links: each with its words; what is no link is told, and costs no other."""
    told = {"text": "said in a statement", "target": "https://t.me/port_office/7"}
    pair = ["«Вестник»", "https://vestnik.example/most"]
    rows = [{**ROWS[0], "links": [told, pair, "https://nowhere.example"]}, {**ROWS[1], "links": None}]
    (first, second), skips = taken(written(tmp_path / "posts.jsonl", json_lines(*rows)))
    assert first.about.links == (("said in a statement", "https://t.me/port_office/7"), (pair[0], pair[1]))
    assert second.about.links == ()
    assert [(skip.stage, "links" in skip.reason) for skip in skips] == [("part", True)]


@pytest.mark.parametrize("ending", ["", ".gz", ".zst"])
def test_a_packed_table_is_the_same_table(tmp_path: Path, ending: str) -> None:
    """gzip in several members, and zstd in several frames, give what the plain file gives."""
    data = json_lines(*ROWS)
    if ending == ".gz":
        data = gzip.compress(data[:200]) + gzip.compress(data[200:]) + bytes(100)
    elif ending == ".zst":
        zstandard = pytest.importorskip("zstandard")
        data = zstandard.compress(data[:200]) + zstandard.compress(data[200:])
    captures, skips = taken(written(tmp_path / f"posts.ndjson{ending}", data))
    assert [one.key for one in captures] == [row["url"] for row in ROWS]
    assert not skips


def test_other_names_of_columns(tmp_path: Path) -> None:
    """A map names the columns; a number names a source; a row without an address is known by its content."""
    rows = [
        {"id": 7, "body": row["text"], "date": 1762240500, "channel": -1001, "Title": row["title"]} for row in ROWS[:2]
    ]
    path = written(tmp_path / "dump.jsonl", json_lines(*rows))
    captures, skips = taken(path, {"text": "body", "published": "date", "source": "channel"})
    assert not skips
    assert [one.about.outlet for one in captures] == ["-1001", "-1001"]
    assert captures[0].about.title == "Ferries stay in port"
    assert captures[0].about.published == datetime(2025, 11, 4, 7, 15, tzinfo=UTC)
    assert captures[1].address == f"{path.as_uri()}#line=2"
    assert captures[1].key == f"row:{captures[1].sha256}"


@pytest.mark.parametrize("name", ["dump.jsonl", "dump.csv", "dump.parquet"])
def test_an_unknown_column_is_an_error_that_lists_those_there_are(tmp_path: Path, name: str) -> None:
    """A slip in the map costs no run of hours: it is told before the first row, with the names there are."""
    path = tmp_path / name
    if name.endswith("parquet"):
        _parquet(path, [{"id": 1, "body": "Мост закрыт."}])
    else:
        written(path, json_lines({"id": 1, "body": "Мост закрыт."}) if name.endswith("jsonl") else "id,body\n1,Мост\n")
    with pytest.raises(InputError, match=r"no column 'bodу'\. Its columns: id, body"):
        taken(path, {"text": "bodу"})  # its last letter is Cyrillic
    with pytest.raises(InputError, match=r"no 'tekst' to tell.*url, text, title, published, source, language"):
        taken(path, {"tekst": "body"})
    with pytest.raises(InputError, match=r"no column text; .*id, body"):
        taken(path)


def test_bad_lines_cost_no_others(tmp_path: Path) -> None:
    """Each line that cannot be read is told by its number, and the rest comes in."""
    bad = [b"{not json}", b"[1, 2]", b"null", b"\xff\xfe", b'{"text": ["a"]}', b'{"text": "  "}', b'{"url": "x"}']
    data = json_lines(ROWS[0]) + b"\n" + b"\n".join(bad) + b"\n" + json_lines(ROWS[1])
    captures, skips = taken(written(tmp_path / "posts.jsonl", data))
    assert [one.key for one in captures] == [ROWS[0]["url"], ROWS[1]["url"]]
    by_row = [skip for skip in skips if "not text; left out" not in skip.reason and "no address" not in skip.reason]
    assert [skip.record for skip in by_row] == [f"posts.jsonl, line {number}" for number in range(3, 10)]
    assert by_row[4].reason == "the column 'text' holds a list, not text"
    assert {skip.stage for skip in skips} == {"collect"}


def test_half_characters_do_not_cost_the_row(tmp_path: Path) -> None:
    """A text that was cut in the middle of an emoji is taken, and said to be damaged."""
    captures, skips = taken(written(tmp_path / "posts.jsonl", b'{"text": "Bridge closed \\ud83d", "x": "\\u0000"}\n'))
    assert captures[0].about.text == "Bridge closed \ufffd"
    assert "half characters" in skips[0].reason


def test_what_is_left_out_of_rows_is_counted(tmp_path: Path) -> None:
    """A wrong type in every row makes one line in the final table, not a million."""
    rows = [row | {"published": "11/03/2024", "language": "Russian", "url": "javascript:alert(1)"} for row in ROWS]
    captures, skips = taken(written(tmp_path / "posts.jsonl", json_lines(*rows)))
    assert len(captures) == 3
    assert all(one.about.published is None and one.about.language is None for one in captures)
    assert all(one.key.startswith("row:") and one.address.startswith("file://") for one in captures)
    assert [skip.record for skip in skips] == ["posts.jsonl: 3, the first is posts.jsonl, line 1"] * 3


def test_rows_from_before_are_not_wanted(tmp_path: Path) -> None:
    """`since` leaves out what was surely published before; a day without an hour may belong to it."""
    path = written(tmp_path / "posts.jsonl", json_lines(*ROWS))
    captures, skips = taken(path, since=datetime(2025, 11, 4, 7, tzinfo=UTC))
    assert [one.key for one in captures] == [ROWS[1]["url"], ROWS[2]["url"]]
    assert skips == [Skip("collect", "posts.jsonl, line 1", "published before the time asked for")]


def test_a_line_without_end_is_not_held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A line over the limit is told and passed over, and the next one is read."""
    monkeypatch.setattr(packed, "LONGEST", 1000)
    data = b'{"text": "' + b"a" * 5000 + b'"}\n' + json_lines({"text": "The road is open."})
    captures, skips = taken(written(tmp_path / "posts.jsonl", data))
    assert [one.about.text for one in captures] == ["The road is open."]
    assert skips[0].record == "posts.jsonl, line 1"


@pytest.mark.parametrize("data", [b"", b"\n\n", gzip.compress(b"", mtime=0)])
def test_an_empty_table_is_told(tmp_path: Path, data: bytes) -> None:
    """Nothing in it is an error, not a success with nothing."""
    for name in ("posts.jsonl", "posts.csv"):
        with pytest.raises(EmptyInput):
            taken(written(tmp_path / name, data))


@pytest.mark.parametrize("name", ["posts.jsonl.gz", "posts.csv.gz"])
def test_a_table_that_is_cut_short_gives_what_is_whole(tmp_path: Path, name: str) -> None:
    """Rows before the damage come in, and the damage is told."""
    rows = [
        {"url": f"https://a.example/{n}", "text": hashlib.sha256(bytes([n % 250, n // 250])).hexdigest()}
        for n in range(9000)
    ]
    plain = (
        json_lines(*rows)
        if "jsonl" in name
        else b"url,text\n" + b"".join(f"{r['url']},{r['text']}\n".encode() for r in rows)
    )
    whole = gzip.compress(plain)
    captures, skips = taken(written(tmp_path / name, whole[: len(whole) // 2]))
    assert 1000 < len(captures) < 9000
    assert "cut short" in skips[-1].reason


def test_a_bomb_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Megabytes of nothing, packed a thousand to one, are not waited for."""
    monkeypatch.setattr(packed, "_FREE", 1_000_000)
    with pytest.raises(TooLarge, match="300 times"):
        taken(written(tmp_path / "posts.jsonl.gz", gzip.compress(b" " * 50_000_000)))
    zstandard = pytest.importorskip("zstandard")
    with pytest.raises(TooLarge, match="300 times"):
        taken(written(tmp_path / "posts.jsonl.zst", zstandard.compress(b" " * 50_000_000)))


def test_zstd_without_its_package_says_which(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The message names the package to install."""
    monkeypatch.setitem(importlib.import_module("sys").modules, "zstandard", None)
    with pytest.raises(NotText, match=r"firsthand\[zstd\]"):
        taken(written(tmp_path / "posts.jsonl.zst", b"\x28\xb5\x2f\xfd" + bytes(20)))


def test_memory_stays_flat(tmp_path: Path) -> None:
    """Ten times the rows need no more memory than the rows themselves."""
    import tracemalloc

    peaks = []
    for count in (2_000, 20_000):
        path = written(tmp_path / f"{count}.jsonl", json_lines({"text": "The road is open. " * 20}) * count)
        tracemalloc.start()
        assert sum(1 for _ in Table().captures(Wanted(str(path)), lambda address: None)) == count
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 1.2 * peaks[0]


def test_eleven_thousand_posts_come_in_without_one_lost() -> None:
    """The public posts to measure against come in, each with its time."""
    data = Path(os.environ.get("FIRSTHAND_DATA") or Path(__file__).parents[4] / "shared")
    path = data / "bench" / "copies" / "telegram_ru" / "posts.jsonl.gz"
    if not path.exists():
        pytest.skip("the posts are not here: set FIRSTHAND_DATA to the folder that holds them")
    captures, skips = taken(path, {"published": "date", "source": "channel"})
    assert (len(captures), skips) == (11_049, [])
    assert all(isinstance(one.about.published, datetime) and one.about.published.tzinfo for one in captures)


# ---------------------------------------------------------------- CSV


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_marks_are_found_out(tmp_path: Path, delimiter: str, end: str) -> None:
    """Whatever parts the cells and ends the rows, the rows are the same; line breaks in quotes belong to the text."""
    captures, skips = taken(written(tmp_path / "posts.csv", delimited(delimiter, end)))
    assert not skips
    assert [one.about.text for one in captures] == [row["text"] for row in ROWS]
    assert captures[1].data.decode().count("\n\n") == 1
    assert captures[0].data.decode() == delimited(delimiter, end).split(end)[1]
    assert [one.key for one in captures] == [row["url"] for row in ROWS]


@pytest.mark.parametrize(
    ("encoding", "rows"),
    [("utf-8-sig", 3), ("utf-16", 3), ("cp1251", 3), ("koi8-u", 2), ("cp866", 2), ("mac-cyrillic", 2), ("cp1252", 1)],
)
def test_encodings_are_found_out(tmp_path: Path, encoding: str, rows: int) -> None:
    """Tables out of old programs are read in their own encoding, and their bytes are kept in it."""
    text = "".join(delimited(";", "\n").splitlines(keepends=True)[: rows + 1 + (rows > 1) * 2])
    if encoding == "cp1252":
        text = text.replace("harbour office", "café – “Élan” –")
    captures, skips = taken(written(tmp_path / "posts.csv", text.encode(encoding)))
    assert not skips
    assert len(captures) == rows
    for capture, row in zip(captures[1:], ROWS[1:], strict=False):
        assert capture.about.text == row["text"]
        assert capture.charset is not None
        assert row["text"] in capture.data.decode(capture.charset)


def test_ragged_rows_are_told_by_their_line(tmp_path: Path) -> None:
    """Too few and too many cells are told with the number of the line, counting the lines within quotes."""
    text = (
        'url,text\nhttps://a.example/1,"Two\nlines"\nhttps://a.example/2\nhttps://a.example/3,One,too many\n\nu,Last\n'
    )
    captures, skips = taken(written(tmp_path / "posts.csv", text))
    assert [one.about.text for one in captures] == ["Two\nlines", "Last"]
    ragged = [(skip.record, skip.reason) for skip in skips if "cells" in skip.reason]
    assert ragged == [
        ("posts.csv, line 4", "1 cells, where the head of the table has 2"),
        ("posts.csv, line 5", "3 cells, where the head of the table has 2"),
    ]


def test_an_open_quotation_does_not_swallow_the_rest(tmp_path: Path) -> None:
    """A quotation mark that none closes costs its own row."""
    rows = [f"https://a.example/{n},The road {n} is open." for n in range(30)]
    rows[3] = 'https://a.example/3,"The road, that is, is open."'
    rows[20] = 'https://a.example/20,"The road is open.'
    captures, skips = taken(written(tmp_path / "posts.csv", "\n".join(["url,text", *rows])))
    assert len(captures) == 29
    assert skips == [Skip("collect", "posts.csv, line 22", "a quotation mark opens there that none closes")]


def test_rows_that_never_end_are_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A table made so that every row seems to go on to its end costs a bounded time, and says so."""
    monkeypatch.setattr(table_delimited, "_LONGEST_ROW", 1000)
    sound = 'https://a.example/1,"so, it is"\n' * 6_000
    captures, skips = taken(written(tmp_path / "posts.csv", "url,text\n" + sound + 'x","y\n' * 20_000))
    assert {one.about.text for one in captures} == {"so, it is"}
    assert skips[-1].record == "posts.csv, the rest"
    assert len(skips) < 100


def test_tabs_without_quotation(tmp_path: Path) -> None:
    """In a table that knows no quotation, marks at the beginning of a cell are part of the text."""
    texts = [
        '"Вестник" сообщил о закрытии моста',
        "Глава района подтвердил",
        "«Да», — сказал он",
        '"Нет", — сказала она',
    ]
    lines = ["id\ttext", *(f"{number}\t{text}" for number, text in enumerate(texts))]
    captures, skips = taken(written(tmp_path / "posts.tsv", "\n".join(lines)))
    assert not skips
    assert [one.about.text for one in captures] == texts


def test_marks_within_quotes_that_a_backslash_tells(tmp_path: Path) -> None:
    """Databases write \\" for a quotation mark within a text."""
    text = 'url,text\nhttps://a.example/1,"She said \\"yes\\", then \\"no\\", he said"\nhttps://a.example/2,"Plain"\n'
    captures, skips = taken(written(tmp_path / "posts.csv", text))
    assert not skips
    assert captures[0].about.text == 'She said "yes", then "no", he said'


def test_bytes_of_another_encoding_are_kept_and_told(tmp_path: Path) -> None:
    """One row in another encoding, far down, is taken with its bytes as they are."""
    text = (
        b"url,text\n"
        + b"https://a.example/1,The road is open.\n" * 5000
        + "https://a.example/2,мост\n".encode("cp1251")
    )
    captures, skips = taken(written(tmp_path / "posts.csv", text))
    assert captures[-1].data == "https://a.example/2,мост".encode("cp1251")
    assert captures[-1].about.text == "\ufffd" * 4
    assert "another encoding" in skips[0].reason


# ---------------------------------------------------------------- Parquet


def _parquet(path: Path, rows: Sequence[Mapping[str, object]]) -> None:
    pyarrow = pytest.importorskip("pyarrow", reason="the extra parquet is not installed")
    pq = importlib.import_module("pyarrow.parquet")
    pq.write_table(pyarrow.Table.from_pylist(rows), path, row_group_size=2)


def test_parquet_rows_are_kept_as_canonical_json(tmp_path: Path) -> None:
    """The same row gives the same bytes whatever the order of its columns, and its types become what JSON has."""
    row = ROWS[1] | {"published": datetime(2025, 11, 4, 9, tzinfo=UTC), "views": 7, "blob": b"\xff", "tags": ["мост"]}
    _parquet(tmp_path / "a.parquet", [{"text": "The road is open.", **dict.fromkeys(row.keys() - {"text"})}, row])
    _parquet(tmp_path / "b.parquet", [dict(reversed(row.items()))])
    (first, second), skips = taken(tmp_path / "a.parquet")
    ((alone,), _) = taken(tmp_path / "b.parquet", {"text": "text"})
    assert second.about.published == datetime(2025, 11, 4, 9, tzinfo=UTC)
    assert json.loads(second.data)["views"] == 7
    assert (json.loads(second.data)["blob"], json.loads(second.data)["tags"]) == ("/w==", ["мост"])
    assert second.data == alone.data
    assert first.address.endswith("a.parquet#row=1")
    assert not skips


def test_parquet_without_its_package_says_which(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The message names the extra to install."""
    monkeypatch.setitem(importlib.import_module("sys").modules, "pyarrow", None)
    with pytest.raises(NotText, match=r"firsthand\[parquet\]"):
        taken(written(tmp_path / "a.parquet", b"PAR1"))


def test_damaged_parquet_is_told(tmp_path: Path) -> None:
    """A file that only has the name is told as such."""
    pytest.importorskip("pyarrow", reason="the extra parquet is not installed")
    with pytest.raises(NotText, match="no Parquet file"):
        taken(written(tmp_path / "a.parquet", b"PAR1 and no more"))


@settings(max_examples=60, deadline=None)
@given(flips=st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 255)), min_size=1, max_size=6))
def test_any_damaged_parquet_gives_captures_and_skips(
    tmp_path_factory: pytest.TempPathFactory, flips: list[tuple[int, int]]
) -> None:
    """Whatever bytes change, a table gives what can be read, or says that it is damaged."""
    path = tmp_path_factory.mktemp("table") / "a.parquet"
    _parquet(path, ROWS)
    data = bytearray(path.read_bytes())
    for position, value in flips:
        data[position % len(data)] = value
    _survives(path, bytes(data))


# ---------------------------------------------------------------- whatever there is


@settings(max_examples=150, deadline=None)
@given(data=st.binary(max_size=400), name=st.sampled_from(["a.jsonl", "a.csv", "a.tsv", "a.csv.gz", "a.jsonl.zst"]))
def test_any_bytes_give_captures_and_skips(tmp_path_factory: pytest.TempPathFactory, data: bytes, name: str) -> None:
    """No bytes at all make a table crash: they give captures, skips, or one error that says what is wrong."""
    _survives(tmp_path_factory.mktemp("table") / name, data)


@settings(max_examples=150, deadline=None)
@given(
    text=st.text(st.sampled_from('a",;\t\n\r\\|1 \x00їё'), max_size=200),
    name=st.sampled_from(["a.csv", "a.tsv"]),
    encoding=st.sampled_from(["utf-8", "utf-16", "cp1251"]),
)
def test_any_marks_give_captures_and_skips(
    tmp_path_factory: pytest.TempPathFactory, text: str, name: str, encoding: str
) -> None:
    """Quotation marks, separators and breaks in any order are a table, rows that are told, or an error."""
    _survives(tmp_path_factory.mktemp("table") / name, ("text,b\n" + text).encode(encoding, "replace"))


def _survives(path: Path, data: bytes) -> None:
    try:
        captures, skips = taken(written(path, data))
    except InputError:
        return
    for capture in captures:
        assert capture.about.text
        capture.about.text.encode()
        capture.address.encode()
    assert all(skip.reason for skip in skips)


def test_what_is_no_table_is_not_taken(tmp_path: Path) -> None:
    """Addresses, folders and other files are left to other channels; a file that is gone by then is told."""
    (tmp_path / "folder.csv").mkdir()
    written(tmp_path / "note.txt", "text")
    for what in (
        "https://a.example/x.csv",
        str(tmp_path / "folder.csv"),
        str(tmp_path / "note.txt"),
        "a\0.csv",
        "x" * 5000,
    ):
        assert not Table().takes(what)
    with pytest.raises(MissingInput):
        list(Table().captures(Wanted(str(tmp_path / "none.csv")), lambda address: None))
