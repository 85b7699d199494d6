"""Posts that end in whose word they are: «Мост разрушен — глава района»."""

from __future__ import annotations

from firsthand.read.trees.lexicon import Lexicon
from firsthand.read.trees.nodes import Tree

__all__ = ["renamed", "says_enough", "voice_head"]


def says_enough(tree: Tree, dash: int, words: Lexicon) -> bool:
    """A predicate, or a report without one: «Предварительно, попадание в склад — мэр», «Двое раненых — мэр»."""
    before = tree.nodes[:dash]
    if any(node.finite or node.has("Variant=Short") or words.has("absent", node.word) for node in before):
        return True
    hedged = words.patterns["hedges"].match(" ".join(node.word for node in before))
    return bool(hedged) or before[0].pos == "NUM" or before[0].word.isdigit()


def renamed(tree: Tree, subject: int, head: int, words: Lexicon) -> bool:
    """«Подросток — сын предпринимателя» tells who the subject is; nobody is «Идёт обстрел — глава района»."""
    node, voice = tree.nodes[subject], tree.nodes[head]
    if voice.name == "LOC" or words.has("capitals", voice.lemma):
        return True  # «маршрут Одесса — Киев»
    known = words.has("organisations", voice.lemma) or words.has("persons", voice.lemma) or voice.pos == "X"
    if node.capital and voice.capital and voice.name == "ORG" and not known:
        return True
    if not node.rel.startswith("nsubj"):
        return False
    number = {feat for feat in node.feats if feat.startswith("Number=")}
    unlike = not node.has("Animacy=Anim") or not number & voice.feats
    told = node.head >= 0 and node.head < subject and tree.nodes[node.head].finite and unlike
    return not (told and words.has("posts", voice.lemma))


def voice_head(tree: Tree, start: int, spoken: bool, words: Lexicon) -> int | None:
    """The head of a phrase that runs to the sentence's end and can only be a voice."""
    rest = [n for n in range(start, len(tree.nodes)) if not tree.nodes[n].mark]
    if not rest or len(rest) > 9 or any(tree.nodes[n].finite or tree.nodes[n].pos == "ADP" for n in rest[:1]):
        return None
    if any(tree.nodes[n].finite for n in rest):
        return None
    head = next((n for n in rest if tree.nodes[n].pos in ("NOUN", "PROPN", "X")), None)
    if head is None:
        return None
    node = tree.nodes[head]
    if not (node.has("Case=Nom") or node.pos in ("PROPN", "X")) or node.has("Case=Dat") or node.has("Case=Ins"):
        return None  # «… дал интервью журналисту — Павлу Орлову»
    known = words.has("persons", node.lemma) or words.has("organisations", node.lemma) or words.has("posts", node.lemma)
    known = known or words.has("documents", node.lemma) or (spoken and (node.has("Animacy=Anim") or node.pos != "NOUN"))
    return head if known or any(tree.nodes[n].name in ("PER", "ORG") for n in rest) else None
