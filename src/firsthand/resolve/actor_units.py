"""Military units by their number or their name: "the 51st Army", «38-я бригада морской пехоты», «батальон „Кракен“»."""

from __future__ import annotations

from firsthand.resolve.actor_words import Found, Reading

__all__ = ["UNIT_RULES", "numbered_unit", "unit_by_name"]

_BETWEEN = 5  # words between the number and the formation: "separate guards motor rifle"
_SUFFIX = 3  # letters of an ordinal: 51-ша
_QUOTES = frozenset("«»“”„\"'")
_LARGEST = 2000


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
    tail = reading.lists.unit_tails.at(reading.words, end, reading.stop)
    end, after = _owner_after(reading, tail[0] if tail else end)
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


UNIT_RULES = (numbered_unit, unit_by_name)


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
    short = reading.lists.inflected and i + 1 < reading.stop and reading.words.raw(i + 1)[-2:-1].isupper()
    return (i + 1, int(word)) if short and not glued else None


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
