"""The tellings of a document as text, so that an index can make their records anew without reading the document."""

from __future__ import annotations

import json
import zlib
from base64 import b64decode, b64encode
from collections.abc import Sequence
from dataclasses import fields
from hashlib import blake2b
from typing import Any

import orjson

from firsthand.claims import Figure, Ground, Telling, Told
from firsthand.kinds import Mode
from firsthand.model import Span

__all__ = ["content", "number_of", "packed", "unpacked"]

_NAMES = tuple(field.name for field in fields(Telling))
_SETS = tuple(field.name for field in fields(Telling) if str(field.type).startswith("frozenset"))
_LEVEL = 1  # of zlib: what takes longer saves little
_ENOUGH = 4
"""Terms from which on a telling is known by itself: with fewer, copies must stand among the same words as well."""


def packed(tellings: Sequence[Telling]) -> str:
    """The tellings of one document. Equal tellings give equal text, in whatever order their sets are walked."""
    rows = [[_plain(name, getattr(telling, name)) for name in _NAMES] for telling in tellings]
    return b64encode(zlib.compress(_json(rows), _LEVEL)).decode()


def unpacked(document: str, text: str) -> tuple[Telling, ...]:
    """The tellings of the document of this key."""
    data = zlib.decompress(b64decode(text))
    try:
        rows = orjson.loads(data)
    except ValueError:
        rows = json.loads(data)
    return tuple(_telling(document, dict(zip(_NAMES, row, strict=True))) for row in rows)


def content(telling: Telling) -> int:
    """A number that is the same for copies: tellings that say the same in the same way on the same day."""
    left_out = ("told", "heading", "around") if len(telling.terms) >= _ENOUGH else ("told", "heading")
    return number_of(_json([_plain(name, getattr(telling, name)) for name in _NAMES if name not in left_out]))


def number_of(data: bytes) -> int:
    """A number from 0 to 2⁶³ - 1 that is not met twice (BLAKE2b, RFC 7693)."""
    return int.from_bytes(blake2b(data, digest_size=8).digest()) >> 1


def _json(value: Any) -> bytes:
    try:
        return orjson.dumps(value)
    except TypeError:  # half a surrogate pair, which orjson refuses
        return json.dumps(value).encode()


def _plain(name: str, value: Any) -> Any:
    if name in _SETS:
        return sorted(value)
    if name == "told":
        return [value.span.start, value.span.end]
    if name == "figures":
        return [[each.value, each.unit, each.low, each.high] for each in value]
    if name in ("places", "near"):
        return [[each.id, each.lat, each.lon, each.radius_km] for each in value]
    return value


def _telling(document: str, row: dict[str, Any]) -> Telling:
    row["told"] = Told(document, Span(*row["told"]))
    row["figures"] = tuple(Figure(*each) for each in row["figures"])
    row["mode"] = Mode(row["mode"])
    for name in ("places", "near"):
        row[name] = tuple(Ground(*each) for each in row[name])
    for name in _SETS:
        row[name] = frozenset(row[name])
    return Telling(**row)
