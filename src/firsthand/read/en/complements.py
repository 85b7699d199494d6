"""What stands around a cue: its content, past addressees and circumstances, and a voice that comes after it."""

from __future__ import annotations

import re

from firsthand.model import Mode
from firsthand.read.en.cues import group_start
from firsthand.read.en.lexicon import Cue, Lexicon
from firsthand.read.en.phrases import Range, content_after, content_before, noun_phrase_after
from firsthand.read.en.tagging import Tagged

__all__ = ["borrowed", "content_of", "inverted", "inverted_source", "main_subject", "resumed"]


def content_of(sentence: Tagged, cue: Cue, end: int, words: Lexicon, stop: int | None = None) -> Range | None:
    """The content behind a cue, past who is addressed and when or where it was said."""
    start = end
    if sentence.tags[start : start + 1] == "t" and words.has("doing_with_to", cue.lemma):
        return None
    if words.has("addressed", cue.lemma) and not _asks_to(sentence, cue, start):
        start = _past_addressee(sentence, start, words)
    if words.has("speaking", cue.lemma) and (late := re.match(r"[DNX#PR]{1,6}(?=T)", sentence.tags[start:])):
        start += late.end()  # "said all summer that"
    told = start
    start = _past_adjuncts(sentence, start, words)
    if told < start < len(sentence.items) and re.match(r"[PC(]|t[DNXO]", sentence.tags[start:]):
        return None  # "said in a letter to passengers": nothing but circumstances
    if start >= len(sentence.items) or sentence.tags[start] in ".;)":
        return None
    if sentence.tags[start] in ",:-":
        return _marked_content(sentence, start, words)
    if sentence.tags[start] == "P" and words.has("speaking", cue.lemma):
        return None
    return content_after(sentence, start, words, stop)


def _asks_to(sentence: Tagged, cue: Cue, start: int) -> bool:
    """“Asked the court to …”, “urged residents to …”: who is to do it belongs to what is asked."""
    return cue.mode is Mode.ASKED and re.match(r"(?:O|[DNX#P]+?)t", sentence.tags[start:]) is not None


def _marked_content(sentence: Tagged, mark: int, words: Lexicon) -> Range | None:
    """After a comma only a quotation or "that" is still content; after a colon, anything."""
    if sentence.words(mark + 1, mark + 2) in (["citing"], ["quoting"]):
        return None
    if sentence.tags[mark] == ":":
        return content_after(sentence, mark + 1, words)
    following = next(
        (i for i in range(mark + 1, min(mark + 16, len(sentence.items))) if sentence.tags[i] in "QT,;:VG"),
        None,
    )
    if following is None or sentence.tags[following] not in "QT:":
        return None
    if sentence.tags[following] == "T" and following > mark + 1:
        return None
    return content_after(sentence, following, words)


def _past_addressee(sentence: Tagged, start: int, words: Lexicon) -> int:
    window = sentence.tags[start : start + 16]
    if match := re.match(r"[^,;V]*?(?=T)", window):
        return start + match.end()
    if match := re.match(r"[^,;V]*?(?=[Q:])", window):
        return start + match.end()
    if match := re.match(r"(?:O|D?N?X+|D?N+)(?=[DOtS#])", window):
        return start + match.end()
    if match := re.match(r"[DNXO#]+(?=[.,PtS])", window):
        return start + match.end()
    return start


def _past_adjuncts(sentence: Tagged, start: int, words: Lexicon) -> int:
    """Skip "on Tuesday", "in a statement", "during a visit to the site" when the content comes after them."""
    if sentence.tags[start : start + 1] in ("P", "R", "S"):
        ahead = re.match(r"[^,;:VvMQT]*(?=[TQ:])", sentence.tags[start : start + 18])
        if ahead:
            return start + ahead.end()
    position = start
    while position < len(sentence.items):
        step = _adjunct_length(sentence, position, words)
        if step == 0:
            break
        position += step
    return position


