"""The assessments of a case: made from its claims and what evidence says, kept when they change, and made again.

claims + kept answers + verdicts → weighed → the log of assessments → replayed from what stands there alone
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

from firsthand.assessments import Assessment, Facts
from firsthand.errors import FirsthandError
from firsthand.kinds import Conclusion, Outcome
from firsthand.pipeline.assessing import Weighing, weighed_claims
from firsthand.pipeline.claiming import CaseClaims
from firsthand.pipeline.deciding import verdicts_on
from firsthand.pipeline.differences import differences, rules_that_differ
from firsthand.pipeline.evidence import asked_in, evidence_of
from firsthand.pipeline.matter import matters_of
from firsthand.store import Case
from firsthand.store.answers import Answers
from firsthand.store.assessments import Assessed, assessments_of, keep_assessments
from firsthand.store.attached import came_with
from firsthand.store.exact import exact, record_from
from firsthand.store.verdicts import VerdictGiven
from firsthand.weigh.assess import assess
from firsthand.weigh.weights import Weights, prior_weights, read_weights

__all__ = [
    "Replayed",
    "keep_facts",
    "keep_weighed",
    "outcome_of",
    "outcomes_of",
    "replay",
    "rules_version",
    "weigh_case",
]

_OUTCOMES = {Conclusion.TRUE: Outcome.BORNE_OUT, Conclusion.FALSE: Outcome.CONTRADICTED}
"""What a verdict says became of a claim; one that is partly true, or unproven, is open."""
_RECORDS = ("assessments.py", "evidence.py", "kinds.py")


def weigh_case(
    case: Case, found: CaseClaims, weights: Weights | None = None, answers: Answers | None = None
) -> tuple[Weighing, ...]:
    """Every claim of a case, weighed with what its evidence said when it was asked last, and what analysts concluded.

    Args:
        case: reading is enough.
        answers: those that are at hand; else those kept beside the case.
    """
    matters = matters_of(found.accounts, found.papers, came_with(case))
    questions = asked_in(matters)
    if answers is None:
        with Answers.read(case.folder) as kept:
            observed = evidence_of(case, questions, kept, weights)
    else:
        observed = evidence_of(case, questions, answers, weights)
    decided = outcomes_of(case, found)
    return weighed_claims(found.accounts, found.papers, observed, decided, weights, matters)


def outcomes_of(case: Case, found: CaseClaims) -> dict[str, Outcome]:
    """What became of claims as analysts concluded, by id; of several verdicts on one the last counts."""
    given = verdicts_on(case, found.accounts, found.papers)
    return {claim: outcome_of(own[-1]) for claim, own in given.items()}


def outcome_of(given: VerdictGiven) -> Outcome:
    """What a verdict says became of its claim."""
    return _OUTCOMES.get(given.conclusion, Outcome.OPEN)


def keep_weighed(case: Case, weighed: Iterable[Weighing], weights: Weights | None = None) -> tuple[int, ...]:
    """Keep the assessments that differ from those that were kept last; the numbers of the new ones.

    Raises:
        CaseError: the case cannot be written.
    """
    return keep_facts(case, (each.facts for each in weighed), weights)


def keep_facts(case: Case, facts: Iterable[Facts], weights: Weights | None = None) -> tuple[int, ...]:
    """The same, of claims by their facts."""
    table = prior_weights() if weights is None else weights
    # From the facts as they come back: a character that cannot be kept must not make another assessment of them.
    own = (exact(each) for each in facts)
    return keep_assessments(case, ((each, assess(each, table)) for each in own), table, rules_version())


@dataclass(frozen=True, slots=True)
class Replayed:
    """A past assessment, and the one that comes out of its facts and weights now.

    `same_rules` says that the rules are those it was made by: then it has to come out the same. `differs` are sentences
    on what does not, `rules` the rules behind it. `problem` says why it could not be made again; then `then` or `now`
    is None.
    """

    kept: Assessed
    then: Assessment | None
    now: Assessment | None
    same_rules: bool
    differs: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    problem: str | None = None

    @property
    def sound(self) -> bool:
        """Whether it is as it has to be: made by other rules, or the same as it was."""
        return not self.same_rules or (self.problem is None and not self.differs)


def replay(case: Case, claim: str, until: datetime | None = None) -> Iterator[Replayed]:
    """Every assessment that was kept of a claim, made again, in the order of time; with `until` those up to then.

    Raises:
        CaseError: a row was changed so that it says nothing.
    """
    for kept in assessments_of(case, claim, until):
        yield _replayed(kept)


def _replayed(kept: Assessed) -> Replayed:
    same_rules = kept.version == rules_version()
    then = None
    try:
        then = record_from(Assessment, kept.assessment)
        facts = record_from(Facts, kept.facts)
        now = exact(assess(facts, read_weights(kept.weights, f"weights {kept.weights_hash[:8]}")))
    except (FirsthandError, ValueError) as error:
        # Records of another version have other fields: it is shown as it was, and cannot be made again here.
        return Replayed(kept, then, None, same_rules, problem=str(error))
    if then == now:
        return Replayed(kept, then, now, same_rules)
    return Replayed(kept, then, now, same_rules, differences(then, now), rules_that_differ(then, now))


@cache
def rules_version() -> str:
    """The version of the package, and of the rules that weigh: "0.4.0+1c9e22ab". The weights are kept apart from it."""
    found = hashlib.sha256()
    for path in sorted(_rule_files()):
        found.update(path.name.encode() + path.read_bytes())
    return f"{version('firsthand')}+{found.hexdigest()[:8]}"


def _rule_files() -> Iterator[Path]:
    package = Path(str(files("firsthand")))
    yield from (package / name for name in _RECORDS)
    for path in (*(package / "weigh").glob("*.py"), *(package / "weigh" / "data").glob("*")):
        if path.is_file() and path.suffix in (".py", ".tsv", ".yaml") and path.name != "weights.tsv":
            yield path
