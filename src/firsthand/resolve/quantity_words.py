"""The words of figures in one language: `data/quantities-LANGUAGE.yaml`, made ready to be looked up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

from firsthand.resolve.data import block, for_language, rows
from firsthand.resolve.declension import Inflected, forms
from firsthand.resolve.lexicon import Phrases

__all__ = ["Unit", "Vocabulary", "kind_of_unit", "vocabulary"]

T = TypeVar("T")

_COUNTED = ("en", "ru", "uk")  # the columns of counted.txt
_POINTS = "percentage points"
_MEASURES = frozenset({"area", "length", "mass", "temperature"})
_SETS = (
    "articles", "joins", "of", "determiners", "need_noun", "time_weak", "ages_before", "age_before_years", "ordinals",
    "numbered", "score_before", "pronouns_after_one", "pronouns_before_one", "people_near", "toll", "not_nouns",
    "adjectives_like_verbs", "stop", "from", "ranging", "before_year", "opens_years", "age_bounds", "figure_at",
    "figure_nouns", "figure_verbs", "led_up", "led_bounds", "collectives", "dotted", "bare", "bare_bounded",
    "inverted", "inverted_vague", "inverted_joins", "them", "not_share_before", "not_share_after", "no_whole",
    "multiplied", "comparing", "minus", "with_round", "round_after", "through", "spanning", "handed", "people_acts",
    "streets", "not_heads", "steps", "bare_ratio_joins", "plural_verbs", "kin",
)  # fmt: skip
_OPENING = ("articles", "bare", "bare_bounded", "inverted")
_PLAIN = (
    "and_half",
    "range_joins",
    "same_before",
    "parts_before",
    "percent",
    "points",
    "clock",
    "ages_after",
    "calibres",
    "ratio_joins",
    "totals",
)
"""Lists that a figure is told by as they stand: a field of the same name each."""
_SHARES = ("shares", "exact_shares", "half_of")
_STEMS = (
    "led_up_stems",
    "people_near_stems",
    "toll_stems",
    "crowd_stems",
    "term_stems",
    "adjective_endings",
    "plural_endings",
)


@dataclass(frozen=True, slots=True)
class Unit:
    """A counted noun: how it is reported, its class, and whether the form at hand is a singular."""

    name: str
    group: str
    singular: bool


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of figures in one language; what it has no use for is empty. `common` are things of which “one” is
    seldom counted: "one minister said".
    """

    language: str
    cardinals: dict[str, float]
    scales: dict[str, int]
    loose_scales: frozenset[str]
    glued_scales: frozenset[str]
    sets: dict[str, frozenset[str]]
    stems: dict[str, tuple[str, ...]]
    vague: Phrases[tuple[float, float | None]]
    shares: Phrases[float]
    exact_shares: Phrases[float]
    half_of: Phrases[float]
    and_half: Phrases[None]
    between: Phrases[None]
    between_joins: Phrases[None]
    range_joins: Phrases[None]
    before: Phrases[str]
    after: Phrases[str]
    money: Phrases[str]
    codes: Phrases[str]
    joined: Phrases[str]
    joined_scales: Phrases[int]
    models: dict[str, str]
    demonyms: Phrases[None]
    through_bounds: Phrases[str]
    percent: Phrases[None]
    points: Phrases[None]
    clock: Phrases[None]
    ages_after: Phrases[None]
    numbered: Phrases[None]
    calibres: Phrases[None]
    ratio_joins: Phrases[None]
    ratio_wholes: frozenset[float]
    bare_ratio_wholes: frozenset[float]
    same_before: Phrases[None]
    totals: Phrases[None]
    parts_before: Phrases[None]
    units: Phrases[Unit]
    scales_before: Phrases[str]
    groups: dict[str, str]
    people: str
    toll_window: int
    scale_window: int
    led_reach: int
    decimal_comma: bool
    head_first: bool
    opening: frozenset[str]
    common: frozenset[str]

    def has(self, name: str, word: str) -> bool:
        """Whether the word list `name` of the language holds the folded word."""
        return word in self.sets[name]

    def starts(self, name: str, word: str) -> bool:
        """Whether the folded word begins with a stem of the list `name`."""
        return bool(self.stems[name]) and word.startswith(self.stems[name])

    def ends(self, name: str, word: str) -> bool:
        """Whether the folded word ends as the list `name` says."""
        return bool(self.stems[name]) and word.endswith(self.stems[name])

    def opens(self, word: str) -> bool:
        """Whether a figure can start with the folded word."""
        return (
            word in self.opening or word[:1].isdecimal() or ("-" in word and word.partition("-")[0] in self.cardinals)
        )

    def openings(self, low: Sequence[str], lo: int, hi: int) -> list[int]:
        """The tokens lo ≤ i < hi, folded, that a figure can start at."""
        opening = self.opening  # most words are letters alone, and can be told from the others at once
        return [i for i in range(lo, hi) if (word := low[i]) in opening or (not word.isalpha() and self.opens(word))]

    def group_of(self, unit: str | None) -> str:
        """The class of a unit as it is reported: person, structure, money, percent, other; "none" for
        None.
        """
        if unit is None:
            return "none"
        return self.groups.get(unit, "other")


