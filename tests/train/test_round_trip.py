"""What is marked comes back from labels and links."""

import pytest
from train.corpus import Paragraph, paragraphs, parse
from train.round_trip import Perfect, lost, unmarked


@pytest.mark.parametrize(
    "line",
    [
        "<s1 named_person>Rosa Lind</s1> <q1>said</q1> <c1 asserted>that the bridge would stay closed</c1>.",
        "<c1 opinion>“It was,”</c1> <s1 named_person>Lind</s1> <q1>said</q1>, <c1>“a disgrace.”</c1>",
        "There is <q1>speculation</q1> <c1 speculated>that the coach will go</c1>.",
        "<s1 named_person>Lind, <s2 named_person>who</s2> <q2>wants</q2> <c2 opinion>the job</c2>,</s1> <q1>wrote</q1> "
        "<c1 asserted>that <s3 unnamed_group>all</s3> <q3>expected</q3> <c3 predicted>a vote on the 14th</c3></c1>.",
        "<s1 named_person><s2 named_person>Adeyemi</s2></s1> <q1>wants</q1> <c1 opinion>the levy scrapped</c1> and "
        "<q2>has accused</q2> <c2 opinion>the council of “hiding behind its lawyers”</c2>.",
    ],
)
def test_marks_come_back(line: str) -> None:
    """Pieces of one content, nested contents, relative clauses and shared sources: all are told by the labels."""
    assert lost(Perfect(parse(line))) == []


def test_what_cannot_be_told_is_named() -> None:
    """One content has one voice; the attribution that loses it says why."""
    line = (
        "<s1 named_organisation>NHK</s1> <q1>reported</q1> <c1 asserted><c2 asserted>that traces were found</c2></c1>, "
        "<q2>citing</q2> <s2 unnamed_group>investigators</s2>."
    )
    assert {reason for reason, _ in lost(Perfect(parse(line)))} == {"one content of two voices"}


def test_the_corpus_comes_back() -> None:
    """Of every eighth paragraph nearly all attributions come back, and no label stands for what is not marked."""
    read: list[Paragraph] = list(paragraphs())[::8]
    perfect = [Perfect(paragraph) for paragraph in read]
    assert [span for one in perfect for span in unmarked(one)] == []
    marked = sum(len(paragraph.attributions) for paragraph in read)
    assert sum(len(lost(one)) for one in perfect) < 0.03 * marked
