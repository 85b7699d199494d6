"""Worlds in which nothing but counting is needed: every voice apart from the others, equally good, of no side.

There a vote of voices is the best that can be done (Condorcet 1785), and rules that weigh should not do worse.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from firsthand.assessments import Facts, Record, Witness
from firsthand.kinds import Stance, ToldBy
from firsthand.weigh.assess import assess

__all__ = ["KINDS", "Decided", "decided", "facts_of_votes"]

KINDS: dict[str, Witness] = {
    "known by name": Witness("", "", Stance.TELLS),
    "who was there": Witness("", "", Stance.TELLS, there=True),
    "outlets": Witness("", "", Stance.TELLS, outlet=True),
    "without a name, there": Witness("", "", Stance.TELLS, named=False, there=True),
    "without a name": Witness("", "", Stance.TELLS, named=False),
}
"""Voices of no side, by what is known of them."""


@dataclass(frozen=True, slots=True)
class Decided:
    """How many claims there were, how many of them were decided rightly by weighing and by a vote of the voices, and
    how many by only one of the two."""

    claims: int
    weighed: int
    voted: int
    only_weighed: int
    only_voted: int

    @property
    def behind(self) -> float:
        """By how much weighing is less often right than the vote; below 0 where it is more often right."""
        return (self.voted - self.weighed) / self.claims


def facts_of_votes(kind: Witness, tells: int, denies: int, record: Record | None = None) -> Facts:
    """A claim that so many voices of a kind tell, and so many deny."""
    telling = [replace(kind, voice=f"voice {n}", document=f"document {n}", record=record) for n in range(tells)]
    denying = [
        replace(kind, voice=f"other {n}", document=f"other {n}", stance=Stance.DENIES, record=record)
        for n in range(denies)
    ]
    return Facts("claim", tells, tells, tells, (*telling, *denying), told_by=ToldBy.WITNESS)


def decided(kind: Witness, worlds: int, claims: int, voices: Sequence[int], seed: int, *, resolved: int = 0) -> Decided:
    """Claims of many worlds, each with its own accuracy from .55 to .95, and with a number of voices for each claim.

    Args:
        resolved: how many earlier claims stand in the track record of every voice; all have the same, as they are
            equally good.
    """
    outcomes = list(_outcomes(kind, worlds, claims, voices, np.random.default_rng(seed), resolved))
    right = np.array(outcomes)
    weighed, voted = right[:, 0], right[:, 1]
    return Decided(
        len(outcomes),
        int(weighed.sum()),
        int(voted.sum()),
        int((weighed & ~voted).sum()),
        int((voted & ~weighed).sum()),
    )


def _outcomes(
    kind: Witness, worlds: int, claims: int, voices: Sequence[int], random: np.random.Generator, resolved: int
) -> Iterator[tuple[bool, bool]]:
    for _ in range(worlds):
        accuracy = float(random.uniform(0.55, 0.95))
        record = _record(round(accuracy * resolved), resolved) if resolved else None
        known: dict[tuple[int, int], bool] = {}
        for count in random.choice(np.asarray(voices), claims).tolist():
            true = bool(random.random() < 0.5)
            right = int(random.binomial(count, accuracy))
            tells, denies = (right, count - right) if true else (count - right, right)
            if tells:
                if (tells, denies) not in known:
                    facts = facts_of_votes(kind, tells, denies, record)
                    known[tells, denies] = assess(facts).likelihood.value >= 0.5
                yield known[tells, denies] == true, (tells >= denies) == true


def _record(good: int, of: int) -> Record:
    names = tuple(f"earlier claim {number}" for number in range(of))
    return Record("voice", "", names[:good], names[good:])
