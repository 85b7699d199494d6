"""The board: what surprises comes first, nothing is left out without a word, and many claims take little work."""

from __future__ import annotations

import io
import time
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

import pytest
from rich.cells import cell_len
from tests.show.claims_gold import gold_accounts
from tests.show.claims_made import account, hostile, paper, told

from firsthand.claims import Account, Answer, Drift, Paper, Spot
from firsthand.kinds import DriftKind, Mode
from firsthand.model import Span
from firsthand.show.claims.board import (
    Wanted,
    board_of,
    left_out_words,
    short_ids,
    summary_words,
    surprise,
)
from firsthand.show.claims.board_terminal import print_board


def printed(accounts: tuple[Account, ...], papers: Mapping[str, Paper], wanted: Wanted, width: int = 80) -> str:
    page = io.StringIO()
    print_board(board_of(accounts, papers, wanted), summary_words(accounts), short_ids(accounts), width, page)
    return page.getvalue()


def ids(wanted: Wanted) -> list[str]:
    return [each.claim.id for each in board_of(*gold_accounts(), wanted).accounts]


def test_repeated_disputed_and_drifted_claims_come_before_plain_ones() -> None:
    """Each alone is enough to come first, and a claim of one document with one origin is last."""
    papers = [paper(key) for key in "abcd"]
    plain, repeated = account(papers[:1], name="plain"), account(papers, name="repeated")
    corroborated = account(papers[:2], name="corroborated", at_least=2)
    doubted = account(papers[:1], name="doubted", answers=[Answer(told(papers[0]), Mode.DOUBTED)])
    spot = Spot("a", Span(0, 3))
    drifted = account(papers[:1], name="drifted", drift=[Drift(DriftKind.SCOPE, spot, spot, "it grew")])
    board = board_of([plain, corroborated, drifted, doubted, repeated], {}, Wanted())
    found = [each.claim.id for each in board.accounts]
    assert set(found[:3]) == {"repeated", "doubted", "drifted"}
    assert surprise(plain) == surprise(corroborated) == 0


def test_the_board_of_the_written_case() -> None:
    """The 22 buildings of one post are first: nineteen documents, one origin, and words that say so."""
    accounts, papers = gold_accounts()
    page = printed(accounts, papers, Wanted(limit=3))
    lines = page.splitlines()
    assert lines[0].startswith("28 of 89 claims are told by several documents and have 1 origin; 12 disputed;")
    assert lines[3:5] == [
        "! Russian forces cleared 22 buildings in Myrnohrad in a day  buildings-22",
        "  19 documents → 1 origin · 21 to 22 Nov 2025 · Myrnohrad",
    ]
    assert "  drift: quantity ×2, scope, mode, voice ×2, lost attribution ×3, headline ×2" in lines
    assert "confirm" not in page
    assert lines[-1] == "Left out: 86 claims come after these (--limit 0 shows all)."


def test_filters_narrow_the_board() -> None:
    """By place, side, days, language and dispute; several at once narrow further."""
    accounts, _ = gold_accounts()
    assert set(ids(Wanted(place="kupiansk"))) == {each.claim.id for each in accounts if "Kupiansk" in str(each.place)}
    assert len(ids(Wanted(place="699000"))) == sum(each.place is not None for each in accounts)
    assert "kupiansk-1120" in ids(Wanted(disputed=True))
    assert "bread-0121" not in ids(Wanted(disputed=True))
    assert set(ids(Wanted(since=date(2025, 11, 22), until=date(2025, 11, 22)))) >= {"buildings-22", "districts-1122"}
    assert "buildings-24" not in ids(Wanted(until=date(2025, 11, 22)))
    assert "bread-0121" in ids(Wanted(since=date(2026, 1, 21)))  # it only names the month
    assert "buildings-22" in ids(Wanted(language="uk"))
    assert "buildings-22" in ids(Wanted(side="ru"))
    assert "bread-0121" not in ids(Wanted(side="ru"))
    assert ids(Wanted(place="kupiansk", disputed=True, side="UA")) == ["kupiansk-1120"]


def test_what_is_left_out_is_counted() -> None:
    """Claims that name no day are not silently dropped by a filter on days."""
    papers = [paper("a")]
    accounts = [account(papers, name="x"), account(papers, name="y", since=None), account(papers, name="z", place=None)]
    assert left_out_words(board_of(accounts, {}, Wanted())) == ""
    board = board_of(accounts, {}, Wanted(since=date(2025, 1, 1), place="izmail"))
    assert (board.matching, board.undated) == (1, 1)
    assert left_out_words(board) == "Left out: 1 claim does not match; 1 claim names no day."


def test_short_ids_are_beginnings_that_no_other_has() -> None:
    """What is shown can be typed back."""
    papers = [paper("a")]
    names = ["abcdef0001", "abcdef0002", "1234567890", "abc", "abcdef"]
    shown = short_ids([account(papers, name=name) for name in names])
    assert shown == {
        "abcdef0001": "abcdef0001",
        "abcdef0002": "abcdef0002",
        "1234567890": "123456",
        "abc": "abc",
        "abcdef": "abcdef",
    }


@pytest.mark.parametrize("width", [30, 40, 80, 200])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    """Neither of the written case nor of hostile text, and no steering character gets through."""
    accounts, papers = gold_accounts()
    bad, bad_papers = hostile()
    page = printed(accounts, papers, Wanted(), width) + printed((bad,), bad_papers, Wanted(), width)
    assert max(cell_len(line) for line in page.splitlines()) <= min(width, 100)
    assert not set(page) & set("\x1b\x9b\x07\u202e\ud800\u2028")


class Watched(Mapping[str, Paper]):
    """Papers that count how often they are asked for."""

    def __init__(self) -> None:
        self.asked = 0

    def __getitem__(self, key: str) -> Paper:
        self.asked += 1
        raise KeyError(key)

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


def test_five_thousand_claims_take_little_work_and_no_document() -> None:
    """The board is made of claims alone; documents are looked up only for what claims do not tell."""
    accounts = tuple(replace(each, claim=replace(each.claim, id=f"{i:05}-{each.claim.id}"))
        for i, each in enumerate(gold_accounts()[0] * 57)
    )  # fmt: skip
    papers = Watched()
    started = time.process_time()
    page = printed(accounts, papers, Wanted(place="myrno", since=date(2025, 11, 1), limit=None), 80)
    assert time.process_time() - started < 20
    assert papers.asked == 0
    assert page.count("documents →") > 1500


def test_a_case_without_claims_says_so() -> None:
    """No empty page."""
    assert printed((), {}, Wanted()) == "There are no claims in this case yet.\n"
    assert "No claim matches." in printed(*gold_accounts(), Wanted(place="Atlantis"))
