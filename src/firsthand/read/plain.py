"""What the top of a plain text says about it: headline, byline, dateline, date of publication.

Nothing here changes the text. What can be read in two ways is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice

from firsthand.model import Span

__all__ = ["Head", "parse_time", "read_head", "title_span"]

_LONGEST_TITLE, _LONGEST_SENTENCE_TITLE = 300, 120
_LONGEST_BARE_TITLE = 200
_HEAD_LINES = 8
_LONGEST_DATELINE = 100
_FINAL = re.compile(r"[.!?…][\"'”’»)\]]*$")
_STOP = re.compile(r"(?<!\.)\.[\"'”’»)\]]*$")
_INNER_STOP = re.compile(r"[^\W\d_]{4}[.!?]+[\"'”’»)]*\s+[\"'“‘«(]*[^\W\d_a-zа-яіїєґ]")
_HANGING = re.compile(r"(?:,|;|\b(?:the|a|an|of|to|in|and|that|by|for|with|on|в|на|и|с|что|у|і|й|з|та|що))$", re.I)

_NAME = r"[^\W\d_][\w.'’\-]*(?: (?:(?:de|van|von|der|da|bin|al|el|la|di)\b|[^\W\d_a-zа-яіїєґ][\w.'’\-]*)){1,4}"
_BYLINE = re.compile(rf"(?i:by|author:|written by|автор:|текст:)\s+(?P<who>{_NAME})")
_CAPITAL = re.compile(r"[^\W\d_a-zа-яіїєґ]")
_DATELINE = re.compile(r"^[A-ZА-ЯІЇЄҐ][\w.,'’/\- ]{1,60}?\((?P<outlet>[A-ZА-ЯІЇЄҐ][\w.&'’ \-]{1,30})\)\s*[-–—]{1,2}\s")
_PUBLISHED = re.compile(
    r"^(?:published|posted|date|опубликовано|дата|опубліковано)(?: on| at)?\s*:?\s+(?P<when>.{6,60})$",
    re.IGNORECASE,
)
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan января січня",
            "february feb февраля лютого",
            "march mar марта березня",
            "april apr апреля квітня",
            "may мая травня",
            "june jun июня червня",
            "july jul июля липня",
            "august aug августа серпня",
            "september sept sep сентября вересня",
            "october oct октября жовтня",
            "november nov ноября листопада",
            "december dec декабря грудня",
        ),
        start=1,
    )
    for name in names.split()
}
_DAY_FIRST = re.compile(r"(?P<day>\d{1,2})(?:st|nd|rd|th)?\s+(?P<month>[^\W\d_]+)\.?,?\s+(?P<year>\d{4})\b(?P<rest>.*)")
_MONTH_FIRST = re.compile(
    r"(?P<month>[^\W\d_]+)\.?\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<year>\d{4})\b(?P<rest>.*)"
)
_YEAR_WORD = r"(?:\s*(?:года|року|г|р)\b\.?)?"
_WRITTEN = (
    r"(?:\d{1,2}(?:st|nd|rd|th)?\s+[^\W\d_]+\.?,?\s+\d{4}"
    r"|[^\W\d_]+\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+\d{4}|\d{4}-\d\d-\d\d|\d{1,2}\.\d{1,2}\.\d{4})" + _YEAR_WORD
)
_WHERE = r"[^\W\d_a-zа-яіїєґ][\w.'’\-]*(?:[,/]? [^\W\d_a-zа-яіїєґ][\w.'’\-]*){0,4}"
_DATED_PLACE = re.compile(
    rf"^{_WHERE},? (?P<when>{_WRITTEN})[,.]?\s*(?:\([^()]{{1,30}}\)\s*)?(?:[-–—]{{1,2}}\s|[/.]\s?[-–—/])"
)
_BARE_DATE = re.compile(
    rf"^(?:{_WHERE}, )??(?:(?P<first>\d{{1,2}}:\d\d),?\s+)?(?:[^\W\d_]{{2,12}}\.?,\s*)?"
    rf"(?P<when>{_WRITTEN}(?:[\s,|·•–—-]*(?:at |о |об |в )?\s*\d{{1,2}}:\d\d(?:\s*\(?[^\W\d_]{{1,4}}\)?)?)?)\.?$"
)
_DOTTED = re.compile(r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})\b(?P<rest>.*)")
_CLOCK = re.compile(r"^\D{0,12}(?P<hour>\d{1,2}):(?P<minute>\d{2})\s*(?P<zone>UTC|GMT|Z)?\s*$")


@dataclass(frozen=True, slots=True)
class Head:
    """What the lines above the report say, each None where they do not."""

    author: str | None = None
    outlet: str | None = None
    published: datetime | date | None = None


def title_span(text: str) -> Span:
    """The headline of a plain text, or the empty span at its start where it has none.

    That is the first line, if more follows and it stands apart by a blank line, or reads as a headline:
    short, without a final full stop, before a line that begins and ends as a sentence.
    """
    lines = (line for line in _lines(text) if _bare_date(line.of(text)) is None)
    first = next(lines, None)
    second = next(lines, None)
    if first is None or second is None:
        return Span(0, 0)
    apart = "\n\n" in re.sub(r"[^\S\n]", "", text[first.end : second.start])
    line, following = first.of(text), second.of(text)
    return first if (_set_apart(line) if apart else _bare_headline(line, following)) else Span(0, 0)


def read_head(text: str, title: Span) -> Head:
    """Byline, dateline and date of publication from the first lines that are not the title."""
    author = outlet = published = None
    for line in islice((line for line in _lines(text) if line != title), _HEAD_LINES):
        words = line.of(text)
        author = author or _byline(words)
        published = published or _stamp(words)
        dateline = _DATELINE.match(words[:120])
        outlet = outlet or (dateline["outlet"].strip() if dateline else None)
        if len(words) > 100:  # the report itself has begun
            break
    return Head(author, outlet, published)


def _stamp(line: str) -> datetime | date | None:
    """The date in “Published: …”, of a line with nothing else, or in a dateline: “KYIV, 4 March 2026 —”."""
    marked = _PUBLISHED.match(line) if len(line) < 100 else None
    if marked:
        return parse_time(marked["when"].strip())
    dated = _DATED_PLACE.match(line[:_LONGEST_DATELINE])
    return parse_time(dated["when"]) if dated else _bare_date(line)


def _bare_date(line: str) -> datetime | date | None:
    """The date of a line with nothing but a date, a place before it and a clock: «12 декабря 2025, 18:40»."""
    found = _BARE_DATE.match(line) if len(line) < _LONGEST_DATELINE else None
    if found is None:
        return None
    return parse_time(f"{found['when']}, {found['first']}" if found["first"] else found["when"])


def parse_time(stamp: str | None) -> datetime | date | None:
    """ISO 8601, RFC 2822, a date with the month in words, or one with dots, whose day stands first.

    None where it is none of them, or ambiguous.
    """
    if not stamp or len(stamp) > 100:
        return None
    stamp = stamp.strip()
    try:
        return date.fromisoformat(stamp) if len(stamp) <= 10 else datetime.fromisoformat(stamp)
    except ValueError:
        return _written_time(stamp)


def _written_time(stamp: str) -> datetime | date | None:
    """“22 November 2025, 08:15 UTC”, “Sat, 22 Nov 2025 08:15:00 +0200”."""
    from email.utils import parsedate_to_datetime

    try:
        return parsedate_to_datetime(stamp)
    except (ValueError, TypeError, IndexError, OverflowError):
        pass
    found = _DAY_FIRST.search(stamp) or _MONTH_FIRST.search(stamp) or _DOTTED.search(stamp)
    month = _month(found["month"]) if found else None
    if found is None or month is None:
        return None
    try:
        day = date(int(found["year"]), month, int(found["day"]))
        clock = _CLOCK.match(found["rest"])
        if clock is None:
            return day
        iso = f"{day.isoformat()}T{int(clock['hour']):02}:{clock['minute']}{'+00:00' if clock['zone'] else ''}"
        return datetime.fromisoformat(iso)
    except ValueError:
        return None


def _month(written: str) -> int | None:
    return int(written) if written.isdecimal() else _MONTHS.get(written.lower())


def _lines(text: str, start: int = 0) -> Iterator[Span]:
    """The lines that hold something, without white space at their ends."""
    position = start
    while position < len(text):
        end = text.find("\n", position)
        end = len(text) if end < 0 else end
        line = text[position:end]
        stripped = line.strip()
        if stripped:
            first = position + len(line) - len(line.lstrip())
            yield Span(first, first + len(stripped))
        position = end + 1


def _set_apart(line: str) -> bool:
    """A headline, not a first paragraph: one sentence at most, and a short one if it has a full stop."""
    if len(line) > _LONGEST_TITLE or _INNER_STOP.search(line):
        return False
    return not _STOP.search(line) or len(line) <= _LONGEST_SENTENCE_TITLE


def _bare_headline(line: str, following: str) -> bool:
    """A headline with nothing between it and the text. A line of hard-wrapped text is none."""
    if len(line) > _LONGEST_BARE_TITLE or _STOP.search(line) or _HANGING.search(line):
        return False
    begins = following.lstrip("\"'“‘«—–-( ")[:1]
    return not begins.islower() and bool(_FINAL.search(following)) and not _INNER_STOP.search(line)


def _byline(line: str) -> str | None:
    found = _BYLINE.match(line) if len(line) < 100 else None
    if found is None or not _CAPITAL.match(found["who"]):
        return None
    rest = line[found.end() :].strip(" ,|·–—-")
    return None if _FINAL.search(rest) and len(rest) > 1 else found["who"].strip()
