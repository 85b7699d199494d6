"""One speaker over several points: «Олег Рыков на съезде. Главное:», and a list of what was said."""

from __future__ import annotations

from dataclasses import dataclass

from firsthand.model import Attribution, Span
from firsthand.read.spans import hull_of
from firsthand.read.trees.clauses import own_words
from firsthand.read.trees.cues import cue_verbs
from firsthand.read.trees.headings import main_predicates
from firsthand.read.trees.lexicon import Lexicon
from firsthand.read.trees.nodes import Range, Tree
from firsthand.read.trees.phrases import noun_phrase, speaker

__all__ = ["Head", "head_of_points", "spoken_point"]


@dataclass(frozen=True, slots=True)
class Head:
    """Who speaks in the items of a list, and the words that say so; `number` is the first sentence that is not it."""

    source: Span
    cue: Span
    number: int


def head_of_points(trees: list[Tree], number: int, words: Lexicon) -> Head | None:
    """Who is named before the colon that a list of points follows; None where nobody is."""
    tree = trees[number]
    if not tree.nodes or tree.nodes[-1].word != ":" or not tree.line.before_item:
        return None
    colon = tree.over(len(tree.nodes) - 1, len(tree.nodes))
    for cue in reversed(list(cue_verbs(tree, words, set()))):
        if source := speaker(tree, cue.at, words):
            return Head(tree.over(*source), tree.over(cue.at, cue.at + 1), number)
    announced = words.patterns["main_points"].match(" ".join(tree.words(0, 4))) is not None
    source = _named(tree, "Case=Gen", words) if announced else _named(tree, "Case=Nom", words)
    if source:
        return Head(tree.over(*source), colon, number)
    before = trees[number - 1] if number and announced else None
    source = _named(before, "Case=Nom", words) if before is not None else None
    return Head(before.over(*source), tree.over(0, 1), number - 1) if before is not None and source else None


def _named(tree: Tree, case: str, words: Lexicon) -> Range | None:
    """The person, or body with a name, that a sentence without a verb is about."""
    if next(main_predicates(tree, 0, len(tree.nodes), words), None) is not None:
        return None
    for number, node in enumerate(tree.nodes):
        speaks = node.name in ("PER", "ORG") or words.has("posts", node.lemma) or words.has("known_bodies", node.lemma)
        if speaks and node.has(case) and not list(tree.of(number, "case")):
            start, end = noun_phrase(tree, number, words)
            placed = (n for n in range(number + 1, end) if tree.nodes[n].pos == "ADP")
            return start, next(placed, end)  # «Олег Рыков | на съезде моряков»
        if node.pos in ("NOUN", "PROPN") and case == "Case=Nom":
            return None  # only what the sentence opens with
    return None


def spoken_point(head: Head, tree: Tree, found: list[Attribution], words: Lexicon) -> list[Attribution]:
    """“X at a forum. In short:”, «X на форуме. Главное:»: what the items of the list below say is the word of X."""
    held = [hull_of(one) for one in found if one.contents]
    parts = sorted([*((one,) for one in held), *own_words(tree, held, words)])
    return [Attribution(head.source, head.cue, part, spoken_point.__name__) for part in parts]
