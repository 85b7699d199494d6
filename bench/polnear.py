"""Exact span F1 for source, cue and content on PolNeAR, a public set of US political news.

    python -m bench.polnear [--part dev|train] [--limit N] [--errors N] [--json FILE]

How spans are compared, so that the figures stand beside the published ones:

- The published systems label tokens and score each unbroken run of labels by its two ends. A
  discontinuous annotation is therefore several runs, each right or wrong alone; so it is here. Runs
  are cut at line breaks, as those systems never see across one, and joined over mere spaces.
- Ends are compared in characters after trimming white space. Quotation marks and full stops count.
- A span counts once, however many attributions use it, as a token carries one label only.
- Found attributions are brought to this set's conventions first, whatever found them (`projected`); the JSON has
  the figures without that too.
- `Discard` and `Discuss` marks are no spans. One annotation per document: where several annotators
  did the same one, the first by the annotator's code.

The published figures are on the test part, which stays unseen here; ours are on the part named. They
are no like-for-like comparison, so a floor is measured with the same scorer on the same documents: every
quotation taken as a content, with "X said" beside it (`quotations_only`). `python -m bench.readers` measures other
readers in the same way.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench.attributions import FIGURES, ROLES, Linked, Marks, Parts, Tally, found_marks, outermost, tallies
from bench.documents import as_document
from bench.gold import shared_data
from bench.stamp import write_result
from firsthand.model import Attribution, Document, Span
from firsthand.text import trim

__all__ = [
    "PUBLISHED",
    "ROLES",
    "AnnotatedText",
    "PolnearError",
    "gold_marks",
    "load_part",
    "projected",
    "quotations_only",
    "read_brat",
    "read_linked",
    "total",
]

PUBLISHED = (
    ("rules, published", 10.7, 22.8, 5.6),
    ("CRF, published", 50.6, 53.4, 28.6),
    ("BERT-base, published", 81.1, 74.0, 68.9),
    ("CofeNet, published", 83.2, 75.3, 72.9),
)
"""Exact span F1 of source, cue and content on the test part, by systems trained on the train part."""

PUBLISHED_WHOLE = 57.0
"""The published F1 of whole attributions, on the test part."""

Totals = dict[str, Tally]
"""The tally of each figure of `bench.attributions`."""


class PolnearError(Exception):
    """The set is not there, or a line of it cannot be read."""


@dataclass(frozen=True, slots=True)
class AnnotatedText:
    """One document, its name, what is marked in each role, and what is linked into one attribution."""

    name: str
    text: str
    marked: dict[str, tuple[Parts, ...]]
    linked: tuple[Linked, ...] = ()


def load_part(part: str, limit: int | None = None) -> list[AnnotatedText]:
    """The documents of a part, by name, each once. Raises PolnearError where the set is absent."""
    data = shared_data()
    folder = data / "bench" / "attribution" / "polnear" / part if data else None
    if folder is None or not folder.is_dir():
        raise PolnearError(f"PolNeAR {part} is not here: set FIRSTHAND_DATA to the folder that holds bench/")
    chosen: dict[str, Path] = {}
    for path in sorted((folder / "attributions").glob("*.ann")):
        chosen.setdefault(path.stem.rpartition("_")[0], path)
    return [_annotated(name, folder / "text" / f"{name}.txt", path) for name, path in sorted(chosen.items())[:limit]]


def _annotated(name: str, text: Path, marks: Path) -> AnnotatedText:
    standoff = _exact_text(marks)
    return AnnotatedText(name, _exact_text(text), read_brat(standoff), read_linked(standoff))


def _exact_text(path: Path) -> str:
    """As the offsets count it: no newline is translated."""
    return path.read_bytes().decode("utf-8")


def read_brat(standoff: str) -> dict[str, tuple[Parts, ...]]:
    """What is marked as source, cue and content in brat's standoff format, linked or not."""
    found = list(_marks(standoff).values())
    return {role: tuple(parts for marked, parts in found if marked == role) for role in ROLES}


