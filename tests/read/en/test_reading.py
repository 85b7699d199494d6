"""What of the attributions that were found becomes a statement."""

import pytest

from firsthand.model import Attribution, Mode, Span, VoiceKind
from firsthand.read import document_of_text, find_statements, shipped_reader


def told(text: str) -> list[tuple[VoiceKind, str]]:
    """The kind of the innermost voice, and the content, of each statement as the shipped reader finds it."""
    document = document_of_text(text, title="", language="en")
    statements, _ = find_statements(document, {"en": shipped_reader()})
    return [(statement.voice.kind, statement.content.of(document.text)) for statement in statements]


@pytest.mark.parametrize(
    "text",
    [
        "In her speech the senator attacked critics.",
        "Shareholders voiced concern.",
        "The governor praised Okafor.",
        "Residents want safe streets.",
        "The coach celebrated promotion.",
        "The party backed Lind.",
    ],
)
def test_a_bare_noun_says_nothing(text: str) -> None:
    """Whom somebody attacks, or what somebody wants, is no statement by itself: the outlet tells the whole sentence."""
    assert told(text) == [(VoiceKind.OUTLET, text.removesuffix("."))]


@pytest.mark.parametrize(
    ("before", "voice"),
    [
        ("Maria Lopes shook her head.", "Maria Lopes"),
        ("The mayor, Jan Kos, was not there.", "The mayor, Jan Kos"),
        ("A nurse in a green coat put down her bag.", "A nurse in a green coat"),
        ("The roof fell in.", "the outlet"),
        ("The council resigned.", "the outlet"),
    ],
)
def test_a_quotation_behind_a_deed_is_whose_deed_it_was(before: str, voice: str) -> None:
    """Features let people act and then quote them without a verb; a roof or a council acts, but does not speak so."""
    text = f"{before} “I was told of it at noon.”"
    statements, _ = find_statements(document_of_text(text, title="", language="en"), {"en": shipped_reader()})
    assert statements[-1].voice.text == voice


def test_two_voices_may_share_what_is_said() -> None:
    """“The army said, and the rebels denied, that …”: neither the claim nor the denial is lost."""
    text = "The army said, and the rebels denied, that the town of Kestrel had fallen."
    statements, _ = find_statements(document_of_text(text, title="", language="en"), {"en": shipped_reader()})
    told = {(s.voice.text, s.mode.value, s.content.of(text)) for s in statements}
    content = "the town of Kestrel had fallen"
    assert told == {("The army", "asserted", content), ("the rebels", "denied", content)}


@pytest.mark.parametrize("line", ["SKIATHOS, 14 June 2026 (Reuters) - ", "ATHENS, Greece, June 14, 2026 - "])
def test_a_dateline_with_its_day_is_no_part_of_what_is_said(line: str) -> None:
    """Where and when a report was filed belongs to no statement, also with the year."""
    found = told(f"{line}A ferry ran aground off the island, the coast guard said.")
    assert found == [(VoiceKind.NAMED_ORGANISATION, "A ferry ran aground off the island")]


@pytest.mark.parametrize("bank", ["Goldman Sachs", "Sinn Féin"])
def test_two_capitals_may_be_a_firm(bank: str) -> None:
    """Nothing in the words of a name tells a firm from a person; the network does."""
    assert told(f"{bank} said the vote would cost jobs.")[0][0] is VoiceKind.NAMED_ORGANISATION


@pytest.mark.parametrize(
    "text",
    [
        "Tesco withdrew the product.",
        "The army withdrew its troops.",
        "Rooks can learn to tell faces apart.",
        "Nobody told us they came.",
    ],
)
def test_goods_and_troops_are_withdrawn_and_nothing_is_said(text: str) -> None:
    """Only what was said can be taken back; who learns to do something says nothing."""
    assert told(text) == [(VoiceKind.OUTLET, text.removesuffix("."))]


def test_a_study_speaks_behind_a_headline() -> None:
    """“…, study finds” gives its voice to the headline, where the headline's other verbs only tell deeds."""
    title = "Rooks remember a face for years, study finds"
    document = document_of_text(f"{title}\n\nThe birds were caught in nets.", title=title, language="en")
    first, *_ = find_statements(document, {"en": shipped_reader()})[0]
    assert first.voice.kind is VoiceKind.UNNAMED_ORGANISATION
    assert first.content.of(document.text) == "Rooks remember a face for years"


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("The board denied wrongdoing.", "wrongdoing"),
        ("The ministry blamed saboteurs.", "saboteurs"),
        ("The mayor called the plan “madness”.", "“madness”"),
        ("The army later withdrew the figure.", "the figure"),
        ("The opposition demanded an inquiry.", "an inquiry"),
    ],
)
def test_what_is_denied_blamed_or_quoted_may_be_short(text: str, content: str) -> None:
    """A noun is enough where the verb makes it something that is or is not so."""
    assert content in [said for kind, said in told(text) if kind is not VoiceKind.OUTLET]


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("The bank denied the claim on Tuesday.", "the claim"),
        ("The army confirmed the loss of a tank late on Sunday.", "the loss of a tank"),
        ("The council said the pool would close in a statement on Thursday.", "the pool would close"),
        ("The agency reported a leak on Monday evening.", "a leak on Monday evening"),
        ("Police said a man was arrested on Friday.", "a man was arrested on Friday"),
        ("The minister promised help on Sunday.", "help on Sunday"),
    ],
)
def test_when_it_was_said_is_not_what_was_said(text: str, content: str) -> None:
    """The day of a denial stays outside what is denied; the day of what happened or will happen stays inside."""
    document = document_of_text(text, title="", language="en")
    assert [statement.content.of(document.text) for statement in find_statements(document)[0]] == [content]


