"""Finding names that the gazetteer knows in running text: the longest at each word, forms of names included.

Latin names are looked up as they stand. Russian and Ukrainian ones are looked up by everything they may be a
form of (`place_forms`), and an adjective before "direction", "port" and the like by the towns it may be made of.
What a hit means, and whether it is a place at all, is for `place_mentions` to judge.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache

from firsthand.model import Candidate, PlaceId, PlaceKind, Span
from firsthand.resolve.data import load
from firsthand.resolve.gazetteer import Gazetteer, name_key
from firsthand.resolve.lexicon import Words
from firsthand.resolve.place_forms import adjective_bases, bases
from firsthand.resolve.place_words import PlaceWords, is_cyrillic, language_of, of_one_script, place_words

__all__ = [
    "POSSESSIVE",
    "Hit",
    "Known",
    "Page",
    "capitals",
    "demonyms",
    "hits_in",
    "inflected_at",
    "is_code",
    "known_to",
    "peoples",
]

POSSESSIVE = ("'s", "’s")
_LONGEST = 5  # tokens
_LONGEST_INFLECTED = 3  # the same where every word of it may change
_MOST = 60  # candidates kept of one name: the gazetteer gives the prominent ones first
_KEPT = 10_000  # names with their places that are kept from text to text
_KEPT_UNKNOWN = 100_000  # the same of names that the gazetteer lacks
_SURE = 20_000  # inhabitants; forms after one that leads to so large a place are not tried
_FORM = 0.3  # what a form costs a candidate, against the name itself
_FORM_STEP = 0.15  # and each less likely way to read it
_CODES = ("US",)
_NOT_CODES = ("M.D.",)
_SENTENCE_END = frozenset(".!?:;…\"“”«»‘’'(—–•*")


@cache
def demonyms() -> dict[str, str]:
    """“ukrainian” → “UA”: words that speak of a country without being a place, keyed as names are."""
    return {
        name_key(word): country
        for country, words in load("sides.yaml")["en"].items()
        for word in (*words.get("adjectives", ()), *words.get("people", ()))
        if word not in words["names"] and not word.replace(".", "").isupper()  # "New Zealand", "US"
    }


@cache
def capitals() -> dict[str, frozenset[str]]:
    """“london” → {“GB”}: the names of capitals, keyed as names are, with the codes of their countries."""
    found: dict[str, set[str]] = {}
    for country, words in load("sides.yaml")["en"].items():
        for name in words["capitals"]:
            found.setdefault(name_key(name), set()).add(country)
    return {name: frozenset(countries) for name, countries in found.items()}


@cache
def peoples() -> dict[str, str]:
    """“ukrainian” → “Ukraine”, “texan” → “Texas”: adjectives and people, with the name of their place."""
    sides = load("sides.yaml")["en"]
    return {**place_words("en").peoples, **{word: sides[country]["names"][0] for word, country in demonyms().items()}}


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


class Known:
    """What the gazetteer says of names, the last asked of which are kept: news repeats them from text to text."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._places: dict[str, tuple[Candidate, ...]] = {}
        self._unknown: set[str] = set()

    def __getitem__(self, name: str) -> tuple[Candidate, ...]:
        if name in self._unknown:
            return ()
        found = self._places.get(name)
        return self._ask(name) if found is None else found

    def _ask(self, name: str) -> tuple[Candidate, ...]:
        found = self._gazetteer.lookup(name)[:_MOST]
        if len(self._places) >= _KEPT:
            self._places.clear()
        if len(self._unknown) >= _KEPT_UNKNOWN:
            self._unknown.clear()
        if found:
            self._places[name] = found
        else:
            self._unknown.add(name)
        return found

    def code(self, identity: str) -> tuple[Candidate, ...]:
        """The place with that code, if there is one."""
        place = self._gazetteer.place(identity)
        return (place,) if place else ()


@lru_cache(maxsize=2)
def known_to(gazetteer: Gazetteer) -> Known:
    """What is known of names to a gazetteer, shared by all texts that are read with it."""
    return Known(gazetteer)


class Page:
    """The tokens of a text with what is asked of them over and over.

    `title` is the headline where capitals say nothing in it, else it is empty.
    """

    def __init__(self, words: Words, title: Span, language: str = "en") -> None:
        self.words = words
        self.title = title if _says_nothing(words, title) else Span(0, 0)
        self.cyrillic = "" if words.text.isascii() else language_of(words.text, language)

    def joined(self, i: int) -> bool:
        """Whether token `i` stands in the same line as the one before."""
        words = self.words
        if not 0 < i < len(words.low):
            return False
        return "\n" not in words.text[words.ends[i - 1] : words.starts[i]]

    def opens_sentence(self, i: int) -> bool:
        return not self.joined(i) or self.words.low[i - 1][0] in _SENTENCE_END

    def low(self, i: int) -> str:
        """The folded token, without a possessive ending; empty outside the text."""
        return _without_possessive(self.words.low[i]) if 0 <= i < len(self.words.low) else ""

    def before(self, i: int) -> str:
        """The token before `i` in the same line, else an empty one."""
        return self.low(i - 1) if self.joined(i) else ""

    def after(self, i: int) -> str:
        """Token `i` where it goes on in the same line, else an empty one."""
        return self.low(i) if self.joined(i) else ""

    def capital(self, i: int) -> bool:
        """Whether token `i` is a word written with a capital."""
        return 0 <= i < len(self.words.low) and self.words.capitalised(i)


