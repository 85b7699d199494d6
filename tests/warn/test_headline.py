"""The rules that hold the headline against the body."""

from __future__ import annotations

import pytest
from tests.warn.reports import Draft

from firsthand.model import Mode


def fire(headline: str, where: str) -> Draft:
    draft = Draft(headline, f"A fire broke out {where} on Monday, the fire brigade of Westmark said.")
    brigade = draft.voice("the fire brigade of Westmark", "named_organisation")
    return draft.says(f"A fire broke out {where} on Monday", brigade, cue="said", event="destruction")


def test_headline_in_another_town_is_warned_of() -> None:
    """Two towns apart are two places, even where both lie in one region."""
    assert "headline_place_differs" in fire("Fire breaks out in Kestrel", "in Sorrel Bay").kinds()


@pytest.mark.parametrize(
    ("headline", "where"),
    [
        ("Fire breaks out in Sorrel Bay", "in Sorrel Bay"),
        ("Fire breaks out in Westmark", "in Sorrel Bay"),
        ("Fire breaks out in Sorrel Bay", "in Westmark"),
        ("Estland says fire breaks out abroad", "in Sorrel Bay"),
        ("Fire breaks out in Kestrel", "in Sorrel Bay, and in Kestrel"),
    ],
)
def test_headline_place_that_fits_is_left_alone(headline: str, where: str) -> None:
    """The same place, a region around it, a government that speaks and a second place are no difference."""
    assert "headline_place_differs" not in fire(headline, where).kinds()


def toll(headline: str, figure: str, told: str, value: float, *, at_least: bool = False) -> Draft:
    draft = Draft(headline, f"The landslide killed {told} in Sorrel Bay, mayor Ida Holm said.")
    draft.figure(figure, float(figure.split()[0].replace(",", "")), "people")
    draft.figure(told, value, "people", at_least=at_least)
    mayor = draft.voice("mayor Ida Holm", "named_person")
    return draft.says(f"The landslide killed {told} in Sorrel Bay", mayor, event="casualties")


def test_another_toll_in_the_headline_is_warned_of() -> None:
    """A headline may not count more dead than its report."""
    draft = toll("Landslide kills 34 people", "34 people", "at least 12 residents", 12)
    warning = next(w for w in draft.warnings() if w.kind == "headline_quantity_differs")
    assert "34 people" in warning.reason
    assert [span.of(draft.text) for span in warning.spans] == ["34 people", "at least 12 residents"]


@pytest.mark.parametrize(
    ("figure", "told", "value", "at_least"),
    [
        ("34 people", "34 residents", 34, False),
        ("1,200 people", "over 1,180 residents", 1180, True),
        ("1,200 people", "1,214 residents", 1214, False),
    ],
)
def test_rounding_is_no_difference(figure: str, told: str, value: float, at_least: bool) -> None:
    """A headline may round, and an open bound includes more."""
    draft = toll(f"Landslide kills {figure}", figure, told, value, at_least=at_least)
    assert "headline_quantity_differs" not in draft.kinds()


def test_killed_and_injured_are_not_compared() -> None:
    """A toll of the dead says nothing against a count of the injured."""
    draft = Draft("Bus crash kills 3 people", "The crash injured 20 people in Kestrel, doctor Ana Reis said.")
    draft.figure("3 people", 3, "people")
    draft.figure("20 people", 20, "people")
    draft.says("The crash injured 20 people in Kestrel", draft.voice("doctor Ana Reis", "named_person"))
    assert "headline_quantity_differs" not in draft.kinds()


def test_a_headline_total_of_the_body_is_no_difference() -> None:
    """The headline may add up what the body gives in parts."""
    body = "The flood killed 4 people in Kestrel and killed 3 people in Sorrel Bay, said mayor Ida Holm."
    draft = Draft("Flood kills 7 people", body)
    draft.figure("7 people", 7, "people")
    draft.figure("4 people", 4, "people")
    draft.figure("3 people", 3, "people")
    assert "headline_quantity_differs" not in draft.kinds()


def rumour(headline: str, mode: Mode = Mode.HEDGED) -> Draft:
    draft = Draft(headline, "The Kestrel brewery is allegedly sold to a rival, according to a manager.")
    manager = draft.voice("a manager", "unnamed_person")
    content = "The Kestrel brewery is allegedly sold to a rival"
    return draft.says(content, manager, mode=mode, cue="according to", hedge="allegedly")


def test_allegation_that_is_a_fact_in_the_headline_is_warned_of() -> None:
    """A headline may not be surer than its report."""
    assert "headline_hardens" in rumour("Kestrel brewery sold to rival").kinds()


@pytest.mark.parametrize(
    ("found", "warned"), [("has treated 40 suspected cholera cases", False), ("has treated a suspected arsonist", True)]
)
def test_what_a_doctor_notes_is_no_reserve(found: str, warned: bool) -> None:
    """A suspected case is what clinics count; a suspected arsonist is a reserve that the headline drops."""
    content = f"The clinic in Kestrel {found}"
    draft = Draft(
        f"Clinic in Kestrel {found.replace(' suspected', '').replace(' a ', ' ')}", f"{content}, a nurse said."
    )
    draft.says(content, draft.voice("a nurse", "unnamed_person"), cue="said")
    reasons = [w.reason for w in draft.warnings() if w.kind == "headline_hardens"]
    assert any("suspected" in reason for reason in reasons) is warned


def test_both_sides_are_named_by_what_stands_before() -> None:
    """What both parties to a deal say is not said by somebody without a name."""
    content = "Corvair and its pilots have agreed on a contract"
    draft = Draft("Corvair and pilots agree on contract", f"{content}, both sides said.")
    draft.says(content, draft.voice("both sides", "unnamed_group"), cue="said")
    assert "headline_hardens" not in draft.kinds()


@pytest.mark.parametrize(
    "headline",
    ["Kestrel brewery may be sold to rival", "Kestrel brewery sold to rival?", "Brewery allegedly sold"],
)
def test_headline_that_keeps_its_distance_is_left_alone(headline: str) -> None:
    """A hedge or a question mark is reserve enough."""
    assert "headline_hardens" not in rumour(headline).kinds()


def test_headline_that_a_named_voice_answers_for_is_left_alone() -> None:
    """One named person who says plainly that it is so is enough."""
    draft = Draft(
        "Kestrel brewery sold to rival",
        "The Kestrel brewery is allegedly sold to a rival. The brewery was sold, owner Jo Lund said.",
    )
    draft.says("The Kestrel brewery is allegedly sold to a rival", mode=Mode.HEDGED, hedge="allegedly")
    draft.says("The brewery was sold", draft.voice("owner Jo Lund", "named_person"), cue="said")
    assert "headline_hardens" not in draft.kinds()


def test_secret_that_was_published_is_warned_of() -> None:
    """What stands on a public website is no secret."""
    body = "The council wants to close the pool, says a plan published on its website in May."
    assert "headline_contradicts_body" in Draft("Secret plan to close pool", body).kinds()


def test_secret_that_stays_one_is_left_alone() -> None:
    """A leaked paper that nobody published may be called secret."""
    body = "The council wants to close the pool, says a plan that this paper has read."
    assert "headline_contradicts_body" not in Draft("Secret plan to close pool", body).kinds()
