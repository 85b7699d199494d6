"""Fingerprints: what of a text is kept to tell whether another shares sentences with it.

A fingerprint is small, says nothing that can be read, and is the same for the same text everywhere: it may be stored.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from zlib import crc32

import numpy as np
import numpy.typing as npt

from firsthand.text import fold

__all__ = ["Print", "fingerprints"]

_WORD = re.compile(r"\w+")
_SENTENCE = re.compile(r"(?<=[.!?…»\"”])\s+|\n+")
_ADDRESS = re.compile(r"\bhttps?://\S+|\bt\.me/\S+")


@dataclass(frozen=True, slots=True, eq=False)
class Print:
    """A hash of each word of a text, in order, and of how many words each of its sentences is."""

    words: npt.NDArray[np.uint32]
    lengths: npt.NDArray[np.uint32]


def fingerprints(texts: Iterable[str]) -> Iterator[Print]:
    """The fingerprint of each text: folded, without addresses, cut into lines and, roughly, sentences."""
    known: dict[str, int] = {}  # most words come again
    for text in texts:
        folded = fold(text)
        if "://" in folded or "t.me" in folded:
            folded = _ADDRESS.sub(" ", folded)
        hashes: list[int] = []
        lengths: list[int] = []
        for sentence in _SENTENCE.split(folded):
            words = _WORD.findall(sentence)
            if words:
                hashes += [known[word] if word in known else _hash(word, known) for word in words]
                lengths.append(len(words))
        yield Print(np.array(hashes, np.uint32), np.array(lengths, np.uint32))


_MOST_KNOWN = 1_000_000


def _hash(word: str, known: dict[str, int]) -> int:
    if len(known) >= _MOST_KNOWN:
        known.clear()
    return known.setdefault(word, crc32(word.encode("utf-8", "surrogatepass")))
