"""Who comes in, by a session, a token, or by sitting at the machine; and who stays outside."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient
from starlette.types import Message, Receive, Scope, Send
from tests.show.desk.guard.conftest import Browser, csrf_in, deeds, small_app
from tests.store.desk.conftest import HOST, Clock

from firsthand.errors import CaseError
from firsthand.kinds import Role
from firsthand.show.desk.guard import Guard, Guarded, guarded
from firsthand.show.desk.guard import audit as module
from firsthand.show.desk.guard.cookies import Cookies
from firsthand.show.desk.guard.sessions import bearer_of
from firsthand.store.desk import Desk, Person
from firsthand.store.desk.notes import NoteOn, write
from firsthand.store.desk.people import disable, set_role
from firsthand.store.desk.sessions import Lasting, begin
from firsthand.store.desk.tokens import make

COOKIE = "firsthand-8000"


def logged_in(browser: Browser, desk: Desk, person: Person) -> TestClient:
    client = browser("192.0.2.7")
    client.cookies.set(COOKIE, begin(desk, person, "192.0.2.7", Lasting()))
    return client


def token(desk: Desk, person: Person, role: Role) -> dict[str, str]:
    _, secret = make(desk, person, "a script", role, timedelta(days=1), HOST)
    return {"authorization": f"Bearer {secret}"}


def test_a_stranger_sees_nothing(browser: Browser, taras: Person) -> None:
    """A page leads to the login and back, the API asks for a token; what is sent is refused before it is looked at."""
    client = browser("192.0.2.7")
    page = client.get("/claims/c1?sort=drift&q=Вовчанськ")
    assert page.status_code == 303
    assert page.headers["location"].startswith("/login?next=/claims/c1%3Fsort%3Ddrift%26q%3D%25")
    assert client.get("/api/v1/me").status_code == 401
    assert client.get("/api/v1/me").headers["www-authenticate"].startswith("Bearer")
    assert client.post("/claims/c1/decide").status_code == 401
    part = client.get("/", headers={"hx-request": "true"})
    assert (part.status_code, part.headers["hx-redirect"]) == (401, "/login")
    assert client.get("/nothing-there").status_code == 303
    assert client.get("/static/app.js").status_code == 200
    assert client.get("/staticX").status_code == 303


def test_at_the_machine_nobody_logs_in_until_somebody_has_a_password(browser: Browser, desk: Desk) -> None:
    """From the moment on that there is one, everybody does: also while the desk is being served."""
    from tests.show.desk.guard.conftest import HASH

    from firsthand.store.desk.people import add_person

    client = browser()
    assert client.get("/api/v1/me").json()["via"] == "machine"
    add_person(desk, "Taras", Role.ADMIN, HASH, HOST)
    assert client.get("/api/v1/me").status_code == 401


@pytest.mark.parametrize("header", ["x-forwarded-for", "forwarded", "x-real-ip", "via", "x-forwarded-host"])
def test_through_a_proxy_nobody_is_at_the_machine(browser: Browser, header: str) -> None:
    """A desk for one person that somebody put behind a proxy lets nobody in, instead of everybody."""
    answer = browser().get("/", headers={header: "127.0.0.1"})
    assert answer.status_code == 403
    assert "through a proxy" in answer.text
    assert browser("192.0.2.7").get("/").status_code == 403


def test_a_session_opens_and_its_end_closes(browser: Browser, desk: Desk, olena: Person) -> None:
    """With its person's role as it is at that moment."""
    client = logged_in(browser, desk, olena)
    assert client.get("/api/v1/me").json() == {
        "name": "Олена", "role": "analyst", "via": "session", "from": "192.0.2.7"
    }  # fmt: skip
    form = csrf_in(client.get("/").text)
    assert client.post("/claims/c1/decide", data={"verdict": "true", "csrf": form}).status_code == 200
    set_role(desk, olena.number, Role.READER, HOST)
    assert client.get("/api/v1/me").status_code == 401


