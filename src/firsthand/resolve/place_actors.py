"""Countries that act, and so say nothing of where: "Russian forces", «Минобороны Украины», "Rwanda-backed rebels".

An army is named by its country wherever it fights. Were its name a hint, the town that one side captured would lie
where the other side's does not.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from firsthand.model import Candidate, PlaceKind, Span
from firsthand.resolve.gazetteer import name_key
from firsthand.resolve.place_known import capitals, demonyms
from firsthand.resolve.place_mentions import Mention
from firsthand.resolve.place_spotting import POSSESSIVE, Page
from firsthand.resolve.place_words import PlaceWords, is_cyrillic, place_words

__all__ = ["names_actor", "of_a_body", "parties"]

_REACH = 4  # words from a country to the noun: "Russian and Chechen special forces"
_WHERE = frozenset({"based", "bound", "wide", "area", "born", "made"})
"""What may follow a name and a hyphen and still tell where: "Kyiv-based"; "Rwanda-backed" tells who."""


def parties(page: Page, mentions: Sequence[Mention], speakers: Sequence[Span]) -> frozenset[int]:
    """The indexes of the mentions of countries, regions and capitals that stand for those who act or speak."""
    voices = {(voice.start, voice.end) for voice in speakers}
    return frozenset(
        index
        for index, mention in enumerate(mentions)
        if (_may_act(mention) and ((mention.span.start, mention.span.end) in voices or _acts(page, mention)))
        or of_a_body(page, mention.candidates[0] if mention.candidates else None, mention.span)
    )


def names_actor(page: Page, start: int, end: int) -> bool:
    """Whether what follows a country's name or adjective, which are the tokens start ≤ i < end, is its force, its
    ministry or what it does in war.
    """
    words = _lists(page, start)
    if page.low(end) == "-" and page.low(end + 1) in words.tails:
        return page.low(end + 1) not in _WHERE
    if not page.joined(end):
        return False
    if words.deeds.begin(page.low(end + _helps(page, end))):
        return True
    for i in range(end, end + _REACH):
        low = page.after(i)
        if not low or not low[0].isalnum() or low in words.settlement or low in words.region:
            return False
        if words.forces.begin(low):
            return True
        if low in words.locative or (low in words.followers and low not in words.joining):
            return False
    return False


def _lists(page: Page, i: int) -> PlaceWords:
    return place_words(page.cyrillic if page.cyrillic and is_cyrillic(page.words.low[i]) else "en")


def _helps(page: Page, i: int) -> bool:
    """“have captured”, “also struck”: one short word between who acts and what is done."""
    return page.low(i) in ("has", "have", "had", "also", "again", "later", "снова", "также", "знову", "також")


def _may_act(mention: Mention) -> bool:
    best = mention.candidates[0] if mention.candidates else None
    if best is None:
        return False
    return best.kind is not PlaceKind.SETTLEMENT or mention.key in capitals() or mention.key in demonyms()


def _is_capital(place: Candidate) -> bool:
    return place.kind is PlaceKind.SETTLEMENT and place.country in _capital_of(place.name)


@lru_cache(maxsize=4096)
def _capital_of(name: str) -> frozenset[str]:
    return capitals().get(name_key(name), frozenset())


def of_a_body(page: Page, best: Candidate | None, span: Span) -> bool:
    """Whether a country's or a capital's name says only whose ministry or staff it is: «Генштаб Киева», “Moscow's
    defence ministry”. A capital's police and council are the city's own.
    """
    if best is None or not (best.kind is PlaceKind.COUNTRY or _is_capital(best)):
        return False
    lo, hi = _tokens(page, span)
    if lo >= hi:
        return False
    words = _lists(page, lo)
    if words.adjective:
        return words.bodies.begin(page.before(lo))
    if page.before(lo) == "of" and words.bodies.begin(page.low(lo - 2)):
        return True
    owns = page.words.text[span.end : span.end + 2] in POSSESSIVE
    return owns and any(words.bodies.begin(page.after(i)) for i in (hi, hi + 1))


def _tokens(page: Page, span: Span) -> tuple[int, int]:
    """The tokens of a name, with its possessive ending: "Russia" of "Russia's" is less than a token."""
    lo, hi = page.words.range(span)
    if lo >= hi:
        return page.words.range(Span(span.start, span.end + 2))
    return lo, hi + (page.words.ends[hi - 1] < span.end)


def _acts(page: Page, mention: Mention) -> bool:
    lo, hi = _tokens(page, mention.span)
    if lo >= hi:
        return False
    return _belongs(page, lo) or (names_actor(page, lo, hi) and not _led(page, lo))


def _led(page: Page, i: int) -> bool:
    """“in Russia captured”: what stands after "in" is where, whatever verb follows."""
    return page.before(i) in _lists(page, i).locative


def _belongs(page: Page, i: int) -> bool:
    """“the army of Myanmar”, «Минобороны России», «ВС РФ»: the force or the ministry stands before the country."""
    words = _lists(page, i)
    if words.adjective:
        return words.forces.begin(page.before(i))
    at = i - 1 - (page.before(i) == "the")
    return page.low(at) == "of" and page.joined(at) and words.forces.begin(page.low(at - 1))
