"""Figures and actors are looked for only where one may start: nothing is lost by it, and the cost stays linear."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial

import pytest
from tests.resolve.phrases import marked
from tests.work import calls_in

from firsthand.resolve import actors
from firsthand.resolve.actor_words import Reading
from firsthand.resolve.actors import find_actors
from firsthand.resolve.lexicon import words_of
from firsthand.resolve.quantities import find_quantities
from firsthand.resolve.times import dated_spans

LANGUAGES = ("en", "ru", "uk")
FINDERS: list[Callable[[str, str], object]] = [find_quantities, find_actors]


@pytest.mark.parametrize("language", LANGUAGES)
def test_asking_every_rule_at_every_word_finds_no_more_actors(language: str) -> None:
    """The lists that a rule is said to be opened by are all of them."""
    book = actors._rulebook(language, ())
    assert book is not None
    every = actors._INFLECTED if book.lists.inflected else actors._ENGLISH
    for phrase in marked(f"actors-{language}") + marked(f"quantities-{language}"):
        words = words_of(phrase.text)
        reading, floor, found = Reading(words, len(words), book.lists), 0, []
        for i in range(len(words)):
            actor = actors._found_at(reading, i, every, floor) if i >= floor and words.low[i][0].isalnum() else None
            if actor is not None:
                found.append((words.span(actor.start, actor.end), actor.side, actor.id))
                floor = max(actor.end, i + 1)
        assert [(each.span, each.side, each.id) for each in find_actors(phrase.text, language)] == found, phrase.text


@pytest.mark.parametrize("find", FINDERS, ids=lambda find: str(find.__name__))
@pytest.mark.parametrize(("language", "size"), [("en", 200_000), ("ru", 400_000), ("uk", 200_000)])
def test_the_cost_is_linear_in_the_text(
    language: str, size: int, find: Callable[[str, str], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Eight times the text, about eight times the work. Time expressions are measured elsewhere."""
    monkeypatch.setattr("firsthand.resolve.quantities.dated_spans", lambda text, language: ())
    kind = "quantities" if find is find_quantities else "actors"
    sample = "\n".join(phrase.text for phrase in marked(f"{kind}-{language}"))
    text = sample * (size // len(sample) + 1)
    find(sample, language)  # the lists are read once
    words_of.cache_clear()
    short = calls_in(partial(find, text[: size // 8], language))
    words_of.cache_clear()
    assert calls_in(partial(find, text[:size], language)) <= 8 * 1.1 * short


HOSTILE = {
    "digits": "1" * 30_000,
    "groups of digits": "1 000 " * 5_000,
    "ranges": "5-" * 10_000,
    "number words": "two hundred and " * 2_000,
    "number words, inflected": "двести тысяч " * 2_500,
    "bounds": "at least more than " * 2_000,
    "bounds, inflected": "не менее чем в " * 2_000,
    "shares": "one in one in " * 2_500,
    "models": "T-72 " * 5_000,
    "currencies": "$" * 15_000,
    "capitals": "Bank " * 5_000,
    "nationalities": "Russian " * 4_000,
    "adjectives": "российская " * 2_500,
    "ordinals": "51-я " * 5_000,
    "nested bodies": "командование " * 2_500,
    "quotation marks": "бригада «" * 4_000,
    "hyphens": "a-" * 10_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_no_text_is_costly(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Repeated openings of every kind take tenths of a second; a rule that backtracks would take minutes."""
    monkeypatch.setattr("firsthand.resolve.quantities.dated_spans", lambda text, language: ())
    for find in FINDERS:
        for language in LANGUAGES:
            words_of.cache_clear()
            begun = time.process_time()
            find(text, language)
            assert time.process_time() - begun < 5


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "tail", ["51-", "51", "-15°", "No.", "from 5 to", "$", "«", "half a", "The 51st", "one in", "в"]
)
def test_a_text_may_end_anywhere(tail: str, language: str) -> None:
    """A text that is cut off in the middle of an expression is read to its end."""
    for text in (tail, f"Some words before {tail}", f"Перед этим слова {tail}"):
        find_quantities(text, language)
        find_actors(text, language)
        dated_spans(text, language)
