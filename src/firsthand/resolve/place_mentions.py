"""Spotting the names of places in running text, before asking which place each one means.

A name is a run of up to five tokens that starts with a capital and that the gazetteer knows. What is
known by chance only (ordinary words, people, bodies) is left out by what stands around it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from firsthand.model import Candidate, Document, NameSense, PlaceKind, Span
from firsthand.resolve.data import load
from firsthand.resolve.gazetteer import Gazetteer, name_key
from firsthand.resolve.lexicon import Words, words_of

__all__ = ["Mention", "demonyms", "lies_in", "mentions_in"]

_LONGEST = 5  # tokens
_MOST = 60  # candidates kept of one name: the gazetteer gives the prominent ones first
_KNOWN = 20_000  # inhabitants; a smaller place needs a locative word before it somewhere in the text
_WELL_KNOWN = 100_000  # the same at the start of a sentence and in a headline, where capitals say nothing
_METROPOLIS = 500_000  # the same for a name that people bear too
_SENTENCE_END = frozenset(".!?:;…\"“”«»‘’'(—–•*")
_POSSESSIVE = ("'s", "’s")
_CODES = ("US",)


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in the text with every place it may mean.

    `kind` is what the words around it call it, if anything; `container` is the index of the mention that
    follows after a comma ("Paris, Texas"). `located` says whether a locative word stands before it.
    """

    span: Span
    key: str
    candidates: tuple[Candidate, ...]
    kind: PlaceKind | None
    located: bool
    container: int | None = None


@dataclass(frozen=True, slots=True)
class _Hit:
    """A name found at tokens start ≤ i < end, before its surroundings are judged."""

    start: int
    end: int
    key: str
    candidates: tuple[Candidate, ...]


@cache
def _list(name: str) -> frozenset[str]:
    """One of the word lists of `placewords.yaml`."""
    return frozenset(load("placewords.yaml")[name])


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
def _countries() -> frozenset[tuple[str, str]]:
    """The last word of each country's name, with its code: whose the next name is, in "Türkiye's Malatya"."""
    sides = load("sides.yaml")["en"]
    return frozenset((name_key(name.split()[-1]), code) for code, words in sides.items() for name in words["names"])


@cache
def _capitals() -> frozenset[str]:
    """The names of capitals, keyed as names are: each may stand for a government that speaks."""
    return frozenset(name_key(name) for words in load("sides.yaml")["en"].values() for name in words["capitals"])


def mentions_in(document: Document, gazetteer: Gazetteer, speakers: Sequence[Span] = ()) -> list[Mention]:
    """The mentions in text order; they never overlap. The cost grows linearly with the text.

    A town's name that is among the `speakers` is a newspaper's, a firm's or a club's, unless it is a capital.
    """
    page = _Page(words_of(document.text), document.title)
    hits = list(_hits(page, gazetteer))
    settings = [_setting(page, hit) for hit in hits]
    accepted = _accepted(hits, settings)
    spoken = _spoken(page, hits, speakers)
    surnames = {hit.key for hit, setting in zip(hits, settings, strict=True) if setting.person}
    mentions = [
        _mention(page, hit, setting)
        for hit, setting in zip(hits, settings, strict=True)
        if setting.possible
        and hit.key in accepted
        and (setting.located or not (hit.key in surnames | spoken or hit.key in _list("ordinary")))
    ]
    return _with_containers(mentions, document.text)


def _spoken(page: _Page, hits: list[_Hit], speakers: Sequence[Span]) -> set[str]:
    """The names of towns that speak, other than capitals, which stand for a government."""
    named = {_plain_name(span.of(page.words.text)) for span in speakers}
    towns = (hit for hit in hits if all(place.kind is PlaceKind.SETTLEMENT for place in hit.candidates))
    return {hit.key for hit in towns if hit.key in named and hit.key not in _capitals()}


def _plain_name(voice: str) -> str:
    return name_key(voice.removeprefix("The ").removeprefix("the "))


