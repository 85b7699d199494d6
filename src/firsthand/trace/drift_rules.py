"""The rules on what may change between a telling and the one it comes from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations
from math import cos, radians

from firsthand.kinds import Bound, DerivationKind, DriftKind, Mode, PlaceKind
from firsthand.model import Candidate, Quantity
from firsthand.trace.drift_scene import REWORKED, WORD_OF_A_VOICE, Scene, Side
from firsthand.trace.speakers import alike

__all__ = ["RULES", "Rule"]

_SOFT = frozenset({Mode.HEDGED, Mode.SPECULATED})
_TIMES = frozenset({"minutes", "hours", "days", "weeks", "months", "years", "seconds"})
_MEASURES = _TIMES | {
    *("percent", "km", "sq km", "metres", "nautical miles", "tonnes", "hectares", "magnitude", "degrees", "litres"),
    *("kilograms", "knots"),
}
"""Units that are compared with themselves alone; people, miners and bodies are all counted heads."""
_FEW = 12
"""As many that were counted may become a group, a column, a crowd."""
_MOVED_KM = 15.0
"""Two settlements nearer than this may be one place by two names."""

_TELLS_MORE = WORD_OF_A_VOICE | {DerivationKind.LINK}
"""Kinds in which a document tells for itself what goes beyond the other."""
_GIVES_THE_VOICE = WORD_OF_A_VOICE | {DerivationKind.FORWARD}

Rule = Callable[[Scene], tuple[DriftKind, str] | None]


def a_figure_changes(scene: Scene) -> tuple[DriftKind, str] | None:
    """A figure is not that of the origin: it has grown, shrunk, been rounded or added up, or lost its "no more than";
    two soldiers have become a group.

    Figures of the same unit are compared; people, miners and bodies are all counted heads. A sum of two figures of the
    origin is right where the words tell both.
    """
    theirs = tuple(figure for side in scene.others for figure in side.figures)
    sums = {(one.value or 0) + (other.value or 0) for one, other in combinations(theirs, 2)}
    several = len({side.told for side in scene.others}) > 1
    kept = {figure.value for figure in scene.later.figures} - {None}
    for figure in scene.later.figures:
        fits = [each for each in theirs if _one_unit(figure, each)]
        equal = [each for each in fits if each.value == figure.value and figure.value is not None]
        if equal and not any(_bound_kept(each, figure) for each in equal):
            return DriftKind.QUANTITY, f"{_shown(equal[0])} becomes {_shown(figure)}: the bound is another"
        left = [each for each in fits if each.value not in kept]
        if equal or not left or (several and figure.value in sums) or _within(figure, fits):
            continue
        return DriftKind.QUANTITY, f"{_shown(left[0])} becomes {_shown(figure)}"
    return _no_longer_counted(scene)


def _no_longer_counted(scene: Scene) -> tuple[DriftKind, str] | None:
    """A few that were counted are many as one: two soldiers a group, two vehicles a column."""
    later, earlier = scene.later, scene.earlier
    counted = [each for each in earlier.figures if each.unit not in _MEASURES and 1 < (each.value or 0) <= _FEW]
    if not counted or later.figures or scene.kind in WORD_OF_A_VOICE or earlier.words.collective.has(earlier.content):
        return None
    found = later.words.collective.find(later.content)
    return (DriftKind.QUANTITY, f"{_shown(counted[0])} becomes “{found[0].of(later.content)}”") if found else None


def _one_unit(one: Quantity, other: Quantity) -> bool:
    if one.unit in _TIMES or other.unit in _TIMES:
        return False
    return one.unit == other.unit or not ({one.unit, other.unit} & _MEASURES)


def _bound_kept(before: Quantity, after: Quantity) -> bool:
    """Whether a figure keeps its bound, or only becomes rougher or surer by a word like "about"."""
    return before.bound is after.bound or Bound.ABOUT in {before.bound, after.bound}


def _within(figure: Quantity, before: Sequence[Quantity]) -> bool:
    """Whether a figure without a number of its own ("dozens") is true of one of these."""
    if figure.value is not None:
        return False
    low = figure.low if figure.low is not None else 0.0
    high = figure.high if figure.high is not None else float("inf")
    return figure.low is None or any(each.value is None or low <= each.value <= high for each in before)


def _shown(figure: Quantity) -> str:
    bound = {Bound.AT_LEAST: "at least ", Bound.AT_MOST: "at most ", Bound.ABOUT: "about "}.get(figure.bound, "")
    number = figure.value if figure.value is not None else figure.low
    return (
        f"{bound}{number:g} {figure.unit or ''}".rstrip()
        if number is not None
        else f"many {figure.unit or ''}".rstrip()
    )


def a_doubt_is_lost(scene: Scene) -> tuple[DriftKind, str] | None:
    """What was preliminary, alleged or only said becomes confirmed, admitted or proved.

    That a heading leaves out a doubt is none: headings are short.
    """
    later, earlier = scene.later, scene.earlier
    if later.mode in _SOFT or (scene.kind in WORD_OF_A_VOICE and not alike(later.speaker, earlier.speaker)):
        return None
    sure = () if later.words.negation.has(later.said) else later.words.certain.find(later.said)
    if sure and not earlier.words.certain.has(earlier.said) and earlier.mode is not Mode.CONFIRMED:
        return DriftKind.MODE, f"what was only said is now “{sure[0].of(later.said)}”"
    if later.mode is Mode.CONFIRMED and earlier.mode is not Mode.CONFIRMED and scene.kind in REWORKED:
        return DriftKind.MODE, f"{earlier.mode.value} becomes confirmed"
    soft = earlier.mode in _SOFT and earlier.words.hedge.has(earlier.said)  # a hedge elsewhere in its sentence is none
    hedged = soft and not later.words.hedge.has(later.said) and not later.heading
    if hedged and scene.kind in REWORKED and not later.speaker.named:
        return DriftKind.MODE, f"{earlier.mode.value} becomes {later.mode.value}"
    return None


def a_part_becomes_the_whole(scene: Scene) -> tuple[DriftKind, str] | None:
    """A part of something becomes all of it, a house a town; who was missing or wounded is dead.

    A document that only names or links another tells more for itself: that is none.
    """
    later, earlier = scene.later, scene.earlier
    if scene.kind in _TELLS_MORE or _no_longer_counted(scene) is not None:
        return None
    worse, before = later.words.fate(later.content), earlier.words.fate(earlier.content)
    if worse is not None and before is not None and worse > before:
        return DriftKind.SCOPE, "what became of them is worse here"
    whole = later.words.wholes(later.content)
    if whole and not earlier.words.wholes(earlier.sentence):
        return DriftKind.SCOPE, f"“{whole[0].of(later.content)}” is not in the origin"
    steps, smaller = later.words.steps_in(later.content), earlier.words.steps_in(earlier.content)
    largest = max((step for side in scene.others for step in side.words.steps_in(side.content)), default=99)
    if steps and ((smaller and min(steps) > min(smaller)) or min(steps) > largest):
        return DriftKind.SCOPE, "what it happened to is larger here"
    part = earlier.words.part.find(earlier.content)
    recounted = a_figure_changes(scene) is not None  # "more than half" becomes "two thirds"
    if part and not recounted and not later.words.part.has(later.content) and _shared_place(scene):
        return DriftKind.SCOPE, f"“{part[0].of(earlier.content)}” is gone"
    return None


def _shared_place(scene: Scene) -> bool:
    return bool({each.id for each in scene.later.places} & {each.id for each in scene.earlier.places})


def it_moves(scene: Scene) -> tuple[DriftKind, str] | None:
    """It happens in another place. Another name of the same place, or one that it lies in, is no other place; nor,
    outside of rewrites, is one that the other document names too.
    """
    here, there = _nearest(scene.later.places), _nearest(scene.earlier.places)
    grown = scene.kind in WORD_OF_A_VOICE or a_part_becomes_the_whole(scene) is not None
    if scene.kind is not DerivationKind.REWRITE and not scene.places.isdisjoint(each.id for each in here):
        return None
    if grown or not here or not there or any(_may_be_one(one, other) for one in here for other in there):
        return None
    return DriftKind.PLACE, f"{there[0].name} becomes {here[0].name}"


def _nearest(places: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """The places without the countries that they lie in."""
    return tuple(each for each in places if each.kind is not PlaceKind.COUNTRY) or tuple(places)


def _may_be_one(one: Candidate, other: Candidate) -> bool:
    if one.id == other.id or (PlaceKind.COUNTRY in {one.kind, other.kind} and one.country == other.country):
        return True
    regions = [(each, beside) for each, beside in ((one, other), (other, one)) if each.kind is PlaceKind.REGION]
    for region, inside in regions:
        if str(region.id) in {str(inside.region), str(inside.district)} or region.name == inside.region:
            return True
    return not regions and _km(one, other) < max(_MOVED_KM, one.radius_km, other.radius_km)


def _km(one: Candidate, other: Candidate) -> float:
    """The distance on a sphere, well enough for places that are near each other."""
    north = (one.lat - other.lat) * 111.2
    east = (one.lon - other.lon) * 111.2 * cos(radians((one.lat + other.lat) / 2))
    return float((north**2 + east**2) ** 0.5)


def the_voice_is_lost(scene: Scene) -> tuple[DriftKind, str] | None:
    """What somebody said in the origin is said here by the document itself, and no sentence beside it names the voice.

    Outside of rewrites, a voice that the document gives for something else still counts as given. A forward bears the
    name of whom it is from; a translation that is true to its origin only cuts its sentences otherwise.
    """
    later, earlier = scene.later, scene.earlier
    if later.heading or not later.speaker.plain or scene.kind in _GIVES_THE_VOICE:
        return None
    if scene.kind is DerivationKind.TRANSLATION or _nobodys_word(earlier):
        return None
    if later.words.spoke.has(later.sentence) or earlier.speaker.names & later.named:
        return None
    if (earlier.speaker.names | earlier.speaker.roles) & later.near:
        return None
    if scene.kind is not DerivationKind.REWRITE and (
        scene.kept or (earlier.speaker.names or earlier.speaker.roles) & scene.around
    ):
        return None
    if any(not side.speaker.own and side.speaker.named for side in scene.beside):
        return None
    return DriftKind.LOST_ATTRIBUTION, f"the word of {earlier.speaker.text} is told without a voice"


def the_heading_names_nobody(scene: Scene) -> tuple[DriftKind, str] | None:
    """A heading tells as known what the origin gives on somebody's word, or what is the word of that somebody itself.

    It is none where the heading of the origin is as plain, nor where the text has it from others too.
    """
    later = scene.later
    if not later.heading or not _its_own(later) or later.quoted or scene.kind in _GIVES_THE_VOICE:
        return None
    given = [side for side in scene.others if not _nobodys_word(side)]
    if not given or any(side.heading and _its_own(side) and not _says_so(side) for side in scene.others):
        return None
    bodies = any(side.speaker.own for side in given)  # a body is called otherwise in reports than in its channel
    if _says_so(later) or any(side.speaker.names & later.named for side in given):
        return None
    others = [side.speaker for side in scene.beside if side.speaker.known and (side.speaker.person or not bodies)]
    if any(not any(alike(other, each.speaker) for each in given) for other in others):
        return None
    return DriftKind.LOST_ATTRIBUTION, f"the heading tells the word of {given[0].speaker.text} without a voice"


def _says_so(side: Side) -> bool:
    """Whether its sentence has a word for saying, so that somebody said it whom the reader missed."""
    return side.words.spoke.has(side.sentence)


def _its_own(side: Side) -> bool:
    """Whether an outlet tells it without a voice."""
    return side.speaker.own and not side.speaker.body and not side.post


def _nobodys_word(side: Side) -> bool:
    """Whether an outlet tells it for itself, or somebody of its own who was there."""
    return _its_own(side) or (side.speaker.there and side.staff)


RULES: tuple[Rule, ...] = (
    a_figure_changes,
    a_doubt_is_lost,
    a_part_becomes_the_whole,
    it_moves,
    the_voice_is_lost,
    the_heading_names_nobody,
)
"""Each that applies to a telling and the one it comes from."""
