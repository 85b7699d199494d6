"""What each level of a comparison weighs: the one table, and how to read it.

A weight is the binary logarithm of how much more often a level holds for two tellings of one claim (`same`) than for
any two (`any`): the Fellegi-Sunter model (1969). `data/weights.tsv` was fitted on `data/case-dev`
(`python -m train.link_weights`); a case may have weights of its own, trained on it without labels.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from firsthand.errors import TableError
from firsthand.link.comparisons import COMPARISONS

__all__ = ["Weights", "prior", "read_weights", "written"]

_NAME = "weights.tsv"
_BOTH = "both"
"""The line that says how often any two tellings that are compared are of one claim."""


@dataclass(frozen=True, slots=True)
class Weights:
    """`both` is the share of compared pairs that are of one claim; `levels` gives (same, any) by comparison and level:
    how often the level holds for such pairs, and for any."""

    both: float
    levels: Mapping[tuple[str, str], tuple[float, float]] = field(default_factory=dict)

    def weight(self, comparison: str, level: str) -> float:
        """In bits; positive where the level speaks for one claim."""
        same, other = self.levels[comparison, level]
        return math.log2(same / other)

    @property
    def start(self) -> float:
        """What a pair weighs before anything is compared, in bits."""
        return math.log2(self.both / (1 - self.both))


@cache
def prior() -> Weights:
    """The weights that come with the package."""
    text = (files("firsthand.link") / "data" / _NAME).read_text("utf-8")
    return read_weights(text.splitlines(), _NAME)


def read_weights(lines: Iterable[str], where: str) -> Weights:
    """Weights from lines of "comparison, level, same, any", cut by tabs.

    Raises:
        TableError: a line is no such line, or a level has no weight.
    """
    both, levels = None, {}
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        try:
            comparison, level, same, other = line.split("\t")
            if comparison == _BOTH:
                both = float(same)
            else:
                levels[comparison, level] = (float(same), float(other))
        except ValueError as error:
            raise TableError(f"{where}, line {number}: comparison, level, and two shares, cut by tabs") from error
    missing = [f"{comparison} {level}" for comparison, level in _names() if (comparison, level) not in levels]
    if both is None or missing:
        raise TableError(f"{where}: no weight for {', '.join(missing) or _BOTH}")
    return Weights(both, levels)


def written(weights: Weights) -> Iterator[str]:
    """The lines of a table with these weights."""
    yield "# comparison, level, share of pairs of one claim for which it holds, share of any pairs; see weights.py"
    yield f"{_BOTH}\t\t{weights.both:.6g}\t"
    for comparison, level in _names():
        same, other = weights.levels[comparison, level]
        yield f"{comparison}\t{level}\t{same:.6g}\t{other:.6g}"


def _names() -> Iterator[tuple[str, str]]:
    return ((comparison.name, level.name) for comparison in COMPARISONS for level in comparison.levels)
