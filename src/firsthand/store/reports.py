"""What a reader made of a capture, from the JSON in which the case keeps it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import is_dataclass
from datetime import date, datetime
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints
from zlib import decompress

import orjson
from sqlalchemy import select

from firsthand.model import Report
from firsthand.store import schema
from firsthand.store.case import Case

__all__ = ["report_of", "report_under"]

_DATE = len("2026-01-31")


def report_of(kept: bytes) -> Report:
    """The report that was written as this JSON; fields that are not told, as in one of an older version, are empty.

    Raises:
        ValueError: it has a value that no report of this version has.
    """
    told: Report = _record(Report, orjson.loads(kept))
    return told


def report_under(case: Case, key: str, payload: int) -> Report | None:
    """What the latest reader made of that content under that key; None where it made nothing of it, or has not yet."""
    captures, readings = schema.captures, schema.readings
    query = (
        select(readings.c.report)
        .join(captures, captures.c.id == readings.c.capture)
        .where(captures.c.key == key, captures.c.payload == payload, readings.c.replaced.is_(None))
        .order_by(readings.c.id.desc())
        .limit(1)
    )
    kept = case.connection.execute(query).scalar()
    return report_of(decompress(kept)) if kept else None


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _record(kind: Any, told: Mapping[str, object]) -> Any:
    hints = _hints(kind)
    return kind(**{name: _value(hints[name], value) for name, value in told.items() if name in hints})


def _value(hint: Any, told: Any) -> Any:
    if told is None:
        return None
    origin = get_origin(hint)
    if origin in (Union, UnionType):
        return _one_of([each for each in get_args(hint) if each is not NoneType], told)
    if origin is tuple:
        first, *rest = get_args(hint)
        kinds = [first] * len(told) if rest == [...] else [first, *rest]
        return tuple(_value(kind, one) for kind, one in zip(kinds, told, strict=True))
    if is_dataclass(hint):
        return _record(hint, told)
    if hint in (datetime, date):
        return _moment(told)
    return hint(told) if isinstance(hint, type) and issubclass(hint, Enum) else told


def _one_of(kinds: list[Any], told: Any) -> Any:
    if len(kinds) == 1:
        return _value(kinds[0], told)
    return _moment(told) if isinstance(told, str) and datetime in kinds else told


def _moment(written: str) -> datetime | date:
    return date.fromisoformat(written) if len(written) == _DATE else datetime.fromisoformat(written)
