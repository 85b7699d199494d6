"""Stacks of radar images in a folder of GeoTIFFs, read in windows.

A file bears a date in its name, and its name without the date says which stack it belongs to: an orbit, a polarisation.

    S1/043_VV_2025-06-10.tif   S1/043_VV_2025-06-22.tif   → the stack "043_VV"
    S1/094/20250618.tif        S1/094/20250630.tif        → the stack "094"; of several bands, each is one

Only `Change.open` imports this, as rasterio may be absent. No other format is opened: some lead to other files or to
the network.
"""

from __future__ import annotations

import hashlib
import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import numpy.typing as npt
import rasterio
from rasterio.errors import RasterioError
from rasterio.features import rasterize
from rasterio.warp import transform_geom
from rasterio.windows import Window
from shapely.geometry import mapping, shape
from shapely.geometry.base import BaseGeometry

from firsthand.errors import EmptyInput, InputError, MissingInput
from firsthand.model import Skip

__all__ = [
    "Folder",
    "Grid",
    "Image",
    "Unreadable",
    "labels_of",
    "onto",
    "read_decibels",
    "read_folder",
    "typical_level",
]

Pixels = npt.NDArray[np.float64]

_DATE = re.compile(r"(?<!\d)(20\d\d)([-_.]?)(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])(?:T\d{6})?(?!\d)")
_MOST_FILES = 2000
_MOST_BANDS = 4
_LARGEST_BLOCK = 256_000_000
"""Bytes: a file is read block by block, and one block of a hostile file may be as large as all of it."""
_SETTINGS = {
    "GDAL_DISABLE_READDIR_ON_OPEN": "EMPTY_DIR",
    "GDAL_CACHEMAX": 64,
    "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": ".no",
}
_SAMPLE = 256
_SMOOTH = 3
"""Pixels that are averaged each way against speckle."""


class Unreadable(Exception):
    """A part of an image that cannot be read; whoever asked for it leaves the image out."""


@dataclass(frozen=True, slots=True)
class Grid:
    """Which ground the pixels of an image are: projection (as WKT), six numbers from pixels to it, width, height."""

    crs: str
    transform: tuple[float, ...]
    width: int
    height: int

    def window(self, bounds: tuple[float, float, float, float]) -> tuple[int, int, int, int]:
        """First and last row and column (the last not in it) of what lies within bounds of its projection."""
        a, _, west, _, e, north = self.transform
        left, bottom, right, top = bounds
        columns = max(0, math.floor((left - west) / a)), min(self.width, math.ceil((right - west) / a))
        rows = max(0, math.floor((top - north) / e)), min(self.height, math.ceil((bottom - north) / e))
        return rows[0], rows[1], columns[0], columns[1]


@dataclass(frozen=True, slots=True)
class Image:
    """One band of a file: the stack it belongs to, and its day."""

    path: Path
    label: str
    band: int
    stack: str
    day: date
    grid: Grid


@dataclass(frozen=True, slots=True)
class Folder:
    """All images on one grid, by stack and day, and what was left out."""

    images: tuple[Image, ...]
    grid: Grid
    skips: tuple[Skip, ...]
    digest: str


def read_folder(what: str, today: date) -> Folder:
    """The stacks of a folder.

    Raises:
        MissingInput, EmptyInput: there is no such folder, or nothing in it.
        InputError: nothing can be read.
    """
    root = Path(what).expanduser()
    if not root.is_dir():
        raise MissingInput(
            f"There is no folder {what}. Change is looked for in a folder of GeoTIFFs named by their dates."
        )
    paths = sorted(each for each in root.rglob("*") if each.suffix.lower() in (".tif", ".tiff") and each.is_file())
    if not paths:
        raise EmptyInput(f"{what} has no file that ends with .tif or .tiff.")
    if len(paths) > _MOST_FILES:
        raise InputError(
            f"{what} has {len(paths)} files; at most {_MOST_FILES} are read. Cut it to the place and the year."
        )
    images: list[Image] = []
    skips: list[Skip] = []
    for path in paths:
        found = _images_in(path, path.relative_to(root).as_posix(), today)
        if isinstance(found, str):
            skips.append(Skip("weigh", path.relative_to(root).as_posix(), found))
        else:
            images += found
    kept, others = _one_grid(images)
    kept, doubles = _one_a_day(kept)
    skips += others + doubles
    if not kept:
        raise InputError(f"{what} has no image that can be read. {skips[0].record}: {skips[0].reason}")
    return Folder(tuple(kept), kept[0].grid, tuple(skips), _digest(paths, root))


