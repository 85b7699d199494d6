"""One claim as every view shows it: its tellings numbered, who has it from whom, and what changed on the way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from firsthand.claims import Account, Drift, Link, Paper, Spot, Told
from firsthand.kinds import DriftKind, Mode, VoiceKind
from firsthand.model import Span
from firsthand.show.claims.differing import Run, side_by_side
from firsthand.show.plain import one_line
from firsthand.show.words import content_words, voice_words

__all__ = ["Byline", "ClaimView", "DriftView", "End", "Line", "LinkView", "byline_of", "view_of"]

_AROUND = 140
"""Characters on each side of a spot that is in no sentence of a statement."""
_LONGEST = 600
"""Characters of a sentence that are shown; around the spot where it is longer."""


@dataclass(frozen=True, slots=True)
class Byline:
    """A document in short. `moment` is when it was published (ISO 8601); when it was seen where `published` is not."""

    key: str
    outlet: str
    title: str
    side: str
    country: str
    language: str
    address: str
    moment: str
    published: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A telling under its number (from 1, earliest first), with the words of it and whose they are."""

    number: int
    told: Told
    byline: Byline
    words: str
    voice: str
    kind: VoiceKind
    mode: Mode
    quoted: bool
    answer: Mode | None = None
    independent: bool = False


@dataclass(frozen=True, slots=True)
class End:
    """One end of a drift: the document, the number of the telling that is meant (0 for none), and the words in runs."""

    byline: Byline
    number: int
    spot: Spot
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class DriftView:
    """A drift with both texts side by side."""

    kind: DriftKind
    earlier: End
    later: End
    detail: str


@dataclass(frozen=True, slots=True)
class LinkView:
    """A link by the numbers of its tellings, one < other."""

    one: int
    other: int
    link: Link

    @property
    def sure(self) -> str:
        """How surely, in words; nothing is wholly sure."""
        return f"{min(self.link.chance, 0.99):.0%} likely, {self.link.bits:+.1f} bits"


@dataclass(frozen=True, slots=True)
class ClaimView:
    """A claim with the words of its documents. `bylines` are in the order of its tellings; `by_document` holds the
    numbers of the tellings of each."""

    account: Account
    lines: tuple[Line, ...]
    bylines: Mapping[str, Byline]
    by_document: Mapping[str, tuple[int, ...]]
    drift: tuple[DriftView, ...]
    links: tuple[LinkView, ...] = ()

    @property
    def answers(self) -> tuple[Line, ...]:
        """The tellings that deny, confirm, doubt or take it back."""
        return tuple(line for line in self.lines if line.answer is not None)

    def numbers(self, document: str) -> tuple[int, ...]:
        """The numbers of the tellings of a document."""
        return self.by_document.get(document, ())


def view_of(account: Account, papers: Mapping[str, Paper]) -> ClaimView:
    """The claim, its documents looked up once each. A document that cannot be had leaves its words empty."""
    concerned = dict.fromkeys(account.documents)
    for one in account.drift:
        concerned |= dict.fromkeys((one.earlier.document, one.later.document))
    found = {key: papers.get(key) for key in concerned}
    bylines = {key: byline_of(key, paper) for key, paper in found.items()}
    answers = {each.told: each.mode for each in account.claim.answers}
    own = _own_origins(account)
    lines = tuple(
        _line(number, told, found[told.document], bylines[told.document], answers.get(told), told in own)
        for number, told in enumerate(account.claim.tellings, 1)
    )
    numbers: dict[str, list[int]] = {}
    for line in lines:
        numbers.setdefault(line.told.document, []).append(line.number)
    drift = tuple(_drift(each, lines, found, bylines) for each in account.drift)
    by_document = {key: tuple(own) for key, own in numbers.items()}
    return ClaimView(account, lines, bylines, by_document, drift, _links(account, lines))


def _links(account: Account, lines: tuple[Line, ...]) -> tuple[LinkView, ...]:
    """In the order of the later telling, the strongest first."""
    numbers = {line.told: line.number for line in lines}
    ends = (sorted((numbers[each.one], numbers[each.other])) for each in account.claim.links)
    found = [LinkView(one, other, link) for (one, other), link in zip(ends, account.claim.links, strict=True)]
    return tuple(sorted(found, key=lambda each: (each.other, -each.link.bits, each.one)))


