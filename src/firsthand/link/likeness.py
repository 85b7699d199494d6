"""How alike two short texts are: a score, and what each thing in which they were compared adds to it.

Each comparison is a rule, a short function of both texts; what it weighs stands in `data/likeness.tsv`, in a column for
Russian, one for two texts in one other language, and one for texts in different languages. The score is a logistic
regression of all values; a rule's share in it is its weight times how far its value is from what is usual.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from firsthand.errors import TableError
from firsthand.link.meaning import SPOKEN, rareness, vector
from firsthand.link.opposites import NEGATIONS, NUMBER_WORDS, OPPOSITES
from firsthand.link.terms import words_of
from firsthand.model import Reason
from firsthand.text import fold

__all__ = [
    "RULES",
    "SETTINGS",
    "Likeness",
    "Text",
    "Weights",
    "likeness",
    "read_text",
    "setting_of",
    "values",
    "weights",
]

SETTINGS = ("ru", "same", "across")
"""Columns of the table: both Russian; both in one other language; in two languages."""

_BIAS = "(always)"
_TABLE = "likeness.tsv"
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")
_SENTENCE_ENDS = (".", "!", "?", ":")
_OPENING = " \t\n\"'«„“("
_SEQUENCE = 3  # letters
_NAMES_COUNTED = 3
_TITLED = 0.7  # of the words begin with a capital: a heading that says nothing about which are names
_NOTHING_LEFT = 0.7  # how near in meaning the rests of two texts are where there is none of one


@dataclass(frozen=True, slots=True)
class Likeness:
    """`score` is from 0 (not the same) to 1; each reason says in `score` what it adds to the log-odds, the weightiest
    first. What is usual for all pairs is left out: reasons and `base` together make the log-odds."""

    score: float
    base: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Text:
    """A text as it is compared. `order` is the first term of each word; `names` and `figures` are terms as well."""

    language: str
    words: tuple[tuple[str, frozenset[str]], ...]
    order: tuple[str, ...]
    terms: frozenset[str]
    figures: frozenset[str]
    names: frozenset[str]
    negated: bool
    letters: str


@dataclass(frozen=True, slots=True)
class Weights:
    """Of one setting: for each rule what its value usually is and what it weighs, and what is added to every pair."""

    base: float
    of: Mapping[str, tuple[float, float]]


def likeness(one: str, other: str, language: str, *, other_language: str | None = None) -> Likeness:
    """How alike two short texts are, as headlines or sentences; `other_language` where it is not `language`.

    Whoever joins texts by it should look at the reasons as well: "the bridge is open" and "the bridge is closed" are
    alike in nearly everything.
    """
    first, second = read_text(one, language), read_text(other, other_language or language)
    setting = setting_of(first, second)
    chosen = weights()[setting]
    reasons = [
        Reason(
            name,
            f"{value:.2f}, usually {chosen.of[name][0]:.2f}",
            (),
            chosen.of[name][1] * (value - chosen.of[name][0]),
        )
        for name, value in values(first, second).items()
        if name in chosen.of
    ]
    odds = chosen.base + sum(reason.score for reason in reasons)
    ordered = sorted(reasons, key=lambda reason: (-abs(reason.score), reason.rule))
    return Likeness(_share(odds), chosen.base, tuple(ordered))


def _share(odds: float) -> float:
    return 1 / (1 + math.exp(-max(-50.0, min(50.0, odds))))


def setting_of(one: Text, other: Text) -> str:
    """The column of the table by which two texts are compared."""
    if one.language != other.language:
        return "across"
    return SPOKEN if one.language == SPOKEN else "same"


@lru_cache(maxsize=1 << 12)
def read_text(text: str, language: str) -> Text:
    """What is compared of a text."""
    words = tuple((word, frozenset(terms)) for word, terms in words_of(text, language))
    terms = frozenset(term for _, own in words for term in own)
    plain = [word for word in fold(text).replace("-", " ").split() if word]
    return Text(
        language=language,
        words=words,
        order=tuple(next(iter(sorted(own))) for _, own in words if own),
        terms=terms,
        figures=_figures(text, language),
        names=_names(text, language),
        negated=not NEGATIONS[language].isdisjoint(_WORD.findall(" ".join(plain))) if language in NEGATIONS else False,
        letters=f" {' '.join(_WORD.findall(fold(text)) + _NUMBER.findall(text))} ",
    )


def _figures(text: str, language: str) -> frozenset[str]:
    numbers = {number.replace(",", ".") for number in _NUMBER.findall(text)}
    spelled = NUMBER_WORDS.get(language, {})
    return frozenset(numbers | {spelled[word] for word in _WORD.findall(fold(text)) if word in spelled})


def _names(text: str, language: str) -> frozenset[str]:
    """The terms of words with a capital inside a sentence; none where nearly all words have one."""
    found = list(_WORD.finditer(text))
    long = [match for match in found if len(match.group()) > _NAMES_COUNTED]
    if sum(match.group()[0].isupper() for match in long) > _TITLED * len(long):
        return frozenset()
    return frozenset(
        term
        for match in found
        if match.group()[0].isupper() and not _begins(text, match.start())
        for _, terms in words_of(match.group(), language)
        for term in terms
    )


def _begins(text: str, at: int) -> bool:
    """Whether a sentence or a quotation begins there."""
    before = text[:at].rstrip(_OPENING)
    return not before or before.endswith(_SENTENCE_ENDS)


def shared_terms(one: Text, other: Text) -> float:
    """The share of all terms of the two texts that both have: concepts, figures, names by their sound."""
    return _shared(one.terms, other.terms)


def many_terms(one: Text, other: Text) -> float:
    """How many terms both texts have, as a logarithm: seven of ten say more than two of three."""
    return math.log1p(len(one.terms & other.terms))


def shared_letters(one: Text, other: Text) -> float:
    """How alike the counts of three letters in a row are, whatever the endings of words."""
    return _cosine(_sequences(one.letters), _sequences(other.letters))


def same_order(one: Text, other: Text) -> float:
    """How much of the shorter text stands in the other in the same order."""
    return _longest_common(one.order, other.order) / max(1, min(len(one.order), len(other.order)))


def same_figure(one: Text, other: Text) -> float:
    """Whether both texts give the same figure."""
    return float(not one.figures.isdisjoint(other.figures))


def other_figures(one: Text, other: Text) -> float:
    """Whether each text gives a figure that the other does not give."""
    return float(bool(one.figures - other.figures) and bool(other.figures - one.figures))


def negated_in_one(one: Text, other: Text) -> float:
    """Whether one of the texts denies something and the other does not."""
    return float(one.negated != other.negated)


def opposite_words(one: Text, other: Text) -> float:
    """Whether one text has a word and the other its opposite, as begin and end, or ban and allow."""
    here, there = one.terms - other.terms, other.terms - one.terms
    return float(any((a in here and b in there) or (b in here and a in there) for a, b in OPPOSITES))


def names_in_one(one: Text, other: Text) -> float:
    """How many names only one of the texts has; three count as many."""
    return float(min(_NAMES_COUNTED, len((one.names - other.terms) | (other.names - one.terms))))


def same_length(one: Text, other: Text) -> float:
    """How many words the shorter text has for each of the longer."""
    lengths = sorted((len(one.words), len(other.words)))
    return lengths[0] / max(1, lengths[1])


def same_meaning(one: Text, other: Text) -> float:
    """How near each word is to the nearest of the other text, by the company that words keep in news; rare words count
    more, and the text of which less is found again counts. Russian only."""
    if one.language != SPOKEN or other.language != SPOKEN:
        return 0.0
    near = _nearness(one, other)
    return min(_weighed(one, near.max(axis=1, initial=0.0)), _weighed(other, near.max(axis=0, initial=0.0)))


def rest_of_meaning(one: Text, other: Text) -> float:
    """How near in meaning the words are that each text has alone, all together. Russian only."""
    if one.language != SPOKEN or other.language != SPOKEN:
        return 0.0
    here, there = _summed(one, other.terms), _summed(other, one.terms)
    length = float(np.linalg.norm(here) * np.linalg.norm(there))
    return float(here @ there) / length if length else _NOTHING_LEFT


RULES: tuple[Callable[[Text, Text], float], ...] = (
    shared_terms,
    many_terms,
    shared_letters,
    same_order,
    same_figure,
    other_figures,
    negated_in_one,
    opposite_words,
    names_in_one,
    same_length,
    same_meaning,
    rest_of_meaning,
)
"""In the order of the table; a rule that a column of the table leaves out is not asked for in its setting."""


def values(one: Text, other: Text) -> dict[str, float]:
    """What each rule that counts in the setting of the two texts says of them, by its name."""
    of = weights()[setting_of(one, other)].of
    return {rule.__name__: rule(one, other) for rule in RULES if rule.__name__ in of}


def _shared(one: frozenset[object], other: frozenset[object]) -> float:
    return len(one & other) / max(1, len(one | other))


def _sequences(letters: str) -> Counter[str]:
    return Counter(letters[at : at + _SEQUENCE] for at in range(len(letters) - _SEQUENCE + 1))


def _cosine(one: Counter[str], other: Counter[str]) -> float:
    product = sum(count * other[each] for each, count in one.items() if each in other)
    squares = sum(count * count for count in one.values()) * sum(count * count for count in other.values())
    return product / math.sqrt(squares) if squares else 0.0


def _longest_common(one: tuple[str, ...], other: tuple[str, ...]) -> int:
    row = [0] * (len(other) + 1)
    for term in one:
        before = row
        row = [0]
        for at, each in enumerate(other):
            row.append(before[at] + 1 if each == term else max(before[at + 1], row[at]))
    return row[-1]


def _nearness(one: Text, other: Text) -> NDArray[np.float32]:
    """For each word of the one (rows) and of the other (columns) how near they are; 1 where they share a term."""
    if not one.words or not other.words:
        return np.zeros((len(one.words), len(other.words)), np.float32)
    rows, columns = (np.stack([vector(word) for word, _ in text.words]) for text in (one, other))
    near = rows @ columns.T
    for i, (_, terms) in enumerate(one.words):
        for j, (_, others) in enumerate(other.words):
            if terms & others:
                near[i, j] = 1.0
    return np.asarray(near, np.float32)


def _weighed(text: Text, found: NDArray[np.float32]) -> float:
    rare = [rareness(word) for word, _ in text.words]
    return float(np.dot(rare, found)) / sum(rare) if rare else 0.0


def _summed(text: Text, without: frozenset[str]) -> NDArray[np.float32]:
    rest = [word for word, terms in text.words if terms.isdisjoint(without)]
    return sum((vector(word) * np.float32(rareness(word)) for word in rest), np.zeros(1, np.float32))


@cache
def weights() -> dict[str, Weights]:
    """The table of weights, by setting. Raises TableError where it is not one."""
    names = {rule.__name__ for rule in RULES}
    lines = (files("firsthand.link") / "data" / _TABLE).read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    if {row[0] for row in rows} != names | {_BIAS} or any(len(row) != 2 + len(SETTINGS) for row in rows):
        raise TableError(
            f"{_TABLE}: a line for {_BIAS} and for each rule: its name, its mean and {len(SETTINGS)} weights"
        )
    return {
        setting: Weights(
            next(float(row[2 + at]) for row in rows if row[0] == _BIAS),
            {row[0]: (float(row[1]), float(row[2 + at])) for row in rows if row[0] != _BIAS and row[2 + at] != "-"},
        )
        for at, setting in enumerate(SETTINGS)
    }
