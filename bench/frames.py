"""Events, places, figures and warnings on the statements annotated by hand, whatever reader there is.

    python -m bench.frames [--folder data/reports-ru] [--half dev|held|all] [--errors] [--json FILE]

The annotated statements stand for those of a reader, so that only what comes after reading is measured: the event type,
the place and the figure of each frame, and the warnings about each report. Reports whose name begins with `held-` are
the held half, of which no error is ever printed.

- A type is scored where one is annotated. A place is right where its words begin like the annotated one, or one of its
  candidates bears that name; a figure as in `bench.reports`.
- "found" counts the frames of all statements, also of those where nothing is annotated.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench.gold import REPORTS, GoldError, GoldQuantity, GoldReport, GoldStatement, GoldVoice, gold_files, load
from bench.prediction import FoundQuantity
from bench.stamp import write_result
from bench.statements import Ratio, same_quantity
from firsthand.model import Document, Frame, Mode, Place, Resolution, Span, Statement, Voice, VoiceKind
from firsthand.read.language import detect
from firsthand.resolve import resolve
from firsthand.resolve.events import UNSPECIFIED
from firsthand.resolve.gazetteer import Gazetteer
from firsthand.text import fold
from firsthand.warn import find_warnings

__all__ = ["Tally", "halves", "resolved", "score"]

HELD = "held-"
_STEM = 4  # letters in which two forms of a place's name agree
_MARK = re.compile(r"[.!?…]\s+(?=[\"«„“—–(]*[^\W\da-zа-яіїєґ_])")
_OUTLET = Voice(VoiceKind.OUTLET, "")
_NOTHING = Ratio()
_FIELDS = ("event", "place", "figure", "warning")


@dataclass(frozen=True, slots=True)
class Tally:
    """What is right, over one report or several."""

    event: Ratio = _NOTHING
    place: Ratio = _NOTHING
    figure: Ratio = _NOTHING
    warning: Ratio = _NOTHING

    def __add__(self, other: Tally) -> Tally:
        return Tally(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))


def halves(folder: Path, half: str) -> list[Path]:
    """The gold files of one half of a folder, or of both."""
    return [f for f in gold_files(folder) if half == "all" or f.name.startswith(HELD) == (half == "held")]


def resolved(gold: GoldReport, gazetteer: Gazetteer) -> tuple[Document, Resolution]:
    """The report with its headline, taken as the outlet's plain word, and its annotated statements, resolved."""
    document = Document(gold.text, gold.title, detect(gold.text))
    headline = Statement(gold.title, (_OUTLET,), Mode.ASSERTED, gold.title)
    statements = tuple(_statement(gold.text, s) for s in gold.statements)
    return document, resolve(document, (headline, *statements) if gold.title else statements, gazetteer)


def _statement(text: str, gold: GoldStatement) -> Statement:
    return Statement(
        content=gold.contents[0],
        chain=(_OUTLET, *(_voice(v) for v in gold.voices)),
        mode=gold.mode,
        sentence=_sentence(text, gold),
        cue=gold.cue,
        continued=gold.contents[1:],
        quoted=bool(gold.quoted),
        hedge=gold.hedge,
        medium=gold.medium,
    )


def _voice(gold: GoldVoice) -> Voice:
    return Voice(gold.kind, gold.text, gold.span, gold.same_as, condition=gold.condition)


def _sentence(text: str, gold: GoldStatement) -> Span:
    """From the end of the sentence before to the end of the content, in its line, with its cue and voices."""
    first, last = gold.contents[0].start, gold.contents[-1].end
    line = Span(text.rfind("\n", 0, first) + 1, len(text) if (end := text.find("\n", last)) < 0 else end)
    marks = [m.end() for m in _MARK.finditer(text, line.start, line.end)]
    said = [s for s in (gold.cue, *(v.span for v in gold.voices)) if s is not None and s in line]
    start = max((at for at in marks if at <= first), default=line.start)
    end = min((at for at in marks if at >= last), default=line.end)
    return Span(min([start, *(s.start for s in said)]), max([end, *(s.end for s in said)]))


def score(gold: GoldReport, resolution: Resolution, kinds: set[str]) -> Tally:
    """The counts of one report; `kinds` are the warnings found."""
    frames_of = [s.frame for s in resolution.statements][-len(gold.statements) :]  # the headline comes first
    pairs = list(zip(gold.statements, frames_of, strict=True))
    typed = [(g, f) for g, f in pairs if g.event and g.event.type]
    placed = [(g, f) for g, f in pairs if g.event and g.event.place]
    counted = [(q, f) for g, f in pairs if (q := _figure(g)) is not None]
    frames = [f for _, f in pairs if f is not None]
    wanted = set(gold.warnings)
    return Tally(
        event=Ratio(
            sum(event_of(f) == g.event.type for g, f in typed if g.event),
            len(typed),
            sum(f.event != UNSPECIFIED for f in frames),
        ),
        place=Ratio(
            sum(
                same_place(g.event.place, f.place if f else None, gold.text)
                for g, f in placed
                if g.event and g.event.place
            ),
            len(placed),
            sum(f.place is not None for f in frames),
        ),
        figure=Ratio(
            sum(same_quantity(q, _found(f)) for q, f in counted),
            len(counted),
            sum(f.quantity is not None for f in frames),
        ),
        warning=Ratio(len(wanted & kinds), len(wanted), len(kinds)),
    )


