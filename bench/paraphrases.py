"""How well two headlines are told to say the same, or nearly the same, or something else: ParaPhraser.

    python -m bench.paraphrases [--errors N] [--json FILE] [--write]

The pairs are those of `$FIRSTHAND_DATA/bench/copies/paraphraser_ru` (Pivovarova et al. 2017, MIT; the training
part, the test part is not used). "Same" and "near" count as found, "different" does not. The pairs are cut into ten
parts by a hash, so that pairs that share a headline are in one part; each part is scored with weights, and a threshold,
that were made on the other nine. The baseline, the share of words that both have (Jaccard), gets its threshold in the
same way. The intervals are the middle 95% of 1,000 draws of such groups of pairs.

`--write` makes the table of weights that is shipped, from all pairs.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import re
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

from bench.gold import ROOT, shared_data
from bench.logistic import Floats, Truths, best_threshold, f1, fit
from bench.stamp import write_result
from firsthand.link.likeness import RULES, SETTINGS, read_text
from firsthand.text import fold

__all__ = ["Pair", "Scores", "groups_of", "jaccard", "load_pairs", "scored", "shared_pairs", "table"]

PARTS = 10
RUSSIAN_ONLY = frozenset({"same_meaning", "rest_of_meaning"})
ONE_SCRIPT_ONLY = frozenset({"shared_letters"})
LEFT_OUT = {"ru": frozenset[str](), "same": RUSSIAN_ONLY, "across": RUSSIAN_ONLY | ONE_SCRIPT_ONLY}
"""The rules that say nothing in a setting."""
_TABLE = ROOT / "src" / "firsthand" / "link" / "data" / "likeness.tsv"
_WORD = re.compile(r"\w+")
_HEAD = """\
# How much each rule of likeness.py weighs: rule, its usual value, weights for Russian, for one other language, and for
# two languages ("-": says nothing there). Made by `python -m bench.paraphrases --write` of Russian headlines."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two headlines; `alike` where people found them to say the same or nearly the same."""

    one: str
    other: str
    alike: bool


@dataclass(frozen=True, slots=True)
class Scores:
    """Precision, recall and F1 of what is alike, with the middle 95% of F1; all between 0 and 1."""

    method: str
    precision: float
    recall: float
    f1: float
    low: float
    high: float


def shared_pairs() -> Path | None:
    """The file with the pairs; None where it is not there."""
    folder = shared_data()
    path = folder / "bench/copies/paraphraser_ru/data.csv" if folder else None
    return path if path is not None and path.is_file() else None


def load_pairs(path: Path) -> list[Pair]:
    with path.open(encoding="utf-8", newline="") as file:
        return [Pair(row["text_1"], row["text_2"], row["is_paraphrase"] != "-1") for row in csv.DictReader(file)]


def groups_of(pairs: Sequence[Pair]) -> list[str]:
    """For each pair the group it is in, by the least headline of it: pairs with a headline in common are of one."""
    above: dict[str, str] = {}

    def top(text: str) -> str:
        while (up := above.setdefault(text, text)) != text:
            text = up
        return text

    for pair in pairs:
        least, greatest = sorted((top(pair.one), top(pair.other)))
        above[greatest] = least
    return [top(pair.one) for pair in pairs]


def part_of(group: str) -> int:
    """In which of the parts a group is."""
    return int(hashlib.sha256(group.encode()).hexdigest(), 16) % PARTS


def jaccard(one: str, other: str) -> float:
    """The share of all words of two texts that both have."""
    words, others = (frozenset(_WORD.findall(fold(text))) for text in (one, other))
    return len(words & others) / max(1, len(words | others))


def compared(pairs: Sequence[Pair]) -> Floats:
    """What each rule says of each pair: pairs by rules."""
    read = [(read_text(pair.one, "ru"), read_text(pair.other, "ru")) for pair in pairs]
    return np.array([[rule(one, other) for rule in RULES] for one, other in read])


def _columns(setting: str) -> list[int]:
    return [at for at, rule in enumerate(RULES) if rule.__name__ not in LEFT_OUT[setting]]


def by_weights(rows: Floats, truths: Truths, unseen: Floats) -> tuple[Floats, Floats]:
    """Scores of the rows that weights are made on, and of unseen ones."""
    fitted = fit(rows, truths)
    return fitted.shares(rows), fitted.shares(unseen)


def as_they_are(rows: Floats, truths: Truths, unseen: Floats) -> tuple[Floats, Floats]:
    """Scores that need no weights: the one column there is."""
    return rows[:, 0], unseen[:, 0]


