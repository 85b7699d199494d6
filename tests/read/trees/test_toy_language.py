"""A language that nobody speaks, added as the documentation says: a few words, and what each of them is.

Toy has three kinds of words, told by their endings: nouns in -o, verbs in -as, adjectives in -a; a name has a capital.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from firsthand.model import Document, Mode, Span, Statement, VoiceKind
from firsthand.read import LANGUAGES, Language, Reading, SpanFinder, find_statements
from firsthand.read.trees.lexicon import Lexicon, load_lexicon
from firsthand.read.trees.parsing import Word
from firsthand.read.trees.reading import TreeReading
from firsthand.text import tokens

WORDS = """
cues:
  asserted: {any: [diras], clause: []}
  denied: {any: [neas], clause: []}
persons: [urbestro]
organisations: [ministerio]
known_bodies: [ministerio]
that: [ke]
according: [laŭ]
hedges: [eble]
abbreviations: [s-ro]
"""


@dataclass(frozen=True)
class ToyAnalyser:
    """Parts of speech by ending; the subject is the noun before the verb, and what follows «ke» hangs on it."""

    placeholder: str = "tio"

    def words(self, text: str) -> list[tuple[int, int]]:
        return [(span.start, span.end) for span in tokens(text)]

    def analyse(self, rows: Sequence[Sequence[str]]) -> list[list[Word]]:
        return [[self._word(row, number) for number in range(len(row))] for row in rows]

    def _word(self, row: Sequence[str], number: int) -> Word:
        form = row[number]
        verb = next((n for n, word in enumerate(row) if word.endswith("as")), -1)
        if not form[0].isalnum():
            return Word(form, "PUNCT", frozenset(), verb, "punct", "")
        if form.endswith("as"):
            relation = "root" if number == verb else "ccomp"
            return Word(form, "VERB", frozenset({"VerbForm=Fin"}), -1 if number == verb else verb, relation, "")
        if form in ("ke", "laŭ"):
            return Word(form, "SCONJ" if form == "ke" else "ADP", frozenset(), verb, "mark", "")
        case = frozenset({"Case=Gen" if number and row[number - 1].lower() == "laŭ" else "Case=Nom"})
        name = form[0].isupper() and number > 0
        pos = "PROPN" if name else "NOUN" if form.endswith("o") else "ADV"
        subject = pos != "ADV" and number < verb
        return Word(form.lower(), pos, case, verb, "nsubj" if subject else "obl", "PER" if name else "")


@dataclass(frozen=True)
class Toy:
    """All that a language has to be."""

    words: Lexicon
    code: str = "toy"

    def read(self, document: Document, finder: SpanFinder | None = None) -> Reading:
        return TreeReading(document, ToyAnalyser(), self.words, finder)


@pytest.fixture(scope="module")
def languages(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Language]:
    folder = tmp_path_factory.mktemp("toy")
    (folder / "words.yaml").write_text(WORDS, encoding="utf-8")
    return {**LANGUAGES, "toy": Toy(load_lexicon(Path(folder), ["words"]))}


def read(text: str, languages: Mapping[str, Language]) -> list[Statement]:
    return list(find_statements(Document(text, Span(0, 0), "toy"), languages=languages)[0])


def test_a_language_is_words_and_an_analyser(languages: Mapping[str, Language]) -> None:
    """With ten words and a guess at parts of speech, voices, contents, modes and the outlet's own word are found."""
    text = "La urbestro diras, ke la ponto brulas. Laŭ ministerio, la urbo dormas. Eble la suno brilas."
    first, second, third = read(text, languages)
    assert (first.voice.text, first.content.of(text)) == ("urbestro", "la ponto brulas")
    assert first.voice.kind is VoiceKind.UNNAMED_PERSON
    assert (second.voice.text, second.content.of(text)) == ("ministerio", "la urbo dormas")
    assert second.voice.kind is VoiceKind.NAMED_ORGANISATION
    assert third.voice.kind is VoiceKind.OUTLET
    assert third.mode is Mode.HEDGED


def test_a_quotation_has_its_voice(languages: Mapping[str, Language]) -> None:
    """Quotations, dashes and emoji are the same in every language, and need no word of it."""
    text = "⚡️ «La ponto brulas nun tre forte», diras urbestro 🔥\nLa urbo dormas"
    quoted, own = read(text, languages)
    assert quoted.quoted
    assert (quoted.voice.text, quoted.content.of(text)) == ("urbestro", "«La ponto brulas nun tre forte»")
    assert own.content.of(text) == "La urbo dormas"


def test_a_list_that_no_rule_reads_is_refused(tmp_path: Path) -> None:
    """A slip in the name of a list is told when the language is opened, not found out by missing statements."""
    (tmp_path / "words.yaml").write_text("cues: {}\npersona: [urbestro]\n", encoding="utf-8")
    with pytest.raises(ValueError, match="persona"):
        load_lexicon(tmp_path, ["words"])
