"""Reads the polygons of KML, with no entities, no network, and bounded depth."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from lxml import etree

from firsthand.errors import InputError
from firsthand.weigh.evidence.control_formats import Shape
from firsthand.weigh.evidence.control_rings import Ring

__all__ = ["kml_shapes"]

_OTHER = ("Point", "LineString", "LinearRing", "Model", "Track", "MultiTrack")


def kml_shapes(data: bytes) -> Iterator[Shape]:
    """Its placemarks. The folder a placemark is in, its name, and the moment it tells are among its properties, as
    "folder", "name" and "when".

    Raises:
        InputError: it is not XML, not KML, or declares entities.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise InputError(f"not XML: {str(error)[:120]}. Fetch it again") from error
    if _declares(root):
        raise InputError("it declares a document type, as only hostile KML does; not read")
    if _name(root) != "kml":
        raise InputError(f"XML, but not KML: it begins with <{_name(root)[:40]}>")
    for placemark in root.iter("{*}Placemark"):
        yield _shape(placemark)


def _declares(root: etree._Element) -> bool:
    """Whether a document type stands before the root: entities can only be declared in one."""
    info = root.getroottree().docinfo
    return info.internalDTD is not None


def _shape(placemark: etree._Element) -> Shape:
    polygons, unreadable = [], []
    for polygon in placemark.iter("{*}Polygon"):
        try:
            rings = [_ring(each) for end in ("outer", "inner") for each in polygon.iter(f"{{*}}{end}BoundaryIs")]
        except ValueError:
            unreadable.append("the coordinates of a polygon are no numbers")
        else:
            polygons.append(tuple(rings))
    drawn = placemark.iter(*(f"{{*}}{kind}" for kind in _OTHER))
    other = [_name(each) for each in drawn if next(each.iterancestors("{*}Polygon"), None) is None]
    return Shape(_properties(placemark), tuple(polygons), tuple(other), tuple(unreadable))


def _properties(placemark: etree._Element) -> dict[str, str]:
    found: dict[str, str] = {}
    for data in placemark.iter("{*}Data"):
        found[data.get("name") or ""] = _text(data.find("{*}value"))
    for simple in placemark.iter("{*}SimpleData"):
        found[simple.get("name") or ""] = _text(simple)
    folder = next(placemark.iterancestors("{*}Folder"), None)
    if folder is not None:
        found["folder"] = _text(folder.find("{*}name"))
    found["name"] = _text(placemark.find("{*}name"))
    stamp = placemark.find("{*}TimeStamp/{*}when")
    if stamp is None and folder is not None:
        stamp = folder.find("{*}TimeStamp/{*}when")
    found["when"] = _text(stamp)
    return {key: value for key, value in found.items() if value}


def _ring(boundary: etree._Element) -> Ring:
    """Longitude, latitude and perhaps height, with commas between, a space behind each. Raises ValueError."""
    written = "".join(_text(each) + " " for each in boundary.iter("{*}coordinates"))
    positions = [position.split(",") for position in written.split()]
    if any(len(position) < 2 for position in positions):
        raise ValueError(written[:40])
    return np.array([(float(position[0]), float(position[1])) for position in positions]).reshape(-1, 2)


def _text(element: etree._Element | None) -> str:
    return (element.text or "").strip() if element is not None else ""


def _name(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""
