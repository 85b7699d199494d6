"""What a retraction takes back, where the same document says it: a reason that points to the earlier statement."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from firsthand.model import Mode, Reason, Statement
from firsthand.text import fold

__all__ = ["linked", "takes_back"]

_WORD = re.compile(r"[^\W\d_]{3,}|\d+")
_STEM = 5
"""Letters. Languages that inflect change what stands behind them."""
_ENOUGH = 0.5
"""Share of the retraction's words that the earlier statement must have."""


def linked(statements: Sequence[Statement], text: str) -> list[Statement]:
    """The statements, each retraction with a reason more where an earlier statement says what it takes back."""
    found: list[Statement] = []
    for statement in statements:
        reason = takes_back(statement, found, text) if statement.mode is Mode.RETRACTED else None
        found.append(replace(statement, reasons=(*statement.reasons, reason)) if reason else statement)
    return found


def takes_back(retraction: Statement, earlier: Sequence[Statement], text: str) -> Reason | None:
    """A retraction takes back the earlier statement that has most of its words, if half of them are there."""
    wanted = _stems(retraction, text)
    if not wanted:
        return None
    best, share = None, _ENOUGH
    for statement in earlier:
        held = len(wanted & _stems(statement, text)) / len(wanted)
        if held >= share and statement.mode is not Mode.RETRACTED:
            best, share = statement, held
    if best is None:
        return None
    return Reason(takes_back.__name__, f"takes back “{best.content.of(text)}”", (best.content,), round(share, 2))


def _stems(statement: Statement, text: str) -> frozenset[str]:
    content = " ".join(part.of(text) for part in statement.contents)
    return frozenset(match.group()[:_STEM] for match in _WORD.finditer(fold(content)))