def test_the_form_of_another_session_is_refused(browser: Browser, desk: Desk, olena: Person, taras: Person) -> None:
    """Also that of the same person in another browser, and that of before the login."""
    one, other = logged_in(browser, desk, olena), logged_in(browser, desk, olena)
    admins = logged_in(browser, desk, taras)
    for foreign in (other, admins):
        form = csrf_in(foreign.get("/").text)
        assert one.post("/claims/c1/decide", data={"verdict": "true", "csrf": form}).status_code == 403


def test_a_disabled_person_is_out_at_once(browser: Browser, desk: Desk, olena: Person, taras: Person) -> None:
    """By session and by token."""
    client, headers = logged_in(browser, desk, olena), token(desk, olena, Role.READER)
    assert client.get("/").status_code == 200
    disable(desk, olena.number, HOST)
    assert client.get("/").status_code == 303
    assert browser().get("/api/v1/me", headers=headers).status_code == 401


def test_a_session_that_is_over_opens_nothing(desk: Desk, settings: Guarded, olena: Person) -> None:
    """After the time that the settings give it, idle or not."""
    clock = desk.clock
    assert isinstance(clock, Clock)
    short = Lasting(timedelta(minutes=10), timedelta(minutes=30))
    guard = Guard(desk, replace(settings, lasting=short))
    client = TestClient(guarded(small_app(desk), guard), base_url="http://127.0.0.1:8000")
    client.cookies.set(COOKIE, begin(desk, olena, "::1", short))
    for minutes, status in ((9, 200), (9, 200), (9, 200), (9, 401)):
        clock.pass_by(minutes=minutes)
        assert client.get("/api/v1/me").status_code == status
    guard.close()


def test_a_token_needs_no_form_and_opens_for_its_role(
    browser: Browser, desk: Desk, olena: Person, taras: Person
) -> None:
    """No other site can make a browser send it."""
    client = browser("192.0.2.9")
    del client.headers["origin"]
    headers, form = token(desk, olena, Role.ANALYST), {"verdict": "true"}
    decided = client.post("/api/v1/claims/c1/decide", data=form, headers=headers)
    assert (decided.status_code, decided.json()["by"]) == (200, "Олена")
    assert deeds(desk)[-1].what == "decided"
    reading = token(desk, taras, Role.READER)
    assert client.post("/api/v1/claims/c1/decide", data=form, headers=reading).status_code == 403
    assert "set-cookie" not in client.get("/api/v1/me", headers=headers).headers


def test_a_wrong_token_is_not_made_good_by_a_cookie(browser: Browser, desk: Desk, olena: Person) -> None:
    """Or a page elsewhere could do without the form by sending any."""
    client = logged_in(browser, desk, olena)
    form = csrf_in(client.get("/").text)
    for sent in ("Bearer x", "Bearer", "bearer  ", "Bearer firsthand_" + "0" * 49):
        answer = client.post("/claims/c1/decide", data={"verdict": "x", "csrf": form}, headers={"authorization": sent})
        assert answer.status_code == 401, sent
    assert client.get("/", headers={"authorization": "Basic eDp5"}).status_code == 200


def test_guessing_tokens_is_slowed_down(browser: Browser, desk: Desk, olena: Person) -> None:
    """After some that are wrong the next has to wait; a good token from there still opens."""
    client = browser("192.0.2.66")
    guess = {"authorization": "Bearer firsthand_" + "A" * 49}
    found = [client.get("/api/v1/me", headers=guess).status_code for _ in range(14)]
    assert found[:10] == [401] * 10
    assert 429 in found[10:]
    assert client.get("/api/v1/me", headers=token(desk, olena, Role.READER)).status_code == 200


def test_a_reader_changes_nothing(browser: Browser, desk: Desk, reader: Person) -> None:
    """Neither where the page asks for a role, nor where it forgot to; that they tried is noted."""
    client = logged_in(browser, desk, reader)
    form = csrf_in(client.get("/").text)
    for path in ("/claims/c1/decide", "/forgotten"):
        answer = client.post(path, data={"verdict": "true", "csrf": form})
        assert answer.status_code == 403
        assert "Марія may look here as reader; this needs an analyst." in answer.text
    assert [(deed.by.who, deed.outcome) for deed in deeds(desk)[-2:]] == [("Марія", "403")] * 2
    assert client.get("/").status_code == 200


