"""Which mentions are one voice, and what each voice says.

Two mentions are one voice if reading followed one back to the other, if they have the same words, if one
is the end of the other's name ("Haan", "Peter Haan"), or if one is the other's initials ("UN"). Where a
short form fits two voices that differ, it joins neither.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from firsthand.model import Report, Statement, Voice, VoiceKind
from firsthand.show.plain import one_line
from firsthand.show.words import voice_words
from firsthand.text import fold

__all__ = ["VoiceGroup", "distinct_voices", "voice_groups"]

_ARTICLE = re.compile(r"^(?:the|a|an|its|his|her|their)\s+")
_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ.\-][^\W\d_]+)*")
_SMALL = "of the for and in on to de del la le les des du von van der den bin al el da dos di"
_TITLES = (
    "mr mrs ms miss dr prof professor sir dame lord lady the a an his her its their president minister prime premier "
    "chancellor governor mayor senator judge justice captain colonel general lieutenant major sergeant commander "
    "admiral brigadier chief king queen prince princess pope bishop father sister brother"
)


@dataclass(frozen=True, slots=True)
class VoiceGroup:
    """One innermost voice, under its fullest mention, with what it says as (number from 1, statement)."""

    voice: Voice
    name: str
    statements: tuple[tuple[int, Statement], ...]


def voice_groups(report: Report) -> tuple[VoiceGroup, ...]:
    """The statements by innermost voice, in the order in which the voices first speak; the outlet last."""
    identity = _identities(report)
    found: dict[str, list[tuple[int, Statement]]] = {}
    for number, statement in enumerate(report.statements, 1):
        found.setdefault(identity[statement.voice], []).append((number, statement))
    groups = [_group(report.document.text, statements) for statements in found.values()]
    return tuple(sorted(groups, key=lambda group: group.voice.kind is VoiceKind.OUTLET))


def distinct_voices(report: Report) -> list[Voice]:
    """The voices of the body, each once: a headline only names again, shortened, who speaks below it."""
    title, identity = report.document.title, _identities(report)
    voices = {
        identity[voice]: voice
        for statement in report.statements
        if not title.overlaps(statement.content)
        for voice in statement.chain
        if voice.kind is not VoiceKind.OUTLET
    }
    return list(voices.values())


def _group(text: str, statements: list[tuple[int, Statement]]) -> VoiceGroup:
    voices = [statement.voice for _, statement in statements]
    name = max((voice_words(_fuller(text, voice), voice.kind) for voice in voices), key=len)
    return VoiceGroup(voices[0], name, tuple(statements))


def _fuller(text: str, voice: Voice) -> str:
    return voice.refers_to.of(text) if voice.refers_to else voice.text


def _identities(report: Report) -> dict[Voice, str]:
    """For each voice a key, the same for all mentions of one; that of the outlet holds a space only."""
    voices = list(dict.fromkeys(voice for statement in report.statements for voice in statement.chain))
    text = report.document.text
    keys = {voice: _key(_fuller(text, voice)) for voice in voices if voice.kind is not VoiceKind.OUTLET}
    followed = {_key(voice.text): key for voice, key in keys.items() if _is_name(voice) and voice.refers_to}
    keys = {voice: followed.get(key, key) for voice, key in keys.items()}
    for kind, short_for in _SHORT_FORMS:
        names = {key: _fuller(text, voice) for voice, key in keys.items() if voice.kind is kind}
        joined = {key: _only_longer(key, names, short_for) for key in names}
        keys = {voice: joined.get(key, key) for voice, key in keys.items()}
    return {voice: keys.get(voice, " ") for voice in voices}


def _is_name(voice: Voice) -> bool:
    """“It” and “the ministry” are somebody else each time; a name is not."""
    return voice.kind in (VoiceKind.NAMED_PERSON, VoiceKind.NAMED_ORGANISATION) and bool(_capitals(voice.text))


def _key(words: str) -> str:
    return _ARTICLE.sub("", fold(one_line(words)))


def _only_longer(key: str, names: dict[str, str], short_for: Callable[[str, str], bool]) -> str:
    """The longest name that this one is short for, or itself where it would fit names that do not fit each other."""
    longer = [k for k, words in names.items() if k != key and short_for(names[key], words)]
    longest = max(longer, key=lambda k: (len(_capitals(names[k])), len(k)), default=key)
    fits = all(k == longest or short_for(names[k], names[longest]) for k in longer)
    return longest if fits else key


def _end_of_name(short: str, long: str) -> bool:
    """“Haan”, and “FNV negotiator Peter Haan”."""
    end, name = _person(short), _person(long)
    if not end or name[-len(end) :] != end:
        return False
    return len(end) < len(name) or len(short) < len(long)


def _initials(short: str, long: str) -> bool:
    """“UN” or “the UN”, and “the United Nations”."""
    letters = [word for word in _capitals(short) if fold(word) not in _TITLES.split()]
    words = [word for word in _WORD.findall(long) if fold(word) not in _SMALL.split()]
    return len(letters) == 1 and len(words) > 1 and letters[0].replace(".", "") == "".join(w[0].upper() for w in words)


_SHORT_FORMS = ((VoiceKind.NAMED_PERSON, _end_of_name), (VoiceKind.NAMED_ORGANISATION, _initials))


def _capitals(words: str) -> list[str]:
    return [word for word in _WORD.findall(words) if word[0].isupper()]


def _person(words: str) -> list[str]:
    """The name in a mention, folded, without titles: of runs of capitals the last, before an apposition's if long."""
    runs = [run for part in one_line(words).split(",") for run in _runs(part)[-1:]]
    return next((run for run in runs if len(run) > 1), runs[0] if runs else [])


def _runs(part: str) -> list[list[str]]:
    runs: list[list[str]] = [[]]
    for word in _WORD.findall(part):
        if not word[0].isupper():
            runs.append([])
        elif fold(word) not in _TITLES.split():
            runs[-1].append(fold(word))
    return [run for run in runs if run]
