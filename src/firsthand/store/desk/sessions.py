"""Who is logged in. A session is 256 random bits that only the browser has; kept is their SHA-256."""

from __future__ import annotations

import hashlib
import re
import secrets
from dataclasses import dataclass
from datetime import timedelta

from firsthand.kinds import Role
from firsthand.store.desk.database import Desk, stamp
from firsthand.store.desk.people import Person

__all__ = ["AT_MOST", "Lasting", "Session", "begin", "digest_of", "end", "session_of"]

AT_MOST = 20
"""Sessions of one person: with one more, the one that was seen longest ago ends."""
_SECRET = re.compile(r"[0-9a-f]{64}", re.ASCII)
_NOTED = timedelta(minutes=1)
"""How exactly it is kept when a session was last seen: not every request has to write."""


@dataclass(frozen=True, slots=True)
class Lasting:
    """How long a session lasts: without a request, and in all."""

    idle: timedelta = timedelta(hours=8)
    whole: timedelta = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Session:
    """That a person is logged in. `digest` stands for it in the file, and opens nothing."""

    digest: str
    person: Person
    made: str
    ends: str


def digest_of(secret: str) -> str:
    """SHA-256, in hexadecimal digits."""
    return hashlib.sha256(secret.encode()).hexdigest()


def begin(desk: Desk, person: Person, address: str, lasting: Lasting) -> str:
    """A new session, as the secret that the browser gets: 64 hexadecimal digits. What is over is swept out."""
    secret, now = secrets.token_hex(32), desk.clock()
    with desk.writing() as connection:
        connection.execute("delete from sessions where ends <= ? or seen <= ?", (stamp(now), stamp(now - lasting.idle)))
        connection.execute(
            "insert into sessions (digest, person, made, seen, ends, address) values (?, ?, ?, ?, ?, ?)",
            (digest_of(secret), person.number, stamp(now), stamp(now), stamp(now + lasting.whole), address[:64]),
        )
        connection.execute(
            "delete from sessions where person = :person and digest not in "
            "(select digest from sessions where person = :person order by seen desc, made desc limit :most)",
            {"person": person.number, "most": AT_MOST},
        )
    return secret


def session_of(desk: Desk, secret: str, lasting: Lasting, *, here: bool = True) -> Session | None:
    """The session of a secret, whatever it looks like; None where it is none, is over, or its person is disabled.

    Args:
        here: whether this shows that its person is there, and the time without a request begins anew.
    """
    if not _SECRET.fullmatch(secret):
        return None
    digest, now = digest_of(secret), desk.clock()
    with desk.reading() as connection:
        row = connection.execute(
            "select s.made, s.seen, s.ends, p.id, p.name, p.role, p.hash is not null, p.made "
            "from sessions s join people p on p.id = s.person where s.digest = ? and p.disabled is null",
            (digest,),
        ).fetchone()
    if row is None:
        return None
    made, seen, ends, number, name, role, password, since = row
    if stamp(now) >= ends or stamp(now - lasting.idle) >= seen:
        return None
    if here and stamp(now - min(_NOTED, lasting.idle / 4)) >= seen:
        with desk.writing() as connection:
            connection.execute("update sessions set seen = ? where digest = ?", (stamp(now), digest))
    return Session(digest, Person(number, name, Role(role), bool(password), None, since), made, ends)


def end(desk: Desk, digest: str) -> None:
    """Log out: the secret of that digest opens nothing any more."""
    with desk.writing() as connection:
        connection.execute("delete from sessions where digest = ?", (digest,))
