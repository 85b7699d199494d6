"""Judging the names found in Russian and Ukrainian text: which are places, and which people, papers or words.

The word lists (`placewords-ru.yaml`, `placewords-uk.yaml`) hold what differs between the two languages.
"""

from __future__ import annotations

from firsthand.model import PlaceKind
from firsthand.resolve.place_forms import bases
from firsthand.resolve.place_setting import Setting
from firsthand.resolve.place_spotting import Hit, Page

__all__ = ["cyrillic_convinces", "cyrillic_kind", "cyrillic_setting", "is_river"]

_TOWN = 5_000  # inhabitants; a smaller place needs a locative word before it somewhere in the text
_HOME = frozenset({"UA", "RU", "BY", "MD"})
_METROPOLIS = 500_000  # of which a report may tell without more words: «Багдад Саддама Хусейна»
_ABROAD = 50_000  # the same for towns that the language has no old name for
_ADJECTIVES = ("ий", "ый", "ая", "ое", "ые", "велика", "нова", "стара", "мала")
_LONG = 6  # letters; so long a word with an adjective's ending is one
_STRUCK = 5  # tokens from the strike to what is struck
_LEVEL = frozenset({"уровень", "уровня", "уровнем", "рівень", "рівня", "рівнем"})
_QUOTES = "«“\"„'"


def cyrillic_setting(page: Page, hit: Hit, previous: Setting | None, apposed: bool) -> Setting:
    """How the hit stands in its sentence.

    `previous` is the setting of the hit before, where "and" or a comma joins the two; `apposed` says that one
    stands right before this one («столица Киргизии Бишкек»).
    """
    words = hit.words
    before, after = page.before(hit.start), page.after(hit.end)
    opens = page.opens_sentence(hit.start) and hit.start not in page.datelines
    named = before in words.settlement or after in words.region or (before in words.region and not hit.ordinary)
    listed = previous is not None and previous.located and previous.possible
    led = before in words.locative or before in words.near or _described(page, hit) or _struck(page, hit, before)
    located = hit.adjective or named or led or listed or hit.start in page.datelines
    person = not hit.adjective and after not in words.region and not apposed and _is_person(page, hit, before, located)
    quoted = _is_quoted(page, hit) and before not in words.settlement
    street = before in words.streets
    return Setting(
        located,
        opens,
        person,
        possible=not (person or quoted or street or _goes_on(page, hit) or is_unknown_river(page, hit)),
    )


def _described(page: Page, hit: Hit) -> bool:
    """«в белорусском Мире», «у прикордонних Сумах»: an adjective between the locative word and the name."""
    i = hit.start - 1
    if not page.joined(hit.start) or page.capital(i) or not page.low(i).endswith(hit.words.adjective):
        return False
    return len(page.low(i)) >= _LONG and page.before(i) in hit.words.locative


def _struck(page: Page, hit: Hit, before: str) -> bool:
    """«удар по Сумах», «ударили ракетой по Орлу»: what a strike goes on to is a place."""
    if before not in hit.words.onto:
        return False
    return any(hit.words.strikes.begin(page.low(i)) for i in range(max(0, hit.start - _STRUCK), hit.start - 1))


def _is_person(page: Page, hit: Hit, before: str, located: bool) -> bool:
    """«министр Ростов», «Владимир Полтавский», «Роман Иванов»; but «мэр Харькова Терехов» has a place."""
    words = hit.words
    if before in words.titles and hit.bare and not located:
        return hit.candidates[0].kind is PlaceKind.SETTLEMENT
    if (hit.base in words.given or hit.key in words.given) and page.joined(hit.end) and page.capital(hit.end):
        return True
    if not located and _opens_a_name(page, hit):
        return True
    i = hit.start - 1
    if located or not (page.joined(hit.start) and page.capital(i)):
        return False
    first = page.words.low[i]
    if any(base in words.given for base in bases(first, hit.language)):
        return True
    opens = page.opens_sentence(i)
    return not opens and len(first) > 2 and not page.words.raw(i).isupper() and _looks_like_a_surname(hit)


