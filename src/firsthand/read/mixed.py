"""A document in several languages, cut into one document for each: the same characters at the same places.

What is in another language is blanked out, so that every span of a part is a span of the whole. Stretches are
sentences, and quotations that are one; a quoted word stays with the sentence that quotes it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from firsthand.model import Document, Skip, Span
from firsthand.read.language import detect
from firsthand.read.quotes import find_quotes
from firsthand.read.sentences import find_paragraphs, find_sentences

__all__ = ["in_each_language"]

_LATIN = re.compile(r"[A-Za-zÀ-ɏ]")
_CYRILLIC = re.compile(r"[Ѐ-ӿ]")
_WORD = re.compile(r"[^\W\d_]+")
_NEVER = re.compile(r"(?!)")
_ENOUGH = 4
"""Words. Of fewer no language can be told: they belong to the document's, if they are in its script."""
_OWN_LETTERS = {"ru": re.compile("[ыэъё]", re.IGNORECASE), "uk": re.compile("[іїєґ]", re.IGNORECASE)}
"""Letters that one of these two has and the other has not."""


def in_each_language(document: Document, known: frozenset[str]) -> tuple[list[Document], list[Skip]]:
    """The document itself where it is in one language; else a copy for each, its own language first.

    A stretch in a language that is not `known` is left out of all, with a `Skip`.
    """
    foreign = [(span, language) for span, language in _stretches(document) if language != document.language]
    if not foreign:
        return [document], []
    skips = [
        Skip("read", f"characters {span.start} to {span.end}", f"in the language “{language}”, which has no rules yet")
        for span, language in foreign
        if language not in known
    ]
    others = sorted({language for _, language in foreign} & known)
    parts = [_without(document, [span for span, _ in foreign])]
    for language in others:
        held = [span for span, spoken in foreign if spoken == language]
        parts.append(replace(_only(document, held), language=language))
    return parts, skips


def _without(document: Document, spans: list[Span]) -> Document:
    text = document.text
    for span in spans:
        text = text[: span.start] + _blank(span.of(text)) + text[span.end :]
    return replace(document, text=text)


def _only(document: Document, spans: list[Span]) -> Document:
    text, position = "", 0
    for span in [*spans, Span(len(document.text), len(document.text))]:
        text += _blank(document.text[position : span.start]) + span.of(document.text)
        position = span.end
    return replace(document, text=text)


def _blank(text: str) -> str:
    return re.sub(r"[^\n]", " ", text)


def _stretches(document: Document) -> Iterator[tuple[Span, str]]:
    """Sentences in another language than the document's, with their language."""
    if not _may_be_mixed(document):
        return
    for part in (document.title, document.body):
        for paragraph in find_paragraphs(document.text, part) if part else ():
            quotes = find_quotes(document.text, paragraph)
            for sentence in find_sentences(document.text, paragraph, quotes, _NEVER):
                yield sentence, _language_of(_outside(document.text, sentence, quotes), document.language)


def _may_be_mixed(document: Document) -> bool:
    """Whether there are letters that the document's own language does not have; a quick look, which may be wrong."""
    if document.language in _OWN_LETTERS:
        others = [letters for language, letters in _OWN_LETTERS.items() if language != document.language]
        return any(pattern.search(document.text) for pattern in (*others, re.compile(r"[A-Za-z]{2}[ ,]+[A-Za-z]{2}")))
    return _CYRILLIC.search(document.text) is not None


def _outside(text: str, sentence: Span, quotes: list[Span]) -> str:
    """The words of the sentence that are not quoted; all of them where it is little else than a quotation."""
    kept, position = "", sentence.start
    for quote in quotes:
        if quote in sentence:
            kept += text[position : quote.start] + " "
            position = quote.end
    kept += text[position : sentence.end]
    return kept if len(_WORD.findall(kept)) >= 2 else sentence.of(text)


def _language_of(text: str, usual: str) -> str:
    """The language of one sentence, in a document that is mostly in another; in doubt that of the document."""
    latin, cyrillic = len(_LATIN.findall(text)), len(_CYRILLIC.findall(text))
    usually_cyrillic = usual in _OWN_LETTERS
    if latin == cyrillic == 0 or (cyrillic > latin) == usually_cyrillic:
        return _by_letters(text, usual) if usually_cyrillic else usual
    if len(_WORD.findall(text)) < _ENOUGH:
        return usual
    found = detect(text)
    return usual if found == "und" else found


def _by_letters(text: str, usual: str) -> str:
    """Between Russian and Ukrainian the letters that only one of them has decide, where they are clear."""
    counts = {language: len(letters.findall(text)) for language, letters in _OWN_LETTERS.items()}
    other = max(counts, key=lambda language: counts[language])
    if other == usual or len(_WORD.findall(text)) < _ENOUGH or counts[other] < 2 or counts[usual]:
        return usual
    return other
