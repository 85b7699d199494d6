"""The English word lists, loaded once and inflected: what `tagging` and the rules look words up in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

from firsthand.model import Mode

__all__ = ["Cue", "Lexicon", "Words", "lexicon", "phrase_pattern"]

Words = frozenset[str]


@dataclass(frozen=True, slots=True)
class Cue:
    """One form of a cue: "points", of "point out", asserted. `strong`: takes any content, not only a clause."""

    lemma: str
    rest: tuple[str, ...]
    mode: Mode
    strong: bool
    form: str
    """base, s, past, participle, past+participle or ing"""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Everything the English rules know about single words."""

    cues: Mapping[str, tuple[Cue, ...]]
    nouns: Mapping[str, Mode]
    common: Mapping[str, str]
    words: Mapping[str, Words]
    phrases: Mapping[str, re.Pattern[str]]
    given_names: Mapping[str, str]
    closed: Mapping[str, str]
    """Words of the closed classes, with their tag."""

    def has(self, kind: str, word: str) -> bool:
        return word in self.words[kind]


def _load(name: str) -> dict[str, object]:
    """A YAML file of this folder; every scalar stays text, so that "no" and "on" are words."""
    text = files(__package__).joinpath(name).read_text(encoding="utf-8")
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    data = yaml.load(text, Loader=loader)  # noqa: S506 - a base loader builds nothing but text
    assert isinstance(data, dict)
    return data


def _strings(value: object) -> list[str]:
    assert isinstance(value, list)
    return [str(item) for item in value]


def inflect(base: str, irregular: Mapping[str, list[str]]) -> Iterator[tuple[str, str]]:
    """The forms of an English verb, as (form, name of form)."""
    yield base, "base"
    if base.endswith(("s", "x", "z", "ch", "sh", "o")):
        yield base + "es", "s"
    elif re.search(r"[^aeiou]y$", base):
        yield base[:-1] + "ies", "s"
    else:
        yield base + "s", "s"
    past = irregular.get(base) or [_past(base)]
    if len(past) == 1:
        yield past[0], "past+participle"
    else:
        yield past[0], "past"
        yield past[1], "participle"
    yield _ing(base, past[0]), "ing"


def _past(base: str) -> str:
    if base.endswith("e"):
        return base + "d"
    return base[:-1] + "ied" if re.search(r"[^aeiou]y$", base) else base + "ed"


def _ing(base: str, past: str) -> str:
    doubled = base + base[-1]
    if past.startswith(doubled) or base in _DOUBLING:
        return doubled + "ing"
    if base.endswith("ie"):
        return base[:-2] + "ying"
    if base.endswith("e") and not base.endswith(("ee", "oe", "ye")):
        return base[:-1] + "ing"
    return base + "ing"


_DOUBLING = frozenset(
    {"begin", "cut", "get", "hit", "let", "put", "run", "set", "shut", "sit", "win", "forget", "split"}
)


def plural(noun: str) -> str:
    """The regular plural; "man" and its compounds become "men"."""
    if noun.endswith("man"):
        return noun[:-3] + "men"
    if noun.endswith(("s", "x", "z", "ch", "sh")):
        return noun + "es"
    if re.search(r"[^aeiou]y$", noun):
        return noun[:-1] + "ies"
    return {"person": "people", "child": "children", "wife": "wives", "medium": "media"}.get(noun, noun + "s")


def _cues(data: Mapping[str, object], irregular: Mapping[str, list[str]]) -> dict[str, tuple[Cue, ...]]:
    found: dict[str, list[Cue]] = {}
    for mode in Mode:
        groups = data.get(mode.value)
        if not isinstance(groups, dict):
            continue
        for strength, phrases in groups.items():
            for phrase in _strings(phrases):
                first, *rest = phrase.split()
                for form, name in inflect(first, irregular):
                    cue = Cue(phrase, tuple(rest), mode, strength == "any", name)
                    found.setdefault(form, []).append(cue)
    for phrase in _strings(data["silent"]):
        for form, name in inflect(phrase, irregular):
            found.setdefault(form, []).append(Cue(phrase, (), Mode.ASSERTED, True, name))
    # The longest phrase first, so that "points out" is never read as "points".
    return {form: tuple(sorted(cues, key=lambda c: -len(c.rest))) for form, cues in found.items()}


