"""What is asked of evidence, and what it answers. Evidence is observed, not said; it never counts as an origin.

    Asked (a claim, as evidence needs it) → a connector's `Body` → Evidence

A connector says what it saw, how that stands to the claim, and always what it cannot show (`limitation`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from firsthand.claims import Figure, Ground
from firsthand.kinds import Verdict

__all__ = ["Asked", "Evidence", "Measured"]


@dataclass(frozen=True, slots=True)
class Asked:
    """A claim as evidence needs it.

    `event` is a key of the table of event types, `actor` the side that is said to have done it ("RU"), `ground` where.
    It is said to have happened from `since` to `until`, where that is known; `told` is the day it was first told.
    `share` is how much of the place it speaks of, as low and high between 0 and 1: (1, 1) for all of it, (.5, 1) for
    "more than half"; None where it does not say, or speaks of houses or streets. `figures` are those in it. `media` are
    the hashes (sha256) of pictures and videos that came with its documents, `titles` its words in each language.
    """

    claim: str
    told: date
    titles: tuple[tuple[str, str], ...] = ()
    event: str | None = None
    actor: str | None = None
    ground: Ground | None = None
    since: date | None = None
    until: date | None = None
    share: tuple[float, float] | None = None
    figures: tuple[Figure, ...] = ()
    media: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Measured:
    """One thing that was measured: what, how much, in what unit, on which day, with an interval where there is one."""

    what: str
    value: float
    unit: str = ""
    day: date | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one body of evidence says of one claim.

    `rule` names what was found and stands in the table of weights: "map_shows_otherwise". `detail` says it in a
    sentence with the figures; `limitation` what this cannot show. `connector` is the kind of evidence ("control"),
    `body` its name in the case ("DeepState"), `version` the hash of its data. `side` is with whom its makers
    sympathise, where that is known; `since` and `until` are the days that were looked at. `at` is an address or a path
    a person can look at. `testimony` says that it is what somebody published on the claim, not what was observed: it
    is weighed, and never makes a claim one that evidence supports or contradicts. Nothing here is fetched anew: the
    same body and version give the same evidence.
    """

    connector: str
    body: str
    version: str
    verdict: Verdict
    rule: str
    detail: str
    limitation: str
    measured: tuple[Measured, ...] = ()
    side: str | None = None
    since: date | None = None
    until: date | None = None
    at: str | None = None
    testimony: bool = False
