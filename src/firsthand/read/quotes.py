"""Where quotations start and end: curly, straight and angle marks, single and double, nested and unclosed.

The hard part is the mark ’ (and '), which closes a quotation, cuts a word short and marks a genitive.
"""

from __future__ import annotations

import re

from firsthand.model import Span

__all__ = ["find_quotes"]

# Opening mark → the marks that may close it.
_PAIRS = {"“": "”“", "„": "“”", "«": "»", "‹": "›", '"': '"', "‘": "’", "'": "'", "''": "''", "``": "''"}
_OPENERS = re.compile(r"''|``|[“„«‹\"‘']")
_SINGLE = frozenset("‘'")
_LONGEST = 12_000
"""Characters. A mark whose partner is further away than this was no quotation mark."""


def find_quotes(text: str, paragraph: Span) -> list[Span]:
    """The outermost quotations of a paragraph, marks included, in order.

    A quotation that is opened and not closed runs to the end of the paragraph if the next paragraph
    opens again with the same mark, as is the custom for long quotations; else its mark is ignored.
    """
    found: list[Span] = []
    barren: dict[str, int] = {}  # mark → up to where it is known to have no closing partner
    position = paragraph.start
    while match := _OPENERS.search(text, position, paragraph.end):
        mark, start = match.group(), match.start()
        position = match.end()
        if not _opens(text, start, position):
            continue
        reach = min(paragraph.end, position + _LONGEST)
        end = _close(text, mark, max(position, barren.get(mark, 0)), reach)
        if end is None:
            barren[mark] = reach
        if end is None and _continues(text, mark, paragraph.end):
            end = paragraph.end
        if end is not None and end > position:
            found.append(Span(start, end))
            position = end
    return found


def _opens(text: str, start: int, end: int) -> bool:
    """A mark opens if a space or bracket stands before it and something other than a space after it."""
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    return not (before.isalnum() or before in ".,!?’") and not after.isspace()


def _close(text: str, mark: str, position: int, limit: int) -> int | None:
    """The end of the quotation that starts just before `position`, or None."""
    closers = _PAIRS[mark]
    if mark in _SINGLE:
        return _close_single(text, closers, position, limit)
    if len(closers) == 2 and closers == "''":
        at = text.find("''", position, limit)
        return at + 2 if at >= 0 else None
    depth = 0
    for i in range(position, limit):
        char = text[i]
        if char == mark and mark not in closers:
            depth += 1
        elif char in closers and (char != mark or not _opens(text, i, i + 1)):
            if depth == 0:
                return i + 1
            depth -= 1
    return None


def _close_single(text: str, closer: str, position: int, limit: int) -> int | None:
    for i in range(position, limit):
        if text[i] != closer:
            continue
        after = text[i + 1] if i + 1 < len(text) else " "
        before = text[i - 1]
        if after.isalnum() or before.isspace() or after == closer:
            continue
        if _genitive(text, closer, i, limit):
            continue
        return i + 1
    return None


def _genitive(text: str, closer: str, at: int, limit: int) -> bool:
    """Whether ’ after an s marks a genitive ("the sides’ measures"): a word follows, and a better end comes later."""
    if text[at - 1] not in "sz" or not re.match(r" [a-z]", text[at + 1 : at + 3]):
        return False
    later = re.compile(rf"[\w.,!?…]{re.escape(closer)}(?=[\s,.;:!?)—–-]|$)")
    following = later.search(text, at + 1, limit)
    opening = re.compile(r"(?<!\w)[‘']\w").search(text, at + 1, limit)
    return following is not None and (opening is None or following.start() < opening.start())


def _continues(text: str, mark: str, paragraph_end: int) -> bool:
    following = text[paragraph_end : paragraph_end + 8].lstrip()
    return following.startswith(mark)
