"""What kind of voice a phrase is, and what it is called without its trimmings."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from firsthand.model import Span, VoiceKind
from firsthand.read.en.lexicon import Lexicon
from firsthand.text import fold, tokens, trim

__all__ = [
    "GUESSES",
    "RULES",
    "SMALL",
    "Phrase",
    "bare_name",
    "body_like",
    "head_noun",
    "in_small_letters",
    "one_person",
    "person_or_body",
    "phrase_of",
    "voice_like",
    "whole_name",
]

_CUT = re.compile(
    r"\s(?:on|via|in|through|at|by) (?:its|his|her|their|a|an|the) (?:[\w'’-]+ ){0,3}?"
    r"(?:channel|statement|account|page|post|website|conference|briefing|interview|message|video)\b"
    r"|\son (?:Mon|Tues|Wednes|Thurs|Fri|Satur)day$|(?<!Mail)(?<!Independent)\son Sunday$"
    r"|,|\s[—–-]\s|—|\(|\s(?:who|which|whose|that)\s|\s(?:speaking|talking|asked|asking|citing|quoting|told)\s|;|:"
)


_GUARDS = (("coast", "guard"), ("national", "guard"), ("home", "guard"))


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase that names a voice: its core span, its words, and the part before "of", "in", "based" …"""

    span: Span
    text: str
    words: tuple[str, ...]
    surface: tuple[str, ...]
    described: str = ""
    """The noun before the name in "the mayor of Varsk, Stella Vardaki": "mayor", folded."""

    @property
    def head(self) -> str:
        """The noun that the phrase is about, folded; "the coast guard" is about a body, not about a guard."""
        if self.words[-2:] in _GUARDS:
            return "coastguard"
        return self.words[-1] if self.words else ""

    @property
    def capitals(self) -> tuple[str, ...]:
        """The capitalised words at the end of the part before any "of": a name, if it is one."""
        run: list[str] = []
        for word in reversed(self.surface):
            if not (word[0].isupper() or (run and re.fullmatch(SMALL, word))):
                break
            run.append(word)
        while run and re.fullmatch(SMALL, run[-1]):
            run.pop()
        return tuple(reversed(run))


_NATION = re.compile(r"^[A-Z]{2,}|(?:ian|ean|ish|ese|can|ench|qi|li|ni|tch|eek|man|ai|ss)$")
SMALL = r"(?:van|von|de|der|den|di|da|do|das|dos|del|della|bin|ibn|al|el|la|le|du)"
_BETWEEN = r"(?:the|for(?: the)?|without|against(?: the)?|our|to the)"
"""Small words that only the name of a body has between its capitals: “Save the Orchard”, “Hope for Horses”."""
_ROLE_THEN_NAME = re.compile(
    r"[^,;:“”\"‘()]{3,70}?[a-zà-ÿ][^,;:“”\"‘()]{0,60}, "
    r"((?:(?:the |[A-Z][a-z]+\.? )?[A-ZÀ-Þ][\w’'.-]*[\w.])"
    rf"(?: (?:(?:{SMALL}|{_BETWEEN}|&) )?[A-ZÀ-Þ][\w’'-]*){{0,4}})(?=,|$| (?:of|from|at) )"
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
        name = tuple(word for word in named.group(1).replace("\u00a0", " ").split(" ") if word != "&")
        noun = head_noun(fold(raw[: named.start(1)]), words)
        return Phrase(core, core.of(text), tuple(fold(w) for w in name), name, noun)
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
            words.has("after_head", fold(word))
            or ((word[0].isdigit() or fold(word) == "present") and words.has("persons", fold(surface[-1])))
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


def head_noun(description: str, words: Lexicon) -> str:
    """“The mayor of Varsk” is about a mayor: the last word before "of", "in", "based" …, all folded."""
    head = ""
    for word in re.findall(r"[\w’'-]+", description):
        if head and words.has("after_head", word):
            break
        head = word
    return head


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


def named_by_its_noun(phrase: Phrase, words: Lexicon) -> VoiceKind | None:
    """“The operator, Linea Verde”: where the noun before a name is a body's, so is the name, but for one that begins
    with a given name or a title."""
    if not words.has("organisations", phrase.described) and not words.has("known_bodies", phrase.described):
        return None
    first = fold(phrase.surface[0]).strip(".")
    person = len(phrase.surface) > 1 and (first in words.given_names or words.has("titles", first))
    return None if person else VoiceKind.NAMED_ORGANISATION


_BODY_NAME = re.compile(rf"(?:[Tt]he )?([A-ZÀ-Þ][\w’'-]+) ({_BETWEEN}) [A-ZÀ-Þ][\w’'-]+(?: [A-ZÀ-Þ][\w’'-]+)*")


def name_around_small_words(phrase: Phrase, words: Lexicon) -> VoiceKind | None:
    """“Save the Orchard”, “Hope for Horses”: capitals around a small word make the name of a body."""
    name = _BODY_NAME.fullmatch(phrase.text)
    if name is None or any(words.has(kind, fold(name[1])) for kind in ("prepositions", "adverbs", "conjunctions")):
        return None
    kinds = ("persons", "persons_plural", "peoples", "organisations", "organisations_plural", "documents", "titles")
    common = name[2] not in ("without", "against") and any(words.has(kind, fold(name[1])) for kind in kinds)
    return None if common else VoiceKind.NAMED_ORGANISATION


def named_person(phrase: Phrase, words: Lexicon) -> VoiceKind | None:
    """A name with a given name, a title, or two capitals that no organisation would carry."""
    name = phrase.capitals
    if not name or fold(phrase.surface[-1]) in words.words["org_words"] or " & " in phrase.text:
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
    both = before and words.has("organisations", before[-1])  # "rail operator Nordbahn"
    if before and not both and (words.has("titles", before[-1]) or words.has("persons", before[-1])):
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


def person_or_body(phrase: Phrase, words: Lexicon) -> VoiceKind | None:
    """“The operator”, “a lender”: a noun for a body and for a person, and a body's where nothing says more."""
    both = words.has("persons", phrase.head) and words.has("organisations", phrase.head)
    return (
        VoiceKind.UNNAMED_ORGANISATION
        if both and not _definite_body(phrase, words) and not _name_like(phrase)
        else None
    )


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


def bare_name(phrase: Phrase, words: Lexicon) -> VoiceKind | None:
    """“Hartwell”, “Okafor”: a name in one word. It is a person's where the trained reader, a fuller mention or a
    pronoun that goes back to it says so, else an organisation's."""
    if len(phrase.surface) != 1 or not phrase.surface[0][0].isupper() or _definite_body(phrase, words):
        return None
    kinds = ("org_words", "agencies", "organisations", "documents", "determiners", "counters", "alone")
    common = any(words.has(kind, phrase.head) for kind in kinds)
    return None if common or phrase.head in words.words["organisations_plural"] else VoiceKind.NAMED_ORGANISATION


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
    named_by_its_noun,
    name_around_small_words,
    named_person,
    person_or_body,
    unnamed_person,
    unnamed_group,
    bare_name,
    named_organisation,
    unnamed_organisation,
    anybody_else,
)
GUESSES: tuple[KindRule, ...] = (pronoun, named_person, person_or_body, bare_name, named_organisation, anybody_else)
"""Rules that only guess: what else is known of the voice comes before them."""


