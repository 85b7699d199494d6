"""What the map draws, from the pieces: countries in two views, regions, and the lines between them."""

import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, Literal

import shapely
from assets.borders.cutting import GRID, Piece
from assets.borders.reading import Country, Names
from shapely.geometry import LineString, mapping
from shapely.geometry.base import BaseGeometry

__all__ = ["Feature", "countries", "lines", "regions"]

Feature = dict[str, Any]
Segment = tuple[tuple[float, float], tuple[float, float]]
View = Literal["recognised", "held"]

DISPUTED = {frozenset(pair) for pair in (("KOS", "SRB"), ("ISR", "PSX"), ("ISR", "SYR"), ("MAR", "SAH"))}
"""Pairs whose whole border is disputed, in either view."""
KASHMIR = {"IN-JK", "IN-LA", "KAS+00?", "PK-GB", "PK-JK"}
"""Regions whose borders with another country of `OF_KASHMIR` are lines of control."""
OF_KASHMIR = {"CHN", "IND", "KAS", "PAK"}
BESIDE = 0.06
"""Degrees from a line of dispute within which a border is that line: the two are of different care."""


def countries(pieces: list[Piece], view: View, known: dict[str, Country]) -> list[Feature]:
    """One feature for each country of a view: `id` of two letters where there is one, and names."""
    land: dict[str, list[Piece]] = defaultdict(list)
    for piece in pieces:
        land[_id(getattr(piece, view), known)].append(piece)
    features = []
    for code, parts in sorted(land.items()):
        main = known.get(getattr(max(parts, key=lambda part: part.shape.area), view))
        names = main.names if main else Names(*[parts[0].held_name] * 3)
        features.append(_feature(shapely.union_all([part.shape for part in parts]), id=code, **_named(names)))
    return features


def _id(code: str, known: dict[str, Country]) -> str:
    """Two letters where there are; far islands have those of their country."""
    return known[code].iso if code in known else code


def regions(pieces: list[Piece], known: dict[str, Country]) -> list[Feature]:
    """One feature for each region and, where a recognised border runs through one, for each side of it.

    `country` is the `id` of the country by the recognised borders.
    """
    return [
        _feature(piece.shape, id=piece.region, country=_id(piece.recognised, known), **_named(piece.names))
        for piece in pieces
    ]


def lines(pieces: list[Piece], claims: list[tuple[str, BaseGeometry]]) -> dict[str, list[Feature]]:
    """Borders on land: those that are the same in both views and undisputed, and the others.

    In dispute is what only one of the two views holds for a border, what lies along a line of dispute, and the lines of
    dispute that no border follows; `view` tells whose border each is: `recognised`, `de-facto`, `both` or `neither`.
    """
    near = shapely.buffer(shapely.union_all([line for _, line in claims]), BESIDE)
    shapely.prepare(near)
    sorted_out: dict[str, list[Segment]] = {"solid": [], "recognised": [], "de-facto": [], "both": []}
    for segment, one, other in _shared(pieces):
        if kind := _kind(segment, one, other, near):
            sorted_out[kind].append(segment)
    merged = {kind: _merged(segments) for kind, segments in sorted_out.items()}
    solid = merged.pop("solid")
    dashed = [_feature(line, view=kind) for kind, line in merged.items()]
    return {
        "border-lines": [_feature(solid)],
        "disputed-lines": dashed + list(_alone(claims, shapely.union_all([solid, *merged.values()]))),
    }


def _kind(segment: Segment, one: Piece, other: Piece, near: BaseGeometry) -> str | None:
    """Of what kind the border is that two pieces share here; None where both belong to one country in both views."""
    recognised, held = one.recognised != other.recognised, one.held != other.held
    if recognised != held:
        return "recognised" if recognised else "de-facto"
    if not recognised:
        return None
    return "both" if _in_dispute(segment, one, other, near) else "solid"


def _shared(pieces: list[Piece]) -> Iterator[tuple[Segment, Piece, Piece]]:
    """Every stretch between two corners that two pieces have in common."""
    first: dict[Segment, Piece] = {}
    for piece in pieces:
        for segment in _segments(piece.shape):
            if segment in first:
                yield segment, first.pop(segment), piece
            else:
                first[segment] = piece


def _segments(area: BaseGeometry) -> Iterator[Segment]:
    """The stretches of all rings, each with its ends in one order."""
    for ring in shapely.get_rings(shapely.get_parts(area)):
        corners = [(round(x, 3), round(y, 3)) for x, y in shapely.get_coordinates(ring)]
        for one, other in itertools.pairwise(corners):
            yield (one, other) if one < other else (other, one)


def _in_dispute(segment: Segment, one: Piece, other: Piece, near: BaseGeometry) -> bool:
    if any(frozenset((getattr(one, view), getattr(other, view))) in DISPUTED for view in ("recognised", "held")):
        return True
    if KASHMIR & {one.region, other.region} and {one.held, other.held} <= OF_KASHMIR:
        return True
    return bool(shapely.contains(near, LineString(segment).centroid))


def _alone(claims: list[tuple[str, BaseGeometry]], drawn: BaseGeometry) -> Iterator[Feature]:
    """Lines of dispute, less what is drawn as a border already."""
    reach = shapely.buffer(drawn, BESIDE)
    for claim, line in claims:
        rest = shapely.simplify(shapely.difference(line, reach), 0.004)
        if rest.length > BESIDE:
            yield _feature(shapely.set_precision(rest, GRID), view="neither", claim=claim)


def _merged(segments: Iterable[Segment]) -> BaseGeometry:
    return shapely.line_merge(shapely.union_all([LineString(segment) for segment in segments]))


def _named(names: Names) -> dict[str, str]:
    """The English name, and the others where they differ."""
    others = {"name_ru": names.ru, "name_uk": names.uk}
    return {"name": names.en} | {key: name for key, name in others.items() if name != names.en}


def _feature(area: BaseGeometry, **properties: str) -> Feature:
    rounded = shapely.transform(area, lambda corners: corners.round(3))
    return {"type": "Feature", "properties": properties, "geometry": mapping(rounded)}
