"""From a document to its trees: paragraphs, lines, sentences, words, and all sentences given to the parser at once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from firsthand.model import Document, Skip, Span
from firsthand.read.quotes import find_quotes
from firsthand.read.sentences import find_paragraphs, find_sentences
from firsthand.read.trees.layout import find_lines, find_speech, unbroken, without_dateline
from firsthand.read.trees.lines import Lines
from firsthand.read.trees.nodes import Node, Tree
from firsthand.text import fold, trim

__all__ = ["Analyser", "Word", "trees_of"]

_NEVER = re.compile(r"(?!)")
_SPOKEN_AFTER = re.compile(r"[,.!?…]?\s*[—–-]\s|,")
_WORDS = re.compile(r"[^\W_]+")
_DRESS = re.compile(r"\]\(\S*?\)|https?://\S+|(?:www|t)\.\w+[./]\S*|\*{2,}|_{2,}|[\[\]`]")
"""Addresses, and the marks of bold, slanted and linked text: what a sentence wears, not what it says."""
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
    document: Document, analyser: Analyser, abbreviations: frozenset[str]
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
                for sentence in find_sentences(text, whole, quotes, _NEVER, abbreviations):
                    held = [quote for quote in quotes if quote in sentence]
                    found.append((sentence, first, held))
                    first = False
    rows = [_units(text, sentence, quotes, analyser, skips) for sentence, _, quotes in found]
    pieces = [(sentence, first, piece) for (sentence, first, _), row in zip(found, rows, strict=True) for piece in row]
    given = [[form for unit in piece for form in _forms(text, unit, analyser.placeholder)] for *_, piece in pieces]
    quoted = [unit[0] for *_, piece in pieces for unit in piece if unit[1]]
    inside = [_words_of(text, span, analyser) for span in quoted]
    given += [[unit[0].of(text) for unit in row] for row in inside]
    known = analyser.analyse(given)
    trees, lines = [], Lines(text)
    for (sentence, first, piece), analysed in zip(pieces, known[: len(pieces)], strict=True):
        span = sentence if len(piece) == 0 else Span(piece[0][0].start, piece[-1][0].end)
        trees.append(Tree(text, span, _nodes(text, piece, analysed), first, lines.at(span.start)))
    rows_inside = zip(quoted, inside, known[len(pieces) :], strict=True)
    return trees, {span: _nodes(text, row, analysed) for span, row, analysed in rows_inside}, skips


def _bare_words(text: str, analyser: Analyser) -> Iterator[tuple[int, int]]:
    position = 0
    for match in [*_DRESS.finditer(text), None]:
        end = match.start() if match else len(text)
        yield from ((position + first, position + last) for first, last in analyser.words(text[position:end]))
        position = match.end() if match else end


def _words_of(text: str, span: Span, analyser: Analyser) -> list[_Unit]:
    words = analyser.words(span.of(text))[:_LONGEST]
    return [(Span(span.start + start, span.start + end), False) for start, end in words]


_Unit = tuple[Span, bool]
"""Characters of a word, or of a quotation (then the second is True)."""


def _units(text: str, sentence: Span, quotes: list[Span], analyser: Analyser, skips: list[Skip]) -> list[list[_Unit]]:
    """The words of a sentence, a longer quotation being one; in pieces where it is too long to be one."""
    units: list[_Unit] = []
    position = sentence.start
    for quote in [*quotes, Span(sentence.end, sentence.end)]:
        if quote and not _collapses(text, quote, sentence):
            continue
        part = text[position : quote.start]
        units += [(Span(position + start, position + end), False) for start, end in _bare_words(part, analyser)]
        if quote:
            units.append((quote, True))
        position = quote.end
    pieces = [units[start : start + _LONGEST] for start in range(0, len(units), _LONGEST)]
    if len(pieces) > 1:
        where = f"sentence at {sentence.start}"
        skips.append(Skip("read", where, f"too long to be one: read in {len(pieces)} pieces"))
    return pieces


def _collapses(text: str, quote: Span, sentence: Span) -> bool:
    """Whether a quotation is something said, rather than a name or a word in quotation marks."""
    inner = quote.of(text).strip("«»“”„\"'‘’")
    if (text[quote.start] in "«“„") != (text[quote.end - 1] in "»”“"):
        return True  # the author's words stand inside of the marks
    if len(_WORDS.findall(inner)) > _TITLE_LIKE or inner[-1:] in "!?…" or "\n" in inner:
        return True
    if quote.start == sentence.start and _SPOKEN_AFTER.match(text, quote.end):
        return True
    return text[: quote.start].rstrip()[-1:] == ":" and trim(text, Span(quote.end, sentence.end), " .") == Span(
        quote.end, quote.end
    )


def _forms(text: str, unit: _Unit, placeholder: str) -> list[str]:
    return ["«", placeholder, "»"] if unit[1] else [unit[0].of(text)]


def _nodes(text: str, units: list[_Unit], analysed: list[Word]) -> tuple[Node, ...]:
    number_of: list[int] = []
    for number, (_, quoted) in enumerate(units):
        number_of += [number] * (3 if quoted else 1)
    nodes: list[Node] = []
    at = 0
    for number, (span, quoted) in enumerate(units):
        word = analysed[at + 1 if quoted else at]
        head = number_of[word.head] if word.head >= 0 else -1
        head = -1 if head == number else head
        surface = span.of(text)
        if quoted:
            nodes.append(Node(span, surface, "", "QUOTE", frozenset(), head, word.rel))
        else:
            nodes.append(
                Node(
                    span,
                    fold(surface),
                    word.lemma,
                    word.pos,
                    word.feats,
                    head,
                    word.rel,
                    word.name,
                    surface[0].isupper(),
                )
            )
        at += 3 if quoted else 1
    return tuple(nodes)
