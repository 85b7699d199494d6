"""Which wire agencies a text credits with itself, or with a part of it: so a reprint is known to be one."""

from __future__ import annotations

import inspect
import re
from bisect import bisect_left
from collections.abc import Iterator

from firsthand.collect.sources.credit_rules import AGENCY, OTHER, RULES, SHORT, Line, is_of_a_picture
from firsthand.collect.sources.mentions import Mention, find_mentions
from firsthand.collect.sources.table import Table, built_in
from firsthand.model import Credit, CreditForm, Reason, Span

__all__ = ["credits"]

_LINK = re.compile(r"\[([^\[\]\n]{1,200})\]\(https?://[^\s()]{1,500}\)")
_NEAR_THE_TOP = 4  # lines with something in them: headline, lead-in, author, day
_LONGEST_LINE = 20_000  # characters; a longer one is cut, as a dump without line breaks would be


def credits(  # noqa: A001 - the word of the field; the interpreter's own only prints its licence
    text: str, language: str, table: Table | None = None
) -> tuple[Credit, ...]:
    """The credits in the order of the text, each on the characters of the agency's name.

    `language` is an ISO 639-1 code: datelines, by-lines and credit lines are found in any, sentences such as "Reuters
    reported" in English, Russian and Ukrainian.
    """
    known = built_in() if table is None else table
    mentions = tuple(find_mentions(text, known))
    if not any(mention.agency for mention in mentions):
        return ()
    starts = [mention.span.start for mention in mentions]
    return tuple(
        credit for span, line in _lines(text, mentions, language) for credit in _in_line(span, line, mentions, starts)
    )


def _lines(text: str, mentions: tuple[Mention, ...], language: str) -> Iterator[tuple[Span, Line]]:
    """The lines that name an agency, masked."""
    masked = _masked(text, mentions)
    written = [span for span in _spans(text) if text[span.start : span.end].strip()]
    for number, span in enumerate(written):
        cut = masked[span.start : min(span.end, span.start + _LONGEST_LINE)]
        if AGENCY in cut or SHORT in cut:
            yield span, Line(cut, number < _NEAR_THE_TOP, number == len(written) - 1, language)


def _spans(text: str) -> Iterator[Span]:
    start = 0
    for line in text.splitlines(keepends=True):
        yield Span(start, start + len(line.rstrip()))
        start += len(line)


def _masked(text: str, mentions: tuple[Mention, ...]) -> str:
    """The text with its names masked and Markdown's marks of links and bold words blank, the rest in its place."""
    for mark in (AGENCY, SHORT, OTHER, "**", "__"):
        text = text.replace(mark, " " * len(mark))
    text = _LINK.sub(lambda link: f" {link[1]}{' ' * (len(link[0]) - len(link[1]) - 1)}", text)
    parts, reached = [], 0
    for mention in mentions:
        mark = OTHER if not mention.agency else SHORT if mention.short else AGENCY
        parts += [text[reached : mention.span.start], mark * len(mention.span)]
        reached = mention.span.end
    return "".join((*parts, text[reached:]))


def _in_line(span: Span, line: Line, mentions: tuple[Mention, ...], starts: list[int]) -> Iterator[Credit]:
    """The credits of a line; the first rule that finds a name decides on its form. `starts` are those of `mentions`."""
    decided: dict[Span, Credit] = {}
    for rule, form in RULES:
        for who in rule(line):
            if form is not CreditForm.REPORT and is_of_a_picture(line.masked, who):
                continue
            first, after = (bisect_left(starts, span.start + end) for end in (who.start, who.end))
            for mention in mentions[first:after]:
                if mention.agency and mention.span not in decided:
                    reason = Reason(rule.__name__, inspect.getdoc(rule) or "", (mention.span,))
                    decided[mention.span] = Credit(mention.span, mention.source, form, reason)
    yield from (decided[each] for each in sorted(decided))
