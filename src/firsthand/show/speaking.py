"""The words of views, in the language of whoever looks.

English is what stands in the code; a catalogue (`desk/locale/LANGUAGE/LC_MESSAGES/desk.po`) has the others. Which of
them is spoken holds for one request, or for as long as `speaking` lasts: a function that words something need not know
who asked. Where nothing was said, it is English: the command line, exports, the API, and what is kept.

Every message is formatted with names, `gettext("from %(one)s to %(other)s", one=…, other=…)`, also where it has none:
a percent sign is written twice. A sentence is one message, never glued from several.
"""

from __future__ import annotations

import gettext as catalogues
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, cast

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.numbers import format_decimal
from jinja2 import Environment

__all__ = [
    "DOMAIN",
    "ENGLISH",
    "N_",
    "Spoken",
    "Tongue",
    "catalogue_folder",
    "day_of",
    "gettext",
    "install",
    "language_called",
    "languages",
    "month_of",
    "ngettext",
    "number_of",
    "pgettext",
    "speaking",
    "spoken",
    "tongue",
]

DOMAIN = "desk"
ENGLISH = "en"
_PLACES = re.compile(r"%\((\w+)\)s|\{(\w+)\}|(%)(?!%)")


@dataclass(frozen=True, slots=True)
class Tongue:
    """A language with the words that its catalogue has."""

    code: str
    catalogue: catalogues.NullTranslations


_ENGLISH = Tongue(ENGLISH, catalogues.NullTranslations())
_SPOKEN: ContextVar[Tongue] = ContextVar("spoken", default=_ENGLISH)


def N_(message: str) -> str:  # noqa: N802  the name by which tools know words that are translated later
    """Mark words for the catalogue that are translated where they are shown."""
    return message


class Spoken(str):
    """Words in the language that is spoken. What is none was written down by the program, in English."""

    __slots__ = ()

    def __str__(self) -> str:
        return self


def spoken() -> str:
    """The code of the language that is spoken now."""
    return _SPOKEN.get().code


def tongue() -> Tongue:
    """The same with its words: what was worded in it may be kept under it."""
    return _SPOKEN.get()


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak a language for a while; English where there is no catalogue of it."""
    known = language != ENGLISH and language in languages()
    token = _SPOKEN.set(_tongue(catalogue_folder(), language) if known else _ENGLISH)
    try:
        yield
    finally:
        _SPOKEN.reset(token)


def languages() -> tuple[str, ...]:
    """Those that the desk speaks: English, and each that has a catalogue."""
    folder = catalogue_folder()
    found = sorted(path.parts[-3] for path in folder.glob(f"*/LC_MESSAGES/{DOMAIN}.mo")) if folder.is_dir() else []
    return (ENGLISH, *(each for each in found if each != ENGLISH))


def catalogue_folder() -> Path:
    """Where the catalogues lie."""
    return Path(str(files("firsthand.show.desk").joinpath("locale")))


def gettext(message: str, **given: object) -> str:
    """The message in the language that is spoken, its places filled in."""
    return Spoken(_catalogue().gettext(message) % given)


def ngettext(one: str, many: str, number: int, **given: object) -> str:
    """The form of the message for that number; `%(num)s` is the number as the language writes it."""
    return Spoken(_catalogue().ngettext(one, many, number) % {"num": number_of(number), **given})


def pgettext(context: str, message: str, **given: object) -> str:
    """A message whose words mean something else elsewhere; the context says what they are here."""
    return Spoken(_catalogue().pgettext(context, message) % given)


def _catalogue() -> catalogues.NullTranslations:
    return _SPOKEN.get().catalogue


@cache
def _tongue(folder: Path, language: str) -> Tongue:
    return Tongue(language, _loaded(folder, language))


def _loaded(folder: Path, language: str) -> catalogues.NullTranslations:
    """A catalogue without those messages that nobody translated yet, and those whose places are others than in English:
    they would break a page."""
    found = catalogues.translation(DOMAIN, folder, [language], fallback=True)
    held = cast(Any, found).__dict__.get("_catalog", {})
    plurals: dict[str, set[frozenset[str]]] = {}
    for key, words in list(held.items()):
        message = key[0] if isinstance(key, tuple) else key
        if message and not (words and _fits(message, words)):
            del held[key]
            plurals.setdefault(message, set())
    for key in [key for key in held if isinstance(key, tuple) and key[0] in plurals]:
        del held[key]  # all forms of one message, or none
    return found


def _fits(message: str, words: str) -> bool:
    """Whether a translation has no place that English has not; of a plural, the number may be left out."""
    return _places(words) <= _places(message) and _places(message) - _places(words) <= {"num", "count"}


def _places(message: str) -> set[str]:
    plain = message.rpartition("\x04")[2].replace("%%", "")
    return {found[1] or found[2] or found[3] for found in _PLACES.finditer(plain)}


# ---------------------------------------------------------------- numbers, days, languages


def number_of(number: float, digits: int = 0) -> str:
    """A number as the language writes it: 12,500 is "12 500" in Ukrainian."""
    locale = _locale(spoken())
    if locale is None:
        return f"{number:,.{digits}f}"
    return format_decimal(round(number, digits), format="#,##0" + ("." + "0" * digits if digits else ""), locale=locale)


def day_of(day: date) -> str:
    """A day as the language writes it in short: "22 Nov 2025", "22 лист. 2025 р."."""
    locale = _locale(spoken())
    if locale is None:
        return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
    if isinstance(day, datetime):
        day = day.date()
    return format_date(day, "medium", locale=locale)


def month_of(year: int, month: int, *, long: bool = False) -> str:
    """A month of a year: "Nov 2025", "листопад 2025 р."."""
    locale = _locale(spoken())
    if locale is None:
        return f"{_MONTHS[month - 1]} {year}" if not long else f"{date(year, month, 1):%B} {year}"
    return format_date(date(year, month, 1), "LLLL y" if long else "LLL y", locale=locale)


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def language_called(code: str, english: Mapping[str, str] | None = None) -> str:
    """What a language is called in the one that is spoken; empty where that is not known."""
    locale = _locale(spoken())
    if locale is None:
        return (english or {}).get(code, "")
    return str(locale.languages.get(code, "")) or (english or {}).get(code, "")


@cache
def _locale(language: str) -> Locale | None:
    """What Babel knows of a language; None for English, which this program writes in its own way."""
    if language == ENGLISH:
        return None
    try:
        return Locale.parse(language.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return None


# ---------------------------------------------------------------- templates


def install(made: Environment) -> None:
    """Let templates speak the same: `{% trans %}`, `_()`, and the filter `number`."""

    def plain(message: str) -> str:
        return _harmless(_catalogue().gettext(message))

    def plural(one: str, many: str, number: int) -> str:
        return _harmless(_catalogue().ngettext(one, many, number))

    def within(context: str, message: str) -> str:
        return _harmless(_catalogue().pgettext(context, message))

    def plural_within(context: str, one: str, many: str, number: int) -> str:
        return _harmless(_catalogue().npgettext(context, one, many, number))

    cast(Any, made).install_gettext_callables(plain, plural, newstyle=True, pgettext=within, npgettext=plural_within)
    made.filters["number"] = number_of


def _harmless(words: str) -> str:
    """What templates take for their own: it can neither open a tag nor end an attribute."""
    return words.replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
