"""What Russian words mean, by the company they keep in news: vectors of 250,000 words, and how often each was seen.

They come with the package `natasha`, which is never imported (see `read.ru.models`). No other language has any here.
Source: Kukushkin, "Navec" (https://github.com/natasha/navec, MIT): GloVe vectors over Russian news, quantised.
"""

from __future__ import annotations

import math
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["SPOKEN", "rareness", "vector"]

SPOKEN = "ru"
"""The language whose words have vectors."""

_FILE = "data/emb/navec_news_v1_1B_250K_300d_100q.tar"
_SIZE = 300
_SEEN = 300
"""Times at which a word counts as seen, at least: what is seen less often is as rare as a misspelling."""

Vector = NDArray[np.float32]


@lru_cache(maxsize=1 << 15)
def vector(word: str) -> Vector:
    """The vector of a folded Russian word, of length 1; zeros for a word that has none."""
    words = _words()
    if word not in words:
        return np.zeros(_SIZE, np.float32)
    found = np.asarray(words[word], np.float32)
    return found / np.linalg.norm(found)


@lru_cache(maxsize=1 << 15)
def rareness(word: str) -> float:
    """How rare a folded word is in Russian news: the natural logarithm of how many words there are for one of it."""
    vocabulary, total = _words().vocab, _total()
    number = vocabulary.get(word)
    return math.log(total / max(_SEEN, 0 if number is None else int(vocabulary.counts[number])))


@cache
def _words() -> Any:
    from navec import Navec  # with its reading of 25 MB only where Russian is compared

    spec = find_spec("natasha")
    if spec is None or not spec.submodule_search_locations:
        raise ImportError("the package natasha, which carries the vectors of Russian words, is not installed")
    return Navec.load(Path(next(iter(spec.submodule_search_locations))) / _FILE)


@cache
def _total() -> int:
    return int(sum(_words().vocab.counts))
