"""The user's own table of sources, as a case remembers it, and the sources that the case has met."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

import orjson
from sqlalchemy import func, select

from firsthand.model import Source
from firsthand.store import schema
from firsthand.store.case import Case, Row, source_row

__all__ = ["captures_by_source", "keep_own_sources", "own_sources"]

_NAME = "sources"


def own_sources(case: Case) -> tuple[str, str] | None:
    """Name and text of the table that holds for the case; None where it has none of its own."""
    row = _setting(case)
    if row is None or not row["value"]:
        return None
    kept = orjson.loads(str(row["value"]))
    return str(kept["name"]), str(kept["text"])


def keep_own_sources(case: Case, own: tuple[str, str] | None, sources: Mapping[str, Source]) -> None:
    """Remember a table, or with None that there is none, and tell anew the sources that the case has met.

    Args:
        own: name and text.
        sources: all that the table gives, by id.

    Raises:
        CaseError: the case cannot be written; nothing is changed then.
    """
    value = orjson.dumps({"name": own[0], "text": own[1]}).decode() if own else ""
    note = {"table": own[0], "sha256": hashlib.sha256(own[1].encode()).hexdigest()} if own else {"table": None}
    before = _setting(case)
    with case.writing("sources", note) as batch:
        if before is None:
            batch.add(schema.settings, name=_NAME, value=value)
        else:
            batch.change(schema.settings, before | {"value": value})
        for row in case.rows(select(schema.sources)):
            source = sources.get(str(row["key"]))
            if source is not None and row | source_row(source) != row:
                batch.change(schema.sources, row | source_row(source))


def captures_by_source(case: Case) -> dict[str, int]:
    """How many captures the case has of each source that it knows one of, by the id of the source."""
    sources, captures = schema.sources, schema.captures
    query = (
        select(sources.c.key, func.count()).join(captures, captures.c.source == sources.c.id).group_by(sources.c.key)
    )
    return {str(key): int(number) for key, number in case.connection.execute(query)}


def _setting(case: Case) -> Row | None:
    query = select(schema.settings).where(schema.settings.c.name == _NAME).order_by(schema.settings.c.id)
    return next(iter(case.rows(query)), None)
