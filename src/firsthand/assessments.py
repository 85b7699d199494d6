"""What weighing needs of a claim, and what it concludes.

    Account + Evidence + TrackRecord → Facts → Assessment

`Facts` is all that an assessment hangs on: with the same facts, rules and weights it comes out the same.
"""

from __future__ import annotations

from dataclasses import dataclass

from firsthand.evidence import Evidence
from firsthand.kinds import Confidence, Interest, Stance, Status, ToldBy

__all__ = ["Admiralty", "Assessment", "Check", "Facts", "Likelihood", "Record", "Weight", "Witness"]


@dataclass(frozen=True, slots=True)
class Record:
    """How the latest earlier claims of one kind by one voice turned out: which were borne out, contradicted, left open.
    `kind` is an event type, or "" for all. `early_days` are how many days before the evidence each claim that was
    borne out was made; below 0 where it came after. Claims are named by their ids."""

    who: str
    kind: str
    borne_out: tuple[str, ...] = ()
    contradicted: tuple[str, ...] = ()
    open: tuple[str, ...] = ()
    early_days: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Witness:
    """An origin of a claim, or of an answer to it, as weighing sees it.

    `named` says that it is known by name, `there` that it was where it happened, `outlet` that an outlet says so in its
    own voice and names nobody, `sure` that it counts for "at least".
    """

    voice: str
    document: str
    stance: Stance
    side: str | None = None
    interest: Interest = Interest.UNKNOWN
    named: bool = True
    there: bool = False
    outlet: bool = False
    sure: bool = True
    record: Record | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """All that an assessment of a claim hangs on. `documents` is how many tell it, `at_least` and `at_most` with how
    many origins it starts, `told_by` who stands behind it. `open` says that it only tells what may be, `added` that
    it stands nowhere but in a rewrite that added it, `hearsay` that all who tell it only say that it is said to be so
    ("reportedly"). `houses` is how many publishers tell it. `rivals` are claims that give another figure for the same.
    `place` and `day` say whether it tells where and when, as a check needs to know."""

    claim: str
    documents: int
    at_least: int
    at_most: int
    witnesses: tuple[Witness, ...]
    evidence: tuple[Evidence, ...] = ()
    told_by: ToldBy = ToldBy.ONE_PARTY
    open: bool = False
    added: bool = False
    rivals: tuple[str, ...] = ()
    event: str | None = None
    place: bool = True
    day: bool = True
    hearsay: bool = False
    houses: int = 1


@dataclass(frozen=True, slots=True)
class Weight:
    """One reason of the waterfall: its rule (a key of the table of weights), in words, and what it adds, in bits: above
    0 where it speaks for the claim. `low` and `high` are the least and the most that it may add."""

    rule: str
    says: str
    bits: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Likelihood:
    """How likely a claim is true: from `low` to `high`, and the word of ICD 203 for `value`."""

    value: float
    low: float
    high: float
    word: str


@dataclass(frozen=True, slots=True)
class Admiralty:
    """The Admiralty code: the source's reliability A to F, the information's credibility 1 to 6, each with why."""

    source: str
    information: int
    source_why: str
    information_why: str


@dataclass(frozen=True, slots=True)
class Check:
    """A check that could still be made, and how many bits it would move the likelihood by at most."""

    check: str
    would_say: str
    bits: float


@dataclass(frozen=True, slots=True)
class Assessment:
    """What is known of a claim, how well, and why. `waterfall` are the reasons in their order, the first being where it
    starts; `checks` what would change it, most telling first."""

    claim: str
    status: Status
    status_why: str
    likelihood: Likelihood
    confidence: Confidence
    confidence_why: str
    admiralty: Admiralty
    waterfall: tuple[Weight, ...]
    checks: tuple[Check, ...] = ()
