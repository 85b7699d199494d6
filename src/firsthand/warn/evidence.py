"""Rules about what is shown, not said."""

from __future__ import annotations

import re
from collections.abc import Iterator

from firsthand.model import SourcingWarning, Span, Statement, VoiceKind
from firsthand.warn.view import ReportView, near, quote

__all__ = ["evidence_not_linked"]

_MOST = 3  # sentences that are pointed out
_ADDRESS = re.compile(r"https?://\S+|\bwww\.\S+|\b[a-z][\w-]*(?:\.[\w-]+)*\.[a-z]{2,}/\S+", re.IGNORECASE)


def evidence_not_linked(view: ReportView) -> list[SourcingWarning]:
    """Footage, a document or data is mentioned as evidence, and the reader is not told where to find it.

    A link in the same sentence or the one beside it is enough. It is silent where a named organisation's
    own published report or statistics is what is spoken of.
    """
    found: list[SourcingWarning] = []
    seen: set[Span] = set()
    for span, statement in _mentions(view):
        sentence = view.sentence_at(span)
        if sentence in seen or _linked(view, view.neighbours(sentence)):
            continue
        seen.add(sentence)
        if statement is not None and statement.medium is not None and statement.medium.overlaps(span):
            continue
        if len(found) == _MOST:
            break
        reason = f"The report points to {quote(view.text, span)} as evidence, and gives no link to it."
        found.append(SourcingWarning("evidence_not_linked", reason, (span,)))
    return sorted(found, key=lambda w: w.spans)


def _mentions(view: ReportView) -> Iterator[tuple[Span, Statement | None]]:
    """Where evidence is mentioned, with its statement: first what the reader found, then what words tell."""
    for statement in view.body:
        if statement.evidence is not None and not _a_publication(view, statement):
            yield statement.evidence, statement
    for sentence in view.sentences:
        for span in _worded(view, sentence):
            yield span, _around(view, span)


def _around(view: ReportView, span: Span) -> Statement | None:
    sentence = view.sentence_at(span)
    return next((s for s in view.body if s.sentence.overlaps(sentence)), None)


def _worded(view: ReportView, sentence: Span) -> list[Span]:
    """Footage or papers in a sentence that also says they show something."""
    if not view.words.proof.first(view.text, sentence):
        return []
    footage = view.words.recording.find(view.text, sentence)
    papers = view.words.paper.find(view.text, sentence)
    if papers and (view.words.published.first(view.text, sentence) or _named_body_speaks(view, sentence)):
        papers = []
    return [span for span in sorted([*footage, *papers]) if not _in_quotation(view, span) and _is_shown(view, span)]


def _is_shown(view: ReportView, span: Span) -> bool:
    """Whether the evidence is said to be there, not to be missing, and is no mere way of speaking."""
    return not view.words.no_evidence.has(near(view.text, span, 45, 15))


def _in_quotation(view: ReportView, span: Span) -> bool:
    return any(span in quotation for quotation in view.quotations)


def _named_body_speaks(view: ReportView, sentence: Span) -> bool:
    return any(
        voice.kind is VoiceKind.NAMED_ORGANISATION
        for s in view.attributed
        if s.sentence.overlaps(sentence)
        for voice in s.chain
    )


def _a_publication(view: ReportView, statement: Statement) -> bool:
    """Whether the evidence is a named body's own published report."""
    assert statement.evidence is not None
    words = statement.evidence.of(view.text)
    if view.words.recording.has(words):
        return False
    return statement.voice.kind is VoiceKind.NAMED_ORGANISATION or view.words.published.has(
        statement.sentence.of(view.text)
    )


def _linked(view: ReportView, around: Span) -> bool:
    if any(link.span.overlaps(around) for link in view.document.links):
        return True
    return _ADDRESS.search(view.text, around.start, around.end) is not None
