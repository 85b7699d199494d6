"""The rules about whose word it is, who is silent, what is not shown, and what the outlet says itself."""

from __future__ import annotations

import pytest
from tests.warn.reports import Draft

from firsthand.model import Link, Mode, Span, Voice, VoiceKind


def strike(*, support: bool) -> Draft:
    more = " Twelve shops burned, mayor Ida Holm said." if support else " She was proud, mayor Ida Holm said."
    draft = Draft("Blast in Kestrel", f"A blast destroyed twelve shops in Kestrel, the army said.{more}")
    draft.figure("twelve shops", 12, "shops")
    army = draft.voice("the army", "named_organisation")
    draft.says("A blast destroyed twelve shops in Kestrel", army, cue="said", event="destruction")
    mayor = draft.voice("mayor Ida Holm", "named_person")
    if support:
        return draft.says("Twelve shops burned", mayor, event="destruction")
    return draft.says("She was proud", mayor, mode=Mode.OPINION)


def test_lead_claim_on_one_voice_is_warned_of() -> None:
    """An opinion of somebody else is no second origin."""
    draft = strike(support=False)
    warning = next(w for w in draft.warnings() if w.kind == "single_origin")
    assert "“the army”" in warning.reason


@pytest.mark.parametrize(
    ("content", "warned"),
    [
        ("An 18% fall in operating profit at Norrland Mills", False),
        ("An 18% fall in profit at rival Sorbo Timber", True),
    ],
)
def test_only_the_house_itself_can_tell_of_its_books(content: str, warned: bool) -> None:
    """A firm's report of its own accounts has no second origin to wait for; one of a rival's has."""
    draft = Draft("Timber profits fall", f"{content} was reported by Norrland Mills.")
    draft.figure("18%", 18, "percent")
    draft.says(content, draft.voice("Norrland Mills", "named_organisation"), cue="reported")
    assert ("single_origin" in draft.kinds()) is warned


def test_lead_claim_that_another_names_too_is_left_alone() -> None:
    """An independent voice with a name that says so is a second origin."""
    assert "single_origin" not in strike(support=True).kinds()


def flight(kind: str, voice: str, unit: str = "families", extra: str = "") -> Draft:
    draft = Draft("Flight from Kestrel", f"Over 300 {unit} have left Kestrel, {voice} said.{extra}")
    draft.figure(f"Over 300 {unit}", 300, unit, at_least=True)
    return draft.says(f"Over 300 {unit} have left Kestrel", draft.voice(voice, kind), cue="said")


def test_figure_on_a_voice_without_a_name_is_warned_of() -> None:
    """Somebody has to answer for a count of people."""
    assert "figure_on_unnamed_source" in flight("unnamed_organisation", "a relief group").kinds()


def test_figure_that_a_named_voice_gives_too_is_left_alone() -> None:
    """It is enough that one voice with a name gives the figure."""
    draft = flight("unnamed_organisation", "a relief group", extra=" Some 320 families left, Red Aid said.")
    draft.figure("Some 320 families", 320, "families")
    draft.says("Some 320 families left", draft.voice("Red Aid", "named_organisation"))
    assert "figure_on_unnamed_source" not in draft.kinds()


@pytest.mark.parametrize("unit", ["days", "kilometres", "points"])
def test_light_figures_are_left_alone(unit: str) -> None:
    """A count of days or points is nothing that people are misled by."""
    assert "figure_on_unnamed_source" not in flight("unnamed_person", "a resident", unit).kinds()


def chorus(*modes: Mode, kind: str = "unnamed_person") -> Draft:
    names = ["A broker", "One trader", "A banker"]
    draft = Draft("Mood sours", " ".join(f"{name} said number {i} is bad." for i, name in enumerate(names)))
    for number, (name, mode) in enumerate(zip(names, modes, strict=True)):
        draft.says(f"number {number} is bad", draft.voice(name, kind), mode=mode)
    return draft


