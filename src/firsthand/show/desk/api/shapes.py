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
from firsthand.store.desk import Person
from firsthand.store.desk.audit import Seen as Audited
from firsthand.store.desk.notes import Note
from firsthand.store.desk.tokens import Token
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
    "Token": Token,
    "Person": Person,
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
_TEXTS: Shape = {"type": "array", "items": _TEXT}
_COUNT: Shape = {"type": "integer", "minimum": 0}
_NEXT: Shape = {"type": ["string", "null"], "description": "The address of the next page, relative to this one."}


def _array(of: Shape) -> Shape:
    return {"type": "array", "items": of}


def _object(**properties: Shape) -> Shape:
    return {"type": "object", "required": list(properties), "properties": properties}


def _page(**properties: Shape) -> Shape:
    return _object(total=_COUNT, page=_COUNT, per_page=_COUNT, next=_NEXT, **properties)


_LINK = _object(
    number=_COUNT, at=_TEXT, analyst=_TEXT, decision={"enum": ["same", "different"]}, one={}, other={}, reason=_TEXT
)
_DECISION: Shape = {"anyOf": [_ref("Verdict"), _LINK]}
_TOLD_CLAIM = _object(id=_TEXT, title=_TEXT)
_GROUPS: Shape = {"type": "object", "additionalProperties": _COUNT, "description": "Claims of each group of statuses."}
_PASSED = _object(
    key=_TEXT, title=_TEXT, outlet=_TEXT, how=_TEXTS, sure=_TEXT, because=_TEXTS, claims=_array(_TOLD_CLAIM)
)
_WATCHING = _object(what=_TEXT, channel=_TEXT, every_seconds=_COUNT, due=_TEXT, failures=_COUNT, failure=_TEXT)
_SPOT = _object(
    place=_TEXT,
    lat={"type": "number"},
    lon={"type": "number"},
    radius_km={"type": "number"},
    claims=_COUNT,
    groups=_GROUPS,
    disputed={"type": "boolean"},
)
_VERSION = _object(
    what={"enum": ["changed", "gone", "back"]},
    since=_TEXT,
    seen=_TEXT,
    before={"type": ["integer", "null"]},
    after={"type": ["integer", "null"]},
    edits={"type": ["array", "null"], "items": _object(lead=_TEXT, removed=_TEXT, added=_TEXT, trail=_TEXT)},
    more=_COUNT,
    statements=_array(_object(how=_TEXT, words=_TEXT)),
)
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
    "Versions": _object(
        sightings=_array(_object(number=_COUNT, seen=_TEXT, sha256=_TEXT, place=_TEXT, gone={"type": "boolean"})),
        seen=_COUNT,
        versions=_array(_VERSION),
        changes=_COUNT,
    ),
    "Derivations": _object(
        claims=_array(_object(id=_TEXT, title=_TEXT, statements=_array(_COUNT))),
        more_claims=_COUNT,
        taken=_array(_PASSED),
        given=_array(_PASSED),
    ),
    "Sources": _page(sources=_list("SourceRow")),
    "Source": {
        "allOf": [
            _ref("SourceRow"),
            _object(
                record=_list("SourcePage.Given"),
                taken=_list("SourcePage.Taken"),
                given=_list("SourcePage.Taken"),
                started={"type": "array", "items": _TEXT, "description": "The ids of the claims that start with it."},
                relatives={"type": "array", "items": _TEXT, "description": "The ids of others of its family."},
                months=_array(_object(month=_TEXT, documents=_COUNT)),
            ),
        ]
    },
    "Decision": _DECISION,
    "Decisions": _page(decisions=_list("Decision")),
    "DecisionsOn": _object(total=_COUNT, decisions=_list("Decision")),
    "DecisionsMade": _object(decisions=_list("Decision")),
    "Jobs": _page(jobs=_list("Job")),
    "Now": _object(total=_COUNT, claims=_list("Row")),
    "Board": _object(
        claims=_COUNT, documents=_COUNT, state=_TEXT, made=_TEXT, one_origin=_COUNT, disputed=_COUNT, drifted=_COUNT
    ),
    "Spots": _page(nowhere=_COUNT, spots=_array(_SPOT)),
    "Tallies": _object(
        unit={"enum": ["day", "week", "month"]},
        end={"type": ["string", "null"]},
        before=_COUNT,
        after=_COUNT,
        undated=_COUNT,
        bars=_array(_object(**{"from": _TEXT, "happened": _GROUPS, "told": _GROUPS})),
    ),
    "ControlMaps": _object(total=_COUNT, maps=_TEXTS),
    "Control": _object(
        name=_TEXT,
        state=_TEXT,
        error=_TEXT,
        limitation={"type": ["string", "null"]},
        days=_TEXTS,
        layers=_array(_object(name=_TEXT)),
    ),
    "ControlDay": _object(
        type={"const": "FeatureCollection"}, body=_TEXT, day=_TEXT, unread={"type": "array"}, features={"type": "array"}
    ),
    "Feed": _object(
        total=_COUNT, documents={"type": "array", "items": _ref("DocumentRow")}, watching=_array(_WATCHING)
    ),
    "Progress": _object(what=_TEXT, count=_COUNT, problem=_TEXT, board=_TEXT),
    "Log": _object(entries=_list("Entry"), next=_NEXT),
    "Head": _object(case=_TEXT, entries=_COUNT, at=_TEXT, head=_TEXT, captures=_COUNT),
    "Formats": _object(formats={"type": "array", "items": _object(name=_TEXT, says=_TEXT, media_type=_TEXT)}),
    "Me": _object(name=_TEXT, role={"enum": ["reader", "analyst", "admin"]}, via=_TEXT),
    "Notes": _object(total=_COUNT, notes=_list("Note")),
    "Views": _object(total=_COUNT, views=_list("View")),
    "Tokens": _object(total=_COUNT, tokens=_list("Token")),
    "People": _object(total=_COUNT, people=_list("Person")),
    "AuditCheck": _object(broken={"type": ["integer", "null"]}),
    "Audit": _object(entries=_list("AuditEntry"), next=_NEXT),
}
