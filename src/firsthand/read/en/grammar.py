"""English as one object: the sentences of a document, tagged, and the attributions the rules find in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from firsthand.model import Attribution, Document, Skip, Span
from firsthand.read.en.attribution import attributions_of
from firsthand.read.en.cues import open_cues
from firsthand.read.en.kinds import one_person
from firsthand.read.en.lexicon import Lexicon, lexicon
from firsthand.read.en.phrases import content_after, noun_phrase_after, subject
from firsthand.read.en.tagging import Tagged, tag
from firsthand.read.quotes import find_quotes
from firsthand.read.sentences import find_paragraphs, find_sentences
from firsthand.text import TOKEN

__all__ = [
    "deed_and_colon",
    "find_attributions",
    "quotation_after_deed",
    "quotation_alone",
    "quotation_announced",
    "tagged_sentences",
    "ticker_line",
]

_SPEECH = re.compile(
    r"(?:(?:[A-Z][\w.’'-]*|the|The|a|A|an|An|of|his|her|their|[a-z]+) ){0,5}?"
    r"(?:said|says|asked|asks|added|told|wrote|cried|shouted|replied|responded|yelled|exclaimed|tweeted|continued)\b"
)
_LONGEST = 400
"""Tokens. A longer sentence is read in pieces of this size, cut at a mark where there is one."""


@lru_cache(maxsize=1)
def tagged_sentences(document: Document) -> tuple[list[list[Tagged]], list[Skip]]:
    """The sentences of each paragraph, the title being a paragraph of its own.

    The last document is kept: the finder of spans and the statements both walk over it.
    """
    words = lexicon()
    skips: list[Skip] = []
    paragraphs: list[list[Tagged]] = []
    parts = [part for part in (document.title, document.body) if part]
    for paragraph in [p for part in parts for p in find_paragraphs(document.text, part)]:
        quotes = find_quotes(document.text, paragraph)
        sentences: list[Tagged] = []
        position = 0
        for sentence in find_sentences(document.text, paragraph, quotes, _SPEECH):
            sentence = _without_dateline(document.text, sentence) if not sentences else sentence
            inside = []
            while position < len(quotes) and quotes[position].start < sentence.end:
                inside.append(quotes[position])
                position += 1
            for piece in _pieces(document.text, sentence, skips):
                held = [quote for quote in inside if quote in piece]
                sentences.append(tag(document.text, piece, held, words))
        paragraphs.append(sentences)
    return paragraphs, skips


_DATELINE = re.compile(
    r"(?:[A-ZÀ-Þ][A-ZÀ-Þ .'’/-]{2,30}(?:, [A-Z][\w .]{1,20}?)?|[A-ZÀ-Þ][\w’' -]{2,25}?(?=,? ?\())"
    r"(?:,? ?(?:[A-Z][a-z]{2,8}\.? \d{1,2}|\d{1,2} [A-Z][a-z]{2,8}\.?)(?:,? \d{4})?)?"
    r"(?: ?\([\w /.-]{2,30}\))? ?(?:[—–]|--?|:) "
)


_CLOCK = re.compile(
    r"(?:[•*-] )?(?P<clock>\[?\d{1,2}[:.]\d{2}(?: ?(?:[AaPp]\.?[Mm]\.?|GMT|UTC|BST|CES?T|E[SD]T|local(?: time)?))?\]?"
    r"(?: ?[-–—|:])? )?"
    r"(?:(?:BREAKING|UPDATE|URGENT|FLASH|LATEST|JUST IN|ALERT|LIVE)(?: NEWS)?(?: ?[:!|–—-])+ )?"
)


def ticked(text: str, position: int) -> bool:
    """Whether the line before a position is a clock: “15:41 Rail operator …”."""
    match = _CLOCK.match(text, text.rfind("\n", 0, position) + 1, position)
    return match is not None and match["clock"] is not None and match.end() == position


def _without_dateline(text: str, sentence: Span) -> Span:
    """“NAIROBI, Oct 2 (AFP) - ”, “15:20 BREAKING: ” say where and when it was filed, and belong to no statement."""
    clock = _CLOCK.match(text, sentence.start, sentence.end)
    if clock and sentence.start < clock.end() < sentence.end:
        return Span(clock.end(), sentence.end)
    match = _DATELINE.match(text, sentence.start, sentence.end)
    return Span(match.end(), sentence.end) if match and match.end() < sentence.end - 10 else sentence


def _pieces(text: str, sentence: Span, skips: list[Skip]) -> Iterator[Span]:
    """The sentence, or pieces of it where it is too long to be one."""
    if len(sentence) <= _LONGEST * 5:
        yield sentence
        return
    start, count, mark = sentence.start, 0, 0
    cuts: list[int] = []
    for match in TOKEN.finditer(text, sentence.start, sentence.end):
        count += 1
        if match.group() in ",;:":
            mark = match.end()
        if count >= _LONGEST:
            cuts.append(mark if mark > (cuts[-1] if cuts else start) else match.end())
            count = 0
    if cuts:
        skips.append(
            Skip("read", f"sentence at {sentence.start}", f"too long to be one: read in {len(cuts) + 1} pieces")
        )
    for cut in [*cuts, sentence.end]:
        if cut > start:
            yield Span(start, cut)
        start = cut


def find_attributions(document: Document) -> tuple[Attribution, ...]:
    """Every attribution in an English document, in text order, with quotations that go on joined to their voice."""
    paragraphs, _ = tagged_sentences(document)
    words = lexicon()
    found: list[Attribution] = []
    speaking: int | None = None
    announced: Attribution | None = None
    for sentences in paragraphs:
        if not _runs_on(found, speaking, document.text):
            speaking = None
        doer: Span | None = None
        for sentence in sentences:
            here = attributions_of(sentence, words)
            if lines := list(ticker_line(sentence, words)):
                here = [*lines, *(a for a in here if a.rule != "voice_and_colon")]
            here = here or list(deed_and_colon(sentence))
            loose = _loose_quotations(sentence, here)
            if loose and not here and announced is not None:
                here, speaking = [quotation_announced(announced, loose)], None
            announced = _announcement(sentence)
            if loose and not here and speaking is not None:
                host = found[speaking]
                found[speaking] = replace(host, contents=(*host.contents, *loose))
                continue
            found += here
            quoting = [i for i in range(len(found) - len(here), len(found)) if _quotes(found[i], document.text)]
            speaking = quoting[-1] if quoting else None
            if not here and (alone := quotation_after_deed(loose, doer) or quotation_alone(loose, len(sentences))):
                found.append(alone)
                speaking = len(found) - 1
            doer = None if here or loose else _doer(sentence)
    return tuple(found)


def quotation_announced(announced: Attribution, loose: list[Span]) -> Attribution:
    """“The minister said:” at the end of one paragraph, the quotation in the next."""
    return replace(announced, contents=tuple(loose))


def _announcement(sentence: Tagged) -> Attribution | None:
    """The voice and cue of a sentence that ends in a colon."""
    if not sentence.tags.endswith(":"):
        return None
    for index, _, start, end in reversed(list(open_cues(sentence, set(), "V"))):
        found = subject(sentence, start, lexicon())
        if found and index >= len(sentence.items) - 8:
            return Attribution(sentence.over(*found[1]), sentence.over(start, end), (), "quotation_announced")
    return None


def quotation_alone(loose: list[Span], sentences: int) -> Attribution | None:
    """A quotation that is a short paragraph by itself, with no cue: the word of the voice heard last."""
    return Attribution(None, None, tuple(loose), "quotation_alone") if loose and sentences <= 3 else None


def quotation_after_deed(loose: list[Span], doer: Span | None) -> Attribution | None:
    """“The nurse shook her head. ‘There was nothing left.’”: a quotation right behind what somebody did is theirs."""
    return Attribution(doer, None, tuple(loose), "quotation_after_deed") if loose and doer else None


_SOMEBODY = ("persons", "persons_plural", "peoples", "organisations", "known_bodies", "org_words", "titles")


def ticker_line(sentence: Tagged, words: Lexicon) -> Iterator[Attribution]:
    """“15:41 Rail operator SudRail: all services suspended”: behind a clock a body or person before a colon speaks."""
    label = re.match(r"([DNX#P]{1,7}):(?=.)", sentence.tags)
    if label is None or not ticked(sentence.text, sentence.span.start):
        return
    names = sentence.words(*label.span(1))
    known = any(words.has(kind, name) for kind in _SOMEBODY for name in names) or names[0] in words.given_names
    content = content_after(sentence, label.end(), words)
    if known and content and not words.has("labels", " ".join(names)):
        source, mark = sentence.over(*label.span(1)), sentence.over(label.end() - 1, label.end())
        yield Attribution(source, mark, (sentence.over(*content),), ticker_line.__name__)


def deed_and_colon(sentence: Tagged) -> Iterator[Attribution]:
    """“Our reporter is at the harbour: ‘The wall has gone.’”: what one person does, a colon, that person's words."""
    doer = _doer(sentence) if re.search(r":Q[.]?$", sentence.tags) else None
    colon = sentence.tags.rfind(":")
    if doer and len(sentence.items[colon + 1].span) > 20:
        yield Attribution(doer, sentence.items[colon].span, (sentence.items[colon + 1].span,), deed_and_colon.__name__)


