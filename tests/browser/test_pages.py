"""Every page at both widths, light and dark: nothing breaks, nothing sticks out, and everybody can use it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from bench.seen import NAMES, pages_of
from bench.served import ServedDesk
from playwright.sync_api import Page
from tests.example_case import BUILDINGS, EXCLUSIVE

WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
_AXE = Path(__file__).parents[2] / "assets" / "development" / "axe.min.js"
_GRAVE = """async () => {
  const found = await axe.run(document, { resultTypes: ["violations"] });
  return found.violations
    .filter((each) => ["serious", "critical"].includes(each.impact))
    .map((each) => `${each.id}: ${each.nodes.map((node) => `${node.html} ${node.failureSummary}`).join(" | ")}`);
}"""
_STICKING_OUT = """() => document.documentElement.scrollWidth <= innerWidth ? [] :
  [...document.querySelectorAll("main *, header *")]
    .filter((each) => each.getBoundingClientRect().right > innerWidth + 1 && !each.closest("nav"))
    .slice(0, 5).map((each) => each.outerHTML.slice(0, 200))"""


@pytest.fixture(scope="module")
def addresses(desk: ServedDesk) -> dict[str, str]:
    """Where each page is."""
    return pages_of(desk.case, BUILDINGS, EXCLUSIVE)


@pytest.fixture(scope="module")
def axe() -> str:
    """The checks of axe-core, which the set-up brings."""
    if not _AXE.exists():
        pytest.skip("axe-core is not here: make assets brings it")
    return _AXE.read_text("utf-8")


def grave(page: Page, axe: str) -> list[str]:
    """What keeps people from using the page, by axe-core."""
    page.evaluate(axe)
    found: list[str] = page.evaluate(_GRAVE)
    return found


@pytest.mark.parametrize("name", NAMES)
def test_everybody_can_use_it(name: str, opening: Callable[..., Page], addresses: dict[str, str], axe: str) -> None:
    """At 1280 and 390 pixels, light and dark: it is shown without an error, fits, and axe-core finds nothing grave."""
    page = opening(viewport=WIDE, color_scheme="light")
    answer = page.goto(addresses[name])
    assert answer is not None
    assert answer.status == 200
    assert page.title()
    assert page.locator("h1").count() == 1
    assert page.evaluate(_STICKING_OUT) == []
    assert grave(page, axe) == []
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    page.reload()
    assert page.evaluate(_STICKING_OUT) == []
    assert grave(page, axe) == []


def test_the_light_is_chosen_and_remembered(page: Page) -> None:
    """Who wants the other one than the machine has gets it, on every page, until they choose anew."""
    page.goto("/")
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.get_by_role("button", name="Light or dark").click()
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert dark != paper
    page.goto("/add")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == dark


def test_every_letter_has_its_font(page: Page) -> None:
    """Cyrillic is set in the desk's own fonts, which it serves itself."""
    page.goto("/")
    page.evaluate("document.fonts.ready")
    loaded = page.evaluate("[...document.fonts].filter((each) => each.status === 'loaded').map((each) => each.family)")
    assert {each.strip('"') for each in loaded} == {"Source Sans 3 Variable", "Source Serif 4 Variable"}
    alphabets = page.evaluate("performance.getEntriesByType('resource').map((each) => each.name)")
    assert any("serif-4-cyrillic" in each for each in alphabets)
