"""Where a noun phrase or a content starts and ends, over the tags of one sentence.

Ranges are item numbers start ≤ i < end, as a pair; None where nothing fits.
"""

from __future__ import annotations

import re

from firsthand.read.en.lexicon import Lexicon
from firsthand.read.en.tagging import Tagged

__all__ = [
    "Range",
    "clause_like",
    "content_after",
    "content_before",
    "noun_phrase_after",
    "noun_phrase_before",
    "subject",
]

Range = tuple[int, int]

"""Determiners that may stand for somebody by themselves: "Another, who …, said"."""
_LONG_QUOTE = 60
"""Characters. A longer quotation inside a noun phrase is not part of a name or a description."""


def _inside_noun_phrase(sentence: Tagged, index: int) -> bool:
    letter = sentence.tags[index]
    if letter == "Q":
        quote = sentence.items[index].span.of(sentence.text)
        return len(quote) <= _LONG_QUOTE and quote.rstrip("”’\"'»")[-1:] not in ",.!?"
    if letter == "C":
        return _joins_nouns(sentence, index)
    if letter == "t":  # "close to the mayor", "kilometres to the west"
        return re.match(r"[NX#d]t[DXN#]", sentence.tags[max(0, index - 1) : index + 2]) is not None
    return letter in "NX D#PdgGR"


def _joins_nouns(sentence: Tagged, index: int) -> bool:
    """Whether "and" joins two parts of a noun phrase: no verb stands between it and the last boundary."""
    before = sentence.tags[:index]
    last = max(before.rfind(mark) for mark in ",;:-QSTW")
    between = before[last + 1 :]
    return bool(between) and between[-1] in "NX" and not re.search("[AMVv]|dP|[NXO]d", between)


def noun_phrase_before(sentence: Tagged, end: int, words: Lexicon) -> Range | None:
    """The noun phrase that ends just before item `end`, with its prepositional phrases."""
    if end <= 0 or sentence.tags[end - 1] == "C":
        return None
    if sentence.tags[end - 1] == "O":
        return (end - 1, end)
    start = end
    while start > 0 and _inside_noun_phrase(sentence, start - 1):
        start -= 1
    if end - start == 1 and words.has("alone", sentence.items[start].word):
        return (start, end)
    if predicate := re.search(r"[NX]R?d(?=[DNX#])(?!.*[NX]R?d[DNX#])", sentence.tags[start:end]):
        start += predicate.end()  # "The plan alarmed | teachers"
    start = _strip_front(sentence, start, end, words)
    end = _strip_time(sentence, start, end, words)
    return (start, end) if start < end and re.search("[NX#Q]", sentence.tags[start:end]) else None


def _strip_front(sentence: Tagged, start: int, end: int, words: Lexicon) -> int:
    """Move past adverbs, "In a report on Monday", and "and" that stand before the phrase proper."""
    while start < end:
        letter = sentence.tags[start]
        word = sentence.items[start].word
        if letter in "RC" or (words.has("time_words", word) and start + 1 < end) or words.has("weekdays", word):
            start += 1
        elif letter in "Pg":
            following = _after_adjunct(sentence, start, end, words)
            if following is None and letter == "P":
                following = _after_last_preposition(sentence, start, end)
            if following is None:
                return start if letter == "g" else end
            start = following
        else:
            return start
    return start


def _strip_time(sentence: Tagged, start: int, end: int, words: Lexicon) -> int:
    """Leave out "on Friday" between a subject and its verb."""
    day = end - 2 if sentence.tags[end - 1] == "#" and end - start > 2 else end - 1
    if day - start >= 2 and sentence.tags[day - 1] == "P":
        word = sentence.items[day].word
        if words.has("weekdays", word) or words.has("months", word):
            return day - 1
    return end


