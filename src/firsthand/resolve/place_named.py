"""The places of a name that somebody else found, whatever stands around it."""

from __future__ import annotations

from firsthand.model import Candidate, PlaceKind
from firsthand.resolve.gazetteer import name_key
from firsthand.resolve.place_known import Known, peoples
from firsthand.resolve.place_words import place_words

__all__ = ["meant"]

_FACILITIES = frozenset({"airport", "international", "university", "base", "museum", "stadium", "station", "zoo"})


def meant(name: str, known: Known) -> tuple[Candidate, ...]:
    """The places of a name, of the people called so, or of the name without what only says which part or kind."""
    found = known[name]
    people = peoples().get(name_key(name))
    if people:
        found = (*(place for place in known[people] if place.kind is not PlaceKind.SETTLEMENT), *found)
    words = name.split()
    while not found and len(words) > 1:
        words = _less(words)
        found = known[" ".join(words)] if words else ()
    return found


def _less(words: list[str]) -> list[str]:
    """The words without one that only says which part ("North London") or what kind it is ("Karak district")."""
    lists, first, last = place_words("en"), words[0].lower(), words[-1].lower()
    if first in lists.leaders or first in lists.directions:
        return words[1:]
    if last in lists.region | lists.settlement | lists.district | lists.venues | _FACILITIES:
        return words[:-1]
    return words[:-1] if any(word.lower() in _FACILITIES for word in words) else []
