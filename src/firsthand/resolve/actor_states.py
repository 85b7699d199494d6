"""A state that acts or speaks under its own name or its capital's: "Kyiv said", «Москва это отрицает».

A capital is as often just the town. What tells them apart is the verb: whether there is one, whether the name can be
its subject, and whether a town may undergo it.
"""

from __future__ import annotations

from firsthand.resolve.actor_words import Found, Reading

__all__ = ["country_or_capital", "state_that_acts"]

_LISTED = 6  # states in one list
_SKIPPED = 5  # words between a state and its verb: "on Friday also"
_LONG = 5  # letters; what is shorter is seldom a past tense


def country_or_capital(reading: Reading, i: int) -> Found | None:
    """A country, or a capital in place of its government, where it does something or has it done to it, also with
    others: "Egypt and the UAE signed".
    """
    found = _state(reading, i)
    if found is None:
        return None
    head = _head(reading, i)
    before = reading.low(head - 1 - reading.has("articles", reading.low(head - 1)))
    passive = reading.has("done_to", before) or _said_by(reading, head)
    if not passive and (reading.has("place_before", before) or not _does(reading, i, found[0])):
        return None
    return Found(i, found[0], found[1], f"{found[1]}:government", "government")


def state_that_acts(reading: Reading, i: int) -> Found | None:
    """A country, or a capital in place of its government, in the nominative before a verb of doing or saying, or right
    after "accused", "warned", "according to" and the like: «Москва обвинила Киев».
    """
    found = _state(reading, i)
    if found is None or reading.has("place_before", reading.low(i - 1)):
        return None
    acts = reading.low(found[0] - 1) in reading.lists.nominatives and _acts(reading, i, found[0])
    head = _head(reading, i)
    done_to = head > 0 and (reading.starts("done_stems", reading.low(head - 1)) or _said_by(reading, head))
    if not acts and not done_to:
        return None
    return Found(i, found[0], found[1], f"{found[1]}:government", "government")


def _state(reading: Reading, i: int) -> tuple[int, str] | None:
    return reading.capital(reading.lists.names, i) or reading.capital(reading.lists.capitals, i)


def _said_by(reading: Reading, i: int) -> bool:
    """Whether "according to", «по словам» and the like stand before token `i`."""
    return reading.has("word_of", reading.low(i - 1)) and reading.has("word_of_led", reading.low(i - 2))


def _head(reading: Reading, i: int) -> int:
    """The first state or group of the list that token `i` goes on with: of "by Egypt and the UAE", or
    "between Moscow and Minsk". After a comma only one that goes on to "and" is a list.
    """
    at = i - reading.has("articles", reading.low(i - 1))
    comma = reading.low(at - 1) == ","
    if not comma and not reading.has("joins", reading.low(at - 1)):
        return i
    for k in range(at - 2, max(-1, at - 5), -1):
        other = _state(reading, k) or reading.organisation(k)
        if other and other[0] == at - 1:
            return i if comma and not _after_list(reading, other[0])[1] else _head(reading, k)
    return i


def _after_list(reading: Reading, end: int) -> tuple[int, bool]:
    """The index after the states that a comma or "and" joins to the one before token `end`, and whether there
    are any.
    """
    at, joined = end, False
    for _ in range(_LISTED):
        k = at + (reading.low(at) == ",")
        last = reading.has("joins", reading.low(k))
        k += last
        k += k > at and reading.has("articles", reading.low(k))
        other = _state(reading, k) if k > at else None
        if other is None:
            break
        at, joined = other[0], joined or last
    return (at, True) if joined else (end, False)


def _verb(reading: Reading, i: int) -> int:
    """The index after the words that may stand before a verb: "on Friday also", «это пока не»."""
    for k in range(i, i + _SKIPPED):
        if not reading.has("when", reading.low(k)):
            return k
    return i


def _does(reading: Reading, i: int, end: int) -> bool:
    """Whether a verb follows that a state may be the subject of: "Israel on Friday closed", and not "Kyiv was hit"."""
    last, _ = _after_list(reading, end)
    at = _verb(reading, last)
    if reading.capital(reading.lists.capitals, i) and _befalls(reading, at):
        return False
    low = reading.low(at)
    return reading.has("does", low) or (len(low) >= _LONG and low.endswith(reading.lists.past))


def _befalls(reading: Reading, at: int) -> bool:
    """Whether what follows happens to a town: "was hit", "is under fire"."""
    if reading.has("have", reading.low(at)):
        at = _verb(reading, at + 1)
    if not reading.has("be", reading.low(at)):
        return False
    k = _verb(reading, at + 1)
    return reading.has("befallen", reading.low(k + reading.has("be", reading.low(k))))


def _acts(reading: Reading, i: int, end: int) -> bool:
    """Whether a verb of doing or saying follows that agrees with the state, or with the states of a list."""
    last, joined = _after_list(reading, end)
    word = reading.low(_verb(reading, last))
    if not (reading.starts("does_stems", word) or (len(word) >= _LONG and word.endswith(reading.lists.past))):
        return False
    if reading.capital(reading.lists.capitals, i) and reading.starts("befalls", word):
        return False
    return joined or _is_subject(reading, end - 1, word) or _head(reading, i) < i


def _is_subject(reading: Reading, name: int, verb: str) -> bool:
    """Whether one name and its verb agree: «Киев обстреляли» and «Киев обстреляла артиллерия» speak of a town."""
    if reading.has("plurals", reading.low(name)) or reading.words.raw(name).isupper():
        return True
    if verb.endswith(reading.lists.plural):
        return False
    masculine = reading.low(name)[-1] in reading.lists.consonants
    return not (masculine and verb.endswith(reading.lists.not_masculine))
