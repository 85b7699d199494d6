# ruff: noqa: E501 - tables read best with one case to a line
"""Event types: the table, its documentation, and the words that lead to each type."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.resolve.data import for_language, load
from firsthand.resolve.event_words import inflected
from firsthand.resolve.events import RULES, Figure, classify, event_types, find_trigger

LANGUAGES = ("en", "ru", "uk")
PAGE = Path(__file__).parents[2] / "docs" / "users" / "events.md"
PLOVER = {
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE", "REJECT", "THREATEN",
    "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
}  # fmt: skip
ACLED = {
    "Battles": {"Armed clash", "Government regains territory", "Non-state actor overtakes territory"},
    "Explosions/Remote violence": {
        "Chemical weapon", "Air/drone strike", "Suicide bomb", "Shelling/artillery/missile attack",
        "Remote explosive/landmine/IED", "Grenade",
    },
    "Violence against civilians": {"Sexual violence", "Attack", "Abduction/forced disappearance"},
    "Protests": {"Peaceful protest", "Protest with intervention", "Excessive force against protesters"},
    "Riots": {"Violent demonstration", "Mob violence"},
    "Strategic developments": {
        "Agreement", "Arrests", "Change to group/activity", "Disrupted weapons use",
        "Headquarters or base established", "Looting/property destruction", "Non-violent transfer of territory", "Other",
    },
}  # fmt: skip

CLASSIFIED = [
    ("the capture of 22 buildings near the mill", "territory_captured", "capture of"),
    ("its men captured the town", "territory_captured", "captured"),
    ("captured Orlivka at dawn", "territory_captured", "captured"),
    ("its men captured 4 soldiers", "detention", "captured"),
    ("they took the village of Stepne", "territory_captured", "took"),
    ("twelve villages were captured", "territory_captured", "captured"),
    ("the army liberated the town", "territory_captured", "liberated"),
    ("the army freed the town", "territory_captured", "freed"),
    ("the garrison lost the hill", "territory_lost", "lost"),
    ("forcing the battalion to retreat", "retreat", "retreat"),
    ("troops pulled back across the river", "retreat", "pulled back"),
    ("families fled the city", "displacement", "fled"),
    ("a rise in artillery fire", "shelling", "artillery fire"),
    ("an influx of troops and much artillery fire", "shelling", "artillery fire"),
    ("a sudden influx of troops", "troop_movement", "influx of troops"),
    ("clashes on the ridge", "ground_assault", "clashes"),
    ("jets bombed the depot", "air_strike", "bombed"),
    ("a drone strike on the depot", "drone_strike", "drone strike"),
    ("a ballistic missile hit it", "missile_strike", "ballistic missile"),
    ("gunners shot down nine drones", "interception", "shot down"),
    ("the strike destroyed 14 tanks", "equipment_loss", "destroyed"),
    ("the hail destroyed 14 houses", "destruction", "destroyed"),
    ("twelve people were killed", "casualties", "killed"),
    ("a journalist was murdered", "killing", "murdered"),
    ("gunmen kidnapped the engineer", "kidnapping", "kidnapped"),
    ("an explosion at the mill", "explosion", "explosion"),
    ("they evacuated the ward", "evacuation", "evacuated"),
    ("a prisoner swap", "prisoners_exchanged", "prisoner swap"),
    ("a convoy of food aid", "aid", "food aid"),
    ("shortages of insulin", "humanitarian_need", "shortages of"),
    ("military aid worth millions", "weapons_delivery", "military aid"),
    ("the talks resumed", "negotiation", "talks"),
    ("they signed a deal", "agreement", "signed a deal"),
    ("a ceasefire from noon", "ceasefire", "ceasefire"),
    ("sanctions on two banks", "sanction", "sanctions on"),
    ("they threatened to close the strait", "statement_threat", "threatened to"),
    ("students protested outside", "protest", "protested"),
    ("rioters burned a bus", "riot", "rioters"),
    ("drivers went on strike", "strike_labour", "went on strike"),
    ("she won the election", "election", "won"),
    ("the minister resigned", "resignation", "resigned"),
    ("he was sentenced to five years", "court_verdict", "sentenced to"),
    ("she was charged with fraud", "charge", "charged with"),
    ("tenants sued the council", "lawsuit", "sued"),
    ("an inquiry into the bridge", "investigation", "inquiry"),
    ("the river burst its banks", "disaster_flood", "burst its banks"),
    ("an earthquake at noon", "disaster_earthquake", "earthquake"),
    ("the typhoon turned north", "disaster_storm", "typhoon"),
    ("the wildfire jumped the road", "wildfire", "wildfire"),
    ("an outbreak of cholera", "epidemic", "outbreak"),
    ("two trains collided", "accident", "collided"),
    ("the takeover bid failed", "merger", "takeover bid"),
    ("the firm will cut 600 jobs", "layoffs", "cut"),
    ("a release clause of 40 million", "transfer_sport", "release clause"),
    ("bread prices rose by a third", "price_change", "rose"),
    ("ransomware locked the files", "cyberattack", "ransomware"),
    ("they called up 30,000 men", "mobilisation", "called up"),
    ("he was sworn in as governor", "appointment", "sworn in"),
    ("the soldiers drove a column of rebels out of the hamlet", "territory_captured", "drove"),
    ("its men pushed the enemy back from the ridge", "territory_captured", "pushed"),
    ("they wrested the hill from the garrison", "territory_captured", "wrested"),
    ("they raised the flag over the town hall", "territory_captured", "raised"),
    ("the guerrillas entered the village", "territory_captured", "entered"),
    ("the brigade lost 40 men", "casualties", "lost"),
    ("guns exchanged artillery fire over the river", "shelling", "exchanged"),
    ("eight fishermen lost their lives", "casualties", "lost their lives"),
    ("the toll stood at 41", "casualties", "the toll"),
    ("some 300 families left their homes", "displacement", "left their homes"),
    ("boats came ashore at noon", "displacement", "came ashore"),
    ("the county ordered the residents to leave", "evacuation", "ordered"),
    ("twelve deserters were taken prisoner", "detention", "taken prisoner"),
    ("the platoon laid down its arms", "detention", "laid down its arms"),
    ("the envoys will meet the mediator", "negotiation", "meet"),
    ("the capital was offered as a venue", "negotiation", "offered"),
    ("the river stood at four metres", "disaster_flood", "stood at"),
    ("400 hectares burned", "wildfire", "hectares burned"),
    ("the bus struck a tree", "accident", "struck"),
    ("nine people tested positive", "epidemic", "tested positive"),
    ("nurses walked off the job", "strike_labour", "walked off the job"),
    ("the governor stepped aside", "resignation", "stepped aside"),
    ("pupils marched through the centre", "protest", "marched"),
    ("detectives opened an investigation", "investigation", "opened"),
    ("five were hurt before the town fell", "casualties", "were hurt"),
    ("they threatened to shell the port", "statement_threat", "threatened to"),
    ("refugees were shelled on the road", "shelling", "shelled"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "key", "trigger"), CLASSIFIED)
def test_the_words_lead_to_the_event(text: str, key: str, trigger: str) -> None:
    """Each sense of a verb, and each noun, gives its event type, and points to its words."""
    found = classify(text, "en")
    assert found is not None
    assert (found[0], found[1].of(text)) == (key, trigger)
    assert found[2].rule in {rule.__name__ for rule in RULES}


@pytest.mark.parametrize("text", ["a deliberate provocation", "they filmed inside the empty hangars", "it is late", ""])
def test_words_that_report_nothing_give_no_event(text: str) -> None:
    """A view, or an event that is only presupposed, is not reported."""
    assert classify(text, "en") is None


@pytest.mark.parametrize(
    "text",
    [
        "they want to strike a balance", "the board may fire the manager", "the book captured the mood of the decade",
        "it was the shot of the game", "the council had a flood of complaints", "the office was flooded with calls",
        "the meeting took place on Tuesday", "the hall was bombarded with questions", "a heart attack on the stairs",
        "it takes its toll on the staff", "the battle for the title goes on", "a landslide victory for the left",
        "a sigh of relief went round", "the talk died down by ten", "she stormed out of the room",
        "a storm of protest followed the plan", "he demonstrated that the pump worked", "the governing bodies met",
        "the market took the news calmly", "she won the match in two sets", "the hurricane season begins in June",
        "the bus stood at the station", "the tram hit the market last year in red", "he raised the matter over lunch",
    ],
)  # fmt: skip
def test_figures_of_speech_give_no_event(text: str) -> None:
    """Words of war and weather are used for much else."""
    assert classify(text, "en") is None


@pytest.mark.parametrize(
    "word", ["they hauled the boat out of the hamlet", "they drove on. Smoke rose out of the hamlet"]
)
def test_a_gap_ends_with_the_sentence(word: str) -> None:
    """ "drive … out of" needs both of its parts in one sentence."""
    assert classify(word, "en") is None


def test_the_first_figure_tells_the_main_event() -> None:
    """Of two events told with figures, the one told first is the statement's."""
    text = "22 people died and 61,400 left their homes"
    figures = (Figure(0, 2, "person"), Figure(4, 5, "person"))
    found = find_trigger(text, "en", figures=figures)
    assert found is not None
    assert (found.key, found.reason.rule) == ("casualties", "trigger_of_first_figure")
    swapped = "61,400 left their homes and 22 people died"
    found = find_trigger(swapped, "en", figures=(Figure(0, 1, "person"), Figure(5, 7, "person")))
    assert found is not None
    assert found.key == "displacement"


