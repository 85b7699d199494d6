"""Rules for a word that is only passed on: “…, the court was told”, “…, as police confirmed, …”."""

from __future__ import annotations

import re
from collections.abc import Iterator

from firsthand.model import Attribution
from firsthand.read.en.cues import group_start, open_cues
from firsthand.read.en.kinds import phrase_of, voice_like
from firsthand.read.en.lexicon import Lexicon
from firsthand.read.en.phrases import Range, content_after, content_before, noun_phrase_after, subject
from firsthand.read.en.tagging import Tagged

__all__ = ["as_reported", "told_in_court"]

_BEHIND = re.compile(r"(?:PD?[NX#]+){0,2}(?=[TSQ])|(?=[DNXO#][^,;]*?[AMVvd])")
"""What may stand between “heard” and what was heard: “on Monday”, and then "that", "how", a quotation, a clause."""


def told_in_court(sentence: Tagged, words: Lexicon, taken: set[int]) -> Iterator[Attribution]:
    """“…, a court has heard”, “the jury was told that …”: what was said in a hearing, by somebody not named here, is
    the word of the hearing."""
    for index, item in enumerate(sentence.items):
        heard = item.word in ("heard", "hears", "hear") and sentence.tags[index] == "V"
        told = item.word == "told" and index > 0 and words.has("be", sentence.items[index - 1].word)
        start = group_start(sentence, index)
        found = subject(sentence, start, words) if (heard or told) and index not in taken else None
        if found is None or not _hearing(sentence, found[0], words):
            continue
        content = _content(sentence, found[1], index + 1, words)
        if content is not None:
            taken.add(index)
            source, cue = sentence.over(*found[1]), sentence.over(start, index + 1)
            yield Attribution(source, cue, (sentence.over(*content),), told_in_court.__name__)


def _hearing(sentence: Tagged, core: Range, words: Lexicon) -> bool:
    phrase = phrase_of(sentence.text, sentence.over(*core), words)
    return any(words.has("hearings", word) for word in (phrase.head, *phrase.words[-1:]))


def _content(sentence: Tagged, source: Range, end: int, words: Lexicon) -> Range | None:
    """Before a hearing that is set off by a comma, else behind its cue."""
    if source[0] > 1 and sentence.tags[source[0] - 1] == "," and sentence.tags[end : end + 1] in ("", ".", ","):
        return content_before(sentence, source[0])
    behind = _BEHIND.match(sentence.tags, end)
    return content_after(sentence, behind.end(), words) if behind else None


def as_reported(sentence: Tagged, words: Lexicon, taken: set[int]) -> Iterator[Attribution]:
    """“The mill, as inspectors noted, was built on sand”: who is named between commas says all that is around it."""
    for index, _cue, start, end in list(open_cues(sentence, taken, "V")):
        mark = max(sentence.tags.rfind(",S", 0, start), sentence.tags.rfind("-S", 0, start))
        if mark < 0 or sentence.items[mark + 1].word != "as" or sentence.tags[end : end + 1] not in (",", "-", "."):
            continue
        source = noun_phrase_after(sentence, mark + 2)
        if source is None or source != (mark + 2, start):
            continue
        if not voice_like(sentence.text, sentence.over(*source), words):
            continue
        before = content_before(sentence, mark)
        if before and sentence.words(0, 2) in (["recall", "that"], ["note", "that"], ["remember", "that"]):
            before = (2, before[1]) if before[1] > 2 else None
        after = content_after(sentence, end + 1, words) if sentence.tags[end] in ",-" else None
        contents = [part for part in (before, after) if part]
        if contents:
            taken.add(index)
            spans = tuple(sentence.over(*part) for part in contents)
            yield Attribution(sentence.over(*source), sentence.over(start, end), spans, as_reported.__name__)
