"""A desk over the small case for the tests of the API: one that is only read, and one to write to."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.show.desk.pages.desks import AtDesk, at_desk, read_again


@pytest.fixture(scope="session")
def read_case(told_case: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small case with its board; whoever writes to it takes a copy."""
    case = shutil.copytree(told_case, tmp_path_factory.mktemp("api") / "Kupiansk, December")
    read_again(case)
    return case


@pytest.fixture
def desk(read_case: Path) -> Iterator[AtDesk]:
    """Only to look at."""
    with at_desk(read_case) as opened:
        yield opened


@pytest.fixture
def own_desk(read_case: Path, tmp_path: Path) -> Iterator[AtDesk]:
    """To be written to; its browser brings what forms bring."""
    with at_desk(shutil.copytree(read_case, tmp_path / "case")) as opened:
        with_forms(opened)
        yield opened


def with_forms(desk: AtDesk) -> None:
    """Let the browser of a desk send what a page of the desk would."""
    token = desk.get("/decisions").split('name="csrf" content="')[1].split('"')[0]
    desk.browser.headers["X-CSRF-Token"] = token
