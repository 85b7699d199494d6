"""What changed between two sightings of the same post or page, word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

from firsthand.store import Case, Sighting, sightings

__all__ = ["Change", "Edit", "changes"]

_WORD = re.compile(r"\s+|\w+|[^\w\s]")
_MOST = 20_000
"""Words of a text that are compared one by one; of a longer one only that it changed is told."""
_AROUND = 8
"""Words and what parts them, of those that stayed, that are told on each side of an edit."""


@dataclass(frozen=True, slots=True)
class Edit:
    """Words that went and words that came in their place; either may be empty. `lead` and `trail` are a few of those
    that stand before and behind it in the same line and stayed."""

    removed: str
    added: str
    lead: str = ""
    trail: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """From one sighting to the next: `edits` in text order, or that it was gone, or back again.

    What is back is held against what was there before it was gone; `before` is still the sighting before.
    """

    before: Sighting
    after: Sighting
    edits: tuple[Edit, ...]
    gone: bool = False
    back: bool = False


def changes(case: Case, key: str) -> Iterator[Change]:
    """Every change among the sightings of a key; sightings that saw the same are passed over."""
    text = ""
    for before, after in pairwise(sightings(case, key)):
        text = before.text or text
        if before.payload == after.payload:
            continue
        if after.payload is None:
            yield Change(before, after, (), gone=True)
        else:
            yield Change(before, after, tuple(_edits(text, after.text or "")), back=before.payload is None)


def _edits(before: str, after: str) -> Iterator[Edit]:
    old, new = _WORD.findall(before), _WORD.findall(after)
    if max(len(old), len(new)) > _MOST:
        yield Edit(before, after)
        return
    steps = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    for number, (what, i, j, k, m) in enumerate(steps):
        if what != "equal":
            first = steps[number - 1][1] if number else i
            last = steps[number + 1][2] if number + 1 < len(steps) else j
            lead = "".join(old[max(first, i - _AROUND) : i]).rpartition("\n")[2]
            trail = "".join(old[j : min(last, j + _AROUND)]).partition("\n")[0]
            yield Edit("".join(old[i:j]), "".join(new[k:m]), lead, trail)
