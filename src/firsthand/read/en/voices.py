"""What kind of voice a phrase is, what it is called without its trimmings, and who a short form stands for."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field

from firsthand.model import Span, Voice, VoiceKind
from firsthand.read.en.lexicon import Lexicon
from firsthand.text import fold, tokens, trim

__all__ = ["RULES", "Cast", "Phrase", "phrase_of", "voice_like"]

_CUT = re.compile(
    r"\s(?:on|via|in|through|at|by) (?:its|his|her|their|a|an|the) (?:[\w'’-]+ ){0,3}?"
    r"(?:channel|statement|account|page|post|website|conference|briefing|interview|message|video)\b"
    r"|,|\s[—–-]\s|—|\(|\s(?:who|which|whose|that)\s|\s(?:speaking|talking|asked|asking|citing|quoting|told)\s|;|:"
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase that names a voice: its core span, its words, and the part before "of", "in", "based" …"""

    span: Span
    text: str
    words: tuple[str, ...]
    surface: tuple[str, ...]

    @property
    def head(self) -> str:
        """The noun that the phrase is about, folded."""
        return self.words[-1] if self.words else ""

    @property
    def capitals(self) -> tuple[str, ...]:
        """The capitalised words at the end of the part before any "of": a name, if it is one."""
        run: list[str] = []
        for word in reversed(self.surface):
            if not (word[0].isupper() or (run and re.fullmatch(_SMALL, word))):
                break
            run.append(word)
        while run and re.fullmatch(_SMALL, run[-1]):
            run.pop()
        return tuple(reversed(run))


_NATION = re.compile(r"^[A-Z]{2,}|(?:ian|ean|ish|ese|can|ench|qi|li|ni|tch|eek|man|ai|ss)$")
_SMALL = r"(?:van|von|de|der|den|di|da|dos|bin|ibn|al|el|la|le|du)"
_ROLE_THEN_NAME = re.compile(
    r"[^,;:“”\"‘()]{3,70}?[a-zà-ÿ][^,;:“”\"‘()]{0,60}, "
    r"((?:(?:the |[A-Z][a-z]+\.? )?[A-ZÀ-Þ][\w’'.-]*[\w.])"
    rf"(?: (?:{_SMALL} )?[A-ZÀ-Þ][\w’'-]*){{0,4}})(?=,|$)"
)
"""A description and then the name: "the mayor of Varsk, Stella Vardaki"."""


_SPEAKS_FOR = re.compile(
    r"(?:an? |the |its |their )?(?:[\w’'-]+ ){0,3}"
    r"(?:spokes\w+|lawyer|attorney|director|head|manager) (?:for|of|at)\b",
    re.IGNORECASE,
)
"""“A spokesman for the contractor, Lagoon Works”: the name is the contractor's, and the spokesman has none."""


def phrase_of(text: str, source: Span, words: Lexicon) -> Phrase:
    """The core of a source: without relative clause, apposition and "speaking on …"."""
    source = _author(text, source) or source
    raw = source.of(text)
    named = _ROLE_THEN_NAME.match(raw)
    if named and not (_SPEAKS_FOR.match(raw) and words.has("org_words", fold(named.group(1).split()[-1]))):
        core = Span(source.start, source.start + named.end())
        name = tuple(named.group(1).replace("\u00a0", " ").split(" "))
        return Phrase(core, core.of(text), tuple(fold(w) for w in name), name)
    cut = _CUT.search(raw, 2)
    core = trim(text, Span(source.start, source.start + cut.start() if cut else source.end), " \n\t,.;:\u00a0")
    if not core:
        core = source
    surface: list[str] = []
    opening = core.start == 0 or text[: core.start].rstrip(" \"“‘'«")[-1:] in (
        "",
        ".",
        "!",
        "?",
        "\n",
        ":",
        "”",
        "’",
    )
    for span in tokens(text, core):
        word = span.of(text)
        if surface and (
            words.has("after_head", fold(word)) or (word[0].isdigit() and words.has("persons", fold(surface[-1])))
        ):
            break
        if word[0].isalnum():
            surface.append(word)
    if (
        opening
        and len(surface) > 1
        and not surface[1][0].isupper()
        and not _NATION.search(surface[0])
        and fold(surface[0])[-2:] != "'s"
    ):
        surface[0] = surface[0].lower()  # its capital is only that of the sentence
    return Phrase(core, core.of(text), tuple(fold(w) for w in surface), tuple(surface))