def _after_adjunct(sentence: Tagged, start: int, end: int, words: Lexicon) -> int | None:
    """Where the phrase proper starts after a fronted adjunct: "In a report | the ministry"."""
    for index in range(end - 1, start + 1, -1):
        before = sentence.tags[index - 1]
        if (
            sentence.tags[index] == "D"
            and before not in "PDC"
            and not words.has("determiners", sentence.items[index - 1].word)
        ):
            return index
    if (name := re.match(r"PN{1,2}(?=X+$)", sentence.tags[start:end])) is not None:
        return start + name.end()  # "In mitigation | Sunniva Hartwell"
    first = sentence.items[start + 1].word if start + 1 < end else ""
    if words.has("weekdays", first) or words.has("months", first) or sentence.tags[start + 1 : start + 2] == "#":
        return start + 2 if start + 2 < end else None
    return None


def _after_last_preposition(sentence: Tagged, start: int, end: int) -> int | None:
    """“with doubt by | Western analysts”: the noun nearest to the verb, unless it hangs on “of”."""
    for index in range(end - 1, start, -1):
        if sentence.tags[index] == "P" and sentence.items[index].word != "of":
            return index + 1 if index + 1 < end and sentence.items[index].word == "by" else None
    return None


def noun_phrase_after(sentence: Tagged, start: int) -> Range | None:
    """The noun phrase that starts at item `start`, with "of" and place phrases, up to a mark or a verb."""
    end = start
    if sentence.tags[start : start + 1] == "O":
        return (start, start + 1)
    while end < len(sentence.items) and (_inside_noun_phrase(sentence, end) or _made_by(sentence, start, end)):
        end += 1
    while end > start and sentence.tags[end - 1] in "PDRC":
        end -= 1
    return (start, end) if re.search("[NX#Q]", sentence.tags[start:end]) else None


def _made_by(sentence: Tagged, start: int, index: int) -> bool:
    """“A statement released by”: a participle inside the phrase."""
    return (
        index > start
        and sentence.tags[index] in "vV"
        and sentence.words(index + 1, index + 2) in (["by"], ["in"], ["on"])
    )


def subject(sentence: Tagged, end: int, words: Lexicon) -> tuple[Range, Range] | None:
    """The subject before item `end`: (its core, the whole with apposition or relative clause)."""
    before = end - 1
    if before < 0:
        return None
    letter = sentence.tags[before]
    if letter == "W":
        last = before - 1 if before and sentence.tags[before - 1] in ",-" else before
        core = noun_phrase_before(sentence, last, words)
        return (core, core) if core else None
    if letter in ",-)":
        return _subject_before_insertion(sentence, before, words)
    core = noun_phrase_before(sentence, end, words)
    inside_relative = core and core[0] and sentence.tags[core[0] - 1] in "AMVv"
    if core is None or inside_relative:
        return _subject_with_relative(sentence, end, words) or ((core, core) if core else None)
    return core, core


def _subject_with_relative(sentence: Tagged, end: int, words: Lexicon) -> tuple[Range, Range] | None:
    """“A driver who had seen it said”: the head stands before the relative clause."""
    relative = sentence.tags.rfind("W", 0, end)
    if relative <= 0 or re.search("[,;:Q]", sentence.tags[relative:end]):
        return None
    core = noun_phrase_before(sentence, relative, words)
    return (core, (core[0], end)) if core else None


def _subject_before_insertion(sentence: Tagged, mark: int, words: Lexicon) -> tuple[Range, Range] | None:
    """“X, who …, said”, “X, 34, said”, “X (a nurse) said”: walk back over the insertions to the head."""
    end = mark
    closing = {")": "(", ",": ",", "-": "-"}[sentence.tags[mark]]
    for _ in range(3):
        opening = sentence.tags.rfind(closing, 0, end)
        if opening <= 0 or (_speaks(sentence, opening, end) and "W" not in sentence.tags[opening:end]):
            return None
        if not _insertion(sentence, opening + 1, end, words):
            end = opening
            continue
        core = noun_phrase_before(sentence, opening, words)
        if core is not None and (relative := _relative_around(sentence, core[0])) is not None:
            end = relative
            core = noun_phrase_before(sentence, relative, words)
        if core is not None:
            named = re.fullmatch("X+", sentence.tags[opening + 1 : end]) is not None
            deeper = core[0] > 0 and sentence.tags[core[0] - 1] == "," and not named
            if deeper and core[0] > 1 and (outer := _appositive_head(sentence, core, words)):
                return outer, (outer[0], mark + 1)
            return core, (core[0], mark + 1)
        end = opening
    return None


