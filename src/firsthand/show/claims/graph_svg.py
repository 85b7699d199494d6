"""The graph of a claim as a picture that says everything in words too, and follows light and dark."""

from __future__ import annotations

from importlib.resources import files
from typing import cast
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from firsthand.show.claims.board import facts_words
from firsthand.show.claims.graph import RADIUS, Arrow, Dot, Graph, graph_of
from firsthand.show.claims.view import ClaimView
from firsthand.show.claims.wording import AGAINST, count_words, day_words
from firsthand.show.claims.xml import xml_text
from firsthand.show.plain import one_line
from firsthand.show.words import shorten

__all__ = ["inline_svg", "svg_bytes"]

_LANE_NAME = 24
_WORDS = 160
_OUTLET = 17
_HOW = (
    "Each circle is a document under the number of its first telling, each square one that only answers. Time runs to "
    "the right; long gaps are shortened. An arrow points from who takes to what it is taken from."
)


def svg_bytes(view: ClaimView) -> bytes:
    """The picture as a file of its own, with its colours for light and dark inside."""
    drawn = _drawn(view, graph_of(view))
    style = Element("style")
    style.text = "".join(
        files("firsthand.show").joinpath(name).read_text(encoding="utf-8")
        for name in ("colours.css", "claims/graph.css")
    )
    drawn.insert(2, style)
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + _bytes(drawn) + b"\n"


def _bytes(root: Element) -> bytes:
    return cast(bytes, ElementTree.tostring(root, encoding="utf-8"))


def inline_svg(view: ClaimView) -> str:
    """The same to stand in a page, whose style has to bring that of the graph."""
    return ElementTree.tostring(_drawn(view, graph_of(view)), encoding="unicode")


def _drawn(view: ClaimView, graph: Graph) -> Element:
    extra = 22 if graph.undrawn else 0
    width, height = _px(graph.width), _px(graph.height + extra)
    size = {"width": width, "height": height, "viewBox": f"0 0 {width} {height}"}
    title = xml_text(one_line(view.account.title))
    said = xml_text(f"{facts_words(view.account)}. {_HOW}")
    root = Element("svg", {"xmlns": "http://www.w3.org/2000/svg", "class": "graph", "role": "img", **size})
    root.set("aria-label", f"{title}. {said}")
    SubElement(root, "title").text = title
    SubElement(root, "desc").text = said
    SubElement(root, "rect", {"class": "ground", "width": width, "height": height})
    _lanes(root, graph)
    for arrow in reversed(graph.arrows):
        _arrow(root, graph, arrow)
    main = {arrow.taker: arrow for arrow in reversed(graph.arrows) if arrow.main}
    for index, dot in enumerate(graph.dots):
        _dot(root, view, graph, dot, main.get(index))
    if graph.undrawn:
        more = f"{count_words(graph.undrawn, 'more document')} not drawn"
        _text(root, more, 12, graph.height + 10, "soft")
    return root


