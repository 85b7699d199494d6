"""The trained English reader: a small network settles sources, cues and contents, and what belongs together.

It reads what the rules found as hints, beside the words, and gives the same `Attribution`s as they do, so that
everything after it stays as it is. Windows are read one at a time: nothing depends on what else is read.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from firsthand.model import Attribution, Document, Mode, Span, VoiceKind
from firsthand.read.en.grammar import find_attributions, tagged_sentences
from firsthand.read.quotes import find_quotes
from firsthand.read.sentences import find_paragraphs
from firsthand.read.trained.decoding import begin_chances, best_labels, runs, spans_of
from firsthand.read.trained.joining import joined, trained_reader
from firsthand.read.trained.linking import Links, Range
from firsthand.read.trained.structure import settled
from firsthand.read.trained.windows import HINTS, Window, windows
from firsthand.text import trim

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

    Floats = NDArray[np.float32]

__all__ = ["ENTITIES", "KINDS", "LAYERS", "MODES", "TrainedReader"]

ENTITIES = ("person", "organisation", "place", "group", "time", "quantity")
LAYERS = (*HINTS, *ENTITIES)
"""The layers of spans. `nested` holds contents that stand inside another content."""
KINDS = tuple(kind for kind in VoiceKind if kind is not VoiceKind.OUTLET)
MODES = tuple(Mode)
LONGEST = 6000
"""Characters. A longer paragraph is read in pieces of about this size, cut between words."""
_TOGETHER = 64
"""Paragraphs whose scores are kept at once."""
_OUTPUTS = ["spans", "kinds", "modes", "anchors", "parts"]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Scores:
    """What the network says of a text: one row per word."""

    words: list[Span]
    spans: Floats
    kinds: Floats
    modes: Floats
    anchors: Floats
    parts: Floats


class TrainedReader:
    """Finds attributions with the weights the package carries, or those in `folder`; loads them when first used."""

    def __init__(self, folder: Path | None = None, threads: int = 2, model: str = "reader.onnx") -> None:
        self._folder = folder
        self._threads = threads
        self._model = model

    def _file(self, name: str) -> bytes:
        where = files("firsthand.read.trained") / "weights" if self._folder is None else self._folder
        return (where / name).read_bytes()

    @cached_property
    def _session(self) -> InferenceSession:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.log_severity_level = 3
        return onnxruntime.InferenceSession(
            self._file(self._model),
            options,
            providers=["CPUExecutionProvider"],
            disabled_optimizers=["SkipLayerNormFusion"],  # slower than the two operations it joins
        )

    @cached_property
    def _tokenizer(self) -> Tokenizer:
        from tokenizers import Tokenizer

        tokenizer = Tokenizer.from_buffer(self._file("tokenizer.json"))
        tokenizer.no_truncation()
        tokenizer.no_padding()
        return tokenizer

    @cached_property
    def _learnt(self) -> dict[str, Floats]:
        """What the network learnt beside its weights: how labels follow each other, and how near parts stand."""
        kept = json.loads(self._file("reader.json"))
        return {name: np.array(kept[name], dtype=np.float32) for name in ("steps", "nearness")}

    def __call__(self, document: Document) -> tuple[Attribution, ...]:
        """Every attribution of the document, in text order."""
        ruled = find_attributions(document)
        sentences = [sentence.span for paragraph in tagged_sentences(document)[0] for sentence in paragraph]
        pieces = list(_pieces(document))
        work = list(zip(pieces, _hints(pieces, ruled), strict=True))
        self._load()
        with ThreadPoolExecutor(self._threads) as pool:
            found = [a for read in self._ahead(pool, document.text, work) for a in self._group(document.text, read)]
        quotes = [quote for piece in pieces for quote in find_quotes(document.text, piece)]
        return joined(settled(document.text, found, quotes, sentences), ruled, quotes)

    def entities(self, document: Document) -> tuple[tuple[str, Span], ...]:
        """(type, characters) of the persons, organisations, places, groups, times and quantities, in text order."""
        found: list[tuple[str, Span]] = []
        pieces = list(_pieces(document))
        for piece, hinted in zip(pieces, _hints(pieces, find_attributions(document)), strict=True):
            scores = self.scores(piece.of(document.text), hinted)
            layers = spans_of(scores.spans[:, len(HINTS) :], self._learnt["steps"][len(HINTS) :])
            for name, spans in zip(ENTITIES, layers, strict=True):
                found += [(name, _characters(document.text, piece.start, scores.words, span)) for span in spans]
        return tuple(sorted(found, key=lambda entity: entity[1]))

    def _load(self) -> None:
        """Everything from files, once, before several workers ask for it."""
        _ = self._tokenizer, self._session, self._learnt

    def _ahead(
        self, pool: ThreadPoolExecutor, text: str, work: list[tuple[Span, list[Attribution]]]
    ) -> Iterator[list[tuple[Span, Scores]]]:
        """The pieces with their scores, some at a time; the next are read while these are made use of."""
        before: list[tuple[Span, Future[Scores]]] = []
        for first in range(0, len(work) + _TOGETHER, _TOGETHER):
            now = [
                (piece, pool.submit(self.scores, piece.of(text), hinted))
                for piece, hinted in work[first : first + _TOGETHER]
            ]
            yield [(piece, future.result()) for piece, future in before]
            before = now

    def _group(self, text: str, read: list[tuple[Span, Scores]]) -> Iterator[Attribution]:
        steps = self._learnt["steps"][: len(HINTS)]
        fits = [scores.spans[:, : len(HINTS)] for _, scores in read]
        labels, begins = best_labels(fits, steps), begin_chances(fits, steps)
        for (piece, scores), rows, chances in zip(read, labels, begins, strict=True):
            yield from self._attributions(text, piece.start, scores, [runs(row) for row in rows.T.tolist()], chances)

    def scores(self, text: str, hinted: list[Attribution]) -> Scores:
        """What the network says of a text, its windows put together; each word from where it has most around it."""
        parts = [self._read(window) for window in windows(text, self._tokenizer, hinted)]
        return _joined(parts)

    def _read(self, window: Window) -> Scores:
        inputs = {
            "pieces": np.array([window.pieces], dtype=np.int64),
            "shapes": np.array([window.shapes], dtype=np.int64),
            "hints": np.array([window.hints], dtype=np.int64),
        }
        starts = np.array(window.starts, dtype=np.intp)
        rows = [output[0].take(starts, axis=0) for output in self._session.run(_OUTPUTS, inputs)]
        return Scores(window.words, *rows)

    def _attributions(
        self, text: str, shift: int, scores: Scores, spans: list[list[Range]], begins: Floats
    ) -> Iterator[Attribution]:
        """Each cue with its source and its contents, then contents with a source and no cue."""
        sources, cues, contents, nested = spans
        links = Links(scores.anchors, scores.parts, self._learnt["nearness"])
        mine = {cue: links.source(cue, sources) for cue in cues}
        silent = [source for source in sources if source not in mine.values()]
        said = links.contents([*cues, *silent], sorted(contents + nested))

        def characters(part: Range) -> Span:
            return _characters(text, shift, scores.words, part)

        for anchor, parts in said.items():
            if parts:
                source = mine.get(anchor, anchor)
                yield trained_reader(
                    characters(source) if source else None,
                    characters(anchor) if anchor in mine else None,
                    tuple(characters(part) for part in parts),
                    float(begins[anchor[0], 1 if anchor in mine else 0]),
                    _likeliest(scores.kinds, source[0], KINDS) if source else None,
                    _likeliest(scores.modes, parts[0][0], MODES),
                )


def _characters(text: str, shift: int, words: list[Span], part: Range) -> Span:
    return trim(text, Span(shift + words[part[0]].start, shift + words[part[1] - 1].end))


def _pieces(document: Document) -> Iterator[Span]:
    """The paragraphs, a very long one in several pieces."""
    for part in (document.title, document.body):
        for paragraph in find_paragraphs(document.text, part) if part else ():
            start = paragraph.start
            while paragraph.end - start > LONGEST:
                cut = document.text.rfind(" ", start + LONGEST // 2, start + LONGEST)
                cut = cut if cut > 0 else start + LONGEST
                yield Span(start, cut)
                start = cut
            yield Span(start, paragraph.end)


def _hints(pieces: list[Span], ruled: tuple[Attribution, ...]) -> list[list[Attribution]]:
    """For each piece what the rules found in it, counted from its beginning; what lies across two is left out."""
    starts = [piece.start for piece in pieces]
    hints: list[list[Attribution]] = [[] for _ in pieces]
    for attribution in ruled:
        spans = [s for s in (attribution.source, attribution.cue, *attribution.contents) if s]
        for index in sorted({bisect_right(starts, span.start) - 1 for span in spans}):
            if index >= 0:
                hints[index].append(_moved(attribution, pieces[index]))
    return hints


def _moved(attribution: Attribution, piece: Span) -> Attribution:
    def here(span: Span | None) -> Span | None:
        return Span(span.start - piece.start, span.end - piece.start) if span and span in piece else None

    contents = tuple(c for span in attribution.contents if (c := here(span)))
    return Attribution(here(attribution.source), here(attribution.cue), contents, attribution.rule)


def _joined(parts: list[Scores]) -> Scores:
    """Overlapping windows as one: in the middle of an overlap the word passes from one to the next."""
    if not parts:
        empty = np.zeros((0, 0), dtype=np.float32)
        return Scores([], np.zeros((0, len(LAYERS), 3), dtype=np.float32), empty, empty, empty, empty)
    if len(parts) == 1:
        return parts[0]
    kept: list[tuple[Scores, int, int]] = []
    first = 0
    for scores, after in zip(parts, [*parts[1:], None], strict=True):
        last = len(scores.words)
        follow = 0
        if after is not None and after.words:
            shared = sum(1 for word in scores.words if word.start >= after.words[0].start)
            last -= shared - shared // 2
            follow = shared // 2
        kept.append((scores, min(first, last), last))
        first = follow
    return Scores(
        [word for scores, a, b in kept for word in scores.words[a:b]],
        *(np.concatenate([getattr(scores, name)[a:b] for scores, a, b in kept]) for name in _OUTPUTS),
    )


def _likeliest(rows: Floats, word: int, names: tuple[T, ...]) -> T:
    return names[int(rows[word].argmax())]