def _adjunct_length(sentence: Tagged, start: int, words: Lexicon) -> int:
    item = sentence.items[start]
    if words.has("weekdays", item.word) or words.has("time_words", item.word):
        return 1
    if item.tag != "P":
        return 0
    match = re.match(r"P(D?[NXdg#]*[NX#])", sentence.tags[start : start + 9])
    if match is None:
        return 0
    phrase = sentence.over(start + 1, start + match.end()).of(sentence.text).lower()
    first = sentence.items[start + 1].word
    if words.has("weekdays", first) or words.has("months", first):
        return 3 if sentence.tags[start + 2 : start + 3] == "#" else 2
    return match.end() if words.phrases["media"].search(phrase) else 0


def inverted(sentence: Tagged, index: int, start: int, cue: Cue, end: int, words: Lexicon) -> bool:
    """“…, said the mayor.” is no start of a content."""
    if (
        words.has("addressed", cue.lemma)
        or start != index
        or index < 2
        or sentence.tags[index - 1] != ","
        or not words.has("speaking", cue.lemma)
    ):
        return False
    if re.match("[DNX#P]+,[WgGd]", sentence.tags[: index - 1]):
        return False  # "The post, citing nobody, says …": what stands before is the voice
    source = inverted_source(sentence, end)
    if source and index == 2 and not resumed(sentence, source[1], words):
        return False  # so few words come first only where the sentence goes on: "Firemen, said the mayor, had …"
    return (
        source is not None
        and sentence.tags[source[1] : source[1] + 1] in ("", ".", ",")
        and sentence.tags[end] in "XDN"
    )


def inverted_source(sentence: Tagged, end: int) -> Range | None:
    """The voice behind an inverted cue: "said Oleh Petrenko, the mayor," with its apposition."""
    core = noun_phrase_after(sentence, end)
    if core is None:
        return None
    after = core[1]
    if sentence.tags[after : after + 1] == ",":
        closing = next((i for i in range(after + 1, len(sentence.items)) if sentence.tags[i] in ",.;Q"), None)
        if closing is not None and not re.search("[VvMAGQT]", sentence.tags[after + 1 : closing].split("W")[0]):
            return (core[0], closing) if sentence.tags[after + 1 : after + 2] in "DN#XWP" else core
    return core


def resumed(sentence: Tagged, end: int, words: Lexicon) -> list[Range]:
    """What goes on after "…, it said,": the second part of the same content."""
    if sentence.tags[end : end + 1] != "," or not re.match(
        r",[CS]?[DNX#P]*(?:[NXO#]R?[AMv]|R?[AMvd])", sentence.tags[end:]
    ):
        return []
    start = end + 1 + (sentence.tags[end + 1] == "C")
    content = content_after(sentence, start, words)
    return [content] if content else []


def borrowed(sentence: Tagged, start: int, end: int, words: Lexicon) -> list[Range]:
    """The content around "according to X": after it when it opens the clause, else before, else both."""
    mark = next((i for i in range(end, len(sentence.items)) if sentence.tags[i] in ",:;."), len(sentence.items))
    after = content_after(sentence, mark + 1, words) if mark + 1 < len(sentence.items) else None
    before = content_before(sentence, start)
    opening = before is None or not re.search("[AMVvd]", sentence.tags[before[0] : before[1]])
    if not opening and before:
        return [before]
    if before and after and sentence.tags[start - 1] == ",":
        return [before, after]
    return [after] if after else []


def main_subject(sentence: Tagged, before: int) -> Range | None:
    """The subject of the clause that a participle hangs on: the first noun phrase followed by a verb."""
    for match in re.finditer(r"[VvAM]", sentence.tags[:before]):
        start = group_start(sentence, match.start())
        end = start
        while end > 0 and sentence.tags[end - 1] in ",-":
            opening = sentence.tags.rfind(",", 0, end - 1)
            if opening <= 0:
                break
            end = opening
        first = end
        while first > 0 and sentence.tags[first - 1] in "NXD#OPg":
            first -= 1
        if first < end and re.search("[NXO#]", sentence.tags[first:end]):
            return (first, start)
    return None
