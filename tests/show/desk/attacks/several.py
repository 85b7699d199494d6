"""Several people at one desk: each with a browser that is logged in, and no token but that of their own forms."""

from __future__ import annotations

import re

from starlette.testclient import TestClient
from tests.show.desk.guard.conftest import HASH
from tests.show.desk.pages.desks import URL, AtDesk
from tests.store.desk.conftest import HOST

from firsthand.kinds import Role
from firsthand.show.desk.guard import Guarded
from firsthand.show.desk.guard.cookies import Cookies
from firsthand.store.desk import Person
from firsthand.store.desk.people import add_person
from firsthand.store.desk.sessions import Lasting, begin

__all__ = ["arrived"]


def arrived(desk: AtDesk, name: str, role: Role = Role.ANALYST) -> tuple[Person, TestClient]:
    """A person of that name with a password, and a browser in which they have logged in."""
    person = add_person(desk.desk, name, role, HASH, HOST)
    cookie = Cookies(Guarded()).session
    browser = TestClient(
        desk.browser.app,
        base_url=URL,
        client=("127.0.0.1", 50000),
        follow_redirects=False,
        headers={"origin": URL},
        cookies={cookie: begin(desk.desk, person, "127.0.0.1", Lasting())},
    )
    found = re.search(r'name="csrf" content="([0-9a-f]+)"', browser.get("/decisions").text)
    assert found is not None
    browser.headers["X-CSRF-Token"] = found[1]
    return person, browser