def _opens_a_name(page: Page, hit: Hit) -> bool:
    """«Хасана Насраллы»: a town far abroad, and a word in capitals right after it."""
    if hit.adjective or hit.end - hit.start > 1 or not (page.joined(hit.end) and page.capital(hit.end)):
        return False
    return all(
        place.kind is PlaceKind.SETTLEMENT and place.country not in _HOME and place.population < _METROPOLIS
        for place in hit.candidates
    )


def _goes_on(page: Page, hit: Hit) -> bool:
    """An adjective before a noun in capitals is a part of a name that the gazetteer lacks: «Великая Новосёлка»."""
    if hit.adjective or hit.end - hit.start > 1 or not (page.joined(hit.end) and page.capital(hit.end)):
        return False
    return hit.ordinary or hit.base.endswith(_ADJECTIVES)


def _looks_like_a_surname(hit: Hit) -> bool:
    """One word that is no country and no region: after another word in capitals it is likely somebody's."""
    return hit.end - hit.start == 1 and hit.candidates[0].kind is PlaceKind.SETTLEMENT


def _is_quoted(page: Page, hit: Hit) -> bool:
    """«Победа» with nothing else between the quotes is a firm, a paper or a club."""
    text, starts, ends = page.words.text, page.words.starts, page.words.ends
    start, end = starts[hit.start], ends[hit.end - 1]
    return start > 0 and text[start - 1] in _QUOTES and text[end : end + 1] in "»”\"“'" and text[end : end + 1] != ""


def cyrillic_convinces(hit: Hit, setting: Setting) -> bool:
    """Whether this one occurrence is enough to take the name for a place."""
    if hit.ordinary or hit.base in hit.words.surnames or hit.base in hit.words.given:
        return setting.located and not setting.plain
    if setting.located:
        return True
    if setting.plain and not hit.bare:
        return False
    best = hit.candidates[0]
    if best.kind is not PlaceKind.SETTLEMENT or str(best.id).startswith("site:"):
        return True
    return any(place.population >= (_TOWN if place.country in _HOME else _ABROAD) for place in hit.candidates)


def is_river(page: Page, hit: Hit) -> bool:
    """Whether the words before say that a river is meant: «форсировали Днепр», «мост через Днепр», "the Dnipro"."""
    rivers = any(place.feature == "STM" for place in hit.candidates)
    if not rivers or any(place.kind is PlaceKind.COUNTRY for place in hit.candidates):
        return False  # "the Congo" may be the country
    before = page.before(hit.start)
    if before == "the" or before.startswith(hit.words.crossing) or _as_of_a_river(page, hit, before):
        return True
    return before in ("через", "of") and page.low(hit.start - 2).startswith((*hit.words.crossing, "мост", "міст"))


def _as_of_a_river(page: Page, hit: Hit, before: str) -> bool:
    """«на Тоболе», «в Урале»: one is in a town and on a river, in a river and on the mountains of its name."""
    if hit.bare or hit.adjective:
        return False
    if any(place.feature == "MTS" for place in hit.candidates):
        return before in ("в", "во", "у")
    level = before in ("в", "во", "у") and page.low(hit.start - 3) in _LEVEL  # «уровень воды в Десне»
    return before == "на" or level


def is_unknown_river(page: Page, hit: Hit) -> bool:
    """Whether the word before the name says that it is a river's, which the gazetteer does not have."""
    return page.before(hit.start) in hit.words.river and not any(place.feature == "STM" for place in hit.candidates)


def cyrillic_kind(page: Page, hit: Hit) -> PlaceKind | None:
    """What the words around it call the place: «город X», «X область»; the front at X is named after a town."""
    words, before, after = hit.words, page.before(hit.start), page.after(hit.end)
    if after in words.axis or after in words.site:
        return PlaceKind.SETTLEMENT if hit.adjective else None
    if after in words.region or (hit.adjective and after in words.district):
        return PlaceKind.REGION
    if before in words.settlement:
        return PlaceKind.SETTLEMENT
    if is_river(page, hit):
        return PlaceKind.REGION
    spread = before in words.spread and any(place.kind is PlaceKind.REGION for place in hit.candidates)
    return PlaceKind.REGION if spread else None