_DOCUMENT = re.compile(
    r"(?:[\w’'-]+ ){0,5}?"
    r"(?:statement|report|announcement|post|message|letter|filing|memo|study|survey|poll|analysis|article|release|notice|bulletin"
    r"|communiqu[ée]|data|figures|estimate|finding|update|summary|assessment|dispatch|document|email|record|video"
    r"|transcript|dossier|note|image|imagery|footage)s?(?: (?!in\b|of\b|on\b)[\w’'-]+){0,3}? (?:by|from) (?=\w)",
    re.IGNORECASE,
)


_PASSED_ON = re.compile(r"\b(?:seen|obtained|reviewed|viewed|published|carried|leaked|shared|quoted|cited) by $")
"""Who shows a document has not written it: "a memo seen by the agency"."""


def _author(text: str, source: Span) -> Span | None:
    """“A statement released by the Interior Ministry”: the ministry is the voice, the statement its medium."""
    match = _DOCUMENT.match(source.of(text))
    if match is None or _PASSED_ON.search(match.group()):
        return None
    return Span(source.start + match.end(), source.end)


# ---------------------------------------------------------------- what kind of voice


def pronoun(phrase: Phrase, words: Lexicon) -> VoiceKind | None:
    """A pronoun that nothing before it explains is somebody without a name."""
    if len(phrase.words) == 1 and words.has("pronouns", phrase.head):
        if phrase.head == "it":
            return VoiceKind.UNNAMED_ORGANISATION
        return VoiceKind.UNNAMED_PERSON if phrase.head in ("he", "she", "i", "you") else VoiceKind.UNNAMED_GROUP
    return None


def counted_people(phrase: Phrase, words: Lexicon) -> VoiceKind | None:
    """“Two Ukrainian officials”, “some residents”: several people, none of them named."""
    if not phrase.capitals and any(words.has("counters", w) or w.isdigit() for w in phrase.words[:2]):
        if phrase.head in words.words["persons_plural"] or words.has("peoples", phrase.head):
            return VoiceKind.UNNAMED_GROUP
        if words.has("persons", phrase.head):
            return VoiceKind.UNNAMED_PERSON
    return None


def state_body(phrase: Phrase, words: Lexicon) -> VoiceKind | None:
    """“Ukrainian officials”, “the Sudanese army”: people who speak as a body that can be looked up."""
    if not words.has("bodies_of_state", phrase.head) or len(phrase.words) < 2:
        return None
    for surface, word in zip(phrase.surface[:-1], phrase.words[:-1], strict=True):
        if surface[0].isupper() and not words.has("vague_adjectives", word) and not words.has("determiners", word):
            return VoiceKind.NAMED_ORGANISATION
    return None


