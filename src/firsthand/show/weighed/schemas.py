"""The JSON Schemas of what the commands on evidence and assessments say.

The shapes of records (what was found, facts, assessments) follow from their classes: `python -m
firsthand.show.weighed.schemas > src/firsthand/show/weighed/records.schema.json` writes them anew after a change.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from enum import Enum
from importlib.resources import files
from types import NoneType, UnionType
from typing import Any, Union, cast, get_args, get_origin, get_type_hints

import orjson

from firsthand.assessments import Assessment, Facts
from firsthand.evidence import Evidence
from firsthand.show.json_report import Json

__all__ = ["bodies_schema", "kinds_schema", "record_schemas", "replay_schema", "run_schema", "verdict_schema"]

_RECORDS = (Assessment, Evidence, Facts)
_PLAIN = {str: "string", int: "integer", float: "number", bool: "boolean"}


def kinds_schema() -> Json:
    """Of `firsthand evidence kinds --json` (draft 2020-12, as all of these)."""
    return _schema("kinds")


def bodies_schema() -> Json:
    """Of `firsthand evidence list --json`."""
    return _schema("bodies")


def run_schema() -> Json:
    """Of `firsthand evidence run --json`, with the shapes of its records inside."""
    return _schema("run") | {"$defs": _schema("records")["$defs"]}


def replay_schema() -> Json:
    """Of `firsthand replay --json`, with the shapes of its records inside."""
    return _schema("replay") | {"$defs": _schema("records")["$defs"]}


def verdict_schema() -> Json:
    """Of what `firsthand decide --json` says, and of a verdict in `firsthand decisions --json`."""
    return _schema("verdict")


def record_schemas() -> Json:
    """The shapes of the records, from their classes."""
    found: dict[str, object] = {}
    for kind in _RECORDS:
        found.update(_records(kind))
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Evidence, facts and assessments",
        "$defs": dict(sorted(found.items())),
    }


def _schema(name: str) -> Json:
    return cast(Json, orjson.loads(files("firsthand.show.weighed").joinpath(f"{name}.schema.json").read_bytes()))


def _records(kind: type[Any]) -> Iterator[tuple[str, object]]:
    """A record and those within it, by name."""
    hints = get_type_hints(kind)
    own = fields(kind)
    yield (
        kind.__name__,
        {
            "description": " ".join((kind.__doc__ or "").split()),
            "type": "object",
            "additionalProperties": False,
            "required": [each.name for each in own if each.default is MISSING],
            "properties": {each.name: _shape(hints[each.name]) for each in own},
        },
    )
    for hint in hints.values():
        for inner in _within(hint):
            yield from _records(inner)


def _within(hint: Any) -> Iterator[type[Any]]:
    if is_dataclass(hint):
        yield cast(type[Any], hint)
    for inner in get_args(hint):
        yield from _within(inner)


def _shape(hint: Any) -> Json:
    origin, inner = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        none = [{"type": "null"}] if NoneType in inner else []
        return {"anyOf": [*(_shape(each) for each in inner if each is not NoneType), *none]}
    if origin is tuple:
        if inner[1:] == (...,):
            return {"type": "array", "items": _shape(inner[0])}
        return {"type": "array", "prefixItems": [_shape(each) for each in inner], "items": False}
    if is_dataclass(hint):
        return {"$ref": f"#/$defs/{cast(type, hint).__name__}"}
    if issubclass(hint, Enum):
        return {"enum": [each.value for each in hint]}
    return {"type": "string", "format": "date"} if issubclass(hint, date) else {"type": _PLAIN[hint]}


if __name__ == "__main__":
    sys.stdout.buffer.write(orjson.dumps(record_schemas(), option=orjson.OPT_INDENT_2) + b"\n")