@pytest.mark.parametrize("language", LANGUAGES)
def test_classes_that_triggers_ask_for_exist(language: str) -> None:
    """A misspelt class would silently refuse every object."""
    data = for_language("events", language)
    known = set(data["objects"]) | {"Name"}
    written = [w for kinds in (*data["triggers"].values(), data["idle"]) for words in kinds.values() for w in words]
    asked = {name.lstrip("!") for w in written for part in re.split("[<>]", w)[1:] for name in part.split()}
    assert asked <= known
    assert set(load("events.yaml")["counted"].values()) <= set(event_types())


def test_types_use_the_published_codes() -> None:
    """Every PLOVER event and every pair of ACLED types is one of the codebooks'."""
    for kind in event_types().values():
        assert kind.plover is None or kind.plover[0] in PLOVER, kind.key
        assert kind.acled is None or kind.acled[1] in ACLED[kind.acled[0]], kind.key


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_type_can_be_found_and_every_trigger_has_a_type(language: str) -> None:
    """A type without triggers never occurs; a trigger of an unknown type would fail in use."""
    triggers = for_language("events", language)["triggers"]
    assert set(triggers) == set(event_types())
    assert all(kinds["verbs"] or kinds["words"] for kinds in triggers.values())


def test_figures_are_asked_for_by_classes_of_units_that_exist() -> None:
    """A misspelt class would silently refuse every figure."""
    classes = set(load("quantities-en.yaml")["units"]) | {"money", "percent"}
    assert set().union(*(kind.counts for kind in event_types().values())) <= classes


