"""Who a voice is, followed back from its short forms to the fullest mention in one document."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field

from firsthand.model import Span, Voice, VoiceKind
from firsthand.read.en.kinds import (
    GUESSES,
    RULES,
    SMALL,
    Phrase,
    bare_name,
    head_noun,
    in_small_letters,
    person_or_body,
    phrase_of,
)
from firsthand.read.en.lexicon import Lexicon
from firsthand.text import fold, trim

__all__ = ["Cast"]

_MEMORY = 300
"""Voices. A short form does not reach back further than a reader would remember."""


@dataclass
class Cast:
    """The voices and named persons met so far in one document, in order; the only thing here that grows."""

    text: str
    words: Lexicon
    title: Span
    author: str = ""
    met: list[tuple[Phrase, Voice, str | None]] = field(default_factory=list)
    spotted: list[tuple[Span, str]] = field(default_factory=list)
    surnames: dict[str, Span] = field(default_factory=dict)
    bodies: frozenset[str] = frozenset()
    bare: dict[str, VoiceKind] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.spotted, self.bodies = _spot_names(self.text, self.words)
        self.bare = _described(self.text, self.words)
        for span, _ in self.spotted:
            self.surnames.setdefault(fold(span.of(self.text)).split()[-1], span)

    def learn(self, source: Span, kind: VoiceKind) -> None:
        """Take over what some mention of a name in one word tells of it, unless another has told it."""
        phrase = phrase_of(self.text, source, self.words)
        if phrase.words and bare_name(phrase, self.words):
            self.bare.setdefault(phrase.head, kind)

    def voice(self, source: Span, condition: Span | None = None, likely: VoiceKind | None = None) -> Voice:
        """The voice behind a source phrase, followed back to its fuller mention; then part of the cast itself.

        `likely` is the kind that a trained reader sees: it decides where the rules only guess.
        """
        phrase = phrase_of(self.text, source, self.words)
        if source in self.title or phrase.text.isupper():
            phrase = in_small_letters(phrase, self.words)
        role, affiliation = _role(self.text, source, phrase, self.words)
        voice = self._followed_back(phrase, condition, role)
        if voice is None:
            kind = self._kind(phrase, likely)
            voice = Voice(kind, phrase.text, phrase.span, None, role, affiliation, condition)
        self.met.append((phrase, voice, _gender(phrase, self.words)))
        if voice.kind is VoiceKind.NAMED_PERSON and len(phrase.words) > 1:
            self.surnames.setdefault(phrase.head, voice.refers_to or phrase.span)
        return voice

    def guest(self, name: Span) -> Voice:
        """Who answers in an interview, by the name at its top."""
        return Voice(VoiceKind.NAMED_PERSON, name.of(self.text), None, name)

    def _kind(self, phrase: Phrase, likely: VoiceKind | None) -> VoiceKind:
        if not phrase.words:  # a title alone, as in "Mr., who …"
            return likely or VoiceKind.UNNAMED_PERSON
        rule, kind = next((rule, found) for rule in RULES if (found := rule(phrase, self.words)))
        if rule is bare_name:
            fuller = self._fuller(phrase.head)
            return fuller or self.bare.setdefault(phrase.head, likely or kind)
        if likely is None or rule not in GUESSES or (_some(phrase, self.words) and not likely.unnamed):
            return kind
        return VoiceKind.UNNAMED_PERSON if rule is person_or_body and likely is VoiceKind.NAMED_PERSON else likely

    def _fuller(self, name: str) -> VoiceKind | None:
        """What a name in one word is by a fuller mention anywhere in the text, before or behind."""
        if name in self.surnames:
            return VoiceKind.NAMED_PERSON
        return VoiceKind.NAMED_ORGANISATION if name in self.bodies else None

    def last(self, before: int) -> Voice | None:
        """The voice met last before a position."""
        return next((voice for phrase, voice, _ in reversed(self.met) if phrase.span.start < before), None)

    def _followed_back(self, phrase: Phrase, condition: Span | None, role: str | None) -> Voice | None:
        for find in (self._by_author, self._by_pronoun, self._by_surname, self._by_head):
            if antecedent := find(phrase):
                span, kind = antecedent
                return Voice(kind, phrase.text, phrase.span, span, role, None, condition)
        return None

    def _by_author(self, phrase: Phrase) -> tuple[Span, VoiceKind] | None:
        """“I” of a first-person report, where the author's name stands in it."""
        if phrase.words != ("i",) or not self.author:
            return None
        start = self.text.find(self.author)
        return (Span(start, start + len(self.author)), VoiceKind.NAMED_PERSON) if start >= 0 else None

    def _by_pronoun(self, phrase: Phrase) -> tuple[Span, VoiceKind] | None:
        if len(phrase.words) != 1 or not self.words.has("pronouns", phrase.head):
            return None
        gender = phrase.head if phrase.head in ("he", "she") else None
        heard = self._last_heard(phrase, gender)
        if gender is None:
            return heard
        start = phrase.span.start
        last = bisect_right(self.spotted, start, key=lambda person: person[0].end)
        barred = self._of_other_gender(gender)
        near = reversed(self.spotted[max(0, last - 8) : last])
        seen = next((s for s in near if s[1] in (gender, "") and s[0] not in barred), None)
        if seen and (heard is None or seen[0].start > heard[0].start) and start - seen[0].end < 900:
            return seen[0], VoiceKind.NAMED_PERSON
        return heard

    def _last_heard(self, phrase: Phrase, gender: str | None) -> tuple[Span, VoiceKind] | None:
        wanted = _KINDS_OF.get(phrase.head)
        if wanted is None:
            return None
        barred = self._of_other_gender(gender) if gender else frozenset()
        for other, voice, _ in reversed(self.met[-_MEMORY:]):
            if other.span.start >= phrase.span.start or voice.span is None or voice.kind not in wanted:
                continue
            if (voice.refers_to or voice.span) in barred:
                continue  # "Lind spoke first. She said he had lied": he is not Lind
            if phrase.head == "it" and self.words.has("documents", other.head):
                continue
            return voice.refers_to or voice.span, voice.kind
        return None

    def _of_other_gender(self, gender: str) -> frozenset[Span | None]:
        """Whoever some mention, be it a pronoun, shows to be of the other gender."""
        recent = self.met[-_MEMORY:]
        return frozenset(voice.refers_to or voice.span for _, voice, theirs in recent if theirs not in (gender, None))

    def _by_surname(self, phrase: Phrase) -> tuple[Span, VoiceKind] | None:
        """“Petrenko”, “Mr Petrenko” after “Oleh Petrenko”."""
        name = [w for w in phrase.capitals if not self.words.has("titles", fold(w).strip("."))]
        if len(name) != 1 or len(phrase.capitals) != len(phrase.surface):
            return None
        surname = fold(name[0])
        full = self.surnames.get(surname)
        if full is not None and full.end <= phrase.span.start:
            return full, VoiceKind.NAMED_PERSON
        return None

    def _by_head(self, phrase: Phrase) -> tuple[Span, VoiceKind] | None:
        """“The analyst” after “A defence analyst based in Kyiv”; “the ministry” after “the Interior Ministry”."""
        if not phrase.words or len(phrase.words) > 4 or phrase.capitals or len(phrase.text) > 45:
            return None
        if phrase.words[0] not in ("the", "this", "that", "these", "those") and len(phrase.words) > 1:
            return None
        best: tuple[Span, VoiceKind] | None = None
        for other, voice, _ in reversed(self.met[-_MEMORY:]):
            if voice.span is None or other.span.start >= phrase.span.start:
                continue
            if self._same_head(phrase, other, voice):
                best = (voice.refers_to or voice.span, voice.kind)
                break
        return best

    def _same_head(self, phrase: Phrase, other: Phrase, voice: Voice) -> bool:
        if voice.role and phrase.head in fold(voice.role).split():
            return True
        named = any(phrase.head in word.split("-") for word in other.words)  # "Lieutenant-Colonel" holds a colonel
        if phrase.head == other.head or (named and phrase.words[0] in ("the", "this")):
            return set(phrase.words[1:-1]) <= set(other.words) and len(other.text) >= len(phrase.text) - 4
        if self.words.has("documents", phrase.head) and phrase.words[0] in ("the", "this"):
            return voice.kind in (VoiceKind.NAMED_ORGANISATION, VoiceKind.UNNAMED_ORGANISATION)
        return False


