"""Mentions of persons, organisations, places, groups, times and quantities, read off GUM's trees.

GUM marks every noun phrase in the `Entity` field of its CoNLL-U, with brackets that nest and cross. Its ten types
are not ours, so a mention's type is read off its own type and its syntax (`entity_type`):

| ours | GUM's type, and what the head of the mention must be |
|---|---|
| person | person, where it is not a group |
| group | person, headed by a plural, a collective noun ("the crowd", "a couple"), "all", "many" or "most", a number \
other than one ("12 of the wounded"), an adjective after "the" ("the wealthy"), or by several names joined by "and"; \
organization, headed by a family, household or crowd |
| organisation | organization |
| place | place |
| time | time |
| quantity | any other type, headed by a figure that stands in a clause, by a sign of currency or "%" beside a figure, \
or by a unit of measure that a figure counts ("12 kilometres") |

What these rules cannot see: whether "the first" is one person, a sum without a figure ("a fortune"), and a figure
inside a noun phrase ("12 tanks" is an object to GUM, and its 12 no mention). So quantities are few. Events, objects,
animals, plants, substances and abstract things are left out.
"""

from __future__ import annotations

import gzip
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from firsthand.model import Span

__all__ = ["ENTITY_TYPES", "GUM_TEST", "Mention", "entity_sentences", "is_test", "layer", "mentions"]

ENTITY_TYPES = ("person", "organisation", "place", "group", "time", "quantity")


def _listed(words: str) -> frozenset[str]:
    return frozenset(words.split())


GUM_TEST = _listed(
    "GUM_academic_discrimination GUM_academic_eegimaa GUM_bio_dvorak GUM_bio_jespersen GUM_court_insanity "
    "GUM_court_mitigation GUM_interview_hill GUM_interview_libertarian GUM_news_nasa GUM_news_sensitive "
    "GUM_speech_austria GUM_speech_newzealand GUM_textbook_chemistry GUM_textbook_union GUM_voyage_oakland "
    "GUM_voyage_vavau"
)
"""The test documents of GUM's official split (its splits.md) that are of the genres in `GUM_GENRES`."""

_COLLECTIVE = _listed(
    "audience band board cabinet cast committee community congregation couple crew crowd delegation electorate family "
    "generation group household humanity jury majority minority mob pair panel population public rest staff squad team "
    "trio troupe wave youth"
)
_KIN = frozenset({"family", "household", "crowd", "couple", "mob"})
_ONE_PERSON = frozenset({"accused", "deceased", "other", "best", "latter", "former", "next", "last", "only", "local"})
_MANY = frozenset({"all", "many", "most", "some", "both", "few", "several", "half"})
_UNITS = _listed(
    "% acre barrel bit byte calorie cent centimeter centimetre cm degree dollar euro foot franc ft gallon gb gigabyte "
    "gram hectare hertz hryvnia inch joule kelvin kg kilogram kilometer kilometre kilowatt km knot kw lb lbs liter "
    "litre m mb megabyte megawatt meter metre mg microgram mile milligram milliliter millimeter millimetre ml mm mph "
    "mw newton ounce oz percent percentage peso point pound rial rouble ruble rupee ton tonne volt watt yard yen "
    "yuan"
)
_OUTSIDE_A_CLAUSE = frozenset({"root", "dep", "list", "appos", "parataxis", "compound", "dislocated", "conj"})
"""How footnote numbers, tables and headings hang on a tree; the second of two figures is a `conj`, and lost."""
_PLACE_ADVERBS = frozenset({"here", "there", "then", "now", "nowhere", "everywhere", "somewhere", "anywhere"})
_BRACKET = re.compile(r"(\()?([^()]+)(\))?")


@dataclass(frozen=True, slots=True)
class Word:
    """One row of a tree; `span` counts characters of the sentence's text."""

    id: int
    form: str
    lemma: str
    upos: str
    feats: str
    head: int
    relation: str
    misc: str
    span: Span


@dataclass(frozen=True, slots=True)
class Mention:
    """One bracket of GUM's `Entity` field.

    `type` is ours, None where we have none for it; `gum_type` is GUM's. `words` are the mention's words, `core` those
    of GUM's minspan: the head, or all words of a name. `information` ("new", "giv:act"), `link` ("coref", "ana",
    "appos", "sgl") and `identity`, the Wikipedia title where there is one, stand as GUM has them.
    """

    type: str | None
    gum_type: str
    group: str
    span: Span
    words: tuple[Word, ...]
    core: tuple[Word, ...]
    information: str
    link: str
    identity: str | None

    @property
    def head(self) -> Word:
        """The word that the rest hangs on: of those whose head stands outside, the first of the core."""
        return _head(self.words, self.core)


def is_test(name: str) -> bool:
    """Whether a document, by its name ("GUM_news_nasa"), is kept for testing."""
    return name in GUM_TEST


def entity_sentences(path: Path) -> Iterator[tuple[str, tuple[tuple[str, Span], ...]]]:
    """(text, mentions) of every sentence: each mention a type of `ENTITY_TYPES` and the characters it covers.

    Pronouns are left out, as are "here" and "then". In each type only the outermost of nested mentions stays
    ("the mayor of the town's brother" is one person), so that a type is one layer of labels; mentions of two types
    may nest. An ending "'s" belongs to no mention.
    """
    for text, found in mentions(path):
        yield text, layer((m.type, m.span) for m in found if m.type and not _pronoun(m))


