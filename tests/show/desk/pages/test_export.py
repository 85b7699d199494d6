"""The page of exports: from a claim, from a search, or from the whole board to a file of just that."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.once import made_once
from tests.show.desk.pages.desks import AtDesk, at_desk, claim_titled, read_again, text_of
from tests.told_case import make_told_case

HOUSES = "звільнили 14 будинків"


@pytest.fixture(scope="module")
def me(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AtDesk]:
    told = made_once(tmp_path_factory, "told", make_told_case)
    folder = Path(shutil.copytree(told / "case", tmp_path_factory.mktemp("export") / "case"))
    read_again(folder)
    with at_desk(folder) as found:
        yield found


def test_a_claim_leads_to_its_dossier(me: AtDesk) -> None:
    """As a page and on paper; what comes is that claim alone, and the audit says who took it."""
    claim = claim_titled(me.folder, HOUSES)
    page = me.get(f"/claims/{claim.id}")
    links = dict(re.findall(r'id="(dossier-\w+)" href="([^"]+)"', page))
    assert links.keys() == {"dossier-html", "dossier-pdf"}
    answer = me.browser.get(links["dossier-html"].replace("&amp;", "&"))
    assert answer.headers["content-disposition"].endswith('.html"')
    assert answer.text.count('<article class="claim"') == 1
    assert claim.id in answer.text
    assert me.browser.get(links["dossier-pdf"].replace("&amp;", "&")).content.startswith(b"%PDF-")
    assert ("exported", f"pdf ?to=pdf&claim={claim.id}") in me.deeds()


def test_the_page_says_what_would_be_taken_out(me: AtDesk) -> None:
    """Claims that were chosen, what a search left, or all; the links ask for just that."""
    claim = claim_titled(me.folder, HOUSES)
    chosen = me.get(f"/export?claim={claim.id}")
    assert "1 of" in text_of(chosen)
    assert "chosen" in text_of(chosen)
    assert f"/export?to=csv&amp;claim={claim.id}" in chosen
    searched = me.get("/export?q=%22Kupiansk%22&disputed=1")
    assert "What the board is narrowed to" in text_of(searched)
    assert "disputed=1" in searched
    assert "can be taken out as a file" in text_of(me.get("/export"))


def test_a_claim_that_is_not_there_is_named(me: AtDesk) -> None:
    """In words, and nothing is written."""
    assert "no-such" in me.get("/export?claim=no-such", 404)
    assert "no-such" in me.get("/export?to=csv&claim=no-such", 404)
