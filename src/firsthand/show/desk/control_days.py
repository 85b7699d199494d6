"""The control maps of a case as a layer of the desk's map: which days there are, and what is drawn on each.

Outlines are simplified for the screen; what evidence says of a claim is read off the maps themselves.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import orjson
import shapely
from starlette.datastructures import State

from firsthand.errors import InputError
from firsthand.pipeline.evidence import look_at
from firsthand.show.desk.telling import without_paths
from firsthand.store import Case
from firsthand.store.evidence import Held, bodies_of
from firsthand.weigh.evidence.control import CONTROL, Maps

__all__ = ["ControlDays", "control_bodies", "control_days_of"]

_OPEN = 2
"""Bodies that are kept open: a year of daily maps takes some hundred MB."""
_DRAWN = 96
"""Days whose outlines are kept, each of at most some hundred kB."""
_FINE = 0.0005
"""Degrees that an outline may be off on the screen: fifty metres."""
_MOST_POINTS = 40_000
_DIGITS = 0.0001


@dataclass(frozen=True, slots=True)
class _Open:
    maps: Maps | None
    about: bytes
    """As JSON: what stands beside the slider."""


_Key = tuple[int, str, str, int]


def control_days_of(state: State) -> ControlDays:
    """Those of a desk, kept in the state of its app."""
    if not hasattr(state, "control"):
        state.control = ControlDays()
    assert isinstance(state.control, ControlDays)
    return state.control


def control_bodies(case: Case) -> list[str]:
    """The names of the control maps that belong to a case, in the order in which they were added."""
    return [held.name for held in bodies_of(case) if held.connector == CONTROL.name]


class ControlDays:
    """Keeps the bodies that were looked at last in memory; may be asked by many threads at once."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._open: OrderedDict[_Key, _Open] = OrderedDict()
        self._drawn: OrderedDict[tuple[_Key, date], bytes] = OrderedDict()

    def about(self, case: Case, name: str) -> bytes:
        """JSON: the days of which there are maps, who holds what the layers show, with whom the makers sympathise, and
        what such maps can never show; or the `error` that keeps them from being read.

        Raises:
            InputError: the case has no control maps of that name.
        """
        with self._lock:
            return self._opened(case, name)[1].about

    def day(self, case: Case, name: str, day: date) -> bytes:
        """GeoJSON of what is drawn on a day: nothing where there is no map of it. `unread` are the boxes (west, south,
        east, north) in which the map could not be read.

        Raises:
            InputError: the case has no control maps of that name, or they cannot be read.
        """
        with self._lock:
            key, found = self._opened(case, name)
            if found.maps is None:
                raise InputError(str(orjson.loads(found.about)["error"]))
            at = (key, day)
            if at not in self._drawn:
                self._drawn[at] = _geojson(found.maps, name, day)
                while len(self._drawn) > _DRAWN:
                    self._drawn.popitem(last=False)
            self._drawn.move_to_end(at)
            return self._drawn[at]

    def _opened(self, case: Case, name: str) -> tuple[_Key, _Open]:
        held = next((each for each in bodies_of(case) if each.connector == CONTROL.name and each.name == name), None)
        if held is None:
            known = ", ".join(control_bodies(case)) or "none"
            raise InputError(f"The case has no control maps of the name “{name[:80]}”. It has: {known}.")
        key = (held.number, held.name, held.what, _changed(held))
        if key not in self._open:
            while len(self._open) >= _OPEN:
                self._open.popitem(last=False)
            self._open[key] = _open(case, name)
        self._open.move_to_end(key)
        return key, self._open[key]


def _changed(held: Held) -> int:
    """When the folder or file of a body was changed last."""
    try:
        return Path(held.what).stat().st_mtime_ns
    except (OSError, ValueError):
        return 0


def _open(case: Case, name: str) -> _Open:
    looked = next(look_at(case, (CONTROL,), name))
    maps = looked.body if isinstance(looked.body, Maps) else None
    return _Open(
        maps,
        orjson.dumps(
            {
                "name": name,
                "state": looked.state.value,
                "error": without_paths(looked.error or ""),
                "limitation": looked.limitation,
                "side": maps.side if maps else None,
                "days": maps.days if maps else (),
                "layers": [{"name": each.name, "holder": each.holder} for each in maps.layers] if maps else [],
                "skipped": len(looked.skips),
            }
        ),
    )


def _geojson(maps: Maps, name: str, day: date) -> bytes:
    drawn = maps.drawn(day)
    features = [
        {
            "type": "Feature",
            "properties": {"layer": each.layer, "holder": each.holder, "file": Path(each.record).name},
            "geometry": orjson.Fragment(shapely.to_geojson(_simple(each.area))),
        }
        for each in drawn
    ]
    unread = [box for each in drawn for box in each.unread]
    found = {"type": "FeatureCollection", "body": name, "day": day, "unread": unread, "features": features}
    return orjson.dumps(found)


def _simple(area: shapely.Geometry) -> shapely.Geometry:
    """The same outline with fewer points; what is smaller than can be seen keeps its shape."""
    step, found = _FINE, shapely.simplify(area, _FINE)
    while shapely.get_num_coordinates(found) > _MOST_POINTS and step < 1:
        step *= 4
        found = shapely.simplify(found, step)
    return shapely.set_precision(found, _DIGITS, mode="pointwise")
