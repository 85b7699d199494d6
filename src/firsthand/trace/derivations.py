"""Which document comes from which: for everything that a document tells, the nearest it can have it from.

    sheets → candidates → ties (the rules) → direction → the nearest for each statement

Of those that a statement may come from, the one counts to which most ties it. What a document has from another that
has it from a third is told of the first step only.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from firsthand.claims import Claim, Derivation, Paper, Told
from firsthand.kinds import DerivationKind
from firsthand.model import Span
from firsthand.trace.candidates import candidates, shares_of
from firsthand.trace.citing import contrary
from firsthand.trace.copies import Copy
from firsthand.trace.lands import lands_of
from firsthand.trace.likeness import Weights
from firsthand.trace.names import Names
from firsthand.trace.sheets import Sheet
from firsthand.trace.speakers import Terms, bodies_of
from firsthand.trace.ties import MARKS, Found, Pair, Shared, found_in, rewriting

__all__ = ["LEAST_SURE", "derivations"]

LEAST_SURE = 0.4
"""How surely, all ties together, one document must come from another to be told of."""
_AS_SURE = 1  # digits to which the logarithms of the doubt in two are compared: of those alike the earlier counts
_SUREST = math.nextafter(1.0, 0.0)  # the surest of which doubt has a logarithm
_ROUNDS = 12  # in which documents that lead back to where they come from are given the next nearest
_NEARLY = 0.3  # likeness of two sentences that tell near claims from which on they may be one
_SAYS_ENOUGH = 0.3  # a tie that names the kind of a derivation
_REWRITTEN = rewriting.__name__


@dataclass(frozen=True, slots=True)
class _Step:
    """That one document may come from another, and what says so."""

    here: Sheet
    there: Sheet
    found: tuple[Found, ...]
    shared: tuple[Shared, ...]

    def sure(self, claim: str = "", told: Told | None = None) -> float:
        """How surely: by what ties the documents as wholes, and by what speaks for this telling of a claim."""
        doubt = 1.0
        for each in self.found:
            if not each.tellings or any(telling[:2] == (claim, told) for telling in each.tellings):
                doubt *= 1 - each.tie.score
        return 1 - doubt

    @property
    def network(self) -> bool:
        return any(each.kind is DerivationKind.NETWORK for each in self.found)

    @property
    def marks(self) -> float:
        return max((each.tie.score for each in self.found if each.tie.rule in MARKS), default=0.0)


def derivations(
    papers: Sequence[Paper], claims: Sequence[Claim], same_words: Sequence[Copy], terms: Terms
) -> Iterator[Derivation]:
    """Every derivation among the papers, ordered by the keys of taker and taken.

    Args:
        claims: the claims they tell, over their statements.
        same_words: pairs of papers, by their places, of which one holds words of the other (see `copies`).
        terms: what a text in a language says, as terms that are the same in every language.
    """
    names = Names({paper.source.id: paper.source for paper in papers if paper.source}.values())
    bodies = bodies_of(papers, terms)
    lands = lands_of(papers, terms)
    ordered = [Sheet(paper, names, bodies, terms, lands) for paper in papers]
    sheets = {sheet.key: sheet for sheet in ordered}
    for claim in sorted(claims, key=lambda each: each.id):
        for told in claim.tellings:
            if told.document in sheets:
                sheets[told.document].claims.setdefault(claim.id, []).append(told)
    pairs, shares = candidates(sheets, claims, shares_of(ordered, same_words))
    near = {claim.id: claim.near for claim in claims}
    weights = Weights(sheets[key] for key in _compared(pairs, sheets))
    tellers = {claim.id: _texts(claim, sheets) for claim in claims}
    steps = defaultdict[str, list[_Step]](list)
    for one, other in sorted(pairs):
        step = _directed(sheets[one], sheets[other], weights, shares.get((one, other), (0.0, 0.0)), tellers, near)
        if step is not None:
            steps[step.here.key].append(step)
    yield from sorted(_chosen(steps, sheets), key=lambda each: (each.taker, each.taken))


def _chosen(steps: Mapping[str, list[_Step]], sheets: Mapping[str, Sheet]) -> Iterable[Derivation]:
    """The nearest of each document. Who would have it from what comes from himself has it from the next."""
    left = dict(steps)
    found = {key: list(_nearest(left[key])) for key in sorted(left)}
    for _ in range(_ROUNDS):
        every = [each for key in sorted(found) for each in found[key]]
        kept = set(_without_circles(every, sheets))
        circling = [each for each in every if each not in kept]
        if not circling:
            break
        for each in circling:
            left[each.taker] = [step for step in left[each.taker] if step.there.key != each.taken]
        for key in {each.taker for each in circling}:
            found[key] = list(_nearest(left[key])) if left[key] else []
    return _without_circles([each for key in sorted(found) for each in found[key]], sheets)


def _compared(pairs: Iterable[tuple[str, str]], sheets: Mapping[str, Sheet]) -> list[str]:
    """Documents that stand beside another text: what is rare among them does not change with one more copy."""
    return sorted({key for pair in pairs if len({sheets[each].text for each in pair}) > 1 for key in pair})


def _texts(claim: Claim, sheets: Mapping[str, Sheet]) -> int:
    """How many texts tell a claim; one that was copied counts once."""
    return len({sheets[told.document].text for told in claim.tellings if told.document in sheets})


def _directed(
    one: Sheet,
    other: Sheet,
    weights: Weights,
    shares: tuple[float, float],
    tellers: Mapping[str, int],
    near: Mapping[str, Sequence[str]],
) -> _Step | None:
    """The step between two documents: the earlier was taken from; where time does not tell, marks and losses do."""
    forth = Pair(one, other, weights, _shared(one, other, near, weights), *shares, tellers)
    back = Pair(other, one, weights, _shared(other, one, near, weights), shares[1], shares[0], tellers)
    if other.when.before(one.when):
        return _step(forth)
    if one.when.before(other.when):
        return _step(back)
    return max(filter(None, map(_step, (forth, back))), key=_says_direction, default=None)


def _says_direction(step: _Step) -> tuple[object, ...]:
    """What speaks for a direction, the weightiest first: the taker names the taken; that is a body's own channel; the
    taker bears no date; it has lost words of it, or its voices; and else it is the one whose key comes later."""
    here, there = step.here, step.there
    return (
        round(step.marks, _AS_SURE),
        there.speaks_for_itself and not here.speaks_for_itself,
        there.when.known and not here.when.known,
        here.order[0] >= there.order[0],
        _voices(there) - _voices(here),
        _words(there) - _words(here),
        here.key,
    )


def _words(sheet: Sheet) -> int:
    """How many words a text has: not characters, or who has the longer name would be the one that was taken from."""
    return len(sheet.text.split())


def _voices(sheet: Sheet) -> int:
    """How many statements are somebody's word."""
    return sum(len(each.chain) > 1 for each in sheet.paper.report.statements)


