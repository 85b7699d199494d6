"""Interviews and transcripts: whose turn it is."""

import pytest

from firsthand.model import Attribution, Span, Statement, VoiceKind
from firsthand.read import document_of_text, find_statements

NAMES = """The harbour master on the flood

KLINE: What happened on the night of the flood?

HALE: We lost two boats. The gate was open.

KLINE: Will you repair it?

HALE: No. The port will repair it by spring."""
LETTERS = """Questions for the minister

Q: Did the ministry know about the leak?

A: We learned of it from the newspapers. I believe the sensor was broken.

It was checked in May.

Q: When did you close the plant?

A: The plant was closed on Monday.

The interview was held by telephone."""
MIXED = """Lunch with Mira Sol

Novelist Mira Sol has lived in Tarn since 2003.

Daily Post: You moved here from the capital. Why?

Mira Sol: The capital had become a museum.

Daily Post: Do you miss it?

Mira Sol: My sister says the rents have doubled."""


def told(text: str) -> list[tuple[str, VoiceKind, str]]:
    """The innermost voice, its kind and the content of each statement."""
    document = document_of_text(text, language="en")

    def row(statement: Statement) -> tuple[str, VoiceKind, str]:
        return statement.voice.text, statement.voice.kind, statement.content.of(document.text)

    return [row(statement) for statement in find_statements(document)[0]]


def test_a_label_in_capitals_is_the_speaker() -> None:
    """Each sentence of a turn is the speaker's; a bare “No.” stands with the sentence that goes on."""
    person = VoiceKind.NAMED_PERSON
    assert told(NAMES) == [
        ("KLINE", person, "What happened on the night of the flood?"),
        ("HALE", person, "We lost two boats"),
        ("HALE", person, "The gate was open"),
        ("KLINE", person, "Will you repair it?"),
        ("HALE", person, "No. The port will repair it by spring"),
    ]


def test_questions_and_answers() -> None:
    """“Q” and “A” have no names; paragraphs before the next label go on, and those behind the last do not."""
    someone = VoiceKind.UNNAMED_PERSON
    assert told(LETTERS) == [
        ("Q", someone, "Did the ministry know about the leak?"),
        ("A", someone, "We learned of it from the newspapers"),
        ("A", someone, "I believe the sensor was broken"),
        ("A", someone, "It was checked in May"),
        ("Q", someone, "When did you close the plant?"),
        ("A", someone, "The plant was closed on Monday"),
        ("the outlet", VoiceKind.OUTLET, "The interview was held by telephone"),
    ]


def test_who_asks_may_be_a_newspaper() -> None:
    """A newspaper's label is an organisation's, and what a speaker tells of another is told once, in a chain."""
    found = told(MIXED)
    assert ("Daily Post", VoiceKind.NAMED_ORGANISATION, "Do you miss it?") in found
    assert ("Mira Sol", VoiceKind.NAMED_PERSON, "The capital had become a museum") in found
    assert [row[2] for row in found if "rents" in row[2]] == ["the rents have doubled"]


@pytest.mark.parametrize(
    "text",
    [
        "A concert\n\nDate: Friday\n\nPlace: the town hall\n\nDate: Saturday\n\nPlace: the old mill",
        "Press notice\n\nWHO: The mayor of Tarn\n\nWHAT: Will the bridge open?\n\nWHEN: The bridge opens on Friday.",
        "Ferry fares\n\nNote: The fares rise in May.\n\nCorrection: An earlier figure was wrong.",
    ],
)
def test_lists_and_notices_are_no_conversation(text: str) -> None:
    """Labels that nobody speaks under make no voices."""
    assert not {"Date", "Place", "WHO", "WHAT", "WHEN", "Note", "Correction"} & {row[0] for row in told(text)}


GUEST = """“They wanted the tape gone”: sound engineer Clara Voss on the opera fire

Clara Voss worked at the opera for nine years and left in April. We spoke to her at her home.

You say you were told to wipe the tape. Who told you?

The stage manager. She said the director had asked for it.

Did you keep a copy?

Of course. I made one the same night.

The opera says you were dismissed for being late.

That is not true. My contract ran out in April.

Does that surprise you?

The wiring was forty years old. Two colleagues told me the box was never opened.

The opera did not answer our letter. Its director said in a statement that Voss had “a lively fantasy”."""


def test_an_interview_with_one_guest() -> None:
    """Without labels, paragraphs that ask are the outlet's, those between them the guest's, and the rest is report."""
    outlet, guest = ("the outlet", VoiceKind.OUTLET), ("Clara Voss", VoiceKind.NAMED_PERSON)
    found = told(GUEST)
    assert (*outlet, "You say you were told to wipe the tape") in found
    assert (*outlet, "Did you keep a copy?") in found
    assert (*guest, "Of course. I made one the same night") in found
    assert (*guest, "My contract ran out in April") in found
    assert (*guest, "The wiring was forty years old") in found
    assert (*outlet, "The opera did not answer our letter") in found


@pytest.mark.parametrize(
    "text",
    [
        GUEST.replace("Clara Voss", "An engineer"),
        GUEST.replace("We spoke to her", "Ana Kos sat beside her. We spoke to her"),
        "Clara Voss on fire\n\nClara Voss asks.\n\nWhy?\n\nIt burns.\n\nHow?\n\nIt is hot.\n\nWhen?\n\nIn May.",
    ],
)
def test_no_guest_is_guessed(text: str) -> None:
    """With nobody named at the top, or two, or without anybody who answers, the paragraphs are the outlet's."""
    assert "Clara Voss" not in {voice for voice, _, _ in told(text)}


TICKER = """Live: the Tarn flood

09:12 Good morning. We follow the flood in Tarn.

09:30 BREAKING: Two people have died in Lower Orsk, the prefecture confirms.

09:41 Bus operator Tarnbus: all routes suspended until noon.

09:50 Mayor Ana Kos: the old bridge will stay closed.

10:02 Our reporter Ivo Lind is at the weir: "The gate has gone and the mill is under water."

10:15 Lower Orsk: two roads closed.

11.05 GMT - Gusts of 110 km/h reached the cape, the weather service says."""


def test_a_ticker_says_who_speaks_behind_the_clock() -> None:
    """Clock and “BREAKING” belong to no statement; a label that is a body or person speaks, a place does not."""
    found = {said: (voice, kind) for voice, kind, said in told(TICKER)}
    assert found["Two people have died in Lower Orsk"] == ("the prefecture", VoiceKind.NAMED_ORGANISATION)
    assert found["all routes suspended until noon"] == ("Bus operator Tarnbus", VoiceKind.NAMED_ORGANISATION)
    assert found["the old bridge will stay closed"] == ("Mayor Ana Kos", VoiceKind.NAMED_PERSON)
    assert found['"The gate has gone and the mill is under water."'][0] == "Our reporter Ivo Lind"
    assert found["Gusts of 110 km/h reached the cape"][0] == "the weather service"
    assert not any(voice == "Lower Orsk" for voice, _ in found.values())


def test_a_dateline_is_no_part_of_a_content() -> None:
    """What a reader takes along of the line before a sentence proper is left out."""
    text = "PORT ANRA, May 4 - Two boats sank, Lind said."
    document = document_of_text(text, title="", language="en")
    whole = Attribution(Span(35, 39), Span(40, 44), (Span(0, 33),), "content_then_voice", 0.9)
    statements, _ = find_statements(document, {"en": lambda _: (whole,)})
    assert [statement.content.of(text) for statement in statements] == ["Two boats sank"]