def _says_nothing(words: Words, title: Span) -> bool:
    """Whether a headline writes most of its words with capitals, so that one more tells nothing."""
    lo, hi = words.range(title)
    long = [i for i in range(lo + 1, hi) if words.low[i][0].isalpha() and len(words.low[i]) > 3]
    return 2 * sum(words.capitalised(i) for i in long) > len(long)


def hits_in(page: Page, known: Known) -> Iterator[Hit]:
    """The longest known name at each word that may start one, from left to right; they never overlap."""
    text, starts, low = page.words.text, page.words.starts, page.words.low
    small = _small_starts(page.cyrillic) if page.cyrillic else frozenset()
    i = 0
    while i < len(low):
        hit = None
        if text[starts[i]].isupper():
            cyrillic = page.cyrillic and is_cyrillic(low[i])
            hit = inflected_at(page, i, known) if cyrillic else _hit_at(page, i, known)
        elif small and (low[i] in small or (i + 1 < len(low) and low[i + 1] in small)):
            hit = _small_at(page, i, known)
        if hit:
            yield hit
        i = hit.end if hit else i + 1


@cache
def _small_starts(language: str) -> frozenset[str]:
    """Words with a small letter that a name may start with, or after its first word go on with."""
    words = place_words(language)
    return words.leading | words.axis | words.site | words.district


def _hit_at(page: Page, i: int, known: Known) -> Hit | None:
    words = page.words
    for end in _ends(page, i):
        name = _without_possessive(words.text[words.starts[i] : words.ends[end - 1]])
        key = _key_of(name)
        if _never(key, words.raw(i)) or (name.endswith(".") and end == i + 2 and known[key]):
            continue  # "He flew to Marca.": a full stop, unless the gazetteer has the name with it only
        candidates = known[name if name.endswith(".") else _in_full(key)] or _postal(page, i, known)
        if is_code(words.raw(i)) and end - i == 1:
            candidates = tuple(place for place in candidates if place.kind is not PlaceKind.SETTLEMENT)
        if candidates:
            return Hit(i, end, key, candidates, base=key)
    return None


def _postal(page: Page, i: int, known: Known) -> tuple[Candidate, ...]:
    """“Ithaca, NY”: two capitals after a comma are a state of the United States, or a province of Canada."""
    raw = page.words.raw(i)
    if len(raw) != 2 or not raw.isupper() or page.before(i) != "," or not page.capital(i - 2):
        return ()
    return known.code(f"US-{raw}") or known.code(f"CA-{raw}")


def _in_full(key: str) -> str:
    """“donetsk obl” → “donetsk oblast”."""
    start, _, last = key.rpartition(" ")
    full = place_words("en").short.get(last)
    return f"{start} {full}" if start and full else key


def _never(key: str, raw: str) -> bool:
    return (
        len(key) < 2
        or raw in ("M.D.", "Rd.")
        or key in demonyms()
        or (key in place_words("en").never and raw not in _CODES)
    )


def is_code(raw: str) -> bool:
    """“USA”, “DPR”: capitals as short as these stand for a country or a region, not for a town."""
    return len(raw) <= 4 and raw.isalpha() and raw.isupper()


def _ends(page: Page, i: int) -> list[int]:
    """Where a name that starts at token `i` may end, the longest first."""
    words, ends, lists = page.words, [i + 1], place_words("en")
    for j in range(i + 1, min(i + _LONGEST, len(words.low))):
        if not page.joined(j):
            break
        if words.low[j] == "." and words.glued(j):
            if _abbreviated(words.low[j - 1]) and j - i > 1 and len(words.low[j - 1]) == 1:
                ends.append(j + 1)  # U.S., but not the full stop after a word
            elif not _abbreviated(words.low[j - 1]):
                if j == i + 1 and len(words.low[i]) <= 5:
                    ends.append(j + 1)  # "Ky."
                break
        elif words.capitalised(j) or words.low[j] in lists.region:
            ends.append(j + 1)
        elif words.low[j] not in lists.connectors:
            break
    return ends[::-1]


def _abbreviated(low: str) -> bool:
    return len(low) == 1 or low in ("st", "mt", "ft")


def _without_possessive(name: str) -> str:
    return name[:-2] if name.endswith(POSSESSIVE) else name


