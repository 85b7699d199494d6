"""Countries by what their names and adjectives say: "Russia", «российский», "a Ukrainian site"; by seats; by flags.

Which term stands for which country is learned from the documents themselves: wherever one names a country, the reader
has told which it is. So no list of nations is kept here, and none is treated otherwise than the rest.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping

from firsthand.claims import Paper
from firsthand.kinds import PlaceKind
from firsthand.model import PlaceId

__all__ = ["flags_in", "lands_of", "seats_of"]

_FLAG = re.compile("[\U0001f1e6-\U0001f1ff]{2}")
_FIRST = 0x1F1E6


def lands_of(papers: Iterable[Paper], terms: Callable[[str, str], frozenset[str]]) -> Mapping[str, str]:
    """The ISO 3166 code that each term stands for among the countries these documents name, where it is only one."""
    found = defaultdict[str, set[str]](set)
    for paper in papers:
        document = paper.report.document
        for place in paper.report.places:
            if place.chosen is not None and place.chosen.kind is PlaceKind.COUNTRY and place.chosen.country:
                for term in terms(place.span.of(document.text), document.language):
                    if term.startswith("="):
                        found[term].add(place.chosen.country)
    return {term: min(codes) for term, codes in found.items() if len(codes) == 1}


def seats_of(papers: Iterable[Paper]) -> Mapping[PlaceId, str]:
    """The side for whose government the name of each place stands somewhere in these documents, where it is only one:
    "Kyiv said no". Elsewhere that place may be only the town."""
    found = defaultdict[PlaceId, set[str]](set)
    for paper in papers:
        acting = {each.span: each.side for each in paper.report.actors if each.id == f"{each.side}:government"}
        for place in paper.report.places:
            side = acting.get(place.span)
            if side is not None and place.id is not None:
                found[place.id].add(side)
    return {place: min(sides) for place, sides in found.items() if len(sides) == 1}


def flags_in(text: str) -> frozenset[str]:
    """The ISO 3166 codes of the flags in a text, which are written as two letters each."""
    return frozenset("".join(chr(ord("A") + ord(char) - _FIRST) for char in flag) for flag in _FLAG.findall(text))
