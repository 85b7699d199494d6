"""One claim on a terminal: tree, drift with both texts, answers, timeline."""

from __future__ import annotations

import io
import time
from collections.abc import Mapping

import pytest
from rich.cells import cell_len
from tests.show.claims_gold import gold_accounts
from tests.show.claims_made import account, derived, hostile, paper, told

from firsthand.claims import Account, Answer, Origin, Origins, Paper
from firsthand.kinds import Mode, ToldBy
from firsthand.show.claims.board import short_ids
from firsthand.show.claims.page_terminal import print_claim
from firsthand.show.claims.view import view_of


def printed(one: Account, papers: Mapping[str, Paper], width: int = 80, others: tuple[Account, ...] = ()) -> str:
    page = io.StringIO()
    print_claim(view_of(one, papers), short_ids((one, *others)), width, page)
    return page.getvalue()


def gold(name: str, width: int = 80) -> str:
    accounts, papers = gold_accounts()
    return printed(next(each for each in accounts if each.claim.id == name), papers, width, accounts)


def test_the_22_buildings() -> None:
    """Who has it from whom and why, numbered; what changed, both texts with the difference in brackets."""
    page = gold("buildings-22", 100)
    marks = [
        "Russian forces cleared 22 buildings in Myrnohrad in a day",
        "19 documents → 1 origin",
        "kept apart from it: buildings-24, buildings-1",
        "1 origin",
        "  1 Минобороны России (пересказ), RU, 22 Nov 2025, 09:05 UTC (ru)",
        "    × 2 copies: 2 Штурм. Донбасс, 3 Степной вестник",
        "    5 translates 1: Harbour Wire",
        "because it names Минобороны России (пересказ)",
        "     12 rewrites 5: The Lowland Post",
        "   22 names or links 1: Сводка микс",
        "Drift: what changed on the way",
        "! scope: 22 buildings become a whole district",
        "  - 1 Минобороны России (пересказ): За [минувшие] сутки",
        "  + 14 Рубеж 24: За [одни] сутки",
        "Answers",
        "claims to confirm it: no origin of its own",
        "Timeline",
        "  1 “За минувшие сутки от противника очищены 22 здания.”",
        "first seen 1 Feb 2026",
    ]
    places: list[int] = []
    for mark in marks:
        places.append(page.find(mark, places[-1] if places else 0))
        assert places[-1] >= 0, mark


def test_a_confirmation_counts_only_from_an_origin_of_its_own() -> None:
    """Who repeats and says that it confirms has confirmed nothing."""
    papers = [paper("a"), paper("b", hours=1)]
    answer = Answer(told(papers[1]), Mode.CONFIRMED)
    one = account(papers, answers=[answer])
    assert "claims to confirm it: no origin of its own" in printed(one, {each.key: each for each in papers})
    roots = tuple(Origin(each.key, each.key, None, True, ((told(each), "own"),), "was there") for each in papers)
    both = account(papers, answers=[answer], at_least=2)
    independent = type(both)(
        both.claim, both.title, "en", both.said_by, (), Origins(2, 2, roots, ToldBy.WITNESS), (), ()
    )
    assert "confirms it, as an origin of its own" in printed(independent, {each.key: each for each in papers})


@pytest.mark.parametrize("width", [30, 40, 80, 200])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    """Of any claim of the written case, and of hostile text; nothing steers the terminal."""
    accounts, papers = gold_accounts()
    page = "".join(printed(one, papers, width) for one in accounts) + printed(*hostile(), width)
    assert max(cell_len(line) for line in page.splitlines()) <= min(width, 100)
    assert not set(page) & set("\x1b\x9b\x07\u202e\ud800\u2028")
    assert not [line for line in page.splitlines() if line != line.rstrip()]


def test_a_document_that_cannot_be_had_is_told() -> None:
    """A claim is shown also where its documents are gone."""
    page = printed(account([paper("a"), paper("b")], [derived("b", "a")]), {})
    assert "(its words are not to be had)" in page


def test_a_post_copied_ten_thousand_times_is_a_page() -> None:
    """Bounded work, bounded length, and the count is said."""
    papers = [paper(str(i), hours=i / 100) for i in range(10_000)]
    one = account(papers, [derived(str(i), "0") for i in range(1, 10_000)])
    started = time.process_time()
    page = printed(one, {each.key: each for each in papers})
    assert time.process_time() - started < 20
    assert "9,999 copies: 2 Outlet 1, 3 Outlet 2, 4 Outlet 3 and 9,996 more" in " ".join(page.split())
    assert len(page.splitlines()) < 400
    assert "and 9,940 more tellings; --json has all" in page
