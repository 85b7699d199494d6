"""The graph of a claim as GraphML, which Gephi, yEd, Cytoscape and networkx open: every document, nothing folded."""

from __future__ import annotations

from typing import cast
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from firsthand.show.claims.view import ClaimView
from firsthand.show.claims.xml import xml_text

__all__ = ["graphml_bytes"]

_NODE = ("label", "key", "outlet", "side", "language", "address", "published", "numbers", "words", "answer")
_EDGE = ("kind", "because")


def graphml_bytes(view: ClaimView) -> bytes:
    """Documents as nodes `d1`, `d2`, … in the order of the tellings; an edge from each taker to what it takes from."""
    root = Element("graphml", {"xmlns": "http://graphml.graphdrawing.org/xmlns"})
    for name in (*_NODE, "origin"):
        kind = "boolean" if name == "origin" else "string"
        SubElement(root, "key", {"id": name, "for": "node", "attr.name": name, "attr.type": kind})
    for name in (*_EDGE, "score"):
        kind = "double" if name == "score" else "string"
        SubElement(root, "key", {"id": name, "for": "edge", "attr.name": name, "attr.type": kind})
    graph = SubElement(root, "graph", {"id": "claim", "edgedefault": "directed"})
    names = {key: f"d{index}" for index, key in enumerate(view.account.documents, 1)}
    roots = {each.document for each in view.account.origins.roots}
    for key, name in names.items():
        _node(SubElement(graph, "node", {"id": name}), view, key, origin=key in roots)
    for index, how in enumerate(view.account.derivations, 1):
        if how.taker not in names or how.taken not in names:
            continue
        ends = {"id": f"e{index}", "source": names[how.taker], "target": names[how.taken]}
        edge = SubElement(graph, "edge", ends)
        because = "; ".join(tie.detail or tie.rule for tie in how.ties)
        _data(edge, {"kind": how.kind.value, "because": because, "score": f"{how.score:.6f}"})
    ElementTree.indent(root)
    written = cast(bytes, ElementTree.tostring(root, encoding="utf-8"))
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + written + b"\n"


def _node(node: Element, view: ClaimView, key: str, *, origin: bool) -> None:
    byline, numbers = view.bylines[key], view.numbers(key)
    own = [view.lines[number - 1] for number in numbers]
    told = {
        "label": f"{numbers[0]} {byline.outlet}",
        "key": key,
        "outlet": byline.outlet,
        "side": byline.side,
        "language": byline.language,
        "address": byline.address,
        "published": byline.moment if byline.published else "",
        "numbers": " ".join(map(str, numbers)),
        "words": " | ".join(line.words for line in own),
        "answer": next((line.answer.value for line in own if line.answer), ""),
        "origin": "true" if origin else "false",
    }
    _data(node, told)


def _data(parent: Element, values: dict[str, str]) -> None:
    for name, value in values.items():
        if value:
            SubElement(parent, "data", {"key": name}).text = xml_text(value)
