"""Whom a claim serves: a party's word in its own favour weighs less, an admission against its interest more.

The table says for each kind of event what it is for the side that does it, and for the side it is done to. It is the
same for every side. That a town was taken serves who took it, and harms who lost it.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from firsthand.assessments import Facts
from firsthand.evidence import Evidence
from firsthand.kinds import Interest, Stance, Verdict

__all__ = ["interest_of", "supporting"]

_SIGNS = {"+": 1, "-": -1, "0": 0}
_INTERESTS = {1: Interest.IN_FAVOUR, 0: Interest.NEUTRAL, -1: Interest.AGAINST}


def interest_of(side: str | None, event: str | None, actor: str | None, target: str | None) -> Interest:
    """What a claim of that event is for a side: `actor` is said to do it, `target` to have it done to it.

    Who belongs to a party is one of the two; where only one of them is named, any other side that speaks of it is not
    taken for its enemy.
    """
    if side is None or event is None or (actor is None and target is None):
        return Interest.UNKNOWN
    doer, sufferer = _table().get(event, (0, 0))
    if side == actor and side == target:
        return Interest.UNKNOWN
    if side == actor:
        return _INTERESTS[doer]
    return _INTERESTS[sufferer] if side == target else Interest.NEUTRAL


def supporting(facts: Facts) -> tuple[Evidence, ...]:
    """What was observed and supports a claim, without what was made by those who sympathise with a side that tells it
    in its own favour: that is the same word once more, drawn instead of said. A fact-check observes nothing."""
    own = {each.side for each in facts.witnesses if each.stance is Stance.TELLS and each.interest is Interest.IN_FAVOUR}
    found = (each for each in facts.evidence if each.verdict is Verdict.SUPPORTS and not each.testimony)
    return tuple(each for each in found if each.side is None or each.side not in own)


@cache
def _table() -> Mapping[str, tuple[int, int]]:
    lines = (files("firsthand.weigh") / "data" / "interest.tsv").read_text("utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return {event: (_SIGNS[doer], _SIGNS[sufferer]) for event, doer, sufferer in rows}