def _doer(sentence: Tagged) -> Span | None:
    """Who a sentence begins with, if it is one person who does something."""
    phrase = noun_phrase_after(sentence, 0)
    verb = re.match(r"(,X+(?=,))?(?:,[^,]*,|,)?R?[AMVv]", sentence.tags[phrase[1] :]) if phrase else None
    if phrase is None or verb is None:
        return None
    span = sentence.over(0, phrase[1] + verb.end(1) if verb[1] else phrase[1])
    return span if one_person(sentence.text, span, lexicon()) else None


def _runs_on(found: list[Attribution], speaking: int | None, text: str) -> bool:
    """Whether the last quotation was left open at the end of its paragraph: the next one goes on with it."""
    if speaking is None or not found[speaking].contents:
        return False
    return text[found[speaking].contents[-1].end - 1] not in "”’\"'»"


def _loose_quotations(sentence: Tagged, found: list[Attribution]) -> list[Span]:
    """Quotations of a sentence or more that no attribution has, in a sentence that is little else."""
    held = [content for attribution in found for content in attribution.contents]
    quotations = [item.span for item in sentence.items if item.tag == "Q" and len(item.span) > 20]
    loose = [quote for quote in quotations if not any(quote.overlaps(content) for content in held)]
    return loose if _mostly(loose, sentence) else []


def _mostly(quotations: list[Span], sentence: Tagged) -> bool:
    return sum(len(quote) for quote in quotations) >= 0.7 * len(sentence.span)


def _quotes(attribution: Attribution, text: str) -> bool:
    return any(text[content.start] in "“\"‘'«„" for content in attribution.contents)
