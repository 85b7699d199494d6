"""The pages of the guard, as they are used and as they are attacked."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping
from html.parser import HTMLParser
from pathlib import Path

import jinja2
import pytest
from fastapi import Request
from fastapi.responses import HTMLResponse
from httpx2 import Response as Answer
from hypothesis import given
from hypothesis import strategies as st
from starlette.responses import Response
from starlette.testclient import TestClient
from tests.show.desk.guard.conftest import HASH, PASSWORD, Browser, csrf_in, deeds, small_app
from tests.store.desk.conftest import HOST

import firsthand.show.desk.guard as guard_package
from firsthand.kinds import Role
from firsthand.show.desk.guard import Guard, guard_routes, guarded
from firsthand.show.desk.guard.login import safe_next
from firsthand.show.desk.rendering import templates
from firsthand.store.desk import Desk, Person
from firsthand.store.desk.audit import Deed, note
from firsthand.store.desk.people import add_person, disable, people, person_named, set_password

TEMPLATES = Path(guard_package.__file__).parents[1] / "templates"
BASE = (
    '<!doctype html><html lang="en"><title>{% block title %}{% endblock %}</title>'
    "<main>{% block main %}{% endblock %}</main></html>"
)
OTHER = "інший досить довгий пароль"


def render(request: Request, template: str, context: Mapping[str, object], status: int) -> Response:
    """The real templates in the plainest of pages."""
    loader = jinja2.ChoiceLoader([jinja2.DictLoader({"base.html.j2": BASE}), jinja2.FileSystemLoader(TEMPLATES)])
    environment = templates().overlay(loader=loader)
    return HTMLResponse(environment.get_template(template).render(context), status)


@pytest.fixture
def browser(guard: Guard, browser: Browser) -> Browser:
    """Browsers at an app that has the pages of the guard too."""
    app = small_app(guard.desk)
    app.include_router(guard_routes(guard, render))
    behind = guarded(app, guard)

    def made(address: str = "192.0.2.7") -> TestClient:
        return browser(address, other=behind)

    return made


def login(client: TestClient, name: str, password: str = PASSWORD, after: str = "/") -> Answer:
    form = csrf_in(client.get("/login").text)
    return client.post("/login", data={"csrf": form, "name": name, "password": password, "next": after})


def inside(browser: Browser, name: str) -> TestClient:
    client = browser()
    assert login(client, name).status_code == 303
    return client


def form_of(client: TestClient, path: str) -> dict[str, str]:
    return {"csrf": csrf_in(client.get(path).text)}


def test_who_has_a_password_comes_in_and_goes(browser: Browser, desk: Desk, olena: Person) -> None:
    """To where they wanted to go; it is noted; after logging out the old cookie is worth nothing."""
    client = browser()
    answer = login(client, "олена", after="/claims/c1?sort=drift")
    assert (answer.status_code, answer.headers["location"]) == (303, "/claims/c1?sort=drift")
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("firsthand-8000=")
    assert "HttpOnly; SameSite=Lax" in cookie
    assert client.get("/api/v1/me").json()["name"] == "Олена"
    assert client.get("/login?next=//elsewhere.example").headers["location"] == "/"
    assert ("Олена", "logged in", "done") in [(deed.by.who, deed.what, deed.outcome) for deed in deeds(desk)]
    kept = client.cookies["firsthand-8000"]
    out = client.post("/logout", data=form_of(client, "/"))
    assert (out.status_code, out.headers["location"]) == (303, "/login")
    client.cookies.set("firsthand-8000", kept, domain="127.0.0.1")
    assert client.get("/api/v1/me").status_code == 401


def test_a_session_that_was_planted_is_not_taken_over(browser: Browser, olena: Person, taras: Person) -> None:
    """Who can set a victim's cookie before the login does not know the one after it; and an own session ends."""
    victim = browser()
    victim.cookies.set("firsthand-8000", "a" * 64, domain="127.0.0.1")
    login(victim, "Олена")
    attacker = browser("192.0.2.66")
    attacker.cookies.set("firsthand-8000", "a" * 64, domain="127.0.0.1")
    assert attacker.get("/api/v1/me").status_code == 401
    assert victim.cookies["firsthand-8000"] != "a" * 64
    before = victim.cookies["firsthand-8000"]
    sent = victim.post("/login", data=form_of(victim, "/") | {"name": "Taras", "password": PASSWORD})
    assert sent.status_code == 303
    attacker.cookies.clear()
    attacker.cookies.set("firsthand-8000", before, domain="127.0.0.1")
    assert attacker.get("/api/v1/me").status_code == 401


