"""Exact span F1 for source, cue and content on PolNeAR, a public set of US political news.

    python -m bench.polnear [--part dev|train] [--limit N] [--errors N] [--json FILE]

How spans are compared, so that the figures stand beside the published ones:

- The published systems label tokens and score each unbroken run of labels by its two ends. A
  discontinuous annotation is therefore several runs, each right or wrong alone; so it is here. Runs
  are cut at line breaks, as those systems never see across one, and joined over mere spaces.
- Ends are compared in characters after trimming white space. Quotation marks and full stops count.
- A span counts once, however many attributions use it, as a token carries one label only.
- `Discard` and `Discuss` marks are no spans. One annotation per document: where several annotators
  did the same one, the first by the annotator's code.

The published figures are on the test part, which stays unseen here; ours are on the part named. They
are no like-for-like comparison, so a floor is measured with the same scorer on the same documents: every
quotation taken as a content, with "X said" beside it (`quotations_only`).
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench.gold import shared_data
from bench.stamp import write_result
from firsthand.model import Attribution, Document, Span
from firsthand.text import trim

__all__ = [
    "ROLES",
    "AnnotatedText",
    "Tally",
    "character_tally",
    "load_part",
    "read_brat",
    "runs",
    "score",
    "span_tally",
]

ROLES = ("source", "cue", "content")
PUBLISHED = (
    ("rules, published, test part", 10.7, 22.8, 5.6),
    ("CRF, published, test part", 50.6, 53.4, 28.6),
)

Parts = tuple[Span, ...]
"""The fragments of one annotation."""

Runs = dict[str, frozenset[Span]]
"""The unbroken runs of each role in one document."""

Totals = dict[str, tuple["Tally", "Tally"]]
"""For each role, the tally of exact spans and that of characters."""


class PolnearError(Exception):
    """The set is not there, or a line of it cannot be read."""


@dataclass(frozen=True, slots=True)
class AnnotatedText:
    """One document, its name, and what is marked in each role."""

    name: str
    text: str
    marked: dict[str, tuple[Parts, ...]]


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of things, or of characters, that agree, are missing, or are too many."""

    right: int = 0
    missed: int = 0
    spurious: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.right + other.right, self.missed + other.missed, self.spurious + other.spurious)

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.spurious) if self.right else 0.0

    @property
    def recall(self) -> float:
        return self.right / (self.right + self.missed) if self.right else 0.0

    @property
    def f1(self) -> float:
        return 2 * self.right / (2 * self.right + self.missed + self.spurious) if self.right else 0.0


def load_part(part: str, limit: int | None = None) -> list[AnnotatedText]:
    """The documents of a part, by name, each once. Raises PolnearError where the set is absent."""
    data = shared_data()
    folder = data / "bench" / "attribution" / "polnear" / part if data else None
    if folder is None or not folder.is_dir():
        raise PolnearError(f"PolNeAR {part} is not here: set FIRSTHAND_DATA to the folder that holds bench/")
    chosen: dict[str, Path] = {}
    for path in sorted((folder / "attributions").glob("*.ann")):
        chosen.setdefault(path.stem.rpartition("_")[0], path)
    return [
        AnnotatedText(name, _exact_text(folder / "text" / f"{name}.txt"), read_brat(_exact_text(path)))
        for name, path in sorted(chosen.items())[:limit]
    ]


def _exact_text(path: Path) -> str:
    """As the offsets count it: no newline is translated."""
    return path.read_bytes().decode("utf-8")


def read_brat(standoff: str) -> dict[str, tuple[Parts, ...]]:
    """What is marked as source, cue and content in brat's standoff format."""
    marked: dict[str, list[Parts]] = {role: [] for role in ROLES}
    for line in standoff.split("\n"):
        if not re.match(r"T\d+\t", line):  # other records, or a marked text that runs on over a line break
            continue
        match = re.match(r"T\d+\t(\w[\w-]*) (\d+ \d+(?:;\d+ \d+)*)\t", line)
        if match is None:
            raise PolnearError(f"not a brat line: {line!r}")
        role = match[1].lower()
        if role in marked:
            pairs = (fragment.split() for fragment in match[2].split(";"))
            marked[role].append(tuple(sorted(Span(int(start), int(end)) for start, end in pairs)))
    return {role: tuple(annotations) for role, annotations in marked.items()}


def runs(text: str, annotations: Iterable[Parts]) -> frozenset[Span]:
    """The unbroken runs of some annotations: trimmed, cut at line breaks, joined over mere spaces."""
    return frozenset(run for parts in annotations for run in _runs_of_one(text, parts))


def _runs_of_one(text: str, parts: Parts) -> list[Span]:
    joined: list[Span] = []
    for piece in (piece for part in sorted(parts) for piece in _lines(text, part)):
        if joined and not text[joined[-1].end : piece.start].strip(" \t\u00a0"):
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, piece.end))
        else:
            joined.append(piece)
    return joined


def _lines(text: str, span: Span) -> Iterator[Span]:
    for line in re.finditer(r"[^\r\n]+", text[span.start : span.end]):
        piece = trim(text, Span(span.start + line.start(), span.start + line.end()))
        if piece:
            yield piece


def gold_runs(document: AnnotatedText) -> Runs:
    """What is marked, as runs."""
    return {role: runs(document.text, document.marked[role]) for role in ROLES}


def found_runs(text: str, attributions: Iterable[Attribution]) -> Runs:
    """What the reader found, as runs."""
    found: dict[str, list[Parts]] = {role: [] for role in ROLES}
    for attribution in attributions:
        found["source"].extend([(attribution.source,)] if attribution.source else [])
        found["cue"].extend([(attribution.cue,)] if attribution.cue else [])
        found["content"].append(attribution.contents)
    return {role: runs(text, annotations) for role, annotations in found.items()}


