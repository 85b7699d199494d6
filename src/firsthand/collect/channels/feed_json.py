"""JSON Feed (version 1 and 1.1), entry by entry: each with its very own characters."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from urllib.parse import urljoin

from firsthand.collect.channels.feed_entry import MOST_ENTRIES, Entry, language_of, moment_of, shortened
from firsthand.collect.channels.markup import Readable, clean, readable
from firsthand.collect.channels.web_page import skipped
from firsthand.model import Skip

__all__ = ["json_entries"]

_SPACE = re.compile(r"[ \t\n\r]*")
_MEDIA_TYPE = "application/feed+json"


def json_entries(text: str, address: str) -> Iterator[Entry | Skip]:
    """The items in their order. Where the JSON breaks off, those before are there."""
    try:
        head = _head(text)
        for count, (item, source) in enumerate(_items(text)):
            if count >= MOST_ENTRIES:
                yield skipped(address, f"more than {MOST_ENTRIES} entries: the rest of the feed is not read")
                return
            if isinstance(item, dict):
                yield _entry(item, source, head, address)
            else:
                yield skipped(f"{address}, item {count + 1}", f"an item of a feed is an object, not {source[:40]}")
    except (ValueError, RecursionError) as error:
        yield skipped(address, f"broken JSON: what follows is not read: {error}")


def _members(text: str) -> Iterator[tuple[str, int]]:
    """The names in the outermost object, and where their values begin; the value is skipped by whoever asks on."""
    position = _expect(text, 0, "{")
    decoder = json.JSONDecoder()
    while _next(text, position) != "}":
        name, position = decoder.raw_decode(text, _skip(text, position))
        position = _expect(text, position, ":")
        yield str(name), _skip(text, position)
        _, position = decoder.raw_decode(text, _skip(text, position))
        position = _expect(text, position, ",") if _next(text, position) == "," else position


def _head(text: str) -> Mapping[str, object]:
    """Everything but the items; what comes after a break is missing."""
    found: dict[str, object] = {}
    try:
        for name, start in _members(text):
            if name != "items":
                found[name], _ = json.JSONDecoder().raw_decode(text, start)
    except (ValueError, RecursionError):
        pass  # told where the items are read
    return found


def _items(text: str) -> Iterator[tuple[object, str]]:
    decoder = json.JSONDecoder()
    for name, start in _members(text):
        if name != "items":
            continue
        position = _expect(text, start, "[")
        while _next(text, position) != "]":
            begin = _skip(text, position)
            value, position = decoder.raw_decode(text, begin)
            yield value, text[begin:position]
            if _next(text, position) == "]":
                return
            position = _expect(text, position, ",")
        return


def _skip(text: str, position: int) -> int:
    found = _SPACE.match(text, position)
    return found.end() if found else position


def _next(text: str, position: int) -> str:
    position = _skip(text, position)
    return text[position : position + 1]


def _expect(text: str, position: int, mark: str) -> int:
    position = _skip(text, position)
    if not text.startswith(mark, position):
        raise ValueError(f"{mark!r} is missing at character {position}")
    return position + 1


def _entry(item: Mapping[str, object], source: str, head: Mapping[str, object], address: str) -> Entry:
    content = _words(item, address)
    summary = shortened(item.get("summary"), 10_000) or ""
    return Entry(
        source.encode("utf-8", errors="surrogatepass"),
        _MEDIA_TYPE,
        id=_plain(item.get("id")),
        link=_link(item, address),
        title=shortened(item.get("title")) or "",
        readable=content or Readable(summary),
        whole=content is not None,
        published=moment_of(item.get("date_published")),
        updated=moment_of(item.get("date_modified")),
        outlet=shortened(head.get("title")),
        author=_author(item) or _author(head),
        language=language_of(item.get("language")) or language_of(head.get("language")),
    )


def _words(item: Mapping[str, object], address: str) -> Readable | None:
    markup, plain = item.get("content_html"), item.get("content_text")
    found = readable(markup, address) if isinstance(markup, str) else Readable("")
    if not found.text and isinstance(plain, str):
        found = Readable(clean(plain).strip())
    return found if found.text else None


def _plain(value: object) -> str:
    """The standard wants a text, and allows for those who give a number."""
    return str(value) if isinstance(value, int | float) and abs(value) < 1e18 else shortened(value) or ""


def _link(item: Mapping[str, object], address: str) -> str:
    found = shortened(item.get("url")) or shortened(item.get("external_url"))
    try:
        return urljoin(address, found) if found else ""
    except ValueError:
        return found or ""


def _author(told: Mapping[str, object]) -> str | None:
    several = told.get("authors")
    people = several if isinstance(several, list) else [told.get("author")]
    names = [shortened(one.get("name")) for one in people if isinstance(one, dict)]
    return ", ".join(name for name in names if name)[:1000] or None
