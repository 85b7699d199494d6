"""From a row of a table to a capture: which column is which, and what of it cannot be used."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from firsthand.collect.channels.published import moment, too_early
from firsthand.errors import InputError
from firsthand.model import About, Capture, Skip

__all__ = ["FIELDS", "Columns", "Rows", "Tally", "columns_of", "without_halves"]

FIELDS = ("url", "text", "title", "published", "source", "language", "links")
"""What a table may tell of a report; a column of the same name is taken for it unless the user names another."""

_URL = re.compile(r"(?:https?|ftp|telegram|tg|urn|mid):[^\s\x00-\x1f\x7f-\x9f]{1,4000}", re.IGNORECASE)
_LANGUAGE = re.compile(r"([a-z]{2,3})(?:[-_][a-z0-9_\-]{1,30})?", re.IGNORECASE)
_HALF = re.compile("[\ud800-\udfff]")
_HALVES = "half characters or bytes of another encoding"
_SHOWN_COLUMNS, _SHOWN_LETTERS = 40, 60


@dataclass(frozen=True, slots=True)
class Columns:
    """The table's own name for each of `FIELDS`; None where it has no such column."""

    url: str | None
    text: str | None
    title: str | None
    published: str | None
    source: str | None
    language: str | None
    links: str | None


def columns_of(found: Sequence[str], wanted: Mapping[str, str], what: str) -> Columns:
    """Which column is which.

    Args:
        found: the table's columns.
        wanted: names that the user gave, by those of `FIELDS`.

    Raises:
        InputError: there is no such field or column, two have the same name, or none holds text; the message lists
            the columns there are.
    """
    unknown = [name for name in wanted if name not in FIELDS]
    if unknown:
        raise InputError(f"A table has no {unknown[0]!r} to tell. Columns can be named for: {', '.join(FIELDS)}.")
    for name in wanted.values():
        if name not in found:
            raise InputError(f"{what} has no column {name!r}. Its columns: {_listed(found)}.")
    names = {name: wanted.get(name) or _like(name, found) for name in FIELDS}
    for column in names.values():
        if column is not None and found.count(column) > 1:
            raise InputError(f"{what} has two columns {column!r}. Its columns: {_listed(found)}.")
    if names["text"] is None and names["title"] is None:
        raise InputError(f"{what} has no column text; say which one is it. Its columns: {_listed(found)}.")
    return Columns(**names)


def _like(name: str, found: Sequence[str]) -> str | None:
    """The column of that name, or the one whose name differs only by capitals and space."""
    if name in found:
        return name
    alike = [column for column in found if column.strip().casefold() == name]
    return alike[0] if len(alike) == 1 else None


def _listed(found: Sequence[str]) -> str:
    shown = [repr(name[:_SHOWN_LETTERS]).strip("'\"") for name in found[:_SHOWN_COLUMNS]]
    more = len(found) - len(shown)
    return ", ".join(shown) + (f" and {more:,} more" if more else "")


@dataclass(slots=True)
class Tally:
    """Things dropped that are told once with their number: there may be one in every row."""

    what: str
    _counts: dict[tuple[str, str], tuple[int, str]] = field(default_factory=dict)

    def add(self, reason: str, record: str) -> None:
        """One more of a kind; the first one's name is kept."""
        self._add("collect", reason, record)

    def add_part(self, reason: str, record: str) -> None:
        """One more of a kind, in a record that is taken none the less."""
        self._add("part", reason, record)

    def _add(self, stage: str, reason: str, record: str) -> None:
        count, first = self._counts.get((stage, reason), (0, record))
        self._counts[stage, reason] = (count + 1, first)

    def skips(self) -> Iterator[Skip]:
        """One for each reason."""
        for (stage, reason), (count, first) in self._counts.items():
            yield Skip(stage, first if count == 1 else f"{self.what}: {count:,}, the first is {first}", reason)


