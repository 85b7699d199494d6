"""What is known of a claim in words: status, likelihood, confidence, the waterfall, evidence, what would change it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from firsthand.assessments import Assessment, Facts, Likelihood, Weight
from firsthand.evidence import Evidence
from firsthand.kinds import Verdict
from firsthand.show.plain import one_line
from firsthand.store.verdicts import VerdictGiven

__all__ = [
    "Known",
    "KnownClaims",
    "admiralty_words",
    "bits_words",
    "changed_words",
    "evidence_words",
    "known_words",
    "likelihood_words",
    "verdict_words",
]


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a claim: the facts, what they come to, what analysts concluded of it, and what has changed since
    the last of them did."""

    facts: Facts
    assessment: Assessment
    verdicts: tuple[VerdictGiven, ...] = ()
    changed: tuple[str, ...] = ()

    @property
    def reasons(self) -> tuple[Weight, ...]:
        """Those that say something: also evidence that adds nothing, as it was looked at."""
        return self.assessment.waterfall


KnownClaims = Mapping[str, Known]
"""By the ids of claims; one that was not weighed is not in it."""

_VERDICTS = {
    Verdict.SUPPORTS: "supports it",
    Verdict.CONTRADICTS: "contradicts it",
    Verdict.CONSISTENT: "is consistent with it",
    Verdict.SILENT: "can say nothing about it",
}


def known_words(known: Known) -> str:
    """On one line: "disputed · unlikely, 12 to 48 % · low confidence · Admiralty F4"."""
    found = known.assessment
    parts = [found.status.value, likelihood_words(found.likelihood), f"{found.confidence.value} confidence"]
    parts.append(f"Admiralty {found.admiralty.source}{found.admiralty.information}")
    if known.verdicts:
        last = known.verdicts[-1]
        parts.append(f"{one_line(last.analyst)} concluded: {last.conclusion.value}")
    return " · ".join(parts)


def likelihood_words(likelihood: Likelihood) -> str:
    """The word of ICD 203 and the range."""
    low, high = (round(100 * each) for each in (likelihood.low, likelihood.high))
    return f"{likelihood.word}, {low} to {high} %"


def admiralty_words(known: Known) -> Iterator[tuple[str, str]]:
    """Both axes, each with why."""
    found = known.assessment.admiralty
    yield f"Source {found.source}", one_line(found.source_why)
    yield f"Information {found.information}", one_line(found.information_why)


def bits_words(weight: Weight) -> str:
    """What a reason adds: "+1.5"; "±0" where it adds nothing."""
    return f"{weight.bits:+.1f}" if abs(weight.bits) >= 0.05 else "±0"


def evidence_words(evidence: Evidence) -> tuple[str, str, str]:
    """Which evidence and how it stands to the claim, what it shows, and what it cannot show."""
    side = f", whose makers side with {one_line(evidence.side)}" if evidence.side else ""
    head = f"{one_line(evidence.body)} ({one_line(evidence.connector)}{side}) {_VERDICTS[evidence.verdict]}"
    return head, one_line(evidence.detail), one_line(evidence.limitation)


def verdict_words(given: VerdictGiven) -> str:
    """Who concluded what, when and why."""
    named = ", ".join(one_line(name) for _, name in given.evidence)
    on = f" (on {named})" if named else ""
    return f"{one_line(given.analyst)}, {given.at[:10]}: {given.conclusion.value}{on}. {one_line(given.reason)}"


def changed_words(known: Known) -> tuple[str, ...]:
    """What the program finds otherwise than when the last verdict was given."""
    return tuple(one_line(each) for each in known.changed)
