"""The written paragraphs are sound, and mistakes in them are named."""

import pytest
from train.corpus import CorpusError, paragraphs, parse

from firsthand.model import Mode, VoiceKind


def test_marks_become_spans() -> None:
    """Tags go, and what stood between them is found at its place in the plain text."""
    line = (
        "<c1 opinion>“It was,”</c1> <s1 named_person><s2 named_person>Lind</s2></s1> <q1>said</q1>, "
        "<c1>“a farce”</c1>, and she <q2>denied</q2> <c2 denied>the charge</c2>."
    )
    paragraph = parse(line)
    first, second = paragraph.attributions
    assert paragraph.text == "“It was,” Lind said, “a farce”, and she denied the charge."
    assert [span.of(paragraph.text) for span in first.content] == ["“It was,”", "“a farce”"]
    assert first.source == second.source
    assert (first.kind, second.mode) == (VoiceKind.NAMED_PERSON, Mode.DENIED)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("<s1 named_person>Lind</s1> <q1>said</q1> so.", "no content"),
        ("<s1 mayor>Lind</s1> <q1>said</q1> <c1 asserted>so</c1>.", "kind of voice"),
        ("<s1 named_person>Lind</s1> <q1>said</q1> <c1 spoken>so</c1>.", "mode"),
        ("<s1 named_person>Lind</s1> <q1>said</q1> <c1 asserted>so.", "left open"),
        ("<s1 named_person>Lind</s1> <q1>said <c1 asserted></q1>so</c1>.", "closes nothing"),
        ("<s1 named_person>Lind</s1> <q1>said</q1> <c1 asserted> so</c1>.", "space"),
        ("<q2>said</q2> <c2 asserted>so</c2>.", "numbers"),
        ("<c1 asserted>So it was</c1>.", "neither source nor cue"),
    ],
)
def test_a_slip_is_named(line: str, says: str) -> None:
    """Each way to get a paragraph wrong gives an error that says what is wrong."""
    with pytest.raises(CorpusError, match=says):
        parse(line)


def test_every_paragraph_of_the_corpus_is_sound() -> None:
    """All files follow the guidelines; a fifth or less of the paragraphs say nothing."""
    every = list(paragraphs())
    assert len(every) >= 1_000
    assert sum(len(p.attributions) for p in every) >= 3_000
    assert {a.mode for p in every for a in p.attributions} == set(Mode)
    silent = sum(not p.attributions for p in every)
    assert 0.05 < silent / len(every) < 0.3