def _speaks(sentence: Tagged, start: int, end: int) -> bool:
    """Whether a quotation of its own stands there, not words in quotation marks inside a phrase."""
    return any(
        sentence.tags[i] == "Q" and (i == start or sentence.tags[i - 1] not in "DNXd#Pg") for i in range(start, end)
    )


def _relative_around(sentence: Tagged, index: int) -> int | None:
    """The comma before ", who gave only her first name, M.," when the item lies inside such a clause."""
    if index == 0 or sentence.tags[index - 1] not in "AMVvPtdgR":
        return None
    relative = max(sentence.tags.rfind(",W", 0, index), sentence.tags.rfind(",DW", 0, index))
    return relative if relative > 0 and "," not in sentence.tags[relative + 1 : index] else None


def _insertion(sentence: Tagged, start: int, end: int, words: Lexicon) -> bool:
    if start >= end:
        return False
    letter = sentence.tags[start]
    if letter in "WgGd#P":
        return True
    if letter in "SR":
        return letter == "S" or end - start <= 3
    return re.search("[AMVv]", re.split("[WT]", sentence.tags[start:end])[0]) is None


def _appositive_head(sentence: Tagged, core: Range, words: Lexicon) -> Range | None:
    """The name before an apposition that itself looks like the core: "Petrenko, 34, a nurse, said"."""
    head = noun_phrase_before(sentence, core[0] - 1, words)
    if head is None:
        return None
    named = "X" in sentence.tags[head[0] : head[1]] and sentence.tags[core[0]] in "D#N"
    role = re.fullmatch("X+", sentence.tags[core[0] : core[1]]) and sentence.tags[head[0]] == "D"
    return head if named or role else None


_STOPPERS = frozenset(["though", "although", "despite", "notwithstanding", "whereas"])


def content_after(sentence: Tagged, start: int, words: Lexicon, stop: int | None = None) -> Range | None:
    """The content that starts at item `start`: up to the end of the clause that can still belong to it."""
    limit = len(sentence.items) if stop is None else stop
    while start < limit and sentence.tags[start] in ",:-":
        start += 1
    if start < limit and sentence.tags[start] == "Q":
        end = _end_of_quotation(sentence, start, limit)
    else:
        end = _end_of_paraphrase(sentence, start, limit, words)
    while end > start and sentence.tags[end - 1] in ",;:.-" and sentence.items[end - 1].word not in "%":
        end -= 1
    return (start, end) if start < end else None


def _end_of_quotation(sentence: Tagged, start: int, limit: int) -> int:
    """A quotation that ends with its own mark is the whole content; words that complete it belong to it."""
    inner = sentence.items[start].span.of(sentence.text).rstrip("”’\"'»")
    if inner[-1:] in ",.!?…":
        return start + 1
    end = start + 1
    while end < limit and sentence.tags[end] not in ",;:.-(":
        end += 1
    return end


def _end_of_paraphrase(sentence: Tagged, start: int, limit: int, words: Lexicon) -> int:
    end = start
    while end < limit:
        letter = sentence.tags[end]
        if letter == ";" or (
            letter == "C" and end > start and re.match(r"C(?:R?V[TQ]|R?[AM]*V[TQ])", sentence.tags[end:limit])
        ):
            break
        if letter == "C" and end > start and _second_verb(sentence, end, limit):
            break
        if letter == "," and end > start and _leaves_content(sentence, end, limit, words):
            break
        if letter == "Q" and sentence.items[end].span.of(sentence.text).rstrip("”’\"'»")[-1:] in ",.!?":
            end += 1
            break
        end += 1
    return end