def read_linked(standoff: str) -> tuple[Linked, ...]:
    """The attributions: what an event record links. A second content ("Content2") joins the first.

    A linked mark that has since become a `Discuss` mark is no part.
    """
    marks = _marks(standoff)
    return tuple(
        Linked(*(_linked_parts(record, role, marks) for role in ROLES))
        for record in re.findall(r"^E\d+\t(.*)$", standoff, re.MULTILINE)
    )


def _linked_parts(record: str, role: str, marks: dict[str, tuple[str, Parts]]) -> Parts:
    targets = re.findall(rf"(?:^| ){role}\d*:(T\d+)", record, re.IGNORECASE)
    kept = (marks[target][1] for target in targets if target in marks and marks[target][0] == role)
    return tuple(sorted(span for parts in kept for span in parts))


def _marks(standoff: str) -> dict[str, tuple[str, Parts]]:
    """(role, fragments) by the number of the mark."""
    found: dict[str, tuple[str, Parts]] = {}
    for line in standoff.split("\n"):
        if not re.match(r"T\d+\t", line):  # other records, or a marked text that runs on over a line break
            continue
        match = re.match(r"(T\d+)\t(\w[\w-]*) (\d+ \d+(?:;\d+ \d+)*)\t", line)
        if match is None:
            raise PolnearError(f"not a brat line: {line!r}")
        if match[2].lower() in ROLES:
            pairs = (fragment.split() for fragment in match[3].split(";"))
            found[match[1]] = (match[2].lower(), tuple(sorted(Span(int(start), int(end)) for start, end in pairs)))
    return found


def gold_marks(document: AnnotatedText) -> Marks:
    """What is marked, as runs."""
    return Marks.of(document.text, document.marked, document.linked)


def projected(text: str, found: Iterable[Attribution]) -> tuple[Attribution, ...]:
    """Found attributions as this set would mark them; the same for every reader.

    Nothing inside a content of another (of 11,500 marked runs of the train part none is); the colon that opens a
    quotation belongs to the cue (in 368 of 386 cases); "who" is the source of a relative clause (in 487 of 526).
    """
    return tuple(_with_pronoun(text, _with_colon(text, attribution)) for attribution in outermost(found))


def _with_colon(text: str, attribution: Attribution) -> Attribution:
    cue = attribution.cue
    return replace(attribution, cue=Span(cue.start, cue.end + 1)) if cue and text[cue.end :][:1] == ":" else attribution


_RELATIVE = re.compile(r",? (who|which|that) (?:\w+ ){0,2}")


def _with_pronoun(text: str, attribution: Attribution) -> Attribution:
    source, cue = attribution.source, attribution.cue
    between = _RELATIVE.fullmatch(text, source.end, cue.start) if source and cue and source.end < cue.start else None
    return replace(attribution, source=Span(*between.span(1))) if between else attribution


_SPEAKER = re.compile(r",? (?P<before>(?:[A-Z][\w.]+ ?)+|he |she )(?:said|says)\b")
_QUOTATION = re.compile(r'[“"][^”"\n]+[”"]')


def quotations_only(document: Document) -> tuple[Attribution, ...]:
    """The floor: each quotation is a content; a name or pronoun with "said" after it is its voice."""
    found: list[Attribution] = []
    for quotation in _QUOTATION.finditer(document.text):
        speaker = _SPEAKER.match(document.text, quotation.end())
        source = cue = None
        if speaker:
            source = trim(document.text, Span(*speaker.span("before")))
            cue = trim(document.text, Span(speaker.end("before"), speaker.end()))
        found.append(Attribution(source, cue, (Span(*quotation.span()),), "quotations_only"))
    return tuple(found)


def total(pairs: Iterable[tuple[Marks, Marks]]) -> Totals:
    """The tallies of all figures over pairs of gold and found."""
    totals = {name: Tally() for name in FIGURES}
    for gold, found in pairs:
        totals = {name: totals[name] + tally for name, tally in tallies(gold, found).items()}
    return totals


