"""What looks like a figure and is none: dates, ages, names, numbers of things. Each rule is asked in turn."""

from __future__ import annotations

from collections.abc import Callable

from firsthand.resolve.quantity_scan import Amount, Scan, counted_after, near_people

__all__ = ["REFUSALS"]

_YEARS = range(1900, 2100)
_OLD_YEARS = range(1000, 1900)
_YEAR_JOINS = frozenset({"and", "to", "-", "–"})
_MEASURES = ("length", "mass")
_OLDEST = 120
_NO_YEAR = 10_000  # «800 млн годом ранее» is no year
_BEFORE_LOCATIVE = frozenset({"в", "во", "на", "о", "об", "при", "у"})
_AND, _YEARS_OLD = frozenset({"и", "і", "й", "та"}), frozenset({"лет", "года", "год", "років", "роки", "рік"})
_JOINS = _AND | {"and"}
_CLOSES = frozenset({",", ".", ")", ";", "!", "?", ""}) | _JOINS
_PLURALS = ("ов", "ев", "ей", "ів", "їв", "ам", "ям", "ами", "ями", "ах", "ях", "люди", "дети", "діти")
_PLURAL_BEFORE = ("ые", "ие", "ых", "их", "ыми", "ими", "ні", "ві", "кі")
_COMPARED = frozenset({"levels"})
_COUPLE = ("супруг", "подружж", "подружк", "пара", "пари", "сестр", "брат")
_STREET = 4  # words of an address after its number


def part_of_date(scan: Scan, amount: Amount) -> bool:
    """A number inside a date or another time expression counts nothing."""
    return scan.in_date(amount.start)


def bare_year(scan: Scan, amount: Amount) -> bool:
    """Four digits from 1900 to 2099 are a year after "in", "of", "since" or "by", between two years, and wherever
    neither a counted noun nor a bounding word says otherwise.
    """
    word = scan.low(amount.start)
    if len(word) != 4 or not word.isdecimal() or amount.end - amount.start > 1 or amount.unit:
        return False
    if int(word) not in _YEARS:
        return int(word) in _OLD_YEARS and _beside_year(scan, amount)
    bounded = scan.known.before.before(scan.words, amount.start, scan.lo)
    if bounded and bounded[1] != "exact":
        counted = counted_after(scan, amount)
        return counted is not None and counted.unit in _COMPARED  # "exceeded 2019 levels"
    if scan.known.has("before_year", scan.low(amount.start - 1)) or _beside_year(scan, amount):
        return True
    return counted_after(scan, amount) is None


def _beside_year(scan: Scan, amount: Amount) -> bool:
    """“between 1702 and 1711”, “from 1914 to 1918”, “1914–18”: four digits after the one or before the other."""
    opens = scan.known.has("opens_years", scan.low(amount.start - 1))
    after = scan.low(amount.end + 1)
    if opens and scan.low(amount.end) in _YEAR_JOINS and len(after) == 4 and after.isdecimal():
        return True
    return scan.low(amount.start - 1) in _YEAR_JOINS and scan.known.has("opens_years", scan.low(amount.start - 3))


def clock_time(scan: Scan, amount: Amount) -> bool:
    """A number before "a.m.", "GMT", «утра», «мая» and the like is a time of day, a day or a year."""
    told = scan.known.clock.at(scan.words, amount.end, scan.hi)
    if told and (amount.value or 0) < _NO_YEAR:  # but «за три ночи», «22 года колонии»
        spans = scan.known.has("spanning", scan.low(amount.start - 1))
        return not spans and not scan.known.starts("term_stems", scan.low(told[0]))
    follows = scan.low(amount.end)
    return follows in (":", "h") and scan.words.glued(amount.end) and scan.low(amount.end + 1)[:1].isdecimal()


def age(scan: Scan, amount: Amount) -> bool:
    """A person's age ("aged 34", "34-year-old", "Ana Ruiz, 34,", "a woman, 34,", «ему 34 года») counts nothing."""
    words, before = scan.words, amount.start - 1
    after = amount.end + 1 if scan.low(amount.end) == "-" else amount.end
    if scan.known.has("ages_before", scan.low(before)) or scan.known.ages_after.at(words, after, scan.hi):
        return True
    if _age_limit(scan, amount) or _years_of_age(scan, amount) or _young(scan, amount) or _ages_together(scan, amount):
        return True
    if _age_of_named(scan, amount):
        return True
    if scan.low(before) != "," or scan.low(amount.end) not in (",", ".", ")") or before < 1:
        return False
    return words.capitalised(before - 1) and (amount.value or 0) < _OLDEST


