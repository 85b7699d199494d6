"""What is known of a claim in words: status, likelihood, confidence, the waterfall, evidence, what would change it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from firsthand.assessments import Assessment, Facts, Likelihood, Weight
from firsthand.evidence import Evidence
from firsthand.show.named import named
from firsthand.show.plain import one_line
from firsthand.show.speaking import gettext, number_of
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
    "percent_words",
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


def known_words(known: Known) -> str:
    """On one line: "disputed · unlikely, 12 to 48 % · low confidence · Admiralty F4"."""
    found = known.assessment
    parts = [named(found.status, "status"), likelihood_words(found.likelihood), named(found.confidence, "confident")]
    parts.append(gettext("Admiralty %(code)s", code=f"{found.admiralty.source}{found.admiralty.information}"))
    if known.verdicts:
        last = known.verdicts[-1]
        verdict = named(last.conclusion, "conclusion")
        parts.append(gettext("%(who)s concluded: %(verdict)s", who=one_line(last.analyst), verdict=verdict))
    return " · ".join(parts)


def likelihood_words(likelihood: Likelihood) -> str:
    """The word of ICD 203 and the range."""
    return percent_words(likelihood.word, likelihood.low, likelihood.high)


def percent_words(word: str, low: float, high: float) -> str:
    """A word of ICD 203 and a range: "unlikely, 12 to 48 %"."""
    one, other = (number_of(round(100 * each)) for each in (low, high))
    return gettext("%(word)s, %(low)s to %(high)s %%", word=named(word, "likelihood"), low=one, high=other)


def admiralty_words(known: Known) -> Iterator[tuple[str, str]]:
    """Both axes, each with why."""
    found = known.assessment.admiralty
    yield gettext("Source %(grade)s", grade=found.source), one_line(found.source_why)
    yield gettext("Information %(grade)s", grade=found.information), one_line(found.information_why)


def bits_words(weight: Weight) -> str:
    """What a reason adds: "+1.5"; "±0" where it adds nothing."""
    return f"{weight.bits:+.1f}" if abs(weight.bits) >= 0.05 else "±0"


def evidence_words(evidence: Evidence) -> tuple[str, str, str]:
    """Which evidence and how it stands to the claim, what it shows, and what it cannot show."""
    told = {"body": one_line(evidence.body), "kind": one_line(evidence.connector)}
    told["stands"] = named(evidence.verdict, "stands")
    if evidence.side:
        told["side"] = one_line(evidence.side)
        head = gettext("%(body)s (%(kind)s, whose makers side with %(side)s) %(stands)s", **told)
    else:
        head = gettext("%(body)s (%(kind)s) %(stands)s", **told)
    return head, one_line(evidence.detail), one_line(evidence.limitation)


def verdict_words(given: VerdictGiven) -> str:
    """Who concluded what, when and why."""
    named = ", ".join(one_line(name) for _, name in given.evidence)
    on = f" (on {named})" if named else ""
    return f"{one_line(given.analyst)}, {given.at[:10]}: {given.conclusion.value}{on}. {one_line(given.reason)}"


def changed_words(known: Known) -> tuple[str, ...]:
    """What the program finds otherwise than when the last verdict was given."""
    return tuple(one_line(each) for each in known.changed)