def _px(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")


def _text(parent: Element, words: str, x: float, y: float, name: str) -> None:
    made = SubElement(parent, "text", {"x": _px(x), "y": _px(y), "class": name})
    made.text = xml_text(words)


def _lanes(root: Element, graph: Graph) -> None:
    for index, lane in enumerate(graph.lanes):
        box = {"x": "0", "y": _px(lane.top), "width": _px(graph.width), "height": _px(lane.height)}
        SubElement(root, "rect", {"class": f"lane {'odd' if index % 2 else 'even'}", **box})
        _text(root, _cut(lane.name, _LANE_NAME), 12, lane.top + RADIUS + 12, "lane-name")
    for tick in graph.ticks:
        line = {"x1": _px(tick.x), "x2": _px(tick.x), "y1": "30", "y2": _px(graph.height)}
        SubElement(root, "line", {"class": "tick", **line})
        _text(root, day_words(tick.moment), tick.x, 22, "soft middle")


def _arrow(root: Element, graph: Graph, arrow: Arrow) -> None:
    """A curve that leaves and arrives level where there is room, else upright; its point at what is taken from."""
    one, other = graph.dots[arrow.taker], graph.dots[arrow.taken]
    tip = RADIUS + 3.0
    if one.x - other.x > 3 * RADIUS:
        start, end = (one.x - RADIUS, one.y), (other.x + tip, other.y)
        bend = max(24.0, (start[0] - end[0]) / 2)
        curve = (start[0] - bend, start[1], end[0] + bend, end[1])
        head = ((end[0] + 7, end[1] - 4), (end[0] + 7, end[1] + 4))
    else:
        down = 1.0 if one.y >= other.y else -1.0
        start, end = (one.x, one.y - RADIUS * down), (other.x, other.y + tip * down)
        curve = (start[0], start[1] - 20 * down, end[0], end[1] + 20 * down)
        head = ((end[0] - 4, end[1] + 7 * down), (end[0] + 4, end[1] + 7 * down))
    name = "main" if arrow.main else "also"
    path = f"M{_px(start[0])} {_px(start[1])}C{' '.join(map(_px, curve))} {_px(end[0])} {_px(end[1])}"
    SubElement(root, "path", {"class": f"arrow {name}", "d": path})
    points = " ".join(f"{_px(x)},{_px(y)}" for x, y in (end, *head))
    SubElement(root, "polygon", {"class": f"head {name}", "points": points})


def _dot(root: Element, view: ClaimView, graph: Graph, dot: Dot, how: Arrow | None) -> None:
    kind = "copies" if dot.copies else "origin" if dot.origin else "taker"
    against = " against" if dot.answer in AGAINST else ""
    group = SubElement(root, "g", {"class": f"dot {kind}{against}"})
    SubElement(group, "title").text = xml_text(_told(view, dot))
    if dot.copies or dot.only_answers:
        half = RADIUS + 6 if dot.copies else RADIUS
        box = {"x": _px(dot.x - half), "y": _px(dot.y - RADIUS), "width": _px(2 * half), "height": _px(2 * RADIUS)}
        SubElement(group, "rect", {**box, "rx": "9" if dot.copies else "2"})
    else:
        SubElement(group, "circle", {"cx": _px(dot.x), "cy": _px(dot.y), "r": str(RADIUS)})
    _text(group, f"×{dot.copies:,}" if dot.copies else str(dot.number or "·"), dot.x, dot.y + 4, "number middle")
    if above := _above(dot):
        _text(group, above, dot.x, dot.y - RADIUS - 5, "answer middle")
    below = [_how(graph, dot, how), _cut(dot.byline.outlet, _OUTLET) if graph.pooled and not dot.copies else ""]
    for row, words in enumerate(filter(None, below), 1):
        _text(group, words, dot.x, dot.y + RADIUS + 14 * row, "below middle")


def _above(dot: Dot) -> str:
    """How the document answers. That somebody claims to confirm it is left to the words beside the picture."""
    return dot.answer.value if dot.answer in AGAINST and dot.answer else ""


def _how(graph: Graph, dot: Dot, how: Arrow | None) -> str:
    if how is None:
        return "origin" if dot.origin else ""
    number = graph.dots[how.taken].number
    if dot.copies:
        return f"copies of {number}" if number else "copies"
    return f"{how.kind.value.replace('_', ' ')} of {number}" if number else how.kind.value.replace("_", " ")


def _cut(words: str, limit: int) -> str:
    return words if len(words) <= limit else f"{words[: limit - 1].rstrip()}…"


def _told(view: ClaimView, dot: Dot) -> str:
    """What the pointer shows: who and when, and the words."""
    who = f"{dot.byline.outlet}, {day_words(dot.byline.moment)}"
    if dot.copies:
        return f"{dot.copies:,} copies, the first by {who}"
    words = next((line.words for line in view.lines if line.number == dot.number), "")
    answer = f" {dot.answer.value}." if dot.answer else ""
    return f"{dot.number}. {who}.{answer} “{shorten(words, _WORDS)}”"
