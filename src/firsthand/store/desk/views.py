"""Saved views: what a person asked the board for, under a name, to come back to."""

from __future__ import annotations

from dataclasses import dataclass

from firsthand.errors import PeopleError
from firsthand.store.desk.database import Desk
from firsthand.store.known import clean

__all__ = ["View", "forget_view", "save_view", "view_of", "views"]

_LONGEST_NAME, _LONGEST_QUERY, _MOST = 100, 4000, 200


@dataclass(frozen=True, slots=True)
class View:
    """A name, and the query string of the board (without "?") that it stands for."""

    number: int
    name: str
    query: str
    made: str


def save_view(desk: Desk, person: int, name: str, query: str) -> View:
    """Keep it for the person, in the place of one of that name.

    Raises:
        PeopleError: it has no name, or something is too long, or they have too many.
    """
    called = clean(" ".join(name.split()))
    if not called or len(called) > _LONGEST_NAME:
        raise PeopleError(f"Give the view a name of at most {_LONGEST_NAME} characters.")
    if len(query) > _LONGEST_QUERY or not query.isascii() or not query.isprintable() or " " in query:
        raise PeopleError(f"A query string is percent-encoded, and has at most {_LONGEST_QUERY:,} characters.")
    with desk.writing() as connection:
        (count,) = connection.execute("select count(*) from views where person = ?", (person,)).fetchone()
        if count >= _MOST:
            raise PeopleError(f"There are {count} saved views of yours already. Forget some first.")
        connection.execute(
            "insert into views (person, name, query, made) values (?, ?, ?, ?) "
            "on conflict (person, name) do update set query = excluded.query, made = excluded.made",
            (person, called, query, desk.now),
        )
        row = connection.execute(
            "select id, name, query, made from views where person = ? and name = ?", (person, called)
        ).fetchone()
    return View(*row)


def views(desk: Desk, person: int) -> tuple[View, ...]:
    """Those of the person, by name."""
    with desk.reading() as connection:
        rows = connection.execute(
            "select id, name, query, made from views where person = ? order by name", (person,)
        ).fetchall()
    return tuple(View(*row) for row in rows)


def view_of(desk: Desk, person: int, number: int) -> View | None:
    """The person's view of that number; None where there is none, or it is another's."""
    with desk.reading() as connection:
        row = connection.execute(
            "select id, name, query, made from views where id = ? and person = ?", (number, person)
        ).fetchone()
    return View(*row) if row else None


def forget_view(desk: Desk, person: int, number: int) -> bool:
    """Whether the person had a view of that number, which is gone now."""
    with desk.writing() as connection:
        return connection.execute("delete from views where id = ? and person = ?", (number, person)).rowcount > 0
