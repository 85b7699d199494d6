"""Who says what, by which words: the English rules, in the order in which they are tried.

Each rule looks at one tagged sentence and yields `Attribution`s. A cue word that one rule has used is
taken: later rules leave it alone. This module is what a trained reader replaces; nothing else is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from firsthand.model import Attribution, Mode
from firsthand.read.en.complements import borrowed, content_of, inverted, inverted_source, main_subject, resumed
from firsthand.read.en.cues import group_start, open_cues, passive, reduced
from firsthand.read.en.hearsay import as_reported, told_in_court
from firsthand.read.en.kinds import voice_like
from firsthand.read.en.lexicon import Lexicon
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

__all__ = ["RULES", "Taken", "attributions_of", "sayable"]

Taken = set[int]
"""Numbers of the items that some rule has used as a cue, or as a quotation."""
Rule = Callable[[Tagged, Lexicon, Taken], Iterator[Attribution]]


def attributions_of(sentence: Tagged, words: Lexicon) -> list[Attribution]:
    """Every attribution in one sentence, in the order of their contents."""
    taken: Taken = set()
    found: list[Attribution] = []
    for rule in RULES:
        found += rule(sentence, words, taken)
    found = [_voiced(attribution, found) for attribution in found]
    return sorted(found, key=lambda a: (a.contents[0].start if a.contents else sentence.span.end, a.rule))


def _voiced(attribution: Attribution, found: list[Attribution]) -> Attribution:
    """“Three were held, police said, accusing them …”: a participle goes with the voice just heard, not the subject."""
    if attribution.rule not in ("participle", "second_cue") or attribution.cue is None:
        return attribution
    start = attribution.cue.start
    heard = [
        a for a in found if a.cue and a.cue.end <= start and a.rule in ("content_then_voice", "quotation_then_voice")
    ]
    last = max(heard, key=lambda a: a.cue.end if a.cue else 0, default=None)
    if last is None or last.source is None or any(c.start > start for c in last.contents):
        return attribution
    return replace(attribution, source=last.source)


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
    for index in range(2, len(sentence.items) - 1):
        if (
            sentence.items[index].word != "as"
            or not sentence.items[index + 1].cues
            or sentence.tags[index + 1] not in "gG"
        ):
            continue
        verb = next(
            (i for i in range(index - 2, max(-1, index - 16), -1) if words.has("quoting", sentence.items[i].word)), None
        )
        content = content_after(sentence, index + 2, words)
        if verb is None or content is None:
            continue
        taken.update((verb, index + 1))
        start = group_start(sentence, verb)
        if outer := subject(sentence, start, words):
            yield _make(sentence, "quoted_as_saying", outer[1], (start, verb + 1), [(verb + 1, content[1])])
        end = index - (sentence.tags[index - 1] == ",")
        yield _make(sentence, "quoted_as_saying", (verb + 1, end), (index, index + 2), [content])


def quotation_then_voice(sentence: Tagged, words: Lexicon, taken: Taken) -> Iterator[Attribution]:
    """“‘…,’ the mayor said” and “‘…,’ said the mayor, ‘…’”: a quotation with its voice behind it."""
    for index, _cue, start, end in list(open_cues(sentence, taken, "V")):
        before = _quote_before(sentence, start)
        if before is not None:
            source = inverted_source(sentence, end)
        else:
            found = subject(sentence, start, words)
            if found is None or passive(sentence, index, start, words):
                continue
            source, before = found[1], _quote_before(sentence, found[1][0])
        if source is None or before is None or before in taken or _inside_a_phrase(sentence, before):
            continue
        taken.update((index, before))
        contents = [(before, before + 1)]
        after = max(source[1], end)
        if (more := _quote_after(sentence, after)) is not None and more not in taken:
            taken.add(more)
            contents.append((more, more + 1))
        yield _make(sentence, "quotation_then_voice", source, (start, end), contents)


def quotation_then_gesture(sentence: Tagged, words: Lexicon, taken: Taken) -> Iterator[Attribution]:
    """“‘It is over,’ the boss smiled.”: any verb behind a quotation that ends with its own mark."""
    for match in re.finditer(r"Q([DNXO]+)([dv])[.,]", sentence.tags):
        quote, verb = match.start(), match.start(2)
        inner = sentence.items[quote].span.of(sentence.text).rstrip("”’\"'»")
        if (
            quote in taken
            or inner[-1:] not in ",!?"
            or not voice_like(sentence.text, sentence.over(*match.span(1)), words)
        ):
            continue
        taken.update((quote, verb))
        yield _make(sentence, "quotation_then_gesture", match.span(1), (verb, verb + 1), [(quote, quote + 1)])


def _inside_a_phrase(sentence: Tagged, quote: int) -> bool:
    """“Unnamed ‘assault units’, says”: quoted words that only belong to the phrase before them."""
    inner = sentence.items[quote].span.of(sentence.text).rstrip("”’\"'»")
    return quote > 0 and sentence.tags[quote - 1] in "DNXd#P" and inner[-1:] not in ",.!?…"


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


def taken_back(sentence: Tagged, words: Lexicon, taken: Taken) -> Iterator[Attribution]:
    """“The army withdrew the figure”: something said before is taken back. Troops and goods are only withdrawn."""
    for index, cue, start, end in list(open_cues(sentence, taken, "V")):
        if cue.mode is not Mode.RETRACTED or passive(sentence, index, start, words):
            continue
        found, object_ = subject(sentence, start, words), noun_phrase_after(sentence, end)
        if found is None or object_ is None or not sayable(sentence.words(*object_), words):
            continue
        content = content_of(sentence, cue, end, words, _end_of_relative(sentence, start, end))
        if content is not None:
            taken.add(index)
            yield _make(sentence, "taken_back", found[1], (start, end), [content])


def sayable(phrase: list[str], words: Lexicon) -> bool:
    """Whether folded words name something that has been said: "the claim", "the toll"."""
    return any(word in words.nouns or words.has("sayable", word) for word in phrase)


def shared_content(sentence: Tagged, words: Lexicon, taken: Taken) -> Iterator[Attribution]:
    """“The army said, and the rebels denied, that the town had fallen”: the first voice, with what both speak of."""
    for index, _, start, end in list(open_cues(sentence, taken, "V")):
        between = _SECOND_VOICE.match(sentence.tags, end)
        found = subject(sentence, start, words)
        if between is None or found is None or not sentence.items[between.end(1) - 1].cues:
            continue
        content = content_after(sentence, between.end(), words)
        if content is not None:
            taken.add(index)
            yield _make(sentence, "shared_content", found[1], (start, end), [content])


_SECOND_VOICE = re.compile(r",(C?[DNXd#P]+[AMR]*V),(?=T)")


def voice_then_content(sentence: Tagged, words: Lexicon, taken: Taken) -> Iterator[Attribution]:
    """“The mayor said that …”, “witnesses reported …”, “analysts, who note …”: the plain order."""
    for index, cue, start, end in list(open_cues(sentence, taken, "VG")):
        if sentence.tags[index] == "G" and not (index and words.has("be", sentence.items[index - 1].word)):
            continue
        if (
            passive(sentence, index, start, words)
            or reduced(sentence, index, cue, words)
            or inverted(sentence, index, start, cue, end, words)
        ):
            continue
        found = subject(sentence, start, words)
        if found is None:
            continue
        content = content_of(sentence, cue, end, words, _end_of_relative(sentence, start, end))
        if content is None or not (cue.strong or clause_like(sentence, content, words)):
            continue
        if sentence.words(content[0], content[0] + 3) == ["not", "to", "be"]:
            continue  # "asked not to be named" is a condition, not a content
        taken.add(index)
        yield _make(sentence, "voice_then_content", found[1], (start, end), [content])


def _end_of_relative(sentence: Tagged, start: int, end: int) -> int | None:
    """Where ", which has complained about rosters," or "who had seen the fall" closes: before the main verb."""
    if start < 2 or sentence.tags[start - 1] != "W":
        return None
    if sentence.tags[start - 2] != ",":
        clause = re.match(r"[DNX#P]+(?=R?[AMVv])", sentence.tags[end:])
        return end + clause.end() if clause else None
    closing = re.compile(r",R?[AMVv]").search(sentence.tags, end)
    return closing.start() if closing else None


def content_then_voice(sentence: Tagged, words: Lexicon, taken: Taken) -> Iterator[Attribution]:
    """“The bridge is gone, the mayor said” and “…, said the mayor”: a paraphrase with its voice behind it."""
    for index, cue, start, end in list(open_cues(sentence, taken, "V")):
        if passive(sentence, index, start, words):
            continue
        if inverted(sentence, index, start, cue, end, words) and (source := inverted_source(sentence, end)):
            before = start
        else:
            found = subject(sentence, start, words)
            if found is None or found[1][0] < 1 or sentence.tags[found[1][0] - 1] not in ",-S":
                continue
            source, before = found[1], found[1][0]
            if sentence.items[before - 1].word == "as":
                before -= 1
        content = content_before(sentence, before)
        more = resumed(sentence, max(end, source[1]), words)
        if content is None or (content[1] - content[0] < 2 and not more):
            continue
        taken.add(index)
        yield _make(sentence, "content_then_voice", source, (start, end), [content, *more])


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
        contents = borrowed(sentence, start, source[1], words)
        if contents:
            taken.update(range(start, end))
            yield _make(sentence, "according_to", source, (start, end), contents)


def passive_by(sentence: Tagged, words: Lexicon, taken: Taken) -> Iterator[Attribution]:
    """“The raid was described by the mayor as …”, “the toll was confirmed by doctors”."""
    for index, cue, start, end in list(open_cues(sentence, taken, "Vd")):
        by = next((i for i in range(end, min(end + 8, len(sentence.items))) if sentence.items[i].word == "by"), None)
        if by is None or re.search("[,;QVvT]", sentence.tags[end:by]):
            continue
        source = noun_phrase_after(sentence, by + 1)
        if source is None or (not passive(sentence, index, start, words) and not cue.strong):
            continue
        if not voice_like(sentence.text, sentence.over(*source), words):
            continue
        as_ = next(
            (
                i
                for i in range(*_behind_relative(sentence, source[1]))
                if sentence.items[i].word in ("as", "to", "that", "of")
            ),
            None,
        )
        if as_ is not None and (content := content_after(sentence, as_ + (sentence.items[as_].word == "as"), words)):
            contents = [content]
        elif not cue.strong or not passive(sentence, index, start, words):
            continue  # "shared by", "seen by": only deeds
        elif not (found := subject(sentence, start, words)):
            continue
        else:
            contents = [found[0]]
        taken.add(index)
        yield _make(sentence, "passive_by", source, (start, end), contents)


def _behind_relative(sentence: Tagged, end: int) -> Range:
    """The few items behind a voice, or behind what is told of it: "by a civil servant, who had seen it, as"."""
    if sentence.tags[end : end + 2] == ",W" and (closing := re.compile(r",(?=[SP])").search(sentence.tags, end + 2)):
        return closing.end(), closing.end() + 1
    return end, min(end + 3, len(sentence.items))


def participle(sentence: Tagged, words: Lexicon, taken: Taken) -> Iterator[Attribution]:
    """“…, adding that …”, “with officials warning that …”: the voice goes on, or a new one joins in."""
    for index, cue, _start, end in list(open_cues(sentence, taken, "G")):
        if index == 0:
            continue
        content = content_of(sentence, cue, end, words)
        if content is None or not (cue.strong or clause_like(sentence, content, words)):
            continue
        previous = sentence.tags[index - 1]
        if previous in "NX":
            source = noun_phrase_before(sentence, index, words)
        elif previous in ",Q-R":
            source = main_subject(sentence, index)
        else:
            continue
        if source is None:
            continue
        taken.add(index)
        yield _make(sentence, "participle", source, (index, end), [content])


def noun_claim(sentence: Tagged, words: Lexicon, taken: Taken) -> Iterator[Attribution]:
    """“The ministry's claim that …”, “a warning from doctors that …”, “fears that …”."""
    for index, item in enumerate(sentence.items):
        if item.word not in words.nouns or sentence.tags[index] not in "NVXv" or index in taken:
            continue
        that = _that_after(sentence, index, words)
        if that is None or re.match(r",D?$", sentence.tags[max(0, index - 2) : index]):
            continue  # "…, a charge that the board dismissed": "that" is the charge itself
        if _denied_before(sentence, index):
            continue  # "denied reports that …": nobody's word here but the denial
        if words.phrases["refuting"].search(" ".join(sentence.words(index, len(sentence.items)))):
            continue  # "claims that … are untrue": likewise
        content = content_after(sentence, that, words)
        if content is None or content[1] - content[0] < 3:
            continue
        taken.add(index)
        yield _make(sentence, "noun_claim", _owner(sentence, index, that, words), (index, index + 1), [content])


