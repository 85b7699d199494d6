"""The PolNeAR scorer, against cases counted by hand."""

import pytest
from bench.attributions import Linked, Tally, found_marks
from bench.documents import as_document
from bench.polnear import (
    AnnotatedText,
    PolnearError,
    disagreements,
    gold_marks,
    load_part,
    projected,
    quotations_only,
    read_brat,
    read_linked,
    total,
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
    assert gold_marks(document).content == {at(TEXT, "“It leaks,”"), at(TEXT, "“and badly.”")}


def test_links_give_whole_attributions() -> None:
    """An event record says what belongs together, in any order of its parts; a missing source stays missing."""
    voiceless = "T7\tCue 50 56\tdenied\nT8\tContent 57 61\tthat\nE2\tAttribution-no-source:T6 Content:T8 Cue:T7\n"
    first, second = read_linked(BRAT + voiceless)
    assert first == Linked((Span(12, 20),), (Span(21, 25),), (Span(0, 11), Span(27, 39)))
    assert second == Linked((), (Span(50, 56),), (Span(57, 61),))


def test_a_second_content_joins_the_first_and_a_discussed_mark_is_none() -> None:
    """Some records have a Content2; some link a mark that was set aside later."""
    marks = "T1\tContent 0 4\tIt i\nT2\tContent 9 12\tbad\nT3\tDiscuss 5 8\tsay\n"
    (only,) = read_linked(marks + "E1\tAttribution:T9 Content:T2 Content2:T1 Cue:T3\n")
    assert only == Linked((), (), (Span(0, 4), Span(9, 12)))


def test_documents_add_up() -> None:
    """The totals are counts over all documents, not a mean of their scores."""
    document = AnnotatedText("leak", TEXT, read_brat(BRAT), read_linked(BRAT))
    gold = gold_marks(document)
    empty = found_marks(TEXT, [])
    totals = total([(gold, gold), (gold, empty)])
    assert totals["content"] == Tally(2, 2, 0)
    assert totals["whole"] == Tally(1, 1, 0)
    assert totals["content"].f1 == pytest.approx(2 / 3)
    assert len(list(disagreements(TEXT, gold, empty))) == 4


def test_the_floor_takes_quotations_and_what_said_beside_them() -> None:
    """What needs no reader at all shows how much the figure of a reader is worth."""
    text = 'A leak. "It is bad," Ms. Ames said. "We knew."'
    found = found_marks(text, quotations_only(as_document(text)))
    assert found.content == {at(text, '"It is bad,"'), at(text, '"We knew."')}
    assert found.source == {at(text, "Ms. Ames")}
    assert found.cue == {at(text, "said")}


def test_each_document_of_dev_is_taken_once() -> None:
    """84 documents by the set's own count, though two were annotated by everybody."""
    try:
        documents = load_part("dev")
    except PolnearError as error:
        pytest.skip(str(error))
    assert len(documents) == len({document.name for document in documents}) == 84
    for document in documents:
        assert max(span.end for a in document.marked["cue"] for span in a) <= len(document.text)


def test_nothing_of_dev_is_marked_inside_a_content() -> None:
    """The reason for the projection; should the set change, it would hide right answers."""
    try:
        documents = load_part("dev")
    except PolnearError as error:
        pytest.skip(str(error))
    marks = [gold_marks(document) for document in documents]
    inside = [cue for each in marks for cue in each.cue for content in each.content if cue in content]
    assert not inside
    assert sum(len(each.wholes) for each in marks) > 2000


def test_found_attributions_are_brought_to_the_conventions_of_the_set() -> None:
    """The colon goes with the cue, "who" is the source of its clause, and nothing inside a content is kept."""
    text = "Lind, who denied it, wrote: “Roe says no.”"
    denied = Attribution(Span(0, 4), Span(10, 16), (Span(17, 19),), "a_rule")
    wrote = Attribution(Span(0, 4), Span(21, 26), (Span(28, 42),), "a_rule")
    inner = Attribution(Span(29, 32), Span(33, 37), (Span(38, 40),), "a_rule")
    shown = [(a.source, a.cue) for a in projected(text, [denied, wrote, inner])]
    assert shown == [(Span(6, 9), Span(10, 16)), (Span(0, 4), Span(21, 27))]