def test_nobody_is_logged_in_from_elsewhere(browser: Browser, olena: Person) -> None:
    """Another site cannot log a victim in as somebody whose notes its owner reads."""
    client = browser()
    form = csrf_in(client.get("/login").text)
    sent = {"csrf": form, "name": "Олена", "password": PASSWORD}
    assert client.post("/login", data=sent, headers={"origin": "https://elsewhere.example"}).status_code == 403
    assert client.post("/login", data={**sent, "csrf": "x"}).status_code == 403


def test_a_wrong_name_and_a_wrong_password_are_told_alike(
    browser: Browser, desk: Desk, olena: Person, taras: Person
) -> None:
    """In the same words; also who is disabled learns no more, and what was typed as a name is not noted."""
    pages = []
    disable(desk, olena.number, HOST)
    for name, password in (("nobody", PASSWORD), ("Taras", "wrong"), ("Олена", PASSWORD), ("my password!", "")):
        answer = login(browser(), name, password)
        assert answer.status_code == 401
        pages.append(answer.text.replace(csrf_in(answer.text), ""))
    assert len(set(pages)) == 1
    whose = [deed.by.who for deed in deeds(desk) if deed.outcome == "refused"]
    assert whose == ["unknown name", "Taras", "Олена", "unknown name"]


def test_a_name_that_nobody_has_takes_as_long(desk: Desk, guard: Guard, olena: Person) -> None:
    """The password is compared in any case: the medians of many are near each other."""
    from firsthand.store.desk.people import password_of

    def taken(name: str) -> float:
        begin = time.perf_counter()
        assert not guard.passwords.match(password_of(desk, name)[1], "a wrong password")
        return time.perf_counter() - begin

    known, unknown = ([], [])  # type: tuple[list[float], list[float]]
    for _ in range(200):
        known.append(taken("Олена"))
        unknown.append(taken("nobody at all"))
    assert 0.5 < statistics.median(known) / statistics.median(unknown) < 2


def test_guessing_passwords_is_slowed_down(browser: Browser, olena: Person) -> None:
    """After some, with when to try again; the right one has to wait too, and others at other addresses do not."""
    found = [login(browser("192.0.2.66"), "Олена", f"guess {number}") for number in range(8)]
    assert [answer.status_code for answer in found][:4] == [401] * 4
    late = found[-1]
    assert late.status_code == 429
    assert int(late.headers["retry-after"]) >= 1
    assert login(browser("192.0.2.66"), "Олена").status_code == 429
    assert login(browser("192.0.2.67"), "Олена").status_code == 303


def test_many_names_from_one_address_are_slowed_down_too(browser: Browser, olena: Person) -> None:
    """One password tried on everybody."""
    statuses = [login(browser("192.0.2.66"), f"name {number}", "summer-2026-x").status_code for number in range(24)]
    assert statuses[:20] == [401] * 20
    assert statuses[-1] == 429


def test_an_account_of_ones_own_does_not_pay_for_guesses(browser: Browser, olena: Person, taras: Person) -> None:
    """Logging in between does not begin the count for the address anew."""
    statuses = []
    for number in range(24):
        statuses.append(login(browser("192.0.2.66"), f"name {number}", "summer-2026-x").status_code)
        if number % 8 == 7 and statuses[-1] == 401:
            assert login(browser("192.0.2.66"), "Олена").status_code == 303
    assert statuses[-1] == 429


