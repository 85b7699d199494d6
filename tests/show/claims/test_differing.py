"""What is marked between two texts is what the other does not have."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from firsthand.show.claims.differing import Run, side_by_side


def marked(runs: tuple[Run, ...]) -> list[str]:
    return [run.text.strip() for run in runs if run.differs]


def words(runs: tuple[Run, ...]) -> str:
    return "".join(run.text for run in runs)


def test_words_that_differ_are_marked_in_one_language() -> None:
    """A figure that grew stands out; the rest does not."""
    earlier, later = side_by_side(
        ("", "22 buildings were taken in the town", ""),
        ("", "40 buildings were taken in the town", ""),
        one_language=True,
    )
    assert (marked(earlier), marked(later)) == (["22"], ["40"])


def test_across_languages_figures_tell() -> None:
    """Words cannot be compared, numbers can; where they agree nothing is marked."""
    earlier, later = side_by_side(("", "зайняли 22 будівлі", ""), ("", "seized 24 buildings", ""), one_language=False)
    assert (marked(earlier), marked(later)) == (["22"], ["24"])
    earlier, later = side_by_side(("", "зайняли 22 будівлі", ""), ("", "seized 22 buildings", ""), one_language=False)
    assert marked(earlier) == marked(later) == []


def test_a_spot_within_its_sentence_is_marked_as_it_is() -> None:
    """What drift points to is what a reader should see, not every other word of two rewrites."""
    earlier, later = side_by_side(
        ("It said that ", "two", " men were hurt near the bridge."),
        ("Later that day ", "five", " people were reported hurt."),
        one_language=True,
    )
    assert (marked(earlier), marked(later)) == (["two"], ["five"])
    assert words(later) == "Later that day five people were reported hurt."


def test_an_addition_is_marked_whole_and_only_where_it_was_added() -> None:
    """The text it was added to has nothing of it."""
    earlier, later = side_by_side(
        ("", "A van was hit.", ""), ("", "A van was hit by masked men.", ""), one_language=True, addition=True
    )
    assert marked(earlier) == []
    assert marked(later) == ["A van was hit by masked men."]


@given(st.text(max_size=80), st.text(max_size=80), st.booleans())
def test_no_word_is_lost(one: str, other: str, one_language: bool) -> None:
    """Whatever the texts are: the runs hold them on one line, less white space at the ends."""
    for runs, text in zip(
        side_by_side(("", one, ""), ("", other, ""), one_language=one_language), (one, other), strict=True
    ):
        assert len(words(runs).replace(" ", "")) == len("".join(text.split()))
        assert "\n" not in words(runs)


def test_very_long_texts_are_marked_whole() -> None:
    """Comparing word by word would take the square of their length."""
    earlier, later = side_by_side(("", "a b " * 5000, ""), ("", "c d " * 5000, ""), one_language=True)
    assert len(earlier) == len(later) == 1
