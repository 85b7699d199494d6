"""Scores of mentions of persons, organisations, places and the like: exact spans with their type.

    python -m bench.entities [--weights FOLDER] [--json FILE]

reads GUM's test documents of the genres that may be trained on, sentence by sentence, with the trained reader. GUM
comes from `$FIRSTHAND_DATA/bench/training/gum.tar.gz`; `train.entities` says how its types become ours.

A mention is right when its two ends and its type are those of a gold mention. A span of another type is one missed and
one too many. Each type is counted by itself, so that one type may nest in another.
"""

from __future__ import annotations

import argparse
import sys
import tarfile
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench.attributions import Tally, error_bar
from bench.gold import shared_data
from bench.stamp import write_result
from firsthand.model import Document, Span

__all__ = ["Mentions", "all_types", "error_bars", "main", "mention_tallies", "totals"]

Mentions = Iterable[tuple[str, Span]]
"""(type, characters) of each mention in one document; the same one twice counts once."""


def mention_tallies(gold: Mentions, found: Mentions) -> dict[str, Tally]:
    """The tally of each type that is marked or found in one document."""
    wanted, given = frozenset(gold), frozenset(found)
    return {
        kind: Tally(
            right=sum(1 for mention in wanted & given if mention[0] == kind),
            missed=sum(1 for mention in wanted - given if mention[0] == kind),
            spurious=sum(1 for mention in given - wanted if mention[0] == kind),
        )
        for kind in sorted({kind for kind, _ in wanted | given})
    }


def totals(documents: Iterable[tuple[Mentions, Mentions]]) -> dict[str, Tally]:
    """The tally of each type over documents, given as (gold, found)."""
    added: dict[str, Tally] = {}
    for gold, found in documents:
        for kind, tally in mention_tallies(gold, found).items():
            added[kind] = added.get(kind, Tally()) + tally
    return dict(sorted(added.items()))


def all_types(counts: dict[str, Tally]) -> Tally:
    """All types together: each mention counts the same, so frequent types weigh most."""
    return sum(counts.values(), Tally())


def error_bars(documents: Sequence[dict[str, Tally]]) -> dict[str, float]:
    """For each type, half the middle 95% of its F1 when documents are drawn anew with replacement."""
    kinds = sorted({kind for each in documents for kind in each})
    return {kind: error_bar([each.get(kind, Tally()) for each in documents]) for kind in kinds}


def _test_documents(folder: Path) -> Iterator[Path]:
    from train.entities import is_test

    return (path for path in sorted(folder.rglob("GUM_*.conllu")) if is_test(path.stem))


def _measured(weights: Path | None, documents: Iterable[Path]) -> list[dict[str, Tally]]:
    from train.entities import entity_sentences

    from firsthand.read.trained.reader import TrainedReader

    reader = TrainedReader(weights)
    counts = []
    for path in documents:
        gold: list[tuple[str, Span]] = []
        found: list[tuple[str, Span]] = []
        shift = 0
        for text, mentions in entity_sentences(path):
            seen = reader.entities(Document(text=text, title=Span(0, 0), language="en"))
            gold += [(kind, Span(span.start + shift, span.end + shift)) for kind, span in mentions]
            found += [(kind, Span(span.start + shift, span.end + shift)) for kind, span in seen]
            shift += len(text) + 1
        counts.append(mention_tallies(gold, found))
    return counts


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure the trained reader on GUM's test documents; 1 where they are not here."""
    parser = argparse.ArgumentParser(prog="python -m bench.entities", description="Mentions on GUM's test documents.")
    parser.add_argument("--weights", type=Path, help="a folder with other weights than those of the package")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there as well")
    options = parser.parse_args(arguments)
    console = Console(highlight=False, soft_wrap=True)
    data = shared_data()
    archive = data / "bench" / "training" / "gum.tar.gz" if data else None
    if archive is None or not archive.is_file():
        console.print("GUM is not here: set FIRSTHAND_DATA to the folder that holds bench/training/gum.tar.gz")
        return 1
    with tempfile.TemporaryDirectory() as folder:
        with tarfile.open(archive) as packed:
            packed.extractall(folder, filter="data")
        documents = _measured(options.weights, _test_documents(Path(folder)))
    bars = error_bars(documents)
    counts = {kind: sum((each.get(kind, Tally()) for each in documents), Tally()) for kind in bars}
    table = Table(title=f"GUM, {len(documents)} test documents: exact typed mentions (%)", title_justify="left")
    for name in ("", "F1", "±", "precision", "recall", "gold"):
        table.add_column(name, justify="right" if name else "left")
    for kind, tally in [*counts.items(), ("all", all_types(counts))]:
        figures = (tally.f1, bars.get(kind), tally.precision, tally.recall)
        shown = (f"{100 * figure:.1f}" if figure is not None else "" for figure in figures)
        table.add_row(kind, *shown, str(tally.right + tally.missed))
    console.print(table)
    if options.json:
        given = sys.argv[1:] if arguments is None else list(arguments)
        result = {kind: {"f1": round(100 * t.f1, 1), "gold": t.right + t.missed} for kind, t in counts.items()}
        write_result(options.json, "bench.entities", given, {"documents": len(documents), "types": result})
    return 0


if __name__ == "__main__":
    sys.exit(main())
