"""Districts under all the forms of their names: “Pokrovsk Raion”, «Покровский район», «в Покровському районі»."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from firsthand.model import Candidate, PlaceKind
from firsthand.resolve.gazetteer_file import Entry, PlaceName, Role
from firsthand.resolve.gazetteer_romanise import romanised

__all__ = ["DISTRICT_KM", "district_names", "own_district"]

_DISTRICT_FORMS = ("{} Raion", "{} raion", "{} district", "{} District")
DISTRICT_KM = 30.0  # a district reaches at least so far from its centre
_QUARTER_KM = 5.0  # the same of a district of a city
_DISTRICT_CASES = {
    "uk": (("ий", "район"), ("ого", "району"), ("ому", "районі"), ("ому", "району"), ("им", "районом")),
    "ru": (("ий", "район"), ("ого", "района"), ("ому", "району"), ("ом", "районе"), ("им", "районом")),
}


def own_district(row: dict[str, Any]) -> Entry:
    names = tuple(district_names(row))
    lat, lon = row["at"]
    feature = row.get("feature", "ADM2")
    place = Candidate(
        row["id"],
        names[0].text,
        lat,
        lon,
        PlaceKind.REGION,
        row["in"][:2],
        region=row["in"],
        feature=feature,
        radius_km=_QUARTER_KM if feature == "PPLX" else DISTRICT_KM,
    )
    return Entry(place, names)


def district_names(row: dict[str, Any]) -> Iterator[PlaceName]:
    """“Pokrovsk Raion”, «Покровский район», «Покровського району», «в Покровському районі»…"""
    if not row:
        return
    until = row.get("until", "")
    now = Role.FORMER if until else Role.PREFERRED
    stems = dict.fromkeys((row["en"], romanised(row["uk"], "uk")[0]))
    yield from (PlaceName(form.format(stem), now, "en", "", until) for stem in stems for form in _DISTRICT_FORMS)
    for adjectives, role in ((row, now), (row.get("was", {}), Role.FORMER)):
        for language, cases in _DISTRICT_CASES.items():
            if language in adjectives:
                whole = adjectives[language]
                for ending, noun in cases:
                    form = whole if ending == "ий" else f"{whole[:-2]}{ending}"  # «Покровский», «Сумской»
                    yield PlaceName(f"{form} {noun}", role, language, "", until)
