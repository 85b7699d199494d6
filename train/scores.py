"""How well a network in training does on windows held out: exact spans, kinds, modes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
import torch
from train.batches import tensors
from train.features import IGNORE, LAYERS, Example
from train.network import Tagger

from firsthand.read.trained.decoding import runs, spans_of

__all__ = ["Counts", "counted", "evaluate", "f1"]

Counts = Counter[tuple[str, str]]
"""By (layer, "right", "gold" or "found"); of kinds and modes "right" and "gold" alone."""


def evaluate(counts: Sequence[Counts]) -> dict[str, float]:
    """Exact span F1 per layer, and the share of kinds and modes that are right at the gold spans, in per cent.

    `outer …` leaves out what was found inside a content, as sets do that mark nothing there.
    """
    total = sum(counts, Counts())
    names = [*LAYERS, "outer source", "outer cue", "outer content"]
    found = {name: round(100 * f1(total, name), 1) for name in names if total[name, "gold"]}
    for name in ("kind", "mode"):
        if total[name, "gold"]:
            found[name] = round(100 * total[name, "right"] / total[name, "gold"], 1)
    return found


def f1(counts: Counts, name: str) -> float:
    """F1 of a layer, from 0 to 1; 0 where nothing is marked or found."""
    return 2 * counts[name, "right"] / max(1, counts[name, "found"] + counts[name, "gold"])


def counted(model: Tagger, data: Sequence[Example], device: torch.device) -> list[Counts]:
    """What is right, marked and found in each window, in the order given."""
    model.eval()
    counts = [Counts() for _ in data]
    ranked = sorted(range(len(data)), key=lambda i: len(data[i].window.pieces))
    with torch.no_grad():
        steps = model.steps.float().cpu().numpy()
        for start in range(0, len(ranked), 32):
            numbers = ranked[start : start + 32]
            part = tensors([data[i] for i in numbers], device)
            outputs = model(part["pieces"], part["shapes"], part["hints"], part["mask"])[:3]
            scores, kinds, modes = (output.float().cpu().numpy() for output in outputs)
            for row, i in enumerate(numbers):
                _count(data[i], scores[row], steps, counts[i])
                _count_labels("kind", data[i].kinds, kinds[row][data[i].window.starts], counts[i])
                _count_labels("mode", data[i].modes, modes[row][data[i].window.starts], counts[i])
    return counts


def _count(example: Example, scores: np.ndarray, steps: np.ndarray, counts: Counts) -> None:
    told = spans_of(scores[example.window.starts], steps)
    for layer, name in enumerate(LAYERS):
        gold = set(runs(example.labels[layer]))
        found = set(told[layer])
        _add(name, gold, found, counts)
        if layer < 3:
            _add(f"outer {name}", _outside(gold, runs(example.labels[2])), _outside(found, told[2]), counts)


def _outside(spans: set[tuple[int, int]], contents: list[tuple[int, int]]) -> set[tuple[int, int]]:
    return {span for span in spans if not any(_within(span, content) for content in contents)}


def _add(name: str, gold: set[tuple[int, int]], found: set[tuple[int, int]], counts: Counts) -> None:
    counts[name, "right"] += len(gold & found)
    counts[name, "gold"] += len(gold)
    counts[name, "found"] += len(found)


def _within(inner: tuple[int, int], outer: tuple[int, int]) -> bool:
    return inner != outer and outer[0] <= inner[0] and inner[1] <= outer[1]


def _count_labels(name: str, gold: Sequence[int], scores: np.ndarray, counts: Counts) -> None:
    for word, label in enumerate(gold):
        if label != IGNORE:
            counts[name, "gold"] += 1
            counts[name, "right"] += int(scores[word].argmax() == label)
