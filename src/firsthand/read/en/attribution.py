"""Who says what, by which words: the English rules, in the order in which they are tried.

Each rule looks at one tagged sentence and yields `Attribution`s. A cue word that one rule has used is
taken: later rules leave it alone. This module is what a trained reader replaces; nothing else is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from firsthand.model import Attribution, Mode
from firsthand.read.en.lexicon import Cue, Lexicon
from firsthand.read.en.phrases import (
    Range,
    clause_like,
    content_after,
    content_before,
    noun_phrase_after,
    noun_phrase_before,
    subject,
)
from firsthand.read.en.tagging import Tagged
from firsthand.read.en.voices import voice_like

__all__ = ["RULES", "Taken", "attributions_of"]

Taken = set[int]
"""Numbers of the items that some rule has used as a cue, or as a quotation."""
Rule = Callable[[Tagged, Lexicon, Taken], Iterator[Attribution]]


def attributions_of(sentence: Tagged, words: Lexicon) -> list[Attribution]:
    """Every attribution in one sentence, in the order of their contents."""
    taken: Taken = set()
    found: list[Attribution] = []
    for rule in RULES:
        found += rule(sentence, words, taken)
    return sorted(found, key=lambda a: (a.contents[0].start if a.contents else sentence.span.end, a.rule))


# ---------------------------------------------------------------- cues


def _cue_at(sentence: Tagged, index: int) -> tuple[Cue, int, int] | None:
    """The cue whose first word is item `index`, and the items it covers with its helpers ("has also said")."""
    for cue in sentence.items[index].cues:
        end = index + 1 + len(cue.rest)
        if tuple(sentence.words(index + 1, end)) == cue.rest:
            start = index
            while start > 0 and sentence.tags[start - 1] in "AMR!":
                start -= 1
            return cue, start, end
    return None


def _open_cues(sentence: Tagged, taken: Taken, letters: str) -> Iterator[tuple[int, Cue, int, int]]:
    for index, letter in enumerate(sentence.tags):
        if letter in letters and index not in taken and (found := _cue_at(sentence, index)):
            yield index, *found


def _passive(sentence: Tagged, index: int, start: int) -> bool:
    if sentence.items[index].form not in ("participle", "past+participle"):
        return False
    return any(sentence.items[i].word in _BE for i in range(start, index))


def _reduced(sentence: Tagged, index: int, cue: Cue) -> bool:
    """Whether a past form only describes the noun before it: "the man accused of …", "states expected to …"."""
    item = sentence.items[index]
    if item.form not in ("participle", "past+participle") or index == 0 or sentence.tags[index - 1] not in "NX":
        return False
    following = sentence.words(index + 1, index + 2)
    if following == ["to"]:
        return cue.lemma in _DONE_TO
    return not cue.rest and following in (["of"], ["by"], ["as"]) and cue.lemma not in _SPEAKING


_DONE_TO = frozenset(["expect", "order", "ask", "urge", "tell", "invite", "request", "instruct", "encourage", "advise", "warn", "recommend"])


_BE = frozenset(["is", "are", "was", "were", "be", "been", "being", "isn't", "aren't", "wasn't", "weren't"])


def _make(sentence: Tagged, rule: str, source: Range | None, cue: Range, contents: list[Range]) -> Attribution:
    return Attribution(
        sentence.over(*source) if source else None,
        sentence.over(*cue),
        tuple(sentence.over(*content) for content in contents),
        rule,
    )


# ---------------------------------------------------------------- rules


def quoted_as_saying(sentence: Tagged, words: Lexicon, taken: Taken) -> Iterator[Attribution]:
    """“The agency quoted the minister as saying …”: the minister's word, on the agency's."""
    for match in re.finditer(r"[Vvgd]([DNX#P,]*[NX],?)S[Gg]", sentence.tags):
        verb, saying = match.start(), match.end() - 1
        if sentence.items[verb].word not in ("quoted", "quotes", "quoting", "cited", "cites", "citing"):
            continue
        if sentence.items[saying - 1].word != "as" or not sentence.items[saying].cues:
            continue
        content = content_after(sentence, saying + 1, words)
        outer = subject(sentence, _group_start(sentence, verb), words)
        if content is None:
            continue
        taken.update((verb, saying))
        if outer:
            inner = (match.start(1), content[1])
            yield _make(sentence, "quoted_as_saying", outer[1], (_group_start(sentence, verb), verb + 1), [inner])
        yield _make(sentence, "quoted_as_saying", (match.start(1), match.end(1)), (saying - 1, saying + 1), [content])


def _group_start(sentence: Tagged, index: int) -> int:
    while index > 0 and sentence.tags[index - 1] in "AMR!":
        index -= 1
    return index


def quotation_then_voice(sentence: Tagged, words: Lexicon, taken: Taken) -> Iterator[Attribution]:
    """“‘…,’ the mayor said” and “‘…,’ said the mayor, ‘…’”: a quotation with its voice behind it."""
    for index, _cue, start, end in list(_open_cues(sentence, taken, "V")):
        before = _quote_before(sentence, start)
        if before is not None:
            source = _inverted_source(sentence, end)
        else:
            found = subject(sentence, start, words)
            if found is None or _passive(sentence, index, start):
                continue
            source, before = found[1], _quote_before(sentence, found[1][0])
        if source is None or before is None or before in taken:
            continue
        taken.update((index, before))
        contents = [(before, before + 1)]
        after = max(source[1], end)
        if (more := _quote_after(sentence, after)) is not None and more not in taken:
            taken.add(more)
            contents.append((more, more + 1))
        yield _make(sentence, "quotation_then_voice", source, (start, end), contents)


def _quote_before(sentence: Tagged, index: int) -> int | None:
    """The quotation that ends just before item `index`, with at most one mark between."""
    for back in (index - 1, index - 2):
        if back >= 0 and sentence.tags[back] == "Q":
            return back
        if back < 0 or sentence.tags[back] not in ",-":
            return None
    return None


def _quote_after(sentence: Tagged, index: int) -> int | None:
    """A quotation after item `index`, behind a mark or an adjunct without a verb."""
    for position in range(index, min(index + 12, len(sentence.items))):
        letter = sentence.tags[position]
        if letter == "Q":
            return position if position > index and sentence.tags[position - 1] in ",:-." else None
        if letter in "VvMAGT;":
            return None
    return None


def _inverted_source(sentence: Tagged, end: int) -> Range | None:
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


def voice_then_content(sentence: Tagged, words: Lexicon, taken: Taken) -> Iterator[Attribution]:
    """“The mayor said that …”, “witnesses reported …”, “analysts, who note …”: the plain order."""
    for index, cue, start, end in list(_open_cues(sentence, taken, "VG")):
        if sentence.tags[index] == "G" and not (index and sentence.items[index - 1].word in _BE):
            continue
        if (
            _passive(sentence, index, start)
            or _reduced(sentence, index, cue)
            or _inverted(sentence, index, start, cue, end)
        ):
            continue
        found = subject(sentence, start, words)
        if found is None:
            continue
        content = _content_of(sentence, cue, end, words)
        if content is None or not (cue.strong or clause_like(sentence, content, words)):
            continue
        if sentence.words(content[0], content[0] + 3) == ["not", "to", "be"]:
            continue  # "asked not to be named" is a condition, not a content
        taken.add(index)
        yield _make(sentence, "voice_then_content", found[1], (start, end), [content])


def _inverted(sentence: Tagged, index: int, start: int, cue: Cue, end: int) -> bool:
    """“…, said the mayor.” is no start of a content."""
    if start != index or index < 3 or sentence.tags[index - 1] != "," or cue.lemma not in _SPEAKING:
        return False
    source = _inverted_source(sentence, end)
    return (
        source is not None
        and sentence.tags[source[1] : source[1] + 1] in ("", ".", ",")
        and sentence.tags[end] in "XDN"
    )


def _content_of(sentence: Tagged, cue: Cue, end: int, words: Lexicon) -> Range | None:
    """The content behind a cue, past who is addressed and when or where it was said."""
    start = end
    if words.has("addressed", cue.lemma) and not _asks_to(sentence, cue, start):
        start = _past_addressee(sentence, start, words)
    if cue.lemma in _SPEAKING and (late := re.match(r"[DNX#PR]{1,6}(?=T)", sentence.tags[start:])):
        start += late.end()  # "said all summer that"
    start = _past_adjuncts(sentence, start, words)
    if start >= len(sentence.items) or sentence.tags[start] in ".;)":
        return None
    if sentence.tags[start] in ",:-":
        return _marked_content(sentence, start, words)
    if sentence.tags[start] == "P" and cue.lemma in _SPEAKING:
        return None
    return content_after(sentence, start, words)


_SPEAKING = frozenset(
    ["say", "state", "add", "tell", "write", "announce", "tweet", "post", "continue", "reply", "respond", "note", "explain", "comment", "recall", "report", "warn", "claim", "insist", "argue", "declare", "acknowledge", "concede", "admit", "observe"]
)
"""Cues behind which a preposition starts a circumstance, not a content: "said in the yard"."""


def _asks_to(sentence: Tagged, cue: Cue, start: int) -> bool:
    """“Asked the court to …”, “urged residents to …”: who is to do it belongs to what is asked."""
    return cue.mode is Mode.ASKED and re.match(r"(?:O|[DNX#P]+?)t", sentence.tags[start:]) is not None


def _marked_content(sentence: Tagged, mark: int, words: Lexicon) -> Range | None:
    """After a comma only a quotation or "that" is still content; after a colon, anything."""
    if sentence.tags[mark] == ":":
        return content_after(sentence, mark + 1, words)
    following = next(
        (i for i in range(mark + 1, min(mark + 16, len(sentence.items))) if sentence.tags[i] in "QT,;:V"),
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
    if match := re.match(r"(?:O|D?N?X+|D?N+)(?=[DOXtS#])", window):
        return start + match.end()
    if match := re.match(r"[DNXO#]+(?=[.,PtS])", window):
        return start + match.end()
    return start


def _past_adjuncts(sentence: Tagged, start: int, words: Lexicon) -> int:
    """Skip "on Tuesday", "in a statement", "during a visit to the site" when the content comes after them."""
    if sentence.tags[start : start + 1] in ("P", "R"):
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


_WHEN = r"(?:late |early |last |this |earlier )*"
_ADVERBS_OF_TIME = frozenset(["yesterday", "today", "tonight", "late", "early", "earlier"])


def _adjunct_length(sentence: Tagged, start: int, words: Lexicon) -> int:
    item = sentence.items[start]
    if words.has("weekdays", item.word) or item.word in _ADVERBS_OF_TIME:
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


def content_then_voice(sentence: Tagged, words: Lexicon, taken: Taken) -> Iterator[Attribution]:
    """“The bridge is gone, the mayor said” and “…, said the mayor”: a paraphrase with its voice behind it."""
    for index, cue, start, end in list(_open_cues(sentence, taken, "V")):
        if _passive(sentence, index, start):
            continue
        if _inverted(sentence, index, start, cue, end) and (source := _inverted_source(sentence, end)):
            before = start
        else:
            found = subject(sentence, start, words)
            if found is None or found[1][0] < 2 or sentence.tags[found[1][0] - 1] not in ",-S":
                continue
            source, before = found[1], found[1][0]
            if sentence.items[before - 1].word == "as":
                before -= 1
        content = content_before(sentence, before)
        if content is None:
            continue
        taken.add(index)
        more = _resumed(sentence, max(end, source[1]), words)
        yield _make(sentence, "content_then_voice", source, (start, end), [content, *more])


def _resumed(sentence: Tagged, end: int, words: Lexicon) -> list[Range]:
    """What goes on after "…, it said,": the second part of the same content."""
    if sentence.tags[end : end + 1] != "," or not re.match(
        r",[CS]?[DNX#P]*(?:[NXO#]R?[AMv]|R?[AMvd])", sentence.tags[end:]
    ):
        return []
    start = end + 1 + (sentence.tags[end + 1] == "C")
    content = content_after(sentence, start, words)
    return [content] if content else []


def according_to(sentence: Tagged, words: Lexicon, taken: Taken) -> Iterator[Attribution]:
    """“According to X, …” and “…, according to X”: the word is borrowed from X."""
    text = sentence.span.of(sentence.text).lower()
    for match in words.phrases["according"].finditer(text):
        start = sentence.index(sentence.span.start + match.start())
        end = sentence.index(sentence.span.start + match.end())
        if (
            start in taken
            or start >= len(sentence.items)
            or sentence.items[start].span.start != sentence.span.start + match.start()
        ):
            continue
        source = noun_phrase_after(sentence, end)
        if source is None:
            continue
        contents = _borrowed(sentence, start, source[1], words)
        if contents:
            taken.update(range(start, end))
            yield _make(sentence, "according_to", source, (start, end), contents)


def _borrowed(sentence: Tagged, start: int, end: int, words: Lexicon) -> list[Range]:
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


def passive_by(sentence: Tagged, words: Lexicon, taken: Taken) -> Iterator[Attribution]:
    """“The raid was described by the mayor as …”, “the toll was confirmed by doctors”."""
    for index, cue, start, end in list(_open_cues(sentence, taken, "Vd")):
        by = next((i for i in range(end, min(end + 8, len(sentence.items))) if sentence.items[i].word == "by"), None)
        if by is None or re.search("[,;QVvT]", sentence.tags[end:by]):
            continue
        source = noun_phrase_after(sentence, by + 1)
        if source is None or (not _passive(sentence, index, start) and not cue.strong):
            continue
        if not voice_like(sentence.text, sentence.over(*source), words):
            continue
        as_ = next(
            (
                i
                for i in range(source[1], min(source[1] + 3, len(sentence.items)))
                if sentence.items[i].word in ("as", "to", "that", "of")
            ),
            None,
        )
        if as_ is not None and (content := content_after(sentence, as_ + (sentence.items[as_].word == "as"), words)):
            contents = [content]
        elif not _passive(sentence, index, start) or not (found := subject(sentence, start, words)):
            continue
        else:
            contents = [found[0]]
        taken.add(index)
        yield _make(sentence, "passive_by", source, (start, end), contents)


def participle(sentence: Tagged, words: Lexicon, taken: Taken) -> Iterator[Attribution]:
    """“…, adding that …”, “with officials warning that …”: the voice goes on, or a new one joins in."""
    for index, cue, _start, end in list(_open_cues(sentence, taken, "G")):
        if index == 0:
            continue
        content = _content_of(sentence, cue, end, words)
        if content is None or not (cue.strong or clause_like(sentence, content, words)):
            continue
        previous = sentence.tags[index - 1]
        if previous in "NX":
            source = noun_phrase_before(sentence, index, words)
        elif previous in ",Q-R":
            source = _main_subject(sentence, index)
        else:
            continue
        if source is None:
            continue
        taken.add(index)
        yield _make(sentence, "participle", source, (index, end), [content])


def _main_subject(sentence: Tagged, before: int) -> Range | None:
    """The subject of the clause that a participle hangs on: the first noun phrase followed by a verb."""
    for match in re.finditer(r"[VvAM]", sentence.tags[:before]):
        start = _group_start(sentence, match.start())
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
            return (first, end)
    return None


def noun_claim(sentence: Tagged, words: Lexicon, taken: Taken) -> Iterator[Attribution]:
    """“The ministry's claim that …”, “a warning from doctors that …”, “fears that …”."""
    for index, item in enumerate(sentence.items):
        if item.word not in words.nouns or sentence.tags[index] not in "NVXv" or index in taken:
            continue
        that = _that_after(sentence, index)
        if that is None or re.match(r",D?$", sentence.tags[max(0, index - 2) : index]):
            continue  # "…, a charge that the board dismissed": "that" is the charge itself
        content = content_after(sentence, that, words)
        if content is None or content[1] - content[0] < 3:
            continue
        taken.add(index)
        yield _make(sentence, "noun_claim", _owner(sentence, index, that, words), (index, index + 1), [content])


