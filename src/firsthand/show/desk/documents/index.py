"""Which documents somebody wants to see: an index in memory of when, by whom and in which language each was published.

Titles stay in the board's own index of words; of 300,000 documents a few megabytes are held.
"""

from __future__ import annotations

import re
import threading
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from io import BytesIO
from typing import Any

import numpy as np
import numpy.typing as npt
import orjson

from firsthand.store.board import BoardFile

__all__ = ["DOCUMENTS", "DocumentIndex", "Wanted", "index_of", "packed_index"]

DOCUMENTS = "documents"
"""The name under which the index is kept in the file of the board."""
_ARRAYS = ("order", "sources", "languages", "months")

_WORD = re.compile(r"\w+")
_MOST_WORDS = 24
_LOCK = threading.Lock()

Numbers = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is wanted of the documents: words of title or outlet, a source by its id, a language by its code; empty for
    all."""

    words: str = ""
    source: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class DocumentIndex:
    """`order` are the places of the documents on the board, the newest first. `sources` and `languages` hold for each
    document the number of its own in the names; `months` are counted from the year 0, -1 where nothing tells when."""

    order: Numbers
    sources: Numbers
    languages: Numbers
    months: Numbers
    source_names: Mapping[str, int]
    language_names: Mapping[str, int]

    def find(self, board: BoardFile, wanted: Wanted) -> Numbers:
        """The places of the documents that fit, the newest first. Raises CaseError: the index cannot be read."""
        mask = np.ones(len(self.order), dtype=bool)
        if wanted.words.strip():
            mask[:] = False
            words = _WORD.findall(wanted.words)[:_MOST_WORDS]
            if words:
                mask[board.documents_titled(" AND ".join(f'"{word}"*' for word in words))] = True
        if wanted.source:
            mask &= self.sources == self.source_names.get(wanted.source, -2)
        if wanted.language:
            mask &= self.languages == self.language_names.get(wanted.language, -2)
        found: Numbers = self.order[mask[self.order]]
        return found

    def by_month(self, source: str) -> list[tuple[int, int]]:
        """Of a source: (month, how many documents), every month from the first to the last."""
        own = self.months[(self.sources == self.source_names.get(source, -2)) & (self.months >= 0)]
        if not len(own):
            return []
        counts = np.bincount(own - own.min())
        return [(int(own.min()) + n, int(count)) for n, count in enumerate(counts)]

    def most(self, names: Mapping[str, int]) -> list[tuple[str, int]]:
        """The names with how many documents each has, most first."""
        codes = self.sources if names is self.source_names else self.languages
        counts = np.bincount(codes[codes >= 0], minlength=len(names))
        found = Counter({name: int(counts[code]) for name, code in names.items()})
        return sorted(found.items(), key=lambda each: (-each[1], each[0]))


def index_of(board: BoardFile) -> DocumentIndex:
    """The index of a board, as it was made with it."""
    with _LOCK:
        return _index_of(board)


@lru_cache(maxsize=1)
def _index_of(board: BoardFile) -> DocumentIndex:
    kept = board.kept(DOCUMENTS)
    return _unpacked(kept) if kept is not None else _made_of(board.document_fields())


def packed_index(documents: Iterable[Mapping[str, Any]]) -> bytes:
    """The index of the documents of a board, in its order, to be kept beside it under `DOCUMENTS`: to make it takes a
    second for 300,000 documents, to read it some milliseconds."""
    made, written = _made_of(documents), BytesIO()
    names = orjson.dumps([dict(made.source_names), dict(made.language_names)])
    arrays = {name: getattr(made, name) for name in _ARRAYS}
    np.savez(written, names=np.frombuffer(names, dtype=np.uint8), **arrays)
    return written.getvalue()


def _unpacked(data: bytes) -> DocumentIndex:
    with np.load(BytesIO(data), allow_pickle=False) as arrays:
        sources, languages = orjson.loads(arrays["names"].tobytes())
        order, *codes = (arrays[name] for name in _ARRAYS)
    return DocumentIndex(order, codes[0], codes[1], codes[2], sources, languages)


def _made_of(documents: Iterable[Mapping[str, Any]]) -> DocumentIndex:
    sources: dict[str, int] = {}
    languages: dict[str, int] = {}
    moments, own, spoken, months = [], [], [], []
    for row in documents:
        moment = _moment(str(row["moment"]))
        moments.append(moment.timestamp() if moment else float("-inf"))
        months.append(moment.year * 12 + moment.month - 1 if moment else -1)
        source = row["source"]
        own.append(-1 if source is None else sources.setdefault(str(source), len(sources)))
        spoken.append(languages.setdefault(str(row["language"]), len(languages)))
    order = np.argsort(-np.array(moments, dtype=np.float64), kind="stable").astype(np.int64)
    codes = [np.array(each, dtype=np.int64) for each in (own, spoken, months)]
    return DocumentIndex(order, codes[0], codes[1], codes[2], sources, languages)


def _moment(written: str) -> datetime | None:
    try:
        read = datetime.fromisoformat(written)
        return read.astimezone(UTC) if read.tzinfo else read.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None
