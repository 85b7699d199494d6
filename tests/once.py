"""What takes long to make and is only read, made once for all processes that run the tests side by side."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock

from firsthand.resolve.gazetteer import build, default_path

__all__ = ["index_of_places", "made_once"]


def index_of_places() -> Path:
    """The whole index of places, where commands look for it (see `conftest.py`); built where there is none yet."""
    path = default_path()
    with FileLock(f"{path}.lock"):
        if not path.exists():
            build(path)
    return path


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """A folder of this run with what `make` puts into it, by whichever process asks first: the others wait for it."""
    own = factory.getbasetemp()
    folder = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / f"once-{name}"
    done = folder.with_name(f"{folder.name}-done")
    with FileLock(f"{folder}.lock"):
        if not done.exists():
            shutil.rmtree(folder, ignore_errors=True)  # half of it, of one that failed
            folder.mkdir()
            make(folder)
            done.touch()
    return folder