def _age_of_named(scan: Scan, amount: Amount) -> bool:
    """“a woman, 62, was hurt”, “a mother (38)”, “two men, 35 and 41,”, «мужчина 54 лет и …»: the figure alone after one
    person, or two figures after several.
    """
    end = amount.end + (scan.low(amount.end) in _YEARS_OLD)
    if amount.unit or not scan.low(amount.start).isdecimal() or not 0 < (amount.value or 0) < _OLDEST:
        return False
    opens, first = amount.start - 1, amount.start
    second = scan.low(opens) in _JOINS and scan.low(opens - 1).isdecimal()
    if second:
        opens, first = opens - 2, opens - 1
    pair = second or (scan.low(end) in _JOINS and scan.low(end + 1).isdecimal())
    if scan.low(opens) in (",", "("):
        closed = scan.low(end) in (_CLOSES if scan.low(opens) == "," else (")",)) or (pair and not second)
        return closed and _is_person(scan, opens, several=pair)
    return end > amount.end and scan.low(end) in _CLOSES and _is_person(scan, first, several=False)


def _is_person(scan: Scan, at: int, *, several: bool) -> bool:
    """Whether a noun for a person ends before token `at`, and for one only unless several may be meant."""
    word = scan.low(at - 1)
    if scan.known.has("kin", word):
        return True
    found = scan.known.units.before(scan.words, at, scan.lo)
    if found is None or found[1].group != "person":
        return False
    if several or found[1].singular:
        return True
    return scan.known.head_first and not word.endswith(_PLURALS) and not scan.low(at - 2).endswith(_PLURAL_BEFORE)


def _age_limit(scan: Scan, amount: Amount) -> bool:
    """“students over 18”, “children under 5”, with no noun after it."""
    at = amount.start - 1
    if not scan.known.has("age_bounds", scan.low(at)) or not 0 < (amount.value or 0) < 100 or amount.unit:
        return False
    named = scan.known.units.before(scan.words, at, scan.lo)
    return named is not None and named[1].group == "person" and counted_after(scan, amount) is None


def _ages_together(scan: Scan, amount: Amount) -> bool:
    """«супруги 67 и 70 лет»: two numbers of years right after the word for a couple."""
    first = amount.start - 2 if scan.low(amount.start - 1) in _AND else amount.start
    second = amount.end + 1 if first == amount.start else amount.start
    if first == amount.start and scan.low(amount.end) not in _AND:
        return False
    figures = scan.low(first).isdecimal() and scan.low(second).isdecimal()
    return figures and scan.low(second + 1) in _YEARS_OLD and scan.low(first - 1).startswith(_COUPLE)


def _young(scan: Scan, amount: Amount) -> bool:
    """«7-месячный ребёнок»: the time after the hyphen is the age of a person."""
    joined = scan.known.joined.at(scan.words, amount.end + 1, scan.hi) if scan.low(amount.end) == "-" else None
    person = scan.known.units.at(scan.words, joined[0], scan.hi) if joined else None
    return person is not None and person[1].group == "person"


def _years_of_age(scan: Scan, amount: Amount) -> bool:
    """«ему было 34 года», «Марии Лопес 41 год»: years after a person."""
    if not scan.known.sets["age_before_years"] or not 0 < (amount.value or 0) < _OLDEST:
        return False
    before = amount.start - 1
    named = before > scan.lo and scan.low(before)[0].isalpha() and scan.words.capitalised(before)
    if not named and not scan.known.has("age_before_years", scan.low(before)):
        return False
    counted = counted_after(scan, amount)
    if counted is None or counted.unit != "years":
        return False
    return not scan.known.starts("term_stems", scan.low(counted.end))  # «дали ему 22 года колонии»


def part_of_name(scan: Scan, amount: Amount) -> bool:
    """A number glued to letters or a mark, as in T-72, G7, 9/11 or #5, is part of a name."""
    words, i = scan.words, amount.start
    if not words.low[i][0].isdecimal():
        return False
    if words.glued(i):
        before = words.low[i - 1]
        if before[-1].isalnum() or before in "/#№_@.:\\'’`":
            return True
        if before in "-–" and (i == 1 or (words.glued(i - 1) and words.low[i - 2][-1].isalpha())):
            return True
    after = scan.low(amount.end)
    glued = amount.end < len(words) and words.glued(amount.end)
    return glued and (after in ("/", "_", "@") or (after.isalpha() and _unknown_suffix(scan, amount)))


