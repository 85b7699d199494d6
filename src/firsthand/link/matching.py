"""Which tellings are about the same happening, pair by pair: Splink's Fellegi-Sunter model on DuckDB.

Pairs are compared where they share a key (see `records`) that not too many share; what each level that holds weighs is
added up, so that every link can be taken apart again. Splink writes the statement by which pairs are compared once;
here it is run as often as there are pairs, so that a single new document costs no more than its own.
"""

from __future__ import annotations

import logging
import math
import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, islice
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import numpy.typing as npt
import orjson

from firsthand.link.comparisons import COMPARISONS, Comparison
from firsthand.link.records import COLUMNS, Record
from firsthand.link.weights import Weights

__all__ = ["CROWD", "LEAST", "Links", "columns", "comparing", "insert", "linker_of", "links_in", "load", "matched"]

CROWD = 100
"""Tellings that share a key, at most: a key of more says too little to seek by. So 5,000 statements on one place and
day are compared by what else is rare in them, and the cost stays linear."""
LEAST = -2.0
"""Bits from which on a link is kept at all: what is less likely never joins two groups (see `clusters.THRESHOLD`)."""

_APART = 1e-7
"""By this share the levels of a comparison differ at least, so that each can be told by its weight."""
_AT_ONCE = 50_000
"""Records that are written to a file before DuckDB reads it."""
_SHARED = re.compile(
    r"(coalesce\(list_sum\(list_transform\((list_intersect\((\w+)_l, \3_r\)), lambda x : x % \d+\)\), 0\))"
)
"""How rare what two lists share is, as the comparisons have it (see `comparisons`)."""
_LAST = next(each for each in COMPARISONS if each.name == "around")
"""The comparison of the longest lists, which is made last, and only where it can matter."""
_ASKED = ("document", "around_mass")
"""The columns that it asks, beside the lists."""
_COPIES = re.compile(r"__splink__df_pruned_predict_input_[lr]_\w+")
"""The records that Splink picks out before it compares: here they are picked out already."""

_Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Links:
    """Compared pairs, one < other: their numbers, what they weigh together (bits), and for each comparison, in order,
    the number of the level that held (shape: comparisons × pairs)."""

    one: _Numbers
    other: _Numbers
    weight: npt.NDArray[np.float64]
    levels: npt.NDArray[np.int8]


def columns() -> str:
    """The columns of a table of records, as DuckDB is told of them."""
    return ", ".join(f"{name} {kind}" for name, kind in COLUMNS.items())


def load(connection: duckdb.DuckDBPyConnection, records: Iterable[Record], table: str = "sought") -> None:
    """The records as a table, made anew."""
    connection.execute(f"create or replace table {table} ({columns()})")
    insert(connection, table, COLUMNS, records)


def insert(
    connection: duckdb.DuckDBPyConnection, table: str, kinds: dict[str, str], rows: Iterable[Record | dict[str, Any]]
) -> None:
    """Put rows into a table that has these columns, some at a time."""
    named = ", ".join(f"{name}: '{kind}'" for name, kind in kinds.items())
    left = iter(rows)
    for first in left:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "rows.jsonl"
            with path.open("wb") as file:
                file.writelines(orjson.dumps(row) + b"\n" for row in chain([first], islice(left, _AT_ONCE - 1)))
            connection.execute(
                f"insert into {table} by name select * from"  # noqa: S608  the names are ours
                f" read_json(?, format='newline_delimited', columns={{{named}}})",
                [str(path)],
            )


def matched(connection: duckdb.DuckDBPyConnection, weights: Weights, least: float = LEAST) -> Links:
    """The links among all that is `sought`."""
    connection.execute(
        "create or replace temp table keyed as select distinct unique_id, unnest(keys) as key from sought"
    )
    connection.execute(
        "create or replace temp table pairs as select distinct '0' as match_key, l.unique_id as join_key_l,"
        " r.unique_id as join_key_r from keyed l join keyed r using (key)"
        " semi join (select key from keyed group by key having count(*) <= ?) using (key)"
        " where l.unique_id < r.unique_id",
        [CROWD],
    )
    return links_in(connection, comparing(weights, least), weights)


def links_in(connection: duckdb.DuckDBPyConnection, statement: str, weights: Weights) -> Links:
    """The links that a statement of `comparing` finds."""
    names = ", ".join(f"mw_{comparison.name}" for comparison in COMPARISONS)
    found = connection.execute(
        f"select unique_id_l, unique_id_r, match_weight, {names} from ({statement})"  # noqa: S608
        " order by unique_id_l, unique_id_r"
    ).fetchnumpy()
    levels = [_levels(comparison, weights, found[f"mw_{comparison.name}"]) for comparison in COMPARISONS]
    return Links(found["unique_id_l"], found["unique_id_r"], found["match_weight"], np.array(levels, np.int8))


def comparing(weights: Weights, least: float = LEAST) -> str:
    """The statement by which Splink compares the `pairs` (match_key, join_key_l, join_key_r) of what is `sought`.

    It gives unique_id_l, unique_id_r, match_weight, and mw_… for each comparison.
    """
    return _comparing(weights.both, tuple(sorted(weights.levels.items())), least)


