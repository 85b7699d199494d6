"""The rules on what may change between two documents as wholes: quotations, what was put in, and headings."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from firsthand.claims import Claim, Drift
from firsthand.kinds import DerivationKind, DriftKind
from firsthand.trace.drift_scene import REWORKED, WORD_OF_A_VOICE, Meeting, Reader, Side
from firsthand.trace.speakers import Speaker, alike

__all__ = ["RULES", "Rule"]

_QUOTED_ALIKE, _QUOTED_IN_CLAIM = 0.6, 0.3
"""Of the terms of the shorter quotation, in both: among any two quotations, and where both tell one claim."""
_QUOTED_TERMS = 3
_NEW_IN_HEADING = 0.5
"""Of the concepts of a heading, those that the document it comes from does not have anywhere."""

Rule = Callable[[Meeting, Reader], Iterator[Drift]]


def in_another_mouth(meeting: Meeting, reader: Reader) -> Iterator[Drift]:
    """The same quotation, or nearly, in any language, is put in the mouth of somebody else."""
    claims_here = {side.told: {claim.id for claim in claims} for side, claims in meeting.here}
    claims_there = {side.told: {claim.id for claim in claims} for side, claims in meeting.there}
    for later in meeting.quotations[0]:
        best = max(meeting.quotations[1], key=lambda each: (_shared(later, each), each.spot.span), default=None)
        told_of = claims_here.get(later.told, set())
        in_claim = [side for side, _ in meeting.there if told_of & claims_there[side.told]]
        one = max(in_claim, key=lambda each: (_shared(later, each), each.spot.span), default=None)
        earlier = best if best is not None and _shared(later, best) >= _QUOTED_ALIKE else one
        if earlier is None or _shared(later, earlier) < _QUOTED_IN_CLAIM:
            continue
        if _two_mouths(later.speaker, earlier.speaker):
            detail = f"said by {earlier.speaker.text}, here by {later.speaker.text}"
            yield Drift(DriftKind.VOICE, earlier.spot, later.spot, detail)


def _shared(one: Side, other: Side) -> float:
    fewest = min(len(one.terms), len(other.terms))
    return len(one.terms & other.terms) / fewest if fewest >= _QUOTED_TERMS else 0.0


def _two_mouths(later: Speaker, earlier: Speaker) -> bool:
    """Whether two voices cannot be one: other names, or, where one has none, called something else."""
    if later.own or earlier.own or alike(later, earlier):
        return False
    if later.names and earlier.names:
        return not later.names & earlier.names
    called, before = later.roles - later.names, earlier.roles - earlier.names
    return bool(called) and not called & before


def put_in(meeting: Meeting, reader: Reader) -> Iterator[Drift]:
    """A statement stands in one rewrite only: neither the document it comes from tells it, nor did anybody with a name
    tell it before."""
    if meeting.derivation.kind not in REWORKED or not (meeting.there and meeting.main):
        return
    rewrite = meeting.derivation.kind is DerivationKind.REWRITE
    for later, claims in meeting.here:
        voice = bool(later.speaker.named and later.speaker.names)
        known = voice and (later.speaker.names <= meeting.source_names or not rewrite)
        if later.heading or known or any(_told_before(claim, meeting, later, reader) for claim in claims):
            continue
        earlier = _closest(later, meeting)
        yield Drift(DriftKind.ADDITION, earlier.spot, later.spot, "found in this document only")


def _closest(later: Side, meeting: Meeting) -> Side:
    return max((side for side, _ in meeting.there), key=lambda each: (len(later.terms & each.terms), each.spot.span))


def _told_before(claim: Claim, meeting: Meeting, later: Side, reader: Reader) -> bool:
    """Whether the taken document tells a claim, or somebody with a name did before."""
    for told in claim.tellings:
        if told.document in meeting.sources:
            return True
        if told.document == meeting.derivation.taker or told.document not in reader.papers:
            continue
        speaker = reader.side(told).speaker
        day, until = speaker.day, later.speaker.day
        before = day is None or until is None or day <= until
        if before and (speaker.known or speaker.there):
            return True
    return False


def the_heading_says_other(meeting: Meeting, reader: Reader) -> Iterator[Drift]:
    """A heading tells what the document it comes from does not tell: another claim, or words that it has nowhere."""
    if not meeting.there:
        return
    for later, claims in meeting.here:
        if not later.heading or later.told in meeting.elsewhere:
            continue
        concepts = {term for term in later.terms if term.startswith("=")}
        new = concepts - meeting.source
        derivation, told = meeting.derivation, {each.document for claim in claims for each in claim.tellings}
        if derivation.kind in REWORKED and meeting.main and not told & meeting.sources:
            yield Drift(DriftKind.HEADLINE, _closest(later, meeting).spot, later.spot, "the origin does not tell it")
        elif derivation.kind in WORD_OF_A_VOICE or derivation.taken not in told:
            continue
        elif concepts and len(new) >= _NEW_IN_HEADING * len(concepts):
            yield Drift(
                DriftKind.HEADLINE, _closest(later, meeting).spot, later.spot, "in words that the origin has nowhere"
            )


RULES: tuple[Rule, ...] = (in_another_mouth, put_in, the_heading_says_other)
"""Each that applies to two documents."""
