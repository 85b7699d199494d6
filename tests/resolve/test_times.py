# ruff: noqa: E501 - tables read best with one case to a line
"""Time expressions: what they cover, counted from the day of publication."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from bench.times import phrases
from hypothesis import given
from hypothesis import strategies as st

from firsthand.model import Interval, Span
from firsthand.resolve.times import RULES, find_times

WEDNESDAY = date(2025, 6, 18)

# text, expression, first day, last day, EDTF
TIMES = [
    ("It fell on 22 November 2024.", "22 November 2024", "2024-11-22", "2024-11-22", "2024-11-22"),
    ("It fell on November 22, 2024.", "November 22, 2024", "2024-11-22", "2024-11-22", "2024-11-22"),
    ("It fell on Nov. 22, 2024, they say.", "Nov. 22, 2024", "2024-11-22", "2024-11-22", "2024-11-22"),
    ("Dated 2024-11-22.", "2024-11-22", "2024-11-22", "2024-11-22", "2024-11-22"),
    ("Dated 22.11.2024.", "22.11.2024", "2024-11-22", "2024-11-22", "2024-11-22"),
    ("Dated 11/22/2024.", "11/22/2024", "2024-11-22", "2024-11-22", "2024-11-22"),
    ("Dated 11/12/2024.", "11/12/2024", None, None, "[2024-11-12,2024-12-11]"),
    ("On 14 May it rained.", "14 May", "2025-05-14", "2025-05-14", "2025-05-14"),
    ("On the 14th of May it rained.", "the 14th of May", "2025-05-14", "2025-05-14", "2025-05-14"),
    ("On May 14 people died there.", "May 14", "2025-05-14", "2025-05-14", "2025-05-14"),
    ("On May 14 it rained.", "May 14", "2025-05-14", "2025-05-14", "2025-05-14"),
    ("On 20 December it snowed.", "20 December", "2024-12-20", "2024-12-20", "2024-12-20"),
    ("On 2 July it opens.", "2 July", "2025-07-02", "2025-07-02", "2025-07-02"),
    ("From 14-16 May it rained.", "14-16 May", "2025-05-14", "2025-05-16", "2025-05-14/2025-05-16"),
    ("From May 14-16 it rained.", "May 14-16", "2025-05-14", "2025-05-16", "2025-05-14/2025-05-16"),
    ("On Saturday, 14 June, it rained.", "Saturday, 14 June", "2025-06-14", "2025-06-14", "2025-06-14"),
    ("On Saturday, June 14, it rained.", "Saturday, June 14", "2025-06-14", "2025-06-14", "2025-06-14"),
    ("It rained on Tuesday.", "Tuesday", "2025-06-17", "2025-06-17", "2025-06-17"),
    ("It rained on Wednesday.", "Wednesday", "2025-06-18", "2025-06-18", "2025-06-18"),
    ("It rained on Thursday.", "Thursday", "2025-06-12", "2025-06-12", "2025-06-12"),
    ("They will meet on Friday.", "Friday", "2025-06-20", "2025-06-20", "2025-06-20"),
    ("Talks are due on Monday.", "Monday", "2025-06-23", "2025-06-23", "2025-06-23"),
    ("It rained last Wednesday.", "last Wednesday", "2025-06-11", "2025-06-11", "2025-06-11"),
    ("It opens next Monday.", "next Monday", "2025-06-23", "2025-06-23", "2025-06-23"),
    ("It rained on Tuesday night.", "Tuesday night", "2025-06-17", "2025-06-17", "2025-06-17"),
    ("It has rained since Tuesday.", "since Tuesday", "2025-06-17", "2025-06-18", "2025-06-17/2025-06-18"),
    ("Leave by Friday.", "by Friday", None, "2025-06-20", "../2025-06-20"),
    ("It has rained since Christmas.", "since Christmas", "2024-12-25", "2025-06-18", "2024-12-25/2025-06-18"),
    ("It rained on New Year's Day 2023.", "New Year's Day 2023", "2023-01-01", "2023-01-01", "2023-01-01"),
    ("It will open by Christmas.", "by Christmas", None, "2025-12-25", "../2025-12-25"),
    ("It rained over Christmas.", "Christmas", "2024-12-25", "2024-12-25", "2024-12-25"),
    ("It rained yesterday.", "yesterday", "2025-06-17", "2025-06-17", "2025-06-17"),
    ("It rained yesterday evening.", "yesterday evening", "2025-06-17", "2025-06-17", "2025-06-17"),
    ("It rains today.", "today", "2025-06-18", "2025-06-18", "2025-06-18"),
    ("It rained this morning.", "this morning", "2025-06-18", "2025-06-18", "2025-06-18"),
    ("It will rain tonight.", "tonight", "2025-06-18", "2025-06-18", "2025-06-18"),
    ("It will rain tomorrow.", "tomorrow", "2025-06-19", "2025-06-19", "2025-06-19"),
    ("It rained the day before yesterday.", "the day before yesterday", "2025-06-16", "2025-06-16", "2025-06-16"),
    ("It rained last night.", "last night", "2025-06-17", "2025-06-17", "2025-06-17"),
    ("It rained overnight.", "overnight", "2025-06-17", "2025-06-18", "2025-06-17/2025-06-18"),
    ("It rained overnight into 14 May.", "overnight into 14 May", "2025-05-13", "2025-05-14", "2025-05-13/2025-05-14"),
    ("It rained overnight into Tuesday.", "overnight into Tuesday", "2025-06-16", "2025-06-17", "2025-06-16/2025-06-17"),
    ("On the night of 13-14 May.", "the night of 13-14 May", "2025-05-13", "2025-05-14", "2025-05-13/2025-05-14"),
    ("It rained in the past week.", "the past week", "2025-06-11", "2025-06-18", "2025-06-11/2025-06-18"),
    ("It rained over the last three days.", "the last three days", "2025-06-15", "2025-06-18", "2025-06-15/2025-06-18"),
    ("It rained in the past 24 hours.", "the past 24 hours", "2025-06-17", "2025-06-18", "2025-06-17/2025-06-18"),
    ("It rained for the past two months.", "the past two months", "2025-04-19", "2025-06-18", "2025-04-19/2025-06-18"),
    ("It rained in recent weeks.", "recent weeks", None, "2025-06-18", "../2025-06-18"),
    ("It rained last week.", "last week", "2025-06-09", "2025-06-15", "2025-06-09/2025-06-15"),
    ("It rained last month.", "last month", "2025-05-01", "2025-05-31", "2025-05"),
    ("It rained last year.", "last year", "2024-01-01", "2024-12-31", "2024"),
    ("It rains this month.", "this month", "2025-06-01", "2025-06-30", "2025-06"),
    ("It opens next month.", "next month", "2025-07-01", "2025-07-31", "2025-07"),
    ("It rained earlier this week.", "earlier this week", "2025-06-16", "2025-06-18", "2025-06-16/2025-06-18"),
    ("It opens later this year.", "later this year", "2025-06-18", "2025-12-31", "2025-06-18/2025-12-31"),
    ("It rained late last year.", "late last year", "2024-09-01", "2024-12-31", "2024-09-01/2024-12-31"),
    ("It rained three days ago.", "three days ago", "2025-06-15", "2025-06-15", "2025-06-15"),
    ("It rained two weeks ago.", "two weeks ago", "2025-06-01", "2025-06-07", "2025-06-04~"),
    ("It rained a year ago.", "a year ago", "2024-01-01", "2024-12-31", "2024~"),
    ("It came two days later.", "two days later", None, None, None),
    ("In late November it snowed.", "late November", "2024-11-21", "2024-11-30", "2024-11-21/2024-11-30"),
    ("By mid-May it was dry.", "By mid-May", None, "2025-05-21", "../2025-05-21"),
    ("In November 2023 it snowed.", "November 2023", "2023-11-01", "2023-11-30", "2023-11"),
    ("In March the rains came.", "March", "2025-03-01", "2025-03-31", "2025-03"),
    ("In 2024 it was dry.", "2024", "2024-01-01", "2024-12-31", "2024"),
    ("The 2022 invasion changed it.", "2022", "2022-01-01", "2022-12-31", "2022"),
    ("It has been so since 2014.", "since 2014", "2014-01-01", "2025-06-18", "2014-01-01/2025-06-18"),
    ("In 2019-2021 it was dry.", "2019-2021", "2019-01-01", "2021-12-31", "2019/2021"),
    ("The 1990s were wet.", "The 1990s", "1990-01-01", "1999-12-31", "199X"),
    ("In summer 2023 it was dry.", "summer 2023", "2023-06-01", "2023-08-31", "2023-22"),
    ("It was dry last winter.", "last winter", "2024-12-01", "2025-02-28", "2024-24"),
    ("Sales in the third quarter of 2024.", "the third quarter of 2024", "2024-07-01", "2024-09-30",
     "2024-07-01/2024-09-30"),
    ("More rain in the coming days.", "the coming days", "2025-06-18", None, "2025-06-18/.."),
    ("Over the next two weeks it opens.", "the next two weeks", "2025-06-18", "2025-07-02", "2025-06-18/2025-07-02"),
    ("It ends within 48 hours.", "within 48 hours", "2025-06-18", "2025-06-20", "2025-06-18/2025-06-20"),
    ("They swam in the evening.", "in the evening", None, None, None),
]  # fmt: skip

NOT_TIMES = [
    "They shot down 12 of 37 drones.", "There is no heat in 300 homes.", "There is no heat in 2024 homes.",
    "They may 14 times refuse.", "The march 20 metres on.", "He sat down.",
    "A T-2024 engine and the A/2023 form.", "It cost 2,024 euros.", "Rooms 31 and 32.", "31 February", "Second Street",
    "A score of 14-16 points.", "It is 2024.5 metres.", "The fall of the town.", "In spring water.",
]  # fmt: skip


@pytest.mark.parametrize(("text", "expression", "start", "end", "edtf"), TIMES)
def test_time_is_anchored_on_publication(
    text: str, expression: str, start: str | None, end: str | None, edtf: str | None
) -> None:
    """An expression keeps its words and covers the days a reader of that day would take."""
    (found,) = find_times(text, "en", WEDNESDAY)
    assert found.span.of(text) == expression
    assert (found.start and found.start.isoformat(), found.end and found.end.isoformat()) == (start, end)
    assert found.edtf == edtf


@pytest.mark.parametrize("text", NOT_TIMES)
def test_numbers_and_words_that_are_no_dates_stay_so(text: str) -> None:
    """Figures and ordinary words never turn into dates."""
    assert [t.span.of(text) for t in find_times(text, "en", WEDNESDAY)] == []


@pytest.mark.parametrize(
    "text", ["on Tuesday", "in the past week", "yesterday", "three days ago", "14 May", "next month"]
)
def test_without_a_day_of_publication_relative_times_stay_open(text: str) -> None:
    """A relative expression is found, and invents no date."""
    (found,) = find_times(text, "en", None)
    assert (found.start, found.end, found.edtf) == (None, None, None)


def test_a_whole_date_needs_no_anchor() -> None:
    """What is written in full is dated also in an undated report."""
    (found,) = find_times("on 3 March 2021", "en", None)
    assert found.start == found.end == date(2021, 3, 3)


def test_a_moment_of_publication_counts_by_its_day() -> None:
    """Publication may be a moment with a zone; its own day is taken."""
    (found,) = find_times("yesterday", "en", datetime(2025, 6, 18, 23, 30, tzinfo=UTC))
    assert found.start == date(2025, 6, 17)


def _details(found: Interval) -> str:
    return " ".join(reason.detail for reason in found.reasons)


def test_a_report_without_a_date_says_so() -> None:
    """What stays open for want of a day of publication carries that as its reason; a whole date does not."""
    relative, whole = find_times("It rained yesterday, as on 3 March 2021.", "en", None)
    assert "no date of publication" in _details(relative)
    assert _details(whole).strip() == ""


@pytest.mark.parametrize(
    ("published", "said"),
    [
        ("2025-06-18T22:30:00+00:00", "it may be the next day"),
        ("2025-06-18T02:30:00+00:00", "it may be the day before"),
        ("2025-06-18T12:30:00+00:00", ""),
        ("2025-06-18T22:30:00+03:00", ""),
    ],
)
def test_publication_near_midnight_without_a_zone_of_its_own_is_a_stated_doubt(published: str, said: str) -> None:
    """A feed's UTC time may hide another day for the writer; a zone that was given settles it."""
    (found,) = find_times("It rained today.", "en", datetime.fromisoformat(published))
    assert found.start == date(2025, 6, 18)
    assert said in _details(found)
    assert bool(said) == bool(_details(found).strip())


