"""A text that is hard to read says so, and a plain one does not."""

import pytest

from firsthand.read import document_of_text
from firsthand.read.difficulties import find_difficulties

REPORT = (
    "The harbour master said on Tuesday that two ferries had been taken out of service. He gave no reason. "
    "Passengers spoke of smoke in the engine room, and one of them showed a film of it."
)


def told(text: str) -> list[str]:
    return [skip.reason for skip in find_difficulties(document_of_text(text, language="en"))]


def test_a_plain_report_is_not_hard() -> None:
    """A report with capitals, marks and a few foreign names has nothing to say."""
    assert told(REPORT) == []
    assert told(REPORT.replace("harbour master", "мэр ⚡️")) == []


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (REPORT.upper(), "mostly in capitals"),
        (REPORT.lower(), "hardly any capitals"),
        (REPORT.replace("t", "t🔥", 6), "emoji"),
        (REPORT.replace(".", "") + " and so on" * 30, "full stops"),
        (REPORT + " Мэр сообщил, что паромы сняты с линии, и причин не назвал.", "another script"),
        ("Denied.", "fewer than three words"),
    ],
)
def test_what_is_hard_is_said(text: str, reason: str) -> None:
    """Capitals or none, emoji, missing full stops, another script and next to no text each give one sentence."""
    (only,) = told(text)
    assert reason in only
