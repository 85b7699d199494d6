"""Times whose meaning the words around them settle: the sentence before, a verb of the past, what came to its end."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from firsthand.resolve.times import find_times

_THURSDAY = date(2025, 11, 20)

_CLOCKS = [
    ("en", "The market was shelled on 17 November. The first shell fell at 5:20 p.m.", "2025-11-17T17:20"),
    ("en", "On Tuesday the dam broke. Water came at 9:15 p.m. The bridge fell at 10:40 p.m.", "2025-11-18T22:40"),
    ("en", "The law was passed on 2 March 2021. Sirens wailed at 5:20 a.m.", "2025-11-20T05:20"),
    ("en", "The dam broke on Tuesday. Talks will begin at 17:00.", "2025-11-20T17:00"),
    ("en", "The dam broke on Tuesday.\nSirens wailed at 5:20 a.m.", "2025-11-20T05:20"),
    ("ru", "Рынок обстреляли 17 ноября. Первый снаряд упал в 17:20.", "2025-11-17T17:20"),
    ("ru", "Закон приняли 2 марта 2021 года. Сирены завыли в 5:20.", "2025-11-20T05:20"),
    ("uk", "Ринок обстріляли 17 листопада. Перший снаряд упав о 17:20.", "2025-11-17T17:20"),
    ("uk", "Закон ухвалили 2 березня 2021 року. Сирени завили о 5:20.", "2025-11-20T05:20"),
]


@pytest.mark.parametrize(("language", "text", "moment"), _CLOCKS)
def test_a_clock_time_is_on_the_day_that_was_just_named(language: str, text: str, moment: str) -> None:
    """The day of the sentence before holds, unless it is long past, the future is spoken of, or a line ends."""
    last = find_times(text, language, _THURSDAY)[-1]
    assert last.starts_at == datetime.fromisoformat(moment)


def test_a_day_taken_from_the_sentence_before_is_a_stated_doubt() -> None:
    """The reader of the finding is told where the day of a clock time came from."""
    text = "The market was shelled on 17 November. The first shell fell at 5:20 p.m."
    assert "sentence before" in find_times(text, "en", _THURSDAY)[-1].reasons[0].detail


_ENDS = [
    ("en", "Two guards were shot dead by dusk on Saturday.", "2025-11-15"),
    ("en", "Rescuers recovered three bodies by Sunday.", "2025-11-16"),
    ("en", "The crossing must be cleared by Sunday.", "2025-11-23"),
    ("en", "The crossing is to be cleared by Sunday.", "2025-11-23"),
    ("en", "The crossing was closed until Sunday.", "2025-11-23"),
    ("ru", "Тела извлекли к утру субботы.", "2025-11-15"),
    ("ru", "Переход обещают открыть к субботе.", "2025-11-22"),
    ("ru", "Переход закрыли до субботы.", "2025-11-22"),
    ("uk", "Тіла дістали до ранку суботи.", "2025-11-15"),
    ("uk", "Перехід обіцяють відкрити до суботи.", "2025-11-22"),
    ("uk", "Перехід закрили до суботи.", "2025-11-22"),
    ("en", "They must leave before the end of December.", "2025-12-31"),
    ("ru", "Уехать надо перед концом декабря.", "2025-12-31"),
    ("uk", "Виїхати треба перед кінцем грудня.", "2025-12-31"),
]


@pytest.mark.parametrize(("language", "text", "end"), _ENDS)
def test_what_is_told_as_done_by_a_day_is_behind(language: str, text: str, end: str) -> None:
    """A deadline lies ahead; what was found by Sunday was found by the last one; an end is inside its month."""
    (found,) = find_times(text, language, _THURSDAY)
    assert (found.start, found.end) == (None, date.fromisoformat(end))


def test_the_end_of_the_month_of_publication_is_its_last_day() -> None:
    """Twenty days into June, its end is ten days ahead."""
    (found,) = find_times("They hope to leave before the end of June.", "en", date(2025, 6, 20))
    assert found.end == date(2025, 6, 30)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The crew arrived within 40 minutes."),
        ("en", "He died within two hours."),
        ("ru", "Он скончался в течение двух часов."),
        ("uk", "Він помер упродовж двох годин."),
    ],
)
def test_a_length_of_minutes_or_hours_is_no_date(language: str, text: str) -> None:
    """How long something took says nothing about the day."""
    assert find_times(text, language, _THURSDAY) == ()
