"""The map and the strip of days in a browser: with the mouse and with the keyboard, together with the board, and many
places at once."""

from __future__ import annotations

import json
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

READY, DRAWN = "#map[data-ready][data-borders]", "[data-plot] svg"


def test_a_place_opens_its_claims_by_keyboard(page: Page) -> None:
    """From the list beside the map to a claim, without a mouse; the address keeps the place."""
    page.goto("/map")
    page.wait_for_selector(READY)
    page.locator("[data-list] a").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#opened-title")).to_be_focused()
    assert "name=" in page.url
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/claims/"))


def test_only_what_is_in_view_narrows_all_pages(page: Page) -> None:
    """The box of the view comes into the query, the map looks at it again, and the board has the same claims."""
    page.goto("/map?box=36,47,39,49.5")
    page.wait_for_selector(READY)
    page.click("[data-in-view]")
    page.wait_for_selector(READY)
    box = re.search(r"box=([-\d.%C]+)", page.url)
    assert box is not None
    west, south, east, north = map(float, box[1].replace("%2C", ",").split(","))
    assert west <= 36 < 39 <= east
    assert south <= 47 < 49.5 <= north
    found = page.locator(".strip-sum b").first.inner_text()
    page.click(".strip-sum a >> text=on the board")
    expect(page.locator("#found b").first).to_have_text(found)


def test_who_held_what_goes_by_day(page: Page) -> None:
    """Only days with a map, by arrow keys; what they cannot show stands beside them."""
    page.goto("/map")
    page.wait_for_selector(READY)
    page.select_option("[data-body]", index=1)
    control = page.locator("[data-control]")
    expect(control).to_have_attribute("data-day", "2026-01-31")
    page.focus("#control-day")
    page.keyboard.press("Home")
    expect(control).to_have_attribute("data-day", "2025-10-28")
    page.keyboard.press("ArrowRight")
    expect(control).to_have_attribute("data-day", "2025-11-14")
    expect(page.locator("[data-about]")).to_contain_text("sympathise with UA")


def test_borders_can_be_chosen_and_are_remembered(page: Page) -> None:
    """The recognised ones unless somebody chooses otherwise."""
    page.goto("/map")
    page.wait_for_selector('#map[data-borders="recognised"]')
    page.select_option("select[data-borders]", "de-facto")
    page.wait_for_selector('#map[data-borders="de-facto"]')
    page.reload()
    page.wait_for_selector('#map[data-borders="de-facto"]')


def test_days_are_chosen_with_the_mouse_and_with_keys(page: Page) -> None:
    """Dragging keeps days; Shift with arrows and Enter keeps others; Escape takes all of it back."""
    page.goto("/timeline?sort=newest")
    page.wait_for_selector(DRAWN)
    box = page.locator("[data-plot]").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 0.2 * box["width"], box["y"] + 50)
    page.mouse.down()
    page.mouse.move(box["x"] + 0.4 * box["width"], box["y"] + 50, steps=4)
    page.mouse.up()
    page.wait_for_url(re.compile("sort=newest&since="))
    page.wait_for_selector(DRAWN)
    first, last = (page.input_value(f'input[name="{name}"]') for name in ("since", "until"))
    assert first < last
    page.focus("[data-plot]")
    for keys in ("Home", "Shift+ArrowRight", "Shift+ArrowRight"):
        page.keyboard.press(keys)
    expect(page.locator("[data-now]")).to_contain_text(" – ")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("since=(?!" + first + ")"))
    page.wait_for_selector(DRAWN)
    expect(page.locator("[data-now]")).to_contain_text("happened")
    page.focus("[data-plot]")
    page.keyboard.press("Escape")
    page.wait_for_url(re.compile(r"sort=newest$"))


def test_days_narrow_the_board_in_place(page: Page) -> None:
    """The strip over the board keeps what else it is narrowed to, and nothing below it moves or is loaded anew; Back
    takes the days away again. What was not asked for does not stand in the address."""
    page.goto("/?status=single+origin")
    page.wait_for_selector(DRAWN)
    page.evaluate("document.body.dataset.same = 'yes'")
    top = page.locator("#found").evaluate("each => each.getBoundingClientRect().top")
    page.focus("[data-plot]")
    for keys in ("Home", "Shift+ArrowRight", "Shift+ArrowRight", "Enter"):
        page.keyboard.press(keys)
    expect(page.locator("#found")).to_contain_text(re.compile(r"^\d+ of "))
    page.wait_for_url(re.compile("since="))
    assert set(parse_qs(urlsplit(page.url).query, keep_blank_values=True)) == {"status", "since", "until"}
    assert page.locator("#found").evaluate("each => each.getBoundingClientRect().top") == top
    found = page.locator("#found b").inner_text()
    page.fill("input[name=q]", "the")
    page.wait_for_url(re.compile("q=the"))
    assert set(parse_qs(urlsplit(page.url).query, keep_blank_values=True)) == {"q", "status", "since", "until"}
    page.go_back()
    expect(page.locator("#found b")).to_have_text(found)
    page.go_back()
    expect(page.locator("input[name=since]")).to_have_value("")
    expect(page.locator("header.top")).to_have_count(1)


