"""The shapes of what the API says, as JSON Schemas: those that the package has for files, and those of its records."""

from __future__ import annotations

from functools import cache
from typing import Any, cast

from pydantic import TypeAdapter

from firsthand.show.claims.claims_json import claim_schema
from firsthand.show.desk.building import SourcePage
from firsthand.show.json_report import schema as report_schema
from firsthand.show.weighed.schemas import bodies_schema, replay_schema, verdict_schema
from firsthand.store.board import BoardRow, DocumentRow, SourceRow
from firsthand.store.desk.audit import Seen as Audited
from firsthand.store.desk.notes import Note
from firsthand.store.desk.views import View
from firsthand.store.inbox import Handed
from firsthand.store.log import Entry

__all__ = ["Shape", "json_of", "shapes"]

_REF = "#/components/schemas/"
Shape = dict[str, Any]


def json_of(name: str, media_type: str = "application/json", status: int = 200) -> dict[int | str, Shape]:
    """What a route gives: the shape of that name."""
    return {status: {"description": name, "content": {media_type: {"schema": {"$ref": f"{_REF}{name}"}}}}}


@cache
def shapes() -> dict[str, Shape]:
    """Every shape by its name; those that are inside of another have names such as `Claim.Evidence`."""
    found: dict[str, Shape] = {}
    for name, schema in _WRITTEN.items():
        _put(found, name, cast(Shape, schema()))
    for name, record in _RECORDS.items():
        _put(found, name, TypeAdapter(record).json_schema(mode="serialization"))
    return found | _PLAIN


_WRITTEN = {
    "Claim": claim_schema,
    "Report": report_schema,
    "History": replay_schema,
    "Bodies": bodies_schema,
    "Verdict": verdict_schema,
}
_RECORDS: dict[str, type] = {
    "Row": BoardRow,
    "DocumentRow": DocumentRow,
    "SourceRow": SourceRow,
    "SourcePage": SourcePage,
    "Job": Handed,
    "Entry": Entry,
    "Note": Note,
    "View": View,
    "AuditEntry": Audited,
}


def _put(found: dict[str, Shape], name: str, schema: Shape) -> None:
    """A schema with what it has inside, each under a name of its own: `$defs` mean nothing in this description."""
    inside = schema.get("$defs", {})
    found[name] = _named(name, {key: part for key, part in schema.items() if key not in ("$schema", "$id", "$defs")})
    for own, part in inside.items():
        found[f"{name}.{own}"] = _named(name, part)


def _named(name: str, part: Any) -> Any:
    if isinstance(part, dict):
        return {
            key: f"{_REF}{name}.{value.removeprefix('#/$defs/')}"
            if key == "$ref" and isinstance(value, str) and value.startswith("#/$defs/")
            else _named(name, value)
            for key, value in part.items()
            if key not in ("$schema", "$id")
        }
    return [_named(name, each) for each in part] if isinstance(part, list) else part


def _ref(name: str) -> Shape:
    return {"$ref": f"{_REF}{name}"}


def _list(name: str) -> Shape:
    return {"type": "array", "items": _ref(name)}


_TEXT: Shape = {"type": "string"}
_COUNT: Shape = {"type": "integer", "minimum": 0}
_NEXT: Shape = {"type": ["string", "null"], "description": "The address of the next page, relative to this one."}


def _object(**properties: Shape) -> Shape:
    return {"type": "object", "required": list(properties), "properties": properties}


def _page(**properties: Shape) -> Shape:
    return _object(total=_COUNT, page=_COUNT, per_page=_COUNT, next=_NEXT, **properties)


_LINK = _object(
    number=_COUNT, at=_TEXT, analyst=_TEXT, decision={"enum": ["same", "different"]}, one={}, other={}, reason=_TEXT
)
_DECISION: Shape = {"anyOf": [_ref("Verdict"), _LINK]}
_FEATURE = _object(type={"const": "Feature"}, id=_TEXT, geometry={"type": "object"}, properties={"type": "object"})
_PLAIN: dict[str, Shape] = {
    "Error": {"type": "object", "required": ["error"], "properties": {"error": _TEXT, "what_to_do": _TEXT}},
    "Claims": _page(
        whole=_COUNT,
        state=_TEXT,
        made=_TEXT,
        claims={"type": "array", "items": {"anyOf": [_ref("Row"), _ref("Claim")]}},
    ),
    "Facets": _object(total=_COUNT, whole=_COUNT, facets={"type": "object"}),
    "Places": _page(type={"const": "FeatureCollection"}, nowhere=_COUNT, features={"type": "array", "items": _FEATURE}),
    "Timeline": _object(
        total=_COUNT,
        undated=_COUNT,
        days={"type": "array", "items": _object(day=_TEXT, happened=_COUNT, told=_COUNT)},
    ),
    "Documents": _page(documents=_list("DocumentRow")),
    "Document": {
        "allOf": [
            _ref("DocumentRow"),
            _object(captures={"type": "array", "items": _object(number=_COUNT)}, claims={"type": "array"}),
        ]
    },
    "Sources": _object(total=_COUNT, sources=_list("SourceRow")),
    "Source": {
        "allOf": [
            _ref("SourceRow"),
            _object(
                record=_list("SourcePage.Given"),
                taken=_list("SourcePage.Taken"),
                given=_list("SourcePage.Taken"),
                started={"type": "array", "items": _TEXT, "description": "The ids of the claims that start with it."},
            ),
        ]
    },
    "Decision": _DECISION,
    "Decisions": _object(total=_COUNT, decisions=_list("Decision")),
    "DecisionsMade": _object(decisions=_list("Decision")),
    "Jobs": _object(total=_COUNT, jobs=_list("Job")),
    "Progress": _object(what=_TEXT, count=_COUNT, problem=_TEXT, board=_TEXT),
    "Log": _object(entries=_list("Entry"), next=_NEXT),
    "Head": _object(case=_TEXT, entries=_COUNT, at=_TEXT, head=_TEXT, captures=_COUNT),
    "Formats": _object(formats={"type": "array", "items": _object(name=_TEXT, says=_TEXT, media_type=_TEXT)}),
    "Me": _object(name=_TEXT, role={"enum": ["reader", "analyst", "admin"]}, via=_TEXT),
    "Notes": _object(total=_COUNT, notes=_list("Note")),
    "Views": _object(total=_COUNT, views=_list("View")),
    "Audit": _object(entries=_list("AuditEntry"), next=_NEXT),
}
