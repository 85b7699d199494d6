"""What is looked up in a cheaper way than one by one is the same as what is found one by one."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.resolve.phrases import marked

from firsthand.model import Span
from firsthand.resolve.gazetteer import Gazetteer, name_key
from firsthand.resolve.lexicon import Phrases, words_of
from firsthand.resolve.place_context import _spoken_of
from firsthand.resolve.place_forms import bases
from firsthand.resolve.place_known import Known, demonyms, key_of
from firsthand.resolve.place_spotting import Page
from firsthand.resolve.place_words import CYRILLIC, of_one_script, place_words
from firsthand.resolve.quantity_words import vocabulary
from firsthand.resolve.time_grammar import grammar_of
from firsthand.resolve.times import find_times

_WORDS = st.lists(st.sampled_from("abc"), min_size=1, max_size=4).map(" ".join)


@given(st.lists(_WORDS, max_size=12), st.lists(st.sampled_from("abcd"), max_size=8).map(" ".join), st.data())
def test_phrases_are_those_of_a_list_gone_through(phrases: list[str], text: str, data: st.DataObject) -> None:
    """A phrase is found whatever stands beside its first or last word, the longest first."""
    listed, words = [(phrase.split(), index) for index, phrase in enumerate(phrases)], words_of(text)
    lo = data.draw(st.integers(0, len(words)))
    stop = data.draw(st.integers(lo, len(words)))
    found = Phrases(zip(phrases, range(len(phrases)), strict=True))
    longest = sorted(listed, key=lambda each: -len(each[0]))
    for i in range(lo, stop):
        after = [(i + len(p), v) for p, v in longest if i + len(p) <= stop and words.low[i : i + len(p)] == p]
        assert list(found.each_at(words, i, stop)) == after
        assert found.at(words, i, stop) == (after[0] if after else None)
        ends = [(i - len(p), v) for p, v in longest if i - len(p) >= lo and words.low[i - len(p) : i] == p]
        assert found.before(words, i, lo) == (ends[0] if ends else None)
    openings = found.openings(words, lo, stop)
    assert openings == [i for i in range(lo, stop) if i in openings and words.low[i] in found]
    assert {i for i in range(lo, stop) if found.at(words, i, stop)} <= {*openings}


@given(st.text(st.sampled_from("aAСсZеt. ’'-\u00a0é9S"), max_size=12))
def test_a_plain_name_has_the_key_of_any_other(name: str) -> None:
    """A name of Latin letters without marks, which is keyed at once, comes out as the gazetteer has it."""
    assert key_of(name) == name_key(of_one_script(name))


@pytest.mark.parametrize("language", CYRILLIC)
def test_no_name_of_several_words_is_passed_over(gazetteer: Gazetteer, language: str) -> None:
    """Where no name opens with a form of the first word, none of the forms of the whole stretch is a name either."""
    known, found = Known(gazetteer), 0
    texts = [phrase.text for phrase in marked(f"quantities-{language}")[:200]]
    names = ["Кривого Рога", "Ростове-на-Дону", "Ивано-Франковской области", "Новій Каховці", "Великої Британії"]
    pairs = [f"{one} {other}" for text in texts for one, other in pairwise(text.split()) if one[:1].isupper()]
    for key in map(key_of, [*names, *pairs]):
        one_by_one = known.of_keys(key, bases(key, language), place_words(language))
        assert known.forms(key, language) == one_by_one
        found += one_by_one is not None
    assert found >= 3


def test_other_names_are_single_words() -> None:
    """«Харьковщина» and the like are looked up as forms of one word; one of two words would be passed over."""
    assert not [name for language in CYRILLIC for name in place_words(language).also if " " in name]


def test_the_index_tells_which_words_open_a_longer_name(gazetteer: Gazetteer) -> None:
    """“New” does, “york” by itself and a word that nothing starts with do not."""
    assert gazetteer.opens_longer(["qwzx", "new"])
    assert gazetteer.opens_longer(["кривой"])
    assert not gazetteer.opens_longer(["qwzx", "newyorkerish"])
    assert not gazetteer.opens_longer([])
    assert gazetteer.those_known(()) == ()
    assert gazetteer.those_known(("qwzx", "", "kyiv")) == ("kyiv",)
    assert gazetteer.under(name_key("Київ")) == gazetteer.lookup("Київ")


@given(st.text(st.sampled_from("aB. \n\t«"), max_size=30))
def test_words_are_joined_where_no_line_breaks(text: str) -> None:
    """What stands in another line is no neighbour, wherever the line breaks."""
    words = words_of(text)
    page = Page(words, Span(0, 0))
    between = [text[end:start] for end, start in zip(words.ends, words.starts[1:], strict=False)]
    assert [page.joined(i) for i in range(1, len(words))] == ["\n" not in gap for gap in between]
    assert not page.joined(0)
    assert not page.joined(len(words))


def test_every_demonym_is_told_in_the_singular_and_the_plural() -> None:
    """The words that speak of a country are those of the list, with or without an s at the end."""
    for word in {*_spoken_of(), *demonyms(), *(f"{word}s" for word in demonyms())}:
        assert _spoken_of().get(word) == demonyms().get(word.removesuffix("s"))


@pytest.mark.parametrize("language", ["en", "ru", "uk"])
def test_figures_may_start_where_one_word_opens_them(language: str) -> None:
    """Going through a text at once gives the words that open a figure by themselves."""
    known = vocabulary(language)
    assert known is not None
    for phrase in marked(f"quantities-{language}"):
        low = words_of(phrase.text).low
        assert known.openings(low, 0, len(low)) == [i for i, word in enumerate(low) if known.opens(word)]


def test_later_texts_wait_for_no_pattern() -> None:
    """From the second text on, every pattern of times is compiled: a server's answers take as long as each other."""
    find_times("Shelling began on Monday.", "en", None)
    find_times("It went on until 9 May.", "en", None)
    grammar = grammar_of("en")
    assert grammar is not None
    assert all("regex" in vars(pattern) for patterns in grammar.by_first.values() for pattern in patterns)
