"""The graph: every document has its place and its words, as a picture and for other programs."""

from __future__ import annotations

import time
from itertools import combinations
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st
from tests.show.claims_gold import gold_accounts
from tests.show.claims_made import account, derived, hostile, paper

from firsthand.claims import Account
from firsthand.kinds import DerivationKind
from firsthand.show.claims.graph import RADIUS, graph_of
from firsthand.show.claims.graph_svg import inline_svg, svg_bytes
from firsthand.show.claims.graphml import graphml_bytes
from firsthand.show.claims.view import ClaimView, view_of

SVG = "{http://www.w3.org/2000/svg}"
GRAPHML = "{http://graphml.graphdrawing.org/xmlns}"


def gold(name: str) -> ClaimView:
    accounts, papers = gold_accounts()
    return view_of(next(each for each in accounts if each.claim.id == name), papers)


def view(one: Account, count: int) -> ClaimView:
    return view_of(one, {key: paper(key, hours=i * 3) for i, key in enumerate(map(str, range(count)))})


def test_no_two_dots_of_the_written_case_meet() -> None:
    """Whatever the claim: numbers stay readable, lanes hold their dots, and time never runs back."""
    accounts, papers = gold_accounts()
    for one in accounts:
        graph = graph_of(view_of(one, papers))
        assert sum(len(dot.documents) for dot in graph.dots) == len(one.documents)
        for dot, other in combinations(graph.dots, 2):
            assert max(abs(dot.x - other.x), abs(dot.y - other.y)) >= 2 * RADIUS, one.claim.id
        assert all(any(lane.top < dot.y < lane.top + lane.height for lane in graph.lanes) for dot in graph.dots)
        assert all(dot.x < graph.width and dot.y < graph.height for dot in graph.dots)


def test_the_22_buildings_as_a_picture() -> None:
    """Title and description for who cannot see it, copies in one node with their count, edges with their kind."""
    root = ElementTree.fromstring(svg_bytes(gold("buildings-22")))
    assert root.get("role") == "img"
    assert str(root.get("aria-label")).startswith("Russian forces cleared 22 buildings in Myrnohrad in a day.")
    assert [child.tag for child in root][:3] == [f"{SVG}title", f"{SVG}desc", f"{SVG}style"]
    texts = [each.text for each in root.iter(f"{SVG}text")]
    for words in ("×2", "copies of 1", "origin", "translation of 1", "rewrite of 5", "22 Nov 2025", "doubted"):
        assert words in texts, words
    titles = [str(each.text) for each in root.iter(f"{SVG}title")]
    assert any(each.startswith("5. Harbour Wire, 22 Nov 2025, 10:55 UTC. “") for each in titles)


def test_the_picture_in_a_page_brings_no_style_of_its_own() -> None:
    """The page's policy would refuse it; attributes that position are none."""
    written = inline_svg(gold("buildings-22"))
    assert "<style" not in written
    assert " style=" not in written


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9), st.sampled_from(DerivationKind)), max_size=25))
def test_any_derivations_can_be_drawn(links: list[tuple[int, int, DerivationKind]]) -> None:
    """Circles, loops and doubles too: each document once, and arrows only between what is drawn."""
    papers = [paper(str(i)) for i in range(10)]
    one = account(papers, [derived(str(taker), str(taken), kind) for taker, taken, kind in links])
    graph = graph_of(view(one, 10))
    assert sorted(key for dot in graph.dots for key in dot.documents) == sorted(one.documents)
    assert all(arrow.taker != arrow.taken < len(graph.dots) for arrow in graph.arrows)
    ElementTree.fromstring(svg_bytes(view(one, 10)))


def test_hostile_text_stays_text() -> None:
    """Both files can be read by a parser that follows the standard, and hold no element of the text's."""
    one, papers = hostile()
    seen = view_of(one, papers)
    for written in (svg_bytes(seen), graphml_bytes(seen)):
        root = ElementTree.fromstring(written)
        assert not [each.tag for each in root.iter() if each.tag.endswith("script")]
        assert not set(written.decode()) & set("\x1b\x9b\x07\u202e\u2028\ufffe\uffff")
        assert b"&lt;script&gt;" in written


def test_graphml_holds_every_document_and_every_derivation() -> None:
    """Nothing is folded there: another program shall draw its own picture."""
    seen = gold("buildings-22")
    root = ElementTree.fromstring(graphml_bytes(seen))
    nodes, edges = list(root.iter(f"{GRAPHML}node")), list(root.iter(f"{GRAPHML}edge"))
    assert len(nodes) == len(seen.account.documents)
    assert len(edges) == len(seen.account.derivations)
    assert {str(each.get("source")) for each in edges} <= {str(each.get("id")) for each in nodes}
    known = {each.get("id") for each in root.iter(f"{GRAPHML}key")}
    assert {each.get("key") for each in root.iter(f"{GRAPHML}data")} <= known
    first = {each.get("key"): each.text for each in nodes[0].iter(f"{GRAPHML}data")}
    assert first["label"] == "1 Минобороны России (пересказ)"
    assert (first["origin"], first["numbers"]) == ("true", "1")


def test_a_thousand_rewrites_are_drawn_in_part_and_that_is_said() -> None:
    """A picture has an end; what is not in it is counted."""
    papers = [paper(str(i), hours=i) for i in range(1000)]
    one = account(papers, [derived(str(i), "0", DerivationKind.REWRITE) for i in range(1, 1000)])
    started = time.process_time()
    written = svg_bytes(view_of(one, {each.key: each for each in papers})).decode()
    assert time.process_time() - started < 10
    assert "700 more documents not drawn" in written
