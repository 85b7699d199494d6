"""From a document to its trees: paragraphs, lines, sentences, words, and all sentences given to the parser at once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from firsthand.model import Document, Skip, Span
from firsthand.read.quotes import find_quotes
from firsthand.read.sentences import find_paragraphs, find_sentences
from firsthand.read.trees.layout import find_lines, find_speech, unbroken, without_dateline
from firsthand.read.trees.lexicon import Lexicon
from firsthand.read.trees.lines import Lines
from firsthand.read.trees.nodes import Node, Tree
from firsthand.text import fold, trim

__all__ = ["QUOTATION_MARKS", "Analyser", "Word", "trees_of"]

_NEVER = re.compile(r"(?!)")
_SPOKEN_AFTER = re.compile(r"[,.!?…]?\s*[—–-]\s|,")
_WORDS = re.compile(r"[^\W_]+")
_DRESS = re.compile(r"\]\(\S*?\)|https?://\S+|(?:www|t)\.\w+[./]\S*|\*{2,}|_{2,}|[\[\]`]")
"""Addresses, and the marks of bold, slanted and linked text: what a sentence wears, not what it says."""
QUOTATION_MARKS = "«»“”„\"'‘’"
_TITLE_LIKE = 3
"""Words. A quotation of no more is a name or a quoted word, and stays words, unless it is announced or spoken."""
_LONGEST = 400
"""Words. A longer sentence is none, and is read in pieces."""


@dataclass(frozen=True, slots=True)
class Word:
    """What an analyser says of one word; see `Node`."""

    lemma: str
    pos: str
    feats: frozenset[str]
    head: int
    rel: str
    name: str


class Analyser(Protocol):
    """A language's knowledge of its words."""

    @property
    def placeholder(self) -> str:
        """A word that can stand for a whole quotation: "this"."""

    def words(self, text: str) -> list[tuple[int, int]]:
        """Where each word or mark of a text starts and ends."""

    def analyse(self, rows: Sequence[Sequence[str]]) -> list[list[Word]]:
        """For each sentence, a row of words and marks, what is known of each of them."""


def trees_of(
    document: Document, analyser: Analyser, words: Lexicon
) -> tuple[list[Tree], dict[Span, tuple[Node, ...]], list[Skip]]:
    """The sentences of a document as trees, the title first; and the words of each quotation that is a node of one."""
    text, skips = document.text, list[Skip]()
    found: list[tuple[Span, bool, list[Span]]] = []
    for part in (document.title, document.body):
        for paragraph in find_paragraphs(text, part) if part else ():
            first = True
            for line in (without_dateline(text, line) for line in find_lines(text, paragraph)):
                speech = find_speech(text, line)
                quotes = speech or unbroken(text, find_quotes(text, line))
                start = speech[0].start if speech else line.start
                whole = Span(start, line.end)
                for sentence in find_sentences(text, whole, quotes, _NEVER, words.sets["abbreviations"]):
                    held = [quote for quote in quotes if quote in sentence]
                    found.append((sentence, first, held))
                    first = False
    rows = [_units(text, sentence, quotes, analyser, words, skips) for sentence, _, quotes in found]
    pieces = [(sentence, first, piece) for (sentence, first, _), row in zip(found, rows, strict=True) for piece in row]
    given = [_given(text, piece, analyser.placeholder) for *_, piece in pieces]
    quoted = [unit.span for *_, piece in pieces for unit in piece if unit.kind == _QUOTED]
    inside = [_words_of(text, span, analyser, words) for span in quoted]
    given += [_given(text, row, analyser.placeholder) for row in inside]
    known = analyser.analyse(given)
    trees, lines = [], Lines(text)
    for (sentence, first, piece), analysed in zip(pieces, known[: len(pieces)], strict=True):
        span = sentence if len(piece) == 0 else Span(piece[0].span.start, piece[-1].span.end)
        trees.append(Tree(text, span, _nodes(text, piece, analysed, words), first, lines.at(span.start)))
    rows_inside = zip(quoted, inside, known[len(pieces) :], strict=True)
    return trees, {span: _nodes(text, row, analysed, words) for span, row, analysed in rows_inside}, skips


def _bare_words(text: str, analyser: Analyser) -> Iterator[tuple[int, int]]:
    position = 0
    for match in [*_DRESS.finditer(text), None]:
        end = match.start() if match else len(text)
        yield from ((position + first, position + last) for first, last in analyser.words(text[position:end]))
        position = match.end() if match else end


def _words_of(text: str, span: Span, analyser: Analyser, lexicon: Lexicon) -> list[_Unit]:
    words = analyser.words(span.of(text))[:_LONGEST]
    return _dotted(text, [_Unit(Span(span.start + start, span.start + end)) for start, end in words], lexicon)


_WORD, _QUOTED, _SHORT, _INITIAL = "word", "quotation", "abbreviation", "initial"


@dataclass(frozen=True, slots=True)
class _Unit:
    """Characters of a word or mark, of a quotation, or of an abbreviation or initial with its full stop."""

    span: Span
    kind: str = _WORD


def _dotted(text: str, units: list[_Unit], words: Lexicon) -> list[_Unit]:
    """The units, each abbreviation and initial one with its full stop; the last of a sentence keeps it for the end."""
    found: list[_Unit] = []
    number = 0
    while number < len(units):
        length, kind = _short_at(text, units, number, words)
        found.append(_Unit(Span(units[number].span.start, units[number + length - 1].span.end), kind))
        number += length
    return found


