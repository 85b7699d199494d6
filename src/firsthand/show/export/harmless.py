"""Text from outside as it may stand in a file that somebody opens: in a table, in JSON, in an address."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import BinaryIO
from urllib.parse import quote, urlsplit

import orjson

from firsthand.show.json_report import escaped
from firsthand.show.plain import one_line

__all__ = ["cell", "encodable", "iri", "joined", "json_bytes", "told", "web_address", "write_items"]

_FORMULA = re.compile(r"[=+\-@＝＋－＠]")
"""What a spreadsheet takes for the beginning of a formula."""
_HALF = re.compile("[\ud800-\udfff]")
_UNSAFE_IN_IRI = re.compile(r"[\x00-\x20<>\"{}|\\^`\x7f-\x9f]|[\u200e\u200f\u061c\u2028-\u202e\u2066-\u2069\ufeff]")


def encodable(text: str) -> str:
    """The text with each half of a surrogate pair, which no encoding takes, as "\ufffd". Same length."""
    return _HALF.sub("\ufffd", text)


def cell(text: str) -> str:
    """One line for a cell of a table, without what steers; with "'" before what a spreadsheet would run."""
    line = one_line(text)
    return f"'{line}" if _FORMULA.match(line) else line


def joined(texts: Iterable[str]) -> str:
    """Several in one cell, without doubles: "A; B". A ";" of their own becomes ",": so it can be split again."""
    return "; ".join(dict.fromkeys(one_line(each).replace(";", ",") for each in texts if each.strip()))


def json_bytes(value: object) -> bytes:
    """JSON in UTF-8 that any parser takes; characters that could steer a terminal stand as \\u escapes."""
    try:
        return escaped(orjson.dumps(value).decode()).encode()
    except TypeError:  # half a surrogate pair somewhere in it
        return escaped(orjson.dumps(_whole(value)).decode()).encode()


def _whole(value: object) -> object:
    if isinstance(value, str):
        return encodable(value)
    if isinstance(value, Mapping):
        return {encodable(str(name)): _whole(each) for name, each in value.items()}
    return [_whole(each) for each in value] if isinstance(value, Sequence) else value


def write_items(file: BinaryIO, head: bytes, items: Iterable[object], tail: bytes) -> int:
    """Write a list in JSON item by item, each on a line of its own; how many there were."""
    file.write(head)
    count = 0
    for count, item in enumerate(items, 1):
        file.write((b",\n" if count > 1 else b"\n") + json_bytes(item))
    file.write(b"\n" + tail)
    return count


def iri(scheme: str, *parts: str) -> str:
    """A name that no server has to answer for: "urn:firsthand:claim:598b…". Its parts may hold anything."""
    return ":".join(("urn:firsthand", scheme, *(quote(encodable(each), safe="") for each in parts)))


def web_address(text: str | None) -> str | None:
    """The address where it is one of the web that can be named as such; else None."""
    if text is None:
        return None
    address = _UNSAFE_IN_IRI.sub(_percent, encodable(text.strip()))
    try:
        parts = urlsplit(address)
        valid = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return None
    return address if valid else None


def _percent(match: re.Match[str]) -> str:
    return quote(match[0], safe="")


def told(items: Mapping[str, object]) -> dict[str, object]:
    """Without what says nothing: None, an empty text, an empty list."""
    return {name: value for name, value in items.items() if value is not None and value not in ("", [], {})}
