"""What is known of Ukrainian words without a dictionary: readings, groups, clauses, and the nodes made of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from firsthand.read.trees.parsing import Word
from firsthand.read.uk.morphology import morphology
from firsthand.read.uk.names import name_lemma
from firsthand.read.uk.paradigms import Form
from firsthand.read.uk.parser import parse
from firsthand.read.uk.tokens import Token, split_words, tokens_of

__all__ = ["UkrainianAnalyser", "short_forms"]

_CASES = ("Nom", "Gen", "Dat", "Acc", "Ins", "Loc")
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
    `speakers` those of nouns that can be a voice; `dictionary` asks that of the extra `uk-dictionary` as well;
    `shorts` are the readings of abbreviations."""

    cues: frozenset[str]
    speakers: frozenset[str]
    dictionary: bool = False
    placeholder: str = "це"
    shorts: Mapping[str, tuple[Form, ...]] = field(default_factory=dict)

    def words(self, text: str) -> list[tuple[int, int]]:
        return split_words(text)

    def analyse(self, rows: Sequence[Sequence[str]]) -> list[list[Word]]:
        return [self._sentence(row) for row in rows]

    def _sentence(self, row: Sequence[str]) -> list[Word]:
        joined, number_of = _with_initials(row)
        tokens = tokens_of(joined, self.placeholder, self.dictionary, self.shorts)
        parse(tokens, self.cues, self.speakers)
        words = [_word(token, number) for number, token in enumerate(tokens)]
        if len(joined) == len(row):
            return words
        first = {number: at for at, number in reversed(list(enumerate(number_of)))}
        heads = [first[word.head] if word.head >= 0 else -1 for word in words]
        return [
            replace(words[number], head=heads[number])
            if first[number] == at
            else Word(".", "PUNCT", frozenset(), first[number], "punct", "")
            for at, number in enumerate(number_of)
        ]


def _with_initials(row: Sequence[str]) -> tuple[list[str], list[int]]:
    """The row with each initial and its full stop in one, and for each word of the row the number of what it is in."""
    joined: list[str] = []
    number_of: list[int] = []
    for at, surface in enumerate(row):
        before = row[at - 1] if at else ""
        if surface == "." and len(before) == 1 and before.isupper() and at + 1 < len(row) and row[at + 1][0].isupper():
            joined[-1] += "."
        else:
            joined.append(surface)
        number_of.append(len(joined) - 1)
    return joined, number_of


def short_forms(nouns: Mapping[str, str], adjectives: Mapping[str, str]) -> dict[str, tuple[Form, ...]]:
    """The readings of abbreviations with their full stop, whose lemmas are given: any case of the whole word."""
    found: dict[str, tuple[Form, ...]] = {}
    for short, lemma in nouns.items():
        known = next((form for form in morphology().forms(lemma) if form.pos == "NOUN"), Form(lemma, "NOUN"))
        readings = (replace(known, lemma=lemma, case=case, number="Sing") for case in _CASES)
        found[f"{short}."] = tuple(readings)
    for short, lemma in adjectives.items():
        agreeing = [("Sing", gender) for gender in ("Masc", "Fem", "Neut")] + [("Plur", "")]
        readings = (Form(lemma, "ADJ", case, *each) for case in _CASES for each in agreeing)
        found[f"{short}."] = (*found.get(f"{short}.", ()), *readings)
    return found


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
