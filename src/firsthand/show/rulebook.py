"""Every rule of every room, with what its docstring tells users."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module

__all__ = ["ROOMS", "Rule", "rules"]

_LISTS = {
    "read": "firsthand.read.rulebook",
    "resolve": "firsthand.resolve",
    "trace": "firsthand.trace.ties",
    "warn": "firsthand.warn",
}
"""Where each room lists its rules."""

ROOMS = {
    "read": "Finding statements and voices",
    "resolve": "What is meant: places, times, figures, actors, events",
    "trace": "Who took what from whom",
    "warn": "Warnings",
}
"""The rooms that have rules, and what theirs are about, in the order of the way of the data."""


@dataclass(frozen=True, slots=True)
class Rule:
    """`name` is what `--explain` and `reasons[].rule` show; `words` is the documentation, one paragraph."""

    room: str
    name: str
    words: str


def rules() -> tuple[Rule, ...]:
    """All rules in the order in which they are tried. Imports every room."""
    return tuple(
        Rule(room, rule.__name__, _words(rule)) for room in ROOMS for rule in import_module(_LISTS[room]).RULES
    )


def _words(rule: Callable[..., object]) -> str:
    return " ".join((inspect.getdoc(rule) or "").split())
