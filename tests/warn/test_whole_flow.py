"""The warnings of the whole flow, reader and resolver included, on reports written for this."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from bench.gold import REPORTS, shared_data

import firsthand
from firsthand.model import Report

HERE = Path(__file__).parent
WELL = sorted((HERE / "well_sourced").glob("*.txt"))
BADLY = {
    "border-hill": {
        "headline_hardens",
        "scope_grows",
        "modality_hardens",
        "single_origin",
        "figure_on_unnamed_source",
        "evidence_not_linked",
        "party_has_not_answered",
    },
    "club-owner": {"headline_hardens", "no_named_person", "unnamed_chorus", "loaded_wording"},
    "cure": {"headline_hardens", "modality_hardens", "evidence_not_linked", "party_has_not_answered", "loaded_wording"},
    "mayor-bribe": {"no_named_person", "evidence_not_linked", "party_has_not_answered", "loaded_wording"},
    "militia-base": {
        "headline_hardens",
        "scope_grows",
        "single_origin",
        "figure_on_unnamed_source",
        "no_named_person",
        "evidence_not_linked",
        "party_has_not_answered",
        "loaded_wording",
    },
    "ministry-leak": {
        "headline_contradicts_body",
        "evidence_not_linked",
        "party_has_not_answered",
        "loaded_wording",
    },
    "quarry-poison": {
        "headline_hardens",
        "scope_grows",
        "modality_hardens",
        "figure_on_unnamed_source",
        "no_named_person",
        "unnamed_chorus",
        "evidence_not_linked",
        "party_has_not_answered",
    },
    "strike-numbers": {"headline_place_differs", "scope_grows", "no_named_person", "party_has_not_answered"},
}
"""What is wrong with each of the badly sourced reports and has to be found."""

MOST_ALARMS = 3  # over all well-sourced reports together
MOST_MISSES = 3  # over all badly sourced reports together

RU_UA = (
    ("Russian", "Ukrainian"),
    ("Russians", "Ukrainians"),
    ("Russia", "Ukraine"),
    ("Moscow", "Kyiv"),
)
TH_KH = (("Thai", "Cambodian"), ("Thais", "Cambodians"), ("Thailand", "Cambodia"), ("Bangkok", "Phnom Penh"))
IN_PK = (("Indian", "Pakistani"), ("India", "Pakistan"))


@cache
def checked(text: str) -> Report:
    return firsthand.check(text)


def kinds(path: Path) -> set[str]:
    return {warning.kind for warning in checked(path.read_text(encoding="utf-8")).warnings}


@pytest.mark.parametrize("path", WELL, ids=lambda path: path.stem)
def test_a_well_sourced_report_gets_at_most_one_warning(path: Path) -> None:
    """Who names, links and hears everybody may not be accused of much."""
    assert len(kinds(path)) <= 1


def test_most_well_sourced_reports_get_no_warning_at_all() -> None:
    """A warning that comes with every report is read by nobody."""
    alarms = {path.stem: found for path in WELL if (found := kinds(path))}
    assert sum(map(len, alarms.values())) <= MOST_ALARMS, alarms


@pytest.mark.parametrize("name", BADLY)
def test_the_faults_of_a_badly_sourced_report_are_found(name: str) -> None:
    """Faults are found by their structure, whatever the words: at most one of a report's may be missed."""
    missed = BADLY[name] - kinds(HERE / "badly_sourced" / f"{name}.txt")
    assert len(missed) <= 1, missed


def test_hardly_a_fault_is_missed_over_all() -> None:
    """One report may hide a fault; all of them together may not."""
    missed = {name: found for name in BADLY if (found := BADLY[name] - kinds(HERE / "badly_sourced" / f"{name}.txt"))}
    assert sum(map(len, missed.values())) <= MOST_MISSES, missed


def swapped(text: str, pairs: tuple[tuple[str, str], ...]) -> str:
    """The text with every name of one side put in the place of the other's."""
    other = {**dict(pairs), **{b: a for a, b in pairs}}
    names = "|".join(sorted(map(re.escape, other), key=len, reverse=True))
    return re.sub(rf"\b(?:{names})\b", lambda match: other[match[0]], text)