def test_a_month_in_the_address_stays_when_one_searches(page: Page) -> None:
    """The fields of the board have its first and last day, and what is typed next is sought within them."""
    page.goto("/?since=2025-12&until=2025-12")
    page.wait_for_selector(DRAWN)
    expect(page.locator("input[name=since]")).to_have_value("2025-12-01")
    expect(page.locator("input[name=until]")).to_have_value("2025-12-31")
    page.fill("input[name=q]", "the")
    page.wait_for_url(re.compile("q=the"))
    asked = parse_qs(urlsplit(page.url).query)
    assert (asked["since"], asked["until"]) == (["2025-12-01"], ["2025-12-31"])


def test_map_timeline_and_board_ask_for_the_same(page: Page) -> None:
    """A place, days and an area chosen on one of them hold on the others, by links; the board says what it left out."""
    page.goto("/map?box=36,47,39,49.5&since=2025-11-20&until=2025-12-01&status=single+origin")
    page.wait_for_selector(READY)
    found = page.locator(".strip-sum b").first.inner_text()
    asked = "box", "since", "until", "status"
    for link, where in (
        ("on the board", "/"),
        ("over time", "/timeline"),
        ("on the map", "/map"),
        ("over time", "/timeline"),
    ):
        page.locator(".elsewhere").get_by_role("link", name=link).click()
        page.wait_for_url(lambda url, where=where: urlsplit(url).path == where)  # type: ignore[misc]
        assert set(parse_qs(urlsplit(page.url).query)) == set(asked)
        expect(page.locator("#found b, .strip-sum b").first).to_have_text(found)
    page.locator(".elsewhere").get_by_role("link", name="on the board").click()
    expect(page.locator("input[name=since]")).to_have_value("2025-11-20")
    page.get_by_role("link", name="an area of the map").click()
    page.wait_for_url(lambda url: "box" not in url)
    page.goto("/map?since=2025-11-20")
    page.wait_for_selector(READY)
    page.locator("[data-list] a").first.click()
    opened = page.locator("#opened")
    count = opened.locator("h2 small").inner_text().split()[0]
    opened.get_by_role("link", name="on the board").click()
    expect(page.locator("#found b").first).to_have_text(count)
    assert set(parse_qs(urlsplit(page.url).query)) == {"place", "since"}


def test_the_strip_is_folded_and_stays_so(page: Page) -> None:
    """Who folds it on the board finds it folded on the map, from the first moment; folded it asks for nothing, and the
    timeline has it open all the same."""
    asked = []
    page.on("request", lambda request: asked.append(request.url) if "/timeline/days" in request.url else None)
    page.goto("/")
    page.wait_for_selector(DRAWN)
    page.locator(".strip summary").press("Enter")
    expect(page.locator("[data-plot]")).to_be_hidden()
    asked.clear()
    page.goto("/map")
    page.wait_for_selector(READY)
    expect(page.locator("[data-plot]")).to_be_hidden()
    assert asked == []
    page.locator(".strip summary").press("Enter")
    page.wait_for_selector(DRAWN)
    page.goto("/timeline")
    page.wait_for_selector(DRAWN)


@pytest.mark.parametrize("name", ["<img src=x onerror=document.title='owned'>", "Місто"])
def test_many_places_and_odd_names(page: Page, name: str) -> None:
    """20,000 marks are drawn, and names from outside stay text, in the list, on the map and at the pointer."""
    size = 20_000
    answer = {
        "shades": ["against", "for", "disputed", "several", "open"],
        "name": [f"{name} {at}" for at in range(size)],
        "lat": [44 + at % 200 / 20 for at in range(size)],
        "lon": [28 + at // 200 / 8 for at in range(size)],
        "radius": [2.0] * size,
        "count": [1 + 3 * (at == 0) for at in range(size)],
        "shade": [at % 5 for at in range(size)],
        "groups": [[0, 0, 0, 0, 1]] * size,
        "disputed": [at % 7 == 0 for at in range(size)],
        "nowhere": 0,
    }
    body = json.dumps(answer)
    page.route("**/map/points*", lambda route: route.fulfill(body=body, content_type="application/json"))
    page.goto("/map?box=28,44,29,45")
    page.wait_for_selector(f'#map[data-ready="{size}"]')
    box = page.locator("#map").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page.locator("[data-list] li")).to_have_count(60)
    expect(page.locator("[data-list] a").first).to_contain_text(name)
    assert page.locator("main img").count() == 0
    assert "owned" not in page.title()
    assert page.evaluate("performance.getEntriesByName('map ready')[0].startTime") < 20_000