def _shared(here: Sheet, there: Sheet, near: Mapping[str, Sequence[str]], weights: Weights) -> tuple[Shared, ...]:
    """The tellings of one claim in both, but for those of which one takes back what the other does not. A claim that
    the other does not tell has the likest telling of a claim near to it, if any is like enough."""
    pairs = [
        (claim, told, taken)
        for claim, told in here.told()
        for taken in there.claims.get(claim) or _likest(here, told, there, near.get(claim, ()), weights)
    ]
    return tuple(each for each in pairs if not contrary(here, each[1], there, each[2]))


def _likest(here: Sheet, told: Told, there: Sheet, claims: Sequence[str], weights: Weights) -> Sequence[Told]:
    """Of all tellings of some claims in a document the one whose sentence is most like that of `told`."""
    taken = [each for claim in claims for each in there.claims.get(claim, ())]
    if not taken:
        return ()
    own = here.line(here.around(told)).terms
    likeness, best = max((weights.likeness(own, there.line(there.around(each)).terms), each) for each in taken)
    return (best,) if likeness >= _NEARLY else ()


def _step(pair: Pair) -> _Step | None:
    found = found_in(pair)
    return _Step(pair.here, pair.there, found, pair.shared) if found else None


def _nearest(steps: Sequence[_Step]) -> Iterator[Derivation]:
    """The derivations of one document: for each of its statements from where it most surely has it."""
    here = steps[0].here
    of_step: dict[str, list[tuple[Told, Told]]] = {}
    by_key = {step.there.key: step for step in steps}
    for claim, told in here.told():
        best = _best(
            (step, step.sure(claim, told)) for step in steps if any(each[:2] == (claim, told) for each in step.shared)
        )
        if best is not None:
            taken = next(each[2] for each in best.shared if each[:2] == (claim, told))
            of_step.setdefault(best.there.key, []).append((told, taken))
    whole = _best((step, step.sure()) for step in steps)
    if whole is not None and not any(by_key[key].sure() >= LEAST_SURE for key in of_step):
        of_step.setdefault(whole.there.key, [])
    for step in _quoted_elsewhere(steps, of_step):
        of_step.setdefault(step.there.key, [])
    for step, (_, told, taken) in _cited_elsewhere(steps, of_step):
        of_step.setdefault(step.there.key, []).append((told, taken))
    for key, tellings in sorted(of_step.items()):
        yield _derivation(by_key[key], tuple(sorted(tellings)))


