"""The page on exports names every format and every column, and says of each what is not in it."""

import re
from pathlib import Path

from firsthand.show.export.columns import COLUMNS
from firsthand.show.export.formats import FORMATS

PAGE = (Path(__file__).parents[2] / "docs" / "users" / "exporting.md").read_text(encoding="utf-8")


def test_every_format_is_named_with_its_endings() -> None:
    """Each with what the program says of it, in its order."""
    rows = re.findall(r"^\| `(\w+)` \| (.*?) \| (.*?) \|$", PAGE, re.MULTILINE)[: len(FORMATS)]
    for (name, endings, says), each in zip(rows, FORMATS, strict=True):
        assert name == each.name
        assert tuple(re.findall(r"`(\.[\w.]+)`", endings)) == each.suffixes, name
        assert says.startswith(each.says), name


def test_every_column_is_there() -> None:
    """Name, type, sentence and tag, in their order: a column that is added has to be explained."""
    rows = re.findall(r"^\| `(\w+)` \| ([\w ]+) \| (.*) \| `(#[\w+]+)` \|$", PAGE, re.MULTILINE)
    assert rows == [(each.name, each.kind.value, each.says, each.hxl) for each in COLUMNS]
