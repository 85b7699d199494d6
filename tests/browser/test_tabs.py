"""Many pages of one desk in one browser, which has six connections to it for all of them together."""

from __future__ import annotations

import re

from bench.served import ServedDesk
from playwright.sync_api import Page, expect
from tests.show.commands import firsthand

_WORKING = 60_000
"""Milliseconds that a board may take, where other tests keep the machine busy."""
_LIVE = re.compile("/live")
_BEHIND = "Object.defineProperty(document, 'hidden', { get: () => window.behind ?? false })"
"""Here every page counts as looked at, also one that is behind others: a test says which is."""
_PUT = "behind => { window.behind = behind; document.dispatchEvent(new Event('visibilitychange')); }"


def test_ten_tabs_are_open_and_the_first_is_told_what_it_missed(page: Page, desk: ServedDesk) -> None:
    """A tab behind others holds no connection, so that the next one opens; looked at again, it tells that the case has
    changed meanwhile."""
    page.context.add_init_script(_BEHIND)
    tabs = [page, *(page.context.new_page() for _ in range(9))]
    for each in tabs:
        with each.expect_request(_LIVE):
            each.goto("/")
        if each is not tabs[-1]:
            each.evaluate(_PUT, True)
    claim = page.locator(".row a").first.get_attribute("href")
    assert claim
    told = firsthand("decide", desk.case, claim.rpartition("/")[2], "--verdict", "false", "--reason", "Not so.")
    assert told.returncode == 0, told.stderr
    expect(tabs[-1].locator("#fresh")).to_be_visible(timeout=_WORKING)
    expect(page.locator("#fresh")).to_be_hidden()
    page.evaluate(_PUT, False)
    expect(page.locator("#fresh")).to_be_visible()
