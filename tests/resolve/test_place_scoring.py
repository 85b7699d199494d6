"""Scores of candidates: the short ways must come to what the long ones come to."""

from __future__ import annotations

from dataclasses import replace

from firsthand.model import Candidate, PlaceKind, Reason
from firsthand.resolve.place_scoring import judge, lead, ranked

TOWNS = tuple(
    Candidate(number, name, 48.0, 37.0 + number, PlaceKind.SETTLEMENT, country, people, reasons=(Reason("before"),))
    for number, name, country, people in (
        (1, "Nyzhnie", "UA", 900),
        (2, "Verkhnie", "UA", 5_000),
        (3, "Dolno", "BG", 5_000),
    )
)


def large(place: Candidate, country: str) -> Reason | None:
    return Reason("large", f"{place.population} inhabitants", score=place.population / 1000)


def at_home(place: Candidate, country: str) -> Reason | None:
    return Reason("at_home", score=0.5) if place.country == country else None


RULES = (large, at_home)


def test_what_is_asked_again_replaces_what_was_said() -> None:
    """A second judgement keeps the answers of the rules that are not asked, and none of the old ones of the others."""
    first = judge(TOWNS, "BG", RULES, (0, 1))
    again = judge(TOWNS, "UA", RULES, (1,), first)
    assert again == judge(TOWNS, "UA", RULES, (0, 1))
    assert [each.score for each in first] == [0.9, 5.0, 5.5]


def test_candidates_come_best_first_and_whole() -> None:
    """Scores and reasons are added to a candidate and nothing of it is lost; equal ones stay in their order."""
    found = ranked(judge(TOWNS, "", RULES, (0,)))
    assert [place.name for place in found] == ["Verkhnie", "Dolno", "Nyzhnie"]
    told = (Reason("before"), Reason("large", "5000 inhabitants", score=5.0))
    assert found[0] == replace(TOWNS[1], score=5.0, reasons=told)


def test_a_lead_is_over_the_second() -> None:
    """The best candidate leads by what it has more than the next; one that is alone by what is said for that."""
    judged = judge(TOWNS, "UA", RULES, (0, 1))
    assert lead(judged, alone=9.0) == (TOWNS[1], 0.5)
    assert lead(judged[:1], alone=9.0) == (TOWNS[0], 9.0)