def found_in_parts(
    rows: Floats,
    truths: Truths,
    parts: Sequence[int],
    score: Callable[[Floats, Truths, Floats], tuple[Floats, Floats]],
) -> Truths:
    """What is found alike in each part, by weights and a threshold of the other parts."""
    found, of = np.zeros(len(rows), np.bool_), np.array(parts)
    for part in sorted(set(parts)):
        here = of == part
        seen, unseen = score(rows[~here], truths[~here], rows[here])
        found[here] = unseen >= best_threshold(truths[~here], seen)
    return found


def scored(method: str, truths: Truths, found: Truths, groups: Sequence[str], draws: int = 1000) -> Scores:
    """The figures of a method, with the interval by draws of groups."""
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for group, truth, here in zip(groups, truths.tolist(), found.tolist(), strict=True):
        for at, value in enumerate((truth and here, truth, here)):
            counts[group][at] += value
    table, chance = np.array(list(counts.values())), np.random.default_rng(1)
    drawn = (table[chance.integers(len(table), size=len(table))].sum(axis=0) for _ in range(draws))
    values = sorted(2 * right / max(1, there + said) for right, there, said in drawn)
    right, there, said = table.sum(axis=0).tolist()
    low, high = values[int(0.025 * draws)], values[int(0.975 * draws) - 1]
    return Scores(method, right / max(1, said), right / max(1, there), f1(truths, found), float(low), float(high))


def measured(pairs: Sequence[Pair]) -> Iterator[tuple[Scores, Truths]]:
    """The baselines, then each setting of the table, with what is found alike."""
    truths = np.array([pair.alike for pair in pairs])
    groups = groups_of(pairs)
    parts = [part_of(group) for group in groups]
    yield scored("all alike", truths, np.ones(len(pairs), np.bool_), groups), np.ones(len(pairs), np.bool_)
    shares = np.array([[jaccard(pair.one, pair.other)] for pair in pairs])
    found = found_in_parts(shares, truths, parts, as_they_are)
    yield scored("Jaccard of words", truths, found, groups), found
    rows = compared(pairs)
    for setting in reversed(SETTINGS):
        found = found_in_parts(rows[:, _columns(setting)], truths, parts, by_weights)
        yield scored(f"likeness, {setting}", truths, found, groups), found


def table(pairs: Sequence[Pair]) -> str:
    """The table of weights made of all pairs, as it is shipped."""
    rows, truths = compared(pairs), np.array([pair.alike for pair in pairs])
    fitted = {setting: fit(rows[:, _columns(setting)], truths) for setting in SETTINGS}
    lines = [_HEAD, "\t".join(["(always)", "-", *(f"{fitted[setting].base:.4f}" for setting in SETTINGS)])]
    for at, rule in enumerate(RULES):
        weights = (
            f"{fitted[setting].weights[_columns(setting).index(at)]:.4f}" if at in _columns(setting) else "-"
            for setting in SETTINGS
        )
        lines.append("\t".join([rule.__name__, f"{rows[:, at].mean():.4f}", *weights]))
    return "\n".join(lines) + "\n"


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.paraphrases", description="Tell what says the same.")
    parser.add_argument("--errors", type=int, default=0, metavar="N", help="print so many that are judged wrongly")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there as well")
    parser.add_argument("--write", action="store_true", help="make the table that is shipped, of all pairs")
    options = parser.parse_args(arguments)
    kept = shared_pairs()
    if kept is None:
        print("there are no pairs in $FIRSTHAND_DATA/bench/copies/paraphraser_ru", file=sys.stderr)
        return 1
    pairs = load_pairs(kept)
    if options.write:
        _TABLE.write_text(table(pairs), encoding="utf-8")
        return 0
    found = list(measured(pairs))
    Console().print(_shown([scores for scores, _ in found]))
    wrong = [pair for pair, here in zip(pairs, found[-1][1].tolist(), strict=True) if pair.alike != here]
    for pair in wrong[: options.errors]:
        print(f"{'missed' if pair.alike else 'spurious'}: {pair.one} | {pair.other}")
    if options.json:
        given = sys.argv[1:] if arguments is None else list(arguments)
        result = {"pairs": len(pairs), "scores": [asdict(scores) for scores, _ in found]}
        write_result(options.json, "bench.paraphrases", given, result)
    return 0


def _shown(found: Sequence[Scores]) -> Table:
    shown = Table("method", "P", "R", "F1", "95%")
    for each in found:
        figures = (f"{value:.3f}" for value in (each.precision, each.recall, each.f1))
        shown.add_row(each.method, *figures, f"{each.low:.3f}-{each.high:.3f}")
    return shown


if __name__ == "__main__":
    sys.exit(main())
