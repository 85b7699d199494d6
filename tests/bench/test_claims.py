"""What the measurement of claims counts must be right, and the cases it reads whole."""

from __future__ import annotations

import json

import pytest
from bench.case_gold import CASES
from bench.claims import b_cubed, interval


def test_b_cubed_is_as_in_the_example_of_its_paper() -> None:
    """Two clusters joined cost precision, one cut in two costs recall."""
    gold = [1, 1, 1, 1, 1, 2, 2, 3, 3, 3, 3, 3]
    joined = b_cubed([1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2], gold)
    assert joined.precision == pytest.approx(0.762, abs=0.001)
    assert joined.recall == 1.0
    cut = b_cubed([1, 1, 1, 4, 4, 2, 2, 3, 3, 3, 3, 3], gold)
    assert cut.precision == 1.0
    assert cut.recall == pytest.approx((3 * 3 / 5 + 2 * 2 / 5 + 7) / 12)


def test_the_interval_lies_around_what_was_measured() -> None:
    """Claims that are joined wrongly stay so in every draw; else an interval would lie above its own figure."""
    gold = [claim for claim in range(40) for _ in range(1 + claim % 4)]
    found = [claim // 2 for claim in gold]
    low, high = interval(found, gold)
    assert low < b_cubed(found, gold).f1 < high < 0.9


@pytest.mark.parametrize("name", ["case", "case-dev"])
def test_every_quote_of_a_case_stands_in_its_document_once(name: str) -> None:
    """Gold that points to nothing, or to two places, would be counted against the program."""
    folder = CASES / name
    gold = json.loads((folder / "gold.json").read_text("utf-8"))
    texts = {}
    for line in (folder / "reports" / "articles.jsonl").read_text("utf-8").splitlines():
        article = json.loads(line)
        texts[article["url"]] = article["title"] + "\n" + article["text"]
    for path in (folder / "reports" / "telegram").glob("*.json"):
        for post in json.loads(path.read_text("utf-8"))["messages"]:
            parts = [post["text"]] if isinstance(post["text"], str) else post["text"]
            text = "".join(part if isinstance(part, str) else part["text"] for part in parts)
            texts[f"t.me/{path.stem}/{post['id']}"] = text
    keys = {each["id"]: each["key"] for each in gold["documents"]}
    assert set(keys.values()) == set(texts)
    told = [statement for claim in gold["claims"] for statement in claim["statements"]]
    for statement in told:
        assert texts[keys[statement["doc"]]].count(statement["quote"]) == 1, statement["quote"]
    claims = {claim["id"] for claim in gold["claims"]}
    assert {claim for pair in gold["apart"] for claim in pair} <= claims
    for derivation in gold["derivations"]:
        assert {derivation["from"], derivation["to"]} <= keys.keys()
    for drift in gold["drift"]:
        for end in (drift["from"], drift["to"]):
            for quote in (end["quote"], *end.get("also", ())):
                assert quote in texts[keys[end["doc"]]]
