"""Interviews and transcripts: whose turn it is."""

import pytest

from firsthand.model import Statement, VoiceKind
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
