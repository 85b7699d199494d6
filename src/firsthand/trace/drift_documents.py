"""The rules on what may change between two documents as wholes: quotations, what was put in, and headings."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from firsthand.claims import Claim, Derivation, Drift
from firsthand.kinds import DerivationKind, DriftKind
from firsthand.trace.drift_growth import grows_to_the_whole_place
from firsthand.trace.drift_scene import REWORKED, Meeting, Reader, Side
from firsthand.trace.speakers import Speaker, alike

__all__ = ["RULES", "Rule"]

_QUOTED_ALIKE, _QUOTED_IN_CLAIM = 0.6, 0.3
"""Of the terms of the shorter quotation, in both: among any two quotations, and where both tell one claim."""
_QUOTED_TERMS = 3
_RETELLING, _RETOLD = frozenset({"rewriting", "translation", "near_copy"}), 0.5
"""Ties of documents as wholes, and how surely one must hold for what a rewrite has alone to be put in."""
_TAKEN = 0.4
"""Of the tellings of a rewrite, those that are told where it comes from."""
_NEW_TERMS, _NEW_SHARE = 2, 0.4
"""Of the terms of a statement that was put in, those that the document it comes from has nowhere."""
_NEW_IN_HEADING = 0.5
"""Of the concepts of a heading, those that the document it comes from does not have anywhere."""

_SAME_TEXT = frozenset(
    {DerivationKind.FORWARD, DerivationKind.NETWORK, DerivationKind.COPY, DerivationKind.TRANSLATION}
)

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
        if later.speaker.names & earlier.near:
            continue  # that voice stands beside the words where they come from: the reader took another for it
        if _two_mouths(later.speaker, earlier.speaker, same_text=meeting.derivation.kind in _SAME_TEXT):
            detail = f"said by {earlier.speaker.text}, here by {later.speaker.text}"
            yield Drift(DriftKind.VOICE, earlier.spot, later.spot, detail)


def _shared(one: Side, other: Side) -> float:
    fewest = min(len(one.terms), len(other.terms))
    return len(one.terms & other.terms) / fewest if fewest >= _QUOTED_TERMS else 0.0


def _two_mouths(later: Speaker, earlier: Speaker, *, same_text: bool) -> bool:
    """Whether two voices cannot be one: other names, or, where one has none, called something else. Where one text is
    the other, in whatever language, one who has no name may be called in other words."""
    if later.own or earlier.own or alike(later, earlier):
        return False
    if later.names and earlier.names:
        return not later.names & earlier.names
    if same_text:
        return False
    called, before = later.roles - later.names, earlier.roles - earlier.names
    return bool(called) and not called & before


def put_in(meeting: Meeting, reader: Reader) -> Iterator[Drift]:
    """A statement stands in one rewrite only: neither the document it comes from tells it, nor did anybody with a name
    tell it before. Where it tells of a town what that document tells of houses, it has grown."""
    if meeting.derivation.kind is not DerivationKind.REWRITE or not (meeting.there and meeting.main):
        return
    if not (_surely_retold(meeting.derivation) and _mostly_taken(meeting, reader)):
        return
    for later, claims in meeting.here:
        speaker = later.speaker
        voice = bool(speaker.named and speaker.names)
        accountable = speaker.state and not speaker.person and not speaker.own
        known = accountable or (voice and speaker.names <= meeting.source_names)
        if later.heading or known or any(_told_before(claim, meeting, later, reader) for claim in claims):
            continue
        smaller = _grown_from(later, meeting)
        if smaller is not None:
            yield Drift(DriftKind.SCOPE, smaller.spot, later.spot, "what it happened to is larger here")
            continue
        if not _says_something_new(later, meeting):
            continue
        earlier = _closest(later, meeting)
        yield Drift(DriftKind.ADDITION, earlier.spot, later.spot, "found in this document only")


def _surely_retold(derivation: Derivation) -> bool:
    """Whether the later document as a whole retells the earlier, and has not only a detail or a mark of it. What a
    person gave has no ties."""
    retelling = (tie.score for tie in derivation.ties if tie.rule in _RETELLING)
    return not derivation.ties or max(retelling, default=0.0) >= _RETOLD


def _mostly_taken(meeting: Meeting, reader: Reader) -> bool:
    """Whether enough of what the later document tells is told where it comes from: else it is a report of its own."""
    taken = [any(_taken(claim, meeting, reader) for claim in claims) for _, claims in meeting.here]
    return sum(taken) >= _TAKEN * len(taken)


def _taken(claim: Claim, meeting: Meeting, reader: Reader) -> bool:
    """Whether one of the documents it comes from tells a claim, or one near to it."""
    near = reader.near.get(claim.id, frozenset())
    return not meeting.sources.isdisjoint(near) or any(told.document in meeting.sources for told in claim.tellings)


def _says_something_new(later: Side, meeting: Meeting) -> bool:
    """Whether it tells a happening, a figure or somebody's words, in terms that the taken document mostly lacks."""
    if not (later.happens or later.figures or later.quoted):
        return False
    said = {term for term in later.terms if term[0] in "=~"} or later.terms
    new = said - meeting.source
    return len(new) >= _NEW_TERMS and len(new) >= _NEW_SHARE * len(said)


def _grown_from(later: Side, meeting: Meeting) -> Side | None:
    """What the taken document tells of something smaller, of all the most like it."""
    steps = later.words.steps_in(later.content)
    if not steps or later.speaker.known:
        return None
    below = [side for side, _ in meeting.there if max(side.words.steps_in(side.content), default=99) < min(steps)]
    return max(below, key=lambda each: (len(later.terms & each.terms), each.spot.span), default=None)


def _closest(later: Side, meeting: Meeting) -> Side:
    return max((side for side, _ in meeting.there), key=lambda each: (len(later.terms & each.terms), each.spot.span))


def _told_before(claim: Claim, meeting: Meeting, later: Side, reader: Reader) -> bool:
    """Whether the taken document tells a claim or one near to it, or somebody with a name told it before."""
    if _taken(claim, meeting, reader):
        return True
    for told in claim.tellings:
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
        if derivation.kind in REWORKED and meeting.main and not any(_taken(claim, meeting, reader) for claim in claims):
            yield Drift(DriftKind.HEADLINE, _closest(later, meeting).spot, later.spot, "the origin does not tell it")
        elif derivation.kind is not DerivationKind.REWRITE or derivation.taken not in told:
            continue
        elif concepts and len(new) >= _NEW_IN_HEADING * len(concepts):
            yield Drift(
                DriftKind.HEADLINE, _closest(later, meeting).spot, later.spot, "in words that the origin has nowhere"
            )


RULES: tuple[Rule, ...] = (in_another_mouth, grows_to_the_whole_place, put_in, the_heading_says_other)
"""Each that applies to two documents."""