def test_the_zone_of_publication_decides_the_day() -> None:
    """One and the same moment is another "today" in Kyiv and in New York."""
    kyiv = datetime.fromisoformat("2025-06-19T01:30:00+03:00")
    new_york = datetime.fromisoformat("2025-06-18T18:30:00-04:00")
    assert kyiv == new_york
    assert find_times("today", "en", kyiv)[0].start == date(2025, 6, 19)
    assert find_times("today", "en", new_york)[0].start == date(2025, 6, 18)


def test_a_weekday_that_is_not_that_of_its_date_is_a_stated_doubt() -> None:
    """The date holds, and the reason says that the two disagree."""
    (wrong,) = find_times("It rained on Monday, 17 June 2025.", "en", WEDNESDAY)
    (right,) = find_times("It rained on Tuesday, 17 June 2025.", "en", WEDNESDAY)
    assert wrong.start == right.start == date(2025, 6, 17)
    assert "another one" in _details(wrong)
    assert _details(right).strip() == ""


def test_a_date_whose_day_and_month_could_change_places_keeps_both() -> None:
    """Both readings stand in the EDTF set, none is chosen, and the reason says why."""
    (found,) = find_times("Dated 03/04/2025.", "en", WEDNESDAY)
    assert (found.start, found.end, found.edtf) == (None, None, "[2025-03-04,2025-04-03]")
    assert "change places" in _details(found)


