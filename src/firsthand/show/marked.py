"""The text of a report, marked: runs of words under their statements and warnings, whose word each is, what to stop at.

The page of one report and the desk show the same.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from firsthand.model import Reason, Report, Span, Statement, Voice, VoiceKind
from firsthand.show.digest import quoted_spans, reasons_of, terms, warning_words
from firsthand.show.marks import Mark, Piece, pieces
from firsthand.show.named import named
from firsthand.show.plain import one_line, visible
from firsthand.show.speaking import gettext
from firsthand.show.voices import voice_groups
from firsthand.show.words import SOMEBODY, frame_words, passed_on

__all__ = [
    "ClaimRef",
    "Flag",
    "MarkedPiece",
    "Note",
    "Number",
    "Paragraph",
    "SaidBy",
    "Share",
    "Stop",
    "VoiceLink",
    "manner_of",
    "paragraphs_of",
    "said_by",
    "shares_of",
    "stops_of",
]

_PARAGRAPH = re.compile(r"[^\n]+")
_MEANT = "meant"


@dataclass(frozen=True, slots=True)
class MarkedPiece:
    """A run of text in the page: classes, the statements and warnings it belongs to, what hangs on it."""

    text: str
    classes: str
    statements: str
    warnings: str
    anchors: tuple[str, ...]
    numbers: tuple[Number, ...]
    flags: tuple[Flag, ...]


@dataclass(frozen=True, slots=True)
class Number:
    """The number after a statement in the text."""

    id: str
    label: str
    manner: str


@dataclass(frozen=True, slots=True)
class Flag:
    """The sign after the first words that a warning rests on."""

    id: str
    words: str


@dataclass(frozen=True, slots=True)
class ClaimRef:
    """A claim that a statement belongs to: where its page is, its title, what is known of it in a few words, and the
    language of the title."""

    address: str
    title: str
    known: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """A statement, beside its paragraph: its voices and how it stands; the words are in the text."""

    id: str
    label: str
    manner: str
    chain: tuple[VoiceLink, ...]
    tags: tuple[str, ...]
    lines: tuple[str, ...]
    rule: str
    reasons: tuple[str, ...]
    claims: tuple[ClaimRef, ...] = ()


@dataclass(frozen=True, slots=True)
class VoiceLink:
    """One voice of a chain, and the words that lead to it."""

    lead: str
    name: str
    kind: str
    manner: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, and the notes on the statements that end in it."""

    pieces: tuple[MarkedPiece, ...]
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class SaidBy:
    """A voice, and the numbers of what it says."""

    name: str
    kind: str
    manner: str
    numbers: tuple[Number, ...]


@dataclass(frozen=True, slots=True)
class Stop:
    """A warning; `kind` is that of the model, `words` are anchors in the text with what stands there."""

    id: str
    kind: str
    title: str
    reason: str
    words: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Share:
    """A stretch of the bar that shows on whose word the report stands, in percent."""

    manner: str
    words: str
    count: int
    left: float
    width: float


def manner_of(kind: VoiceKind) -> str:
    """The class that colours and underlines: named, unnamed or outlet."""
    return "outlet" if kind is VoiceKind.OUTLET else "unnamed" if kind.unnamed else "named"


def _share_words() -> dict[str, str]:
    return {
        "named": gettext("on a voice with a name"),
        "unnamed": gettext("on a voice without a name"),
        "outlet": gettext("the report’s own word"),
    }


def shares_of(report: Report) -> list[Share]:
    """How many statements stand on a voice with a name, on one without, and on the report's own word."""
    total = len(report.statements)
    shares: list[Share] = []
    left = 0.0
    for manner, words in _share_words().items():
        count = sum(manner_of(statement.voice.kind) == manner for statement in report.statements)
        width = 100 * count / total if total else 0.0
        shares.append(Share(manner, words, count, round(left, 2), round(width, 2)))
        left += width
    return shares


def stops_of(report: Report) -> list[Stop]:
    """The warnings, each with links to the words that it rests on."""
    text = report.document.text
    return [
        Stop(
            f"w{number}",
            warning.kind,
            warning_words(warning.kind),
            one_line(warning.reason),
            tuple(
                (f"at-w{number}-{index}", words[0])
                for index, span in enumerate(warning.spans, 1)
                if (words := quoted_spans(text, [span], 120))
            ),
        )
        for number, warning in enumerate(report.warnings, 1)
    ]


def said_by(report: Report) -> list[SaidBy]:
    """Every voice with the numbers of what it says."""
    return [
        SaidBy(
            group.name,
            named(group.voice.kind, "voice") if group.voice.kind is not VoiceKind.OUTLET else "",
            manner_of(group.voice.kind),
            tuple(Number(f"s{n}", str(n), manner_of(each.voice.kind)) for n, each in group.statements),
        )
        for group in voice_groups(report)
    ]


def _note(report: Report, number: int, claims: tuple[ClaimRef, ...], *, explain: bool) -> Note:
    text, statement = report.document.text, report.statements[number - 1]
    tags = [named(statement.mode, "mode"), gettext("quoted") if statement.quoted else "", *terms(text, statement)]
    if len(statement.chain) > 2:
        tags.insert(1, gettext("depth %(number)s", number=len(statement.chain)))
    happened = frame_words(statement.frame) if statement.frame else ""
    return Note(
        id=f"s{number}",
        label=str(number),
        manner=manner_of(statement.voice.kind),
        chain=_links(text, statement),
        tags=tuple(tag for tag in tags if tag),
        lines=(happened,) if happened else (),
        rule=statement.reasons[0].rule if statement.reasons else "",
        reasons=tuple(_reason(text, reason) for reason in reasons_of(statement)) if explain else (),
        claims=claims,
    )


