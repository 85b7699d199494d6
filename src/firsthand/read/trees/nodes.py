"""A sentence as a dependency tree, with what the rules ask of it.

Parts of speech and relations are those of Universal Dependencies (https://universaldependencies.org). A quotation of
some length is one node, `QUOTE`; so is what somebody says between dashes. A language without a parser leaves `head` at
-1 where it does not know better: then the rules go by what stands beside a word.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from firsthand.model import Span
from firsthand.read.trees.lines import Line

__all__ = ["Node", "Range", "Tree"]

Range = tuple[int, int]
"""Nodes start ≤ i < end."""
_NOWHERE = Line()
_OPENING, _CLOSING = "«“„(‹", "»”“)›"


@dataclass(frozen=True, slots=True)
class Node:
    """A word, a mark or a quotation. `head` is the number of another node, -1 for the root or where it is unknown.

    `feats` are those of Universal Dependencies ("Case=Gen"); `name` is PER, LOC or ORG inside a name, else empty.
    """

    span: Span
    word: str
    lemma: str
    pos: str
    feats: frozenset[str] = frozenset()
    head: int = -1
    rel: str = ""
    name: str = ""
    capital: bool = False

    def has(self, *feats: str) -> bool:
        return all(feat in self.feats for feat in feats)

    @property
    def mark(self) -> bool:
        return self.pos == "PUNCT"

    @property
    def finite(self) -> bool:
        """A verb with a person or a tense of its own; a short passive participle counts too («повреждены»)."""
        return self.pos in ("VERB", "AUX") and (
            "VerbForm=Fin" in self.feats or ("VerbForm=Part" in self.feats and "Variant=Short" in self.feats)
        )


@dataclass(frozen=True)
class Tree:
    """One sentence. `first` is whether it opens its paragraph; `line` is where it begins."""

    text: str
    span: Span
    nodes: tuple[Node, ...]
    first: bool = False
    line: Line = _NOWHERE

    @cached_property
    def children(self) -> tuple[tuple[int, ...], ...]:
        """For each node those that hang on it, in text order."""
        found: list[list[int]] = [[] for _ in self.nodes]
        for number, node in enumerate(self.nodes):
            if node.head >= 0:
                found[node.head].append(number)
        return tuple(tuple(each) for each in found)

    def of(self, number: int, *relations: str) -> Iterator[int]:
        """The children of a node that hang on it by one of the relations, subtypes included."""
        return (c for c in self.children[number] if self.nodes[c].rel.partition(":")[0] in relations)

    def over(self, start: int, end: int) -> Span:
        """The characters of nodes start ≤ i < end."""
        return Span(self.nodes[start].span.start, self.nodes[end - 1].span.end)

    def words(self, start: int, end: int) -> list[str]:
        return [node.word for node in self.nodes[max(0, start) : end]]

    def index(self, position: int) -> int:
        """The first node that starts at or after a character position."""
        return bisect_left(self.nodes, position, key=lambda node: node.span.start)

    def subtree(self, number: int) -> set[int]:
        """The node with everything below it."""
        found, waiting = {number}, [number]
        while waiting:
            for child in self.children[waiting.pop()]:
                if child not in found:  # a parser may hang words in a circle
                    found.add(child)
                    waiting.append(child)
        return found

    def reach(self, number: int) -> Range:
        """The unbroken run of nodes around `number` that belong to its subtree."""
        below = self.subtree(number)
        start = end = number
        while start - 1 in below:
            start -= 1
        while end + 1 in below:
            end += 1
        return start, end + 1

    def whole_quotation(self, start: int, end: int) -> Range:
        """The range, with the rest of a quotation that it cuts in two."""
        if start > 0 and self.nodes[start - 1].word in _OPENING and start - 1 >= 0:
            start -= 1
        opened = sum(node.word in _OPENING for node in self.nodes[start:end])
        closed = sum(node.word in _CLOSING for node in self.nodes[start:end])
        while opened > closed and end < len(self.nodes):
            closed += self.nodes[end].word in _CLOSING
            end += 1
        return start, end

    def bare(self, start: int, end: int) -> Range:
        """The range without the sentence's marks at its ends; a closing mark stays with its opening one."""
        while start < end and self.nodes[start].mark and self.nodes[start].word not in _OPENING:
            start += 1
        while start < end and self.nodes[end - 1].mark and not self._closes(start, end):
            end -= 1
        return start, end

    def _closes(self, start: int, end: int) -> bool:
        if self.nodes[end - 1].word not in _CLOSING:
            return False
        opened = sum(node.word in _OPENING for node in self.nodes[start : end - 1])
        return opened > sum(node.word in _CLOSING for node in self.nodes[start : end - 1])
