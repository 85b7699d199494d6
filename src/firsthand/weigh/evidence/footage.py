"""Footage as evidence: was this picture seen before, what does its file say, and does its light fit the claimed time?

A collection is a folder of pictures and videos, with a list of when and where each was seen. Of the footage of a claim
it tells when the same picture was seen before the day that is claimed: that contradicts "this is new footage", and says
nothing of whether the thing happened. The files of a claim are those that a person puts to it in a table; of those
that came with its documents (`Asked.media`) the same is told, but it is silent on the claim: they may be illustrations.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from firsthand.errors import EmptyInput, TableError
from firsthand.evidence import Asked, Evidence, Measured
from firsthand.kinds import Verdict
from firsthand.model import Skip
from firsthand.weigh.evidence.footage_list import Read, Seen, collection, readings, taken_for
from firsthand.weigh.evidence.footage_match import Found, Gallery
from firsthand.weigh.evidence.footage_media import Media, Unreadable
from firsthand.weigh.evidence.footage_metadata import Metadata, metadata_possible, read_metadata
from firsthand.weigh.evidence.footage_prints import PLAIN, Gray, Printer, Prints
from firsthand.weigh.evidence.footage_programs import program
from firsthand.weigh.evidence.sun import SunAt, held_against, load_sun

__all__ = ["FOOTAGE", "Footage", "FootageConnector"]

_SEEN = (
    "It knows only what is in this collection; a fixed camera, a logo or a screen with text looks the same on "
    "different days. Old footage says that the picture is not of this event, not that the event did not happen. The "
    "day of seeing is that of the list."
)
_METADATA = "Metadata can be edited, stripped or wrong: a clock that was never set, a copy, another time zone."
_SUN = (
    "It rests on a person's reading of the picture, on level ground and an upright object; that light fits a time and "
    "place does not say that the picture is from then and there."
)
_CAME_WITH = (
    "It came with a document that tells the claim; whether it is shown as the event itself a person has to see."
)
_MOST_PICTURES = 20_000  # pictures and frames: some 12 KB each
_LEEWAY = 7  # days before it was told that a claim without a day of its own may speak of
_FAR_KM = 50.0  # beyond the place itself, where a position in metadata is elsewhere
_EARTH_KM = 6371.0


class FootageConnector:
    """Pictures and videos that were seen before, with what their files and their light say."""

    name = "footage"
    limitation = f"{_SEEN} {_METADATA}"
    options: Mapping[str, str] = {
        "claims": "a table (TSV or JSON: claim, path): which files of the collection came with which claim",
        "readings": "a table (TSV or JSON: claim, time, lat, lon, shadow, direction, light): what a person read in the "
        "light of a claim's footage",
    }

    def open(self, what: str, name: str, options: Mapping[str, str]) -> Footage:
        """A folder of footage, or a list of it.

        Raises:
            InputError: nothing of it can be read, or what it needs is not installed.
            TableError: an option or a table is not as it should be.
        """
        unknown = sorted(options.keys() - self.options.keys())
        if unknown:
            raise TableError(f"Footage has no option {unknown[0]!r}. It has: {', '.join(self.options)}.")
        skips: list[Skip] = []
        printer, media = Printer(), Media()
        tables = {Path(path).resolve() for path in options.values()}
        files = [file for file in collection(what, skips) if file.path.resolve() not in tables]
        if not files:
            why = f" The first left out: {skips[0].record}: {skips[0].reason}." if skips else ""
            raise EmptyInput(f"{what}: there is no picture or video in it.{why}")
        claims = taken_for(Path(options["claims"])) if "claims" in options else {}
        read = readings(Path(options["readings"]), skips) if "readings" in options else []
        sun_at = load_sun() if read else None
        taken = _Taken(files, media, printer, skips)
        return Footage(name, taken, claims, read, sun_at, _version(taken, options))


FOOTAGE = FootageConnector()


@dataclass(frozen=True, slots=True)
class _Picture:
    """A picture or frame of the collection: of which file, at which second, how it looks."""

    file: Seen
    hash: str
    second: float | None
    gray: Gray
    prints: Prints


class _Taken:
    """What could be read of a collection. One file that cannot be read leaves a skip, and the others count."""

    def __init__(self, files: list[Seen], media: Media, printer: Printer, skips: list[Skip]) -> None:
        self.hashes: dict[str, str] = {}
        self.files = {file.name: file for file in files}
        self.pictures: list[_Picture] = []
        self.skips = skips
        self.printer = printer
        for file in files:
            if len(self.pictures) >= _MOST_PICTURES:
                skips.append(Skip("weigh", file.name, f"over the limit of {_MOST_PICTURES:,} pictures and frames"))
                continue
            self._take(file, media)
        self.gallery = Gallery(printer, [(each.gray, each.prints) for each in self.pictures])

    def _take(self, file: Seen, media: Media) -> None:
        try:
            shots = media.shots(file.path)
            self.hashes[file.name] = hash_ = _hash(file.path)
        except (Unreadable, OSError) as error:
            self.skips.append(Skip("weigh", file.name, str(error)))
            return
        known: list[_Picture] = []
        for shot in shots:
            if shot.note:
                self.skips.append(Skip("weigh", file.name, shot.note))
            known.append(_Picture(file, hash_, shot.second, shot.gray, self.printer.prints(shot.gray)))
        if all(each.prints.quality < PLAIN for each in known):
            self.skips.append(Skip("weigh", file.name, _plain(known)))
        self.pictures += known

    def of(self, name: str) -> list[int]:
        """The pictures of one file, by their numbers."""
        return [number for number, each in enumerate(self.pictures) if each.file.name == name]


def _plain(pictures: list[_Picture]) -> str:
    best = max(each.prints.quality for each in pictures)
    return f"too plain to be compared (quality {best} of 100; {PLAIN} is needed): it matches nothing"


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _version(taken: _Taken, options: Mapping[str, str]) -> str:
    """Of every file with when and where it was seen, of the tables, and of which programs could read them."""
    seen = hashlib.sha256()
    for file in taken.files.values():
        told = (file.name, taken.hashes.get(file.name, ""), str(file.when), file.address)
        seen.update("\t".join(told).encode("utf-8", "replace") + b"\n")
    for option in sorted(options):
        seen.update(f"{option} {_hash(Path(options[option]))}\n".encode())
    seen.update(f"{bool(program('ffmpeg'))} {bool(program('exiftool'))}".encode())
    return seen.hexdigest()


class Footage:
    """One collection of footage, opened."""

    def __init__(
        self,
        name: str,
        taken: _Taken,
        claims: Mapping[str, list[str]],
        read: list[Read],
        sun_at: SunAt | None,
        version: str,
    ) -> None:
        self._name = name
        self._taken = taken
        self._claims = claims
        self._read = read
        self._sun_at = sun_at
        self._version = version
        missing = [path for paths in claims.values() for path in paths if path not in taken.files]
        taken.skips += (
            Skip("weigh", path, "the table of claims names it; it is not in the collection") for path in missing
        )
        lacks = metadata_possible()
        if lacks:
            taken.skips.append(Skip("weigh", name, lacks))

    @property
    def version(self) -> str:
        """The hash of its files, its list, its tables, and of what could read them."""
        return self._version

    @property
    def skips(self) -> tuple[Skip, ...]:
        return tuple(self._taken.skips)

    def asked(self, asked: Asked) -> Iterator[Evidence]:
        """What was seen before of a claim's footage, what its files say, and whether its light fits."""
        named = [path for path in dict.fromkeys(self._claims.get(asked.claim, ())) if path in self._taken.hashes]
        for name in named:
            yield from self._of_file(asked, name)
        for name in self._came_with(asked):
            if name not in named:
                yield from map(_unsaid, self._of_file(asked, name))
        yield from self._by_light(asked)

    def _of_file(self, asked: Asked, name: str) -> Iterator[Evidence]:
        yield from self._seen_before(asked, name)
        yield from self._by_metadata(asked, self._taken.files[name])

    def _came_with(self, asked: Asked) -> list[str]:
        """The files that came with a claim's documents: of those with the same bytes the one that was seen last."""
        hashes, media = self._taken.hashes, frozenset(asked.media)
        same: dict[str, str] = {}
        for name, hash_ in hashes.items():
            if hash_ in media:
                known = same.get(hash_)
                if known is None or _later(self._taken.files[name], self._taken.files[known]):
                    same[hash_] = name
        return list(same.values())

    def _seen_before(self, asked: Asked, name: str) -> Iterator[Evidence]:
        numbers = self._taken.of(name)
        clear = [number for number in numbers if self._taken.pictures[number].prints.quality >= PLAIN]
        if not clear:
            plain = _plain([self._taken.pictures[number] for number in numbers])
            yield self._evidence(Verdict.SILENT, "footage_too_plain", f"{name}: {plain}.", _SEEN, at=name)
            return
        again = self._again(name, clear)
        dated = [each for each in again if each.file.day is not None]
        if not dated:
            yield self._evidence(
                Verdict.SILENT, "footage_not_seen_before", _no_earlier(name, len(again)), _SEEN, at=name
            )
            return
        first = min(dated, key=lambda each: (_order(each.file), each.found.part, each.found.bits))
        yield self._told(asked, name, first, len(clear))

    def _again(self, name: str, numbers: list[int]) -> list[_Again]:
        """The other files with a picture of this one, each by its best picture."""
        pictures = self._taken.pictures
        found: dict[str, _Again] = {}
        for number in numbers:
            for each in self._taken.gallery.same(pictures[number].gray, pictures[number].prints):
                other = pictures[each.number]
                if other.file.name == name:
                    continue
                known = found.get(other.file.name)
                count = known.count if known else 0
                best = _Again(other.file, each, pictures[number].second, other.second, 1)
                if known and (known.found.part, known.found.bits) <= (each.part, each.bits):
                    best = known
                found[other.file.name] = _Again(best.file, best.found, best.ours, best.theirs, count + 1)
        return list(found.values())

    def _told(self, asked: Asked, name: str, again: _Again, of: int) -> Evidence:
        """Whether the earliest sighting lies before the day that is claimed."""
        day = again.file.day
        assert day is not None
        since = asked.since or asked.told - timedelta(days=_LEEWAY)
        what = f"{name} was seen on {day.isoformat()} as {again.file.name}{_where(again.file)}: {again.says(of)}"
        measured = (
            Measured("different bits", again.found.bits, "of 256"),
            Measured("days before what is claimed", (since - day).days, "days", day),
        )
        claimed = (
            f"the claim is of {since.isoformat()}"
            if asked.since
            else (f"the claim names no day, and was told on {asked.told.isoformat()}")
        )
        if day < since - timedelta(days=1):
            verdict, rule = Verdict.CONTRADICTS, "footage_seen_before"
            says = f"{what}; {claimed}. It contradicts that this footage is new."
        else:
            verdict, rule = Verdict.SILENT, "footage_not_seen_before"
            says = f"{what}; {claimed}. It was not seen clearly before that."
        return self._evidence(verdict, rule, says, _SEEN, measured, since=day, at=again.file.address or again.file.name)

    def _by_metadata(self, asked: Asked, file: Seen) -> Iterator[Evidence]:
        metadata = read_metadata(file.path)
        if isinstance(metadata, str):
            return  # that exiftool is missing is among the skips; that one file has no metadata says nothing
        yield from self._by_date(asked, file, metadata)
        if metadata.at and asked.ground:
            off = max(0.0, _km(metadata.at, (asked.ground.lat, asked.ground.lon)) - asked.ground.radius_km)
            away = off > _FAR_KM
            said = f"{file.name}: its metadata has the position {metadata.at[0]:.3f}, {metadata.at[1]:.3f}"
            yield self._evidence(
                Verdict.CONTRADICTS if away else Verdict.CONSISTENT,
                "footage_metadata_elsewhere" if away else "footage_metadata_fits",
                f"{said}, {off:.0f} km outside the place that is claimed."
                if off
                else f"{said}, within the claimed place.",
                _METADATA,
                (Measured("distance from the place", off, "km"),),
                at=file.name,
            )

    def _by_date(self, asked: Asked, file: Seen, metadata: Metadata) -> Iterator[Evidence]:
        days = metadata.days
        if days is None or metadata.made is None:
            return
        since = asked.since or asked.told - timedelta(days=_LEEWAY)
        by = f" ({metadata.camera})" if metadata.camera else ""
        said = f"{file.name}: by its metadata it was made on {metadata.made.isoformat(' ')}{by}"
        if days[1] < since - timedelta(days=1):
            verdict, rule, end = Verdict.CONTRADICTS, "footage_metadata_older", f", before {since.isoformat()}."
        elif days[0] > asked.told + timedelta(days=1):
            verdict, rule = Verdict.SILENT, "footage_metadata_later"
            told = asked.told.isoformat()
            end = f", after the claim was told ({told}): this file is a later copy, or its clock is wrong."
        else:
            verdict, rule, end = Verdict.CONSISTENT, "footage_metadata_fits", ", which fits the claim."
        yield self._evidence(verdict, rule, said + end, _METADATA, since=days[0], until=days[1], at=file.name)

    def _by_light(self, asked: Asked) -> Iterator[Evidence]:
        for read in self._read:
            when = read.when or (asked.since if asked.since and asked.since == (asked.until or asked.since) else None)
            place = read.place or ((asked.ground.lat, asked.ground.lon) if asked.ground else None)
            if read.claim != asked.claim or self._sun_at is None or when is None or place is None:
                continue
            held = held_against(read.at(*place, when), self._sun_at)
            day = when.astimezone(UTC).date() if isinstance(when, datetime) else when
            sun = held.sun
            measured = (
                (
                    Measured("elevation of the sun", sun.elevation, "°", day),
                    Measured("its azimuth", sun.azimuth, "°", day),
                )
                if sun
                else ()
            )
            verdict = Verdict.CONSISTENT if held.fits else Verdict.CONTRADICTS
            rule = "footage_light_fits" if held.fits else "footage_light_otherwise"
            yield self._evidence(
                verdict, rule, f"Read in the picture: {held.says}.", _SUN, measured, since=day, until=day
            )

    def _evidence(
        self,
        verdict: Verdict,
        rule: str,
        detail: str,
        limitation: str,
        measured: tuple[Measured, ...] = (),
        since: date | None = None,
        until: date | None = None,
        at: str | None = None,
    ) -> Evidence:
        return Evidence(
            FOOTAGE.name, self._name, self._version, verdict, rule, detail, limitation, measured, None, since, until, at
        )


