"""The page on claims says what the program does: its example, its fields, its closed lists."""

import io
import re
from pathlib import Path

from tests.show.claims_gold import gold_accounts

from firsthand.kinds import DerivationKind, DriftKind, ToldBy
from firsthand.show.claims.board import Wanted, board_of, short_ids, summary_words
from firsthand.show.claims.board_terminal import print_board
from firsthand.show.claims.claims_json import claim_schema, claims_schema

PAGE = (Path(__file__).parents[2] / "docs" / "users" / "claims.md").read_text(encoding="utf-8")


def test_the_example_is_what_the_board_says() -> None:
    """Of the claim that a person marked in the written case."""
    (shown,) = re.findall(r"```\n(! .*?)\n```", PAGE, re.DOTALL)
    accounts, papers = gold_accounts()
    out = io.StringIO()
    print_board(board_of(accounts, papers, Wanted()), summary_words(accounts), short_ids(accounts), 80, out)
    assert shown in out.getvalue()


def test_every_field_and_every_closed_list_is_documented() -> None:
    """Of the board and of a claim, with the fields of what they list."""
    for schema in (claims_schema(), claim_schema()):
        assert isinstance(schema["properties"], dict)
        for name, described in schema["properties"].items():
            assert re.search(rf"`{name}(\[\])?`", PAGE), name
            for inner in described.get("items", {}).get("properties", {}):
                if inner not in ("ties", "tellings", "start", "end"):
                    assert f"`{inner}`" in PAGE, f"{name}.{inner}"
    for values in (DerivationKind, DriftKind, ToldBy):
        for value in values:
            assert f"`{value.value}`" in PAGE, value
