"""The trained English reader: a small network finds sources, cues and contents, and what belongs together.

It gives the same `Attribution`s as the rules, so that everything after it stays as it is. One window is
read at a time: the scale of an int8 activation would otherwise depend on what else is in the batch.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import as_file, files
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from train.decoding import spans_of

from firsthand.model import Attribution, Document, Span
from firsthand.read.sentences import find_paragraphs
from firsthand.text import trim

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

__all__ = ["LINK", "WINDOW", "TrainedReader", "shapes"]

WINDOW = 256
"""Word pieces that the network sees at once; a longer paragraph is read in overlapping windows."""
OVERLAP = 48
LINK = 64
"""Width of the vectors whose products say which parts belong together."""
LINKED = 0.5
"""The least probability at which a part belongs to a cue."""

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class _Read:
    """What the network says of one window: its pieces' characters, and one row of scores per piece."""

    offsets: list[tuple[int, int]]
    spans: Floats
    anchors: Floats
    parts: Floats


class TrainedReader:
    """Finds attributions with the weights that the package carries; loads them when first used."""

    def __init__(self, threads: int = 2) -> None:
        self._threads = threads

    @cached_property
    def _session(self) -> InferenceSession:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.log_severity_level = 3
        with as_file(files(__package__) / "weights" / "reader.onnx") as path:
            return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])

    @cached_property
    def _tokenizer(self) -> Tokenizer:
        from tokenizers import Tokenizer

        tokenizer = Tokenizer.from_str((files(__package__) / "weights" / "tokenizer.json").read_text("utf-8"))
        tokenizer.no_truncation()
        tokenizer.no_padding()
        return tokenizer

    def __call__(self, document: Document) -> tuple[Attribution, ...]:
        """Every attribution of the document, in text order."""
        parts = [part for part in (document.title, document.body) if part]
        paragraphs = [p for part in parts for p in find_paragraphs(document.text, part)]
        found: list[Attribution] = []
        with ThreadPoolExecutor(self._threads) as pool:
            for paragraph, windows in zip(
                paragraphs, pool.map(lambda p: list(self._windows(document.text, p)), paragraphs), strict=True
            ):
                for window in windows:
                    found += _attributions(document.text, paragraph, window)
        return tuple(_once(found))

    def _windows(self, text: str, paragraph: Span) -> Iterator[_Read]:
        encoding = self._tokenizer.encode(paragraph.of(text), add_special_tokens=False)
        ids, offsets = encoding.ids, encoding.offsets
        step = WINDOW - 2 - OVERLAP
        for first in range(0, max(1, len(ids) - OVERLAP), step):
            last = min(first + WINDOW - 2, len(ids))
            if last > first:
                yield self._read(paragraph.of(text), ids[first:last], offsets[first:last])

    def _read(self, text: str, ids: list[int], offsets: list[tuple[int, int]]) -> _Read:
        pieces = np.array([[101, *ids, 102]], dtype=np.int64)
        cases = np.array([[3, *shapes(text, offsets), 3]], dtype=np.int64)
        inputs = {"pieces": pieces, "shapes": cases, "mask": np.ones_like(pieces)}
        spans, anchors, parts = self._session.run(["spans", "anchors", "parts"], inputs)
        return _Read(offsets, _log_softmax(spans[0, 1:-1]), anchors[0, 1:-1], parts[0, 1:-1])


def shapes(text: str, offsets: list[tuple[int, int]]) -> list[int]:
    """0 small, 1 Capital, 2 CAPITALS, 3 other: what the uncased vocabulary hides."""
    found = []
    for start, end in offsets:
        word = text[start:end]
        if not word[:1].isalpha():
            found.append(3)
        elif word.isupper() and len(word) > 1:
            found.append(2)
        else:
            found.append(int(word[0].isupper()))
    return found


def _log_softmax(scores: Floats) -> Floats:
    shifted = scores - scores.max(-1, keepdims=True)
    result: Floats = shifted - np.log(np.exp(shifted).sum(-1, keepdims=True))
    return result


def _attributions(text: str, paragraph: Span, window: _Read) -> Iterator[Attribution]:
    """Group the spans of a window: each cue with its source and its contents, then what is left over."""
    sources, cues, contents, nested = (spans_of(window.spans[:, head]) for head in range(4))
    every = sorted(contents + nested)
    used: set[tuple[int, int]] = set()

    def characters(span: tuple[int, int]) -> Span:
        start, end = window.offsets[span[0]][0], window.offsets[span[1] - 1][1]
        return trim(text, Span(paragraph.start + start, paragraph.start + end))

    for anchor in cues:
        source = _best(window, anchor, sources, 0)
        said = [part for part in every if _linked(window, anchor, part, 1) > LINKED and not _inside(anchor, part)]
        used.update(said)
        if said:
            score = float(np.exp(window.spans[anchor[0], 1, 1]))
            yield Attribution(
                characters(source) if source else None,
                characters(anchor),
                tuple(characters(part) for part in said),
                "trained",
                round(score, 3),
            )
    for part in every:
        if part not in used:
            near = [s for s in sources if _linked(window, s, part, 1) > LINKED]
            if near:
                yield Attribution(characters(near[0]), None, (characters(part),), "trained")


def _inside(inner: tuple[int, int], outer: tuple[int, int]) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def _best(window: _Read, anchor: tuple[int, int], sources: list[tuple[int, int]], side: int) -> tuple[int, int] | None:
    ranked = sorted(((_linked(window, anchor, source, side), source) for source in sources), reverse=True)
    return ranked[0][1] if ranked and ranked[0][0] > LINKED else None


def _linked(window: _Read, anchor: tuple[int, int], part: tuple[int, int], side: int) -> float:
    """The probability that a part belongs to an anchor; side 0 for sources, 1 for contents."""
    columns = slice(side * LINK, (side + 1) * LINK)
    product = float(window.anchors[anchor[0], columns] @ window.parts[part[0], columns]) / LINK**0.5
    return 1 / (1 + float(np.exp(-product)))


def _once(found: list[Attribution]) -> list[Attribution]:
    """Without what overlapping windows found twice; the one with more content stays."""
    best: dict[tuple[Span | None, Span | None], Attribution] = {}
    for attribution in found:
        key = (attribution.cue, attribution.source if attribution.cue is None else None)
        known = best.get(key)
        if known is None or _size(attribution) > _size(known):
            best[key] = attribution
    return sorted(best.values(), key=lambda a: (a.contents[0].start, a.cue.start if a.cue else -1))


def _size(attribution: Attribution) -> int:
    return sum(len(content) for content in attribution.contents)
