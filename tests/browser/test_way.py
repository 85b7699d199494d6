"""The whole way of an analyst through the desk, in a browser: find, follow, add, decide, hand on."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

from bench.served import ServedDesk
from playwright.sync_api import Page, expect
from tests.example_case import GROWN, REWRITE
from tests.show.commands import firsthand

_READING = 60_000
"""Milliseconds that a new article may take until the board has it, where other tests keep the machine busy."""
_REASON = "One party's own channel, and nobody else who was there."
_DROP = """([name, text]) => {
  const carried = new DataTransfer();
  carried.items.add(new File([text], name, { type: "text/plain" }));
  for (const kind of ["dragover", "drop"])
    document.body.dispatchEvent(new DragEvent(kind, { dataTransfer: carried, bubbles: true, cancelable: true }));
}"""


def counted(page: Page) -> str:
    """How many documents and origins the open claim has, as its page tells it."""
    return page.locator("dl.known div", has_text="Documents → origins").locator("dd").inner_text()


def test_from_the_board_to_an_export(page: Page, desk: ServedDesk, tmp_path: Path) -> None:
    """A claim is found, followed to its origin, grows by two articles, is decided, and is handed on: all of it seen."""
    claim = found_by_search(page)
    followed_to_its_origin(page)
    an_article_is_dropped(page)
    joined(page, claim, "15 → 1")
    another_is_pasted(page)
    joined(page, claim, "16 → 1")
    buildings_become_a_town(page)
    decided(page)
    in_the_log(page, desk)
    handed_on(page, tmp_path)


def found_by_search(page: Page) -> str:
    """From the board to the claim; its address."""
    page.goto("/")
    several = page.locator(".row", has_text="1–3 origins").first
    expect(several).to_be_visible()
    page.get_by_role("searchbox").fill("22 buildings Myrnohrad")
    row = page.locator(".row", has_text="22 buildings in a day").first
    expect(row).to_contain_text("14 documents → 1 origin")
    expect(row).to_contain_text("repeated but single origin")
    row.get_by_role("link").first.click()
    page.wait_for_url("**/claims/*")
    return page.url


def followed_to_its_origin(page: Page) -> None:
    """One origin of fourteen documents; what changed between two of them, side by side; and why it is how likely."""
    assert counted(page).startswith("14 → 1")
    page.get_by_role("navigation", name="Parts of this page").get_by_role("link", name="Drift").click()
    drift = page.locator("#drift .drift", has_text="lost attribution").first
    expect(drift.locator("blockquote")).to_have_count(2)
    assert drift.locator(".later mark").all_inner_texts()
    town = page.locator("#drift .drift", has_text="the city of Mirnograd is in Russian hands")
    expect(town).to_contain_text("scope")
    expect(town.locator(".earlier mark").first).to_contain_text("22 fortified buildings")
    expect(town.locator(".later mark").first).to_contain_text("the city")
    waterfall = page.locator("table.waterfall")
    expect(waterfall).to_contain_text("a party says what serves its own side")
    expect(waterfall.locator("tfoot")).to_contain_text("roughly even chance")
    expect(page.locator(".evidence")).to_contain_text("What it cannot show:")


def an_article_is_dropped(page: Page) -> None:
    """A file let go over the page is read while one watches."""
    page.goto("/add")
    page.evaluate(_DROP, ["ministry.txt", REWRITE])
    taken_in(page, "ministry.txt")


def another_is_pasted(page: Page) -> None:
    """So is a text that is pasted."""
    page.goto("/add")
    title, _, text = GROWN.partition("\n\n")
    page.get_by_label("Headline").fill(title)
    page.get_by_label("Text", exact=True).fill(text)
    page.get_by_role("button", name="Add text").click()
    taken_in(page, title)


def taken_in(page: Page, name: str) -> None:
    one = page.locator(".handed li", has_text=name)
    expect(one.locator(".state")).to_have_text("taken in", timeout=_READING)
    expect(one.get_by_role("link")).to_have_count(1)


def joined(page: Page, claim: str, count: str) -> None:
    """The claim has one document more, and no origin more; the page that was open says that there is something new."""
    page.goto(claim)
    if not counted(page).startswith(count):
        page.locator("#fresh").get_by_role("link").click(timeout=_READING)
    assert counted(page).startswith(count)


def buildings_become_a_town(page: Page) -> None:
    """The second article has made a town of the buildings: both texts are side by side, the difference marked."""
    drift = page.locator("#drift .drift", has_text="“whole” is not in the origin").first
    expect(drift).to_contain_text("scope")
    expect(drift.locator(".earlier blockquote")).to_contain_text("22 buildings")
    expect(drift.locator(".later mark").first).to_contain_text("whole town of Myrnohrad")


def decided(page: Page) -> None:
    """A verdict with its reason, which the page shows at once."""
    form = page.locator("#decide form")
    form.get_by_label("unproven").check()
    form.get_by_label("Why, for those who read it later").fill(_REASON)
    form.get_by_role("button", name="Keep this verdict").click()
    expect(page.locator("#verdict")).to_contain_text("unproven")
    expect(page.locator("#verdict")).to_contain_text(_REASON)


def in_the_log(page: Page, desk: ServedDesk) -> None:
    """The log has it, on its page and for the command line."""
    page.goto("/decisions")
    expect(page.locator(".log li").first).to_contain_text(_REASON)
    told = firsthand("decisions", desk.case)
    assert told.returncode == 0
    assert "unproven" in told.stdout
    assert _REASON in re.sub(r"\s+", " ", told.stdout)


def handed_on(page: Page, folder: Path) -> None:
    """What the board was narrowed to, as files that other programs read: the verdict is in them."""
    page.goto("/?q=22+buildings+Myrnohrad")
    page.get_by_role("link", name="export", exact=True).click()
    page.wait_for_url("**/export?*")
    rows = list(csv.DictReader(taken(page, "csv", folder).splitlines()))
    row = next(row for row in rows if row["documents"] == "16")
    assert (row["origins_at_least"], row["origins_at_most"], row["verdict"]) == ("1", "1", "unproven")
    features = json.loads(taken(page, "geojson", folder))["features"]
    assert row["event_id"] in {each["id"] for each in features}


def taken(page: Page, name: str, folder: Path) -> str:
    """What the link of a format downloads."""
    with page.expect_download() as coming:
        page.locator(f"#take-{name}").click()
    coming.value.save_as(folder / coming.value.suggested_filename)
    return (folder / coming.value.suggested_filename).read_text("utf-8")
