"""Noun phrases and clauses of a tree: who speaks, and how far what is said reaches."""

from __future__ import annotations

from firsthand.model import Mode
from firsthand.read.trees.lexicon import Lexicon
from firsthand.read.trees.nodes import Node, Range, Tree

__all__ = ["clause_end", "clause_start", "noun_phrase", "opens_relative", "speaker", "starts_clause"]

_INSIDE = frozenset(
    {"amod", "nmod", "appos", "flat", "nummod", "det", "compound", "fixed", "case", "punct", "conj", "cc"}
)
"""What belongs to a voice: «источник в экстренных службах», «Подрядчик, ИП Савушкин»; not its relative clause."""
_NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "X", "NUM", "ADJ", "DET", "SYM"})
_STOPS = frozenset(",;:—–-()")


def noun_phrase(tree: Tree, head: int, words: Lexicon) -> Range:
    """The phrase around a noun, without prepositions, relative clauses, and what is only a channel or an occasion."""
    inside = {head}
    waiting = [head]
    while waiting:
        number = waiting.pop()
        for child in tree.children[number]:
            if child not in inside and _belongs(tree, number, child, words):
                inside.add(child)
                waiting.append(child)
    start = end = head
    while start - 1 in inside:
        start -= 1
    while end + 1 in inside:
        end += 1
    while start < head and (tree.nodes[start].pos in ("ADP", "CCONJ", "PUNCT") and tree.nodes[start].word not in "«“„"):
        start += 1
    return tree.bare(start, _with_name(tree, head, end + 1))


def _with_name(tree: Tree, head: int, end: int) -> int:
    """«Представитель армии | бригадный генерал Осама аль-Башари»: rank and name belong to it, wherever they hang."""
    if any(node.name == "PER" for node in tree.nodes[head:end]) and not (
        end < len(tree.nodes) and tree.nodes[end].name == "PER"
    ):
        return end
    last = end
    for number in range(end, min(end + 6, len(tree.nodes))):
        node = tree.nodes[number]
        if node.name == "PER":
            last = number + 1
        elif last > end or node.mark or node.pos not in ("ADJ", "NOUN", "PROPN") or not node.has("Case=Nom"):
            break
    return last


def _belongs(tree: Tree, head: int, child: int, words: Lexicon) -> bool:
    node = tree.nodes[child]
    relation = node.rel.partition(":")[0]
    counted = relation == "nmod" and node.has("VerbForm=Part")  # «один из выживших», «адвокат задержанных»
    if relation not in _INSIDE or (node.pos in ("VERB", "AUX", "QUOTE") and not counted):
        return relation == "amod" and node.pos == "VERB" and child < head  # «задержанный накануне»
    if relation == "conj" and node.pos not in _NOMINAL:
        return False
    if relation == "cc":
        return any(tree.nodes[c].rel == "conj" for c in tree.children[tree.nodes[head].head]) or child < head
    prepositions = [tree.nodes[c].word for c in tree.of(child, "case")]
    channel = words.has("media", node.lemma) or words.has("occasions", node.lemma)
    if relation == "nmod" and prepositions and (channel or words.has("about", prepositions[0])):
        return False
    return not ((node.mark and node.word in "—–;:") or (node.word == "," and _before_clause(tree, child)))


def _before_clause(tree: Tree, comma: int) -> bool:
    return comma + 1 < len(tree.nodes) and tree.nodes[comma + 1].rel.startswith(("acl", "advcl", "mark"))


def speaker(tree: Tree, verb: int, words: Lexicon) -> Range | None:
    """Whose verb it is: its subject, a body it happens in («сообщили в мэрии»), or the subject of its governor."""
    for number in (verb, *_governors(tree, verb)):
        if number != verb and tree.nodes[verb].has("Variant=Short", "Gender=Neut"):
            return None  # «список представлен, и рассказано, как …»
        if number != verb and tree.nodes[verb].has("Number=Sing") and tree.nodes[number].has("Number=Plur"):
            above = tree.nodes[number].head  # «рассказал, что спасатели пришли, и поблагодарил …»
            told = above >= 0 and tree.nodes[number].rel == "ccomp" and tree.nodes[above].has("Number=Sing")
            return _subject(tree, above, words) if told else None
        shared = number == verb or tree.nodes[number].lemma in words.cues
        found = _subject(tree, number, words) if shared else _own_subject(tree, number, words)
        if found is None and number == verb:
            found = _beside(tree, verb, words)
        if found is not None:
            return found
        if tree.nodes[verb].has("Number=Plur") and not tree.nodes[number].has("Number=Plur"):
            return None
    return None