_OF = frozenset(
    ["accusation", "accusations", "allegation", "allegations", "claims", "reports", "fears", "warning", "warnings", "rumours", "rumors", "threat", "threats", "denial"]
)


def _that_after(sentence: Tagged, index: int) -> int | None:
    """Where the content of a claiming noun starts: at "that", or at "of" behind a few of them."""
    following = sentence.tags[index + 1 : index + 9]
    if match := re.match(r"(?:P[DNX#P]*[NX])?T", following):
        return index + match.end()
    if sentence.items[index].word in _OF and sentence.words(index + 1, index + 2) == ["of"]:
        return index + 2
    return None


def _owner(sentence: Tagged, index: int, that: int, words: Lexicon) -> Range | None:
    """Whose claim it is: "by X", "from X", "X's claim", "X made the claim"."""
    for position in range(index + 1, that):
        if sentence.items[position].word in ("by", "from"):
            return (position + 1, that)
    if index and sentence.items[index - 1].word.endswith(("'s", "s'")):
        return noun_phrase_before(sentence, index, words)
    if index and sentence.items[index - 1].word in ("his", "her", "their", "its"):
        return (index - 1, index)
    start = index
    while start and sentence.tags[start - 1] in "DNd#":
        start -= 1
    if (
        start > 1
        and sentence.tags[start - 1] in "vV"
        and (found := subject(sentence, _group_start(sentence, start - 1), words))
    ):
        return found[1]
    return None


