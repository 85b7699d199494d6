"""Bad maps: each kind of damage is said, nothing is guessed, and other maps answer as if it were not there."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.weigh.evidence.control_world import (
    SQUARE,
    feature,
    geojson,
    held_up_to,
    kml,
    kml_polygon,
    opened,
    shapefile_parts,
    share_on,
    square,
    written,
    zipped,
)

from firsthand.errors import InputError, TableError
from firsthand.weigh.evidence.control_files import Limits, Parcel
from firsthand.weigh.evidence.control_formats import shapes_of
from firsthand.weigh.evidence.control_rings import joined, polygon_of

GOOD = {"m_20251101.geojson": geojson(feature(SQUARE))}
NEAR = square(36.9, 47.9, 37.1, 48.1)


def _share_beside(folder: Path, bad: bytes, end: str = ".geojson") -> tuple[float | None, str]:
    """What a bad map of 11-02 shows of the town, and all that was said; the good map of 11-01 must be there."""
    maps = opened(written(folder, {**GOOD, f"m_20251102{end}": bad}))
    assert share_on(maps, "2025-11-01") == pytest.approx(1)
    return share_on(maps, "2025-11-02"), " ".join(skip.reason for skip in maps.skips)


def test_what_is_drawn_is_given_by_day_and_filled_in_from_no_other(tmp_path: Path) -> None:
    """Each layer with a map of the day, none on a day without; whom the makers side with is told beside it."""
    files = {f"{name}_20251101.geojson": geojson(feature(SQUARE)) for name in ("a", "b")}
    later = {"a_20251104.geojson": geojson(feature(NEAR))}
    maps = opened(written(tmp_path, files | later), side="UA")
    assert [each.isoformat() for each in maps.days] == ["2025-11-01", "2025-11-04"]
    assert [[each.layer for each in maps.drawn(date(2025, 11, day))] for day in (1, 3, 4)] == [["a", "b"], [], ["a"]]
    assert maps.drawn(date(2025, 11, 4))[0].area.bounds == (36.9, 47.9, 37.1, 48.1)
    assert maps.side == "UA"


def test_a_polygon_that_crosses_itself_is_repaired_and_said(tmp_path: Path) -> None:
    """Both loops of a figure eight count, and that it was repaired is said."""
    eight = [[36.0, 47.0], [38.0, 49.0], [38.0, 47.0], [36.0, 49.0], [36.0, 47.0]]
    share, said = _share_beside(tmp_path, geojson(feature(eight)))
    assert share == pytest.approx(0.625, abs=0.01)  # a degree of longitude is two thirds of one of latitude there
    assert "crosses itself" in said


def test_a_ring_that_is_not_closed_is_closed_and_said(tmp_path: Path) -> None:
    """The last edge is the one that is missing."""
    share, said = _share_beside(tmp_path, geojson(feature(SQUARE[:-1])))
    assert share == pytest.approx(1)
    assert "not closed" in said


def test_around_a_polygon_with_a_nan_the_map_says_nothing_that_day(tmp_path: Path) -> None:
    """A polygon that cannot be read never looks like ground that is not held; elsewhere the day still counts."""
    broken = [[36.9, 47.9], [float("nan"), 47.9], [37.1, 48.1], [36.9, 48.1], [36.9, 47.9]]
    elsewhere = square(39.0, 47.0, 40.0, 48.0)
    share, said = _share_beside(tmp_path, geojson(feature(broken), feature(elsewhere)))
    assert share is None
    assert "no number" in said
    assert share_on(opened(tmp_path), "2025-11-02", lat=47.5, lon=39.5) == pytest.approx(1)


def test_nested_collections_heights_and_nothing(tmp_path: Path) -> None:
    """Collections in collections, third coordinates and empty geometries are GeoJSON too."""
    high = [[x, y, 120.5] for x, y in SQUARE]
    inner = {"type": "GeometryCollection", "geometries": [{"type": "MultiPolygon", "coordinates": [[high], []]}]}
    outer = {"type": "GeometryCollection", "geometries": [inner, {"type": "Point", "coordinates": [37, 48]}]}
    nothing = {"type": "Feature", "properties": None, "geometry": None}
    share, said = _share_beside(tmp_path, geojson({"type": "Feature", "geometry": outer}, nothing))
    assert share == pytest.approx(1)
    assert "1 of the type Point" in said


def test_endless_nesting_is_no_answer(tmp_path: Path) -> None:
    """Collections too deep to be meant leave the day without an answer, not the program without a stack."""
    for number, (depth, says) in enumerate([(200, "too deep"), (50_000, "not JSON")]):
        deep = '{"type":"GeometryCollection","geometries":[' * depth + "]}" * depth
        share, said = _share_beside(tmp_path / str(number), deep.encode())
        assert share is None
        assert says in said


@pytest.mark.parametrize(
    "data",
    [
        geojson(),
        geojson({"type": "Feature", "geometry": {"type": "Polygon", "coordinates": []}}),
        geojson(feature([[37, 48], [37.1, 48], [37, 48]])),
        geojson({"type": "Feature", "geometry": {"type": "LineString", "coordinates": [[36, 47], [38, 49]]}}),
    ],
)
def test_an_empty_layer_is_no_map(tmp_path: Path, data: bytes) -> None:
    """Nothing drawn is more often a failed download than peace: the day is missing, and that is said."""
    share, said = _share_beside(tmp_path, data)
    assert share is None
    assert said


@pytest.mark.parametrize(
    "coordinates", [5, "x", [5], [[5]], [[["a", "b"], ["c", "d"]]], [[[1], [2], [3]]], [[[10**400, 1]] * 4], [[{}]]]
)
def test_coordinates_of_any_other_form_leave_the_day_open(tmp_path: Path, coordinates: object) -> None:
    """What cannot be read as rings might be anywhere: that day the map says nothing."""
    bad = {"type": "Feature", "geometry": {"type": "Polygon", "coordinates": coordinates}}
    share, said = _share_beside(tmp_path, geojson(feature(SQUARE), bad))
    assert share is None
    assert "says nothing anywhere" in said or "no number" in said


def test_impossible_latitudes_are_refused_as_exchanged(tmp_path: Path) -> None:
    """A second coordinate beyond 90 is no latitude: the file is refused with what to do, and not turned round."""
    far = [[47.0, 136.0], [47.0, 138.0], [49.0, 138.0], [49.0, 136.0], [47.0, 136.0]]
    share, said = _share_beside(tmp_path, geojson(feature(far)))
    assert share is None
    assert "exchanged" in said


def test_a_map_away_from_the_others_that_fits_exchanged_is_refused(tmp_path: Path) -> None:
    """37 and 48 are both possible: that other maps lie elsewhere tells which way round is right."""
    turned = geojson(feature([[y, x] for x, y in SQUARE]))
    maps = opened(
        written(tmp_path, {**GOOD, "m_20251102.geojson": GOOD["m_20251101.geojson"], "m_20251103.geojson": turned})
    )
    assert [share_on(maps, f"2025-11-0{day}") for day in (1, 2, 3)] == [pytest.approx(1), pytest.approx(1), None]
    assert [(skip.record, "exchanged" in skip.reason) for skip in maps.skips] == [("m_20251103.geojson", True)]


def test_the_area_decides_which_way_round_is_right(tmp_path: Path) -> None:
    """With the area named, maps that are all exchanged are all refused."""
    turned = geojson(feature([[y, x] for x, y in SQUARE]))
    with pytest.raises(InputError, match="exchanged"):
        opened(written(tmp_path, {"m_20251101.geojson": turned}), area="44, 22, 53, 41")
    with pytest.raises(InputError, match="outside"):
        opened(tmp_path, area="-44, -22, -33, -11")


def test_metres_are_refused_unless_the_projection_is_known(tmp_path: Path) -> None:
    """Web Mercator is turned back where the file says so; other metres are refused."""
    mercator = [
        [float(x) * 111319.490793, 6378137 * float(np.log(np.tan(np.pi / 4 + np.radians(y) / 2)))] for x, y in SQUARE
    ]
    named = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3857"}}
    other = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::32637"}}
    share, said = _share_beside(tmp_path / "a", geojson(feature(mercator), crs=named))
    assert share == pytest.approx(1)
    assert said == ""
    assert "not in degrees" in _share_beside(tmp_path / "b", geojson(feature(mercator)))[1]
    assert "projection" in _share_beside(tmp_path / "c", geojson(feature(mercator), crs=other))[1]


def test_a_day_to_come_is_refused(tmp_path: Path) -> None:
    """A map of tomorrow may be a matter of time zones; one of later is a wrong date."""
    maps = opened(
        written(
            tmp_path,
            {
                **GOOD,
                "m_20260101.geojson": GOOD["m_20251101.geojson"],
                "m_20260102.geojson": b"%s" % GOOD["m_20251101.geojson"],
            },
        )
    )
    assert share_on(maps, "2026-01-01") == pytest.approx(1)
    assert share_on(maps, "2026-01-02") is None
    assert ["day to come" in skip.reason for skip in maps.skips] == [True]


def test_no_date_two_dates_and_dates_of_drawings(tmp_path: Path) -> None:
    """Without a day, or with two, a file is not used; the properties of its drawings may tell the days instead."""
    two = {"m_20251101_20251102.geojson": GOOD["m_20251101.geojson"], "m.geojson": GOOD["m_20251101.geojson"]}
    maps = opened(written(tmp_path / "a", {**GOOD, **two}))
    assert sorted(skip.record for skip in maps.skips) == sorted(two)
    told = geojson(
        feature(held_up_to(37.0), date="2025-11-01"), feature(SQUARE, date="2025-11-02T06:00"), feature(SQUARE)
    )
    maps = opened(written(tmp_path / "b", {"all.geojson": told}))
    assert share_on(maps, "2025-11-01") == pytest.approx(0.5, abs=0.01)
    assert share_on(maps, "2025-11-02") == pytest.approx(1)
    assert [skip.reason.partition(",")[0] for skip in maps.skips] == ["1 without a day"]


def test_two_maps_of_one_layer_and_day(tmp_path: Path) -> None:
    """The same map twice is one; another one of the same day is not mixed into it, and that is said."""
    again = {"again/m_20251101.geojson": GOOD["m_20251101.geojson"]}
    assert opened(written(tmp_path / "a", {**GOOD, **again})).skips == ()
    other = {"x/m_20251101.geojson": geojson(feature(held_up_to(37.0)))}
    maps = opened(written(tmp_path / "b", {**GOOD, **other}))
    assert share_on(maps, "2025-11-01") == pytest.approx(1)
    assert ["another thing of the same layer and day" in skip.reason for skip in maps.skips] == [True]


def test_over_the_antimeridian(tmp_path: Path) -> None:
    """A ring that jumps from 179 to -179, one that goes on to 181, and one that was cut show the same."""
    jumps = [[179.0, -1.0], [-179.0, -1.0], [-179.0, 1.0], [179.0, 1.0], [179.0, -1.0]]
    on = [[x % 360, y] for x, y in jumps]
    cut = [square(179, -1, 180, 1), square(-180, -1, -179, 1)]
    for number, rings in enumerate([[jumps], [on], cut]):
        maps = opened(written(tmp_path / str(number), {"m_20251101.geojson": geojson(*map(feature, rings))}))
        assert share_on(maps, "2025-11-01", 30, 0.0, 180.0) == pytest.approx(1, abs=1e-6)
        assert share_on(maps, "2025-11-01", 30, 0.0, -180.0) == pytest.approx(1, abs=1e-6)
        assert share_on(maps, "2025-11-01", 30, 0.0, 179.0) == pytest.approx(0.5, abs=0.01)
        assert share_on(maps, "2025-11-01", 30, 0.0, 0.0) == 0


def test_kml_entities_are_not_expanded(tmp_path: Path) -> None:
    """A document type is only needed by a bomb or a spy: refused before anything of it is read."""
    bomb = '<!DOCTYPE k [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    spy = '<!DOCTYPE k [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
    for number, head in enumerate([bomb, spy]):
        share, said = _share_beside(tmp_path / str(number), kml(kml_polygon(SQUARE, "<name>&a;</name>"), head), ".kml")
        assert share is None
        assert "document type" in said


@pytest.mark.parametrize(
    "data", [b"<kml", b"<html><body/></html>", kml("<Placemark/>"), kml("<Placemark><Point/></Placemark>")]
)
def test_kml_without_polygons_is_said(tmp_path: Path, data: bytes) -> None:
    """Damaged, another XML, or without an area: no map, and a reason."""
    share, said = _share_beside(tmp_path, data, ".kml")
    assert share is None
    assert said


def test_holes_are_not_held(tmp_path: Path) -> None:
    """A hole round the town leaves it unheld, in each format."""
    hole = NEAR[::-1]
    rings = {end: " ".join(f"{x},{y}" for x, y in ring) for end, ring in (("outer", SQUARE), ("inner", hole))}
    boundary = "".join(
        f"<{end}BoundaryIs><LinearRing><coordinates>{told}</coordinates></LinearRing></{end}BoundaryIs>"
        for end, told in rings.items()
    )
    parts = shapefile_parts([SQUARE[::-1], NEAR])
    files = {
        "a.geojson": geojson(feature(SQUARE, hole)),
        "a.kml": kml(f"<Placemark><MultiGeometry><Polygon>{boundary}</Polygon></MultiGeometry></Placemark>"),
        "a.zip": zipped({"a" + end: data for end, data in parts.items()}),
    }
    for name, data in files.items():
        maps = opened(written(tmp_path / name, {name.replace("a.", "a_20251101."): data}))
        assert share_on(maps, "2025-11-01") == 0
        assert share_on(maps, "2025-11-01", lat=47.5) == pytest.approx(1)


def test_overlapping_drawings_count_once(tmp_path: Path) -> None:
    """Two drawings of one layer that overlap are one area, not a share above 1."""
    both = geojson(feature(SQUARE), feature(NEAR), feature(held_up_to(37.0)))
    maps = opened(written(tmp_path, {"m_20251101.geojson": both}))
    assert share_on(maps, "2025-11-01") == pytest.approx(1)


def test_too_many_coordinates_are_refused() -> None:
    """A map of more coordinates than the limit is refused while it is read."""
    parcel = Parcel("m", geojson(feature(SQUARE), feature(SQUARE)))
    with pytest.raises(InputError, match="coordinates"):
        list(shapes_of(parcel, most=9))
    assert len(list(shapes_of(parcel, most=10))) == 2


def test_what_would_become_far_larger_than_its_bytes_is_not_read() -> None:
    """Millions of empty lists or elements take a hundred times their bytes: they are counted before they are read."""
    for data in (b'{"type":"Polygon","coordinates":[' + b"[]," * 20_000 + b"[]]}", kml("<a/>" * 20_000)):
        with pytest.raises(InputError, match="empty marks"):
            list(shapes_of(Parcel("m", data), most=1_000))


def test_a_tangle_is_refused_instead_of_repaired() -> None:
    """Where every edge crosses every other, repairing takes their square in time and memory."""
    points = np.random.default_rng(1).uniform(30, 40, (3000, 2))
    drawn = polygon_of([np.vstack([points, points[:1]])])
    assert drawn.polygon is not None
    with pytest.raises(InputError, match="tangled"):
        joined([drawn.polygon])


def test_layers_without_a_holder_are_left_out_and_said(tmp_path: Path) -> None:
    """Who holds what is drawn is named by layer; a layer nobody was named for shows nothing."""
    told = geojson(
        feature(held_up_to(37.0), kind="Occupied east"), feature(NEAR, kind="grey zone"), feature(SQUARE, kind="own")
    )
    maps = opened(written(tmp_path, {"m_20251101.geojson": told}), layers="kind", holder="occupied*=RU; own=UA")
    assert [(layer.name, layer.holder) for layer in maps.layers] == [("Occupied east", "RU"), ("own", "UA")]
    assert ["grey zone" in skip.reason for skip in maps.skips] == [True]


@pytest.mark.parametrize(
    "options",
    [
        {"holder": ""},
        {"holder": "a="},
        {"area": "1,2,3"},
        {"area": "9,0,1,1"},
        {"area": "nan,0,1,1"},
        {"colour": "red"},
    ],
)
def test_options_that_make_no_sense_are_refused(tmp_path: Path, options: dict[str, str]) -> None:
    """A wrong option is an error of the table, before anything is read."""
    with pytest.raises(TableError):
        opened(written(tmp_path, GOOD), **options)


@given(st.binary(max_size=300), st.sampled_from([b"", b"\x00\x00\x27\x0a", b'{"type":', b"<kml>", b"\xff\xfe<"]))
def test_no_bytes_break_the_reading(data: bytes, start: bytes) -> None:
    """Whatever a file holds, it gives shapes or an error that says so."""
    with suppress(InputError):
        list(shapes_of(Parcel("x.shp", start + data), Limits().map_coordinates))


@given(st.data())
def test_no_damage_to_a_shapefile_breaks_the_reading(data: st.DataObject) -> None:
    """Bytes changed or cut anywhere in a good shapefile give shapes or an error that says so."""
    parts = shapefile_parts([SQUARE[::-1], NEAR], day="2025-11-01")
    damaged = {}
    for end in (".shp", ".dbf"):
        raw = bytearray(parts[end])
        for _ in range(data.draw(st.integers(0, 4))):
            raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
        damaged[end] = bytes(raw[: data.draw(st.integers(0, len(raw)))])
    with suppress(InputError):
        list(shapes_of(Parcel("x.shp", damaged[".shp"], {".dbf": damaged[".dbf"]}), 1000))


_JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["type", "geometry", "geometries", "coordinates", "features", "properties"]), inner
        )
    ),
    max_leaves=20,
)


@given(_JSON, st.sampled_from(["Feature", "FeatureCollection", "Polygon", "MultiPolygon", "GeometryCollection"]))
def test_no_json_breaks_the_reading(found: object, kind: str) -> None:
    """Any JSON under the name of GeoJSON gives shapes or an error that says so."""
    raw = {"type": kind, "features": found, "geometry": found, "coordinates": found, "geometries": found}
    with suppress(InputError):
        list(shapes_of(Parcel("x", json.dumps(raw).encode()), 1000))
