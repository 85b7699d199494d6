"""Where a clause of the outlet's, or what a voice says, begins and ends."""

import pytest

from firsthand.model import Attribution, Span, VoiceKind
from firsthand.read import document_of_text, find_statements, shipped_reader


def outlets(text: str) -> list[str]:
    """The outlet's own statements, their parts joined by “…”."""
    document = document_of_text(text, title="", language="en")
    statements, _ = find_statements(document, {"en": shipped_reader()})
    own = [(s.content, *s.continued) for s in statements if s.voice.kind is VoiceKind.OUTLET]
    return [" … ".join(part.of(document.text) for part in parts) for parts in own]


@pytest.mark.parametrize(
    ("text", "clause"),
    [
        (
            "Ticket sales stopped at noon on Friday after the organisers announced that the pier was unsafe.",
            "Ticket sales stopped at noon on Friday",
        ),
        (
            "The clinic has been shut since March because inspectors said the roof leaked.",
            "The clinic has been shut since March",
        ),
        ("I've watched the tape twice and I believe it was filmed in winter.", "I've watched the tape twice"),
        ("We drove there on Sunday but the guard said the gate was locked.", "We drove there on Sunday"),
        ("The letter is short and it states that rent is due in June.", "The letter is short"),
        (
            "Two boats sank off the cape with what the harbour master called a reckless crew on board.",
            "Two boats sank off the cape",
        ),
        ("The strike goes on", "The strike goes on"),
        ("Talks break down as the ferry crews walk out", "Talks break down as the ferry crews walk out"),
    ],
)
def test_a_clause_ends_with_its_own_words(text: str, clause: str) -> None:
    """A word that leads over to what somebody says belongs to neither; a particle belongs to its verb."""
    assert outlets(text) == [clause]


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("It was only hours before Nadia Ferrow admitted that she had sold the ring.", []),
        ("If the rope holds, the crew said, the boat is safe.", []),
        ("If the tape is real, the dean lied.", ["If the tape is real, the dean lied"]),
        ("Whether it will hold is unclear, and a builder says it looks weak.", ["Whether it will hold is unclear"]),
    ],
)
def test_a_condition_alone_states_nothing(text: str, clauses: list[str]) -> None:
    """What would have to be so, or how long it took, is no statement without its main clause."""
    assert outlets(text) == clauses


def test_a_condition_goes_with_its_main_clause() -> None:
    """What somebody says between a condition and what hangs on it does not part them."""
    text = "If the seal is real, and a dealer says it looks real, somebody fooled the court."
    said = Attribution(Span(25, 33), Span(34, 38), (Span(39, 52),), "voice_then_content", 0.9)
    statements, _ = find_statements(document_of_text(text, title="", language="en"), {"en": lambda _: (said,)})
    own = [(s.content, *s.continued) for s in statements if s.voice.kind is VoiceKind.OUTLET]
    assert [[part.of(text) for part in parts] for parts in own] == [
        ["If the seal is real", "somebody fooled the court"]
    ]


@pytest.mark.parametrize(
    ("text", "end", "content"),
    [
        ("Lind said the pier was shut and the fair went on.", "and", "the pier was shut"),
        ("Lind said the pier was shut after the storm broke it.", "after", "the pier was shut"),
        ("Lind said the pier was shut because nobody came.", "because", "the pier was shut"),
        ("Lind said she knew what to look for.", "for", "she knew what to look for"),
        ("Lind said the show would go on.", "on", "the show would go on"),
    ],
)
def test_a_content_ends_before_a_joint(text: str, end: str, content: str) -> None:
    """A content that a reader cuts behind a conjunction or preposition loses it, where the sentence goes on."""
    said = Span(text.index("said ") + 5, text.index(f" {end}") + 1 + len(end))
    cut = Attribution(Span(0, 4), Span(5, 9), (said,), "trained_reader", 0.9)
    statements, _ = find_statements(document_of_text(text, title="", language="en"), {"en": lambda _: (cut,)})
    assert statements[0].content.of(text) == content
