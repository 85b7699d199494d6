"""Where a text names an agency, in any spelling of the table, and in the cases of Russian and Ukrainian."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from firsthand.collect.sources.table import Table
from firsthand.model import Source, SourceKind, Span

__all__ = ["Mention", "find_mentions", "spellings"]

_WORD = re.compile(r"[^\W_]+")
_ENDINGS = (
    (re.compile(r"[бвгджзклмнпрстфх]$"), "", ("", "а", "у", "ом", "е", "ові", "і")),
    (re.compile(r"[гкхжчшщ]а$"), "а", ("а", "и", "е", "у", "ой", "ою", "і")),
    (re.compile(r"ая$"), "ая", ("ая", "ой", "ую")),
    (re.compile(r"ія$"), "ія", ("ія", "ії", "ію", "ією")),
    (re.compile(r"ия$"), "ия", ("ия", "ии", "ию", "ией")),
    (re.compile(r"а$"), "а", ("а", "ы", "и", "е", "у", "ой", "ою", "і")),
)
_DEFINED = re.compile(r"\(([A-ZА-ЯІЇЄҐ]{2,6})\)")
_NO_FIRST_NAME = (
    r"(?!(?:As|By|Citing|Earlier|From|Later|Meanwhile|Per|Quoting|Separately|Via|"
    r"Ранее|Позднее|Позже|Раніше|Пізніше|Как|Як|Агент\w+|Агенц\w+)\b)"
)
"""Words that open a sentence, or tell what follows, and are no first name of a Bloomberg."""
_NAMESAKE = re.compile(
    rf"\b{_NO_FIRST_NAME}(?:[A-Z][a-z]+(?: [A-Z]\.)?|Mr\.?|Ms\.?) (Bloomberg)\b"
    rf"|\b{_NO_FIRST_NAME}[А-ЯІЇЄҐ][а-яіїєґё]+ (Блумберг|Рейтер)\b"
)
_NOUN = re.compile(r"(?:Агентств|Агенці|Издани|Видання)\w{0,2}\s+[«\"“„A-ZА-ЯІЇЄҐ]")
"""A word that is the name of an outlet too, before the name that it tells the kind of."""
_SMALL_WORDS = frozenset({"of", "the", "and", "for", "de", "la", "и", "по", "та", "й", "з"})


@dataclass(frozen=True, slots=True)
class Mention:
    """A name of a source where it stands. `short` names count in datelines, by-lines and credit lines only."""

    span: Span
    source: str
    agency: bool
    short: bool


@dataclass(frozen=True, slots=True)
class _Spelling:
    text: str
    source: str
    agency: bool
    short: bool


@lru_cache(maxsize=4)
def spellings(table: Table) -> Mapping[str, tuple[_Spelling, ...]]:
    """Every spelling of every source by its first word, the longest first."""
    found: dict[str, dict[str, _Spelling]] = {}
    for source in table.sources.values():
        agency = source.kind is SourceKind.AGENCY
        for name, short in _names(source):
            for text in _cases(name):
                first = _WORD.search(text)
                if first is None or first.start() > 0:
                    continue
                kept = found.setdefault(first[0], {})
                if text not in kept or (agency and not kept[text].agency):
                    kept[text] = _Spelling(text, source.id, agency or bool(source.credits), short)
    return {
        first: tuple(sorted(each.values(), key=lambda spelling: -len(spelling.text))) for first, each in found.items()
    }


def _names(source: Source) -> Iterator[tuple[str, bool]]:
    """Its names, and whether each counts in credit lines only. Who is no agency is credited by its credits alone."""
    plain = source.kind is SourceKind.AGENCY or not source.credits
    yield source.name, not plain
    yield from ((name, not plain) for _, name in source.names if not name.startswith("the "))
    for _, name in source.credits:
        yield name, source.kind is SourceKind.AGENCY


def _cases(name: str) -> Iterator[str]:
    """The name, and its cases where its last word is a Cyrillic noun in ordinary letters."""
    yield name
    last = name.split()[-1]
    if len(last) < 5 or (not last[1:].islower() and not re.search(r"-[А-ЯІЇЄҐ][а-яіїєґё]+$", last)):
        return
    for pattern, cut, endings in _ENDINGS:
        if pattern.search(last):
            yield from (name.removesuffix(cut) + ending for ending in endings)
            return


def find_mentions(text: str, table: Table) -> Iterator[Mention]:
    """Every name of a source in the text, in order, the longest where several begin at one place."""
    known = spellings(table)
    foreign = _defined_otherwise(text)
    reached = 0
    for word in _WORD.finditer(text):
        start = word.start()
        if start < reached or word[0] not in known:
            continue
        nouns = _NOUN.match(text, start) is not None
        for spelling in known[word[0]]:
            end = start + len(spelling.text)
            if nouns and spelling.text == word[0]:
                continue
            if text.startswith(spelling.text, start) and _stands_alone(text, start, end):
                reached = end
                other = spelling.text in foreign or _has_article(text, start, spelling.text, table)
                yield Mention(Span(start, end), spelling.source, spelling.agency and not other, spelling.short)
                break


def _stands_alone(text: str, start: int, end: int) -> bool:
    """No part of a longer word, of an address or of a user name."""
    before, after = text[max(0, start - 1) : start], text[end : end + 2]
    if before and (before.isalnum() or (before in "_@#.-" and text[max(0, start - 2) : start - 1].isalnum())):
        return False
    if before in ("@", "#", "_"):
        return False
    if not after or not (after[0].isalnum() or after[0] in "_-.‑@"):
        return True
    return after[0] in "-.‑" and not after[1:].isalnum()


def _has_article(text: str, start: int, name: str, table: Table) -> bool:
    """ "the AFP" is an army or the police; an agency that bears the article has it in the table ("the AP")."""
    if not (name.isupper() and len(name) <= 5 and text[max(0, start - 4) : start].lower() == "the "):
        return False
    return f"the {name}" not in _with_article(table)


@lru_cache(maxsize=4)
def _with_article(table: Table) -> frozenset[str]:
    return frozenset(name for source in table.sources.values() for _, name in source.names if name.startswith("the "))


def _defined_otherwise(text: str) -> frozenset[str]:
    """Names that the text itself gives another meaning: "Australian Federal Police (AFP)", "Michael Bloomberg"."""
    found = {match[1] or match[2] for match in _NAMESAKE.finditer(text)}
    for match in _DEFINED.finditer(text):
        words = _WORD.findall(text[max(0, match.start() - 120) : match.start()])
        letters = match[1]
        full = [word for word in words if word.lower() not in _SMALL_WORDS][-len(letters) :]
        if "".join(word[0] for word in full).upper() == letters:
            found.add(letters)
    return frozenset(found)
