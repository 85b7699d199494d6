# ruff: noqa: E501 - tables read best with one case to a line
"""Figures: what they count, how sharply, and what only looks like one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.model import Bound, Span
from firsthand.resolve.quantities import find_quantities, kind_of_unit

EXACT, ABOUT, AT_LEAST, AT_MOST, RANGE = Bound.EXACT, Bound.ABOUT, Bound.AT_LEAST, Bound.AT_MOST, Bound.RANGE

# text, span, value, low, high, unit, bound
FIGURES = [
    ("More than 2024 people fled.", "More than 2024 people", 2024, 2024, None, "people", AT_LEAST),
    ("In all, 2,024 people fled.", "2,024 people", 2024, 2024, 2024, "people", EXACT),
    ("The union put the figure at 15,000.", "15,000", 15000, 15000, 15000, None, EXACT),
    ("It gave the number of children as 58.", "58", 58, 58, 58, "children", EXACT),
    ("It had a magnitude of 6.1.", "6.1", 6.1, 6.1, 6.1, "magnitude", EXACT),
    ("They hold 22 buildings by the canal.", "22 buildings", 22, 22, 22, "buildings", EXACT),
    ("22 residential buildings lost their roofs.", "22 residential buildings", 22, 22, 22, "buildings", EXACT),
    ("Over 1,200 civilians crossed the ford.", "Over 1,200 civilians", 1200, 1200, None, "civilians", AT_LEAST),
    ("More than 40 drones came in.", "More than 40 drones", 40, 40, None, "drones", AT_LEAST),
    ("At least 12 and up to 15 people drowned.", "At least 12 and up to 15 people", None, 12, 15, "people", RANGE),
    ("Between 5 and 7 soldiers deserted.", "Between 5 and 7 soldiers", None, 5, 7, "soldiers", RANGE),
    ("It burned 5-7 houses.", "5-7 houses", None, 5, 7, "houses", RANGE),
    ("It burned 5–7 houses.", "5–7 houses", None, 5, 7, "houses", RANGE),
    ("They sent 12 to 15 tanks.", "12 to 15 tanks", None, 12, 15, "tanks", RANGE),
    ("Up to 40 people fit in the cellar.", "Up to 40 people", 40, None, 40, "people", AT_MOST),
    ("Fewer than 50 homes have light.", "Fewer than 50 homes", 50, None, 50, "homes", AT_MOST),
    ("Under 200 votes decided it.", "Under 200 votes", 200, None, 200, "votes", AT_MOST),
    ("As many as 200 prisoners were moved.", "As many as 200 prisoners", 200, None, 200, "prisoners", AT_MOST),
    ("No more than 30 fans travelled.", "No more than 30 fans", 30, None, 30, "fans", AT_MOST),
    ("About 300 people sang.", "About 300 people", 300, 270, 330, "people", ABOUT),
    ("Some 300 villagers stayed.", "Some 300 villagers", 300, 270, 330, "villagers", ABOUT),
    ("Around 50 students slept there.", "Around 50 students", 50, 45, 55, "students", ABOUT),
    ("Roughly 1,000 workers struck.", "Roughly 1,000 workers", 1000, 900, 1100, "workers", ABOUT),
    ("An estimated 60 miners are below.", "An estimated 60 miners", 60, 54, 66, "miners", ABOUT),
    ("Nearly 300 homes are dark.", "Nearly 300 homes", 300, 270, 300, "homes", ABOUT),
    ("Dozens of houses slid downhill.", "Dozens of houses", None, 24, None, "houses", AT_LEAST),
    ("Scores of people queued.", "Scores of people", None, 40, None, "people", AT_LEAST),
    ("Hundreds fled before dawn.", "Hundreds", None, 200, None, "people", AT_LEAST),
    ("Thousands of voters queued.", "Thousands of voters", None, 2000, None, "voters", AT_LEAST),
    ("Tens of thousands of people marched.", "Tens of thousands of people", None, 20000, None, "people", AT_LEAST),
    ("Hundreds of thousands of homes are cold.", "Hundreds of thousands of homes", None, 200000, None, "homes",
     AT_LEAST),
    ("Several buildings leaned.", "Several buildings", None, 3, 9, "buildings", ABOUT),
    ("A few soldiers waved.", "A few soldiers", None, 2, 9, "soldiers", ABOUT),
    ("Several hundred people waited.", "Several hundred people", None, 300, 900, "people", ABOUT),
    ("A dozen houses burned.", "A dozen houses", 12, 10, 14, "houses", ABOUT),
    ("Two dozen people waited.", "Two dozen people", 24, 21, 27, "people", ABOUT),
    ("Twenty-two people were rescued.", "Twenty-two people", 22, 22, 22, "people", EXACT),
    ("Two hundred and five soldiers left.", "Two hundred and five soldiers", 205, 205, 205, "soldiers", EXACT),
    ("Three thousand homes are dry.", "Three thousand homes", 3000, 3000, 3000, "homes", EXACT),
    ("1.2 million people voted.", "1.2 million people", 1.2e6, 1.2e6, 1.2e6, "people", EXACT),
    ("4.1 million people need it.", "4.1 million people", 4_100_000, 4_100_000, 4_100_000, "people", EXACT),
    ("About 4.1 billion people saw it.", "About 4.1 billion people", 4.1e9, 3.69e9, 4.51e9, "people", ABOUT),
    ("It needs 2.3-2.9 million euros.", "2.3-2.9 million euros", None, 2_300_000, 2_900_000, "euros", RANGE),
    ("Some 2.3 lakh people were moved.", "Some 2.3 lakh people", 230_000, 207_000, 253_000, "people", ABOUT),
    ("It set aside Rs 4.5 crore.", "Rs 4.5 crore", 4.5e7, 4.5e7, 4.5e7, "rupees", EXACT),
    ("It set aside Rs. 12 lakh.", "Rs. 12 lakh", 1.2e6, 1.2e6, 1.2e6, "rupees", EXACT),
    ("It borrows ₹1.5 lakh crore.", "₹1.5 lakh crore", 1.5e12, 1.5e12, 1.5e12, "rupees", EXACT),
    ("Two lakh people voted.", "Two lakh people", 2e5, 2e5, 2e5, "people", EXACT),
    ("Lakhs of people bathed there.", "Lakhs of people", None, 200_000, None, "people", AT_LEAST),
    ("The number of dead has gone up to 38.", "38", 38, 38, 38, "people", EXACT),
    ("The wounded went up to 120 people.", "120 people", 120, 120, 120, "people", EXACT),
    ("The staff has increased up to 90 workers.", "90 workers", 90, 90, 90, "workers", EXACT),
    ("It brought the toll up to 41 dead.", "41", 41, 41, 41, "people", EXACT),
    ("Prices could go up to 40 euros.", "up to 40 euros", 40, None, 40, "euros", AT_MOST),
    ("Half a million people voted.", "Half a million people", 5e5, 4.5e5, 5.5e5, "people", ABOUT),
    ("1.5m people live there.", "1.5m people", 1.5e6, 1.5e6, 1.5e6, "people", EXACT),
    ("It cost $3.4bn to build.", "$3.4bn", 3.4e9, 3.4e9, 3.4e9, "dollars", EXACT),
    ("It cost US$5m to build.", "US$5m", 5e6, 5e6, 5e6, "dollars", EXACT),
    ("The club paid €2m.", "€2m", 2e6, 2e6, 2e6, "euros", EXACT),
    ("The club paid €5m to €7m.", "€5m to €7m", None, 5e6, 7e6, "euros", RANGE),
    ("It needs $2-3 billion.", "$2-3 billion", None, 2e9, 3e9, "dollars", RANGE),
    ("A fund of 3 million dollars.", "3 million dollars", 3e6, 3e6, 3e6, "dollars", EXACT),
    ("Shares fell 15%.", "15%", 15, 15, 15, "percent", EXACT),
    ("Turnout reached 57.5 percent.", "57.5 percent", 57.5, 57.5, 57.5, "percent", EXACT),
    ("30 per cent of buildings are empty.", "30 per cent of buildings", 30, 30, 30, "percent", EXACT),
    ("The line is 40 km away.", "40 km", 40, 40, 40, "km", EXACT),
    ("They gained 7 square kilometres.", "7 square kilometres", 7, 7, 7, "sq km", EXACT),
    ("It made a 500-metre breach.", "500-metre", 500, 500, 500, "metres", EXACT),
    ("Just over 400 tonnes spilled.", "Just over 400 tonnes", 400, 400, None, "tonnes", AT_LEAST),
    ("300+ people queued.", "300+ people", 300, 300, None, "people", AT_LEAST),
    ("More than half of the voters stayed away.", "More than half of the voters", 50, 50, None, "percent", AT_LEAST),
    ("200 Ukrainian soldiers crossed.", "200 Ukrainian soldiers", 200, 200, 200, "soldiers", EXACT),
    ("200 Russian soldiers crossed.", "200 Russian soldiers", 200, 200, 200, "soldiers", EXACT),
    ("12 police officers were hurt.", "12 police officers", 12, 12, 12, "police officers", EXACT),
    ("One person was killed.", "One person", 1, 1, 1, "people", EXACT),
    ("The death toll rose to 45.", "45", 45, 45, 45, "people", EXACT),
    ("2,000 people signed.", "2,000 people", 2000, 2000, 2000, "people", EXACT),
    ("2000 people were fed.", "2000 people", 2000, 2000, 2000, "people", EXACT),
    ("12\u202f500 people were fed.", "12\u202f500 people", 12500, 12500, 12500, "people", EXACT),
    ("It was dark for over three days.", "over three days", 3, 3, None, "days", AT_LEAST),
    ("They voted over two days.", "two days", 2, 2, 2, "days", EXACT),
]  # fmt: skip

SEVERAL = [
    ("The blast killed 12 and wounded 30.", [("12", "people"), ("30", "people")]),
    ("Killing one and wounding three.", [("one", "people"), ("three", "people")]),
    ("20 dead, dozens missing.", [("20", "people"), ("dozens", "people")]),
    ("They shot down 12 of 37 drones.", [("12", "drones"), ("37 drones", "drones")]),
    ("Four people, including two children, died.", [("Four people", "people"), ("two children", "children")]),
    ("Tolls rose from 12 to 15 dollars.", [("15 dollars", "dollars")]),
]

NOT_FIGURES = [
    "In 2024 people fled the valley.", "Since 2019 families have left.", "They were built between 1702 and 1711.",
    "It is free for students over 18.", "The houses are two centuries old.",
    "It began in 2024.", "Born in 1987, she left.", "On May 14 they left.", "On 14 May they left.",
    "They left at 9 a.m. sharp.", "They left at 14:30.", "A man aged 34 spoke.", "A 34-year-old spoke.",
    "Ana Ruiz, 34, spoke.", "A T-72, two-seat Su-34 and F-16 parts.", "The 51st Army moved.", "The 5th Brigade moved.",
    "The 7th Corps and the Third Army moved.", "One of them spoke.", "No one spoke.", "One would hope so.",
    "Call +380 44 123 45 67.", "Call 555-0199.", "There were no casualties.", "Resolution 1701 holds.",
    "Flight 370 vanished.", "They won 2-1 at home.", "After 9/11 and COVID-19.", "The G7 met.", "It ran in the past 24 hours.",
    "Three days ago it rained.", "The 1990s were hard.", "Version 1.2.3 is out.", "See www.example.org/2024/05/page.",
]  # fmt: skip


@pytest.mark.parametrize(("text", "span", "value", "low", "high", "unit", "bound"), FIGURES)
def test_figure_is_read_with_its_bounds_and_unit(
    text: str, span: str, value: float | None, low: float | None, high: float | None, unit: str, bound: Bound
) -> None:
    """A single figure keeps its words, value, limits, unit and bound."""
    (found,) = find_quantities(text, "en")
    assert found.span.of(text) == span
    assert (found.value, found.low, found.high) == pytest.approx((value, low, high))
    assert (found.unit, found.bound) == (unit, bound)


@pytest.mark.parametrize(("text", "expected"), SEVERAL)
def test_figures_side_by_side_keep_apart(text: str, expected: list[tuple[str, str]]) -> None:
    """Two figures in one clause are two, also where they share a noun or have none."""
    assert [(q.span.of(text), q.unit) for q in find_quantities(text, "en")] == expected


@pytest.mark.parametrize("text", NOT_FIGURES)
def test_dates_ages_names_and_numbers_of_things_are_no_figures(text: str) -> None:
    """What only looks like a count is left alone."""
    assert [q.span.of(text) for q in find_quantities(text, "en")] == []


def test_figures_are_found_within_a_span_only() -> None:
    """A span limits the search, and the results still point into the whole text."""
    text = "It burned 12 houses. It flooded 40 farms."
    (found,) = find_quantities(text, "en", Span(21, len(text)))
    assert found.span.of(text) == "40 farms"


def test_a_line_in_another_script_is_read_in_its_language() -> None:
    """An English report that quotes a post in Ukrainian or Russian gives the figures of both."""
    text = "It burned 12 houses.\nЗбито двадцять дронів, поранено трьох людей.\nIt flooded 40 farms."
    assert [(q.value, q.unit) for q in find_quantities(text, "en")] == [
        (12, "houses"),
        (20, "drones"),
        (3, "people"),
        (40, "farms"),
    ]


def test_an_unknown_language_gives_no_figures() -> None:
    """A language without data is left alone, and does not fail."""
    assert find_quantities("22 buildings", "xx") == ()


@pytest.mark.parametrize(("unit", "kind"), [("civilians", "person"), ("buildings", "structure"), ("dollars", "money"),
                                            ("percent", "percent"), (None, "none"), ("oddities", "other")])  # fmt: skip
def test_units_have_classes(unit: str | None, kind: str) -> None:
    """Events ask for figures by the class of the unit."""
    assert kind_of_unit(unit, "en") == kind


_PIECES = {
    "en": [
        "at least",
        "over",
        "between",
        "and",
        "to",
        "-",
        "5",
        "12",
        "1,200",
        "2024",
        "dozens",
        "of",
        "a",
        "half",
        "hundred",
        "thousand",
        "million",
        "twenty-two",
        "people",
        "houses",
        "%",
        "$",
        "€",
        "km",
        "one",
        "several",
        "more",
        "than",
        "up",
        "killed",
        ".",
        ",",
        "May",
        "14",
        "st",
        "m",
        "bn",
        "T",
        "drones",
        "ſ",
        "İ",
        "٣",
        "²",
        "in",
        "them",
        "mm",
    ],
    "ru": [
        "не менее",
        "до",
        "от",
        "и",
        "-",
        "5",
        "12",
        "1,5",
        "1 200",
        "2024",
        "десятки",
        "сотни",
        "около",
        "тысяч",
        "тыс",
        "млн",
        "с половиной",
        "полторы",
        "двадцать",
        "две-три",
        "человек",
        "домов",
        "%",
        "$",
        "км",
        "один",
        "несколько",
        "выросло",
        "погибли",
        ".",
        ",",
        "мая",
        "я",
        "мм",
        "треть",
        "каждый",
        "третий",
        "из",
        "них",
        "№",
        "раза",
        "в",
    ],
    "uk": [
        "не менше",
        "до",
        "від",
        "і",
        "-",
        "5",
        "12",
        "1,5",
        "десятки",
        "сотні",
        "близько",
        "тисяч",
        "тис",
        "млн",
        "пів",
        "півтора",
        "двадцять",
        "дві-три",
        "людей",
        "будинків",
        "%",
        "км",
        "один",
        "кілька",
        "зросла",
        "загинули",
        ".",
        ",",
        "травня",
        "ма",
        "мм",
        "третина",
        "кожен",
        "третій",
        "з",
        "них",
        "№",
        "рази",
    ],
}


@pytest.mark.parametrize("language", ["en", "ru", "uk"])
@given(st.data())
def test_figures_lie_in_the_text_in_order_with_sane_limits(language: str, data: st.DataObject) -> None:
    """On any text: spans in range and apart, and low ≤ value ≤ high."""
    pieces = st.lists(st.sampled_from(_PIECES[language]), max_size=14)
    text = data.draw(st.one_of(st.text(max_size=80), pieces.map(" ".join), pieces.map("".join)))
    end = 0
    for found in find_quantities(text, language):
        assert end <= found.span.start < found.span.end <= len(text)
        end = found.span.end
        limits = [x for x in (found.low, found.value, found.high) if x is not None]
        assert limits == sorted(limits)
        assert limits
        assert found.of is None or found.unit == "percent"


@pytest.mark.parametrize(("text", "language"), [("up to thousands", "en"), ("до тысяч", "ru"), ("ДО ТИСЯЧ", "uk")])
def test_up_to_a_number_without_a_top_keeps_its_bottom(text: str, language: str) -> None:
    """“Up to thousands” says no most: the figure keeps the limit it has."""
    for found in find_quantities(text, language):
        assert found.low is not None or found.high is not None
