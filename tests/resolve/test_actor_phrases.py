"""Actors in sentences of the news, in three languages: at least 95 % right, words and side."""

from __future__ import annotations

import pytest
from tests.resolve.phrases import marked, score

from firsthand.resolve.actors import find_actors

LANGUAGES = ("en", "ru", "uk")
FLOOR = 0.95


def found(text: str, language: str) -> frozenset[tuple[int, int, str, str]]:
    """The actors as the gold files write them."""
    return frozenset((a.span.start, a.span.end, a.side or "", "") for a in find_actors(text, language))


@pytest.mark.parametrize("held", [False, True], ids=["dev", "held"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_actors_of_the_news_are_right(language: str, held: bool) -> None:
    """Words and side of each actor, in the half the rules were tuned on and in the other one."""
    scores = score(marked(f"actors-{language}"), lambda text: found(text, language), held)
    assert scores.share >= FLOOR, f"{scores.right} of {scores.total}\n" + "\n".join(scores.wrong)


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_are_enough_phrases(language: str) -> None:
    """A hundred and twenty mentions in each language."""
    assert sum(len(phrase.marks) for phrase in marked(f"actors-{language}")) >= 120
