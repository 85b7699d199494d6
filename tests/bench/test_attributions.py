"""The scorers of attributions, against cases counted by hand."""

import pytest
from bench.attributions import (
    FIGURES,
    Linked,
    Marks,
    Tally,
    Whole,
    character_tally,
    covered_tally,
    error_bar,
    found_marks,
    outermost,
    runs,
    span_tally,
    tallies,
    whole_overlap_tally,
    whole_tally,
)
from hypothesis import given
from hypothesis import strategies as st

from firsthand.model import Attribution, Span

TEXT = "“It leaks,” Ms. Ames said, “and badly.”\nThe mayor denied that."


def at(words: str, text: str = TEXT) -> Span:
    return Span(text.index(words), text.index(words) + len(words))


def whole(source: str, cue: str, *content: str) -> Whole:
    parts = ((at(source),) if source else (), (at(cue),) if cue else (), tuple(at(words) for words in content))
    return Whole(*(frozenset(spans) for spans in parts))


AMES = whole("Ms. Ames", "said", "“It leaks,”", "“and badly.”")
MAYOR = whole("The mayor", "denied", "that")


def test_runs_join_over_spaces_and_break_at_lines() -> None:
    """How an annotator cut one stretch of text does not matter; that a span crosses a line does."""
    text = "One two. Three.\nFour five. "
    assert runs(text, [(Span(0, 8), Span(9, 15))]) == {Span(0, 15)}
    assert runs(text, [(Span(0, len(text)),)]) == {Span(0, 15), Span(16, 26)}


def test_runs_of_two_annotations_stay_apart() -> None:
    """Two contents that only touch are two contents."""
    assert runs("One two. Three.", [(Span(0, 8),), (Span(9, 15),)]) == {Span(0, 8), Span(9, 15)}


def test_exact_spans_counted_by_hand() -> None:
    """Two of three right, one too many: precision 2/3, recall 2/3, F1 2/3."""
    tally = span_tally(
        frozenset({Span(0, 4), Span(5, 9), Span(12, 20)}), frozenset({Span(0, 4), Span(5, 9), Span(12, 19)})
    )
    assert tally == Tally(2, 1, 1)
    assert (tally.precision, tally.recall, tally.f1) == pytest.approx((2 / 3, 2 / 3, 2 / 3))
    assert Tally().f1 == 0.0


def test_characters_counted_by_hand() -> None:
    """0–10 against 4–12: six in common, four missed, two too many; overlapping spans count once."""
    tally = character_tally([Span(0, 10), Span(2, 5)], [Span(4, 12)])
    assert tally == Tally(6, 4, 2)
    assert tally.f1 == pytest.approx(12 / 18)


def test_a_source_used_twice_counts_once() -> None:
    """A token carries one label, however many attributions share it; a source without content is no attribution."""
    found = found_marks(
        TEXT,
        [
            Attribution(at("Ms. Ames"), at("said"), (at("“It leaks,”"), at("“and badly.”")), "quote"),
            Attribution(at("Ms. Ames"), None, (at("that"),), "pronoun"),
            Attribution(at("The mayor"), None, (), "alone"),
        ],
    )
    assert found.source == {at("Ms. Ames"), at("The mayor")}
    assert found.cue == {at("said")}
    assert len(found.content) == 3
    assert found.wholes == {AMES, whole("Ms. Ames", "", "that")}


def test_a_whole_attribution_needs_all_three_parts() -> None:
    """One of two is right; the other has the wrong source, so it is missed and one is too many."""
    assert whole_tally(frozenset({AMES, MAYOR}), frozenset({AMES, whole("Ms. Ames", "denied", "that")})) == Tally(
        1, 1, 1
    )
    assert whole_tally(frozenset({AMES}), frozenset({whole("Ms. Ames", "said", "“It leaks,”")})) == Tally(0, 1, 1)


def test_a_missing_source_equals_only_a_missing_source() -> None:
    """A source too many makes an attribution wrong, exactly and in part; both missing is right."""
    voiceless = whole("", "denied", "that")
    assert whole_tally(frozenset({voiceless}), frozenset({voiceless})) == Tally(1, 0, 0)
    assert whole_tally(frozenset({voiceless}), frozenset({MAYOR})) == Tally(0, 1, 1)
    assert whole_overlap_tally([voiceless], [voiceless]) == Tally(1, 0, 0)
    assert whole_overlap_tally([voiceless], [MAYOR]) == Tally(0, 1, 1)


