"""English readers of attributions side by side: one command, the same documents, the same scorer.

    python -m bench.readers [--part dev|train] [--limit N] [--weights FOLDER ...] [--polnear-weights FOLDER]
                            [--crf [clean] [polnear]] [--treebanks FOLDER] [--cache FOLDER] [--json FILE]

Rows: every quotation a content, which needs no reader; the rules; a conditional random field on the clean data
(`bench.crf`); the shipped network; and, for each folder of `--weights`, its `reader.onnx` and `reader.fp32.onnx`.
`--polnear-weights` and `--crf polnear` add what the same recipes make of PolNeAR's own train part: near what can be
reached, and nothing to ship. Under the line stand published figures: on the test part, which stays unseen here, by
systems trained on PolNeAR. No row is left out in silence: what cannot be measured says why.

Found attributions are brought to PolNeAR's conventions for every row alike (`bench.polnear.projected`): nothing inside
a content of another, the colon with the cue; `with_nested` in the JSON has the figures without that. Error bars are
half the middle 95% of 1,000 draws of documents, for each row alone: two rows differ by less chance than that.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from bench.attributions import FIGURES, ROLES, Marks, Tally, error_bar, found_marks, tallies
from bench.documents import as_document
from bench.polnear import (
    PUBLISHED,
    PUBLISHED_WHOLE,
    AnnotatedText,
    PolnearError,
    gold_marks,
    load_part,
    projected,
    quotations_only,
)
from bench.stamp import write_result
from firsthand.model import Attribution, Document

if TYPE_CHECKING:
    from train.corpus import Paragraph

__all__ = ["Absent", "Measured", "Reader", "as_result", "measure", "readers", "table"]

Reader = Callable[[Document], tuple[Attribution, ...]]

_SEED = 7
_QUANTISED = "reader.onnx"
_FULL = "reader.fp32.onnx"


class NotHere(Exception):
    """A reader cannot be had on this machine; says why, without the machine's folders."""


@dataclass(frozen=True, slots=True)
class Absent:
    """A reader that cannot be measured here, and why."""

    name: str
    why: str


@dataclass(frozen=True, slots=True)
class Measured:
    """What a reader scored on each document; `nested` without the projection to PolNeAR's convention."""

    name: str
    documents: tuple[dict[str, Tally], ...]
    nested: tuple[dict[str, Tally], ...]

    def total(self, figure: str) -> Tally:
        return sum((each[figure] for each in self.documents), Tally())

    def bar(self, figure: str) -> float:
        return error_bar([each[figure] for each in self.documents], recall=figure == "covered_half")


def measure(name: str, reader: Reader, documents: Sequence[tuple[AnnotatedText, Marks]]) -> Measured:
    """Read all documents, and hold each against its gold."""
    fitted, nested = [], []
    for document, gold in documents:
        found = reader(as_document(document.text))
        fitted.append(tallies(gold, found_marks(document.text, projected(document.text, found))))
        nested.append(tallies(gold, found_marks(document.text, found)))
    return Measured(name, tuple(fitted), tuple(nested))


def readers(options: argparse.Namespace) -> Iterator[tuple[str, Callable[[], Reader]]]:
    """The name of each row, and what brings its reader; that may raise NotHere."""
    yield "every quotation", lambda: quotations_only
    yield "rules", _rules
    for data in options.crf:
        yield f"CRF on {_DATA[data]}", partial(_crf, data, options)
    yield "shipped reader, int8", partial(_trained, None, _QUANTISED)
    for folder in options.weights:
        for model, precision in ((_QUANTISED, "int8"), (_FULL, "fp32")):
            if model == _QUANTISED or (folder / model).is_file():
                yield f"{folder.name}, {precision}", partial(_trained, folder, model)
    if options.polnear_weights:
        model = _FULL if (options.polnear_weights / _FULL).is_file() else _QUANTISED
        yield "same recipe on PolNeAR", partial(_trained, options.polnear_weights, model)


_DATA = {"clean": "our paragraphs", "polnear": "PolNeAR"}


def _rules() -> Reader:
    from firsthand.read import find_attributions

    return find_attributions


def _crf(data: str, options: argparse.Namespace) -> Reader:
    from train.corpus import CorpusError

    from bench.crf import train

    try:
        return train(list(_paragraphs(data, options.treebanks)), options.cache)
    except (ImportError, CorpusError) as error:
        raise NotHere(str(error)) from error


def _paragraphs(data: str, treebanks: Path | None) -> Iterator[Paragraph]:
    from train.sources import clean_data, polnear_paragraphs

    if data == "polnear":
        yield from polnear_paragraphs("train")
    else:
        for batch in clean_data(treebanks):  # as much of each as the network sees in one epoch
            yield from random.Random(_SEED).sample(batch.paragraphs, round(batch.share * len(batch.paragraphs)))  # noqa: S311


