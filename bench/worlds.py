"""How good the likelihoods are in worlds whose truth is known, how they get worse where what is assumed does not hold,
and whether weighing is ever less often right than a vote where all voices are equal.

    python -m bench.worlds [--json FILE] [--figure FILE]

The worlds are made (`bench/world_made.py` says by what); what is weighed are the program's own facts, by its own rules
and table. docs/developers/worlds.md says what the figures mean.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from rich.console import Console

from bench.stamp import write_result
from bench.world_evidence import Errors
from bench.world_figure import calibration_figure
from bench.world_independent import KINDS, Decided, decided
from bench.world_made import Assumptions, made_world
from bench.world_printed import print_bins, print_groups, print_independent, print_methods, print_rules, print_sweep
from bench.world_scores import Bin, Method, bins_of, method_of, within_ranges
from bench.world_sweeps import Pool, pooled, swept
from bench.world_table import fitted_table
from bench.world_weighed import Records
from firsthand.weigh.likelihood import WORDS

__all__ = ["HARSHER", "Measured", "main", "measured"]

_SEEDS = range(1000, 1040)
_HARSHER_SEEDS = range(1000, 1020)
_SWEEP_SEEDS = range(2000, 2006)
_TABLE_SEEDS = range(3000, 3030)
_VOTING_SEED = 4000
_CELLS = 5
_Z = 1.96

HARSHER = Assumptions(
    tells_own=(0.4, 1.0),
    invents=(0.1, 1.0),
    neutral=(0.5, 0.95),
    eyewitness=(0.55, 1.0),
    outlet=(0.35, 0.85),
    silent=0.6,
    together=0.3,
    mistaken=0.15,
    misread=0.06,
    misheard=0.06,
    errors=Errors(map_false=0.2, map_hit=0.6, fires_false=0.12),
)
"""Worlds that differ more from each other, whose voices err more, and more often together, and are read worse."""


@dataclass(frozen=True, slots=True)
class Measured:
    """The figures of worlds of one kind: of each method, of each bin of the likelihoods and of the vote of documents,
    how often what was so lies in the ranges given, and claims by word and by status."""

    methods: Mapping[str, Method]
    bins: tuple[Bin, ...]
    vote: tuple[Bin, ...]
    ranges: Mapping[str, float]
    words: Mapping[str, Mapping[str, float]]
    statuses: Mapping[str, Mapping[str, float]]


def measured(given: Assumptions, seeds: Sequence[int]) -> Measured:
    """All figures of worlds made by some assumptions."""
    worlds = [made_world(given, seed) for seed in seeds]
    pool = pooled(worlds)
    named = {
        "likelihood": pool.value,
        "… without track records": pooled(worlds, Records.NONE).value,
        "… records from two-sided evidence": pooled(worlds, Records.TWO_SIDED).value,
        **pool.votes,
    }
    vote = pool.votes["vote of documents"]
    order = [word for _, word in WORDS]
    words = _by(pool, "word")
    return Measured(
        {name: method_of(pool.true, chances, pool.worlds) for name, chances in named.items()},
        bins_of(pool.true, pool.value, pool.low, pool.high),
        bins_of(pool.true, vote, vote, vote),
        _ranges(pool),
        {word: words[word] for word in order if word in words},
        dict(sorted(_by(pool, "status").items())),
    )


def _ranges(pool: Pool) -> dict[str, float]:
    """How often the rate of those that are so lies in the mean range given: over bins of all worlds, and over fifths of
    each world by itself, by likelihood; there also with the chance of few claims allowed for."""
    cells, within, touching = 0, 0, 0
    for world in pool.worlds:
        order = np.argsort(pool.value[world], kind="stable")
        for part in np.array_split(order, _CELLS):
            rate, least, most = (float(each[world][part].mean()) for each in (pool.true, pool.low, pool.high))
            noise = _Z * float(np.sqrt(max(rate * (1 - rate), 1 / (4 * len(part))) / len(part)))
            cells, within = cells + 1, within + (least <= rate <= most)
            touching += least - noise <= rate <= most + noise
    return {
        "in_range_of_bins": within_ranges(bins_of(pool.true, pool.value, pool.low, pool.high)),
        "fifths_of_worlds": cells,
        "in_range_of_fifths": within / cells,
        "in_range_of_fifths_or_by_chance": touching / cells,
        "mean_width": float(np.mean(pool.high - pool.low)),
    }


def _by(pool: Pool, what: str) -> dict[str, dict[str, float]]:
    """Claims, mean likelihood and share that is so, by word or by status."""
    found: dict[str, list[tuple[bool, float]]] = defaultdict(list)
    for each in pool.claims:
        found[each.word if what == "word" else each.status].append((each.true, each.value))
    return {
        name: {
            "claims": len(own),
            "mean": sum(value for _, value in own) / len(own),
            "so": sum(true for true, _ in own) / len(own),
        }
        for name, own in found.items()
    }


def _independent() -> list[tuple[str, int, Decided]]:
    return [
        (name, resolved, decided(kind, 100, 200, range(1, 10), _VOTING_SEED, resolved=resolved))
        for name, kind in KINDS.items()
        for resolved in (0, 30)
    ]


def _print(console: Console, name: str, found: Measured) -> None:
    print_methods(console, name, found.methods)
    print_bins(console, f"{name}: what was given, and what was so", found.bins)
    console.print({key: round(value, 3) for key, value in found.ranges.items()})
    print_groups(console, f"{name}: by the word given", found.words)
    print_groups(console, f"{name}: by status", found.statuses)


def main(arguments: Sequence[str]) -> int:
    """Print the tables; write them and the figure where asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", type=Path, help="write all figures to this file")
    parser.add_argument("--figure", type=Path, help="draw the calibration curve as SVG to this file")
    options = parser.parse_args(arguments)
    console = Console(width=150)
    worlds = {"worlds as assumed": (Assumptions(), _SEEDS), "harsher worlds": (HARSHER, _HARSHER_SEEDS)}
    found = {name: measured(given, seeds) for name, (given, seeds) in worlds.items()}
    sweeps, rules = swept(_SWEEP_SEEDS), fitted_table([made_world(Assumptions(), seed) for seed in _TABLE_SEEDS])
    independent = _independent()
    for name, own in found.items():
        _print(console, name, own)
    for title, settings in sweeps.items():
        print_sweep(console, title, settings)
    print_rules(console, rules)
    print_independent(console, independent)
    assumed = found["worlds as assumed"]
    if options.figure is not None:
        options.figure.write_text(calibration_figure(assumed.bins, assumed.vote), "utf-8")
    if options.json is not None:
        result = {
            "assumptions": {name: asdict(given) for name, (given, _) in worlds.items()},
            "worlds": {name: asdict(own) for name, own in found.items()},
            "sweeps": {title: [asdict(each) for each in own] for title, own in sweeps.items()},
            "rules": [asdict(each) for each in rules],
            "independent": [
                {"voices": name, "record": resolved, "behind": own.behind, **asdict(own)}
                for name, resolved, own in independent
            ],
        }
        write_result(options.json, "bench.worlds", arguments, result)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
