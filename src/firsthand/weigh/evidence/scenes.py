"""Scenes of Sentinel-1 and Sentinel-2 (STAC): what was taken before and after, and could still be looked at.

    a STAC API or a static catalogue (`scenes_reading`) → scenes (`scenes_found`) → passes over the place
    (`scenes_passes`) → Evidence

It looks at no picture: what it finds speaks for nobody. It says which check can still be made.
"""

from __future__ import annotations

import hashlib
import importlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from firsthand.claims import Ground
from firsthand.errors import InputError, TableError, TooLarge
from firsthand.evidence import Asked, Evidence, Measured
from firsthand.kinds import Verdict
from firsthand.model import Skip
from firsthand.plugins import Fetch
from firsthand.weigh.evidence.scenes_area import boxes_of, disc
from firsthand.weigh.evidence.scenes_found import OPTICAL, RADAR, Scene, scene_of, sentinels
from firsthand.weigh.evidence.scenes_passes import Pass, View, passes_of, view_of

if TYPE_CHECKING:
    from firsthand.weigh.evidence.scenes_reading import Limits, Reader

__all__ = ["SCENES", "VISIBLE", "SceneBody", "Scenes"]

VISIBLE = frozenset(
    {"accident", "air_strike", "destruction", "disaster", "disaster_earthquake", "disaster_flood", "disaster_storm"}
    | {"drone_strike", "equipment_loss", "explosion", "ground_assault", "missile_strike", "shelling", "wildfire"}
    | {"territory_captured", "territory_lost", "troop_movement"}
)
"""Types of event that may leave something a satellite sees."""

_LIMITATION = (
    "That a scene exists says nothing of what it shows: nobody has looked at it. Pixels are 10 m and more: a house that"
    " collapsed may be seen, a broken window or a flag is not. The cloud cover is that of whole scenes, not of the"
    " place. What the catalogue does not list may exist elsewhere, commercial imagery above all."
)
_WIDEST_KM = 100.0
_MOST_SCENES = 2000
_PAGE = 100
_BROKEN_SHOWN = 50


@dataclass(frozen=True, slots=True)
class _Options:
    before: int = 60
    after: int = 30
    cloud: float = 30.0
    collections: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Found:
    """The scenes of a search; `cut` says that there are more."""

    scenes: tuple[Scene, ...]
    cut: bool = False


Find = Callable[[Ground, date, date], _Found]


@dataclass(frozen=True, slots=True)
class SceneBody:
    """A catalogue that was opened. `find` gives its scenes about a place between two days, both in it."""

    name: str
    version: str
    at: str
    find: Find
    broken: list[Skip]
    options: _Options = field(default_factory=_Options)

    @property
    def skips(self) -> tuple[Skip, ...]:
        return tuple(self.broken)

    def asked(self, asked: Asked) -> Iterator[Evidence]:
        """Which scenes exist; nothing where nothing could be seen from above, or no place is known.

        Raises:
            FetchError, AddressRefused, InputError: an API cannot be asked; another time it may.
        """
        ground = asked.ground
        if ground is None or asked.event not in VISIBLE or ground.radius_km > _WIDEST_KM:
            return
        since = asked.since or asked.until or asked.told
        until = max(since, asked.until or asked.since or asked.told)
        first, last = since - timedelta(days=self.options.before), until + timedelta(days=self.options.after)
        found = self.find(ground, first, last)
        passes = passes_of(found.scenes, disc(ground))
        views = [view_of(kind, passes, since, until, self.options.cloud) for kind in (OPTICAL, RADAR)]
        yield self._evidence(views, first, last, cut=found.cut)

    def _evidence(self, views: list[View], first: date, last: date, *, cut: bool) -> Evidence:
        pairs = [pair for view in views for pair in view.pairs]
        if pairs:
            rule = "scenes_before_and_after"
        elif any(view.before or view.after for view in views):
            rule = "scenes_of_one_side_only"
        else:
            rule = "no_scenes"
        said = [_said(view, self.options.cloud) for view in views]
        if cut:
            said.append(f"There are more than {_MOST_SCENES} scenes; the others were not looked at")
        return Evidence(
            "scenes",
            self.name,
            self.version,
            Verdict.SILENT,
            rule,
            ". ".join([f"{first} to {last}", *said]) + ".",
            _LIMITATION,
            tuple(each for view in views for each in _measured(view)),
            since=first,
            until=last,
            at=next((one.at for pair in pairs for one in reversed(pair) if one.at), self.at),
        )


