"""What a claim of very many documents says of one of them."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

import orjson

from firsthand.show.desk.parts import parts_of
from firsthand.store.board import BoardRow, BoardWriter, DocumentRow, board_of_case

LINES: list[dict[str, Any]] = [
    {"number": 1, "told": {"document": "telegram:1/22"}, "words": "взято 22 здания"},
    {"number": 2, "told": {"document": "https://herald.example/22"}, "words": "22 buildings were taken"},
    {"number": 3, "told": {"document": "https://herald.example/22"}, "words": "it said"},
    {"number": 4, "told": {"document": "https://khvylia.example/22"}, "words": "22 будівлі"},
]
TAKEN = [
    {"taker": "https://herald.example/22", "taken": "telegram:1/22"},
    {"taker": "https://khvylia.example/22", "taken": "telegram:1/22"},
]
VIEW = {"lines": LINES, "account": {"derivations": TAKEN}}


def test_a_part_has_what_concerns_its_document() -> None:
    """Its own tellings, and whom it took from or who took from it: nothing of the others."""
    parts = parts_of(orjson.dumps(VIEW))
    assert set(parts) == {"telegram:1/22", "https://herald.example/22", "https://khvylia.example/22"}
    assert parts["https://herald.example/22"] == {
        "lines": LINES[1:3],
        "account": {"derivations": TAKEN[:1]},
    }
    assert parts["telegram:1/22"] == {"lines": LINES[:1], "account": {"derivations": TAKEN}}


def test_a_document_has_its_part_or_the_whole(tmp_path: Path) -> None:
    """Where a claim is small its whole view is read, and the page of the document finds the same in both."""
    row = BoardRow("a1", "a1", "22 buildings", "en", 3, 1, 1, "one party")
    keys = [line["told"]["document"] for line in LINES]
    parts = parts_of(orjson.dumps(VIEW))
    with BoardWriter(tmp_path, "state", "2026-01-01") as writer:
        for key in dict.fromkeys(keys):
            writer.document(DocumentRow(key, 1, "22", "Herald", None, None, "en", "", False, "", None))
        writer.claim(row, VIEW, b"{}", {}, keys, "", (), parts)
        writer.claim(BoardRow("b2", "b2", "22", "en", 3, 1, 1, "one party"), VIEW, b"{}", {}, keys, "", ())
    board = board_of_case(tmp_path)
    assert board is not None
    with closing(board):
        assert board.view_in(0, keys[3]) == parts[keys[3]]
        assert board.view_in(0, "https://nobody.example/") == VIEW
        assert board.view_in(1, keys[3]) == VIEW