def _images_in(path: Path, label: str, today: date) -> list[Image] | str:
    """The bands of a file; or what is wrong with it."""
    dates = [match.group(1, 3, 4) for match in _DATE.finditer(label)]
    if not dates:
        return "its name has no date, such as 2025-06-10 or 20250610"
    try:
        day = date(*map(int, dates[0]))
    except ValueError:
        return f"its name has no date that there is: {'-'.join(dates[0])}"
    if day > today:
        return f"it is dated {day}, in the future"
    stack = _DATE.sub("", label.rsplit(".", 1)[0]).strip("/_-. ") or "images"
    try:
        with rasterio.Env(**_SETTINGS), rasterio.open(path, driver="GTiff") as raster:
            wrong = _wrong(raster)
            if wrong:
                return wrong
            grid = Grid(raster.crs.to_wkt(), tuple(raster.transform)[:6], raster.width, raster.height)
            bands = [(n, raster.descriptions[n - 1] or str(n)) for n in range(1, min(raster.count, _MOST_BANDS) + 1)]
    except (RasterioError, OSError, ValueError) as error:
        return f"it is no GeoTIFF that can be read: {str(error).replace(str(path), path.name)[:200]}"
    many = len(bands) > 1
    return [Image(path, label, n, f"{stack}, band {name[:40]}" if many else stack, day, grid) for n, name in bands]


def _wrong(raster: rasterio.DatasetReader) -> str | None:
    if raster.crs is None:
        return "it has no projection: it is not known where it lies"
    a, b, _, d, e, _ = tuple(raster.transform)[:6]
    if b or d or a <= 0 or e >= 0:
        return "it is turned, or has no place on the ground: north must be up"
    kinds = {np.dtype(kind) for kind in raster.dtypes if not kind.startswith("complex")}
    if len(kinds) < len(set(raster.dtypes)):
        return "its values are complex numbers; intensities are needed"
    block = max(rows * columns for rows, columns in raster.block_shapes)
    if block * max(kind.itemsize for kind in kinds) > _LARGEST_BLOCK:
        return f"its blocks are larger than {_LARGEST_BLOCK / 1e6:g} MB: write it anew in tiles"
    return None


def _one_grid(images: Sequence[Image]) -> tuple[list[Image], list[Skip]]:
    """Those on the grid that most have: pixels are compared one by one, and not moved."""
    if not images:
        return [], []
    grids = Counter(each.grid for each in images)
    most = max(grids, key=lambda grid: (grids[grid], grid.width * grid.height, grid.crs))
    other = "it lies on another grid (projection, place, size or resolution) than most: align it to them first"
    left_out = dict.fromkeys(each.label for each in images if each.grid != most)
    return [each for each in images if each.grid == most], [Skip("weigh", label, other) for label in left_out]


def _one_a_day(images: Sequence[Image]) -> tuple[list[Image], list[Skip]]:
    """One image of a stack on a day: two of one pass are not two witnesses."""
    kept: dict[tuple[str, date], Image] = {}
    skips = []
    for each in images:
        first = kept.setdefault((each.stack, each.day), each)
        if first is not each:
            skips.append(Skip("weigh", each.label, f"the stack {each.stack} has {first.label} of the same day"))
    return sorted(kept.values(), key=lambda each: (each.stack, each.day)), skips


def _digest(paths: Sequence[Path], root: Path) -> str:
    whole = hashlib.sha256()
    for path in paths:
        with path.open("rb") as file:
            whole.update(
                f"{path.relative_to(root).as_posix()} {hashlib.file_digest(file, 'sha256').hexdigest()}\n".encode()
            )
    return whole.hexdigest()


