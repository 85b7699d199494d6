"""The word lists of one language, loaded once: what the rules over trees look lemmas and phrases up in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable

import yaml

from firsthand.model import Mode
from firsthand.text import fold

__all__ = ["Cue", "Lexicon", "load_lexicon"]

Words = frozenset[str]
_SETS = (
    "abbreviations",
    "about",
    "absent",
    "addressed",
    "admitting",
    "as",
    "bearers",
    "capitals",
    "characterising",
    "checking",
    "citing",
    "complaining",
    "considering",
    "data",
    "demanding",
    "documents",
    "earlier",
    "excluding",
    "faults",
    "figures",
    "findings",
    "generic",
    "grounds",
    "groups",
    "handling",
    "happenings",
    "having",
    "he",
    "hers",
    "his",
    "impersonal",
    "insisting",
    "interlocutors",
    "issuing",
    "it",
    "joints",
    "known_bodies",
    "laying",
    "localities",
    "locatives",
    "managing",
    "media",
    "nations",
    "negations",
    "nobody",
    "now",
    "occasions",
    "organisations",
    "owning",
    "parties",
    "particles_of_speech",
    "persons",
    "places",
    "possessives",
    "posts",
    "pretexts",
    "purposes",
    "quoted_words",
    "quoting",
    "rating",
    "references",
    "relatives",
    "self",
    "she",
    "silent",
    "sites",
    "tallies",
    "that",
    "that_one",
    "there",
    "they",
    "things",
    "this",
    "times",
    "towards",
    "turning",
    "turns",
    "upon",
    "vague_bodies",
    "verdicts",
    "we",
    "weak_nouns",
    "where",
    "whether",
    "works",
    "wrongly",
)
_PATTERNS = (
    "about_this",
    "according",
    "anonymity",
    "calls",
    "denying",
    "doubting",
    "evidence",
    "footers",
    "forwarded",
    "headings",
    "hearsay",
    "hedges",
    "judging",
    "left_open",
    "main_points",
    "nothing_said",
    "objecting",
    "pointers",
    "predicting",
    "questions",
    "refuting",
    "speculating",
    "taking_back",
)


@dataclass(frozen=True, slots=True)
class Cue:
    """A verb that puts something in somebody's mouth. `strong`: it takes any content, not only a clause."""

    lemma: str
    mode: Mode
    strong: bool


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Everything the rules over trees know about the words of a language; `lexicon.yaml` of a language explains each.

    `sets` are lists of lemmas, `patterns` regular expressions over folded text; `short_nouns` and `short_adjectives`
    have the lemmas of abbreviations, which stand without their last full stop.
    """

    cues: Mapping[str, Cue]
    nouns: Mapping[str, Mode]
    sets: Mapping[str, Words]
    patterns: Mapping[str, re.Pattern[str]]
    short_nouns: Mapping[str, str]
    short_adjectives: Mapping[str, str]

    def has(self, kind: str, *words: str) -> bool:
        """Whether any of the words is in the list."""
        return any(word in self.sets[kind] for word in words)


def load_lexicon(folder: str | Traversable, names: Iterable[str] = ("cues", "voices", "phrases")) -> Lexicon:
    """The YAML files of a language's folder, or package, as one lexicon; a list it does not have is empty.

    Raises ValueError for a list that no rule reads.
    """
    data: dict[str, object] = {}
    folder = files(folder) if isinstance(folder, str) else folder
    for name in names:
        text = folder.joinpath(f"{name}.yaml").read_text(encoding="utf-8")
        loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
        read = yaml.load(text, Loader=loader)  # noqa: S506 - a base loader builds nothing but text
        assert isinstance(read, dict)
        data |= read
    unknown = set(data) - {"cues", "nouns", "short_nouns", "short_adjectives", *_SETS, *_PATTERNS}
    if unknown:
        raise ValueError(f"{folder}: no rule reads the lists {', '.join(sorted(unknown))}")
    return Lexicon(
        cues=_cues(data.get("cues")),
        nouns=_nouns(data.get("nouns")),
        sets={name: frozenset(fold(word) for word in _strings(data.get(name))) for name in _SETS},
        patterns={name: _pattern(_strings(data.get(name))) for name in _PATTERNS},
        short_nouns=_whole_words(data.get("short_nouns")),
        short_adjectives=_whole_words(data.get("short_adjectives")),
    )


def _strings(value: object) -> list[str]:
    return [str(item) for item in value] if isinstance(value, list) else []


def _whole_words(value: object) -> dict[str, str]:
    return {fold(short): fold(str(word)) for short, word in value.items()} if isinstance(value, dict) else {}


def _cues(groups: object) -> dict[str, Cue]:
    assert isinstance(groups, dict)
    found: dict[str, Cue] = {}
    for mode, strengths in groups.items():
        for strength, verbs in strengths.items():
            for verb in _strings(verbs):
                found[fold(verb)] = Cue(fold(verb), Mode(mode), strength == "any")
    return found


def _nouns(groups: object) -> dict[str, Mode]:
    if not isinstance(groups, dict):
        return {}
    return {fold(noun): Mode(mode) for mode, nouns in groups.items() for noun in _strings(nouns)}


def _pattern(phrases: list[str]) -> re.Pattern[str]:
    """Any of the phrases as whole words; they may be regular expressions, and "~" stands for any ending."""
    if not phrases:
        return re.compile(r"(?!)")
    ordered = sorted((fold(phrase).replace("~", r"\w*") for phrase in phrases), key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(ordered)})(?![\w-])")
