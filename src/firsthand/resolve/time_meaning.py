"""What a time expression means in days, and what the rules may look at to say so."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

__all__ = ["UNKNOWN", "Rule", "Setting", "When", "has"]


@dataclass(frozen=True, slots=True)
class When:
    """What an expression means: first and last day, None for unknown; `edtf` only where it is not plain.

    `starts_at` and `ends_at` are clock times on these days, with a zone where one is written; `doubt`
    says in words what is uncertain about it.
    """

    start: date | None = None
    end: date | None = None
    edtf: str | None = None
    starts_at: time | None = None
    ends_at: time | None = None
    doubt: str = ""


UNKNOWN = When()


@dataclass(frozen=True, slots=True)
class Setting:
    """What the rules may look at beside the match.

    `anchor` is the day of publication, `moment` its clock time if there is one; `previous` is the last single day
    that the paragraph named, `close` says that it stands in the same sentence, `just_before` in that or the one
    before; `lately` is the last date or month it named, of whatever length; `future` says that the future is spoken
    of; `event` is what "three weeks after" counts from, where it has a date.
    """

    anchor: date | None = None
    moment: datetime | None = None
    lists: Mapping[str, Mapping[str, Any]] | None = None
    future: bool = False
    previous: When | None = None
    close: bool = False
    just_before: bool = False
    lately: When | None = None
    event: When | None = None

    def read_with(self, lists: Mapping[str, Mapping[str, Any]], future: bool) -> Setting:
        """The same for one match; every match asks for it, and `dataclasses.replace` takes three times as long."""
        previous, close, just_before = self.previous, self.close, self.just_before
        return Setting(self.anchor, self.moment, lists, future, previous, close, just_before, self.lately, self.event)

    def entry(self, name: str, word: str) -> Any:
        """What the list of that name says of the word."""
        return (self.lists or {})[name][re.sub(r"\s+", " ", word)]

    def number(self, name: str, word: str) -> int:
        return int(self.entry(name, word))

    def lists_word(self, name: str, word: str) -> bool:
        """Whether the list has the word at all."""
        return word in (self.lists or {}).get(name, {})


Rule = Callable[[re.Match[str], Setting], When | None]


def has(match: re.Match[str], group: str) -> bool:
    return group in match.re.groupindex and match[group] is not None
