"""Event family, actor and target on the examples of the PLOVER codebook, one sentence each.

    python -m bench.events [--errors] [--json FILE]

The set codes one event per sentence. How it is compared:

- The set is of an earlier edition of the ontology: FIGHT counts as ASSAULT, INVESTIGATE as ACCUSE, as the
  edition that our table follows has them. Verbal acts that the table has no type for (DEMAND, REJECT,
  DISAPPROVE, SUPPORT, CONCEDE, COOPERATE) are left out of the family's score and counted aside.
- A sentence is read as one statement of the outlet, so that only the resolving is measured.
- An actor or target is right where it shares a word, or the first letters of one, with one of the set's.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench.gold import shared_data
from bench.stamp import write_result
from firsthand.model import Actor, Document, Frame, Mode, Span, Statement, Voice, VoiceKind
from firsthand.resolve import resolve
from firsthand.resolve.events import event_types
from firsthand.resolve.gazetteer import Gazetteer

__all__ = ["Coded", "EventsError", "Tally", "coded_sentences", "family", "score"]

_RENAMED = {"FIGHT": "ASSAULT", "INVESTIGATE": "ACCUSE"}
_SMALL = frozenset({"the", "of", "and", "a", "an", "in", "for", "government", "president", "minister", "prime"})
_STEM = 4  # letters that two words must share: "Norwegian" and "Norway" are one
_WORDS = re.compile(r"\w+")


class EventsError(Exception):
    """The set is not there, or it cannot be read."""


@dataclass(frozen=True, slots=True)
class Coded:
    """One sentence with what the set codes: the family, and the words for who did it and to whom."""

    identity: str
    text: str
    family: str
    actors: tuple[str, ...]
    targets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tally:
    """How many are right, how many the reader gave, and how many there are."""

    right: int = 0
    given: int = 0
    wanted: int = 0

    @property
    def precision(self) -> float:
        return self.right / self.given if self.given else 0.0

    @property
    def recall(self) -> float:
        return self.right / self.wanted if self.wanted else 0.0


def coded_sentences(path: Path | None = None) -> list[Coded]:
    """The sentences of the set. Raises EventsError where it is absent."""
    data = shared_data()
    path = path or (data / "bench" / "events" / "plover" / "PLOVER_GSR_CAMEO.txt" if data else None)
    if path is None or not path.is_file():
        raise EventsError("the PLOVER examples are not here: set FIRSTHAND_DATA to the folder that holds bench/")
    return [
        Coded(
            identity=record["id"],
            text=record["text"].strip(),
            family=_RENAMED.get(record["event"], record["event"]),
            actors=_names(record.get("source")),
            targets=_names(record.get("target")),
        )
        for record in json.loads(path.read_text(encoding="utf-8"))
        if record["event"] != "DOCUMENT"
    ]


def _names(coded: object) -> tuple[str, ...]:
    if not isinstance(coded, list):
        return ()
    return tuple(one["actorText"] for one in coded if one.get("actorText"))


def family(event: str | None) -> str | None:
    """The PLOVER event of an event type of ours; None where it has none."""
    kind = event_types().get(event or "")
    return kind.plover[0] if kind and kind.plover else None


def read(coded: Coded, gazetteer: Gazetteer) -> Frame | None:
    """The frame of the sentence, taken as the outlet's own word."""
    whole = Span(0, len(coded.text))
    statement = Statement(whole, (Voice(VoiceKind.OUTLET, "the outlet"),), Mode.ASSERTED, whole)
    document = Document(coded.text, Span(0, 0), "en")
    return resolve(document, (statement,), gazetteer).statements[0].frame


def score(pairs: Sequence[tuple[Coded, Frame | None]]) -> dict[str, Tally]:
    """The tallies of family, actor and target; each over the sentences where the set has one."""
    known = {kind.plover[0] for kind in event_types().values() if kind.plover}
    families = [
        (coded.family, family(frame.event) if frame else None) for coded, frame in pairs if coded.family in known
    ]
    return {
        "family": Tally(
            right=sum(wanted == given for wanted, given in families),
            given=sum(given is not None for _, given in families),
            wanted=len(families),
        ),
        "actor": _named([(coded.actors, frame.actor if frame else None) for coded, frame in pairs]),
        "target": _named([(coded.targets, frame.target if frame else None) for coded, frame in pairs]),
    }


def _named(pairs: Sequence[tuple[tuple[str, ...], Actor | None]]) -> Tally:
    coded = [(names, found) for names, found in pairs if names]
    return Tally(
        right=sum(found is not None and _shared(names, found.text) for names, found in coded),
        given=sum(found is not None for _, found in coded),
        wanted=len(coded),
    )


def _shared(names: tuple[str, ...], found: str) -> bool:
    return any(not _words(name).isdisjoint(_words(found)) for name in names)


def _words(name: str) -> set[str]:
    words = set(_WORDS.findall(name.lower())) - _SMALL
    return {word[:_STEM] for word in words}


def table(tallies: dict[str, Tally], sentences: int) -> Table:
    """One row for each of family, actor and target."""
    shown = Table(
        title=f"PLOVER examples, {sentences} sentences (%)", title_justify="left", box=None, padding=(0, 2, 0, 0)
    )
    for name in ("", "right", "found", "gold", "P", "R"):
        shown.add_column(name, justify="right" if name else "left")
    for name, one in tallies.items():
        rates = (f"{100 * one.precision:.0f}", f"{100 * one.recall:.0f}")
        shown.add_row(name, str(one.right), str(one.given), str(one.wanted), *rates)
    return shown


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.events", description="Score event families and actors.")
    parser.add_argument("--errors", action="store_true", help="list the sentences whose family differs")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there as well")
    options = parser.parse_args(arguments)
    console = Console(highlight=False, soft_wrap=True, emoji=False)
    try:
        sentences = coded_sentences()
    except EventsError as error:
        console.print(str(error), markup=False)
        return 1
    with Gazetteer.open() as gazetteer:
        pairs = [(coded, read(coded, gazetteer)) for coded in sentences]
    if options.errors:
        for coded, frame in pairs:
            given = family(frame.event) if frame else None
            if given != coded.family:
                console.print(f"{coded.family} ≠ {given or 'none'}: {coded.text}", markup=False)
    tallies = score(pairs)
    console.print(table(tallies, len(pairs)))
    missing = Counter(coded.family for coded, _ in pairs) - Counter(
        {kind.plover[0]: len(pairs) for kind in event_types().values() if kind.plover}
    )
    console.print("without a type of ours: " + ", ".join(f"{name} {times}" for name, times in missing.most_common()))
    if options.json:
        given_arguments = sys.argv[1:] if arguments is None else list(arguments)
        figures = {name: {"right": t.right, "found": t.given, "gold": t.wanted} for name, t in tallies.items()}
        write_result(options.json, "bench.events", given_arguments, figures)
    return 0


if __name__ == "__main__":
    sys.exit(main())
