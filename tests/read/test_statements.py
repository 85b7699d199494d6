"""From attributions to statements: chains, trimming, the outlet's own word, and another finder of spans."""

from __future__ import annotations

import pytest

from firsthand.model import Attribution, Document, Mode, Span, Statement, VoiceKind
from firsthand.read import document_of_text, find_statements


def read(text: str) -> tuple[Document, list[Statement]]:
    """A document without a title, and its statements."""
    document = document_of_text(text, title="", language="en")
    return document, list(find_statements(document)[0])


def contents(text: str) -> list[str]:
    document, statements = read(text)
    return [" … ".join(part.of(document.text) for part in s.contents) for s in statements]


def test_chain_runs_inwards() -> None:
    """“The agency quoted the minister as saying”: the report, the agency, the minister, in this order."""
    _, (only,) = read("The Kestrel agency quoted the interior minister as saying the border would reopen.")
    assert [voice.text for voice in only.chain[1:]] == ["The Kestrel agency", "the interior minister"]
    assert only.chain[0].kind is VoiceKind.OUTLET


def test_cited_voice_stands_innermost() -> None:
    """“Citing two officers” puts the officers behind the ministry, in the same sentence or the next."""
    _, (same,) = read("The ministry said the bridge was gone, citing two officers at the front.")
    _, (first, *_) = read("The ministry said the bridge was gone. The statement, which cites two officers, is short.")
    assert same.voice.text.startswith("two officers")
    assert first.voice.text == "two officers"


def test_a_cited_voice_that_opens_a_sentence_belongs_to_what_follows() -> None:
    """“Citing police, the paper reported …” takes nothing from the mayor who was heard before."""
    _, (mayor, paper) = read(
        "The mayor said two people died. Citing police, the Herald reported that a man was missing."
    )
    assert [voice.text for voice in mayor.chain[1:]] == ["The mayor"]
    assert [voice.text for voice in paper.chain[1:]] == ["the Herald", "police"]


def test_what_another_paragraph_cites_stays_there() -> None:
    """“Citing two officials” at the top of a paragraph adds nobody to what analysts said in the one before."""
    _, statements = read("Prices will rise, analysts said.\n\nCiting two officials, the Herald was silent on the rest.")
    assert [voice.text for voice in statements[0].chain[1:]] == ["analysts"]


def test_a_denial_of_it_is_a_statement() -> None:
    """“Alves denied it” says whether something is so, though not what; “rejected him” says nothing of the kind."""
    _, statements = read("The mayor was arrested. Alves denied it. She rejected him.")
    assert [s.mode for s in statements if len(s.chain) > 1] == [Mode.DENIED]


def test_outlet_speaks_in_clauses_of_its_own() -> None:
    """What nobody is made to say is the report's own statement, clause by clause."""
    assert contents("The road is closed, but the bridge could reopen in May.") == [
        "The road is closed",
        "the bridge could reopen in May",
    ]


def test_clause_that_an_attribution_interrupts_stays_one() -> None:
    """A subject and its verb on both sides of an aside are one statement in two parts."""
    found = contents("The statement, which cites unnamed ‘units’, has been shared by many channels in the city.")
    assert "The statement … has been shared by many channels in the city" in found


def test_content_without_that_and_stop() -> None:
    """The word “that” and the final full stop belong to the sentence, not to what is said."""
    assert contents("The mayor said that the school had burned down.") == ["the school had burned down"]


def test_judging_cue_keeps_the_quotation() -> None:
    """Of “described the raid as ‘a disgrace’” the quotation is what was said."""
    assert contents("The bishop described the raid as ‘a disgrace’ for the town, adding nothing.")[0] == (
        "‘a disgrace’ for the town"
    )


def test_absolute_clause_is_a_statement_of_its_own() -> None:
    """“…, many seeking shelter” is told by the same voice, but is another thing."""
    _, statements = read("According to a relief group, 300 people left, many seeking shelter in schools.")
    assert len(statements) == 2
    assert {s.voice.text for s in statements} == {"a relief group"}


def test_silence_is_the_outlets_word() -> None:
    """Nobody is made to say what they declined to say."""
    _, (only,) = read("The ministry did not say how many soldiers were missing.")
    assert only.voice.kind is VoiceKind.OUTLET
    assert only.mode is Mode.ASSERTED


def test_condition_belongs_to_the_voice() -> None:
    """Why a voice has no name is kept with the voice, and is no statement."""
    document, (only,) = read("A nurse, who asked not to be named, said the ward had no oxygen.")
    assert only.voice.condition is not None
    assert only.voice.condition.of(document.text) == "asked not to be named"


def test_medium() -> None:
    """The channel a voice speaks through is kept apart from the voice."""
    document, (only,) = read("The ministry said on its Telegram channel that the bridge was gone.")
    assert only.medium is not None
    assert only.medium.of(document.text) == "Telegram channel"
    assert only.voice.text == "The ministry"


def test_another_finder_of_spans_changes_nothing_else() -> None:
    """A trained reader gives sources, cues and contents; voices, modes and the outlet's word follow as before."""
    text = "Lena Fischer reckons the dam may fail. It rained all night."
    document = document_of_text(text, title="", language="en")

    def finder(_: Document) -> tuple[Attribution, ...]:
        return (Attribution(Span(0, 12), Span(13, 20), (Span(21, 37),), "trained", 0.93),)

    said, rained = find_statements(document, {"en": finder})[0]
    assert said.voice.kind is VoiceKind.NAMED_PERSON
    assert said.mode is Mode.HEDGED
    assert said.reasons[0].rule == "trained"
    assert rained.voice.kind is VoiceKind.OUTLET


@pytest.mark.parametrize(
    ("language", "text", "voice"),
    [
        ("en", "Reports that the port of Sulina had closed are false, the harbour office said.", "the harbour office"),
        ("ru", "Сообщения о взятии посёлка не соответствуют действительности.", ""),
        ("ru", "Сообщения о взятии посёлка не соответствуют действительности, заявил Штаб обороны.", "Штаб обороны"),
        ("uk", "Доповідь про захоплення селища не відповідає дійсності.", ""),
        ("uk", "Повідомлення про захоплення селища не відповідають дійсності, заявив Штаб оборони.", "Штаб оборони"),
    ],
)
def test_who_calls_a_report_untrue_denies_it(language: str, text: str, voice: str) -> None:
    """Also an outlet or a channel that says so itself: taken for its claim, it would admit what it denies."""
    document = document_of_text(text, title="", language=language)
    statements, _ = find_statements(document)
    assert [each.mode for each in statements] == [Mode.DENIED]
    assert statements[0].voice.text == voice or statements[0].voice.kind is VoiceKind.OUTLET
    assert (statements[0].voice.kind is VoiceKind.OUTLET) == (voice == "")
