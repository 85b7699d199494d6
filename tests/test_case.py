"""The whole flow on one real article, against what a careful reader takes from it.

The article and its reading are not part of the repository: they are read from `$FIRSTHAND_DATA`, or from
`../shared` beside it, and the tests are skipped where neither is there.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

import pytest
from bench.gold import GoldReport, GoldStatement, load, shared_data

import firsthand
from firsthand.model import Bound, Mode, Report, Span, Statement, VoiceKind

pytestmark = pytest.mark.skipif(shared_data() is None, reason="needs the case: set FIRSTHAND_DATA")

KINDS = {
    "headline_place_differs",
    "headline_contradicts_body",
    "scope_grows",
    "modality_hardens",
    "single_origin",
    "evidence_not_linked",
    "no_named_person",
    "figure_on_unnamed_source",
    "party_has_not_answered",
}


@cache
def case() -> tuple[GoldReport, Report]:
    """The gold, and what firsthand makes of the article."""
    data = shared_data()
    assert data is not None
    return load(data / "case" / "article.gold.json"), firsthand.check(data / "case" / "article.txt")


def characters(spans: Iterable[Span]) -> set[int]:
    return {i for span in spans for i in range(span.start, span.end)}


def overlap(gold: GoldStatement, found: Statement) -> float:
    """Characters in both, as a share of characters in either."""
    one, other = characters(gold.contents), characters(found.contents)
    return len(one & other) / len(one | other)


def best(gold: GoldStatement) -> Statement:
    return max(case()[1].statements, key=lambda found: overlap(gold, found))


def right_voice(gold: GoldStatement, found: Statement) -> bool:
    """The innermost voice stands where the gold's stands; the outlet, or a voice the gold leaves open, has no place."""
    if gold.voice.span is None:
        return found.voice.kind is VoiceKind.OUTLET
    return found.voice.span is not None and found.voice.span.overlaps(gold.voice.span)


def test_statements() -> None:
    """At least fifteen of the sixteen statements, by content and innermost voice."""
    gold, _ = case()
    found = [s for s in gold.statements if overlap(s, best(s)) >= 0.7 and right_voice(s, best(s))]
    assert len(gold.statements) == 16
    assert len(found) >= 15


def test_text_is_the_article() -> None:
    """Spans count characters of the text as it is in the file."""
    gold, report = case()
    assert report.document.text.strip() == gold.text.strip()
    assert all(0 <= span.start < span.end <= len(gold.text) for s in report.statements for span in s.contents)


def test_the_chain_of_the_capture_runs_to_the_units() -> None:
    """The ministry does not know it first-hand: it cites units that nobody names."""
    gold, _ = case()
    capture = best(gold.statements[0])
    assert capture.chain[0].kind is VoiceKind.OUTLET
    assert "combat units" in capture.voice.text
    assert any("Russian" in voice.text for voice in capture.chain)
    assert capture.mode is Mode.ASSERTED, "a party that confirms its own deed only asserts it"


def test_voices() -> None:
    """All eight voices without a name, followed through their short forms; and nobody named."""
    gold, report = case()
    body = [s for s in report.statements if s.content.start >= report.document.title.end]
    mentions = {voice.refers_to or voice.span for s in body for voice in s.chain if voice.kind.unnamed}
    wanted = [s.voice.same_as or s.voice.span for s in gold.statements if s.voice.span and s.voice.kind.unnamed]
    heard = {span for span in wanted if span and any(m and m.overlaps(span) for m in mentions)}
    assert len(heard) == 8
    assert len(mentions) == 8
    assert not [v for s in report.statements for v in s.chain if v.kind is VoiceKind.NAMED_PERSON]


def test_modes() -> None:
    """Whether said, hedged, doubted, judged, foretold or speculated: at least fourteen of sixteen as read by hand."""
    gold, _ = case()
    assert sum(best(s).mode is s.mode for s in gold.statements) >= 14


def test_figures() -> None:
    """Both figures, with unit and bound."""
    _, report = case()
    figures = {(q.value, q.unit, q.bound, q.low, q.high) for q in report.quantities}
    assert (22, "buildings", Bound.EXACT, 22, 22) in figures
    assert (1200, "civilians", Bound.AT_LEAST, 1200, None) in figures


def test_one_town_under_both_names() -> None:
    """Dimitrov and Mirnograd are one town, and the other places are the ones meant."""
    _, report = case()
    text = report.document.text
    ids = {place.span.of(text): place.id for place in report.places}
    assert ids["Dimitrov"] == ids["Mirnograd"] == 710035
    assert ids["Kyiv"] == 703448
    assert ids["Moscow"] == 524901


def test_frames() -> None:
    """What happened, to whom, where and how many, for the statements that report an event."""
    gold, report = case()
    events = {s.frame.event: s.frame for s in (best(g) for g in gold.statements) if s.frame}
    capture, flight = best(gold.statements[0]).frame, events["displacement"]
    assert capture is not None
    assert capture.event == "territory_captured"
    assert capture.actor is not None
    assert capture.actor.side == "RU"
    assert capture.place is not None
    assert capture.place.id == 710035
    assert capture.quantity is not None
    assert capture.quantity.value == 22
    assert events["retreat"].actor is not None
    assert events["retreat"].actor.side == "UA"
    assert flight.time is not None
    assert "past week" in flight.time.span.of(report.document.text)


def test_warnings() -> None:
    """All nine kinds a careful reader raises, under those names, and at most two kinds beyond."""
    _, report = case()
    raised = {warning.kind for warning in report.warnings}
    assert raised >= KINDS
    assert len(raised - KINDS) <= 2
    assert all(warning.spans and warning.reason for warning in report.warnings)


def test_every_result_gives_its_reasons() -> None:
    """Nothing is said without the rule that led to it."""
    _, report = case()
    assert all(statement.reasons for statement in report.statements)
    assert all(candidate.reasons for place in report.places if (candidate := place.chosen))
