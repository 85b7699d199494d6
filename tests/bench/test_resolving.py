"""The bench of resolving reads new texts, and counts what it says it counts."""

from __future__ import annotations

import pytest
from bench.resolving import FOLDERS, PARTS, WORDS, documents, resolving, spotting

from firsthand.resolve.gazetteer import build, default_path


@pytest.mark.parametrize("language", FOLDERS)
def test_documents_are_new_and_of_one_length(language: str) -> None:
    """A text that is measured shares no paragraph with another, and has about the words that it is measured by."""
    texts = documents(language)
    assert len(texts) >= 6
    paragraphs = [paragraph for text in texts for paragraph in text.split("\n\n") if len(paragraph.split()) > 12]
    assert len(set(paragraphs)) > 0.97 * len(paragraphs)
    assert all(WORDS <= len(text.split()) < 1.4 * WORDS for text in texts)


@pytest.fixture(scope="module", autouse=True)
def index() -> None:
    """The bench opens the user's index, as the command does."""
    if not default_path().exists():
        build(default_path())


def test_every_part_is_timed() -> None:
    """The sum is that of all parts, and names are found in the texts whose speed is told."""
    timed = resolving("uk")
    assert set(timed.parts) == set(PARTS)
    assert timed.mean == pytest.approx(sum(timed.parts.values()), abs=0.05)
    assert timed.most >= timed.mean > 0.5
    spotted = spotting("uk")
    assert spotted.names > 100
    assert spotted.text_bytes > 20_000
