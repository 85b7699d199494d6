"""Where the places of English news are, on two public sets: TR-News and GeoVirus.

    python -m bench.places [--half dev|held] [--errors N] [--phrases] [--json FILE]

With given toponyms, the marked names are handed over, and only the choice of the place is measured: accuracy within
161 km (100 miles), and the mean error; a toponym left open counts 20,039 km, half the way around the Earth. The sets
disagree on the middles of large areas (those of Canada are 1,031 km apart), so "or inside" also counts a point as
right that lies within the area chosen. A toponym without coordinates in the set counts nowhere. The baseline takes
the most populous place of that name in the same gazetteer.

From raw text, a place is found where it overlaps a marked name, and it is right where its point is also
within 161 km. TR-News marks "Turkish" too, which names a people and no place to `firsthand`: "names only"
leaves such marks out of what is to be found.

Each set is split by a hash of the document: mistakes are looked at in the dev half only, and the figures to
quote are those of the held half. Articles of GeoVirus that come from one page stay together.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import mean

from lxml import etree
from rich.console import Console
from rich.table import Table

from bench.gold import shared_data
from bench.stamp import write_result
from firsthand.model import Candidate, Document, Place, PlaceKind, Span
from firsthand.resolve.gazetteer import Gazetteer, build, default_path
from firsthand.resolve.place_geometry import distance_km, reach_km
from firsthand.resolve.place_known import peoples
from firsthand.resolve.places import find_places, resolve_toponyms

__all__ = ["HALVES", "SETS", "PlacesError", "Toponym", "ToponymText", "load_set", "most_populous", "read_set"]

SETS = ("TR-News", "GeoVirus")
HALVES = ("dev", "held")
NEAR_KM = 161.0
UNRESOLVED_KM = 20_039.0
_NO_BREAK = etree.XMLParser(resolve_entities=False, no_network=True)


class PlacesError(Exception):
    """The set is not there, or cannot be read."""


@dataclass(frozen=True, slots=True)
class Toponym:
    """A marked name; `lat` and `lon` are None where the set gives none."""

    span: Span
    name: str
    lat: float | None
    lon: float | None


@dataclass(frozen=True, slots=True)
class ToponymText:
    """One document; `key` is what decides its half."""

    key: str
    text: str
    toponyms: tuple[Toponym, ...]
    address: str | None = None

    @property
    def half(self) -> str:
        return HALVES[hashlib.sha256(self.key.encode()).digest()[0] % 2]


def load_set(name: str, half: str | None = None) -> list[ToponymText]:
    """The documents of a set, or of one half of it. Raises PlacesError where it is absent."""
    data = shared_data()
    path = data / "bench" / "places" / f"{name}.xml" if data else None
    if path is None or not path.is_file():
        raise PlacesError(f"{name} is not here: set FIRSTHAND_DATA to the folder that holds bench/")
    return [document for document in read_set(path) if half in (None, document.half)]


def read_set(path: Path) -> Iterator[ToponymText]:
    """Both formats: TR-News has `toponym`s with a `gaztag`, GeoVirus has `location`s."""
    try:
        root = etree.parse(str(path), _NO_BREAK).getroot()
    except etree.XMLSyntaxError as error:
        raise PlacesError(f"{path.name}: {error}") from error
    for article in root.iter("article"):
        text = article.findtext("text") or ""
        marks = [_toponym(mark, text) for mark in article.iter("toponym", "location")]
        key = article.get("docid") or article.findtext("source") or text
        address = (article.findtext("url") or article.findtext("source") or "").strip()
        yield ToponymText(key, text, tuple(mark for mark in marks if mark), address or None)


def _toponym(mark: etree._Element, text: str) -> Toponym | None:
    """A mark whose offsets have slipped is moved to the nearest place where its name stands."""
    name = mark.findtext("phrase") or mark.findtext("name") or ""
    start = _nearest(text, name, int(mark.findtext("start") or 0))
    if start is None:
        return None
    at = mark.find("gaztag") if mark.tag == "toponym" else mark
    lat = at.findtext("lat") if at is not None else None
    lon = at.findtext("lon") if at is not None else None
    span = Span(start, start + len(name))
    return Toponym(span, name, float(lat) if lat else None, float(lon) if lon else None)


def _nearest(text: str, name: str, start: int) -> int | None:
    found = [match.start() for match in re.finditer(re.escape(name), text)] if name else []
    return min(found, key=lambda at: abs(at - start), default=None)


def most_populous(toponym: Toponym, gazetteer: Gazetteer) -> Candidate | None:
    """The baseline: the place of that name where most people live."""
    return max(gazetteer.lookup(toponym.name), key=lambda place: place.population, default=None)


def _inside(place: Candidate, away: float) -> bool:
    """Whether a point so many km away may still be in it: the two sets have other middles of large areas."""
    return place.kind is not PlaceKind.SETTLEMENT and away <= reach_km(place)


def _cause(toponym: Toponym, place: Place, away: float) -> str:
    """Why the point is far off: another middle of the same area, an unknown name, or another place of the name."""
    if place.chosen and _inside(place.chosen, away):
        return "reference point"
    assert toponym.lat is not None
    assert toponym.lon is not None
    near = (distance_km(toponym.lat, toponym.lon, other.lat, other.lon) for other in place.candidates)
    return "wrong candidate" if any(km <= NEAR_KM for km in near) else "not in gazetteer"


@dataclass(slots=True)
class GivenTally:
    """Errors in km of the toponyms that have coordinates; `inside` counts far points within the chosen area."""

    errors: list[float] = field(default_factory=list)
    inside: int = 0

    def add(self, toponym: Toponym, chosen: Candidate | None) -> float | None:
        if toponym.lat is None or toponym.lon is None:
            return None
        away = UNRESOLVED_KM
        if chosen is not None:
            away = distance_km(toponym.lat, toponym.lon, chosen.lat, chosen.lon)
            self.inside += away > NEAR_KM and _inside(chosen, away)
        self.errors.append(away)
        return away

    @property
    def figures(self) -> dict[str, float]:
        near = sum(away <= NEAR_KM for away in self.errors)
        return {
            "toponyms": len(self.errors),
            "acc_161": round(near / len(self.errors), 4),
            "acc_161_or_inside": round((near + self.inside) / len(self.errors), 4),
            "mean_error_km": round(mean(self.errors), 1),
            "unresolved": sum(away >= UNRESOLVED_KM for away in self.errors),
        }


@dataclass(slots=True)
class RawTally:
    """What was found in raw text: spans that overlap a mark, and those that are right as well."""

    found: int = 0
    marked: int = 0
    overlapping: int = 0
    right: int = 0
    judged: int = 0
    unjudged: int = 0

    def add(self, toponyms: Sequence[Toponym], places: Sequence[Place]) -> None:
        pairs = list(_pairs(toponyms, places))
        self.found += len(places)
        self.marked += len(toponyms)
        self.overlapping += len(pairs)
        for toponym, place in pairs:
            if toponym.lat is None or toponym.lon is None:
                self.unjudged += 1
            elif place.chosen:
                away = distance_km(toponym.lat, toponym.lon, place.chosen.lat, place.chosen.lon)
                self.right += away <= NEAR_KM

    @property
    def figures(self) -> dict[str, float]:
        """`spotted`: overlap only; `resolved`: right place too, where the set says which is right."""
        silent = sum((self.unjudged,))
        return {
            "marked": self.marked,
            "found": self.found,
            **_prf("spotted", self.overlapping, self.found, self.marked),
            **_prf("resolved", self.right, self.found - silent, self.marked - silent),
        }


def _prf(name: str, hits: int, found: int, marked: int) -> dict[str, float]:
    precision, recall = hits / max(found, 1), hits / max(marked, 1)
    f1 = 2 * precision * recall / max(precision + recall, 1e-9)
    return {f"{name}_p": round(precision, 4), f"{name}_r": round(recall, 4), f"{name}_f1": round(f1, 4)}


def _pairs(toponyms: Sequence[Toponym], places: Sequence[Place]) -> Iterator[tuple[Toponym, Place]]:
    """Each mark with the first place that overlaps it and is not taken yet."""
    taken: set[int] = set()
    for toponym in toponyms:
        for index, place in enumerate(places):
            if index not in taken and place.span.overlaps(toponym.span):
                taken.add(index)
                yield toponym, place
                break


@dataclass(slots=True)
class SetResult:
    """All tallies of one half of a set, and the mistakes worth reading."""

    given: GivenTally = field(default_factory=GivenTally)
    baseline: GivenTally = field(default_factory=GivenTally)
    raw: RawTally = field(default_factory=RawTally)
    names: RawTally = field(default_factory=RawTally)
    mistakes: list[str] = field(default_factory=list)
    seconds: float = 0.0
    words: int = 0

    @property
    def figures(self) -> dict[str, object]:
        return {
            "given": self.given.figures,
            "most_populous": self.baseline.figures,
            "raw": self.raw.figures,
            "raw_names_only": self.names.figures,
            "ms_per_800_words": round(800_000 * self.seconds / max(self.words, 1), 2),
        }


def measure(documents: Sequence[ToponymText], gazetteer: Gazetteer) -> SetResult:
    """Resolve every document, with its toponyms given and from raw text."""
    result = SetResult()
    for marked in documents:
        document = Document(marked.text, Span(0, 0), "en", address=marked.address)
        spans = [toponym.span for toponym in marked.toponyms]
        for toponym, place in zip(marked.toponyms, resolve_toponyms(document, spans, gazetteer), strict=True):
            result.baseline.add(toponym, most_populous(toponym, gazetteer))
            away = result.given.add(toponym, place.chosen)
            if away is not None and away > NEAR_KM:
                cause = f"given, {_cause(toponym, place, away)}"
                result.mistakes.append(_mistake(cause, marked, toponym.span, place, away))
        start = time.process_time()
        found = find_places(document, gazetteer)
        result.seconds += time.process_time() - start
        result.words += len(marked.text.split())
        result.raw.add(marked.toponyms, found)
        named = [t for t in marked.toponyms if t.name.casefold() not in peoples()]
        result.names.add(named, found)
        result.mistakes += _raw_mistakes(marked, named, found)
    return result


def _raw_mistakes(marked: ToponymText, named: Sequence[Toponym], found: Sequence[Place]) -> Iterator[str]:
    for toponym in named:
        if not any(place.span.overlaps(toponym.span) for place in found):
            yield _mistake("missed", marked, toponym.span)
    for place in found:
        if not any(place.span.overlaps(toponym.span) for toponym in marked.toponyms):
            yield _mistake("spurious", marked, place.span, place)


def _mistake(kind: str, marked: ToponymText, span: Span, place: Place | None = None, away: float | None = None) -> str:
    around = marked.text[max(0, span.start - 40) : span.start] + "[" + span.of(marked.text) + "]"
    around += marked.text[span.end : span.end + 30]
    chosen = place and place.chosen
    taken = f"{chosen.id} {chosen.name} {chosen.country} {chosen.kind}" if chosen else "open"
    if place and not chosen:
        taken += f" of {len(place.candidates)}"
    km = f" {away:,.0f} km" if away is not None else ""
    return f"{kind}{km} | {around!r} | {taken} | {marked.key[-24:]}"


def _table(results: dict[str, dict[str, SetResult]]) -> Table:
    table = Table(
        "set",
        "half",
        "toponyms",
        "acc@161",
        "or inside",
        "mean km",
        "open",
        "baseline",
        "raw P",
        "raw R",
        "raw F1",
        "names F1",
    )
    for name, halves in results.items():
        for half, result in halves.items():
            given, base = result.given.figures, result.baseline.figures
            raw, names = result.raw.figures, result.names.figures
            cells = [name, half, given["toponyms"], f"{given['acc_161']:.3f}", f"{given['acc_161_or_inside']:.3f}"]
            cells += [
                f"{given['mean_error_km']:,.0f}",
                given["unresolved"],
                f"{base['acc_161']:.3f} / {base['mean_error_km']:,.0f}",
            ]
            cells += [f"{raw[key]:.3f}" for key in ("resolved_p", "resolved_r", "resolved_f1")]
            table.add_row(*map(str, cells), f"{names['resolved_f1']:.3f}")
    return table


def _gazetteer() -> Gazetteer:
    if not default_path().exists():
        build(default_path())
    return Gazetteer.open()


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.places", description="Where the places of news are.")
    parser.add_argument("--half", choices=HALVES, action="append", help="measure this half only")
    parser.add_argument("--errors", type=int, default=0, help="show so many mistakes of the dev half of each set")
    parser.add_argument("--json", type=Path, help="write all figures to this file")
    options = parser.parse_args(arguments)
    halves = options.half or ["held"]
    try:
        with _gazetteer() as gazetteer:
            results = {name: {half: measure(load_set(name, half), gazetteer) for half in halves} for name in SETS}
    except PlacesError as error:
        print(f"places: {error}", file=sys.stderr)
        return 1
    console = Console(width=None if sys.stdout.isatty() else 160)
    for name, by_half in results.items():
        for mistake in by_half["dev"].mistakes[: options.errors] if "dev" in by_half else ():
            print(f"{name} {mistake}")
    console.print(_table(results))
    if options.json:
        figures = {name: {half: result.figures for half, result in halves.items()} for name, halves in results.items()}
        given = arguments if arguments is not None else sys.argv[1:]
        write_result(options.json, "bench.places", given, figures)
    return 0


if __name__ == "__main__":
    sys.exit(main())