@pytest.mark.parametrize(
    ("text", "offset"),
    [
        ("at 06:40 Kyiv time on 12 January 2026", "+02:00"),
        ("at 06:40 Kyiv time on 12 July 2025", "+03:00"),
        ("at 06:40 Moscow time on 12 July 2025", "+03:00"),
        ("at 06:40 ET on 12 July 2025", "-04:00"),
        ("at 06:40 GMT on 12 July 2025", "+00:00"),
    ],
)
def test_a_written_zone_gives_the_offset_of_that_day(text: str, offset: str) -> None:
    """Summer time counts where the zone has it."""
    (found,) = find_times(text, "en", WEDNESDAY)
    assert found.starts_at == found.ends_at
    assert found.starts_at is not None
    assert found.starts_at.isoformat().endswith(offset)


def test_a_clock_time_without_a_zone_gets_none() -> None:
    """The zone of publication is not that of the event."""
    (found,) = find_times("at 06:40", "en", datetime.fromisoformat("2025-06-18T12:00:00+03:00"))
    assert found.starts_at == datetime.fromisoformat("2025-06-18T06:40:00")


def test_a_clock_time_later_than_publication_is_of_the_day_before() -> None:
    """A report cannot tell what has not happened yet; where it speaks of the future, it can."""
    morning = datetime.fromisoformat("2025-06-18T09:00:00+03:00")
    (past,) = find_times("Sirens sounded at 23:50.", "en", morning)
    (ahead,) = find_times("The match will start at 23:50.", "en", morning)
    assert (past.start, ahead.start) == (date(2025, 6, 17), date(2025, 6, 18))
    assert "day before" in _details(past)


