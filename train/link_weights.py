"""Fit what the levels of the comparisons weigh, on the case to tune on.

    python -m train.link_weights [--case case-dev] [--write] [--folds 5]

Pairs of tellings that a person marked are compared as `firsthand.link` does; a logistic regression on the levels that
hold (ridge, so that rare levels stay small) gives each its weight, without the assumption that comparisons do not hang
on each other. It is written as shares: how often the level holds for any pair, and that times the weight.

`--folds` scores instead: the claims are cut into so many parts by chance, and each is scored with weights of the
others. By these figures what is compared was chosen, and from which chance on groups are one claim.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Sequence, Set
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import numpy as np
import numpy.typing as npt
from bench.case_gold import CASES, papers_of_case
from bench.claims import Case, Scores, case_of, linked, mean, of_each

from firsthand.link.comparisons import COMPARISONS
from firsthand.link.linking import link
from firsthand.link.matching import Links
from firsthand.link.weights import Weights, written

__all__ = ["crossed", "fitted", "flat", "main", "marked_pairs", "weights_of"]

_RIDGE = 3.0
_ROUNDS = 40
_SMOOTH = 1.0  # pairs that are added to each level
_CUTS = 3  # times that the claims are cut into parts in another way
_FAINT = 0.03  # a chance that is none
_THRESHOLDS = (0.15, 0.2, 0.25, 0.3, 0.35, 0.4)

_Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """Compared pairs with a verdict: the levels that hold (comparisons × pairs), and whether they are of one claim."""

    levels: npt.NDArray[np.int8]
    same: npt.NDArray[np.bool_]


def flat() -> Weights:
    """Weights that say nothing, so that every pair with a key in common is compared and none is left out."""
    return Weights(0.5, {(one.name, level.name): (0.5, 0.5) for one in COMPARISONS for level in one.levels})


def marked_pairs(case: Case, links: Links, without: Set[str] = frozenset()) -> Pairs:
    """The links between tellings that a person marked, but for those of some claims."""
    claims = [frozenset[str]() if claims & without else claims for claims in case.claims_of_tellings()]
    known = np.array(
        [bool(claims[one]) and bool(claims[other]) for one, other in zip(links.one, links.other, strict=True)]
    )
    same = [bool(claims[one] & claims[other]) for one, other in zip(links.one[known], links.other[known], strict=True)]
    return Pairs(links.levels[:, known], np.array(same, np.bool_))


def fitted(pairs: Pairs) -> tuple[float, list[_Floats]]:
    """The bias, and the weight of each level of each comparison (natural logarithms)."""
    sizes = [len(comparison.levels) for comparison in COMPARISONS]
    starts = 1 + np.cumsum([0, *sizes[:-1]])
    rows = np.zeros((len(pairs.same), 1 + sum(sizes)))
    rows[:, 0] = 1
    for start, levels in zip(starts, pairs.levels, strict=True):
        rows[np.arange(len(rows)), start + levels] = 1
    weights = np.zeros(rows.shape[1])
    for _ in range(_ROUNDS):
        chance = 1 / (1 + np.exp(-rows @ weights))
        slope = rows.T @ (chance - pairs.same) + _RIDGE * weights
        bend = (rows * (chance * (1 - chance))[:, None]).T @ rows + _RIDGE * np.eye(len(weights))
        weights -= np.linalg.solve(bend, slope)
    return float(weights[0]), [weights[start : start + size] for start, size in zip(starts, sizes, strict=True)]


def weights_of(pairs: Pairs) -> Weights:
    """The weights as shares of pairs. What the shares of a comparison add up to goes into the share of all pairs."""
    bias, found = fitted(pairs)
    levels = {}
    for comparison, own, held in zip(COMPARISONS, found, pairs.levels, strict=True):
        count = np.bincount(held, minlength=len(own)) + _SMOOTH
        other = count / count.sum()
        same = other * np.exp(own)
        bias += float(np.log(same.sum()))
        for level, one, two in zip(comparison.levels, same / same.sum(), other, strict=True):
            levels[comparison.name, level.name] = (float(one), float(two))
    return Weights(float(1 / (1 + np.exp(-bias))), levels)


def crossed(case: Case, folds: int, thresholds: Sequence[float]) -> dict[float, Scores]:
    """B-cubed by threshold, each part of the claims by weights of the other parts; the mean of some ways to cut."""
    links = link(case.tellings, flat()).links
    gold = [each.claim for each in case.marked]
    each: dict[float, list[tuple[float, float]]] = {threshold: [] for threshold in thresholds}
    for seed in range(_CUTS):
        claims = sorted(set(gold))
        random.Random(seed).shuffle(claims)
        for part in (frozenset(claims[number::folds]) for number in range(folds)):
            chance = _chances(links, *fitted(marked_pairs(case, links, part)))
            for threshold in thresholds:
                shares = zip(gold, of_each(linked(case, chance, threshold), gold), strict=True)
                each[threshold] += [share for claim, share in shares if claim in part]
    return {threshold: mean(shares) for threshold, shares in each.items()}


def _chances(links: Links, bias: float, weights: Sequence[_Floats]) -> dict[tuple[int, int], float]:
    odds = bias + sum(own[held] for own, held in zip(weights, links.levels, strict=True))
    values = 1 / (1 + np.exp(-odds))
    kept = values > _FAINT
    pairs = zip(links.one[kept].tolist(), links.other[kept].tolist(), strict=True)
    return dict(zip(pairs, values[kept].tolist(), strict=True))


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m train.link_weights", description="Fit the weights of links.")
    parser.add_argument("--case", default="case-dev", choices=("case", "case-dev"))
    parser.add_argument("--write", action="store_true", help="put them into the package")
    parser.add_argument("--folds", type=int, metavar="N", help="score by parts of the claims instead")
    options = parser.parse_args(arguments)
    papers = papers_of_case(CASES / options.case)
    case = case_of(CASES / options.case, papers)
    if options.folds:
        for threshold, scores in crossed(case, options.folds, _THRESHOLDS).items():
            print(f"{threshold:.2f}  P {scores.precision:.3f}  R {scores.recall:.3f}  F1 {scores.f1:.3f}")
        return 0
    weights = weights_of(marked_pairs(case, link(case.tellings, flat()).links))
    text = "\n".join(written(weights)) + "\n"
    if options.write:
        Path(str(files("firsthand.link") / "data" / "weights.tsv")).write_text(text, "utf-8")
    sys.stdout.write(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