def named_person(phrase: Phrase, words: Lexicon) -> VoiceKind | None:
    """A name with a given name, a title, or two capitals that no organisation would carry."""
    name = phrase.capitals
    if not name or fold(phrase.surface[-1]) in words.words["org_words"]:
        return None
    folded = [fold(word).strip(".") for word in name]
    if any(words.has("org_words", word) for word in folded[1:]) or " ".join(folded) in words.words["agencies"]:
        return None
    if len(name) > 1 and any(word in words.given_names for word in folded[:-1]):
        return VoiceKind.NAMED_PERSON
    if len(phrase.surface) == 1 and folded[0] in words.given_names:
        return VoiceKind.NAMED_PERSON
    if any(words.has("titles", word) for word in folded[:-1]):
        return VoiceKind.NAMED_PERSON
    before = phrase.words[: len(phrase.words) - len(name)]
    if before and (words.has("titles", before[-1]) or words.has("persons", before[-1])):
        return VoiceKind.NAMED_PERSON
    initials = all(word.isupper() and len(word) > 1 for word in name)
    acronym = any(word.isupper() and len(word) > 1 for word in name)
    if words.has("determiners", folded[0]):
        return None
    if 2 <= len(name) <= 4 and not initials and not acronym and not words.has("org_words", folded[0]):
        body = before and any(words.has(kind, before[-1]) for kind in ("organisations", "known_bodies", "documents"))
        nameless = before and phrase.surface[0][0].isupper() and words.has("determiners", before[0])
        return None if body or nameless or (before and words.has("determiners", before[-1])) else VoiceKind.NAMED_PERSON
    return None


def unnamed_person(phrase: Phrase, words: Lexicon) -> VoiceKind | None:
    """“A resident”, “the group's director”, “her lawyer”: one person, and no name."""
    if words.has("persons", phrase.head) and not _definite_body(phrase, words) and not _name_like(phrase):
        return VoiceKind.UNNAMED_PERSON
    return None


def unnamed_group(phrase: Phrase, words: Lexicon) -> VoiceKind | None:
    """“Witnesses”, “Western analysts”, “‘assault units’”: several people, and no name."""
    head = phrase.head
    plural = head in words.words["persons_plural"] or words.has("peoples", head)
    if plural and not _name_like(phrase) and not _definite_body(phrase, words):
        return VoiceKind.UNNAMED_GROUP
    return None


def _name_like(phrase: Phrase) -> bool:
    """“The Hellenic Coast Guard”: the head itself has a capital, and is not the first word."""
    return len(phrase.capitals) > 1 or (len(phrase.surface) > 1 and phrase.surface[-1][0].isupper())


def _definite_body(phrase: Phrase, words: Lexicon) -> bool:
    return words.has("known_bodies", phrase.head) and phrase.words[0] not in (
        "a",
        "an",
        "some",
        "several",
        "two",
    )


def named_organisation(phrase: Phrase, words: Lexicon) -> VoiceKind | None:
    """An organisation with a name, or one that needs none where the report is set ("the police")."""
    if any(
        surface[0].isupper() and not words.has("vague_adjectives", word)
        for surface, word in _named_words(phrase, words)
    ):
        return VoiceKind.NAMED_ORGANISATION
    if _definite_body(phrase, words):
        return VoiceKind.NAMED_ORGANISATION
    return None


def _named_words(phrase: Phrase, words: Lexicon) -> list[tuple[str, str]]:
    pairs = list(zip(phrase.surface, phrase.words, strict=True))
    if pairs and (words.has("determiners", pairs[0][1]) or _only_first(phrase.surface, words)):
        return pairs[1:]
    return pairs


def _only_first(surface: tuple[str, ...], words: Lexicon) -> bool:
    """Whether the one capital is that of a sentence's first word, and the word an ordinary one."""
    if any(word[0].isupper() for word in surface[1:]):
        return False
    first = fold(surface[0])
    if first.endswith("'s"):
        return False
    kinds = (
        "organisations",
        "organisations_plural",
        "peoples",
        "persons",
        "persons_plural",
        "known_bodies",
        "documents",
        "counters",
        "vague_adjectives",
    )
    return any(words.has(kind, first) for kind in kinds) or (len(surface) > 1 and first.endswith("s"))


