"""One claim on a terminal: who has it from whom, what changed on the way, what was answered, and when it was told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import IO

from rich.text import Text

from firsthand.claims import Derivation, Origin
from firsthand.show.claims.board import drifts_words, facts_words
from firsthand.show.claims.known import (
    Known,
    admiralty_words,
    bits_words,
    changed_words,
    evidence_words,
    likelihood_words,
    verdict_words,
)
from firsthand.show.claims.tree import Branch, Fold, branches
from firsthand.show.claims.view import Byline, ClaimView, DriftView, End, Line
from firsthand.show.claims.wording import (
    against_words,
    answer_words,
    count_words,
    day_words,
    derived_words,
    kind_words,
    origins_words,
    root_words,
    voices_words,
)
from firsthand.show.console import Hanging, console_for
from firsthand.show.plain import one_line
from firsthand.show.words import shorten

__all__ = ["print_claim"]

_DEEPEST = 6
"""Steps that a document is set in; below, the words alone say how deep it stands."""
_NAMED = 3
"""Copies that are named; the rest is counted."""
_MOST = 60
"""Documents of a tree, drifts and tellings that are shown; --json has all."""
_CHECKS = 4
"""Checks that are named; --json has all."""
_TITLE = 300
_WORDS = 300


def print_claim(
    view: ClaimView,
    names: Mapping[str, str],
    width: int | None = None,
    file: IO[str] | None = None,
    *,
    links: bool = False,
    known: Known | None = None,
) -> None:
    """The claim on `file` (standard output). `names` are the short ids of the case's claims; `links` tells why its
    tellings are taken to be of one claim, `known` what is known of it."""
    console = console_for(file, width)
    for line in _lines(view, names, known, links=links):
        console.print(line)


def _lines(view: ClaimView, names: Mapping[str, str], known: Known | None, *, links: bool) -> Iterator[Text | Hanging]:
    yield from _head(view, names)
    if known is not None:
        yield from _known(known)
    yield from _origins(view)
    if view.drift:
        yield from _titled("Drift: what changed on the way")
        for one in view.drift[:_MOST]:
            yield from _drift(one)
        yield from _more(len(view.drift), "drift")
    if view.answers:
        yield from _titled("Answers")
        for line in view.answers[:_MOST]:
            does = answer_words(line.answer or line.mode, independent=line.independent)
            yield Hanging(_number(line), Text(f"{line.voice} {does}"))
            yield Hanging(Text("    "), _quoted(line))
        yield from _more(len(view.answers), "answer")
    if links:
        yield from _titled("Links: why these are one claim")
        yield from _links(view)
    yield from _titled("Timeline")
    yield from _timeline(view)


def _head(view: ClaimView, names: Mapping[str, str]) -> Iterator[Text | Hanging]:
    account = view.account
    yield _plain(shorten(one_line(account.title), _TITLE), "bold")
    yield _plain(" · ".join((facts_words(account), one_line(account.claim.id))))
    said = voices_words(account.said_by)
    yield _plain(f"said by {said or 'nobody'} ({account.origins.told_by.value})")
    if against := against_words(account):
        yield _plain(against, "red")
    if drift := drifts_words(account):
        yield _plain(f"drift: {drift}", "yellow")
    if account.claim.near:
        near = ", ".join(names.get(each, one_line(each)) for each in account.claim.near)
        yield _plain(f"kept apart from it: {near}", "dim")


def _plain(words: str, style: str = "") -> Hanging:
    return Hanging(Text(), Text(words, style=style))


def _titled(words: str) -> Iterator[Text | Hanging]:
    yield Text()
    yield _plain(words, "bold")


def _more(whole: int, what: str) -> Iterator[Hanging]:
    if whole > _MOST:
        yield _plain(f"and {count_words(whole - _MOST, f'more {what}')}; --json has all", "dim")


def _number(line: Line) -> Text:
    return Text(f"{line.number:>3}", style="cyan")


def _quoted(line: Line) -> Text:
    return Text(f"“{shorten(line.words, _WORDS)}”" if line.words else "(its words are not to be had)")


def _by(byline: Byline) -> str:
    """ "The Lowland Post, 22 Nov 2025, 18:30 (en)"."""
    moment = day_words(byline.moment)
    when = "" if not moment else f", {moment}" if byline.published else f", first seen {moment}"
    return f"{byline.outlet}{f', {byline.side}' if byline.side else ''}{when} ({byline.language})"


# ---------------------------------------------------------------- origins


def _origins(view: ClaimView) -> Iterator[Text | Hanging]:
    origins = view.account.origins
    yield from _titled(f"{origins_words(origins)[:1].upper()}{origins_words(origins)[1:]}")
    for index, root in enumerate(origins.roots[:_MOST], 1):
        yield Hanging(
            Text("●" if root.sure else "○", style="bold green" if root.sure else "yellow"),
            Text.assemble((f"{index}. {root_words(root)}", "bold"), _doubt(root)),
        )
        if why := one_line(root.why):
            yield Hanging(Text("    "), Text(why, style="dim"))
        yield from _tree(view, root)
    yield from _more(len(origins.roots), "origin")


def _doubt(root: Origin) -> str:
    return "" if root.sure else " (perhaps a repetition of another origin)"


def _tree(view: ClaimView, root: Origin) -> Iterator[Hanging]:
    rows = list(islice(branches(view.account, root), _MOST + 1))
    for row in rows[:_MOST]:
        yield from _branch(view, row) if isinstance(row, Branch) else _fold(view, row)
    if len(rows) > _MOST:
        yield _plain(f"    and more below; {_MOST} rows are shown, --json has all", "dim")


def _branch(view: ClaimView, row: Branch) -> Iterator[Hanging]:
    numbers = view.numbers(row.document)
    mark = Text(f"{numbers[0] if numbers else '·':>3}", style="cyan")
    indent = 2 * min(row.depth, _DEEPEST)
    how = f"{_derived(view, row.how)}: " if row.how else ""
    others = f" · also told as {_listed(numbers[1:])}" if len(numbers) > 1 else ""
    yield Hanging(mark, Text.assemble((how, "green"), _by(view.bylines[row.document]), (others, "dim")), indent=indent)
    for reason in _reasons(view, row):
        yield Hanging(Text("   "), Text(reason, style="dim"), indent=indent)


def _reasons(view: ClaimView, row: Branch) -> Iterator[str]:
    if row.how and row.how.ties:
        yield "because " + "; ".join(dict.fromkeys(one_line(tie.detail or tie.rule) for tie in row.how.ties[:4]))
    if row.also:
        yield "also " + ", ".join(_derived(view, each) for each in row.also[:6])


def _derived(view: ClaimView, how: Derivation) -> str:
    numbers = view.numbers(how.taken)
    taken = view.bylines.get(how.taken)
    return derived_words(how, str(numbers[0]) if numbers else taken.outlet if taken else one_line(how.taken))


def _listed(numbers: Sequence[int]) -> str:
    shown = ", ".join(map(str, numbers[:_NAMED]))
    return f"{shown} and {len(numbers) - _NAMED:,} more" if len(numbers) > _NAMED else shown


def _fold(view: ClaimView, row: Fold) -> Iterator[Hanging]:
    names = [f"{next(iter(view.numbers(key)), '·')} {view.bylines[key].outlet}" for key in row.documents[:_NAMED]]
    more = f" and {len(row.documents) - _NAMED:,} more" if len(row.documents) > _NAMED else ""
    copies = Text.assemble((f"{len(row.documents):,} copies: ", "green"), ", ".join(names), more)
    yield Hanging(Text("  ×", style="green"), copies, indent=2 * min(row.depth, _DEEPEST))


# ---------------------------------------------------------------- what is known


def _known(known: Known) -> Iterator[Text | Hanging]:
    found = known.assessment
    yield from _titled(f"What is known: {found.status.value}")
    yield _plain(one_line(found.status_why))
    yield _plain(f"{likelihood_words(found.likelihood)}; {found.confidence.value} confidence: {found.confidence_why}")
    for what, why in admiralty_words(known):
        yield _plain(f"{what}: {why}", "dim")
    for weight in known.reasons[:_MOST]:
        style = "green" if weight.bits > 0 else "red" if weight.bits < 0 else "dim"
        yield Hanging(Text(f"{bits_words(weight):>5}", style=style), Text(one_line(weight.says)))
    yield from _evidence(known)
    if found.checks:
        yield _plain("What would change it, most telling first:")
        for check in found.checks[:_CHECKS]:
            yield Hanging(Text("    ?", style="cyan"), Text(f"{check.check}: {check.would_say}"))
    yield from _verdicts(known)


def _evidence(known: Known) -> Iterator[Hanging]:
    for evidence in known.facts.evidence[:_MOST]:
        head, detail, limitation = evidence_words(evidence)
        yield _plain(head, "bold")
        yield Hanging(Text("    "), Text(detail))
        yield Hanging(Text("    "), Text(f"What it cannot show: {limitation}", style="dim"))


def _verdicts(known: Known) -> Iterator[Hanging]:
    for given in known.verdicts:
        yield Hanging(Text("    §", style="bold"), Text(verdict_words(given)))
    if words := changed_words(known):
        yield _plain("Since then:", "yellow")
        for each in words:
            yield Hanging(Text("    "), Text(each, style="yellow"))


# ---------------------------------------------------------------- drift


def _drift(drift: DriftView) -> Iterator[Hanging]:
    detail = f": {drift.detail}" if drift.detail else ""
    yield Hanging(Text("!", style="bold yellow"), Text.assemble((kind_words(drift.kind), "bold"), detail))
    yield Hanging(Text("-", style="red"), _end(drift.earlier, "red"), indent=2)
    yield Hanging(Text("+", style="green"), _end(drift.later, "green"), indent=2)


def _end(end: End, style: str) -> Text:
    """Who, then the words; those that differ stand in brackets, which a pipe keeps too."""
    number = f"{end.number} " if end.number else ""
    said = Text(f"{number}{end.byline.outlet}: ", style="dim")
    if not end.runs:
        return said + Text("(nothing of it)")
    for run in end.runs:
        lead, tail = run.text[: len(run.text) - len(run.text.lstrip())], run.text[len(run.text.rstrip()) :]
        said += Text(run.text) if not run.differs or not run.text.strip() else Text.assemble(
            lead, (f"[{run.text.strip()}]", f"bold {style}"), tail
        )  # fmt: skip
    return said


# ---------------------------------------------------------------- links


def _links(view: ClaimView) -> Iterator[Hanging]:
    """Each link with what its comparisons add, the weightiest first."""
    for each in view.links[:_MOST]:
        yield Hanging(Text(f"{each.other:>3}", style="cyan"), Text(f"with {each.one}: {each.sure}"))
        for part in sorted(each.link.weighed, key=lambda part: -abs(part.bits)):
            style = "green" if part.bits > 0 else "red"
            yield Hanging(Text(f"{part.bits:+5.1f}", style=style), Text(one_line(part.says), style="dim"), indent=4)
    if not view.links:
        yield _plain("It has one telling, or a person put its tellings together.", "dim")
    yield from _more(len(view.links), "link")


# ---------------------------------------------------------------- timeline


def _timeline(view: ClaimView) -> Iterator[Hanging]:
    """In the order of the tellings; those of one document stand under it."""
    document = None
    for line in view.lines[:_MOST]:
        if line.told.document != document:
            yield Hanging(Text("·", style="cyan"), Text(_by(line.byline), style="dim"))
            document = line.told.document
        manner = f"{line.mode.value}{', quoted' if line.quoted else ''}"
        words = Text.assemble(_quoted(line), (f" {line.voice}, {manner}", "dim"))
        yield Hanging(_number(line), words)
    yield from _more(len(view.lines), "telling")
