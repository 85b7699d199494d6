"""The lines of a PDF, read in a process of its own: a hostile file may crash or exhaust only that.

Run as a script: the file on standard input; on standard output one JSON object with `title`, `author`,
the number of `pages`, how many of them were `read`, the `broken` ones by number, counted from 1, and
`lines`, each line [page, text, left, right, bottom, top, page height], in points from the lower left
corner. Exit code 3: locked; 4: no readable PDF. Imports nothing of firsthand.
"""

from __future__ import annotations

import ctypes
import json
import sys

import pypdfium2  # type: ignore[import-untyped]  # it ships no types
from pypdfium2 import raw

__all__: list[str] = []

_MEMORY = 1_500_000_000
_MAX_PAGES = 2_000
_LOCKED, _BROKEN = 3, 4
_HYPHEN = 0xAD
_HYPHENS = {0x2: _HYPHEN, 0xFFFE: _HYPHEN}  # pdfium's marks for a hyphen at the end of a line
_Line = tuple[int, str, float, float, float, float, float]


def main() -> int:
    seconds = int(sys.argv[1])
    _limit(seconds)
    try:
        document = pypdfium2.PdfDocument(sys.stdin.buffer.read())
    except pypdfium2.PdfiumError:
        return _LOCKED if raw.FPDF_GetLastError() in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY) else _BROKEN
    lines: list[_Line] = []
    pages = min(len(document), _MAX_PAGES)
    broken: list[int] = []
    for number in range(pages):
        try:
            lines.extend(_page_lines(document[number], number))
        except pypdfium2.PdfiumError:  # one broken page: the others still count
            broken.append(number + 1)
    fields = document.get_metadata_dict()
    result = {"title": fields.get("Title"), "author": fields.get("Author"), "lines": lines}
    sys.stdout.write(json.dumps({**result, "pages": len(document), "read": pages, "broken": broken}))
    return 0


def _limit(seconds: int) -> None:
    """Less memory and time than the machine has, where the system knows such limits."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))


def _page_lines(page: pypdfium2.PdfPage, number: int) -> list[_Line]:
    text = page.get_textpage()
    height = page.get_height()
    units, boxes = _characters(text)
    lines: list[_Line] = []
    start = 0
    for position in range(len(units) + 1):
        at_end = position == len(units)
        hyphen = not at_end and units[position] == _HYPHEN  # pdfium gives no line break after it
        if not at_end and not hyphen and units[position] not in (10, 13):
            continue
        line = _line(units[start : position + hyphen], boxes[start : position + hyphen], number, height)
        if line:
            lines.append(line)
        start = position + 1
    return lines


def _characters(text: pypdfium2.PdfTextPage) -> tuple[list[int], list[tuple[float, float, float, float]]]:
    units, boxes = [], []
    box = raw.FS_RECTF()
    for position in range(text.count_chars()):
        unit = raw.FPDFText_GetUnicode(text, position)
        units.append(_HYPHENS.get(unit, unit))
        raw.FPDFText_GetLooseCharBox(text, position, ctypes.byref(box))
        boxes.append((box.left, box.right, box.bottom, box.top))
    return units, boxes


def _line(units: list[int], boxes: list[tuple[float, float, float, float]], number: int, height: float) -> _Line | None:
    """The text of one line and the box around its visible characters."""
    words = b"".join(unit.to_bytes(4, "little") for unit in units).decode("utf-32-le", errors="replace")
    seen = [box for unit, box in zip(units, boxes, strict=True) if unit not in (32, 160) and box[1] > box[0]]
    if not words.strip() or not seen:
        return None
    left, right = min(box[0] for box in seen), max(box[1] for box in seen)
    bottom, top = min(box[2] for box in seen), max(box[3] for box in seen)
    return number, words.strip(), round(left, 1), round(right, 1), round(bottom, 1), round(top, 1), height


if __name__ == "__main__":
    sys.exit(main())
