"""Private notes: what a person writes down for themselves about a claim, a document or a source.

Every function is told whose notes are asked for, and those of anybody else are not there for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from firsthand.errors import PeopleError
from firsthand.store.desk.database import Desk
from firsthand.store.wording import storable

__all__ = ["LONGEST", "Note", "NoteOn", "note_about", "note_of", "notes", "throw_away", "write"]

LONGEST = 20_000
"""Characters of a note."""
_MOST = 10_000
"""Notes of one person."""
_COLUMNS = "id, kind, about, words, made, changed"


class NoteOn(StrEnum):
    """What a note is about."""

    CLAIM = "claim"
    DOCUMENT = "document"
    SOURCE = "source"


@dataclass(frozen=True, slots=True)
class Note:
    """One note. `about` is the id of the claim, or the key of the document or source; times are ISO 8601, UTC."""

    number: int
    kind: NoteOn
    about: str
    words: str
    made: str
    changed: str


def write(desk: Desk, person: int, kind: NoteOn, about: str, words: str) -> Note:
    """Keep the person's note about that, in the place of the one they had.

    Raises:
        PeopleError: it is empty or too long, or they have too many.
    """
    kept = storable(words).strip()
    if not kept:
        raise PeopleError("The note is empty. Throw it away instead, or write something.")
    if len(kept) > LONGEST:
        raise PeopleError(f"The note has {len(kept):,} characters; at most {LONGEST:,} are kept. Shorten it.")
    if not about or len(about) > 1000:
        raise PeopleError("A note is about a claim, a document or a source.")
    with desk.writing() as connection:
        (count,) = connection.execute("select count(*) from notes where person = ?", (person,)).fetchone()
        if count >= _MOST:
            raise PeopleError(f"There are {count:,} notes of yours already. Throw some away first.")
        connection.execute(
            "insert into notes (person, kind, about, words, made, changed) values (?1, ?2, ?3, ?4, ?5, ?5) "
            "on conflict (person, kind, about) do update set words = excluded.words, changed = excluded.changed",
            (person, kind.value, storable(about), kept, desk.now),
        )
        row = connection.execute(
            f"select {_COLUMNS} from notes where person = ? and kind = ? and about = ?",  # noqa: S608  ours
            (person, kind.value, storable(about)),
        ).fetchone()
    return _note(row)


def notes(desk: Desk, person: int) -> tuple[Note, ...]:
    """All notes of the person, the last changed first."""
    query = f"select {_COLUMNS} from notes where person = ? order by changed desc, id desc"  # noqa: S608  ours
    with desk.reading() as connection:
        return tuple(map(_note, connection.execute(query, (person,)).fetchall()))


def note_of(desk: Desk, person: int, number: int) -> Note | None:
    """The person's note of that number; None where there is none, or it is another's."""
    query = f"select {_COLUMNS} from notes where id = ? and person = ?"  # noqa: S608  ours
    with desk.reading() as connection:
        row = connection.execute(query, (number, person)).fetchone()
    return _note(row) if row else None


def note_about(desk: Desk, person: int, kind: NoteOn, about: str) -> Note | None:
    """The person's note about that, or None."""
    query = f"select {_COLUMNS} from notes where person = ? and kind = ? and about = ?"  # noqa: S608  ours
    with desk.reading() as connection:
        row = connection.execute(query, (person, kind.value, storable(about))).fetchone()
    return _note(row) if row else None


def throw_away(desk: Desk, person: int, number: int) -> bool:
    """Whether the person had a note of that number, which is gone now."""
    with desk.writing() as connection:
        return connection.execute("delete from notes where id = ? and person = ?", (number, person)).rowcount > 0


def _note(row: tuple[int, str, str, str, str, str]) -> Note:
    number, kind, about, words, made, changed = row
    return Note(number, NoteOn(kind), about, words, made, changed)
