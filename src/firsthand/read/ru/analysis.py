"""What is known of Russian words: razdel's tokens, slovnet's morphology, syntax and names, pymorphy3's lemmas."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from firsthand.read.trees.lookalikes import as_cyrillic
from firsthand.read.trees.parsing import Word
from firsthand.text import fold

if TYPE_CHECKING:
    from firsthand.read.ru.models import Parsed

__all__ = ["RussianAnalyser", "lemma_of"]

_CLASSES = {
    "NOUN": ("NOUN",),
    "PROPN": ("NOUN",),
    "VERB": ("VERB", "INFN", "GRND", "PRTF", "PRTS"),
    "AUX": ("VERB", "INFN"),
    "ADJ": ("ADJF", "ADJS", "COMP", "PRTF", "PRTS"),
    "DET": ("ADJF", "NPRO"),
    "PRON": ("NPRO", "ADJF"),
    "NUM": ("NUMR",),
    "ADV": ("ADVB", "COMP", "PRED"),
}
"""pymorphy's classes of words for those of Universal Dependencies."""
_INVARIABLE = frozenset({"PUNCT", "ADP", "CCONJ", "SCONJ", "PART", "SYM"})
_GENDERS = {"Masc": "masc", "Fem": "femn", "Neut": "neut"}
_CASES = {"Nom": "nomn", "Gen": "gent", "Dat": "datv", "Acc": "accs", "Ins": "ablt", "Loc": "loct"}


@dataclass(frozen=True, slots=True)
class RussianAnalyser:
    """The words of Russian sentences, with lemmas, features, heads and names."""

    placeholder: str = "это"

    def words(self, text: str) -> list[tuple[int, int]]:
        from razdel import tokenize

        words: list[tuple[int, int]] = []
        for token in tokenize(text):
            if len(words) > 1 and token.text.isdigit() and _is_clock(text, words, token.start):
                words[-2:] = [(words[-2][0], token.stop)]
            else:
                words.append((token.start, token.stop))
        return words

    def analyse(self, rows: Sequence[Sequence[str]]) -> list[list[Word]]:
        from firsthand.read.ru.models import parse  # late: it brings numpy, and opens 30 MB of weights

        rows = [[as_cyrillic(form) for form in row] for row in rows]
        return [
            [_word(form, one) for form, one in zip(row, parsed, strict=True)]
            for row, parsed in zip(rows, parse(rows), strict=True)
        ]


def _is_clock(text: str, words: list[tuple[int, int]], start: int) -> bool:
    """«20:00» is one word, not two and a colon."""
    (first, colon), (mark, end) = words[-2:]
    return text[mark:end] == ":" and colon == mark and end == start and text[first:colon].isdigit()


def _word(form: str, parsed: Parsed) -> Word:
    pos, feats = _tag(parsed.tag)
    if pos in _INVARIABLE:
        return Word(fold(form), pos, feats, parsed.head, parsed.relation, parsed.name)
    case = next((_CASES.get(feat[5:], "") for feat in feats if feat.startswith("Case=")), "")
    gender = next((_GENDERS.get(feat[7:], "") for feat in feats if feat.startswith("Gender=")), "")
    lemma = lemma_of(fold(form), pos, case, gender)
    return Word(lemma, pos, feats, parsed.head, parsed.relation, parsed.name)


@lru_cache(maxsize=2048)
def _tag(tag: str) -> tuple[str, frozenset[str]]:
    pos, _, feats = tag.partition("|")
    return pos, frozenset(feats.split("|")) if feats else frozenset()


@cache
def _dictionary() -> Any:
    import pymorphy3

    return pymorphy3.MorphAnalyzer(lang="ru")


@lru_cache(maxsize=50_000)
def lemma_of(word: str, pos: str, case: str = "", gender: str = "") -> str:
    """The form a dictionary has, folded; of several parses the likeliest that fits part of speech, case and gender."""
    parses = _dictionary().parse(word)
    wanted = _CLASSES.get(pos, ())
    fitting = [parse for parse in parses if str(parse.tag.POS) in wanted] or parses
    if case and (inflected := [parse for parse in fitting if parse.tag.case == case]):
        fitting = inflected
    if gender and (same := [parse for parse in fitting if parse.tag.gender == gender]):
        fitting = same
    if pos == "PROPN" and (
        named := [p for p in fitting if any(kind in p.tag for kind in ("Surn", "Name", "Geox", "Orgn"))]
    ):
        fitting = named
    return fold(fitting[0].normal_form) if fitting else word
