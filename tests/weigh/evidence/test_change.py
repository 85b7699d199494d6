"""Change seen by radar: called where houses changed, not where rain fell, and nothing lost by what cannot be read."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
import rasterio
from bench.change import DAY, World, asked_of, make, write
from rasterio.transform import from_origin

from firsthand.claims import Ground
from firsthand.errors import EmptyInput, InputError, MissingInput, TableError
from firsthand.evidence import Asked, Evidence
from firsthand.kinds import Verdict
from firsthand.resolve.events import event_types
from firsthand.weigh.evidence.change import EXPECTED, POSSIBLE, Change, ChangeBody
from firsthand.weigh.evidence.change_ground import read_footprints
from firsthand.weigh.weights import prior_weights

_CHANGE = Change(lambda: date(2027, 1, 1))
_SMALL = World(before=9, after=3, orbits=("043",), lasting=0.0)
_ASKED = asked_of()


@pytest.fixture(scope="module")
def still(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Images of a place where nothing happened."""
    folder = tmp_path_factory.mktemp("still")
    make(folder, _SMALL, 1)
    return folder


@pytest.fixture(scope="module")
def struck(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Images of a place where half of the houses changed by 6 dB."""
    folder = tmp_path_factory.mktemp("struck")
    make(folder, replace(_SMALL, effect=6.0, share=0.5), 2)
    return folder


def _open(folder: Path, *, outlines: bool = True, **options: str) -> ChangeBody:
    drawn = {"footprints": "houses.geojson"} if outlines else {}
    return _CHANGE.open(str(folder), "made", {**drawn, **options})


def _found(folder: Path, asked: Asked = _ASKED, *, outlines: bool = True, **options: str) -> Evidence:
    (found,) = _open(folder, outlines=outlines, **options).asked(asked)
    return found


def _copy(folder: Path, to: Path) -> Path:
    return Path(shutil.copytree(folder, to / "copy"))


def test_houses_that_changed_speak_for_a_strike(struck: Path) -> None:
    """Nearly all that changed are found, and it says how often it would say so of others."""
    found = _found(struck)
    assert (found.verdict, found.rule) == (Verdict.SUPPORTS, "change_seen")
    measured = {each.what: each for each in found.measured}
    assert 0.4 < measured["changed"].value < 0.65
    assert measured["changed around"].value < 0.12
    alarms = measured["false alarms"]
    assert alarms.low is not None
    assert alarms.high is not None
    assert 0 < alarms.low < alarms.value < alarms.high < 0.2
    assert "snow" in found.limitation
    assert found.since == date(2025, 3, 2)
    assert found.until == date(2025, 7, 12)


def test_pixels_count_where_no_houses_are_drawn(struck: Path) -> None:
    """Fewer changed, as streets and yards are pixels too."""
    found = _found(struck, outlines=False)
    assert found.rule == "change_seen"
    assert "pixels" in found.detail


@pytest.mark.parametrize("outlines", [True, False])
def test_ground_where_nothing_happened_is_no_evidence(still: Path, outlines: bool) -> None:
    """What it calls changed there is what it calls changed anywhere; and that contradicts nobody."""
    found = _found(still, outlines=outlines)
    assert (found.verdict, found.rule) == (Verdict.SILENT, "change_as_false_alarms")


def test_false_alarms_are_as_many_as_were_allowed(still: Path) -> None:
    """The threshold follows from them, and a stricter one calls less."""
    rates = [
        next(
            each.value for each in _found(still, outlines=False, false_alarms=allowed).measured if "alarms" in each.what
        )
        for allowed in ("0.01", "0.05", "0.2")
    ]
    assert rates == pytest.approx([0.01, 0.05, 0.2], rel=0.5)


def test_rain_over_everything_is_no_change(still: Path, tmp_path: Path) -> None:
    """All images after are 3 dB brighter everywhere: levelled, nothing is left of it."""
    folder = _copy(still, tmp_path)
    for path in folder.glob("*_2025-0[67]-*.tif"):
        with rasterio.open(path) as raster:
            values = raster.read(1)
        write(path, values * 2.0)
    assert _found(folder).rule == "change_as_false_alarms"


def test_what_changed_all_around_is_not_of_the_claim(struck: Path) -> None:
    """A claim about one corner of what changed: its surroundings changed as much."""
    ground = _ASKED.ground
    assert ground is not None
    found = _found(struck, replace(_ASKED, ground=replace(ground, radius_km=0.15)), false_alarms="0.1")
    assert (found.verdict, found.rule) == (Verdict.CONSISTENT, "change_as_around")


@pytest.mark.parametrize("event", sorted(POSSIBLE))
def test_what_can_be_without_rubble_is_never_supported(struck: Path, event: str) -> None:
    """A capture may break every house, and broken houses show no capture."""
    found = _found(struck, replace(_ASKED, event=event))
    assert (found.verdict, found.rule) == (Verdict.CONSISTENT, "change_beside")


def test_other_events_and_other_places_are_none_of_its_business(struck: Path) -> None:
    """An election, a place the images do not show, a claim without a place."""
    body = _open(struck)
    for asked in (
        replace(_ASKED, event="election"),
        replace(_ASKED, event=None),
        replace(_ASKED, ground=None),
        replace(_ASKED, ground=Ground("far", 10.0, 10.0, 1.0)),
    ):
        assert not list(body.asked(asked))


def test_both_sides_are_treated_alike(struck: Path) -> None:
    """Whoever is said to have done it."""
    assert _found(struck, replace(_ASKED, actor="RU")) == _found(struck, replace(_ASKED, actor="UA"))


@pytest.mark.parametrize(
    ("day", "radius", "rule", "says"),
    [
        (date(2025, 3, 20), 0.4, "change_not_measured", "too few images"),
        (date(2026, 10, 15), 0.4, "change_not_measured", "none in that time"),
        (date(2025, 6, 15), 3.0, "change_not_measured", "less than half"),
        (date(2025, 6, 15), 8.0, "change_place_too_wide", "somewhere"),
    ],
)
def test_what_cannot_be_told_is_said(still: Path, day: date, radius: float, rule: str, says: str) -> None:
    """With why, and silent."""
    ground = _ASKED.ground
    assert ground is not None
    asked = replace(_ASKED, since=day, until=day, ground=replace(ground, radius_km=radius))
    found = _found(still, asked)
    assert (found.verdict, found.rule) == (Verdict.SILENT, rule)
    assert says in found.detail


def test_decibels_and_intensities_give_the_same(struck: Path, tmp_path: Path) -> None:
    """Both are in use, and told apart by their values."""
    folder = _copy(struck, tmp_path)
    for path in folder.glob("*.tif"):
        with rasterio.open(path) as raster:
            values = raster.read(1)
        write(path, 10 * np.log10(values))
    one, other = (_found(each).measured for each in (struck, folder))
    assert [each.value for each in other] == pytest.approx([each.value for each in one], rel=0.01)


def test_two_stacks_are_tested_apart_and_the_larger_counts(struck: Path, still: Path, tmp_path: Path) -> None:
    """An orbit that sees nothing does not hide what another sees."""
    folder = _copy(struck, tmp_path)
    for path in still.glob("*.tif"):
        shutil.copy(path, folder / path.name.replace("043", "094"))
    found = _found(folder)
    assert found.rule == "change_seen"
    assert "043_VV: 9 before, 3 after; 094_VV: 9 before, 3 after" in found.detail


def test_a_damaged_image_is_left_out_and_the_rest_counts(struck: Path, tmp_path: Path) -> None:
    """One that is none, one cut off, one whose inside is broken, one without a date, one of the future."""
    folder = _copy(struck, tmp_path)
    good = sorted(folder.glob("*.tif"))
    (folder / "043_VV_2025-06-01.tif").write_bytes(b"II*\0" + b"\xff" * 100)
    cut = folder / "044_VV_2025-06-01.tif"
    cut.write_bytes(good[0].read_bytes()[:400])
    shutil.copy(good[0], folder / "undated.tif")
    shutil.copy(good[0], folder / "043_VV_2031-01-01.tif")
    with rasterio.open(good[3]) as raster:
        profile = {**raster.profile, "compress": "deflate"}
        values = raster.read(1)
    with rasterio.open(good[3], "w", **profile) as raster:
        raster.write(values, 1)
    broken = bytearray(good[3].read_bytes())
    broken[len(broken) // 4 : len(broken) * 3 // 4] = bytes(len(broken) // 2)
    good[3].write_bytes(bytes(broken))
    body = _open(folder)
    (found,) = body.asked(_ASKED)
    assert found.rule == "change_seen"
    assert "8 before, 3 after" in found.detail
    reasons = {skip.record: skip.reason for skip in body.skips}
    assert "no GeoTIFF" in reasons["043_VV_2025-06-01.tif"]
    assert cut.name in reasons
    assert "no date" in reasons["undated.tif"]
    assert "future" in reasons["043_VV_2031-01-01.tif"]
    assert "damaged" in reasons[good[3].name]


def _tif(
    path: Path, crs: str | None = "EPSG:32637", transform: object = None, kind: str = "float32", **more: object
) -> None:
    values = np.ones((1, 64, 64), dtype=kind)
    placed = transform or from_origin(350_000, 5_320_000, 10, 10)
    profile = {"driver": "GTiff", "width": 64, "height": 64, "count": 1, "dtype": kind, "crs": crs, **more}
    with rasterio.open(path, "w", transform=placed, **profile) as raster:
        raster.write(values)


def test_other_grids_and_projections_are_left_out(struck: Path, tmp_path: Path) -> None:
    """Pixels are compared one by one: what is not on the same ground is not moved there."""
    folder = _copy(struck, tmp_path)
    _tif(folder / "a_2025-06-01.tif")
    _tif(folder / "b_2025-06-01.tif", crs="EPSG:4326", transform=from_origin(36, 49, 0.001, 0.001))
    _tif(folder / "c_2025-06-01.tif", crs=None)
    _tif(folder / "d_2025-06-01.tif", transform=rasterio.Affine(7, 7, 350_000, 7, -7, 5_320_000))
    _tif(folder / "e_2025-06-01.tif", kind="complex64")
    body = _open(folder)
    reasons = {skip.record[0]: skip.reason for skip in body.skips}
    assert "another grid" in reasons["a"]
    assert "another grid" in reasons["b"]
    assert "no projection" in reasons["c"]
    assert "north must be up" in reasons["d"]
    assert "complex" in reasons["e"]
    assert next(iter(body.asked(_ASKED))).rule == "change_seen"


def test_a_block_as_large_as_memory_is_refused(tmp_path: Path) -> None:
    """A file of a few kB may hold one block of gigabytes."""
    path = tmp_path / "x_2025-06-01.tif"
    more = {"compress": "deflate", "blockysize": 20_000, "sparse_ok": True}
    profile = {
        "driver": "GTiff",
        "width": 20_000,
        "height": 20_000,
        "count": 1,
        "dtype": "float32",
        "crs": "EPSG:32637",
    }
    with rasterio.open(path, "w", transform=from_origin(0, 0, 10, 10), **profile, **more):
        pass
    assert path.stat().st_size < 1_000_000
    with pytest.raises(InputError, match="blocks are larger"):
        _CHANGE.open(str(tmp_path), "made", {})


def test_no_other_format_is_opened_under_this_name(struck: Path, tmp_path: Path) -> None:
    """A VRT is XML that leads anywhere."""
    target = next(struck.glob("*.tif"))
    band = f"<SimpleSource><SourceFilename>{target}</SourceFilename><SourceBand>1</SourceBand></SimpleSource>"
    vrt = '<VRTDataset rasterXSize="160" rasterYSize="160"><VRTRasterBand dataType="Float32" band="1">'
    vrt += f"{band}</VRTRasterBand></VRTDataset>"
    (tmp_path / "a_2025-06-01.tif").write_text(vrt, encoding="utf-8")
    with pytest.raises(InputError, match="no GeoTIFF"):
        _CHANGE.open(str(tmp_path), "made", {})


def test_pixels_without_value_count_for_nothing(struck: Path, tmp_path: Path) -> None:
    """Borders of a pass, and images that are empty there, are not zeros."""
    folder = _copy(struck, tmp_path)
    for number, path in enumerate(sorted(folder.glob("*.tif"))):
        with rasterio.open(path) as raster:
            values = raster.read(1)
        values[:, 100:] = -9999 if number % 2 else np.nan
        if number == 4:
            values[:] = -9999
        write(path, values)
    found = _found(folder)
    assert found.rule == "change_seen"
    assert "8 before, 3 after" in found.detail
    assert next(each.value for each in found.measured if each.what == "footprints looked at") < 212


def test_the_same_day_twice_counts_once(struck: Path, tmp_path: Path) -> None:
    """Two files of one pass are no two observations."""
    folder = _copy(struck, tmp_path)
    shutil.copy(next(folder.glob("*.tif")), folder / next(folder.glob("*.tif")).name.replace("-", ""))
    body = _open(folder)
    assert len(body.skips) == 1
    assert "same day" in body.skips[0].reason


def test_bands_are_stacks_of_their_own(tmp_path: Path) -> None:
    """VV and VH in one file, as they are often written."""
    for day in ("2025-05-01", "2025-05-13"):
        placed = {"crs": "EPSG:32637", "transform": from_origin(350_000, 5_320_000, 10, 10)}
        shape = {"width": 8, "height": 8, "count": 2, "dtype": "float32"}
        with rasterio.open(tmp_path / f"S1_{day}.tif", "w", driver="GTiff", **shape, **placed) as raster:
            raster.descriptions = ("VV", "VH")
            raster.write(np.ones((2, 8, 8), dtype="float32"))
    folder = _open(tmp_path, outlines=False).folder
    assert sorted({each.stack for each in folder.images}) == ["S1, band VH", "S1, band VV"]
    assert len(folder.images) == 4


def test_footprints_each_by_itself(tmp_path: Path) -> None:
    """A point, one that crosses itself, one off the Earth, one without numbers: the others are read."""
    square = [[37.0, 48.0], [37.1, 48.0], [37.1, 48.1], [37.0, 48.1], [37.0, 48.0]]
    bow = [[37.0, 48.0], [37.1, 48.1], [37.1, 48.0], [37.0, 48.1], [37.0, 48.0]]
    off = [[350_000, 5_320_000], [350_010, 5_320_000], [350_010, 5_320_010], [350_000, 5_320_000]]
    shapes: list[object] = [{"type": "Polygon", "coordinates": [ring]} for ring in (square, bow, off, [["a", "b"]], [])]
    shapes += [{"type": "Point", "coordinates": [37, 48]}, None]
    path = tmp_path / "f.geojson"
    path.write_text(json.dumps({"features": [{"geometry": each} for each in shapes] + [7]}), encoding="utf-8")
    found, skips = read_footprints(path)
    assert len(found) == 2
    assert [skip.record for skip in skips] == [f"f.geojson, feature {n}" for n in range(3, 9)]
    assert "swapped" in skips[0].reason
    for content in ("", "[]", "{}", '{"features": []}', "\xff"):
        path.write_text(content, encoding="latin-1")
        with pytest.raises(InputError):
            read_footprints(path)


def test_footprints_of_elsewhere_are_said(struck: Path, tmp_path: Path) -> None:
    """As where longitude and latitude are swapped."""
    folder = _copy(struck, tmp_path)
    path = folder / "houses.geojson"
    drawn = json.loads(path.read_text("utf-8"))
    for feature in drawn["features"]:
        ring = feature["geometry"]["coordinates"][0]
        feature["geometry"]["coordinates"][0] = [[y, x] for x, y in ring]
    path.write_text(json.dumps(drawn), encoding="utf-8")
    found = _found(folder)
    assert found.rule == "change_not_measured"
    assert "swapped" in found.detail


def test_folders_with_nothing_in_them(tmp_path: Path) -> None:
    """Missing, empty, or without what is needed."""
    with pytest.raises(MissingInput, match="no folder"):
        _CHANGE.open(str(tmp_path / "none"), "made", {})
    with pytest.raises(EmptyInput, match=r"\.tif"):
        _CHANGE.open(str(tmp_path), "made", {})
    (tmp_path / "a_2025-06-01.tif").write_bytes(b"")
    with pytest.raises(InputError, match="no image that can be read"):
        _CHANGE.open(str(tmp_path), "made", {})


@pytest.mark.parametrize(("option", "value"), [("before", "x"), ("after", "0"), ("false_alarms", "1"), ("orbit", "43")])
def test_an_option_that_is_none_is_refused(still: Path, option: str, value: str) -> None:
    """With what it should be."""
    with pytest.raises(TableError, match=option):
        _CHANGE.open(str(still), "made", {option: value})


def test_the_version_is_that_of_images_outlines_and_options(still: Path, tmp_path: Path) -> None:
    """Wherever the folder lies."""
    folder = _copy(still, tmp_path)
    version = _open(still).version
    assert _open(folder).version == version
    assert _open(folder, outlines=False).version != version
    assert _open(folder, after="30").version != version
    next(folder.glob("*.tif")).unlink()
    assert _open(folder).version != version


def test_a_missing_library_is_named(still: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the command that brings it."""
    for name in ("change_rasters", "change_looking", "change_scores"):
        monkeypatch.delitem(sys.modules, f"firsthand.weigh.evidence.{name}", raising=False)
    monkeypatch.setitem(sys.modules, "rasterio", None)
    with pytest.raises(InputError, match=r"pip install 'firsthand\[imagery\]'"):
        _open(still)


def test_rules_and_events_exist() -> None:
    """What is silent weighs nothing."""
    rules = prior_weights().rules
    assert rules["change_seen"][0] > rules["change_beside"][0] >= rules["change_as_around"][0] >= 0
    for rule in ("change_as_false_alarms", "change_not_measured", "change_place_too_wide"):
        assert rules[rule][:3] == (0, 0, 0)
    assert set(event_types()) >= EXPECTED | POSSIBLE
    assert not EXPECTED & POSSIBLE


_MEASURE = """
import resource, sys
from dataclasses import replace
from datetime import date, timedelta
from bench.change import asked_of
from firsthand.weigh.evidence.change import Change
asked = asked_of(float(sys.argv[2]))
(found,) = Change(lambda: date(2027, 1, 1)).open(sys.argv[1], "made", {}).asked(asked)
assert "pixels changed" in found.detail, found.detail
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


def _peak(folder: Path, radius_km: float) -> int:
    """MB that a process of its own takes at most to look at a circle in the middle of the images."""
    command = [sys.executable, "-c", _MEASURE, str(folder), str(radius_km)]
    root = Path(__file__).resolve().parents[3]
    paths = os.pathsep.join([str(root), str(root / "src")])
    done = subprocess.run(
        command, capture_output=True, text=True, check=True, cwd=root, env={**os.environ, "PYTHONPATH": paths}
    )
    return int(done.stdout)


def test_memory_stays_flat_however_large_the_place(tmp_path: Path) -> None:
    """A hundred times the pixels, read in windows: all of them at once would take 700 MB more."""
    random = np.random.default_rng(1)
    for number in range(-6, 2):
        day = DAY + timedelta(days=12 * number + 3)
        values = np.tile(random.gamma(4.4, 1 / 4.4, (200, 200)), (10, 10)).astype("float32")
        placed = from_origin(350_000 + 800 - 10_000, 5_320_000 - 800 + 10_000, 10, 10)
        shape = {"width": 2000, "height": 2000, "count": 1, "dtype": "float32", "tiled": True}
        with rasterio.open(
            tmp_path / f"a_{day}.tif", "w", driver="GTiff", crs="EPSG:32637", transform=placed, **shape
        ) as raster:
            raster.write(values, 1)
    assert _peak(tmp_path, 4.9) - _peak(tmp_path, 0.4) < 250
