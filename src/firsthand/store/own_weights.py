"""The weights of links that a case has learned for itself, as it remembers them."""

from __future__ import annotations

import hashlib

from sqlalchemy import select

from firsthand.store import schema
from firsthand.store.case import Case

__all__ = ["keep_own_weights", "own_weights"]

_NAME = "link weights"


def own_weights(case: Case) -> str | None:
    """The table that holds for the case; None where it has none of its own."""
    return case.setting(_NAME) or None


def keep_own_weights(case: Case, table: str | None) -> None:
    """Remember a table, or with None that there is none; the log tells its hash.

    Raises:
        CaseError: the case cannot be written; nothing is changed then.
    """
    rows = case.rows(select(schema.settings).where(schema.settings.c.name == _NAME).order_by(schema.settings.c.id))
    note = {"sha256": hashlib.sha256(table.encode()).hexdigest() if table else None}
    with case.writing("weights", note) as batch:
        if rows:
            batch.change(schema.settings, rows[0] | {"value": table or ""})
        else:
            batch.add(schema.settings, name=_NAME, value=table or "")