def test_the_page_for_users_shows_the_table() -> None:
    """docs/users/events.md has one row for each type, with its codes."""
    rows = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| `")]
    assert rows == [event_row(key) for key in event_types()]


def event_row(key: str) -> str:
    """The row of the page for one type."""
    kind = event_types()[key]
    plover = "·".join(part for part in kind.plover if part) if kind.plover else "–"
    acled = " / ".join(kind.acled) if kind.acled else "–"
    return f"| `{key}` | {kind.label} | {plover} | {acled} | {'yes' if kind.contested else ''} |"


@pytest.mark.parametrize(
    ("verb", "forms"),
    [
        ("seize", ["seize", "seizes", "seized", "seizing"]),
        ("deploy", ["deploy", "deploys", "deployed", "deploying"]),
        (
            "launch an attack",
            ["launch an attack", "launches an attack", "launched an attack", "launching an attack"],
        ),
        ("occupy", ["occupy", "occupies", "occupied", "occupying"]),
        ("take over", ["take over", "takes over", "took over", "taken over", "taking over"]),
    ],
)
def test_verbs_are_inflected(verb: str, forms: list[str]) -> None:
    """All forms of a verb are triggers, so that lists hold base forms only."""
    assert list(inflected(verb, for_language("events", "en")["irregular"])) == forms


@given(
    st.one_of(
        st.text(max_size=80),
        st.lists(st.sampled_from([t for t, _, _ in CLASSIFIED]), max_size=4).map(" ".join),
    )
)
def test_a_trigger_lies_in_the_text(text: str) -> None:
    """On any text the span is in range and the type is in the table."""
    found = classify(text, "en")
    if found is not None:
        assert found[0] in event_types()
        assert 0 <= found[1].start < found[1].end <= len(text)


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("Their village has been besieged by boars.", None),
        ("Wolves attacked a flock above the pass.", None),
        ("The ferry Lindholm was withdrawn after the inspection.", None),
        ("The glacier has retreated by 40 metres.", None),
        ("The park has been held hostage by gulls.", None),
        ("Firefighters were fighting the blaze on the ridge.", None),
        ("There was an influx of visitors.", None),
        ("The village has been besieged by rebels.", "ground_assault"),
        ("Rebels attacked a ferry on the lake.", "ground_assault"),
        ("Troops with dogs attacked the village.", "ground_assault"),
        ("The regiment was withdrawn from the ferry landing.", "retreat"),
        ("An influx of troops was seen at the border.", "troop_movement"),
    ],
)
def test_what_an_army_does_is_done_by_one(text: str, event: str | None) -> None:
    """Animals besiege nobody, and a ferry that is withdrawn has not retreated."""
    found = classify(text, "en")
    assert (found[0] if found and found[0] != "wildfire" else None) == event
