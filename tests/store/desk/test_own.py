"""Notes and saved views: a person's own, and for nobody else there."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.store.desk.conftest import HOST, Clock

from firsthand.errors import PeopleError
from firsthand.kinds import Role
from firsthand.store.desk import Desk, Person
from firsthand.store.desk.notes import NoteOn, note_about, note_of, notes, throw_away, write
from firsthand.store.desk.people import add_person, remove_person
from firsthand.store.desk.views import forget_view, save_view, view_of, views


@pytest.fixture
def olena(desk: Desk) -> Person:
    return add_person(desk, "Олена", Role.READER, None, HOST)


@pytest.fixture
def admin(desk: Desk) -> Person:
    return add_person(desk, "Taras", Role.ADMIN, None, HOST)


def test_only_its_owner_reads_a_note(desk: Desk, olena: Person, admin: Person) -> None:
    """For an admin it is not there, and can neither be changed nor thrown away."""
    mine = write(desk, olena.number, NoteOn.SOURCE, "example.org", "  дзвонила редакторці, просить не називати\n")
    assert mine.words == "дзвонила редакторці, просить не називати"
    assert note_of(desk, olena.number, mine.number) == mine
    assert note_of(desk, admin.number, mine.number) is None
    assert notes(desk, admin.number) == ()
    assert note_about(desk, admin.number, NoteOn.SOURCE, "example.org") is None
    assert not throw_away(desk, admin.number, mine.number)
    his = write(desk, admin.number, NoteOn.SOURCE, "example.org", "ask again")
    assert note_about(desk, olena.number, NoteOn.SOURCE, "example.org") == mine
    assert his.number != mine.number


def test_a_note_is_changed_and_goes(desk: Desk, clock: Clock, folder: Path, olena: Person) -> None:
    """One for each thing; thrown away, its words are gone from the file too."""
    first = write(desk, olena.number, NoteOn.CLAIM, "c1", "сумнівно")
    clock.pass_by(minutes=1)
    second = write(desk, olena.number, NoteOn.CLAIM, "c1", "уже ні: бачила запис")
    assert second.number == first.number
    assert second.changed > second.made == first.made
    assert note_about(desk, olena.number, NoteOn.CLAIM, "c1") == second
    assert throw_away(desk, olena.number, second.number)
    assert notes(desk, olena.number) == ()
    desk.close()
    assert "бачила".encode() not in (folder / "desk.db").read_bytes()


@pytest.mark.parametrize(("about", "words"), [("c1", " \n"), ("c1", "x" * 20_001), ("", "x"), ("c" * 1001, "x")])
def test_a_note_has_words_and_limits(desk: Desk, olena: Person, about: str, words: str) -> None:
    """Nothing is cut short: it is refused."""
    with pytest.raises(PeopleError):
        write(desk, olena.number, NoteOn.CLAIM, about, words)


def test_views_are_saved_by_name(desk: Desk, olena: Person, admin: Person) -> None:
    """Saved again, the name means the new one; another person's is not there."""
    view = save_view(desk, olena.number, "Спірні, Вовчанськ", "status=disputed&place=Vovchansk")
    again = save_view(desk, olena.number, " Спірні,  Вовчанськ", "status=disputed")
    assert again.number == view.number
    assert views(desk, olena.number) == (again,)
    assert view_of(desk, admin.number, view.number) is None
    assert not forget_view(desk, admin.number, view.number)
    assert view_of(desk, olena.number, view.number) == again
    assert forget_view(desk, olena.number, view.number)
    assert views(desk, olena.number) == ()


@pytest.mark.parametrize(
    ("name", "query"), [("", "a=b"), ("x" * 101, ""), ("x", "a=\r\nSet-Cookie:"), ("x", "я"), ("x", "a" * 5000)]
)
def test_a_view_that_is_none_is_refused(desk: Desk, olena: Person, name: str, query: str) -> None:
    """A query string goes into an address: it has nothing in it that could end one."""
    with pytest.raises(PeopleError):
        save_view(desk, olena.number, name, query)


def test_what_is_theirs_goes_with_a_person(desk: Desk, olena: Person) -> None:
    """Nobody inherits notes by a name."""
    write(desk, olena.number, NoteOn.CLAIM, "c1", "моє")
    save_view(desk, olena.number, "x", "a=b")
    remove_person(desk, olena.number, HOST)
    with desk.reading() as connection:
        assert connection.execute("select count(*) from notes").fetchone() == (0,)
        assert connection.execute("select count(*) from views").fetchone() == (0,)