def counts(text: str) -> tuple[Counter[str], int]:
    report = checked(text)
    return Counter(warning.kind for warning in report.warnings), len(report.statements)


@pytest.mark.parametrize(
    ("path", "pairs"),
    [
        (REPORTS / "war-bakhmut-streets.txt", RU_UA),
        (REPORTS / "war-preah-vihear.txt", TH_KH),
        (HERE / "well_sourced" / "ceasefire-breach.txt", IN_PK),
        (HERE / "well_sourced" / "drone-strike.txt", RU_UA),
    ],
    ids=lambda value: value.stem if isinstance(value, Path) else "",
)
def test_swapping_the_parties_of_a_report_changes_no_count(path: Path, pairs: tuple[tuple[str, str], ...]) -> None:
    """The same words get the same statements and the same warnings, whoever says them of whom."""
    text = path.read_text(encoding="utf-8")
    other = swapped(text, pairs)
    assert other != text
    assert counts(other) == counts(text)


def test_swapping_the_parties_of_the_case_changes_no_count() -> None:
    """The report that this project began with would be no better if the other side had written it."""
    shared = shared_data()
    if shared is None or not (shared / "case" / "article.txt").is_file():
        pytest.skip("the case is not here: set FIRSTHAND_DATA to the folder that holds it")
    text = (shared / "case" / "article.txt").read_text(encoding="utf-8")
    assert counts(swapped(text, RU_UA)) == counts(text)


def test_the_one_voice_behind_a_lead_claim_is_told_by_its_name() -> None:
    """“Goes back to her alone” would tell nobody who that is."""
    report = checked(
        "Дамбу під Чигирином прорвало, село Вербове підтоплене\n\n"
        "Прорив стався о четвертій ранку, повідомила начальниця районної ДСНС Олена Гриценко. "
        "За її словами, вода зайшла у 37 дворів, людей вивозять човнами. "
        "Місцевий телеграм-канал «Тясмин онлайн» пише про двох зниклих, посилаючись на сусідів; "
        "у поліції цього не підтвердили.\n\n"
        "“We warned them in March,” said Piotr Nowak, an engineer who inspected the dam. "
        "The council denies receiving any report."
    )
    (warning,) = [warning for warning in report.warnings if warning.kind == "single_origin"]
    assert "Олена Гриценко" in warning.reason


_TAPE = (
    "Did you keep it?\n\nOf course not. But I wrote it down.\n\nWho has it?\n\nMy lawyer.\n\nWill you show it?\n\nNo."
)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (
            "Huge Fire Guts Secret Rope Works in Anra\n\nA huge fire has gutted a rope works in the town of Anra. "
            "The fire was confirmed by the governor on his Telegram channel.",
            "headline_contradicts_body",
        ),
        (
            "Cora “in bits” as Finn moves out\n\nSinger Cora Lund is said to be “in bits” after finding that Finn Rask "
            "has moved out.\n\nAgents for Cora and Finn have been contacted for comment.",
            "modality_hardens",
        ),
        (
            "The dean and the tape: we ask Clara Voss\n\nYou say you were told to wipe the tape after two fires at the "
            "opera killed nine people.\n\nThe dean said nothing.",
            "single_origin",
        ),
        (
            "Town lose to twelve men\n\n“I’m embarrassed. You can’t lose to twelve men and 30 fans,” manager Tom Reed "
            "told Radio Anra.",
            "single_origin",
        ),
        (f"On the tape\n\nClara Voss left the opera in April.\n\n{_TAPE}", "loaded_wording"),
        (
            "Statement on the situation at the Orsk bridge\n\nThe Ministry of Roads notes with concern the reports in "
            "foreign media of an alleged exchange of fire at the Orsk bridge on 3 May.",
            "headline_hardens",
        ),
    ],
)
def test_no_alarm_where_nothing_is_wrong(text: str, kind: str) -> None:
    """A channel that an official used, a request for comment, “you”, a mood, “of course not” and a headline that only
    says what the text is."""
    assert kind not in {warning.kind for warning in checked(text).warnings}
