"""Where something happened, in words: as exactly as the text says it, and no more."""

from dataclasses import replace

import pytest

from firsthand.model import Candidate, Extent, NameSense, Place, PlaceKind, Reason, Shape, Span
from firsthand.show.where import candidate_lines, extent_words, sense_words, where_words

TOWN = Candidate(704422, "Pokrovsk", 48.28, 37.18, PlaceKind.SETTLEMENT, "UA", 61161, "UA-14", score=4.2)
SAID = Span(0, 5)


@pytest.mark.parametrize(
    ("extent", "words"),
    [
        (Extent(Shape.POINT, 48.28, 37.18, 2.8), "Pokrovsk"),
        (Extent(Shape.BAND, 48.28, 37.18, 17.8, words=SAID), "near Pokrovsk, within 18 km"),
        (Extent(Shape.BAND, 48.28, 37.18, 27.8, 2.8, 0, words=SAID), "north of Pokrovsk, within 28 km"),
        (Extent(Shape.POINT, 48.1721, 37.18, 2.0, bearing=180, words=SAID), "12 km south of Pokrovsk"),
        (Extent(Shape.AREA, 48.28, 37.18, 27.8, words=SAID), "area of Pokrovsk, within 28 km"),
        (
            Extent(Shape.BAND, 48.28, 37.18, 9.7, to=(48.53, 37.71), words=SAID),
            "Pokrovsk and 48 km to the north-east, within 10 km of the line",
        ),
    ],
)
def test_a_place_as_exactly_as_it_is_said(extent: Extent, words: str) -> None:
    """A band that reads like a town would put a fight into the town."""
    assert where_words(Place(SAID, (TOWN,), TOWN, extent)) == words


def test_either_end_of_a_road_looks_at_the_other() -> None:
    """The same band, told from the town that is named."""
    line = Extent(Shape.BAND, 48.76, 37.18, 9.7, to=(TOWN.lat, TOWN.lon), words=SAID)
    told = where_words(Place(SAID, (TOWN,), TOWN, line))
    assert told == "Pokrovsk and 53 km to the north, within 10 km of the line"


def test_an_undecided_place_is_nowhere() -> None:
    """No candidate is shown as if it were the one."""
    assert where_words(Place(SAID, (TOWN, replace(TOWN, id=1)))) == ""


def test_shape_and_reach() -> None:
    """What is left out in the middle of a band is told."""
    assert extent_words(Extent(Shape.BAND, 0, 0, 28, 3)) == "band, 3 to 28 km"
    assert extent_words(Extent(Shape.POINT, 0, 0, 2.8)) == "point, 2.8 km"


def test_years_of_a_former_name() -> None:
    """The years stand where they are known, and only for a former name."""
    former = replace(TOWN, sense=NameSense.FORMER, until="2016")
    assert sense_words(former) == "former name until 2016"
    assert sense_words(replace(former, since="1934")) == "former name from 1934 until 2016"
    assert sense_words(TOWN) == "current name"


def test_candidates_with_scores_and_reasons() -> None:
    """Who doubts a choice sees what it was made of; a long tail is counted only."""
    best = replace(TOWN, reasons=(Reason("prominence", "61,161 inhabitants", score=2.9),))
    lines = list(candidate_lines(Place(SAID, (best, *(replace(TOWN, id=i) for i in range(4))))))
    assert lines[0] == "4.20 Pokrovsk (704422, UA-14, UA): prominence +2.9 61,161 inhabitants"
    assert lines[-1] == "and 2 more"
