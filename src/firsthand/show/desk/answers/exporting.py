"""The claims of a board in the formats of others: nothing is worked out again, so it starts at once."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from firsthand.errors import InputError, TooLarge
from firsthand.pipeline.asking import asked_of
from firsthand.pipeline.papers import Papers
from firsthand.pipeline.version import reader_version
from firsthand.show.claims.knowing import changed_since
from firsthand.show.desk.answers.asking import Pairs, query_in
from firsthand.show.desk.answers.claims import number_called
from firsthand.show.desk.query import find
from firsthand.show.desk.served import Served, Shown
from firsthand.show.export.formats import Done, Format, format_named, write_export, write_material
from firsthand.show.export.material import Chosen, Claims, Material, WeighedClaim, documents_of
from firsthand.show.export.pdf import MOST_CLAIMS as PDF_CLAIMS
from firsthand.show.plain import one_line
from firsthand.store import Case, decisions
from firsthand.store.evidence import bodies_of
from firsthand.store.holdings import standing
from firsthand.store.seen import Seen, seen_captures

__all__ = ["CLAIM", "MOST_CLAIMS", "chosen", "exported"]

CLAIM = "claim"
"""What names a claim among the pairs of a query, as often as there are claims to take out."""
MOST_CLAIMS = {"dossier": 20_000, "pdf": PDF_CLAIMS}
"""Of formats that are read from the first page to the last, so many claims at most."""
_MOST_KEYS = 10_000


def chosen(shown: Shown, given: Pairs) -> tuple[list[int], bool]:
    """The numbers of the claims that a query finds, in the order of the board, and whether it leaves anything out.
    Claims that are named by `claim` are all that it finds then.

    Raises:
        InputError: something that was given is not as it should be.
        MissingInput: there is no claim of that name.
    """
    query = query_in([pair for pair in given if pair[0] != CLAIM])
    numbers = sorted(find(shown.board, shown.columns, query, counted=False).numbers.tolist())
    if named := {number_called(shown, value) for name, value in given if name == CLAIM}:
        return [number for number in numbers if number in named], True
    return numbers, query.narrowed


def exported(served: Served, shown: Shown, name: str, given: Pairs, file: BinaryIO) -> Done:
    """Write the claims that a query finds in the format of that name, in the order of the board; as a web archive, the
    captures of the documents that they are told in.

    Args:
        file: can be written and gone back in.

    Raises:
        InputError: there is no such format, or something that was given is not as it should be.
        MissingInput: there is no claim of a name that was given.
        TooLarge: these are more claims than the format takes from here.
        EmptyInput: there is nothing that the format could tell.
        OutputError: a package that the format needs is not installed.
        CaseError: the case cannot be read.
    """
    wanted = format_named(name)
    numbers, narrowed = chosen(shown, given)
    most = MOST_CLAIMS.get(wanted.name)
    if most is not None and len(numbers) > most:
        raise TooLarge(
            f"These are {len(numbers):,} claims, and a {wanted.name} from here has at most {most:,}: narrow them down, "
            f"or use `firsthand export CASE FILE --to {wanted.name}`."
        )
    with shown.board.held(), served.case() as case:
        if wanted.write is None:
            return _archive(case, shown, wanted, numbers if narrowed else None, file)
        material = _material(served, case, shown, numbers, narrowed)
        words = "; ".join(f"{one_line(name)} {one_line(value)}" for name, value in given if name != "sort")
        return write_material(replace(material, choice=words if narrowed else ""), wanted.name, file)


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


def _claims(served: Served, case: Case, shown: Shown, numbers: Sequence[int], papers: Papers) -> Claims:
    def one(number: int) -> WeighedClaim:
        account, known = shown.view(number).account, shown.known(number)
        own = served.verdicts(case, shown, number)
        changed = changed_since(case, own, known.assessment)
        return WeighedClaim(account, replace(known, verdicts=own, changed=changed), asked_of(account, papers))

    def claims(positions: Iterable[int] | None = None) -> Iterator[WeighedClaim]:
        return map(one, numbers if positions is None else (numbers[each] for each in positions))

    return claims


def _documents(shown: Shown, numbers: Sequence[int]) -> frozenset[str]:
    return frozenset(key for number in numbers for key in documents_of(shown.view(number).account))
