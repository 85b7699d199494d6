"""What is known of Ukrainian words without a dictionary: readings, groups, clauses, and the nodes made of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from firsthand.read.trees.parsing import Word
from firsthand.read.uk.names import name_lemma
from firsthand.read.uk.parser import parse
from firsthand.read.uk.tokens import Token, split_words, tokens_of

__all__ = ["UkrainianAnalyser"]

_PARTS = {
    "Fin": "VerbForm=Fin",
    "Imps": "VerbForm=Fin",
    "Conv": "VerbForm=Conv",
    "Inf": "VerbForm=Inf",
    "Part": "VerbForm=Part",
}


@dataclass(frozen=True, slots=True)
class UkrainianAnalyser:
    """The words of Ukrainian sentences, by word lists, endings and a shallow parser. `cues` are lemmas of cue verbs,
    `speakers` those of nouns that can be a voice; `dictionary` asks that of the extra `uk-dictionary` as well."""

    cues: frozenset[str]
    speakers: frozenset[str]
    dictionary: bool = False
    placeholder: str = "це"

    def words(self, text: str) -> list[tuple[int, int]]:
        return split_words(text)

    def analyse(self, rows: Sequence[Sequence[str]]) -> list[list[Word]]:
        return [self._sentence(row) for row in rows]

    def _sentence(self, row: Sequence[str]) -> list[Word]:
        tokens = tokens_of(row, self.placeholder, self.dictionary)
        parse(tokens, self.cues, self.speakers)
        return [_word(token, number) for number, token in enumerate(tokens)]


def _word(token: Token, number: int) -> Word:
    form = token.form
    feats = set()
    if form.case:
        feats.add(f"Case={form.case}")
    if form.number:
        feats.add(f"Number={form.number}")
    if form.gender:
        feats.add(f"Gender={form.gender}")
    if form.verb:
        feats.add(_PARTS.get(form.verb, "VerbForm=Fin"))
    if form.verb == "Imps" or token.alone:
        feats.add("Person=0")
    if form.tense:
        feats.add(f"Tense={form.tense}")
    if form.animate:
        feats.add("Animacy=Anim")
    if token.short:
        feats.add("Variant=Short")
    lemma = name_lemma(token.word) if token.name == "PER" else form.lemma
    head = token.head if token.head != number else -1
    return Word(lemma, form.pos, frozenset(feats), head, token.rel, token.name)
