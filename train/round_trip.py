"""What labels and links can tell: every marked paragraph, read back as if the network had all of them right.

    python -m train.round_trip [--every N] [--examples N]

Prints how many attributions come back whole, and what stands in the way of the others. A label that no mark stands for
would teach what is wrong: there is none.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache, cached_property
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer
from train.corpus import Marked, Paragraph, paragraphs
from train.features import IGNORE, KINDS, LAYERS, MODES, Example, examples

from firsthand.model import Attribution, Document, Span
from firsthand.read.trained.decoding import runs
from firsthand.read.trained.linking import DISTANCES, LINK
from firsthand.read.trained.reader import Scores, TrainedReader
from firsthand.read.trained.windows import HINTS

__all__ = ["Perfect", "lost", "main", "unmarked"]

_SURE = 20.0
Floats = NDArray[np.float32]


@cache
def _tokenizer() -> Tokenizer:
    tokenizer = Tokenizer.from_buffer((files("firsthand.read.trained") / "weights" / "tokenizer.json").read_bytes())
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


class Perfect(TrainedReader):
    """The reader as it would be if the network said exactly what it is taught of one paragraph."""

    def __init__(self, paragraph: Paragraph) -> None:
        super().__init__()
        self.paragraph = paragraph

    @property
    def _tokenizer(self) -> Tokenizer:
        return _tokenizer()

    def _load(self) -> None:
        """Nothing: there is no network."""

    @cached_property
    def _learnt(self) -> dict[str, Floats]:
        shapes = {"steps": (len(LAYERS), 4, 3), "nearness": (2, DISTANCES)}
        return {name: np.zeros(shape, np.float32) for name, shape in shapes.items()}

    @cached_property
    def taught(self) -> list[Example]:
        """The windows of the paragraph."""
        return list(examples([self.paragraph], self._tokenizer))

    def scores(self, text: str, hinted: list[Attribution]) -> Scores:
        """What is taught, as scores."""
        parts = [
            (_sure(np.array(e.labels).T, 3), _sure(e.kinds, len(KINDS)), _sure(e.modes, len(MODES)), *_links(e))
            for e in self.taught
        ]
        words = [word for example in self.taught for word in example.window.words]
        return Scores(words, *(np.concatenate(rows) for rows in zip(*parts, strict=True)))

    def found(self) -> tuple[Attribution, ...]:
        """What the reader makes of it."""
        return self(Document(text=self.paragraph.text, title=Span(0, 0), language="en"))


def _sure(labels: Sequence[int] | NDArray[np.int_], width: int) -> Floats:
    rows = np.array(labels)
    scores: Floats = (_SURE * (rows[..., None] == np.arange(width))).astype(np.float32)
    assert bool(((rows == IGNORE) | (scores.max(-1) > 0)).all())
    return scores


def _links(example: Example) -> tuple[Floats, Floats]:
    """Vectors whose products are high for what is linked, and nothing else."""
    anchors, parts = (np.zeros((len(example.window.words), 2 * LINK), np.float32) for _ in range(2))
    for side, pairs in enumerate((example.sources, example.contents)):
        number = {anchor: side * LINK + i for i, anchor in enumerate(sorted({a for a, _ in pairs}))}
        for anchor, part in pairs:
            anchors[anchor, number[anchor]] = parts[part, number[anchor]] = _SURE
    return anchors, parts


def lost(perfect: Perfect) -> list[tuple[str, Marked]]:
    """The attributions that do not come back, with what stands in the way."""
    paragraph = perfect.paragraph
    whole = {(a.source, a.cue, frozenset(a.contents)) for a in perfect.found()}
    told = [_told(perfect, layers) for layers in ((0,), (1,), (2, 3))]
    return [
        (_reason(marked, paragraph, told), marked)
        for marked in paragraph.attributions
        if (_first(marked.source), _first(marked.cue), frozenset(marked.content)) not in whole
    ]


def _first(spans: tuple[Span, ...]) -> Span | None:
    """The piece of a source or cue that stands for it: the reader has one."""
    return spans[0] if spans else None


def _told(perfect: Perfect, layers: Iterable[int]) -> set[Span]:
    """The spans that the labels tell."""
    return {
        Span(e.window.words[first].start, e.window.words[last - 1].end)
        for e in perfect.taught
        for layer in layers
        for first, last in runs(e.labels[layer])
    }


def _reason(marked: Marked, paragraph: Paragraph, told: list[set[Span]]) -> str:
    others = [other for other in paragraph.attributions if other is not marked]
    contents = {span for other in others for span in other.content}
    if not set(marked.content) <= told[2]:
        return "content inside a nested content"
    if marked.source and marked.source[0] not in told[0]:
        return "source inside a source, or cut within a word"
    if contents & set(marked.content):
        return "one content of two voices"
    if {span.start for span in contents} & {span.start for span in marked.content}:
        return "contents that begin with the same word"
    if not marked.cue and any(set(other.source) & set(marked.source) for other in others):
        return "no cue, and the source has one for something else"
    return "changed by what the text says of spans, or by the rules"


def unmarked(perfect: Perfect) -> list[str]:
    """Spans that labels tell and no mark stands for."""
    paragraph = perfect.paragraph
    marked = [span for a in paragraph.attributions for span in (*a.source, *a.cue, *a.content)]
    edges = {span.start for span in marked}, {span.end for span in marked}
    return [s.of(paragraph.text) for s in _told(perfect, range(len(HINTS))) if s not in marked and _odd(s, edges)]


def _odd(span: Span, edges: tuple[set[int], set[int]]) -> bool:
    """Whether a span neither begins nor ends where a mark does: a mark within a word is widened to the word."""
    return span.start not in edges[0] or span.end not in edges[1]


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the corpus there and back, and print what is lost."""
    parser = argparse.ArgumentParser(description="What the labels of the English reader can tell.")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="only one paragraph in N")
    parser.add_argument("--examples", type=int, default=0, metavar="N", help="show so many of each kind")
    options = parser.parse_args(arguments)
    count, kinds, odd = 0, Counter[str](), 0
    for paragraph in list(paragraphs())[:: options.every]:
        count += len(paragraph.attributions)
        perfect = Perfect(paragraph)
        odd += len(unmarked(perfect))
        for reason, marked in lost(perfect):
            kinds[reason] += 1
            spans = (*marked.source, *marked.cue, *marked.content)
            if kinds[reason] <= options.examples:
                print(f"{reason}:", *(span.of(paragraph.text) for span in spans), sep=" | ")
    print(f"{count - kinds.total():,} of {count:,} attributions come back whole; {odd} labels stand for no mark")
    for reason, number in kinds.most_common():
        print(f"{number:7,} {reason}")


if __name__ == "__main__":
    main()
