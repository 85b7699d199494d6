"""Clauses: what of a sentence is the outlet's own word once the attributions have theirs."""

from __future__ import annotations

from collections.abc import Sequence

from firsthand.model import Span
from firsthand.read.trees.headings import Stretch, heads, news_without_verb, predicate
from firsthand.read.trees.lexicon import Lexicon
from firsthand.read.trees.nodes import Node, Range, Tree
from firsthand.text import fold, trim

__all__ = ["own_words", "without_stop"]

_TRIMMED = " \t\n\r,;:—–-\u00a0\u200b\ufeff"


def own_words(tree: Tree, taken: list[Span], words: Lexicon) -> list[tuple[Span, ...]]:
    """The clauses of a sentence that belong to no attribution and assert something: the outlet's own word.

    `taken` are the stretches that attributions cover. A clause that an attribution interrupts comes in two parts.
    """
    found: list[tuple[Span, ...]] = []
    for start, end in _clauses(tree, words):
        runs = [run for run in _free_runs(tree, start, end, taken) if run[0] < run[1]]
        if len(runs) == 2 and not any(_asserts(tree, *run, words) for run in runs) and _verbs(tree, *runs[1]):
            spans = [_span(tree, *run, words) for run in runs]
            if all(spans) and sum(len(span) for span in spans) > 12:
                found.append(tuple(spans))
            continue
        for run in runs:
            span = _span(tree, *run, words) if _told(tree, *run, words) else None
            found += [(span,)] if span else []
    return found


def _told(tree: Tree, start: int, end: int, words: Lexicon) -> bool:
    """Whether a run says something of the world: it asserts, and is neither a call nor a heading."""
    stretch = Stretch(tree, *tree.bare(start, end), words)
    if stretch.start >= stretch.end or _calls(tree, start, end, words):
        return False
    return news_without_verb(stretch) or (_asserts(tree, start, end, words) and not heads(stretch))


def _clauses(tree: Tree, words: Lexicon) -> list[Range]:
    """Cut at semicolons, and at a comma before a joint where both sides have a verb and the second a subject."""
    cuts = [0]
    for number, node in enumerate(tree.nodes):
        if number <= cuts[-1] + 1 or node.word not in (",", ";"):
            continue
        if node.word == ";" or _new_clause(tree, number, cuts[-1], words):
            at = _question_left_open(tree, cuts[-1], number, words)
            cuts += [at] if at > cuts[-1] else []
    return list(zip(cuts, [*cuts[1:], len(tree.nodes)], strict=True))


def _question_left_open(tree: Tree, start: int, comma: int, words: Lexicon) -> int:
    """The comma at which a clause is cut: «A, кто это сделал, не сказано» keeps the question with its answer."""
    if not words.patterns["left_open"].search(" ".join(tree.words(comma + 1, comma + 10))):
        return comma
    for number in range(comma - 1, start - 1, -1):
        opens = number == start if number == 0 else tree.nodes[number].word == ","
        asks = words.patterns["questions"].fullmatch
        following = tree.nodes[number + (number > 0) : number + 3]
        if opens and any(asks(node.word) or asks(node.lemma) for node in following):
            return number
    return comma


def _new_clause(tree: Tree, comma: int, start: int, words: Lexicon) -> bool:
    """A comma before a joint; where a language lists "," among its joints, any comma before a main clause."""
    if comma + 1 >= len(tree.nodes) or not words.has("joints", tree.nodes[comma + 1].word, ","):
        return False
    verb = next((n for n in range(comma + 1, len(tree.nodes)) if predicate(tree.nodes[n], words)), None)
    if verb is None or not _verbs(tree, start, comma):
        return False
    main = tree.nodes[verb]
    if main.rel.partition(":")[0] in ("aux", "cop") and main.head > comma:
        verb, main = main.head, tree.nodes[main.head]
    if not words.has("joints", tree.nodes[comma + 1].word) and not _main(tree, start, comma, words):
        return False
    close = verb - comma < 8 or not any(tree.nodes[n].word == "," for n in range(comma + 1, verb))
    whose = (
        any(child > comma for child in tree.of(verb, "nsubj")) or main.has("Person=0") or words.has("absent", main.word)
    )
    return close and main.rel.partition(":")[0] in ("conj", "parataxis", "root") and whose


def _main(tree: Tree, start: int, end: int, words: Lexicon) -> bool:
    """Whether a clause of its own stands here, not only one that depends on another."""
    main = ("root", "conj", "parataxis")
    predicates = (tree.nodes[n] for n in range(start, end) if predicate(tree.nodes[n], words))
    return any(node.rel.partition(":")[0] in main for node in predicates)


def _verbs(tree: Tree, start: int, end: int) -> bool:
    return any(node.finite or node.has("Variant=Short") for node in tree.nodes[start:end])


def _free_runs(tree: Tree, start: int, end: int, taken: list[Span]) -> list[Range]:
    runs: list[Range] = []
    first: int | None = None
    for number in range(start, end):
        free = not any(tree.nodes[number].span.overlaps(span) for span in taken)
        if free and first is None:
            first = number
        if not free and first is not None:
            runs.append((first, number))
            first = None
    if first is not None:
        runs.append((first, end))
    return runs


