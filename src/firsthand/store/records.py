"""Records from the JSON that they were written as: any of those that are declared with their types."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import is_dataclass
from datetime import date, datetime
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

__all__ = ["record_of"]

_DATE = len("2026-01-31")
_Record = TypeVar("_Record")
_Reader = Callable[[Any], Any]
"""Makes a value of what JSON has for it."""


def record_of(kind: type[_Record], told: Mapping[str, object]) -> _Record:
    """A record of that class; fields that are not told, as in one of an older version, are empty.

    Raises:
        ValueError, TypeError: it has a value that no such record has, or lacks one.
    """
    made: Any = kind  # a class is hashable, which mypy does not know
    record: _Record = _reader(made)(told)
    return record


@cache
def _reader(hint: Any) -> _Reader:
    """What reads values that are declared so, made once: to look at declarations for every value takes most of the
    time in which a document is read."""
    origin = get_origin(hint)
    if origin in (Union, UnionType):
        return _one_of(tuple(each for each in get_args(hint) if each is not NoneType))
    if origin is tuple:
        return _tuple(*get_args(hint))
    if origin is Mapping:
        held = _reader(get_args(hint)[1])
        return lambda told: {str(name): None if value is None else held(value) for name, value in told.items()}
    if is_dataclass(hint):
        return _fields(hint)
    if hint in (datetime, date):
        return _moment
    return hint if isinstance(hint, type) and issubclass(hint, Enum) else _as_it_is


@cache
def _readers(kind: Any) -> dict[str, _Reader]:
    return {name: _reader(hint) for name, hint in get_type_hints(kind).items()}


def _fields(kind: Any) -> _Reader:
    def read(told: Any) -> Any:
        if not isinstance(told, Mapping):
            raise TypeError(f"a {kind.__name__} is told as an object, not as {type(told).__name__}")
        readers = _readers(kind)  # not before, as a class may have fields of its own kind
        known = ((name, value) for name, value in told.items() if name in readers)
        return kind(**{name: None if value is None else readers[name](value) for name, value in known})

    return read


def _tuple(first: Any, *rest: Any) -> _Reader:
    def checked(told: Any) -> list[Any]:
        if not isinstance(told, list):
            raise TypeError(f"a tuple is told as a list, not as {type(told).__name__}")
        return told

    if rest == (...,):
        one = _reader(first)
        return lambda told: tuple([None if each is None else one(each) for each in checked(told)])
    readers = [_reader(kind) for kind in (first, *rest)]
    return lambda told: tuple(
        None if each is None else reader(each) for reader, each in zip(readers, checked(told), strict=True)
    )


def _one_of(kinds: tuple[Any, ...]) -> _Reader:
    if len(kinds) == 1:
        return _reader(kinds[0])
    moments = datetime in kinds
    return lambda told: _moment(told) if moments and isinstance(told, str) else told


def _as_it_is(told: Any) -> Any:
    return told


def _moment(written: str) -> datetime | date:
    return date.fromisoformat(written) if len(written) == _DATE else datetime.fromisoformat(written)
