"""Cue verbs of a tree, each with what stands around it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from firsthand.read.trees.lexicon import Cue, Lexicon
from firsthand.read.trees.nodes import Node, Tree

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
        if calls_somebody(node, words) or _only_acts(tree, number, words):
            continue
        if (node.has("VerbForm=Inf") and not _managed(tree, number, words)) or (
            node.has("VerbForm=Part") and not node.has("Variant=Short")
        ):
            continue
        yield CueVerb(number, node.lemma, entry, impersonal)


def _managed(tree: Tree, number: int, words: Lexicon) -> bool:
    """«Успели сообщить о пожаре»: an infinitive that tells what was done."""
    head = tree.nodes[number].head
    done = head >= 0 and words.has("managing", tree.nodes[head].lemma)
    return done and not negated(tree, head, words)


def negated(tree: Tree, number: int, words: Lexicon) -> bool:
    """“Did not say”, «не сообщил»: a negation right before the verb."""
    return number > 0 and words.has("negations", tree.nodes[number - 1].word)


def calls_somebody(node: Node, words: Lexicon) -> bool:
    """“Share it”, «поделитесь»: a call to readers speaks for nobody."""
    if node.has("Mood=Imp"):
        return True
    return words.patterns["calls"].fullmatch(node.word) is not None and not node.has("Person=1")


def _only_acts(tree: Tree, number: int, words: Lexicon) -> bool:
    """Whether a verb that may speak does not here: «обратился в полицию», «взяла деньги»."""
    lemma = tree.nodes[number].lemma
    turns = words.has("turning", lemma) and not _turns_with_words(tree, number, words)
    return turns or (words.has("owning", lemma) and not _owns_up(tree, number, words))


def _turns_with_words(tree: Tree, number: int, words: Lexicon) -> bool:
    """«Обратился с призывом», «обратился: «…»»: to turn to somebody is speech only with what is said."""
    following = tree.nodes[number + 1 : number + 12]
    told = any(node.pos == "QUOTE" or node.word in ":«“" or node.lemma in words.nouns for node in following)
    return told or any(node.pos == "QUOTE" for node in tree.nodes[:number])


def _owns_up(tree: Tree, number: int, words: Lexicon) -> bool:
    """«Взяла на себя ответственность»: what else is taken is no word."""
    near = tree.nodes[max(0, number - 6) : number + 7]
    return any(words.has("faults", node.lemma) for node in near) and any(words.has("self", node.word) for node in near)