@dataclass(frozen=True, slots=True)
class Scenes:
    """The kind of evidence "scenes". With `fetch`, all requests are made by it; else over connections of its own, which
    reach no private address but the one that was named. `today` is that of the searches, which are kept for the day."""

    fetch: Fetch | None = None
    today: Callable[[], date] = lambda: datetime.now(UTC).date()

    @property
    def name(self) -> str:
        return "scenes"

    @property
    def limitation(self) -> str:
        return _LIMITATION

    @property
    def options(self) -> Mapping[str, str]:
        return {
            "before": "how many days before the claimed day to look; 60 unless said otherwise",
            "after": "how many days after it; 30 unless said otherwise",
            "cloud": "percent of cloud up to which an optical scene can be used; 30 unless said otherwise",
            "collections": "collections to search, with commas between; else those named after Sentinel-1 and -2",
        }

    def open(self, what: str, name: str, options: Mapping[str, str]) -> SceneBody:
        """A STAC API (its address), or a static catalogue or saved result of a search (a path or an address).

        Raises:
            InputError: pystac-client is missing, or it is no STAC; TableError where an option is not as it should be.
            FetchError, AddressRefused: the server cannot be asked.
        """
        set_to = _options(options, self.options)
        try:
            reading = importlib.import_module("firsthand.weigh.evidence.scenes_reading")
        except ImportError as error:
            raise InputError(
                f"Scenes are found with pystac-client, which is missing: pip install 'firsthand[imagery]' ({error})."
            ) from error
        limits: Limits = reading.Limits()
        reader: Reader = reading.Reader(what, limits, self.fetch)
        top = reader.read_json(what)
        also = f"scenes 1 {sorted(options.items())!r}"
        search = _search_link(top, what)
        broken: list[Skip] = []
        if search is not None:
            names = set_to.collections or tuple(_collections(reader, top, what))
            find = _searching(reader, search, names, broken)
            version = _digest(also, what, self.today().isoformat(), json.dumps(top, sort_keys=True), *names)
        else:
            scenes, texts = _static(reading, reader, what, top, limits, broken)
            find = _among(scenes)
            version = _digest(also, *sorted(texts))
        return SceneBody(name, version, what, find, broken, set_to)


SCENES = Scenes()


def _search_link(top: Mapping[str, Any], what: str) -> tuple[str, str] | None:
    """The address of the search of an API and how it is asked; None for a static catalogue."""
    found = [(urljoin(what, link["href"]), link.get("method")) for link in top["links"] if link["rel"] == "search"]
    if not found:
        return None
    posted = next((href for href, method in found if method == "POST"), None)
    return (posted, "POST") if posted else (found[0][0], "GET")


