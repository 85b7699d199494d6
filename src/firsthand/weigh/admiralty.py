"""The Admiralty code (NATO AJP-2.1): how reliable the source, A to F, and how credible the information, 1 to 6.

The two axes are kept apart: a source that lies often may tell the truth, and the best may err. "1" needs another,
independent origin or evidence; nobody's reliability is judged without a track record.
"""

from __future__ import annotations

from firsthand.assessments import Admiralty, Facts, Likelihood, Record
from firsthand.kinds import Stance, Status, Verdict
from firsthand.weigh.track_record import interval_of

__all__ = ["admiralty_of"]

_LEAST_RECORD = 5
"""Resolved claims below which nobody's reliability is judged."""
_LETTERS = (
    (0.9, "A", "completely reliable"),
    (0.75, "B", "usually reliable"),
    (0.5, "C", "fairly reliable"),
    (0.25, "D", "not usually reliable"),
    (0.0, "E", "unreliable"),
)
"""From which share of claims borne out each letter stands."""
_CONFIRMED = frozenset({Status.SUPPORTED, Status.CORROBORATED, Status.CORROBORATED_ACROSS})
_NUMBERS = ((0.8, 2, "probably true"), (0.55, 3, "possibly true"), (0.2, 4, "doubtful"), (0.0, 5, "improbable"))
"""From which chance each number stands, where there is something to judge it by."""


def admiralty_of(facts: Facts, status: Status, likelihood: Likelihood) -> Admiralty:
    """Both axes with why."""
    source, source_why = _source(facts)
    information, information_why = _information(facts, status, likelihood)
    return Admiralty(source, information, source_why, information_why)


def _source(facts: Facts) -> tuple[str, str]:
    """By the longest record among those with whom it starts."""
    records = [each.record for each in facts.witnesses if each.stance is Stance.TELLS and each.record is not None]
    longest = max(records, key=lambda each: (_resolved(each), each.who), default=None)
    if longest is None or _resolved(longest) < _LEAST_RECORD:
        return "F", "its reliability cannot be judged: too few of its earlier claims were resolved"
    good, all_ = len(longest.borne_out), _resolved(longest)
    low, high = interval_of(good, all_)
    letter, word = next((letter, word) for least, letter, word in _LETTERS if good / all_ >= least)
    return letter, f"{word}: {good} of {all_} earlier claims of {longest.who} were borne out ({low:.0%} to {high:.0%})"


def _resolved(record: Record) -> int:
    return len(record.borne_out) + len(record.contradicted)


def _information(facts: Facts, status: Status, likelihood: Likelihood) -> tuple[int, str]:
    if status in (Status.CONTRADICTED, Status.RETRACTED):
        return 5, f"improbable: {status.value}"
    confirmed = status in _CONFIRMED and (status is Status.SUPPORTED or facts.at_least > 1)
    if confirmed and likelihood.value >= _NUMBERS[0][0]:
        return 1, f"confirmed: {status.value}"
    known = any(each.record is not None and _resolved(each.record) for each in facts.witnesses)
    judged = confirmed or known or any(each.verdict is not Verdict.SILENT for each in facts.evidence)
    if not judged and status is not Status.DISPUTED and not facts.added:
        origins = "one origin" if facts.at_most else "no origin"
        return 6, f"its truth cannot be judged: {origins}, no evidence, and no record to go by"
    number, word = next((number, word) for least, number, word in _NUMBERS if likelihood.value >= least)
    return number, f"{word}: {likelihood.word}"