@lru_cache(maxsize=8)
def _comparing(both: float, levels: tuple[tuple[tuple[str, str], tuple[float, float]], ...], least: float) -> str:
    with duckdb.connect() as connection:
        connection.execute(f"create table sought ({columns()})")
        connection.execute("create table pairs (match_key varchar, join_key_l bigint, join_key_r bigint)")
        return _written(connection, Weights(both, dict(levels)), least)


def _written(connection: duckdb.DuckDBPyConnection, weights: Weights, least: float) -> str:
    """The statement as Splink writes it for all comparisons but the last, with its copies of the records named as they
    are here; around it the last, which takes longest, for those pairs that it can still lift above the least."""
    levels = _weighed(_LAST, weights)
    linker, api = _linker(connection, weights, tuple(each for each in COMPARISONS if each is not _LAST))
    linker.table_management.register_blocked_pairs_for_predict(api.register("pairs"))
    lifted = least - max(weight for _, weight in levels) - _APART
    first: str = linker.inference.predict(threshold_match_weight=lifted).sql_used_to_create
    return _last(_shared_once(_COPIES.sub("sought", first)), levels, least)


def _last(first: str, levels: Sequence[tuple[str, float]], least: float) -> str:
    """The statement with the last comparison added to what the first one found."""
    (shared, written, name), *_ = _SHARED.findall("".join(holds for holds, _ in levels))
    cases = " ".join(
        f"else {weight!r}" if holds == "ELSE" else f"when {holds.replace(shared, 'shared')} then {weight!r}"
        for holds, weight in levels
    )
    asked = ", ".join(f"{side}.{each} as {each}_{side}" for side in "lr" for each in _ASKED)
    joined = " ".join(f"join sought {side} on {side}.unique_id = unique_id_{side}" for side in "lr")
    added = f"mw_{_LAST.name}"
    return (
        f"select * replace (match_weight + {added} as match_weight) from"  # noqa: S608
        f" (select *, cast(case {cases} end as double) as {added} from"
        f" (select f.*, {asked}, {_sought(shared, written, name)} as shared from ({first}) f {joined}))"
        f" where match_weight + {added} >= {least}"
    )


def linker_of(connection: duckdb.DuckDBPyConnection, weights: Weights) -> Any:
    """Splink's own linker over what is `sought`, which brings together all that share a key."""
    return _linker(connection, weights, COMPARISONS)[0]


def _linker(
    connection: duckdb.DuckDBPyConnection, weights: Weights, comparisons: Sequence[Comparison]
) -> tuple[Any, Any]:
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on  # takes two seconds, which reading does without

    api = DuckDBAPI(connection=connection)
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=[_comparison(comparison, weights) for comparison in comparisons],
        blocking_rules_to_generate_predictions=[block_on("keys", arrays_to_explode=["keys"])],
        probability_two_random_records_match=weights.both,
        retain_matching_columns=False,
        retain_intermediate_calculation_columns=True,
    )
    with _without_warnings_of_nulls():
        return Linker(api.register("sought"), settings, log_level=None, validate_settings=False), api


def _shared_once(statement: str) -> str:
    """The same statement, with what two lists share as a column: DuckDB would work it out for each level anew."""
    head, joined, rest = statement.partition("    b.match_key\n")
    for shared, written, name in sorted(set(_SHARED.findall(rest))):
        head += f"    {_sought(shared, written, name)} as shared_{name},\n"
        rest = rest.replace(shared, f"shared_{name}")
    return head + joined + rest


def _sought(shared: str, written: str, name: str) -> str:
    """How rare what two lists share is. The lists are short, and their terms differ: to look for each in the other is
    four times as fast as to intersect them."""
    sought = f"list_filter(l.{name}, lambda y : list_contains(r.{name}, y))"
    return f"cast({shared.replace(written, sought)} as bigint)"


@contextmanager
def _without_warnings_of_nulls() -> Iterator[None]:
    """Splink warns of every comparison without a level for missing values; here a level says what is missing."""
    logger = logging.getLogger("splink.internals.settings")

    def other(record: logging.LogRecord) -> bool:
        return "No null level found" not in record.getMessage()

    logger.addFilter(other)
    try:
        yield
    finally:
        logger.removeFilter(other)


def _comparison(comparison: Comparison, weights: Weights) -> dict[str, Any]:
    levels = [
        {
            "sql_condition": level.holds,
            "label_for_charts": level.name,
            "m_probability": weights.levels[comparison.name, level.name][0] * (1 + number * _APART),
            "u_probability": weights.levels[comparison.name, level.name][1],
        }
        for number, level in enumerate(comparison.levels)
    ]
    return {"output_column_name": comparison.name, "comparison_levels": levels}


def _weighed(comparison: Comparison, weights: Weights) -> list[tuple[str, float]]:
    """The condition of each level, and what it weighs here."""
    return [
        (level.holds, weights.weight(comparison.name, level.name) + math.log2(1 + number * _APART))
        for number, level in enumerate(comparison.levels)
    ]


def _levels(comparison: Comparison, weights: Weights, weighed: npt.NDArray[np.float64]) -> npt.NDArray[np.int8]:
    """Which level held, by what it weighs: Splink gives the weights only."""
    own = np.array([weight for _, weight in _weighed(comparison, weights)])
    order = np.argsort(own)
    between = (own[order][1:] + own[order][:-1]) / 2
    found: npt.NDArray[np.int8] = order[np.searchsorted(between, weighed)].astype(np.int8)
    return found
