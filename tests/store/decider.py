"""Decides and takes back in a case, and tells on standard output what is acknowledged: to be killed at it."""

from __future__ import annotations

from pathlib import Path

from firsthand.claims import Told
from firsthand.kinds import DecisionKind
from firsthand.model import Span
from firsthand.store import Case, decide, undo


def main(folder: Path) -> None:
    with Case.open(folder, write=True) as case:
        print("began", flush=True)
        while True:
            sides = Told("k1", Span(0, 9)), Told("k2", Span(0, 9))
            made = decide(case, DecisionKind.SAME, *sides, ("killed 12", "убито 12"), "Олена Ткач", "one attack")
            print(f"made {made.number}", flush=True)
            if made.number % 2:
                undo(case, made.number, "J. Smith")
                print(f"undone {made.number}", flush=True)
