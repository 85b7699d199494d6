"""Which words of many documents name the same happening: "the quake" here, "was shaken" there.

Documents are brought together first that share much of what few others say; within such a group two mentions are
compared by rules, whose weights stand in `data/happenings.tsv`, and what is on average likely the same is joined.
In the line of Barhom et al. 2019 and of Ahmed et al. 2023 (documents first, then pairs), without a neural network.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import combinations

from firsthand.errors import TableError
from firsthand.link.clusters import clusters
from firsthand.link.rarity import Rarity, rarity

__all__ = ["RULES", "Mention", "Pair", "gathered", "happenings", "pairs_of"]

_GROUPED = 0.12
"""How alike documents of one group are on average; chosen on the train part of ECB+, in halves."""
_JOINED = 0.4
"""How likely mentions of one happening are the same on average; chosen there as well."""
_LEAST = 0.02  # a pair that is less likely the same counts as one that is not
_LEAD = 1  # sentences after the first that still tell what a document is about
_TABLE = "happenings.tsv"
_BIAS = "(always)"


@dataclass(frozen=True, slots=True)
class Mention:
    """A word or a few that name a happening. `word` is the lemma of the main one; `terms` are those of all (see
    `link.terms`), `beside` those of the few words before and after, `around` those of the rest of the sentence.
    `sentence` is its number in the document, from 0."""

    document: str
    sentence: int
    word: str
    terms: frozenset[str]
    beside: frozenset[str]
    around: frozenset[str]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two mentions as they are compared: with how rare terms are, and how alike their documents are (0 to 1)."""

    one: Mention
    other: Mention
    rarity: Rarity
    alike: float

    def shared(self, one: frozenset[str], other: frozenset[str]) -> float:
        """The share of all terms that both have, by rarity."""
        of_both = sum(_weight(self.rarity, term) for term in one & other)
        return of_both / max(1, sum(_weight(self.rarity, term) for term in one | other))

    @property
    def named_alike(self) -> bool:
        """Whether both are named by the same word or share a term."""
        return self.one.word == self.other.word or not self.one.terms.isdisjoint(self.other.terms)


def same_word(pair: Pair) -> float:
    """Whether both are named by the same word, whatever its form."""
    return float(pair.one.word == pair.other.word)


def same_concept(pair: Pair) -> float:
    """Whether other words name them that stand for the same, by the glossary or by their sound."""
    return float(pair.named_alike and pair.one.word != pair.other.word)


def shared_terms(pair: Pair) -> float:
    """The share of the naming words' terms that both have; rare ones count more."""
    return pair.shared(pair.one.terms, pair.other.terms)


def shared_beside(pair: Pair) -> float:
    """The share of terms right before and after that both have; rare ones count more."""
    return pair.shared(pair.one.beside, pair.other.beside)


def shared_around(pair: Pair) -> float:
    """The share of terms in the rest of the sentence that both have; rare ones count more."""
    return pair.shared(pair.one.around, pair.other.around)


def same_figure(pair: Pair) -> float:
    """Whether both sentences give the same figure."""
    return float(any(term.startswith("#") for term in pair.one.around & pair.other.around))


def documents_alike(pair: Pair) -> float:
    """How alike the documents are as wholes."""
    return pair.alike


def documents_alike_same(pair: Pair) -> float:
    """The same, counted only where both are named alike."""
    return pair.alike if pair.named_alike else 0.0


def same_document(pair: Pair) -> float:
    """Whether both stand in one document: who tells two things of one kind there mostly tells them apart."""
    return float(pair.one.document == pair.other.document)


def same_sentence(pair: Pair) -> float:
    """Whether both stand in one sentence."""
    return float(pair.one.document == pair.other.document and pair.one.sentence == pair.other.sentence)


def both_lead(pair: Pair) -> float:
    """Whether both stand in the first two sentences of their documents: these tell what each is about."""
    return float(max(pair.one.sentence, pair.other.sentence) <= _LEAD)


def told_beside(pair: Pair) -> float:
    """Whether what names the one stands in the sentence of the other as something else."""
    return float(not pair.one.terms.isdisjoint(pair.other.around) or not pair.other.terms.isdisjoint(pair.one.around))


