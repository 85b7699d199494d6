"""Every page at both widths, light and dark: nothing breaks, nothing sticks out, and everybody can use it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path

import pytest
from bench.seen import ANSWERS, INSIDE, NAMES, PROXIED, add_people, log_in, pages_of
from bench.served import ServedDesk, start
from playwright.sync_api import Browser, Page, Response
from tests.browser.conftest import only_here
from tests.example_case import BUILDINGS, EXCLUSIVE
from tests.show.commands import firsthand

WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
_AXE = Path(__file__).parents[2] / "assets" / "development" / "axe.min.js"
_GRAVE = """async () => {
  const found = await axe.run(document, { resultTypes: ["violations"], elementRef: false, preload: false });
  return found.violations
    .filter((each) => ["serious", "critical"].includes(each.impact))
    .map((each) => `${each.id}: ${each.nodes.map((node) => `${node.html} ${node.failureSummary}`).join(" | ")}`);
}"""
_STICKING_OUT = """() => document.documentElement.scrollWidth <= innerWidth ? [] :
  [...document.querySelectorAll("main *, header *")]
    .filter((each) => each.getBoundingClientRect().right > innerWidth + 1 && !each.closest("nav"))
    .slice(0, 5).map((each) => each.outerHTML.slice(0, 200))"""
_TOO_SMALL = """() => [...document.querySelectorAll("button, select, textarea, summary, .top a, .facets li a, .chip, "
    + "input:not([type=hidden], [type=checkbox], [type=radio])")]
  .filter((each) => each.checkVisibility() && each.getBoundingClientRect().height < 24)
  .map((each) => each.outerHTML.slice(0, 200))"""


@dataclass(frozen=True, slots=True)
class Looking:
    """A page of one browser that goes from address to address, and what it should not have met on the way."""

    page: Page
    desk: ServedDesk
    axe: str
    faults: list[str] = field(default_factory=list)

    def at(self, path: str, answers: int = 200) -> Page:
        """The page there, 1280 wide and light. That an answer is no 200 is an error to the console, if it is meant."""
        self.page.set_viewport_size(WIDE)  # type: ignore[arg-type]
        self.page.emulate_media(color_scheme="light")
        answer = self.page.goto(path)
        assert isinstance(answer, Response)
        assert answer.status == answers
        if answers >= 400:
            self.faults[:] = [each for each in self.faults if f"status of {answers}" not in each]
        return self.page

    def good(self) -> None:
        """At both widths, light and dark: nothing sticks out or is too small, and axe-core finds nothing grave."""
        assert self.page.title()
        assert self.page.locator("h1").count() == 1
        self.page.evaluate(self.axe)
        for viewport, light in product((WIDE, NARROW), ("light", "dark")):
            self.page.set_viewport_size(viewport)  # type: ignore[arg-type]
            self.page.emulate_media(color_scheme=light)  # type: ignore[arg-type]
            assert self.page.evaluate(_STICKING_OUT) == []
            assert self.page.evaluate(_TOO_SMALL) == []
            assert self.page.evaluate(_GRAVE) == []
        assert self.faults == []


@pytest.fixture(scope="module")
def axe() -> str:
    """The checks of axe-core, which the set-up brings."""
    if not _AXE.exists():
        pytest.skip("axe-core is not here: make assets brings it")
    return _AXE.read_text("utf-8")


@pytest.fixture(scope="module")
def addresses(desk: ServedDesk) -> dict[str, str]:
    """Where each page is, once a verdict was given, so that none is empty."""
    found = pages_of(desk.case, BUILDINGS, EXCLUSIVE)
    claim = found["claim"].rpartition("/")[2]
    told = firsthand("decide", desk.case, claim, "--verdict", "unproven", "--reason", "Одно ведомство, и больше никто.")
    assert told.returncode == 0, told.stderr
    return found


def looking_at(browser: Browser, desk: ServedDesk, axe: str) -> Iterator[Looking]:
    """With nothing of the past in its browser."""
    context = browser.new_context(base_url=desk.address, reduced_motion="reduce")
    context.set_default_timeout(15_000)
    looking = Looking(context.new_page(), desk, axe)
    context.route("**/*", lambda route: only_here(route, desk.address, looking.faults))
    looking.page.on("console", lambda said: looking.faults.append(said.text) if said.type == "error" else None)
    looking.page.on("pageerror", lambda error: looking.faults.append(f"thrown: {error}"))
    yield looking
    context.close()


@pytest.fixture(scope="module")
def looking(browser: Browser, desk: ServedDesk, axe: str) -> Iterator[Looking]:
    """One page for all tests of this file: what it remembers, it remembers for all."""
    yield from looking_at(browser, desk, axe)


@pytest.mark.parametrize("name", NAMES)
def test_everybody_can_use_it(name: str, looking: Looking, addresses: dict[str, str]) -> None:
    """It is shown without an error and asks for nothing elsewhere, at both widths, light and dark."""
    looking.faults.clear()
    looking.page.set_extra_http_headers(dict(PROXIED) if name == "refusal" else {})
    page = looking.at(addresses[name], ANSWERS.get(name, 200))
    if name == "map":
        page.wait_for_selector("#map[data-ready][data-borders]")
    if name in ("board", "map", "timeline"):
        page.wait_for_selector("[data-plot] svg")
    looking.good()
    looking.page.set_extra_http_headers({})


def test_while_the_case_is_read(browser: Browser, example_case: Path, axe: str, tmp_path: Path) -> None:
    """Who comes before there is a board is told so, and need not be able to see the dots move."""
    case = shutil.copytree(example_case, tmp_path / "example")
    (case / "board.db").unlink()
    desk = start(case)
    try:
        for looking in looking_at(browser, desk, axe):
            looking.at("/", 503)
            assert "being read" in looking.page.locator("h1").inner_text()
            looking.good()
    finally:
        desk.kill()


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


def test_what_is_behind_a_login(looking: Looking) -> None:
    """The login, a wrong password, people, tokens and who saw what. Nobody else comes in from here on."""
    add_people(looking.desk.case)
    looking.faults.clear()
    page = looking.at("/")
    assert page.url.endswith("/login?next=/")
    looking.good()
    page.get_by_label("Name").fill("Олена Admin")
    page.get_by_label("Password").fill("not the one she has")
    page.get_by_role("button", name="Log in").click()
    assert "nobody of that name" in page.get_by_role("alert").inner_text()
    looking.faults.clear()  # the answer is a 401, which the console tells
    looking.good()
    log_in(page)
    looking.good()
    for name in INSIDE:
        looking.at(f"/{name}")
        looking.good()
