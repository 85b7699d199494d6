"""What the network is given to read: words, pieces, shapes and hints, and nothing lost between windows."""

import json
from functools import cache
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer

from firsthand.model import Attribution, Span
from firsthand.read.trained.windows import HINTS, WINDOW, parties, windows, words


@cache
def tokenizer() -> Tokenizer:
    text = (files("firsthand.read.trained") / "weights" / "tokenizer.json").read_text("utf-8")
    made = Tokenizer.from_str(json.dumps(json.loads(text)))
    made.no_truncation()
    made.no_padding()
    return made


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He’s sure.", ["He", "’s", "sure", "."]),
        ("Trump-era rules, the U.S. says", ["Trump-era", "rules", ",", "the", "U.S.", "says"]),
        ("''No,'' they'd said", ["''", "No", ",", "''", "they", "'d", "said"]),
        ("1,200 men don't", ["1,200", "men", "don't"]),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    """Clitics that are a verb, and pairs of single quotation marks, are words of their own."""
    assert [span.of(text) for span in words(text)] == expected


def test_hints_are_laid_on_the_pieces() -> None:
    """What the rules found is shown on the pieces of its words, an inner content on a layer of its own."""
    text = "Lind said Roe denied theft"
    outer = Attribution(Span(0, 4), Span(5, 9), (Span(10, 26),), "a_rule")
    inner = Attribution(Span(10, 13), Span(14, 20), (Span(21, 26),), "a_rule")
    (window,) = windows(text, tokenizer(), [outer, inner])
    shown = {name: [window.hints[start][row] for start in window.starts] for row, name in enumerate(HINTS)}
    assert shown == {
        "source": [1, 0, 1, 0, 0],
        "cue": [0, 1, 0, 1, 0],
        "content": [0, 0, 1, 2, 2],
        "nested": [0, 0, 0, 0, 1],
    }


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300), st.integers(1, 6))
def test_no_word_is_lost_between_windows(text: str, times: int) -> None:
    """Each window has at most so many pieces, and together they hold every word that begins a piece."""
    whole = " ".join([text] * times * 3)
    found = list(windows(whole, tokenizer()))
    assert all(len(window.pieces) <= WINDOW + 2 for window in found)
    seen = {word.start: word.end for window in found for word in window.words}
    encoding = tokenizer().encode(whole, add_special_tokens=False)
    begun = {start for start, end in encoding.offsets if end > start}
    assert all(seen.get(word.start, 0) >= word.end for word in words(whole) if word.start in begun)


def test_a_piece_of_two_words_is_one() -> None:
    """What the vocabulary keeps as one piece ends where the piece ends: a span to "the 14th" is not cut to "the 14"."""
    text = "He left on the 14th, in the 1990s."
    (window,) = windows(text, tokenizer())
    read = [word.of(text) for word in window.words]
    assert read == ["He", "left", "on", "the", "14th", ",", "in", "the", "1990s", "."]


def test_the_network_does_not_know_the_parties() -> None:
    """Whatever country, people or capital is named, in one word or two, the network reads the same pieces."""
    sentences = (
        "Russian forces left Ukraine, Kyiv said.",
        "Ukrainian forces left Russia, Moscow said.",
        "Thai forces left Burkina Faso, Phnom Penh said.",
    )
    first, *others = (next(windows(text, tokenizer())) for text in sentences)
    assert all((other.pieces, other.shapes) == (first.pieces, first.shapes) for other in others)
    assert [word.of(sentences[2]) for word in others[1].words][3:6] == ["Burkina Faso", ",", "Phnom Penh"]


def test_every_party_is_read_as_a_word_of_the_vocabulary() -> None:
    """The words that stand for the parties are known to the tokenizer."""
    assert all(tokenizer().token_to_id(word) for word in set(parties().values()))