def _short_at(text: str, units: list[_Unit], number: int, words: Lexicon) -> tuple[int, str]:
    """How many units an abbreviation or initial takes that starts here, and which it is; a word is one."""
    unit = units[number]
    if unit.kind != _WORD or not text[unit.span.start].isalpha():
        return 1, unit.kind
    for length in (4, 2):  # «т. н.», «ген.»
        row = units[number : number + length + 1]
        if len(row) <= length or any(one.kind != _WORD for one in row) or not _stopped(text, row[:length]):
            continue
        short = _unstopped(Span(row[0].span.start, row[length - 1].span.end).of(text))
        known = short in words.short_nouns or short in words.short_adjectives
        if known or (length == 2 and short in words.sets["abbreviations"] and not row[2].span.of(text)[0].isupper()):
            return length, _SHORT
    one = units[number : number + 3]
    initial = len(unit.span) == 1 and text[unit.span.start].isupper() and len(one) == 3 and _stopped(text, one[:2])
    return (2, _INITIAL) if initial and one[2].span.of(text)[0].isupper() else (1, _WORD)


def _stopped(text: str, units: Sequence[_Unit]) -> bool:
    """Whether every second unit is a full stop right behind the word before it."""
    pairs = zip(units[::2], units[1::2], strict=True)
    return all(one.span.end == stop.span.start and stop.span.of(text) == "." for one, stop in pairs)


def _unstopped(text: str) -> str:
    """An abbreviation as the lists have it: «Т. н.» is «т.н»."""
    return "".join(fold(text).split()).removesuffix(".")


def _units(
    text: str, sentence: Span, quotes: list[Span], analyser: Analyser, words: Lexicon, skips: list[Skip]
) -> list[list[_Unit]]:
    """The words of a sentence, a longer quotation being one; in pieces where it is too long to be one."""
    units: list[_Unit] = []
    position = sentence.start
    for quote in [*quotes, Span(sentence.end, sentence.end)]:
        if quote and not _collapses(text, quote, sentence):
            continue
        part = text[position : quote.start]
        units += [_Unit(Span(position + start, position + end)) for start, end in _bare_words(part, analyser)]
        if quote:
            units.append(_Unit(quote, _QUOTED))
        position = quote.end
    units = _dotted(text, units, words)
    pieces = [units[start : start + _LONGEST] for start in range(0, len(units), _LONGEST)]
    if len(pieces) > 1:
        where = f"sentence at {sentence.start}"
        skips.append(Skip("read", where, f"too long to be one: read in {len(pieces)} pieces"))
    return pieces


def _collapses(text: str, quote: Span, sentence: Span) -> bool:
    """Whether a quotation is something said, rather than a name or a word in quotation marks."""
    inner = quote.of(text).strip(QUOTATION_MARKS)
    if text[quote.start] not in QUOTATION_MARKS:
        return True  # between dashes, all that is not the author's is spoken
    if (text[quote.start] in "«“„") != (text[quote.end - 1] in "»”“"):
        return True  # the author's words stand inside of the marks
    if len(_WORDS.findall(inner)) > _TITLE_LIKE or inner[-1:] in "!?…" or "\n" in inner:
        return True
    if quote.start == sentence.start and _SPOKEN_AFTER.match(text, quote.end):
        return True
    return text[: quote.start].rstrip()[-1:] == ":" and trim(text, Span(quote.end, sentence.end), " .") == Span(
        quote.end, quote.end
    )


def _given(text: str, units: list[_Unit], placeholder: str) -> list[str]:
    """The row of words and marks that an analyser is given for the units of a sentence."""
    return [form for unit in units for form in _forms(text, unit, placeholder)]


def _forms(text: str, unit: _Unit, placeholder: str) -> list[str]:
    if unit.kind == _QUOTED:
        return ["«", placeholder, "»"]
    if unit.kind == _INITIAL:
        return [text[unit.span.start], "."]
    return ["".join(unit.span.of(text).split())]


def _nodes(text: str, units: list[_Unit], analysed: list[Word], words: Lexicon) -> tuple[Node, ...]:
    number_of = [number for number, unit in enumerate(units) for _ in _forms(text, unit, "")]
    nodes: list[Node] = []
    at = 0
    for number, unit in enumerate(units):
        word = analysed[at + 1 if unit.kind == _QUOTED else at]
        head = number_of[word.head] if word.head >= 0 else -1
        head = -1 if head == number else head
        following = units[number + 1].span.of(text)[0] if number + 1 < len(units) else ""
        nodes.append(_node(text, unit, replace(word, head=head), following, words))
        at += len(_forms(text, unit, ""))
    return tuple(nodes)


def _node(text: str, unit: _Unit, word: Word, following: str, words: Lexicon) -> Node:
    """A unit as a node; an abbreviation has the lemma of the whole word, and stands without its stop."""
    surface = unit.span.of(text)
    if unit.kind == _QUOTED:
        return Node(unit.span, surface, "", "QUOTE", frozenset(), word.head, word.rel)
    folded, lemma, pos, feats, name = fold(surface), word.lemma, word.pos, word.feats, word.name
    if unit.kind == _SHORT:
        folded = lemma = _unstopped(surface)
        noun, adjective = words.short_nouns.get(lemma), words.short_adjectives.get(lemma)
        if adjective and (noun is None or following.islower()):
            lemma, pos, feats, name = adjective, "ADJ", feats - {"Animacy=Anim"}, ""
        elif noun:
            lemma, pos, name = noun, "NOUN", ""
    if unit.kind == _INITIAL:
        pos, name = "PROPN", "PER"
    return Node(unit.span, folded, lemma, pos, feats, word.head, word.rel, name, surface[0].isupper())