def _links(text: str, statement: Statement) -> tuple[VoiceLink, ...]:
    """The chain from the outlet inwards, as one sentence; the outlet is named only where it speaks alone."""
    if statement.voice.kind is VoiceKind.OUTLET:
        return (VoiceLink("", gettext("The report’s own word"), "", "outlet"),)
    pairs = zip(statement.chain, statement.chain[1:], strict=False)
    links = [_link(text, passed_on(outer), inner) for outer, inner in pairs]
    lead = links[0].lead
    return (replace(links[0], lead=lead[:1].upper() + lead[1:]), *links[1:])


def _link(text: str, lead: str, voice: Voice) -> VoiceLink:
    condition = voice.condition.of(text) if voice.condition else ""
    role, affiliation = voice.role or "", voice.affiliation or ""
    known = [
        one_line(part) for part in (role, "" if affiliation in role else affiliation) if part and part != condition
    ]
    full = one_line(voice.refers_to.of(text)) if voice.refers_to else ""
    said = one_line(voice.text) or gettext(SOMEBODY)
    if full and full != said:
        known.append(gettext("called “%(words)s” here", words=said))
    return VoiceLink(lead, full or said, ", ".join([named(voice.kind, "voice"), *known]), manner_of(voice.kind))


def _reason(text: str, reason: Reason) -> str:
    where = ", ".join(f"“{words}”" for words in quoted_spans(text, reason.spans, 60))
    return " ".join(part for part in (f"{reason.rule}:", one_line(reason.detail), where) if part)


def paragraphs_of(
    report: Report,
    *,
    explain: bool,
    claims: Mapping[int, tuple[ClaimRef, ...]] | None = None,
    meant: Span | None = None,
) -> list[Paragraph]:
    """The text by paragraphs, the title first where there is one.

    Args:
        explain: whether the notes tell the rules that fired.
        claims: the claims that statements belong to, by the numbers of the statements (from 1).
        meant: characters that a link to the text is about; where they begin is an anchor of the name "statement".
    """
    text = report.document.text
    parts = [Span(m.start(), m.end()) for m in _PARAGRAPH.finditer(text) if m[0].strip()]
    title = report.document.title
    manners = {f"s{n}": manner_of(each.voice.kind) for n, each in enumerate(report.statements, 1)}
    titles = {f"w{n}": warning_words(each.kind) for n, each in enumerate(report.warnings, 1)}
    if title and (not parts or parts[0].end > title.end):
        above = Span(min(each.start for each in (title, *parts)), title.start)
        parts = [above, title, *(Span(max(part.start, title.end), part.end) for part in parts)]
    found: list[Paragraph] = []
    marks = _marks(report) + ([Mark(meant, _MEANT, _MEANT)] if meant else [])
    for cut in pieces([part for part in parts if part], marks):
        shown = tuple(_shown(text, piece, manners, titles) for piece in cut)
        ending = sorted(int(number.label) for piece in shown for number in piece.numbers)
        notes = (_note(report, number, (claims or {}).get(number, ()), explain=explain) for number in ending)
        found.append(Paragraph(shown, tuple(notes)))
    return found


def _marks(report: Report) -> list[Mark]:
    marks: list[Mark] = []
    for number, statement in enumerate(report.statements, 1):
        name = f"s{number}"
        marks += [Mark(span, "content", name) for span in statement.contents[:-1]]
        marks.append(Mark(statement.contents[-1], "last content", name))
        marks += [Mark(span, "cue", name) for span in (statement.cue,) if span]
        marks += [Mark(span, "hedge", name) for span in (statement.hedge,) if span]
        marks += [Mark(voice.span, "voice", name) for voice in statement.chain if voice.span]
    for number, warning in enumerate(report.warnings, 1):
        marks += [Mark(span, str(index), f"w{number}") for index, span in enumerate(warning.spans, 1)]
    return marks


def _shown(text: str, piece: Piece, manners: dict[str, str], titles: dict[str, str]) -> MarkedPiece:
    said = [mark for mark in piece.marks if mark.name in manners]
    flagged = [mark for mark in piece.marks if mark.name in titles]
    kinds = {word for mark in said for word in mark.what.split() if word != "last"}
    content = next((mark for mark in said if mark.what.endswith("content")), None)
    if content:
        kinds.add(manners[content.name])
    names = sorted(said, key=lambda mark: not mark.what.endswith("content"))
    kinds |= {_MEANT for mark in piece.marks if mark.name == _MEANT}
    anchors = [f"at-{mark.name}-{mark.what}" for mark in piece.starting if mark.name in titles]
    anchors += ["statement" for mark in piece.starting if mark.name == _MEANT]
    return MarkedPiece(
        text=visible(piece.span.of(text)),
        classes=" ".join(sorted(kinds | ({"flagged"} if flagged else set()))),
        statements=" ".join(dict.fromkeys(mark.name for mark in names)),
        warnings=" ".join(dict.fromkeys(mark.name for mark in flagged)),
        anchors=tuple(anchors),
        numbers=tuple(
            Number(mark.name, mark.name[1:], manners[mark.name]) for mark in piece.ending if mark.what == "last content"
        ),
        flags=tuple(
            Flag(mark.name, titles[mark.name]) for mark in piece.ending if mark.name in titles and mark.what == "1"
        ),
    )