def _says_nothing(words: Words, title: Span) -> bool:
    """Whether a headline writes most of its words with capitals, so that one more tells nothing."""
    lo, hi = words.range(title)
    long = [i for i in range(lo + 1, hi) if words.low[i][0].isalpha() and len(words.low[i]) > 3]
    return 2 * sum(words.capitalised(i) for i in long) > len(long)


class _Page:
    """The tokens of a text with what is asked of them over and over.

    `title` is the headline where capitals say nothing in it, else it is empty.
    """

    def __init__(self, words: Words, title: Span) -> None:
        self.words = words
        self.title = title if _says_nothing(words, title) else Span(0, 0)
        self.line_starts = [i == 0 or self._gap_breaks(i) for i in range(len(words))]

    def _gap_breaks(self, i: int) -> bool:
        gap = self.words.text[self.words.ends[i - 1] : self.words.starts[i]]
        return "\n" in gap

    def joined(self, i: int) -> bool:
        """Whether token `i` stands in the same line as the one before."""
        return 0 < i < len(self.words) and not self.line_starts[i]

    def opens_sentence(self, i: int) -> bool:
        return self.line_starts[i] or self.words.low[i - 1][0] in _SENTENCE_END

    def low(self, i: int) -> str:
        """The folded token, without a possessive ending; empty outside the text."""
        return _without_possessive(self.words.low[i]) if 0 <= i < len(self.words) else ""

    def capital(self, i: int) -> bool:
        """Whether token `i` is a word written with a capital."""
        return 0 <= i < len(self.words) and self.words.capitalised(i)


def _hits(page: _Page, gazetteer: Gazetteer) -> Iterator[_Hit]:
    """The longest known name at each capitalised token, from left to right."""
    seen: dict[str, tuple[Candidate, ...]] = {}
    i = 0
    while i < len(page.words):
        hit = _hit_at(page, i, gazetteer, seen) if page.capital(i) else None
        if hit:
            yield hit
        i = hit.end if hit else i + 1


def _hit_at(page: _Page, i: int, gazetteer: Gazetteer, seen: dict[str, tuple[Candidate, ...]]) -> _Hit | None:
    words = page.words
    for end in _ends(page, i):
        key = name_key(_without_possessive(words.text[words.starts[i] : words.ends[end - 1]]))
        if _never(key, words.raw(i)):
            continue
        if key not in seen:
            seen[key] = gazetteer.lookup(key)[:_MOST]
        candidates = seen[key]
        if _is_code(words.raw(i)) and end - i == 1:
            candidates = tuple(place for place in candidates if place.kind is not PlaceKind.SETTLEMENT)
        if candidates:
            return _Hit(i, end, key, candidates)
    return None


def _never(key: str, raw: str) -> bool:
    return len(key) < 2 or key in demonyms() or (key in _list("never") and raw not in _CODES)


def _is_code(raw: str) -> bool:
    """“USA”, “DPR”: capitals as short as these stand for a country or a region, not for a town."""
    return len(raw) <= 4 and raw.isalpha() and raw.isupper()


def _ends(page: _Page, i: int) -> list[int]:
    """Where a name that starts at token `i` may end, the longest first."""
    words, ends = page.words, [i + 1]
    for j in range(i + 1, min(i + _LONGEST, len(words))):
        if not page.joined(j):
            break
        if words.low[j] == "." and words.glued(j) and _abbreviated(words.low[j - 1]):
            if j - i > 1 and len(words.low[j - 1]) == 1:
                ends.append(j + 1)  # U.S., but not the full stop after a word
        elif words.capitalised(j) or words.low[j] in _list("region"):
            ends.append(j + 1)
        elif words.low[j] not in _list("connectors"):
            break
    return ends[::-1]


def _abbreviated(low: str) -> bool:
    return len(low) == 1 or low in ("st", "mt", "ft")


def _without_possessive(name: str) -> str:
    return name[:-2] if name.endswith(_POSSESSIVE) else name


@dataclass(frozen=True, slots=True)
class _Setting:
    """How a hit stands in its sentence.

    `located`: a locative word before it, or a word of its kind beside it. `plain`: a capital here says
    nothing (start of a sentence, a headline). `person`: it is part of a person's name. `possible` is
    false where it is certainly no place.
    """

    located: bool
    plain: bool
    person: bool
    possible: bool


