"""The one table of weights: what each rule adds to how likely a claim is, in bits.

A bit more doubles the odds. The table says for each rule the usual weight, and the least and the most that it may
reasonably be: from those come the range of a likelihood. The rules of evidence stand in it too, under their connector.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from firsthand.assessments import Weight
from firsthand.errors import TableError

__all__ = ["Weights", "prior_weights", "read_weights"]

_PART = "# -- "


@dataclass(frozen=True, slots=True)
class Weights:
    """For each rule the weight, the least and the most, in bits, and what the rule means; and the rules of each kind of
    evidence by the name of its connector."""

    rules: Mapping[str, tuple[float, float, float, str]]
    parts: Mapping[str, frozenset[str]]

    def weight(self, rule: str, says: str = "") -> Weight:
        """The reason that a rule gives; `says` is what it found.

        Raises:
            TableError: there is no such rule.
        """
        if rule not in self.rules:
            raise TableError(f"The table of weights has no rule {rule!r}. It has: {', '.join(sorted(self.rules))}.")
        bits, low, high, meaning = self.rules[rule]
        return Weight(rule, says or meaning, bits, low, high)


@cache
def prior_weights() -> Weights:
    """Those that come with the package."""
    return read_weights((files("firsthand.weigh") / "data" / "weights.tsv").read_text("utf-8"), "weights.tsv")


def read_weights(text: str, name: str) -> Weights:
    """A table as text: rule, weight, least, most, meaning; tabs between, and `#` before what is none. A line such as
    `# -- control: what a map shows` says that the rules below it are those of that connector.

    Raises:
        TableError: a line is not as it should be; the message says which.
    """
    rules: dict[str, tuple[float, float, float, str]] = {}
    parts: dict[str, set[str]] = defaultdict(set)
    section = ""
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            section = line.removeprefix(_PART).partition(":")[0].strip() if line.startswith(_PART) else section
            continue
        cells = line.split("\t")
        try:
            rule, bits, low, high, meaning = cells[0], *map(float, cells[1:4]), cells[4]
        except (ValueError, IndexError) as error:
            raise TableError(
                f"{name}, line {number}: not a rule, three numbers and a meaning: {line[:80]!r}."
            ) from error
        if rule in rules or not low <= bits <= high or not all(map(math.isfinite, (bits, low, high))):
            raise TableError(f"{name}, line {number}: {rule} stands twice, or least ≤ weight ≤ most does not hold.")
        rules[rule] = bits, low, high, meaning
        parts[section].add(rule)
    return Weights(rules, {part: frozenset(own) for part, own in parts.items()})
