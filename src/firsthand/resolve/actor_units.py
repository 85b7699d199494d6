"""Military units by their number or their name: "the 51st Army", «38-я бригада морской пехоты», «батальон „Кракен“»."""

from __future__ import annotations

from firsthand.resolve.actor_words import Found, Reading, lists_of
from firsthand.resolve.lexicon import Words

__all__ = ["UNIT_RULES", "group_by_name", "names_group", "numbered_unit", "unit_by_name"]

_BETWEEN = 5  # words between the number and the formation: "separate guards motor rifle"
_SUFFIX = 3  # letters of an ordinal: 51-ша
_QUOTES = frozenset("«»“”„\"'")
_LARGEST = 2000
_NAME = 3  # words of a name in quotation marks


def numbered_unit(reading: Reading, i: int) -> Found | None:
    """A number and a formation: "51st Army", «38-я бригада морской пехоты», «72-га ОМБр»; the side is that of the
    nationality before it, or of the force after it.
    """
    owner = reading.nationality(i) or reading.capital(reading.lists.owners, i)
    first = owner[0] if owner else i
    number = _ordinal(reading, first)
    if number is None:
        return None
    formation = _formation(reading, number[0])
    if formation is None:
        return None
    end, kind = formation
    end, after = _owner_after(reading, end)
    tail = reading.lists.unit_tails.at(reading.words, end, reading.stop) if after is None else None
    if tail:
        end, after = _owner_after(reading, tail[0])
    side = owner[1] if owner else after
    return Found(i, end, side, f"unit:{number[1]}:{kind}", "unit")


def unit_by_name(reading: Reading, i: int) -> Found | None:
    """A formation with a name: "Azov Brigade", «батальон „Ахмат“»."""
    unit = reading.lists.unit_names.at(reading.words, i, reading.stop)
    if unit is not None:
        at = unit[0] + (reading.low(unit[0]) in _QUOTES)
        named = reading.named_unit(at)
        if named:
            end = named[0] + (at > unit[0] and reading.low(named[0]) in _QUOTES)
            return Found(i, end, named[1].side, named[1].id, named[1].kind)
    named = reading.named_unit(i)
    follows = reading.lists.unit_names.at(reading.words, named[0], reading.stop) if named else None
    if named is None or follows is None or reading.lists.inflected:
        return None
    return Found(i, follows[0], named[1].side, named[1].id, named[1].kind)


def group_by_name(reading: Reading, i: int) -> Found | None:
    """A group of forces with a name of its own, be it that of a town: "Luhansk tactical group", «тактична група
    „Луганськ“»; the side is that of the nationality before it, or of the force after it.
    """
    if reading.lists.inflected:
        start, end = i, _named_group(reading, i)
    else:
        start, end = _group_around(reading, i)
    if end is None:
        return None
    words = reading.words
    owner = reading.lists.adjectives.before(words, start, 0) if start and not reading.apart(start) else None
    if owner and not (reading.lists.inflected or words.capitalised(owner[0])):
        owner = None
    known = reading.organisation(start)
    if known and (owner is None or owner[1] == known[1].side):
        return Found(owner[0] if owner else start, known[0], known[1].side, known[1].id, known[1].kind)
    end, after = _owner_after(reading, end)
    return Found(owner[0] if owner else start, end, owner[1] if owner else after, None, "unit")


def _named_group(reading: Reading, i: int) -> int | None:
    """The index after a group of forces at token `i` and the name behind it: «тактична група „Луганськ“»."""
    group = reading.lists.groups.at(reading.words, i, reading.stop)
    at = group[0] if group else reading.stop
    if at >= reading.stop or reading.apart(at):
        return None
    if reading.low(at) in _QUOTES:
        closing = (k for k in range(at + 2, min(at + 2 + _NAME, reading.stop)) if reading.low(k) in _QUOTES)
        return next((k + 1 for k in closing), None)
    known = reading.organisation(at) or reading.lists.bodies.at(reading.words, at, reading.stop)
    country = reading.capital(reading.lists.names, at)
    named = reading.words.capitalised(at) and not known and not country
    return at + 1 if named and not reading.words.glued(at) else None