def test_unnamed_voices_of_one_view_are_a_chorus() -> None:
    """Three voices without a name may be one."""
    kinds = chorus(Mode.OPINION, Mode.OPINION, Mode.PREDICTED).kinds()
    assert {"unnamed_chorus", "no_named_person"} <= kinds


def test_unnamed_voices_that_disagree_are_no_chorus() -> None:
    """One that doubts breaks the chorus."""
    assert "unnamed_chorus" not in chorus(Mode.OPINION, Mode.DOUBTED, Mode.OPINION).kinds()


def test_named_people_are_neither_chorus_nor_nameless() -> None:
    """People with names can be asked."""
    kinds = chorus(Mode.OPINION, Mode.OPINION, Mode.OPINION, kind="named_person").kinds()
    assert not {"unnamed_chorus", "no_named_person"} & kinds


def test_footage_without_a_link_is_warned_of_and_with_one_is_not() -> None:
    """A reader has to be able to look at what is said to show it."""
    body = "A video shows a boat on fire. The crew swam ashore."
    draft = Draft("Boat burns", body)
    assert "evidence_not_linked" in draft.kinds()
    draft.links.append(Link(draft.span("video"), "https://example.org/boat"))
    assert "evidence_not_linked" not in draft.kinds()


@pytest.mark.parametrize(
    "body",
    [
        "No footage shows the boat. Nobody filmed it.",
        "She spoke by video link and showed her hands.",
        "A video shows a boat on fire. It stands at harbour.example/boat-fire.",
        "The statistics office published data that show a fall.",
    ],
)
def test_no_evidence_or_an_address_beside_it_is_left_alone(body: str) -> None:
    """Absent evidence cannot be linked, and a bare address is a link."""
    assert "evidence_not_linked" not in Draft("Boat burns", body).kinds()


@pytest.mark.parametrize(
    "sentence",
    [
        "The ministry has yet to respond.",
        "The firm did not immediately answer questions.",
        "Mr Orr could not be reached.",
        "The club declined to comment.",
    ],
)
def test_a_party_that_has_not_answered_is_found_by_its_words(sentence: str) -> None:
    """The report itself says that one side is missing."""
    assert "party_has_not_answered" in Draft("Row", f"A union accused it. {sentence}").kinds()


def accused(body: str) -> Draft:
    draft = Draft("Row", body)
    return draft.says("the gate was shut", draft.voice("Ida Holm", "named_person"), cue="said")


def test_accused_who_is_never_heard_is_warned_of() -> None:
    """Who is accused by name has to be heard, or said to be silent."""
    draft = accused("Ida Holm said the gate was shut and accused Tarn Mining of theft.")
    assert "party_has_not_answered" in draft.kinds()


def test_accused_who_answers_is_left_alone() -> None:
    """An accused who denies has answered."""
    draft = accused("Ida Holm said the gate was shut and accused Tarn Mining of theft. Tarn Mining denied it.")
    draft.says("it.", draft.voice("Tarn Mining denied"[:11], "named_organisation"), mode=Mode.DENIED)
    assert "party_has_not_answered" not in draft.kinds()


def test_loaded_words_count_in_the_outlets_voice_only() -> None:
    """What a voice of the report says, quoted or not, is its own affair."""
    assert "loaded_wording" in Draft("News", "The shameless owners left.").kinds()
    assert "loaded_wording" not in Draft("News", "“The shameless owners left,” he said.").kinds()
    draft = Draft("News", "Ida Holm said the shameless owners left.")
    draft.says("the shameless owners left", draft.voice("Ida Holm", "named_person"))
    assert "loaded_wording" not in draft.kinds()


def test_a_language_without_word_lists_gets_the_rules_that_need_none() -> None:
    """Rules about voices work on records alone; the others stay silent."""
    draft = chorus(Mode.OPINION, Mode.OPINION, Mode.OPINION)
    draft.language = "xx"
    assert draft.kinds() == {"unnamed_chorus", "no_named_person"}


