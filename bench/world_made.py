"""Worlds with known truth: happenings, who speaks of them, copies, evidence; each claim as the program's own facts.

    Assumptions + seed → rates of this world → for each happening who says what → Facts, and whether it is so

A world has two parties, observers of no side, persons who were there, outlets that report on their own, persons nobody
names, and outlets that copy. Every world draws its own rates from the ranges assumed. Each happening has its own
dice, one row for each who may speak, so that two worlds that differ in one assumption differ in little else.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

import numpy as np

from bench.world_evidence import Errors, observed
from firsthand.assessments import Facts, Witness
from firsthand.kinds import Interest, Stance, ToldBy
from firsthand.weigh.interest import interest_of

__all__ = ["Assumptions", "Made", "Paper", "made_world"]

Range = tuple[float, float]

_SIDES = ("A", "B")
_PARTY_VOICES = 3
_EVENTS = ("territory_captured", "retreat", "equipment_loss", "interception", "strike")
_EVENTS_UP_TO = (0.35, 0.4, 0.55, 0.65, 1.0)
"""A strike serves no side for sure; whom the others serve, the program's own table says."""
_START = date(2024, 1, 1)
_PER_DAY = 2
_FAMILIES = 12
_MOST_COPIES = 60
_DICE = 9


@dataclass(frozen=True, slots=True)
class Assumptions:
    """What a world is made by. A pair is a range: each world, or each voice, draws its own number from it.

    `base_rate` is the share of happenings, told or not, that are so. A party tells what serves it where it is so
    (`tells_own`) and invents it where it is not (`invents`); where it does not tell it and others do, it denies it
    (`disowns_*`). What harms it, it admits where it is so (`admits`), concedes where it is not (`concedes`), and denies
    (`denies_*`) once another tells it. What serves nobody it tells and denies as `plain_*` say. `side_repeats` is how
    often a further voice of a side says what the side says.

    The accuracy of the others is how often what they have found is so; who has found that it is not so keeps silent
    in `silent` of all cases, and else denies or (`doubts`) doubts it; who has found that it is so only doubts it in
    `wary` of them. `together` is how often an observer errs where all others do who err together. `copies` is the mean
    number of copies of a party's word and of another's; `mistaken` how many copies are taken for origins,
    `mistaken_surely` how many of those without a doubt; `unsure` how many origins are not known for sure to be one.

    `misread` is how often a denial is read as telling it, or the reverse; `misheard` how often a party's word is given
    to the other. `evidence` is how often there is evidence of a kind that fits, `errors` how it errs.
    """

    happenings: int = 220
    base_rate: float = 0.5
    tells_own: Range = (0.6, 0.8)
    invents: Range = (0.3, 1.0)
    admits: Range = (0.08, 0.25)
    concedes: float = 0.01
    denies_true: Range = (0.1, 0.35)
    denies_false: Range = (0.2, 0.5)
    disowns_true: float = 0.01
    disowns_false: Range = (0.3, 0.6)
    plain_tells_true: Range = (0.3, 0.5)
    plain_tells_false: Range = (0.1, 0.35)
    plain_denies_true: Range = (0.1, 0.3)
    plain_denies_false: Range = (0.25, 0.45)
    side_repeats: float = 0.4
    neutral: Range = (0.65, 0.9)
    eyewitness: Range = (0.75, 0.95)
    outlet: Range = (0.5, 0.8)
    unnamed: Range = (0.45, 0.65)
    unnamed_there: Range = (0.5, 0.75)
    silent: float = 0.3
    doubts: float = 0.3
    wary: float = 0.1
    together: float = 0.1
    copies: Range = (4.0, 1.5)
    mistaken: float = 0.05
    mistaken_surely: float = 0.25
    unsure: float = 0.15
    misread: float = 0.03
    misheard: float = 0.03
    retracts_true: float = 0.002
    retracts_false: float = 0.05
    another_figure_true: float = 0.08
    another_figure_false: float = 0.13
    added: float = 0.04
    added_true: float = 0.35
    evidence: float = 0.35
    errors: Errors = field(default_factory=Errors)


@dataclass(frozen=True, slots=True)
class Paper:
    """A document that tells a claim, or denies it, and the publisher behind it."""

    tells: bool
    family: int


@dataclass(frozen=True, slots=True)
class Made:
    """A claim that was made in a world: whether it is so, on which day it was told, and what can be known of it. The
    witnesses in the facts have no track records yet; `whos` says who each of them is, "" where nobody can know."""

    true: bool
    day: date
    facts: Facts
    whos: tuple[str, ...]
    papers: tuple[Paper, ...]


@dataclass(frozen=True, slots=True)
class _Voice:
    """One who may speak of a happening: how often, and how often what they found is so."""

    name: str
    covers: float
    accuracy: float
    named: bool = True
    there: bool = False
    outlet: bool = False
    lasting: bool = True


