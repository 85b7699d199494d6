"""What several folders of tests share: a small index of places, and a small case."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings
from tests.told_case import make_told_case

from firsthand.resolve import gazetteer_entries
from firsthand.resolve.gazetteer import build

settings.register_profile("any machine", deadline=None)  # how fast it is, benchmarks tell
settings.load_profile("any machine")


@pytest.fixture(scope="session")
def small_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A real index of the larger towns only, built once: whoever writes to one takes a copy."""
    path = tmp_path_factory.mktemp("index") / "gazetteer.mdb"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(gazetteer_entries, "_SMALLEST", 15000)
        build(path)
    return path


@pytest.fixture(scope="session")
def told_case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small case in three languages, taken in and read once: whoever writes to it takes a copy."""
    return make_told_case(tmp_path_factory.mktemp("told"))
