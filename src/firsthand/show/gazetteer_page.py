"""Places of the index, for people and as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

import orjson

from firsthand.model import Candidate, NameSense, PlaceId, PlaceKind
from firsthand.resolve.gazetteer import Gazetteer, name_key
from firsthand.resolve.gazetteer_file import PlaceName
from firsthand.resolve.place_known import known_to
from firsthand.resolve.place_words import CYRILLIC, is_cyrillic, language_of, of_one_script
from firsthand.show.json_report import escaped
from firsthand.show.plain import one_line

__all__ = ["json_of_place", "json_of_places", "place_page", "places_page", "searched"]

_FEATURES = {
    "RD": "road",
    "ADM1": "first-level division", "ADM2": "district", "ADM3": "community", "PCLI": "country", "RGN": "region",
    "CONT": "continent", "SEA": "sea", "OCN": "ocean", "GULF": "gulf", "BAY": "bay", "STRT": "strait", "CNL": "canal",
    "STM": "river", "LK": "lake", "RSV": "reservoir", "ISL": "island", "ISLS": "islands", "PEN": "peninsula",
    "CAPE": "cape", "MTS": "mountains", "MT": "mountain", "DSRT": "desert", "DLTA": "delta", "VAL": "valley",
}  # fmt: skip
_SENSES = {
    NameSense.CURRENT: "current name",
    NameSense.FORMER: "former name",
    NameSense.EXONYM: "name in another language",
    NameSense.TRANSLITERATION: "transliteration",
    NameSense.ABBREVIATION: "abbreviation",
    NameSense.COLLOQUIAL: "colloquial name",
    NameSense.OTHER: "other name",
}


def searched(index: Gazetteer, name: str) -> tuple[tuple[Candidate, ...], str]:
    """The places that bear the name; where none does, those of which it is a form, and the name they bear.

    The forms are those that the reader of a report tries: «Мирнограду», «мирноградского»; and as there, letters of
    another alphabet that only look right, and marks of stress, say nothing.
    """
    name = " ".join(of_one_script(word) for word in name.split())
    found, known, key = index.lookup(name), known_to(index), name_key(name)
    if found or not is_cyrillic(key):
        return found, ""
    for language in dict.fromkeys((language_of(name, ""), *CYRILLIC)):
        for named in (known.forms(key, language), known.adjective(key, language)):
            if named:
                base = named.names.get(named.candidates[0].id, named.base)
                return named.candidates, base
    return (), ""


def places_page(index: Gazetteer, name: str, found: Sequence[Candidate], limit: int, base: str = "") -> str:
    """The places that bear the name; where none does, names that begin like it.

    `base`: the name that the places bear, where the one that was asked for is a form of it.
    """
    if not found:
        near = ", ".join(index.beginning(name, 8))
        hint = f" Names that begin so: {near}." if near else ""
        return f"No place in the index is called {one_line(name)}.{hint}\n"
    rows = [f"No place is called {one_line(name)}; it is taken for a form of {one_line(base)}:"] if base else []
    rows += [_row(index, place) for place in found[:limit]]
    if len(found) > limit:
        rows.append(f"and {len(found) - limit} more: --limit {len(found)} shows them")
    return "\n".join(rows) + "\n"


def _row(index: Gazetteer, place: Candidate) -> str:
    why = place.reasons[0].detail.removeprefix("a name of the place ") if place.reasons else ""
    sense = _SENSES[place.sense] + (f" {why}" if why.startswith(("from ", "until ")) else "")
    return f"{one_line(str(place.id)):<12}  {one_line(place.name)} · {_what(place)} · {_where(index, place)} · {sense}"


def _what(place: Candidate) -> str:
    kind = _FEATURES.get(place.feature, place.kind.value)
    people = f", {place.population:,} inhabitants" if place.population and place.kind is PlaceKind.SETTLEMENT else ""
    return kind + people


def _where(index: Gazetteer, place: Candidate) -> str:
    within = [_name(index, identity) for identity in (place.district, place.region) if identity is not None]
    return ", ".join((*within, *((place.country,) if place.country else ()))) or "no country"


def _name(index: Gazetteer, identity: PlaceId) -> str:
    found = index.place(identity)
    return one_line(found.name if found else str(identity))


def place_page(index: Gazetteer, place: Candidate, names: Sequence[PlaceName]) -> str:
    """One place with all its names, in groups by sense."""
    lines = [one_line(f"{place.name} ({place.id})"), f"  {_what(place)}, {_where(index, place)}"]
    reach = f", radius {place.radius_km:.0f} km" if place.radius_km else ""
    lines.append(f"  {place.lat:.4f}, {place.lon:.4f}{reach}")
    for sense, title in _SENSES.items():
        group = [name for name in names if name.sense is sense]
        if group:
            lines += ["", f"{title}s" if sense is not NameSense.EXONYM else "names in other languages"]
            lines += [f"  {_written(name)}" for name in group]
    return "\n".join(lines) + "\n"


def _written(name: PlaceName) -> str:
    notes = [note for note in (name.language, name.script, name.years, "added" if name.added else "") if note]
    return f"{one_line(name.text)}  ({one_line(', '.join(notes))})"


def json_of_places(found: Sequence[Candidate]) -> str:
    """A list of places; of a former name, `years` says when it was borne."""
    return _json([_place(place) for place in found])


def json_of_place(place: Candidate, names: Sequence[PlaceName]) -> str:
    """One place with its names."""
    told = [
        {
            "text": name.text,
            "sense": name.sense.value,
            "language": name.language or None,
            "script": name.script or None,
            "since": name.since or None,
            "until": name.until or None,
            "added": name.added,
        }
        for name in names
    ]
    return _json(
        {**{key: value for key, value in _place(place).items() if key not in ("sense", "years")}, "names": told}
    )


def _place(place: Candidate) -> dict[str, object]:
    told = {key: value for key, value in asdict(place).items() if key not in ("score", "reasons")}
    years = place.reasons[0].detail if place.reasons else None
    return {**told, "feature": place.feature or None, "radius_km": place.radius_km or None, "years": years}


def _json(value: object) -> str:
    return escaped(orjson.dumps(value, option=orjson.OPT_INDENT_2).decode())