def _own_origins(account: Account) -> set[Told]:
    """The tellings under an origin that surely is another than that of the first telling."""
    roots = account.origins.roots
    first = account.claim.tellings[0] if account.claim.tellings else None
    under = [{told for told, _ in root.tellings} for root in roots]
    return {
        told
        for root, tellings in zip(roots, under, strict=True)
        if root.sure and account.origins.at_least > 1 and first not in tellings
        for told in tellings
    }


def byline_of(key: str, paper: Paper | None) -> Byline:
    """A document in short; of one that cannot be had only the key."""
    if paper is None:
        return Byline(one_line(key), one_line(key), "", "", "", "und", "", "", published=False)
    document, source = paper.report.document, paper.source
    outlet = one_line((source.name if source else "") or document.outlet or _file_name(document.address or key))
    published = document.published.isoformat() if document.published else ""
    return Byline(
        key=one_line(key),
        outlet=outlet,
        title=one_line(document.title.of(document.text)),
        side=one_line((source.side if source else "") or ""),
        country=one_line((source.country if source else "") or ""),
        language=one_line(document.language),
        address=one_line(document.address or ""),
        moment=published or paper.seen,
        published=bool(published),
    )


def _file_name(address: str) -> str:
    """Of a file that was handed in the name it was given, of anything else its address."""
    return address.rpartition("/")[2] if address.startswith("handed-in:") else address


def _line(number: int, told: Told, paper: Paper | None, byline: Byline, answer: Mode | None, independent: bool) -> Line:
    statement = told.statement(paper) if paper else None
    if paper is None or statement is None:
        words = one_line(told.span.of(paper.report.document.text)) if paper else ""
        mode = answer or Mode.ASSERTED
        return Line(number, told, byline, words, byline.outlet, VoiceKind.OUTLET, mode, False, answer, independent)
    text, voice = paper.report.document.text, statement.voice
    whole = told.span == Span(statement.content.start, statement.contents[-1].end)
    said = voice.refers_to.of(text) if voice.refers_to else voice.text
    return Line(
        number,
        told,
        byline,
        content_words(text, statement) if whole else one_line(told.span.of(text)),
        byline.outlet if voice.kind is VoiceKind.OUTLET else voice_words(said, voice.kind),
        voice.kind,
        statement.mode,
        statement.quoted,
        answer,
        independent,
    )


def _drift(
    drift: Drift, lines: tuple[Line, ...], papers: Mapping[str, Paper | None], bylines: Mapping[str, Byline]
) -> DriftView:
    spots = (drift.earlier, drift.later)
    texts = [_excerpt(papers[spot.document], spot.span) for spot in spots]
    languages = {bylines[spot.document].language for spot in spots}
    runs = side_by_side(texts[0], texts[1], one_language=len(languages) == 1, addition=drift.kind is DriftKind.ADDITION)
    earlier, later = (
        End(bylines[spot.document], _number(lines, spot), spot, run) for spot, run in zip(spots, runs, strict=True)
    )
    return DriftView(drift.kind, earlier, later, one_line(drift.detail))


def _number(lines: tuple[Line, ...], spot: Spot) -> int:
    """The telling that is meant: the one that holds the spot or has most of it; else the first of the document."""
    own = [line for line in lines if line.told.document == spot.document]
    touching = [line for line in own if line.told.span.overlaps(spot.span)]
    return max(touching, key=lambda line: _common(line.told.span, spot.span)).number if touching else 0


def _common(one: Span, other: Span) -> int:
    return min(one.end, other.end) - max(one.start, other.start)


def _excerpt(paper: Paper | None, spot: Span) -> tuple[str, str, str]:
    """The words before the spot, its own, and those after it: of the sentence it stands in, or near it."""
    if paper is None or not spot:
        return "", "", ""
    text = paper.report.document.text
    holding = [each.sentence for each in paper.report.statements if spot in each.sentence]
    around = min(holding, key=len, default=Span(max(0, spot.start - _AROUND), min(len(text), spot.end + _AROUND)))
    if len(around) > _LONGEST:
        room = max(_AROUND, (_LONGEST - len(spot)) // 2)
        around = Span(max(around.start, spot.start - room), min(around.end, spot.end + room))
    title = paper.report.document.title
    if spot in title:  # the headline is no part of the sentence below it, nor the other way round
        around = Span(max(around.start, title.start), min(around.end, title.end))
    elif spot.start >= title.end:
        around = Span(max(around.start, title.end), around.end)
    return Span(around.start, spot.start).of(text), spot.of(text), Span(spot.end, around.end).of(text)
