"""What kind of voice a phrase is, and who a pronoun or short form stands for, over trees."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field

from firsthand.model import Span, Voice, VoiceKind
from firsthand.read.trees.lexicon import Lexicon
from firsthand.read.trees.nodes import Node, Range, Tree
from firsthand.read.trees.phrases import noun_phrase
from firsthand.text import trim

__all__ = ["RULES", "Cast", "Phrase", "phrase_of", "voice_like"]


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase that names a voice, and its head."""

    span: Span
    text: str
    nodes: tuple[Node, ...]
    head: Node

    @property
    def lemmas(self) -> tuple[str, ...]:
        return tuple(node.lemma for node in self.nodes if not node.mark)

    @property
    def plural(self) -> bool:
        counted = any(
            n.pos == "NUM" and not n.has("Number=Sing") and n.word != "1" and n.span.start < self.head.span.start
            for n in self.nodes
        )  # «два источника», not «источник 112»
        return counted or self.head.has("Number=Plur")

    @property
    def person(self) -> tuple[Node, ...]:
        """The words of a person's name in it."""
        return tuple(node for node in self.nodes if node.name == "PER")

    @property
    def named(self) -> bool:
        """Whether it holds a proper name of any kind, or a title in quotation marks."""
        return any(node.name or node.pos in ("PROPN", "X") for node in self.nodes) or self.titled

    @property
    def titled(self) -> bool:
        """Whether it holds a title in quotation marks: «Рассвет», not «знакомого сапёра»."""
        following = [*self.nodes[1:], self.nodes[-1]]
        return any(
            (node.mark and node.word in '«“"' and after.capital)
            or (node.pos == "QUOTE" and node.span.start < node.span.end and node.word[1:2].isupper())
            for node, after in zip(self.nodes, following, strict=True)
        )


def phrase_of(tree: Tree, source: Span) -> Phrase | None:
    """The phrase that stands in `source`; None where there is no word in it."""
    first, last = tree.index(source.start), tree.index(source.end)
    inside = tree.nodes[first:last]
    nominal = [n for n in range(first, last) if not tree.nodes[n].mark and tree.nodes[n].pos not in ("ADP", "CCONJ")]
    if not nominal:
        return None
    head = next((n for n in nominal if not first <= tree.nodes[n].head < last), nominal[0])
    if tree.nodes[head].pos in ("ADJ", "DET", "NUM"):
        near = (n for n in nominal if tree.nodes[n].pos in ("NOUN", "PROPN", "X", "PRON"))
        noun = next(near, head)
        among = any(tree.nodes[n].pos == "ADP" for n in range(head + 1, noun))
        head = head if among and tree.nodes[head].pos == "NUM" else noun  # «один из них», «двое из жильцов»
    span = trim(tree.text, source, " ,\u00a0")
    return Phrase(span, span.of(tree.text), tuple(inside), tree.nodes[head])


# ---------------------------------------------------------------- kinds

KindRule = Callable[[Phrase, Lexicon], VoiceKind | None]


def pronoun(phrase: Phrase, words: Lexicon) -> VoiceKind | None:
    """“She”, «он», «по его словам»: a person, if nothing before tells more; “they”, «они»: people."""
    if len(phrase.nodes) != 1:
        return None
    word = phrase.head.word
    if words.has("there", word):
        return VoiceKind.UNNAMED_ORGANISATION
    if words.has("they", phrase.head.lemma):
        return VoiceKind.UNNAMED_GROUP
    if any(words.has(kind, word, phrase.head.lemma) for kind in ("he", "she", "possessives")):
        return VoiceKind.UNNAMED_PERSON
    return None


def named_person(phrase: Phrase, words: Lexicon) -> VoiceKind | None:
    """A person with a name: “Oleh Petrenko”, «начальник участка Сергей Вдовин»."""
    office = words.has("persons", phrase.head.lemma) or words.has("posts", phrase.head.lemma)
    if (
        not phrase.person
        and not office
        and phrase.head.pos == "PROPN"
        and phrase.head.has("Animacy=Anim")
        and not phrase.head.name
    ):
        return VoiceKind.NAMED_PERSON
    if words.has("posts", phrase.head.lemma) and (phrase.person or _surname_behind(phrase)):
        return VoiceKind.NAMED_PERSON  # «городской голова Иван Петров»
    if not phrase.person or (phrase.head.name == "ORG" and phrase.head.lemma != phrase.person[0].lemma):
        return None
    if words.has("organisations", phrase.head.lemma) and phrase.head.name != "PER":
        return None  # «больница имени Петрова»
    return VoiceKind.NAMED_PERSON