_PEOPLE = frozenset({VoiceKind.NAMED_PERSON, VoiceKind.UNNAMED_PERSON})
_KINDS_OF = {
    "he": _PEOPLE,
    "she": _PEOPLE,
    "it": frozenset({VoiceKind.NAMED_ORGANISATION, VoiceKind.UNNAMED_ORGANISATION}),
    "they": frozenset(VoiceKind) - {VoiceKind.OUTLET, VoiceKind.NAMED_PERSON},
}


def _spot_names(text: str, words: Lexicon) -> tuple[list[tuple[Span, str]], frozenset[str]]:
    """Named persons anywhere in the text: a given name and a capital, or a title and a capital. And the first words of
    organisations: “Calloway” for “Calloway Partners”."""
    found: list[tuple[Span, str]] = []
    bodies: set[str] = set()
    for match in _NAME.finditer(text):
        parts = match.group().replace("\u00a0", " ").split(" ")
        first = fold(parts[0]).strip(".")
        gender = words.given_names.get(first, "")
        title = words.has("titles", first)
        if title:
            gender = "she" if words.has("she", first) else "he" if words.has("he", first) else ""
        if any(words.has("org_words", fold(p)) for p in parts[1:]):
            bodies.update(() if title else (first,))
        elif (gender or title) and len(parts) > 1:
            given = next((words.given_names[f] for p in parts if (f := fold(p)) in words.given_names), gender)
            found.append((Span(match.start(), match.end()), given or gender))
    return found, frozenset(bodies)


