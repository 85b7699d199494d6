"""A page with more tags than a parser may hold: its words alone, paragraph by paragraph.

No tree is built: the time is proportional to the length of the page, whatever stands in it, and the memory
that of the text itself. What is lost are links, and the difference between an article and its surroundings.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

__all__ = ["flat_text", "flat_title"]

_STEP = 1_000_000
_BREAK = "\x00"  # in no text: control characters are gone by now
_INLINE_TAG = re.compile(
    r"</?(?:a|abbr|b|bdi|bdo|big|cite|code|dfn|em|font|i|ins|del|kbd|mark|q|s|samp|small|span|strong|sub|sup|time|tt|u|"
    r"var|wbr)\b[^<>]*>?",
    re.IGNORECASE,
)
_TAG = re.compile(r"<[/!?a-zA-Z][^<>]*>?")
_SPACES = re.compile(r"\s+")
_BREAKS = re.compile(f" ?{_BREAK}[ {_BREAK}]*")
_TITLE = re.compile(r"<title\b[^<>]*>([^<]{1,1000})", re.IGNORECASE)
_HEAD_END = re.compile(r"</head\s*>|<body\b", re.IGNORECASE)


def flat_title(markup: str) -> str | None:
    """The words of the page's <title>, looked for at its top."""
    found = _TITLE.search(markup, 0, _STEP)
    return " ".join(html.unescape(found[1]).split()) or None if found else None


def flat_text(markup: str) -> str:
    """The words below the page's head; where a tag that is not inline stands, a paragraph ends."""
    head = _HEAD_END.search(markup, 0, _STEP)
    words = "".join(_pieces(markup, head.start() if head else 0))
    return _BREAKS.sub("\n\n", words).strip()


def _pieces(markup: str, position: int) -> Iterator[str]:
    """The words piece by piece; cut before a tag, so that none is cut in two."""
    while position < len(markup):
        end = markup.find("<", position + _STEP)
        end = len(markup) if end < 0 else end
        piece = _TAG.sub(_BREAK, _INLINE_TAG.sub("", markup[position:end]))
        yield _SPACES.sub(" ", html.unescape(piece))
        position = end
