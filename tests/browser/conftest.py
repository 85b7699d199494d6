"""A desk on the example case in a process of its own, and a browser that looks at it; neither reaches a network.

Each file of tests has a desk on its own copy, and a browser of its own: Playwright keeps an event loop running as long
as it is there, which other tests of the same process could not bear.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from bench.seen import BROWSER, opened
from bench.served import ServedDesk, served
from playwright.sync_api import Browser, BrowserContext, Page, Route
from tests.example_case import make_example_case
from tests.once import made_once

_CUT = Path(__file__).parent / "cut"
_PATIENCE = 15_000
"""Milliseconds that something may take to appear: the machine may be busy with other tests."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The system's own Chromium."""
    if BROWSER is None:
        pytest.skip("no chromium or google-chrome on this machine")
    with opened() as browser:
        yield browser


@pytest.fixture(scope="session")
def example_case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example case with its board, made once: never written to, but copied."""
    return made_once(tmp_path_factory, "example", make_example_case) / "case"


@pytest.fixture(scope="module")
def desk(browser: Browser, example_case: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedDesk]:
    """A desk on a copy of its own, without a network. It comes after the browser: without one it is not needed."""
    folder = tmp_path_factory.mktemp("desk")
    tried = folder / "tried"
    tried.touch()
    path = os.pathsep.join(filter(None, (str(_CUT), os.environ.get("PYTHONPATH"))))
    with served(
        shutil.copytree(example_case, folder / "example"), {"PYTHONPATH": path, "FIRSTHAND_TESTS_CUT": str(tried)}
    ) as desk:
        yield desk
    assert tried.read_text("utf-8") == "", "the desk reached out"


@pytest.fixture
def opening(browser: Browser, desk: ServedDesk) -> Iterator[Callable[..., Page]]:
    """Opens pages of the desk, each in a browser without a past; options are those of `Browser.new_context`.

    The test fails where a page writes an error to its console, throws, or asks for anything that is not on this desk.
    """
    faults: list[str] = []
    contexts: list[BrowserContext] = []

    def open_page(**options: object) -> Page:
        context = browser.new_context(base_url=desk.address, **options)  # type: ignore[arg-type]
        contexts.append(context)
        context.set_default_timeout(_PATIENCE)
        context.route("**/*", lambda route: only_here(route, desk.address, faults))
        page = context.new_page()
        page.on("console", lambda said: faults.append(f"console: {said.text}") if said.type == "error" else None)
        page.on("pageerror", lambda error: faults.append(f"thrown: {error}"))
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert faults == []


@pytest.fixture
def page(opening: Callable[..., Page]) -> Page:
    """One such page, 1280 wide and light."""
    return opening(viewport={"width": 1280, "height": 900}, color_scheme="light")


def only_here(route: Route, address: str, faults: list[str]) -> None:
    """What is asked of the desk goes on; what is asked of anybody else is noted, and goes nowhere."""
    asked, ours = urlsplit(route.request.url), urlsplit(address)
    if (asked.scheme, asked.netloc) == (ours.scheme, ours.netloc) or asked.scheme in ("data", "blob"):
        route.fallback()
        return
    faults.append(f"asked for: {route.request.url}")
    route.abort()