@pytest.mark.parametrize(
    "target",
    [
        "https://elsewhere.example/",
        "//elsewhere.example/",
        "/\\elsewhere.example",
        "\\\\elsewhere.example",
        "/a\r\nSet-Cookie: x=y",
        "/\t/elsewhere.example",
        "javascript:alert(1)",
        "",
        "/login?next=/login",
        "/я",
        "/a b",
    ],
)
def test_the_login_leads_nowhere_else(browser: Browser, olena: Person, target: str) -> None:
    """However the address is written, and no header can be put in through it."""
    answer = login(browser(), "Олена", after=target)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert "x=y" not in str(answer.headers)


@given(st.text(max_size=60).map("/".__add__) | st.text(max_size=60))
def test_any_target_is_a_path_of_this_desk(target: str) -> None:
    """Or the start."""
    found = safe_next(target)
    assert found.startswith("/")
    assert found[1:2] not in ("/", "\\")
    assert found.isprintable()


def test_an_admin_sees_to_the_people(browser: Browser, desk: Desk, taras: Person) -> None:
    """Adds, changes, disables, removes; each is noted with who did it."""
    client = inside(browser, "Taras")
    form = form_of(client, "/people")
    added = client.post("/people", data=form | {"name": "Марія", "role": "reader", "password": OTHER})
    assert (added.status_code, added.headers["location"]) == (303, "/people")
    person = person_named(desk, "Марія")
    assert person is not None
    at = f"/people/{person.number}"
    for what, more in (("role", {"role": "analyst"}), ("password", {"password": PASSWORD}), ("disable", {})):
        assert client.post(f"{at}/{what}", data=form | more).status_code == 303
    page = client.get("/people").text
    assert "Disabled since" in page
    assert login(browser(), "Марія").status_code == 401
    assert client.post(f"{at}/enable", data=form).status_code == 303
    assert login(browser(), "Марія").status_code == 303
    assert client.post(f"{at}/remove", data=form).status_code == 303
    assert [one.name for one in people(desk)] == ["Taras"]
    done = [(deed.by.who, deed.what) for deed in deeds(desk) if deed.by.who == "Taras" and "person" in deed.what]
    assert done == [("Taras", f"{what} person") for what in ("added", "disabled", "enabled", "removed")]


@pytest.mark.parametrize(
    ("path", "form", "status", "says"),
    [
        ("/people", {"name": "Марія", "role": "king", "password": OTHER}, 400, "A role is one of"),
        ("/people", {"name": "<script>", "role": "reader", "password": OTHER}, 400, "A name is made of"),
        ("/people", {"name": "TARAS", "role": "reader", "password": OTHER}, 400, "somebody of the name"),
        ("/people", {"name": "Марія", "role": "reader", "password": "short"}, 400, "at least 12"),
        ("/people/1/role", {"role": "reader"}, 400, "Nobody would be left"),
        ("/people/1/remove", {}, 303, ""),
        ("/people/99/disable", {}, 400, "no person of the number 99"),
        ("/people/1/crown", {}, 404, ""),
        ("/people/one/remove", {}, 422, ""),
    ],
)
def test_what_cannot_be_is_said(
    browser: Browser, taras: Person, path: str, form: dict[str, str], status: int, says: str
) -> None:
    """On the page itself; nothing is changed."""
    client = inside(browser, "Taras")
    answer = client.post(path, data=form_of(client, "/people") | form)
    assert answer.status_code == status
    assert says in answer.text


@pytest.mark.parametrize("name", ["Олена", "Марія"])
def test_nobody_else_sees_to_the_people(
    browser: Browser, desk: Desk, taras: Person, olena: Person, reader: Person, name: str
) -> None:
    """Neither looks nor changes, whoever they make of themselves."""
    client = inside(browser, name)
    form = form_of(client, "/")
    assert [client.get(path).status_code for path in ("/people", "/audit")] == [403, 403]
    for path, more in (("/people", {"name": "x y", "role": "admin", "password": OTHER}), ("/people/2/role", {})):
        assert client.post(path, data=form | {"role": "admin"} | more).status_code == 403
    assert len(people(desk)) == 3