def _second_verb(sentence: Tagged, joint: int, limit: int) -> bool:
    """“Denied it and in turn accused …”: the same voice goes on with another cue."""
    match = re.match(r"C(?:PN)?R?V[DNX#O]", sentence.tags[joint:limit])
    if match is None:
        return False
    item = sentence.items[joint + match.end() - 2]
    return item.form in ("past", "past+participle") and any(cue.strong for cue in item.cues)


def _leaves_content(sentence: Tagged, comma: int, limit: int, words: Lexicon) -> bool:
    """Whether what follows a comma is no longer the voice's word."""
    following = comma + 1
    if following >= limit:
        return True
    item = sentence.items[following]
    if item.word in _STOPPERS or item.word in ("citing", "quoting", "according"):
        return True
    if item.tag == "G" and item.cues and item.word not in ("seeing", "finding", "showing", "knowing", "leading"):
        return True
    rest = sentence.tags[following:limit]
    if item.word in ("and", "but", "nor") and _second_clause(sentence, following + 1, limit):
        return True
    if re.match(r"D?N(?:T|W)[DNX#P]*[NXO]R?[AM]?V", rest) and item.tag in "DN":
        return True  # "…, a charge that the board dismissed as …"
    if item.word in ("but", "and", "while", "as", "even") and re.match(
        r"[CSR]{1,2}[NXD#PR]*[NXO]R?[AM!R]*V[TQ:PNXDtO]", rest
    ):
        return True
    return re.match(r"[DNX#P]*[NXO]R?A?V(?:$|[.,(P])", rest) is not None and not _asks_more(sentence, following, limit)


def _asks_more(sentence: Tagged, start: int, limit: int) -> bool:
    """Whether a clause goes on behind its cue with "that" or a quotation, so that it is no "…, the ministry said"."""
    return re.match(r"[DNX#P]*[NXO]R?A?V[^TQ]{0,6}[TQ]", sentence.tags[start:limit]) is not None


def _second_clause(sentence: Tagged, start: int, limit: int) -> bool:
    """Whether a clause with a subject or a cue of its own starts: “and the port will stay closed”, “and insisted”."""
    tags = sentence.tags[start:limit]
    if tags[:1] == "T":
        return False
    if re.match(r"R?V", tags) or re.match(r"R?[AM!]+R?V", tags):
        return True
    return re.match(r"[DNX#PgR]*?[NXO#],?R?,?[AMv]", tags) is not None and not tags.startswith(("P", "g", "t"))


def content_before(sentence: Tagged, end: int) -> Range | None:
    """The content that ends before item `end`, as in "The bridge is gone, the mayor said": from the clause start."""
    while end > 0 and sentence.tags[end - 1] in ",-":
        end -= 1
    start = end
    while start > 0 and sentence.tags[start - 1] not in ";":
        start -= 1
    while start < end and sentence.tags[start] in ",.-C":
        start += 1
    return (start, end) if end > start else None


def clause_like(sentence: Tagged, content: Range, words: Lexicon) -> bool:
    """Whether a content reads as a clause or a quotation, not as the plain object of a verb."""
    start, end = content
    letter = sentence.tags[start]
    if letter == "T":
        return re.match(r"TR?[VvAM]", sentence.tags[start:end]) is None or sentence.tags[start + 1] in "A"
    if letter == "Q":
        return True
    if letter == "t":
        return re.match(r"t[!R]*[vVAN]", sentence.tags[start:end]) is not None
    if sentence.words(start, start + 1) == ["as"] and sentence.words(start + 1, start + 2) in (
        ["many"],
        ["much"],
        ["few"],
    ):
        start += 3
        letter = sentence.tags[start : start + 1] or "."
    if letter == "S":
        return sentence.items[start].word in (
            "whether",
            "if",
            "how",
            "why",
            "what",
            "what's",
            "where",
            "when",
        )
    if letter in "PRCA.":
        return False
    window = sentence.tags[start : min(end, start + 14)]
    return re.match(r"[DNX#PgdROtv]*?[NXO#g][RP]*[AMVvd]", window) is not None