def unnamed_organisation(phrase: Phrase, words: Lexicon) -> VoiceKind | None:
    """“A relief group”, “local media”, “a rival club”: an organisation, and no name."""
    head = phrase.head
    if (
        words.has("documents", head)
        and not re.search(r"\b(?:seen|obtained|reviewed|leaked)\b", phrase.text)
        and re.search(r"\b(?:in|from|by|of|for) (?:the )?[A-ZÀ-Þ]", phrase.text)
    ):
        return VoiceKind.NAMED_ORGANISATION
    if words.has("organisations", head) or head in words.words["organisations_plural"] or words.has("documents", head):
        return VoiceKind.UNNAMED_ORGANISATION
    if phrase.words[0] in ("another", "one", "a") and len(phrase.words) == 1:
        return VoiceKind.UNNAMED_PERSON
    return None


def anybody_else(phrase: Phrase, words: Lexicon) -> VoiceKind | None:
    """What no other rule knows: a plural is a group, a singular a person."""
    return VoiceKind.UNNAMED_GROUP if phrase.head.endswith("s") else VoiceKind.UNNAMED_PERSON


KindRule = Callable[[Phrase, Lexicon], VoiceKind | None]
RULES: tuple[KindRule, ...] = (
    pronoun,
    counted_people,
    state_body,
    named_person,
    unnamed_person,
    unnamed_group,
    named_organisation,
    unnamed_organisation,
    anybody_else,
)


def _in_small_letters(phrase: Phrase, words: Lexicon) -> Phrase:
    """The phrase of a headline in which every word has a capital: common nouns lose theirs."""
    kinds = ("persons", "persons_plural", "peoples", "organisations", "organisations_plural", "counters", "documents")
    common = [any(words.has(kind, word) for kind in kinds) for word in phrase.words]
    if not common or not common[-1] or len(phrase.words) < 2:
        return phrase
    surface = tuple(w.lower() if known else w for w, known in zip(phrase.surface, common, strict=True))
    return Phrase(phrase.span, phrase.text, phrase.words, surface)


def voice_like(text: str, source: Span, words: Lexicon) -> bool:
    """Whether a phrase can speak at all: a person, people, a body, a document; not "the ability to …"."""
    phrase = phrase_of(text, source, words)
    if not phrase.words or phrase.words[0] in ("nobody", "none", "nothing", "neither"):
        return False
    if any(words.has(kind, phrase.head) for kind in ("weekdays", "months", "time_words")) or phrase.head.isdigit():
        return False
    rule = next(rule for rule in RULES if rule(phrase, words))
    return rule is not anybody_else


# ---------------------------------------------------------------- who a short form stands for


_MEMORY = 300
"""Voices. A short form does not reach back further than a reader would remember."""


