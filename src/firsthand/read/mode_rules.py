"""The one way in which mode rules are asked, whatever a language looks at: in order, the first that answers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from firsthand.model import Mode, Reason

__all__ = ["first_mode"]

W = TypeVar("W")
L = TypeVar("L")


def first_mode(rules: Sequence[Callable[[W, L], Mode | None]], wording: W, words: L) -> tuple[Mode, Reason]:
    """The mode, and the rule that gave it. The last rule always answers."""
    for rule in rules:
        if mode := rule(wording, words):
            return mode, Reason(rule.__name__, f"mode: {mode.value}")
    raise AssertionError("the last rule always answers")