def second_cue(sentence: Tagged, words: Lexicon, taken: Taken) -> Iterator[Attribution]:
    """“The mayor denied it and said that …”, “…, but added: …”: the same voice goes on with another verb."""
    for index, cue, start, end in list(_open_cues(sentence, taken, "V")):
        joint = start - 1
        if joint < 1 or sentence.tags[joint] not in "C," or sentence.items[index].form == "base":
            continue
        content = _content_of(sentence, cue, end, words)
        if content is None or not (cue.strong or clause_like(sentence, content, words)):
            continue
        source = _main_subject(sentence, joint)
        if source is not None:
            taken.add(index)
            yield _make(sentence, "second_cue", source, (start, end), [content])


def figure_put(sentence: Tagged, words: Lexicon, taken: Taken) -> Iterator[Attribution]:
    """“The army put its losses at twelve”, “had given the toll as seven”: a figure in a voice's mouth."""
    for match in re.finditer(r"[vV]([DNX#P]+?)[PS](?=[#QNDX])", sentence.tags):
        index, last = match.start(), match.end() - 1
        pair = (sentence.items[index].word, sentence.items[last].word)
        if index in taken or pair[0] not in ("put", "puts", "gave", "gives", "given") or pair[1] not in ("at", "as"):
            continue
        start = _group_start(sentence, index)
        found = subject(sentence, start, words)
        content = content_after(sentence, index + 1, words)
        counted = content and (
            re.search("[#Q]", sentence.tags[last : content[1]])
            or _NUMERAL.intersection(sentence.words(last, content[1]))
        )
        if found and content and counted:
            taken.add(index)
            yield _make(sentence, "figure_put", found[1], (start, index + 1), [content])


