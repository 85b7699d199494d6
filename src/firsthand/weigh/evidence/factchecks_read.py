"""Fact-checks as they are published: schema.org ClaimReview, in pages, feeds and files.

Read are JSON-LD in HTML pages and in the entries of RSS and Atom, JSON-LD files with or without @graph, the DataFeed of
Google and Data Commons, lists, and files with one record a line. Those of one record a line are read line by line, and
may be of any size; others are held in memory as a whole, and have a limit.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from os import walk
from pathlib import Path

import orjson
from lxml import etree

from firsthand.errors import MissingInput, TooLarge
from firsthand.model import Skip
from firsthand.weigh.evidence.factchecks_ratings import Rating, rating_of

__all__ = ["MOST_WHOLE", "Review", "files_of", "reviews"]

MOST_WHOLE = 64 << 20
"""Bytes of a file that is read as a whole."""
_MOST_LINE = 4 << 20
_MOST_REVIEWS = 500_000
_MOST_SKIPS = 1_000
_DEEPEST, _MOST_NODES = 40, 5_000_000
_SUFFIXES = {".html", ".htm", ".json", ".jsonld", ".jsonl", ".ndjson", ".xml", ".rss", ".atom"}
_LINES = {".jsonl", ".ndjson"}
_SCRIPT = re.compile(r"<script\b[^>]{0,500}application/ld\+json[^>]{0,500}>", re.IGNORECASE)
_END = re.compile(r"</script", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]{0,1000}>")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True, slots=True)
class Review:
    """One fact-check: the claim it checked, in its words; what it is headed; whose it is; its verdict in their words
    (`words`, or the number they gave), and what that comes to."""

    claim: str
    title: str
    url: str
    author: str
    words: str
    rating: Rating
    published: date | None = None
    language: str = ""
    claimant: str = ""


def files_of(what: str, skips: list[Skip]) -> list[Path]:
    """The file, or those of a folder that by their names may hold fact-checks.

    Raises:
        MissingInput: there is no such file or folder.
        TooLarge: the only file is larger than can be read as a whole.
    """
    given = Path(what)
    if given.is_file():
        if given.suffix.lower() not in _LINES and given.stat().st_size > MOST_WHOLE:
            raise TooLarge(_too_large(given))
        return [given]
    if not given.is_dir():
        raise MissingInput(f"{what}: no such file or folder of fact-checks.")
    found = []
    for folder, folders, files in walk(given):
        folders.sort()
        for path in (Path(folder, name) for name in sorted(files)):
            if path.is_symlink() or not path.is_file():
                skips.append(Skip("weigh", str(path), "it is a link or no plain file: it is not followed"))
            elif path.suffix.lower() in _SUFFIXES:
                found.append(path)
    return found


def _too_large(path: Path) -> str:
    return (
        f"{path}: {path.stat().st_size:,} bytes; a file that is read as a whole may have {MOST_WHOLE:,}. "
        "Write it as one record a line, which is read line by line: jq -c '.dataFeedElement[]' FEED > FEED.jsonl"
    )


def reviews(files: list[Path], skips: list[Skip]) -> Iterator[Review]:
    """The fact-checks of some files, in their order; what is broken or incomplete leaves a skip."""
    count = missed = 0
    for path in files:
        for each in _of_file(path):
            if isinstance(each, Review):
                count += 1
                if count > _MOST_REVIEWS:
                    skips.append(Skip("weigh", str(path), f"only the first {_MOST_REVIEWS:,} fact-checks are taken"))
                    return
                yield each
            elif (missed := missed + 1) <= _MOST_SKIPS:
                skips.append(each)
    if missed > _MOST_SKIPS:
        skips.append(Skip("weigh", "fact-checks", f"{missed - _MOST_SKIPS:,} more could not be read"))


def _of_file(path: Path) -> Iterator[Review | Skip]:
    try:
        if path.suffix.lower() in _LINES:
            yield from _of_lines(path)
            return
        if path.stat().st_size > MOST_WHOLE:
            yield Skip("weigh", path.name, _too_large(path))
            return
        data = path.read_bytes()
    except OSError as error:
        yield Skip("weigh", path.name, f"it cannot be read: {error.strerror or error}")
        return
    yield from _of_bytes(data, path)


def _of_lines(path: Path) -> Iterator[Review | Skip]:
    with path.open("rb") as file:
        number = 0
        while line := file.readline(_MOST_LINE + 1):
            number += 1
            where = f"{path.name}, line {number}"
            if len(line) > _MOST_LINE:
                yield Skip("weigh", where, f"the line has more than {_MOST_LINE:,} bytes; the file is left there")
                return
            if line.strip():
                yield from _of_json(line, where)


def _of_bytes(data: bytes, path: Path) -> Iterator[Review | Skip]:
    head = data[:1000].lstrip(b"\xef\xbb\xbf \t\r\n")
    if not head:
        yield Skip("weigh", path.name, "it is empty")
    elif head[:1] in (b"{", b"["):
        yield from _of_json(data, path.name)
    elif re.match(rb"<\?xml|<rss|<feed|<rdf", head, re.IGNORECASE) and not re.search(rb"<html", head, re.IGNORECASE):
        yield from _of_feed(data, path.name)
    else:
        yield from _of_page(data.decode("utf-8", "replace"), path.name)


def _of_page(text: str, where: str) -> Iterator[Review | Skip]:
    """Every JSON-LD of a page."""
    at, number = 0, 0
    while start := _SCRIPT.search(text, at):
        end = _END.search(text, start.end())
        at = end.start() if end else len(text)
        number += 1
        written = text[start.end() : at].strip().removeprefix("<!--").removesuffix("-->").strip()
        if "ClaimReview" in written:
            yield from _of_json(written.encode("utf-8", "replace"), f"{where}, JSON-LD {number}")
    if not number:
        yield Skip("weigh", where, "there is no JSON-LD in it")


def _of_feed(data: bytes, where: str) -> Iterator[Review | Skip]:
    """Entries of RSS or Atom that carry a ClaimReview in their text. Entities of the file's own are not unfolded."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, recover=False)
    try:
        tree = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        yield Skip("weigh", where, f"the feed is broken: {error.msg}")
        return
    found = False
    for number, node in enumerate(tree.iter(), 1):
        text = node.text if isinstance(node.tag, str) else None
        if text and "ClaimReview" in text:
            found = True
            place = f"{where}, element {number}"
            inner = text.strip()
            bare = inner.startswith(("{", "["))
            yield from _of_json(inner.encode("utf-8", "replace"), place) if bare else _of_page(inner, place)
    if not found:
        yield Skip("weigh", where, "no entry of the feed carries a ClaimReview")


