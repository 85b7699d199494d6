"""What a retraction takes back, or a denial denies, where the same document says it: a reason that points there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from firsthand.model import Mode, Reason, Statement
from firsthand.text import fold

__all__ = ["denies_what_was_said", "linked", "takes_back"]

_WORD = re.compile(r"[^\W\d_]{3,}|\d+")
_STEM = 5
"""Letters. Languages that inflect change what stands behind them."""
_ENOUGH = 0.5
"""Share of the retraction's words that the earlier statement must have."""
_MOST = 0.6
"""Share of what is denied that the earlier statement must have: a denial need not speak of anything said before."""
_FEWEST = 2
"""Words that a denial and what it denies have in common."""
_BACK = 200
"""Statements. A denial is held against no more of those before it."""


@dataclass(frozen=True, slots=True)
class _Said:
    statement: Statement
    stems: frozenset[str]


def linked(statements: Sequence[Statement], text: str) -> list[Statement]:
    """The statements, each retraction and denial with a reason more where an earlier statement says what it is of."""
    found: list[Statement] = []
    said: list[_Said] = []
    for statement in statements:
        reason = None
        if statement.mode is Mode.RETRACTED:
            reason = takes_back(statement, found, text)
        elif statement.mode is Mode.DENIED:
            reason = denies_what_was_said(statement, said[-_BACK:], text)
        found.append(replace(statement, reasons=(*statement.reasons, reason)) if reason else statement)
        said.append(_Said(statement, _stems(statement, text)))
    return found


def takes_back(retraction: Statement, earlier: Sequence[Statement], text: str) -> Reason | None:
    """A retraction takes back the earlier statement that has most of its words, if half of them are there."""
    wanted = _stems(retraction, text)
    said = [_Said(one, _stems(one, text)) for one in earlier if one.mode is not Mode.RETRACTED]
    best = _most_like(wanted, said, _ENOUGH)
    if best is None:
        return None
    share = len(wanted & best.stems) / len(wanted)
    content = best.statement.content
    return Reason(takes_back.__name__, f"takes back “{content.of(text)}”", (content,), round(share, 2))


def denies_what_was_said(denial: Statement, earlier: Sequence[_Said], text: str) -> Reason | None:
    """A denial is of the earlier statement that has most of its words, if two of them, and three in five, are there."""
    wanted = _stems(denial, text)
    best = _most_like(wanted, [one for one in earlier if one.statement.mode is not Mode.DENIED], _MOST)
    if best is None or len(wanted & best.stems) < _FEWEST:
        return None
    share = len(wanted & best.stems) / len(wanted)
    content = best.statement.content
    return Reason(denies_what_was_said.__name__, f"denies “{content.of(text)}”", (content,), round(share, 2))


def _most_like(wanted: frozenset[str], earlier: Sequence[_Said], enough: float) -> _Said | None:
    """The latest of those that have the most of the words, none where all have too few."""
    best, share = None, enough
    for one in earlier if wanted else ():
        held = len(wanted & one.stems) / len(wanted)
        if held >= share:
            best, share = one, held
    return best


def _stems(statement: Statement, text: str) -> frozenset[str]:
    content = " ".join(part.of(text) for part in statement.contents)
    return frozenset(match.group()[:_STEM] for match in _WORD.finditer(fold(content)))
