"""Words of English, Russian and Ukrainian as the concepts they stand for, so that tellings can be compared.

The tables (`data/glossary-*.tsv`) give for each concept its stems in the three languages; `=` marks a whole word. Of
the entries that a word begins with the longest counts, so that «газета» is no gas.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import count

from firsthand.errors import TableError

__all__ = ["LANGUAGES", "Glossary", "glossary", "read_glossary"]

LANGUAGES = ("en", "ru", "uk")
_FILES = (
    "glossary-conflict.tsv",
    "glossary-life.tsv",
    "glossary-peoples.tsv",
    "glossary-things.tsv",
    "glossary-reports.tsv",
    "glossary-news.tsv",
)
_WHOLE = "="


@dataclass(frozen=True, slots=True)
class Glossary:
    """The entries of one language: whole words and stems, each with its concept; the lengths that stems have."""

    words: dict[str, str]
    stems: dict[str, str]
    lengths: tuple[int, ...]

    def concept(self, word: str) -> str | None:
        """What the folded word stands for, or None where the tables do not have it."""
        found = self.words.get(word)
        if found is not None:
            return found
        stems = (self.stems.get(word[:length]) for length in self.lengths if length <= len(word))
        return next(filter(None, stems), None)


@cache
def glossary(language: str) -> Glossary:
    """The glossary of a language; an empty one where there is none."""
    lines = (line for name in _FILES for line in read_glossary(_text(name).splitlines(), name))
    words: dict[str, str] = {}
    stems: dict[str, str] = {}
    for concept, entries in lines:
        for entry in entries.get(language, ()):
            if entry.startswith(_WHOLE):
                words.setdefault(entry[1:], concept)
            else:
                stems.setdefault(entry, concept)
    return Glossary(words, stems, tuple(sorted({len(stem) for stem in stems}, reverse=True)))


def read_glossary(lines: Iterable[str], where: str) -> Iterator[tuple[str, dict[str, list[str]]]]:
    """Each concept with its entries by language. Raises TableError, which names the line, where one has not its four
    columns or an entry is no single word.
    """
    for number, line in zip(count(1), lines, strict=False):
        if not line.strip() or line.startswith("#"):
            continue
        concept, *columns = line.split("\t")
        if len(columns) != len(LANGUAGES) or not all(column.strip() for column in columns):
            raise TableError(f"{where}, line {number}: a concept and its words in {', '.join(LANGUAGES)}, cut by tabs")
        yield concept, {language: column.split() for language, column in zip(LANGUAGES, columns, strict=True)}


def _text(name: str) -> str:
    return (files("firsthand.link") / "data" / name).read_text("utf-8")
