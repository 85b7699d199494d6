"""Bodies that speak: by a common noun, by a name beside one, as “it”, and by what other mentions tell of a name."""

import pytest

from firsthand.model import Voice, VoiceKind
from firsthand.read import document_of_text, find_statements, shipped_reader

PERSON, BODY = VoiceKind.NAMED_PERSON, VoiceKind.NAMED_ORGANISATION


def voices(text: str) -> list[tuple[Voice, str]]:
    """The innermost voice of each statement, and whom it goes back to."""
    document = document_of_text(text, title="", language="en")
    found = [statement.voice for statement in find_statements(document, {"en": shipped_reader()})[0]]
    return [(voice, voice.refers_to.of(document.text) if voice.refers_to else "") for voice in found]


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("The builder, Marsden & Pike, denied that the wall was at fault.", "The builder, Marsden & Pike", BODY),
        ("The brewer, Oakhollow, said sales had doubled since May.", "The brewer, Oakhollow", BODY),
        ("The lender, Banco do Vale, said it had no comment.", "The lender, Banco do Vale", BODY),
        ("The charity, Hope for Horses, said it had nine ponies.", "The charity, Hope for Horses", BODY),
        ("The operator, Linea Verde, told us the valve was new.", "The operator, Linea Verde", BODY),
        ("The owner, Lena Fischer, said the dog was fed every day.", "The owner, Lena Fischer", PERSON),
        ("The contractor, Petra Lind, said the dog was fed every day.", "The contractor, Petra Lind", PERSON),
    ],
)
def test_a_noun_and_a_name_are_one_voice(text: str, name: str, kind: VoiceKind) -> None:
    """The name names the voice, and the noun before it says whether it is a body."""
    ((voice, _),) = voices(text)
    assert (voice.text, voice.kind) == (name, kind)


@pytest.mark.parametrize(
    "text",
    [
        "Two guests were ill, the hospice said.",
        "Three monks were hurt, the diocese said.",
        "Roads to the pass are shut, the prefecture said.",
        "Six men were held at the checkpoint, the gendarmerie said.",
        "A curfew starts at eight, the junta said.",
        "The pipes burst overnight, the municipality said.",
        "The painting was insured, the gallery said.",
        "Masts were sold for scrap, the shipyard said.",
    ],
)
def test_common_nouns_of_bodies_speak(text: str) -> None:
    """“…, the hospice said” is the word of the hospice, not of the outlet."""
    ((voice, _),) = voices(text)
    assert voice.kind in (BODY, VoiceKind.UNNAMED_ORGANISATION)


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("The carrier, Nordluft, cancelled 40 flights. It said crews were ill.", "The carrier, Nordluft"),
        ("Sarnia Chemicals has shut its plant. It said the valve was faulty.", "Sarnia Chemicals"),
        ("The union said talks had failed. The ferry firm sold two boats. It said costs had risen.", "The ferry firm"),
        ("The union said talks had failed. The storm passed at noon. It said members were tired.", "The union"),
        (
            "The lender, Banco do Vale, said it was well. It added that branches would open.",
            "The lender, Banco do Vale",
        ),
    ],
)
def test_it_is_the_body_just_named(text: str, body: str) -> None:
    """“It” goes back to the body that the sentence before is about, and has its kind."""
    voice, back = voices(text)[-1]
    assert back == body
    assert voice.kind is BODY


@pytest.mark.parametrize("text", ["Feed the Valley said bread was short.", "Aid for Drell says bread is short."])
def test_names_around_small_words(text: str) -> None:
    """“Feed the Valley” is a name, also where its first word is a verb with the capital of the sentence."""
    voice, _ = voices(text)[0]
    assert voice.text == text[: text.index(" sa")]
    assert voice.kind is BODY


@pytest.mark.parametrize("who", ["Three colleagues", "Two riggers", "Several teammates", "12 beachcombers"])
def test_people_who_are_counted_have_no_name(who: str) -> None:
    """A number and a common noun make a group, whatever a reader takes it for."""
    voice, _ = voices(f"{who} told me he never came back.")[0]
    assert voice.kind is VoiceKind.UNNAMED_GROUP


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Lumo said the ice was thin. Lumo, which runs the rink, closed it.", BODY),
        ("Oxpar said the drug was safe. Later Oxpar, the regulator, tested it.", BODY),
        ("Velt says the wall is sound. The insurer, Velt, paid for it.", BODY),
        ("Ostwick said the tank was full. Ostwick says it's aware of the smell.", BODY),
        ("Narrin said the ice was thin. Narrin, who runs the rink, closed it.", PERSON),
        ("Zorvik told us the crane was old. Zorvik, a rigger from Tarn, left in May.", PERSON),
    ],
)
def test_a_clearer_mention_counts_backwards(text: str, kind: VoiceKind) -> None:
    """What a later mention tells of a name holds for the first one too."""
    voice, _ = voices(text)[0]
    assert voice.kind is kind