@pytest.mark.parametrize(
    ("language", "bare", "told", "hour"),
    [
        ("en", "Fuel ran out at half past six.", "Fuel ran out at half past six in the evening.", 18),
        ("ru", "Топливо кончилось в половине седьмого.", "Топливо кончилось в половине седьмого вечера.", 18),
        ("uk", "Пальне скінчилося о пів на сьому.", "Пальне скінчилося о пів на сьому вечора.", 18),
    ],
)
def test_a_clock_time_in_words_says_when_its_half_of_the_day_is_a_guess(
    language: str, bare: str, told: str, hour: int
) -> None:
    """Half past six is taken for the morning, with a doubt that is gone once the evening is said."""
    published = datetime(2025, 10, 7, 22)
    guessed, said = find_times(bare, language, published)[0], find_times(told, language, published)[0]
    assert guessed.starts_at is not None
    assert said.starts_at is not None
    assert (guessed.starts_at.hour, guessed.starts_at.minute) == (6, 30)
    assert "noon is not said" in guessed.reasons[0].detail
    assert (said.starts_at.hour, said.starts_at.minute, said.reasons[0].detail) == (hour, 30, "")


def test_a_range_of_hours_may_pass_midnight() -> None:
    """The second hour is of the next day."""
    (found,) = find_times("Drones flew from 22:00 to 03:00.", "en", WEDNESDAY)
    assert (found.start, found.end) == (date(2025, 6, 17), date(2025, 6, 18))


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        ("en", "The post read:\nВ ночь на 17 июня прогремел взрыв.", "ночь на 17 июня"),
        ("en", "The post read:\nУ ніч на 17 червня пролунав вибух.", "ніч на 17 червня"),
        ("ru", "В посте говорится:\nУ ніч на 17 червня пролунав вибух.", "ніч на 17 червня"),
        ("uk", "Допис:\nThe blast was heard overnight into 17 June.", "overnight into 17 June"),
    ],
)
def test_a_line_in_another_language_is_read_in_its_own(language: str, text: str, words: str) -> None:
    """Quoted posts keep their language; their letters tell which."""
    (found,) = find_times(text, language, WEDNESDAY)
    assert found.span.of(text) == words
    assert (found.start, found.end) == (date(2025, 6, 16), date(2025, 6, 17))


