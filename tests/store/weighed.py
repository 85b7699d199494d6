"""Facts and assessments for the tests of the store: written, not made, so that every field of them has something."""

from __future__ import annotations

from datetime import date

from firsthand.assessments import Admiralty, Assessment, Check, Facts, Likelihood, Record, Weight, Witness
from firsthand.evidence import Evidence, Measured
from firsthand.kinds import Confidence, Interest, Stance, Status, Verdict
from firsthand.weigh.weights import Weights

__all__ = ["WEIGHTS", "assessment", "evidence", "facts"]

WEIGHTS = Weights(
    {"start": (0.0, -1.0, 1.0, "nothing is known yet"), "seen": (0.1, 0.1, 1 / 3, "a camera saw it")},
    {"": frozenset({"start"}), "notes": frozenset({"seen"})},
)


def evidence(detail: str = "seen 3 times") -> Evidence:
    """What a camera saw."""
    seen = (Measured("seen", 3.0, "times", date(2025, 11, 3), 2.5, None),)
    return Evidence(
        *("notes", "камера", "ab" * 32, Verdict.SUPPORTS, "seen", detail, "Only what is before it."),
        measured=seen,
        side="UA",
        since=date(2025, 11, 1),
        at="/srv/камера.tsv",
    )


def facts(claim: str = "c1", documents: int = 2) -> Facts:
    """A claim that a mayor told, and somebody doubts."""
    record = Record("мер", "", ("c7",), ("c8",), (), (2, -1))
    told = Witness("мер Високого", "k1", Stance.TELLS, "UA", Interest.NEUTRAL, there=True, record=record)
    return Facts(
        claim, documents, 1, 2, (told, Witness("a reader", "k2", Stance.DOUBTS)), (evidence(),), event="strike"
    )


def assessment(claim: str = "c1", value: float = 1 / 3) -> Assessment:
    """What could have been made of it."""
    return Assessment(
        claim,
        Status.SUPPORTED,
        "supported by камера",
        Likelihood(value, 0.1, 0.9, "roughly even chance"),
        Confidence.LOW,
        "one camera",
        Admiralty("C", 3, "not known", "possibly true"),
        (Weight("start", "nothing is known yet", 0.0, -1.0, 1.0), Weight("seen", "камера: 3", 0.1, 0.1, 1 / 3)),
        (Check("scenes", "whether roofs are gone", 2.0),),
    )