def _setting(page: _Page, hit: _Hit) -> _Setting:
    before = page.low(hit.start - 1) if page.joined(hit.start) else ""
    after = page.low(hit.end) if page.joined(hit.end) else ""
    headline = page.words.starts[hit.start] < page.title.end
    located = (
        (before in _list("locative") and not (headline and before == "to"))  # "to Cut Jobs"
        or (before == "of" and page.low(hit.start - 2) in _list("settlement") | _list("region") | _list("parts"))
        or after in _list("region") | _list("settlement")
    )
    if headline:
        return _Setting(located, plain=True, person=False, possible=_known(hit) or not _goes_on(page, hit))
    opens = page.opens_sentence(hit.start)
    if _strong(hit):
        possible = before not in _list("titles") and not _of_a_body(page, hit, before)
        return _Setting(located, opens, person=False, possible=possible)
    person = _part_of_name(page, hit, before)
    return _Setting(located, opens, person, possible=not person)


def _known(hit: _Hit) -> bool:
    best = hit.candidates[0]
    return best.kind is not PlaceKind.SETTLEMENT or best.population >= _WELL_KNOWN


def _strong(hit: _Hit) -> bool:
    """A country, a region with a name of its own, a large city of several words: neighbours do not matter."""
    if hit.key in _list("given"):
        return False
    best = hit.candidates[0]
    if best.kind is PlaceKind.SETTLEMENT:
        return hit.end - hit.start > 1 and best.population >= _WELL_KNOWN
    return best.sense is not NameSense.OTHER


def _part_of_name(page: _Page, hit: _Hit, before: str) -> bool:
    """“Mr Paris”, “Jack London”, “Sofia Petrova”, “Kyiv Post”: a longer name that is no place's."""
    if before in _list("titles"):
        return True
    return _follows_a_name(page, hit, before) or _goes_on(page, hit)


def _of_a_body(page: _Page, hit: _Hit, before: str) -> bool:
    """“Kenya Red Cross Society”, “Baltic Civic Forum”, “Environment Canada”: a body with a country in its name."""
    if hit.end - hit.start > 1 or _is_code(page.words.raw(hit.start)):
        return False
    if page.words.low[hit.end - 1].endswith(_POSSESSIVE):
        return False
    goes_on = [k for k in (hit.end, hit.end + 1) if page.joined(k) and page.capital(k)]
    if len(goes_on) == 2 and not any(page.low(k) in _list("followers") for k in goes_on):
        return True
    return _follows_a_name(page, hit, before) and not page.opens_sentence(hit.start - 1)


def _follows_a_name(page: _Page, hit: _Hit, before: str) -> bool:
    """Whether a word in capitals stands before that is no part of the place's name."""
    if not (page.joined(hit.start) and page.capital(hit.start - 1)) or _in_owner(page, hit):
        return False
    return not (before in _list("leaders") or before in _list("never") or _of_people(before))


def _in_owner(page: _Page, hit: _Hit) -> bool:
    """“Türkiye's Malatya”: the country before it owns it, and it lies there; “France's Macron” lies nowhere."""
    if hit.start == 0 or not page.words.low[hit.start - 1].endswith("'s"):
        return False
    owner = name_key(page.low(hit.start - 1))
    return any((owner, place.country) in _countries() for place in hit.candidates)


def _goes_on(page: _Page, hit: _Hit) -> bool:
    """Whether a longer name goes on after the hit, or a firm's partner stands beside it."""
    if not page.joined(hit.end):
        return False
    if page.low(hit.end) in _list("particles") and page.joined(hit.end + 1) and page.capital(hit.end + 1):
        return True  # "Vau i Dejës"
    if page.words.low[hit.end - 1].endswith(_POSSESSIVE) and page.capital(hit.end):
        return page.low(hit.end) in _list("venues") and not _known(hit)  # "St Anne's Square"
    if "&" in (page.low(hit.end), page.low(hit.start - 1)):
        return True
    possessive = page.words.low[hit.end - 1].endswith(_POSSESSIVE)
    follows = page.capital(hit.end) and page.low(hit.end - 1) != "."
    return follows and not possessive and page.low(hit.end) not in _list("followers")


