"""Rows of a table as worlds: values read by their kind, those of one item settled together, one part at a time."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby

import numpy as np

from firsthand.model import Skip
from firsthand.weigh.fusion.records import Kind, ValueType
from firsthand.weigh.fusion.table import Row
from firsthand.weigh.fusion.times import Moment, read_moment, settled, written_moment
from firsthand.weigh.fusion.values import normal_code, normal_text, read_number
from firsthand.weigh.fusion.world import MOST_PER_ITEM, Floats, Ints, World, make_world

__all__ = ["Part", "Reading", "parts_of"]

_TELLINGS, _PAIRS = 200_000, 4_000_000
_EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class Part:
    """Some items: their world, names, and what is known of them (its value, as in the world). `shown` gives for words
    and marks how they are written, by item and value."""

    world: World
    items: tuple[str, ...]
    known: Mapping[int, float]
    shown: Mapping[tuple[int, float], str]

    def written(self, item: int, value: float) -> str:
        """A value as a person writes it."""
        kind = self.world.kinds[int(self.world.kind_of_item[item])]
        if kind.type is ValueType.TIME:
            return written_moment(value)
        if kind.type is ValueType.DATE:
            return written_moment(value)[:10]
        return f"{value:.12g}" if kind.type is ValueType.NUMBER else self.shown[item, value]


class Reading:
    """Reads values by their kind, and counts those that cannot be read."""

    def __init__(self, kinds: Sequence[Kind], sources: Sequence[str], usual: float = math.nan) -> None:
        self.kinds, self.usual = tuple(kinds), usual
        self.number_of_kind = {kind.name: number for number, kind in enumerate(kinds)}
        self.number_of_source = {name: number for number, name in enumerate(sources)}
        self._codes: dict[str, int] = {}
        self._unread: dict[str, tuple[int, list[str]]] = {}
        self._crowded: list[str] = []

    @property
    def skips(self) -> list[Skip]:
        """What could not be read so far, a line for each kind."""
        found = [
            Skip(
                "weigh",
                kind or "values",
                f"{count:,} values say nothing that can be compared, such as {_listed(examples)}",
            )
            for kind, (count, examples) in sorted(self._unread.items())
        ]
        if self._crowded:
            what = f"{len(self._crowded):,} items are told by more than {MOST_PER_ITEM:,} sources: the first were taken"
            found.append(Skip("weigh", self._crowded[0], what))
        return found

    def code(self, text: str) -> float:
        """A number that stands for a word, the same one each time."""
        return float(self._codes.setdefault(text, len(self._codes)))

    def forget(self) -> None:
        """Forget the words of the last part: values are compared within an item only."""
        self._codes.clear()

    def unread(self, kind: str, text: str) -> None:
        count, examples = self._unread.get(kind, (0, []))
        if len(examples) < _EXAMPLES and text not in examples:
            examples = [*examples, text]
        self._unread[kind] = count + 1, examples

    def crowded(self, item: str) -> None:
        self._crowded.append(item)


@dataclass(slots=True)
class _Rows:
    """Readable values gathered for a part, as parallel lists; a known one has source -1."""

    items: list[str] = field(default_factory=list)
    kinds: list[int] = field(default_factory=list)
    item: list[int] = field(default_factory=list)
    source: list[int] = field(default_factory=list)
    minutes: list[float] = field(default_factory=list)
    period: list[float] = field(default_factory=list)
    other: list[float] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    pairs: int = 0


def parts_of(rows: Iterable[Row], reading: Reading, *, whole: bool = False) -> Iterator[Part]:
    """The rows, which come item by item, as parts of a size that fits; in one part where `whole`."""
    gathered = _Rows()
    for (kind, item), group in groupby(rows, key=lambda row: (row[0], row[1])):
        _take(gathered, reading, kind, item, group)
        if not whole and (len(gathered.item) > _TELLINGS or gathered.pairs > _PAIRS):
            yield _part(gathered, reading)
            gathered = _Rows()
            reading.forget()
    if gathered.items:
        yield _part(gathered, reading)


def _take(gathered: _Rows, reading: Reading, kind: str, item: str, group: Iterable[Row]) -> None:
    """Put the readable values of one item into the part."""
    number = reading.number_of_kind.get(kind)
    if number is None:  # only known values have this kind
        for _ in group:
            pass
        return
    type_, place, before, seen = reading.kinds[number].type, len(gathered.items), len(gathered.item), set[str]()
    crowded = False
    for _, _, source, text, known in group:
        if len(seen) >= MOST_PER_ITEM and source not in seen and not known:
            crowded = True
            continue
        read = _read(type_, text)
        if read is None:
            reading.unread(kind, text)
            continue
        if not known:
            seen.add(source)
        value = reading.code(read) if isinstance(read, str) else read.minutes
        gathered.item.append(place)
        gathered.source.append(-1 if known else reading.number_of_source[source])
        gathered.minutes.append(value)
        gathered.period.append(0.0 if isinstance(read, str) else read.period)
        gathered.other.append(math.nan if isinstance(read, str) else read.other)
        gathered.text.append(text)
    if crowded:
        reading.crowded(item)
    if not seen:
        del gathered.item[before:], gathered.source[before:], gathered.minutes[before:]
        del gathered.period[before:], gathered.other[before:], gathered.text[before:]
        return
    gathered.items.append(item)
    gathered.kinds.append(number)
    gathered.pairs += len(seen) ** 2


@lru_cache(maxsize=200_000)
def _read(type_: ValueType, text: str) -> Moment | str | None:
    """What a value is: words stay words, figures and times become minutes or units."""
    if type_ is ValueType.TEXT:
        return normal_text(text)
    if type_ is ValueType.CODE:
        return normal_code(text)
    if type_ in (ValueType.TIME, ValueType.DATE):
        return read_moment(text, day=type_ is ValueType.DATE)
    number = read_number(text)
    return None if number is None else Moment(number)


def _part(gathered: _Rows, reading: Reading) -> Part:
    item, kinds = np.array(gathered.item, dtype=np.int64), np.array(gathered.kinds, dtype=np.int64)
    source = np.array(gathered.source, dtype=np.int64)
    value = settled(
        np.array(gathered.minutes), np.array(gathered.period), np.array(gathered.other), item, reading.usual
    )
    known = {int(place): float(each) for place, each in zip(item[source < 0], value[source < 0], strict=True)}
    told = np.flatnonzero(source >= 0)
    chosen = told[_one_each(item[told], source[told], value[told])]
    spelled = dict[tuple[int, float], Counter[str]]()
    for at in told.tolist():
        if not reading.kinds[gathered.kinds[gathered.item[at]]].numeric:
            spelled.setdefault((int(item[at]), float(value[at])), Counter())[gathered.text[at]] += 1
    shown = {key: min(count, key=lambda text: (-count[text], text)) for key, count in spelled.items()}
    world = make_world(
        reading.kinds,
        len(reading.number_of_source),
        item[chosen],
        kinds,
        source[chosen],
        value[chosen],
        _tolerances(reading.kinds, kinds, item[chosen], value[chosen]),
    )
    return Part(world, tuple(gathered.items), known, shown)


def _one_each(item: Ints, source: Ints, value: Floats) -> Ints:
    """Of what a source tells of an item more than once, what it tells most often; of equals the least."""
    order = np.lexsort((value, source, item))
    i, s, v = item[order], source[order], value[order]
    new = np.ones(len(order), dtype=np.bool_)
    new[1:] = (np.diff(i) != 0) | (np.diff(s) != 0) | (np.diff(v) != 0)
    first = np.flatnonzero(new)
    times = np.diff(np.append(first, len(order)))
    best = np.lexsort((v[first], -times, s[first], i[first]))
    first = first[best]
    head = np.ones(len(first), dtype=np.bool_)
    head[1:] = (np.diff(i[first]) != 0) | (np.diff(s[first]) != 0)
    return np.asarray(order[first[head]], dtype=np.int64)


def _tolerances(kinds: Sequence[Kind], kind_of_item: Ints, item: Ints, value: Floats) -> Floats:
    """For each item (N) how far values may lie apart, in their unit."""
    base = np.array([kind.tolerance for kind in kinds])[kind_of_item]
    relative = np.array([kind.relative for kind in kinds], dtype=np.bool_)[kind_of_item]
    if not relative.any():
        return np.asarray(base, dtype=np.float64)
    order = np.lexsort((value, item))
    starts = np.searchsorted(item[order], np.arange(len(kind_of_item)))
    sizes = np.searchsorted(item[order], np.arange(len(kind_of_item)), side="right") - starts
    middle = np.abs(value[order][starts + (sizes - 1) // 2])
    return np.asarray(np.where(relative, base * middle, base), dtype=np.float64)


def _listed(examples: Sequence[str]) -> str:
    return ", ".join(repr(text[:40]) for text in examples)