def _of_json(data: bytes, where: str) -> Iterator[Review | Skip]:
    try:
        told = orjson.loads(data.removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError as error:
        yield Skip("weigh", where, f"it is no JSON: {error}")
        return
    for node in _nodes(told):
        yield _review(node, where)


def _nodes(told: object) -> Iterator[dict[str, object]]:
    """Every object of the type ClaimReview, however deep, in its order; deeper than forty levels nothing is."""
    waiting, count = [(told, 0)], 0
    while waiting:
        node, depth = waiting.pop()
        count += 1
        if count > _MOST_NODES:
            return
        if isinstance(node, dict):
            if "ClaimReview" in _strings(node.get("@type")) + _strings(node.get("type")) or "claimReviewed" in node:
                yield node
                continue
            below: list[object] = list(node.values())
        elif isinstance(node, list):
            below = node
        else:
            continue
        if depth < _DEEPEST:
            waiting += ((each, depth + 1) for each in reversed(below) if isinstance(each, dict | list))


def _strings(value: object) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [each.rsplit("/", 1)[-1] for each in values if isinstance(each, str)]


def _review(node: dict[str, object], where: str) -> Review | Skip:
    claim = _text(node.get("claimReviewed"), 2_000)
    item = _first(node.get("itemReviewed"))
    claim = claim or _text(item.get("name") or item.get("text"), 2_000)
    if not claim:
        return Skip("weigh", where, "a ClaimReview without the claim it reviewed (claimReviewed)")
    rated = _first(node.get("reviewRating"))
    words = _text(rated.get("alternateName") or rated.get("name"), 300)
    value, worst, best = (_number(rated.get(name)) for name in ("ratingValue", "worstRating", "bestRating"))
    rating = rating_of(words, value, worst, best)
    if not words and value is not None:
        words = f"{value:g}" + (f" (from {worst:g} to {best:g})" if worst is not None and best is not None else "")
    return Review(
        claim,
        _text(node.get("headline") or node.get("name"), 500),
        _text(node.get("url") or node.get("@id"), 1_000),
        _named(node.get("author")) or _named(node.get("publisher")),
        words,
        rating,
        _date(node.get("datePublished")),
        _text(node.get("inLanguage"), 20).lower()[:2],
        _named(item.get("author")),
    )


def _first(value: object) -> dict[str, object]:
    """An object, or the first one of a list."""
    values = value if isinstance(value, list) else [value]
    return next((each for each in values if isinstance(each, dict)), {})


def _named(value: object) -> str:
    return _text(_first(value).get("name"), 200) or (_text(value, 200) if isinstance(value, str) else "")


def _text(value: object, most: int) -> str:
    """Plain text out of what may hold marks, entities, or a list of it."""
    if isinstance(value, list):
        value = next((each for each in value if isinstance(each, str | dict)), "")
    if isinstance(value, dict):
        value = value.get("@value") or value.get("name") or ""
    if not isinstance(value, str | int | float) or isinstance(value, bool):
        return ""
    bare = _TAG.sub(" ", html.unescape(str(value)[: 4 * most]))
    return " ".join("".join(each if each.isprintable() else " " for each in bare).split())[:most]


def _number(value: object) -> float | None:
    try:
        number = float(value) if isinstance(value, str | int | float) else None
    except (ValueError, OverflowError):
        return None
    return number if number is not None and abs(number) < 1e6 else None


def _date(value: object) -> date | None:
    match = _DAY.match(_text(value, 40))
    try:
        return date.fromisoformat(match[0]) if match else None
    except ValueError:
        return None
