"""What every answer tells the browser, whatever the answer is."""

from __future__ import annotations

import pytest
from tests.show.desk.guard.conftest import Browser, small_app

from firsthand.show.desk.guard.headers import POLICY, Headers
from firsthand.store.desk import Desk


@pytest.mark.parametrize("path", ["/", "/nothing", "/broken", "/static/app.js", "/login", "/api/v1/me"])
def test_they_stand_on_every_answer(browser: Browser, path: str) -> None:
    """On pages, on files, on errors that nobody foresaw."""
    headers = browser().get(path).headers
    assert headers["content-security-policy"] == POLICY
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cross-origin-opener-policy"] == headers["cross-origin-resource-policy"] == "same-origin"
    assert "camera=()" in headers["permissions-policy"]
    assert "strict-transport-security" not in headers


@pytest.mark.parametrize(("host", "method"), [("rebound.example", "GET"), ("localhost", "POST")])
def test_they_stand_on_refusals(browser: Browser, host: str, method: str) -> None:
    """Of the guard itself too."""
    answer = browser().request(method, "/", headers={"host": host})
    assert answer.status_code in (403, 421)
    assert answer.headers["content-security-policy"] == POLICY


def test_nothing_inline_and_nothing_from_elsewhere() -> None:
    """The policy has no exception."""
    assert POLICY.startswith("default-src 'none'; script-src 'self'; style-src 'self';")
    assert "unsafe" not in POLICY
    assert "http" not in POLICY
    for limit in ("frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'"):
        assert limit in POLICY


def test_pages_are_kept_nowhere_and_files_may_be(browser: Browser) -> None:
    """A shared machine keeps no claim in its cache; the program's own files say for themselves how long."""
    client = browser()
    assert client.get("/").headers["cache-control"] == "private, no-store"
    assert client.get("/static/app.js").headers["cache-control"] == "public, max-age=60"


def test_by_https_it_stays_so(desk: Desk) -> None:
    """The browser is told to come by nothing else."""
    from starlette.testclient import TestClient

    client = TestClient(Headers(small_app(desk), https=True))
    assert client.get("/static/app.js").headers["strict-transport-security"] == "max-age=31536000"
