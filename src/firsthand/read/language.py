"""Which language a text is in: by script, by letters that only some languages have, by small words.

Made for running text of a sentence or more. English, Russian and Ukrainian, which are read, must not be
confused with their neighbours; others are named so that a reader can be told they are not supported.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import cache

from firsthand.read.language_tables import (
    COMMON_ENGLISH,
    ENDINGS,
    EXPECTED_LETTERS,
    FOREIGN_LETTERS,
    OWN_LETTERS,
    SMALL_WORDS,
)

__all__ = ["UNDETERMINED", "detect"]

UNDETERMINED = "und"
"""What `detect` gives where nothing tells (ISO 639-2)."""

_SAMPLES, _SAMPLE = 4, 5_000
_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ`][^\W\d_]+)*")
_NOISE = re.compile(r"https?://\S+|www\.\S+|[\w.+-]{1,64}@\S+|[@#]\w+")

# Scripts that nearly always mean one language. The Arabic and Han scripts are looked at more closely.
_SCRIPTS: tuple[tuple[str, str], ...] = (
    (r"[a-zß-öø-ÿāăąćĉċčďđēĕėęěĝğġģĥħĩīĭįıĵķĺļľłńņňŋōŏőœŕŗřśŝşšţťŧũūŭůűųŵŷźżžșțơưạ-ỹ]", "latin"),
    (r"[а-џґўѣѳѵҗ-ӹ]", "cyrillic"),
    (r"[α-ωάέήίόύώς]", "el"),
    (r"[א-ת]", "he"),
    (r"[ա-և]", "hy"),
    (r"[ა-ჰ]", "ka"),
    (r"[\u0621-\u06d3]", "arabic"),
    (r"[\u0904-\u0939]", "hi"),
    (r"[\u0985-\u09b9]", "bn"),
    (r"[\u0b85-\u0bb9]", "ta"),
    (r"[\u0e01-\u0e2e]", "th"),
    (r"[\u1780-\u17a2]", "km"),
    (r"[\u1200-\u135a]", "am"),
    (r"[\uac00-\ud7a3]", "ko"),
    (r"[\u3041-\u30ff]", "kana"),
    (r"[\u4e00-\u9fff]", "han"),
)

_LETTER_WEIGHT, _FOREIGN_WEIGHT, _WORD_WEIGHT, _ENDING_WEIGHT = 1.0, 2.0, 2.0, 0.6
_LEAST_SCORE = 0.06  # per word: below it nothing speaks for any language
_LEAST_SMALL = 0.12  # share of small words: running text has three times as many, in every language
_FEW_WORDS = 3  # with fewer than these there is nothing to tell by
_ENGLISH_PATTERN = re.compile(r"th|wh|sh|ck|ght|ee|oo|ea|ou[grt]|[^aeiou]y$|ing|ed$|er$|tion|ness|ment$|ous$|ful|ble$")
_ENGLISH_PATTERNS = 0.3  # share of the words that must show one
_FOREIGN_WORDS = 0.1  # share of words beyond ASCII that an English text may have: names


def detect(text: str) -> str:
    """The ISO 639-1 code of the language of most of `text`; "und" where nothing tells.

    In doubt between English and nothing, a text in Latin letters is English: one or two words always are,
    unless they hold letters that English has not, and longer ones if they hold common English words.

    Looks at four samples of a long text, not at all of it, so the cost has a limit.
    """
    counts: Counter[str] = Counter()
    for part in _samples(text):
        for line, times in Counter(_NOISE.sub(" ", part).split("\n")).items():
            _vote(line, times, counts)
    if _few_latin_words(text):
        return "en"
    if not counts:
        return UNDETERMINED
    best, weight = counts.most_common(1)[0]
    return best if weight else UNDETERMINED


def _samples(text: str) -> list[str]:
    """The text itself, or pieces from its whole length."""
    if len(text) <= _SAMPLES * _SAMPLE:
        return [text]
    step = (len(text) - _SAMPLE) // (_SAMPLES - 1)
    return [text[start : start + _SAMPLE] for start in range(0, step * _SAMPLES, step)]


def _vote(line: str, times: int, counts: Counter[str]) -> None:
    """Add the letters of a line, as often as it stands there, to its language: lines are seldom mixed, texts often."""
    lower = line.lower()
    letters = {name: len(pattern.findall(lower)) for name, pattern in _script_patterns()}
    total = sum(letters.values())
    if not total:
        return
    script = max(letters, key=lambda name: letters[name])
    if script in ("han", "kana"):
        language = "ja" if letters["kana"] * 10 > letters["han"] else "zh"
    elif script == "arabic":
        language = _arabic(lower)
    elif script in ("latin", "cyrillic"):
        language = _by_words(lower, script)
        if script == "latin" and language != "en" and _rather_english(lower, language):
            language, total = "en", (total + 1) // 2  # lines that say clearly what they are count for more
    else:
        language = script
    counts[language] += times * total if language != UNDETERMINED else 0


def _arabic(text: str) -> str:
    """Arabic, Persian, Urdu or Pashto, by their own letters."""
    if re.search("[ټډړږښ]", text):
        return "ps"
    if re.search("[ٹڈڑںے]", text):
        return "ur"
    return "fa" if re.search("[پچژگی]", text) else "ar"


def _by_words(text: str, script: str) -> str:
    words = _WORD.findall(text.replace("ё", "е") if script == "cyrillic" else text)
    if not words:
        return UNDETERMINED
    scores = _scores(text, words, _languages(script))
    best = max(scores, key=lambda language: scores[language])
    return best if scores[best] > _LEAST_SCORE * len(words) else UNDETERMINED


def _few_latin_words(text: str) -> bool:
    """One or two words of plain Latin letters, and nothing else to tell by."""
    words = _WORD.findall(_NOISE.sub(" ", text[: _SAMPLES * _SAMPLE]))
    return 0 < len(words) < _FEW_WORDS and all(word.isascii() for word in words)


def _rather_english(text: str, language: str) -> bool:
    """Does nothing speak clearly for `language`, and at least something for English?"""
    words = _WORD.findall(text)
    small = sum(word in _small_words().get(language, ()) for word in words)
    if small >= max(1, _LEAST_SMALL * len(words)) or sum(not word.isascii() for word in words) > _FOREIGN_WORDS * len(
        words
    ):
        return False
    common = sum(word in _common_english() for word in words)
    patterns = sum(_ENGLISH_PATTERN.search(word) is not None for word in words)
    return common > small or patterns >= max(1, _ENGLISH_PATTERNS * len(words))


def _scores(text: str, words: list[str], languages: Iterable[str]) -> dict[str, float]:
    small, ends, letters = _small_words(), _endings(), Counter(text)
    length = sum(len(word) for word in words)
    scores = {}
    for language in languages:
        known = _WORD_WEIGHT * sum(word in small[language] for word in words)
        endings = _ENDING_WEIGHT * sum(word.endswith(ends[language]) for word in words)
        own = _LETTER_WEIGHT * _count(letters, OWN_LETTERS.get(language, ""))
        foreign = _FOREIGN_WEIGHT * _count(letters, FOREIGN_LETTERS.get(language, ""))
        scores[language] = known + endings + own - foreign - _missing(letters, language, length)
    return scores


def _count(letters: Counter[str], which: str) -> int:
    return sum(letters[letter] for letter in which)


def _missing(letters: Counter[str], language: str, length: int) -> float:
    """A text of this length without the letters that the language cannot do without speaks against it."""
    which, share = EXPECTED_LETTERS.get(language, ("", 0.0))
    return 0.0 if _count(letters, which) else _LETTER_WEIGHT * share * length


@cache
def _script_patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((name, re.compile(pattern)) for pattern, name in _SCRIPTS)


@cache
def _languages(script: str) -> tuple[str, ...]:
    """The languages of the tables that are written in a script; ours first, so that they win a tie."""
    cyrillic = re.compile("[а-я]")
    ours = ("en", "ru", "uk")
    names = [name for name, words in SMALL_WORDS.items() if bool(cyrillic.search(words)) == (script == "cyrillic")]
    return tuple(sorted(names, key=lambda name: (name not in ours, name)))


@cache
def _small_words() -> dict[str, frozenset[str]]:
    return {language: frozenset(words.split()) for language, words in SMALL_WORDS.items()}


@cache
def _endings() -> dict[str, tuple[str, ...]]:
    return {language: tuple(ENDINGS.get(language, "").split()) for language in SMALL_WORDS}


@cache
def _common_english() -> frozenset[str]:
    return frozenset(COMMON_ENGLISH.split())