def _unit_forms(name: str, others: list[str], group: str, plural: str) -> Iterator[tuple[str, Unit]]:
    if not plural:  # cases and numbers share their forms, and the names are not of this language
        yield from ((other, Unit(name, group, singular=False)) for other in others)
        return
    yield name, Unit(name, group, singular=False)
    if name.endswith(plural) and group not in _MEASURES:
        yield name[: -len(plural)], Unit(name, group, singular=True)
    for other in others:
        yield other, Unit(name, group, singular=not (group in _MEASURES or other.endswith(plural)))


def _units(data: dict[str, dict[str, list[str]]], plural: str) -> Iterator[tuple[str, Unit]]:
    for group, names in data.items():
        for name, others in names.items():
            yield from _unit_forms(name, others, group, plural)


def _groups(units: dict[str, dict[str, list[str]]]) -> dict[str, str]:
    """The group of each unit by its name."""
    groups = {name: group for group, names in units.items() for name in names}
    return groups | {"percent": "percent", _POINTS: "percent"}


def _all_units(
    own: dict[str, dict[str, list[str]]], language: str, feminine: dict[str, list[str]]
) -> dict[str, dict[str, list[str]]]:
    """The units of the language with those that are listed for all languages at once."""
    found = {group: {name: list(words) for name, words in names.items()} for group, names in own.items()}
    classes = {name: group for group, names in own.items() for name in names if group != "whole"}
    for group, (name, *by_language) in rows("counted.txt"):
        words = by_language[_COUNTED.index(language)] if language in _COUNTED else ""
        here = group if group == "whole" else classes.get(name, group)
        found.setdefault(here, {}).setdefault(name, []).extend(filter(None, words.split(", ")))
    for listed in found.get("person", {}).values():
        listed += [woman for word in listed for woman in _feminine(word, feminine)]
    return found


def _feminine(word: str, endings: dict[str, list[str]]) -> Iterator[str]:
    """The women among those whom the word names: «журналістка» beside «журналіст»."""
    for ending, women in endings.items():
        if word.endswith(ending):
            yield from (word.removesuffix(ending) + woman for woman in women)


def _demonyms(language: str) -> Iterator[str]:
    """The peoples of the countries: «палестинцев» counts people."""
    sides: Any = for_language("sides", language) or block("sides.yaml", language)
    for side in sides.values():
        for name in side["people"]:
            yield name
            if name.endswith("ц+m"):  # палестинц+m: палестинец, палестинець
                yield name.removesuffix("ц+m") + {"ru": "ец", "uk": "ець"}[language]


def _limits(data: dict[str, list[Any]]) -> Iterator[tuple[str, tuple[float, float | None]]]:
    """What vague words stand for at least and at most; None for no limit."""
    return ((phrase, (float(low), high and float(high))) for phrase, (low, high) in data.items())


