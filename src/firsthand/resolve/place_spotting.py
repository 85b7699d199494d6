"""Finding names that the gazetteer knows in running text: the longest at each word, forms of names included.

Latin names are looked up as they stand. Russian and Ukrainian ones are looked up by everything they may be a
form of (`place_forms`), and an adjective before "direction", "port" and the like by the towns it may be made of.
What a hit means, and whether it is a place at all, is for `place_mentions` to judge.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from itertools import compress, count

from firsthand.model import Candidate, NameSense, PlaceId, Span
from firsthand.resolve.lexicon import Words, words_of
from firsthand.resolve.place_forms import bases
from firsthand.resolve.place_known import Known, Named, is_code, is_never, is_own_key, key_of, without_towns
from firsthand.resolve.place_words import PlaceWords, compounds_cut, is_cyrillic, language_of, place_words

__all__ = ["POSSESSIVE", "Hit", "Page", "hits_in", "inflected_at", "page_of"]

POSSESSIVE = ("'s", "’s")
_LONGEST = 5  # tokens
_LONGEST_INFLECTED = 3  # the same where every word of it may change
_CITY = 20_000  # inhabitants; reports are sent from such
_AROUND = 12  # words before or after a name that may tell of fighting there
_STATIONS = ("электростанци", "станци", "електростанці", "станці")
_SENTENCE_END = frozenset(".!?:;…\"“”«»‘’'(—–•*")


_CAPITALS = "A-ZА-ЯІЇЄҐ"
_DATELINE = re.compile(
    rf"^[{_CAPITALS}][{_CAPITALS}'’-]+(?: [{_CAPITALS}'’-]{{2,}}){{0,3}}"
    rf"(?:,? (?:\d{{1,2}} [^\W\d_]+\.?|\d{{4}}(?: (?:года|року|[гр]\.))?"
    rf"|[{_CAPITALS}][^\W\d_]*\.?(?: \d{{1,2}}\b)?)){{0,6}}"
    r"[.,]? ?(?:\([^()\n]{1,30}\) ?)?[-–—]{1,2}\s",
    re.MULTILINE,
)
"""“KYIV, Ukraine (AP) —”, «СУМЫ, 4 марта —»: a line's first word in capitals, with what may stand before the dash."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A name found at tokens start ≤ i < end, before its surroundings are judged.

    `cost` says for each place how far the text's form is from a name of it: 0 for the name itself; `names` has
    that name, and `base` the first of them. `adjective` says that it is one («мирноградский»); `bare` that the text
    has the name as it is listed.
    """

    start: int
    end: int
    key: str
    candidates: tuple[Candidate, ...]
    language: str = "en"
    cost: dict[PlaceId, float] = field(default_factory=dict)
    names: dict[PlaceId, str] = field(default_factory=dict)
    adjective: bool = False
    bare: bool = True
    base: str = ""

    @property
    def words(self) -> PlaceWords:
        """The lists of its language."""
        return place_words(self.language)

    @property
    def ordinary(self) -> bool:
        """Whether it is an ordinary word as well."""
        return self.base in self.words.ordinary or self.key in self.words.ordinary


def _hit(start: int, end: int, named: Named, language: str, adjective: bool = False) -> Hit:
    return Hit(
        start,
        end,
        named.key,
        named.candidates,
        language,
        named.cost,
        named.names,
        adjective,
        named.bare,
        named.base,
    )


class Page:
    """The tokens of a text with what is asked of them over and over.

    `title` is the headline where capitals say nothing in it, else it is empty; `datelines` are the tokens that open
    a dateline.
    """

    def __init__(self, words: Words, title: Span, language: str = "en") -> None:
        self.words = compounds_cut(words)
        self.title = title if _says_nothing(words, title) else Span(0, 0)
        self.cyrillic = "" if words.text.isascii() else language_of(words.text, language)
        self._lines = _line_starts(self.words)
        self.datelines = _datelines(self.words)

    def fought(self, start: int, end: int) -> bool:
        """Whether words near the tokens start ≤ i < end, in their line, tell of fighting on the ground."""
        low, lines, first, last = self.words.low, self._lines, start, start + 1
        while first > max(0, start - _AROUND) and first not in lines:
            first -= 1
        while last < min(len(low), end + _AROUND) and last not in lines:
            last += 1
        return last >= end and any(_tells_of_fighting(word, self.cyrillic) for word in low[first:last])

    def joined(self, i: int) -> bool:
        """Whether token `i` stands in the same line as the one before."""
        return 0 < i < len(self.words.low) and i not in self._lines

    def opens_sentence(self, i: int) -> bool:
        return not self.joined(i) or self.words.low[i - 1][0] in _SENTENCE_END

    def low(self, i: int) -> str:
        """The folded token, without a possessive ending; empty outside the text."""
        low = self.words.low
        if not 0 <= i < len(low):
            return ""
        word = low[i]
        return word[:-2] if word[-1] == "s" and word.endswith(POSSESSIVE) else word

    def before(self, i: int) -> str:
        """The token before `i` in the same line, else an empty one."""
        return self.low(i - 1) if self.joined(i) else ""

    def after(self, i: int) -> str:
        """Token `i` where it goes on in the same line, else an empty one."""
        return self.low(i) if self.joined(i) else ""

    def capital(self, i: int) -> bool:
        """Whether token `i` is a word written with a capital."""
        return 0 <= i < len(self.words.low) and self.words.capitalised(i)


@lru_cache(maxsize=65536)
def _tells_of_fighting(low: str, cyrillic: str) -> bool:
    return place_words("en").fighting.begin(low) or (bool(cyrillic) and place_words(cyrillic).fighting.begin(low))


@lru_cache(maxsize=1)
def page_of(text: str, title: Span, language: str) -> Page:
    """The page of a text; the last one is kept, as every step asks for it."""
    return Page(words_of(text), title, language)


def _line_starts(words: Words) -> frozenset[int]:
    """The tokens before which a line breaks."""
    text, starts, found = words.text, words.starts, set[int]()
    at = text.find("\n")
    while at >= 0:
        found.add(bisect_left(starts, at))
        at = text.find("\n", at + 1)
    return frozenset(found)


def _datelines(words: Words) -> frozenset[int]:
    """The tokens that say at the start of a line where it was written."""
    return frozenset(bisect_left(words.starts, found.start()) for found in _DATELINE.finditer(words.text))


def _says_nothing(words: Words, title: Span) -> bool:
    """Whether a headline writes most of its words with capitals, so that one more tells nothing."""
    lo, hi = words.range(title)
    long = [i for i in range(lo + 1, hi) if words.low[i][0].isalpha() and len(words.low[i]) > 3]
    return 2 * sum(words.capitalised(i) for i in long) > len(long)


def hits_in(page: Page, known: Known) -> Iterator[Hit]:
    """The longest known name at each word that may start one, from left to right; they never overlap."""
    text, starts, low = page.words.text, page.words.starts, page.words.low
    small = text.lower()
    plants = _plants(low) if "nuclear" in small or "атомн" in small else ()
    free = 0  # the first token that no name has taken
    for i in _openings(page):
        if i < free:
            continue
        plant = _plant_at(page, i, known) if i + 1 in plants else None
        if plant:
            hit: Hit | None = plant
        elif not text[starts[i]].isupper():
            hit = _small_at(page, i, known)
        elif page.cyrillic and is_cyrillic(low[i]):
            hit = inflected_at(page, i, known)
        else:
            hit = _hit_at(page, i, known)
        if hit:
            free = hit.end
            yield hit


def _plants(low: list[str]) -> frozenset[int]:
    """The tokens that may stand for a nuclear plant after the name of one."""
    return frozenset(i for i, word in enumerate(low) if word == "nuclear" or word.startswith("атомн"))


def _openings(page: Page) -> list[int]:
    """The tokens that a name may start at: those with a capital, and what may stand with one."""
    text, low = page.words.text, page.words.low
    found = list(compress(count(), map(str.isupper, map(text.__getitem__, page.words.starts))))
    small = _small_starts(page.cyrillic) if page.cyrillic else frozenset()
    if not small:
        return found
    beside = [i for i, word in enumerate(low) if word in small]
    return sorted({*found, *beside, *(i - 1 for i in beside if i)})


@cache
def _small_starts(language: str) -> frozenset[str]:
    """Words with a small letter that a name may start with, or after its first word go on with."""
    words = place_words(language)
    return words.leading | words.axis | words.site | words.district


def _hit_at(page: Page, i: int, known: Known) -> Hit | None:
    cut_short = _cut_short(page, i, known)
    if cut_short:
        return cut_short
    words = page.words
    text, start, first = words.text, words.starts[i], words.raw(i)
    for end in _ends(page, i):
        name = text[start : words.ends[end - 1]]
        if name[-1] == "s":
            name = _without_possessive(name)
        elif end == i + 2 and name[-1] == "." and known[key_of(name)]:
            continue  # "He flew to Marca.": a full stop, unless the gazetteer has the name with it only
        named = known.latin(name, first)
        if i in page.datelines and is_code(first):  # a name in capitals, and no abbreviation
            named = _of_cities(known.latin(name.title(), first.title())) or named
        if named:
            return _hit(i, end, named, "en")
    return _postal(page, i, known)


def _plant_at(page: Page, i: int, known: Known) -> Hit | None:
    """“Kursk nuclear power plant”, «Запорожская атомная электростанция»: the plant, spelled out in small letters."""
    if page.after(i + 1) == "nuclear" and page.after(i + 2) in ("power", "plant", "station"):
        end = i + 3 + (page.after(i + 2) == "power")
        named = known.latin(f"{page.words.raw(i)} nuclear power plant", page.words.raw(i))
        return _hit(i, end, named, "en") if named and page.after(end - 1) in ("plant", "station") else None
    if not (page.cyrillic and page.after(i + 1).startswith("атомн") and page.after(i + 2).startswith(_STATIONS)):
        return None
    named = known.forms(f"{page.words.low[i]} {'аес' if page.cyrillic == 'uk' else 'аэс'}", page.cyrillic)
    return _hit(i, i + 3, named, page.cyrillic) if named else None


def _of_cities(named: Named | None) -> Named | None:
    return named if named and any(place.population >= _CITY for place in named.candidates) else None


def _cut_short(page: Page, i: int, known: Known) -> Hit | None:
    """“Birmingham, Ala.”: a state as newspapers write it after a town."""
    code = place_words("en").postal.get(page.words.low[i])
    if not code or page.low(i + 1) != "." or page.before(i) != "," or not page.capital(i - 2):
        return None
    candidates = tuple(replace(state, sense=NameSense.ABBREVIATION) for state in known.code(f"US-{code}"))
    return Hit(i, i + 2, page.words.low[i], candidates, base=page.words.low[i]) if candidates else None


def _postal(page: Page, i: int, known: Known) -> Hit | None:
    """“Ithaca, NY”: two capitals after a comma are a state of the United States, or a province of Canada."""
    raw = page.words.raw(i)
    if len(raw) != 2 or not raw.isupper() or page.before(i) != "," or not page.capital(i - 2):
        return None
    key = key_of(raw)
    candidates = () if is_never(key, raw) else known.code(f"US-{raw}") or known.code(f"CA-{raw}")
    return Hit(i, i + 1, key, candidates, base=key) if candidates else None


@cache
def _going_on() -> frozenset[str]:
    """Words with a small letter within or at the end of a name."""
    lists = place_words("en")
    return _last_words() | lists.connectors | {"."}


@cache
def _last_words() -> frozenset[str]:
    """Words with a small letter that a name may end with: "Aleppo province", "Kyivskyi district", "Rafah crossing"."""
    lists = place_words("en")
    return lists.region | lists.district | lists.features


def _ends(page: Page, i: int) -> list[int]:
    """Where a name that starts at token `i` may end, the longest first."""
    words, ends, within, last = page.words, [i + 1], _going_on(), _last_words()
    connectors = place_words("en").connectors
    for j in range(i + 1, min(i + _LONGEST, len(words.low))):
        joined_on = _joined_on(words.raw(j), connectors)
        if not (words.low[j] in within or words.capitalised(j) or joined_on) or not page.joined(j):
            break
        if words.low[j] == "." and words.glued(j):
            if _abbreviated(words.low[j - 1]) and j - i > 1 and len(words.low[j - 1]) == 1:
                ends.append(j + 1)  # U.S., but not the full stop after a word
            elif not _abbreviated(words.low[j - 1]):
                if j == i + 1 and len(words.low[i]) <= 5:
                    ends.append(j + 1)  # "Ky."
                break
        elif joined_on or words.capitalised(j) or (words.low[j] in last and words.low[i] != "the"):  # "The bridge"
            ends.append(j + 1)
        elif words.low[j] not in connectors:
            break
    return ends[::-1]


def _joined_on(raw: str, connectors: frozenset[str]) -> bool:
    """“al-Balah” in “Deir al-Balah”: a small word of a name with a hyphen, and a capital behind it."""
    head, hyphen, tail = raw.partition("-")
    return hyphen != "" and head in connectors and tail[:1].isupper()


def _abbreviated(low: str) -> bool:
    return len(low) == 1 or low in ("st", "mt", "ft")


def _without_possessive(name: str) -> str:
    return name[:-2] if name.endswith(POSSESSIVE) else name


def _small_at(page: Page, i: int, known: Known) -> Hit | None:
    """What starts with a small letter: an adjective («мирноградский напрямок»), or «сектор Газа»."""
    low, words = page.words.low[i], place_words(page.cyrillic)
    if low in words.leading and page.joined(i + 1) and page.capital(i + 1):
        return _form_at(page, i, i + 2, known)
    return _adjective_at(page, i, known, page.after(i + 1))


def inflected_at(page: Page, i: int, known: Known) -> Hit | None:
    """The longest name, in Russian or Ukrainian, that starts at token `i`."""
    words = place_words(page.cyrillic)
    if page.words.low[i] in words.never:
        return None
    after = page.after(i + 1)
    found = _adjective_at(page, i, known, after) or _region_of_list(page, i, known, after)
    if found:
        return found
    for end in _inflected_ends(page, i, words):
        found = _form_at(page, i, end, known)
        if found:
            return found
    return None


def _inflected_ends(page: Page, i: int, words: PlaceWords) -> list[int]:
    """Where a name that starts at token `i` may end: at words with a capital, and at "region" and "sea"."""
    ends = [i + 1]
    for j in range(i + 1, min(i + _LONGEST_INFLECTED, len(page.words.low))):
        low = page.words.low[j]
        if not (page.capital(j) or low in words.region or low in words.features) or not page.joined(j):
            break
        ends.append(j + 1)
    return ends[::-1]


def _form_at(page: Page, i: int, end: int, known: Known) -> Hit | None:
    """What the tokens up to `end` may be a form of; a word alone in its line, and a code, is a name as it stands."""
    key = _key(page, i, end)
    short = len(key) <= 2 and is_code(page.words.raw(i))  # «ЕС»
    if short or (end == i + 1 and page.opens_sentence(i) and not page.joined(i + 1)):
        named = known.of_keys(key, (key,), place_words(page.cyrillic))
    else:
        named = known.forms(key, page.cyrillic)
    return _judged(page, i, end, named)


def _judged(page: Page, i: int, end: int, named: Named | None) -> Hit | None:
    """The hit, without towns where it is a code."""
    if named and end == i + 1 and is_code(page.words.raw(i)) and i not in page.datelines:
        named = without_towns(named)
    return _hit(i, end, named, page.cyrillic) if named else None


def _key(page: Page, i: int, end: int) -> str:
    words = page.words
    if end == i + 1 and is_own_key(words.low[i]):
        return words.low[i]
    last = place_words(page.cyrillic).short.get(words.low[end - 1]) if end > i + 1 else None
    if last:  # «Донецкой обл»
        return key_of(f"{words.text[words.starts[i] : words.ends[end - 2]]} {last}")
    return key_of(words.text[words.starts[i] : words.ends[end - 1]])


def _adjective_at(page: Page, i: int, known: Known, noun: str) -> Hit | None:
    """An adjective made of a town's name, before what lies there: «покровского направления»."""
    words = place_words(page.cyrillic)
    if not (noun in words.axis or noun in words.site or noun in words.district):
        return None
    whole = _form_at(page, i, i + 2, known) if noun in words.site else None
    if whole:
        return whole  # «Крымский мост» is known by that name
    named = known.adjective(_key(page, i, i + 1), page.cyrillic)
    return _hit(i, i + 1, named, page.cyrillic, adjective=True) if named else None


def _region_of_list(page: Page, i: int, known: Known, after: str) -> Hit | None:
    """«Донецкой» in «Донецкой и Луганской областях»."""
    words = place_words(page.cyrillic)
    if not (after == "," or after in words.joining):
        return None
    key, stem = _key(page, i, i + 1), words.plural_region[:-1]
    if not key.endswith(words.adjective) or not any(page.after(j).startswith(stem) for j in range(i + 3, i + 6)):
        return None
    keys = [f"{base} {words.plural_region}" for base in bases(key, page.cyrillic)]
    return _judged(page, i, i + 1, known.of_keys(key, keys, words))
