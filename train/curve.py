"""Draw the learning curve: the same recipe on a growing share of the written paragraphs.

    python -m train.curve --encoder FOLDER --treebanks FOLDER --out FOLDER [--shares F ...] [--half]
                          [--json FILE] [--figure FILE]

Each share is a run of `train.fit` in a folder of its own under `--out`; finished runs are not repeated, and an
interrupted one goes on. The treebanks are used whole in each. Scores are those of the last epoch: exact span F1 on
paragraphs that are not trained on, and, where PolNeAR is at hand, on a sample of its train part.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

from bench.stamp import RESULTS, write_result

from train import fit

__all__ = ["main", "points"]

SHARES = (0.125, 0.25, 0.5, 1.0)
SERIES = {"dev": "our paragraphs", "polnear_train": "PolNeAR, train part"}
LAYERS = {"outer source": "source", "outer cue": "cue", "outer content": "content"}

Points = dict[float, dict[str, dict[str, float]]]
"""By share, by held-out set: F1 in per cent of each layer outside nested contents."""


def points(out: Path, shares: Sequence[float]) -> Points:
    """The scores after the last epoch of each run."""
    found: Points = {}
    for share in shares:
        last = json.loads((out / f"{share:g}" / "curve.jsonl").read_text("utf-8").splitlines()[-1])
        found[share] = {
            name: {short: last[name][long] for long, short in LAYERS.items()} for name in SERIES if name in last
        }
    return found


def draw(found: Points, path: Path) -> None:
    """One panel for each held-out set, one line for each layer, the share doubled from point to point."""
    from matplotlib import pyplot as plt

    names = [name for name in SERIES if all(name in scores for scores in found.values())]
    figure, panels = plt.subplots(1, len(names), figsize=(4.5 * len(names), 3.2), squeeze=False)
    for panel, name in zip(panels[0], names, strict=True):
        for layer in LAYERS.values():
            panel.plot(list(found), [scores[name][layer] for scores in found.values()], marker="o", label=layer)
        panel.set_xscale("log", base=2)
        panel.set_xticks(list(found), [f"{share:.4g}" for share in found])
        panel.set_title(SERIES[name])
        panel.set_xlabel("share of the written paragraphs")
        panel.set_ylabel("exact span F1, %")
        panel.grid(alpha=0.3)
        panel.legend()
    figure.tight_layout()
    figure.savefig(path)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run what is not yet run, then write and draw the curve."""
    parser = argparse.ArgumentParser(description="The learning curve of the English reader.")
    parser.add_argument("--encoder", type=Path, required=True)
    parser.add_argument("--treebanks", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--shares", type=float, nargs="+", default=SHARES)
    parser.add_argument("--epochs", type=int, default=fit.EPOCHS)
    parser.add_argument("--half", action="store_true")
    parser.add_argument("--json", type=Path, default=RESULTS / "learning.json")
    parser.add_argument("--figure", type=Path, default=Path("docs/developers/learning-curve.svg"))
    options = parser.parse_args(arguments)
    for share in options.shares:
        out = options.out / f"{share:g}"
        if not (out / "weights.pt").exists():
            given = ["--encoder", options.encoder, "--treebanks", options.treebanks, "--out", out, "--share", share]
            fit.main([*map(str, given), "--epochs", str(options.epochs), *(["--half"] if options.half else [])])
    found = points(options.out, options.shares)
    write_result(options.json, "train.curve", ["--half"] if options.half else [], {"f1_by_share": found})
    draw(found, options.figure)


if __name__ == "__main__":
    main()