@dataclass
class Cast:
    """The voices and named persons met so far in one document, in order; the only thing here that grows."""

    text: str
    words: Lexicon
    title: Span
    met: list[tuple[Phrase, Voice, str | None]] = field(default_factory=list)
    spotted: list[tuple[Span, str]] = field(default_factory=list)
    surnames: dict[str, Span] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.spotted = _spot_persons(self.text, self.words)
        for span, _ in self.spotted:
            self.surnames.setdefault(fold(span.of(self.text)).split()[-1], span)

    def voice(self, source: Span, condition: Span | None = None, likely: VoiceKind | None = None) -> Voice:
        """The voice behind a source phrase, followed back to its fuller mention; then part of the cast itself.

        `likely` is the kind that a trained reader sees: it decides where the rules only guess.
        """
        phrase = phrase_of(self.text, source, self.words)
        if source in self.title:
            phrase = _in_small_letters(phrase, self.words)
        role, affiliation = _role(self.text, source, phrase, self.words)
        voice = self._followed_back(phrase, condition, role)
        if voice is None:
            kind = self._kind(phrase, likely)
            voice = Voice(kind, phrase.text, phrase.span, None, role, affiliation, condition)
        self.met.append((phrase, voice, _gender(phrase, self.words)))
        if voice.kind is VoiceKind.NAMED_PERSON and len(phrase.words) > 1:
            self.surnames.setdefault(phrase.head, voice.refers_to or phrase.span)
        return voice

    def _kind(self, phrase: Phrase, likely: VoiceKind | None) -> VoiceKind:
        if not phrase.words:  # a title alone, as in "Mr., who …"
            return likely or VoiceKind.UNNAMED_PERSON
        rule, kind = next((rule, found) for rule in RULES if (found := rule(phrase, self.words)))
        return likely if likely and rule in (pronoun, anybody_else) else kind

    def last(self, before: int) -> Voice | None:
        """The voice met last before a position."""
        return next((voice for phrase, voice, _ in reversed(self.met) if phrase.span.start < before), None)

    def _followed_back(self, phrase: Phrase, condition: Span | None, role: str | None) -> Voice | None:
        for find in (self._by_pronoun, self._by_surname, self._by_head):
            if antecedent := find(phrase):
                span, kind = antecedent
                return Voice(kind, phrase.text, phrase.span, span, role, None, condition)
        return None

    def _by_pronoun(self, phrase: Phrase) -> tuple[Span, VoiceKind] | None:
        if len(phrase.words) != 1 or not self.words.has("pronouns", phrase.head):
            return None
        gender = phrase.head if phrase.head in ("he", "she") else None
        heard = self._last_heard(phrase, gender)
        if gender is None:
            return heard
        start = phrase.span.start
        last = bisect_right(self.spotted, start, key=lambda person: person[0].end)
        seen = next((s for s in reversed(self.spotted[max(0, last - 8) : last]) if s[1] in (gender, "")), None)
        if seen and (heard is None or seen[0].start > heard[0].start) and start - seen[0].end < 900:
            return seen[0], VoiceKind.NAMED_PERSON
        return heard

    def _last_heard(self, phrase: Phrase, gender: str | None) -> tuple[Span, VoiceKind] | None:
        wanted = _KINDS_OF.get(phrase.head)
        if wanted is None:
            return None
        for other, voice, theirs in reversed(self.met[-_MEMORY:]):
            if other.span.start >= phrase.span.start or voice.span is None or voice.kind not in wanted:
                continue
            if gender and theirs and theirs != gender:
                continue
            if phrase.head == "it" and self.words.has("documents", other.head):
                continue
            return voice.refers_to or voice.span, voice.kind
        return None

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
        if phrase.head == other.head or (phrase.head in other.words and phrase.words[0] in ("the", "this")):
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


def _spot_persons(text: str, words: Lexicon) -> list[tuple[Span, str]]:
    """Named persons anywhere in the text: a given name and a capital, or a title and a capital."""
    found: list[tuple[Span, str]] = []
    for match in _NAME.finditer(text):
        parts = match.group().replace("\u00a0", " ").split(" ")
        first = fold(parts[0]).strip(".")
        gender = words.given_names.get(first, "")
        title = words.has("titles", first)
        if title:
            gender = "she" if words.has("she", first) else "he" if words.has("he", first) else ""
        if (gender or title) and len(parts) > 1 and not any(words.has("org_words", fold(p)) for p in parts[1:]):
            given = next((words.given_names[f] for p in parts if (f := fold(p)) in words.given_names), gender)
            found.append((Span(match.start(), match.end()), given or gender))
    return found


_NAME = re.compile(
    r"\b[A-ZÀ-ÖØ-Þ][\w’'-]*\.?"
    rf"(?:[ \u00a0](?:{_SMALL}[ \u00a0])?[A-ZÀ-ÖØ-Þ][\w’'-]*\.?){{1,3}}(?<![.'’])"
)


def _gender(phrase: Phrase, words: Lexicon) -> str | None:
    for word in phrase.words:
        word = word.strip(".")
        for gender in ("she", "he"):
            if words.has(gender, word):
                return gender
    for surface in phrase.capitals:
        if gender := words.given_names.get(fold(surface), ""):
            return gender
    return None


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
