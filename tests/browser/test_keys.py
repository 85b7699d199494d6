"""The board by the keyboard alone."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Page, expect


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


def test_tab_goes_in_the_order_of_the_page(page: Page) -> None:
    """From the head through the figures and the search to the rows, never back up, and always seen."""
    page.goto("/")
    stops = []
    for _ in range(30):
        page.keyboard.press("Tab")
        stops.append(
            page.evaluate(
                """() => { const at = document.activeElement, all = [...document.querySelectorAll("*")];
                const seen = getComputedStyle(at).outlineStyle !== "none" || at.type === "date";  // it lights its parts
                return [all.indexOf(at), seen, at.outerHTML.slice(0, 80)]; }"""
            )
        )
    assert [each[0] for each in stops] == sorted(each[0] for each in stops)
    assert [each[2] for each in stops if not each[1]] == []
