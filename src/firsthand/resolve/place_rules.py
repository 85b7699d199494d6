"""What speaks for each place that a name may mean: an ordered list of rules, whose scores add up.

All weights stand beside the rules.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from math import cos, hypot, inf, log10, radians
from operator import itemgetter

from firsthand.model import Candidate, NameSense, PlaceId, PlaceKind, Reason
from firsthand.resolve.place_context import Context, is_its_own
from firsthand.resolve.place_districts import in_town
from firsthand.resolve.place_geometry import distance_km
from firsthand.resolve.place_known import capitals, front_points, fronts
from firsthand.resolve.place_mentions import Mention, lies_in
from firsthand.resolve.place_roads import ON_ROAD_KM, away_km
from firsthand.resolve.place_words import is_cyrillic, place_words

__all__ = ["ASKED", "ASKED_AGAIN", "NEAR", "RULES", "SUPPORT", "TOWN", "Case", "called_at_home"]

PREFERRED_NAME = 1.0
LESSER_NAME = 0.5
COUNTRY = 6.0
REGION = 3.6
REGION_SIZE = 0.3
COUNTRY_OTHERWISE = 4.0
RIVER = 2.2
DISTRICT = 2.4
LISTED = 1.2
NAMESAKE = 3.0
NAMED_AFTER_TOWN = 1.2
OVERSHADOWED = 1.5
CAPITAL = 0.8
STEM_OF_REGION = 2.0
SETTLEMENT = 0.5
KIND_WORD = 3.0
CONTAINING_PHRASE = 4.0
CONTAINED_PHRASE = 3.0
SAID_COUNTRY = 2.5
SAID_DISTANCE = 4.0
NAMED_COUNTRY = 1.2
NAMED_REGION = 1.0
NAMED_DISTRICT = 1.5
HOME_COUNTRY = 0.5
NEARNESS = 1.0
KNOWN_FRONT = 1.5
FOUGHT_OVER = 0.8
SHARED_PLACE = 1.5
SAME_NAME = 2.0
TOWN = 50_000
"""What each rule adds; and below which population a place must also be near what the text speaks of."""

_SIZES = {**dict.fromkeys(("STM", "LK", "RSV", "CNL"), RIVER), "ADM2": DISTRICT, "ADM3": DISTRICT}
_NEAR_KM = ((60.0, 1.0), (200.0, 0.7), (600.0, 0.35))
_DEGREE_KM = 111.2
_OFF_KM, _OFF = 10.0, 0.25  # how far a distance by road may be from one on the map
FRONT_KM = 60.0
"""How far from the town that a stretch of front is named after fighting at it may be."""


@dataclass(frozen=True)
class Case:
    """One mention, what it stands in, the mentions before and after it that a comma joins to it, and those beside it
    in a list."""

    mention: Mention
    container: Mention | None
    contained: Mention | None
    context: Context
    beside: tuple[Mention, ...] = ()

    @cached_property
    def regions(self) -> frozenset[PlaceId]:
        """The other regions that the text names."""
        named = self.context.regions
        return named.difference([place.id for place in self.mention.candidates]) if named else named

    @cached_property
    def anchors(self) -> tuple[Candidate, ...]:
        """The other places that the text is sure of; not to be asked for before that is known."""
        own = {place.id for place in self.mention.candidates}
        return tuple([anchor for anchor in self.context.anchors if anchor.id not in own])

    @cached_property
    def wide(self) -> tuple[Candidate, ...]:
        """The countries and whole regions that are called so."""
        return tuple(
            place
            for place in self.mention.candidates
            if (place.kind is PlaceKind.COUNTRY or (place.kind is PlaceKind.REGION and place.feature == "ADM1"))
            and is_its_own(place, self.mention)
        )


Rule = Callable[[Candidate, Case], Reason | None]


def preferred_name(place: Candidate, case: Case) -> Reason | None:
    """The name in the text is the place's present preferred name, rather than a former or another one."""
    if is_its_own(place, case.mention) or called_at_home(place, case):
        return _reason("preferred_name", "its preferred name", PREFERRED_NAME)
    return _reason("preferred_name", f"a name of it ({place.sense})", LESSER_NAME)


def called_at_home(place: Candidate, case: Case) -> bool:
    """Whether it is what the place is called in the text's language, which people speak there: «Волчанск»."""
    second = place_words(case.context.language).second_names
    return place.sense is NameSense.OTHER and place.country in second and is_cyrillic(case.mention.key)