def _denied_before(sentence: Tagged, index: int) -> bool:
    before = [item for item in sentence.items[max(0, index - 4) : index] if item.tag in "VG"]
    return any(cue.mode in (Mode.DENIED, Mode.DOUBTED) for item in before[-1:] for cue in item.cues)


def _that_after(sentence: Tagged, index: int, words: Lexicon) -> int | None:
    """Where the content of a claiming noun starts: at "that", or at "of" behind a few of them."""
    following = sentence.tags[index + 1 : index + 9]
    if match := re.match(r"(?:P[DNX#P]*[NX])?T", following):
        return index + match.end()
    if words.has("of_nouns", sentence.items[index].word) and sentence.words(index + 1, index + 2) == ["of"]:
        return index + 2
    return None


def _owner(sentence: Tagged, index: int, that: int, words: Lexicon) -> Range | None:
    """Whose claim it is: "by X", "from X", "X's claim", "X made the claim"."""
    for position in range(index + 1, that):
        if sentence.items[position].word in ("by", "from"):
            return (position + 1, that)
    if index and sentence.items[index - 1].word.endswith(("'s", "s'")):
        start = index - 1
        while start and sentence.tags[start - 1] in "DNX#":
            start -= 1
        return (start, index)
    if index and sentence.items[index - 1].word in ("his", "her", "their", "its"):
        return (index - 1, index)
    start = index
    while start and sentence.tags[start - 1] in "DNd#":
        start -= 1
    if (
        start > 1
        and sentence.tags[start - 1] in "vV"
        and (found := subject(sentence, group_start(sentence, start - 1), words))
    ):
        return found[1]
    return None


