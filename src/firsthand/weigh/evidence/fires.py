"""Fires seen from space (NASA FIRMS): whether there were more of them than is usual there.

    CSV files (`fires_files`, `fires_lines`) → a table on disk (`fires_read`) → what is usual (`fires_usual`) → Evidence

It never contradicts: most strikes leave no fire that a satellite sees.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

import numpy as np

from firsthand.claims import Ground
from firsthand.errors import TableError
from firsthand.evidence import Asked, Evidence, Measured
from firsthand.kinds import Verdict
from firsthand.model import Skip
from firsthand.weigh.evidence.fires_files import digest_of, sources_in
from firsthand.weigh.evidence.fires_read import Archive, read_archive
from firsthand.weigh.evidence.fires_usual import (
    Coverage,
    Usual,
    counts_of,
    coverage_of,
    least_of,
    usual_of,
)

__all__ = ["EXPECTED", "FIRES", "POSSIBLE", "Fires"]

EXPECTED = frozenset({"shelling", "air_strike", "drone_strike", "missile_strike", "explosion", "wildfire"})
"""Types of event at which something burns often enough that a fire speaks for them."""
POSSIBLE = frozenset(
    {"accident", "casualties", "destruction", "equipment_loss", "ground_assault", "interception", "riot"}
    | {"territory_captured", "territory_lost"}
)
"""Those at which something may burn: a fire goes with them, and no more."""

_LIMITATION = (
    "A satellite passes a few times a day and sees heat, not who caused it: fields, dumps and industry burn as well."
    " It sees nothing through cloud, nothing that is over between two passes and little that is small, and the archive"
    " does not say when there was cloud: no fire seen is no sign that there was none. A detection lies somewhere in a"
    " pixel of about 375 m (VIIRS) or 1 km (MODIS)."
)
_LONGEST = 31
_LEVELS = {"low": 0, "nominal": 1, "high": 2}


@dataclass(frozen=True, slots=True)
class _Options:
    """What a person may set. `covers` are the first and last day (proleptic ordinals) for which the files are whole."""

    level: int = 1
    chance: float = 0.05
    background: int = 60
    widest: float = 30.0
    covers: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class _Finding:
    """The days looked at, what was seen on them, and what is usual; `sums` is by sensor together."""

    since: int
    until: int
    count: int
    night: int
    power: float | None
    sensors: tuple[str, ...]
    usual: tuple[Usual, ...]

    @property
    def length(self) -> int:
        return self.until - self.since + 1


@dataclass(frozen=True, slots=True)
class FireBody:
    """An archive of detections that was opened."""

    name: str
    version: str
    skips: tuple[Skip, ...]
    at: str
    archive: Archive
    coverage: Mapping[str, Coverage]
    options: _Options = field(default_factory=_Options)

    def asked(self, asked: Asked) -> Iterator[Evidence]:
        """Whether more burned there and then than is usual; nothing for a kind of event that has nothing to do with
        fire, or a place the archive is not about."""
        ground = asked.ground
        if ground is None or asked.event is None or asked.event not in EXPECTED | POSSIBLE:
            return
        if not self.archive.reaches(ground):
            swapped = Ground(ground.id, ground.lon, ground.lat, ground.radius_km)
            if abs(ground.lon) <= 90 and self.archive.reaches(swapped):
                yield self._silent(
                    "fires_swapped",
                    "The archive has nothing near this place, but much where its"
                    " latitude and longitude are swapped: look at the columns of the files.",
                )
            return
        if ground.radius_km > self.options.widest:
            yield self._silent(
                "fires_place_too_wide",
                f"The place is a circle of {ground.radius_km:.0f} km: in"
                f" more than {self.options.widest:g} km something always burns.",
            )
            return
        since = (asked.since or asked.until or asked.told).toordinal()
        until = max(since, (asked.until or asked.since or asked.told).toordinal())
        if until - since >= _LONGEST:
            yield self._silent(
                "fires_too_long",
                f"The claim speaks of {until - since + 1} days; fires tell something about at most {_LONGEST}.",
            )
            return
        yield self._looked_at(asked, ground, since, until)

    def _looked_at(self, asked: Asked, ground: Ground, since: int, until: int) -> Evidence:
        window = next((each for each in ((since - 1, until + 1), (since, until)) if self._covering(*each)), None)
        if window is None:
            return self._silent(
                "fires_not_covered", f"The archive does not cover {_days(since, until)} ({self._spans()})."
            )
        finding = self._finding(ground, *window)
        if not finding.count:
            return self._evidence(asked, finding, Verdict.SILENT, "no_fires", "No fire was seen")
        if not finding.usual:
            least = least_of(finding.length, self.options.background)
            return self._evidence(
                asked,
                finding,
                Verdict.SILENT,
                "fires_usual_unknown",
                f"{_fires(finding)}; whether that is unusual cannot be said: fewer than {least} other days are covered",
            )
        if max(each.chance for each in finding.usual) > self.options.chance:
            return self._evidence(
                asked, finding, Verdict.CONSISTENT, "fires_as_usual", f"{_fires(finding)}, no more than on other days"
            )
        if asked.event in EXPECTED:
            return self._evidence(
                asked, finding, Verdict.SUPPORTS, "fires_more_than_usual", f"{_fires(finding)}, more than usual"
            )
        return self._evidence(
            asked,
            finding,
            Verdict.CONSISTENT,
            "fires_beside",
            f"{_fires(finding)}, more than usual, but what is claimed can be without fire",
        )

    def _covering(self, since: int, until: int) -> list[Coverage]:
        return [each for each in self.coverage.values() if each.has(since, until)]

    def _finding(self, ground: Ground, since: int, until: int) -> _Finding:
        """What was seen, by as many sensors as leave enough background; by that of the longest where none do."""
        seen = self.archive.near(ground, self.options.level)
        least = least_of(until - since + 1, self.options.background)
        by_length = sorted(self._covering(since, until), key=lambda each: (-int(each.days.sum()), each.sensors))
        chosen = by_length[0]
        for each in by_length[1:]:
            both = Coverage(chosen.first, chosen.days & each.days, chosen.sensors + each.sensors)
            if usual_of(counts_of(seen, both), both, since, until, least):
                chosen = both
        usual = usual_of(counts_of(seen, chosen), chosen, since, until, least)
        then = [each for each in seen if since <= each.day <= until and each.sensor in chosen.sensors]
        power = max((each.power for each in then if each.power is not None), default=None)
        count, night = sum(each.count for each in then), sum(each.night for each in then)
        return _Finding(since, until, count, night, power, chosen.sensors, tuple(usual))

    def _spans(self) -> str:
        """From when to when each sensor is covered, in words."""
        spans = []
        for sensor, each in sorted(self.coverage.items()):
            at = np.flatnonzero(each.days)
            spans.append(f"{sensor}: {_days(each.first + int(at[0]), each.first + int(at[-1]))}")
        return "; ".join(spans)

    def _silent(self, rule: str, detail: str) -> Evidence:
        return Evidence("fires", self.name, self.version, Verdict.SILENT, rule, detail, _LIMITATION, at=self.at)

    def _evidence(self, asked: Asked, finding: _Finding, verdict: Verdict, rule: str, detail: str) -> Evidence:
        radius = asked.ground.radius_km if asked.ground else 0.0
        where = f"within {radius:g} km and a pixel, {_days(finding.since, finding.until)}, {', '.join(finding.sensors)}"
        return Evidence(
            "fires",
            self.name,
            self.version,
            verdict,
            rule,
            ". ".join([f"{detail} ({where})", *map(_said, finding.usual)]) + ".",
            _LIMITATION,
            _measured(finding),
            since=date.fromordinal(finding.since),
            until=date.fromordinal(finding.until),
            at=self.at,
        )


@dataclass(frozen=True, slots=True)
class Fires:
    """The kind of evidence "fires"; `today` tells what is in the future."""

    today: Callable[[], date] = lambda: datetime.now(UTC).date()

    @property
    def name(self) -> str:
        return "fires"

    @property
    def limitation(self) -> str:
        return _LIMITATION

    @property
    def options(self) -> Mapping[str, str]:
        return {
            "confidence": "the least that counts: low, nominal (unless said otherwise) or high",
            "chance": "how rare so many must be to be more than usual; 0.05 unless said otherwise",
            "background": "days of background without which it is not known what is usual; 60 unless said otherwise",
            "widest": "km; about a place with a larger radius nothing is said; 30 unless said otherwise",
            "covers": "days for which the files are whole, also where nothing was seen: 2024-01-01/2024-12-31",
        }

    def open(self, what: str, name: str, options: Mapping[str, str]) -> FireBody:
        """A CSV file of FIRMS (.csv, .csv.gz, .zip), a folder of them, or a pattern ("fires/*.csv").

        Raises:
            InputError: nothing can be read; TableError where an option is not as it should be.
        """
        set_to = _options(options, self.options)
        paths = sources_in(what)
        archive, skips = read_archive(paths, self.today() + timedelta(days=1))  # the day begins earlier elsewhere
        version = digest_of(paths, "fires 1 " + repr(sorted(options.items())))
        return FireBody(name, version, skips, what, archive, coverage_of(archive.days, set_to.covers), set_to)


FIRES = Fires()


def _options(given: Mapping[str, str], known: Mapping[str, str]) -> _Options:
    odd = sorted(set(given) - set(known))
    if odd:
        raise TableError(f"Fires have no option {', '.join(odd)}. They have: {', '.join(known)}.")
    level = given.get("confidence", "nominal")
    if level not in _LEVELS:
        raise TableError(f"confidence={level}: it is one of {', '.join(_LEVELS)}.")
    return _Options(
        _LEVELS[level],
        _number(given, "chance", 0.05, 0.0001, 0.5),
        round(_number(given, "background", 60, 20, 10_000)),
        _number(given, "widest", 30, 1, 1000),
        _stated(given.get("covers")),
    )


def _number(given: Mapping[str, str], option: str, usual: float, least: float, most: float) -> float:
    try:
        value = float(given.get(option, usual))
    except ValueError as error:
        raise TableError(f"{option}={given[option]}: it is a number from {least:g} to {most:g}.") from error
    if not least <= value <= most:
        raise TableError(f"{option}={given[option]}: it is a number from {least:g} to {most:g}.")
    return value


def _stated(written: str | None) -> tuple[int, int] | None:
    if written is None:
        return None
    try:
        first, last = (date.fromisoformat(part).toordinal() for part in written.split("/"))
    except ValueError as error:
        raise TableError(f"covers={written}: it is two days, such as 2024-01-01/2024-12-31.") from error
    if not date(2000, 1, 1).toordinal() <= first <= last <= date(2100, 1, 1).toordinal():
        raise TableError(f"covers={written}: the first day must not come after the last, nor lie before 2000.")
    return first, last


def _days(since: int, until: int) -> str:
    first, last = date.fromordinal(since).isoformat(), date.fromordinal(until).isoformat()
    return first if since == until else f"{first} to {last}"


def _fires(finding: _Finding) -> str:
    detections = "1 detection of fire" if finding.count == 1 else f"{finding.count} detections of fire"
    return f"{detections}, {finding.night} of them at night" if finding.count > 1 else detections


def _said(usual: Usual) -> str:
    return (
        f"Usual there, by {usual.background} ({usual.days} days): {usual.per_day:.3g} a day"
        f" ({usual.low:.3g} to {usual.high:.3g}); as many or more by chance: {usual.chance:.2g}"
        f" ({usual.chance_low:.2g} to {usual.chance_high:.2g})"
    )


def _measured(finding: _Finding) -> tuple[Measured, ...]:
    seen = [
        Measured("detections", finding.count),
        Measured("detections a day", finding.count / finding.length, "a day"),
        Measured("detections at night", finding.night),
    ]
    if finding.power is not None:
        seen.append(Measured("strongest", finding.power, "MW"))
    for each in finding.usual:
        seen.append(Measured(f"usual, by {each.background}", each.per_day, "a day", None, each.low, each.high))
        seen.append(Measured(f"chance, by {each.background}", each.chance, "", None, each.chance_low, each.chance_high))
    return tuple(seen)
