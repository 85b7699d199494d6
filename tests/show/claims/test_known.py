"""What is known of a claim in words: short, with its range, and with nothing of a stranger's text that acts."""

from dataclasses import replace

import pytest
from tests.store import weighed as made

from firsthand.assessments import Likelihood, Weight
from firsthand.kinds import Conclusion, Verdict
from firsthand.show.claims.known import (
    Known,
    admiralty_words,
    bits_words,
    changed_words,
    evidence_words,
    known_words,
    likelihood_words,
    verdict_words,
)
from firsthand.store.verdicts import VerdictGiven

KNOWN = Known(made.facts(), made.assessment())
GIVEN = VerdictGiven(
    number=1,
    claim="c1",
    title="14 houses",
    tellings=(),
    conclusion=Conclusion.PARTLY_TRUE,
    analyst="Ida\nHolm",
    reason="the map shows\x1b[31m half",
    evidence=((1, "камера"),),
    assessment=None,
    at="2025-12-03T08:00:00+00:00",
)


def test_one_line_says_status_likelihood_confidence_and_code() -> None:
    """The word with its range, and confidence apart from it."""
    status = "supported by evidence · roughly even chance, 10 to 90 %"
    assert known_words(KNOWN) == f"{status} · low confidence · Admiralty C3"


def test_the_last_verdict_stands_in_the_line() -> None:
    """With who concluded it, so that the machine's word is not taken for a person's."""
    later = replace(GIVEN, number=2, conclusion=Conclusion.FALSE, analyst="Per")
    assert known_words(replace(KNOWN, verdicts=(GIVEN, later))).endswith(" · Per concluded: false")


def test_a_range_is_told_in_whole_per_cent() -> None:
    """As ICD 203 gives them."""
    assert likelihood_words(Likelihood(0.3, 0.124, 0.476, "unlikely")) == "unlikely, 12 to 48 %"


@pytest.mark.parametrize(("bits", "words"), [(1.5, "+1.5"), (-0.35, "-0.3"), (0.0, "±0"), (0.04, "±0"), (-0.04, "±0")])
def test_bits_have_their_sign(bits: float, words: str) -> None:
    """What adds nothing says so."""
    assert bits_words(Weight("r", "says", bits, -5, 5)) == words


def test_both_axes_say_why() -> None:
    """The source and the information, each with its reason."""
    assert list(admiralty_words(KNOWN)) == [("Source C", "not known"), ("Information 3", "possibly true")]


@pytest.mark.parametrize(
    ("verdict", "words"),
    [
        (Verdict.SUPPORTS, "supports it"),
        (Verdict.CONTRADICTS, "contradicts it"),
        (Verdict.CONSISTENT, "is consistent with it"),
        (Verdict.SILENT, "can say nothing about it"),
    ],
)
def test_evidence_says_how_it_stands_and_what_it_cannot_show(verdict: Verdict, words: str) -> None:
    """Never without its limitation, nor without whom its makers side with."""
    head, detail, limitation = evidence_words(replace(made.evidence(), verdict=verdict))
    assert head == f"камера (notes, whose makers side with UA) {words}"
    assert detail == "seen 3 times"
    assert limitation == "Only what is before it."
    assert "side with" not in evidence_words(replace(made.evidence(), side=None))[0]


def test_a_stranger_s_text_stays_on_its_line() -> None:
    """Line breaks and terminal codes in names, reasons and evidence do nothing."""
    hostile = replace(made.evidence("one\ntwo\x1b[2J"), body="a\rb", limitation="x\u2028y")
    words = (*evidence_words(hostile), verdict_words(GIVEN), *changed_words(replace(KNOWN, changed=("a\nb",))))
    for each in words:
        assert not any(character in each for character in "\n\r\x1b\u2028")


def test_a_verdict_says_who_when_on_what_and_why() -> None:
    """In that order."""
    assert verdict_words(GIVEN).startswith("Ida Holm, 2025-12-03: partly true (on камера). the map shows")


def test_all_reasons_are_shown() -> None:
    """Also those that add nothing: they were looked at."""
    nothing = Weight("map_too_coarse", "Map: too small", 0, 0, 0)
    assessed = replace(made.assessment(), waterfall=(*made.assessment().waterfall, nothing))
    assert nothing in Known(made.facts(), assessed).reasons