def _asserts(tree: Tree, start: int, end: int, words: Lexicon) -> bool:
    """Whether a run is a clause of its own: some words, and a predicate, a figure, or a dash in its place."""
    while start < end and (tree.nodes[start].mark or tree.nodes[start].pos == "CCONJ"):
        start += 1
    nodes = tree.nodes[start:end]
    empty = ("ADP", "CCONJ", "PART", "SYM")
    content = [n for n in nodes if not n.mark and (n.pos not in empty or words.has("negations", n.word))]
    whole = start <= 1 and end >= len(tree.nodes) - 1
    if len(content) < (2 if start <= 1 else 3):
        return False
    if any(node.word.startswith(("#", "@", "http", "t.me")) for node in nodes) and not _verbs(tree, start, end):
        return False
    opens = nodes[0].pos == "SCONJ" or any(words.has("relatives", node.lemma) for node in nodes[: _opening(nodes)])
    judges = words.patterns["judging"].search(" ".join(node.word for node in nodes)) is not None
    if (opens and not whole and not _left_open(nodes, words)) or (
        nodes[0].has("VerbForm=Inf") and not _verbs(tree, start, end) and not (judges and whole)
    ):
        return False
    if nodes[0].has("VerbForm=Inf") and judges and whole:
        return True  # «Выбраться оттуда трудно»
    if any(predicate(tree.nodes[n], words) or tree.nodes[n].pos == "QUOTE" for n in range(start, end)):
        return True
    if start > 1:
        return False
    dash = any(node.word in ("—", "–") for node in nodes[1:])
    figure = any(node.pos == "NUM" or node.word[:1].isdigit() for node in nodes)
    root = any(node.head < 0 and node.pos in ("ADV", "ADJ", "VERB") and not node.has("VerbForm=Inf") for node in nodes)
    return dash or figure or root or _how_it_is_there(nodes, words)


def _how_it_is_there(nodes: Sequence[Node], words: Lexicon) -> bool:
    """«У Києві гучно», «У Харкові знову вибухи»: a place, and an adverb behind it in the place of a verb."""
    there = len(nodes) > 2 and nodes[0].pos == "ADP" and words.has("places", nodes[0].word)
    return there and any(node.pos == "ADV" for node in nodes[2:])


def _calls(tree: Tree, start: int, end: int, words: Lexicon) -> bool:
    """«Берегите себя», «Подписывайтесь на канал», «Сводка на утро»: a call to readers, or a heading, states nothing."""
    while start < end and (tree.nodes[start].mark or words.has("negations", tree.nodes[start].word)):
        start += 1
    if start >= end:
        return False
    folded = " ".join(tree.words(*tree.bare(start, end)))
    if words.patterns["pointers"].search(folded) or _called_by_name(tree, start, end, words):
        return True
    heading = words.patterns["headings"].match(folded) and not _verbs(tree, start, end)
    return bool(heading) or tree.nodes[start].has("Mood=Imp") or words.patterns["calls"].match(folded) is not None


def _called_by_name(tree: Tree, start: int, end: int, words: Lexicon) -> bool:
    """«Рыбаки, держитесь!»: who is called, and a call."""
    comma = next((n for n in range(start + 1, min(start + 4, end - 1)) if tree.nodes[n].word == ","), None)
    if comma is None or not tree.nodes[comma - 1].has("Case=Nom"):
        return False
    called = tree.nodes[comma + 1]
    return called.has("Mood=Imp") or words.patterns["calls"].fullmatch(called.word) is not None


def _left_open(nodes: Sequence[Node], words: Lexicon) -> bool:
    """«Кто это сделал, не сказано»: a question, and that there is no answer."""
    asks = words.patterns["questions"].fullmatch(nodes[0].word)
    return asks is not None and words.patterns["left_open"].search(" ".join(node.word for node in nodes)) is not None


def _opening(nodes: Sequence[Node]) -> int:
    """How many words open a clause: one, or a preposition with it («в котором»)."""
    return 2 if nodes[0].pos == "ADP" else 1


def _span(tree: Tree, start: int, end: int, words: Lexicon) -> Span:
    while start < end and (
        (tree.nodes[start].mark and tree.nodes[start].word not in "«“„(")
        or (start and words.has("joints", tree.nodes[start].word))
    ):
        start += 1
    while end - 1 > start and (tree.nodes[end - 1].word in _TRIMMED or _hangs(tree, end - 1, words)):
        end -= 1  # «Авария, но | жители говорят …»
    if start >= end:
        return Span(0, 0)
    span = trim(tree.text, tree.over(start, end), _TRIMMED)
    hedge = words.patterns["hedges"].match(fold(span.of(tree.text)))
    told = fold(span.of(tree.text)[hedge.end() :]) if hedge else ""
    if hedge and told.startswith(",") and not words.has("that", *told[1:].split()[:1]):
        span = trim(tree.text, Span(span.start + hedge.end(), span.end), _TRIMMED)
    return without_stop(tree.text, span)


def _hangs(tree: Tree, number: int, words: Lexicon) -> bool:
    """Whether a word at the end of a run only leads on: «и», or «после того как» where the sentence goes on."""
    node = tree.nodes[number]
    if number + 1 == len(tree.nodes) or tree.nodes[number + 1].mark:
        return node.pos == "CCONJ"
    leads = node.pos in ("CCONJ", "SCONJ", "ADP")
    return leads or (words.has("that_one", node.word) and tree.nodes[number + 1].pos == "SCONJ")


def without_stop(text: str, span: Span) -> Span:
    """Without the full stops, and exclamation marks, at the end."""
    end = span.end
    while end > span.start and text[end - 1] in ".! \t\n\u00a0":
        end -= 1
    return Span(span.start, end)
