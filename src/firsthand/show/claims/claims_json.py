"""Claims as JSON. The shapes are stable: `claim.schema.json` is one claim, `claims.schema.json` the board."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from importlib.resources import files
from typing import cast

import orjson

from firsthand.assessments import Assessment
from firsthand.claims import Account, Answerer, Derivation, Origins, Paper, Spot, Tie, Told
from firsthand.evidence import Evidence
from firsthand.model import Span
from firsthand.show.claims.board import Board, is_disputed
from firsthand.show.claims.known import Known, KnownClaims
from firsthand.show.claims.view import Line, LinkView, byline_of, view_of
from firsthand.show.json_report import Json, escaped
from firsthand.show.weighed.schemas import run_schema, verdict_schema
from firsthand.show.weighed.weighed_json import verdict_json
from firsthand.store.exact import json_of

__all__ = ["board_json", "claim_json", "claim_schema", "claims_schema", "json_line", "known_json"]


def claim_schema() -> Json:
    """The JSON Schema (draft 2020-12) of one claim, with the shapes of assessments, evidence and verdicts inside."""
    return _schema("claim") | {"$defs": _inside()}


def claims_schema() -> Json:
    """The JSON Schema of the board, with that of a claim inside."""
    claim = {name: part for name, part in _schema("claim").items() if not name.startswith("$")}
    return _schema("claims") | {"$defs": {"claim": claim, **_inside()}}


def _inside() -> Json:
    return {**cast(Json, run_schema()["$defs"]), "verdict": verdict_schema()}


def _schema(name: str) -> Json:
    return cast(Json, orjson.loads(files("firsthand.show.claims").joinpath(f"{name}.schema.json").read_bytes()))


def json_line(value: object) -> str:
    """Indented JSON with characters that could steer a terminal as \\u escapes."""
    try:
        written = orjson.dumps(value, option=orjson.OPT_INDENT_2).decode()
    except TypeError:  # half a surrogate pair in a text, which orjson takes for an error
        written = json.dumps(value, ensure_ascii=False, indent=2)
    return escaped(written)


def board_json(board: Board, papers: Mapping[str, Paper], known: KnownClaims | None = None) -> Json:
    """The board: its claims in full, in the order of the board, and how many are not among them."""
    given = known or {}
    return {
        "claims": [claim_json(account, papers, given.get(account.claim.id)) for account in board.accounts],
        "whole": board.whole,
        "matching": board.matching,
        "undated": board.undated,
    }


def claim_json(account: Account, papers: Mapping[str, Paper], known: Known | None = None) -> Json:
    """One claim with everything that is known of it. Positions count characters of the document's text."""
    view, claim = view_of(account, papers), account.claim
    texts = _Texts(papers)
    numbers = {line.told: line.number for line in view.lines}
    return {
        "id": claim.id,
        "title": account.title,
        "language": account.language,
        "place": {"name": account.place[0], "id": account.place[1]} if account.place else None,
        "time": {"since": account.since, "until": account.until},
        "event": account.event,
        "actor": account.actor,
        "target": account.target,
        "open": account.open,
        "told_by": account.origins.told_by.value,
        "said_by": list(account.said_by),
        "denied_by": list(account.denied_by),
        "disputed": is_disputed(account),
        "documents": [_document(key, papers.get(key)) for key in account.documents],
        "statements": [_statement(line, texts) for line in view.lines],
        "origins": _origins(account.origins, numbers),
        "derivations": [_derivation(each, numbers, texts) for each in account.derivations],
        "drift": [
            {
                "kind": one.kind.value,
                "from": _spot(one.earlier.spot, one.earlier.number, texts),
                "to": _spot(one.later.spot, one.later.number, texts),
                "detail": drift.detail,
            }
            for one, drift in zip(view.drift, account.drift, strict=True)
        ],
        "answers": [_answer(line) for line in view.answers],
        "answered_by": [_answerer(each) for each in account.answered_by],
        "near": list(claim.near),
        "links": [_link(each) for each in view.links],
        **known_json(known),
    }


def known_json(known: Known | None) -> Json:
    """What is known of a claim, as the last fields of `claim_json`."""
    return {
        "assessment": None if known is None else _written(known.assessment),
        "evidence": [] if known is None else [_written(each) for each in known.facts.evidence],
        "verdicts": [] if known is None else [verdict_json(each) for each in known.verdicts],
        "changed": [] if known is None else list(known.changed),
    }


