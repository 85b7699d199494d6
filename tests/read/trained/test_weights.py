"""The files that are shipped are those the model card speaks of."""

from __future__ import annotations

import hashlib
from importlib.resources import files

WEIGHTS = files("firsthand.read.trained") / "weights"


def test_the_card_names_the_file() -> None:
    """Scores of other weights than those in the package would be worth nothing."""
    card = (WEIGHTS / "MODEL_CARD.md").read_text(encoding="utf-8")
    assert hashlib.sha256((WEIGHTS / "reader.onnx").read_bytes()).hexdigest() in card


def test_the_package_stays_small() -> None:
    """All that the reader needs is at most 40 MB."""
    assert sum(len(file.read_bytes()) for file in WEIGHTS.iterdir() if file.is_file()) < 40_000_000
