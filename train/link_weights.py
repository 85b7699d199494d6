"""Fit what the levels of the comparisons weigh, on the case to tune on.

    python -m train.link_weights [--case case-dev] [--write]

Pairs of tellings that a person marked are compared as `firsthand.link` does; a logistic regression on the levels that
hold (ridge, so that rare levels stay small) gives each its weight, without the assumption that comparisons do not hang
on each other. It is written as shares: how often the level holds for any pair, and that times the weight.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import numpy as np
import numpy.typing as npt
from bench.case_gold import CASES, papers_of_case
from bench.claims import Case, case_of

from firsthand.link.comparisons import COMPARISONS
from firsthand.link.linking import link
from firsthand.link.matching import Links
from firsthand.link.weights import Weights, prior, written

__all__ = ["fitted", "main", "weights_of"]

_RIDGE = 3.0
_ROUNDS = 40
_SMOOTH = 1.0  # pairs that are added to each level

_Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """Compared pairs with a verdict: the levels that hold (comparisons × pairs), and whether they are of one claim."""

    levels: npt.NDArray[np.int8]
    same: npt.NDArray[np.bool_]


def marked_pairs(case: Case, links: Links) -> Pairs:
    """The links between tellings that a person marked."""
    claims = case.claims_of_tellings()
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


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m train.link_weights", description="Fit the weights of links.")
    parser.add_argument("--case", default="case-dev", choices=("case", "case-dev"))
    parser.add_argument("--write", action="store_true", help="put them into the package")
    options = parser.parse_args(arguments)
    papers = papers_of_case(CASES / options.case)
    case = case_of(CASES / options.case, papers)
    weights = weights_of(marked_pairs(case, link(case.tellings, prior()).links))
    text = "\n".join(written(weights)) + "\n"
    if options.write:
        Path(str(files("firsthand.link") / "data" / "weights.tsv")).write_text(text, "utf-8")
    sys.stdout.write(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
