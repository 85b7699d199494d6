"""Tables and maps of claims: what another program reads in them is what the case has, and nothing in them runs."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb
import frictionless
import pyarrow.parquet as pq
import pytest
from geojson_pydantic import FeatureCollection
from pydantic import ValidationError
from tests.show.claims_gold import gold_accounts
from tests.show.claims_made import account, paper
from tests.show.export.exported import made, unweighed, written
from tests.told_case import LIBRARY, POST

from firsthand.claims import Figure
from firsthand.errors import OutputError
from firsthand.evidence import Asked
from firsthand.show.export import tables
from firsthand.show.export.columns import COLUMNS, Event, Kind
from firsthand.show.export.geojson import write_geojson
from firsthand.show.export.material import Material, WeighedClaim
from firsthand.show.export.tables import write_csv, write_hxl, write_parquet

_HASHTAG = re.compile(r"#[a-z][a-z0-9_]*(\+[a-z][a-z0-9_]*)*")
_CORE = {
    "#affected",
    "#country",
    "#date",
    "#event",
    "#geo",
    "#group",
    "#indicator",
    "#loc",
    "#meta",
    "#status",
}  # fmt: skip  (core tags of the standard 1.1 that the columns use)
_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def rows_of(table: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(table.decode(), newline="")))


def found(query: str) -> duckdb.DuckDBPyRelation:
    relation = duckdb.sql(query)
    assert relation is not None
    return relation


def the_row(rows: list[dict[str, str]], address: str) -> dict[str, str]:
    return next(row for row in rows if row["addresses"].startswith(address))


def test_a_row_says_what_the_case_says(told: Material) -> None:
    """The claim of 14 houses: its codes, place, days, figures, origins, who denies it, what an analyst concluded."""
    rows = rows_of(written(write_csv, told))
    assert [row["event_id"] for row in rows] == [each.account.claim.id for each in told.claims()]
    row = the_row(rows, POST)
    assert (
        row
        | {
            "event_type": "territory_captured",
            "acled_sub_event_type": "Non-violent transfer of territory",
            "plover_event": "ASSAULT",
            "actor1": "UA",
            "date_start": "2025-12-02",
            "date_end": "2025-12-03",
            "time_precision": "2",
            "first_told": "2025-12-03",
            "country": "UA",
            "geo_precision": "1",
            "low": "14",
            "best": "14",
            "unit": "houses",
            "fatalities_best": "",
            "origins_at_least": "1",
            "disputed": "true",
            "verdict": "false",
            "verdict_by": "Олена Гриценко",
        }
        == row
    )
    assert abs(float(row["latitude"]) - 49.71) < 0.02
    assert "General Staff of the Armed Forces of Ukraine; Слобожанський вісник" in row["sources"]
    assert the_row(rows, LIBRARY)["verdict"] == "true"


def test_another_reader_finds_the_table_sound(told: Material, tmp_path: Path) -> None:
    """Every row has as many cells as the head; numbers and days are read as such."""
    path = tmp_path / "claims.csv"
    path.write_bytes(written(write_csv, told))
    report = frictionless.Resource(path=path.name, basepath=str(tmp_path)).validate()
    assert report.valid, report.flatten(["message"])
    described = found(f"describe select * from read_csv('{path}', header=true)").fetchall()
    kinds = {row[0]: row[1] for row in described}
    assert (kinds["date_end"], kinds["latitude"], kinds["documents"], kinds["disputed"]) == (
        "DATE", "DOUBLE", "BIGINT", "BOOLEAN",
    )  # fmt: skip


def test_a_fault_in_a_table_would_be_found(told: Material, tmp_path: Path) -> None:
    """A cell too many, a cell too few, a number that is none: each of them the readers refuse."""
    whole = written(write_csv, told).decode()
    for spoilt in (whole.replace("\r\n", ",more\r\n", 2).replace(",more", "", 1), whole.rsplit(",", 1)[0]):
        (tmp_path / "spoilt.csv").write_text(spoilt, newline="")
        assert not frictionless.Resource(path="spoilt.csv", basepath=str(tmp_path)).validate().valid
    packed = bytearray(written(write_parquet, told))
    packed[-20] ^= 0xFF
    (tmp_path / "spoilt.parquet").write_bytes(packed)
    with pytest.raises(duckdb.Error):
        found(f"select * from read_parquet('{tmp_path / 'spoilt.parquet'}')").fetchall()
    for path, value in (("type", "Collection"), ("geometry", {"type": "Point", "coordinates": ["x", 1]})):
        collection = json.loads(written(write_geojson, told))
        (collection if path == "type" else collection["features"][0])[path] = value
        with pytest.raises(ValidationError):
            FeatureCollection.model_validate(collection)


def test_parquet_has_the_same_rows_with_their_types(told: Material, tmp_path: Path) -> None:
    """A reader that shares nothing with the writer gets the same values as out of the CSV."""
    path = tmp_path / "claims.parquet"
    path.write_bytes(written(write_parquet, told))
    rows = found(f"select * from read_parquet('{path}')")
    assert rows.columns == [each.name for each in COLUMNS]
    for values, row in zip(rows.fetchall(), rows_of(written(write_csv, told)), strict=True):
        for column, value in zip(COLUMNS, values, strict=True):
            if column.kind is Kind.TEXT:
                assert (value or "") == row[column.name].removeprefix("'"), column.name
            else:
                assert tables._written(value) == row[column.name], column.name
    schema = pq.read_schema(path)
    assert schema.metadata[b"firsthand:log"].decode() == told.standing.head
    assert schema.field("latitude").metadata[b"says"] == b"degrees north (WGS 84)"


def test_without_pyarrow_it_says_how_to_get_it(told: Material, monkeypatch: pytest.MonkeyPatch) -> None:
    """An extra that is not installed is named."""
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(OutputError, match=r"pip install 'firsthand\[parquet\]'"):
        write_parquet(told, io.BytesIO())


def test_hxl_tags_are_of_the_standard(told: Material) -> None:
    """One for each column, written as the standard has them, each of a core tag, none twice."""
    lines = list(csv.reader(io.StringIO(written(write_hxl, told).decode(), newline="")))
    tags = lines[1]
    assert all(_HASHTAG.fullmatch(tag) and tag.partition("+")[0] in _CORE for tag in tags)
    assert len(set(tags)) == len(tags) == len(COLUMNS)
    assert [lines[0], *lines[2:]] == list(csv.reader(io.StringIO(written(write_csv, told).decode(), newline="")))


def test_another_reader_takes_the_hxl(told: Material, tmp_path: Path) -> None:
    """The reference library reads it by its tags, where somebody has it: one of its parts is GPL, so we do not."""
    hxl = pytest.importorskip("hxl")
    path = tmp_path / "claims.csv"
    path.write_bytes(written(write_hxl, told))
    options = hxl.InputOptions(allow_local=True)
    found = list(hxl.data(str(path), options).with_rows("#country+code=UA"))
    assert len(found) == sum(row["country"] == "UA" for row in rows_of(path.read_bytes()))
    assert hxl.schema(None).validate(hxl.data(str(path), options))


def test_points_lie_where_the_places_are(told: Material) -> None:
    """A validator of GeoJSON takes it; longitude stands first; a claim without a place has no point."""
    collection = json.loads(written(write_geojson, told))
    FeatureCollection.model_validate(collection)
    assert len(collection["features"]) == told.count
    for feature, claim in zip(collection["features"], told.claims(), strict=True):
        where = Event(claim, told.papers).where
        point = feature["geometry"]
        assert (point and point["coordinates"]) == (where and [where.lon, where.lat])
        assert feature["properties"]["event_id"] == feature["id"] == claim.account.claim.id
    assert collection["firsthand"]["log"] == told.standing.head


@pytest.mark.parametrize(
    ("figures", "event", "expected"),
    [
        (
            [Figure(40, "buildings", 40, 40), Figure(14, "buildings", 14, 14), Figure(3, "people", 3, 3)],
            None,
            (14, 40, 40, False),
        ),
        ([Figure(20, "deaths", 20, None)], "casualties", (20, 20, None, True)),
        ([Figure(20, "people", None, 20)], "casualties", (None, 20, 20, False)),
        ([Figure(2, "civilians", 2, 2)], "killing", (2, 2, 2, True)),
        ([], "killing", (None, None, None, False)),
    ],
)
def test_figures_and_the_dead(
    figures: list[Figure], event: str | None, expected: tuple[float | None, float | None, float | None, bool]
) -> None:
    """The widest of what is told in the first unit; the dead only where they are who is counted."""
    one = paper("a")
    asked = Asked("c", date(2025, 12, 3), figures=tuple(figures), event=event)
    row = Event(WeighedClaim(account([one]), None, asked), {"a": one})
    assert (row.low, row.best, row.high, row.deadly) == expected


def test_nothing_in_a_cell_runs_or_breaks_a_line(hostile_material: Material) -> None:
    """Formulas, line breaks, controls and half characters come out as plain cells."""
    papers = {key: paper(key, "Two bridges were hit.") for key in ("=1+1", "+a", "-b", "@c", "＝d")}
    accounts = [
        account([one], name=f"{key}cmd|' /C calc'!A0", denied_by=[f"{key}\r\n=2"], place=(f"{key}HYPERLINK", 1))
        for key, one in papers.items()
    ]
    for material, count in ((hostile_material, 1), (made(accounts, papers), 5)):
        table = written(write_csv, material)
        rows = rows_of(table)
        assert (len(rows), table.count(b"\r\n")) == (count, count + 1)
        for row in rows:
            assert None not in row
            for column in COLUMNS:
                text = row[column.name]
                assert not re.search(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\ud800-\udfff]", text)
                if column.kind is Kind.TEXT:
                    assert not text.startswith(_STARTS_A_FORMULA), text
        for write in (write_hxl, write_geojson, write_parquet):
            written(write, material)
    json.loads(written(write_geojson, hostile_material))


def test_the_written_case_as_a_person_marked_it() -> None:
    """Each of its claims is a row, with its documents and origins as marked."""
    accounts, papers = gold_accounts()
    rows = rows_of(written(write_csv, unweighed(accounts, papers)))
    assert len(rows) == len(accounts)
    for row, each in zip(rows, accounts, strict=True):
        assert int(row["documents"]) == len(each.documents)
        assert (int(row["origins_at_least"]), int(row["origins_at_most"])) == (
            each.origins.at_least,
            each.origins.at_most,
        )


@pytest.mark.parametrize(
    ("since", "until", "precision", "end"),
    [
        ("2025-12-03", "2025-12-03", 1, "2025-12-03"),
        ("2025-12-01", "2025-12-07", 2, "2025-12-07"),
        ("2025-11-01", "2025-11-30", 3, "2025-11-30"),
        (None, "2025-12-03", 3, "2025-12-03"),
        ("2025-11", "2025-11", 3, "2025-11-30"),
        ("2025", "2025", 3, "2025-12-31"),
    ],
)
def test_days_and_their_precision(since: str | None, until: str, precision: int, end: str) -> None:
    """A day, a week, longer, a claim that names no day, and one that names a month."""
    one = paper("a")
    told = replace(account([one]), since=since, until=until)
    (row,) = rows_of(written(write_csv, unweighed([told], {"a": one})))
    assert (row["time_precision"], row["date_end"]) == (str(precision), end)


def test_exports_are_to_be_had_without_the_command_line() -> None:
    """A server that offers a download does not load what reads arguments."""
    code = "import sys, firsthand.show.export.formats; sys.exit('typer' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
