"""The claims of a board in the formats of others: nothing is worked out again, so it starts at once."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from firsthand.errors import InputError, TooLarge
from firsthand.pipeline.asking import asked_of
from firsthand.pipeline.deciding import assessment_then
from firsthand.pipeline.differences import differences
from firsthand.pipeline.papers import Papers
from firsthand.pipeline.version import reader_version
from firsthand.show.desk.answers.asking import Pairs, query_in
from firsthand.show.desk.query import find
from firsthand.show.desk.served import Served, Shown
from firsthand.show.export.formats import Done, Format, format_named, write_export, write_material
from firsthand.show.export.material import Chosen, Material, WeighedClaim
from firsthand.show.plain import one_line
from firsthand.store import Case, decisions
from firsthand.store.evidence import bodies_of
from firsthand.store.holdings import standing
from firsthand.store.seen import Seen, seen_captures

__all__ = ["MOST_CLAIMS", "exported", "is_narrowed", "number_of_claims"]

MOST_CLAIMS = {"dossier": 2_000, "pdf": 1_000}
"""Of formats that are read from the first page to the last, so many claims at most."""
_MOST_KEYS = 10_000


def number_of_claims(shown: Shown, given: Pairs) -> int:
    """How many claims a query finds. Raises InputError."""
    return len(find(shown.board, shown.columns, query_in(given), counted=False))


def is_narrowed(given: Pairs) -> bool:
    """Whether a query leaves anything out. Raises InputError."""
    return query_in(given).narrowed


def exported(served: Served, shown: Shown, name: str, given: Pairs, file: BinaryIO) -> Done:
    """Write the claims that a query finds in the format of that name, in the order of the board; as a web archive, the
    captures of the documents that they are told in.

    Args:
        file: can be written and gone back in.

    Raises:
        InputError: there is no such format, or something that was given is not as it should be.
        TooLarge: these are more claims than the format takes from here.
        EmptyInput: there is nothing that the format could tell.
        OutputError: a package that the format needs is not installed.
        CaseError: the case cannot be read.
    """
    wanted, query = format_named(name), query_in(given)
    numbers = sorted(find(shown.board, shown.columns, query, counted=False).numbers.tolist())
    most = MOST_CLAIMS.get(wanted.name)
    if most is not None and len(numbers) > most:
        raise TooLarge(
            f"These are {len(numbers):,} claims, and a {wanted.name} from here has at most {most:,}: narrow them down, "
            f"or use `firsthand export CASE FILE --to {wanted.name}`."
        )
    with shown.board.held(), served.case() as case:
        if wanted.write is None:
            return _archive(case, shown, wanted, numbers if query.narrowed else None, file)
        return write_material(_material(served, case, shown, numbers, query.narrowed), wanted.name, file)


def _archive(case: Case, shown: Shown, wanted: Format, numbers: Sequence[int] | None, file: BinaryIO) -> Done:
    keys = [] if numbers is None else sorted(_documents(shown, numbers))
    if len(keys) > _MOST_KEYS:
        raise TooLarge(f"These are captures of {len(keys):,} documents; at most {_MOST_KEYS:,}, or all of the case.")
    if numbers is not None and not keys:
        raise InputError("These claims have no documents.")
    return write_export(case, wanted.name, Chosen(keys=tuple(keys)), file, Path(tempfile.gettempdir()))


def _material(served: Served, case: Case, shown: Shown, numbers: Sequence[int], narrowed: bool) -> Material:
    stands = standing(case)
    keys = _documents(shown, numbers) if narrowed else None
    rows = shown.board.all_documents() if keys is None else shown.board.documents(sorted(keys)).values()
    papers = Papers(case, {row.key: row.reading for row in rows})

    def captures() -> Iterator[Seen]:
        return (each for each in seen_captures(case, stands.last) if keys is None or each.key in keys)

    return Material(
        name=one_line(served.folder.resolve().name),
        standing=stands,
        claims=_claims(served, case, shown, numbers, papers),
        count=len(numbers),
        whole=shown.columns.size,
        papers=papers,
        ids={str(row["id"]): str(row["short"]) for row in shown.board.rows()},
        captures=captures,
        bodies=bodies_of(case),
        decisions=tuple(each for each in decisions(case) if each.undone is None),
        version=reader_version(),
    )


def _claims(
    served: Served, case: Case, shown: Shown, numbers: Sequence[int], papers: Papers
) -> Callable[[], Iterator[WeighedClaim]]:
    def one(number: int) -> WeighedClaim:
        account, known = shown.view(number).account, shown.known(number)
        own = served.verdicts(case, shown, number)
        then = assessment_then(case, own[-1]) if own else None
        changed = differences(then[1], known.assessment) if then is not None else ()
        return WeighedClaim(account, replace(known, verdicts=own, changed=changed), asked_of(account, papers))

    return lambda: map(one, numbers)


def _documents(shown: Shown, numbers: Sequence[int]) -> frozenset[str]:
    return frozenset(told.document for number in numbers for told in shown.view(number).account.claim.tellings)
