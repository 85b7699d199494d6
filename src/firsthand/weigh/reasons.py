"""The reasons that make a claim more or less likely, in the order in which a person reads them.

Each rule is a function of the facts that gives weights from the one table. Documents are never counted: only origins
are, each once. Of one kind of evidence what says most for the claim counts, and what says most against it: two maps of
one front line are not two observations.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from firsthand.assessments import Facts, Weight, Witness
from firsthand.evidence import Evidence
from firsthand.kinds import Interest, Stance, Verdict
from firsthand.weigh.track_record import with_record
from firsthand.weigh.weights import Weights

__all__ = ["REASONS", "own_retraction", "waterfall_of"]

_UNSURE = 0.5
"""How much of its weight an origin has that may be a repetition of another, and each further one of the one before."""


def where_it_starts(facts: Facts, weights: Weights) -> Iterator[Weight]:
    """Before anything is known of it a claim is as likely as not."""
    yield weights.weight("start")


def who_says_it(facts: Facts, weights: Weights) -> Iterator[Weight]:
    """Each independent origin once, by who it is, what the claim is to its side, and what became of its earlier claims.

    Of a side the voice that says most counts, and the others together a little. An origin that may be a repetition of
    another counts by half, the next such by half of that, and so on: however many they are, all of them may be one, and
    together they never weigh as much as one that is sure. Who was often wrong takes nothing away from what others say.
    """
    told = [each for each in facts.witnesses if each.stance is Stance.TELLS]
    found = [(each, _telling(each, weights)) for each in told]
    found.sort(key=lambda each: (-each[1].bits, not each[0].sure, each[0].voice, each[0].document))
    again: dict[str, list[Witness]] = {}
    unsure = 0
    for number, (witness, weight) in enumerate(found):
        if witness.side is not None and witness.side in again:
            again[witness.side].append(witness)
            continue
        if witness.side is not None:
            again[witness.side] = []
        share = 1.0 if witness.sure else _UNSURE**unsure
        unsure += not witness.sure
        yield _less(weight, share) if number == 0 or weight.bits >= 0 else _taking_nothing(weight)
    for others in filter(None, again.values()):
        yield _same_side(others, weights)


def what_was_added(facts: Facts, weights: Weights) -> Iterator[Weight]:
    """What stands nowhere but in a rewrite was most often made up for it."""
    if facts.added:
        yield weights.weight("added_in_a_rewrite")


def who_denies_it(facts: Facts, weights: Weights) -> Iterator[Weight]:
    """Each who denies it once, by who it is and what the claim is to its side; of one side only the strongest.

    Who is of no side weighs against a claim as it would for it, so that where all are equal the most decide.
    """
    denied = [each for each in facts.witnesses if each.stance is Stance.DENIES]
    weighed = [(each, _denying(each, weights)) for each in denied]
    sides: set[str] = set()
    for witness, weight in sorted(weighed, key=lambda each: (each[1].bits, each[0].voice, each[0].document)):
        if witness.side is None or witness.side not in sides:
            yield weight
        sides |= {witness.side} if witness.side is not None else set()


def who_doubts_it(facts: Facts, weights: Weights) -> Iterator[Weight]:
    """That somebody doubts it, once, however many do."""
    doubting = [each.voice for each in facts.witnesses if each.stance is Stance.DOUBTS]
    if doubting:
        yield weights.weight("doubted", f"doubted by {', '.join(sorted(set(doubting)))}")


def who_takes_it_back(facts: Facts, weights: Weights) -> Iterator[Weight]:
    """That it was taken back: by all it started with, or by one of them."""
    for witness in facts.witnesses:
        if witness.stance is Stance.RETRACTS:
            rule = "retracted_by_its_origin" if own_retraction(facts) else "retracted_by_one"
            yield weights.weight(rule, f"{witness.voice} takes it back")
            return


def other_figures(facts: Facts, weights: Weights) -> Iterator[Weight]:
    """That other claims give another figure for the same: not all of them can be true."""
    if facts.rivals:
        yield weights.weight("another_figure", f"{len(facts.rivals)} other claims give another figure for the same")


def what_was_observed(facts: Facts, weights: Weights) -> Iterator[Weight]:
    """Evidence: of each kind what says most for it and what says most against it; the rest is told and adds nothing."""
    found = [(each, _weighed(each, weights)) for each in facts.evidence]
    strongest: set[tuple[str, bool]] = set()
    for evidence, weight in sorted(found, key=lambda each: (each[0].connector, -abs(each[1].bits), each[0].body)):
        key = evidence.connector, weight.bits > 0
        if weight.bits and key in strongest:
            yield Weight(weight.rule, f"{weight.says} (of a kind that has been counted)", 0, 0, 0)
            continue
        strongest.add(key)
        yield weight


REASONS: tuple[Callable[[Facts, Weights], Iterator[Weight]], ...] = (
    where_it_starts,
    who_says_it,
    what_was_added,
    who_denies_it,
    who_doubts_it,
    who_takes_it_back,
    other_figures,
    what_was_observed,
)
"""All rules, in their order."""


def waterfall_of(facts: Facts, weights: Weights) -> tuple[Weight, ...]:
    """Every reason that holds, in the order of the rules."""
    return tuple(weight for reason in REASONS for weight in reason(facts, weights))


def own_retraction(facts: Facts) -> bool:
    """Whether who told it took it back: nobody else is left who tells it surely and was there, or is of another side,
    or is one more of no side than take it back by another name."""
    back = {each.voice: each for each in facts.witnesses if each.stance is Stance.RETRACTS}
    sure = [each for each in facts.witnesses if each.stance is Stance.TELLS and each.sure]
    told = [each for each in sure if each.voice not in back]
    sides = {each.side for each in back.values() if each.side is not None}
    left = any(each.there or (each.side is not None and each.side not in sides) for each in told)
    neutral = sum(each.side is None and each.named and not each.outlet for each in told)
    others = back.keys() - {each.voice for each in sure}
    return bool(back) and not left and neutral <= sum(back[voice].side is None for voice in others)


def _weighed(evidence: Evidence, weights: Weights) -> Weight:
    says = f"{evidence.body}: {evidence.detail}"
    if evidence.verdict is Verdict.SILENT:
        return Weight(evidence.rule, says, 0, 0, 0)
    return weights.weight(evidence.rule, says)


def _telling(witness: Witness, weights: Weights) -> Weight:
    weight = _weight_of(witness, _TELLING, weights)
    return weight if witness.sure else _by_half(weight)


def _denying(witness: Witness, weights: Weights) -> Weight:
    """A party's record says how often what it tells is so, not how often what it denies is not; that of others both."""
    weight = _weight_of(witness, _DENYING, weights, records=False)
    if witness.side is not None or witness.record is None:
        return weight
    return _turned(with_record(_turned(weight), witness.record))


