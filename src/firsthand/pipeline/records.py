"""The track records of a case, for a person to look at: what became of the claims of each voice, and of each source.

Voices are weighed by their records. Of sources only what they tell in their own voice is shown; it is not weighed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import quantiles

from firsthand.claims import Paper, Told
from firsthand.kinds import Outcome, VoiceKind
from firsthand.pipeline.assessing import Weighing, resolved_of
from firsthand.pipeline.claiming import CaseClaims
from firsthand.weigh.track_record import Resolved, interval_of

__all__ = ["History", "as_decided", "grouped", "histories_of", "resolved_in"]

_FEW = 2
"""Claims with a day on which they were shown, below which nothing is said of most of them."""


@dataclass(frozen=True, slots=True)
class History:
    """What became of the claims of one kind that a voice made, or that a source told; `kind` is "" for all kinds.

    `share` is how many of those resolved were borne out, from and to (80 %). `early` are the days between the claim and
    what was first shown of it: the earliest tenth, the middle and the latest tenth; above 0 where the claim came first.
    """

    who: str
    name: str
    is_source: bool
    kind: str
    claims: tuple[Resolved, ...]

    def those(self, outcome: Outcome) -> tuple[Resolved, ...]:
        return tuple(each for each in self.claims if each.outcome is outcome)

    @property
    def resolved(self) -> int:
        return sum(each.outcome is not Outcome.OPEN for each in self.claims)

    @property
    def share(self) -> tuple[float, float]:
        return interval_of(len(self.those(Outcome.BORNE_OUT)), self.resolved)

    @property
    def early(self) -> tuple[float, float, float] | None:
        days = [(each.observed - each.made).days for each in self.claims if each.observed is not None]
        if len(days) < _FEW:
            return (float(days[0]),) * 3 if days else None
        tenths = quantiles(days, n=10, method="inclusive")
        return tenths[0], tenths[4], tenths[8]


def histories_of(
    found: CaseClaims, weighed: Sequence[Weighing], decided: Mapping[str, Outcome] | None = None
) -> tuple[History, ...]:
    """Every voice and every source with what became of its claims, those with most that was resolved first."""
    resolved, told = (as_decided(each, decided or {}) for each in resolved_in(found, weighed))
    names = {root.who: root.voice for account in reversed(found.accounts) for root in account.origins.roots}
    return grouped(resolved, names, is_source=False, also=grouped(told, _sources(found.papers), is_source=True))


def resolved_in(found: CaseClaims, weighed: Sequence[Weighing]) -> tuple[tuple[Resolved, ...], tuple[Resolved, ...]]:
    """What became of each claim as evidence alone says: by the voices that made it, and by the sources that tell it."""
    matters = {each.account.claim.id: each.matter for each in weighed}
    evidence = {each.account.claim.id: each.facts.evidence for each in weighed}
    resolved = tuple(resolved_of(found.accounts, found.papers, matters, evidence, {}))
    return resolved, tuple(_told_by_sources(found, resolved))


def as_decided(resolved: Iterable[Resolved], decided: Mapping[str, Outcome]) -> list[Resolved]:
    """The same with what analysts concluded became of claims (by id), which goes before what evidence says."""
    return [replace(each, outcome=decided.get(each.claim, each.outcome)) for each in resolved]


def _told_by_sources(found: CaseClaims, resolved: Sequence[Resolved]) -> Iterator[Resolved]:
    """The same claims by the sources that tell them in their own voice: who gives somebody's word claims nothing."""
    known = {each.claim: each for each in resolved}
    for account in found.accounts:
        one = known.get(account.claim.id)
        answers = {each.told for each in account.claim.answers}
        own = (each for each in account.claim.tellings if each not in answers)
        for source in dict.fromkeys(source for each in own if (source := _own_source(each, found.papers))):
            if one is not None:
                yield replace(one, who=source)


def _own_source(told: Told, papers: Mapping[str, Paper]) -> str | None:
    """The source that tells it in its own voice; None where it gives somebody's word, or the source is not known."""
    paper = papers.get(told.document)
    statement = told.statement(paper) if paper is not None else None
    if paper is None or paper.source is None or statement is None:
        return None
    return paper.source.id if statement.voice.kind is VoiceKind.OUTLET else None


def _sources(papers: Mapping[str, Paper]) -> dict[str, str]:
    found = (papers[key].source for key in papers)
    return {source.id: source.name for source in found if source is not None}


def grouped(
    resolved: Iterable[Resolved], names: Mapping[str, str], *, is_source: bool, also: Iterable[History] = ()
) -> tuple[History, ...]:
    """What became of claims by who made them, all kinds together and each by itself, most that was resolved first."""
    groups: dict[tuple[str, str], list[Resolved]] = {}
    for each in resolved:
        for kind in dict.fromkeys(("", each.kind)):
            groups.setdefault((each.who, kind), []).append(each)
    found = [
        History(who, names.get(who, who), is_source, kind, tuple(sorted(own, key=lambda each: (each.made, each.claim))))
        for (who, kind), own in groups.items()
    ]
    return tuple(sorted((*found, *also), key=lambda each: (-each.resolved, each.is_source, each.who, each.kind)))
