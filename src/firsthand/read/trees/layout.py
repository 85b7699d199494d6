"""How posts are laid out: lines without full stops, bullets and emoji between sentences, speech between dashes."""

from __future__ import annotations

import re
from itertools import pairwise

from firsthand.model import Span
from firsthand.text import trim

__all__ = ["EMOJI", "find_lines", "find_speech", "unbroken", "without_dateline"]

EMOJI = (
    "\u2022\u2043\u20e3\u2190-\u21ff\u2300-\u27bf\u2900-\u297f\u2b00-\u2bff\u3030\u303d\u3297\u3299"
    "\u200b-\u200f\u2060\ufe0e\ufe0f\U0001f000-\U0001faff\U000e0020-\U000e007f"
)
"""Pictures, bullets and arrows, with the signs that join them: the inside of a character class."""
_LINE = re.compile(r"[^\n]+")
_CUT = re.compile(rf"[{EMOJI}][{EMOJI}\s]*(?=[\"«„“(]?[^\W\d_a-zа-яёіїєґ]|\d|$)")
_HEAD = re.compile(rf"[{EMOJI}\s]+")
_HARD = (60, 100)
"""Characters. Text that somebody wrapped by hand has lines of about this width."""
_OPENS = re.compile(rf"[^\w\s]|[^\W\d_a-zа-яёіїєґ]|\d|[{EMOJI}]")
_DATELINE = re.compile(
    r"[A-ZА-ЯЁІЇЄҐ][A-ZА-ЯЁІЇЄҐ .’'/-]{2,30}(?:[.,] ?\d{1,2} [^\W\d_]{3,9}\.?(?: \d{4})?(?: [гр]\.)?)?"
    r"(?:[.,:]? ?[/(][\w .,«»\"’'-]{2,60}[/)])?(?:[.:]? ?[—–-] |\. )"
)
_UPDATED = re.compile(
    r"(?:(?:UPD|АПД|Upd|Апд)\.? ?\d{0,2}|(?:Обновлено|Оновлено|ОБНОВЛЕНО|ОНОВЛЕНО)(?: [ово]б?)?(?: \d{1,2}[:.]\d\d)?)"
    r"(?: \(?\d{1,2}[:.]\d\d\)?)?\s*[.:—–-]\s+(?=\S)"
)
_DASH = re.compile(r"[—–-]\s+")
_TO_AUTHOR = re.compile(r"(?:,|(?P<mark>[!?…]+))\s+[—–-]\s+(?=[a-zа-яёіїєґ])")
_TO_SPEAKER = re.compile(r"[.,:]\s+[—–-]\s+")


def find_lines(text: str, paragraph: Span) -> list[Span]:
    """A paragraph in pieces that no sentence runs across: its lines, unless they are wrapped, cut at emoji that stand
    between two sentences. Bullets and emoji at the ends of a piece are left out."""
    pieces: list[Span] = []
    for line in _whole_lines(text, paragraph):
        start = line.start
        for match in _CUT.finditer(text, line.start, line.end):
            pieces.append(Span(start, match.start()))
            start = match.end()
        pieces.append(Span(start, line.end))
    return [bare for piece in pieces if (bare := _bare(text, piece))]


def _whole_lines(text: str, paragraph: Span) -> list[Span]:
    lines = [Span(m.start(), m.end()) for m in _LINE.finditer(text, paragraph.start, paragraph.end)]
    longest = max((len(line) for line in lines), default=0)
    wrapped = len(lines) > 1 and _HARD[0] <= longest <= _HARD[1] and _all_full(text, lines, longest)
    joined: list[Span] = []
    for line in lines:
        if joined and (wrapped or not _OPENS.match(text, line.start) or _quotes_on(text, joined[-1], line, paragraph)):
            joined[-1] = Span(joined[-1].start, line.end)
        else:
            joined.append(line)
    return joined


def _quotes_on(text: str, before: Span, line: Span, paragraph: Span) -> bool:
    """Whether a quotation that the line before opens ends in this paragraph, and before another opens."""
    opened = before.of(text)
    if opened.count("«") <= opened.count("»"):
        return False
    rest = text[line.start : paragraph.end]
    return "»" in rest and "«" not in rest[: rest.index("»")]


def _all_full(text: str, lines: list[Span], longest: int) -> bool:
    """Whether the first word of each line would not have fitted on the line before."""
    return all(
        len(before) + len(re.split(r"\s", after.of(text).lstrip(), maxsplit=1)[0]) >= longest
        for before, after in pairwise(lines)
    )


def _bare(text: str, piece: Span) -> Span:
    piece = trim(text, piece)
    if match := _HEAD.match(text, piece.start, piece.end):
        piece = Span(match.end(), piece.end)
    end = piece.end
    while end > piece.start and re.match(rf"[{EMOJI}\s]", text[end - 1]):
        end -= 1
    return Span(piece.start, end)


def without_dateline(text: str, line: Span) -> Span:
    """«КИЕВ, 9 октября. /Днепр-Инфо/. …» says where and when a report was filed, «UPD:» and «Обновлено в 14:20» that
    it was filed again; neither belongs to a statement."""
    if updated := _UPDATED.match(text, line.start, line.end):
        return without_dateline(text, Span(updated.end(), line.end))
    match = _DATELINE.match(text, line.start, line.end)
    return Span(match.end(), line.end) if match and match.end() < line.end - 10 else line


def unbroken(text: str, quotes: list[Span]) -> list[Span]:
    """Quotations without the words of the author that stand inside of their marks: «Ждём, — сказал он. — Скоро»."""
    found: list[Span] = []
    for quote in quotes:
        start = quote.start
        while to_author := _TO_AUTHOR.search(text, start, quote.end):
            back = _TO_SPEAKER.search(text, to_author.end(), quote.end)
            if back is None:
                break
            mark = to_author["mark"]
            found.append(Span(start, to_author.start() + (len(mark) if mark else 0)))
            start = back.end()
        found.append(Span(start, quote.end))
    return found


def find_speech(text: str, line: Span) -> list[Span]:
    """What is spoken in a line that opens with a dash, without the words of the author between dashes.

    «— Ждём, — сказал он. — Скоро.» has two stretches of speech. A line with a dash and no author is a mere item of
    a list, and has none.
    """
    opening = _DASH.match(text, line.start, line.end)
    if opening is None:
        return []
    found: list[Span] = []
    start = opening.end()
    while to_author := _TO_AUTHOR.search(text, start, line.end):
        mark = to_author["mark"]
        found.append(Span(start, to_author.start() + (len(mark) if mark else 0)))
        back = _TO_SPEAKER.search(text, to_author.end(), line.end)
        if back is None:
            return found
        start = back.end()
    return [*found, Span(start, line.end)] if found else []
