"""Examples as padded tensors, in batches of about equal length."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace

import torch
from torch import Tensor
from train.features import IGNORE, LAYERS, Example

from firsthand.read.trained.windows import HINTS

__all__ = ["batches", "tensors"]


def batches(data: Sequence[Example], size: int, order: random.Random, hintless: float) -> Iterator[list[Example]]:
    """Batches of about equal length, in random order, so that little is padding; some windows without hints."""
    ranked = sorted(range(len(data)), key=lambda i: len(data[i].window.pieces) + order.random() * 8)
    groups = [ranked[i : i + size] for i in range(0, len(ranked), size)]
    order.shuffle(groups)
    for group in groups:
        yield [_without_hints(data[i]) if order.random() < hintless else data[i] for i in group]


def _without_hints(example: Example) -> Example:
    window = example.window
    return replace(example, window=replace(window, hints=[(0,) * len(HINTS) for _ in window.pieces]))


def tensors(batch: list[Example], device: torch.device) -> dict[str, Tensor]:
    """The batch as padded tensors: pieces (batch, length), labels (batch, words, layers), and the like."""
    windows = [example.window for example in batch]
    length = max(len(window.pieces) for window in windows)
    count = max(1, *(len(window.words) for window in windows))

    def padded(rows: Sequence[Sequence[int]], filler: int, width: int) -> Tensor:
        return torch.tensor([[*row, *([filler] * (width - len(row)))] for row in rows], device=device)

    nothing = (0,) * len(HINTS)
    return {
        "pieces": padded([w.pieces for w in windows], 0, length),
        "shapes": padded([w.shapes for w in windows], 3, length),
        "hints": torch.tensor([[*w.hints, *([nothing] * (length - len(w.hints)))] for w in windows], device=device),
        "mask": padded([[1] * len(w.pieces) for w in windows], 0, length),
        "starts": padded([w.starts for w in windows], 0, count),
        "words": padded([[1] * len(w.words) for w in windows], 0, count).float(),
        "labels": torch.stack([padded([e.labels[h] for e in batch], 0, count) for h in range(len(LAYERS))], dim=2),
        "kinds": padded([e.kinds for e in batch], IGNORE, count),
        "modes": padded([e.modes for e in batch], IGNORE, count),
        "weights": torch.tensor([e.weight for e in batch], device=device),
        "entities": torch.tensor([float(e.entities) for e in batch], device=device),
    }