RULES: tuple[Callable[[Pair], float], ...] = (
    same_word,
    same_concept,
    shared_terms,
    shared_beside,
    shared_around,
    same_figure,
    documents_alike,
    documents_alike_same,
    same_document,
    same_sentence,
    both_lead,
    told_beside,
)
"""In the order of the table."""


def happenings(mentions: Sequence[Mention], documents: Mapping[str, frozenset[str]]) -> list[int]:
    """The happening of each mention, as the least number of a mention of it. `documents` gives the terms of each.

    Time grows with the square of the mentions in documents about one thing.
    """
    chances = {numbers: _chance(pair) for numbers, pair in pairs_of(mentions, documents)}
    likely = {numbers: chance for numbers, chance in chances.items() if chance >= _LEAST}
    return clusters(len(mentions), likely, threshold=_JOINED)


def pairs_of(
    mentions: Sequence[Mention], documents: Mapping[str, frozenset[str]]
) -> Iterator[tuple[tuple[int, int], Pair]]:
    """The pairs of mentions in documents about one thing, by their numbers."""
    rare, keys = rarity(documents.items()), sorted(documents)
    alike = _alike([documents[key] for key in keys], rare)
    group = _groups(keys, alike)
    number = {key: at for at, key in enumerate(keys)}
    grouped = defaultdict[int, list[int]](list)
    for at, mention in enumerate(mentions):
        grouped[group[mention.document]].append(at)
    for together in grouped.values():
        for one, other in combinations(together, 2):
            first, second = sorted((number[mentions[one].document], number[mentions[other].document]))
            near = 1.0 if first == second else alike.get((first, second), 0.0)
            yield (one, other), Pair(mentions[one], mentions[other], rare, near)


def gathered(documents: Mapping[str, frozenset[str]]) -> dict[str, int]:
    """For each document, by its key, the number of the group of documents about one thing that it is in."""
    keys = sorted(documents)
    return _groups(keys, _alike([documents[key] for key in keys], rarity(documents.items())))


def _groups(keys: Sequence[str], alike: Mapping[tuple[int, int], float]) -> dict[str, int]:
    return dict(zip(keys, clusters(len(keys), alike, threshold=_GROUPED), strict=True))


def _alike(documents: Sequence[frozenset[str]], rare: Rarity) -> dict[tuple[int, int], float]:
    """The cosine of each two documents that share a term, by rarity."""
    holding: dict[str, list[int]] = defaultdict(list)
    for at, terms in enumerate(documents):
        for term in terms:
            holding[term].append(at)
    products: dict[tuple[int, int], float] = defaultdict(float)
    for term, numbers in holding.items():
        weight = _weight(rare, term) ** 2
        for both in combinations(numbers, 2):
            products[both] += weight
    lengths = [math.sqrt(sum(_weight(rare, term) ** 2 for term in terms)) for terms in documents]
    return {both: product / (lengths[both[0]] * lengths[both[1]]) for both, product in products.items()}


def _weight(rare: Rarity, term: str) -> int:
    """Its rarity; one that all documents have still counts, or copies of one text would have nothing in common."""
    return max(1, rare.of(term))


def _chance(pair: Pair) -> float:
    """How likely two mentions are the same."""
    base, of = _weights()
    odds = base + sum(weight * rule(pair) for rule, weight in zip(RULES, of, strict=True))
    return 1 / (1 + math.exp(-max(-50.0, min(50.0, odds))))


@cache
def _weights() -> tuple[float, tuple[float, ...]]:
    """The table: what is added to every pair, and what each rule weighs. Raises TableError where it is not one."""
    lines = (files("firsthand.link") / "data" / _TABLE).read_text("utf-8").splitlines()
    rows = dict(_row(line) for line in lines if line and not line.startswith("#"))
    if rows.keys() != {_BIAS, *(rule.__name__ for rule in RULES)}:
        raise TableError(f"{_TABLE}: a line for {_BIAS} and one for each rule")
    return rows[_BIAS], tuple(rows[rule.__name__] for rule in RULES)


def _row(line: str) -> tuple[str, float]:
    name, _, weight = line.partition("\t")
    return name, float(weight)