def _written(record: Assessment | Evidence) -> object:
    """A record as it is kept in the log, which `records.schema.json` describes."""
    return orjson.loads(json_of(record))


class _Texts:
    """The text of each document, looked up once."""

    def __init__(self, papers: Mapping[str, Paper]) -> None:
        self._papers = papers
        self._known: dict[str, str] = {}

    def words(self, document: str, span: Span) -> str:
        if document not in self._known:
            paper = self._papers.get(document)
            self._known[document] = paper.report.document.text if paper else ""
        return span.of(self._known[document])


def _document(key: str, paper: Paper | None) -> Json:
    byline, document = byline_of(key, paper), paper.report.document if paper else None
    source = paper.source if paper else None
    return {
        "key": key,
        "outlet": (source.name if source else None) or (document.outlet if document else None),
        "source": source.id if source else None,
        "side": source.side if source else None,
        "family": source.family if source else None,
        "title": document.title.of(document.text) if document else "",
        "address": document.address if document else None,
        "published": byline.moment if byline.published else None,
        "seen": (paper.seen or None) if paper else None,
        "language": document.language if document else "und",
    }


def _link(link: LinkView) -> Json:
    return {
        "one": link.one,
        "other": link.other,
        "bits": round(link.link.bits, 2),
        "chance": round(link.link.chance, 4),
        "weighed": [
            {"comparison": each.comparison, "says": each.says, "bits": round(each.bits, 2)}
            for each in link.link.weighed
        ],
    }


def _span(document: str, span: Span, texts: _Texts) -> Json:
    return {"start": span.start, "end": span.end, "text": texts.words(document, span)}


def _statement(line: Line, texts: _Texts) -> Json:
    return {
        "number": line.number,
        "document": line.told.document,
        **_span(line.told.document, line.told.span, texts),
        "voice": line.voice,
        "voice_kind": line.kind.value,
        "mode": line.mode.value,
        "quoted": line.quoted,
    }


def _origins(origins: Origins, numbers: Mapping[Told, int]) -> Json:
    return {
        "at_least": origins.at_least,
        "at_most": origins.at_most,
        "roots": [
            {
                "voice": root.voice,
                "document": root.document,
                "side": root.side,
                "sure": root.sure,
                "why": root.why,
                "named": root.named,
                "there": root.there,
                "outlet": root.outlet,
                "who": root.who,
                "tellings": [{"number": numbers[told], "why": why} for told, why in root.tellings if told in numbers],
            }
            for root in origins.roots
        ],
    }


def _derivation(how: Derivation, numbers: Mapping[Told, int], texts: _Texts) -> Json:
    pairs = ((numbers.get(taker), numbers.get(taken)) for taker, taken in how.tellings)
    return {
        "taker": how.taker,
        "taken": how.taken,
        "kind": how.kind.value,
        "score": round(how.score, 6),
        "ties": [_tie(how, each, texts) for each in how.ties],
        "tellings": [list(pair) for pair in pairs if None not in pair],
    }


def _tie(how: Derivation, tie: Tie, texts: _Texts) -> Json:
    return {
        "rule": tie.rule,
        "detail": tie.detail,
        "score": tie.score,
        "here": _spans(how.taker, tie.here, texts),
        "there": _spans(how.taken, tie.there, texts),
    }


def _spans(document: str, spans: Iterable[Span], texts: _Texts) -> list[Json]:
    return [_span(document, span, texts) for span in spans]


def _spot(spot: Spot, number: int, texts: _Texts) -> Json:
    return {"document": spot.document, **_span(spot.document, spot.span, texts), "number": number or None}


def _answer(line: Line) -> Json:
    return {
        "number": line.number,
        "document": line.told.document,
        "mode": (line.answer or line.mode).value,
        "voice": line.voice,
        "independent": line.independent,
    }


def _answerer(answerer: Answerer) -> Json:
    return {
        "voice": answerer.voice,
        "document": answerer.document,
        "mode": answerer.mode.value,
        "side": answerer.side,
        "named": answerer.named,
        "there": answerer.there,
        "outlet": answerer.outlet,
        "who": answerer.who,
    }