def in_small_letters(phrase: Phrase, words: Lexicon) -> Phrase:
    """The phrase of a headline in which every word has a capital: common nouns lose theirs."""
    kinds = ("persons", "persons_plural", "peoples", "organisations", "organisations_plural", "counters", "documents")
    common = [any(words.has(kind, word) for kind in kinds) for word in phrase.words]
    if not common or not common[-1] or len(phrase.words) < 2:
        return phrase
    surface = tuple(w.lower() if known else w for w, known in zip(phrase.surface, common, strict=True))
    return Phrase(phrase.span, phrase.text, phrase.words, surface, phrase.described)


def one_person(text: str, source: Span, words: Lexicon) -> bool:
    """Whether a phrase is a single person by its words alone: "he", "the nurse", "Maria Lopes"."""
    phrase = phrase_of(text, source, words)
    if not phrase.words:
        return False
    if phrase.words in (("he",), ("she",)):
        return True
    rule = next(rule for rule in RULES if rule(phrase, words))
    return rule in (named_person, person_or_body, unnamed_person)


_OPENING_VERB = re.compile(r"(?<![\w’'-] )(?<![\w’'-])([A-ZÀ-Þ][a-zà-ÿ]+) $")


def whole_name(text: str, source: Span, words: Lexicon) -> Span:
    """“Feed the Valley” at the head of a sentence, where a rule or reader has taken its first word for a verb."""
    if not re.match(r"the [A-ZÀ-Þ]", source.of(text)):
        return source
    verb = _OPENING_VERB.search(text, max(0, source.start - 40), source.start)
    known = verb is not None and words.common.get(fold(verb[1])) == "base"
    return Span(verb.start(1), source.end) if verb and known else source


def body_like(text: str, source: Span, words: Lexicon) -> bool:
    """Whether a phrase is a body, with or without a name: "the carrier, Nordluft", "the ministry"."""
    phrase = phrase_of(text, source, words)
    kind = next(found for rule in RULES if (found := rule(phrase, words))) if phrase.words else None
    return kind in (VoiceKind.NAMED_ORGANISATION, VoiceKind.UNNAMED_ORGANISATION)


def voice_like(text: str, source: Span, words: Lexicon) -> bool:
    """Whether a phrase can speak at all: a person, people, a body, a document; not "the ability to …"."""
    phrase = phrase_of(text, source, words)
    if not phrase.words or phrase.words[0] in ("nobody", "none", "nothing", "neither"):
        return False
    if any(words.has(kind, phrase.head) for kind in ("weekdays", "months", "time_words")) or phrase.head.isdigit():
        return False
    rule = next(rule for rule in RULES if rule(phrase, words))
    return rule is not anybody_else