def second_cue(sentence: Tagged, words: Lexicon, taken: Taken) -> Iterator[Attribution]:
    """“The mayor denied it and said that …”, “…, but added: …”: the same voice goes on with another verb."""
    for index, cue, start, end in list(open_cues(sentence, taken, "V")):
        joint = start - 3 if sentence.tags[max(0, start - 3) : start] == "CPN" else start - 1
        if joint < 1 or sentence.tags[joint] not in "C," or sentence.items[index].form == "base":
            continue
        content = content_of(sentence, cue, end, words)
        if content is None or not (cue.strong or clause_like(sentence, content, words)):
            continue
        source = main_subject(sentence, joint)
        if source is not None:
            taken.add(index)
            yield _make(sentence, "second_cue", source, (start, end), [content])


def figure_put(sentence: Tagged, words: Lexicon, taken: Taken) -> Iterator[Attribution]:
    """“The army put its losses at twelve”, “had given the toll as seven”: a figure in a voice's mouth."""
    for index, item in enumerate(sentence.items):
        if index in taken or item.tag not in "vV" or not words.has("putting", item.word):
            continue
        window = sentence.tags[index + 1 : index + 14]
        reach = len(re.match(r"[DNXO#Pdg]*", window)[0])  # type: ignore[index]
        at = next((i for i in range(index + 2, index + 1 + reach) if sentence.items[i].word in ("at", "as")), None)
        at = at or (index + 2 if sentence.words(index + 2, index + 3) == ["as"] else None)
        content = content_after(sentence, index + 1, words)
        found = subject(sentence, group_start(sentence, index), words)
        if at is None or content is None or found is None:
            continue
        numerals = words.words["numerals"].intersection(sentence.words(at, content[1]))
        if numerals or re.search("[#Q]", sentence.tags[at : content[1]]):
            taken.add(index)
            yield _make(sentence, "figure_put", found[1], (group_start(sentence, index), index + 1), [content])


