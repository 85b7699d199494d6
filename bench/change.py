"""How often radar change is called where nothing changed, and how often where a known share of houses did.

Simulated ground: each pixel has a backscatter of its own, every image its own speckle (gamma distributed, as the
intensity of so many looks is: Goodman 1976; Sentinel-1 GRD has 4.4), every day its own wetness, every pixel its own
season. Two orbits, 24 images before and 5 after, houses of 2 by 2 pixels, of which a known share becomes brighter or
darker by so many decibels. All is written as GeoTIFFs and goes the same way as anybody's. No image of anybody's is
needed.

    python -m bench.change           print the curves, and write them to bench/results/change.json
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import numpy.typing as npt
import rasterio
from rasterio.transform import from_origin
from rasterio.warp import transform, transform_geom

from bench.stamp import RESULTS, write_result
from firsthand.claims import Ground
from firsthand.evidence import Asked, Evidence
from firsthand.weigh.evidence.change import Change

__all__ = ["DAY", "World", "asked_of", "main", "make"]

DAY = date(2025, 6, 15)
_SIZE = 160
_PIXEL = 10.0
_WEST, _NORTH = 350_000.0, 5_320_000.0
"""Of the images, in UTM 37N."""
_EFFECTS = (0.5, 1.0, 1.5, 2.0, 3.0, 4.0, 6.0)
_RUNS = 3
_STILL_RUNS = 5

Pixels = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class World:
    """What is simulated: `effect` in decibels on a share of the houses in the place; `looks` of the speckle; `wet` is
    by how many decibels whole days differ, `lasting` by how many a pixel goes up and down over the months."""

    effect: float = 0.0
    share: float = 0.3
    looks: float = 4.4
    wet: float = 1.0
    lasting: float = 0.3
    before: int = 24
    after: int = 5
    orbits: tuple[str, ...] = ("043", "094")


def houses() -> list[tuple[int, int]]:
    """First row and column of each house: 2 by 2 pixels every 5."""
    return [(row, column) for row in range(2, _SIZE - 3, 5) for column in range(2, _SIZE - 3, 5)]


def _distance(row: int, column: int) -> float:
    """Km from the middle of the images."""
    return float(np.hypot(row + 1 - _SIZE / 2, column + 1 - _SIZE / 2)) * _PIXEL / 1000


STILL = {
    "as above": World(),
    "wet and dry days": World(wet=3.0),
    "no seasons": World(lasting=0.0),
    "seasons of 1 dB": World(lasting=1.0),
    "seasons of 2 dB": World(lasting=2.0),
    "one look": World(looks=1.0),
    "8 before, 2 after": World(before=8, after=2),
    "one orbit": World(orbits=("043",)),
}
"""Worlds in which nothing happens."""


def make(folder: Path, world: World, seed: int, radius_km: float = 0.4) -> float:
    """Write the images of a world, and `houses.geojson`. The changed houses lie within the radius; gives their share
    of the houses there."""
    random = np.random.default_rng(seed)
    near = [each for each in houses() if _distance(*each) < radius_km]
    changed = [each for each in near if random.random() < world.share]
    for orbit in world.orbits:
        ground = random.normal(-9, 3, (_SIZE, _SIZE))
        phase = random.uniform(0, 2 * np.pi, (_SIZE, _SIZE))
        sign = {each: random.choice((-1.0, 1.0)) for each in changed}
        for number in range(-world.before, world.after):
            day = DAY + timedelta(days=12 * number + 3)
            season = world.lasting * np.sin(2 * np.pi * number / 30 + phase)
            level = ground + season + random.normal(0, world.wet)
            if number >= 0:
                for row, column in changed:
                    level[row : row + 2, column : column + 2] += sign[row, column] * world.effect
            speckled = 10 ** (level / 10) * random.gamma(world.looks, 1 / world.looks, level.shape)
            write(folder / f"{orbit}_VV_{day}.tif", speckled)
    _draw(folder / "houses.geojson")
    return len(changed) / len(near)


def write(path: Path, values: Pixels) -> None:
    """A GeoTIFF of intensities in UTM 37N."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with rasterio.open(
        path,
        "w",
        driver="GTiff",
        width=values.shape[1],
        height=values.shape[0],
        count=1,
        dtype="float32",
        crs="EPSG:32637",
        transform=from_origin(_WEST, _NORTH, _PIXEL, _PIXEL),
        nodata=-9999,
        tiled=True,
        blockxsize=128,
        blockysize=128,
    ) as raster:
        raster.write(values.astype("float32"), 1)