def event_of(frame: Frame | None) -> str:
    """The type of a frame, "none" where there is none."""
    return frame.event if frame else "none"


def _figure(gold: GoldStatement) -> GoldQuantity | None:
    return gold.quantity or (gold.event.quantity if gold.event else None)


def _found(frame: Frame | None) -> FoundQuantity | None:
    quantity = frame.quantity if frame else None
    return FoundQuantity(quantity.value, quantity.low, quantity.high) if quantity else None


def same_place(wanted: str, place: Place | None, text: str) -> bool:
    """Whether the place is the one of that name."""
    if place is None:
        return False
    names = (place.span.of(text), *(candidate.name for candidate in place.candidates))
    stem = fold(wanted)[: min(_STEM, len(wanted) - 1)]
    return any(fold(name).startswith(stem) for name in names)


def mistakes(gold: GoldReport, resolution: Resolution, kinds: set[str]) -> Iterator[str]:
    """Where a type, a place or a figure is another one, and which warnings are missed or spurious."""
    yield f"── {gold.name}"
    for wanted, statement in zip(gold.statements, resolution.statements[-len(gold.statements) :], strict=True):
        said = " … ".join(part.of(gold.text) for part in wanted.contents).replace("\n", " ")
        frame, event, figure = statement.frame, wanted.event, _figure(wanted)
        if event and event.type and event.type != event_of(frame):
            yield f"  event   {event.type} ≠ {event_of(frame)}: {said}"
        if event and event.place and not same_place(event.place, frame.place if frame else None, gold.text):
            given = frame.place.span.of(gold.text) if frame and frame.place else "none"
            yield f"  place   {event.place} ≠ {given}: {said}"
        if figure and not same_quantity(figure, _found(frame)):
            given = frame.quantity.span.of(gold.text) if frame and frame.quantity else "none"
            yield f"  figure  {figure.value} {figure.unit} ≠ {given}: {said}"
    yield from (f"  warning missed: {kind}" for kind in sorted(set(gold.warnings) - kinds))
    yield from (f"  warning spurious: {kind}" for kind in sorted(kinds - set(gold.warnings)))


def table(total: Tally, name: str, reports: int) -> Table:
    """One row for each of event, place, figure and warning."""
    shown = Table(title=f"{name}, {reports} reports, annotated statements (%)", title_justify="left", box=None)
    for column in ("", "right", "gold", "found", "of gold", "of found"):
        shown.add_column(column, justify="right" if column else "left")
    for field in _FIELDS:
        one: Ratio = getattr(total, field)
        rates = (f"{100 * one.recall:.0f}", f"{100 * one.precision:.0f}" if field == "warning" else "")
        shown.add_row(field, str(one.right), str(one.wanted), str(one.given), *rates)
    return shown


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.frames", description="Score frames on gold statements.")
    parser.add_argument("--folder", type=Path, default=REPORTS, help="a folder of gold reports")
    parser.add_argument("--half", choices=("dev", "held", "all"), default="dev")
    parser.add_argument("--errors", action="store_true", help="list what differs, never of the held half")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there as well")
    parser.add_argument("--gazetteer", type=Path, metavar="FILE", help="an index of places other than the usual one")
    options = parser.parse_args(arguments)
    console = Console(highlight=False, soft_wrap=True, emoji=False)
    try:
        golds = [load(path) for path in halves(options.folder, options.half)]
    except GoldError as error:
        console.print(str(error), markup=False)
        return 1
    tallies = []
    with Gazetteer.open(options.gazetteer) as gazetteer:
        for gold in golds:
            document, resolution = resolved(gold, gazetteer)
            kinds = {warning.kind for warning in find_warnings(document, resolution)}
            tallies.append(score(gold, resolution, kinds))
            if options.errors and not gold.name.startswith(HELD):
                for line in mistakes(gold, resolution, kinds):
                    console.print(line, markup=False)
    total = sum(tallies, Tally())
    console.print(table(total, f"{options.folder.name}, {options.half}", len(golds)))
    if options.json:
        given = sys.argv[1:] if arguments is None else list(arguments)
        figures = {
            name: {"right": one.right, "gold": one.wanted, "found": one.given}
            for name in _FIELDS
            if isinstance(one := getattr(total, name), Ratio)
        }
        write_result(options.json, "bench.frames", given, figures)
    return 0


if __name__ == "__main__":
    sys.exit(main())
