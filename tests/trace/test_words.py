"""The words that the rules on origins and drift read are the same lists in each language."""

from __future__ import annotations

import pytest

from firsthand.trace.words import LANGUAGES, words_of


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_has_every_list(language: str) -> None:
    """A list that one language lacks would make a rule silent there alone."""
    words = words_of(language)
    assert len(words.steps) == len(words_of("en").steps)
    assert len(words.fates) == len(words_of("en").fates)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "a resident who asked not to be named"),
        ("ru", "жительница города, которая просила не называть имени"),
        ("uk", "мешканка міста, яка просила не називати імені"),
    ],
)
def test_who_asks_for_no_name_is_nameless_in_each_language(language: str, text: str) -> None:
    """Somebody who was there and asks not to be named is found as both."""
    words = words_of(language)
    assert words.nameless.has(text)
    assert words.there.has(text)


def test_a_language_without_lists_is_silent() -> None:
    """No rule fires on words of a language that nobody wrote lists for."""
    assert not words_of("fi").hedge.has("väitetty")
    assert words_of("fi").steps == ()


def test_a_word_is_found_whole_and_in_any_case() -> None:
    """An entry is a word with its ending, and no part of another."""
    assert words_of("en").office.has("Spokeswoman Ann Visser")
    assert not words_of("en").whole.has("a small wall")
