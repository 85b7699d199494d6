"""The list of everything that was decided: who, when, why, and what was taken back."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tests.show.desk.pages.desks import at_desk, claim_titled, text_of
from tests.show.desk.pages.test_claim import HOUSES, read_case

from firsthand.claims import Told
from firsthand.kinds import Conclusion
from firsthand.model import Span
from firsthand.store import Case
from firsthand.store.verdicts import conclude, verdicts

__all__ = ["read_case"]  # the fixture


@pytest.fixture
def folder(read_case: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(read_case, tmp_path / "case"))


def test_nothing_yet(folder: Path) -> None:
    """An empty list says what to do."""
    with at_desk(folder) as me:
        assert "Nothing was decided in this case yet." in text_of(me.get("/decisions"))


def test_what_was_decided_goes_on_standing(folder: Path) -> None:
    """A verdict and a decision about links stand in one list, the last first; what is taken back stays, with who did,
    and cannot be taken back again."""
    one, other = claim_titled(folder, HOUSES), claim_titled(folder, "звільнили 9 будинків")
    with at_desk(folder) as me:
        me.send(f"/claims/{one.id}/decide", verdict="unproven", reason="Знято з одного боку вулиці <b>лише</b>.")
        me.send(f"/claims/{one.id}/same", other=other.id)
        page = me.get("/decisions")
        assert page.index("are of one claim") < page.index("unproven")
        assert "&lt;b&gt;лише&lt;/b&gt;" in page
        assert f'href="/claims/{one.id}"' in page
        assert me.send("/decisions/1/undo", next="/decisions?standing=1") == "/decisions?standing=1"
        assert "Taken back by" in text_of(me.get("/decisions"))
        assert "unproven" not in text_of(me.get("/decisions?standing=1"))
        again = me.send("/decisions/1/undo", 400)
        assert "taken back already" in text_of(again)
        assert "has no decision of the number 77" in text_of(me.send("/decisions/77/undo", 400))
        assert me.deeds()[0][1] != "decision 77 taken back"
    with Case.open(folder) as case:
        assert verdicts(case)[0].undone_by


def test_long_lists_have_pages(folder: Path) -> None:
    """A hundred at a time, narrowed to one analyst where that is wanted."""
    with Case.open(folder, write=True) as case:
        for number in range(130):
            who = "Олена Ткач" if number % 2 else "J. Smith"
            conclude(
                case, "c1", f"Claim {number:03}", [(Told("k", Span(0, 4)), "дім.")], Conclusion.FALSE, who, "so", {}
            )
    with at_desk(folder) as me:
        first = me.get("/decisions")
        assert first.count('<li id="d-') == 100
        assert 'href="/decisions?before=31"' in first
        assert me.get("/decisions?before=31").count('<li id="d-') == 30
        own = me.get("/decisions?analyst=J.+Smith")
        assert own.count('<li id="d-') == 65
        assert "Олена Ткач</bdi>" not in own
        assert me.get("/decisions?before=x&analyst=nobody").count('<li id="d-') == 0