def layer(found: Iterable[tuple[str, Span]]) -> tuple[tuple[str, Span], ...]:
    """In text order, without what lies in, or crosses, a mention of the same type that begins earlier or is longer."""
    kept: list[tuple[str, Span]] = []
    reached = dict.fromkeys(ENTITY_TYPES, 0)
    for kind, span in sorted(found, key=lambda item: (item[1].start, -item[1].end, item[0])):
        if span.start >= reached[kind]:
            kept.append((kind, span))
            reached[kind] = span.end
    return tuple(kept)


def mentions(path: Path) -> Iterator[tuple[str, tuple[Mention, ...]]]:
    """(text, mentions) of every sentence, pronouns and nested mentions as well, in text order."""
    for text, words in _sentences(path):
        found = [_mention(name, words[first : last + 1]) for first, last, name in _brackets(words)]
        yield text, tuple(sorted(found, key=lambda m: (m.span.start, -m.span.end)))


def _sentences(path: Path) -> Iterator[tuple[str, list[Word]]]:
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        text, words = "", list[Word]()
        for line in (*lines, ""):
            if line.startswith("# text = "):
                text = line[9:].rstrip("\n")
            elif not line.strip():
                if words:
                    yield text, words
                words = []
            elif not line.startswith("#") and line.split("\t", 1)[0].isdigit():
                words.append(_word(line.rstrip("\n").split("\t"), text, words[-1].span.end if words else 0))


def _word(row: list[str], text: str, after: int) -> Word:
    start = text.find(row[1], after)
    start = after if start < 0 else start
    span = Span(start, start + len(row[1]))
    return Word(int(row[0]), row[1], row[2].lower(), row[3], row[5], int(row[6]), row[7], row[9], span)


def _brackets(words: list[Word]) -> Iterator[tuple[int, int, str]]:
    """(first word, last word, what stands in the opening bracket) of each mention; a name may be open twice."""
    open_: dict[str, list[tuple[int, str]]] = {}
    for index, word in enumerate(words):
        field = next((f[7:] for f in word.misc.split("|") if f.startswith("Entity=")), "")
        for bracket in _BRACKET.finditer(field):
            group = bracket[2].split("-", 1)[0]
            if bracket[1]:
                open_.setdefault(group, []).append((index, bracket[2]))
            if bracket[3] and open_.get(group):
                first, name = open_[group].pop()
                yield first, index, name


def _mention(name: str, words: list[Word]) -> Mention:
    """GRP-etype-infstat-salience-centering-minspan-link-identity; the identity may be absent."""
    group, gum_type, information, _, _, minspan, link, *identity = name.split("-", 7)
    core = tuple(words[int(n) - 1] for n in minspan.split(",") if int(n) <= len(words))
    if len(words) > 1 and words[-1].upos == "PART" and words[-1].form in ("'s", "’s", "'", "’"):
        words = words[:-1]
    return Mention(
        type=entity_type(gum_type, tuple(words), core),
        gum_type=gum_type,
        group=group,
        span=Span(words[0].span.start, words[-1].span.end),
        words=tuple(words),
        core=core,
        information=information,
        link=link,
        identity=identity[0] if identity else None,
    )


def entity_type(gum_type: str, words: tuple[Word, ...], core: tuple[Word, ...]) -> str | None:
    """Our type for a mention of GUM's type with these words, as the table above says."""
    head = _head(words, core)
    if any(mark in words[0].feats for mark in ("PronType=Int", "PronType=Rel")) and len(words) > 1:
        return None  # "what they were promised", "where it stood": a clause, no name or noun phrase
    if gum_type == "person":
        return "group" if _several(head, words) else "person"
    if gum_type == "organization":
        return "group" if head.lemma in _KIN else "organisation"
    if gum_type in ("place", "time"):
        return gum_type
    return "quantity" if _measured(head, words, core) else None


def _head(words: tuple[Word, ...], core: tuple[Word, ...]) -> Word:
    inside = {word.id for word in words}
    tops = [word for word in words if word.head not in inside]
    return next((word for word in tops if word in core), tops[0])


def _several(head: Word, words: tuple[Word, ...]) -> bool:
    """Whether the words stand for more than one person."""
    if head.upos == "NUM":
        return head.lemma not in ("one", "1") and head.relation != "appos"  # "Ray Ames, 42" gives an age
    if head.upos in ("ADJ", "DET", "VERB"):
        after_the = any(w.lemma == "the" and w.head == head.id for w in words)
        adjective = (
            head.upos == "ADJ" and after_the and head.lemma not in _ONE_PERSON and "NumType=Ord" not in head.feats
        )
        return adjective or head.lemma in _MANY
    joined = {w.head for w in words if w.lemma == "and" and w.relation == "cc"}
    names = any(w.id in joined and w.head == head.id and w.relation == "conj" and w.upos == "PROPN" for w in words)
    return "Number=Plur" in head.feats or (head.upos == "NOUN" and head.lemma in _COLLECTIVE) or names


def _measured(head: Word, words: tuple[Word, ...], core: tuple[Word, ...]) -> bool:
    """Whether the words say how much: a figure, or a unit with one."""
    if head.upos == "NUM":
        return (
            all("NumType=Card" in word.feats for word in core)
            and head.lemma not in ("one", "1")
            and head.relation.split(":")[0] not in _OUTSIDE_A_CLAUSE
        )
    counted = any(w.upos == "NUM" and w.head == head.id and w.relation == "nummod" for w in words)
    money = head.upos == "SYM" and (unicodedata.category(head.form[-1]) == "Sc" or re.fullmatch("[A-Z]{3}", head.form))
    return counted and (bool(money) or head.lemma in _UNITS)


def _pronoun(mention: Mention) -> bool:
    """Whether nothing is named: "they", "this", "each other", "there"."""
    return all(w.upos in ("PRON", "DET") or w.lemma in _PLACE_ADVERBS for w in mention.words)
