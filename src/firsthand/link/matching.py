"""Which tellings are about the same happening, pair by pair: Splink's Fellegi-Sunter model on DuckDB.

Pairs are compared where they share a key (see `records`) that not too many share; what each level that holds weighs is
added up, so that every link can be taken apart again.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import numpy.typing as npt
import orjson
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

from firsthand.link.comparisons import COMPARISONS, Comparison
from firsthand.link.records import COLUMNS, Record
from firsthand.link.weights import Weights

__all__ = ["CROWD", "LEAST", "Links", "load", "matched"]

CROWD = 150
"""Tellings that share a key, at most: a key of more says too little to seek by. So 5,000 statements on one place and
day are compared by what else is rare in them, and the cost stays linear."""
LEAST = -5.0
"""Bits from which on a link is kept at all."""

_APART = 1e-7
"""By this share the levels of a comparison differ at least, so that each can be told by its weight."""

_Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Links:
    """Compared pairs, one < other: their numbers, what they weigh together (bits), and for each comparison, in order,
    the number of the level that held (shape: comparisons × pairs)."""

    one: _Numbers
    other: _Numbers
    weight: npt.NDArray[np.float64]
    levels: npt.NDArray[np.int8]


def load(connection: duckdb.DuckDBPyConnection, records: Iterable[Record], table: str = "records") -> None:
    """The records as a table, made anew."""
    columns = ", ".join(f"{name}: '{kind}'" for name, kind in COLUMNS.items())
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "records.jsonl"
        with path.open("wb") as file:
            file.writelines(orjson.dumps(asdict(record)) + b"\n" for record in records)
        connection.execute(
            f"create or replace table {table} as select * from"  # noqa: S608  the names are ours
            f" read_json('{path}', format='newline_delimited', columns={{{columns}}})"
        )


def matched(connection: duckdb.DuckDBPyConnection, weights: Weights, least: float = LEAST) -> Links:
    """The links among all `records`."""
    _sought(connection)
    linker, _ = _linker(connection, weights)
    found = linker.inference.predict(threshold_match_weight=least)
    return _links(connection, found.physical_name, weights)


def _sought(connection: duckdb.DuckDBPyConnection) -> None:
    """`sought`: the records, each with those of its keys that some others share, and not too many."""
    connection.execute("create or replace temp table keyed as select unique_id, unnest(keys) as key from records")
    connection.execute(
        "create or replace temp table shared as select key from keyed group by key"  # noqa: S608
        f" having count(*) between 2 and {CROWD}"
    )
    connection.execute(
        "create or replace table sought as select r.* exclude (keys), coalesce(k.keys, []) as keys from records r"
        " left join (select unique_id, list(key) as keys from keyed semi join shared using (key) group by unique_id) k"
        " using (unique_id)"
    )


def _linker(connection: duckdb.DuckDBPyConnection, weights: Weights) -> tuple[Linker, Any]:
    api = DuckDBAPI(connection=connection)
    table = api.register("sought")
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=[_comparison(comparison, weights) for comparison in COMPARISONS],
        blocking_rules_to_generate_predictions=[block_on("keys", arrays_to_explode=["keys"])],
        probability_two_random_records_match=weights.both,
        retain_matching_columns=False,
        retain_intermediate_calculation_columns=True,
    )
    return Linker(table, settings, log_level=None, validate_settings=False), table


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


def _links(connection: duckdb.DuckDBPyConnection, table: str, weights: Weights) -> Links:
    columns = ", ".join(f"mw_{comparison.name}" for comparison in COMPARISONS)
    found = connection.execute(
        f"select unique_id_l, unique_id_r, match_weight, {columns} from {table}"  # noqa: S608
        " order by unique_id_l, unique_id_r"
    ).fetchnumpy()
    levels = [_levels(comparison, weights, found[f"mw_{comparison.name}"]) for comparison in COMPARISONS]
    return Links(found["unique_id_l"], found["unique_id_r"], found["match_weight"], np.array(levels, np.int8))


def _levels(comparison: Comparison, weights: Weights, weighed: npt.NDArray[np.float64]) -> npt.NDArray[np.int8]:
    """Which level held, by what it weighs: Splink gives the weights only."""
    own = np.array([weights.weight(comparison.name, level.name) for level in comparison.levels])
    own += np.log2(1 + np.arange(len(own)) * _APART)
    order = np.argsort(own)
    between = (own[order][1:] + own[order][:-1]) / 2
    found: npt.NDArray[np.int8] = order[np.searchsorted(between, weighed)].astype(np.int8)
    return found
