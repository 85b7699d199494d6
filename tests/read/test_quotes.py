"""Where quotations start and end, in every kind of marks."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.model import Span
from firsthand.read.quotes import find_quotes


def quotes(text: str) -> list[str]:
    """The quotations of a text that is one paragraph."""
    return [span.of(text) for span in find_quotes(text, Span(0, len(text)))]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("He said: “We stay.” Then he left.", ["“We stay.”"]),
        ('"We stay," he said, "for now."', ['"We stay,"', '"for now."']),
        ("‘It isn’t over,’ she said.", ["‘It isn’t over,’"]),
        ("‘Both sides’ guns fell silent,’ she said.", ["‘Both sides’ guns fell silent,’"]),
        ("'It's the third night,' she said.", ["'It's the third night,'"]),
        ("The dogs' barking and the cats' silence.", []),
        ("Он сказал: «Мы остаёмся».", ["«Мы остаёмся»"]),
        ("„Ми тут“, сказав він.", ["„Ми тут“"]),
        ("''That is it,'' he said.", ["''That is it,''"]),
        ("“He told me ‘run’ and I ran,” she said.", ["“He told me ‘run’ and I ran,”"]),
        ("Rock ’n’ roll of the ’90s.", []),
        ("A 6' 2\" man.", []),
        ("“It never closed.", []),
    ],
)
def test_marks(text: str, found: list[str]) -> None:
    """Curly, straight and angle marks, apostrophes and genitives, each in a sentence as newspapers have it."""
    assert quotes(text) == found


def test_open_quotation_runs_to_the_end_if_the_next_paragraph_opens_again() -> None:
    """A speech over several paragraphs opens each of them and closes only the last."""
    text = "“First part.\n\n“Second part,” he said."
    assert [s.of(text) for s in find_quotes(text, Span(0, text.index("\n")))] == ["“First part."]


@given(st.text(alphabet="“”‘’\"'«»„ abc.,!\n", max_size=200))
def test_quotations_lie_inside_and_apart(text: str) -> None:
    """Whatever marks stand in a text, the quotations are inside it, in order, and never overlap."""
    spans = find_quotes(text, Span(0, len(text)))
    assert all(0 <= a.start < a.end <= len(text) for a in spans)
    assert all(a.end <= b.start for a, b in pairwise(spans))