def _of_people(low: str) -> bool:
    """“Ukrainian”, and “Russian-occupied”."""
    return low in demonyms() or low.split("-")[0] in demonyms() or low.split("-")[-1] in ("occupied", "held")


def _accepted(hits: list[_Hit], settings: list[_Setting]) -> set[str]:
    """The names that are places somewhere in the text, and those that share a place with one of them."""
    accepted = set()
    for hit, setting in zip(hits, settings, strict=True):
        if setting.possible and hit.key not in accepted and _convinces(hit, setting):
            accepted.add(hit.key)
    ids = {place.id for hit in hits if hit.key in accepted for place in hit.candidates}
    for hit in hits:
        shares = any(place.id in ids for place in hit.candidates)
        if shares and hit.key not in _list("ordinary") and hit.key not in _list("given"):
            accepted.add(hit.key)
    return accepted


def _convinces(hit: _Hit, setting: _Setting) -> bool:
    """Whether this one occurrence is enough to take the name for a place."""
    if hit.key in _list("ordinary"):
        return setting.located
    if any(place.kind is not PlaceKind.SETTLEMENT for place in hit.candidates) or setting.located:
        return True
    largest = max(place.population for place in hit.candidates)
    if hit.key in _list("given"):
        return largest >= _METROPOLIS
    return largest >= (_WELL_KNOWN if setting.plain else _KNOWN)


def _mention(page: _Page, hit: _Hit, setting: _Setting) -> Mention:
    words = page.words
    end = words.ends[hit.end - 1]
    if words.low[hit.end - 1].endswith(_POSSESSIVE):
        end -= 2
    return Mention(Span(words.starts[hit.start], end), hit.key, hit.candidates, _kind(page, hit), setting.located)


def _kind(page: _Page, hit: _Hit) -> PlaceKind | None:
    """What the words around it call the place: "the city of X", "X province", "across X"."""
    before = page.low(hit.start - 1) if page.joined(hit.start) else ""
    noun = page.low(hit.start - 2) if before in ("of", "the") else before
    after = page.low(hit.end) if page.joined(hit.end) else ""
    if after in _list("region") or (before == "of" and noun in _list("region")):
        return PlaceKind.REGION
    if after in _list("settlement") or (noun in _list("settlement") and before != "the"):
        return PlaceKind.SETTLEMENT
    if after in ("and", "или", "и", "та") and _plural_region(page, hit.end):
        return PlaceKind.REGION
    return PlaceKind.REGION if before in _list("spread") else None


def _plural_region(page: _Page, i: int) -> bool:
    """“Donetsk and Luhansk regions”: from the “and” on, one name and then a plural."""
    return any(page.low(j) in ("regions", "oblasts", "provinces", "states") for j in range(i + 2, i + 4))


def _with_containers(mentions: list[Mention], text: str) -> list[Mention]:
    """Joins "Paris, Texas": the second mention is where the first one lies, if one of its meanings fits."""
    joined = []
    for index, mention in enumerate(mentions):
        following = mentions[index + 1] if index + 1 < len(mentions) else None
        if (
            following
            and not _both_countries(mention, following)
            and text[mention.span.end : following.span.start].rstrip() == ","
            and any(lies_in(inner, outer) for inner in mention.candidates for outer in following.candidates)
        ):
            mention = replace(mention, container=index + 1)
        joined.append(mention)
    return joined


def _both_countries(one: Mention, other: Mention) -> bool:
    """“China, Japan” is a list, although there is a village of China in Japan."""
    return one.candidates[0].kind is PlaceKind.COUNTRY and other.candidates[0].kind is PlaceKind.COUNTRY


def lies_in(inner: Candidate, outer: Candidate) -> bool:
    """Whether the first place is known to lie in the second, a country or a region."""
    if outer.kind is PlaceKind.COUNTRY:
        return inner.country == outer.country and inner.id != outer.id
    return outer.kind is PlaceKind.REGION and inner.region == outer.id