def _surname_behind(phrase: Phrase) -> bool:
    """«Губернатор Бусаргин»: an animate word with a capital letter in the case of the office before it."""
    at = phrase.nodes.index(phrase.head)
    after = phrase.nodes[at + 1] if at + 1 < len(phrase.nodes) else None
    if after is None or after.pos != "PROPN" or not after.capital:
        return False
    if not (after.has("Animacy=Anim") or after.has("Case=Nom")):
        return False  # «губернатора Лиманска»
    return any(after.has(feat) for feat in phrase.head.feats if feat.startswith("Case="))


def bearers(phrase: Phrase, words: Lexicon) -> VoiceKind | None:
    """“Ukrainian officials”, «представители ассоциации Promo-LEX»: several who speak as a body that has a name."""
    named = _body_named(phrase, words) or words.has("nations", *phrase.lemmas)
    if phrase.plural and words.has("bearers", phrase.head.lemma) and named:
        return VoiceKind.NAMED_ORGANISATION
    return None


def _body_named(phrase: Phrase, words: Lexicon) -> bool:
    return phrase.named or any(words.has("known_bodies", lemma) for lemma in phrase.lemmas[1:])


def named_organisation(phrase: Phrase, words: Lexicon) -> VoiceKind | None:
    """An organisation with a name, or one that needs none where the report is set («полиция», «министерство»)."""
    head = phrase.head
    body = words.has("organisations", head.lemma, head.word)
    if words.has("persons", head.lemma) or words.has("groups", head.lemma):
        return None
    vague = words.has("vague_bodies", head.lemma, head.word)
    if vague and not phrase.titled and not any(node.name or node.pos == "X" for node in phrase.nodes if node != head):
        return None  # «СМИ», «німецькі ЗМІ»
    if head.name == "ORG" or (body and phrase.named):
        return VoiceKind.NAMED_ORGANISATION
    if head.pos in ("NOUN", "PROPN") and len(head.word) > 1 and phrase.text.isupper():
        return VoiceKind.NAMED_ORGANISATION  # «ВПП», «СБП»
    if vague or (head.has("Animacy=Anim") and not body):
        return VoiceKind.NAMED_ORGANISATION if phrase.titled and phrase.nodes[0].word[:1] in '«“"' else None
    if words.has("known_bodies", head.lemma, head.word) and not (phrase.plural and words.has("generic", head.lemma)):
        return VoiceKind.NAMED_ORGANISATION
    if phrase.titled or head.pos == "X" or head.name in ("LOC", "ORG") or (head.pos == "PROPN" and head.name != "PER"):
        return VoiceKind.NAMED_ORGANISATION
    if words.has("documents", head.lemma) and (phrase.named or _body_named(phrase, words)):
        return VoiceKind.NAMED_ORGANISATION
    return None


def unnamed_organisation(phrase: Phrase, words: Lexicon) -> VoiceKind | None:
    """“Local media”, «соцсети», «один из каналов»: an organisation, and no name."""
    lemma = phrase.head.lemma
    if any(words.has(kind, lemma, phrase.head.word) for kind in ("vague_bodies", "organisations", "documents")):
        return VoiceKind.UNNAMED_ORGANISATION
    return None


def unnamed_group(phrase: Phrase, words: Lexicon) -> VoiceKind | None:
    """“Witnesses”, «очевидцы», «врачи больницы»: several people, and no name."""
    people = phrase.head.has("Animacy=Anim") or words.has("persons", phrase.head.lemma)
    people = people or (phrase.plural and phrase.head.has("VerbForm=Part"))  # «выжившие»
    if words.has("localities", phrase.head.lemma):
        return VoiceKind.UNNAMED_GROUP  # «в селе говорят»
    several = phrase.head.pos == "NUM" and not words.has("persons", phrase.head.lemma)
    if several or words.has("groups", phrase.head.lemma, phrase.head.word) or (people and phrase.plural):
        return VoiceKind.UNNAMED_GROUP
    return None


def unnamed_person(phrase: Phrase, words: Lexicon) -> VoiceKind | None:
    """“A resident”, «источник в экстренных службах», «один из выживших»: one person, and no name."""
    if words.has("persons", phrase.head.lemma) or phrase.head.has("Animacy=Anim"):
        return VoiceKind.UNNAMED_PERSON
    return None


def anybody_else(phrase: Phrase, words: Lexicon) -> VoiceKind | None:
    """What no other rule knows: a plural is a group, a singular an organisation."""
    return VoiceKind.UNNAMED_GROUP if phrase.plural else VoiceKind.UNNAMED_ORGANISATION


RULES: tuple[KindRule, ...] = (
    pronoun,
    named_person,
    bearers,
    named_organisation,
    unnamed_organisation,
    unnamed_group,
    unnamed_person,
    anybody_else,
)