def _turned(weight: Weight) -> Weight:
    return replace(weight, bits=-weight.bits, low=-weight.high, high=-weight.low)


def _same_side(voices: Sequence[Witness], weights: Weights) -> Weight:
    """What further voices of a side add, all together."""
    names = ", ".join(dict.fromkeys(each.voice for each in voices))
    weight = weights.weight("same_side_again", f"{names}, of a side that has been counted")
    return weight if any(each.sure for each in voices) else _by_half(weight)


def _by_half(weight: Weight) -> Weight:
    """The weight of an origin that may be a repetition: at the least it adds nothing."""
    low, high = min(0.0, weight.low), max(0.0, weight.high)
    return replace(
        weight, says=f"{weight.says}, perhaps only repeating", bits=weight.bits * _UNSURE, low=low, high=high
    )


def _less(weight: Weight, share: float) -> Weight:
    """A share of a weight; it may still be all of it, or nothing."""
    low, high = (weight.low, weight.high) if share == 1 else (min(0.0, weight.low), max(0.0, weight.high))
    return replace(weight, bits=weight.bits * share, low=low, high=high)


def _taking_nothing(weight: Weight) -> Weight:
    return replace(weight, bits=0.0, low=min(0.0, weight.low), high=max(0.0, weight.high))


def _party_against(witness: Witness) -> str | None:
    return "admission" if witness.interest is Interest.AGAINST else None


def _party_in_favour(witness: Witness) -> str | None:
    return "party_in_its_favour" if witness.interest is Interest.IN_FAVOUR else None


def _party(witness: Witness) -> str | None:
    return "party_otherwise" if witness.side is not None else None


def _no_name(witness: Witness) -> str | None:
    return None if witness.named or witness.outlet else ("unnamed_there" if witness.there else "unnamed")


def _eyewitness(witness: Witness) -> str | None:
    return "neutral_there" if witness.there else None


def _outlet(witness: Witness) -> str | None:
    return "outlet_alone" if witness.outlet else None


def _neutral(witness: Witness) -> str | None:
    return "neutral_named"


def _denied_by_who_it_harms(witness: Witness) -> str | None:
    return "denied_by_who_it_harms" if witness.interest is Interest.AGAINST else None


def _denied_by_who_it_serves(witness: Witness) -> str | None:
    return "denied_by_who_it_serves" if witness.interest is Interest.IN_FAVOUR else None


def _denied_by_a_party(witness: Witness) -> str | None:
    return "denied_by_a_party" if witness.side is not None else None


def _denied_by_the_unnamed(witness: Witness) -> str | None:
    return None if witness.named else ("denied_by_the_unnamed_there" if witness.there else "denied_by_the_unnamed")


def _denied_by_who_was_there(witness: Witness) -> str | None:
    return "denied_by_who_was_there" if witness.there else None


def _denied_by_an_outlet(witness: Witness) -> str | None:
    return "denied_by_an_outlet" if witness.outlet else None


def _denied_by_a_neutral(witness: Witness) -> str | None:
    return "denied_by_a_neutral"


_TELLING = (_party_against, _party_in_favour, _party, _no_name, _eyewitness, _outlet, _neutral)
"""By what a voice that tells it is weighed; the first that fits."""
_DENYING = (
    _denied_by_who_it_harms,
    _denied_by_who_it_serves,
    _denied_by_a_party,
    _denied_by_the_unnamed,
    _denied_by_who_was_there,
    _denied_by_an_outlet,
    _denied_by_a_neutral,
)
"""By what a voice that denies it is weighed; the first that fits."""


def _weight_of(
    witness: Witness, kinds: tuple[Callable[[Witness], str | None], ...], weights: Weights, *, records: bool = True
) -> Weight:
    rule = next(rule for kind in kinds if (rule := kind(witness)) is not None)
    meaning = weights.weight(rule).says
    weight = weights.weight(rule, f"{witness.voice}: {meaning}")
    return with_record(weight, witness.record) if records else weight