def _governors(tree: Tree, verb: int) -> list[int]:
    """The verbs that a verb shares its subject with: «встретил и сказал», «сказал, добавив»."""
    found, number = [], verb
    for _ in range(4):
        node = tree.nodes[number]
        together = node.rel in ("conj", "xcomp") or (node.rel == "parataxis" and node.has("Number=Plur"))
        shares = together or (node.rel == "advcl" and node.has("VerbForm=Conv"))
        if not shares or node.head < 0 or tree.nodes[node.head].pos not in ("VERB", "ADJ", "NOUN"):
            break
        number = node.head
        found.append(number)
    return found


def _subject(tree: Tree, verb: int, words: Lexicon) -> Range | None:
    """The subject of a verb, or the body where it happens."""
    if any(_nominal(tree.nodes[child]) for child in tree.of(verb, "nsubj")):
        found = _own_subject(tree, verb, words)
        relative = any(words.has("relatives", tree.nodes[child].lemma) for child in tree.of(verb, "nsubj"))
        if found is not None or relative:
            return found
    return _body(tree, verb, words)


def _nominal(node: Node) -> bool:
    return node.pos in _NOMINAL and not node.mark


def _own_subject(tree: Tree, verb: int, words: Lexicon) -> Range | None:
    for child in tree.of(verb, "nsubj"):
        node = tree.nodes[child]
        if not _nominal(node):
            continue
        if words.has("relatives", node.lemma):
            head = tree.nodes[verb].head
            return noun_phrase(tree, head, words) if head >= 0 and tree.nodes[verb].rel.startswith("acl") else None
        if (node.has("Case=Acc") and not node.has("Case=Nom")) or _denied_thing(tree, child, verb, words):
            continue
        found = noun_phrase(tree, child, words)
        named = found[0] == 2 and found[1] == verb - 1 and tree.nodes[1].word == tree.nodes[verb - 1].word == ","
        return (0, found[1]) if named and tree.nodes[0].has("Case=Nom") else found  # «Третий, чиновник, сказал»
    return None


def _denied_thing(tree: Tree, noun: int, verb: int, words: Lexicon) -> bool:
    """«На заводе упрёки отвергают»: what is denied where a body denies it, taken by the parser for who denies."""
    cue, node = words.cues.get(tree.nodes[verb].lemma), tree.nodes[noun]
    told = node.lemma in words.nouns or words.has("faults", node.lemma)
    return cue is not None and cue.mode is Mode.DENIED and told and noun < verb and _body(tree, verb, words) is not None


def _body(tree: Tree, verb: int, words: Lexicon) -> Range | None:
    """«В Минобороны сообщили»: the body where it was said, if the verb has no subject."""
    if tree.nodes[verb].has("Number=Sing") and not words.has("impersonal", tree.nodes[verb].lemma):
        return None
    there = next((c for c in tree.of(verb, "advmod") if words.has("there", tree.nodes[c].word)), None)
    if there is not None and abs(there - verb) == 1 and verb > there:
        return there, there + 1  # «Там подтвердили, что …»
    for child in tree.of(verb, "obl", "nmod"):
        if any(words.has("locatives", tree.nodes[c].word) for c in tree.of(child, "case")) and _is_body(
            tree, child, words
        ):
            return noun_phrase(tree, child, words)
    return None


def _is_body(tree: Tree, noun: int, words: Lexicon) -> bool:
    node = tree.nodes[noun]
    if words.has("organisations", node.lemma, node.word) or words.has("documents", node.lemma) or node.name == "ORG":
        return True
    if (
        words.has("vague_bodies", node.lemma)
        or words.has("localities", node.lemma)
        or (node.capital and words.has("capitals", node.lemma))
    ):
        return True
    return noun > 0 and tree.nodes[noun - 1].word in "«“„" and node.capital


def _beside(tree: Tree, verb: int, words: Lexicon) -> Range | None:
    """Where the parser hung the speaker elsewhere: the noun, or the body, right behind the verb or before it."""
    return _behind_verb(tree, verb, words) or _before_verb(tree, verb, words)


def _behind_verb(tree: Tree, verb: int, words: Lexicon) -> Range | None:
    node, limit = tree.nodes[verb], len(tree.nodes)
    if verb + 1 < limit and words.has("locatives", tree.nodes[verb + 1].word):
        if node.has("Number=Sing") and not words.has("impersonal", node.lemma):
            return None
        bodies = (i for i in range(verb + 2, min(verb + 7, limit)) if _is_body(tree, i, words))
        head = next(bodies, None)
        return noun_phrase(tree, head, words) if head is not None else None
    for number in range(verb + 1, min(verb + 5, limit)):
        candidate = tree.nodes[number]
        if candidate.mark:
            return None
        if candidate.pos in ("NOUN", "PROPN", "X"):
            hung = candidate.rel.startswith("nsubj") and candidate.head != verb
            return noun_phrase(tree, number, words) if candidate.has("Case=Nom") and not hung else None
    return None