def voice_like(phrase: Phrase, words: Lexicon) -> bool:
    """Whether a phrase can speak at all: a person, people, a body, a document; not «это», «всё», «цены»."""
    if words.has("nobody", phrase.head.lemma, phrase.head.word) and not phrase.person:
        return False
    return next(rule for rule in RULES if rule(phrase, words)) is not anybody_else


# ---------------------------------------------------------------- who a short form stands for

_MEMORY = 300
"""Voices. A short form does not reach back further than a reader would remember."""
_ORGANISATIONS = frozenset({VoiceKind.NAMED_ORGANISATION, VoiceKind.UNNAMED_ORGANISATION})
_PEOPLE = frozenset({VoiceKind.NAMED_PERSON, VoiceKind.UNNAMED_PERSON})


@dataclass(frozen=True, slots=True)
class _Met:
    phrase: Phrase
    voice: Voice


@dataclass
class Cast:
    """The voices met so far in one document, in order, and every person's name that stands in it."""

    text: str
    words: Lexicon
    trees: list[Tree]
    met: list[_Met] = field(default_factory=list)
    surnames: dict[str, Span] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._starts = [tree.span.start for tree in self.trees]
        for tree in self.trees:
            for start, end in _names(tree):
                if end - start > 1:
                    self.surnames.setdefault(tree.nodes[end - 1].lemma, tree.over(start, end))

    def voice(self, tree: Tree, source: Span, condition: Span | None) -> Voice | None:
        """The voice behind a source phrase, followed back to its fuller mention; then part of the cast itself."""
        phrase = phrase_of(tree, source)
        if phrase is None:
            return None
        voice = self._followed_back(phrase, condition)
        if voice is None:
            kind = next(kind for rule in RULES if (kind := rule(phrase, self.words)))
            role = _role(phrase) if kind is VoiceKind.NAMED_PERSON else None
            voice = Voice(kind, phrase.text, phrase.span, None, role, None, condition)
        self.met.append(_Met(phrase, voice))
        if phrase.person:
            full = voice.refers_to or phrase.span
            self.surnames.setdefault(phrase.person[-1].lemma, full)
        return voice

    def last(self, before: int) -> Voice | None:
        """The voice met last before a position."""
        return next((m.voice for m in reversed(self.met) if m.phrase.span.start < before), None)

    def _followed_back(self, phrase: Phrase, condition: Span | None) -> Voice | None:
        for find in (self._by_pronoun, self._by_surname, self._by_head):
            if antecedent := find(phrase):
                span, kind = antecedent
                return Voice(kind, phrase.text, phrase.span, span, None, None, condition)
        return None

    def _before(self, phrase: Phrase) -> list[_Met]:
        recent = reversed(self.met[-_MEMORY:])
        return [m for m in recent if m.voice.span is not None and m.phrase.span.start < phrase.span.start]

    def _by_pronoun(self, phrase: Phrase) -> tuple[Span, VoiceKind] | None:
        if len(phrase.nodes) != 1:
            return None
        head, words = phrase.head, self.words
        if words.has("there", head.word):
            return self._there(phrase)
        if not any(words.has(kind, head.lemma, head.word) for kind in ("he", "she", "it", "they", "possessives")):
            return None
        gender = _meant(head, words)
        person = words.has("he", head.lemma) or words.has("she", head.lemma)
        person = person and not words.has("possessives", head.word)
        one = bool(gender) and not words.has("they", head.lemma)
        lately = self._sentence_before(phrase.span.start, 2)
        for met in self._before(phrase):
            kind = met.voice.kind
            if one and met.phrase.plural:
                continue  # «он» is nobody of «медики»
            if met.phrase.span.start < lately and (named := self._subject_before(phrase, gender)):
                return named
            if kind is VoiceKind.NAMED_PERSON if words.has("they", head.lemma) else person and kind in _ORGANISATIONS:
                continue
            theirs = _gender(met.phrase)
            if gender and theirs and gender != theirs and not (gender == "Masc" and theirs == "Neut"):
                continue
            return met.voice.refers_to or met.phrase.span, kind
        return None if words.has("they", head.lemma) else self._subject_before(phrase, gender)

    def _there(self, phrase: Phrase) -> tuple[Span, VoiceKind] | None:
        """«Там добавили»: the body spoken of last, as a voice or as the subject of a sentence."""
        bodies = (m for m in self._before(phrase) if m.voice.kind in _ORGANISATIONS)
        heard = next(((m.voice.refers_to or m.phrase.span, m.voice.kind) for m in bodies), None)
        if heard is None or heard[0].start < self._sentence_before(phrase.span.start, 2):
            heard = self._subject_before(phrase, "", bodies=True) or heard
        return heard

    def _sentence_before(self, position: int, back: int) -> int:
        """Where the sentence starts that stands `back` sentences before a position; 1 is its own."""
        number = bisect_right(self._starts, position)
        return self._starts[max(0, number - back)] if number else 0

    def _subject_before(self, phrase: Phrase, gender: str, bodies: bool = False) -> tuple[Span, VoiceKind] | None:
        """Who is the subject of a main clause right before: «Комендант Лев Стадник вышел. «Один», — сказал он»."""
        lately = self._sentence_before(phrase.span.start, 2)
        near = slice(bisect_left(self._starts, lately), bisect_left(self._starts, phrase.span.start))
        for tree in reversed(self.trees[near]):
            for number in range(len(tree.nodes) - 1, -1, -1):
                node = tree.nodes[number]
                main = node.head >= 0 and tree.nodes[node.head].rel in ("root", "conj", "parataxis")
                if node.rel.partition(":")[0] != "nsubj" or not main or node.span.start >= phrase.span.start:
                    continue
                found = phrase_of(tree, tree.over(*noun_phrase(tree, number, self.words)))
                if (
                    found is None
                    or phrase.span.overlaps(found.span)
                    or found.plural
                    or not voice_like(found, self.words)
                ):
                    continue
                kind = next(kind for rule in RULES if (kind := rule(found, self.words)))
                theirs = _gender(found)
                if (kind in _ORGANISATIONS) is bodies and not (gender and theirs and gender != theirs):
                    return found.span, kind
        return None

    def _by_surname(self, phrase: Phrase) -> tuple[Span, VoiceKind] | None:
        """“Petrenko” after “Oleh Petrenko”, «Мокану» after «Мэр Виктор Мокану»."""
        if len(phrase.lemmas) != 1 or phrase.head.pos not in ("PROPN", "NOUN") or not phrase.head.capital:
            return None
        full = self.surnames.get(phrase.head.lemma) or self._by_stem(phrase.head.word)
        if full is None or full.end > phrase.span.start:
            return None
        heard = next((m for m in self._before(phrase) if m.phrase.span.overlaps(full)), None)
        return (heard.voice.refers_to or heard.phrase.span if heard else full), VoiceKind.NAMED_PERSON

    def _by_stem(self, word: str) -> Span | None:
        """A surname that the dictionary takes for two: «Брынза», «Брынзы»."""
        stem = word[: max(4, len(word) - 2)]
        return next((span for name, span in self.surnames.items() if name.startswith(stem)), None)

    def _by_head(self, phrase: Phrase) -> tuple[Span, VoiceKind] | None:
        """“The ministry” after “the Interior Ministry”; «ведомство», «собеседник агентства» after a first mention."""
        if phrase.named or len(phrase.lemmas) > 2:
            return None
        for met in self._before(phrase):
            if self._same(phrase, met):
                return met.voice.refers_to or met.phrase.span, met.voice.kind
        return None

    def _same(self, phrase: Phrase, met: _Met) -> bool:
        lemma, words = phrase.head.lemma, self.words
        if lemma in met.phrase.lemmas and len(met.phrase.text) >= len(phrase.text):
            return len(phrase.lemmas) == 1 or set(phrase.lemmas) <= set(met.phrase.lemmas)
        if words.has("interlocutors", lemma):
            return met.voice.kind is VoiceKind.UNNAMED_PERSON
        if words.has("parties", lemma):
            return False
        generic = words.has("known_bodies", lemma) or words.has("documents", lemma)
        return len(phrase.lemmas) == 1 and generic and met.voice.kind in _ORGANISATIONS and met.phrase.named


