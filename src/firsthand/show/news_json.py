"""What `watch` tells, as JSON: one object for each thing, the same for `--json` and for the webhook."""

from __future__ import annotations

from importlib.resources import files
from typing import cast

import orjson

from firsthand.model import About, Quantity, Report, Statement
from firsthand.pipeline.changes import Change
from firsthand.pipeline.restated import Restated
from firsthand.pipeline.watching import News
from firsthand.show.credited import agency_name
from firsthand.show.digest import headline
from firsthand.show.json_report import Json, escaped
from firsthand.show.words import content_words

__all__ = ["edit_json", "news_bytes", "news_schema"]

_MOST = 100
"""Statements of one report that are told: a hook is no archive. `statement_count` says how many there are."""


def news_schema() -> Json:
    """The JSON Schema (draft 2020-12) that all news keeps to."""
    return cast(Json, orjson.loads(files("firsthand.show").joinpath("news.schema.json").read_bytes()))


def news_bytes(news: News) -> bytes:
    """One line of JSON in UTF-8, without its end, with characters that could steer a terminal as \\u escapes."""
    return escaped(orjson.dumps(_news(news)).decode("utf-8")).encode()


def _news(news: News) -> Json:
    report, change = news.report, news.change
    statements = report.statements if report else ()
    return {
        "kind": news.kind,
        "watched": news.what,
        "key": news.key,
        "address": news.address,
        "seen": news.seen or None,
        **_about(news.about, report),
        "summary": headline(report) if report else None,
        "statement_count": len(statements),
        "statements": [_statement(report, one) for one in statements[:_MOST]] if report else [],
        "warnings": [{"kind": one.kind, "reason": one.reason} for one in report.warnings] if report else [],
        "credits": _credits(report) if report else [],
        "edits": edit_json(change) if change else [],
        "restated": [_restated(one, report, news.before) for one in news.restated[:_MOST]],
        "reason": news.reason or None,
    }


def edit_json(change: Change) -> list[Json]:
    """The words that an edit took out and put in."""
    return [{"removed": edit.removed, "added": edit.added} for edit in change.edits]


def _about(about: About, report: Report | None) -> Json:
    document = report.document if report else None
    published = (document.published if document else None) or about.published
    edited = about.edited
    return {
        "title": document.title.of(document.text) if document else about.title or "",
        "language": document.language if document else None,
        "published": published.isoformat() if published else None,
        "outlet": about.outlet or (document.outlet if document else None),
        "author": about.author or (document.author if document else None),
        "forwarded_from": {"name": about.forward.name, "address": about.forward.address} if about.forward else None,
        "edited": bool(edited),
        "edited_at": None if edited is None or isinstance(edited, bool) else edited.isoformat(),
    }


def _credits(report: Report) -> list[Json]:
    return [{"source": one.source, "name": agency_name(one.source), "form": one.form.value} for one in report.credits]


def _restated(one: Restated, report: Report | None, before: Report | None) -> Json:
    return {
        "before": _statement(before, one.before) if before and one.before else None,
        "after": _statement(report, one.after) if report and one.after else None,
        "differs": list(one.differs),
    }


def _statement(report: Report, statement: Statement) -> Json:
    text, frame = report.document.text, statement.frame
    place = frame.place.chosen if frame and frame.place else None
    return {
        "content": content_words(text, statement),
        "mode": statement.mode.value,
        "quoted": statement.quoted,
        "chain": [
            {"kind": one.kind.value, "text": one.refers_to.of(text) if one.refers_to else one.text}
            for one in statement.chain
        ],
        "depth": len(statement.chain),
        "event": frame.event if frame else None,
        "place": place.name if place else None,
        "quantity": _quantity(text, frame.quantity) if frame and frame.quantity else None,
    }


def _quantity(text: str, quantity: Quantity) -> Json:
    return {
        "text": quantity.span.of(text),
        "low": quantity.low,
        "high": quantity.high,
        "unit": quantity.unit,
        "bound": quantity.bound.value,
    }