def test_a_token_is_shown_once_and_works(browser: Browser, desk: Desk, olena: Person) -> None:
    """Then only its beginning; it makes no further tokens and cannot change the password."""
    client = inside(browser, "Олена")
    form = form_of(client, "/tokens")
    page = client.post("/tokens", data=form | {"name": "карта", "role": "reader", "days": "30"})
    secret = page.text.split("<code>")[1].split("</code>")[0]
    assert page.headers["cache-control"] == "private, no-store"
    assert secret not in client.get("/tokens").text
    program = browser()
    program.headers["authorization"] = f"Bearer {secret}"
    assert program.get("/api/v1/me").json()["role"] == "reader"
    for path in ("/tokens", "/password", "/people"):
        answer = program.post(path, data={"name": "x", "role": "reader", "before": PASSWORD, "after": OTHER})
        assert answer.status_code == 403, path
    assert client.post("/tokens/1/remove", data=form).status_code == 303
    assert program.get("/api/v1/me").status_code == 401
    assert client.post("/tokens/1/remove", data=form).status_code == 404


@pytest.mark.parametrize(
    "form",
    [
        {"name": "x", "role": "admin", "days": "1"},
        {"name": "", "role": "reader", "days": "1"},
        {"name": "x", "role": "reader", "days": "0"},
        {"name": "x", "role": "reader", "days": "-3"},
        {"name": "x", "role": "reader", "days": "9999999999999"},
        {"name": "x", "role": "", "days": "x"},
    ],
)
def test_a_token_that_may_not_be_is_refused(browser: Browser, olena: Person, form: dict[str, str]) -> None:
    """Beyond one's role, without purpose, without end."""
    client = inside(browser, "Олена")
    answer = client.post("/tokens", data=form_of(client, "/tokens") | form)
    assert answer.status_code == 400
    assert "firsthand_" not in answer.text


def test_the_token_of_somebody_else_is_not_there(browser: Browser, desk: Desk, olena: Person, taras: Person) -> None:
    """Not even for an admin: they can disable its person."""
    client = inside(browser, "Олена")
    client.post("/tokens", data=form_of(client, "/tokens") | {"name": "карта", "role": "reader", "days": "30"})
    admin = inside(browser, "Taras")
    assert admin.post("/tokens/1/remove", data=form_of(admin, "/tokens")).status_code == 404
    assert "карта" not in admin.get("/tokens").text


def test_changing_ones_password_ends_the_other_sessions(browser: Browser, olena: Person) -> None:
    """It takes the one of before, and a new one that is good enough."""
    here, there = inside(browser, "Олена"), inside(browser, "Олена")
    form = form_of(here, "/tokens")
    assert here.post("/password", data=form | {"before": "wrong", "after": OTHER}).status_code == 401
    assert here.post("/password", data=form | {"before": PASSWORD, "after": "short"}).status_code == 400
    assert here.post("/password", data=form | {"before": PASSWORD, "after": OTHER}).status_code == 303
    assert here.get("/api/v1/me").status_code == 200
    assert there.get("/api/v1/me").status_code == 401
    assert login(browser(), "Олена").status_code == 401
    assert login(browser(), "Олена", OTHER).status_code == 303


def test_a_hash_of_an_old_cost_is_renewed_at_login(browser: Browser, desk: Desk, olena: Person) -> None:
    """Without ending any session."""
    from firsthand.store.desk.passwords import Cost, Passwords
    from firsthand.store.desk.people import password_of

    set_password(desk, olena.number, Passwords(Cost(passes=2, kib=8, lanes=1)).hashed(PASSWORD, "x"), HOST)
    first = inside(browser, "Олена")
    _, kept = password_of(desk, "Олена")
    assert kept is not None
    assert ",t=1," in kept
    assert inside(browser, "Олена").get("/api/v1/me").status_code == 200
    assert first.get("/api/v1/me").status_code == 200


