"""The rules that hold the end of a report against its beginning."""

from __future__ import annotations

import pytest
from tests.warn.reports import Draft

from firsthand.model import Mode, Span
from firsthand.warn.view import ReportView


@pytest.mark.parametrize(
    ("part", "whole"),
    [
        ("The army captured nine houses in Sorrel Bay.", "The capture of Sorrel Bay may decide the winter."),
        (
            "The firm dismissed some workers at its mill.",
            "Since it dismissed the entire staff, trains run empty.",
        ),
        ("Part of the town was flooded.", "The town was flooded for a week."),
        ("Parts of Kestrel were evacuated at noon.", "Kestrel was evacuated without a plan."),
    ],
)
def test_part_that_becomes_the_whole_is_warned_of(part: str, whole: str) -> None:
    """Buildings are not the town, some workers not the staff."""
    draft = Draft("News", f"{part} It rained. {whole}")
    if "nine" in part:
        draft.figure("nine houses", 9, "houses")
    assert "scope_grows" in draft.kinds()


@pytest.mark.parametrize(
    "body",
    [
        "The army captured Sorrel Bay, taking nine houses last. The capture of Sorrel Bay took a day.",
        "The army captured nine houses in Sorrel Bay. It failed to capture Sorrel Bay.",
        "The army captured nine houses in Sorrel Bay. Nobody fled from Kestrel.",
        "The army captured nine houses in Sorrel Bay. It captured ten more in Sorrel Bay.",
    ],
)
def test_scope_that_does_not_grow_is_left_alone(body: str) -> None:
    """The whole from the start, an attempt, another place and another part are no growth."""
    draft = Draft("News", body)
    draft.figure("nine houses", 9, "houses")
    assert "scope_grows" not in draft.kinds()


def test_whole_on_another_voice_is_no_growth() -> None:
    """A second, independent voice may say more than the first."""
    draft = Draft(
        "News",
        "Rangers said part of Kestrel was evacuated. Mayor Ida Holm said Kestrel was evacuated today.",
    )
    draft.says("part of Kestrel was evacuated", draft.voice("Rangers", "unnamed_group"), cue="said")
    draft.says("Kestrel was evacuated today", draft.voice("Mayor Ida Holm", "named_person"))
    assert "scope_grows" not in draft.kinds()


def party(cue: str, after: str = "It could not be verified.") -> Draft:
    draft = Draft("News", f"The Norland army {cue} that it had taken Sorrel Bay. {after}")
    actor = draft.side("The Norland army", "NN")
    army = draft.voice("The Norland army", "named_organisation")
    content = "it had taken Sorrel Bay"
    return draft.says(content, army, cue=cue, event="territory_captured", actor=actor)


def test_party_that_confirms_its_own_claim_is_warned_of() -> None:
    """Who did it can claim it, not confirm it, while the report itself has doubts."""
    assert "modality_hardens" in party("confirmed").kinds()


def test_party_that_says_so_is_left_alone() -> None:
    """To write "said" is what a careful report does."""
    assert "modality_hardens" not in party("said").kinds()


def test_uncontested_confirmation_is_left_alone() -> None:
    """A hospital may confirm its own figures: nobody contests them."""
    draft = Draft("News", "The Kestrel hospital confirmed that it had admitted two miners.")
    hospital = draft.voice("The Kestrel hospital", "named_organisation")
    draft.says("it had admitted two miners", hospital, cue="confirmed", event="casualties")
    assert "modality_hardens" not in draft.kinds()


def test_allegation_that_becomes_fact_is_warned_of() -> None:
    """The outlet may not forget by the end that it was an allegation."""
    body = (
        "Guards allegedly burned the ballots in Kestrel. Rain fell all day. "
        "The guards burned the ballots to save themselves."
    )
    draft = Draft("News", body)
    draft.says("Guards allegedly burned the ballots in Kestrel", mode=Mode.HEDGED, hedge="allegedly")
    draft.says("The guards burned the ballots to save themselves")
    assert "modality_hardens" in draft.kinds()


@pytest.mark.parametrize(
    ("headline", "words", "month"),
    [
        ("Mill shuts in May", "May", True),
        ("Mill may shut", "may", False),
        ("Old Mill May Shut Its Gates", "May", False),
        ("Old Mill Shuts May 3", "May", True),
        ("Old Mill Shuts in May", "May", True),
        ("News\n\nMay was dry.", "May", True),
        ("News\n\nThe mill may shut in May.", "may", False),
        ("News\n\nShe left (May 2024).", "May", True),
    ],
)
def test_the_month_of_may_hedges_nothing(headline: str, words: str, month: bool) -> None:
    """A capital makes it the month, but in a headline that writes every word so."""
    title, _, body = headline.partition("\n\n")
    draft = Draft(title, body)
    view = ReportView(*draft.records())
    hit = view.distant(Span(0, len(draft.text)))
    assert (hit is None) is month
    assert hit is None or hit.of(draft.text) == words


def boars(later: str, name: str = "") -> Draft:
    more = f" {name} counted 200 boars." if name else ""
    draft = Draft("Boars in the hills", f"As many as 200 boars may roam there, a farmer said.{more} {later}")
    draft.figure("As many as 200 boars", 200, "boars")
    draft.says("As many as 200 boars may roam there", draft.voice("a farmer", "unnamed_person"), hedge="may")
    if name:
        draft.figure("counted 200 boars", 200, "boars")
        draft.says("counted 200 boars", draft.voice(name, "named_person"))
    draft.figure(later.partition(" have")[0], 200, "boars")
    return draft.says(later)


def test_a_guess_that_becomes_a_count_is_warned_of() -> None:
    """“As many as 200 may” is not “the 200”."""
    assert "modality_hardens" in boars("The 200 boars have eaten the vines.").kinds()


def test_a_count_with_a_name_behind_it_is_left_alone() -> None:
    """Somebody has counted them."""
    assert "modality_hardens" not in boars("The 200 boars have eaten the vines.", "Ida Holm").kinds()
