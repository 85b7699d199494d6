"""Which reader it was: kept with everything that is read, so that a later one can be told from it."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import version
from importlib.resources import files

__all__ = ["reader_version"]


@cache
def reader_version() -> str:
    """The version of the package, and of the weights it carries: "0.1.0+475f767e"."""
    weights = files("firsthand.read.trained") / "weights" / "reader.onnx"
    return f"{version('firsthand')}+{hashlib.sha256(weights.read_bytes()).hexdigest()[:8]}"
