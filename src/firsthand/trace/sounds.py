"""Whether a name in one script is heard in the words of another: «Дейли Бастион» is "Daily Bastion".

Only consonants are compared, as each is heard in most transcriptions; what stands behind them may be a case ending.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from anyascii import anyascii

from firsthand.text import fold

__all__ = ["consonants", "heard_as"]

_SPELLED = (
    *(("shch", "s"), ("sch", "s"), ("sh", "s"), ("dzh", "g"), ("dg", "g"), ("zh", "g"), ("kh", "g"), ("ch", "k")),
    *(("ts", "s"), ("th", "t"), ("ph", "f"), ("ck", "k"), ("c", "k"), ("q", "k"), ("x", "ks"), ("j", "g"), ("h", "g")),
)
_MUTE = frozenset("aeiouyw'")
_ENDING = 2  # consonants of a case ending
_ENOUGH = 5  # consonants of a name that can be told from other words
_LONG = 4  # consonants of a word in which one may differ


def heard_as(name: Sequence[str], words: Sequence[str]) -> bool:
    """Whether words, by their consonants, are a name, in its order or the other way round."""
    if len(name) != len(words) or sum(map(len, name)) < _ENOUGH:
        return False
    return all(map(_alike, name, words)) or all(map(_alike, name, reversed(words)))


@lru_cache(maxsize=1 << 16)
def consonants(word: str) -> str:
    """The consonants of a word of any script, each spelled in one way, twice the same as one."""
    spelled = anyascii(fold(word)).lower()
    for written, sound in _SPELLED:
        spelled = spelled.replace(written, sound)
    heard = "".join(each for each in spelled if each not in _MUTE)
    return "".join(each for place, each in enumerate(heard) if place == 0 or heard[place - 1] != each)


def _alike(name: str, word: str) -> bool:
    """Whether one is the other but for its ending, for one consonant in a long word, or for a v that was a w."""
    if not name or not word:
        return name == word
    if word.startswith(name) and len(word) - len(name) <= _ENDING and len(name) >= 2:
        return True
    if min(len(name), len(word)) >= _LONG and _one_off(name, word):
        return True
    return name.replace("v", "") == word.replace("v", "")


def _one_off(one: str, other: str) -> bool:
    """Whether one letter is put in, left out, or changed."""
    start = next((place for place, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), None)
    if start is None:
        return abs(len(one) - len(other)) <= 1
    rests = (one[start + 1 :], other[start:]), (one[start:], other[start + 1 :]), (one[start + 1 :], other[start + 1 :])
    return any(left == right for left, right in rests)