def _meant(head: Node, words: Lexicon) -> str:
    """The gender of whom a pronoun stands for: «її» and «её» are hers, however the parser takes them."""
    if any(words.has("hers", word) for word in (head.word, head.lemma)) or words.has("she", head.lemma):
        return "Fem"
    return "Masc" if words.has("he", head.lemma) or words.has("his", head.word) else ""


def _gender(phrase: Phrase) -> str:
    for node in (*phrase.person, phrase.head):
        for gender in ("Fem", "Masc", "Neut"):
            if node.has(f"Gender={gender}"):
                return gender
    return ""


def _names(tree: Tree) -> list[Range]:
    """Runs of words that are a person's name."""
    runs: list[Range] = []
    for number, node in enumerate(tree.nodes):
        if node.name != "PER":
            continue
        if runs and runs[-1][1] == number:
            runs[-1] = (runs[-1][0], number + 1)
        else:
            runs.append((number, number + 1))
    return runs


def _role(phrase: Phrase) -> str | None:
    """What a named person is: the words before the name, or behind it."""
    name = phrase.person or (phrase.head,)
    start, end = name[0].span.start, name[-1].span.end
    before = phrase.text[: start - phrase.span.start].strip(" ,—–«»")
    after = phrase.text[end - phrase.span.start :].strip(" ,—–()")
    return before or after or None
