"""What linking sees of a report: read by the reader as a user would have it, in three languages."""

from __future__ import annotations

import pytest

import firsthand
from firsthand.claims import Paper, Telling
from firsthand.link.tellings import tellings_of
from firsthand.model import Report


def _told(report: Report) -> list[tuple[str, Telling]]:
    told = tellings_of(Paper("report", report))
    return [(telling.told.span.of(report.document.text), telling) for telling in told]


REPORTS = [
    ("Tug and barge collide near Reni\n\nPolice said a tug and a barge collided near Reni on Friday.", "en"),
    ("Буксир и баржа у Рени\n\nПолиция сообщила, что буксир и баржа столкнулись у Рени в пятницу.", "ru"),
    ("Буксир і баржа біля Рені\n\nПоліція повідомила, що буксир і баржа зіткнулися біля Рені у п'ятницю.", "uk"),
]


@pytest.mark.parametrize(("text", "language"), REPORTS)
def test_a_heading_is_told_once(text: str, language: str) -> None:
    """A heading is a telling, whether the reader took it for a statement or not, and never two."""
    report = firsthand.check(text, language=language)
    headings = [telling for _, telling in _told(report) if telling.heading]
    assert len(headings) == 1
    assert headings[0].terms


def test_a_question_over_a_report_tells_nothing() -> None:
    """ "Who sank the barge?" is no claim that somebody did."""
    report = firsthand.check(f"Who sank the barge at Reni?\n\n{REPORTS[0][0].split(chr(10))[-1]}", language="en")
    assert not any(telling.heading and "?" in words for words, telling in _told(report))


def test_a_telling_has_the_terms_of_its_sentence() -> None:
    """What stands beside the content in its sentence says what is meant by it."""
    report = firsthand.check(REPORTS[0][0], language="en")
    for _, telling in _told(report):
        own = {term for term in telling.terms if not term.startswith("a:")}
        assert own <= telling.sentence <= telling.around
