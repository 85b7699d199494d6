"""The names that a word of a text may be a form of: «Покровском» → покровск, покровское, покровский …

Nothing here knows which names exist: the tables of endings (`placewords-<language>.yaml`) say what a form may
come from, and the gazetteer says which of these is a place. All words are keys as `name_key` gives them.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import islice, product

from firsthand.resolve.place_words import PlaceWords, place_words

__all__ = ["adjective_bases", "bases", "forms_of_first"]

_SHORTEST = 3  # letters of a name that a form may come from
_MOST = 96  # combinations tried of a name of several words
_LONGEST_ENDING = 4
_VOWELS = frozenset("аеиоуыэюяіїє")
_SOFT = "ь"
_ADJECTIVE_STEMS = ("ск", "цк", "ськ", "цьк", "зьк")
_NEUTER, _OF_NOUNS = ("о", "е", "ое"), ("а", "у")
_CHANGING = frozenset(("", _SOFT, "г", "к", "х"))
"""Endings before which the stem may have another vowel, or the ending another consonant."""


@lru_cache(maxsize=32768)
def bases(key: str, language: str) -> tuple[str, ...]:
    """The names that the key may be a form of, itself first.

    In a name of several words all may change («Кривого Рога»), the last («Ивано-Франковска»), or those before a
    preposition («Ростове-на-Дону»).
    """
    parts = key.split()
    if len(parts) == 1:
        return tuple([base for base in _of_word(key, language) if len(base) >= _SHORTEST])
    words = place_words(language)
    tail = next((i for i, part in enumerate(parts) if i and part in words.connectors), len(parts))
    fixed = parts[tail:]
    changing = [_of_word(part, language, brief=True) for part in parts[: tail - 1]]
    changing.append(_of_word(parts[tail - 1], language))
    found = dict.fromkeys([key])
    last_only = (" ".join([*parts[: tail - 1], form, *fixed]) for form in changing[-1])
    found.update(dict.fromkeys(last_only))
    every = (" ".join([*forms, *fixed]) for forms in islice(product(*changing), _MOST))
    found.update(dict.fromkeys(every))
    return tuple(found)


def forms_of_first(word: str, language: str) -> tuple[str, ...]:
    """With what a name of several words may start that has the word first: every one of its `bases` starts so."""
    return _of_word(word, language)


@lru_cache(maxsize=32768)
def _of_word(word: str, language: str, brief: bool = False) -> tuple[str, ...]:
    """The names a word may come from, itself first; `brief`: by the longest ending that fits only."""
    words = place_words(language)
    found = dict.fromkeys([word])
    for cut in range(max(2, len(word) - _LONGEST_ENDING), len(word) + 1):
        others = words.endings.get(word[cut:])
        if others is None:
            continue
        if cut == len(word) and word[-1] in _VOWELS:
            break  # only what ends in a consonant has lost an ending
        stem = word[:cut]
        for other in others:
            if other in _NEUTER and word[cut:] in _OF_NOUNS and stem.endswith(_ADJECTIVE_STEMS):
                continue  # «Покровска» is of Покровск; of Покровское it is «Покровского»
            if other in _CHANGING:
                for spelled in _spelled(stem, other, words):
                    found[spelled] = None
            else:
                found[stem + other] = None
        if brief and len(found) > 1:
            break
    return tuple(found)


def _spelled(stem: str, ending: str, words: PlaceWords) -> Iterator[str]:
    """The stem with the ending, and with the vowels that an ending after it may have changed."""
    yield stem + ending
    stem = stem + ending if ending not in ("", _SOFT) else stem
    for changed, base in words.alternations.items():
        if stem.endswith(changed):
            yield stem.removesuffix(changed) + base
    if ending in ("", _SOFT) and len(stem) > 2 and stem[-1] not in _VOWELS:
        before = stem[:-2] if stem[-2] == _SOFT else stem[:-1]  # Ельц-а → Елец
        if before and before[-1] not in _VOWELS:
            for vowel in words.fleeting:
                yield f"{before}{vowel}{stem[-1]}{ending}"
                if stem[-1] == "ц" and not ending:
                    yield f"{before}{vowel}ць"


@lru_cache(maxsize=16384)
def adjective_bases(key: str, language: str) -> tuple[tuple[str, int], ...]:
    """The names of towns that an adjective may be made of, each with its rank among the ways to make it, 0 the
    most usual: «мирноградского» → мирноградск 0, мирноград 1 …
    """
    words = place_words(language)
    found: dict[str, int] = {}
    for ending in words.adjective:
        if not key.endswith(ending):
            continue
        stem = key[: len(key) - len(ending)]
        for suffix, others in words.stems.items():
            if stem.endswith(suffix) and len(stem) - len(suffix) >= 2:
                for rank, other in enumerate(others):
                    base = stem[: len(stem) - len(suffix)] + other
                    found[base] = min(rank, found.get(base, rank))
    return tuple((base, rank) for base, rank in found.items() if len(base) >= _SHORTEST)
