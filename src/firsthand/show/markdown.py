"""The report as Markdown, for an editor's notes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from firsthand.model import Report, Statement, VoiceKind
from firsthand.show.credited import credit_words
from firsthand.show.digest import counts, origin_words, quoted_spans, reasons_of, terms, verdict, warning_words
from firsthand.show.named import named
from firsthand.show.plain import one_line
from firsthand.show.voices import voice_groups
from firsthand.show.words import chain_words, content_words

__all__ = ["escaped", "markdown_report"]

_MARKS = re.compile(
    r"""[\\`*_\[\]<>#|~$&]   # emphasis, links, code, headings, tables, strikes, formulas, entities
    | :(?=//) | (?<=www)\. | @  # bare addresses and mentions, which some renderers link
    | ^[-+=] | ^\d+[.)]        # list marks and underlines, at the start of a line only
    """,
    re.VERBOSE,
)


def escaped(text: str) -> str:
    """Text on one line in which no character means anything to Markdown, nor to HTML inside it."""
    return _MARKS.sub(_escape, one_line(text))


def _escape(match: re.Match[str]) -> str:
    before, mark = match[0][:-1], match[0][-1]
    return {"<": "&lt;", ">": "&gt;", "&": "&amp;"}.get(mark, f"{before}\\{mark}")


def markdown_report(report: Report, *, explain: bool = False) -> str:
    """Headline sentence, warnings, statements by voice; with `explain`, the rules behind each."""
    return "\n".join(_lines(report, explain=explain)) + "\n"


def _lines(report: Report, *, explain: bool) -> Iterator[str]:
    document = report.document
    title = document.title.of(document.text)
    yield f"# {escaped(title)}" if title else "# A report without a headline"
    yield ""
    summary = " ".join(part for part in (counts(report), credit_words(report)) if part)
    yield f"**{escaped(verdict(report))}** {escaped(summary)}".rstrip()
    yield ""
    known = origin_words(document)
    if known:
        yield " · ".join(escaped(part) for part in known)
        yield ""
    if report.warnings:
        yield "## What to stop at"
        yield ""
        for warning in report.warnings:
            yield f"- **{escaped(warning_words(warning.kind))}** {escaped(warning.reason)}"
            yield from (f"  - “{escaped(words)}”" for words in quoted_spans(document.text, warning.spans))
        yield ""
    if report.statements:
        yield "## Who says what"
        yield ""
    for group in voice_groups(report):
        kind = "" if group.voice.kind is VoiceKind.OUTLET else f", {named(group.voice.kind, 'voice')}"
        yield f"### {escaped(group.name)}{kind}"
        yield ""
        for number, statement in group.statements:
            yield from _statement(document.text, number, statement, explain=explain)
        yield ""


def _statement(text: str, number: int, statement: Statement, *, explain: bool) -> Iterator[str]:
    manner = "; ".join(
        part
        for part in (
            statement.mode.value,
            "quoted" if statement.quoted else "",
            *(escaped(words) for words in terms(text, statement)),
            f"depth {len(statement.chain)}" if len(statement.chain) > 2 else "",
            escaped(chain_words(text, statement)) if len(statement.chain) > 2 else "",
        )
        if part
    )
    yield f"- s{number}: {escaped(content_words(text, statement))} *({manner})*"
    if explain:
        for reason in reasons_of(statement):
            said = f": {escaped(reason.detail)}" if reason.detail else ""
            yield f"  - `{reason.rule}`{said}"
