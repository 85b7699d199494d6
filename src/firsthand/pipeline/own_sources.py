"""The table of sources that holds for a case: the user's own, if there is one, laid over the package's."""

from __future__ import annotations

from firsthand.collect.sources import Own, Table, built_in, laid_over
from firsthand.store import Case
from firsthand.store.own_sources import keep_own_sources, own_sources

__all__ = ["own_of", "table_of", "use_own"]


def own_of(case: Case) -> Own | None:
    """The user's own table, as the case remembers it."""
    kept = own_sources(case)
    return Own(*kept) if kept else None


def table_of(case: Case) -> Table:
    """The table that holds for the case.

    Raises:
        TableError: the case's own one does not fit this version of the package.
    """
    own = own_of(case)
    return laid_over(own) if own else built_in()


def use_own(case: Case, own: Own | None) -> None:
    """Let another table hold for the case from now on, or with None the package's alone.

    Sources that the case has met already are told anew by it; which capture is of which source is not changed.

    Raises:
        TableError: it does not fit.
        CaseError: the case cannot be written.
    """
    if own != own_of(case):
        table = laid_over(own) if own else built_in()
        keep_own_sources(case, (own.name, own.text) if own else None, table.sources)
