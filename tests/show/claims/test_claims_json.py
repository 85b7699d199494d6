"""The JSON of claims is complete, true to the documents, and as its schemas say."""

from __future__ import annotations

import json
from dataclasses import fields
from typing import Any

from jsonschema import Draft202012Validator
from tests.show.claims_gold import gold_accounts
from tests.show.claims_made import account, hostile, paper
from tests.show.test_json_report import nodes

from firsthand.claims import Account, Derivation, Drift, Origin, Origins, Tie
from firsthand.show.claims.board import Wanted, board_of
from firsthand.show.claims.claims_json import board_json, claim_json, claim_schema, claims_schema, json_line


def written(value: object) -> Any:
    return json.loads(json_line(value))


def of(name: str) -> Any:
    accounts, papers = gold_accounts()
    return written(claim_json(next(each for each in accounts if each.claim.id == name), papers))


def test_schemas_are_valid_and_describe_every_field() -> None:
    """A field without a description, or an object that takes any field, is not documented. The shapes of records that
    are written as they are kept are described each as a whole, with its fields by name."""
    for schema in (claim_schema(), claims_schema()):
        Draft202012Validator.check_schema(schema)
        for path, node in nodes(schema):
            if "properties" in node and "$defs" in path and not path.startswith("/$defs/claim"):
                assert node["description"]
            elif "properties" in node:
                assert node["additionalProperties"] is False, path
                assert isinstance(node["properties"], dict)
                for name, described in node["properties"].items():
                    if set(node["properties"]) != {"start", "end", "text"}:
                        assert described.get("description"), f"{path}/{name}"


def test_the_written_case_and_hostile_text_keep_to_the_schemas() -> None:
    """Every claim alone, and the board; text that is no UTF-8 too. No steering character stands in it."""
    accounts, papers = gold_accounts()
    board = written(board_json(board_of(accounts, papers, Wanted()), papers))
    Draft202012Validator(claims_schema()).validate(board)
    assert len(board["claims"]) == board["whole"] == len(accounts)
    bad, bad_papers = hostile()
    line = json_line(claim_json(bad, bad_papers))
    Draft202012Validator(claim_schema()).validate(json.loads(line))
    assert not set(line) & set("\x1b\x9b\x07\u202e\ud800\u2028")
    Draft202012Validator(claim_schema()).validate(written(claim_json(account([paper("a")]), {})))


def test_an_extra_field_breaks_the_schema() -> None:
    """Of a claim within the board too: the schema of one is held there."""
    accounts, papers = gold_accounts()
    board = board_json(board_of(accounts[:1], papers, Wanted()), papers)
    assert isinstance(board["claims"], list)
    board["claims"][0]["score"] = 1
    assert list(Draft202012Validator(claims_schema()).iter_errors(written(board)))


def test_every_span_holds_its_words() -> None:
    """`start` and `end` count characters of the document's text: statements, ties, both ends of a drift."""
    _, papers = gold_accounts()
    claim = of("buildings-22")
    checked = 0
    for each in (*claim["statements"], *(end for one in claim["drift"] for end in (one["from"], one["to"]))):
        assert papers[each["document"]].report.document.text[each["start"] : each["end"]] == each["text"] != ""
        checked += 1
    for how in claim["derivations"]:
        for tie in how["ties"]:
            for side, document in (("here", how["taker"]), ("there", how["taken"])):
                for span in tie[side]:
                    assert papers[document].report.document.text[span["start"] : span["end"]] == span["text"]
                    checked += 1
    assert checked > 60


def test_no_field_of_a_record_is_forgotten() -> None:
    """A field added to a record has to be added to the JSON too."""
    claim = of("buildings-22")
    for record, node, elsewhere in (
        (Account, claim, {"claim", "since", "until"}),
        (Origins, claim["origins"], {"told_by"}),
        (Origin, claim["origins"]["roots"][0], set()),
        (Derivation, claim["derivations"][0], set()),
        (Tie, claim["derivations"][0]["ties"][0], set()),
        (Drift, claim["drift"][0] | {"earlier": 1, "later": 1}, set()),
    ):
        assert {field.name for field in fields(record)} - elsewhere <= node.keys(), record


def test_the_22_buildings() -> None:
    """One origin, nineteen documents, drift with both ends, and answers that confirm nothing."""
    claim = of("buildings-22")
    assert (claim["origins"]["at_least"], claim["origins"]["at_most"], len(claim["documents"])) == (1, 1, 19)
    assert claim["time"] == {"since": "2025-11-21", "until": "2025-11-22"}
    assert (claim["place"]["name"], claim["told_by"], claim["disputed"]) == ("Myrnohrad", "one party", True)
    grown = next(each for each in claim["drift"] if each["kind"] == "quantity")
    assert ("22" in grown["from"]["text"], "dozens" in grown["to"]["text"]) == (True, True)
    assert {each["mode"] for each in claim["answers"]} == {"doubted", "confirmed"}
    assert not any(each["independent"] for each in claim["answers"])
    numbers = [each["number"] for each in claim["statements"]]
    assert numbers == list(range(1, len(numbers) + 1))
