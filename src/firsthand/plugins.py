"""What others may add, as protocols, and the loader of entry points.

A package adds a channel by naming an object that fits `Channel` under the entry-point group `firsthand.channels`, and a
kind of evidence by one that fits `Connector` under `firsthand.evidence`:

    [project.entry-points."firsthand.channels"]
    minutes = "town_minutes:MINUTES"
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from typing import Any, Protocol, runtime_checkable

from firsthand.errors import PluginError
from firsthand.evidence import Asked, Evidence
from firsthand.model import Capture, Skip

__all__ = ["Body", "Channel", "Connector", "Fetch", "Revisits", "Wanted", "channels", "connectors"]

_CHANNELS, _EVIDENCE = "firsthand.channels", "firsthand.evidence"


class Fetch(Protocol):
    """How a channel asks a server for something: politely, within limits, and never at a private address."""

    def __call__(self, address: str) -> Capture | None:
        """What the server answers, with its `exchange`; None where it says that nothing has changed since last time.

        A page that is gone (404, 410) is a capture with `gone`. Raises FetchError or AddressRefused.
        """


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked of a channel.

    `what` is a path or an address, as given. `columns` says under which names a table has `url`, `text`, `title`,
    `published`, `source`, `language`. Nothing published before `since` is wanted. `seen` says whether a key is in the
    case already. `reached` says that an earlier visit to the same `what`, which came to its end and went at least as
    far back, saw that key: a channel that pages backwards may stop there, and nowhere else. `known` gives all keys in
    the case that begin so.
    """

    what: str
    columns: Mapping[str, str] = field(default_factory=dict)
    since: datetime | None = None
    seen: Callable[[str], bool] = lambda _: False
    reached: Callable[[str], bool] = lambda _: False
    known: Callable[[str], Iterable[str]] = lambda _: ()


class Channel(Protocol):
    """One kind of thing that reports come in by: a feed, an export, a table."""

    @property
    def name(self) -> str:
        """One word, as it stands in the case: "feed"."""

    def takes(self, what: str) -> bool:
        """Whether it can make something of that path or address, by its name or its first bytes; cheap, no network."""

    def captures(self, wanted: Wanted, fetch: Fetch) -> Iterator[Capture | Skip]:
        """Every report in it, one at a time, in its order; a `Skip` for what cannot be read, and on with the rest.

        Raises InputError or FetchError where nothing at all can be read, or where the rest cannot be had: what came
        before that is kept, the visit counts as failed, and the next one does not stop at what this one saw.
        """


@runtime_checkable
class Revisits(Protocol):
    """A channel that can look again at what it gave before: `watch` asks it to, in each round."""

    def again(self, wanted: Wanted, now: Collection[str], fetch: Fetch) -> Iterator[Capture | Skip]:
        """The latest that the case has of it, as it is now, with `gone` where it is proven to be there no longer.

        `now` are keys that have just been seen, and need not be looked at.
        """


class Body(Protocol):
    """Evidence of one kind that was opened: the maps of one maker, the fires of one archive."""

    @property
    def version(self) -> str:
        """The hash of its data: another one where any of it has changed."""

    @property
    def skips(self) -> tuple[Skip, ...]:
        """What of it could not be read, and why; what could be read counts all the same."""

    def asked(self, asked: Asked) -> Iterator[Evidence]:
        """What it says of a claim; nothing where it does not concern it (another place, another time, another kind)."""


class Connector(Protocol):
    """One kind of evidence. `open` reads what a person names, and says what it cannot read."""

    @property
    def name(self) -> str:
        """One word, as it stands in the case: "control"."""

    @property
    def limitation(self) -> str:
        """What evidence of this kind can never show, in a sentence or two; every result carries it, or a closer one."""

    @property
    def options(self) -> Mapping[str, str]:
        """The options it understands, each with what it means."""

    def open(self, what: str, name: str, options: Mapping[str, str]) -> Body:
        """Evidence from a path or an address; `name` is what a person calls it.

        Raises InputError where nothing at all can be read, TableError where an option is not as it should be.
        """


def channels() -> tuple[Channel, ...]:
    """The channels that installed packages add, by name.

    Raises:
        PluginError: one of them cannot be loaded, or does not fit; the message names the package.
    """
    return _loaded(_CHANNELS, "channel", ("name", "takes", "captures"))


def connectors() -> tuple[Connector, ...]:
    """The kinds of evidence that installed packages add, by name.

    Raises:
        PluginError: one of them cannot be loaded, or does not fit; the message names the package.
    """
    return _loaded(_EVIDENCE, "connector of evidence", ("name", "limitation", "options", "open"))


@cache
def _points(group: str, path: tuple[str, ...]) -> tuple[EntryPoint, ...]:
    """Asked once for each path: to look through what is installed takes 20 ms, and each file and address asks."""
    return tuple(sorted(entry_points(group=group), key=lambda point: point.name))


def _loaded(group: str, what: str, fits: tuple[str, ...]) -> tuple[Any, ...]:
    found = {}
    for point in _points(group, tuple(sys.path)):
        package = point.dist.name if point.dist else "unknown"
        try:
            loaded = point.load()
        except (ImportError, AttributeError) as error:
            raise PluginError(
                f"The {what} {point.name!r} of the package {package} cannot be loaded: {error}."
            ) from error
        if not all(hasattr(loaded, name) for name in fits):
            raise PluginError(
                f"{point.value} of the package {package} is no {what}: it lacks {', '.join(fits[:-1])} or {fits[-1]}."
            )
        found[point.name] = loaded
    return tuple(found.values())
