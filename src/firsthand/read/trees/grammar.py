"""The attributions of a document: what the rules find in each sentence, and what runs over several."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace

from firsthand.model import Attribution, Mode, Span
from firsthand.read.spans import hull_of
from firsthand.read.trees.attribution import attributions_of
from firsthand.read.trees.clauses import own_words, without_stop
from firsthand.read.trees.cues import cue_verbs, negated
from firsthand.read.trees.lexicon import Lexicon
from firsthand.read.trees.nodes import Tree
from firsthand.read.trees.parsing import QUOTATION_MARKS
from firsthand.read.trees.phrases import speaker
from firsthand.read.trees.points import Head, head_of_points, spoken_point
from firsthand.text import fold

__all__ = [
    "about_this",
    "find_attributions",
    "forwarded_note",
    "quotation_alone",
    "quotation_announced",
    "spoken_point",
    "taken_back",
    "taken_back_at_once",
]

_SHORT = 12
"""Characters. A shorter quotation is a name or a quoted word, not something that goes on."""
_SEPARATORS = frozenset("—–-_*=~")


def find_attributions(text: str, trees: list[Tree], words: Lexicon) -> list[Attribution]:
    """Every attribution, in text order, with quotations that go on joined to their voice."""
    found: list[Attribution] = []
    speaking: int | None = None
    announced: Attribution | None = None
    head: Head | None = None
    for number, tree in enumerate(trees):
        here = attributions_of(tree, words)
        before = trees[number - 1] if number else None
        if before is not None and (told := about_this(tree, before, words)):
            here = [told, *(a for a in here if not _meet(a, told))]
        if (phrase := words.patterns["taking_back"].search(fold(tree.span.of(text)))) and before is not None:
            start = tree.span.start
            found = taken_back(found, before, Span(start + phrase.start(), start + phrase.end()), words)
        here = [taken_back_at_once(one, tree, words) for one in here]
        head = head_of_points(trees, number, words) or (head if head and tree.line.item else None)
        if head is not None and tree.line.item:
            found += [*here, *spoken_point(head, tree, here, words)]
            speaking = announced = None
            continue
        if head is not None:
            found = _given(found, head, trees, number)
        loose = _loose_quotations(tree, here)
        if loose and not here and announced is not None:
            here, speaking = [quotation_announced(announced, loose)], None
        announced = _announcement(tree, words)
        if loose and not here and speaking is not None and not tree.first:
            host = found[speaking]
            found[speaking] = replace(host, contents=(*host.contents, *loose))
            continue
        found += here
        quoting = [i for i in range(len(found) - len(here), len(found)) if _quotes(found[i], tree)]
        speaking = quoting[-1] if quoting else None
        if not here and loose and (alone := quotation_alone(loose)):
            found.append(alone)
            speaking = len(found) - 1
    return [*found, *_forwards(trees, found, words)]


def _given(found: list[Attribution], head: Head, trees: list[Tree], number: int) -> list[Attribution]:
    """A lone quotation right before who heads a list is that voice's word too."""
    last = found[-1] if found else None
    before = trees[head.number - 1] if head.number else None
    if last is None or before is None or last.rule != quotation_alone.__name__ or last.contents[0] not in before.span:
        return found
    return [*found[:-1], replace(last, source=head.source, cue=head.cue, rule=spoken_point.__name__)]


def about_this(tree: Tree, before: Tree, words: Lexicon) -> Attribution | None:
    """«Об этом сообщил мэр.»: what the sentence before says is his word."""
    folded = " ".join("«»" if node.pos == "QUOTE" else node.word for node in tree.nodes[:8])
    match = words.patterns["about_this"].search(folded)
    if match is None or folded[: match.start()].count(" ") > 3:
        return None
    for cue in cue_verbs(tree, words, set()):
        source = speaker(tree, cue.at, words)
        if source is None or negated(tree, cue.at, words):
            continue
        content = without_stop(tree.text, before.span)
        if content:
            return Attribution(tree.over(*source), tree.over(cue.at, cue.at + 1), (content,), about_this.__name__)
    return None


def taken_back(found: list[Attribution], before: Tree, phrase: Span, words: Lexicon) -> list[Attribution]:
    """“We wrote that …. This is not so”, «Мы написали, что …. Это не так»: the outlet takes back what it wrote."""
    last = found[-1] if found else None
    if last is None or not last.contents or last.contents[0] not in before.span:
        return found
    if last.source is not None and not words.has("we", fold(last.source.of(before.text))):
        return found  # somebody else's word, which the outlet only disputes
    own = replace(last, cue=phrase, rule=taken_back.__name__, mode=Mode.RETRACTED)
    return [*found[:-1], own]


