"""The complete report as JSON. The shape is stable and described in `report.schema.json` beside this file."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from importlib.resources import files
from typing import cast

import orjson

from firsthand.model import (
    Actor,
    Candidate,
    Credit,
    Extent,
    Frame,
    Interval,
    Place,
    Quantity,
    Reason,
    Report,
    Span,
    Statement,
    Voice,
)
from firsthand.show.credited import agency_name
from firsthand.show.plain import UNSAFE

__all__ = ["Json", "escaped", "json_bytes", "json_report", "schema"]

Json = dict[str, object]


def schema() -> Json:
    """The JSON Schema (draft 2020-12) that every `json_report` keeps to."""
    return cast(Json, orjson.loads(files("firsthand.show").joinpath("report.schema.json").read_bytes()))


def json_bytes(report: Report) -> bytes:
    """`json_report` as indented UTF-8, with characters that could steer a terminal as \\u escapes."""
    whole = json_report(report)
    try:
        written = orjson.dumps(whole, option=orjson.OPT_INDENT_2).decode()
    except TypeError:  # half a surrogate pair in the text, which orjson takes for an error
        written = json.dumps(whole, ensure_ascii=False, indent=2)
    return escaped(written).encode() + b"\n"


def escaped(written: str) -> str:
    """JSON with characters that could steer a terminal as \\u escapes, which stand for the same."""
    return UNSAFE.sub(_escape, written)


def _escape(match: re.Match[str]) -> str:
    units = match[0].encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[i]:02x}{units[i + 1]:02x}" for i in range(0, len(units), 2))


def json_report(report: Report) -> Json:
    """Everything in the report, as dicts, lists, strings and numbers. Spans count characters of `text`."""
    document, text = report.document, report.document.text
    return {
        "version": report.version,
        "text": text,
        "title": document.title.of(text),
        "language": document.language,
        "published": document.published.isoformat() if document.published else None,
        "outlet": document.outlet,
        "author": document.author,
        "address": document.address,
        "sha256": document.sha256,
        "links": [_span(text, link.span) | {"target": link.target} for link in document.links],
        "statements": [_statement(text, f"s{i}", each) for i, each in enumerate(report.statements, 1)],
        "places": [_place(text, place) for place in report.places],
        "quantities": [_quantity(text, quantity) for quantity in report.quantities],
        "times": [_time(text, time) for time in report.times],
        "actors": [_actor(text, actor) for actor in report.actors],
        "credits": [_credit(text, credit) for credit in report.credits],
        "warnings": [
            {"kind": warning.kind, "reason": warning.reason, "spans": _spans(text, warning.spans)}
            for warning in report.warnings
        ],
        "skips": [{"stage": skip.stage, "record": skip.record, "reason": skip.reason} for skip in report.skips],
    }


def _span(text: str, span: Span) -> Json:
    return {"start": span.start, "end": span.end, "text": span.of(text)}


def _span_or_none(text: str, span: Span | None) -> Json | None:
    return _span(text, span) if span else None


def _spans(text: str, spans: Iterable[Span]) -> list[Json]:
    return [_span(text, span) for span in spans]


def _reasons(text: str, reasons: Iterable[Reason]) -> list[Json]:
    return [
        {
            "rule": reason.rule,
            "detail": reason.detail,
            "score": reason.score,
            "spans": _spans(text, reason.spans),
        }
        for reason in reasons
    ]


def _statement(text: str, name: str, statement: Statement) -> Json:
    return {
        "id": name,
        "content": _span(text, statement.content),
        "continued": _spans(text, statement.continued),
        "cue": _span_or_none(text, statement.cue),
        "hedge": _span_or_none(text, statement.hedge),
        "medium": _span_or_none(text, statement.medium),
        "evidence": _span_or_none(text, statement.evidence),
        "sentence": _span(text, statement.sentence),
        "chain": [_voice(text, voice) for voice in statement.chain],
        "depth": len(statement.chain),
        "mode": statement.mode.value,
        "quoted": statement.quoted,
        "frame": _frame(text, statement.frame) if statement.frame else None,
        "reasons": _reasons(text, statement.reasons),
    }


def _voice(text: str, voice: Voice) -> Json:
    written: Json = {
        "kind": voice.kind.value,
        "text": voice.text,
        "start": voice.span.start if voice.span else None,
        "end": voice.span.end if voice.span else None,
        "role": voice.role,
        "affiliation": voice.affiliation,
        "condition": _span_or_none(text, voice.condition),
    }
    if voice.refers_to:
        written["refers_to"] = _span(text, voice.refers_to)
    return written


def _frame(text: str, frame: Frame) -> Json:
    return {
        "type": frame.event,
        "actor": _side(frame.actor),
        "actor_mention": _span_or_none(text, frame.actor.span if frame.actor else None),
        "target": _side(frame.target),
        "target_mention": _span_or_none(text, frame.target.span if frame.target else None),
        "place": _frame_place(text, frame.place) if frame.place else None,
        "time": _time(text, frame.time) if frame.time else None,
        "quantity": _quantity(text, frame.quantity) if frame.quantity else None,
        "reasons": _reasons(text, frame.reasons),
    }


def _side(actor: Actor | None) -> str | None:
    return (actor.side or actor.text) if actor else None


def _actor(text: str, actor: Actor) -> Json:
    return {
        "start": actor.span.start,
        "end": actor.span.end,
        "text": actor.text,
        "side": actor.side,
        "id": actor.id,
        "kind": actor.kind,
        "candidates": list(actor.candidates),
        "reasons": _reasons(text, actor.reasons),
    }


def _credit(text: str, credit: Credit) -> Json:
    return {
        **_span(text, credit.span),
        "source": credit.source,
        "name": agency_name(credit.source),
        "form": credit.form.value,
        "reason": _reasons(text, [credit.reason])[0],
    }


def _frame_place(text: str, place: Place) -> Json:
    chosen = place.chosen
    return {
        "id": place.id,
        "name": chosen.name if chosen else None,
        "lat": chosen.lat if chosen else None,
        "lon": chosen.lon if chosen else None,
        **_span(text, place.span),
        "extent": _extent(text, place.extent) if place.extent else None,
    }


def _extent(text: str, extent: Extent) -> Json:
    return {
        "shape": extent.shape.value,
        "lat": extent.lat,
        "lon": extent.lon,
        "radius_km": extent.radius_km,
        "inner_km": extent.inner_km,
        "bearing": extent.bearing,
        "to": {"lat": extent.to[0], "lon": extent.to[1]} if extent.to else None,
        "words": _span_or_none(text, extent.words),
    }


def _place(text: str, place: Place) -> Json:
    chosen = place.chosen
    return {
        **_frame_place(text, place),
        "kind": chosen.kind.value if chosen else None,
        "country": chosen.country if chosen else None,
        "sense": chosen.sense.value if chosen else None,
        "since": chosen.since if chosen else None,
        "until": chosen.until if chosen else None,
        "candidates": [_candidate(text, candidate) for candidate in place.candidates],
    }


def _candidate(text: str, candidate: Candidate) -> Json:
    return {
        "id": candidate.id,
        "name": candidate.name,
        "lat": candidate.lat,
        "lon": candidate.lon,
        "kind": candidate.kind.value,
        "country": candidate.country,
        "region": candidate.region,
        "district": candidate.district,
        "feature": candidate.feature or None,
        "population": candidate.population,
        "radius_km": candidate.radius_km or None,
        "sense": candidate.sense.value,
        "since": candidate.since,
        "until": candidate.until,
        "score": candidate.score,
        "reasons": _reasons(text, candidate.reasons),
    }


def _time(text: str, time: Interval) -> Json:
    return {
        "text": time.span.of(text),
        "start": time.start.isoformat() if time.start else None,
        "end": time.end.isoformat() if time.end else None,
        "edtf": time.edtf,
        "starts_at": time.starts_at.isoformat() if time.starts_at else None,
        "ends_at": time.ends_at.isoformat() if time.ends_at else None,
        "reasons": _reasons(text, time.reasons),
        "span_start": time.span.start,
        "span_end": time.span.end,
    }


def _figure(number: float | None) -> float | None:
    """Twelve figures: the product of 4.1 and a million is 4,100,000, also in binary."""
    return None if number is None else float(f"{number:.12g}")


def _quantity(text: str, quantity: Quantity) -> Json:
    return {
        "value": _figure(quantity.value),
        "low": _figure(quantity.low),
        "high": _figure(quantity.high),
        "unit": quantity.unit,
        "of": quantity.of,
        "bound": quantity.bound.value,
        **_span(text, quantity.span),
    }