def citing(sentence: Tagged, words: Lexicon, taken: Taken) -> Iterator[Attribution]:
    """“The ministry said …, citing field reports”: a deeper voice behind the one that speaks."""
    for index, item in enumerate(sentence.items):
        if not words.has("quoting", item.word) or index in taken:
            continue
        source = noun_phrase_after(sentence, index + 1)
        if source is None or (item.word == "cited" and index and words.has("be", sentence.items[index - 1].word)):
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
    quoted = sentence.tags[match.end()] == "Q"
    place = re.fullmatch("X", match.group(1)) and not sentence.over(0, 1).of(sentence.text).isupper()
    if content and (quoted or (not place and clause_like(sentence, content, words))):
        taken.add(match.end() - 1)
        yield _make(sentence, "voice_and_colon", match.span(1), (match.end() - 1, match.end()), [content])


def by_their_count(sentence: Tagged, words: Lexicon, taken: Taken) -> Iterator[Attribution]:
    """“Some 6,000 people, by the police's count, …”: a figure on somebody's reckoning."""
    for index, item in enumerate(sentence.items):
        if not words.has("reckonings", item.word) or index < 2 or index in taken:
            continue
        by = next((i for i in range(index - 1, max(-1, index - 7), -1) if sentence.items[i].word in ("by", "on")), None)
        if by is None or re.search("[,VvAMQ]", sentence.tags[by:index]):
            continue
        if not sentence.items[index - 1].word.endswith(("'s", "s'")):
            continue
        contents = borrowed(sentence, by, index + 1, words)
        if contents:
            taken.add(index)
            yield _make(sentence, "by_their_count", (by + 1, index), (index, index + 1), contents)


RULES: tuple[Rule, ...] = (
    quoted_as_saying,
    according_to,
    by_their_count,
    quotation_then_voice,
    quotation_then_gesture,
    told_in_court,
    passive_by,
    taken_back,
    as_reported,
    shared_content,
    voice_then_content,
    content_then_voice,
    second_cue,
    figure_put,
    participle,
    noun_claim,
    citing,
    voice_and_colon,
)
