"""Cut the land into pieces that belong to one region and, in each view, to one country; and make their edges simple."""

from collections import defaultdict
from dataclasses import dataclass, replace

import shapely
from assets.borders.reading import Country, Names, Region
from shapely.geometry import Polygon, box
from shapely.geometry.base import BaseGeometry

__all__ = ["GRID", "Piece", "cut", "simplified"]

GRID = 0.001
"""Degrees, about 100 m: what coordinates are rounded to."""
COARSE, FINE = 0.05, 0.003
"""Degrees by which a line may be off, outside and inside of `NEAR`."""
NEAR = shapely.union_all([box(21.5, 43.5, 42.5, 56.5), box(31, 29, 43, 38)])
"""Where the map has to bear a closer look."""
ISLET, ISLET_NEAR = 0.02, 0.0003
"""Square degrees under which an island is left out, unless it is the largest part of its region."""
SLIVER = 0.002
"""Square degrees under which a difference between the two sources is their inexactness."""

DIVIDED = {"IL-JM", "IL-Z", "MA-14", "MA-15", "SD-RS"}
"""Regions through which a recognised border runs: Jerusalem, the Golan Heights, Western Sahara (twice), Bir Tawil."""
EAST_JERUSALEM = Polygon(
    [
        *[(35.168, 31.808), (35.18, 31.805), (35.2, 31.803), (35.213, 31.8), (35.222, 31.799), (35.2265, 31.79)],
        *[(35.2275, 31.787), (35.226, 31.78), (35.227, 31.776), (35.2285, 31.7715), (35.232, 31.768), (35.233, 31.765)],
        *[(35.236, 31.755), (35.225, 31.739), (35.218, 31.734), (35.213, 31.741), (35.2, 31.743), (35.185, 31.738)],
        *[(35.176, 31.73), (35.176, 31.69), (35.32, 31.69), (35.32, 31.9), (35.168, 31.9)],
    ]
)
"""What of that district lies beyond the armistice line of 1949 (Security Council, resolutions 478 and 2334): drawn by
hand, to within a kilometre, as no source at hand has the line."""
OF_NOBODY = {"IL-Z": "SYR"}
"""Whose the part of a region is that the source leaves open: the Golan Heights (Security Council, resolution 497)."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Land of one region and, in each view, of one country (three letters)."""

    region: str
    names: Names
    recognised: str
    held: str
    held_name: str
    shape: BaseGeometry


def cut(regions: list[Region], countries: dict[str, Country]) -> list[Piece]:
    """Regions by recognised country: whole, or cut where they are `DIVIDED`."""
    listed = list(countries.values())
    tree = shapely.STRtree([each.shape for each in listed])
    pieces = []
    for region in regions:
        near = [listed[at] for at in tree.query(region.shape, predicate="intersects")]
        parts = {each.code: shapely.intersection(region.shape, each.shape) for each in near}
        if region.code == "IL-JM":
            parts["PSX"] = shapely.intersection(region.shape, EAST_JERUSALEM)
        if region.code in DIVIDED:
            pieces += _divided(region, parts)
        else:
            pieces.append(
                _piece(region, max(parts, key=lambda code: parts[code].area, default=region.held), region.shape)
            )
    return pieces


def _divided(region: Region, parts: dict[str, BaseGeometry]) -> list[Piece]:
    """The larger parts, each with its country, and the rest with whose it is."""
    own = OF_NOBODY.get(region.code, region.held)
    others = {code: part for code, part in parts.items() if code != own and part.area > SLIVER}
    rest = shapely.difference(region.shape, shapely.union_all(list(others.values())))
    return [_piece(region, own, rest), *(_piece(region, code, part) for code, part in others.items())]


def _piece(region: Region, recognised: str, shape: BaseGeometry) -> Piece:
    return Piece(region.code, region.names, recognised, region.held, region.held_name, shape)


def simplified(pieces: list[Piece]) -> list[Piece]:
    """The same pieces with fewer corners, on a grid; what two of them share, they share exactly.

    The edges of all are taken together and cut where three meet, so each line between two such points is made simpler
    once, for both sides. The faces between them are then given back to the pieces.
    """
    edges = shapely.union_all([shapely.boundary(piece.shape) for piece in pieces])
    arcs = shapely.get_parts(shapely.line_merge(edges))
    near = shapely.intersects(arcs, NEAR)
    simple = [shapely.simplify(arc, FINE if close else COARSE) for arc, close in zip(arcs, near, strict=True)]
    faces = shapely.get_parts(shapely.polygonize([shapely.union_all(simple, grid_size=GRID)]))
    shapes = _given_back(faces, pieces)
    return [replace(piece, shape=shapes[at]) for at, piece in enumerate(pieces) if at in shapes]


def _given_back(faces: list[BaseGeometry], pieces: list[Piece]) -> dict[int, BaseGeometry]:
    """For the number of each piece its land; what has no face of its own was smaller than the grid, and is gone."""
    tree = shapely.STRtree([piece.shape for piece in pieces])
    inside = shapely.point_on_surface(faces)
    found: dict[int, list[BaseGeometry]] = defaultdict(list)
    for face, at in zip(*tree.query(inside, predicate="within"), strict=True):
        found[int(at)].append(faces[face])
    return {at: shapely.union_all(_without_islets(parts)) for at, parts in found.items()}


def _without_islets(parts: list[BaseGeometry]) -> list[BaseGeometry]:
    largest = max(parts, key=lambda part: part.area)
    return [part for part in parts if part is largest or part.area > (ISLET_NEAR if part.intersects(NEAR) else ISLET)]