def _group_around(reading: Reading, i: int) -> tuple[int, int | None]:
    """The tokens of a group of forces with its name before or after it, or with a nationality before it only."""
    group = reading.lists.groups.at(reading.words, i, reading.stop)
    before = i > 0 and reading.words.capitalised(i - 1) and not reading.apart(i)
    if group and before and not reading.has("articles", reading.low(i - 1)):
        of_state = reading.lists.adjectives.before(reading.words, i, 0)
        return (i if of_state else i - 1), group[0]
    return i, _named_group(reading, i) if reading.words.capitalised(i) else None


UNIT_RULES = (numbered_unit, unit_by_name, group_by_name)


def names_group(words: Words, start: int, end: int, language: str) -> bool:
    """Whether a town's name, the tokens start ≤ i < end, is that of a group of forces beside it."""
    lists = lists_of(language)
    if lists is None:
        return False
    if not lists.inflected and lists.groups.at(words, end, len(words)):
        return True
    found = lists.groups.before(words, start, 0)
    return found is not None and (lists.inflected or words.capitalised(found[0]))


def _ordinal(reading: Reading, i: int) -> tuple[int, int] | None:
    """The index after an ordinal, and its number: "51st", "First", «38-я», «36» before an abbreviation."""
    word = reading.low(i)
    if word in reading.lists.ordinal_words and reading.words.capitalised(i):
        return i + 1, reading.lists.ordinal_words[word]
    if i >= reading.stop or not word.isdecimal() or not word.isascii() or not 0 < int(word[:5]) < _LARGEST:
        return None
    glued = i + 1 < reading.stop and reading.words.glued(i + 1)
    if glued and reading.has("ordinal_suffixes", reading.low(i + 1)):
        return i + 2, int(word)
    suffix = reading.low(i + 2)
    if glued and reading.low(i + 1) == "-" and reading.words.glued(i + 2) and 0 < len(suffix) <= _SUFFIX:
        return (i + 3, int(word)) if suffix.isalpha() else None
    if glued or i + 1 >= reading.stop:
        return None
    short = reading.lists.inflected and reading.words.raw(i + 1)[-2:-1].isupper()
    return (i + 1, int(word)) if short or reading.has("single", reading.low(i + 1)) else None


def _formation(reading: Reading, i: int) -> tuple[int, str] | None:
    """The formation after an ordinal: the index after it, and its word in English."""
    for k in range(i, min(i + _BETWEEN + 1, reading.stop)):
        if reading.apart(k):
            return None
        found = reading.lists.units.at(reading.words, k, reading.stop)
        if found and (reading.lists.inflected or reading.words.capitalised(k)):
            following = _formation(reading, found[0]) if not reading.lists.inflected and found[0] == k + 1 else None
            return following or found
        word = reading.low(k)
        between = word.endswith(reading.lists.endings) if reading.lists.inflected else reading.has("unit_words", word)
        if not between and not (word == "-" and k > i):
            return None
    return None


def _owner_after(reading: Reading, end: int) -> tuple[int, str | None]:
    """The force that the unit belongs to: «ВСУ», «ВДВ РФ», "of the Ukrainian Armed Forces"."""
    at = end
    if reading.lists.sets["of"]:
        if not reading.has("of", reading.low(at)):
            return end, None
        at += 1 + reading.has("articles", reading.low(at + 1))
        nationality = reading.nationality(at) if at < reading.stop else None
        body = reading.lists.bodies.at(reading.words, nationality[0], reading.stop) if nationality else None
        if nationality and body:
            return body[0], nationality[1]
    force = reading.organisation(at)
    if force and force[1].kind not in ("media", "observer", "international", "ngo"):
        return force[0], force[1].side
    country = reading.capital(reading.lists.names, at)
    return country if country else (end, None)
