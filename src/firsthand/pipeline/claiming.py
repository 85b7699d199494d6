"""From the documents of a case to its claims: what is told, by whom first, who only repeats it, and what changed.

    papers → tellings → index of links → claims → copies → derivations → origins, drift → accounts

All of it hangs on the documents and the decisions that stand, and on nothing else: not on the order in which documents
came in, and not on earlier runs. The index and the accounts are kept beside the case; both may be deleted.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from hashlib import blake2b

from firsthand.claims import Account, Claim, Paper, Telling
from firsthand.errors import CaseBusy, CaseError
from firsthand.link.explained import holding, waterfall
from firsthand.link.index import Index
from firsthand.link.tellings import tellings_of
from firsthand.link.terms import terms_of
from firsthand.link.weights import Weights
from firsthand.pipeline.accounts import accounts_of
from firsthand.pipeline.joining import joined
from firsthand.pipeline.own_sources import own_of
from firsthand.pipeline.papers import Papers, first_seen, papers_of, readings_of
from firsthand.pipeline.version import joiner_version
from firsthand.pipeline.weighing import weights_of
from firsthand.store import Case
from firsthand.store.accounts import keep_accounts, kept_accounts
from firsthand.store.decisions import Decision, decisions
from firsthand.store.own_weights import own_weights
from firsthand.trace.copies import copies
from firsthand.trace.derivations import derivations
from firsthand.trace.drift import drifts_of
from firsthand.trace.origins import origins_of
from firsthand.trace.prints import fingerprints
from firsthand.trace.speakers import bodies_of

__all__ = ["LINKS", "CaseClaims", "accounted", "claims_from", "claims_of", "explained"]

LINKS = "links.duckdb"
"""The file of the index in the folder of a case."""

_TOLD = 100  # documents after which progress is told again

Progress = Callable[[str, int], None]
"""Called with what is counted, and how many there are so far."""


@dataclass(frozen=True, slots=True)
class CaseClaims:
    """The claims of an open case, with its documents by their keys."""

    accounts: tuple[Account, ...]
    papers: Mapping[str, Paper]


def claims_of(case: Case, progress: Progress = lambda what, count: None) -> CaseClaims:
    """Every claim of a case with all that is known of it; worked out where that was not done for its present state.

    Args:
        progress: told of what was read ("documents") and brought together ("claims").

    Raises:
        TableError: the case's own table of sources does not fit this version of the package.
    """
    with case.snapshot():
        readings, decided = readings_of(case), decisions(case)
        state = _state(case, readings, decided)
        accounts = kept_accounts(case.folder, state)
        papers = Papers(case, readings)
        if accounts is None:
            every = {paper.key: paper for paper in _counted(papers_of(case, readings), progress)}
            with _index(case, readings, every) as index:
                claims = joined(index, every, decided)
            progress("claims", len(claims))
            accounts = accounted(every, claims)
            keep_accounts(case.folder, state, accounts)
    return CaseClaims(accounts, papers)


def explained(case: Case, account: Account) -> Account:
    """The account with the links that hold the tellings of its claim together, each taken apart."""
    with case.snapshot():
        readings, weights = readings_of(case), weights_of(case)
        with _index(case, readings, Papers(case, readings)) as index:
            size = index.size
            links = [waterfall(link, weights, size) for link in holding(index.links(account.claim.tellings))]
    return replace(account, claim=replace(account.claim, links=tuple(links)))


def claims_from(
    papers: Mapping[str, Paper], decided: Iterable[Decision] = (), weights: Weights | None = None
) -> tuple[Claim, ...]:
    """What documents tell, as claims: tellings about one happening, and what a person decided of them."""
    with Index.open(None, "", weights) as index:
        index.update((key, "", list(tellings_of(papers[key]))) for key in sorted(papers))
        return joined(index, papers, decided)


def accounted(papers: Mapping[str, Paper], claims: Sequence[Claim]) -> tuple[Account, ...]:
    """The claims with whom they start, who has them from whom, and what changed on the way."""
    ordered = [papers[key] for key in sorted(papers)]
    prints = list(fingerprints(paper.report.document.text for paper in ordered))
    outlets = [paper.source.id if paper.source else paper.key for paper in ordered]
    derived = tuple(derivations(ordered, claims, tuple(copies(prints, outlets)), terms_of))
    origins = origins_of(claims, papers, derived, terms_of)
    drift = drifts_of(derived, papers, claims, terms_of)
    return tuple(accounts_of(claims, papers, origins, derived, drift, bodies_of(ordered, terms_of), terms_of))


def _state(case: Case, readings: Mapping[str, int], decided: Iterable[Decision]) -> str:
    """All that claims hang on, as a hash: what was read, whose it is, what was decided, and what joins it."""
    own = own_of(case)
    parts = (
        joiner_version(),
        sorted(readings.items()),
        sorted(first_seen(case).items()),
        [(each.kind, each.one, each.one_words, each.other, each.other_words) for each in decided if not each.undone],
        own and (own.name, own.text),
        own_weights(case),
    )
    return _hash(repr(parts))


def _hash(text: str) -> str:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


@contextmanager
def _index(case: Case, readings: Mapping[str, int], papers: Mapping[str, Paper]) -> Iterator[Index]:
    """The index of a case, brought up to date by what has changed; the one beside the case where it can be had."""
    weights = weights_of(case)
    with closing(_opened(case, weights)) as index:
        held = index.held()
        changed = [key for key, reading in readings.items() if held.get(key) != str(reading)]
        removed = held.keys() - readings.keys()
        if changed or removed:
            index.update(_told(changed, readings, papers), removed)
        yield index


def _told(
    keys: Iterable[str], readings: Mapping[str, int], papers: Mapping[str, Paper]
) -> Iterator[tuple[str, str, Sequence[Telling]]]:
    for key in keys:
        yield key, str(readings[key]), list(tellings_of(papers[key]))


def _opened(case: Case, weights: Weights) -> Index:
    """The index in the folder of the case; where it cannot be written, or another process has it, one in memory."""
    stamp = _hash(joiner_version() + (own_weights(case) or ""))
    if os.access(case.folder, os.W_OK):
        try:
            return Index.open(case.folder / LINKS, stamp, weights)
        except (CaseBusy, CaseError):
            pass
    return Index.open(None, stamp, weights)


def _counted(papers: Iterable[Paper], progress: Progress) -> Iterator[Paper]:
    for count, paper in enumerate(papers, 1):
        yield paper
        if count % _TOLD == 0:
            progress("documents", count)
