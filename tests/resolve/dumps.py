"""Tables and dumps as their makers write them, for the tests of adding."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

__all__ = [
    "CODIFIER",
    "COMMUNITY",
    "DISTRICT",
    "GOOD",
    "NAMES",
    "OBLAST",
    "ROWS",
    "SQUARE",
    "codifier",
    "dump_row",
    "feature",
    "name_row",
    "ring",
    "written",
    "zipped",
]


def dump_row(**cells: str) -> str:
    """A row of a country's dump, as GeoNames writes it."""
    usual = {
        "id": "99000001",
        "name": "Ivankivtsi",
        "ascii": "Ivankivtsi",
        "others": "Иванковцы,Іванківці",
        "lat": "48.31",
        "lon": "37.02",
        "class": "P",
        "code": "PPL",
        "country": "UA",
        "cc2": "",
        "admin1": "05",
        "admin2": "",
        "admin3": "",
        "admin4": "",
        "population": "412",
        "elevation": "",
        "dem": "120",
        "zone": "Europe/Kyiv",
        "date": "2024-02-11",
    }
    return "\t".join({**usual, **cells}.values()) + "\n"


def name_row(*cells: str) -> str:
    """A row of alternateNamesV2."""
    return "\t".join([*cells, *[""] * (10 - len(cells))]) + "\n"


def written(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


SQUARE = [[[37.0, 48.0], [38.0, 48.0], [38.0, 49.0], [37.0, 49.0], [37.0, 48.0]]]


def feature(name: str, geometry: dict[str, object], **properties: object) -> dict[str, object]:
    return {"type": "Feature", "properties": {"name": name, **properties}, "geometry": geometry}


CODIFIER = (
    "Перший рівень;Другий рівень;Третій рівень;Четвертий рівень;Додатковий рівень;Категорія об’єкта;Назва об’єкта"
)


OBLAST, DISTRICT, COMMUNITY = "UA14000000000091971", "UA14160000000061982", "UA14160150000034567"


def codifier(*rows: str) -> str:
    return "\r\n".join((CODIFIER, *rows)) + "\r\n"


ROWS = (
    f"{OBLAST};;;;;O;Донецька",
    f"{OBLAST};{DISTRICT};;;;P;Покровський",
    f"{OBLAST};{DISTRICT};{COMMUNITY};;;H;Мирноградська",
    f"{OBLAST};{DISTRICT};{COMMUNITY};UA14160150010056789;;M;Мирноград",
    f"{OBLAST};{DISTRICT};{COMMUNITY};UA14160150020067890;;C;Світанкове Поле",
)


def ring(west: float, east: float) -> list[list[float]]:
    """The corners of a field between two meridians."""
    return [[west, 65], [east, 65], [east, 67], [west, 67], [west, 65]]


def zipped(flags: int = 0, method: int = 0) -> bytes:
    """An archive of one table whose entry says that it is packed otherwise than it is."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("own.csv", "name,lat,lon\nPost,48.1,37.9\n")
    data = bytearray(packed.getvalue())
    for head, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = data.index(head) + at
        data[start], data[start + 2] = flags, method
    return bytes(data)


GOOD = dump_row()
NAMES = name_row("1", "703448", "en", "Old Kyiv")
