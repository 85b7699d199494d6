"""The real gazetteer, built once and kept in pytest's cache until our tables or the format change; smaller ones."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.once import index_of_places

from firsthand.resolve import gazetteer_entries
from firsthand.resolve.gazetteer import Gazetteer
from firsthand.resolve.gazetteer_file import Entry


@pytest.fixture(scope="session")
def gazetteer_path() -> Path:
    return index_of_places()


@pytest.fixture
def few_towns(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever index is built in the test holds large cities and first divisions only: the same steps, in seconds."""
    divisions, settlements = gazetteer_entries._divisions, gazetteer_entries._settlements

    def large(cities: dict[str, Any], areas: list[Any]) -> Iterator[Entry]:
        return settlements({key: city for key, city in cities.items() if city["population"] >= 1_000_000}, areas)

    monkeypatch.setattr(gazetteer_entries, "_SMALLEST", 15000)
    monkeypatch.setattr(gazetteer_entries, "_divisions", lambda: [each for each in divisions() if each.level == 1])
    monkeypatch.setattr(gazetteer_entries, "_settlements", large)


@pytest.fixture(scope="session")
def gazetteer(gazetteer_path: Path) -> Iterator[Gazetteer]:
    with Gazetteer.open(gazetteer_path) as opened:
        yield opened
