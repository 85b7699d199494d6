"""What can be said of a stamp, as of now and with what there is to check it by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

__all__ = ["Judgement", "State"]


class State(StrEnum):
    """How far a stamp could be checked."""

    CONFIRMED = "confirmed"
    """Checked to its end: to a trusted root, or to a block header."""
    CLAIMED = "claimed"
    """Sound as far as it can be checked; what it leads to is not at hand."""
    PENDING = "pending"
    """A calendar has promised it."""
    WRONG = "wrong"
    """It is no stamp of this hash, or it is broken."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """How far, by whom, the time that is attested (UTC) if there is one, and in words why."""

    state: State
    by: str
    at: datetime | None = None
    detail: str = ""