def _small_at(page: Page, i: int, known: Known) -> Hit | None:
    """What starts with a small letter: an adjective («мирноградский напрямок»), or «сектор Газа»."""
    low, words = page.words.low[i], place_words(page.cyrillic)
    if low in words.leading and page.joined(i + 1) and page.capital(i + 1):
        return _of_keys(page, i, i + 2, bases(_key(page, i, i + 2), page.cyrillic), known)
    return _adjective_at(page, i, known)


def inflected_at(page: Page, i: int, known: Known) -> Hit | None:
    """The longest name, in Russian or Ukrainian, that starts at token `i`."""
    words, language = place_words(page.cyrillic), page.cyrillic
    if page.words.low[i] in words.never:
        return None
    found = _adjective_at(page, i, known) or _region_of_list(page, i, known)
    if found:
        return found
    for end in _inflected_ends(page, i, words):
        key = _key(page, i, end)
        keys: tuple[str, ...] = bases(key, language)
        if end == i + 1 and page.opens_sentence(i) and not page.joined(i + 1):
            keys = (key,)
        found = _of_keys(page, i, end, keys, known)
        if found:
            return found
    return None


def _inflected_ends(page: Page, i: int, words: PlaceWords) -> list[int]:
    """Where a name that starts at token `i` may end: at words with a capital, and at "region" and "sea"."""
    ends = [i + 1]
    for j in range(i + 1, min(i + _LONGEST_INFLECTED, len(page.words.low))):
        low = page.words.low[j]
        if not page.joined(j) or not (page.capital(j) or low in words.region or low in words.features):
            break
        ends.append(j + 1)
    return ends[::-1]


def _key(page: Page, i: int, end: int) -> str:
    return _key_of(page.words.text[page.words.starts[i] : page.words.ends[end - 1]])


@lru_cache(maxsize=65536)
def _key_of(name: str) -> str:
    return name_key(of_one_script(name))


def _of_keys(page: Page, i: int, end: int, keys: Iterable[str], known: Known) -> Hit | None:
    """The places of all names that the words may be a form of; what is reached by the name itself comes first."""
    words = place_words(page.cyrillic)
    found: dict[PlaceId, Candidate] = {}
    cost: dict[PlaceId, float] = {}
    names: dict[PlaceId, str] = {}
    base, bare = "", False
    keys = tuple(keys)
    region = next((words.also[key] for key in keys if key in words.also), None)
    for rank, key in enumerate((region,) if region else keys):
        places = known[key]
        if region:
            places = tuple(place for place in places if place.kind is PlaceKind.REGION)
        bare = bare or (rank == 0 and bool(places))
        base = base or (key if places else "")
        for place in places:
            if place.id not in found:
                found[place.id] = place
                cost[place.id] = _FORM if rank else 0.0
                names[place.id] = key
        if bare and any(_prominent(place) for place in places):
            break
    places = tuple(found.values())
    if end == i + 1 and is_code(page.words.raw(i)):
        places = tuple(place for place in places if place.kind is not PlaceKind.SETTLEMENT)
    if not places:
        return None
    return Hit(i, end, _key(page, i, end), places, page.cyrillic, cost, names, bare=bare, base=base)


def _prominent(place: Candidate) -> bool:
    return place.kind is not PlaceKind.SETTLEMENT or place.population >= _SURE


def _adjective_at(page: Page, i: int, known: Known) -> Hit | None:
    """An adjective made of a town's name, before what lies there: «покровского направления»."""
    words, noun = place_words(page.cyrillic), page.after(i + 1)
    if not (noun in words.axis or noun in words.site or noun in words.district):
        return None
    found: dict[PlaceId, Candidate] = {}
    cost: dict[PlaceId, float] = {}
    names: dict[PlaceId, str] = {}
    for key, rank in adjective_bases(_key(page, i, i + 1), page.cyrillic):
        for place in known[key]:
            if place.kind is PlaceKind.SETTLEMENT and place.id not in found:
                found[place.id] = place
                cost[place.id] = _FORM_STEP * rank
                names[place.id] = key
    if not found:
        return None
    key = _key(page, i, i + 1)
    return Hit(i, i + 1, key, tuple(found.values()), page.cyrillic, cost, names, adjective=True, bare=False, base=key)


def _region_of_list(page: Page, i: int, known: Known) -> Hit | None:
    """«Донецкой» in «Донецкой и Луганской областях»."""
    words = place_words(page.cyrillic)
    key = _key(page, i, i + 1)
    if not key.endswith(words.adjective) or not (page.after(i + 1) in words.joining or page.after(i + 1) == ","):
        return None
    stem = words.plural_region[:-1]
    if not any(page.after(j).startswith(stem) for j in range(i + 3, i + 6)):
        return None
    keys = (f"{base} {words.plural_region}" for base in bases(key, page.cyrillic))
    return _of_keys(page, i, i + 1, keys, known)
