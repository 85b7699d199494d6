"""The table of sources that comes with the package, and the user's own laid over it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib.resources import files
from itertools import chain
from pathlib import Path

import yaml

from firsthand.collect.sources.entries import Entry, entries_in, from_yaml, text_of
from firsthand.collect.sources.names import plain_name
from firsthand.errors import TableError
from firsthand.model import Source

__all__ = ["Own", "Table", "built_in", "laid_over", "own_table", "with_own"]

_FILES = ("agencies.yaml", "ukraine.yaml", "russia.yaml", "world.yaml")


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """Sources by id, and who owns a domain, a user name of Telegram, or a name.

    A domain and a user name lead to one id; a name, in the form of `plain_name`, may lead to several. `carriers` are
    hosts that carry the work of many others under the makers' names.
    """

    sources: Mapping[str, Source]
    domains: Mapping[str, str]
    telegram: Mapping[str, str]
    names: Mapping[str, tuple[str, ...]]
    carriers: frozenset[str]


@dataclass(frozen=True, slots=True)
class Own:
    """A table of the user's as it was written; the end of its name says whether it is CSV or YAML."""

    name: str
    text: str

    @property
    def entries(self) -> tuple[Entry, ...]:
        """What it says, with lines. Raises TableError."""
        return entries_in(self.text, self.name)


@cache
def built_in() -> Table:
    """The table that comes with the package."""
    folder = files("firsthand.collect.sources") / "data"
    entries = [entry for name in _FILES for entry in from_yaml((folder / name).read_text("utf-8"), f"data/{name}")]
    carriers = yaml.safe_load((folder / "carriers.yaml").read_text("utf-8"))["carriers"]
    empty = Table({}, {}, {}, {}, frozenset(carriers))
    return _laid_over(empty, entries, "data")


def with_own(path: Path, base: Table | None = None) -> Table:
    """The user's table laid over another, by default the built-in one.

    An id that is known gets the fields that are given, and further domains, user names and names. A domain, user name
    or name in the user's table is taken from every other source that has it.

    Raises:
        TableError: the file cannot be read or is not as it should be; the message names file and line.
    """
    own = Own(str(path), text_of(path))
    return _laid_over(built_in() if base is None else base, own.entries, own.name)


def own_table(path: Path) -> Own:
    """The user's table in a file, which fits the one that comes with the package.

    Raises:
        TableError: as in `with_own`.
    """
    with_own(path)
    return Own(path.name, text_of(path))


@lru_cache(maxsize=2)
def laid_over(own: Own) -> Table:
    """The user's table laid over the one that comes with the package; for the same table always the same one.

    Raises:
        TableError: it does not fit; it may have been written for another version.
    """
    return _laid_over(built_in(), own.entries, own.name)


def _laid_over(base: Table, entries: Iterable[Entry], where: str) -> Table:
    sources = dict(base.sources)
    domains, telegram = dict(base.domains), dict(base.telegram)
    names: dict[str, dict[str, None]] = {}
    for entry in entries:
        known = sources.get(entry.id)
        sources[entry.id] = _changed(known, entry) if known else _new(entry, where)
        domains |= dict.fromkeys(entry.domains, entry.id)
        telegram |= dict.fromkeys(entry.telegram, entry.id)
        for name in chain([entry.name] if entry.name else [], (name for _, name in entry.names)):
            names.setdefault(plain_name(name), {})[entry.id] = None
    own = {name: tuple(ids) for name, ids in names.items()}
    return Table(sources, domains, telegram, {**base.names, **own}, base.carriers)


def _new(entry: Entry, where: str) -> Source:
    if entry.name is None or entry.kind is None:
        missing = "name" if entry.name is None else "kind"
        raise TableError(f"{where}, line {entry.line}: the field {missing} is missing, and {entry.id} is not known yet")
    return Source(
        id=entry.id,
        name=entry.name,
        kind=entry.kind,
        country=entry.country,
        language=entry.language,
        side=entry.side or None,
        family=entry.family,
        domains=entry.domains,
        telegram=entry.telegram,
        names=entry.names,
        credits=entry.credits,
    )


def _changed(known: Source, entry: Entry) -> Source:
    return replace(
        known,
        name=entry.name or known.name,
        kind=entry.kind or known.kind,
        country=entry.country or known.country,
        language=entry.language or known.language,
        side=known.side if entry.side is None else entry.side or None,
        family=entry.family or known.family,
        domains=tuple(dict.fromkeys(known.domains + entry.domains)),
        telegram=tuple(dict.fromkeys(known.telegram + entry.telegram)),
        names=tuple(dict.fromkeys(known.names + entry.names)),
        credits=tuple(dict.fromkeys(known.credits + entry.credits)),
    )
