# ruff: noqa: E501 - tables read best with one case to a line
"""Actors: who is found, and on whose side, by the same rules for every party."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.model import Span
from firsthand.resolve.actors import find_actors, nationality_before
from firsthand.resolve.data import block

FOUND = [
    ("Russian military authorities spoke.", "Russian military authorities", "RU"),
    ("The Ukrainian Ministry of Defence spoke.", "Ukrainian Ministry of Defence", "UA"),
    ("The Russian Ministry of Defense on its channel.", "Russian Ministry of Defense", "RU"),
    ("Ukraine’s General Staff spoke.", "Ukraine’s General Staff", "UA"),
    ("The Armed Forces of Ukraine spoke.", "Armed Forces of Ukraine", "UA"),
    ("The government of France fell.", "government of France", "FR"),
    ("Kyrgyz border guards fired.", "Kyrgyz border guards", "KG"),
    ("South Korean officials spoke.", "South Korean officials", "KR"),
    ("U.S. forces landed.", "U.S. forces", "US"),
    ("Russians were told to wait.", "Russians", "RU"),
    ("The Chinese said nothing.", "Chinese", "CN"),
    ("Moscow said it was ready.", "Moscow", "RU"),
    ("Kyiv said it was ready.", "Kyiv", "UA"),
    ("They were warned by Tehran.", "Tehran", "IR"),
    ("Ethiopia has signed.", "Ethiopia", "ET"),
    ("NATO met.", "NATO", "NATO"),
    ("Hezbollah fired.", "Hezbollah", "HEZBOLLAH"),
    ("The IDF fired.", "IDF", "IL"),
    ("The Rapid Support Forces left.", "Rapid Support Forces", "RSF"),
    ("The enemy shelled the bridge.", "The enemy", None),
    ("The Interior Ministry spoke.", "Interior Ministry", None),
    ("Police broke it up.", "Police", None),
    ("Masked gunmen came.", "gunmen", None),
    ("Lindqvist Holdings sold it.", "Lindqvist Holdings", None),
]
NOT_ACTORS = [
    "A clerk based in Kyiv slept.", "It rained in Moscow on Monday.", "Chinese goods are cheap.", "A French window.",
    "Who said so?", "They walked from Warsaw to Minsk.", "Polish the brass.",
]  # fmt: skip


@pytest.mark.parametrize(("text", "words", "side"), FOUND)
def test_actor_has_its_words_and_side(text: str, words: str, side: str | None) -> None:
    """One actor, with the words that name it and the side they give."""
    (found,) = find_actors(text, "en")
    assert (found.text, found.side) == (words, side)
    assert found.span.of(text) == words


@pytest.mark.parametrize("text", NOT_ACTORS)
def test_places_and_adjectives_alone_are_no_actors(text: str) -> None:
    """A capital as a place, or a nationality of a thing, does nothing."""
    assert find_actors(text, "en") == ()


def test_every_country_is_found_by_the_same_words() -> None:
    """No side has a form that others lack: adjective with a body, and the name before a verb."""
    for side, names in block("sides.yaml", "en").items():
        for adjective in names["adjectives"]:
            (found,) = find_actors(f"Then {adjective} troops left.", "en")
            assert found.side == side, adjective
        for name in names["names"]:
            (found,) = find_actors(f"Then {name} said so.", "en")
            assert found.side == side, name
        for capital in names["capitals"]:
            (found,) = find_actors(f"It was rejected by {capital} again.", "en")
            assert found.side == side, capital


def test_there_is_a_side_for_every_country_of_the_world() -> None:
    """Some two hundred countries are known, so that no party lacks its side."""
    assert len(block("sides.yaml", "en")) >= 195


def test_swapping_the_parties_swaps_the_sides_and_nothing_else() -> None:
    """The same report with the parties exchanged gives the same actors with the sides exchanged."""
    text = "Russian troops shelled it, Moscow said. Ukraine's navy and the Ukrainian army left, Kyiv has confirmed."
    swap = {
        "Russian": "Ukrainian",
        "Moscow": "Kyiv",
        "Ukraine's": "Russia's",
        "Ukrainian": "Russian",
        "Kyiv": "Moscow",
    }
    swapped = " ".join(swap.get(word, word) for word in text.split(" "))
    other = {"RU": "UA", "UA": "RU", None: None}
    assert [other[a.side] for a in find_actors(text, "en")] == [a.side for a in find_actors(swapped, "en")]


def test_nationality_before_a_noun_is_given() -> None:
    """A deed named by a noun may have its doer as an adjective."""
    text = "after Israeli air strikes on the port"
    found = nationality_before(text, "en", text.index("air strikes"))
    assert found is not None
    assert (found.text, found.side) == ("Israeli", "IL")
    assert nationality_before(text, "en", text.index("port")) is None


def test_actors_are_found_within_a_span_only() -> None:
    """A span limits the search."""
    text = "Polish police came. Czech police left."
    (found,) = find_actors(text, "en", Span(19, len(text)))
    assert found.side == "CZ"


_PIECES = st.sampled_from(
    ["the", "Russian", "Ukraine's", "Ministry", "of", "Defence", "and", "Armed", "Forces", "troops", "police", "Moscow", "by", "said", "NATO", "Inc", "Acme", ".", ",", "-", "The", "United", "Nations", "enemy", "in", "İ", "ministry"]
)  # fmt: skip


@given(
    st.one_of(
        st.text(max_size=80),
        st.lists(_PIECES, max_size=14).map(" ".join),
        st.lists(_PIECES, max_size=14).map("".join),
    )
)
def test_actors_lie_in_the_text_in_order(text: str) -> None:
    """On any text: spans in range and apart, and the words are those of the span."""
    end = 0
    for found in find_actors(text, "en"):
        assert end <= found.span.start < found.span.end <= len(text)
        assert found.text == found.span.of(text)
        end = found.span.end


def test_a_firm_does_not_run_over_a_line() -> None:
    """A headline that ends with a firm's name is not glued to the first words of the text."""
    text = "Cuts at Halden Motors\n\nHalden Motors will close its yard."
    assert {actor.text for actor in find_actors(text, "en")} == {"Halden Motors"}