def _before_verb(tree: Tree, verb: int, words: Lexicon) -> Range | None:
    """The first noun of the clause, if it is in the nominative or the name of a body: «СБП обвинения отвергли»."""
    if verb and tree.nodes[verb - 1].word == "," and (renamed := _renamed_before(tree, verb - 1)):
        return renamed
    start = verb
    while start > 0 and not tree.nodes[start - 1].mark and tree.nodes[start - 1].pos not in ("VERB", "CCONJ", "SCONJ"):
        start -= 1
    for number in range(start, verb):
        node = tree.nodes[number]
        if node.pos == "ADP":
            return None
        if node.pos in ("NOUN", "PROPN", "X"):
            hung = (
                node.rel.startswith("nsubj") and node.head >= 0 and tree.nodes[node.head].finite and node.head != verb
            )
            speaks = node.has("Case=Nom") or node.name == "ORG"
            return noun_phrase(tree, number, words) if speaks and not hung else None
    return None


def _renamed_before(tree: Tree, comma: int) -> Range | None:
    """«Третий, чиновник в Киеве, добавил …»: a voice with what it is between commas, wherever it was hung."""
    for number in range(comma):
        node = tree.nodes[number]
        inside = (tree.reach(child) for child in tree.of(number, "appos"))
        if node.has("Case=Nom") and node.pos in _NOMINAL and any(end >= comma for _, end in inside):
            return number, comma
    return None


def opens_relative(tree: Tree, number: int, words: Lexicon) -> bool:
    """Whether a clause about the noun before opens here: «сказал министр, который …», «канал, у якому …»; not a
    question («сообщил жителям, какие улицы …»)."""
    noun = next((node for node in reversed(tree.nodes[max(0, number - 2) : number]) if not node.mark), None)
    if number < len(tree.nodes) and tree.nodes[number].pos == "ADP":
        number += 1
    if noun is None or noun.pos not in ("NOUN", "PROPN", "X") or number + 1 >= len(tree.nodes):
        return False
    pronoun, following = tree.nodes[number : number + 2]
    counted = [{feat for feat in node.feats if feat.startswith("Number=")} for node in (pronoun, noun)]
    agrees = following.feats & pronoun.feats or following.has("Case=Gen")  # «які вулиці» may be read as a genitive
    asks = following.pos in ("NOUN", "PROPN", "NUM") and agrees
    return words.has("relatives", pronoun.lemma) and bool(counted[0] and counted[0] == counted[1]) and not asks


def starts_clause(tree: Tree, number: int) -> bool:
    """Whether what stands here opens a clause: after the sentence's beginning, a colon, a dash, or a conjunction."""
    before = number - 1
    while before >= 0 and tree.nodes[before].pos in ("CCONJ",):
        before -= 1
    if before < 0:
        return True
    node = tree.nodes[before]
    if node.word == "." and tree.nodes[number].word == ",":
        return False  # «на 5 га., сообщила …»
    return node.word in (":", ";", "—", "–", ".") or (before < number - 1 and node.word == ",")


def clause_start(tree: Tree, number: int) -> int:
    """Where the clause before `number` begins: behind a colon or a semicolon, or at the sentence's start."""
    for before in range(number - 1, -1, -1):
        if tree.nodes[before].word in (":", ";"):
            return before + 1
    start = 0
    while start < number and tree.nodes[start].mark and tree.nodes[start].word not in "«“„(":
        start += 1
    return start


def clause_end(tree: Tree, start: int, outside: set[int], words: Lexicon) -> int:
    """Where a content that opens at `start` ends: before the next clause that hangs on what is outside of it.

    `outside` are nodes whose dependants do not belong to the content: the cue, and what governs it.
    """
    for number in range(start, len(tree.nodes)):
        node = tree.nodes[number]
        if node.word == ";" or (node.word == "," and words.has("turns", *tree.words(number + 1, number + 2))):
            return number
        if not (node.finite or node.has("VerbForm=Conv")) or node.head not in outside:
            continue
        if node.rel.partition(":")[0] not in ("conj", "parataxis", "advcl", "root"):
            continue
        first, _ = tree.reach(number)
        cut = max(first, start)
        while cut > start and not tree.nodes[cut].mark:
            cut -= 1
        if cut > start:
            return cut
    return len(tree.nodes)
