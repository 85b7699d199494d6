"""Words of the lists are found in any of their forms."""

from __future__ import annotations

import pytest

from firsthand.resolve.declension import Inflected, forms
from firsthand.resolve.lexicon import words_of


def test_a_stem_with_its_class_gives_the_forms() -> None:
    """Every case of both numbers, folded."""
    assert {"ракета", "ракету", "ракет", "ракетами"} <= set(forms("ракет+f", "ru"))
    assert forms("дети|детей", "ru") == ("дети", "детей")
    assert "дронами-камикадзе" in forms("дрон+m-камикадзе", "ru")


def test_an_unknown_class_is_an_error_of_the_list() -> None:
    """A slip in a list is seen at once, and does not make words disappear."""
    with pytest.raises(KeyError):
        forms("дрон+q", "ru")


@pytest.mark.parametrize(
    ("language", "text", "at", "end", "value"),
    [
        ("ru", "пять боевых машин пехоты сожжены", 1, 4, "IFVs"),
        ("ru", "пять машин сожжены", 1, 2, "vehicles"),
        ("uk", "двома бойовими машинами піхоти", 1, 4, "IFVs"),
    ],
)
def test_each_word_of_a_phrase_may_be_inflected(language: str, text: str, at: int, end: int, value: str) -> None:
    """The longest phrase wins, whatever the case of its words."""
    lists = {
        "ru": [("машин+f", "vehicles"), ("боев+a машин+f пехоты", "IFVs")],
        "uk": [("машин+f", "vehicles"), ("бойов+a машин+f піхоти", "IFVs")],
    }
    phrases = Inflected(lists[language], language)
    words = words_of(text)
    assert phrases.at(words, at, len(words)) == (end, value)
    assert phrases.before(words, end, 0) == (at, value)
    assert words.low[at] in phrases
