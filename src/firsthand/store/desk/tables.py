"""The tables of the desk. Times are ISO 8601 in UTC; secrets are kept only as hashes."""

from __future__ import annotations

from firsthand.kinds import Role

__all__ = ["TABLES", "VERSION"]

VERSION = 1
"""Of the tables. A file of a higher one is refused."""

_ROLES = ", ".join(f"'{role.value}'" for role in Role)

TABLES = (
    "create table secrets (id integer primary key check (id = 1), value blob not null) strict",
    # A number is never given twice: what was done by somebody who is gone stays theirs.
    f"""create table people (
        id integer primary key autoincrement, name text not null, key text not null unique,
        role text not null check (role in ({_ROLES})), hash text, disabled text, made text not null) strict""",
    """create table sessions (
        digest text primary key, person integer not null references people on delete cascade, made text not null,
        seen text not null, ends text not null, address text not null) strict, without rowid""",
    "create index sessions_person on sessions (person)",
    f"""create table tokens (
        id integer primary key autoincrement, digest text not null unique,
        person integer not null references people on delete cascade, name text not null,
        role text not null check (role in ({_ROLES})), made text not null, ends text not null, used text,
        start text not null) strict""",
    "create index tokens_person on tokens (person)",
    """create table audit (
        id integer primary key, at text not null, person integer, who text not null, role text not null,
        what text not null, about text not null, address text not null, outcome text not null,
        previous text not null, hash text not null) strict""",
    "create index audit_who on audit (who, id)",
    "create index audit_about on audit (about, id)",
    """create trigger audit_stays before update on audit
        begin select raise(abort, 'what was seen and done is never changed'); end""",
    """create trigger audit_is_kept before delete on audit
        begin select raise(abort, 'what was seen and done is never taken out'); end""",
    # Also keeps `insert or replace` from putting one row in the place of another, which fires no trigger on deletes.
    """create trigger audit_goes_on before insert on audit
        when new.id is not (select coalesce(max(id), 0) + 1 from audit)
        begin select raise(abort, 'what was seen and done is only added to'); end""",
    """create table notes (
        id integer primary key autoincrement, person integer not null references people on delete cascade,
        kind text not null, about text not null, words text not null, made text not null, changed text not null,
        unique (person, kind, about)) strict""",
    """create table views (
        id integer primary key autoincrement, person integer not null references people on delete cascade,
        name text not null, query text not null, made text not null, unique (person, name)) strict""",
)
