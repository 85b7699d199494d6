"""Words that name one happening are joined across documents, and those that name another of its kind are not."""

from __future__ import annotations

import random
from dataclasses import replace

from firsthand.link.happenings import RULES, Mention, gathered, happenings
from firsthand.link.terms import terms_of

TEXTS = {
    "harbour-1": "A fire in the harbour of Callatis destroyed the grain store of Zorin on Monday night.",
    "harbour-2": "The blaze that burned the grain store in Callatis harbour was put out, the Zorin company said.",
    "harbour-3": "Grain of the Zorin company was lost in the fire at the store in the harbour of Callatis.",
    "court-1": "A court in Berlin sentenced the former banker Hartmann to four years for fraud.",
    "court-2": "Hartmann, once a banker, was sentenced in Berlin; the court spoke of a fraud of millions.",
    "forest": "A fire in a forest above the village of Lunden drove two hundred campers from their tents.",
}


def _mention(document: str, word: str, lemma: str) -> Mention:
    text = TEXTS[document]
    around = terms_of(text.replace(word, " "), "en")
    return Mention(document, 0, lemma, terms_of(f"{word} {lemma}", "en"), frozenset(), around)


MENTIONS = (
    _mention("harbour-1", "fire", "fire"),
    _mention("harbour-2", "blaze", "blaze"),
    _mention("harbour-3", "fire", "fire"),
    _mention("court-1", "sentenced", "sentence"),
    _mention("court-2", "sentenced", "sentence"),
    _mention("forest", "fire", "fire"),
)
DOCUMENTS = {key: terms_of(text, "en") for key, text in TEXTS.items()}


def test_documents_about_one_thing_are_brought_together() -> None:
    """By what few others say: the harbour, the court, and the forest by itself."""
    group = gathered(DOCUMENTS)
    assert group["harbour-1"] == group["harbour-2"] == group["harbour-3"]
    assert group["court-1"] == group["court-2"]
    assert len({group["harbour-1"], group["court-1"], group["forest"]}) == 3


def test_a_fire_and_a_blaze_are_one_and_a_fire_elsewhere_is_another() -> None:
    """The same word in documents about something else names another happening."""
    found = happenings(MENTIONS, DOCUMENTS)
    assert found == [0, 0, 0, 3, 3, 5]


def test_the_order_of_mentions_changes_nothing() -> None:
    """Who is seen first is no reason to be joined."""
    order = list(range(len(MENTIONS)))
    random.Random(4).shuffle(order)
    found = happenings([MENTIONS[at] for at in order], DOCUMENTS)
    together = {frozenset(order[at] for at, own in enumerate(found) if own == one) for one in found}
    assert together == {frozenset({0, 1, 2}), frozenset({3, 4}), frozenset({5})}


def test_nothing_to_join_is_no_mistake() -> None:
    """No mentions, and mentions of a document without a term."""
    assert happenings([], {}) == []
    bare = Mention("empty", 0, "go", frozenset(), frozenset(), frozenset())
    assert happenings([bare, bare], {"empty": frozenset()}) in ([0, 0], [0, 1])


def test_copies_of_one_text_and_nothing_else_are_one_happening() -> None:
    """What all documents say is not rare, but it is in common."""
    copies = [_mention("forest", "fire", "fire"), replace(_mention("forest", "fire", "fire"), document="copy")]
    assert happenings(copies, {"forest": DOCUMENTS["forest"], "copy": DOCUMENTS["forest"]}) == [0, 0]


def test_every_rule_explains_itself() -> None:
    """Its docstring is what users read."""
    assert all(rule.__doc__ for rule in RULES)