def test_the_day_is_no_part_of_a_voice() -> None:
    """“According to police on Monday” names the police."""
    document = document_of_text("According to police on Monday, two men were hurt.", title="", language="en")
    (statement,) = find_statements(document)[0]
    assert statement.voice.text == "police"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The beachcomber said the seal was dead.", VoiceKind.UNNAMED_PERSON),
        ("A stevedore admitted that the crane was old.", VoiceKind.UNNAMED_PERSON),
        ("The coast guard said that two boats had sunk.", VoiceKind.NAMED_ORGANISATION),
        ("Drone footage said to show a flag was attached to the post.", VoiceKind.OUTLET),
        ("The result underlines the need for reform.", VoiceKind.OUTLET),
    ],
)
def test_who_speaks_needs_no_list(text: str, kind: VoiceKind) -> None:
    """Somebody whose trade no list has is a voice behind a verb of speech; a thing is none."""
    assert told(text)[0][0] is kind


def test_an_article_belongs_to_its_noun() -> None:
    """A content that a reader cuts short of its article gets it back."""
    text = "The ministry withdrew the figure for May."
    document = document_of_text(text, title="", language="en")
    cut = Attribution(Span(0, 12), Span(13, 21), (Span(26, 40),), "trained_reader", 0.9)
    statements, _ = find_statements(document, {"en": lambda _: (cut,)})
    assert [statement.content.of(text) for statement in statements] == ["the figure for May"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("A week in the shelter\n\nBy Maria Lopes\n\nI believe the town was abandoned.", VoiceKind.NAMED_PERSON),
        ("A week in the shelter\n\nI believe the town was abandoned.", VoiceKind.UNNAMED_PERSON),
    ],
)
def test_i_is_the_author(text: str, kind: VoiceKind) -> None:
    """Who says “I” outside a quotation is the author, by name where the report gives one."""
    document = document_of_text(text, language="en")
    voice = next(s.voice for s in find_statements(document)[0] if s.voice.text == "I")
    assert voice.kind is kind
    assert (voice.refers_to is not None) == (kind is VoiceKind.NAMED_PERSON)


def test_i_in_a_quotation_is_no_other_voice() -> None:
    """What somebody quoted believes is said once, by the one who is quoted."""
    text = "“I believe the dam was opened on purpose,” the farmer said."
    assert told(text) == [(VoiceKind.UNNAMED_PERSON, "“I believe the dam was opened on purpose,”")]


@pytest.mark.parametrize(
    ("text", "voice", "mode"),
    [
        ("A cook had joked about the oven, a court in Tarn has heard.", "a court in Tarn", Mode.ASSERTED),
        ("The driver was asleep at the wheel, the court was told.", "the court", Mode.ASSERTED),
        (
            "A cook accused of theft had joked with a friend about “how cheap it was”, a jury at Tarn has heard.",
            "a jury at Tarn",
            Mode.ASSERTED,
        ),
        ("Two guards lied about the keys, the inquiry heard.", "the inquiry", Mode.ASSERTED),
        ("One baker described how queues had formed at the well.", "One baker", Mode.ASSERTED),
        ("She described the plan as a trap.", "She", Mode.OPINION),
        ("But a pal of the drummer hit back, claiming: “They met in June.”", "a pal of the drummer", Mode.ASSERTED),
        ("“It was dark,” the farmer hit back.", "the farmer", Mode.ASSERTED),
    ],
)
def test_a_word_passed_on_has_its_voice(text: str, voice: str, mode: Mode) -> None:
    """What a court is told, or somebody describes or hits back with, is not the outlet's word, nor an opinion."""
    statements, _ = find_statements(document_of_text(text, title="", language="en"), {"en": shipped_reader()})
    assert [(one.voice.text, one.mode) for one in statements] == [(voice, mode)]


@pytest.mark.parametrize(
    "text",
    [
        "Brokers at Oderfeld raised their target to “buy” from “sell”.",
        "Doctors upgraded his condition to “stable” on Sunday.",
        "The firm rebranded its rope as “green”.",
        "The baker opened a shop called “Crumbs” in May.",
        "The council moved the bell to “a better place”.",
        "The mayor floated a new tax on boats.",
    ],
)
def test_a_deed_is_no_word(text: str) -> None:
    """Where only the network sees a cue, and it is a verb of deeds, the outlet tells the deed."""
    assert [kind for kind, _ in told(text)] == [VoiceKind.OUTLET]