def prominence(place: Candidate, case: Case) -> Reason | None:
    """Countries come before large cities, and large cities before regions and villages."""
    if place.kind is PlaceKind.COUNTRY:
        known = is_its_own(place, case.mention)
        return Reason("prominence", "a country", score=COUNTRY if known else COUNTRY_OTHERWISE)
    own = place.sense is NameSense.FORMER or is_its_own(place, case.mention)
    if place.kind is PlaceKind.REGION:
        score = _SIZES.get(place.feature, REGION if own else STEM_OF_REGION)
        score += REGION_SIZE * max(0.0, log10(place.population + 10) - 6)
        return Reason("prominence", "a region", score=score)
    return _inhabitants(place.population)


@lru_cache(maxsize=16384)
def _inhabitants(population: int) -> Reason:
    return Reason("prominence", f"{population:,} inhabitants", score=SETTLEMENT + log10(population + 10) / 2)


@lru_cache(maxsize=4096)
def _reason(rule: str, detail: str, score: float) -> Reason:
    """A reason that many candidates share."""
    return Reason(rule, detail, score=score)


def form_of_name(place: Candidate, case: Case) -> Reason | None:
    """The text has a form of the name, or an adjective made of it, that could come from another name too."""
    cost = case.mention.cost.get(place.id, 0.0)
    if not cost:
        return None
    return Reason("form_of_name", "a form of its name", (case.mention.span,), -cost)


def kind_word(place: Candidate, case: Case) -> Reason | None:
    """The words around the name say what it is, as in "the city of X" or "X province"."""
    kind = case.mention.kind
    if kind is None or not any(other.kind is kind for other in case.mention.candidates):
        return None
    if place.kind is not kind:
        return Reason("kind_word", f"the text calls it a {kind}", (case.mention.span,), -KIND_WORD)
    return Reason("kind_word", f"called a {kind}", (case.mention.span,), KIND_WORD)


def containing_phrase(place: Candidate, case: Case) -> Reason | None:
    """The name is followed by the region or country it lies in, as in "Paris, Texas"."""
    outer = case.container
    if outer is None or not any(lies_in(place, other) or in_town(place, other) for other in outer.candidates):
        return None
    return Reason("containing_phrase", "followed by what it lies in", (outer.span,), CONTAINING_PHRASE)


def contained_phrase(place: Candidate, case: Case) -> Reason | None:
    """The name follows one of a place in it, as "Georgia" does in "Atlanta, Georgia"."""
    inner = case.contained
    if inner is None or not any(lies_in(candidate, place) for candidate in inner.candidates):
        return None
    # The smaller of two that fit is meant: "Georgia" the state holds Atlanta, the country none of that size.
    largest = max(candidate.population for candidate in inner.candidates if lies_in(candidate, place))
    score = CONTAINED_PHRASE * log10(largest + 10) / 7
    return Reason("contained_phrase", "follows a place in it", (inner.span,), score)


def said_country(place: Candidate, case: Case) -> Reason | None:
    """An adjective right before the name says in which country it lies, as in "the Russian city of Samara"."""
    if place.country != case.mention.owner:
        return None
    return _reason("said_country", f"called one of {place.country}", SAID_COUNTRY)


def said_distance(place: Candidate, case: Case) -> Reason | None:
    """It lies as far from another place as the text says, as in "Athens, 70 miles east of Atlanta"."""
    if case.mention.away is None:
        return None
    km, others = case.mention.away
    fits = (other for other in others[:3] if abs(_distance(place, other) - km) <= _OFF_KM + _OFF * km)
    other = next(fits, None)
    return _reason("said_distance", f"about {km:.0f} km from {other.name}", SAID_DISTANCE) if other else None


def named_after_town(place: Candidate, case: Case) -> Reason | None:
    """A region that has the name of its chief town is less often meant than the town."""
    if place.kind is not PlaceKind.REGION or case.mention.kind is PlaceKind.REGION:
        return None
    towns = (town for town in case.mention.candidates if lies_in(town, place) and is_its_own(town, case.mention))
    if not any(town.population >= TOWN for town in towns):
        return None
    return Reason("named_after_town", "a town in it has the same name", score=-NAMED_AFTER_TOWN)