def taken_back_at_once(one: Attribution, tree: Tree, words: Lexicon) -> Attribution:
    """“We wrongly wrote that …”, «Мы ошибочно написали, что …»: the outlet takes back what it tells that it wrote."""
    if one.source is None or one.cue is None or not words.has("we", fold(one.source.of(tree.text))):
        return one
    at = tree.index(one.cue.start)
    wrongly = words.has("wrongly", *tree.words(at - 2, at), *tree.words(at + 1, at + 3))
    return replace(one, rule=taken_back_at_once.__name__, mode=Mode.RETRACTED) if wrongly else one


def quotation_announced(announced: Attribution, loose: list[Span]) -> Attribution:
    """“The minister said:”, «Министр заявил:» at the end of one paragraph, the quotation in the next."""
    return replace(announced, contents=tuple(loose))


def _announcement(tree: Tree, words: Lexicon) -> Attribution | None:
    if not tree.nodes or tree.nodes[-1].word != ":":
        return None
    for cue in reversed(list(cue_verbs(tree, words, set()))):
        if source := speaker(tree, cue.at, words):
            return Attribution(tree.over(*source), tree.over(cue.at, cue.at + 1), (), "quotation_announced")
    return None


def quotation_alone(loose: list[Span]) -> Attribution | None:
    """A quotation that stands by itself, with no cue: the word of the voice heard last."""
    return Attribution(None, None, tuple(loose), "quotation_alone") if loose else None


def forwarded_note(source: Span, cue: Span, contents: list[Span]) -> Attribution:
    """«Переслано от …», “Forwarded from …”: what follows, up to a line of dashes, is the other channel's word."""
    return Attribution(source, cue, tuple(contents), forwarded_note.__name__)


def _forwards(trees: list[Tree], found: list[Attribution], words: Lexicon) -> Iterator[Attribution]:
    """For each note of forwarding one attribution: the clauses that follow, and the attributions among them."""
    note: tuple[Span, Span] | None = None
    contents: list[Span] = []
    hulls: _Hulls | None = None
    for tree in trees:
        folded = tree.span.of(tree.text).lower()
        if tree.nodes and all(node.word in _SEPARATORS for node in tree.nodes):
            if note and contents:
                yield forwarded_note(*note, contents)
            note, contents = None, []
        match = words.patterns["forwarded"].match(folded)
        if match and len(tree.nodes) < 16:
            source = _after_note(tree, tree.span.start + match.end(), words)
            note = (source, Span(tree.span.start, tree.span.start + match.end())) if source else None
            continue
        if note is not None:
            hulls = _Hulls(found) if hulls is None else hulls
            held = hulls.at(tree.span)
            contents += sorted([*held, *(clause[0] for clause in own_words(tree, held, words))])
    if note and contents:
        yield forwarded_note(*note, contents)


class _Hulls:
    """Where all attributions stand, to be asked for those in a stretch of text without a look at all of them."""

    def __init__(self, found: list[Attribution]) -> None:
        self._hulls = sorted(map(hull_of, found))
        self._starts = [hull.start for hull in self._hulls]
        self._longest = max(map(len, self._hulls), default=0)

    def at(self, span: Span) -> list[Span]:
        """The hulls that overlap a stretch."""
        low = bisect_right(self._starts, span.start - self._longest - 1)
        high = bisect_right(self._starts, span.end)
        return [hull for hull in self._hulls[low:high] if hull.overlaps(span)]


def _after_note(tree: Tree, start: int, words: Lexicon) -> Span | None:
    first = tree.index(start)
    if first >= len(tree.nodes):
        return None
    end = next(
        (n for n in range(first, len(tree.nodes)) if tree.nodes[n].word in (".", ",", ";", "\n")), len(tree.nodes)
    )
    return tree.over(*tree.bare(first, end)) if end > first else None


def _loose_quotations(tree: Tree, found: list[Attribution]) -> list[Span]:
    """Quotations of a sentence that no attribution has, where the sentence is little else."""
    held = [content for attribution in found for content in attribution.contents]
    quoted = [node for node in tree.nodes if node.pos == "QUOTE"]
    quotations = [node.span for node in quoted if len(node.span) > _SHORT or node.word[0] not in QUOTATION_MARKS]
    loose = [quote for quote in quotations if not any(quote.overlaps(content) for content in held)]
    return loose if sum(map(len, loose)) >= 0.7 * len(tree.span) else []


def _quotes(attribution: Attribution, tree: Tree) -> bool:
    quoted = {node.span for node in tree.nodes if node.pos == "QUOTE"}
    return any(content in quoted for content in attribution.contents)


def _meet(one: Attribution, other: Attribution) -> bool:
    return one.cue is not None and other.cue is not None and one.cue.overlaps(other.cue)
