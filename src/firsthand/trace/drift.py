"""What differs between a telling and the one it comes from, with both spots.

Each telling of the taker is held against the telling of the same claim in the document it comes from that says most in
common with it. Where another voice with a name tells it, nothing drifted: that is another account. What a heading says
otherwise is told as a difference of the heading, whatever it consists in; that it names nobody is told by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from firsthand.claims import Claim, Derivation, Drift, Paper
from firsthand.kinds import DriftKind
from firsthand.trace.drift_documents import RULES as DOCUMENT_RULES
from firsthand.trace.drift_rules import RULES as TELLING_RULES
from firsthand.trace.drift_scene import Meeting, Reader
from firsthand.trace.speakers import Terms

__all__ = ["DOCUMENT_RULES", "LEAST_SURE", "TELLING_RULES", "drifts", "drifts_of"]

LEAST_SURE = 0.5
"""How surely, all ties together, one document must come from another for its changes to be told: a drift accuses."""


def drifts(
    derivation: Derivation, papers: Mapping[str, Paper], claims: Sequence[Claim], terms: Terms
) -> Iterator[Drift]:
    """What changed between two documents, one of which comes from the other, in the order of the later spots.

    Args:
        papers: by key; both documents are among them.
        claims: at least those that the taker tells.
    """
    yield from drifts_of((derivation,), papers, claims, terms)


def drifts_of(
    derivations: Iterable[Derivation], papers: Mapping[str, Paper], claims: Iterable[Claim], terms: Terms
) -> Iterator[Drift]:
    """What changed along these derivations, by taker. One that is as likely none tells of no change; one that a person
    gave has no ties, and counts.

    What a document may have from several is held against the one that says most in common with it, so that all
    derivations of a document have to be among them.
    """
    told: dict[str, list[Claim]] = {}
    documents: dict[str, frozenset[str]] = {}
    claims = tuple(claims)
    for claim in claims:
        documents[claim.id] = frozenset(each.document for each in claim.tellings)
        for key in documents[claim.id]:
            told.setdefault(key, []).append(claim)
    near = {
        claim.id: frozenset().union(*(documents.get(other, frozenset()) for other in claim.near)) for claim in claims
    }
    by_taker: dict[str, list[Derivation]] = {}
    for each in derivations:
        if not each.ties or each.score >= LEAST_SURE:
            by_taker.setdefault(each.taker, []).append(each)
    reader = Reader(papers, terms, near)
    for taker, taken in sorted(by_taker.items()):
        ordered = sorted(taken, key=lambda each: (each.taken, each.kind))
        for meeting in reader.meetings(ordered, told.get(taker, [])):
            yield from _drifts(meeting, reader)


def _drifts(meeting: Meeting, reader: Reader) -> Iterator[Drift]:
    found = [*_of_tellings(meeting), *(drift for rule in DOCUMENT_RULES for drift in rule(meeting, reader))]
    told = {(drift.kind, drift.later): drift for drift in reversed(found)}
    yield from sorted(told.values(), key=lambda drift: (drift.later.span, drift.kind))


def _of_tellings(meeting: Meeting) -> Iterator[Drift]:
    for scene in meeting.scenes():
        for rule in TELLING_RULES:
            result = rule(scene)
            if result is None:
                continue
            drift = Drift(result[0], scene.earlier.spot, scene.later.spot, result[1])
            changed = scene.later.heading and drift.kind is not DriftKind.LOST_ATTRIBUTION
            yield replace(drift, kind=DriftKind.HEADLINE) if changed else drift
