"""What the scenes of a place add up to: which days show it before and after, and whether two can be compared."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from shapely.geometry import Polygon

from firsthand.weigh.evidence.scenes_area import share_shown
from firsthand.weigh.evidence.scenes_found import OPTICAL, RADAR, Scene

__all__ = ["Pass", "View", "passes_of", "view_of"]

_LEAST_SHOWN = 0.5


@dataclass(frozen=True, slots=True)
class Pass:
    """What one satellite of a kind saw on one day from one orbit: the share of the place that is shown, the cloud over
    its scenes (percent) where it is told, and the address of a scene."""

    kind: str
    day: date
    orbit: str | None
    shown: float
    cloud: float | None
    at: str | None


@dataclass(frozen=True, slots=True)
class View:
    """The passes of one kind before and after a claim, and what could be compared: a pass before with one after, the
    radar's from the same orbit, and those with little cloud."""

    kind: str
    before: tuple[Pass, ...]
    after: tuple[Pass, ...]
    pairs: tuple[tuple[Pass, Pass], ...]

    @property
    def clear_before(self) -> Pass | None:
        return _clearest(self.before)

    @property
    def clear_after(self) -> Pass | None:
        return _clearest(self.after)


def passes_of(scenes: Iterable[Scene], area: Polygon) -> list[Pass]:
    """The passes that show at least half of an area, by day."""
    together: dict[tuple[str, date, str], list[Scene]] = {}
    for scene in scenes:
        together.setdefault((scene.kind, scene.taken.date(), scene.orbit or ""), []).append(scene)
    found = []
    for (kind, day, orbit), group in sorted(together.items()):
        shown = share_shown(area, (scene.shape for scene in group))
        if shown >= _LEAST_SHOWN:
            best = max(group, key=lambda scene: share_shown(area, [scene.shape]))
            found.append(Pass(kind, day, orbit or None, min(1.0, shown), _cloud(group, area), best.at))
    return found


def _cloud(group: Sequence[Scene], area: Polygon) -> float | None:
    """Over scenes that show the place, by how much of it each shows; None where one does not tell."""
    parts = [(share_shown(area, [scene.shape]), scene.cloud) for scene in group]
    told = [(share, cloud) for share, cloud in parts if share > 0 and cloud is not None]
    if not told or len(told) < sum(share > 0 for share, _ in parts):
        return None
    return sum(share * cloud for share, cloud in told) / sum(share for share, _ in told)


def view_of(kind: str, passes: Iterable[Pass], since: date, until: date, most_cloud: float) -> View:
    """What one kind saw before `since` and after `until`; what was taken on a claimed day itself is neither."""
    mine = [each for each in passes if each.kind == kind]
    before = tuple(each for each in mine if each.day < since)
    after = tuple(each for each in mine if each.day > until)
    clear_before, clear_after = (_usable(side, kind, most_cloud) for side in (before, after))
    pairs = tuple(
        (one, other)
        for one in reversed(clear_before)
        for other in clear_after
        if kind == OPTICAL or one.orbit == other.orbit
    )
    return View(kind, before, after, pairs)


def _usable(side: Sequence[Pass], kind: str, most_cloud: float) -> list[Pass]:
    return [each for each in side if kind == RADAR or (each.cloud is not None and each.cloud <= most_cloud)]


def _clearest(side: Sequence[Pass]) -> Pass | None:
    return min(
        (each for each in side if each.cloud is not None), key=lambda each: (each.cloud or 0.0, each.day), default=None
    )
