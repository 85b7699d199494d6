"""Ukrainian sentences through a spaCy model, where one is installed: its parse becomes the nodes.

The models `uk_core_news_sm`, `_md` and `_lg` (https://spacy.io/models/uk) bring heads, relations and names. Their
lemmas come from pymorphy3's dictionary, which is under the GPL: whoever installs one has chosen so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from firsthand.read.trees.parsing import Word
from firsthand.read.uk.tokens import split_words
from firsthand.text import fold

__all__ = ["SpacyAnalyser", "model_name"]

_MODELS = ("uk_core_news_trf", "uk_core_news_lg", "uk_core_news_md", "uk_core_news_sm")
_CLOSED = frozenset({"PUNCT", "ADP", "CCONJ", "SCONJ", "PART", "SYM"})


def model_name() -> str | None:
    """The best model that is installed, if any."""
    return next((name for name in _MODELS if find_spec(name) is not None), None)


@cache
def _pipeline(name: str) -> Any:
    return import_module("spacy").load(name)


@dataclass(frozen=True, slots=True)
class SpacyAnalyser:
    """The words of Ukrainian sentences as a spaCy pipeline sees them. `pipeline` takes the place of the named model."""

    model: str
    placeholder: str = "це"
    pipeline: Any = None

    def words(self, text: str) -> list[tuple[int, int]]:
        return split_words(text)

    def analyse(self, rows: Sequence[Sequence[str]]) -> list[list[Word]]:
        build = import_module("spacy.tokens").Doc
        pipeline = self.pipeline or _pipeline(self.model)
        docs = (build(pipeline.vocab, words=list(row)) for row in rows)
        return [[_word(token) for token in doc] for doc in pipeline.pipe(docs)]


def _word(token: Any) -> Word:
    pos = token.pos_ or "X"
    feats = frozenset(str(token.morph).split("|")) - {""}
    if "Person=0" in feats or "Mood=Imp" in feats:
        feats |= {"VerbForm=Fin"}
    impersonal = "Person=0" in feats
    lemma = fold(token.text if pos in _CLOSED or impersonal or not token.lemma_ else token.lemma_)
    head = -1 if token.head.i == token.i else token.head.i
    return Word(lemma, pos, feats, head, "root" if head < 0 else token.dep_, token.ent_type_)
