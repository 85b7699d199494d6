"""Adds evidence, assesses and concludes, and tells on standard output what is acknowledged: to be killed at it."""

from __future__ import annotations

from itertools import count
from pathlib import Path

from tests.store.weighed import WEIGHTS, assessment, facts

from firsthand.claims import Told
from firsthand.kinds import Conclusion
from firsthand.model import Span
from firsthand.store import Case
from firsthand.store.assessments import keep_assessments, latest_assessments
from firsthand.store.evidence import bodies_of, hold
from firsthand.store.verdicts import conclude

TOLD = Told("k1", Span(0, 9))


def main(folder: Path) -> None:
    with Case.open(folder, write=True) as case:
        print("began", flush=True)
        for number in count(len(bodies_of(case))):
            body = hold(case, "notes", f"camera {number}", "/srv/notes.tsv", {}, "ab", "Олена Ткач")
            print(f"held {body.number}", flush=True)
            last = latest_assessments(case).get("c1")
            value = 0.2 if last is not None and b"0.7" in last.assessment else 0.7
            for made in keep_assessments(case, [(facts(), assessment(value=value))], WEIGHTS, "1"):
                print(f"assessed {made}", flush=True)
            words = [(TOLD, "killed 12")]
            given = conclude(case, "c1", "12 killed", words, Conclusion.TRUE, "Олена", "seen", {body.number: body.name})
            print(f"given {given.number}", flush=True)
