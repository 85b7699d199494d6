"""A small kind of evidence for the tests: notes of what a camera saw, one a line, as `words<TAB>verdict<TAB>detail`.

It says something of every claim with these words in its title. Lines that are none are left out with a skip; the word
"fail" as a verdict makes the answer fail, "many" gives more than anybody keeps, "odd" what cannot be kept.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from firsthand.errors import InputError, TableError
from firsthand.evidence import Asked, Evidence, Measured
from firsthand.kinds import Verdict
from firsthand.model import Skip

__all__ = ["NOTED", "RULE", "asked_of_notes", "evidence_of_notes", "package"]

RULE = "map_shows_it"
"""Of the table of weights: what the notes stand for is not what is tested."""
asked_of_notes: list[str] = []
"""The claims that any notes were asked about, in order; tests empty it."""


@dataclass(frozen=True)
class _Notes:
    name: str
    version: str
    lines: tuple[tuple[str, ...], ...]
    skips: tuple[Skip, ...]
    rule: str

    def asked(self, asked: Asked) -> Iterator[Evidence]:
        asked_of_notes.append(asked.claim)
        titles = " ".join(words for _, words in asked.titles)
        for words, verdict, detail in self.lines:
            if words in titles:
                yield from evidence_of_notes(self, verdict, detail)


def evidence_of_notes(notes: _Notes, verdict: str, detail: str) -> Iterator[Evidence]:
    """What a line gives."""
    if verdict == "fail":
        raise TypeError(detail)
    if verdict == "odd":
        seen = (Measured("seen", float("nan")),)
        yield Evidence("notes", notes.name, notes.version, Verdict.SILENT, "", detail, "", seen)
        return
    for _ in range(500 if verdict == "many" else 1):
        found = Verdict.SUPPORTS if verdict == "many" else Verdict(verdict)
        seen = (Measured("seen", 3, "times"),)
        yield Evidence("notes", notes.name, notes.version, found, notes.rule, detail, "", seen)


@dataclass(frozen=True)
class _Connector:
    name: str = "notes"
    limitation: str = "A camera sees only what is before it."

    @property
    def options(self) -> Mapping[str, str]:
        return {"rule": "the rule that its evidence is found by"}

    def open(self, what: str, name: str, options: Mapping[str, str]) -> _Notes:
        data = Path(what).read_bytes()
        if not data:
            raise InputError(f"{what} is empty: there are no notes in it.")
        if options.get("rule") == "":
            raise TableError("The option 'rule' is empty.")
        rows = [(number, line.split("\t")) for number, line in enumerate(data.decode().splitlines(), 1)]
        lines = tuple(tuple(row) for _, row in rows if len(row) == 3)
        skips = tuple(Skip("weigh", f"{what}, line {number}", "no note") for number, row in rows if len(row) != 3)
        return _Notes(name, hashlib.sha256(data).hexdigest(), lines, skips, options.get("rule", RULE))


NOTED = _Connector()


def package(folder: Path) -> Path:
    """An installed package that adds it, in a folder for the path of modules."""
    about = folder / "noted_evidence-1.0.dist-info"
    about.mkdir(parents=True)
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: noted-evidence\nVersion: 1.0\n")
    (about / "entry_points.txt").write_text("[firsthand.evidence]\nnotes = tests.noted_evidence:NOTED\n")
    return folder
