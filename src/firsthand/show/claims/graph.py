"""The graph of a claim laid out over time: where each document stands, and the arrows from who takes to what it takes.

Time runs to the right, long gaps shortened. Each lane is an outlet, or what several of many have in common.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from itertools import pairwise

from firsthand.claims import Derivation
from firsthand.kinds import DerivationKind, Mode
from firsthand.show.claims.tree import best_parents, folded_copies
from firsthand.show.claims.view import Byline, ClaimView
from firsthand.show.languages import language_name

__all__ = ["RADIUS", "Arrow", "Dot", "Graph", "Lane", "Tick", "graph_of"]

RADIUS = 14
_MOST_LANES = 14
"""Outlets that have a lane each; where there are more, a lane is a side or a language."""
_MOST_DOTS = 300
_MOST_ARROWS = 900
_LEFT = 190
"""Pixels for the names of the lanes."""
_TOP = 44
_ROW = 70
_POOLED_ROW = 84
"""Pixels for a row of dots; where lanes hold several outlets, the outlet stands below each."""
_APART = 96
"""Pixels between two dots in one row, so that the words below them do not meet."""
_STEP = 26.0
_PER_DOUBLING = 13.0
_WIDEST_GAP = 110.0


@dataclass(frozen=True, slots=True)
class Dot:
    """A document, or several copies folded together: then `documents` are those, and `number` that of the first.

    `answer` is how it answers the claim, where it does; `only_answers` says that it does not tell it too.
    """

    documents: tuple[str, ...]
    number: int
    byline: Byline
    x: float
    y: float
    origin: bool = False
    answer: Mode | None = None
    only_answers: bool = False

    @property
    def copies(self) -> int:
        return len(self.documents) if len(self.documents) > 1 else 0


@dataclass(frozen=True, slots=True)
class Arrow:
    """From who takes to what it takes from, as places among the dots; `main` for the one that says most."""

    taker: int
    taken: int
    kind: DerivationKind
    main: bool


@dataclass(frozen=True, slots=True)
class Lane:
    name: str
    top: float
    height: float


@dataclass(frozen=True, slots=True)
class Tick:
    """A day, where the first document of it stands."""

    x: float
    moment: str


@dataclass(frozen=True, slots=True)
class Graph:
    """What is drawn, in pixels; `undrawn` documents are too many for a picture. `pooled` says that
    lanes hold several outlets."""

    width: float
    height: float
    lanes: tuple[Lane, ...]
    ticks: tuple[Tick, ...]
    dots: tuple[Dot, ...]
    arrows: tuple[Arrow, ...]
    undrawn: int = 0
    pooled: bool = False


def graph_of(view: ClaimView, *, open_copies: bool = False) -> Graph:
    """The claim laid out. Equal for equal claims. With `open_copies` each copy stands for itself."""
    order = view.account.documents
    parents = best_parents(order, view.account.derivations)
    groups = [(key,) for key in order] if open_copies else _groups(view, order, parents)
    drawn, moments = groups[:_MOST_DOTS], _moments([view.bylines[key].moment for key in order])
    when = dict(zip(order, moments, strict=True))
    across = _across(sorted({when[group[0]] for group in drawn}))
    dots = [_dot(view, group, across[when[group[0]]]) for group in drawn]
    names, pooled = _lane_names(view, dots, parents)
    lanes, placed = _placed(dots, names, _POOLED_ROW if pooled else _ROW)
    arrows = _arrows(view, placed, parents)
    bottom = lanes[-1].top + lanes[-1].height if lanes else _TOP
    right = max((dot.x for dot in placed), default=_LEFT) + _APART
    undrawn = sum(map(len, groups[_MOST_DOTS:]))
    return Graph(right, bottom + 8, tuple(lanes), _ticks(placed, when), tuple(placed), tuple(arrows), undrawn, pooled)


def _groups(view: ClaimView, order: Sequence[str], parents: dict[str, Derivation]) -> list[tuple[str, ...]]:
    """Each document alone, but for the copies of one, which are together; in the order of the first of each."""
    folded = folded_copies(view.account, order, parents)
    groups: dict[tuple[str, bool], list[str]] = defaultdict(list)
    tops: dict[str, str] = {}
    for key in order:
        path = []
        above = key
        while above in folded and above not in tops:
            path.append(above)
            above = parents[above].taken
        tops.update(dict.fromkeys(path, tops.get(above, above)))
        groups[(tops[key], True) if key in folded else (key, False)].append(key)
    return [tuple(group) for group in groups.values()]


def _moments(written: Sequence[str]) -> list[float]:
    """Hours since the year 1, never earlier than that of the telling before where none can be read."""
    found: list[float] = []
    for each in written:
        try:
            day = date.fromisoformat(each[:10])
            read = datetime.fromisoformat(each) if len(each) > 10 else datetime.combine(day, time())
        except ValueError:
            found.append(found[-1] if found else 0.0)
            continue
        read = read.replace(tzinfo=read.tzinfo or UTC)
        found.append((read - datetime(1, 1, 2, tzinfo=UTC)).total_seconds() / 3600)
    return found


def _across(moments: Sequence[float]) -> dict[float, float]:
    """Where each moment stands: the longer the gap the further, up to a limit."""
    x = float(_LEFT + RADIUS + 30)
    across = {moments[0]: x} if moments else {}
    for before, after in pairwise(moments):
        x += _STEP + min(_WIDEST_GAP, _PER_DOUBLING * math.log2(1 + after - before))
        across[after] = x
    return across


def _dot(view: ClaimView, group: tuple[str, ...], x: float) -> Dot:
    first = group[0]
    numbers = view.numbers(first)
    roots = {root.document for root in view.account.origins.roots}
    answers = [line.answer for number in numbers if (line := view.lines[number - 1]).answer]
    answer, only = (answers[0] if answers else None), bool(answers) and len(answers) == len(numbers)
    return Dot(group, numbers[0] if numbers else 0, view.bylines[first], x, 0.0, first in roots, answer, only)


def _lane_names(view: ClaimView, dots: Sequence[Dot], parents: Mapping[str, Derivation]) -> tuple[list[str], bool]:
    """The lane of each dot, and whether lanes hold several outlets. Copies stand beside what they are copies of."""
    owners = [view.bylines[parents[dot.documents[0]].taken] if dot.copies else dot.byline for dot in dots]
    pooled = len({owner.outlet for owner in owners}) > _MOST_LANES
    if pooled:
        return [owner.side or f"others, in {language_name(owner.language) or owner.language}" for owner in owners], True
    return [f"{owner.outlet} ({owner.side})" if owner.side else owner.outlet for owner in owners], False


def _placed(dots: Sequence[Dot], names: Sequence[str], high: int) -> tuple[list[Lane], list[Dot]]:
    """Each dot in the first row of its lane that has room."""
    rows: dict[str, list[float]] = {}
    taken: list[int] = []
    for dot, name in zip(dots, names, strict=True):
        ends = rows.setdefault(name, [])
        row = next((i for i, end in enumerate(ends) if dot.x - end >= _APART), len(ends))
        ends[row : row + 1] = [dot.x]
        taken.append(row)
    lanes, top = [], float(_TOP)
    for name, ends in rows.items():
        lanes.append(Lane(name, top, high * len(ends)))
        top += high * len(ends)
    tops = {lane.name: lane.top for lane in lanes}
    placed = [
        replace(dot, y=tops[name] + high * row + RADIUS + 20) for dot, name, row in zip(dots, names, taken, strict=True)
    ]
    return lanes, placed


def _arrows(view: ClaimView, dots: Sequence[Dot], parents: dict[str, Derivation]) -> list[Arrow]:
    """The main ones first; one for each pair of dots."""
    place = {key: index for index, dot in enumerate(dots) for key in dot.documents}
    main = [each for key in view.account.documents if (each := parents.get(key))]
    chosen = {id(each) for each in main}
    found: dict[tuple[int, int], Arrow] = {}
    for each in (*main, *(other for other in view.account.derivations if id(other) not in chosen)):
        taker, taken = place.get(each.taker), place.get(each.taken)
        if taker is None or taken is None or taker == taken or (taker, taken) in found:
            continue
        found[taker, taken] = Arrow(taker, taken, each.kind, id(each) in chosen)
        if len(found) == _MOST_ARROWS:
            break
    return list(found.values())


def _ticks(dots: Sequence[Dot], when: Mapping[str, float]) -> tuple[Tick, ...]:
    """The first document of each day, where there is room for the words."""
    ticks: list[Tick] = []
    day = ""
    for dot in sorted(dots, key=lambda dot: when[dot.documents[0]]):
        moment = dot.byline.moment[:10]
        if moment and moment != day and (not ticks or dot.x - ticks[-1].x >= _APART - 6):
            ticks.append(Tick(dot.x, moment))
            day = moment
    return tuple(ticks)
