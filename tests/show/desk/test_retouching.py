"""A board after verdicts: what is laid over it says what a board made anew would say."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import orjson
import pytest
from tests.show.desk.pages.desks import at_desk, claim_titled, read_again, text_of
from tests.show.desk.pages.test_claim import HOUSES, read_case
from tests.told_case import LIBRARY

from firsthand.claims import Told
from firsthand.kinds import Conclusion, DecisionKind
from firsthand.model import Skip, Span
from firsthand.pipeline.deciding import take_back
from firsthand.show.desk.building import RULES, VERDICTS, state_of
from firsthand.show.desk.columns import COLUMNS, unpacked
from firsthand.show.desk.retouching import retouched
from firsthand.store import Case
from firsthand.store.board import FILE, board_of_case
from firsthand.store.board_since import SINCE
from firsthand.store.decisions import decide
from firsthand.store.verdicts import conclude, verdicts

__all__ = ["read_case"]  # the fixture


@pytest.fixture
def folder(read_case: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(read_case, tmp_path / "case"))


def said_by(folder: Path) -> Mapping[str, object]:
    """All that a board says, but for when it was made."""
    board = board_of_case(folder)
    assert board is not None
    columns = unpacked(board.kept(COLUMNS) or b"")
    numbers = range(board.counts["claims"])
    told = {
        "state": board.state,
        "rows": list(board.rows()),
        "known": [board.known(number) for number in numbers],
        "written": [orjson.loads(board.written(number)) for number in numbers],
        "sources": [(each, board.source(each.id)) for each in board.sources()],
        "kept": [board.kept(VERDICTS), board.kept(RULES)],
        "likely": columns.likely.tolist(),
        "orders": {name: own.tolist() for name, own in columns.orders.items()},
        "facets": {name: (f.values, f.claims.tolist(), f.codes.tolist()) for name, f in columns.facets.items()},
    }
    board.close()
    return told


def brought_up(folder: Path) -> str | None:
    board = board_of_case(folder)
    assert board is not None
    with Case.open(folder) as case:
        state = retouched(case, board)
    board.close()
    return state


def concluded(folder: Path, number: int, conclusion: Conclusion) -> int:
    """A verdict on the claim at that place, by its first telling; its number."""
    board = board_of_case(folder)
    assert board is not None
    told, row = orjson.loads(board.written(number)), board.rows_at([number])[0]
    board.close()
    where = told["statements"][0]
    span = Span(where["start"], where["end"])
    with Case.open(folder, write=True) as case:
        kept = [(Told(where["document"], span), where["text"])]
        return conclude(case, row.id, row.title, kept, conclusion, "Олена", "Бачила на власні очі.", {}).number


def undone(folder: Path, number: int) -> None:
    with Case.open(folder, write=True) as case:
        take_back(case, number, "Олена")


def as_made_anew(folder: Path) -> Mapping[str, object]:
    """What a board says that is made of the case as it is now."""
    (folder / FILE).unlink()
    read_again(folder)
    assert not (folder / SINCE).exists()
    return said_by(folder)


def test_it_says_what_one_made_anew_says(folder: Path, tmp_path: Path) -> None:
    """After each of several verdicts, one turned and one taken back: the claims, how likely others of the same voice
    are, the records of sources, facets, and orders."""
    board = board_of_case(folder)
    assert board is not None
    number = board.number_of(claim_titled(folder, HOUSES).id)
    others = board._all("select distinct claim from leans")
    board.close()
    assert number is not None
    assert others, "no claim was weighed with a track record: the test would hold nothing"
    first = concluded(folder, number, Conclusion.TRUE)
    steps: list[Callable[[], object]] = [
        lambda: first,
        lambda: concluded(folder, number, Conclusion.FALSE),
        lambda: concluded(folder, (number + 1) % 2, Conclusion.UNPROVEN),
        lambda: undone(folder, first + 1),
        lambda: undone(folder, first),
    ]
    for at, step in enumerate(steps):
        step()
        assert brought_up(folder) is not None
        anew = Path(shutil.copytree(folder, tmp_path / f"anew-{at}"))
        assert said_by(folder) == as_made_anew(anew)


def test_others_of_the_same_voice_are_weighed_anew(folder: Path) -> None:
    """A later claim of a voice whose earlier one was false is less likely, and the log keeps its new assessment."""
    board = board_of_case(folder)
    assert board is not None
    first = claim_titled(folder, HOUSES)
    number = board.number_of(first.id)
    assert number is not None
    before = {row["id"]: row["likely"] for row in board.rows()}
    board.close()
    concluded(folder, number, Conclusion.FALSE)
    state = brought_up(folder)
    board = board_of_case(folder)
    assert board is not None
    after = {row["id"]: row["likely"] for row in board.rows()}
    board.close()
    fallen = [claim for claim, likely in after.items() if likely < before[claim]]
    assert fallen
    assert first.id not in fallen, "a verdict says nothing of how likely the program finds its own claim"
    with Case.open(folder) as case:
        assert state == state_of(case)


def test_anything_else_makes_the_board_anew(folder: Path) -> None:
    """A decision on links changes which claims there are: nothing is laid over the board for it. That a run began
    changes nothing at all."""
    with Case.open(folder, write=True) as case:
        run = case.begin("nothing new")
        case.keep([], run, "feed", [Skip("collect", "https://news.example/1", "it answered with 404")])
        case.end(run, {})
    with Case.open(folder) as case:
        assert brought_up(folder) == state_of(case)
    one, other = Told(LIBRARY, Span(0, 9)), Told(LIBRARY, Span(10, 19))
    with Case.open(folder, write=True) as case:
        decide(case, DecisionKind.DIFFERENT, one, other, ("У Полтаві", "відкрили."), "Олена", "")
    assert brought_up(folder) is None


def test_a_damaged_file_is_left_out_and_written_anew(folder: Path) -> None:
    """What is laid over a board may go at any time: the board is then as it was made, and is brought up again."""
    concluded(folder, 0, Conclusion.UNPROVEN)
    state = brought_up(folder)
    whole = said_by(folder)
    for broken in (b"", b"no database", (folder / SINCE).read_bytes()[:5000]):
        (folder / SINCE).write_bytes(broken)
        assert said_by(folder)["state"] != state
        assert brought_up(folder) == state
        assert said_by(folder) == whole


def test_the_board_shows_a_verdict_and_its_taking_back_at_once(folder: Path) -> None:
    """Whether the board has the verdict already or not, and before anything was brought up: its row says what stands at
    this moment, and so does the page of the claim."""
    claim = claim_titled(folder, HOUSES)
    with at_desk(folder) as me:
        for bring_up in (False, True):
            me.send(f"/claims/{claim.id}/decide", verdict="partly true", reason="Лише дві вулиці.")
            assert "concluded: partly true" in text_of(me.get("/"))
            assert "Лише дві вулиці." in me.get(f"/claims/{claim.id}")
            with Case.open(folder) as case:
                number = verdicts(case)[-1].number
            if bring_up:
                brought_up(folder)
                assert "concluded: partly true" in text_of(me.get("/"))
            me.send(f"/decisions/{number}/undo")
            assert "concluded:" not in text_of(me.get("/"))
            assert "Лише дві вулиці." not in me.get(f"/claims/{claim.id}")
            rows = me.browser.get("/api/v1/claims").json()["claims"]
            assert {row["verdict"] for row in rows} == {""}
            brought_up(folder)
            assert "concluded:" not in text_of(me.get("/"))
