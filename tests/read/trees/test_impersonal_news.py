"""News that nobody does: a place and what is heard or seen there."""

from __future__ import annotations

import pytest
from tests.read.trees.saying import said


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ru", "В Лиманске слышно стрельбу."),
        ("ru", "В Вислинске снова взрывы."),
        ("ru", "В порту громко."),
        ("uk", "У Лиманську чутно постріли."),
        ("uk", "У Києві чутно сирени."),
        ("uk", "У Вислинську знову вибухи."),
        ("uk", "У порту гучно."),
    ],
)
def test_a_line_without_a_subject_is_told(language: str, text: str) -> None:
    """A place with an adverb, or with something that happens, is a statement of the outlet's."""
    assert said(text, language) == [("", text.rstrip("."))]
