"""What maps come packed in, and how they are dated: everything that can be read is read, within bounds."""

from __future__ import annotations

import gzip
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.weigh.evidence.control_world import (
    SQUARE,
    feature,
    geojson,
    kml,
    kml_polygon,
    opened,
    packed_gz,
    shapefile_parts,
    share_on,
    written,
    zipped,
)

from firsthand.errors import InputError, MissingInput
from firsthand.model import Skip
from firsthand.weigh.evidence.control_dates import day_in_text, named
from firsthand.weigh.evidence.control_files import Limits, Parcel, parcels

WHOLE = geojson(feature(SQUARE))
WITH_CLOCK = SQUARE[::-1]


@pytest.mark.parametrize(
    "files",
    [
        {"control_20251101.geojson": WHOLE},
        {"control_20251101.geojson.gz": packed_gz(WHOLE)},
        {"control_20251101.json": packed_gz(WHOLE)},
        {"control_20251101.zip": zipped({"any.geojson": WHOLE})},
        {"all.zip": zipped({"control_2025-11-01.geojson.gz": packed_gz(WHOLE)})},
        {"deep/er/control_20251101.geojson": WHOLE},
        {"control.kml": kml(kml_polygon(SQUARE, "<TimeStamp><when>2025-11-01</when></TimeStamp>"))},
        {"control_01NOV2025.kmz": zipped({"doc.kml": kml(kml_polygon(SQUARE))})},
        {"control_20251101" + end: data for end, data in shapefile_parts([WITH_CLOCK]).items()},
        {"any.zip": zipped({"c" + end: data for end, data in shapefile_parts([WITH_CLOCK], day="2025-11-01").items()})},
    ],
    ids=[
        "plain",
        "gz",
        "gz by its bytes",
        "zip",
        "gz in zip",
        "folders",
        "kml",
        "kmz",
        "shapefile",
        "shapefile in zip",
    ],
)
def test_every_packing_and_format_shows_the_same(tmp_path: Path, files: dict[str, bytes]) -> None:
    """A place inside of what is drawn is held as a whole, in whatever file it came, and nothing is left out."""
    maps = opened(written(tmp_path, files))
    assert share_on(maps, "2025-11-01") == pytest.approx(1)
    assert maps.skips == ()


def test_a_shapefile_named_alone_finds_its_table(tmp_path: Path) -> None:
    """Naming only the .shp reads the day from the table beside it."""
    written(tmp_path, {"c" + end: data for end, data in shapefile_parts([WITH_CLOCK], day="2025-11-01").items()})
    assert share_on(opened(tmp_path / "c.shp"), "2025-11-01") == pytest.approx(1)


@pytest.mark.parametrize(
    ("name", "days", "layer"),
    [
        ("deepstatemap_data_20251001.geojson", ["2025-10-01"], "deepstatemap_data"),
        ("a/2025-10-01.geojson", ["2025-10-01"], "map"),
        ("UkraineControlMapAO24FEB2022.shp", ["2022-02-24"], "UkraineControlMapAO"),
        ("isw_20251001T1430Z.kml", ["2025-10-01"], "isw"),
        ("maps_20251001.zip/advance.geojson", ["2025-10-01"], "maps"),
        ("2025-10-01_to_2025-10-02.json", ["2025-10-01", "2025-10-02"], "to"),
        ("01-02-2025.geojson", [], "01-02-2025"),
        ("map_20250230.geojson", [], "map"),
        ("id_1202510017.geojson", [], "id_1202510017"),
    ],
)
def test_the_day_in_a_name(name: str, days: list[str], layer: str) -> None:
    """Only forms that can be read in one way are days; what is left of the name is the layer."""
    found = named(name)
    assert [each.isoformat() for each in found.days] == days
    assert found.layer == layer or not days


@given(st.dates(date(1990, 1, 1), date(2099, 12, 31)), st.sampled_from(["%Y%m%d", "%Y-%m-%d", "%Y_%m_%d", "%d%b%Y"]))
def test_any_day_that_is_written_is_found(day: date, form: str) -> None:
    """No day of the calendar is missed or taken for another."""
    assert named(f"maps/front_{day.strftime(form)}.geojson.gz").days == (day,)
    assert day_in_text(day.isoformat() + "T10:00:00Z") == day


