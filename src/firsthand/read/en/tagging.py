"""A sentence as a row of items with one-letter tags, so that rules can be written as short patterns over it.

D determiner     O pronoun          N noun or other word   X capitalised name   # number
P preposition    t to               A be, have, do         M modal              ! negation
R adverb         C and, or, but     S subordinator         T that               W who, which
V cue verb       G cue in -ing      v other verb           g other in -ing      d other in -ed
Q quotation (one item, marks included)                     , ; : - ( ) .        marks
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

from firsthand.model import Span
from firsthand.read.en.lexicon import Cue, Lexicon
from firsthand.read.sentences import ABBREVIATIONS
from firsthand.text import fold, tokens

__all__ = ["Item", "Tagged", "tag"]

_MARKS = {",": ",", ";": ";", ":": ":", "—": "-", "–": "-", "-": "-", "(": "(", ")": ")", "[": "(", "]": ")"}
_ADJECTIVAL = ("ian", "ean", "ish", "ese", "can", "ench", "raqi", "aeli", "stani", "utch", "reek")


@dataclass(frozen=True, slots=True)
class Item:
    """A token, or a whole quotation, with its folded form and its tag."""

    span: Span
    word: str
    tag: str
    cues: tuple[Cue, ...] = ()
    form: str = ""
    """The form of a verb (base, s, past, participle, past+participle, ing), if it is one."""


@dataclass(frozen=True, slots=True)
class Tagged:
    """A sentence: its items, and their tags as one string, character by item."""

    text: str
    span: Span
    items: tuple[Item, ...]
    tags: str

    def over(self, start: int, end: int) -> Span:
        """The characters of items start ≤ i < end."""
        return Span(self.items[start].span.start, self.items[end - 1].span.end)

    def words(self, start: int, end: int) -> list[str]:
        return [item.word for item in self.items[start:end]]

    def index(self, position: int) -> int:
        """The first item that starts at or after a character position."""
        return bisect_left(self.items, position, key=lambda item: item.span.start)


def tag(text: str, sentence: Span, quotes: list[Span], words: Lexicon) -> Tagged:
    """Tag one sentence, with each quotation in it as one item."""
    spans = _without_abbreviation_dots(text, _units(text, sentence, quotes))
    shouting = _capitals_mean_nothing(text, spans)
    items: list[Item] = []
    for index, (span, quoted) in enumerate(spans):
        loud = shouting or (not quoted and _among_capitals(text, spans, index, words))
        item = Item(span, "", "Q") if quoted else _item(text, span, index == 0 or _after_mark(items), loud, words)
        items.append(item)
    settled = _settle(items, words)
    return Tagged(text, sentence, tuple(settled), "".join(item.tag for item in settled))


def _units(text: str, sentence: Span, quotes: list[Span]) -> list[tuple[Span, bool]]:
    units: list[tuple[Span, bool]] = []
    position = sentence.start
    for quote in quotes:
        units += [(span, False) for span in tokens(text, Span(position, max(position, quote.start)))]
        units.append((Span(max(quote.start, sentence.start), min(quote.end, sentence.end)), True))
        position = quote.end
    units += [(span, False) for span in tokens(text, Span(position, max(position, sentence.end)))]
    return units


def _without_abbreviation_dots(text: str, units: list[tuple[Span, bool]]) -> list[tuple[Span, bool]]:
    """“Mr.” and “J.” in the middle of a sentence are one item, so that a name is not cut in two."""
    joined: list[tuple[Span, bool]] = []
    for span, quoted in units:
        before = joined[-1][0] if joined else None
        if before and not quoted and text[span.start] == "." and span is not units[-1][0] and before.end == span.start:
            word = before.of(text)
            if len(word) <= 6 and word[0].isupper() and (len(word) == 1 or word.lower() in ABBREVIATIONS):
                joined[-1] = (Span(before.start, span.end), False)
                continue
        if (
            before
            and not quoted
            and text[span.start] in "’'"
            and before.end == span.start
            and text[before.end - 1] == "s"
        ):
            joined[-1] = (Span(before.start, span.end), False)  # "Traders’ Association"
            continue
        joined.append((span, quoted))
    return joined


def _capitals_mean_nothing(text: str, spans: list[tuple[Span, bool]]) -> bool:
    """Whether most words have a capital, as in a headline: then a capital says nothing about a name."""
    words = [text[s.start] for s, quoted in spans if not quoted and len(s) > 3 and text[s.start].isalpha()]
    return len(words) >= 4 and sum(char.isupper() for char in words) >= 0.7 * len(words)


def _among_capitals(text: str, spans: list[tuple[Span, bool]], index: int, words: Lexicon) -> bool:
    """Whether this is a verb shouted in half a headline ("11 BURNED ALIVE as …"): its capitals make no name of it."""
    if not _loud(text, spans, index) or not (_loud(text, spans, index - 1) or _loud(text, spans, index + 1)):
        return False
    return spans[index][0].of(text).endswith(("ED", "EN")) or fold(spans[index][0].of(text)) in words.common


def _loud(text: str, spans: list[tuple[Span, bool]], index: int) -> bool:
    if not 0 <= index < len(spans) or spans[index][1]:
        return False
    span = spans[index][0]
    if not text[span.start].isupper() or len(span) <= 3:
        return False
    surface = span.of(text)
    return surface.isupper() and surface.isalpha()


def _after_mark(items: list[Item]) -> bool:
    return items[-1].tag in ":" or (len(items) == 1 and items[0].tag in "-Q(")


def _item(text: str, span: Span, first: bool, shouting: bool, words: Lexicon) -> Item:
    surface = span.of(text)
    word = fold(surface)
    if not surface[0].isalnum() and len(surface) == 1:
        return Item(span, word, "#" if surface in "£$€¥₴₽%" else "X" if surface == "&" else _MARKS.get(surface, "."))
    if surface[0].isdigit():
        return Item(span, word, "#")
    if word == "that":
        return Item(span, word, "T")
    if word == "to":
        return Item(span, word, "t")
    name = surface[0].isupper() and not first and not shouting
    if not name or word in ("i",):
        if letter := words.closed.get(word):
            return Item(span, word, letter)
        if word.endswith("n't"):
            return Item(span, word, "A")
    if name or (surface.isupper() and len(surface) > 1 and not shouting):
        return Item(span, word, "X")
    return _open_class(span, word, surface, first and not shouting, words)


def _open_class(span: Span, word: str, surface: str, first: bool, words: Lexicon) -> Item:
    cues = words.cues.get(word, ())
    if cues:
        forms = {cue.form for cue in cues}
        return Item(span, word, "G" if forms == {"ing"} else "V", cues, cues[0].form)
    if form := words.common.get(word):
        return Item(span, word, "g" if form == "ing" else "v", form=form)
    if word.endswith("ly") and len(word) > 4 and not words.has("not_adverbs", word):
        return Item(span, word, "R")
    if first and surface[0].isupper() and not _ordinary(word, words):
        return Item(span, word, "X")
    if word.endswith("ing") and len(word) > 5:
        return Item(span, word, "g", form="ing")
    if word.endswith("ed") and len(word) > 4:
        return Item(span, word, "d", form="past+participle")
    return Item(span, word, "N")


def _ordinary(word: str, words: Lexicon) -> bool:
    """Whether a capitalised first word is known as a common noun."""
    kinds = (
        "persons",
        "persons_plural",
        "organisations",
        "organisations_plural",
        "peoples",
        "documents",
        "counters",
    )
    return (
        any(words.has(kind, word) for kind in kinds)
        or word in words.nouns
        or word.endswith(("tion", "ness", "ment", "s"))
    )


def _settle(items: list[Item], words: Lexicon) -> list[Item]:
    """Decide words that may be a noun or a verb ("report", "claims") by what stands beside them."""
    settled: list[Item] = []
    for index, item in enumerate(items):
        following = "".join(other.tag for other in items[index + 1 : index + 4])
        if item.tag == "T" and re.match(r"[N#]N?[P,.;]", following) and settled and settled[-1].tag in "VvPG":
            item = Item(item.span, item.word, "D")  # "withdrew that figure on Tuesday"
        if item.tag == "G" and following[:1] == "N" and settled and settled[-1].word.endswith(("'s", "s'")):
            item = Item(item.span, item.word, "N")  # "Malawi's ruling party"
        if item.tag in "VG" and not _completed(items, index):
            item = _plain_verb(item, words)
        if item.tag in "Vv" and item.form in ("base", "s") and not _is_verb(items, settled, index, words):
            item = Item(item.span, item.word, "N", item.cues, item.form)
        elif (
            item.tag == "v"
            and item.word.endswith("ed")
            and following[:1] == "P"
            and settled
            and settled[-1].tag in "NX"
        ):
            item = Item(item.span, item.word, "d", item.cues, item.form)  # "a post published by", or a plain past
        elif (
            item.tag in "Vv"
            and item.form in ("past", "participle", "past+participle")
            and _is_adjective(items, settled, index)
        ):
            item = Item(item.span, item.word, "d", item.cues, item.form)
        settled.append(item)
    return settled


def _completed(items: list[Item], index: int) -> bool:
    """Whether a cue of several words ("single out") is there whole."""
    return any(
        tuple(other.word for other in items[index + 1 : index + 1 + len(cue.rest)]) == cue.rest
        for cue in items[index].cues
    )


def _plain_verb(item: Item, words: Lexicon) -> Item:
    if item.form == "ing":
        return Item(item.span, item.word, "g", form=item.form)
    if item.word in words.common:
        return Item(item.span, item.word, "v", form=item.form)
    return Item(item.span, item.word, "d" if item.word.endswith("ed") else "N", form=item.form)


def _is_verb(items: list[Item], before: list[Item], index: int, words: Lexicon) -> bool:
    after = items[index + 1].tag if index + 1 < len(items) else "."
    item = items[index]
    if not words.has("noun_like", item.word):
        return True
    if not before:
        return False
    previous = before[-1]
    if previous.tag in "MtO!W":
        return True
    if (sure := _beyond_doubt(items, before, index, after, words)) is not None:
        return sure
    if previous.tag in "DP#GgE" or previous.word.endswith(("'s", "s'")):
        return False
    if previous.tag == "A":
        return previous.word in ("do", "does", "did", "don't", "doesn't", "didn't")
    if after in "AMv" or (after == "V" and items[index + 1].form not in ("base", "s")):
        return False
    if words.has("invariant", item.word):
        return after in "DOXQ#tPRS"
    if _ends_a_phrase(item, previous, after, words):
        return False
    subject = _last_noun(before)
    if subject is None:
        return previous.tag in "QR,)"
    if subject.tag == "X" and subject.word.endswith(_ADJECTIVAL):
        return False  # "Russian forces", "Sudanese claims"
    many = _several(subject.word)
    return many if item.form == "base" else (not many or subject.tag == "X")


def _several(noun: str) -> bool:
    return (noun.endswith("s") and not noun.endswith("ss")) or noun in ("people", "police", "media", "men", "women")


def _beyond_doubt(items: list[Item], before: list[Item], index: int, after: str, words: Lexicon) -> bool | None:
    """Words that what stands beside them decides: “close to”, “Marca claim that”, “…, Marca claim.”"""
    item = items[index]
    if any(cue.rest == ("back",) for cue in item.cues) and [i.word for i in items[index + 1 : index + 2]] == ["back"]:
        return before[-1].tag in "NXO"  # "the farmer hit back"
    if item.word == "close" and index + 1 < len(items) and items[index + 1].word == "to":
        return False
    if item.cues and before[-1].tag == "X" and (after == "T" or (after == "." and _set_off(before))):
        return True
    if item.cues and item.form == "base" and after in "P." and _people_set_off(before, words):
        return True
    return None


def _people_set_off(before: list[Item], words: Lexicon) -> bool:
    """Whether people stand right before, behind a comma, and where they are: “…, doctors at the clinic estimate.”"""
    tags = "".join(item.tag for item in before)
    phrase = re.search(",D?([Nd]*N)(?:PD?[NX]+)*$", tags)
    return phrase is not None and words.has("persons_plural", before[phrase.end(1) - 1].word)


def _set_off(before: list[Item]) -> bool:
    """Whether the names at the end of what stands before come right after a comma."""
    tags = "".join(item.tag for item in before)
    return re.search(",X+$", tags) is not None


def _ends_a_phrase(item: Item, previous: Item, after: str, words: Lexicon) -> bool:
    """“Medical supplies and”, “the board's preliminary figures on”: a noun at the end of its phrase."""
    if after in "C,.;()" and previous.tag not in "XQ":
        return True
    return after == "P" and previous.tag == "N" and words.has("documents", item.word.removesuffix("s"))


def _last_noun(before: list[Item]) -> Item | None:
    for item in reversed(before[-3:]):
        if item.tag in "NXOd":
            return item
        if item.tag not in "R":
            return None
    return None


def _is_adjective(items: list[Item], before: list[Item], index: int) -> bool:
    """Whether a past form stands before a noun as its adjective ("the reported losses")."""
    if not before or before[-1].tag not in "D#" or index + 1 >= len(items):
        return False
    return items[index + 1].tag in "NX"
