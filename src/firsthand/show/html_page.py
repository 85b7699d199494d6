"""The report as one self-contained page: nothing is fetched, nothing from the document can run."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from markupsafe import Markup

from firsthand.model import Reason, Report, Span, Statement, Voice, VoiceKind
from firsthand.show.assets import asset, environment, language_tag, policy
from firsthand.show.credited import credit_words
from firsthand.show.digest import (
    counts,
    origin_words,
    quoted_spans,
    reasons_of,
    terms,
    verdict,
    warning_words,
)
from firsthand.show.marks import Mark, Piece, pieces
from firsthand.show.plain import one_line, visible
from firsthand.show.voices import voice_groups
from firsthand.show.words import KIND_WORDS, frame_words, passed_on, shorten

__all__ = ["html_page"]

_PARAGRAPH = re.compile(r"[^\n]+")


@dataclass(frozen=True, slots=True)
class _Piece:
    """A run of text in the page: classes, the statements and warnings it belongs to, what hangs on it."""

    text: str
    classes: str
    statements: str
    warnings: str
    anchors: tuple[str, ...]
    numbers: tuple[_Number, ...]
    flags: tuple[_Flag, ...]


@dataclass(frozen=True, slots=True)
class _Number:
    """The number after a statement in the text."""

    id: str
    label: str
    manner: str


@dataclass(frozen=True, slots=True)
class _Flag:
    """The sign after the first words that a warning rests on."""

    id: str
    words: str


@dataclass(frozen=True, slots=True)
class _Note:
    """A statement, beside its paragraph: its voices and how it stands; the words are in the text."""

    id: str
    label: str
    manner: str
    chain: tuple[_Link, ...]
    tags: tuple[str, ...]
    lines: tuple[str, ...]
    rule: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Link:
    """One voice of a chain, and the words that lead to it."""

    lead: str
    name: str
    kind: str
    manner: str


@dataclass(frozen=True, slots=True)
class _Paragraph:
    """A paragraph, and the notes on the statements that end in it."""

    pieces: tuple[_Piece, ...]
    notes: tuple[_Note, ...]


@dataclass(frozen=True, slots=True)
class _Group:
    """A voice, and the numbers of what it says."""

    name: str
    kind: str
    manner: str
    numbers: tuple[_Number, ...]


@dataclass(frozen=True, slots=True)
class _Warning:
    id: str
    title: str
    reason: str
    words: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class _Share:
    """A stretch of the bar that shows on whose word the report stands, in percent."""

    manner: str
    words: str
    count: int
    left: float
    width: float


def html_page(report: Report, *, explain: bool = False) -> str:
    """One HTML document with its style and script inside, and a policy that forbids everything else."""
    style, script = asset("colours.css") + asset("page.css"), asset("page.js")
    document = report.document
    return (
        environment(page="page.html.j2")
        .get_template("page")
        .render(
            policy=policy(style, script),
            style=Markup(style),  # noqa: S704 (our own file)
            script=Markup(script),  # noqa: S704
            language=language_tag(document.language),
            title=one_line(document.title.of(document.text)),
            verdict=verdict(report),
            counts=counts(report),
            credited=credit_words(report),
            about=origin_words(document),
            shares=_shares(report),
            warnings=_warnings(report),
            paragraphs=_paragraphs(report, explain=explain),
            has_title=bool(document.title),
            groups=_groups(report),
            skips=[one_line(f"{skip.stage}: {shorten(skip.record, 80)}: {skip.reason}") for skip in report.skips],
            version=one_line(report.version),
        )
    )


def _manner(kind: VoiceKind) -> str:
    """The class that colours and underlines: named, unnamed or outlet."""
    return "outlet" if kind is VoiceKind.OUTLET else "unnamed" if kind.unnamed else "named"


_SHARE_WORDS = {
    "named": "on a voice with a name",
    "unnamed": "on a voice without a name",
    "outlet": "the report’s own word",
}


def _shares(report: Report) -> list[_Share]:
    total = len(report.statements)
    shares: list[_Share] = []
    left = 0.0
    for manner, words in _SHARE_WORDS.items():
        count = sum(_manner(statement.voice.kind) == manner for statement in report.statements)
        width = 100 * count / total if total else 0.0
        shares.append(_Share(manner, words, count, round(left, 2), round(width, 2)))
        left += width
    return shares


def _warnings(report: Report) -> list[_Warning]:
    text = report.document.text
    return [
        _Warning(
            f"w{number}",
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


def _groups(report: Report) -> list[_Group]:
    return [
        _Group(
            group.name,
            KIND_WORDS[group.voice.kind] if group.voice.kind is not VoiceKind.OUTLET else "",
            _manner(group.voice.kind),
            tuple(_Number(f"s{n}", str(n), _manner(each.voice.kind)) for n, each in group.statements),
        )
        for group in voice_groups(report)
    ]


def _note(report: Report, number: int, *, explain: bool) -> _Note:
    text, statement = report.document.text, report.statements[number - 1]
    tags = [statement.mode.value, "quoted" if statement.quoted else "", *terms(text, statement)]
    if len(statement.chain) > 2:
        tags.insert(1, f"depth {len(statement.chain)}")
    happened = frame_words(statement.frame) if statement.frame else ""
    return _Note(
        id=f"s{number}",
        label=str(number),
        manner=_manner(statement.voice.kind),
        chain=_links(text, statement),
        tags=tuple(tag for tag in tags if tag),
        lines=(happened,) if happened else (),
        rule=statement.reasons[0].rule if statement.reasons else "",
        reasons=tuple(_reason(text, reason) for reason in reasons_of(statement)) if explain else (),
    )


def _links(text: str, statement: Statement) -> tuple[_Link, ...]:
    """The chain from the outlet inwards, as one sentence; the outlet is named only where it speaks alone."""
    if statement.voice.kind is VoiceKind.OUTLET:
        return (_Link("", "The report’s own word", "", "outlet"),)
    pairs = zip(statement.chain, statement.chain[1:], strict=False)
    links = [_link(text, passed_on(outer), inner) for outer, inner in pairs]
    return (replace(links[0], lead=links[0].lead.capitalize()), *links[1:])


def _link(text: str, lead: str, voice: Voice) -> _Link:
    condition = voice.condition.of(text) if voice.condition else ""
    role, affiliation = voice.role or "", voice.affiliation or ""
    known = [
        one_line(part) for part in (role, "" if affiliation in role else affiliation) if part and part != condition
    ]
    full = one_line(voice.refers_to.of(text)) if voice.refers_to else ""
    said = one_line(voice.text) or "somebody"
    if full and full != said:
        known.append(f"called “{said}” here")
    return _Link(lead, full or said, ", ".join([KIND_WORDS[voice.kind], *known]), _manner(voice.kind))


def _reason(text: str, reason: Reason) -> str:
    where = ", ".join(f"“{words}”" for words in quoted_spans(text, reason.spans, 60))
    return " ".join(part for part in (f"{reason.rule}:", one_line(reason.detail), where) if part)


def _paragraphs(report: Report, *, explain: bool) -> list[_Paragraph]:
    text = report.document.text
    parts = [Span(m.start(), m.end()) for m in _PARAGRAPH.finditer(text) if m[0].strip()]
    title = report.document.title
    manners = {f"s{n}": _manner(each.voice.kind) for n, each in enumerate(report.statements, 1)}
    titles = {f"w{n}": warning_words(each.kind) for n, each in enumerate(report.warnings, 1)}
    if title and (not parts or parts[0].end > title.end):
        above = Span(min(each.start for each in (title, *parts)), title.start)
        parts = [above, title, *(Span(max(part.start, title.end), part.end) for part in parts)]
    found: list[_Paragraph] = []
    for cut in pieces([part for part in parts if part], _marks(report)):
        shown = tuple(_shown(text, piece, manners, titles) for piece in cut)
        ending = sorted(int(number.label) for piece in shown for number in piece.numbers)
        found.append(_Paragraph(shown, tuple(_note(report, number, explain=explain) for number in ending)))
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


def _shown(text: str, piece: Piece, manners: dict[str, str], titles: dict[str, str]) -> _Piece:
    said = [mark for mark in piece.marks if mark.name in manners]
    flagged = [mark for mark in piece.marks if mark.name in titles]
    kinds = {word for mark in said for word in mark.what.split() if word != "last"}
    content = next((mark for mark in said if mark.what.endswith("content")), None)
    if content:
        kinds.add(manners[content.name])
    names = sorted(said, key=lambda mark: not mark.what.endswith("content"))
    return _Piece(
        text=visible(piece.span.of(text)),
        classes=" ".join(sorted(kinds | ({"flagged"} if flagged else set()))),
        statements=" ".join(dict.fromkeys(mark.name for mark in names)),
        warnings=" ".join(dict.fromkeys(mark.name for mark in flagged)),
        anchors=tuple(f"at-{mark.name}-{mark.what}" for mark in piece.starting if mark.name in titles),
        numbers=tuple(
            _Number(mark.name, mark.name[1:], manners[mark.name])
            for mark in piece.ending
            if mark.what == "last content"
        ),
        flags=tuple(
            _Flag(mark.name, titles[mark.name]) for mark in piece.ending if mark.name in titles and mark.what == "1"
        ),
    )