def _kinds(data: dict[str, list[str]]) -> Iterator[tuple[str, str]]:
    return ((phrase, kind) for kind, phrases in data.items() for phrase in phrases)


@dataclass(frozen=True, slots=True)
class _Tables:
    """The data of a language, and how its phrases are looked up."""

    data: Any
    language: str

    def phrases(self, entries: Iterable[tuple[str, T]]) -> Phrases[T]:
        return Inflected(entries, self.language) if self.data.get("inflected") else Phrases(entries)

    def plain(self, name: str) -> Phrases[None]:
        return self.phrases((phrase, None) for phrase in self.data.get(name, ()))

    def shares(self, name: str) -> Phrases[float]:
        return self.phrases((phrase, float(share)) for phrase, share in self.data.get(name, {}).items())

    def mapping(self, name: str) -> dict[Any, Any]:
        return dict(self.data.get(name, {}))

    def scales(self) -> dict[str, int]:
        return {form: value for word, value in self.data["scales"].items() for form in forms(word, self.language)}


@cache
def vocabulary(language: str) -> Vocabulary | None:
    """The words of figures in the language; None where there are none yet."""
    data: Any = for_language("quantities", language)
    if data is None:
        return None
    tables = _Tables(data, language)
    money, plural = tables.mapping("money"), data.get("default_plural", "")
    units = _all_units(data["units"], language, tables.mapping("feminine"))
    groups = _groups(units) | dict.fromkeys(money.values(), "money")
    vague = tables.phrases(_limits(data["vague"]))
    plain: dict[str, Any] = {name: tables.plain(name) for name in _PLAIN}
    shares: dict[str, Any] = {name: tables.shares(name) for name in _SHARES}
    return Vocabulary(
        language=language,
        cardinals=data["cardinals"],
        scales=tables.scales(),
        loose_scales=frozenset(form for word in data["loose_scales"] for form in forms(word, language)),
        glued_scales=frozenset(data.get("glued_scales", ())),
        sets={name: frozenset(data.get(name, ())) for name in _SETS},
        stems={name: tuple(data.get(name, ())) for name in _STEMS},
        vague=vague,
        between=tables.phrases((phrase, None) for phrase in data["between"]["open"]),
        between_joins=tables.phrases((phrase, None) for phrase in data["between"]["join"]),
        before=tables.phrases(_kinds(data["before"])),
        after=tables.phrases(_kinds(data["after"])),
        money=tables.phrases(money.items()),
        codes=tables.phrases(data["codes"].items()),
        joined=tables.phrases(tables.mapping("joined").items()),
        joined_scales=tables.phrases(tables.mapping("joined_scales").items()),
        models=tables.mapping("models"),
        demonyms=tables.phrases((name, None) for name in _demonyms(language)),
        through_bounds=tables.phrases(_kinds(data.get("through_bounds", {}))),
        numbered=tables.plain("numbered_lower"),
        ratio_wholes=frozenset(map(float, data.get("ratio_wholes", ()))),
        bare_ratio_wholes=frozenset(map(float, data["bare_ratio_wholes"])),
        units=tables.phrases(_units(units, plural)),
        scales_before=tables.phrases(data["scales_before"].items()),
        groups=groups,
        people=data["people"],
        toll_window=data["toll_window"],
        scale_window=data.get("scale_window", 0),
        led_reach=data["led_reach"],
        decimal_comma=data.get("decimal_comma", False),
        head_first=data.get("head_first", False),
        opening=_opening(data, vague, *shares.values()),
        common=frozenset(cells[0] for group, cells in rows("counted.txt") if group in ("person", "other")),
        **plain,
        **shares,
    )


def _opening(data: Any, *phrases: Iterable[str]) -> frozenset[str]:
    """Everything that a figure may begin with."""
    return frozenset[str]().union(data["cardinals"], *phrases, *(data.get(name, ()) for name in _OPENING))


def kind_of_unit(unit: str | None, language: str) -> str:
    """The class of a unit: person, structure, weapon, area, length, money, percent, time … "none" without
    a unit.
    """
    known = vocabulary(language)
    return known.group_of(unit) if known else "none"
