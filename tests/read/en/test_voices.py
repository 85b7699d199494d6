"""What kind of voice a phrase is, and who a short form stands for."""

import pytest

from firsthand.model import Span, VoiceKind
from firsthand.read import document_of_text, find_statements, shipped_reader
from firsthand.read.en.kinds import voice_like
from firsthand.read.en.lexicon import lexicon
from firsthand.read.en.voices import Cast

KINDS = {
    VoiceKind.NAMED_PERSON: [
        "Oleh Petrenko", "Mayor Lena Fischer", "Dr. Wario", "the mayor, Stella Vardaki,", "analyst Debabrata Saikia",
        "the army's spokesman, Brig. Gen. Nabil Tahir",
        "Its lead author, Professor Ines Tan of the Coastal University",
    ],
    VoiceKind.NAMED_ORGANISATION: [
        "the Interior Ministry", "Russian military authorities", "Ukrainian officials", "police in Lyon", "NATO",
        "Médecins Sans Frontières", "a statement released by the Defence Ministry", "The Seafarers’ Guild", "Reuters",
    ],
    VoiceKind.UNNAMED_PERSON: [
        "a resident", "A defence analyst based in Kyiv", "the group’s director", "her lawyer",
        "a person present at the talks",
        "A spokesman for the contractor, Lagoon Works,",
        "a military spokesperson",        "a senior official who asked not to be named",
    ],
    VoiceKind.UNNAMED_GROUP: [
        "witnesses", "Western analysts", "two Ukrainian officials", "unnamed ‘assault units’",
        "local residents in Dimitrov",        "several diplomats", "insiders",
    ],
    VoiceKind.UNNAMED_ORGANISATION: [
        "a relief group", "local media", "a rival club", "an internal memo seen by Reuters",
    ],
}  # fmt: skip


@pytest.mark.parametrize(("kind", "phrase"), [(kind, p) for kind, phrases in KINDS.items() for p in phrases])
def test_kinds(kind: VoiceKind, phrase: str) -> None:
    """Named or not, one or many, a person or a body: as a reader would sort them."""
    text = f"On Monday, {phrase} said so."
    source = Span(11, 11 + len(phrase))
    assert Cast(text, lexicon(), Span(0, 0)).voice(source).kind is kind


@pytest.mark.parametrize(
    ("text", "short", "full"),
    [
        (
            "A defence analyst based in Kyiv spoke. The analyst said so.",
            "The analyst",
            "A defence analyst based in Kyiv",
        ),
        ("Oleh Petrenko spoke. Petrenko said so.", "Petrenko", "Oleh Petrenko"),
        ("Maria Lopes spoke. Then she said so.", "she", "Maria Lopes"),
        ("The Interior Ministry spoke. The ministry said so.", "The ministry", "The Interior Ministry"),
        ("The group’s director spoke. The director said so.", "The director", "The group’s director"),
        (
            "Lieutenant-Colonel Daniel Okoro spoke. The colonel said so.",
            "The colonel",
            "Lieutenant-Colonel Daniel Okoro",
        ),
    ],
)
def test_short_forms_are_followed_back(text: str, short: str, full: str) -> None:
    """A pronoun, a surname or a bare noun leads to the fullest earlier mention and takes its kind."""
    cast = Cast(text, lexicon(), Span(0, 0))
    first = cast.voice(Span(0, len(full)))
    start = text.rindex(short)
    voice = cast.voice(Span(start, start + len(short)))
    assert voice.refers_to is not None
    assert voice.refers_to.of(text) == full
    assert voice.kind is first.kind


@pytest.mark.parametrize("phrase", ["the result", "Friday", "nobody", "the ability to hold the line", "the weather"])
def test_things_do_not_speak(phrase: str) -> None:
    """What cannot speak is no voice, so that its sentence stays the outlet's word."""
    assert not voice_like(phrase, Span(0, len(phrase)), lexicon())


def test_swapping_the_sides_changes_no_kind() -> None:
    """Both sides' bodies are sorted alike."""
    pairs = [
        ("Russian military authorities", "Ukrainian military authorities"),
        ("Kremlin officials", "Pentagon officials"),
    ]
    for one, other in pairs:
        kinds = {Cast(p, lexicon(), Span(0, 0)).voice(Span(0, len(p))).kind for p in (one, other)}
        assert len(kinds) == 1


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Okafor said he was happy in the north.", VoiceKind.NAMED_PERSON),
        ("Orbis said it had cut 400 jobs.", VoiceKind.NAMED_ORGANISATION),
        ("Norwood said the roof had gone. The flat of Maria Norwood was flooded.", VoiceKind.NAMED_PERSON),
        ("Calloway said the site was sold. Shares in Calloway Partners fell.", VoiceKind.NAMED_ORGANISATION),
        ("Marlow & Finch said the mill was safe.", VoiceKind.NAMED_ORGANISATION),
        ("NATO said the exercise was over.", VoiceKind.NAMED_ORGANISATION),
        ("Another said the exercise was over.", VoiceKind.UNNAMED_PERSON),
    ],
)
def test_a_name_in_one_word(text: str, kind: VoiceKind) -> None:
    """A pronoun that goes back to a name, or a fuller mention, tells a person from an organisation."""
    statement = find_statements(document_of_text(text, title="", language="en"))[0][0]
    assert statement.voice.kind is kind


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Rachel Lind KC opened the case. She said he had claimed the keys were lost.", None),
        ("The clerk spoke first. She said he had claimed the keys were lost.", None),
        ("Tom Reed left early. Lena Fischer spoke. She said he had admitted that the tank leaked.", "Tom Reed"),
        ("Karl Brandt was in court. Ana Kos said that he had told her the safe was empty.", "Karl Brandt"),
        ("Karl Brandt was in court. He said he had told the council that the safe was empty.", "Karl Brandt"),
    ],
)
def test_he_is_not_she(text: str, who: str | None) -> None:
    """“He” inside what she says is somebody else: whoever was met before as a man, or nobody known."""
    document = document_of_text(text, title="", language="en")
    voice = next(s.voice for s in find_statements(document, {"en": shipped_reader()})[0] if len(s.chain) > 2)
    assert voice.text == "he"
    assert (voice.refers_to.of(text) if voice.refers_to else None) == who
