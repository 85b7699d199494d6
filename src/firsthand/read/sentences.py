"""Paragraphs, and sentences that do not break inside a quotation."""

from __future__ import annotations

import re
from bisect import bisect_right

from firsthand.model import Span
from firsthand.text import trim

__all__ = ["ABBREVIATIONS", "find_paragraphs", "find_sentences"]

_END = re.compile(r"[.!?…]+")
_NEXT = re.compile(r"\s+[\"'“‘«„(\[–—-]*\s*(?=\w)(\S)")
_CLOSING = "”’\"'»)]›"
ABBREVIATIONS = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "dr",
        "prof",
        "gen",
        "col",
        "lt",
        "maj",
        "capt",
        "sgt",
        "adm",
        "st",
        "no",
        "nos",
        "vs",
        "etc",
        "jan",
        "feb",
        "mar",
        "apr",
        "jun",
        "jul",
        "aug",
        "sep",
        "sept",
        "oct",
        "nov",
        "dec",
        "sen",
        "rep",
        "gov",
        "hon",
        "rev",
        "jr",
        "sr",
        "inc",
        "ltd",
        "co",
        "corp",
        "dept",
        "est",
        "approx",
        "u.s",
        "u.k",
        "u.n",
        "e.g",
        "i.e",
        "a.m",
        "p.m",
        "cf",
        "fig",
        "al",
        "ave",
        "brig",
        "supt",
        "insp",
        "cllr",
        "messrs",
        "pres",
        "mt",
        "ft",
        "lt-col",
        "lt-gen",
        "maj-gen",
        "rt",
        "dist",
        "tel",
        "vol",
        "art",
        "sec",
        "ed",
    ]
)
_INITIALS = re.compile(r"(?:^|[\s(])(?:[A-ZА-ЯЁІЇЄҐ]\.)*[A-WYZА-ЯЁІЇЄҐ]$")


def find_paragraphs(text: str, within: Span) -> list[Span]:
    """Runs of text between line breaks. A single break inside a wrapped paragraph does not end it."""
    body = within.of(text)
    separator = re.compile(r"\n[ \t]*\n\s*") if re.search(r"\n[ \t]*\n", body) else re.compile(r"\n+")
    spans: list[Span] = []
    start = within.start
    for match in separator.finditer(text, within.start, within.end):
        spans.append(Span(start, match.start()))
        start = match.end()
    spans.append(Span(start, within.end))
    return [trimmed for span in spans if (trimmed := trim(text, span))]


def find_sentences(
    text: str,
    paragraph: Span,
    quotes: list[Span],
    speech: re.Pattern[str],
    abbreviations: frozenset[str] = ABBREVIATIONS,
) -> list[Span]:
    """The sentences of a paragraph.

    `quotes` are its quotations: no sentence ends inside one. `speech` matches what follows a quotation
    that ends in "!" or "?" without ending the sentence ("‘Stop!’ Petrenko said"). `abbreviations` are those
    of the language, folded, without their last full stop.
    """
    sentences: list[Span] = []
    start = paragraph.start
    for match in _END.finditer(text, paragraph.start, paragraph.end):
        if match.start() < start:
            continue
        end = _sentence_end(text, match, quotes, paragraph.end, speech, abbreviations)
        if end is not None:
            sentences.append(Span(start, end))
            start = end
    if start < paragraph.end:
        sentences.append(Span(start, paragraph.end))
    return [trimmed for span in sentences if (trimmed := trim(text, span))]


def _sentence_end(
    text: str,
    match: re.Match[str],
    quotes: list[Span],
    limit: int,
    speech: re.Pattern[str],
    abbreviations: frozenset[str],
) -> int | None:
    end = match.end()
    quote = _quote_around(quotes, match.start())
    if quote is not None:
        if end < quote.end - 2 or text[end : quote.end].strip(_CLOSING):
            return None
        end = quote.end
    while end < limit and text[end] in _CLOSING:
        end += 1
    if end >= limit:
        return end
    following = _NEXT.match(text, end, limit)
    if following is None or following.group(1).islower():
        return None
    if quote is not None and match.group() != "." and speech.match(text[end : end + 80].lstrip()):
        return None
    if quote is None and match.group() == "." and _abbreviated(text, match.start(), abbreviations):
        return None
    return end


def _quote_around(quotes: list[Span], position: int) -> Span | None:
    """The quotation that holds the position, of quotations in order."""
    index = bisect_right(quotes, position, key=lambda quote: quote.start) - 1
    return quotes[index] if index >= 0 and position < quotes[index].end else None


def _abbreviated(text: str, dot: int, abbreviations: frozenset[str]) -> bool:
    before = text[max(0, dot - 12) : dot]
    word = before.split()[-1] if before.split() else ""
    return word.strip("(\"'“‘").lower() in abbreviations or bool(_INITIALS.search(before))
