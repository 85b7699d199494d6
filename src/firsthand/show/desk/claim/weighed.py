"""What is known of a claim, as its page shows it: the waterfall drawn to scale, evidence, and what stands beside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from firsthand.assessments import Weight
from firsthand.evidence import Evidence
from firsthand.kinds import Verdict
from firsthand.show.claims.known import Known, bits_words, evidence_words
from firsthand.show.desk.claim.cut import MOST
from firsthand.show.desk.served import Shown
from firsthand.show.plain import one_line
from firsthand.show.speaking import gettext, number_of
from firsthand.store.board import BoardRow
from firsthand.weigh.likelihood import chance_of

__all__ = ["WIDE", "Observed", "Step", "Waterfall", "observed_of", "others_of", "waterfall_of"]

WIDE = 200.0
"""Units that the picture of a waterfall is wide."""
_ROOM = 0.5
"""Bits to each side that are free."""
_NOTHING = 0.05
"""Fewer bits than this are told as none."""


@dataclass(frozen=True, slots=True)
class Step:
    """A reason of the waterfall: its bits with the least and the most, and how likely the claim is after it.

    `speaks` is "for", "against" or "neither".
    `start`, `end`, `least` and `most` are places in the picture: where the bar begins and ends, and how far it may
    reach at least and at most.
    """

    says: str
    bits: str
    range: str
    chance: str
    speaks: str
    start: str
    end: str
    left: str
    length: str
    least: str
    most: str


@dataclass(frozen=True, slots=True)
class Waterfall:
    """`even` is where in the picture it is as likely as not."""

    steps: tuple[Step, ...]
    even: str
    more: int = 0


@dataclass(frozen=True, slots=True)
class Observed:
    """What evidence shows, and what it cannot show; `stands` is how it stands to the claim, as a word for style."""

    head: str
    shows: str
    limitation: str
    stands: str


def waterfall_of(reasons: Sequence[Weight]) -> Waterfall:
    """The reasons, each beginning where the one before it ended."""
    shown = reasons[:MOST]
    ends = list(accumulate((each.bits for each in shown), initial=0.0))
    reached = [before + reach for before, each in zip(ends, shown, strict=False) for reach in (each.low, each.high)]
    least, most = min([*ends, *reached]) - _ROOM, max([*ends, *reached]) + _ROOM

    def place(bits: float) -> float:
        return WIDE * (bits - least) / (most - least)

    def step(each: Weight, before: float, after: float) -> Step:
        start, end = place(before), place(after)
        return Step(
            says=one_line(each.says),
            bits=bits_words(each),
            range=f"{each.low:+.1f} … {each.high:+.1f}",
            chance=gettext("%(number)s%%", number=number_of(round(100 * chance_of(after)))),
            speaks="neither" if abs(each.bits) < _NOTHING else "against" if each.bits < 0 else "for",
            start=f"{start:.2f}",
            end=f"{end:.2f}",
            left=f"{min(start, end):.2f}",
            length=f"{max(abs(end - start), 0.6):.2f}",
            least=f"{place(before + each.low):.2f}",
            most=f"{place(before + each.high):.2f}",
        )

    steps = tuple(step(each, ends[at], ends[at + 1]) for at, each in enumerate(shown))
    return Waterfall(steps, f"{place(0.0):.2f}", len(reasons) - len(shown))


def observed_of(known: Known) -> tuple[Observed, ...]:
    """The evidence: what speaks for or against it first, what can say nothing last."""
    order = list(Verdict)
    found = sorted(known.facts.evidence, key=lambda each: order.index(each.verdict))
    return tuple(map(_observed, found[:MOST]))


def _observed(evidence: Evidence) -> Observed:
    head, shows, limitation = evidence_words(evidence)
    return Observed(head, shows, limitation, evidence.verdict.value)


def others_of(shown: Shown, claims: Iterable[str]) -> tuple[BoardRow, ...]:
    """Other claims as they stand on the board; those that are no longer there are left out."""
    return tuple(_rows(shown, claims))


def _rows(shown: Shown, claims: Iterable[str]) -> Iterator[BoardRow]:
    numbers = [number for each in claims if (number := shown.board.number_of(each)) is not None]
    yield from shown.board.rows_at(numbers[:MOST])
