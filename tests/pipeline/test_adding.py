"""Reports into a case: from what a user names to what a reader made of it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from zlib import decompress

import orjson
import pytest
from sqlalchemy import select

from firsthand.collect.sources import Own
from firsthand.errors import BadStatus
from firsthand.model import Capture, Skip
from firsthand.pipeline import adding, workers
from firsthand.pipeline.workers import Workers
from firsthand.plugins import Wanted
from firsthand.store import Case, Reading, Waiting, schema, verify

ROWS = (
    '{"url": "https://t.me/oblast/1", "text": "⚡️ Ночью над областью сбиты 14 беспилотников, сообщил губернатор."}',
    '{"url": "https://t.me/hromada/2", "text": "Через обстріл пошкоджено два будинки, повідомила громада."}',
    '{"url": "https://news.example/3", "title": "Bridge closed", "text": "The bridge is closed, the mayor said."}',
    "{ this is no row",
    '{"url": "https://news.example/4"}',
)


def no_network(address: str) -> Capture | None:
    raise BadStatus(f"{address} was asked for", 500)


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "posts.jsonl"
    path.write_text("\n".join(ROWS) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    with Case.make(tmp_path / "case") as made:
        yield made


def test_a_table_is_taken_in_and_read(case: Case, table: Path) -> None:
    """Every row that can be read is read, in whichever language it is; the rest is told with its reason."""
    with Workers(1) as one:
        tally = adding.add(case, [Wanted(str(table))], no_network, workers=one)
    assert (tally.counts["taken"], tally.counts["read"]) == (3, 3)
    assert len(tally.skipped) == tally.counts["skipped"] == 2
    reports = [orjson.loads(decompress(row["report"])) for row in case.rows(select(schema.readings))]  # type: ignore[arg-type]
    assert [report["document"]["language"] for report in reports] == ["ru", "uk", "en"]
    assert {voice["text"] for report in reports for s in report["statements"] for voice in s["chain"][1:]} == {
        "губернатор",
        "громада",
        "the mayor",
    }
    assert not list(verify(case))


def test_whose_a_report_is_and_whom_it_credits(case: Case, tmp_path: Path) -> None:
    """A reprint at an outlet that the table knows has its source, and the agency it credits."""
    path = tmp_path / "rows.jsonl"
    path.write_text(
        '{"url": "https://www.theguardian.com/world/x", "text": "KYIV (Reuters) - Two died, police said."}\n'
        '{"url": "https://unheard-of.example/y", "text": "Two died, police said."}\n',
        encoding="utf-8",
    )
    with Workers(1) as one:
        adding.add(case, [Wanted(str(path))], no_network, workers=one)
    (source,) = case.rows(select(schema.sources))
    assert source["key"] == "guardian"
    assert [row["source"] for row in case.rows(select(schema.captures).order_by(schema.captures.c.id))] == [1, None]
    reprint, other = [orjson.loads(str(row["credits"])) for row in case.rows(select(schema.readings))]
    assert [credit["source"] for credit in reprint] == ["reuters"]
    assert other == []


def test_taken_again_nothing_is_new(case: Case, table: Path) -> None:
    """The same file a second time adds no sighting and is not read again."""
    adding.add(case, [Wanted(str(table))], no_network)
    tally = adding.add(case, [Wanted(str(table))], no_network)
    assert tally.counts["taken"] == 0
    assert tally.counts["seen_before"] == 3


def test_what_was_not_read_is_read_by_the_next_run(case: Case, table: Path) -> None:
    """An import that was interrupted before reading goes on where it stopped."""
    adding.add(case, [Wanted(str(table))], no_network)
    with Workers(1) as one:
        assert adding.add(case, [], no_network, workers=one).counts["read"] == 3


def test_what_fails_leaves_the_rest_alone(case: Case, table: Path) -> None:
    """A page that is not to be had, and a path that is nothing, are told; the table beside them is taken."""
    wanted = [Wanted("https://news.example/page"), Wanted("nothing/here"), Wanted(str(table))]
    tally = adding.add(case, wanted, no_network)
    assert [skip.record for skip in tally.failed] == ["https://news.example/page", "nothing/here"]
    assert tally.counts["taken"] == 3


def test_what_was_taken_in_part_is_not_counted_as_skipped(case: Case, tmp_path: Path) -> None:
    """Each row is taken or skipped, and counted once; fields that could not be used are told by themselves."""
    path = tmp_path / "rows.jsonl"
    path.write_text(
        '{"url": "https://a.example/1", "text": "One.", "published": "11/03/2024"}\n'
        '{"url": "nowhere", "text": "Two.", "language": "Russian"}\n'
        '{"url": "https://a.example/3", "text": 5, "title": 7}\n'
        "no JSON\n",
        encoding="utf-8",
    )
    tally = adding.add(case, [Wanted(str(path))], no_network)
    assert (tally.counts["taken"], tally.counts["skipped"], tally.counts["parts"]) == (2, 2, 3)
    assert [skip.record for skip in tally.parts] == ["rows.jsonl, line 1", "rows.jsonl, line 2", "rows.jsonl, line 2"]


def test_looking_writes_nothing(table: Path) -> None:
    """A dry run gives what would be taken, and what would not."""
    found = list(adding.look([Wanted(str(table))], no_network))
    assert [isinstance(one, Skip) for one in found].count(True) == 2


def test_a_reader_that_breaks_down_takes_one_report_with_it(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that ends at one capture is replaced; the others are read, and that one is told of."""
    run = case.begin("test")
    texts = ["The bridge is closed, the mayor said.", "kill", "The road is open, police said."]
    captures = [
        Capture(text.encode(), f"file:///{number}", datetime.now(UTC), hashlib.sha256(text.encode()).hexdigest())
        for number, text in enumerate(texts)
    ]
    case.keep(captures, run, "file")
    monkeypatch.setattr(workers, "_read", _read_or_die)
    with Workers(1) as one:
        tally = adding.Tally()
        adding.read_waiting(case, run, one, tally)
    assert (tally.counts["read"], tally.counts["unreadable"]) == (2, 1)
    assert [row["reason"] for row in case.rows(select(schema.skips))] == ["the process that read it broke down"]


def _read_or_die(portion: list[Waiting], gazetteer: Path | None, own: Own | None) -> list[Reading]:
    import os

    if any(waiting.capture.data == b"kill" for waiting in portion):
        os._exit(9)
    return [Reading(waiting.id, b"{}") for waiting in portion]


def test_what_was_read_before_an_interruption_is_kept(case: Case, table: Path) -> None:
    """Ctrl-C in the middle of reading ends the run; what was read by then needs not be read again."""

    def interrupt(what: str, count: int) -> None:
        if what == "read":
            raise KeyboardInterrupt

    with Workers(1) as one, pytest.raises(KeyboardInterrupt):
        adding.add(case, [Wanted(str(table))], no_network, workers=one, progress=interrupt)
    assert len(case.rows(select(schema.readings.c.id))) == 3
    assert case.rows(select(schema.runs.c.ended))[0]["ended"] is not None
    assert not list(verify(case))
