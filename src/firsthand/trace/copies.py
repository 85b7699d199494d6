"""Texts that share sentences: near copies, and texts of which parts stand in others.

Two texts are compared where they share a sentence, word for word or nearly so. Such sentences are found by MinHash
(Broder 1997) with banding (Leskovec, Rajaraman, Ullman, "Mining of Massive Datasets", chapter 3); how much the texts
share is then counted exactly, as the containment of the three-word sequences of one in the other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from rensa import RMinHash

from firsthand.trace.prints import Print

__all__ = ["FORMULA", "LEAST", "Copy", "copies"]

LEAST = 0.3
"""Containment from which on a text counts as a copy of another, or of a part of it."""
FORMULA = 5
"""Different texts of one outlet in which the same sentence stands: then it is a formula of the outlet, as "Subscribe to
our channel" is, and two texts that have it in common share nothing."""

_BANDS, _ROWS, _SEED = 10, 3, 1
"""Sentences are compared where all hashes of one of the bands are the same: of those that have half of their word pairs
in common three in four are found, with six tenths nine in ten."""
_SEQUENCE = 3  # words in a row
_WORDS = 4  # of the shortest sentence that is compared: shorter ones are said by anybody
_TOGETHER = 50_000  # sentences that are hashed at a time, so that memory stays flat
_CROWD = 12  # texts with the same sentence, before it, that one is compared with

_Hashes = npt.NDArray[np.uint64]
_Numbers = npt.NDArray[np.int64]
_Mask = npt.NDArray[np.bool_]
_MULTIPLY = (np.uint64(0x9E3779B97F4A7C15), np.uint64(0xBF58476D1CE4E5B9))


@dataclass(frozen=True, slots=True)
class Copy:
    """Two texts, by their place among all, one < other, and how much they share.

    `of_one` is the share of the first's three-word sequences that stand in the other too; `of_other` the reverse.
    """

    one: int
    other: int
    of_one: float
    of_other: float

    @property
    def most(self) -> float:
        """The share of the text that has more of the other: 1 where one stands wholly in the other."""
        return max(self.of_one, self.of_other)


def copies(prints: Sequence[Print], outlets: Sequence[str] = (), least: float = LEAST) -> Iterator[Copy]:
    """The pairs of texts of which at least `least` of one stands in the other, ordered by the later one.

    Where many texts share a sentence, each is compared with the first of them and with the dozen right before it, so
    that the cost grows linearly with the texts, however often one is copied.

    Args:
        outlets: of each text, its outlet: what an outlet prints under everything is left out.
    """
    page = _Page(prints)
    page = page.keeping(~_formulas(page, outlets)) if outlets else page
    if not len(page.lengths):
        return
    sequences, texts = _sequences(page)
    from_to = np.searchsorted(texts, np.arange(len(prints) + 1)).tolist()

    @lru_cache(maxsize=4096)
    def of_text(number: int) -> frozenset[int]:
        return frozenset(sequences[from_to[number] : from_to[number + 1]].tolist())

    for one, other in _candidates(*_bands(page), len(prints)):
        common = len(of_text(one) & of_text(other))
        if common:
            copy = Copy(one, other, common / len(of_text(one)), common / len(of_text(other)))
            if copy.most >= least:
                yield copy


class _Page:
    """All texts, one after the other: a hash of each word, and of each sentence its first word, length, and text."""

    def __init__(self, prints: Sequence[Print]) -> None:
        empty = Print(np.empty(0, np.uint32), np.empty(0, np.uint32))
        words = np.concatenate([each.words for each in (*prints, empty)])
        self.words = _mixed(words.astype(np.uint64))
        self.lengths = np.concatenate([each.lengths for each in (*prints, empty)]).astype(np.int64)
        self.texts = np.repeat(np.arange(len(prints)), [len(each.lengths) for each in prints])

    @property
    def starts(self) -> _Numbers:
        return np.cumsum(self.lengths) - self.lengths

    def keeping(self, sentences: _Mask) -> _Page:
        """The same without the other sentences."""
        page = object.__new__(_Page)
        page.words = self.words[np.repeat(sentences, self.lengths)]
        page.lengths, page.texts = self.lengths[sentences], self.texts[sentences]
        return page


def _formulas(page: _Page, outlets: Sequence[str]) -> _Mask:
    """Which sentences are formulas of their outlet. A text that comes again, whole, counts once."""
    if not len(page.lengths):
        return np.empty(0, np.bool_)
    place = np.arange(len(page.words)) - np.repeat(page.starts, page.lengths)
    sentence = np.add.reduceat(_mixed(page.words + place.astype(np.uint64)), page.starts)
    whole = np.zeros(len(outlets), np.uint64)
    np.add.at(whole, page.texts, _mixed(sentence))
    outlet = np.unique(np.array(outlets), return_inverse=True)[1][page.texts].astype(np.uint64)
    key = _mixed(sentence + _mixed(outlet))
    seen = np.unique(np.stack([key, whole[page.texts]]), axis=1)[0]
    often, count = np.unique(seen, return_counts=True)
    return np.isin(key, often[count >= FORMULA])


