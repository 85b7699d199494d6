"""Reads the polygons of a shapefile, with its table (.dbf) and projection (.prj) where they lie beside it."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator, Sequence

import numpy as np
import shapefile
import shapely

from firsthand.errors import InputError
from firsthand.weigh.evidence.control_files import Parcel
from firsthand.weigh.evidence.control_formats import Shape, degrees
from firsthand.weigh.evidence.control_rings import Ring

__all__ = ["shapefile_shapes"]

_POLYGONS = (shapefile.POLYGON, shapefile.POLYGONZ, shapefile.POLYGONM)
_DAMAGED = (
    shapefile.ShapefileException,
    struct.error,
    ValueError,
    IndexError,
    KeyError,
    EOFError,
    OverflowError,
    TypeError,
    AssertionError,
    AttributeError,
    OSError,
    MemoryError,
)
"""What pyshp raises on bytes that are no shapefile; it checks little itself."""
_RECORD = 12
"""Bytes of the smallest record: its header, and the type of an empty shape."""


def shapefile_shapes(parcel: Parcel, most: int) -> Iterator[Shape]:
    """Its records, with what the table says of each.

    Raises:
        InputError: it is damaged, or in a projection that is not known.
    """
    projection = parcel.beside.get(".prj", b"")[:4096].decode("utf-8", "replace").strip()
    table = parcel.beside.get(".dbf")
    try:
        _check_lengths(parcel.data, most)
        with shapefile.Reader(
            shp=io.BytesIO(parcel.data), dbf=io.BytesIO(table) if table else None, encodingErrors="replace"
        ) as reader:
            rows = _rows(reader, len(parcel.data) // _RECORD) if table else []
            shapes = list(reader.iterShapes())
            kinds = [(each.shapeType, each) for each in shapes]
    except _DAMAGED as error:
        raise InputError(f"damaged shapefile: {str(error)[:120]}. Fetch it again") from error
    for number, (kind, each) in enumerate(kinds):
        properties = rows[number] if number < len(rows) else {}
        if kind == shapefile.NULL:
            yield Shape(properties)
        elif kind not in _POLYGONS:
            yield Shape(properties, other=(shapefile.SHAPETYPE_LOOKUP.get(kind, str(kind)),))
        else:
            yield _shape(each.points, each.parts, projection, properties)


def _shape(
    points: Sequence[Sequence[float]], parts: Sequence[int], projection: str, properties: dict[str, str]
) -> Shape:
    try:
        all_points = np.array([(point[0], point[1]) for point in points], dtype=np.float64).reshape(-1, 2)
    except (TypeError, ValueError, IndexError):
        return Shape(properties, unreadable=("a record has no coordinates",))
    ends = [*parts[1:], len(all_points)]
    rings = [degrees(all_points[start:end], projection) for start, end in zip(parts, ends, strict=True)]
    return Shape(properties, tuple(_grouped([ring for ring in rings if len(ring)])))


def _grouped(rings: Sequence[Ring]) -> Iterator[tuple[Ring, ...]]:
    """Outer rings go with the clock, holes against it (ESRI 1998, p. 8); a hole belongs to the smallest outer ring
    round its first point. A hole round which there is none is an outer ring drawn the wrong way."""
    turned = [(ring, _area(ring)) for ring in rings]
    outer = [ring for ring, area in turned if area <= 0]
    holes = [ring for ring, area in turned if area > 0]
    if not holes or not outer:
        yield from ((ring,) for ring in rings)
        return
    order = sorted(range(len(outer)), key=lambda number: abs(_area(outer[number])))
    solid = [shapely.Polygon(ring) if len(ring) > 3 and np.isfinite(ring).all() else None for ring in outer]
    inside: list[list[Ring]] = [[] for _ in outer]
    alone: list[Ring] = []
    for hole in holes:
        point = shapely.Point(hole[0]) if np.isfinite(hole[0]).all() else None
        found = next((n for n in order if point is not None and _round(solid[n], point)), None)
        (inside[found] if found is not None else alone).append(hole)
    yield from ((ring, *inside[number]) for number, ring in enumerate(outer))
    yield from ((ring,) for ring in alone)


def _round(polygon: shapely.Polygon | None, point: shapely.Point) -> bool:
    return polygon is not None and polygon.is_valid and bool(shapely.covers(polygon, point))


def _area(ring: Ring) -> float:
    """Twice the area, above 0 where it goes against the clock."""
    x, y = ring[:, 0], ring[:, 1]
    return float(np.dot(x[:-1], y[1:]) - np.dot(x[1:], y[:-1]) + x[-1] * y[0] - x[0] * y[-1])


def _rows(reader: shapefile.Reader, most: int) -> list[dict[str, str]]:
    """What the table says of each record, as text."""
    rows = []
    for number, record in enumerate(reader.iterRecords()):
        if number >= most:
            break
        rows.append({key: str(value) for key, value in record.as_dict().items() if value not in (None, "")})
    return rows


def _check_lengths(data: bytes, most: int) -> None:
    """Each record says how long it is and how many points it has: believed only where the bytes are there."""
    if len(data) < 100 or len(data) != 2 * struct.unpack(">i", data[24:28])[0]:
        raise InputError("damaged shapefile: not as long as it says. Fetch it again")
    at, seen = 100, 0
    while at + _RECORD <= len(data):
        words, kind = struct.unpack(">i", data[at + 4 : at + 8])[0], struct.unpack("<i", data[at + 8 : at + 12])[0]
        size = 2 * words
        if size < 4 or at + 8 + size > len(data):
            raise InputError(f"damaged shapefile: the record at byte {at:,} is longer than the file. Fetch it again")
        if kind in _POLYGONS and size >= 44:
            parts, points = struct.unpack("<ii", data[at + 44 : at + 52])
            if parts < 0 or points < 0 or 44 + 4 * parts + 16 * points > size:
                raise InputError(f"damaged shapefile: the record at byte {at:,} lacks points. Fetch it again")
            seen += points
        at += 8 + size
    if seen > most:
        raise InputError(f"more than {most:,} coordinates in one map; simplify it")
