"""In what two tellings are compared, and the levels of each comparison: the first that holds counts.

A comparison is its levels in order; a level is a name, a condition on the columns of `records` (in the SQL of DuckDB,
`_l` and `_r` for the one and the other), and what is said to a person where it holds. What a level weighs stands in
`data/weights.tsv`.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["COMPARISONS", "STEP", "Comparison", "Level"]

STEP = 32
"""A term is kept as one number: its own, times this, plus its rarity."""

_SHARED = "coalesce(list_sum(list_transform(list_intersect({of}_l, {of}_r), lambda x : x % {step})), 0)"
_TEXT = _SHARED.format(step=STEP, of="terms")
_AROUND = _SHARED.format(step=STEP, of="around")
_SENTENCE = _SHARED.format(step=STEP, of="sentence")
_ALIKE = "100 * 100 * {shared} * {shared} >= {least} * {least} * mass_l * mass_r"
_ALIKE_AROUND = "100 * 100 * {shared} * {shared} >= {least} * {least} * around_mass_l * around_mass_r"
_ALIKE_SENTENCE = "100 * 100 * {shared} * {shared} >= {least} * {least} * sentence_mass_l * sentence_mass_r"
_KM = (
    "111.2 * sqrt(pow(lat_l - lat_r, 2) + pow((lon_l - lon_r) * cos(radians((lat_l + lat_r) / 2)), 2))"
    " - radius_l - radius_r"
)
_APART_KM = 15
_GAP = "abs(published_l - published_r)"


@dataclass(frozen=True, slots=True)
class Level:
    name: str
    holds: str
    says: str


@dataclass(frozen=True, slots=True)
class Comparison:
    name: str
    levels: tuple[Level, ...]


def _steps(name: str, form: str, shared: str, leasts: tuple[float, ...], says: str) -> tuple[Level, ...]:
    """Levels of a share from the highest down to none; compared in whole per cents, which is exact and fast."""
    found = [
        Level(
            f"{name}_{least * 100:.0f}",
            form.format(shared=shared, least=round(least * 100)),
            f"{says}: {least:.0%} or more",
        )
        for least in leasts
    ]
    return (*found, Level(f"{name}_0", "ELSE", f"{says}: less than {leasts[-1]:.0%}"))


def _amounts(name: str, shared: str, leasts: tuple[int, ...], says: str) -> tuple[Level, ...]:
    found = [Level(f"{name}_{least}", f"{shared} >= {least}", f"{says}: {least} or more") for least in leasts]
    return (*found, Level(f"{name}_0", "ELSE", f"{says}: less than {leasts[-1]}"))


COMPARISONS = (
    Comparison(
        "text",
        _steps("alike", _ALIKE, _TEXT, (0.9, 0.75, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1), "what is told, by rare terms"),
    ),
    Comparison("rare", _amounts("shared", _TEXT, (52, 37, 26, 17, 12, 6), "rarity of the terms in common")),
    Comparison(
        "figures",
        (
            Level("none", "len(numbers_l) = 0 and len(numbers_r) = 0", "no figures in either"),
            Level("same_large", "list_has_any(large_l, large_r)", "the same figure above four, of the same things"),
            Level("same", "list_has_any(figures_l, figures_r)", "the same figure of the same things"),
            Level("number_large", "list_has_any(large_numbers_l, large_numbers_r)", "the same figure above four"),
            Level("number", "list_has_any(numbers_l, numbers_r)", "the same figure"),
            Level("other", "list_has_any(units_l, units_r)", "other figures of the same things"),
            Level("different", "len(numbers_l) > 0 and len(numbers_r) > 0", "other figures"),
            Level("one", "ELSE", "a figure in one only"),
        ),
    ),
    Comparison(
        "time",
        (
            Level("document", "document_l = document_r", "in the same document"),
            Level("same_days", "since_l <= until_r and since_r <= until_l", "both tell of the same days"),
            Level("other_days", "since_l is not null and since_r is not null", "they tell of other days"),
            Level("day", f"{_GAP} <= 1", "published within a day"),
            Level("days", f"{_GAP} <= 3", "published within three days"),
            Level("week", f"{_GAP} <= 10", "published within ten days"),
            Level("month", f"{_GAP} <= 25", "published within 25 days"),
            Level("months", f"{_GAP} > 25", "published more than 25 days apart"),
            Level("unknown", "ELSE", "a date is missing"),
        ),
    ),
    Comparison(
        "place",
        (
            Level("same", "list_has_any(places_l, places_r)", "both name the same place"),
            Level("same_near", "list_has_any(near_l, near_r)", "the same place is spoken of"),
            Level("unknown", "lat_l is null or lat_r is null", "no place is known for one"),
            Level("close", f"{_KM} <= {_APART_KM}", f"places within {_APART_KM} km"),
            Level("apart", "ELSE", f"places more than {_APART_KM} km apart"),
        ),
    ),
    Comparison(
        "sentence",
        (
            Level("document", "document_l = document_r", "in the same document"),
            *_steps("alike", _ALIKE_SENTENCE, _SENTENCE, (0.6, 0.45, 0.3, 0.2, 0.1, 0.05), "sentences, by rare terms"),
        ),
    ),
    Comparison(
        "around",
        (
            Level("document", "document_l = document_r", "in the same document"),
            *_steps("alike", _ALIKE_AROUND, _AROUND, (0.45, 0.3, 0.2, 0.1, 0.05), "what stands around, by rare terms"),
        ),
    ),
    Comparison(
        "event",
        (
            Level("unknown", "event_l = 0 or event_r = 0", "no kind of event is known for one"),
            Level("same", "event_l = event_r", "the same kind of event"),
            Level("other", "ELSE", "other kinds of event"),
        ),
    ),
)
"""In the order in which they are shown."""
