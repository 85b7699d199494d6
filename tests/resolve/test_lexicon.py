"""The words of a text, as every finder of the room reads them."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from firsthand.resolve.lexicon import words_of
from firsthand.text import TOKEN, fold


@given(
    st.text(
        st.one_of(st.sampled_from("aZİΣςабёЁії09._:/-'’ʼ‘,«» \n\t\u00a0‑"), st.characters(exclude_categories=["Cs"]))
    )
)
@example("")
@example("ΑΣ Σ İi\u00a0ё’")
def test_words_are_the_tokens_folded(text: str) -> None:
    """A text taken apart at once gives the tokens, their places and their folded forms as one by one."""
    words = words_of(text)
    found = list(TOKEN.finditer(text))
    assert list(zip(words.starts, words.ends, strict=True)) == [match.span() for match in found]
    assert words.low == [fold(match[0]) for match in found]
