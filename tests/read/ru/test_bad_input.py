"""Russian texts that came through bad hands: no crash, nothing lost without a word, and nothing slow."""

from __future__ import annotations

import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from firsthand.model import Document, Span
from firsthand.read import document_of_text, find_statements

REPORT = "Мост через Сошку разрушен, сообщил глава района Олег Рыков. По его словам, пострадавших нет."


@pytest.mark.parametrize(
    "text",
    [
        REPORT.encode("cp1251").decode("latin-1"),
        REPORT.replace("о", "o").replace("е", "e").replace("а", "a"),
        "\u200b".join(REPORT),
        REPORT.replace("а", "а\u0301"),
        "⚡️" * 10_000 + REPORT,
        "⚡️" * 10_000,
        "— " * 3_000 + REPORT,
        "«" * 500 + REPORT,
        "#мост " * 2_000,
        REPORT.upper(),
        "А" * 20_000,
    ],
    ids=[
        "cp1251 as latin-1",
        "Latin letters",
        "zero-width",
        "accents",
        "emoji before",
        "emoji only",
        "dashes",
        "unclosed quotes",
        "hashtags",
        "capitals",
        "one word",
    ],
)
def test_no_crash_and_every_statement_points_into_the_text(text: str) -> None:
    """What is found lies in the text, and reading takes no longer than the length asks for."""
    document = document_of_text(text, title="", language="ru")
    started = time.process_time()
    statements, skips = find_statements(document)
    assert time.process_time() - started < 20
    assert all(part.of(document.text).strip() for s in statements for part in s.contents)
    assert statements or skips


def test_emoji_and_accents_take_nothing_away() -> None:
    """Ten thousand emoji before a report, and accents over its vowels, leave its statements."""
    for text in ("⚡️" * 10_000 + REPORT, REPORT.replace("ра", "ра\u0301")):
        statements, _ = find_statements(document_of_text(text, title="", language="ru"))
        assert len(statements) == 2


def test_a_sentence_too_long_to_be_one_is_said() -> None:
    """A list of a thousand words without a full stop is read in pieces, and that is told."""
    text = "В сводке названы " + ", ".join(["село Вислинка"] * 500) + "."
    _, skips = find_statements(document_of_text(text, title="", language="ru"))
    assert any("too long to be one" in skip.reason for skip in skips)


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="абвгдемостЖ «»„“\"'—-–.,:;!?…\n\t⚡️#@0123456789()/№%", max_size=200))
@example("0Жб“:0")  # a name that only its head tells
def test_any_text_is_read(text: str) -> None:
    """No order of marks, letters and line breaks breaks the reader."""
    statements, _ = find_statements(Document(text, Span(0, 0), "ru"))
    assert all(Span(0, len(text)).start <= s.content.start < s.content.end <= len(text) for s in statements)
