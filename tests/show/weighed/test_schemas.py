"""The schemas in the package are valid, closed, and those of the records as they are."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files

import orjson
import pytest
from jsonschema import Draft202012Validator
from tests.store.weighed import assessment, evidence, facts

from firsthand.show.json_report import Json
from firsthand.show.weighed import schemas
from firsthand.store.exact import json_of

ALL = (schemas.bodies_schema, schemas.kinds_schema, schemas.replay_schema, schemas.run_schema, schemas.verdict_schema)


def test_the_records_are_as_their_classes_have_them() -> None:
    """Run `python -m firsthand.show.weighed.schemas` and keep what it says after a change to a record."""
    kept = orjson.loads(files("firsthand.show.weighed").joinpath("records.schema.json").read_bytes())
    assert kept == orjson.loads(orjson.dumps(schemas.record_schemas()))


@pytest.mark.parametrize("record", [assessment(), evidence(), facts()], ids=lambda record: type(record).__name__)
def test_a_record_keeps_to_its_schema(record: object) -> None:
    """As it is written; with a field more or another kind of value it does not."""
    whole = {"$ref": f"#/$defs/{type(record).__name__}", "$defs": schemas.record_schemas()["$defs"]}
    told = orjson.loads(json_of(record))
    checked = Draft202012Validator(whole)
    checked.validate(told)
    assert not checked.is_valid(told | {"later": 1})
    first = next(iter(told))
    del told[first]
    assert not checked.is_valid(told), first


@pytest.mark.parametrize("schema", ALL, ids=lambda schema: str(schema.__name__))
def test_each_schema_is_one_and_says_what_its_fields_are(schema: object) -> None:
    """Objects are closed but where their keys are names; every reference leads somewhere."""
    assert callable(schema)
    whole = schema()
    Draft202012Validator.check_schema(whole)
    assert whole["description"].startswith("What `firsthand ")
    for each in _objects(whole):
        assert "additionalProperties" in each or str(each.get("description")).endswith("kept.")


def _objects(part: object) -> Iterator[Json]:
    if isinstance(part, dict):
        if part.get("type") == "object":
            yield part
        for inner in part.values():
            yield from _objects(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from _objects(inner)
