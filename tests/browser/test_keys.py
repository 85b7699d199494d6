"""The desk by the keyboard alone."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from bench.seen import pages_of
from bench.served import ServedDesk
from playwright.sync_api import Page, expect
from tests.example_case import BUILDINGS, EXCLUSIVE


def focused(page: Page) -> str:
    """The words or the id of what has the focus."""
    told: str = page.evaluate("document.activeElement.id || document.activeElement.textContent.trim()")
    return told


def test_j_k_and_enter_go_through_the_claims(page: Page) -> None:
    """One after the other, back, and into the one that is lit."""
    page.goto("/")
    titles = page.locator(".row h3").all_inner_texts()
    page.keyboard.press("j")
    assert focused(page) == titles[0]
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert focused(page) == titles[2]
    page.keyboard.press("k")
    assert focused(page) == titles[1]
    expect(page.locator(".row.here")).to_have_count(1)
    page.keyboard.press("Enter")
    page.wait_for_url("**/claims/*")
    expect(page.locator("h1")).to_contain_text(titles[1])


def test_slash_searches_as_one_types(page: Page) -> None:
    """The board narrows without a button, its address with it, and escape gives the keys back."""
    page.goto("/")
    page.keyboard.press("/")
    assert focused(page) == "q"
    page.keyboard.type("22 buildings jk?")
    expect(page.locator("#found")).to_contain_text("0 of")
    for _ in range(4):
        page.keyboard.press("Backspace")
    expect(page.locator(".row h3").first).to_contain_text("22 buildings")
    assert parse_qs(urlsplit(page.url).query)["q"] == ["22 buildings"]
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    assert "22 buildings" in focused(page)


def test_the_question_mark_tells_the_keys(page: Page) -> None:
    """A list of the keys, which escape closes."""
    page.goto("/")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="Keys")).to_be_hidden()


def test_n_and_p_turn_pages(page: Page) -> None:
    """The next fifty claims, and those before."""
    page.goto("/")
    first = page.locator(".row h3").first.inner_text()
    page.keyboard.press("n")
    page.wait_for_url("**page=2")
    expect(page.locator(".row h3").first).not_to_have_text(first)
    page.keyboard.press("p")
    page.wait_for_url("**page=1")
    expect(page.locator(".row h3").first).to_have_text(first)


def test_the_first_tab_leads_past_the_pages(page: Page) -> None:
    """Who goes by tab need not pass through the whole head: the first stop leads to the content, and is then seen."""
    page.goto("/")
    page.keyboard.press("Tab")
    assert focused(page) == "To the content"
    box = page.locator(".skip").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    page.keyboard.press("Enter")
    assert focused(page) == "main"
    page.keyboard.press("Tab")
    assert page.evaluate("document.getElementById('main').contains(document.activeElement)")


def walked(page: Page, steps: int) -> list[tuple[int, bool, str]]:
    """Where Tab leads from the top of the page to its end: the place of each stop in it, whether it is seen
    to have the focus, and what it is."""
    stops: list[tuple[int, bool, str]] = []
    page.evaluate("document.activeElement.blur()")
    for _ in range(steps):
        page.keyboard.press("Tab")
        at, seen, what = page.evaluate(
            """() => { const at = document.activeElement, all = [...document.querySelectorAll("*")];
            const style = getComputedStyle(at), drawn = at.closest("svg") ? at.querySelector("circle, rect") : null;
            const lit = drawn && parseFloat(getComputedStyle(drawn).strokeWidth) >= 4;  // what is drawn is lit itself
            const seen = style.outlineStyle !== "none" || at.type === "date" || lit;  // a date lights its parts
            return [all.indexOf(at), Boolean(seen), at.outerHTML.slice(0, 80)]; }"""
        )
        if what.startswith("<body"):
            break
        stops.append((at, seen, what))
    return stops


@pytest.mark.parametrize("name", ["board", "map", "claim", "document"])
def test_tab_goes_in_the_order_of_the_page(page: Page, desk: ServedDesk, name: str) -> None:
    """Through every control once, from the top down, never back up, and always seen."""
    page.goto(pages_of(desk.case, BUILDINGS, EXCLUSIVE)[name])
    page.wait_for_selector({"board": "[data-plot] svg", "map": "#map[data-ready]"}.get(name, "h1"))
    stops = walked(page, 90)
    assert [each[0] for each in stops] == sorted(each[0] for each in stops)
    assert [each[2] for each in stops if not each[1]] == []
    reached = {each[0] for each in stops}
    left_out = page.evaluate(
        """(last) => { const all = [...document.querySelectorAll("*")];
        return all.flatMap((each, at) => at < last && each.tabIndex >= 0
          && each.checkVisibility({ visibilityProperty: true })
          && each.matches("a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]")
          && !each.disabled && !(each.closest("details:not([open])") && !each.matches("summary"))
          ? [[at, each.outerHTML.slice(0, 80)]] : []); }""",
        max(reached),
    )
    assert [what for at, what in left_out if at not in reached] == []


def test_a_document_is_read_by_keys(page: Page) -> None:
    """n and p and the arrows go from statement to statement, escape lets go, c opens the claim, as the page says."""
    page.goto(f"/document?key={EXCLUSIVE}")
    for key, place in (("n", "at-s1"), ("n", "at-s2"), ("ArrowRight", "at-s3"), ("p", "at-s2")):
        page.keyboard.press(key)
        assert focused(page) == place
    expect(page.locator("article .on").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("article .on")).to_have_count(0)
    page.keyboard.press("c")
    page.wait_for_url("**/claims/*")
