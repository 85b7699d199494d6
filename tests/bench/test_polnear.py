"""The PolNeAR scorer, against cases counted by hand."""

import pytest
from bench.polnear import (
    AnnotatedText,
    PolnearError,
    Tally,
    character_tally,
    disagreements,
    found_runs,
    gold_runs,
    load_part,
    quotations_only,
    read_brat,
    runs,
    score,
    span_tally,
)

from firsthand.model import Attribution, Span

TEXT = "“It leaks,” Ms. Ames said, “and badly.”\nThe mayor denied that."

BRAT = """T1\tContent 0 11;27 39\t“It leaks,” “and badly.”
T2\tSource 12 20\tMs. Ames
T3\tCue 21 25\tsaid
T4\tAttribution 21 25\tsaid
E1\tAttribution:T4 Content:T1 Source:T2 Cue:T3
T5\tDiscard 40 62\tThe mayor denied that.
T6\tAttribution-no-source 50 56\tdenied
"""


def at(text: str, words: str) -> Span:
    return Span(text.index(words), text.index(words) + len(words))


def test_standoff_gives_the_three_roles_only() -> None:
    """Discarded passages and relations are no spans; a discontinuous span keeps its fragments."""
    assert read_brat(BRAT) == {
        "source": ((Span(12, 20),),),
        "cue": ((Span(21, 25),),),
        "content": ((Span(0, 11), Span(27, 39)),),
    }


def test_marked_text_over_a_line_break_is_read() -> None:
    """The set holds marked texts with a line break inside; the rest of such a record is not a record."""
    assert read_brat("T1\tCue 3 9\tsa\nThe rest\nT2\tCue 12 14\tby\n")["cue"] == (
        (Span(3, 9),),
        (Span(12, 14),),
    )


def test_a_broken_record_is_refused() -> None:
    """A record that cannot be read would change the figures unseen."""
    with pytest.raises(PolnearError, match="not a brat line"):
        read_brat("T1\tCue three nine\tsaid\n")


def test_fragments_are_runs_of_their_own() -> None:
    """A quotation broken by its cue counts as two spans, as in the published systems."""
    document = AnnotatedText("leak", TEXT, read_brat(BRAT))
    assert gold_runs(document)["content"] == {at(TEXT, "“It leaks,”"), at(TEXT, "“and badly.”")}


def test_runs_join_over_spaces_and_break_at_lines() -> None:
    """How an annotator cut one stretch of text does not matter; that a span crosses a line does."""
    text = "One two. Three.\nFour five. "
    parts = (Span(0, 8), Span(9, 15))
    assert runs(text, [parts]) == {Span(0, 15)}
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
    """A token carries one label, however many attributions share it."""
    ames, said = at(TEXT, "Ms. Ames"), at(TEXT, "said")
    twice = [
        Attribution(ames, said, (at(TEXT, "“It leaks,”"), at(TEXT, "“and badly.”")), "quote"),
        Attribution(ames, None, (at(TEXT, "that"),), "pronoun"),
        Attribution(None, None, (at(TEXT, "The mayor"),), "none"),
    ]
    found = found_runs(TEXT, twice)
    assert found["source"] == {ames}
    assert found["cue"] == {said}
    assert len(found["content"]) == 4


def test_documents_add_up() -> None:
    """The totals are counts over all documents, not a mean of their scores."""
    document = AnnotatedText("leak", TEXT, read_brat(BRAT))
    gold = gold_runs(document)
    empty = found_runs(TEXT, [])
    totals = score([(gold, gold), (gold, empty)])
    assert totals["content"][0] == Tally(2, 2, 0)
    assert totals["content"][0].f1 == pytest.approx(2 / 3)
    assert len(list(disagreements(document, gold, empty))) == 4


def test_the_floor_takes_quotations_and_what_said_beside_them() -> None:
    """What needs no reader at all shows how much the figure of a reader is worth."""
    text = 'A leak. "It is bad," Ms. Ames said. "We knew."'
    found = quotations_only(AnnotatedText("leak", text, {}))
    assert found["content"] == {at(text, '"It is bad,"'), at(text, '"We knew."')}
    assert found["source"] == {at(text, "Ms. Ames")}
    assert found["cue"] == {at(text, "said")}


def test_each_document_of_dev_is_taken_once() -> None:
    """84 documents by the set's own count, though two were annotated by everybody."""
    try:
        documents = load_part("dev")
    except PolnearError as error:
        pytest.skip(str(error))
    assert len(documents) == len({document.name for document in documents}) == 84
    for document in documents:
        assert max(span.end for a in document.marked["cue"] for span in a) <= len(document.text)
