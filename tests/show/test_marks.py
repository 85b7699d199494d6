"""Cutting a text at the edges of marks that nest and overlap."""

from hypothesis import given
from hypothesis import strategies as st
from tests.work import calls_in

from firsthand.model import Span
from firsthand.show.marks import Mark, pieces

SPANS = st.tuples(st.integers(0, 60), st.integers(0, 20)).map(lambda pair: Span(pair[0], sum(pair)))
MARKS = st.lists(st.builds(Mark, SPANS, st.sampled_from(["content", "cue"]), st.sampled_from(["s1", "s2"])))
PARTS = st.lists(st.integers(0, 80), min_size=2, max_size=8, unique=True).map(
    lambda cuts: [Span(a, b) for a, b in zip(sorted(cuts)[::2], sorted(cuts)[1::2], strict=False)]
)


@given(PARTS, MARKS)
def test_pieces_tile_the_text_and_carry_exactly_their_marks(parts: list[Span], marks: list[Mark]) -> None:
    """No character is lost or doubled, and each lies under the marks that cover it, no others."""
    found = list(pieces(parts, marks))
    for part, run in zip(parts, found, strict=True):
        assert [c for piece in run for c in range(piece.span.start, piece.span.end)] == list(
            range(part.start, part.end)
        )
    for piece in (piece for run in found for piece in run):
        for character in range(piece.span.start, piece.span.end):
            covering = [m for m in marks if m.span.start <= character < m.span.end]
            assert sorted(piece.marks, key=repr) == sorted(covering, key=repr)


def test_each_mark_inside_a_part_starts_and_ends_once() -> None:
    """What hangs on the edge of a mark (a number, a sign) is shown once, overlapping or not."""
    marks = [
        Mark(Span(0, 10), "content", "s1"),
        Mark(Span(5, 15), "content", "s2"),
        Mark(Span(5, 7), "cue", "s2"),
    ]
    (run,) = pieces([Span(0, 20)], marks)
    assert sorted((m for p in run for m in p.starting), key=repr) == sorted(marks, key=repr)
    assert sorted((m for p in run for m in p.ending), key=repr) == sorted(marks, key=repr)


def test_tightest_mark_comes_first() -> None:
    """Pointing at a statement inside another shows the inner one."""
    marks = [Mark(Span(0, 10), "content", "s1"), Mark(Span(4, 6), "content", "s2")]
    (run,) = pieces([Span(0, 10)], marks)
    assert [mark.name for mark in run[1].marks] == ["s2", "s1"]


def test_cost_grows_with_the_text_not_its_square() -> None:
    """Ten times as many marks take about ten times the work."""

    def cost(count: int) -> int:
        marks = [Mark(Span(i * 10, i * 10 + 8), "content", f"s{i}") for i in range(count)]
        spans = [Span(i * 100, i * 100 + 99) for i in range(count // 10)]
        return calls_in(lambda: list(pieces(spans, marks)))

    small, large = cost(2_000), cost(20_000)
    assert large < 11 * small
