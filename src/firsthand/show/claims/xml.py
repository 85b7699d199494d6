"""Text from outside in XML: characters that XML does not allow would make the whole file unreadable."""

from __future__ import annotations

import re

from firsthand.show.plain import one_line

__all__ = ["xml_text"]

_FORBIDDEN = re.compile("[\ufffe\uffff]")


def xml_text(text: str) -> str:
    """The text on one line, harmless, with nothing that XML 1.0 forbids; escaping is left to whoever writes it."""
    return _FORBIDDEN.sub("\ufffd", one_line(text))
