"""Which reader it was, and what joins what was read: kept with what they make, so that a later one can be told."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

__all__ = ["joiner_version", "reader_version"]

_CODE = frozenset({".py", ".tsv", ".yaml"})


@cache
def reader_version() -> str:
    """The version of the package, and of the weights it carries: "0.1.0+475f767e"."""
    weights = files("firsthand.read.trained") / "weights" / "reader.onnx"
    return f"{version('firsthand')}+{hashlib.sha256(weights.read_bytes()).hexdigest()[:8]}"


@cache
def joiner_version() -> str:
    """What tells one way of joining and tracing from another: all of its code, tables and weights, as one hash."""
    found = hashlib.sha256()
    for room in ("firsthand", "firsthand.link", "firsthand.trace", "firsthand.pipeline"):
        for path in sorted(Path(str(files(room))).glob("**/*" if "." in room else "claims.py")):
            if path.is_file() and path.suffix in _CODE:
                found.update(path.name.encode() + path.read_bytes())
    return found.hexdigest()[:16]