def onto(grid: Grid, area: BaseGeometry) -> BaseGeometry:
    """An area in degrees, in the projection of a grid.

    Raises:
        InputError: it cannot be projected there.
    """
    try:
        return shape(transform_geom("EPSG:4326", grid.crs, mapping(area)))
    except (RasterioError, ValueError) as error:
        raise InputError(f"The place cannot be put into the projection of the images: {str(error)[:100]}.") from error


def labels_of(
    grid: Grid, rows: tuple[int, int], columns: tuple[int, int], areas: Sequence[BaseGeometry]
) -> npt.NDArray[np.int32]:
    """For each pixel of a window the number (from 1) of the area that it lies in or touches; 0 for none."""
    a, _, west, _, e, north = grid.transform
    transform = rasterio.Affine(a, 0, west + columns[0] * a, 0, e, north + rows[0] * e)
    out: npt.NDArray[np.int32] = np.zeros((rows[1] - rows[0], columns[1] - columns[0]), dtype=np.int32)
    numbered = ((area, number) for number, area in enumerate(areas, 1) if not area.is_empty)
    shapes = list(numbered)
    if shapes:
        rasterize(shapes, out=out, transform=transform, all_touched=True)
    return out


def typical_level(image: Image, rows: tuple[int, int], columns: tuple[int, int]) -> tuple[float, bool] | None:
    """The median of a window, seen at a distance, and whether it is in decibels already; None where it has no values.

    Values of which most are below 0 are decibels: no intensity is.

    Raises:
        Unreadable: the file is damaged there.
    """
    window = Window(columns[0], rows[0], columns[1] - columns[0], rows[1] - rows[0])
    size = (min(_SAMPLE, rows[1] - rows[0]), min(_SAMPLE, columns[1] - columns[0]))
    values = _values(image, window, size)
    known = values[np.isfinite(values) & (values != 0)]
    if not known.size:
        return None
    decibels = bool((known < 0).mean() > 0.5)
    return float(np.median(known if decibels else _decibels(known[known > 0]))), decibels


def read_decibels(image: Image, rows: tuple[int, int], columns: tuple[int, int], *, decibels: bool) -> Pixels:
    """A window in decibels, averaged over 3 by 3 pixels against speckle; NaN where it has no value.

    Raises:
        Unreadable: the file is damaged there.
    """
    top, left = max(0, rows[0] - 1), max(0, columns[0] - 1)
    bottom, right = min(image.grid.height, rows[1] + 1), min(image.grid.width, columns[1] + 1)
    values = _values(image, Window(left, top, right - left, bottom - top), None)
    with np.errstate(over="ignore"):  # what overflows is no value, and left out as such
        power = 10 ** (values / 10) if decibels else np.where(values > 0, values, np.nan)
    smooth = _smoothed(power)
    return _decibels(smooth[rows[0] - top : rows[1] - top, columns[0] - left : columns[1] - left])


def _values(image: Image, window: Window, size: tuple[int, int] | None) -> Pixels:
    try:
        with rasterio.Env(**_SETTINGS), rasterio.open(image.path, driver="GTiff") as raster:
            read = raster.read(image.band, window=window, out_shape=size, masked=True, out_dtype="float64")
    except (RasterioError, OSError, ValueError) as error:
        raise Unreadable(f"it is damaged: {str(error).replace(str(image.path), image.label)[:200]}") from error
    plain: Pixels = np.ma.filled(read, np.nan)
    return np.where(np.isfinite(plain), plain, np.nan)


def _decibels(power: Pixels) -> Pixels:
    decibels: Pixels = 10 * np.log10(power)
    return decibels


def _smoothed(power: Pixels) -> Pixels:
    """The mean of what is known in 3 by 3 pixels; NaN stays where the pixel itself has none."""
    known = np.isfinite(power)
    total, count = _box_sum(np.where(known, power, 0.0)), _box_sum(known.astype(np.float64))
    return np.where(known, total / np.maximum(count, 1), np.nan)


def _box_sum(values: Pixels) -> Pixels:
    padded = np.pad(values, _SMOOTH // 2)
    height, width = values.shape
    parts: Iterator[Pixels] = (
        padded[row : row + height, column : column + width] for row in range(_SMOOTH) for column in range(_SMOOTH)
    )
    total: Pixels = np.sum(list(parts), axis=0)
    return total
