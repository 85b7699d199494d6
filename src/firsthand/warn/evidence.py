"""Rules about what is shown, not said."""

from __future__ import annotations

import re
from collections.abc import Iterator

from firsthand.model import SourcingWarning, Span, Statement, VoiceKind
from firsthand.warn.view import ReportView, near, quote
from firsthand.warn.who import all_words

__all__ = ["evidence_not_linked"]

_BESIDE = 70  # characters between the evidence and the word that says what it shows
_SEEN_BY = 16  # characters after a paper in which "seen by" stands
_NEGATION = 16  # characters before "made public" in which "not" undoes it
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
        if sentence in seen or _linked(view, _beside(view, sentence)):
            continue
        seen.add(sentence)
        if statement is not None and _only_the_medium(view, span, statement):
            continue
        if len(found) == _MOST:
            break
        reason = f"The report points to {quote(view.text, span)} as evidence, and gives no link to it."
        found.append(SourcingWarning("evidence_not_linked", reason, (span,)))
    return sorted(found, key=lambda w: w.spans)


def _only_the_medium(view: ReportView, span: Span, statement: Statement) -> bool:
    """Whether a voice only speaks through it ("in a letter"), and it is not kept for a few."""
    through = statement.medium is not None and statement.medium.overlaps(span)
    return through and not view.words.shown_to_few.has(near(view.text, span, 0, _BESIDE))


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
    """Footage or papers in a sentence that also says, close by, that they show something."""
    proofs = view.words.proof.find(view.text, sentence)
    if not proofs:
        return []
    footage = [] if _told_where(view, sentence) else view.words.recording.find(view.text, sentence)
    papers = view.words.paper.find(view.text, sentence)
    if papers and (_published(view, sentence) or _in_court(view, sentence)):
        papers = []
    if papers and _named_body_speaks(view, sentence):
        papers = [paper for paper in papers if _kept_inside(view, paper)]
    return [
        span
        for span in sorted([*footage, *papers])
        if any(_gap(span, proof) <= _BESIDE for proof in proofs)
        and not _in_quotation(view, span)
        and not _part_of_a_name(view, span, sentence)
        and _is_shown(view, span)
    ]


def _kept_inside(view: ReportView, paper: Span) -> bool:
    """Whether the paper itself is said to be shown to a few: "an internal memo seen by the agency"."""
    before, after = near(view.text, paper, 24)[: -len(paper)], view.text[paper.end : paper.end + _SEEN_BY]
    seen = view.words.shown_to_few.first(after)
    return view.words.kept_inside.has(before) and seen is not None and not after[: seen.start].strip()


def _gap(one: Span, other: Span) -> int:
    """How many characters stand between two spans."""
    return max(one.start - other.end, other.start - one.end, 0)


def _part_of_a_name(view: ReportView, span: Span, sentence: Span) -> bool:
    """Whether it is a capitalised word within the sentence, as in the name of a newspaper."""
    return (
        span.start > sentence.start
        and view.text[span.start].isupper()
        and not view.text[span.start : span.end].isupper()
    )


def _published(view: ReportView, sentence: Span) -> bool:
    """Whether the sentence, or the next, says that it was published, and not that it was not."""
    after = Span(sentence.start, view.neighbours(sentence).end)
    hits = [*view.words.published.find(view.text, sentence), *view.words.told_where.find(view.text, after)]
    return any(not view.words.unpublished.has(near(view.text, hit, _NEGATION)) for hit in hits)


def _told_where(view: ReportView, sentence: Span) -> bool:
    """Whether the sentence says where it stands: on somebody's website, in an archive, in a body's publication."""
    hits = view.words.told_where.find(view.text, sentence)
    return any(not view.words.unpublished.has(near(view.text, hit, _NEGATION)) for hit in hits)


def _in_court(view: ReportView, sentence: Span) -> bool:
    """Whether the papers lie before a court, where they can be asked for."""
    if view.words.in_court.first(view.text, sentence) is not None:
        return True
    return any(
        view.words.in_court.has(all_words(view, voice))
        for s in view.attributed
        if s.sentence.overlaps(sentence)
        for voice in s.chain[1:]
    )


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
    paper = view.words.paper.first(view.text, statement.evidence)
    if view.words.recording.has(words) or (paper is not None and _kept_inside(view, paper)):
        return False
    return statement.voice.kind is VoiceKind.NAMED_ORGANISATION or _published(view, statement.sentence)


def _beside(view: ReportView, sentence: Span) -> Span:
    """The sentence with the one before it in its paragraph, and the one after it."""
    around = view.neighbours(sentence)
    return Span(view.text.rfind("\n", around.start, sentence.start) + 1 or around.start, around.end)


def _linked(view: ReportView, around: Span) -> bool:
    if any(link.span.overlaps(around) for link in view.document.links):
        return True
    return _ADDRESS.search(view.text, around.start, around.end) is not None
