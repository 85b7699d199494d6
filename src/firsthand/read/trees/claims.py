"""Nouns that carry somebody's word, and whom a voice cites."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from firsthand.model import Attribution, Mode
from firsthand.read.trees.lexicon import Lexicon
from firsthand.read.trees.making import Taken, make
from firsthand.read.trees.nodes import Range, Tree
from firsthand.read.trees.phrases import clause_end, noun_phrase, speaker
from firsthand.read.trees.voices import phrase_of, voice_like

__all__ = ["citing", "issued_word", "noun_claim"]

_QUOTED = "«“„"


def issued_word(tree: Tree, words: Lexicon, taken: Taken) -> Iterator[Attribution]:
    """“The service issued a warning of high winds”, «МЧС выступило с предупреждением о ветре»: it is given out."""
    for number, node in enumerate(tree.nodes):
        verb = _issued(tree, number, words)
        if node.lemma not in words.nouns or node.pos != "NOUN" or verb is None:
            continue
        topic = next((c for c in tree.of(number, "nmod") if _about(tree, c, words) and c > number), None)
        source = speaker(tree, verb, words)
        if topic is None or source is None or source[0] <= number < source[1]:
            continue
        end = tree.reach(topic)[1]
        start = next(c for c in tree.of(topic, "case")) + 1
        if made := make(tree, "issued_word", source, (number, number + 1), [(start, end)]):
            taken.update((number, verb))
            yield made


def _issued(tree: Tree, noun: int, words: Lexicon) -> int | None:
    """The verb that gives a noun out: «выступил с предупреждением», «распространила заявление»."""
    head = tree.nodes[noun].head
    return head if head >= 0 and words.has("issuing", tree.nodes[head].lemma) else None


def _about(tree: Tree, child: int, words: Lexicon) -> bool:
    return any(words.has("about", tree.nodes[c].word) for c in tree.of(child, "case"))


def _whose_act(tree: Tree, noun: int, words: Lexicon) -> Range | None:
    """Who does what the noun hangs on: «отказались под предлогом …»."""
    head = tree.nodes[noun].head
    return speaker(tree, head, words) if head >= 0 and tree.nodes[head].pos == "VERB" else None


def noun_claim(tree: Tree, words: Lexicon, taken: Taken) -> Iterator[Attribution]:
    """“The ministry's claim that …”, «заявление ведомства о том, что …», «слухи, что …»."""
    for number, node in enumerate(tree.nodes):
        if node.lemma not in words.nouns or node.pos != "NOUN" or number in taken:
            continue
        opening = None
        considered = node.head >= 0 and words.has("considering", tree.nodes[node.head].lemma)
        for later in range(number + 1, min(number + 9, len(tree.nodes) - 1)):
            if tree.nodes[later].finite or tree.nodes[later].word == ":":
                break
            if tree.nodes[later].word == ",":
                opens = considered and words.has("that", *tree.words(later + 1, later + 2))
                opening = later + 2 if opens or _opens_claim(tree, number, later, words) else None
                break
        if opening is None or opening >= len(tree.nodes):
            continue
        owner = next((c for c in tree.of(number, "nmod") if not list(tree.of(c, "case"))), None)
        source = noun_phrase(tree, owner, words) if owner is not None else None
        if (
            considered
            or words.has("pretexts", node.lemma)
            or (source is None and _issued(tree, number, words) is not None)
        ):
            source = _whose_act(tree, number, words)
        content = (opening, clause_end(tree, opening, {number, node.head}, words))
        if made := make(tree, "noun_claim", source, (number, number + 1), [content]):
            taken.add(number)
            yield replace(made, mode=Mode.SPECULATED) if considered else made


def _opens_claim(tree: Tree, noun: int, comma: int, words: Lexicon) -> bool:
    """«Заявление, что …», «данные о том, что …»; not «данные, что ускоряет …», «вопросы, чтобы получить …»."""
    before, opening = tree.nodes[comma - 1], tree.nodes[comma + 1]
    announced = words.has("that_one", before.word)
    if words.has("as", opening.word) or (words.has("weak_nouns", tree.nodes[noun].lemma) and not announced):
        return announced and words.has("that", opening.word)
    asks = words.nouns[tree.nodes[noun].lemma] is Mode.ASKED or announced
    return words.has("that", opening.word) and (asks or not words.has("purposes", opening.word))


def citing(tree: Tree, words: Lexicon, taken: Taken) -> Iterator[Attribution]:
    """“…, citing two officers”, «… со ссылкой на источник»: the voice behind the voice."""
    for number, node in enumerate(tree.nodes):
        reference = words.has("references", node.lemma)
        if not reference and not words.has("citing", node.lemma):
            continue
        if number in taken or (node.pos == "VERB" and node.has("VerbForm=Inf")):
            continue
        head = next((c for c in tree.of(number, "nmod", "obl", "obj") if c > number), None)
        if head is None or tree.nodes[head].pos == "QUOTE":
            continue
        source = _owner_of_data(tree, noun_phrase(tree, head, words), head, words)
        phrase = phrase_of(tree, tree.over(*source))
        quoted = phrase is not None and any(node.word in _QUOTED for node in phrase.nodes)
        if phrase is None or (phrase.head.pos == "NOUN" and not quoted and not voice_like(phrase, words)):
            continue  # «сослался на давление»
        start = number - 1 if reference and number and tree.nodes[number - 1].pos == "ADP" else number
        yield Attribution(tree.over(*source), tree.over(start, number + 1), (), "citing")


def _owner_of_data(tree: Tree, source: Range, head: int, words: Lexicon) -> Range:
    """«Ссылаясь на данные службы»: the service; «на списки больницы» are a source of their own."""
    if not words.has("data", tree.nodes[head].lemma):
        return source
    owner = next((c for c in tree.of(head, "nmod") if not list(tree.of(c, "case"))), None)
    return noun_phrase(tree, owner, words) if owner is not None else source
