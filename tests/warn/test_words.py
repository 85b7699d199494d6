"""The word lists and the little language they are written in."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest

from firsthand.warn.words import Phrases, Words, words_for

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("no_answer", "The firm did not immediately respond.", "did not immediately respond"),
        ("no_answer", "It didn’t rain. Both declined to comment.", "declined to comment"),
        ("confirm", "They have confirmed it.", "confirmed"),
        ("loaded", "The so‑called experts left.", "so‑called"),
        ("no_evidence", "a video  call", "video  call"),
    ],
)
def test_phrases_find_endings_gaps_and_other_marks(name: str, text: str, found: str) -> None:
    """A star, an ellipsis, a curly apostrophe and another hyphen all match as the guide promises."""
    list_of = getattr(words_for("en"), name)
    assert isinstance(list_of, Phrases)
    assert [span.of(text) for span in list_of.find(text)] == [found]


def test_a_phrase_is_never_found_inside_a_word() -> None:
    """“Ill” is not in “village”, nor “evil” in “devil”."""
    assert not words_for("en").loaded.has("The devil lives in Evilard.")


@pytest.mark.parametrize("language", ["xx", "zz-ZZ"])
def test_a_language_without_a_file_has_empty_lists(language: str) -> None:
    """No list, no match: never an error."""
    assert words_for(language) == Words()


def test_a_regional_language_reads_the_lists_of_its_language() -> None:
    """British English is English."""
    assert words_for("en-GB") == words_for("en")


def test_every_list_is_filled_and_read_by_a_rule() -> None:
    """A list that no rule reads misleads who edits it."""
    rules = " ".join(path.read_text(encoding="utf-8") for path in (ROOT / "src" / "firsthand" / "warn").glob("*.py"))
    read = set(re.findall(r"words\.(\w+)", rules))
    for field in fields(Words):
        assert getattr(words_for("en"), field.name) != field.default, field.name
        assert field.name in read, field.name


def test_lists_about_parties_name_no_party() -> None:
    """No nation stands in a list that judges: the same rules hold for each side."""
    text = (ROOT / "src" / "firsthand" / "warn" / "en.yaml").read_text(encoding="utf-8").lower()
    nations = r"\b(russia|ukrain|israel|palestin|american|chinese|iran|kremlin|moscow|kyiv|nato|hamas)"
    assert re.findall(nations, text) == []
