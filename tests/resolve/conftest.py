"""The real gazetteer, built once and kept in pytest's cache until our tables or the format change."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from firsthand.resolve.gazetteer import Gazetteer, build, edition


@pytest.fixture(scope="session")
def gazetteer_path(request: pytest.FixtureRequest) -> Path:
    cache: pytest.Cache = request.config.cache
    path = cache.mkdir("firsthand") / f"gazetteer-{edition()}.mdb"
    if not path.exists():
        build(path)
    return path


@pytest.fixture(scope="session")
def gazetteer(gazetteer_path: Path) -> Iterator[Gazetteer]:
    with Gazetteer.open(gazetteer_path) as opened:
        yield opened
