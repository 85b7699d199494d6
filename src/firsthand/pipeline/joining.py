"""Claims from the links of a case: each with its id, its answers, and the claims that it was nearly joined with."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from firsthand.claims import Claim, Paper, Told
from firsthand.kinds import DecisionKind, Mode
from firsthand.link.formulas import formulas, plain
from firsthand.link.index import Index
from firsthand.link.polarity import Said, answers_of
from firsthand.link.tellings import tellings_of
from firsthand.model import Span
from firsthand.store.decisions import Decision, anchored
from firsthand.trace.moments import order_of

__all__ = ["joined"]

_NEAR = 8
"""Claims that are told of as near to another, at most."""
_NEARLY = -1.0
"""Bits of the strongest link between two claims from which on they are near to each other."""

Ends = tuple[Told, Told]


def joined(index: Index, papers: Mapping[str, Paper], decided: Iterable[Decision] = ()) -> tuple[Claim, ...]:
    """The claims of an index that is up to date with these documents, ordered by their ids.

    What an outlet writes under everything is left out; decisions on what is no longer told are passed by.
    """
    pairs = _pairs(decided, papers)
    for _ in index.group(pairs[DecisionKind.SAME], pairs[DecisionKind.DIFFERENT]):
        pass
    order = {key: order_of(paper) for key, paper in papers.items()}
    groups = _told(index.claims(), papers)
    ordered = [sorted(own, key=lambda told: (order[told.document], told)) for own in groups]
    ids = _ids([own[0] for own in ordered], papers)
    near = _near(index, {told: name for name, own in zip(ids, ordered, strict=True) for told in own})
    claims = [_claim(name, own, near.get(name, ()), papers) for name, own in zip(ids, ordered, strict=True)]
    return tuple(sorted(claims, key=lambda claim: claim.id))


def _claim(name: str, tellings: Sequence[Told], near: Sequence[str], papers: Mapping[str, Paper]) -> Claim:
    answers = answers_of([_said(told, papers[told.document]) for told in tellings])
    return Claim(name, tuple(tellings), answers, tuple(near))


def _said(told: Told, paper: Paper) -> Said:
    statement, document = told.statement(paper), paper.report.document
    mode = statement.mode if statement is not None else Mode.ASSERTED
    cue = statement.cue.of(document.text) if statement is not None and statement.cue is not None else ""
    return Said(told, told.span.of(document.text), document.language, mode, cue, paper.denies)


def _ids(first: Sequence[Told], papers: Mapping[str, Paper]) -> list[str]:
    """The id of each claim, from the document and the words of its earliest telling: it stays the same whatever else
    comes in later, and when other parts of the document are edited."""
    named = [(told.document, " ".join(_words(told, papers).split())) for told in first]
    often = Counter(named)
    return [
        _short(f"{document}\n{words}" + (f"\n{told.span.start}" if often[document, words] > 1 else ""))
        for told, (document, words) in zip(first, named, strict=True)
    ]


def _short(text: str) -> str:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def _words(told: Told, papers: Mapping[str, Paper]) -> str:
    return told.span.of(papers[told.document].report.document.text)


def _near(index: Index, names: Mapping[Told, str]) -> dict[str, list[str]]:
    """The claims that each was nearly joined with, the nearest first."""
    found: dict[str, dict[str, float]] = defaultdict(dict)
    for one, other, weight in index.neighbours(_NEARLY):
        here, there = names.get(one), names.get(other)
        if here is not None and there is not None and here != there:
            found[here][there] = found[there][here] = max(weight, found[here].get(there, weight))
    return {name: sorted(own, key=lambda other: (-own[other], other))[:_NEAR] for name, own in found.items()}


# ---------------------------------------------------------------- formulas


def _told(groups: Iterable[Sequence[Told]], papers: Mapping[str, Paper]) -> list[list[Told]]:
    """The groups without what is a formula of its outlet; those of which nothing is left are gone."""
    listed = [list(own) for own in groups]
    wholes = {key: _short(paper.report.document.text) for key, paper in papers.items() if _outlet(paper)}
    found = formulas(
        (*_as_written(told, papers), wholes[told.document]) for own in groups for told in own if told.document in wholes
    )
    left = ([told for told in own if _as_written(told, papers) not in found] for own in listed) if found else listed
    return [own for own in left if own]


def _as_written(told: Told, papers: Mapping[str, Paper]) -> tuple[str, str]:
    return _outlet(papers[told.document]), plain(_words(told, papers))


def _outlet(paper: Paper) -> str:
    return paper.source.id if paper.source else paper.report.document.outlet or ""


# ---------------------------------------------------------------- decisions


@dataclass(frozen=True, slots=True)
class _Spans:
    """What each document tells, looked up once."""

    papers: Mapping[str, Paper]
    known: dict[str, tuple[Told, ...]]

    def told(self, document: str) -> tuple[Told, ...]:
        if document not in self.known:
            self.known[document] = tuple(each.told for each in tellings_of(self.papers[document]))
        return self.known[document]

    def meant(self, told: Told, words: str) -> Told | None:
        """The telling that a decision means: the one with most of its words, where these still stand."""
        paper = self.papers.get(told.document)
        span = anchored(told, words, paper.report.document.text) if paper is not None else None
        if span is None:
            return None
        common = {each: _common(span, each.span) for each in self.told(told.document)}
        best = max(common, key=lambda each: (common[each], -each.span.start), default=None)
        return best if best is not None and common[best] > 0 else None


def _pairs(decided: Iterable[Decision], papers: Mapping[str, Paper]) -> dict[DecisionKind, list[Ends]]:
    """The tellings that a person put together, and apart."""
    spans = _Spans(papers, {})
    found: dict[DecisionKind, list[Ends]] = {kind: [] for kind in DecisionKind}
    for each in decided:
        if each.undone is None:
            one, other = spans.meant(each.one, each.one_words), spans.meant(each.other, each.other_words)
            if one is not None and other is not None and one != other:
                found[each.kind].append((one, other))
    return found


def _common(one: Span, other: Span) -> int:
    return min(one.end, other.end) - max(one.start, other.start)
