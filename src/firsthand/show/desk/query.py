"""What somebody wants to see of the board, as the address of the page says it, and which claims that are.

The same query is understood by the board, the map, the timeline, the exports and the API.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from urllib.parse import quote_plus, urlencode

import numpy as np

from firsthand.errors import InputError
from firsthand.link.terms import terms_of
from firsthand.resolve.edtf import days_of_edtf
from firsthand.show.desk.building import as_word
from firsthand.show.desk.columns import FACETS, NO_DAY, SORTS, Columns, Mask, Numbers
from firsthand.store.board import TERM, BoardFile

__all__ = ["Found", "Query", "find", "query_of", "words_query"]

_MOST_WORDS = 24
"""Words that are searched for at once."""
_MOST_VALUES = 50
_MOST_COUNTED = 1_000
"""Values of a facet that are counted: of places there may be as many as claims."""
_WORD = re.compile(r"\w+")
_PHRASE = re.compile(r'"([^"]+)"|«([^»]+)»|“([^”]+)”')
_LANGUAGES = ("en", "ru", "uk")
_BOX = 4


@dataclass(frozen=True, slots=True)
class Query:
    """What is wanted. `words` are searched for; `chosen` are values of facets, of one facet any of them. Days are both
    included. `box` is west, south, east, north in degrees."""

    words: str = ""
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    since: date | None = None
    until: date | None = None
    disputed: bool = False
    one_origin: bool = False
    box: tuple[float, float, float, float] | None = None
    sort: str = "surprise"

    @property
    def narrowed(self) -> bool:
        """Whether it leaves anything out."""
        return self != Query(sort=self.sort)

    def address(self, **changed: object) -> str:
        """As the query of an address, with some of it changed; empty where it is the whole board."""
        return urlencode(list(replace(self, **changed)._pairs()))  # type: ignore[arg-type]

    def toggled(self, facet: str, value: str) -> str:
        """The address with one more value of a facet, or without it where it is there."""
        own = self.chosen.get(facet, ())
        new = tuple(each for each in own if each != value) if value in own else (*own, value)
        return self.address(chosen={**self.chosen, facet: new})

    def adding(self, facet: str) -> Callable[[str], str]:
        """The same for many values of a facet: what tells the address for each."""
        own, mark = self.chosen.get(facet, ()), "\ufdd0"  # a character that stands for nothing, so for no value
        before, _, after = self.toggled(facet, mark).partition(quote_plus(mark))
        return lambda value: self.toggled(facet, value) if value in own else f"{before}{quote_plus(value)}{after}"

    def _pairs(self) -> Iterable[tuple[str, str]]:
        if self.words:
            yield "q", self.words
        for name in FACETS:
            yield from ((name, value) for value in self.chosen.get(name, ()))
        for name, day in (("since", self.since), ("until", self.until)):
            if day is not None:
                yield name, day.isoformat()
        for name in ("disputed", "one_origin"):
            if getattr(self, name):
                yield name, "1"
        if self.box:
            yield "box", ",".join(f"{each:.4f}" for each in self.box)
        if self.sort != "surprise":
            yield "sort", self.sort


@dataclass(frozen=True, slots=True)
class Found:
    """The claims that a query finds, by their places on the board, in the order asked for. `counts` are how many there
    are of each value of each facet if that facet were free. `mask` says of each claim whether it is among them."""

    numbers: Numbers
    mask: Mask
    counts: Mapping[str, Sequence[tuple[str, int]]]

    def __len__(self) -> int:
        return len(self.numbers)


def query_of(given: Sequence[tuple[str, str]]) -> Query:
    """The query that the pairs of an address ask for; other names are left alone.

    Raises:
        InputError: a day, an order or a box that is none; the message names it.
    """
    chosen: dict[str, tuple[str, ...]] = {}
    single = dict(given)
    for name, value in given:
        if name in FACETS and value and value not in chosen.get(name, ()):
            chosen[name] = (*chosen.get(name, ()), value)[:_MOST_VALUES]
    sort = single.get("sort") or "surprise"
    if sort not in SORTS:
        raise InputError(f"The board has no order “{sort[:40]}”: give one of {', '.join(SORTS)}.")
    return Query(
        words=" ".join(single.get("q", "").replace("\0", " ").split())[:500],
        chosen=chosen,
        since=_day(single, "since"),
        until=_day(single, "until"),
        disputed=_yes(single, "disputed"),
        one_origin=_yes(single, "one_origin"),
        box=_box(single.get("box", "")),
        sort=sort,
    )


def _yes(given: Mapping[str, str], name: str) -> bool:
    return given.get(name, "") in ("1", "true", "yes", "on")


def _day(given: Mapping[str, str], name: str) -> date | None:
    """Of a month, a year or any other time in EDTF the first day for `since`, and the last for `until`."""
    value = given.get(name, "").strip()
    try:
        first, last = days_of_edtf(value) if value else (None, None)
    except ValueError:
        raise InputError(
            f"“{value[:40]}” is no date for `{name}`: give one such as 2025-11-22, 2025-11 or 2025."
        ) from None
    return first if name == "since" else last


def _box(value: str) -> tuple[float, float, float, float] | None:
    if not value.strip():
        return None
    try:
        west, south, east, north = (float(each) for each in value.split(",", _BOX - 1))
    except ValueError:
        west = south = east = north = float("nan")
    if not (-180 <= west <= 180 and -180 <= east <= 180 and -90 <= south <= north <= 90):
        raise InputError(f"“{value[:80]}” is no box: give west,south,east,north in degrees.")
    return west, south, east, north


def find(board: BoardFile, columns: Columns, query: Query, *, counted: bool = True) -> Found:
    """The claims that a query finds.

    Args:
        counted: whether the facets are counted as well.

    Raises:
        CaseError: the index of words cannot be read.
    """
    base = _base(board, columns, query)
    masks = {name: columns.facets[name].having(own) for name, own in query.chosen.items() if own}
    mask = base.copy()
    for each in masks.values():
        mask &= each
    counts: dict[str, Sequence[tuple[str, int]]] = {}
    if counted:
        for name, facet in columns.facets.items():
            free = mask
            if name in masks:
                free = base.copy()
                for other, own in masks.items():
                    free &= own if other != name else True
            counts[name] = facet.counted(free, _MOST_COUNTED, query.chosen.get(name, ()))
    order = columns.orders[query.sort]
    return Found(order[mask[order]], mask, counts)


def _base(board: BoardFile, columns: Columns, query: Query) -> Mask:
    """The claims that all but the facets leave."""
    mask = np.ones(columns.size, dtype=bool)
    if wanted := words_query(query.words):  # marks alone are no words
        mask = np.zeros(columns.size, dtype=bool)
        mask[board.matching(wanted)] = True
    if query.disputed:
        mask &= columns.disputed
    if query.one_origin:
        mask &= (columns.most == 1) & (columns.documents > 1)
    if query.box:
        mask &= _within(columns, query.box)
    if query.since is not None:
        mask &= (columns.until >= query.since.toordinal()) & (columns.until != NO_DAY)
    if query.until is not None:
        mask &= (columns.since <= query.until.toordinal()) & (columns.since != NO_DAY)
    return mask


def _within(columns: Columns, box: tuple[float, float, float, float]) -> Mask:
    west, south, east, north = box
    inside = (columns.lon >= west) & (columns.lon <= east)
    if west > east:  # over the antimeridian
        inside = (columns.lon >= west) | (columns.lon <= east)
    found: Mask = inside & (columns.lat >= south) & (columns.lat <= north)
    return found


def words_query(words: str) -> str:
    """What is asked of the index of words: every word has to be there, as it begins or as a term of any language
    ("building" finds «зданий»); what stands in quotation marks as it is written. Empty where no word is left."""
    phrases = [next(filter(None, match.groups())) for match in _PHRASE.finditer(words)]
    parts = [_quoted(phrase) for phrase in phrases if _WORD.search(phrase)]
    for word in _WORD.findall(_PHRASE.sub(" ", words))[:_MOST_WORDS]:
        terms = {as_word(term) for language in _LANGUAGES for term in terms_of(word, language)}
        ways = [f"{_quoted(word)}*"]
        ways += [_quoted(TERM + term) for term in sorted(terms) if not term.startswith("x7e") or len(term) > 6]
        parts.append(f"({' OR '.join(ways)})")
    return " AND ".join(parts[:_MOST_WORDS])


def _quoted(words: str) -> str:
    return '"' + words.replace('"', '""') + '"'
