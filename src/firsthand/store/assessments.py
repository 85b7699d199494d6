"""Every assessment of a claim, kept whenever it changes, with all that it was made from.

An assessment follows from facts, a table of weights, and rules. Facts and assessment are in the row; the table is kept
once, by its hash; of the rules the version is noted. So it can be made again and held against what it was.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from sqlalchemy import func, select

from firsthand.assessments import Assessment, Facts
from firsthand.errors import CaseError
from firsthand.store import schema
from firsthand.store.case import Case, Row
from firsthand.store.exact import json_of, packed, unzipped
from firsthand.store.known import portions
from firsthand.store.wording import now
from firsthand.weigh.weights import Weights

__all__ = [
    "Assessed",
    "assessed_claims",
    "assessment_numbered",
    "assessments_of",
    "keep_assessments",
    "latest_assessments",
    "words_of",
]

_TOGETHER = 200
"""Assessments that are written in one transaction."""


@dataclass(frozen=True, slots=True)
class Assessed:
    """What a claim was assessed as: since when (ISO 8601), with which table of weights (its words and their hash), by
    which version of the rules; and the records as the JSON that they were written as, to be read with `record_from`,
    or to be shown as they were where this version has no such records any more."""

    number: int
    at: str
    claim: str
    version: str
    weights: str
    weights_hash: str
    facts: bytes
    assessment: bytes


def keep_assessments(
    case: Case, made: Iterable[tuple[Facts, Assessment]], weights: Weights, version: str
) -> tuple[int, ...]:
    """Keep those that differ from what their claim was assessed as last; the numbers of the new rows.

    Args:
        made: with `exact` facts, so that the same assessment can be made from them again.
        version: of the rules.

    Raises:
        CaseError: the case cannot be written; what was kept before stays.
        ValueError: an assessment has a number that is none.
    """
    numbers: list[int] = []
    waiting = iter(made)
    while portion := list(islice(waiting, _TOGETHER)):
        last = latest_assessments(case, {facts.claim for facts, _ in portion})
        new = [(facts, one) for facts, one in portion if _differs(last.get(facts.claim), json_of(one))]
        if not new:
            continue
        with case.writing("assessed") as batch:
            table = _table_known(case, weights)
            if table is None:
                words = words_of(weights)
                table = batch.add(schema.weight_tables, sha256=_hash(words), words=words)
            rows = [_row(facts, one, table, version) for facts, one in new]
            numbers += [batch.add(schema.assessments, **row) for row in rows]
            batch.note = {"assessed": len(rows)}
    return tuple(numbers)


def latest_assessments(case: Case, claims: Collection[str] | None = None) -> dict[str, Assessed]:
    """What each of these claims, or every one, was assessed as last, by its id.

    Raises:
        CaseError: a row was changed so that it says nothing.
    """
    table = schema.assessments
    if table not in schema.rows_of(case.version):
        return {}
    last = select(func.max(table.c.id)).group_by(table.c.claim)
    queries = [last] if claims is None else [last.where(table.c.claim.in_(own)) for own in portions(set(claims))]
    read = _Reader(case)
    rows = (row for query in queries for row in case.rows(select(table).where(table.c.id.in_(query))))
    return {str(row["claim"]): read.assessed(row) for row in rows}


def assessments_of(case: Case, claim: str, until: datetime | None = None) -> tuple[Assessed, ...]:
    """What a claim was assessed as, in the order of time; with `until` what it was up to that moment (with a zone).

    Raises:
        CaseError: a row was changed so that it says nothing.
    """
    table = schema.assessments
    if table not in schema.rows_of(case.version):
        return ()
    read = _Reader(case)
    rows = case.rows(select(table).where(table.c.claim == claim).order_by(table.c.id))
    return tuple(read.assessed(row) for row in rows if until is None or _moment(row) <= until)


def assessment_numbered(case: Case, number: int) -> Assessed | None:
    """The assessment of that number. Raises CaseError: its row was changed."""
    table = schema.assessments
    if table not in schema.rows_of(case.version):
        return None
    rows = case.rows(select(table).where(table.c.id == number))
    return _Reader(case).assessed(rows[0]) if rows else None


def assessed_claims(case: Case) -> tuple[str, ...]:
    """The ids of all claims that were ever assessed."""
    table = schema.assessments
    if table not in schema.rows_of(case.version):
        return ()
    return tuple(sorted(str(row["claim"]) for row in case.rows(select(table.c.claim).distinct())))


def words_of(weights: Weights) -> str:
    """A table of weights as `read_weights` takes it, its rules in their order, below the names of their parts."""
    part_of = {rule: part for part, own in weights.parts.items() for rule in own}
    lines, before = [], ""
    for rule, (bits, low, high, meaning) in weights.rules.items():
        part = part_of.get(rule, "")
        if part != before:
            lines.append(f"# -- {part}\n")
        lines.append(f"{rule}\t{bits!r}\t{low!r}\t{high!r}\t{meaning}\n")
        before = part
    return "".join(lines)


class _Reader:
    """Reads rows; each table of weights once."""

    def __init__(self, case: Case) -> None:
        self._case = case
        self._weights: dict[int, tuple[str, str]] = {}

    def assessed(self, row: Row) -> Assessed:
        number = int(str(row["id"]))
        try:
            weights, digest = self._table(int(str(row["weights"])))
            return Assessed(
                number=number,
                at=str(row["at"]),
                claim=str(row["claim"]),
                version=str(row["version"]),
                weights=weights,
                weights_hash=digest,
                facts=unzipped(_bytes(row["facts"])),
                assessment=unzipped(_bytes(row["assessment"])),
            )
        except ValueError as error:
            raise CaseError(
                f"Assessment {number} cannot be read: {error}. Its row was changed; `firsthand verify` tells more."
            ) from error

    def _table(self, number: int) -> tuple[str, str]:
        if number not in self._weights:
            tables = schema.weight_tables
            rows = self._case.rows(select(tables).where(tables.c.id == number))
            if not rows:
                raise ValueError(f"its table of weights, {number}, is not there")
            words = str(rows[0]["words"])
            if _hash(words) != rows[0]["sha256"]:
                raise ValueError(f"its table of weights, {number}, was changed")
            self._weights[number] = words, _hash(words)
        return self._weights[number]


def _differs(last: Assessed | None, written: bytes) -> bool:
    return last is None or last.assessment != written


def _table_known(case: Case, weights: Weights) -> int | None:
    table = schema.weight_tables
    rows = case.rows(select(table.c.id).where(table.c.sha256 == _hash(words_of(weights))))
    return int(str(rows[0]["id"])) if rows else None


def _row(facts: Facts, assessment: Assessment, weights: int, version: str) -> Mapping[str, object]:
    return {
        "at": now(),
        "claim": facts.claim,
        "weights": weights,
        "version": version,
        "facts": packed(facts),
        "assessment": packed(assessment),
    }


def _bytes(value: object) -> bytes:
    if not isinstance(value, bytes | memoryview):
        raise ValueError(f"it holds {type(value).__name__}, not bytes")
    return bytes(value)


def _moment(row: Row) -> datetime:
    try:
        return datetime.fromisoformat(str(row["at"]))
    except ValueError as error:
        raise CaseError(f"Assessment {row['id']} no longer says when it was made: its row was changed.") from error


def _hash(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()