def _draw(path: Path) -> None:
    features = []
    for row, column in houses():
        west, north = _WEST + column * _PIXEL + 1, _NORTH - row * _PIXEL - 1
        east, south = west + 2 * _PIXEL - 2, north - 2 * _PIXEL + 2
        ring = [(west, south), (east, south), (east, north), (west, north), (west, south)]
        geometry = transform_geom("EPSG:32637", "EPSG:4326", {"type": "Polygon", "coordinates": [ring]})
        features.append({"type": "Feature", "properties": {}, "geometry": geometry})
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")


def asked_of(radius_km: float = 0.4, event: str = "destruction") -> Asked:
    """A claim about the middle of the images."""
    x, y = _WEST + _SIZE / 2 * _PIXEL, _NORTH - _SIZE / 2 * _PIXEL
    (lon,), (lat,) = transform("EPSG:32637", "EPSG:4326", [x], [y])
    return Asked("made", DAY, event=event, ground=Ground("made", lat, lon, radius_km), since=DAY, until=DAY)


def _run(world: World, seed: int, *, outlines: bool) -> tuple[Evidence, float]:
    with tempfile.TemporaryDirectory() as folder:
        share = make(Path(folder), world, seed)
        options = {"footprints": f"{folder}/houses.geojson"} if outlines else {}
        (found,) = Change(lambda: date(2027, 1, 1)).open(folder, "made", options).asked(asked_of())
        return found, share


def _of(found: Evidence, what: str) -> float:
    return next(each.value for each in found.measured if each.what == what)


def _row(world: World, seeds: Sequence[int], *, outlines: bool) -> dict[str, float]:
    """Means over runs; `share` is that of houses in the place which did change."""
    found = [_run(world, seed, outlines=outlines) for seed in seeds]
    alarms = [_of(each, "false alarms") for each, _ in found]
    return {
        "share": float(np.mean([share for _, share in found])) if world.effect else 0.0,
        "changed": float(np.mean([_of(each, "changed") for each, _ in found])),
        "beyond_false_alarms": float(np.mean([_of(each, "changed beyond false alarms") for each, _ in found])),
        "false_alarms": float(np.mean(alarms)),
        "supports": float(np.mean([each.verdict == "supports" for each, _ in found])),
    }


def _printed(name: str, row: dict[str, float]) -> None:
    print(f"  {name:20}", "  ".join(f"{key} {value:.3f}" for key, value in row.items()), flush=True)


def main(arguments: Sequence[str]) -> int:
    """Print and write the curves."""
    argparse.ArgumentParser(description=__doc__.splitlines()[0]).parse_args(arguments)
    curves: dict[str, dict[str, dict[str, float]]] = {"still": {}, "footprints": {}, "pixels": {}}
    print("nothing happens, by footprints")
    for number, (name, world) in enumerate(STILL.items(), 1):
        seeds = range(100 * number, 100 * number + _STILL_RUNS)  # others in each, or all would share one chance
        curves["still"][name] = _row(world, seeds, outlines=True)
        _printed(name, curves["still"][name])
    for unit, effects in (("footprints", _EFFECTS), ("pixels", _EFFECTS[1::2])):
        print(f"about 30% of the houses change, by {unit}")
        for effect in effects:
            curves[unit][f"{effect:g} dB"] = _row(World(effect=effect), range(_RUNS), outlines=unit == "footprints")
            _printed(f"{effect:g} dB", curves[unit][f"{effect:g} dB"])
    write_result(
        RESULTS / "change.json", "bench.change", arguments, {"runs": _RUNS, "still_runs": _STILL_RUNS, "curves": curves}
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
