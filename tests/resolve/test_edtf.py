"""Written times as days: whatever EDTF a claim may hold has some, and nonsense has none."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.resolve.edtf import days_of_edtf
from firsthand.resolve.times import find_times


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        ("2025-11-22", "2025-11-22", "2025-11-22"),
        ("2026-01", "2026-01-01", "2026-01-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2026", "2026-01-01", "2026-12-31"),
        ("2025~", "2025-01-01", "2025-12-31"),
        ("2025-11?", "2025-11-01", "2025-11-30"),
        ("?2025-11-~22", "2025-11-22", "2025-11-22"),
        ("2025-11-22T18:30", "2025-11-22", "2025-11-22"),
        ("2025-11-22T23:30:00Z", "2025-11-22", "2025-11-22"),
        ("2025-11-22T23:30:00.5+02:00", "2025-11-22", "2025-11-22"),
        ("202X", "2020-01-01", "2029-12-31"),
        ("19XX", "1900-01-01", "1999-12-31"),
        ("2025-XX", "2025-01-01", "2025-12-31"),
        ("2025-1X", "2025-10-01", "2025-12-31"),
        ("2025-11-XX", "2025-11-01", "2025-11-30"),
        ("2025-02-2X", "2025-02-20", "2025-02-28"),
        ("2025-24", "2025-12-01", "2026-02-28"),
        ("2025-22", "2025-06-01", "2025-08-31"),
        ("2025-36", "2025-10-01", "2025-12-31"),
        ("2025-11-22/2025-11-24", "2025-11-22", "2025-11-24"),
        ("2025/2026", "2025-01-01", "2026-12-31"),
        ("2025-11-22/..", "2025-11-22", None),
        ("../2025-11", None, "2025-11-30"),
        ("/2025-11", None, "2025-11-30"),
        ("[2025-11-12,2025-12-11]", "2025-11-12", "2025-12-11"),
        ("{2024..2026}", "2024-01-01", "2026-12-31"),
        ("[..2025-11]", None, "2025-11-30"),
        ("20251122", "2025-11-22", "2025-11-22"),
        ("2025-W47-6", "2025-11-22", "2025-11-22"),
    ],
)
def test_every_form_has_its_days(written: str, first: str | None, last: str | None) -> None:
    """Months, years, doubts, open ends and several readings are all told in first and last days."""
    found = days_of_edtf(written)
    assert tuple(each.isoformat() if each else None for each in found) == (first, last)


@pytest.mark.parametrize(
    "written",
    [
        *("", "..", "/", "../..", "yesterday", "2025-13", "2025-00", "2025-02-30", "2025-11-22/2025-11-01", "[2025"),
        *("[]", "0000", "2025-9X", "20X5", "２０２５", "2025\0", "Y170000002", "-0043", "9999-24", "2025-11-4X"),
        *("2025-11-22T25:00", "2025/2026/2027", "[" + "2025," * 30 + "2026]", "9" * 500),
    ],
)
def test_nonsense_has_none(written: str) -> None:
    """It is refused as a value, and with nothing else."""
    with pytest.raises(ValueError):
        days_of_edtf(written)


@given(st.text(max_size=30) | st.from_regex(r"[0-9X~?%/.,\[\]{}TZW:+-]{1,30}", fullmatch=True))
def test_any_words_are_days_or_refused(written: str) -> None:
    """Nothing that is typed or stored breaks it."""
    try:
        first, last = days_of_edtf(written)
    except ValueError:
        return
    assert first is None or last is None or first <= last


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("It began in January 2026 and in about 2019, in the winter of 2024, and since 3/4/2025.", "en"),
        ("Это началось в январе 2026 года, зимой 2024 года, примерно в 2019 году и с 5 ноября.", "ru"),
        ("Це почалося в січні 2026 року, взимку 2024 року, у 2020-х роках і після 5 листопада.", "uk"),
    ],
)
def test_what_the_reader_writes_is_understood(text: str, language: str) -> None:
    """The EDTF of every time that is found in a text is of the same days as its start and end."""
    found = [each for each in find_times(text, language, date(2026, 3, 1)) if each.edtf]
    assert len(found) > 1
    for each in found:
        first, last = days_of_edtf(each.edtf or "")
        if each.start and each.end and not (each.edtf or "").startswith("["):
            assert first == each.start, each
            assert last == each.end, each
