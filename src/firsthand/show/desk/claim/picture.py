"""The graph of a claim as the desk draws it: each document is a link, each change on the way leads to both texts.

The names of the lanes are a picture of their own, so that they stay in sight while time is moved under them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from markupsafe import Markup

from firsthand.show.claims.graph import RADIUS, Arrow, Dot, Graph, graph_of
from firsthand.show.claims.view import ClaimView
from firsthand.show.claims.wording import AGAINST, count_words, day_words, derived
from firsthand.show.claims.xml import xml_text
from firsthand.show.desk.claim.places import claim_address, document_address
from firsthand.show.desk.claim.tellings import Edge
from firsthand.show.named import named
from firsthand.show.speaking import gettext, number_of
from firsthand.show.words import shorten

__all__ = ["Picture", "picture_of"]

_NAMES = 186.0
"""Pixels from the left that hold the names of the lanes."""
_LANE_NAME = 25
_WORDS = 160
_OUTLET = 16
_MARK = 8.0


@dataclass(frozen=True, slots=True)
class Picture:
    """`names` are those of the lanes, `drawn` the graph. `folded` copies are drawn together, `undrawn` documents not
    at all."""

    names: Markup
    drawn: Markup
    folded: int
    undrawn: int


def picture_of(view: ClaimView, edges: Sequence[Edge], *, open_copies: bool) -> Picture:
    """The graph over time.

    Args:
        edges: what changed between which documents, with where the page tells it.
        open_copies: draw every copy, not several as one.
    """
    graph = graph_of(view, open_copies=open_copies)
    return Picture(
        names=_written(_names(graph)),
        drawn=_written(_Drawing(view, graph, edges).drawn()),
        folded=sum(dot.copies for dot in graph.dots),
        undrawn=graph.undrawn,
    )


def _written(root: Element) -> Markup:
    return Markup(ElementTree.tostring(root, encoding="unicode"))  # noqa: S704 (written as XML, which escapes)


def _names(graph: Graph) -> Element:
    """The names of the lanes. They stand with each document too, so that nobody misses them who cannot see."""
    height = _px(graph.height)
    root = Element("svg", {"class": "graph lanes", "aria-hidden": "true", "width": _px(_NAMES), "height": height})
    root.set("viewBox", f"0 0 {_px(_NAMES)} {height}")
    SubElement(root, "rect", {"class": "ground", "width": _px(_NAMES), "height": height})
    for index, lane in enumerate(graph.lanes):
        box = {"x": "0", "y": _px(lane.top), "width": _px(_NAMES), "height": _px(lane.height)}
        SubElement(root, "rect", {"class": f"lane {'odd' if index % 2 else 'even'}", **box})
        _text(root, _cut(lane.name, _LANE_NAME), 10, lane.top + RADIUS + 12, "lane-name")
    return root


class _Drawing:
    def __init__(self, view: ClaimView, graph: Graph, edges: Sequence[Edge]) -> None:
        self._view, self._graph = view, graph
        place = {key: index for index, dot in enumerate(graph.dots) for key in dot.documents}
        self._edges: dict[tuple[int, int], list[Edge]] = {}
        for edge in edges:
            ends = place.get(edge.later.key), place.get(edge.earlier.key)
            if ends[0] is not None and ends[1] is not None and ends[0] != ends[1]:
                self._edges.setdefault((ends[0], ends[1]), []).append(edge)
        self._words = {line.number: line.words for line in view.lines}

    def drawn(self) -> Element:
        graph = self._graph
        width, height = _px(graph.width - _NAMES), _px(graph.height)
        root = Element("svg", {"class": "graph", "role": "group", "width": width, "height": height})
        root.set("viewBox", f"{_px(_NAMES)} 0 {width} {height}")
        root.set("aria-label", gettext("Documents over time: the first is the earliest. Each leads to its document."))
        SubElement(root, "rect", {"class": "ground", "x": _px(_NAMES), "width": width, "height": height})
        self._lanes(root)
        for arrow in reversed(graph.arrows):
            self._arrow(root, arrow)
        main = {arrow.taker: arrow for arrow in reversed(graph.arrows) if arrow.main}
        for index in range(len(graph.dots)):
            self._dot(root, index, main.get(index))
        for ends, edges in self._edges.items():
            self._mark(root, ends, edges)
        return root

    def _lanes(self, root: Element) -> None:
        for index, lane in enumerate(self._graph.lanes):
            box = {"x": _px(_NAMES), "y": _px(lane.top), "width": _px(self._graph.width), "height": _px(lane.height)}
            SubElement(root, "rect", {"class": f"lane {'odd' if index % 2 else 'even'}", **box})
        for tick in self._graph.ticks:
            line = {"x1": _px(tick.x), "x2": _px(tick.x), "y1": "30", "y2": _px(self._graph.height)}
            SubElement(root, "line", {"class": "tick", **line})
            _text(root, day_words(tick.moment), tick.x, 22, "soft middle")

    def _arrow(self, root: Element, arrow: Arrow) -> None:
        name = "main" if arrow.main else "also"
        changed = " changed" if (arrow.taker, arrow.taken) in self._edges else ""
        (start, one, other, end), head = _curve(self._graph.dots[arrow.taker], self._graph.dots[arrow.taken])
        path = f"M{_at(start)}C{_at(one)} {_at(other)} {_at(end)}"
        SubElement(root, "path", {"class": f"arrow {name}{changed}", "d": path})
        SubElement(root, "polygon", {"class": f"head {name}{changed}", "points": " ".join(map(_at, (end, *head)))})

    def _dot(self, root: Element, index: int, how: Arrow | None) -> None:
        dot = self._graph.dots[index]
        kind = "copies" if dot.copies else "origin" if dot.origin else "taker"
        against = " against" if dot.answer in AGAINST else ""
        link = SubElement(root, "a", {"id": f"dot-{index}", "class": f"dot {kind}{against}", **self._leads(dot)})
        SubElement(link, "title").text = xml_text(self._told(dot, how))
        half = RADIUS + 6 if dot.copies else RADIUS
        if dot.copies or dot.only_answers:
            box = {"x": _px(dot.x - half), "y": _px(dot.y - RADIUS), "width": _px(2 * half), "height": _px(2 * RADIUS)}
            SubElement(link, "rect", {**box, "rx": "9" if dot.copies else "2"})
        else:
            SubElement(link, "circle", {"cx": _px(dot.x), "cy": _px(dot.y), "r": str(RADIUS)})
        _text(
            link,
            f"×{number_of(dot.copies)}" if dot.copies else str(dot.number or "·"),
            dot.x,
            dot.y + 4,
            "number middle",
        )
        if dot.answer in AGAINST and dot.answer:
            _text(link, named(dot.answer, "mode"), dot.x, dot.y - RADIUS - 5, "answer middle")
        outlet = _cut(dot.byline.outlet, _OUTLET) if self._graph.pooled and not dot.copies else ""
        for row, words in enumerate(filter(None, (self._how(dot, how), outlet)), 1):
            _text(link, words, dot.x, dot.y + RADIUS + 14 * row, "below middle")

    def _leads(self, dot: Dot) -> Mapping[str, str]:
        """Where a click or the enter key leads: to the document; of several copies to the picture with all of them."""
        if not dot.copies:
            return {"href": xml_text(document_address(dot.documents[0]))}
        claim = claim_address(self._view.account.claim.id)
        part = {"hx-target": "#picture", "hx-swap": "outerHTML"}
        return {"href": f"{claim}?copies=open#picture", "hx-get": f"{claim}/picture?copies=open", **part}

    def _mark(self, root: Element, ends: tuple[int, int], edges: Sequence[Edge]) -> None:
        """On the way between two documents: how many things changed, leading to both texts."""
        dots = self._graph.dots
        curve, _ = _curve(dots[ends[0]], dots[ends[1]])
        x, y = (sum(part * each[axis] for part, each in zip((1, 3, 3, 1), curve, strict=True)) / 8 for axis in (0, 1))
        link = SubElement(root, "a", {"class": "mark", "href": f"#{edges[0].anchor}"})
        link.set("data-ends", f"dot-{ends[0]} dot-{ends[1]}")
        count = sum(len(edge.drift) for edge in edges)
        kinds = "; ".join(dict.fromkeys(edge.kinds for edge in edges))
        said = gettext(
            "What changed from %(one)s to %(other)s: %(kinds)s",
            one=dots[ends[1]].number,
            other=dots[ends[0]].number,
            kinds=kinds,
        )
        SubElement(link, "title").text = xml_text(said)
        box = {"x": _px(x - _MARK), "y": _px(y - _MARK), "width": _px(2 * _MARK), "height": _px(2 * _MARK)}
        SubElement(link, "rect", {**box, "transform": f"rotate(45 {_px(x)} {_px(y)})", "rx": "2"})
        _text(link, number_of(count), x, y + 4, "number middle")

    def _how(self, dot: Dot, how: Arrow | None) -> str:
        if how is None:
            return gettext("origin") if dot.origin else ""
        number = self._graph.dots[how.taken].number
        if dot.copies:
            return gettext("copies of %(number)s", number=number) if number else gettext("copies")
        kind = named(how.kind, "derivation")
        return gettext("%(kind)s of %(number)s", kind=kind, number=number) if number else kind

    def _told(self, dot: Dot, how: Arrow | None) -> str:
        """Who and when, from whom, and the words."""
        who = f"{dot.byline.outlet}, {day_words(dot.byline.moment)}"
        if dot.copies:
            return gettext(
                "%(copies)s, the first by %(who)s. Draw each.", copies=count_words(dot.copies, "copy"), who=who
            )
        parts = [f"{dot.number}. {who}"]
        if dot.answer:
            parts.append(named(dot.answer, "mode"))
        if how is not None:
            parts.append(f"{derived(how.kind)} {self._graph.dots[how.taken].number or gettext('another')}")
        elif dot.origin:
            parts.append(gettext("origin"))
        return f"{', '.join(parts)}. “{shorten(self._words.get(dot.number, ''), _WORDS)}”"


_Point = tuple[float, float]


def _curve(taker: Dot, taken: Dot) -> tuple[tuple[_Point, _Point, _Point, _Point], tuple[_Point, _Point]]:
    """A curve that leaves and arrives level where there is room, else upright; and the head at what is taken from."""
    tip = RADIUS + 3.0
    if taker.x - taken.x > 3 * RADIUS:
        start, end = (taker.x - RADIUS, taker.y), (taken.x + tip, taken.y)
        bend = max(24.0, (start[0] - end[0]) / 2)
        between = (start[0] - bend, start[1]), (end[0] + bend, end[1])
        return (start, *between, end), ((end[0] + 7, end[1] - 4), (end[0] + 7, end[1] + 4))
    down = 1.0 if taker.y >= taken.y else -1.0
    start, end = (taker.x, taker.y - RADIUS * down), (taken.x, taken.y + tip * down)
    between = (start[0], start[1] - 20 * down), (end[0], end[1] + 20 * down)
    return (start, *between, end), ((end[0] - 4, end[1] + 7 * down), (end[0] + 4, end[1] + 7 * down))


def _px(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")


def _at(point: _Point) -> str:
    return f"{_px(point[0])},{_px(point[1])}"


def _text(parent: Element, words: str, x: float, y: float, name: str) -> None:
    made = SubElement(parent, "text", {"x": _px(x), "y": _px(y), "class": name})
    made.text = xml_text(words)


def _cut(words: str, limit: int) -> str:
    return words if len(words) <= limit else f"{words[: limit - 1].rstrip()}…"