@dataclass(frozen=True, slots=True)
class _Party:
    """The habits of one side, as chances: (where it is so, where it is not)."""

    side: str
    tells: dict[Interest, Range]
    denies: dict[Interest, Range]


@dataclass(frozen=True, slots=True)
class _World:
    given: Assumptions
    parties: tuple[_Party, ...]
    voices: tuple[_Voice, ...]
    families: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class _Said:
    """What one voice says of a happening; `who` is "" where nobody can know who it is."""

    who: str
    stance: Stance
    voice: _Voice
    dice: Sequence[float]
    side: str | None = None


def made_world(given: Assumptions, seed: int) -> tuple[Made, ...]:
    """All claims that somebody tells in a world, in the order of days."""
    world = _world(given, np.random.default_rng([seed, 0]))
    found = (_made(world, number, np.random.default_rng([seed, 1, number])) for number in range(given.happenings))
    return tuple(each for each in found if each is not None)


def _world(given: Assumptions, random: np.random.Generator) -> _World:
    kinds: tuple[tuple[str, int, float, Range, dict[str, bool]], ...] = (
        ("neutral", 8, 0.06, given.neutral, {}),
        ("eyewitness", 4, 0.05, given.eyewitness, {"there": True, "lasting": False}),
        ("outlet", 10, 0.025, given.outlet, {"outlet": True}),
        ("somebody", 4, 0.08, given.unnamed, {"named": False, "lasting": False}),
        ("resident", 3, 0.05, given.unnamed_there, {"named": False, "there": True, "lasting": False}),
    )
    voices = [
        _Voice(f"{name} {number}", covers, random.uniform(*accuracy), **marks)
        for name, count, covers, accuracy, marks in kinds
        for number in range(count)
    ]
    parties = tuple(_party(side, given, random) for side in _SIDES)
    shares = 1 / np.arange(1, _FAMILIES + 1)
    return _World(given, parties, tuple(voices), tuple(np.cumsum(shares / shares.sum()).tolist()))


def _party(side: str, given: Assumptions, random: np.random.Generator) -> _Party:
    def drawn(of: Range) -> float:
        return float(random.uniform(*of))

    tells = {
        Interest.IN_FAVOUR: (drawn(given.tells_own), drawn(given.invents)),
        Interest.AGAINST: (drawn(given.admits), given.concedes),
        Interest.NEUTRAL: (drawn(given.plain_tells_true), drawn(given.plain_tells_false)),
    }
    denies = {
        Interest.IN_FAVOUR: (given.disowns_true, drawn(given.disowns_false)),
        Interest.AGAINST: (drawn(given.denies_true), drawn(given.denies_false)),
        Interest.NEUTRAL: (drawn(given.plain_denies_true), drawn(given.plain_denies_false)),
    }
    return _Party(side, tells, denies)


def _made(world: _World, number: int, random: np.random.Generator) -> Made | None:
    """The claim that a happening gives rise to; None where nobody tells it."""
    given = world.given
    dice = random.random((len(world.voices) + len(_SIDES) * _PARTY_VOICES + 2, _DICE)).tolist()
    whole, more = dice[-1], dice[-2]
    added = whole[0] < given.added
    true = whole[1] < (given.added_true if added else given.base_rate)
    event = _EVENTS[bisect_right(_EVENTS_UP_TO, whole[2])]
    what = (event, *(_SIDES if whole[3] < 0.5 else _SIDES[::-1]))
    found = observed(true, event, _day(number), given.evidence, given.errors, random)
    if added:
        said = [_Said("", Stance.TELLS, _Voice("a rewrite", 1, 0.5, outlet=True, lasting=False), more)]
    else:
        attention = 2 * whole[5]
        seen = list(_observers(world, true, attention, whole[4], dice))
        said = [*_parties(world, true, what, any(each.stance is Stance.TELLS for each in seen), dice), *seen]
    read = [_read(each, given) for each in said]
    teller = next((each for each in read if each.stance is Stance.TELLS), None)
    if teller is None:
        return None
    if whole[6] < (given.retracts_true if true else given.retracts_false):
        read.append(replace(teller, stance=Stance.RETRACTS))
    witnesses, papers = _traced(world, read, what, random)
    rival = whole[7] < (given.another_figure_true if true else given.another_figure_false)
    rivals = ("another claim",) if rival else ()
    facts = replace(_facts(f"claim {number}", witnesses, papers, event), added=added, rivals=rivals, evidence=found)
    whos = tuple(each.who for each in read) + ("",) * (len(witnesses) - len(read))
    return Made(true, _day(number), facts, whos, papers)