@dataclass(frozen=True, slots=True)
class _Again:
    """A file in which a picture was found again: the best pair of pictures, and how many of ours are in it."""

    file: Seen
    found: Found
    ours: float | None
    theirs: float | None
    count: int

    def says(self, of: int) -> str:
        at = "" if self.theirs is None else f", at second {self.theirs:.0f} of that video"
        frames = "" if self.ours is None else f", {self.count} of {of} frames"
        return f"the same picture, {self.found.how} ({self.found.bits} of 256 bits differ{at}{frames})"


def _unsaid(evidence: Evidence) -> Evidence:
    """Of a picture that only came along: what was found, without a word on the claim."""
    return replace(evidence, verdict=Verdict.SILENT, detail=f"{evidence.detail} {_CAME_WITH}")


def _where(file: Seen) -> str:
    return f" at {file.address}" if file.address else ""


def _no_earlier(name: str, undated: int) -> str:
    if undated:
        return f"{name} is in {undated} other files of the collection, of none of which the day of seeing is known."
    return f"{name} is in no other file of the collection."


def _order(file: Seen) -> tuple[date, str]:
    return file.day or date.max, file.name


def _later(one: Seen, other: Seen) -> bool:
    return (one.day or date.min) > (other.day or date.min)


def _km(one: tuple[float, float], other: tuple[float, float]) -> float:
    """The distance over the sphere (haversine), in km."""
    (lat, lon), (lat2, lon2) = (map(math.radians, each) for each in (one, other))
    part = math.sin((lat2 - lat) / 2) ** 2 + math.cos(lat) * math.cos(lat2) * math.sin((lon2 - lon) / 2) ** 2
    return 2 * _EARTH_KM * math.asin(math.sqrt(min(1.0, part)))
