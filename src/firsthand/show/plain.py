"""Making text from outside harmless where it is shown: it may hold escapes that steer a terminal."""

from __future__ import annotations

import re

__all__ = ["UNSAFE", "one_line", "visible"]

UNSAFE = re.compile(
    "["
    "\x00-\x08\x0b-\x1f\x7f-\x9f"  # C0 and C1 controls but tab and line feed: \x1b and \x9b start escapes
    "\u2028\u2029"  # line and paragraph separators
    "\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069"  # directional marks: can make text read differently
    "\ud800-\udfff"  # halves of a surrogate pair, which no output encoding takes
    "\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e007f"  # invisible tag characters
    "]"
)
_SPACE = re.compile(r"\s+")


def visible(text: str) -> str:
    """The text with each control, directional and invisible steering character as "\ufffd". Same length."""
    return UNSAFE.sub("\ufffd", text)


def one_line(text: str) -> str:
    """`visible`, with every run of white space as one space."""
    return _SPACE.sub(" ", visible(_SPACE.sub(" ", text))).strip()
