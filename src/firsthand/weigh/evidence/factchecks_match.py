"""Which fact-checks may be of our claim, and how surely one is.

Two steps. First those that share most are found: BM25 (Robertson, Walker, Jones, Hancock-Beaulieu, Gatford 1994) over
the checked claim and the heading, by stems and, weighing less, by sequences of four letters, so that other forms of a
word and misspelt names still count. Then each is looked at: a shared word is no shared claim. Ours must have most of
what the checked claim says, by how rare it is; rare terms; names and figures in common where both have any; and both or
neither must deny.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from firsthand.text import fold

__all__ = ["Alike", "Index", "TermsOf", "alike", "stems_of"]

TermsOf = Callable[[str, str], Iterable[str]]
"""The terms of a text in a language: the same for the same thing, in as many languages as it knows."""

_K, _B = 1.2, 0.75  # the usual saturation and length of BM25
_LETTERS = 0.2  # what four-letter sequences weigh beside stems; chosen on the training tweets of CheckThat! 2020
_GRAM = 4
_BEYOND = 300  # documents that are thought of beyond those there are: in a small feed nothing is rare yet
_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:'[^\W\d_]+)*")
_ADDRESS = re.compile(r"https?://\S+|pic\.twitter\.com/\S+|t\.co/\S+")
_RUN_ON = re.compile(r"(?<=[a-zа-яіїєґ])(?=[A-ZА-ЯІЇЄҐ])")
_MARKS = str.maketrans("’‘`´", "''''")
_SMALL_WORDS = """
the a an of in on at to for and or is are was were be been by with from that this it its as he she they his her their
have has had do did does will would can could you your i we our us my me what who how when if so but about just up
out all there than then into over after before more
и в во на с со по к у о об от до из за для что это как его ее их он она они мы вы был была были быть или но а же
і й та в у на з із зі по до від за для що це як його її їх він вона вони ми ви був була були бути або але
"""
_DENYING_WORDS = """
no not never none false fake denied denies deny didn't doesn't isn't wasn't haven't hasn't won't
без не нет никогда ложь неправда фейк отрицает ні немає ніколи брехня заперечує
"""
_SMALL, _DENYING = frozenset(_SMALL_WORDS.split()), frozenset(_DENYING_WORDS.split())
_ENDINGS = (("ies", "y"), ("sses", "ss"), ("'s", ""), ("s", ""))
_SUFFIXES = ("ing", "ed", "ly", "er", "ion")
_CYRILLIC = re.compile(r"[а-яіїєґ]")
_CYRILLIC_ENDING = re.compile(r"(?:[аеиоуыэюяіїє]|[аеиоуыэюяіїє][йхм]|[аеиоуыэюяіїє]м[иі]|[ьй]|ого|ому|ться|тся)$")
_CAPITAL = re.compile(r"(?<![.!?…]\s)(?<!^)(?<![\w'])([^\W\d_a-zа-яёіїєґ][^\W\d_]{2,})")


def stems_of(text: str, language: str) -> list[str]:
    """The plain terms of a text: its words without what everybody says and without usual endings. `language` is not
    looked at: stems of different languages do not meet, and a better function may be given instead."""
    bare = _RUN_ON.sub(" ", _ADDRESS.sub(" ", text.translate(_MARKS)))
    return [_stem(word) for word in _WORD.findall(fold(bare)) if word not in _SMALL]


def _stem(word: str) -> str:
    if _CYRILLIC.search(word):
        short = _CYRILLIC_ENDING.sub("", word)
        return short if len(short) >= 3 else word
    for ending, instead in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3 and not word.endswith(("ss", "us", "is")):
            word = word[: -len(ending)] + instead
            break
    for ending in _SUFFIXES:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word[: -len(ending)]
            break
    if word.endswith("e") and len(word) > 3:
        word = word[:-1]
    return word[:-1] if len(word) > 3 and word[-1] == word[-2] else word


def _grams(terms: Iterable[str]) -> list[str]:
    marked = (f"<{term}>" for term in terms)
    return [term[k : k + _GRAM] for term in marked for k in range(max(1, len(term) - _GRAM + 1))]


class _Ranks:
    """BM25 over bags of terms; what a term adds to each document is reckoned once."""

    def __init__(self, bags: Sequence[Sequence[str]]) -> None:
        self._count = len(bags)
        lengths = np.array([len(bag) for bag in bags], float)
        usual = 1 - _B + _B * lengths / max(1.0, float(lengths.mean()) if len(bags) else 1.0)
        places = defaultdict[str, list[tuple[int, int]]](list)
        for number, bag in enumerate(bags):
            for term, count in Counter(bag).items():
                places[term].append((number, count))
        self._adds: dict[str, tuple[npt.NDArray[np.int32], npt.NDArray[np.float32]]] = {}
        for term, held in places.items():
            at = np.array([each[0] for each in held], np.int32)
            times = np.array([each[1] for each in held], float)
            adds = self.rarity(len(held)) * times * (_K + 1) / (times + _K * usual[at])
            self._adds[term] = at, adds.astype(np.float32)

    def rarity(self, documents: int) -> float:
        count = self._count
        return math.log(1 + (count - documents + 0.5) / (documents + 0.5))

    def documents(self, term: str) -> int:
        """In how many documents a term stands."""
        return len(self._adds[term][0]) if term in self._adds else 0

    def scores(self, terms: Collection[str]) -> npt.NDArray[np.float64]:
        """One for each document."""
        found = np.zeros(self._count)
        for term in sorted(terms):
            if term in self._adds:
                at, adds = self._adds[term]
                found[at] += adds
        return found


class Index:
    """Checked claims with their headings, to be searched; each is known by its number."""

    def __init__(
        self, texts: Sequence[tuple[str, str, str]], terms: TermsOf = stems_of, letters: float = _LETTERS
    ) -> None:
        """Of each fact-check the claim, the heading and the language. `letters` is what four-letter sequences weigh."""
        self._terms, self._weight = terms, letters
        bags = [[*terms(claim, language), *terms(title, language)] for claim, title, language in texts]
        self._stems = _Ranks(bags)
        self._letters = _Ranks([_grams(bag) for bag in bags])
        self._size = len(texts)

    def best(self, text: str, language: str, most: int = 5) -> list[tuple[int, float]]:
        """The fact-checks that share most with a text, best first, with their scores; none that share nothing."""
        sought = sorted(set(self._terms(text, language)))
        scores = self._stems.scores(sought)
        if self._weight:
            scores += self._weight * self._letters.scores(set(_grams(sought)))
        order = np.argsort(-scores, kind="stable")[:most]
        return [(int(number), float(scores[number])) for number in order if scores[number] > 0]

    def terms(self, text: str, language: str) -> frozenset[str]:
        return frozenset(self._terms(text, language))

    def rarity(self, term: str) -> float:
        """How much a shared term says (natural logarithm), as if there were a few hundred more fact-checks."""
        documents = self._stems.documents(term)
        return math.log(1 + (self._size + _BEYOND - documents + 0.5) / (documents + 0.5))

    def rare(self, term: str) -> bool:
        """In at most one of a hundred."""
        return self._stems.documents(term) <= max(2, (self._size + _BEYOND) // 100)


@dataclass(frozen=True, slots=True)
class Alike:
    """How two claims stand to each other: the rare terms, names and figures in common, and which share of what each
    says the other has. `against` says why they may be different ones; empty where nothing does."""

    rare: tuple[str, ...]
    names: tuple[str, ...]
    figures: tuple[str, ...]
    of_theirs: float
    of_ours: float
    against: tuple[str, ...]

    @property
    def strong(self) -> bool:
        """That it is taken for the same claim."""
        enough = len(self.rare) + len(self.figures) >= _RARE and self.of_theirs >= _THEIRS and self.of_ours >= _OURS
        return enough and not self.against

    @property
    def worth_telling(self) -> bool:
        """That a person should look whether it is the same."""
        return self.strong or (bool(self.rare or self.figures) and self.of_theirs >= _TELLING)


_RARE = 2
_THEIRS, _OURS, _TELLING = 0.5, 0.2, 0.3
"""Chosen on the training tweets of CheckThat! 2020: what is taken for the same claim must be, nearly without fail."""


def alike(index: Index, ours: tuple[str, str], theirs: tuple[str, str]) -> Alike:
    """Hold our claim against a checked one; each is a text and its language."""
    own, other = index.terms(*ours), index.terms(*theirs)
    common = own & other
    mass = {term: index.rarity(term) for term in own | other}
    figures = tuple(sorted(_figures(ours[0]) & _figures(theirs[0])))
    own_names, other_names = _names(index, *ours), _names(index, *theirs)
    names = tuple(sorted(own_names.keys() & other_names.keys() | (common & (own_names.keys() | other_names.keys()))))
    against = []
    if _figures(ours[0]) and _figures(theirs[0]) and not figures:
        against.append("their figures differ")
    if own_names and other_names and not names:
        against.append("they name nobody and no place in common")
    if (elsewhere := _only_there(index, theirs, own)) and _only_there(index, ours, other):
        against.append(f"each names what the other does not ({', '.join(elsewhere)})")
    if _denied(ours[0]) != _denied(theirs[0]):
        against.append("one of them denies")
    rare = tuple(sorted(term for term in common if index.rare(term)))
    return Alike(rare, names, figures, _share(common, other, mass), _share(common, own, mass), tuple(against))


def _share(common: Collection[str], of: Collection[str], mass: Mapping[str, float]) -> float:
    """Which part of a text is in common, by how rare it is; summed in one order, to come out the same every time."""
    whole = sum(mass[term] for term in sorted(of))
    return sum(mass[term] for term in sorted(common)) / whole if whole else 0.0


def _figures(text: str) -> frozenset[str]:
    """The figures of a text as written, but for marks between thousands."""
    return frozenset(word.replace(",", "") for word in _WORD.findall(text) if word[0].isdigit())


def _names(index: Index, text: str, language: str) -> dict[str, str]:
    """Words with a capital that do not begin a sentence, by their terms. A heading in capitals has none that tells."""
    written = _CAPITAL.findall(text)
    return {
        term: word for word in written if not word.isupper() or len(word) < 6 for term in index.terms(word, language)
    }


def _only_there(index: Index, text: tuple[str, str], other: frozenset[str]) -> list[str]:
    """Rare words with a capital in a text of which the other has no term: another place or person, wherever in the
    sentence. An ordinary word that begins a sentence is seldom rare; where it is, a person has to look."""
    capital = [word for word in _WORD.findall(text[0]) if word[0].isupper() and fold(word) not in _SMALL]
    terms = {word: index.terms(word, text[1]) for word in capital}
    return sorted(word for word, own in terms.items() if own and not own & other and all(map(index.rare, own)))[:3]


def _denied(text: str) -> bool:
    return any(word in _DENYING for word in _WORD.findall(fold(text.translate(_MARKS))))
