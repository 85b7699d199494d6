"""Which bodies of evidence belong to a case, as rows that the log answers for; one that is removed keeps its row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import orjson
from sqlalchemy import select

from firsthand.errors import CaseError
from firsthand.store import schema
from firsthand.store.case import Case, Row
from firsthand.store.known import clean
from firsthand.store.wording import kept, named, now

__all__ = ["Held", "bodies_of", "hold", "let_go"]


@dataclass(frozen=True, slots=True)
class Held:
    """A body of evidence of a case: of which kind, what a person calls it, where it is, and with which options.

    `what` is an absolute path or an address, `version` the hash of its data when it was added, by whom and when (ISO
    8601). `undone` is when it was removed, `undone_by` who did; both None where it stands.
    """

    number: int
    at: str
    analyst: str
    connector: str
    name: str
    what: str
    options: tuple[tuple[str, str], ...]
    version: str
    undone: str | None = None
    undone_by: str | None = None


def hold(
    case: Case, connector: str, name: str, what: str, options: Mapping[str, str], version: str, analyst: str
) -> Held:
    """Keep that a body of evidence belongs to the case.

    Raises:
        CaseError: the case cannot be written, something is too long or empty, or a body of that name is there already.
    """
    body = Held(
        number=0,
        at=now(),
        analyst=named(analyst),
        connector=clean(connector),
        name=clean(kept("name of the evidence", name).strip()),
        what=_path(what),
        options=tuple(sorted((clean(option), kept("option", value)) for option, value in options.items())),
        version=clean(version),
    )
    if not any(map(str.isalnum, body.name)):
        raise CaseError("Evidence has to have a name, so that it can be named in decisions.")
    if any(each.name == body.name for each in bodies_of(case)):
        raise CaseError(f"The case has evidence of the name {body.name!r} already. Give another, or remove that first.")
    with case.writing("evidence added") as batch:
        number = batch.add(schema.evidence, **_row(body))
        batch.note = {"evidence": number, "name": body.name, "version": body.version, "analyst": body.analyst}
    return replace(body, number=number)


def let_go(case: Case, name: str, analyst: str) -> Held:
    """Note that a body no longer belongs to the case; its row stays, with who said so and when.

    Raises:
        CaseError: none of that name belongs to it, or nobody is named, or the case cannot be written.
    """
    found = next((each for each in bodies_of(case) if each.name == name), None)
    if found is None:
        known = ", ".join(each.name for each in bodies_of(case)) or "none"
        raise CaseError(f"The case has no evidence of the name {clean(name)!r}. It has: {known}.")
    removed = replace(found, undone=now(), undone_by=named(analyst))
    with case.writing("evidence removed", {"evidence": found.number, "analyst": removed.undone_by}) as batch:
        batch.change(schema.evidence, {"id": found.number, **_row(removed)})
    return removed


def bodies_of(case: Case, *, removed: bool = False) -> tuple[Held, ...]:
    """The bodies of evidence of a case in the order in which they were added; with `removed` also those that were.

    Raises:
        CaseError: a row was changed so that it names none.
    """
    table = schema.evidence
    if table not in schema.rows_of(case.version):
        return ()
    query = select(table).order_by(table.c.id)
    return tuple(map(_held, case.rows(query if removed else query.where(table.c.undone.is_(None)))))


def _path(what: str) -> str:
    """A path or an address to the letter: what cannot be kept so could not be opened again."""
    if kept("path or address", what) != what:
        raise CaseError(f"The name {clean(what)!r} has characters that cannot be kept. Rename the file, or link to it.")
    return what


def _row(body: Held) -> Row:
    return {
        "at": body.at,
        "analyst": body.analyst,
        "connector": body.connector,
        "name": body.name,
        "what": body.what,
        "options": orjson.dumps(dict(body.options)).decode(),
        "version": body.version,
        "undone": body.undone,
        "undone_by": body.undone_by,
    }


def _held(row: Row) -> Held:
    try:
        options = orjson.loads(str(row["options"]))
        told = tuple((str(option), str(value)) for option, value in options.items())
    except (orjson.JSONDecodeError, AttributeError) as error:
        raise CaseError(
            f"Evidence {row['id']} no longer has options: its row was changed. `firsthand verify` tells more."
        ) from error
    texts = {name: str(row[name]) for name in ("at", "analyst", "connector", "name", "what", "version")}
    undone, undone_by = (None if row[name] is None else str(row[name]) for name in ("undone", "undone_by"))
    return Held(int(str(row["id"])), **texts, options=told, undone=undone, undone_by=undone_by)