@pytest.mark.parametrize("language", ["en", "ru", "uk"])
def test_every_interval_names_the_rules_it_rests_on(language: str) -> None:
    """Each rule named is in the list of rules, so that its documentation can be shown."""
    known = {rule.__name__ for rule in RULES}
    for phrase in phrases(language):
        for found in find_times(phrase.text, language, phrase.published):
            assert found.reasons
            assert {reason.rule for reason in found.reasons} <= known


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        ("en", "The mayor speaks every Friday.", "every Friday"),
        ("en", "Trains run three times a day.", "three times a day"),
        ("ru", "Приём по вторникам и четвергам.", "по вторникам и четвергам"),
        ("ru", "Списки сверяют дважды в месяц.", "дважды в месяц"),
        ("uk", "Прийом щосереди.", "щосереди"),
        ("uk", "Катер ходить кожні два тижні.", "кожні два тижні"),
    ],
)
def test_a_time_that_comes_again_has_no_date_and_says_why(language: str, text: str, words: str) -> None:
    """A weekday that recurs must not be dated as the last one."""
    (found,) = find_times(text, language, WEDNESDAY)
    assert found.span.of(text) == words
    assert (found.start, found.end, found.edtf) == (None, None, None)
    assert "no single time" in _details(found)


@pytest.mark.parametrize(
    ("language", "text", "words", "edtf"),
    [
        ("en", "Shops opened three weeks after the ceasefire.", "three weeks after the ceasefire", None),
        ("en", "Shops opened two days after 5 May.", "two days after 5 May", "2025-05-07"),
        ("en", "He left two days before Christmas.", "two days before Christmas", "2024-12-23"),
        (
            "en",
            "Half stood idle six months after the full-scale invasion.",
            "six months after the full-scale invasion",
            "2022-08~",
        ),
        ("ru", "За три дня до выборов он снялся.", "За три дня до выборов", None),
        ("ru", "За три дня до Нового года он снялся.", "За три дня до Нового года", "2024-12-29"),
        ("uk", "Через два дні після 5 травня він зник.", "Через два дні після 5 травня", "2025-05-07"),
    ],
)
def test_a_distance_from_an_event_needs_the_date_of_the_event(
    language: str, text: str, words: str, edtf: str | None
) -> None:
    """It is counted from a date or feast beside it, never from publication; else it stays open and says why."""
    (found,) = find_times(text, language, WEDNESDAY)
    assert (found.span.of(text), found.edtf) == (words, edtf)
    assert edtf or "an event that has no date here" in _details(found)


def test_how_long_something_lasted_is_not_a_distance_from_an_event() -> None:
    """ "For two days before help came" is a length."""
    assert find_times("He lay there for two days before help came.", "en", WEDNESDAY) == ()


@pytest.mark.parametrize(
    ("year", "western", "orthodox"),
    [(2023, "2023-04-09", "2023-04-16"), (2024, "2024-03-31", "2024-05-05"), (2025, "2025-04-20", "2025-04-20")],
)
def test_easter_is_computed_for_both_calendars(year: int, western: str, orthodox: str) -> None:
    """Published tables of Easter agree."""
    for feast, day in (("Easter Sunday", western), ("Orthodox Easter", orthodox)):
        (found,) = find_times(f"On {feast} {year} the guns were silent.", "en", WEDNESDAY)
        assert found.edtf == day


