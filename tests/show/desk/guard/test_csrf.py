"""Another site, in the browser of somebody who is logged in or sits at the machine, can neither change nor read."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient
from tests.show.desk.guard.conftest import ORIGIN, Browser, csrf_in, deeds, small_app
from tests.store.desk.conftest import CHEAP

from firsthand.show.desk.guard import Guard, Guarded, guarded
from firsthand.show.desk.guard.csrf import _origin, token_in_form, token_in_parts
from firsthand.store.desk import Desk


@pytest.fixture
def at_desk(browser: Browser) -> TestClient:
    """Who sits at the machine, without login."""
    return browser()


def decide(client: TestClient, headers: dict[str, str] | None = None, **form: str) -> int:
    return client.post("/claims/c1/decide", data={"verdict": "true", **form}, headers=headers).status_code


def test_a_form_of_the_desk_is_taken(at_desk: TestClient) -> None:
    """With the token in a field, in a header, or as the first field beside a file."""
    token = csrf_in(at_desk.get("/").text)
    assert decide(at_desk, csrf=token) == 200
    assert decide(at_desk, {"x-csrf-token": token}) == 200
    sent = at_desk.post("/add", data={"csrf": token}, files={"file": ("звіт.txt", b"x" * 300_000)})
    assert (sent.status_code, sent.json()) == (200, {"size": 300_000})
    assert at_desk.put("/forgotten", headers={"x-csrf-token": token}).status_code == 405


def test_without_the_token_nothing_is_changed(at_desk: TestClient, desk: Desk) -> None:
    """None, an empty, a wrong one, two, one in the wrong place: refused, and noted as refused."""
    token = csrf_in(at_desk.get("/").text)
    wrong = token[:-1] + ("0" if token[-1] != "0" else "1")
    assert [decide(at_desk), decide(at_desk, csrf=""), decide(at_desk, csrf=wrong)] == [403, 403, 403]
    assert decide(at_desk, {"x-csrf-token": wrong}, csrf=token) == 403
    twice = f"csrf={wrong}&csrf={token}&verdict=true"
    kind = {"content-type": "application/x-www-form-urlencoded"}
    assert at_desk.post("/claims/c1/decide", content=twice, headers=kind).status_code == 403
    assert at_desk.post(f"/claims/c1/decide?csrf={token}", data={"verdict": "true"}).status_code == 403
    as_text = {"content-type": "text/plain"}
    assert at_desk.post("/raw", content=f"csrf={token}", headers=as_text).status_code == 403
    late = at_desk.post("/add", data={"other": "x" * 9000, "csrf": token}, files={"file": ("a", b"")})
    assert late.status_code == 403
    assert [deed.what for deed in deeds(desk) if deed.outcome == "403"] == ["sent"] * 8


def test_a_program_without_a_token_is_told_to_send_one(at_desk: TestClient) -> None:
    """It has no form that could be opened anew; a page of the desk that asks the API has one."""
    sent = at_desk.post("/api/v1/decisions/verdict", json={})
    assert sent.status_code == 403
    assert "Authorization: Bearer" in sent.json()["error"]
    late = at_desk.post("/api/v1/notes", json={}, headers={"x-csrf-token": "0" * 64})
    assert (late.status_code, "Open its page anew" in late.json()["error"]) == (403, True)


def test_the_token_of_another_browser_is_no_good(browser: Browser) -> None:
    """Also where both are on the same machine: it is bound to the cookie, and made with the desk's own secret."""
    mine, other = browser(), browser()
    stolen = csrf_in(other.get("/").text)
    mine.get("/")
    assert decide(mine, csrf=stolen) == 403
    assert decide(other, csrf=stolen) == 200


def test_a_cookie_that_was_planted_helps_nobody(browser: Browser) -> None:
    """Who can set a cookie, but knows no secret of the desk, cannot make the token that fits it."""
    client = browser()
    client.cookies.set("firsthand-forms-8000", "a" * 64)
    assert decide(client, csrf=hashlib.sha256(b"a" * 64).hexdigest()) == 403
    assert decide(client, csrf="a" * 64) == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://elsewhere.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:9000"},
        {"origin": "https://127.0.0.1:8000"},
        {"origin": "http://127.0.0.1:8000.elsewhere.example"},
        {"origin": "http://127.0.0.1:8000@elsewhere.example"},
        {"origin": ""},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "Same-Origin"},
    ],
)
def test_another_site_is_refused_even_with_the_token(at_desk: TestClient, headers: dict[str, str]) -> None:
    """The browser tells where a request was made; another port on the same machine is another site too."""
    token = csrf_in(at_desk.get("/").text)
    assert decide(at_desk, headers, csrf=token) == 403


def test_no_browser_needs_no_origin(at_desk: TestClient) -> None:
    """A program that sends none still has to have read the token."""
    token = csrf_in(at_desk.get("/").text)
    del at_desk.headers["origin"]
    assert decide(at_desk, csrf=token) == 200
    assert decide(at_desk) == 403


@pytest.mark.parametrize(
    ("site", "mode", "dest", "status"),
    [
        ("cross-site", "no-cors", "image", 403),
        ("cross-site", "cors", "empty", 403),
        ("same-site", "no-cors", "script", 403),
        ("cross-site", "navigate", "iframe", 403),
        ("cross-site", "navigate", "document", 200),
        ("same-origin", "cors", "empty", 200),
        ("none", "navigate", "document", 200),
    ],
)
def test_what_another_page_takes_in_is_refused(
    at_desk: TestClient, site: str, mode: str, dest: str, status: int
) -> None:
    """A link to a claim may be followed from anywhere; as a picture, script or frame of another page it is nothing."""
    headers = {"sec-fetch-site": site, "sec-fetch-mode": mode, "sec-fetch-dest": dest}
    assert at_desk.get("/", headers=headers).status_code == status


def test_a_token_outlives_a_restart(browser: Browser, desk: Desk) -> None:
    """Who wrote a decision while the desk was started anew can still send it."""
    client = browser()
    token = csrf_in(client.get("/").text)
    again = Guard(desk, Guarded(cost=CHEAP))
    other = browser(other=guarded(small_app(desk), again))
    other.cookies.update(client.cookies)
    assert decide(other, csrf=token) == 200
    again.close()


@given(st.binary(max_size=300))
def test_any_form_is_read_or_not(body: bytes) -> None:
    """Nothing makes the readers of forms fall, and what they find stood in the body."""
    found = token_in_form(b"csrf=abc&" + body)
    assert found in ("abc", None)
    assert token_in_parts(body, "multipart/form-data; boundary=x") is None or b"csrf" in body


@given(st.text(max_size=60), st.binary(max_size=200))
def test_any_boundary_is_read_or_not(boundary: str, rest: bytes) -> None:
    """Whatever stands in the header: the token is found only as the whole first field."""
    kind = f'multipart/form-data; boundary="{boundary}"'
    mark = boundary.encode("latin-1", "replace")
    body = b"--" + mark + b'\r\nContent-Disposition: form-data; name="csrf"\r\n\r\nabc\r\n--' + mark + b"\r\n" + rest
    assert token_in_parts(body, kind) in ("abc", None)
    named = body.replace(b'name="csrf"', b'name="csrf"; filename="a"')
    assert token_in_parts(named, kind) is None


@given(st.text(max_size=60))
def test_any_origin_is_one_or_not(said: str) -> None:
    """Only what is written as one is compared."""
    found = _origin(said)
    assert found is None or found[0] in ("http", "https")
    assert _origin(ORIGIN) == ("http", "127.0.0.1", 8000)
    assert _origin("https://Desk.Example.org") == ("https", "desk.example.org", 443)