def test_who_saw_and_did_what_is_for_admins(browser: Browser, desk: Desk, taras: Person, olena: Person) -> None:
    """By person, by what it is about, page by page; looking at it is noted as well."""
    note(desk, [Deed(HOST, "saw", f"/claims/{number}") for number in range(120)])
    inside(browser, "Олена").get("/api/v1/me")
    client = inside(browser, "Taras")
    page = client.get("/audit").text
    assert page.count("<time") == 100
    older = page.split('<a href="/audit?before=')[1].split("&")[0]
    assert client.get(f"/audit?before={older}").text.count("<time") < 100
    assert client.get("/audit", params={"who": "Олена", "about": "/api/v1/me"}).text.count("<time") == 1
    assert client.get("/audit?about=/audit").text.count("<time") >= 3
    assert "Every entry is as it was written" in client.get("/audit?check=true").text
    assert client.get("/audit?before=x&who=%00").status_code == 200


class _Parts(HTMLParser):
    """What a page holds that the policy forbids, and fields that no label names."""

    def __init__(self) -> None:
        super().__init__()
        self.inline: list[str] = []
        self.fields: set[str] = set()
        self.labels: set[str] = set()
        self.forms, self.tokens = 0, 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.inline += [name for name in given if name == "style" or name.startswith("on")]
        self.inline += [tag] if tag in ("style", "script") else []
        if tag in ("input", "select") and given.get("type") != "hidden":
            self.fields.add(str(given.get("id")))
        if tag == "label":
            self.labels.add(str(given.get("for")))
        self.forms += tag == "form" and given.get("method") == "post"
        self.tokens += given.get("name") == "csrf" and bool(given.get("value"))


@pytest.mark.parametrize("path", ["/people", "/tokens", "/audit", "/login"])
def test_pages_have_labels_tokens_and_nothing_inline(
    browser: Browser, desk: Desk, taras: Person, olena: Person, path: str
) -> None:
    """And whatever came in as a name or path is text."""
    note(desk, [Deed(HOST, "saw", "/<script>alert(1)</script>")])
    client = browser() if path == "/login" else inside(browser, "Taras")
    page = client.get(path).text
    parts = _Parts()
    parts.feed(page)
    assert parts.inline == []
    assert parts.fields <= parts.labels
    assert parts.forms == parts.tokens
    assert "<h1>" in page


def test_stored_script_in_a_name_is_text(browser: Browser, desk: Desk, taras: Person) -> None:
    """A token's purpose may be any text."""
    client = inside(browser, "Taras")
    name = '"><img src=x onerror=alert(1)>'
    page = client.post("/tokens", data=form_of(client, "/tokens") | {"name": name, "role": "reader", "days": "1"})
    assert "<img" not in page.text
    assert "&lt;img" in page.text


def test_at_the_machine_there_is_nothing_to_log_in_to(browser: Callable[[str], TestClient], desk: Desk) -> None:
    """Its person may still add the first people, and from then on there is."""
    client = browser("127.0.0.1")
    assert client.get("/login").headers["location"] == "/"
    form = form_of(client, "/people")
    assert client.post("/password", data=form).status_code == 403
    sent = client.post("/people", data=form | {"name": "Taras", "role": "admin", "password": PASSWORD})
    assert sent.status_code == 303
    assert client.get("/people").status_code == 303
    assert login(client, "Taras").status_code == 303


def test_the_first_of_many_is_not_locked_out(desk: Desk) -> None:
    """Whoever adds a reader first can still make an admin by command."""
    add_person(desk, "Марія", Role.READER, HASH, HOST)
    add_person(desk, "Taras", Role.ADMIN, HASH, HOST)
    assert len(people(desk)) == 2
