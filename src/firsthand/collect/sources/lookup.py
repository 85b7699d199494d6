"""Which source a capture comes from: by its address, and by the outlet's name only where the address cannot tell."""

from __future__ import annotations

from collections.abc import Iterator

from firsthand.collect.sources.names import host_and_path, plain_name, telegram_name
from firsthand.collect.sources.table import Table
from firsthand.model import About, Source

__all__ = ["source_of"]

_DEEPEST = 8  # steps of a path, labels of a host, that are looked at


def source_of(about: About, address: str, table: Table) -> Source | None:
    """The source of what was seen at `address`; None where the table does not know it, or knows several.

    A web page or a channel is whose address it is, whatever name it bears: cloned sites wear the names of real ones.
    The outlet's name counts for a file, a message, a channel without a public address, and for sites that carry the
    work of others.
    """
    username = telegram_name(address)
    if username:
        return _with_id(table, table.telegram.get(username))
    where = host_and_path(address) if username is None else None
    if where is not None:
        found = _at(where, table)
        if found or ("://" in address and not _carries(where, table)):
            return _with_id(table, found)
    return _by_name(about, table) if about.outlet else None


def _by_name(about: About, table: Table) -> Source | None:
    """By any spelling of its name; a domain or "@name" is a spelling too."""
    outlet = (about.outlet or "").strip()
    ids = table.names.get(plain_name(outlet), ())
    if len(ids) > 1:
        ids = tuple(each for each in ids if table.sources[each].language == about.language)
    if ids:
        return table.sources[ids[0]] if len(ids) == 1 else None
    username = telegram_name(outlet)
    if username:
        return _with_id(table, table.telegram.get(username))
    where = host_and_path(outlet) if "." in outlet and " " not in outlet else None
    return _with_id(table, _at(where, table)) if where else None


def _with_id(table: Table, id_: str | None) -> Source | None:
    return table.sources[id_] if id_ else None


def _at(where: tuple[str, str], table: Table) -> str | None:
    """The id of who owns the longest part of a host and path."""
    return next((table.domains[part] for part in _parts(where) if part in table.domains), None)


def _carries(where: tuple[str, str], table: Table) -> bool:
    return any(part in table.carriers for part in _parts(where))


def _parts(where: tuple[str, str]) -> Iterator[str]:
    """ "m.bbc.com/russian", "m.bbc.com", "bbc.com/russian", "bbc.com": subdomains are mirrors and editions."""
    host, path = where
    labels = host.split(".")
    steps = [step.lower() for step in path.split("/", _DEEPEST + 1)[:_DEEPEST] if step]
    for first in range(max(0, len(labels) - _DEEPEST), len(labels) - 1):
        suffix = ".".join(labels[first:])
        for last in range(len(steps), 0, -1):
            yield "/".join((suffix, *steps[:last]))
        yield suffix
