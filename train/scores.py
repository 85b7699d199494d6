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

__all__ = ["evaluate"]

Counts = Counter[tuple[str, str]]


def evaluate(model: Tagger, data: Sequence[Example], device: torch.device) -> dict[str, float]:
    """Exact span F1 per layer, and the share of kinds and modes that are right at the gold spans, in per cent.

    `outer …` leaves out what was found inside a content, as sets do that mark nothing there.
    """
    model.eval()
    counts: Counts = Counter()
    ranked = sorted(data, key=lambda e: len(e.window.pieces))
    with torch.no_grad():
        steps = model.steps.float().cpu().numpy()
        for start in range(0, len(ranked), 32):
            batch = list(ranked[start : start + 32])
            part = tensors(batch, device)
            outputs = model(part["pieces"], part["shapes"], part["hints"], part["mask"])[:3]
            scores, kinds, modes = (output.float().cpu().numpy() for output in outputs)
            for row, example in enumerate(batch):
                _count(example, scores[row], steps, counts)
                _count_labels("kind", example.kinds, kinds[row][example.window.starts], counts)
                _count_labels("mode", example.modes, modes[row][example.window.starts], counts)
    names = [*LAYERS, "outer source", "outer cue", "outer content"]
    found = {
        name: round(200 * counts[name, "right"] / (counts[name, "found"] + counts[name, "gold"]), 1)
        for name in names
        if counts[name, "gold"]
    }
    for name in ("kind", "mode"):
        if counts[name, "gold"]:
            found[name] = round(100 * counts[name, "right"] / counts[name, "gold"], 1)
    return found


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