def _collections(reader: Reader, top: Mapping[str, Any], what: str) -> list[str]:
    """Those of an API that are of Sentinel-1 or -2, where it lists its collections.

    Raises:
        InputError: it lists some, and none of them is.
    """
    links = [urljoin(what, link["href"]) for link in top["links"] if link["rel"] == "data"]
    if not links:
        return []
    listed = reader.read_json(links[0]).get("collections")
    names = [each.get("id") for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []
    known = [each for each in names if isinstance(each, str)]
    chosen = sentinels(known)
    if known and not chosen:
        raise InputError(
            f"{what} has no collection named after Sentinel-1 or Sentinel-2. It has: {', '.join(known[:10])}."
            " Name those to search with the option collections."
        )
    return chosen


def _searching(reader: Reader, search: tuple[str, str], names: tuple[str, ...], broken: list[Skip]) -> Find:
    """Searches an API by pystac-client, page by page."""
    client = importlib.import_module("pystac_client.item_search")
    href, method = search

    def find(ground: Ground, first: date, last: date) -> _Found:
        reader.start()
        items: dict[str, Scene] = {}
        taken = 0
        for box in boxes_of(ground):
            asking = client.ItemSearch(
                href,
                method="GET" if reader.by_get_only else method,
                stac_io=reader,
                bbox=[round(edge, 6) for edge in box],
                datetime=f"{first}T00:00:00Z/{last}T23:59:59Z",
                collections=list(names) or None,
                limit=_PAGE,
                max_items=_MOST_SCENES,
            )
            try:
                for page in asking.pages_as_dicts():
                    taken += len(page["features"])
                    for scene in _read(page["features"], broken):
                        items[scene.id] = scene
            except TooLarge as error:  # too many pages: what came before is something
                if not items:
                    raise
                _add(broken, Skip("weigh", href[:200], str(error)))
                return _Found(tuple(items.values()), cut=True)
        return _Found(tuple(items.values()), cut=taken >= _MOST_SCENES)

    return find


def _static(
    reading: Any, reader: Reader, what: str, top: dict[str, Any], limits: Limits, broken: list[Skip]
) -> tuple[list[Scene], list[str]]:
    """The scenes of a catalogue or of a saved search, and the texts they stand in.

    Raises:
        InputError: there is none.
    """
    if top.get("type") == "FeatureCollection":
        items = list(top.get("features", []))
    elif top.get("type") in ("Catalog", "Collection"):

        def failed(href: str, error: Exception) -> None:
            _add(broken, Skip("weigh", href[:200], str(error)))

        items = list(reading.items_of(reader, what, top, limits, failed))
    else:
        raise InputError(f"{what} is no STAC: its type is {str(top.get('type'))[:40]!r}, not Catalog or Collection.")
    scenes = list(_read(items, broken))
    if not scenes:
        why = f" {broken[0].record}: {broken[0].reason}" if broken else ""
        raise InputError(f"{what} has no scene of Sentinel-1 or Sentinel-2 that can be read.{why}")
    return scenes, [json.dumps(item, sort_keys=True, default=str) for item in items]


def _among(scenes: list[Scene]) -> Find:
    def find(ground: Ground, first: date, last: date) -> _Found:
        fitting = [scene for scene in scenes if first <= scene.taken.date() <= last]
        return _Found(tuple(fitting[:_MOST_SCENES]), cut=len(fitting) > _MOST_SCENES)

    return find


def _read(items: list[object], broken: list[Skip]) -> Iterator[Scene]:
    for number, item in enumerate(items, 1):
        scene = scene_of(item, number)
        if isinstance(scene, Skip):
            _add(broken, scene)
        elif scene is not None:
            yield scene


def _add(broken: list[Skip], skip: Skip) -> None:
    """Each once, and not more than a person reads."""
    if len(broken) < _BROKEN_SHOWN and skip not in broken:
        broken.append(skip)


def _digest(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _options(given: Mapping[str, str], known: Mapping[str, str]) -> _Options:
    odd = sorted(set(given) - set(known))
    if odd:
        raise TableError(f"Scenes have no option {', '.join(odd)}. They have: {', '.join(known)}.")
    named = tuple(part.strip() for part in given.get("collections", "").split(",") if part.strip())
    days = {key: int(_number(given, key, usual, 0, 400)) for key, usual in (("before", 60), ("after", 30))}
    return _Options(days["before"], days["after"], _number(given, "cloud", 30, 0, 100), named)


def _number(given: Mapping[str, str], option: str, usual: float, least: float, most: float) -> float:
    try:
        value = float(given.get(option, usual))
    except ValueError as error:
        raise TableError(f"{option}={given[option]}: it is a number from {least:g} to {most:g}.") from error
    if not least <= value <= most:
        raise TableError(f"{option}={given[option]}: it is a number from {least:g} to {most:g}.")
    return value


def _said(view: View, most_cloud: float) -> str:
    """What there is of one kind, in words."""
    if not view.before and not view.after:
        return f"{view.kind}: nothing"
    sides = f"{view.kind}: {_days(view.before)} before, {_days(view.after)} after"
    if view.kind == OPTICAL:
        clear = [f"{_on(each)} the clearest {side}" for side, each in _clear(view) if each]
        sides += f" ({'; '.join(clear)})" if clear else ""
    if not view.pairs:
        lacking = "from the same orbit" if view.kind == RADAR else f"with at most {most_cloud:g}% cloud"
        return f"{sides}; no two {lacking} can be compared"
    one, other = view.pairs[0]
    orbit = f", orbit {one.orbit}" if one.orbit and view.kind == RADAR else ""
    return f"{sides}; {one.day} can be compared with {other.day}{orbit}"


def _clear(view: View) -> tuple[tuple[str, Pass | None], ...]:
    return ("before", view.clear_before), ("after", view.clear_after)


def _days(passes: tuple[Pass, ...]) -> str:
    return "1 pass" if len(passes) == 1 else f"{len(passes)} passes"


def _on(each: Pass) -> str:
    return f"{each.day} with {each.cloud:.0f}% cloud"


def _measured(view: View) -> Iterator[Measured]:
    yield Measured(f"{view.kind} passes before", len(view.before))
    yield Measured(f"{view.kind} passes after", len(view.after))
    yield Measured(f"{view.kind} pairs that can be compared", len(view.pairs))
    for side, each in _clear(view):
        if each is not None and each.cloud is not None:
            yield Measured(f"{view.kind} least cloud {side}", each.cloud, "%", each.day)
