"""The baseline of random fields: its labels, its features, and what it puts together."""

from pathlib import Path

import pytest
from bench.crf import attributions_of, features, labels, spans_of, train
from hypothesis import given
from hypothesis import strategies as st
from train.corpus import Paragraph, parse

from firsthand.model import Attribution, Document, Span
from firsthand.text import tokens

TEXT = "“It leaks,” Ames said, “and badly.” The mayor denied that it does."


def at(words: str, text: str = TEXT) -> Span:
    return Span(text.index(words), text.index(words) + len(words))


def test_labels_of_a_nested_span_are_those_of_the_outer_one() -> None:
    """One layer of labels: the span that begins first stays, and what lies in it is not labelled anew."""
    text = "Ames fears that it leaks ."
    words = tokens(text)
    assert labels(words, [at("it leaks", text), at("that it leaks", text)]) == ["O", "O", "B", "I", "I", "O"]


@given(st.lists(st.booleans(), min_size=1, max_size=12))
def test_spans_come_back_from_their_labels(marked: list[bool]) -> None:
    """What is labelled is found again, word for word, also where two spans touch."""
    text = " ".join("ab" for _ in marked)
    words = tokens(text)
    spans = [word for word, chosen in zip(words, marked, strict=True) if chosen]
    assert spans_of(words, labels(words, spans)) == spans


def test_an_inside_label_without_a_beginning_begins_a_span() -> None:
    """A tagger may give I after O; its span is kept."""
    assert spans_of([Span(0, 2), Span(3, 5), Span(6, 8)], ["O", "I", "I"]) == [Span(3, 8)]


def test_features_say_what_stands_around_a_word() -> None:
    """Quotation, cue verb, neighbours and place in the sentence."""
    words, rows = features(TEXT)
    said = rows[words.index(at("said"))]
    assert {"0:w=said", "0:cue", "-1:w=ames", "after_quote", "quoted=False", "quoted_sentence=True"} <= set(said)
    leaks = rows[words.index(at("leaks"))]
    assert {"quoted=True", "0:shape=x"} <= set(leaks)
    assert "opens=True" in rows[words.index(at("The"))]


def test_parts_are_put_together_by_nearness() -> None:
    """Each cue has its own source and content; the quotation that goes on after the cue is the same content."""
    spans = {
        "source": [at("Ames"), at("The mayor")],
        "cue": [at("said"), at("denied")],
        "content": [at("“It leaks,”"), at("“and badly.”"), at("that it does")],
    }
    assert list(attributions_of(TEXT, spans)) == [
        Attribution(at("Ames"), at("said"), (at("“It leaks,”"), at("“and badly.”")), "crf"),
        Attribution(at("The mayor"), at("denied"), (at("that it does"),), "crf"),
    ]


def test_what_is_left_over_is_kept() -> None:
    """A span without partner counts among the spans, right or wrong."""
    spans = {"source": [at("The mayor")], "cue": list[Span](), "content": [at("“It leaks,”")]}
    assert list(attributions_of(TEXT, spans)) == [
        Attribution(at("The mayor"), None, (), "crf"),
        Attribution(None, None, (at("“It leaks,”"),), "crf"),
    ]


def _paragraphs() -> list[Paragraph]:
    names = ["Ames", "Voss", "Dorn", "Hale", "Quill", "Marsh"]
    events = ["the weir leaks", "the mill is shut", "the ferry was late", "nobody came"]
    said = "<s1 named_person>{}</s1> <q1>said</q1> <c1 asserted>that {}</c1>."
    plain = "On Monday {} crossed the river and {}."
    return [parse(line.format(name, event)) for line in (said, plain) for name in names for event in events]


def test_a_trained_field_finds_what_it_has_learnt(tmp_path: Path) -> None:
    """Trained on a handful of sentences it reads a new one, and takes its model from the folder the second time."""
    pytest.importorskip("pycrfsuite")
    text = "Rivers\nBell said that the bridge is shut.\nOn Friday Bell crossed the bridge."
    document = Document(text=text, title=Span(0, 6), language="en")
    found = train(_paragraphs(), tmp_path)(document)
    assert found == (Attribution(at("Bell", text), at("said", text), (at("that the bridge is shut", text),), "crf"),)
    models = {path: path.stat().st_mtime_ns for path in tmp_path.iterdir()}
    assert len(models) == 3
    assert train(_paragraphs(), tmp_path)(document) == found
    assert {path: path.stat().st_mtime_ns for path in tmp_path.iterdir()} == models


def test_a_claim_inside_a_content_is_not_learnt(tmp_path: Path) -> None:
    """Its source and cue would teach a flat labeller that contents hold voices."""
    pytest.importorskip("pycrfsuite")
    nested = parse(
        "<s1 named_person>Ames</s1> <q1>said</q1> <c1 asserted><s2 named_person>Voss</s2> <q2>claimed</q2> "
        "<c2 asserted>the weir leaks</c2></c1>."
    )
    text = "Ames said Voss claimed the weir leaks."
    found = train([nested] * 12, tmp_path)(Document(text=text, title=Span(0, 0), language="en"))
    assert [a.cue for a in found] == [at("said", text)]