def _nouns(data: Mapping[str, object]) -> dict[str, Mode]:
    groups = data["nouns"]
    assert isinstance(groups, dict)
    return {
        form: Mode(mode) for mode, nouns in groups.items() for noun in _strings(nouns) for form in (noun, plural(noun))
    }


def _common(data: Mapping[str, object], irregular: Mapping[str, list[str]]) -> dict[str, str]:
    forms: dict[str, str] = {}
    for verb in _strings(data["common"]):
        for form, name in inflect(verb, irregular):
            forms.setdefault(form, name)
    return forms


def phrase_pattern(phrases: Iterable[str]) -> re.Pattern[str]:
    """A pattern that finds any of the phrases as whole words, the longest first, in folded text; one that opens with
    an apostrophe, as "'ll", right behind a word."""
    ordered = sorted(set(phrases), key=len, reverse=True)
    apart, joined = ("|".join(re.escape(p) for p in ordered if p.startswith("'") is so) for so in (False, True))
    behind = rf"|(?<=\w)(?:{joined})" if joined else ""
    return re.compile(rf"(?:(?<![\w'-])(?:{apart}){behind})(?![\w-])")


_CLOSED = (
    ("relatives", "W"),
    ("modals", "M"),
    ("auxiliaries", "A"),
    ("negations", "!"),
    ("pronouns", "O"),
    ("subordinators", "S"),
    ("prepositions", "P"),
    ("determiners", "D"),
    ("conjunctions", "C"),
    ("adverbs", "R"),
)
"""The closed classes with their tags; a word in several belongs to the first."""
_PHRASES = ("hedges", "speculating", "predicting", "doubting", "refuting", "judging", "evidence", "media", "according")


@cache
def lexicon() -> Lexicon:
    """The one English lexicon."""
    cues, forms, words, names = (_load(f"{name}.yaml") for name in ("cues", "forms", "words", "names"))
    raw = forms["irregular"]
    assert isinstance(raw, dict)
    irregular = {verb: _strings(past) for verb, past in raw.items()}
    sets = {name: frozenset(_strings(value)) for name, value in words.items() if isinstance(value, list)}
    for name in ("addressed", "characterising", "documents", "silent"):
        sets[name] = frozenset(_strings(cues[name]))
    sets["persons"] = frozenset(word.lower() for word in sets["persons"])
    sets["persons_plural"] = frozenset(plural(word) for word in sets["persons"])
    sets["organisations_plural"] = frozenset(plural(word) for word in sets["organisations"])
    sets["noun_like"] = frozenset(_strings(forms["noun_like"]))
    sets["noun_like"] |= frozenset(
        form for verb in sets["noun_like"] for form, name in inflect(verb, irregular) if name == "s"
    )
    gender = words["gender"]
    assert isinstance(gender, dict)
    sets["she"], sets["he"] = frozenset(_strings(gender["she"])), frozenset(_strings(gender["he"]))
    phrases = {name: phrase_pattern(_strings(cues[name])) for name in _PHRASES}
    phrases["anonymity"] = re.compile(rf"\b(?:{'|'.join(_strings(words['anonymity']))})", re.IGNORECASE)
    given = {name: gender for gender in ("he", "she") for name in _strings(names[gender])}
    closed = {word: tag for kind, tag in reversed(_CLOSED) for word in sets[kind]}
    return Lexicon(_cues(cues, irregular), _nouns(cues), _common(forms, irregular), sets, phrases, given, closed)
