"""Scores of candidates: what ordered rules say of each place that a name may mean, and which comes out best."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from operator import attrgetter
from typing import TypeVar

from firsthand.model import Candidate, Reason

__all__ = ["Judged", "judge", "lead", "ranked"]

C = TypeVar("C")


@dataclass(slots=True)
class Judged:
    """A candidate, what each of the rules says of it, in their order, and the sum of that."""

    place: Candidate
    said: list[Reason | None]
    score: float


def judge(
    candidates: Sequence[Candidate],
    case: C,
    rules: Sequence[Callable[[Candidate, C], Reason | None]],
    asked: Sequence[int],
    before: Sequence[Judged] = (),
) -> list[Judged]:
    """The candidates as the rules judge them, in their own order. Only the rules `asked` by their index speak: of the
    others stays what they said `before`, if they were asked then.
    """
    judged = []
    for index, place in enumerate(candidates):
        said: list[Reason | None] = before[index].said.copy() if before else [None] * len(rules)
        for k in asked:
            said[k] = rules[k](place, case)
        judged.append(Judged(place, said, round(sum([reason.score for reason in said if reason]), 3)))
    return judged


def lead(judged: Sequence[Judged], alone: float) -> tuple[Candidate, float]:
    """The best of at least one candidate, and by how much it leads; `alone` where there is no other."""
    order = sorted(judged, key=_score, reverse=True)
    return order[0].place, order[0].score - order[1].score if len(order) > 1 else alone


def ranked(judged: Sequence[Judged]) -> tuple[Candidate, ...]:
    """The candidates with their scores and reasons, best first."""
    return tuple(_scored(each) for each in sorted(judged, key=_score, reverse=True))


_score = attrgetter("score")
_FIELDS = [field.name for field in fields(Candidate)]
_values = attrgetter(*_FIELDS)
_AT_SCORE, _AT_REASONS = _FIELDS.index("score"), _FIELDS.index("reasons")


def _scored(judged: Judged) -> Candidate:
    """As `dataclasses.replace` would make it, in half the time: a name may have dozens of candidates."""
    values = list(_values(judged.place))
    values[_AT_SCORE] = judged.score
    values[_AT_REASONS] = (*judged.place.reasons, *filter(None, judged.said))
    return Candidate(*values)