def test_the_note_of_somebody_else_is_not_there(browser: Browser, desk: Desk, olena: Person, taras: Person) -> None:
    """For an admin as for anybody: the answer is the same as for a number that was never given."""
    mine = write(desk, olena.number, NoteOn.CLAIM, "c1", "джерело просить не називати")
    admin = logged_in(browser, desk, taras)
    theirs, none = admin.get(f"/notes/{mine.number}"), admin.get("/notes/999")
    assert (theirs.status_code, theirs.text) == (none.status_code, none.text) == (404, none.text)
    assert logged_in(browser, desk, olena).get(f"/notes/{mine.number}").json() == {"words": mine.words}


def test_what_is_seen_is_noted_before_it_is_shown(browser: Browser, desk: Desk, olena: Person) -> None:
    """Who, what and how it ended; files of the program are not."""
    client = logged_in(browser, desk, olena)
    client.get("/")
    client.get("/nothing")
    client.get("/static/app.js")
    noted = [(deed.by.who, deed.what, deed.about, deed.outcome) for deed in deeds(desk)[-2:]]
    assert noted == [("Олена", "saw", "/", "200"), ("Олена", "saw", "/nothing", "404")]


def test_what_cannot_be_noted_is_not_shown(
    browser: Browser, desk: Desk, olena: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk, another process that does not end: the page says so instead, and nothing of it comes after."""
    client = logged_in(browser, desk, olena)
    client.get("/")

    def refused(*_: object) -> None:
        raise CaseError("desk.db cannot be used: database or disk is full.")

    sent: list[str] = []
    inner = client.app

    async def watched(scope: Scope, receive: Receive, send: Send) -> None:
        async def sending(message: Message) -> None:
            sent.append(message["type"])
            await send(message)

        await inner(scope, receive, sending)

    monkeypatch.setattr(module, "note", refused)
    client = browser("192.0.2.7", other=watched)
    client.cookies.set(COOKIE, begin(desk, olena, "192.0.2.7", Lasting()))
    answer = client.get("/")
    assert answer.status_code == 503
    assert "Олена" not in answer.text
    assert "desk.db" not in answer.text
    assert sent == ["http.response.start", "http.response.body"]


@pytest.fixture
def secure(desk: Desk, settings: Guarded) -> Iterator[TestClient]:
    """A desk that is reached by https under a name."""
    names = frozenset({"desk.example.org"})
    guard = Guard(desk, replace(settings, https=True, names=names, host="0.0.0.0", port=443))
    yield TestClient(guarded(small_app(desk), guard), base_url="https://desk.example.org", follow_redirects=False)
    guard.close()


def test_by_https_no_other_site_sets_the_cookie(secure: TestClient) -> None:
    """The browser keeps a cookie of such a name only from this very host, by https."""
    cookie = secure.get("/login").headers["set-cookie"]
    assert cookie.startswith("__Host-firsthand-forms-443=")
    assert cookie.endswith("; Path=/; HttpOnly; SameSite=Lax; Secure")


def test_two_cookies_of_one_name_are_none(settings: Guarded) -> None:
    """Which of them is ours cannot be told; the same one twice can."""
    cookies = Cookies(settings)
    one, other = b"a" * 64, b"b" * 64

    def read(*headers: bytes) -> str | None:
        return cookies.read({"headers": [(b"cookie", each) for each in headers]}, COOKIE)

    assert read(b"x=1; firsthand-8000=" + one) == "a" * 64
    assert read(b"firsthand-8000=" + one, b"firsthand-8000=" + one) == "a" * 64
    assert read(b"firsthand-8000=" + one + b"; firsthand-8000=" + other) is None
    assert read(b"firsthand-8000=" + one[:-1]) is None
    assert read(b"xfirsthand-8000=" + one) is None


@given(st.lists(st.binary(max_size=100), max_size=3))
def test_any_cookie_and_any_token_is_read_or_not(values: list[bytes]) -> None:
    """Nothing makes the readers fall."""
    cookies = Cookies(Guarded())
    for value in values:
        assert cookies.read({"headers": [(b"cookie", b"firsthand-8000=" + value)]}, COOKIE) is None or len(value) >= 64
    found = bearer_of({"headers": [(b"authorization", value) for value in values]})
    assert found is None or found.isascii()