def test_half_of_each_part_is_enough_for_a_partial_whole() -> None:
    """“mayor” has 5 of the 9 characters of “The mayor”; “The” has 3, too few; one found pairs with one gold."""
    near = whole("mayor", "denied", "that")
    assert whole_overlap_tally([MAYOR], [near]) == Tally(1, 0, 0)
    assert whole_overlap_tally([MAYOR], [whole("The", "denied", "that")]) == Tally(0, 1, 1)
    assert whole_overlap_tally([MAYOR], [near, MAYOR]) == Tally(1, 0, 1)
    # “and badly.” alone: 12 of 23 characters of the content; the first part alone: 11, under half.
    assert whole_overlap_tally([AMES], [whole("Ms. Ames", "said", "“and badly.”")]) == Tally(1, 0, 0)
    assert whole_overlap_tally([AMES], [whole("Ms. Ames", "said", "“It leaks,”")]) == Tally(0, 1, 1)


def test_half_a_content_is_covered_by_one_found_content() -> None:
    """Parts of two found contents do not add up; a content that is too long covers; source and cue do not matter."""
    gold = [Whole(frozenset(), frozenset(), frozenset({Span(0, 10)}))]

    def found(*spans: Span) -> list[Whole]:
        return [Whole(frozenset(), frozenset(), frozenset({span})) for span in spans]

    assert covered_tally(gold, found(Span(0, 4), Span(6, 10))) == Tally(0, 1, 2)
    assert covered_tally(gold, found(Span(5, 40))) == Tally(1, 0, 0)
    assert covered_tally(gold, found(Span(6, 40), Span(0, 10), Span(50, 60))) == Tally(1, 0, 2)


def test_what_lies_inside_a_content_goes_for_every_reader() -> None:
    """A claim in a quoted claim is dropped, also in the second part of a content; overlapping ones stay."""
    text = "“He says it leaks,” Ames said, “and I think it will.” She adds it."
    outer = Attribution(
        at("Ames", text), at("said", text), (at("“He says it leaks,”", text), at("“and I think it will.”", text)), "r"
    )
    first = Attribution(at("He", text), at("says", text), (at("it leaks", text),), "r")
    second = Attribution(at("I", text), at("think", text), (at("it will", text),), "r")
    beside = Attribution(at("She", text), at("adds", text), (at("it leaks", text),), "r")
    assert outermost([first, outer, second, beside]) == (outer, beside)


def test_of_two_equal_attributions_one_stays() -> None:
    """Two contents without voice lie inside each other; dropping both would lose what was found."""
    one = Attribution(None, None, (at("that"),), "one")
    other = Attribution(None, None, (at("that"),), "other")
    assert outermost([one, other, one]) == (one,)


def test_every_figure_of_a_perfect_reader_is_full() -> None:
    """Gold against itself is right throughout, by every figure."""
    linked = [Linked((at("The mayor"),), (at("denied"),), (at("that"),))]
    marks = Marks.of(
        TEXT, {"source": [(at("The mayor"),)], "cue": [(at("denied"),)], "content": [(at("that"),)]}, linked
    )
    found = tallies(marks, marks)
    assert found.keys() == FIGURES.keys()
    assert all(tally.f1 == 1.0 for tally in found.values())


def test_error_bars_by_hand() -> None:
    """Equal documents have none; two opposite ones reach from 0 to 1, as a quarter of the draws is all of one."""
    assert error_bar([Tally(3, 1, 1)] * 5) == 0.0
    assert error_bar([Tally(4, 0, 0), Tally(0, 4, 4)]) == 0.5
    assert error_bar([Tally(4, 0, 0), Tally(0, 4, 4)], recall=True) == 0.5
    assert error_bar([]) == 0.0


@given(st.lists(st.builds(Tally, *(st.integers(0, 9) for _ in range(3))), min_size=1, max_size=8))
def test_error_bars_are_the_same_every_time(documents: list[Tally]) -> None:
    """A figure that is written down can be made again."""
    bar = error_bar(documents, draws=50)
    assert bar == error_bar(documents, draws=50)
    assert 0.0 <= bar <= 0.5
