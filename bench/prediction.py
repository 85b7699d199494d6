"""What the scores look at in a report, from the record or from the JSON of `firsthand check --json`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from firsthand.model import Report, Span, Statement

__all__ = [
    "FoundQuantity",
    "FoundStatement",
    "FoundVoice",
    "Prediction",
    "PredictionError",
    "from_json",
    "from_report",
]

Json = Mapping[str, object]


class PredictionError(Exception):
    """The JSON of a report lacks a field, or its text is not that of the gold report."""


@dataclass(frozen=True, slots=True)
class FoundVoice:
    kind: str
    text: str
    span: Span | None = None
    refers_to: Span | None = None


@dataclass(frozen=True, slots=True)
class FoundQuantity:
    value: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class FoundStatement:
    """A statement as found, from a record or from JSON: what the scores look at, and no more."""

    contents: tuple[Span, ...]
    voice: FoundVoice
    mode: str
    event: str | None = None
    quantity: FoundQuantity | None = None


@dataclass(frozen=True, slots=True)
class Prediction:
    """One report as read. The title is a span of the text, empty where there is none."""

    text: str
    title: Span
    statements: tuple[FoundStatement, ...]
    warnings: tuple[str, ...]


def from_report(report: Report) -> Prediction:
    """What the scores look at, from a record."""
    return Prediction(
        text=report.document.text,
        title=report.document.title,
        statements=tuple(_from_statement(statement) for statement in report.statements),
        warnings=tuple(warning.kind for warning in report.warnings),
    )


def _from_statement(statement: Statement) -> FoundStatement:
    voice, frame = statement.voice, statement.frame
    quantity = frame.quantity if frame else None
    return FoundStatement(
        contents=statement.contents,
        voice=FoundVoice(voice.kind, voice.text, voice.span, voice.refers_to),
        mode=statement.mode,
        event=frame.event if frame else None,
        quantity=FoundQuantity(quantity.value, quantity.low, quantity.high) if quantity else None,
    )


def from_json(report: Json) -> Prediction:
    """What the scores look at, from what `firsthand check --json` writes. Raises PredictionError."""
    try:
        text = _text(report["text"])
        title = _text(report.get("title") or "")
        return Prediction(
            text=text,
            title=Span(0, len(title)) if title and text.startswith(title) else Span(0, 0),
            statements=tuple(_statement_of(item) for item in _items(report["statements"])),
            warnings=tuple(_text(item["kind"]) for item in _items(report["warnings"])),
        )
    except KeyError as error:
        raise PredictionError(f"the JSON of the report lacks {error}") from error


def _statement_of(item: Json) -> FoundStatement:
    innermost = _items(item["chain"])[-1]
    frame = _item(item.get("frame"))
    quantity = _item(frame.get("quantity")) if frame else None
    parts = [_item(item["content"]), *_items(item.get("continued") or [])]
    return FoundStatement(
        contents=tuple(span for part in parts if (span := _span(part))),
        voice=FoundVoice(
            kind=_text(innermost["kind"]),
            text=_text(innermost["text"]),
            span=_span(innermost),
            refers_to=_span(_item(innermost.get("refers_to"))),
        ),
        mode=_text(item["mode"]),
        event=_text(frame["type"]) if frame else None,
        quantity=FoundQuantity(*(_number(quantity.get(key)) for key in ("value", "low", "high"))) if quantity else None,
    )


def _items(raw: object) -> list[Json]:
    if not isinstance(raw, list):
        raise PredictionError(f"expected a list, found {raw!r}")
    return raw


def _item(raw: object) -> Json | None:
    return raw if isinstance(raw, Mapping) else None


def _text(raw: object) -> str:
    if not isinstance(raw, str):
        raise PredictionError(f"expected a text, found {raw!r}")
    return raw


def _number(raw: object) -> float | None:
    return float(raw) if isinstance(raw, int | float) else None


def _span(item: Json | None) -> Span | None:
    start, end = (item.get("start"), item.get("end")) if item else (None, None)
    return Span(start, end) if isinstance(start, int) and isinstance(end, int) else None
