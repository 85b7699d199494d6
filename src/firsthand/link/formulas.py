"""What an outlet writes under everything, "Subscribe to our channel": it tells nothing, however often it is there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from firsthand.text import fold

__all__ = ["FORMULA", "formulas", "plain"]

FORMULA = 5
"""Different documents of one outlet in which the same words are told: then they are a formula of it."""


def plain(words: str) -> str:
    """Words as formulas are compared: without case, marks and white space."""
    return "".join(char for char in fold(words) if char.isalnum())


def formulas(told: Iterable[tuple[str, str, str]]) -> frozenset[tuple[str, str]]:
    """The formulas as (outlet, plain words).

    Args:
        told: for each telling its outlet, its plain words, and what its document says in all, in short: one that comes
            again whole counts once.
    """
    wholes: dict[tuple[str, str], set[str]] = defaultdict(set)
    for outlet, words, whole in told:
        wholes[outlet, words].add(whole)
    return frozenset(each for each, documents in wholes.items() if len(documents) >= FORMULA)