def _unknown_suffix(scan: Scan, amount: Amount) -> bool:
    """Whether the letters glued to the digits are neither a unit nor a scale: "747s", "4x4"."""
    at = amount.end
    return scan.known.units.at(scan.words, at, scan.hi) is None and not scan.known.has("ordinals", scan.low(at))


def ordinal(scan: Scan, amount: Amount) -> bool:
    """An ordinal, such as 51st or «51-я», and a number joined to a word, as in «9-этажный», count nothing."""
    words, end = scan.words, amount.end
    if end >= len(words) or not words.glued(end):
        return False
    if scan.known.has("ordinals", scan.low(end)):
        return True
    if scan.low(end) != "-" or not scan.low(end + 1)[:1].isalpha() or not words.glued(end + 1):
        return False
    if scan.known.joined.at(words, end + 1, scan.hi):
        return False
    if scan.low(end + 1) == "м" and scan.low(amount.start - 1) in _BEFORE_LOCATIVE:
        return True  # «на 9-м этаже»
    found = scan.known.units.at(words, end + 1, scan.hi)
    return scan.known.head_first and (found is None or scan.known.group_of(found[1].name) not in _MEASURES)


def calibre(scan: Scan, amount: Amount) -> bool:
    """Millimetres are a calibre, unless they are "of" something, such as rain."""
    at = amount.end + (scan.low(amount.end) == "-")
    found = scan.known.calibres.at(scan.words, at, scan.hi)
    return found is not None and not scan.known.has("of", scan.low(found[0]))


def numbered_thing(scan: Scan, amount: Amount) -> bool:
    """A number after "Article", "Flight", "Brigade" and the like tells one of them from the others."""
    if scan.words.glued(amount.start) or amount.start == scan.lo:
        return False
    before = amount.start - 1
    if _house_number(scan, amount.end):
        return True
    if scan.known.numbered.before(scan.words, amount.start, scan.lo):
        counted = counted_after(scan, amount)
        return counted is None or counted.unit in scan.known.common  # «пункт 5 соглашения»
    dot = scan.low(before) == "." and scan.low(before - 1) == "no"
    return dot or (scan.known.has("numbered", scan.low(before)) and scan.words.capitalised(before))


def _house_number(scan: Scan, i: int) -> bool:
    """“10 Downing Street”: capitalised words up to a word for a street follow."""
    for k in range(i, min(i + _STREET, scan.hi)):
        if not scan.words.capitalised(k):
            return False
        if scan.known.has("streets", scan.low(k)):
            return k > i
    return False


def long_identifier(scan: Scan, amount: Amount) -> bool:
    """A telephone number, or another row of groups of digits, counts nothing."""
    i = amount.start
    if scan.low(i - 1) == "+" and scan.words.glued(i):
        return True
    groups = 1
    for step in (-1, 1):
        k = i + step
        while 0 <= k < len(scan.words) and groups < 3 and (scan.low(k) in "-–" or scan.low(k).isdecimal()):
            groups += scan.low(k).isdecimal()
            k += step
    return groups >= 3 and scan.low(i)[0].isdecimal()


def pronoun_one(scan: Scan, amount: Amount) -> bool:
    """“One” counts something only before a noun known to be countable, or beside “killed” and the like."""
    if amount.value != 1 or scan.low(amount.start)[0].isdecimal() or amount.end - amount.start > 1:
        return False
    if scan.known.has("pronouns_after_one", scan.low(amount.end)):
        return True
    if scan.known.has("pronouns_before_one", scan.low(amount.start - 1)):
        return True
    counted = counted_after(scan, amount)
    if counted is not None and counted.unit not in scan.known.common:
        return False
    return not near_people(scan, amount.start, counted.end if counted else amount.end)


def multiplied(scan: Scan, amount: Amount) -> bool:
    """«в три раза» and “five times as many” compare, and count nothing."""
    led = scan.known.has("multiplied", scan.low(amount.start - 1))
    if not led and (not scan.known.sets["comparing"] or scan.low(amount.end) not in scan.known.units):
        return False
    counted = counted_after(scan, amount)
    if counted is None or counted.unit != "times":
        return False
    return led or scan.known.has("comparing", scan.low(counted.end))


REFUSALS: tuple[Callable[[Scan, Amount], bool], ...] = (
    part_of_date,
    bare_year,
    clock_time,
    age,
    part_of_name,
    ordinal,
    calibre,
    numbered_thing,
    long_identifier,
    pronoun_one,
    multiplied,
)