class Rows:
    """Makes captures of the rows of one table.

    Args:
        what: the table's name, for messages.
        address: the table's own address, for rows that have none.
        tally: gets what is left out of rows that are taken, and the rows that are too early.
    """

    def __init__(self, what: str, address: str, columns: Columns, since: datetime | None, tally: Tally) -> None:
        self._what = what
        self._address = address
        self._columns = columns
        self._since = since
        self._tally = tally

    def capture(
        self, row: Mapping[str, object], data: bytes, place: str, media_type: str, charset: str | None = None
    ) -> Capture | Skip | None:
        """What a row holds; None where it is too early, which the tally tells.

        Args:
            row: what stands under each column.
            data: the row's own bytes.
            place: where it stands, e.g. "line 12".
        """
        columns, record = self._columns, f"{self._what}, {place}"
        if not any(
            isinstance(row.get(name), str) and str(row[name]).strip() for name in (columns.text, columns.title) if name
        ):
            return Skip("collect", record, self._why_empty(row))
        text, title = self._words(row, columns.text, record), self._words(row, columns.title, record)
        text, title = (value if value and value.strip() else None for value in (text, title))
        published = self._published(row, record)
        if too_early(published, self._since):
            self._tally.add("published before the time asked for", record)
            return None
        sha256 = hashlib.sha256(data).hexdigest()
        url = self._url(row, record)
        about = About(
            text=text or title,
            title=title if text else "",  # a headline alone is the whole report
            published=published,
            outlet=self._words(row, columns.source, record, numbers=True) or None,
            language=self._language(row, record),
            links=self._links(row, record),
        )
        return Capture(
            data=data,
            address=url or f"{self._address}#{place.replace(' ', '=')}",
            fetched=datetime.now(UTC),
            sha256=sha256,
            media_type=media_type,
            charset=charset,
            key=url or f"row:{sha256}",
            about=about,
        )

    def _words(
        self, row: Mapping[str, object], column: str | None, record: str, *, numbers: bool = False
    ) -> str | None:
        value = row.get(column) if column else None
        if value is None:
            return None
        if not isinstance(value, str):
            if numbers and isinstance(value, int | float) and not isinstance(value, bool):
                return str(value)
            self._tally.add_part(f"column {column!r} holds {_kind(value)}, not text; left out", record)
            return None
        whole = without_halves(value)
        if whole is not value:
            self._tally.add_part(f"column {column!r} holds {_HALVES}; shown as \ufffd", record)
        return whole

    def _why_empty(self, row: Mapping[str, object]) -> str:
        column = self._columns.text or self._columns.title
        value = row.get(column) if column else None
        if value is None or isinstance(value, str):
            return f"no text in the column {column!r}"
        return f"the column {column!r} holds {_kind(value)}, not text"

    def _url(self, row: Mapping[str, object], record: str) -> str | None:
        url = (self._words(row, self._columns.url, record) or "").strip()
        if not url or _URL.fullmatch(url):
            return url or None
        self._tally.add_part(f"column {self._columns.url!r} holds no address; the row is known by its content", record)
        return None

    def _published(self, row: Mapping[str, object], record: str) -> datetime | date | None:
        value = row.get(self._columns.published) if self._columns.published else None
        if value is None or value == "":
            return None
        published = moment(value)
        if published is None:
            self._tally.add_part(
                f"column {self._columns.published!r} holds no date that can be read in one way only; left out", record
            )
        return published

    def _language(self, row: Mapping[str, object], record: str) -> str | None:
        value = (self._words(row, self._columns.language, record) or "").strip()
        if not value:
            return None
        found = _LANGUAGE.fullmatch(value)
        if found:
            return found[1].lower()
        self._tally.add_part(f"column {self._columns.language!r} holds no code such as “uk”; left out", record)
        return None

    def _links(self, row: Mapping[str, object], record: str) -> tuple[tuple[str, str], ...]:
        """Words and address of each link: an object with `text` and `target`, or a pair of both."""
        value = row.get(self._columns.links) if self._columns.links else None
        if value is None or value == "":
            return ()
        links: list[tuple[str, str]] = []
        for one in value if isinstance(value, list) else [value]:
            match one:
                case {"text": str(words), "target": str(target)} | [str(words), str(target)]:
                    links.append((without_halves(words), without_halves(target)))
                case _:
                    reason = f"column {self._columns.links!r} holds something else than links with text and target"
                    self._tally.add_part(f"{reason}; left out", record)
        return tuple(links)


def without_halves(text: str) -> str:
    """The same text, or one with U+FFFD where half a character stands, which no file can hold."""
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        return _HALF.sub("\ufffd", text)
    return text


def _kind(value: object) -> str:
    names: Iterable[tuple[type, str]] = (
        (bool, "true or false"), (int, "a number"), (float, "a number"), (list, "a list"), (dict, "an object"),
        (bytes, "bytes"),
    )  # fmt: skip
    return next((name for kind, name in names if isinstance(value, kind)), f"a {type(value).__name__}")
