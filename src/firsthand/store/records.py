"""Records from the JSON that they were written as: any of those that are declared with their types."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import is_dataclass
from datetime import date, datetime
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

__all__ = ["record_of"]

_DATE = len("2026-01-31")
_Record = TypeVar("_Record")


def record_of(kind: type[_Record], told: Mapping[str, object]) -> _Record:
    """A record of that class; fields that are not told, as in one of an older version, are empty.

    Raises:
        ValueError, TypeError: it has a value that no such record has, or lacks one.
    """
    record: _Record = _record(kind, told)
    return record


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _record(kind: Any, told: object) -> Any:
    if not isinstance(told, Mapping):
        raise TypeError(f"a {kind.__name__} is told as an object, not as {type(told).__name__}")
    hints = _hints(kind)
    return kind(**{name: _value(hints[name], value) for name, value in told.items() if name in hints})


def _value(hint: Any, told: Any) -> Any:
    if told is None:
        return None
    origin = get_origin(hint)
    if origin in (Union, UnionType):
        return _one_of([each for each in get_args(hint) if each is not NoneType], told)
    if origin is tuple:
        if not isinstance(told, list):
            raise TypeError(f"a tuple is told as a list, not as {type(told).__name__}")
        first, *rest = get_args(hint)
        kinds = [first] * len(told) if rest == [...] else [first, *rest]
        return tuple(_value(kind, one) for kind, one in zip(kinds, told, strict=True))
    if origin is Mapping:
        _, held = get_args(hint)
        return {str(name): _value(held, value) for name, value in told.items()}
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
