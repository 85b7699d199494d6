"""Whose word a line is by its marks: «Мост разрушен — глава района», «Генштаб: отражено 38 атак»."""

from __future__ import annotations

from collections.abc import Iterator

from firsthand.model import Attribution
from firsthand.read.trees.headings import main_predicates
from firsthand.read.trees.lexicon import Lexicon
from firsthand.read.trees.making import Taken, make
from firsthand.read.trees.nodes import Node, Range, Tree
from firsthand.read.trees.phrases import noun_phrase

__all__ = ["dash_and_voice", "voice_and_colon"]

_DASHES = frozenset("—–-")


def dash_and_voice(tree: Tree, words: Lexicon, taken: Taken) -> Iterator[Attribution]:
    """«Мост разрушен — глава района»: a post that ends with a dash and whose word it is."""
    for number in range(len(tree.nodes) - 2, 1, -1):
        if tree.nodes[number].word not in _DASHES:
            continue
        before = tree.nodes[number - 1]
        spoken = before.word == ","  # «…, — синоптики.»
        head = _voice_head(tree, number + 1, spoken, words)
        if head is None or not _says_enough(tree, number, words):
            return
        if not spoken and (_joins(tree, number, head, words) or _renamed(tree, number - 1, head, words)):
            return
        source = noun_phrase(tree, head, words)
        source = (number + 1, max(source[1], len(tree.nodes) - int(tree.nodes[-1].mark)))
        if made := make(tree, "dash_and_voice", tree.bare(*source), (number, number + 1), [(0, number)]):
            yield made
        return


def _joins(tree: Tree, number: int, head: int, words: Lexicon) -> bool:
    """A hyphen joins two words; one between spaces stands for a dash, where a voice that is known follows."""
    if tree.nodes[number].word != "-":
        return False
    node, before = tree.nodes[head], tree.nodes[number - 1]
    spaced = before.span.end < tree.nodes[number].span.start and tree.nodes[number].span.end < node.span.start
    known = any(words.has(kind, node.lemma) for kind in ("organisations", "persons", "posts")) or node.name == "ORG"
    return not (spaced and known and any(one.finite for one in tree.nodes[:number]))


def _says_enough(tree: Tree, dash: int, words: Lexicon) -> bool:
    """A predicate, or a report without one: «Предварительно, попадание в склад — мэр», «Двое раненых — мэр»."""
    before = tree.nodes[:dash]
    if any(node.finite or node.has("Variant=Short") or words.has("absent", node.word) for node in before):
        return True
    hedged = words.patterns["hedges"].match(" ".join(node.word for node in before))
    return bool(hedged) or before[0].pos == "NUM" or before[0].word.isdigit()


def _renamed(tree: Tree, subject: int, head: int, words: Lexicon) -> bool:
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
    body = _only_a_body(voice, words) and not words.has("organisations", node.lemma)
    unlike = not node.has("Animacy=Anim") or body or not number & voice.feats
    told = node.head >= 0 and node.head < subject and tree.nodes[node.head].finite and unlike
    speaks = words.has("posts", voice.lemma) or words.has("interlocutors", voice.lemma) or body
    return not (told and speaks)


def _only_a_body(voice: Node, words: Lexicon) -> bool:
    """«СК», «Mash», «полиция»: a body or channel, and no house that something else can be."""
    known = words.has("known_bodies", voice.lemma) and not words.has("generic", voice.lemma)
    return known or voice.name == "ORG" or voice.pos == "X"


def _voice_head(tree: Tree, start: int, spoken: bool, words: Lexicon) -> int | None:
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
    alike = node.has("Case=Acc") and node.word == node.lemma  # «— джерело»: what looks like a nominative
    if (
        not (node.has("Case=Nom") or alike or node.pos in ("PROPN", "X"))
        or node.has("Case=Dat")
        or node.has("Case=Ins")
    ):
        return None  # «… дал интервью журналисту — Павлу Орлову»
    known = words.has("persons", node.lemma) or words.has("organisations", node.lemma) or words.has("posts", node.lemma)
    known = known or words.has("documents", node.lemma) or (spoken and (node.has("Animacy=Anim") or node.pos != "NOUN"))
    people = len(rest) == 1 and node.has("Animacy=Anim", "Number=Plur") and node.pos == "NOUN"
    known = known or (people and any(one.finite for one in tree.nodes[:start]))  # «Дождь не кончится – синоптики»
    return head if known or any(tree.nodes[n].name in ("PER", "ORG") for n in rest) else None


def voice_and_colon(tree: Tree, words: Lexicon, taken: Taken) -> Iterator[Attribution]:
    """“Ministry: …”, «Генштаб: за день отражено 38 атак»: a voice, a colon, and what it says."""
    colon = next((n for n in range(min(12, len(tree.nodes))) if tree.nodes[n].word == ":"), None)
    if not colon or colon + 1 >= len(tree.nodes):
        return
    before = tree.nodes[:colon]
    if any(n.finite or n.pos == "VERB" or n.pos == "QUOTE" or n.word == "," for n in before):
        return
    head = next((n for n in range(colon) if before[n].pos in ("NOUN", "PROPN", "X")), None)
    if head is None or before[0].pos == "ADP":
        return
    node = before[head]
    known = words.has("organisations", node.lemma) or words.has("persons", node.lemma) or words.has("media", node.lemma)
    titled = head > 0 and before[head - 1].word in "«“"
    named = titled or node.name in ("ORG", "PER") or node.has("Animacy=Anim", "Case=Nom")
    found = words.has("findings", node.lemma) or _whose_word(tree, head, words) is not None
    spoken = found or ((known or named) and not words.has("documents", node.lemma))
    if not spoken or _subject_of_a_title(tree, colon, words):
        return
    source = _whose_word(tree, head, words) or tree.bare(0, colon)
    if made := make(tree, "voice_and_colon", source, (colon, colon + 1), [(colon + 1, len(tree.nodes))]):
        yield made


def _whose_word(tree: Tree, head: int, words: Lexicon) -> Range | None:
    """«Предупреждение МЧС: …»: the body whose warning it is."""
    if tree.nodes[head].lemma not in words.nouns and not words.has("documents", tree.nodes[head].lemma):
        return None
    for child in tree.of(head, "nmod", "appos", "flat"):
        node = tree.nodes[child]
        speaks = node.name in ("ORG", "PER") or words.has("known_bodies", node.lemma) or words.has("posts", node.lemma)
        if speaks and child > head and not list(tree.of(child, "case")):
            return noun_phrase(tree, child, words)
    return None


def _subject_of_a_title(tree: Tree, colon: int, words: Lexicon) -> bool:
    """«Выборы 2.0: чего ждать», «Добавьте клетчатку: яблоки»: a question, or a call before the colon."""
    if words.patterns["calls"].match(tree.nodes[0].word) or tree.nodes[0].has("Mood=Imp"):
        return True
    asks = words.patterns["questions"].fullmatch
    opening = next((node for node in tree.nodes[colon + 1 :] if node.pos not in ("CCONJ", "PART", "ADP")), None)
    asked = opening is not None and (asks(opening.word) or asks(opening.lemma) or words.has("that", opening.word))
    return bool(asked) and next(main_predicates(tree, colon + 1, len(tree.nodes), words), None) is None
