"""Text from outside is made harmless before it is shown."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from firsthand.show.plain import one_line, visible

ANY_TEXT = st.text(st.characters(codec=None, exclude_categories=[]))


@given(ANY_TEXT)
def test_visible_keeps_length_and_leaves_no_control_character(text: str) -> None:
    """Spans go on pointing at the right characters, and no escape can start."""
    shown = visible(text)
    assert len(shown) == len(text)
    assert not [c for c in shown if unicodedata.category(c) in ("Cc", "Cs") and c not in "\t\n"]
    shown.encode("utf-8")


@given(ANY_TEXT)
def test_one_line_is_one_line(text: str) -> None:
    """No text from outside can start a new line where it is quoted."""
    assert len(one_line(text).splitlines()) <= 1


def test_letters_of_every_script_stay_as_they_are() -> None:
    """Only steering characters are replaced, not the joiners that some scripts and emoji need."""
    text = "Київ, Ёлка, می‌خواهم, 👩‍⚕️, “quoted”, naïve"
    assert visible(text) == text


def test_directional_overrides_are_shown() -> None:
    """A name cannot be made to read backwards."""
    assert visible("a\u202etxt.exe") == "a\ufffdtxt.exe"
