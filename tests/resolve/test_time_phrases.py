"""Time expressions in realistic sentences of three languages, and sentences whose numbers are no dates."""

from __future__ import annotations

import math
from datetime import date

import edtf
import pytest
from bench.times import LANGUAGES, Phrase, Trap, failures, is_held, phrases, traps

from firsthand.model import Interval
from firsthand.resolve.times import find_times

_LEAST = 0.95


@pytest.mark.parametrize("held", [False, True], ids=["dev", "held"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_time_expressions_are_read_as_their_gold_says(language: str, held: bool) -> None:
    """At least 95% of the sentences, also of the half that no rule was written on."""
    half: list[Phrase | Trap] = [phrase for phrase in phrases(language) if is_held(phrase) == held]
    wrong = failures(half)
    assert 1 - len(wrong) / len(half) >= _LEAST, "\n".join(wrong)


@pytest.mark.parametrize("language", LANGUAGES)
def test_numbers_that_are_no_dates_never_become_dates(language: str) -> None:
    """Scores, sections, units, calibres, phones and the like: not one may be dated."""
    wrong = failures(traps(language))
    assert wrong == [], "\n".join(wrong)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_lists_are_as_long_as_promised(language: str) -> None:
    """Two hundred and ninety expressions and ninety traps in each language."""
    assert sum(len(phrase.times) for phrase in phrases(language)) >= 290
    assert len(traps(language)) >= 90


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_interval_is_valid_edtf_and_agrees_with_its_days(language: str) -> None:
    """What we write can be read back by another library, and says the same first and last day."""
    checked = 0
    for phrase in phrases(language):
        for time in find_times(phrase.text, language, phrase.published):
            if time.edtf is None:
                continue
            read = edtf.parse_edtf(time.edtf)
            checked += 1
            if _is_plain(time):
                low, high = read.lower_strict(), read.upper_strict()
                assert _day(low) == time.start, (phrase.text, time)
                assert _day(high) == time.end, (phrase.text, time)
    assert checked > 180


def _is_plain(time: Interval) -> bool:
    """Approximate times are wider than they say, one of two days has neither, seasons are loose in EDTF."""
    assert time.edtf is not None
    return not (time.edtf.endswith("~") or time.edtf.startswith("[") or time.edtf[4:7] in ("-21", "-22", "-23", "-24"))


def _day(bound: object) -> date | None:
    """The library gives a day as a tuple of time, an open end as an infinite number."""
    if isinstance(bound, float):
        assert math.isinf(bound)
        return None
    assert isinstance(bound, tuple)
    year, month, day = bound[:3]
    return date(year, month, day)
