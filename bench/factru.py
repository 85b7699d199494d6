"""Names in Russian news: persons, places and organisations against the devset of factRuEval-2016 (MIT).

    python -m bench.factru [--json FILE]

The set comes from `$FIRSTHAND_DATA/bench/training/factrueval-devset.tar.gz`. Its objects are made of spans. An object
is taken from the first character of its names to the last, without words that only describe it ("the bank"); what is
both place and state is a place. slovnet publishes figures for this set (PER .959, LOC .915, ORG .825), and does not say
how objects became spans. So two rows are printed: both ends right, and any character shared with a name of that kind.
"""

from __future__ import annotations

import argparse
import sys
import tarfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench.attributions import Tally
from bench.entities import Mentions, totals
from bench.gold import shared_data
from bench.stamp import write_result
from firsthand.model import Document, Span

__all__ = ["PUBLISHED", "found_in", "main", "measured", "objects_of", "touching"]

PUBLISHED = {"PER": 0.959, "LOC": 0.915, "ORG": 0.825}
"""slovnet on factRuEval, by its own README (https://github.com/natasha/slovnet, "Evaluation")."""
_KINDS = {"Person": "PER", "Location": "LOC", "LocOrg": "LOC", "Org": "ORG"}
_FOLDER = "devset/"


def documents(archive: Path) -> Iterator[tuple[str, list[tuple[str, Span]]]]:
    """(text, marked names) of each document of the set."""
    with tarfile.open(archive) as opened:
        files = {member.name.rpartition("/")[2]: member for member in opened.getmembers() if member.isfile()}

        def lines(name: str) -> list[str]:
            file = opened.extractfile(files[name])
            return file.read().decode("utf-8-sig").splitlines() if file else []

        for name in sorted(files):
            if name.startswith("book_") and name.endswith(".txt"):
                base = name.removesuffix(".txt")
                file = opened.extractfile(files[name])
                text = file.read().decode("utf-8-sig").replace("\r\n", "\n") if file else ""
                yield text, list(objects_of(lines(f"{base}.spans"), lines(f"{base}.objects")))


def objects_of(spans: list[str], objects: list[str]) -> Iterator[tuple[str, Span]]:
    """The names in the lines of a .spans and a .objects file."""
    known = {}
    for line in spans:
        fields = line.split()
        if len(fields) >= 4 and not fields[1].endswith("descr"):
            known[fields[0]] = Span(int(fields[2]), int(fields[2]) + int(fields[3]))
    for line in objects:
        _, kind, *parts = line.partition("#")[0].split()
        held = [known[part] for part in parts if part in known]
        if kind in _KINDS and held:
            yield _KINDS[kind], Span(min(s.start for s in held), max(s.end for s in held))


def found_in(text: str) -> list[tuple[str, Span]]:
    """The names that the Russian analysis sees."""
    from firsthand.read.ru.analysis import RussianAnalyser
    from firsthand.read.trees.lexicon import load_lexicon
    from firsthand.read.trees.parsing import trees_of

    words = load_lexicon(RussianAnalyser.__module__.rpartition(".")[0])
    trees, quoted, _ = trees_of(Document(text, Span(0, 0), "ru"), RussianAnalyser(), words)
    rows = [tree.nodes for tree in trees] + list(quoted.values())
    names: list[tuple[str, Span]] = []
    for row in rows:
        open_ = False  # whether the word before is part of the last name
        for node in row:
            if node.name and open_ and names[-1][0] == node.name:
                names[-1] = (node.name, Span(names[-1][1].start, node.span.end))
            elif node.name:
                names.append((node.name, node.span))
            open_ = bool(node.name)
    return names


def touching(gold: Mentions, found: Mentions) -> tuple[list[tuple[str, Span]], list[tuple[str, Span]]]:
    """The same mentions, those found moved onto a gold one of their kind that they share characters with."""
    wanted = list(gold)
    free, moved = list(wanted), []
    for kind, span in found:
        same = next((one for one in free if one[0] == kind and one[1].overlaps(span)), None)
        if same is not None:
            free.remove(same)
        moved.append(same or (kind, span))
    return wanted, moved


def measured(archive: Path) -> dict[str, dict[str, Tally]]:
    """The tally of each kind of name, with both ends right and with any shared character."""
    read = [(gold, found_in(text)) for text, gold in documents(archive)]
    return {"exact": totals(read), "touching": totals(touching(gold, found) for gold, found in read)}


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.factru", description="Score names in Russian news.")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all figures there as well")
    options = parser.parse_args(arguments)
    folder = shared_data()
    archive = folder / "bench/training/factrueval-devset.tar.gz" if folder else None
    if archive is None or not archive.is_file():
        print("factru: the set is not here (see $FIRSTHAND_DATA)", file=sys.stderr)
        return 1
    counts = measured(archive)
    shown = Table(title="Names on the factRuEval devset (F1, %)", title_justify="left", box=None)
    for column in ("row", *PUBLISHED):
        shown.add_column(column)
    for row, tallies in counts.items():
        shown.add_row(row, *(f"{100 * tallies[kind].f1:.1f}" for kind in PUBLISHED))
    shown.add_row("published", *(f"{100 * value:.1f}" for value in PUBLISHED.values()))
    Console(highlight=False).print(shown)
    if options.json:
        result = {row: {kind: round(tallies[kind].f1, 4) for kind in PUBLISHED} for row, tallies in counts.items()}
        write_result(options.json, "bench.factru", sys.argv[1:] if arguments is None else list(arguments), dict(result))
    return 0


if __name__ == "__main__":
    sys.exit(main())
