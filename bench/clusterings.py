"""How like two clusterings of the same items are: MUC, B-cubed, CEAF by entities, and their mean, the CoNLL figure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linear_sum_assignment

from bench.claims import Scores, b_cubed

__all__ = ["Conll", "ceaf_e", "conll", "muc"]


@dataclass(frozen=True, slots=True)
class Conll:
    """The three measures whose F1 the CoNLL shared task of 2012 averaged (Pradhan et al.)."""

    muc: Scores
    b_cubed: Scores
    ceaf_e: Scores

    @property
    def f1(self) -> float:
        return (self.muc.f1 + self.b_cubed.f1 + self.ceaf_e.f1) / 3


def conll(found: Sequence[Hashable], gold: Sequence[Hashable]) -> Conll:
    """The scores of a clustering, given as the cluster of each item, against another. Items alone count as clusters."""
    return Conll(muc(found, gold), b_cubed(found, gold), ceaf_e(found, gold))


def muc(found: Sequence[Hashable], gold: Sequence[Hashable]) -> Scores:
    """By links (Vilain et al. 1995): how few cuts each cluster needs to fit the other clustering."""
    return Scores(_uncut(found, gold), _uncut(gold, found))


def _uncut(clusters: Sequence[Hashable], others: Sequence[Hashable]) -> float:
    items: dict[Hashable, list[Hashable]] = defaultdict(list)
    for cluster, other in zip(clusters, others, strict=True):
        items[cluster].append(other)
    links = sum(len(own) - 1 for own in items.values())
    return sum(len(own) - len(set(own)) for own in items.values()) / max(1, links)


def ceaf_e(found: Sequence[Hashable], gold: Sequence[Hashable]) -> Scores:
    """By entities (Luo 2005): clusters are matched one to one, sharing most; each pair counts by its Dice."""
    of_found, of_gold = Counter(found), Counter(gold)
    rows, columns = ({cluster: at for at, cluster in enumerate(each)} for each in (of_found, of_gold))
    like = np.zeros((len(rows), len(columns)))
    for (one, other), shared in Counter(zip(found, gold, strict=True)).items():
        like[rows[one], columns[other]] = 2 * shared / (of_found[one] + of_gold[other])
    matched = float(like[linear_sum_assignment(like, maximize=True)].sum())
    return Scores(matched / max(1, len(rows)), matched / max(1, len(columns)))
