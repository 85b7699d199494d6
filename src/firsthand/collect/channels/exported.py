"""What `firsthand export` has written: a WACZ with a list of its captures, which tells more than a web archive can.

The list may come from anybody: each line is checked, and so is that the content is the one it names.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TypeVar

import orjson

from firsthand.collect.channels.archive import Opener
from firsthand.collect.channels.packed import LONGEST
from firsthand.collect.channels.wacz import lines_in, opened_archives
from firsthand.collect.channels.warc_http import body_of, exchange_of, request_of
from firsthand.collect.channels.warc_records import Place, Record, record_at
from firsthand.errors import EmptyInput, FetchError, TooLarge
from firsthand.model import About, Capture, Exchange, Forward, Skip

__all__ = ["is_exported", "listed"]

_LIST = "firsthand/captures.jsonl"
_FORMAT = "firsthand-captures-1.0"
_LONGEST_ADDRESS = 8000
_DAY = len("2026-01-31")
_NOTHING = hashlib.sha256(b"").hexdigest()

T = TypeVar("T")
Told = Mapping[str, object]


class _Wrong(Exception):
    """What of a line is not as it should be."""


def is_exported(path: Path) -> bool:
    """Whether a WACZ has a list of captures, unchanged, in the form that is known here.

    Raises:
        NotText: it is no WACZ.
    """
    first = next(lines_in(path, _LIST), b"")
    try:
        header = orjson.loads(first)
    except orjson.JSONDecodeError:
        return False
    return isinstance(header, dict) and header.get("format") == _FORMAT


def listed(path: Path) -> Iterator[Capture | Skip]:
    """Every capture in the list, in its order; a Skip for each whose record is not there, or holds something else.

    Raises:
        InputError: it cannot be opened, or is empty.
    """
    openers: dict[str, Opener] = {}
    for found in opened_archives(path):
        if isinstance(found, Skip):
            yield found
        else:
            openers[found[0].rpartition("/")[2]] = found[1]
    lines = lines_in(path, _LIST)
    next(lines, None)
    number = 1
    for number, line in enumerate(lines, start=2):
        where = f"{path.name}, {_LIST}, line {number}"
        try:
            yield _capture(_object(line), openers, where)
        except _Wrong as error:
            yield Skip("collect", where, str(error))
    if number == 1:
        raise EmptyInput(f"{path} lists no captures.")


def _capture(told: Told, openers: Mapping[str, Opener], where: str) -> Capture:
    address, seen = _address(told, "address"), _moment(told, "seen")
    if seen is None:
        raise _Wrong("it does not say when it was seen")
    key, about = _address(told, "key"), _about(_part(told, "about"))
    if told.get("record") is None:
        return Capture(b"", address, seen, _NOTHING, key=key, about=about, gone=True)
    record = _record(told, "record", openers, where)
    holding = _record(told, "original", openers, where) if told.get("original") and _is_revisit(record) else record
    if _is_revisit(holding):
        raise _Wrong("its content is not in this file")
    try:
        data = body_of(holding, address)
    except (FetchError, TooLarge) as error:
        raise _Wrong(str(error)) from error
    sha256 = hashlib.sha256(data).hexdigest()
    if sha256 != told.get("sha256"):
        raise _Wrong("its content is not the one that the list names")
    return Capture(
        data=data,
        address=address,
        fetched=seen,
        sha256=sha256,
        media_type=_text(told, "media_type"),
        charset=_text(told, "charset"),
        key=key,
        about=about,
        exchange=_exchange(told, record, openers, where),
    )


def _exchange(told: Told, record: Record, openers: Mapping[str, Opener], where: str) -> Exchange | None:
    exchange = exchange_of(record)
    if exchange is None:
        return None
    # what was added when the body was kept decoded would otherwise be taken for the server's
    headers = tuple(pair for pair in exchange.headers if pair[0].lower() != "content-length")
    exchange = replace(exchange, headers=headers)
    if told.get("request") is None:
        return exchange
    line, asked = request_of(_record(told, "request", openers, where))
    return replace(exchange, request=line, request_headers=asked)


def _record(told: Told, name: str, openers: Mapping[str, Opener], where: str) -> Record:
    place = _part(told, name)
    opener, offset = openers.get(str(place.get("file"))), place.get("offset")
    if opener is None or not isinstance(offset, int) or isinstance(offset, bool) or offset < 0:
        raise _Wrong("its record is not in this file")
    with opener() as file:
        try:
            found = record_at(file, where, Place(offset, 0))
        except (TooLarge, OSError, OverflowError) as error:
            raise _Wrong(f"its record cannot be read: {error}") from error
    if found is None:
        raise _Wrong("its record is not where the list says")
    return found


def _is_revisit(record: Record) -> bool:
    return bool(record.parsed.rec_type == "revisit")


def _about(told: Told) -> About:
    """What the channel told; a field with something else in it is an error, an unknown one is left out."""
    forward = _part(told, "forward")
    edited = told.get("edited")
    return About(
        text=_text(told, "text"),
        title=_text(told, "title"),
        published=_day_or_moment(told, "published"),
        outlet=_text(told, "outlet"),
        author=_text(told, "author"),
        language=_text(told, "language"),
        forward=_forward(forward) if forward else None,
        answers=_text(told, "answers"),
        links=tuple(_links(told.get("links", []))),
        edited=edited if isinstance(edited, bool) else _moment(told, "edited", zoned=False),
    )


def _forward(told: Told) -> Forward:
    name = _text(told, "name")
    if name is None:
        raise _Wrong("a forward without a name")
    return Forward(name, _text(told, "address"), _moment(told, "posted", zoned=False))


def _links(told: object) -> Iterator[tuple[str, str]]:
    if not isinstance(told, list):
        raise _Wrong("links are no list")
    for one in told:
        match one:
            case [str(words), str(address)]:
                yield words, address
            case _:
                raise _Wrong("a link is no pair of words and address")


def _object(line: bytes) -> Told:
    if len(line) > LONGEST:
        raise _Wrong("longer than any is")
    try:
        found = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        raise _Wrong(f"no JSON: {error}") from error
    if not isinstance(found, dict):
        raise _Wrong("no JSON object")
    return found


def _part(told: Told, name: str) -> Told:
    found = told.get(name)
    if found is not None and not isinstance(found, dict):
        raise _Wrong(f"{name} is no JSON object")
    return found or {}


def _text(told: Told, name: str) -> str | None:
    found = told.get(name)
    if found is not None and not isinstance(found, str):
        raise _Wrong(f"{name} is no text")
    return found


def _address(told: Told, name: str) -> str:
    found = _text(told, name)
    if not found or len(found) > _LONGEST_ADDRESS:
        raise _Wrong(f"the field {name} is missing, or longer than any is")
    return found


def _moment(told: Told, name: str, *, zoned: bool = True) -> datetime | None:
    written = _text(told, name)
    found = _read(datetime.fromisoformat, written) if written else None
    if found is not None and zoned and found.tzinfo is None:
        raise _Wrong(f"{name} has no time zone")
    return found


def _day_or_moment(told: Told, name: str) -> datetime | date | None:
    written = _text(told, name)
    if written and len(written) == _DAY:
        return _read(date.fromisoformat, written)
    return _moment(told, name, zoned=False)


def _read(reader: Callable[[str], T], written: str) -> T:
    try:
        return reader(written)
    except ValueError as error:
        raise _Wrong(f"“{written[:40]}” is no time") from error