def _quoted_elsewhere(steps: Sequence[_Step], chosen: Collection[str]) -> Iterator[_Step]:
    """For each quotation that none of those chosen has: from where it most surely is."""
    quoting = defaultdict[tuple[Span, ...], list[_Step]](list)
    for step in steps:
        for here in {each.tie.here for each in step.found if each.kind is DerivationKind.QUOTE}:
            quoting[here].append(step)
    for _, having in sorted(quoting.items()):
        if not any(step.there.key in chosen for step in having):
            best = _best((step, step.sure()) for step in having)
            if best is not None:
                yield best


def _cited_elsewhere(steps: Sequence[_Step], chosen: Collection[str]) -> Iterator[tuple[_Step, Shared]]:
    """For each mention of a source whose documents were not chosen: from where it most surely is. What one of those
    chosen tells, and is told after as a whole, comes from there."""
    whole = {
        claim for step in steps if step.there.key in chosen and step.sure() >= LEAST_SURE for claim, _, _ in step.shared
    }
    citing = defaultdict[tuple[Span, ...], list[tuple[_Step, Shared]]](list)
    for step in steps:
        for each in step.found:
            if each.tie.rule in MARKS and each.tellings and each.tellings[0][0] not in whole:
                citing[each.tie.here].append((step, each.tellings[0]))
    for _, having in sorted(citing.items()):
        if not any(step.there.key in chosen for step, _ in having):
            best = _best((step, step.sure(*shared[:2])) for step, shared in having)
            if best is not None:
                yield next((step, shared) for step, shared in having if step is best)


def _best(steps: Iterable[tuple[_Step, float]]) -> _Step | None:
    """The surest; of those that are as sure, and of a network's sites, the earliest."""
    sure = [(round(-math.log1p(-min(value, _SUREST)), _AS_SURE), step) for step, value in steps if value >= LEAST_SURE]
    best = min(sure, key=lambda each: (-each[0], each[1].there.order), default=(0.0, None))[1]
    if best is None or not best.network:
        return best
    return min((step for _, step in sure if step.network), key=lambda step: step.there.order)


def _derivation(step: _Step, tellings: tuple[tuple[Told, Told], ...]) -> Derivation:
    own = {told for told, _ in tellings}
    found = [each for each in step.found if not each.tellings or own & {telling[1] for telling in each.tellings}]
    ties = tuple(dict.fromkeys(each.tie for each in found))
    return Derivation(step.here.key, step.there.key, _kind(found), ties, tellings)


def _kind(found: Sequence[Found]) -> DerivationKind:
    """What says most, of what says enough. What bears a mark is a rewrite only where much of it stands in the other."""
    saying = [each for each in found if each.tie.score >= _SAYS_ENOUGH] or found
    if any(each.tie.rule in MARKS for each in saying):
        saying = [each for each in saying if each.kind is not DerivationKind.REWRITE or each.tie.rule == _REWRITTEN]
    return min((each.kind for each in saying), key=list(DerivationKind).index)


def _without_circles(chosen: Iterable[Derivation], sheets: Mapping[str, Sheet]) -> Iterator[Derivation]:
    """Without those that would lead back to where they come from. Those of which time tells the direction make no
    circle and stand; of the others the least sure are left out."""
    chosen = list(chosen)
    timed = {each: sheets[each.taken].when.before(sheets[each.taker].when) for each in chosen}
    taken_by = defaultdict[str, set[str]](set)
    for each in sorted(chosen, key=lambda each: (not timed[each], -each.score, each.taker, each.taken)):
        if timed[each] or not _leads(taken_by, each.taken, each.taker):
            taken_by[each.taker].add(each.taken)
            yield each


def _leads(taken_by: Mapping[str, set[str]], start: str, end: str) -> bool:
    waiting, seen = [start], {start}
    while waiting:
        for key in taken_by.get(waiting.pop(), ()):
            if key == end:
                return True
            if key not in seen:
                seen.add(key)
                waiting.append(key)
    return False