def table(totals: Totals, floor: Totals, part: str, documents: int) -> Table:
    shown = Table(title=f"PolNeAR {part}, {documents} documents: exact span F1 (%)", title_justify="left")
    shown.add_column("")
    for role in ROLES:
        shown.add_column(role, justify="right")
    exact = [totals[role] for role in ROLES]
    shown.add_row("firsthand, exact F1", *(f"{100 * tally.f1:.1f}" for tally in exact), style="bold")
    shown.add_row("  precision", *(f"{100 * tally.precision:.1f}" for tally in exact))
    shown.add_row("  recall", *(f"{100 * tally.recall:.1f}" for tally in exact))
    shown.add_row("  by character, F1", *(f"{100 * totals[f'{role}_characters'].f1:.1f}" for role in ROLES))
    shown.add_row("every quotation, exact F1", *(f"{100 * floor[role].f1:.1f}" for role in ROLES))
    shown.add_section()
    for name, *figures in PUBLISHED:
        shown.add_row(f"{name}, test part", *(f"{figure:.1f}" for figure in figures))
    return shown


def as_result(totals: Totals, nested: Totals, floor: Totals, part: str, documents: int) -> dict[str, object]:
    """The figures in per cent, and the published ones, which are on another part of the set."""
    ours = {
        role: {
            "f1": round(100 * totals[role].f1, 1),
            "precision": round(100 * totals[role].precision, 1),
            "recall": round(100 * totals[role].recall, 1),
            "f1_by_character": round(100 * totals[f"{role}_characters"].f1, 1),
        }
        for role in ROLES
    }
    return {
        "part": part,
        "documents": documents,
        "exact_spans": ours,
        "whole_attributions_f1": round(100 * totals["whole"].f1, 1),
        "with_nested_f1": {role: round(100 * nested[role].f1, 1) for role in ROLES},
        "every_quotation_f1": {role: round(100 * floor[role].f1, 1) for role in ROLES},
        "published_f1": {f"{name}, test part": dict(zip(ROLES, rest, strict=True)) for name, *rest in PUBLISHED},
    }


def disagreements(text: str, gold: Marks, found: Marks) -> Iterator[str]:
    """One line for each span that only one of the two has, with the words around it."""
    lines: list[tuple[Span, str, str]] = []
    for role in ROLES:
        wanted, given = getattr(gold, role), getattr(found, role)
        lines += [(span, "missed  ", role) for span in wanted - given]
        lines += [(span, "spurious", role) for span in given - wanted]
    for span, what, role in sorted(lines):
        before = text[max(0, span.start - 30) : span.start].replace("\n", " ")
        after = text[span.end : span.end + 30].replace("\n", " ")
        yield f"{what} {role:7} …{before}[{span.of(text)}]{after}…"


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.polnear", description="Span F1 on PolNeAR.")
    parser.add_argument("--part", choices=("dev", "train"), default="dev")
    parser.add_argument("--limit", type=int, help="only the first N documents")
    parser.add_argument("--errors", type=int, default=0, help="print N spans that disagree")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there as well")
    options = parser.parse_args(arguments)
    console = Console(highlight=False, soft_wrap=True)
    try:
        documents = load_part(options.part, options.limit)
    except PolnearError as error:
        console.print(str(error), markup=False)
        return 1
    _report(documents, options, console, sys.argv[1:] if arguments is None else list(arguments))
    return 0


def _report(
    documents: Sequence[AnnotatedText], options: argparse.Namespace, console: Console, given: Sequence[str]
) -> None:
    from firsthand.read import find_attributions  # late: the rest is of use without a reader

    gold = [gold_marks(document) for document in documents]
    read = [(each.text, find_attributions(as_document(each.text))) for each in documents]
    found = [found_marks(text, projected(text, attributions)) for text, attributions in read]
    left = options.errors
    for (text, _), wanted, marks in zip(read, gold, found, strict=True):
        for line in list(disagreements(text, wanted, marks))[:left]:
            console.print(line, markup=False)
            left -= 1
    totals = total(zip(gold, found, strict=True))
    nested = total(zip(gold, (found_marks(*each) for each in read), strict=True))
    quoted = (found_marks(each.text, quotations_only(as_document(each.text))) for each in documents)
    floor = total(zip(gold, quoted, strict=True))
    console.print(table(totals, floor, options.part, len(documents)))
    if options.json:
        result = as_result(totals, nested, floor, options.part, len(documents))
        write_result(options.json, "bench.polnear", given, result)


if __name__ == "__main__":
    sys.exit(main())
