"""Cue verbs of a tree, each with what stands around it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from firsthand.read.trees.lexicon import Cue, Lexicon
from firsthand.read.trees.nodes import Tree

__all__ = ["CueVerb", "cue_verbs", "negated"]


@dataclass(frozen=True, slots=True)
class CueVerb:
    """A cue at node `at`; `entry` is None for a verb without a voice of its own («сообщается»)."""

    at: int
    lemma: str
    entry: Cue | None
    impersonal: bool

    @property
    def strong(self) -> bool:
        return self.entry is not None and self.entry.strong


def cue_verbs(tree: Tree, words: Lexicon, taken: set[int]) -> Iterator[CueVerb]:
    """The cues of a sentence that no rule has used yet, in text order."""
    for number, node in enumerate(tree.nodes):
        if node.pos not in ("VERB", "ADJ") or number in taken:
            continue
        entry = words.cues.get(node.lemma)
        impersonal = words.has("impersonal", node.lemma)
        if (entry is None and not impersonal) or (node.pos == "ADJ" and not node.has("Variant=Short")):
            continue
        if node.has("VerbForm=Inf") or (node.has("VerbForm=Part") and not node.has("Variant=Short")):
            continue
        yield CueVerb(number, node.lemma, entry, impersonal)


def negated(tree: Tree, number: int, words: Lexicon) -> bool:
    """“Did not say”, «не сообщил»: a negation right before the verb."""
    return number > 0 and words.has("negations", tree.nodes[number - 1].word)
