"""Records as JSON that come back exactly as they were, or not at all: what an assessment was made from is replayed.

`records.record_of` takes what it can of a copy that may be made anew; here a value of another kind than the record
declares, a field that it does not know and one that is missing are errors. Floating-point numbers come back to the last
bit, and those that are none are refused.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints
from zlib import compress, decompressobj
from zlib import error as ZlibError  # noqa: N812  a class by its library's name

import orjson

from firsthand.store.wording import storable

__all__ = ["exact", "json_of", "packed", "record_from", "unpacked", "unzipped"]

_MOST = 1 << 26
"""Bytes of one record as JSON, at most; more is no record of ours."""
_Record = TypeVar("_Record")


def exact(record: _Record) -> _Record:
    """The record as it will come back: without characters that no database holds, and with plain numbers.

    Raises:
        ValueError: it has a number that is none, or a value of another kind than it declares.
    """
    found: _Record = record_from(type(record), json_of(record))
    return found


def json_of(record: object) -> bytes:
    """A record as JSON, its fields in their order.

    Raises:
        ValueError: it has a number that is none, or something that is no record.
    """
    try:
        return orjson.dumps(_plain(record))
    except orjson.JSONEncodeError as error:
        raise ValueError(f"a {type(record).__name__} cannot be written as JSON: {error}") from error


def record_from(kind: type[_Record], written: bytes) -> _Record:
    """The record of that class that was written so.

    Raises:
        ValueError: it was not; the message names the first field that is not as declared.
    """
    record: _Record = _value(kind, orjson.loads(written), kind.__name__)
    return record


def packed(record: object) -> bytes:
    """`json_of`, packed with zlib. Raises ValueError."""
    return compress(json_of(record))


def unpacked(kind: type[_Record], data: bytes) -> _Record:
    """The record of that class from what `packed` gave. Raises ValueError."""
    return record_from(kind, unzipped(data))


def unzipped(data: bytes) -> bytes:
    """The JSON of what `packed` gave. Raises ValueError."""
    opened = decompressobj()
    try:
        written = opened.decompress(data, _MOST)
    except ZlibError as error:
        raise ValueError(f"no packed record: {error}") from error
    if not opened.eof or opened.unused_data:
        raise ValueError("a packed record is cut short, goes on behind its end, or is too long")
    return written


def _plain(value: Any) -> Any:
    """What JSON has for it."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Enum):
        return value.value
    if value is None or isinstance(value, bool | date):
        return value
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, int):
        return int(value)
    if isinstance(value, float):
        return _finite(float(value), "number")
    if isinstance(value, tuple | list):
        return [_plain(each) for each in value]
    raise ValueError(f"a {type(value).__name__} is no value of a record")


def _finite(number: float, where: str) -> float:
    if not math.isfinite(number):
        raise ValueError(f"{where}: {number} is no number")
    return number


@cache
def _hints(kind: type) -> Mapping[str, Any]:
    return get_type_hints(kind)


def _value(hint: Any, told: Any, where: str) -> Any:
    origin = get_origin(hint)
    if origin in (Union, UnionType):
        return _optional(get_args(hint), told, where)
    if origin is tuple:
        return _tuple(get_args(hint), told, where)
    if is_dataclass(hint):
        return _record(hint, told, where)
    if hint is float and type(told) in (int, float):
        return _finite(float(told), where)
    if hint in (str, int, bool) and type(told) is hint:
        return told
    if isinstance(hint, type) and issubclass(hint, Enum | date) and isinstance(told, str):
        return _named(hint, told, where)
    raise ValueError(f"{where} is {type(told).__name__}, not as declared")


def _named(hint: type, told: str, where: str) -> Any:
    try:
        return hint(told) if issubclass(hint, Enum) else (datetime if hint is datetime else date).fromisoformat(told)
    except ValueError as error:
        raise ValueError(f"{where}: {error}") from error


def _optional(kinds: tuple[Any, ...], told: Any, where: str) -> Any:
    if told is None and NoneType in kinds:
        return None
    own = [each for each in kinds if each is not NoneType]
    same = [each for each in own if type(told) is each]  # of several, such as the ids of places, it is what it is
    return _value(same[0] if same else own[0], told, where)


def _tuple(kinds: tuple[Any, ...], told: Any, where: str) -> tuple[Any, ...]:
    if not isinstance(told, list):
        raise ValueError(f"{where} is {type(told).__name__}, not a list")
    if kinds[1:] == (...,):
        return tuple(_value(kinds[0], each, f"{where}[{at}]") for at, each in enumerate(told))
    if len(kinds) != len(told):
        raise ValueError(f"{where} has {len(told)} values, not {len(kinds)}")
    return tuple(_value(kind, each, f"{where}[{at}]") for at, (kind, each) in enumerate(zip(kinds, told, strict=True)))


def _record(kind: Any, told: Any, where: str) -> Any:
    if not isinstance(told, dict):
        raise ValueError(f"{where} is {type(told).__name__}, not an object")
    hints = _hints(kind)
    if unknown := told.keys() - hints.keys():
        raise ValueError(f"{where} has {sorted(unknown)[0]!r}, which no {kind.__name__} has here")
    for field in fields(kind):
        if field.name not in told and field.default is MISSING and field.default_factory is MISSING:
            raise ValueError(f"{where} lacks {field.name!r}")
    return kind(**{name: _value(hints[name], value, f"{where}.{name}") for name, value in told.items()})