def _sequences(page: _Page) -> tuple[_Hashes, _Numbers]:
    """A hash of every three words in a row, and the text each stands in."""
    of_word = np.repeat(page.texts, page.lengths)
    runs = _runs(page.words, _SEQUENCE)
    inside = of_word[: len(runs)] == of_word[len(of_word) - len(runs) :]
    return runs[inside], of_word[: len(runs)][inside]


def _bands(page: _Page) -> tuple[_Hashes, _Numbers]:
    """The bands of all sentences that are long enough, and the text each stands in."""
    starts, ends, texts = _compared(page)
    pairs = _runs(page.words, 2)
    found = [
        _bands_of(pairs, starts[at : at + _TOGETHER], ends[at : at + _TOGETHER])
        for at in range(0, len(starts), _TOGETHER)
    ]
    return np.concatenate([*found, np.empty(0, np.uint64)]), np.repeat(texts, _BANDS)


def _compared(page: _Page) -> tuple[_Numbers, _Numbers, _Numbers]:
    """From which word to which what is compared reaches, and its text: long sentences, and texts that have none."""
    starts, ends = page.starts, page.starts + page.lengths
    long = page.lengths >= _WORDS
    first = np.flatnonzero(_differs(page.texts))
    last = np.append(first[1:], len(page.texts)) - 1
    whole = ~np.isin(page.texts[first], page.texts[long]) & (ends[last] - starts[first] >= _SEQUENCE)
    return (
        np.concatenate([starts[long], starts[first][whole]]),
        np.concatenate([ends[long], ends[last][whole]]),
        np.concatenate([page.texts[long], page.texts[first][whole]]),
    )


def _bands_of(pairs: _Hashes, starts: _Numbers, ends: _Numbers) -> _Hashes:
    """The bands of sentences, from the hashes of all word pairs, and the words that each reaches from and to."""
    counts = ends - starts - 1
    offsets = np.append(0, np.cumsum(counts))
    within = pairs[np.arange(offsets[-1]) + np.repeat(starts - offsets[:-1], counts)]
    matrix = RMinHash.digest_matrix_from_flat_token_hashes(within, offsets, _BANDS * _ROWS, _SEED)
    rows = np.array(matrix.to_rows(), np.uint64).reshape(len(starts), _BANDS, _ROWS)
    found = np.broadcast_to(np.arange(_BANDS, dtype=np.uint64), rows.shape[:2])
    for k in range(_ROWS):
        found = _mixed(found + rows[:, :, k])
    return found.ravel()


def _candidates(bands: _Hashes, texts: _Numbers, count: int) -> Iterator[tuple[int, int]]:
    """Pairs of texts that share a band, each once, ordered by the later one."""
    order = np.lexsort((texts, bands))
    band, text = bands[order], texts[order]
    new = _differs(band, text)
    band, text = band[new], text[new]
    opens = _differs(band)
    first = text[np.maximum.accumulate(np.where(opens, np.arange(len(band)), 0))]
    pairs = [_pairs(first, text, ~opens, count)]
    for back in range(1, _CROWD + 1):
        same = band[back:] == band[:-back]
        if not same.any():
            break
        pairs.append(_pairs(text[:-back], text[back:], same, count))
    for pair in np.unique(np.concatenate(pairs)).tolist():
        other, one = divmod(pair, count)
        yield one, other


def _pairs(one: _Numbers, other: _Numbers, where: _Mask, count: int) -> _Numbers:
    """Each pair as one number, that sorts by the later text."""
    return np.unique(other[where] * count + one[where])


def _differs(*columns: npt.NDArray[np.generic]) -> _Mask:
    """Which rows differ from the row before; the first does."""
    changed = np.zeros(len(columns[0]), np.bool_)
    changed[:1] = True
    for column in columns:
        changed[1:] |= column[1:] != column[:-1]
    return changed


def _runs(words: _Hashes, length: int) -> _Hashes:
    """A hash of every so many words in a row."""
    count = max(0, len(words) - length + 1)
    found = words[:count]
    for k in range(1, length):
        found = _mixed(found * np.uint64(31) + words[k : count + k])
    return found


def _mixed(numbers: _Hashes) -> _Hashes:
    """Each number spread over all bits (the finaliser of SplitMix64, Steele et al. 2014, shortened)."""
    spread = (numbers + np.uint64(1)) * _MULTIPLY[0]
    spread ^= spread >> np.uint64(29)
    spread *= _MULTIPLY[1]
    return spread ^ (spread >> np.uint64(32))