def _day(number: int) -> date:
    return _START + timedelta(days=number // _PER_DAY)


def _parties(
    world: _World, true: bool, what: tuple[str, str, str], told: bool, dice: Sequence[list[float]]
) -> Iterator[_Said]:
    """What the sides say, the doer first; what somebody has told they answer. A side has one voice or more."""
    rows = iter(dice[len(world.voices) :])
    for party in sorted(world.parties, key=lambda each: what.index(each.side)):
        own = [next(rows) for _ in range(_PARTY_VOICES)]
        interest = interest_of(party.side, *what)
        stance = None
        if own[0][0] < party.tells[interest][not true]:
            stance = Stance.TELLS
        elif told and own[0][1] < party.denies[interest][not true]:
            stance = Stance.DENIES
        if stance is None:
            continue
        told = told or stance is Stance.TELLS
        for number, row in enumerate(own):
            if number == 0 or row[2] < world.given.side_repeats:
                name = f"voice {number} of {party.side}"
                yield _Said(name, stance, _Voice(name, 1, 1), row, party.side)


def _observers(
    world: _World, true: bool, attention: float, shared: float, dice: Sequence[list[float]]
) -> Iterator[_Said]:
    """What those say who belong to no side. Those who err together err where the dice they share say so."""
    given = world.given
    for voice, row in zip(world.voices, dice, strict=False):
        if row[0] >= voice.covers * attention:
            continue
        right = (shared if row[1] < given.together else row[2]) < voice.accuracy
        who = voice.name if voice.lasting else ""
        if right == true:
            stance = Stance.DOUBTS if row[4] < given.wary else Stance.TELLS
            yield _Said(who, stance, voice, row)
        elif row[3] >= given.silent:
            yield _Said(who, Stance.DOUBTS if row[4] < given.doubts else Stance.DENIES, voice, row)


def _read(said: _Said, given: Assumptions) -> _Said:
    """What a reader makes of it: now and then the reverse, or the word of the other party."""
    flipped = {Stance.TELLS: Stance.DENIES, Stance.DENIES: Stance.TELLS}
    if said.dice[5] < given.misread and said.stance in flipped:
        said = replace(said, stance=flipped[said.stance])
    if said.side is not None and said.dice[6] < given.misheard:
        other = _SIDES[1 - _SIDES.index(said.side)]
        said = replace(said, side=other, who=said.who.replace(f"of {said.side}", f"of {other}"))
    return said


def _traced(
    world: _World, read: Sequence[_Said], what: tuple[str, str, str], random: np.random.Generator
) -> tuple[tuple[Witness, ...], tuple[Paper, ...]]:
    """The witnesses as tracing finds them, those in `read` first, and every document."""
    given = world.given
    witnesses, mistaken, papers = [], [], []
    for number, said in enumerate(read):
        first, many = random.random(2).tolist()
        witnesses.append(_witness(said, number, what, sure=said.dice[7] >= given.unsure))
        if said.stance not in (Stance.TELLS, Stance.DENIES):
            continue
        tells = said.stance is Stance.TELLS
        mean = given.copies[said.side is None] if tells else 1.0
        copies = min(_MOST_COPIES, int(math.log(1 - many) / math.log(mean / (1 + mean))))
        papers.append(Paper(tells, _family(world, first)))
        for copy, (family, taken, surely) in enumerate(random.random((copies, 3)).tolist()):
            papers.append(Paper(tells, _family(world, family)))
            if tells and taken < given.mistaken:
                mistaken.append(
                    Witness(
                        f"copy {copy} of {number}",
                        f"document {number}.{copy}",
                        Stance.TELLS,
                        outlet=True,
                        sure=surely < given.mistaken_surely,
                    )
                )
    return (*witnesses, *mistaken), tuple(papers)


def _family(world: _World, dice: float) -> int:
    return min(_FAMILIES - 1, bisect_right(world.families, dice))


def _witness(said: _Said, number: int, what: tuple[str, str, str], *, sure: bool) -> Witness:
    """As the pipeline has it: who answers a claim is never marked as an outlet, and is not doubted to be one."""
    tells = said.stance is Stance.TELLS
    return Witness(
        said.who or f"{said.voice.name}, {number}",
        f"document {number}",
        said.stance,
        said.side,
        interest_of(said.side, *what),
        said.voice.named,
        said.voice.there,
        said.voice.outlet and tells,
        sure or not tells,
    )


def _facts(claim: str, witnesses: tuple[Witness, ...], papers: tuple[Paper, ...], event: str) -> Facts:
    told = [each for each in witnesses if each.stance is Stance.TELLS]
    sides = {each.side for each in told if each.side is not None}
    by = ToldBy.BOTH_PARTIES if len(sides) > 1 else ToldBy.ONE_PARTY if sides else ToldBy.NOBODY
    if by is ToldBy.NOBODY and any(each.there for each in told):
        by = ToldBy.WITNESS
    documents = sum(each.tells for each in papers)
    sure = sum(each.sure for each in told)
    return Facts(claim, documents, max(1, sure), len(told), witnesses, (), by, event=event)
