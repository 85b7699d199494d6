"""Reads the annotated reports and prints how well statements, voices, modes, events and warnings are found.

    python -m bench.reports [--language CODE [--held | --open]] [--json FILE] [--errors] [NAME ...]

NAME is a report in data/reports, or the path of any other gold file; without one, all of data/reports. With a
language those of data/reports-CODE; of reports that are held back no mistake is ever listed.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from bench.gold import GoldError, GoldReport, GoldStatement, gold_files, load, reports_of
from bench.prediction import FoundStatement, Prediction, from_report
from bench.stamp import write_result
from bench.statements import Ratio, Score, confusions, intervals, same_voice, score
from firsthand.model import Span

__all__ = ["FIGURES", "figures", "score_reports"]

FIGURES: dict[str, Callable[[Score], float]] = {
    "statement_f1": lambda s: s.content.f1,
    "statement_precision": lambda s: s.content.precision,
    "statement_recall": lambda s: s.content.recall,
    "statement_voice_f1": lambda s: s.voiced.f1,
    "statement_voice_precision": lambda s: s.voiced.precision,
    "statement_voice_recall": lambda s: s.voiced.recall,
    "statement_f1_loose": lambda s: s.content_loose.f1,
    "statement_voice_f1_loose": lambda s: s.voiced_loose.f1,
    "voice_kind_accuracy": lambda s: s.kind.recall,
    "mode_accuracy": lambda s: s.mode.recall,
    "event_accuracy": lambda s: s.event.recall,
    "quantity_accuracy": lambda s: s.quantity.recall,
    "warning_precision": lambda s: s.warning.precision,
    "warning_recall": lambda s: s.warning.recall,
    "warning_f1": lambda s: s.warning.f1,
}
"""Every figure that may have a floor, by the name it has there."""

_COLUMNS = {
    "F1": "statement_f1",
    "voice": "statement_voice_f1",
    "loose": "statement_f1_loose",
    "kind": "voice_kind_accuracy",
    "mode": "mode_accuracy",
    "event": "event_accuracy",
    "fig.": "quantity_accuracy",
    "wP": "warning_precision",
    "wR": "warning_recall",
}


def read(gold: GoldReport) -> Prediction:
    """What firsthand takes from the report."""
    import firsthand  # late: the scorers are of use without a reader

    return from_report(firsthand.check(gold.text))


def score_reports(golds: Sequence[GoldReport]) -> list[Score]:
    """One score for each report, in the order given."""
    return [score(gold, read(gold)) for gold in golds]


def figures(scores: Sequence[Score]) -> dict[str, float]:
    """Every figure over all reports together."""
    total = sum(scores, Score())
    return {name: figure(total) for name, figure in FIGURES.items()}


def named(names: Sequence[str], language: str = "en") -> list[GoldReport]:
    """The gold reports of these names or paths. Raises GoldError."""
    known = {path.name.split(".gold.")[0]: path for path in gold_files(reports_of(language))}
    return [load(known.get(name, Path(name))) for name in names or known]


def table(golds: Sequence[GoldReport], scores: Sequence[Score]) -> Table:
    """A row for each report, then all together, then the 95% interval over reports."""
    shown = Table(title="Reports annotated by hand (%)", title_justify="left", box=None, padding=(0, 2, 0, 0))
    shown.add_column("report", no_wrap=True)
    for name in ("gold", "found", *_COLUMNS):
        shown.add_column(name, justify="right", no_wrap=True)
    for gold, one in zip(golds, scores, strict=True):
        shown.add_row(gold.name, *_cells(one))
    total = sum(scores, Score())
    shown.add_section()
    shown.add_row("all", *_cells(total), style="bold")
    spans = intervals(scores, {name: FIGURES[name] for name in _COLUMNS.values()}).values()
    shown.add_row("95% from", "", "", *(f"{100 * low:.0f}" for low, _ in spans), style="dim")
    shown.add_row("    to", "", "", *(f"{100 * high:.0f}" for _, high in spans), style="dim")
    return shown


def _cells(one: Score) -> list[str]:
    counted: dict[str, Ratio] = {
        "kind": one.kind,
        "mode": one.mode,
        "event": one.event,
        "fig.": one.quantity,
        "wP": Ratio(one.warning.right, one.warning.given, one.warning.given),
        "wR": Ratio(one.warning.right, one.warning.wanted, one.warning.wanted),
    }
    cells = [str(one.content.wanted), str(one.content.given)]
    for column, name in _COLUMNS.items():
        empty = column in counted and not counted[column].wanted
        cells.append("–" if empty else f"{100 * FIGURES[name](one):.0f}")
    return cells


def warning_table(scores: Sequence[Score]) -> Table:
    """Precision, recall and F1 of each kind of warning."""
    shown = Table(title="Warnings by kind", title_justify="left", box=SIMPLE_HEAD)
    shown.add_column("kind")
    for name in ("right", "gold", "found", "P", "R", "F1"):
        shown.add_column(name, justify="right")
    for kind, ratio in sum(scores, Score()).warnings.items():
        counts = (str(ratio.right), str(ratio.wanted), str(ratio.given))
        rates = (ratio.precision, ratio.recall, ratio.f1)
        shown.add_row(kind, *counts, *(f"{100 * rate:.0f}" for rate in rates))
    return shown


def mistakes(gold: GoldReport, found: Prediction, one: Score) -> Iterator[str]:
    """What was missed, what was too much, and where a matched statement has another label."""
    yield f"── {gold.name}"
    for missed in one.missed:
        yield f"  missed    {_told(gold.text, missed.contents, missed.voice.text)}"
    for spurious in one.spurious:
        yield f"  spurious  {_told(found.text, spurious.contents, spurious.voice.text)}"
    for wanted, given in one.pairs:
        for what, should, does in _labels(wanted, given):
            yield f"  {what:9} {should} ≠ {does}: {_told(gold.text, wanted.contents, wanted.voice.text)}"
    for kind, ratio in one.warnings.items():
        if ratio.wanted != ratio.given:
            yield f"  warning   {'missed' if ratio.wanted else 'spurious'}: {kind}"


def _labels(wanted: GoldStatement, given: FoundStatement) -> Iterator[tuple[str, str, str]]:
    """The labels of a matched pair that differ: which, as wanted, as given."""
    if not same_voice(wanted.voice, given.voice):
        yield "voice", repr(wanted.voice.text or "outlet"), repr(given.voice.text)
    if wanted.voice.kind != given.voice.kind:
        yield "kind", wanted.voice.kind, given.voice.kind
    if wanted.mode != given.mode:
        yield "mode", wanted.mode, given.mode
    if wanted.event and wanted.event.type and wanted.event.type != given.event:
        yield "event", wanted.event.type, given.event or "none"


def _told(text: str, contents: Sequence[Span], voice: str) -> str:
    return f"[{voice or 'outlet'}] " + " … ".join(part.of(text).replace("\n", " ") for part in contents)


def as_result(golds: Sequence[GoldReport], scores: Sequence[Score]) -> dict[str, object]:
    """All figures with their intervals, those of each report, and the warnings by kind."""
    total = sum(scores, Score())
    return {
        "all": {name: round(value, 4) for name, value in figures(scores).items()},
        "interval95": {
            name: [round(low, 4), round(high, 4)] for name, (low, high) in intervals(scores, FIGURES).items()
        },
        "warnings": {
            kind: {"right": ratio.right, "gold": ratio.wanted, "found": ratio.given}
            for kind, ratio in total.warnings.items()
        },
        "reports": {
            gold.name: {name: round(figure(one), 4) for name, figure in FIGURES.items()}
            for gold, one in zip(golds, scores, strict=True)
        },
    }


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.reports", description="Score the gold reports.")
    parser.add_argument("names", nargs="*", metavar="NAME", help="a report in data/reports, or a gold file")
    parser.add_argument("--language", default="en", metavar="CODE", help="reports in another language (ru, uk)")
    half = parser.add_mutually_exclusive_group()
    half.add_argument("--held", action="store_true", help="only the reports that are held back")
    half.add_argument("--open", action="store_true", help="only the reports that may be read while rules are written")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all figures there as well")
    parser.add_argument("--errors", action="store_true", help="list what was missed, spurious or mislabelled")
    options = parser.parse_args(arguments)
    console = Console(highlight=False, soft_wrap=True, emoji=False)
    console.width = max(console.width, 100)  # rather wrapped than cut
    try:
        golds = named(options.names, options.language)
    except GoldError as error:
        console.print(str(error), markup=False)
        return 1
    if options.held or options.open:
        golds = [gold for gold in golds if gold.held == options.held]
    found = [read(gold) for gold in golds]
    scores = [score(gold, one) for gold, one in zip(golds, found, strict=True)]
    if options.errors:
        for gold, prediction, one in zip(golds, found, scores, strict=True):
            if gold.held:
                continue
            for line in mistakes(gold, prediction, one):
                console.print(line, markup=False)
        _print_confusions(console, scores)
    console.print(table(golds, scores))
    console.print(warning_table(scores))
    if options.json:
        given = sys.argv[1:] if arguments is None else list(arguments)
        write_result(options.json, "bench.reports", given, as_result(golds, scores))
    return 0


def _print_confusions(console: Console, scores: Sequence[Score]) -> None:
    """The labels most often taken for another, over all reports."""
    kinds = confusions(scores, lambda s: s.voice.kind, lambda s: s.voice.kind)
    modes = confusions(scores, lambda s: s.mode, lambda s: s.mode)
    for what, counted in (("kind", kinds), ("mode", modes)):
        for (wanted, given), times in counted.most_common(8):
            console.print(f"{times:4} × {what} {wanted} read as {given}", markup=False)


if __name__ == "__main__":
    sys.exit(main())
