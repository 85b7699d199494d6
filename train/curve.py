"""Draw the learning curve: the same recipe on a growing share of the written paragraphs.

    python -m train.curve --encoder FOLDER --treebanks FOLDER --out FOLDER [--shares F ...] [--half]
                          [--json FILE] [--figure FILE]

Each share is a run of `train.fit` in a folder of its own under `--out`; finished runs are not repeated, and an
interrupted one goes on. The treebanks are used whole in each. Scores are those of the last epoch: exact span F1 on
paragraphs that are not trained on, and, where PolNeAR is at hand, on a sample of its train part. Error bars are half
the middle 95% of 1,000 draws of documents; of ours, each paragraph is one.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from bench.attributions import Tally, error_bar
from bench.stamp import RESULTS, write_result

from train import fit

__all__ = ["Point", "draw", "main", "points"]

SHARES = (0.125, 0.25, 0.5, 1.0)
SERIES = {"dev": "our paragraphs", "polnear_train": "PolNeAR, train part"}
LAYERS = {"outer source": "source", "outer cue": "cue", "outer content": "content"}

Bars = dict[str, dict[str, float]]
"""By layer, outside nested contents: F1 and half its error bar, in per cent."""


@dataclass(frozen=True, slots=True)
class Point:
    """One run: the share of the written paragraphs, how many those are, and the scores by held-out set."""

    share: float
    paragraphs: int
    words: int
    scores: dict[str, Bars]


def points(out: Path, shares: Sequence[float]) -> list[Point]:
    """What each run made of its share."""
    return [_point(out / f"{share:g}", share) for share in shares]


def _point(run: Path, share: float) -> Point:
    size, held = (json.loads((run / name).read_text("utf-8")) for name in ("size.json", "documents.json"))
    scores = {
        name: {short: _bar(held[name], long) for long, short in LAYERS.items()} for name in SERIES if name in held
    }
    return Point(share, size["paragraphs"], size["words"], scores)


def _bar(documents: Sequence[dict[str, dict[str, int]]], layer: str) -> dict[str, float]:
    tallies = [
        Tally(found["right"], found["gold"] - found["right"], found["found"] - found["right"])
        for document in documents
        if (found := document.get(layer))
    ]
    total = Tally(*(sum(getattr(t, name) for t in tallies) for name in ("right", "missed", "spurious")))
    return {"f1": round(100 * total.f1, 1), "error": round(100 * error_bar(tallies), 1)}


def draw(found: Sequence[Point], path: Path) -> None:
    """One panel for each held-out set, one line with error bars for each layer, over the paragraphs learnt from."""
    from matplotlib import pyplot as plt
    from matplotlib import rcParams

    rcParams["svg.hashsalt"] = "learning"  # the same curve gives the same file
    names = [name for name in SERIES if all(name in point.scores for point in found)]
    figure, panels = plt.subplots(1, len(names), figsize=(4.5 * len(names), 3.4), squeeze=False)
    read = [point.paragraphs for point in found]
    for panel, name in zip(panels[0], names, strict=True):
        for layer in LAYERS.values():
            bars = [point.scores[name][layer] for point in found]
            panel.errorbar(
                read, [b["f1"] for b in bars], [b["error"] for b in bars], marker="o", capsize=3, label=layer
            )
        panel.set_xscale("log", base=2)
        panel.set_xticks(read, [f"{p.paragraphs:,}\n{p.words / 1000:,.0f}k" for p in found])
        panel.minorticks_off()
        panel.set_title(SERIES[name])
        panel.set_xlabel("paragraphs written for it, and their words")
        panel.set_ylabel("exact span F1, %")
        panel.grid(alpha=0.3)
        panel.legend()
    figure.tight_layout()
    figure.savefig(path, metadata={"Date": None})
    plt.close(figure)


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
    result = {"points": [asdict(point) for point in found]}
    write_result(options.json, "train.curve", ["--half"] if options.half else [], result)
    draw(found, options.figure)


if __name__ == "__main__":
    main()
