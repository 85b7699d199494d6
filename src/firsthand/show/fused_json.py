"""What was fused, as JSON: one object, its items written as they come, so that a file of any size passes through."""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files
from typing import TYPE_CHECKING, Any, cast

import orjson

if TYPE_CHECKING:
    from firsthand.weigh.fusion.fuse import Fusing
    from firsthand.weigh.fusion.records import Fused

__all__ = ["fused_schema", "write_json"]


def fused_schema() -> dict[str, Any]:
    """The JSON Schema of what `firsthand fuse --json` writes."""
    return cast(dict[str, Any], orjson.loads((files("firsthand.show") / "fused.schema.json").read_bytes()))


def write_json(fusing: Fusing, write: Callable[[str], object]) -> None:
    """Write it all: what is known of sources first, every item, then what could not be read."""
    head = {
        "method": fusing.method,
        "items": fusing.items,
        "tellings": fusing.tellings,
        "learned_from": fusing.learned_from,
        "kinds": [
            {
                "name": kind.name,
                "type": kind.type.value,
                "tolerance": kind.tolerance,
                "relative": kind.relative,
                "after": kind.after,
            }
            for kind in fusing.kinds
        ],
        "sources": [
            {"name": each.name, "accuracy": dict(each.accuracy), "told": dict(each.told), "offset": dict(each.offset)}
            for each in fusing.sources()
        ],
        "copied": [
            {"one": each.one, "other": each.other, "share": round(each.share, 4), "wrong": round(each.wrong, 1)}
            for each in fusing.copied()
        ],
        "camps": [
            {
                "kind": each.kind,
                "sources": list(each.sources),
                "differs": round(each.differs, 4),
                "offset": round(each.offset, 3),
            }
            for each in fusing.camps()
        ],
    }
    write(_text(head)[:-1] + ',"fused":[')
    mark = ""
    for each in fusing.fused():
        write(mark + _text(_item(each)))
        mark = ",\n"
    skips = [{"stage": skip.stage, "record": skip.record, "reason": skip.reason} for skip in fusing.skips]
    write('],"skips":' + _text(skips) + "}\n")


def _item(each: Fused) -> dict[str, object]:
    return {
        "item": each.item,
        "kind": each.kind,
        "value": each.value,
        "probability": round(each.probability, 4),
        "low": each.low,
        "high": each.high,
        "sources": each.sources,
        "moved": each.moved,
        "options": [
            {
                "value": option.value,
                "probability": round(option.probability, 4),
                "sources": option.sources,
                "independent": option.independent,
            }
            for option in each.options
        ],
    }


def _text(value: object) -> str:
    return orjson.dumps(value).decode("utf-8", "replace")
