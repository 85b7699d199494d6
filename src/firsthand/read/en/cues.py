"""Cue words in a sentence: which there are, what they cover, whether they are active."""

from __future__ import annotations

import re
from collections.abc import Iterator

from firsthand.read.en.lexicon import Cue, Lexicon
from firsthand.read.en.tagging import Tagged

__all__ = ["cue_at", "group_start", "open_cues", "passive", "reduced"]


def cue_at(sentence: Tagged, index: int) -> tuple[Cue, int, int] | None:
    """The cue whose first word is item `index`, and the items it covers with its helpers ("has also said")."""
    for cue in sentence.items[index].cues:
        end = index + 1 + len(cue.rest)
        if tuple(sentence.words(index + 1, end)) == cue.rest:
            start = index
            while start > 0 and sentence.tags[start - 1] in "AMR!":
                start -= 1
            return cue, start, end
    return None


def open_cues(sentence: Tagged, taken: set[int], letters: str) -> Iterator[tuple[int, Cue, int, int]]:
    for index, letter in enumerate(sentence.tags):
        if letter in letters and index not in taken and (found := cue_at(sentence, index)):
            yield index, *found


def passive(sentence: Tagged, index: int, start: int, words: Lexicon) -> bool:
    if sentence.items[index].form not in ("participle", "past+participle"):
        return False
    return any(words.has("be", sentence.items[i].word) for i in range(start, index))


def reduced(sentence: Tagged, index: int, cue: Cue, words: Lexicon) -> bool:
    """Whether a past form only describes the noun before it: "the man accused of …", "states expected to …"."""
    item = sentence.items[index]
    if item.form not in ("participle", "past+participle") or index == 0 or sentence.tags[index - 1] not in "NX":
        return False
    following = sentence.words(index + 1, index + 2)
    if following == ["to"]:
        return words.has("done_to", cue.lemma)
    if cue.lemma in ("call", "name", "dub", "term", "brand") and re.match(
        r"[XN]+[,.)AMVv]", sentence.tags[index + 1 :]
    ):
        return True  # "a coalition called Tous à Bord, put …"
    return not cue.rest and following in (["of"], ["by"], ["as"]) and not words.has("speaking", cue.lemma)


def group_start(sentence: Tagged, index: int) -> int:
    while index > 0 and sentence.tags[index - 1] in "AMR!":
        index -= 1
    return index