_NUMERAL = frozenset(
    ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "twenty", "thirty", "forty", "fifty", "dozens", "hundreds", "thousands"]
)


def citing(sentence: Tagged, words: Lexicon, taken: Taken) -> Iterator[Attribution]:
    """“The ministry said …, citing field reports”: a deeper voice behind the one that speaks."""
    for index, item in enumerate(sentence.items):
        if item.word not in ("citing", "cites", "cited", "quoting", "quotes") or index in taken:
            continue
        source = noun_phrase_after(sentence, index + 1)
        if source is None or (item.word == "cited" and index and sentence.items[index - 1].word in _BE):
            continue
        if not voice_like(sentence.text, sentence.over(*source), words):
            continue
        taken.add(index)
        yield _make(sentence, "citing", source, (index, index + 1), [])


def voice_and_colon(sentence: Tagged, words: Lexicon, taken: Taken) -> Iterator[Attribution]:
    """“Ministry: 22 buildings taken”, “Petrenko: ‘We stay’”: a name, a colon, its words."""
    match = re.match(r"([DNX#P]{1,7}):(?=.)", sentence.tags)
    if match is None or words.has("labels", " ".join(sentence.words(*match.span(1)))):
        return
    content = content_after(sentence, match.end(), words)
    if content and (sentence.tags[match.end()] == "Q" or clause_like(sentence, content, words)):
        taken.add(match.end() - 1)
        yield _make(sentence, "voice_and_colon", match.span(1), (match.end() - 1, match.end()), [content])


RULES: tuple[Rule, ...] = (
    quoted_as_saying,
    according_to,
    quotation_then_voice,
    passive_by,
    voice_then_content,
    content_then_voice,
    second_cue,
    figure_put,
    participle,
    noun_claim,
    citing,
    voice_and_colon,
)
