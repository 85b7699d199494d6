"""What the top of a plain text says about it: headline, byline, dateline, date of publication.

Nothing here changes the text. What can be read in two ways is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from firsthand.model import Span

__all__ = ["Head", "parse_time", "read_head", "title_span"]

_LONGEST_TITLE, _LONGEST_SENTENCE_TITLE = 300, 120
_LONGEST_BARE_TITLE = 200
_HEAD_LINES = 8
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
_CLOCK = re.compile(r"^\D{0,6}(?P<hour>\d{1,2}):(?P<minute>\d{2})\s*(?P<zone>UTC|GMT|Z)?\s*$")


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
    lines = _lines(text)
    first = next(lines, None)
    second = next(lines, None)
    if first is None or second is None:
        return Span(0, 0)
    apart = "\n\n" in re.sub(r"[^\S\n]", "", text[first.end : second.start])
    line, following = first.of(text), second.of(text)
    return first if (_set_apart(line) if apart else _bare_headline(line, following)) else Span(0, 0)


def read_head(text: str, title: Span) -> Head:
    """Byline, dateline and date of publication from the first lines after the title."""
    author = outlet = published = None
    for position, line in enumerate(_lines(text, title.end)):
        if position >= _HEAD_LINES:
            break
        words = line.of(text)
        author = author or _byline(words)
        stamp = _PUBLISHED.match(words) if len(words) < 100 else None
        published = published or (parse_time(stamp["when"].strip()) if stamp else None)
        dateline = _DATELINE.match(words[:120])
        outlet = outlet or (dateline["outlet"].strip() if dateline else None)
        if len(words) > 100:  # the report itself has begun
            break
    return Head(author, outlet, published)


def parse_time(stamp: str | None) -> datetime | date | None:
    """ISO 8601, RFC 2822, or a date with the month in words; None where it is none of them, or ambiguous."""
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
    found = _DAY_FIRST.search(stamp) or _MONTH_FIRST.search(stamp)
    month = _MONTHS.get(found["month"].lower()) if found else None
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
