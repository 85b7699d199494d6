"""Who has it from whom: a tree that holds every document once, whatever the derivations say."""

from __future__ import annotations

import time
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from tests.show.claims_gold import gold_accounts
from tests.show.claims_made import account, derived, paper, told

from firsthand.claims import Account, Answer
from firsthand.kinds import DerivationKind, Mode
from firsthand.show.claims.tree import Branch, Fold, branches


def rows(one: Account) -> list[Branch | Fold]:
    return list(branches(one, one.origins.roots[0]))


def documents(found: list[Branch | Fold]) -> list[str]:
    return [key for row in found for key in (row.documents if isinstance(row, Fold) else (row.document,))]


def test_copies_of_one_are_folded_and_what_says_more_is_not() -> None:
    """Reprints are one line with a count; a rewrite and a copy that denies it stand for themselves."""
    papers = [paper(key, hours=i) for i, key in enumerate("abcdef")]
    links = [derived(key, "a") for key in "bcd"] + [derived("e", "a"), derived("f", "b", DerivationKind.REWRITE)]
    one = account(papers, links, answers=[Answer(told(papers[4]), Mode.DENIED)])
    found = rows(one)
    assert [row for row in found if isinstance(row, Fold)] == [Fold(("c", "d"), 1, "a")]
    assert [(row.document, row.depth) for row in found if isinstance(row, Branch)] == [
        ("a", 0),
        ("b", 1),
        ("f", 2),
        ("e", 1),
    ]


def test_a_single_copy_stands_for_itself_and_a_row_of_copies_is_folded() -> None:
    """“1 copies” would say less than the name."""
    papers = [paper(key, hours=i) for i, key in enumerate("abc")]
    assert not [row for row in rows(account(papers[:2], [derived("b", "a")])) if isinstance(row, Fold)]
    assert rows(account(papers, [derived("b", "a"), derived("c", "b")]))[1] == Fold(("b", "c"), 1, "a")


def test_the_surest_derivation_from_an_earlier_document_makes_the_tree() -> None:
    """The others are told beside it."""
    papers = [paper(key, hours=i) for i, key in enumerate("abc")]
    weak, sure, late = derived("b", "a", score=0.3), derived("c", "b", score=0.8), derived("a", "c", score=0.99)
    found = rows(account(papers, [weak, sure, late, derived("c", "a", DerivationKind.QUOTE, 0.5)]))
    assert documents(found) == ["a", "b", "c"]
    (first,) = [row for row in found if isinstance(row, Branch) and row.document == "a"]
    assert (first.how, first.also) == (None, (late,))


@given(st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7), st.sampled_from(DerivationKind)), max_size=30))
def test_every_document_stands_in_the_tree_once(links: list[tuple[int, int, DerivationKind]]) -> None:
    """Circles, loops and doubles of derivations lose nothing, and show nothing twice."""
    papers = [paper(str(i), hours=i) for i in range(8)]
    one = account(papers, [derived(str(taker), str(taken), kind) for taker, taken, kind in links])
    assert sorted(documents(rows(one))) == [str(i) for i in range(8)]


def test_each_stands_below_what_it_comes_from() -> None:
    """In the written case, with several origins and answers, a document follows the one it is said to come from."""
    for one in gold_accounts()[0]:
        for root in one.origins.roots:
            seen: list[str] = []
            for row in branches(one, root):
                above = row.above if isinstance(row, Fold) else row.how.taken if row.how else None
                assert above is None or above in seen
                seen += documents([row])
            assert sorted(set(seen)) == sorted({each.document for each, _ in root.tellings})


def test_ten_thousand_copies_take_bounded_time_and_no_depth() -> None:
    """Beside one another or each from the one before: neither recursion nor the square of their number."""
    papers = [paper(str(i), hours=i / 60) for i in range(10_000)]
    star = account(papers, [derived(str(i), "0") for i in range(1, 10_000)])
    row = account(papers, [derived(str(j), str(i)) for i, j in pairwise(range(10_000))])
    started = time.process_time()
    for one in (star, row):
        found = rows(one)
        assert len(found) == 2
        assert len(documents(found)) == 10_000
    assert time.process_time() - started < 5
