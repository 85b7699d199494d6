"""Claims of made worlds weighed as the pipeline weighs those of a case, and beside it votes that only count.

Track records are learned as `pipeline.assessing` learns them: what became of a claim by evidence alone, once for each
sure origin, and for each claim only from those told on earlier days. Truth is never looked at.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from bench.world_made import Made
from firsthand.assessments import Facts, Record, Witness
from firsthand.kinds import Outcome, Stance, Status, Verdict
from firsthand.weigh.assess import assess
from firsthand.weigh.status import status_of
from firsthand.weigh.track_record import Resolved, TrackRecords
from firsthand.weigh.weights import prior_weights

__all__ = ["VOTES", "Records", "Weighed", "weighed_world", "with_records"]

_OUTCOMES = {
    Status.SUPPORTED: Outcome.BORNE_OUT,
    Status.CONTRADICTED: Outcome.CONTRADICTED,
    Status.RETRACTED: Outcome.CONTRADICTED,
}


class Records(Enum):
    """What track records are learned from: nothing, all evidence, or kinds of it that can also contradict."""

    NONE = "none"
    ALL = "all"
    TWO_SIDED = "two-sided"


@dataclass(frozen=True, slots=True)
class Weighed:
    """A claim with its truth, what it was given (chance, range, word, status), and the chances by each of the votes."""

    true: bool
    value: float
    low: float
    high: float
    word: str
    status: str
    votes: tuple[float, ...]


def weighed_world(made: Sequence[Made], records: Records = Records.ALL) -> tuple[Weighed, ...]:
    """Every claim of a world, in its order."""
    found = []
    for claim, facts in zip(made, with_records(made, records), strict=True):
        got = assess(facts)
        chance = got.likelihood
        votes = tuple(vote(claim) for vote in VOTES.values())
        found.append(Weighed(claim.true, chance.value, chance.low, chance.high, chance.word, got.status.value, votes))
    return tuple(found)


def with_records(made: Sequence[Made], learned: Records = Records.ALL) -> tuple[Facts, ...]:
    """The facts of every claim with the track records of those who tell it."""
    if learned is Records.NONE:
        return tuple(each.facts for each in made)
    records = TrackRecords(resolved for each in made for resolved in _resolved(each, learned))
    return tuple(_known(each, records) for each in made)


def _resolved(made: Made, learned: Records) -> Iterator[Resolved]:
    evidence = made.facts.evidence
    if learned is Records.TWO_SIDED:
        evidence = tuple(each for each in evidence if each.connector in _two_sided())
    status, _ = status_of(replace(made.facts, evidence=evidence))
    seen = [each.since for each in evidence if each.verdict is Verdict.SUPPORTS and each.since is not None]
    outcome = _OUTCOMES.get(status, Outcome.OPEN)
    witnesses = zip(made.facts.witnesses, made.whos, strict=True)
    who = (who for each, who in witnesses if who and each.sure and each.stance is Stance.TELLS)
    for each in dict.fromkeys(who):
        yield Resolved(made.facts.claim, each, made.facts.event or "", made.day, outcome, min(seen, default=None))


def _two_sided() -> frozenset[str]:
    """The kinds of evidence that have a rule which speaks against a claim."""
    table = prior_weights()
    return frozenset(part for part, rules in table.parts.items() if any(table.rules[rule][0] < 0 for rule in rules))


def _known(made: Made, records: TrackRecords) -> Facts:
    def record(who: str) -> Record | None:
        kind = made.facts.event or ""
        return records.record(who, kind, made.day) or records.record(who, "", made.day)

    def known(witness: Witness, who: str) -> Witness:
        told = who and witness.stance is Stance.TELLS
        return replace(witness, record=record(who)) if told else witness

    witnesses = tuple(known(each, who) for each, who in zip(made.facts.witnesses, made.whos, strict=True))
    return replace(made.facts, witnesses=witnesses)


def _share(tells: int, denies: int) -> float:
    """The share of those who tell it, by Laplace's rule of succession, so that one voice alone is not certainty."""
    return (tells + 1) / (tells + denies + 2)


def by_documents(made: Made) -> float:
    """Every document has a vote."""
    tells = sum(each.tells for each in made.papers)
    return _share(tells, len(made.papers) - tells)


def by_publishers(made: Made) -> float:
    """Every publisher has one, for what most of its documents say."""
    votes: Counter[int] = Counter()
    for each in made.papers:
        votes[each.family] += 1 if each.tells else -1
    return _share(sum(vote > 0 for vote in votes.values()), sum(vote < 0 for vote in votes.values()))


def by_origins(made: Made) -> float:
    """Every origin has one, as tracing found them."""
    stances = Counter(each.stance for each in made.facts.witnesses)
    return _share(stances[Stance.TELLS], stances[Stance.DENIES])


def as_likely_as_not(_: Made) -> float:
    """Nothing is known."""
    return 0.5


VOTES: dict[str, Callable[[Made], float]] = {
    "vote of documents": by_documents,
    "vote of publishers": by_publishers,
    "vote of origins": by_origins,
    "always .5": as_likely_as_not,
}
