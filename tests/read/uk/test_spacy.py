"""Ukrainian through spaCy, where it is installed."""

from __future__ import annotations

from typing import Any

import pytest

from firsthand.read.uk.language import Ukrainian
from firsthand.read.uk.spacy_model import SpacyAnalyser, model_name


def test_a_parse_becomes_nodes() -> None:
    """Heads, relations, lemmas and features of a spaCy pipeline arrive at the words they belong to."""
    spacy = pytest.importorskip("spacy")

    pipeline = spacy.blank("xx")

    def by_hand(doc: Any) -> Any:
        doc[0].pos_, doc[0].dep_, doc[0].head = "NOUN", "obl", doc[1]
        doc[1].pos_, doc[1].dep_, doc[1].lemma_ = "VERB", "ROOT", "Повідомити"
        doc[1].set_morph("VerbForm=Fin|Number=Plur")
        return doc

    spacy.language.Language.component("by_hand", func=by_hand)
    pipeline.add_pipe("by_hand")
    noun, verb = SpacyAnalyser("", pipeline=pipeline).analyse([["Штабі", "повідомили"]])[0]
    assert (noun.head, noun.rel) == (1, "obl")
    assert (verb.head, verb.rel, verb.lemma) == (-1, "root", "повідомити")
    assert verb.feats == {"VerbForm=Fin", "Number=Plur"}


def test_without_a_model_the_default_reads() -> None:
    """No model is named where none is installed, and naming the language asks for none."""
    if model_name() is not None:
        pytest.skip("a spaCy model is installed")
    assert Ukrainian().model is None
