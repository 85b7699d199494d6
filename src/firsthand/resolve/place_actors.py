"""Countries that act, and so say nothing of where: "Russian forces", «Минобороны Украины», "Rwanda-backed rebels".

An army is named by its country wherever it fights. Were its name a hint, the town that one side captured would lie
where the other side's does not.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from firsthand.model import PlaceKind, Span
from firsthand.resolve.place_known import capitals, demonyms
from firsthand.resolve.place_mentions import Mention
from firsthand.resolve.place_spotting import Page
from firsthand.resolve.place_words import PlaceWords, is_cyrillic, place_words

__all__ = ["names_actor", "parties"]

_REACH = 4  # words from a country to the noun: "Russian and Chechen special forces"
_WHERE = frozenset({"based", "bound", "wide", "area", "born", "made"})
"""What may follow a name and a hyphen and still tell where: "Kyiv-based"; "Rwanda-backed" tells who."""


def parties(page: Page, mentions: Sequence[Mention], speakers: Sequence[Span]) -> frozenset[int]:
    """The indexes of the mentions of countries, regions and capitals that stand for those who act or speak."""
    voices = {(voice.start, voice.end) for voice in speakers}
    return frozenset(
        index
        for index, mention in enumerate(mentions)
        if _may_act(mention) and ((mention.span.start, mention.span.end) in voices or _acts(page, mention))
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
    if _begins(page.low(end + _helps(page, end)), words.deeds):
        return True
    for i in range(end, end + _REACH):
        low = page.after(i)
        if not low or not low[0].isalnum() or low in words.settlement or low in words.region:
            return False
        if _begins(low, words.forces):
            return True
        if low in words.locative or (low in words.followers and low not in words.joining):
            return False
    return False


def _begins(low: str, stems: tuple[str, ...]) -> bool:
    """Whether the word has one of the beginnings; one of up to three letters is a whole word."""
    short, long = _by_length(stems)
    return low in short or low.startswith(long)


@cache
def _by_length(stems: tuple[str, ...]) -> tuple[frozenset[str], tuple[str, ...]]:
    return frozenset(stem for stem in stems if len(stem) <= 3), tuple(stem for stem in stems if len(stem) > 3)


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


def _acts(page: Page, mention: Mention) -> bool:
    lo, hi = page.words.range(mention.span)
    if lo >= hi:  # "Russia" of "Russia's" is less than a token
        lo, hi = page.words.range(Span(mention.span.start, mention.span.end + 2))
    else:
        hi += page.words.ends[hi - 1] < mention.span.end
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
        return _begins(page.before(i), words.forces)
    at = i - 1 - (page.before(i) == "the")
    return page.low(at) == "of" and page.joined(at) and _begins(page.low(at - 1), words.forces)
