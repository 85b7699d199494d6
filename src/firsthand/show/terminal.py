"""The report for a terminal: the surprising thing first, whole at 80 columns, plain when piped."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO

from rich.text import Text

from firsthand.model import Report, SourcingWarning, Statement, VoiceKind
from firsthand.show.console import Hanging, console_for
from firsthand.show.credited import credit_words
from firsthand.show.digest import counts, origin_words, quoted_spans, reasons_of, terms, verdict, warning_words
from firsthand.show.named import named
from firsthand.show.plain import one_line
from firsthand.show.voices import VoiceGroup, voice_groups
from firsthand.show.where import candidate_lines, extent_words, sense_words, where_words
from firsthand.show.words import chain_words, content_words, frame_words, shorten

__all__ = ["print_report"]

_SPANS_SHOWN = 6


def print_report(
    report: Report, *, explain: bool = False, width: int | None = None, file: IO[str] | None = None
) -> None:
    """The whole report on `file` (standard output); `width` in columns, else that of the terminal."""
    console = console_for(file, width)
    for block in _blocks(report, explain=explain):
        console.print(block)


def _line(words: str, style: str = "") -> Hanging:
    return Hanging(Text(), Text(words, style=style))


def _blocks(report: Report, *, explain: bool) -> Iterator[Text | Hanging]:
    yield _line(verdict(report), style="bold")
    if said := counts(report):
        yield _line(said)
    if credited := credit_words(report):
        yield _line(credited)
    yield from _about(report)
    if report.warnings:
        yield Text()
        yield _line("What to stop at", style="bold")
        for warning in report.warnings:
            yield from _warning(report, warning)
    if report.statements:
        yield Text()
        yield _line("Who says what", style="bold")
        for group in voice_groups(report):
            yield from _group(report, group, explain=explain)
    yield from _footer(report, explain=explain)


def _about(report: Report) -> Iterator[Hanging]:
    document = report.document
    title = one_line(document.title.of(document.text))
    if title:
        yield _line(f"“{title}”", style="italic")
    yield _line(" · ".join((*origin_words(document), one_line(document.language))), style="dim")


def _warning(report: Report, warning: SourcingWarning) -> Iterator[Hanging]:
    yield Hanging(
        Text("!", style="bold red"),
        Text.assemble((warning_words(warning.kind), "bold"), " ", (f"({one_line(warning.kind)})", "dim")),
    )
    yield Hanging(Text(" "), Text(one_line(warning.reason)))
    words = quoted_spans(report.document.text, warning.spans)
    for quoted in words[:_SPANS_SHOWN]:
        yield Hanging(Text("→", style="red"), Text(quoted, style="italic"), indent=2)
    if len(words) > _SPANS_SHOWN:
        yield Hanging(Text("→", style="red"), Text(f"and {len(words) - _SPANS_SHOWN} more"), indent=2)


def _group(report: Report, group: VoiceGroup, *, explain: bool) -> Iterator[Text | Hanging]:
    voice = group.voice
    colour = "yellow" if voice.kind.unnamed else "dim" if voice.kind is VoiceKind.OUTLET else "green"
    described = group.name if voice.kind is VoiceKind.OUTLET else f"{group.name}, {named(voice.kind, 'voice')}"
    yield Text()
    yield _line(described, style=f"bold {colour}" if colour != "dim" else "bold")
    for number, statement in group.statements:
        yield Hanging(Text(f"{number:>3}", style="dim"), Text(content_words(report.document.text, statement)))
        yield Hanging(Text("   "), Text(_manner(report, statement), style="dim"))
        if statement.frame and (happened := frame_words(statement.frame)):
            yield Hanging(Text("   "), Text(happened, style="dim"))
        if explain:
            yield from _explanation(report.document.text, statement)


def _manner(report: Report, statement: Statement) -> str:
    """Mode, quotation, terms, and depth and chain where somebody stands between report and voice."""
    text = report.document.text
    parts = [statement.mode.value, "quoted" if statement.quoted else "", *terms(text, statement)]
    if len(statement.chain) > 2:
        parts += [f"depth {len(statement.chain)}", chain_words(text, statement)]
    return " · ".join(part for part in parts if part)


def _explanation(text: str, statement: Statement) -> Iterator[Hanging]:
    for reason in reasons_of(statement):
        where = ", ".join(f"“{words}”" for words in quoted_spans(text, reason.spans, 40))
        starts, ends = [s.start for s in reason.spans], [s.end for s in reason.spans]
        at = f" at {min(starts)}–{max(ends)}" if starts else ""
        said = f": {one_line(reason.detail)}" if reason.detail else ""
        yield Hanging(Text("·", style="cyan"), Text(f"{reason.rule}{said}{at}{' ' + where if where else ''}"), indent=4)


def _footer(report: Report, *, explain: bool) -> Iterator[Text | Hanging]:
    if explain and report.places:
        yield Text()
        yield _line("Places", style="bold")
        yield from _places(report)
    if report.skips:
        yield Text()
        yield _line("Left out, or hard to read", style="bold")
        for skip in report.skips:
            yield Hanging(Text("·"), Text(one_line(f"{skip.stage}: {shorten(skip.record, 60)}: {skip.reason}")))


def _places(report: Report) -> Iterator[Hanging]:
    """Each mention with what was chosen and how exactly; the candidates where a name comes first."""
    seen: set[str] = set()
    for place in report.places:
        chosen, words = place.chosen, one_line(place.span.of(report.document.text))
        meant = f"not decided among {len(place.candidates)}"
        if chosen:
            meant = f"{one_line(where_words(place))} ({chosen.id}, {chosen.country or '?'}), {sense_words(chosen)}"
            meant += f" · {extent_words(place.extent)}" if place.extent else ""
        yield Hanging(Text("·", style="cyan"), Text(f"{words}: {one_line(meant)}"))
        if words not in seen:
            for line in candidate_lines(place):
                yield Hanging(Text(" "), Text(line, style="dim"), indent=2)
        seen.add(words)