def overshadowed(place: Candidate, case: Case) -> Reason | None:
    """A small town, or one seldom called so, where its country or a whole region of it has the name."""
    if place.kind is not PlaceKind.SETTLEMENT or case.mention.kind is PlaceKind.SETTLEMENT:
        return None
    if place.population >= TOWN and is_its_own(place, case.mention):
        return None
    for other in case.wide:
        if other.country == place.country:
            return Reason("overshadowed", f"{other.name} is far larger", score=-OVERSHADOWED)
    return None


def capital(place: Candidate, case: Case) -> Reason | None:
    """The town is a country's capital, which news names more often than towns of its size."""
    if place.kind is PlaceKind.SETTLEMENT and place.country in capitals().get(case.mention.key, ()):
        return Reason("capital", f"the capital of {place.country}", score=CAPITAL)
    return None


def namesake(place: Candidate, case: Case) -> Reason | None:
    """The text speaks of the country that has a region of this name, and not otherwise of the country called so."""
    if place.kind is not PlaceKind.COUNTRY:
        return None
    own = case.context.elsewhere.get(place.country or "", 0.0)
    for other in case.mention.candidates:
        share = case.context.elsewhere.get(other.country or "", 0.0)
        if other.kind is not PlaceKind.REGION or other.population < place.population:
            continue
        if other.country != place.country and share > max(0.2, 2 * own):
            return Reason("namesake", f"the text speaks of {other.country}, which has a {other.name}", score=-NAMESAKE)
    return None


def listed(place: Candidate, case: Case) -> Reason | None:
    """The names beside it in a list are of the same kind, as in "Ohio, New York and Maine"."""
    if place.kind is PlaceKind.SETTLEMENT or not case.beside:
        return None
    alike = sum(any(_alike(place, other) for other in mention.candidates[:3]) for mention in case.beside)
    return Reason("listed", "in a list of such", score=LISTED * alike / len(case.beside)) if alike else None


def _alike(one: Candidate, other: Candidate) -> bool:
    return one.kind is other.kind and one.country == other.country and one.feature == other.feature


def home_country(place: Candidate, case: Case) -> Reason | None:
    """The document is in a language that people speak there, and names places by its own names."""
    if place.country not in place_words(case.context.language).home:
        return None
    return _reason("home_country", f"a text in {case.context.language}", HOME_COUNTRY)


def named_country(place: Candidate, case: Case) -> Reason | None:
    """The text speaks of the place's country, by name, by its people, or through other places in it."""
    share = case.context.countries.get(place.country or "", 0.0)
    if not share or place.kind is PlaceKind.COUNTRY:
        return None
    return _reason("named_country", f"the text speaks of {place.country}", NAMED_COUNTRY * min(1.0, 0.3 + share))


def named_region(place: Candidate, case: Case) -> Reason | None:
    """The text names the region that the place lies in."""
    if place.district and place.district in case.regions:
        return _reason("named_region", f"the text names {place.district}", NAMED_DISTRICT)
    if place.region is None or place.region not in case.regions:
        return None
    return _reason("named_region", f"the text names {place.region}", NAMED_REGION)


def nearness(place: Candidate, case: Case) -> Reason | None:
    """The place is near another one that the text surely speaks of, or is a region that holds one."""
    if place.kind is PlaceKind.REGION and any(lies_in(anchor, place) for anchor in case.anchors):
        return _reason("nearness", "other places of the text lie in it", NEARNESS)
    if place.kind is not PlaceKind.SETTLEMENT:
        return None
    reach = _NEAR_KM[-1][0] / _DEGREE_KM  # what is farther to the north or south counts nothing, and is not measured
    within = [(_distance(place, other), other) for other in case.anchors if abs(place.lat - other.lat) <= reach]
    away, nearest = min(within, key=itemgetter(0), default=(inf, place))
    share = next((share for limit, share in _NEAR_KM if away <= limit), 0.0)
    if not share:
        return None
    return Reason("nearness", f"{away:.0f} km from {nearest.name}", score=NEARNESS * share)


def on_road(place: Candidate, case: Case) -> Reason | None:
    """The road leads past a place that the text surely speaks of."""
    away = {anchor.name: away_km(place, anchor.lat, anchor.lon) for anchor in case.context.anchors}
    on_it = [name for name, km in away.items() if km is not None and km <= ON_ROAD_KM]
    return Reason("on_road", f"it leads past {on_it[0]}", score=NEARNESS) if on_it else None


