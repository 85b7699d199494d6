"""What a rule over trees is, and how it makes an attribution of nodes."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from firsthand.model import Attribution
from firsthand.read.trees.lexicon import Lexicon
from firsthand.read.trees.nodes import Range, Tree

__all__ = ["Rule", "Taken", "make"]

Taken = set[int]
"""Nodes that a rule has used: later rules leave them alone."""
Rule = Callable[[Tree, Lexicon, Taken], Iterator[Attribution]]


def make(tree: Tree, rule: str, source: Range | None, cue: Range, contents: list[Range]) -> Attribution | None:
    """None where nothing is left of the contents once marks are taken off."""
    spans = [tree.over(*bare) for content in contents if (bare := tree.bare(*content))[0] < bare[1]]
    if not spans:
        return None
    return Attribution(tree.over(*source) if source else None, tree.over(*cue), tuple(spans), rule)