@given(st.text(max_size=80))
def test_no_name_breaks_the_reading_of_days(name: str) -> None:
    """Whatever a file is called, it has a layer, and its days are days."""
    found = named(name)
    assert found.layer
    assert all(isinstance(day, date) for day in found.days)


def test_a_bomb_is_refused_and_the_rest_is_read(tmp_path: Path) -> None:
    """Neither gzip nor zip may unpack without bounds, and neither takes other maps with it."""
    bomb = gzip.compress(b"0" * 5_000_000)
    zip_bomb = zipped({"x_20251102.geojson": b" " * 5_000_000})
    written(tmp_path, {"a.geojson.gz": bomb, "b.zip": zip_bomb, "c_20251101.geojson": WHOLE})
    found = list(parcels(tmp_path, Limits(file_bytes=1_000_000)))
    assert [each.name for each in found if isinstance(each, Parcel)] == ["c_20251101.geojson"]
    skips = [each for each in found if isinstance(each, Skip)]
    assert [each.record for each in skips] == ["a.geojson.gz", "b.zip/x_20251102.geojson"]
    assert all("larger than" in each.reason and each.stage == "weigh" for each in skips)


def test_archives_in_archives_end(tmp_path: Path) -> None:
    """An archive that holds archives is followed to a bounded depth only."""
    data = WHOLE
    for _ in range(6):
        data = zipped({"x_20251101.zip": data})
    (skip,) = parcels(written(tmp_path, {"x.zip": data}), Limits())
    assert isinstance(skip, Skip)
    assert "archives in each other" in skip.reason


def test_the_total_and_the_number_of_files_are_bounded(tmp_path: Path) -> None:
    """Many small files are as dangerous as a large one."""
    written(tmp_path, {f"m_202511{day:02}.geojson": WHOLE for day in range(1, 6)})
    few = [each for each in parcels(tmp_path, Limits(files=3)) if isinstance(each, Parcel)]
    small = [each for each in parcels(tmp_path, Limits(all_bytes=2 * len(WHOLE))) if isinstance(each, Parcel)]
    assert (len(few), len(small)) == (3, 2)


@pytest.mark.parametrize(
    "data",
    [b"PK\x03\x04 and no more", packed_gz(WHOLE)[:40], b"", b"\x00\x01\x02\x03", b"%PDF-1.7", b"day,held\n2025,1"],
    ids=["zip", "gzip", "empty", "binary", "pdf", "csv"],
)
def test_what_is_no_map_is_said(tmp_path: Path, data: bytes) -> None:
    """A file of another kind, or a damaged one, is named with a reason; the other map counts as before."""
    written(tmp_path, {"bad_20251102.geojson": data, "good_20251101.geojson": WHOLE})
    maps = opened(tmp_path)
    assert share_on(maps, "2025-11-01") == pytest.approx(1)
    assert [skip.record for skip in maps.skips] == ["bad_20251102.geojson"]


def test_where_nothing_can_be_read_it_is_an_error(tmp_path: Path) -> None:
    """No path, an address, an empty folder, and only bad files each raise an error that says what to do."""
    with pytest.raises(MissingInput, match="no such file"):
        opened(tmp_path / "nowhere")
    with pytest.raises(InputError, match="read from files"):
        opened("https://example.org/map.geojson")  # type: ignore[arg-type]  # what a person might name
    with pytest.raises(InputError, match="no map could be read"):
        opened(tmp_path)
    with pytest.raises(InputError, match=r"bad\.geojson"):
        opened(written(tmp_path, {"bad.geojson": b"{"}))


def test_the_version_changes_with_any_byte_and_with_nothing_else(tmp_path: Path) -> None:
    """The same files give the same version; another byte, or another way to read them, gives another."""
    one = opened(written(tmp_path / "a", {"m_20251101.geojson": WHOLE})).version
    same = opened(written(tmp_path / "b", {"m_20251101.geojson": WHOLE})).version
    other = opened(written(tmp_path / "c", {"m_20251101.geojson": WHOLE + b" "})).version
    read_otherwise = opened(tmp_path / "a", holder="UA").version
    assert one == same
    assert len({one, other, read_otherwise}) == 3
