"""What links weigh in a case: as the package has it, or as the case has learned it from its own documents."""

from __future__ import annotations

from collections.abc import Callable

from firsthand.errors import InputError
from firsthand.link.learning import LEAST_PAIRS, learned
from firsthand.link.linking import link
from firsthand.link.tellings import tellings_of
from firsthand.link.weights import Weights, prior, read_weights, written
from firsthand.pipeline.papers import papers_of
from firsthand.store import Case
from firsthand.store.own_weights import keep_own_weights, own_weights

__all__ = ["forget_weights", "learn_weights", "weights_of"]

_ALL = -1_000.0  # bits: no compared pair is left out


def weights_of(case: Case) -> Weights:
    """The weights that hold for a case.

    Raises:
        TableError: those it learned do not fit the comparisons of this version: they have to be learned anew.
    """
    own = own_weights(case)
    return read_weights(own.splitlines(), "the case's own weights") if own else prior()


def learn_weights(case: Case, progress: Callable[[str, int], None] = lambda what, count: None) -> Weights:
    """Learn from all that the case tells, without anybody marking anything, and keep to it from now on.

    Raises:
        InputError: it tells too little to learn from.
        CaseError: the case cannot be written.
    """
    with case.snapshot():
        tellings = [telling for paper in papers_of(case) for telling in tellings_of(paper)]
    progress("tellings", len(tellings))
    links = link(tellings, prior(), least=_ALL).links
    progress("pairs", len(links.one))
    if len(links.one) < LEAST_PAIRS:
        raise InputError(
            f"The case tells too little to learn from: {len(links.one):,} pairs of tellings have something rare in "
            f"common, and {LEAST_PAIRS:,} are needed. The weights of the package go on holding."
        )
    found = learned(links, prior())
    keep_own_weights(case, "".join(f"{line}\n" for line in written(found)))
    return found


def forget_weights(case: Case) -> None:
    """Let the weights of the package hold again."""
    keep_own_weights(case, None)