@pytest.mark.parametrize(
    ("figure", "unit"), [("17 wounded", "people"), ("2,500 positions", "positions"), ("200 boars", "boars")]
)
def test_people_posts_and_animals_weigh(figure: str, unit: str) -> None:
    """A count of ten or more is a figure that somebody has to answer for."""
    draft = Draft("News", f"{figure} were lost, a source said.")
    draft.figure(figure, 200, unit)
    draft.says(f"{figure} were lost", draft.voice("a source", "unnamed_person"), cue="said")
    assert "figure_on_unnamed_source" in draft.kinds()


@pytest.mark.parametrize(("firm", "warned"), [("Halden Motors", False), ("A rival firm", True)])
def test_it_answers_where_it_stands_for_a_firm_with_a_name(firm: str, warned: bool) -> None:
    """A pronoun has the name of what it stands for."""
    draft = Draft("Yard shuts", f"{firm} is closing its yard. It said 2,500 jobs would go.")
    draft.figure("2,500 jobs", 2500, "jobs")
    voice = Voice(
        VoiceKind.UNNAMED_ORGANISATION,
        "It",
        Span(draft.span("It said").start, draft.span("It said").start + 2),
        refers_to=draft.span(firm),
    )
    draft.says("2,500 jobs would go", voice, cue="said")
    assert ("figure_on_unnamed_source" in draft.kinds()) is warned


@pytest.mark.parametrize(
    ("sentence", "warned"),
    [
        ("“The smoke was awful,” said Berta Kline, who farms next door.", False),
        ("Berta Kline, who farms next door, said the smoke was awful.", False),
        ("The smoke was awful at Berta Kline’s farm.", True),
        ("“The smoke was awful,” said Fire Authority.", True),
    ],
)
def test_a_name_beside_a_word_of_speech_is_a_named_person(sentence: str, warned: bool) -> None:
    """A voice that the reader did not catch still has a name."""
    draft = Draft("Barn burns", f"A barn burned, a farmer said. It was dry, a neighbour said. {sentence}")
    draft.says("A barn burned", draft.voice("a farmer", "unnamed_person"), cue="said")
    draft.says("It was dry", draft.voice("a neighbour", "unnamed_person"), cue="said")
    assert ("no_named_person" in draft.kinds()) is warned


def test_an_internal_memo_is_evidence_that_nobody_can_look_at() -> None:
    """That it is a named body's makes it no publication."""
    draft = Draft("Wounded left", "The wounded were left, according to an internal UN memo seen by the agency.")
    draft.says("The wounded were left", draft.voice("an internal UN memo", "named_organisation"), cue="according to")
    assert "evidence_not_linked" in draft.kinds()


def test_a_husband_who_is_not_charged_owes_no_answer() -> None:
    """Only a party has to answer."""
    text = "Ida Holm was charged. Her husband, who has not been charged, did not respond to questions."
    assert "party_has_not_answered" not in Draft("Fire", text).kinds()


def test_a_government_that_nobody_speaks_of_is_merely_silent() -> None:
    """Silence answers nothing where nobody has asked."""
    draft = Draft("Bus falls in river", "A bus fell in a river, Ida Holm said. The government has not commented.")
    draft.says("A bus fell in a river", draft.voice("Ida Holm", "named_person"), event="accident")
    assert "party_has_not_answered" not in draft.kinds()


def test_a_short_name_speaks_for_the_long_one() -> None:
    """The front that is said to have shelled the camp is heard under its initials."""
    text = "The Lowland Defence Front (LDF) rebels shelled the camp, the army said. The LDF said it struck nobody."
    draft = Draft("Camp shelled by rebels", text)
    draft.says("The Lowland Defence Front (LDF) rebels shelled the camp", draft.voice("the army", "named_organisation"),
               event="shelling")  # fmt: skip
    assert "party_has_not_answered" in draft.kinds()
    draft.says("it struck nobody", draft.voice("The LDF", "named_organisation"), cue="said")
    assert "party_has_not_answered" not in draft.kinds()
