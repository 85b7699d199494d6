"""Which claims are rivals: what gives another figure for the same, and what only looks so."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from tests.pipeline.read_reports import papers

from firsthand.claims import Figure, Ground
from firsthand.evidence import Asked
from firsthand.kinds import Status
from firsthand.pipeline.assessing import Weighing, weighed_claims
from firsthand.pipeline.claiming import accounted, claims_from
from firsthand.pipeline.rivals import rivals_of

DAY = date(2025, 11, 22)
MYRNOHRAD, FAR = Ground(710035, 48.31, 37.27, 2.4), Ground(703656, 49.71, 37.62, 3.0)


def asked(claim: str, figure: Figure, told: date = DAY, **changes: object) -> Asked:
    made = Asked(claim, told, event="protest", ground=MYRNOHRAD, figures=(figure,))
    return replace(made, **changes)  # type: ignore[arg-type]


def people(number: float) -> Figure:
    return Figure(number, "people", number, number)


def buildings(number: float) -> Figure:
    return Figure(number, "buildings", number, number)


def are_rivals(one: Asked, other: Asked) -> bool:
    found = rivals_of({"a": one, "b": other}, {"a": ["b"], "b": ["a"]})
    assert (found["a"] == ("b",)) == (found["b"] == ("a",))
    return found["a"] == ("b",)


def test_two_counts_of_one_rally_are_rivals() -> None:
    """600 people and 150 people, told on the same day or the next; and where both name the day."""
    one, other = asked("a", people(600)), asked("b", people(150))
    assert are_rivals(one, other)
    assert are_rivals(one, replace(other, told=DAY + timedelta(1)))
    later = replace(other, told=DAY + timedelta(9), since=DAY, until=DAY)
    assert are_rivals(replace(one, since=DAY, until=DAY), later)


def test_a_later_count_is_no_rival() -> None:
    """22 buildings on one day and 24 six days later are two reports of a front that moves."""
    one, other = asked("a", buildings(22)), asked("b", buildings(24), DAY + timedelta(6))
    assert not are_rivals(one, other)
    own_days = (
        replace(one, since=DAY, until=DAY),
        replace(other, since=DAY + timedelta(6), until=DAY + timedelta(6)),
    )
    assert not are_rivals(*own_days)


@pytest.mark.parametrize(
    "other",
    [
        asked("b", Figure(150, "people", 100, 700)),  # a range that holds the other
        asked("b", buildings(150)),  # other things
        asked("b", Figure(150, None, 150, 150)),  # nobody knows of what
        asked("b", people(150), ground=FAR),  # elsewhere
        asked("b", people(150), event="casualties"),  # another happening
        asked("b", people(150), figures=()),  # no figure
    ],
)
def test_what_may_both_be_true_is_no_rivalry(other: Asked) -> None:
    """Only figures that cannot both be true, for what may be the same, are."""
    assert not are_rivals(asked("a", people(600)), other)


def test_only_claims_that_are_alike_are_rivals() -> None:
    """What linking does not hold for alike is not compared, nor what nothing is asked of."""
    one, other = asked("a", people(600)), asked("b", people(150))
    assert rivals_of({"a": one, "b": other}, {"a": [], "b": []}) == {"a": (), "b": ()}
    assert rivals_of({"a": one}, {"a": ["b"]}) == {"a": ()}


def disputed(text: str) -> set[str]:
    """The titles of the claims of a report that dispute each other by their figures."""
    some = papers(text)
    every: tuple[Weighing, ...] = weighed_claims(accounted(some, claims_from(some)), some)
    return {each.account.title for each in every if each.assessment.status is Status.DISPUTED}


@pytest.mark.parametrize(
    "text",
    [
        "A rally was held in Kharkiv on Sunday. The union Lava says 600 people came. City police counted about 150.",
        "Вчера в Харькове прошёл митинг. По подсчётам профсоюза «Лава», пришли 600 человек. По данным городской "
        "полиции, их было около ста пятидесяти.",
        "Учора в Харкові відбувся мітинг. Профспілка «Лава» заявила, що прийшли 600 людей. Міська поліція повідомила, "
        "що їх було близько ста п’ятдесяти.",
    ],
)
def test_two_counts_side_by_side_are_rivals(text: str) -> None:
    """One report gives the counts of two voices next to each other, the second without saying of what."""
    assert len(disputed(text)) == 2


@pytest.mark.parametrize(
    "text",
    [
        # One voice tells two things of one event.
        "A rally was held in Kharkiv on Sunday. City police said 600 people came. City police said 150 left.",
        # Two voices count different things.
        "A rally was held in Kharkiv on Sunday. The union Lava says 600 people came. City police detained 15 people.",
        # The outlet says one of them in its own words.
        "The union Lava says 600 people came to the rally in Kharkiv on Sunday. Trams stood still for 150 minutes.",
        # Two paragraphs.
        "The union Lava says 600 people came to the rally in Kharkiv.\n\nCity police counted about 150 burnt cars.",
        # Figures that go together.
        "The union Lava says 600 people came to the rally in Kharkiv. City police counted about 590.",
    ],
)
def test_figures_side_by_side_need_not_be_rivals(text: str) -> None:
    """Where they may both be true, or nobody knows what is counted."""
    assert disputed(text) == set()
