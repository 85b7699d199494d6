"""Whom a claim serves: a party's word in its own favour weighs less, an admission against its interest more.

The table says for each kind of event what it is for the side that does it, and for the side it is done to. It is the
same for every side. That a town was taken serves who took it, and harms who lost it.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from firsthand.kinds import Interest

__all__ = ["interest_of"]

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


@cache
def _table() -> Mapping[str, tuple[int, int]]:
    lines = (files("firsthand.weigh") / "data" / "interest.tsv").read_text("utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return {event: (_SIGNS[doer], _SIGNS[sufferer]) for event, doer, sufferer in rows}
