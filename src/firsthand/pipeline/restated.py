"""What became of the statements of a post or page that was edited: which went, which came, which say otherwise."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from firsthand.model import Report, Statement
from firsthand.text import fold, tokens

__all__ = ["Differs", "Restated", "restated"]

Differs = Literal["mode", "figure", "voice"]

_ALIKE = 0.5
"""Share of the words that two contents must have in common to be one statement before and after an edit."""
_MOST = 400
"""Statements of one report that are held against those of the other."""


@dataclass(frozen=True, slots=True)
class Restated:
    """A statement before and after an edit; None where there is none. `differs` says in what, where there are both."""

    before: Statement | None
    after: Statement | None
    differs: tuple[Differs, ...] = ()


@dataclass(frozen=True, slots=True)
class _Told:
    """A statement with its voice in full, its words, counted, and its figures."""

    statement: Statement
    voice: str
    words: Counter[str]
    figures: frozenset[tuple[float | None, float | None, str | None]]


def restated(before: Report, after: Report) -> tuple[Restated, ...]:
    """Statements that went, in their order; then those that came or changed in mode, figure or voice, in theirs.

    Two statements are one where they share half of their words (the Dice coefficient), the likest pairs first. One
    that only has other words says the same, and is left out.
    """
    old, new = _told(before), _told(after)
    pairs = dict(_pairs(old, new))
    kept = set(pairs.values())
    gone = [Restated(told.statement, None) for number, told in enumerate(old) if number not in kept]
    found = []
    for number, told in enumerate(new):
        if number not in pairs:
            found.append(Restated(None, told.statement))
        elif differs := tuple(_differences(old[pairs[number]], told)):
            found.append(Restated(old[pairs[number]].statement, told.statement, differs))
    return (*gone, *found)


def _told(report: Report) -> list[_Told]:
    text = report.document.text
    found = []
    for statement in report.statements[:_MOST]:
        words = Counter(fold(word.of(text)) for part in statement.contents for word in tokens(text, part))
        inside = [q for q in report.quantities if any(q.span in part for part in statement.contents)]
        voice = statement.voice.refers_to.of(text) if statement.voice.refers_to else statement.voice.text
        found.append(_Told(statement, fold(voice), words, frozenset((q.low, q.high, q.unit) for q in inside)))
    return found


def _pairs(old: list[_Told], new: list[_Told]) -> Iterator[tuple[int, int]]:
    """The number of each statement after the edit, with that of the one it was before."""
    scored = [
        (-score, abs(before - after), after, before)
        for before, was in enumerate(old)
        for after, told in enumerate(new)
        if (score := _alike(was.words, told.words)) >= _ALIKE
    ]
    taken_old, taken_new = set(), set()
    for _, _, after, before in sorted(scored):
        if after not in taken_new and before not in taken_old:
            taken_new.add(after)
            taken_old.add(before)
            yield after, before


def _alike(one: Counter[str], other: Counter[str]) -> float:
    return 2 * (one & other).total() / max(one.total() + other.total(), 1)


def _differences(before: _Told, after: _Told) -> Iterator[Differs]:
    was, now = before.statement, after.statement
    if was.mode is not now.mode:
        yield "mode"
    if before.figures != after.figures:
        yield "figure"
    if (was.voice.kind, before.voice) != (now.voice.kind, after.voice):
        yield "voice"