def test_both_ends_of_a_range_of_hours_have_its_zone() -> None:
    """The zone after the second clock time is that of the first, too."""
    (found,) = find_times("Мост закрыт с 9:00 до 18:30 мск.", "ru", WEDNESDAY)
    assert [moment and moment.isoformat() for moment in (found.starts_at, found.ends_at)] == [
        "2025-06-18T09:00:00+03:00",
        "2025-06-18T18:30:00+03:00",
    ]


def test_times_are_found_within_a_span_only() -> None:
    """A span limits the search, and the results still point into the whole text."""
    text = "It rained yesterday. It snows today."
    (found,) = find_times(text, "en", WEDNESDAY, Span(20, len(text)))
    assert found.span.of(text) == "today"


def test_an_unknown_language_gives_no_times() -> None:
    """A language without data is left alone, and does not fail."""
    assert find_times("14 May 2024", "xx", None) == ()


_PIECES = {
    "en": "on Tuesday May 14 22 2024 - – since by last next the past three days weeks years ago late mid overnight into ſunday Frİday in of winter 9999 1900 decades century coming . , / Q3 1990s this th ٣ from to between and at 06:40 23:59 p.m. 0412 GMT half a before after around 31 first February 12.01.2026 later same day",
    "ru": "в во вторник мая 14 22 2024 - – с по до к прошлой неделе за последние три дня недель лет назад конце ночь на 1-го осенью 9999 1900 год году века . , / 90-х этом между и 06:40 23:59 утра мск полтора после около 31 первого февраля 12.01.2026 17.06 через спустя тот же день следующий январе-марте половине января ё",
    "uk": "в у вівторок травня 14 22 2024 - – з із по до минулого тижня за останні три дні тижнів років тому наприкінці ніч проти на 1-го восени 9999 1900 рік році століття . , / 90-х цього між і та 06:40 23:59 ранку пів року після близько 31 першого лютого 12.01.2026 17.06 через того ж дня наступного січні-березні п’ятницю торік",
}
_LANGUAGES = sorted(_PIECES)


@st.composite
def _texts(draw: st.DrawFn) -> tuple[str, str]:
    """A language, and words of its times in any order, together or apart."""
    language = draw(st.sampled_from(_LANGUAGES))
    words = draw(st.lists(st.sampled_from(_PIECES[language].split()), max_size=12))
    return language, draw(st.sampled_from([" ", "", "\n"])).join(words)


@given(
    st.one_of(_texts(), st.tuples(st.sampled_from(_LANGUAGES), st.text(max_size=80))),
    st.one_of(st.none(), st.dates(), st.datetimes(), st.datetimes(timezones=st.just(UTC))),
)
def test_times_lie_in_the_text_in_order_with_start_before_end(
    told: tuple[str, str], published: date | datetime | None
) -> None:
    """On any text and any day: spans in range and apart, and no interval that ends before it
    starts.
    """
    language, text = told
    end = 0
    for found in find_times(text, language, published):
        assert end <= found.span.start < found.span.end <= len(text)
        end = found.span.end
        if found.start and found.end:
            assert found.start <= found.end
        if found.starts_at and found.ends_at and found.starts_at.tzinfo == found.ends_at.tzinfo:
            assert found.starts_at <= found.ends_at


@pytest.mark.parametrize(
    ("text", "language", "years"),
    [
        ("Крепость пала в 1453.", "ru", ["1453"]),
        ("Город основан в 1783, а в 1941 его заняли.", "ru", ["1783", "1941"]),
        ("В 1986 произошла авария.", "ru", ["1986"]),
        ("Місто засноване у 1783, в 1941 його зайняли.", "uk", ["1783", "1941"]),
        ("Снаряд попал в 1205 квартиру, в 2024 домах нет света.", "ru", []),
        ("Ремонт обойдётся в 1999, оценили в 1500.", "ru", []),
        ("Відряд у 1986 бійців, дах обійшовся в 1999.", "uk", []),
    ],
)
def test_a_bare_year_after_in(text: str, language: str, years: list[str]) -> None:
    """ "In 1453" without the word for year is one where no noun is counted and no price is told."""
    assert [found.edtf for found in find_times(text, language, date(2025, 5, 1))] == years