def span_tally(gold: frozenset[Span], found: frozenset[Span]) -> Tally:
    """How many runs agree in both ends."""
    return Tally(len(gold & found), len(gold - found), len(found - gold))


def character_tally(gold: Iterable[Span], found: Iterable[Span]) -> Tally:
    """How many characters agree, each counted once."""
    wanted, given = _characters(gold), _characters(found)
    return Tally(len(wanted & given), len(wanted - given), len(given - wanted))


def _characters(spans: Iterable[Span]) -> set[int]:
    return {position for span in spans for position in range(span.start, span.end)}


def predict(document: AnnotatedText) -> Runs:
    """What the reader of this project finds in the document."""
    from firsthand.read import find_attributions  # late: the scorers are of use without a reader

    title = Span(0, len(document.text.split("\n", 1)[0]))
    attributions = find_attributions(Document(text=document.text, title=title, language="en"))
    return found_runs(document.text, attributions)


_SPEAKER = re.compile(r",? (?P<before>(?:[A-Z][\w.]+ ?)+|he |she )(?:said|says)\b")
_QUOTATION = re.compile(r'[“"][^”"\n]+[”"]')


def quotations_only(document: AnnotatedText) -> Runs:
    """The floor: each quotation is a content; a name or pronoun with "said" after it is its voice."""
    found: list[Attribution] = []
    for quotation in _QUOTATION.finditer(document.text):
        speaker = _SPEAKER.match(document.text, quotation.end())
        source = cue = None
        if speaker:
            source = trim(document.text, Span(*speaker.span("before")))
            cue = trim(document.text, Span(speaker.end("before"), speaker.end()))
        found.append(Attribution(source, cue, (Span(*quotation.span()),), "quotations_only"))
    return found_runs(document.text, found)


def score(pairs: Iterable[tuple[Runs, Runs]]) -> Totals:
    """The tallies over pairs of gold and found."""
    totals = {role: (Tally(), Tally()) for role in ROLES}
    for gold, found in pairs:
        for role in ROLES:
            spans, characters = totals[role]
            totals[role] = (
                spans + span_tally(gold[role], found[role]),
                characters + character_tally(gold[role], found[role]),
            )
    return totals


def table(totals: Totals, floor: Totals, part: str, documents: int) -> Table:
    shown = Table(title=f"PolNeAR {part}, {documents} documents: exact span F1 (%)", title_justify="left")
    shown.add_column("")
    for role in ROLES:
        shown.add_column(role, justify="right")
    exact = [totals[role][0] for role in ROLES]
    partial = [totals[role][1] for role in ROLES]
    shown.add_row("firsthand, exact F1", *(f"{100 * tally.f1:.1f}" for tally in exact), style="bold")
    shown.add_row("  precision", *(f"{100 * tally.precision:.1f}" for tally in exact))
    shown.add_row("  recall", *(f"{100 * tally.recall:.1f}" for tally in exact))
    shown.add_row("  by character, F1", *(f"{100 * tally.f1:.1f}" for tally in partial))
    shown.add_row("every quotation, exact F1", *(f"{100 * floor[role][0].f1:.1f}" for role in ROLES))
    shown.add_section()
    for name, *figures in PUBLISHED:
        shown.add_row(name, *(f"{figure:.1f}" for figure in figures))
    return shown


def as_result(totals: Totals, floor: Totals, part: str, documents: int) -> dict[str, object]:
    """The figures in per cent, and the published ones, which are on another part of the set."""
    ours = {
        role: {
            "f1": round(100 * exact.f1, 1),
            "precision": round(100 * exact.precision, 1),
            "recall": round(100 * exact.recall, 1),
            "f1_by_character": round(100 * partial.f1, 1),
        }
        for role, (exact, partial) in totals.items()
    }
    published = {name: dict(zip(ROLES, figures, strict=True)) for name, *figures in PUBLISHED}
    return {
        "part": part,
        "documents": documents,
        "exact_spans": ours,
        "every_quotation_f1": {role: round(100 * floor[role][0].f1, 1) for role in ROLES},
        "published_f1": published,
    }


def disagreements(document: AnnotatedText, gold: Runs, found: Runs) -> Iterator[str]:
    """One line for each span that only one of the two has, with the words around it."""
    lines: list[tuple[Span, str, str]] = []
    for role in ROLES:
        lines += [(span, "missed  ", role) for span in gold[role] - found[role]]
        lines += [(span, "spurious", role) for span in found[role] - gold[role]]
    for span, what, role in sorted(lines):
        before = document.text[max(0, span.start - 30) : span.start].replace("\n", " ")
        after = document.text[span.end : span.end + 30].replace("\n", " ")
        yield f"{what} {role:7} …{before}[{span.of(document.text)}]{after}…"


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
    pairs = [(gold_runs(document), predict(document)) for document in documents]
    left = options.errors
    for document, (gold, found) in zip(documents, pairs, strict=True):
        for line in list(disagreements(document, gold, found))[:left]:
            console.print(line, markup=False)
            left -= 1
    totals = score(pairs)
    floor = score((gold, quotations_only(each)) for each, (gold, _) in zip(documents, pairs, strict=True))
    console.print(table(totals, floor, options.part, len(documents)))
    if options.json:
        given = sys.argv[1:] if arguments is None else list(arguments)
        write_result(options.json, "bench.polnear", given, as_result(totals, floor, options.part, len(documents)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
