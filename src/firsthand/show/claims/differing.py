"""Two texts side by side, with what differs between them marked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby

from firsthand.show.plain import visible
from firsthand.text import fold, tokens

__all__ = ["Run", "side_by_side"]

_MOST_TOKENS = 250
"""Longer texts are not compared word by word: that would take the square of their length."""
_SMALL_PART = 0.6
"""Where a spot is less of its sentence than this, it says by itself what differs."""
_SPACE = re.compile(r"\s+")

Parts = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Run:
    """Words of one text, on one line; `differs` says that the other text does not have them."""

    text: str
    differs: bool


def side_by_side(
    earlier: Parts, later: Parts, *, one_language: bool, addition: bool = False
) -> tuple[tuple[Run, ...], tuple[Run, ...]]:
    """The runs of both texts, each given as what stands before the spot that is meant, the spot, and what follows.

    A spot that is a small part of its sentence is marked as it is. Otherwise the spots are compared: word by word where
    both are in one language, else only by the figures in them, which are the same in all. Of an addition the later spot
    is marked whole: the other text has nothing of it.
    """
    ends = (earlier, later)
    if addition:
        return _runs(earlier, [Run(earlier[1], False)]), _runs(later, _whole(later[1]))
    if any(_is_small(parts) or not parts[1] for parts in ends):
        return _runs(earlier, _whole(earlier[1])), _runs(later, _whole(later[1]))
    first, second = _compared(earlier[1], later[1], one_language=one_language)
    return _runs(earlier, first), _runs(later, second)


def _is_small(parts: Parts) -> bool:
    spot = len(parts[1])
    return 0 < spot < _SMALL_PART * sum(map(len, parts))


def _whole(text: str) -> list[Run]:
    return [Run(text, True)]


def _runs(parts: Parts, spot: Sequence[Run]) -> tuple[Run, ...]:
    """The runs with what stands around them; neighbours that are marked alike become one, on one line each."""
    whole = (Run(parts[0], False), *spot, Run(parts[2], False))
    joined = [
        Run(_SPACE.sub(" ", visible(_SPACE.sub(" ", "".join(run.text for run in group)))), differs)
        for differs, group in groupby((run for run in whole if run.text), key=lambda run: run.differs)
    ]
    if joined:
        joined[0] = Run(joined[0].text.lstrip(), joined[0].differs)
        joined[-1] = Run(joined[-1].text.rstrip(), joined[-1].differs)
    return tuple(run for run in joined if run.text)


def _compared(earlier: str, later: str, *, one_language: bool) -> tuple[list[Run], list[Run]]:
    cut = [_cut(earlier), _cut(later)]
    if max(map(len, cut)) > _MOST_TOKENS:
        return _whole(earlier), _whole(later)
    if not one_language:
        return _by_figures(cut[0], cut[1]), _by_figures(cut[1], cut[0])
    words = [[fold(word) for word, _ in one] for one in cut]
    same = SequenceMatcher(None, words[0], words[1], autojunk=False).get_matching_blocks()
    first = {block.a + i for block in same for i in range(block.size)}
    second = {block.b + i for block in same for i in range(block.size)}
    return _marked(cut[0], first), _marked(cut[1], second)


def _cut(text: str) -> list[tuple[str, str]]:
    """Each token with the white space after it; what stands before the first belongs to nothing."""
    spans = tokens(text)
    ends = [*(span.start for span in spans[1:]), len(text)][: len(spans)]
    return [(span.of(text), text[span.end : end]) for span, end in zip(spans, ends, strict=True)]


def _by_figures(cut: list[tuple[str, str]], other: list[tuple[str, str]]) -> list[Run]:
    known = {word for word, _ in other}
    differing = {i for i, (word, _) in enumerate(cut) if any(char.isdigit() for char in word) and word not in known}
    return _marked(cut, set(range(len(cut))) - differing)


def _marked(cut: list[tuple[str, str]], same: set[int]) -> list[Run]:
    """Token by token; the white space between two that differ is marked with them."""
    runs: list[Run] = []
    for i, (word, space) in enumerate(cut):
        differs = i not in same
        runs += [Run(word, differs), Run(space, differs and i + 1 < len(cut) and i + 1 not in same)]
    return runs
