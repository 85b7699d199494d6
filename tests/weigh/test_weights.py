"""The one table of weights: that it is whole, and what of it is refused."""

import math
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.errors import TableError
from firsthand.weigh.weights import prior_weights, read_weights

GOOD = "# rule\n\n# -- who\nparty\t0\t-0.8\t0.8\ta party says it\n# -- control\nshown\t2\t1\t3\ta map shows it\n"


def test_a_table_says_what_each_rule_adds() -> None:
    """With its range, what it means, and to which connector it belongs."""
    table = read_weights(GOOD, "own.tsv")
    assert table.rules["shown"] == (2.0, 1.0, 3.0, "a map shows it")
    assert set(table.parts["control"]) == {"shown"}
    assert table.weight("party").says == "a party says it"
    assert table.weight("party", "the ministry").says == "the ministry"


@pytest.mark.parametrize(
    "line",
    [
        "shown\t2\t1",
        "shown\ttwo\t1\t3\twords",
        "shown\t2\t3\t4\tthe least above the weight",
        "shown\t2\t1\t1.5\tthe most below the weight",
        "shown\tnan\t0\t1\tno number",
        "shown\t1\t0\tinf\tno end",
        "party\t0\t0\t0\tit stands twice",
    ],
)
def test_a_line_that_is_not_right_is_named(line: str) -> None:
    """With the table and the number of the line."""
    with pytest.raises(TableError, match=r"own\.tsv, line 7"):
        read_weights(f"{GOOD}{line}\n", "own.tsv")


@given(text=st.text(alphabet=string.ascii_letters + string.digits + "\t\n#-. ", max_size=200))
def test_any_text_is_a_table_or_an_error(text: str) -> None:
    """Never another exception, and never a rule whose weight lies outside its range."""
    try:
        rules = read_weights(text, "own.tsv").rules
    except TableError:
        return
    for bits, low, high, _ in rules.values():
        assert low <= bits <= high
        assert math.isfinite(bits)


def test_a_rule_that_is_not_there_is_named() -> None:
    """The message names those there are."""
    with pytest.raises(TableError, match=r"'made_up'.*party"):
        read_weights(GOOD, "own.tsv").weight("made_up")


def test_weights_keep_to_what_the_rules_mean() -> None:
    """What may be changed by calibration, and what may not: a party's boast is nothing, an admission more than a
    stranger's word, who was there more than who was not, a denial never speaks for a claim."""
    table = prior_weights()
    bits = {rule: row[0] for rule, row in table.rules.items()}
    assert bits["start"] == bits["party_in_its_favour"] == 0
    assert bits["admission"] >= bits["neutral_named"] > bits["unnamed"]
    assert bits["neutral_there"] > bits["neutral_named"]
    assert bits["unnamed_there"] > bits["unnamed"]
    assert 0 <= bits["same_side_again"] < bits["unnamed_there"]
    against = [rule for rule in bits if rule.startswith(("denied", "retracted", "doubted", "another", "added"))]
    assert len(against) >= 9
    assert all(bits[rule] < 0 for rule in against)
    assert bits["denied_by_who_it_serves"] < bits["denied_by_who_it_harms"]
    assert bits["retracted_by_its_origin"] < bits["retracted_by_one"]


def test_no_rule_names_a_side() -> None:
    """The table knows no party by name: the same weights hold for all."""
    for rule, (*_, meaning) in prior_weights().rules.items():
        words = f"{rule} {meaning}".casefold()
        assert not any(name in words for name in ("russia", "ukrain", "israel", "_ru", "_ua"))