def known_front(place: Candidate, case: Case) -> Reason | None:
    """One of the armies calls a stretch of front after the town, as in "the Pokrovsk direction"."""
    if place.id not in fronts():
        return None
    return _reason("known_front", "a stretch of front is named after it", KNOWN_FRONT)


def fought_over(place: Candidate, case: Case) -> Reason | None:
    """The words around tell of fighting on the ground, and a stretch of front is named after a town near the place."""
    if place.kind is not PlaceKind.SETTLEMENT or not _near_a_front(place.lat, place.lon):
        return None
    return _reason("fought_over", "fighting is told of, and it lies near a front", FOUGHT_OVER)


@lru_cache(maxsize=4096)
def _near_a_front(lat: float, lon: float) -> bool:
    near = (point for point in front_points() if abs(point[0] - lat) * _DEGREE_KM <= FRONT_KM)
    return any(distance_km(lat, lon, *point) <= FRONT_KM for point in near)


def shared_place(place: Candidate, case: Case) -> Reason | None:
    """The text uses another name of the same place too."""
    if place.id not in case.context.shared:
        return None
    return Reason("shared_place", "named otherwise elsewhere in the text", score=SHARED_PLACE)


def same_name(place: Candidate, case: Case) -> Reason | None:
    """Elsewhere in the text the same name is settled by what it lies in."""
    if (case.mention.key, place.id) not in case.context.settled:
        return None
    return Reason("same_name", "settled where it is first named in full", score=SAME_NAME)


RULES: tuple[Rule, ...] = (
    preferred_name,
    form_of_name,
    prominence,
    kind_word,
    containing_phrase,
    contained_phrase,
    said_country,
    said_distance,
    named_after_town,
    overshadowed,
    capital,
    namesake,
    listed,
    home_country,
    named_country,
    named_region,
    nearness,
    on_road,
    known_front,
    fought_over,
    shared_place,
    same_name,
)
"""Every rule that scores a candidate; the scores add up."""

_NEEDED: dict[Rule, Callable[[Case], object]] = {
    form_of_name: lambda case: case.mention.cost,
    kind_word: lambda case: case.mention.kind,
    containing_phrase: lambda case: case.container,
    contained_phrase: lambda case: case.contained,
    said_country: lambda case: case.mention.owner,
    said_distance: lambda case: case.mention.away,
    overshadowed: lambda case: case.wide,
    capital: lambda case: case.mention.key in capitals(),
    listed: lambda case: case.beside,
    home_country: lambda case: place_words(case.context.language).home,
    named_region: lambda case: case.regions,
    nearness: lambda case: case.context.anchors and case.anchors,
    on_road: lambda case: any(place.kind is PlaceKind.OTHER for place in case.mention.candidates),
    known_front: lambda case: case.mention.front,
    fought_over: lambda case: case.mention.fought,
    shared_place: lambda case: case.context.shared,
    same_name: lambda case: case.context.settled,
}
"""Without which a rule says nothing of any candidate, so that it is not asked of each."""

_FIRM = frozenset(RULES[: RULES.index(named_country)]) | {named_region, shared_place, same_name}
"""The rules that do not ask what the text is sure of: their answers stay when that is known."""

ASKED = tuple((k, _NEEDED.get(rule)) for k, rule in enumerate(RULES))
ASKED_AGAIN = tuple((k, needed) for k, needed in ASKED if RULES[k] not in _FIRM)
"""The rules by their index, each with what it needs, before and after it is known what the text is sure of."""

SUPPORT = frozenset(
    rule.__name__
    for rule in (
        containing_phrase,
        said_country,
        said_distance,
        named_country,
        named_region,
        nearness,
        known_front,
        fought_over,
        shared_place,
        same_name,
    )
)

NEAR = SUPPORT - {named_country.__name__, said_country.__name__}
"""The rules that speak for a place by where in its country it lies; those of `SUPPORT` may speak for the country."""


def _distance(one: Candidate, other: Candidate) -> float:
    """Kilometres, on a flat map around the two: good enough to tell near from far."""
    east = (one.lon - other.lon + 180) % 360 - 180
    return _DEGREE_KM * hypot(one.lat - other.lat, east * cos(radians((one.lat + other.lat) / 2)))