_DOTTED = (
    r"(?:[A-ZÀ-ÖØ-Þ]|Mrs?|Ms|Dr|Prof|Sen|Rep|Gov|Gen|Brig|Col|Lt|Maj|Capt|Cpl|Sgt|Adm|Rev|Cllr|St|Hon|Supt|Insp)\."
)
_NAME = re.compile(
    rf"\b(?:{_DOTTED}|[A-ZÀ-ÖØ-Þ][\w’'-]*)"
    rf"(?:[ \u00a0](?:{SMALL}[ \u00a0])?(?:{_DOTTED}|[A-ZÀ-ÖØ-Þ][\w’'-]*)){{1,3}}(?<![.'’])"
)
"""A name, with dots behind initials and short titles only: “left in April. Ana Kos …” begins a sentence."""


_DESCRIBED = re.compile(
    r"(?<![\w,] )(?P<name>[A-ZÀ-Þ][\w’'-]+), (?:(?P<which>which|who|\d\d(?=,))|(?:an?|the) (?P<noun>[^,.;\n]+))"
)
_NAMED_BEHIND = re.compile(
    r"\b(?:[Tt]he|[Ii]ts|[Tt]heir) (?P<noun>(?:[a-zà-ÿ’'-]+ ){0,2}[a-zà-ÿ’'-]+), (?P<name>[A-ZÀ-Þ][\w’'-]+),"
)


def _described(text: str, words: Lexicon) -> dict[str, VoiceKind]:
    """What names in one word are, by what stands beside them anywhere: “Ostrel, the regulator,”, “Narrin, who …”."""
    found: dict[str, VoiceKind] = {}
    for match in (*_DESCRIBED.finditer(text), *_NAMED_BEHIND.finditer(text)):
        groups = match.groupdict()
        which, noun = groups.get("which"), head_noun(fold(groups["noun"] or ""), words)
        if which == "which" or words.has("organisations", noun):
            found.setdefault(fold(match["name"]), VoiceKind.NAMED_ORGANISATION)
        elif which or words.has("persons", noun):
            found.setdefault(fold(match["name"]), VoiceKind.NAMED_PERSON)
    return found


def _gender(phrase: Phrase, words: Lexicon) -> str | None:
    if phrase.words in (("he",), ("she",)):
        return phrase.words[0]
    for word in phrase.words:
        word = word.strip(".")
        for gender in ("she", "he"):
            if words.has(gender, word):
                return gender
    for surface in phrase.capitals:
        if gender := words.given_names.get(fold(surface), ""):
            return gender
    return None


def _some(phrase: Phrase, words: Lexicon) -> bool:
    """“A stevedore”, “two riggers”: whoever is met with an indefinite article or a number, and no capital behind it,
    has no name."""
    first = phrase.words[0]
    counted = first in ("a", "an") or first.isdigit() or words.has("counters", first) or words.has("numerals", first)
    return (counted or words.has("alone", first)) and not any(word[0].isupper() for word in phrase.surface[1:])


def _role(text: str, source: Span, phrase: Phrase, words: Lexicon) -> tuple[str | None, str | None]:
    """What a named person is, from the apposition behind or the words before the name; and of what body."""
    after = trim(text, Span(phrase.span.end, source.end), " ,\u00a0—–-()").of(text)
    if after and re.match(r"(?:who|which|whose|\d)", after) is None:
        role = after
    else:
        before = phrase.text[: phrase.text.find(phrase.capitals[0])] if phrase.capitals else ""
        role = before.strip(" ,")
        role = "" if role.lower() in ("", "the", "a", "an") else role
    if not role:
        return None, None
    of = re.search(r"\b(?:of|for|at|from|with) (?:the )?([A-ZÀ-Þ][^,]*)", role)
    return role, of.group(1) if of else None
