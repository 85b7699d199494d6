"""What is found in a text, in short: for tests of languages read over trees."""

from __future__ import annotations

from firsthand.model import Mode, Span, Statement, VoiceKind
from firsthand.read import LANGUAGES, document_of_text, find_statements
from firsthand.read.uk.language import Ukrainian

_LANGUAGES = {**LANGUAGES, "uk": Ukrainian(dictionary=False, model="")}
"""Ukrainian as it is read where nothing else is installed."""


def found(text: str, language: str = "ru") -> list[Statement]:
    """The statements of a text without a title."""
    return list(find_statements(document_of_text(text, title="", language=language), None, _LANGUAGES)[0])


def said(text: str, language: str = "ru") -> list[tuple[str, str]]:
    """(voice, content) of each statement; the outlet's have an empty voice."""
    return [(_voice(one), _content(text, one.contents)) for one in found(text, language)]


def modes(text: str, language: str = "ru") -> list[tuple[str, Mode]]:
    """(content, mode) of each statement."""
    return [(_content(text, one.contents), one.mode) for one in found(text, language)]


def kinds(text: str, language: str = "ru") -> list[tuple[str, VoiceKind]]:
    """(voice, kind) of each statement's innermost voice."""
    return [(one.voice.text, one.voice.kind) for one in found(text, language)]


def _voice(statement: Statement) -> str:
    return "" if statement.voice.kind is VoiceKind.OUTLET else statement.voice.text


def _content(text: str, parts: tuple[Span, ...]) -> str:
    return " … ".join(part.of(text) for part in parts)