def _trained(folder: Path | None, model: str) -> Reader:
    try:
        from firsthand.read.trained.reader import TrainedReader

        reader = TrainedReader(folder, model=model)
        reader(as_document("A reader that lacks its weights says so here.\nNot half way through."))
    except ImportError as error:
        raise NotHere(str(error)) from error
    except OSError as error:
        raise NotHere(f"{Path(error.filename or '').name}: {error.strerror}") from error
    return reader


def _rows(options: argparse.Namespace, console: Console) -> Iterator[Measured | Absent]:
    documents = [(document, gold_marks(document)) for document in load_part(options.part, options.limit)]
    for name, bring in readers(options):
        if console.is_terminal:
            console.print(f"{name} …", style="dim")
        try:
            reader = bring()
        except NotHere as why:
            yield Absent(name, str(why))
        else:
            yield measure(name, reader, documents)


_COLUMNS = (*ROLES, "whole", "covered_half")


def table(rows: Sequence[Measured | Absent], part: str, documents: int) -> Table:
    """One row for each reader, in per cent with error bars; the published figures below."""
    title = f"PolNeAR {part}, {documents} documents: exact F1 (%); covered: recall of contents found by half"
    shown = Table(title=title, title_justify="left", box=SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    shown.add_column("", no_wrap=True)
    for heading in (*ROLES, "whole", "covered"):
        shown.add_column(heading, justify="right", no_wrap=True)
    for row in rows:
        if isinstance(row, Absent):
            shown.add_row(row.name, "not here")
        else:
            shown.add_row(row.name, *(_cell(row, figure) for figure in _COLUMNS))
    shown.add_section()
    for name, *figures in PUBLISHED:
        shown.add_row(f"{name} *", *(f"{figure:.1f}" for figure in figures))
    shown.add_row("whole, published *", "", "", "", f"{PUBLISHED_WHOLE:.1f}")
    shown.caption = "\n".join(
        [
            *(f"{row.name} is not here: {row.why}" for row in rows if isinstance(row, Absent)),
            "* on the test part, trained on PolNeAR; not like for like",
        ]
    )
    shown.caption_justify = "left"
    return shown


def _cell(row: Measured, figure: str) -> str:
    tally = row.total(figure)
    value = tally.recall if figure == "covered_half" else tally.f1
    return f"{100 * value:.1f}±{100 * row.bar(figure):.1f}"


def as_result(rows: Sequence[Measured | Absent], part: str, documents: int) -> dict[str, object]:
    """All figures of all readers, in per cent."""
    published = {name: dict(zip(ROLES, figures, strict=True)) for name, *figures in PUBLISHED}
    return {
        "part": part,
        "documents": documents,
        "readers": {row.name: _figures(row) if isinstance(row, Measured) else row.why for row in rows},
        "published_f1_test_part_trained_on_polnear": {**published, "whole": PUBLISHED_WHOLE},
    }


def _figures(row: Measured) -> dict[str, object]:
    def of(documents: Sequence[dict[str, Tally]], figure: str) -> dict[str, float]:
        counts = [each[figure] for each in documents]
        added = sum(counts, Tally())
        values = {"precision": added.precision, "recall": added.recall, "f1": added.f1}
        if figure == "covered_half":
            values = {"recall": added.recall}  # a long content covers several: no precision goes with it
        values["error_bar"] = error_bar(counts, recall=figure == "covered_half")
        return {name: round(100 * value, 1) for name, value in values.items()}

    found: dict[str, object] = {figure: of(row.documents, figure) for figure in FIGURES}
    found["with_nested"] = {figure: of(row.nested, figure) for figure in _COLUMNS}
    return found


def options_of(arguments: Sequence[str] | None) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m bench.readers", description="Attribution readers side by side.")
    parser.add_argument("--part", choices=("dev", "train"), default="dev")
    parser.add_argument("--limit", type=int, help="only the first N documents")
    parser.add_argument("--weights", type=Path, nargs="*", default=[], metavar="FOLDER", help="other weights")
    parser.add_argument("--polnear-weights", type=Path, metavar="FOLDER", help="weights trained on PolNeAR")
    parser.add_argument("--crf", choices=tuple(_DATA), nargs="*", default=["clean"], help="what to train the CRF on")
    parser.add_argument("--treebanks", type=Path, metavar="FOLDER", help="train the CRF on these trees too")
    parser.add_argument("--cache", type=Path, default=Path("out/crf"), metavar="FOLDER", help="keep the CRF there")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all figures there as well")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str] | None = None) -> int:
    options = options_of(arguments)
    console = Console(highlight=False, soft_wrap=True)
    try:
        documents = len(load_part(options.part, options.limit))
        rows = list(_rows(options, console))
    except PolnearError as error:
        console.print(str(error), markup=False)
        return 1
    console.print(table(rows, options.part, documents))
    if options.json:
        given = sys.argv[1:] if arguments is None else list(arguments)
        write_result(options.json, "bench.readers", given, as_result(rows, options.part, documents))
    return 0


if __name__ == "__main__":
    sys.exit(main())
