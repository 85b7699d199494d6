"""The report as one self-contained page: nothing is fetched, nothing from the document can run."""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files

from jinja2 import DictLoader, Environment, StrictUndefined
from markupsafe import Markup

from firsthand.model import Reason, Report, Span, Statement, Voice, VoiceKind
from firsthand.show.digest import (
    KIND_WORDS,
    content_words,
    frame_words,
    headline,
    origin_words,
    quoted_spans,
    reasons_of,
    shorten,
    voice_groups,
    voice_words,
    warning_words,
)
from firsthand.show.marks import Mark, Piece, pieces
from firsthand.show.plain import one_line, visible

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
class _Card:
    """A statement in the panel."""

    id: str
    label: str
    manner: str
    content: str
    chain: tuple[_Link, ...]
    tags: tuple[str, ...]
    notes: tuple[str, ...]
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Link:
    """One voice of a chain."""

    name: str
    kind: str
    manner: str


@dataclass(frozen=True, slots=True)
class _Group:
    name: str
    kind: str
    manner: str
    cards: tuple[_Card, ...]


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
    environment = Environment(
        loader=DictLoader({"page": _asset("page.html.j2")}),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    style, script = _asset("page.css"), _asset("page.js")
    document = report.document
    return environment.get_template("page").render(
        policy=_policy(style, script),
        style=Markup(style),  # noqa: S704 (our own file)
        script=Markup(script),  # noqa: S704
        language=_language(document.language),
        title=one_line(document.title.of(document.text)),
        headline=headline(report),
        about=origin_words(document),
        shares=_shares(report),
        warnings=_warnings(report),
        paragraphs=_paragraphs(report),
        has_title=bool(document.title),
        groups=_groups(report, explain=explain),
        skips=[one_line(f"{skip.stage}: {shorten(skip.record, 80)}: {skip.reason}") for skip in report.skips],
        version=one_line(report.version),
    )


def _asset(name: str) -> str:
    return files("firsthand.show").joinpath(name).read_text(encoding="utf-8")


def _policy(style: str, script: str) -> str:
    def digest(text: str) -> str:
        return "'sha256-" + b64encode(sha256(text.encode()).digest()).decode() + "'"

    return (
        f"default-src 'none'; style-src {digest(style)}; script-src {digest(script)}; "
        "base-uri 'none'; form-action 'none'"
    )


def _language(code: str) -> str:
    return code if re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", code) else "und"


def _manner(kind: VoiceKind) -> str:
    """The class that colours and underlines: named, unnamed or outlet."""
    return "outlet" if kind is VoiceKind.OUTLET else "unnamed" if kind.unnamed else "named"


_SHARE_WORDS = {
    "named": "on a named voice",
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


def _groups(report: Report, *, explain: bool) -> list[_Group]:
    return [
        _Group(
            group.name,
            KIND_WORDS[group.voice.kind] if group.voice.kind is not VoiceKind.OUTLET else "",
            _manner(group.voice.kind),
            tuple(_card(report, number, each, explain=explain) for number, each in group.statements),
        )
        for group in voice_groups(report)
    ]


def _card(report: Report, number: int, statement: Statement, *, explain: bool) -> _Card:
    text = report.document.text
    tags = [statement.mode.value, "quoted" if statement.quoted else "paraphrase"]
    if statement.voice.kind is VoiceKind.OUTLET:
        tags.pop()
    notes = [
        f"{label}: {one_line(span.of(text))}"
        for label, span in (
            ("Through", statement.medium),
            ("Marked", statement.hedge),
            ("Evidence mentioned", statement.evidence),
            ("Speaks on terms", statement.voice.condition),
        )
        if span
    ]
    if statement.frame and (happened := frame_words(statement.frame)):
        notes.insert(0, f"What: {happened}")
    return _Card(
        id=f"s{number}",
        label=str(number),
        manner=_manner(statement.voice.kind),
        content=content_words(text, statement),
        chain=tuple(_link(text, voice) for voice in statement.chain),
        tags=(*tags, f"depth {len(statement.chain)}"),
        notes=tuple(notes),
        reasons=tuple(_reason(text, reason) for reason in reasons_of(statement)) if explain else (),
    )


def _link(text: str, voice: Voice) -> _Link:
    outlet = voice.kind is VoiceKind.OUTLET
    known = [one_line(part) for part in (voice.role, voice.affiliation) if part]
    if voice.refers_to:
        known.append(f"that is, {one_line(voice.refers_to.of(text))}")
    return _Link(
        name="The report" if outlet else voice_words(voice.text, voice.kind),
        kind="" if outlet else ", ".join([KIND_WORDS[voice.kind], *known]),
        manner=_manner(voice.kind),
    )


def _reason(text: str, reason: Reason) -> str:
    where = ", ".join(f"“{words}”" for words in quoted_spans(text, reason.spans, 60))
    return " ".join(part for part in (f"{reason.rule}:", one_line(reason.detail), where) if part)


def _paragraphs(report: Report) -> list[list[_Piece]]:
    text = report.document.text
    parts = [Span(m.start(), m.end()) for m in _PARAGRAPH.finditer(text) if m[0].strip()]
    title = report.document.title
    manners = {f"s{n}": _manner(each.voice.kind) for n, each in enumerate(report.statements, 1)}
    titles = {f"w{n}": warning_words(each.kind) for n, each in enumerate(report.warnings, 1)}
    if title and (not parts or parts[0].end > title.end):
        parts = [title, *(Span(max(part.start, title.end), part.end) for part in parts)]
    return [
        [_shown(text, piece, manners, titles) for piece in found]
        for found in pieces([part for part in parts if part], _marks(report))
    ]


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
