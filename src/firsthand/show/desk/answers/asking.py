"""What may be asked of a list, and one page of it: numbers from outside are held to what there is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import cast
from urllib.parse import urlencode

import orjson

from firsthand.errors import InputError
from firsthand.show.desk.columns import FACETS
from firsthand.show.desk.query import Query, query_of
from firsthand.show.json_report import Json
from firsthand.show.plain import one_line

__all__ = ["NARROWING", "Paged", "Pairs", "number_in", "paged", "pairs_of", "plain", "query_in"]

Pairs = Sequence[tuple[str, str]]
"""Names and values, as the query of an address has them; a name may come several times."""

NARROWING = (*FACETS, "q", "since", "until", "disputed", "one_origin", "box", "sort")
"""What the board, and all that is narrowed in the same way, understands."""
_DIGITS = 9
_LONGEST = 1_000
"""Characters of one value."""


@dataclass(frozen=True, slots=True)
class Paged:
    """A page of a list: its first place (from 0), how many it has at most, and what names it in an answer."""

    page: int
    per_page: int
    given: Pairs

    def of(self, total: int) -> slice:
        """The places of a list of that length."""
        return slice(min(total, (self.page - 1) * self.per_page), min(total, self.page * self.per_page))

    def told(self, total: int) -> Json:
        """How many there are, which page it is, and the address of the next, relative to that of this one."""
        more = self.page * self.per_page < total
        rest = [(name, value) for name, value in self.given if name != "page"]
        following = f"?{urlencode([*rest, ('page', str(self.page + 1))], errors='replace')}" if more else None
        return {"total": total, "page": self.page, "per_page": self.per_page, "next": following}


def pairs_of(query: Mapping[str, object]) -> list[tuple[str, str]]:
    """Names and values of what was given by name: of several values each once, yes as "1", None left out."""
    found: list[tuple[str, str]] = []
    for name, value in query.items():
        several = value if isinstance(value, list | tuple | set | frozenset) else [value]
        found += [(name, "1" if each is True else str(each)) for each in several if each is not None and each != False]  # noqa: E712
    return found


def paged(given: Pairs, per_page: int, most: int) -> Paged:
    """The page that is asked for, the first where none is.

    Raises:
        InputError: the number is none, or too high.
    """
    single = dict(given)
    page = number_in(single, "page", 1, 10**_DIGITS)
    return Paged(page, number_in(single, "per_page", per_page, most), given)


def number_in(given: Mapping[str, str], name: str, default: int, most: int) -> int:
    """A number from 1 to `most`. Raises InputError."""
    value = given.get(name, "").strip()
    if not value:
        return default
    if not (value.isascii() and value.isdecimal() and len(value) <= _DIGITS and 1 <= int(value) <= most):
        raise InputError(f"“{one_line(value[:40])}” is no number for `{name}`: give one from 1 to {most:,}.")
    return int(value)


def query_in(given: Pairs, others: Iterable[str] = ()) -> Query:
    """What the board is to be narrowed to.

    Args:
        others: names that mean something else there.

    Raises:
        InputError: a name that nothing is known by, or a value that is none for its name.
    """
    known = {*NARROWING, *others}
    for name, value in given:
        if name not in known:
            raise InputError(
                f"“{one_line(name[:40])}” is nothing to ask by here. There is: {', '.join(sorted(known))}."
            )
        if len(value) > _LONGEST:
            raise InputError(f"What is given for `{name}` is longer than {_LONGEST:,} characters.")
    return query_of([(name, value.replace("\0", " ")) for name, value in given])


def plain(record: object) -> Json:
    """A record as a dict of what JSON has."""
    return cast(Json, orjson.loads(orjson.dumps(record)))
