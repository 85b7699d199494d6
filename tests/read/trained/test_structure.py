"""What marks and sentences say of spans is put over what the network says."""

from firsthand.model import Attribution, Span
from firsthand.read.trained.structure import settled

TEXT = "“It was late.” Lind said. It rained. “Nobody came.”"
QUOTES = [Span(0, 14), Span(37, 51)]
SENTENCES = [Span(0, 25), Span(26, 36), Span(37, 51)]


def contents(*spans: Span) -> list[str]:
    """What is left of the contents of one attribution, as text."""
    given = Attribution(Span(15, 19), Span(20, 24), spans, "trained_reader")
    (found,) = settled(TEXT, [given], QUOTES, SENTENCES)
    return [span.of(TEXT) for span in found.contents]


def test_a_quotation_is_whole() -> None:
    """A content that lacks the marks of a quotation, or its last full stop, gets them back."""
    assert contents(Span(1, 12)) == ["“It was late.”"]
    assert contents(Span(0, 13)) == ["“It was late.”"]


def test_another_sentence_joins_only_as_a_quotation() -> None:
    """Plain words of the next sentence are not what was said; a quotation there goes on."""
    assert contents(Span(0, 14), Span(26, 35), Span(37, 51)) == ["“It was late.”", "“Nobody came.”"]


def test_a_part_is_told_once() -> None:
    """A part inside another part of the same content is dropped."""
    assert contents(Span(0, 14), Span(1, 7)) == ["“It was late.”"]


def test_plain_words_of_another_sentence_need_an_announcement() -> None:
    """Where every part stands in another sentence there is no attribution, but for one that a colon announces."""
    far = Attribution(Span(15, 19), Span(20, 24), (Span(26, 35),), "trained_reader")
    assert not list(settled(TEXT, [far], QUOTES, SENTENCES))
    text = "Lind wrote:\nIt rained"
    near = Attribution(Span(0, 4), Span(5, 10), (Span(12, 21),), "trained_reader")
    assert list(settled(text, [near], [], [Span(0, 11), Span(12, 21)])) == [near]


def test_a_mark_is_nobody() -> None:
    """A source or content of marks alone is none."""
    only_marks = Attribution(Span(0, 1), Span(20, 24), (Span(1, 12),), "trained_reader")
    (found,) = settled(TEXT, [only_marks], QUOTES, SENTENCES)
    assert found.source is None
    assert not list(
        settled(TEXT, [Attribution(None, Span(20, 24), (Span(24, 25),), "trained_reader")], QUOTES, SENTENCES)
    )


def test_who_speaks_inside_a_source_is_its_pronoun() -> None:
    """A cue inside its own source is that of a relative clause, whose pronoun speaks; others stay as they are."""
    text = "Lind, a judge who denied the charge, said so"
    whole, denied = Span(0, 35), Attribution(Span(0, 35), Span(18, 24), (Span(25, 35),), "trained_reader")
    said = Attribution(whole, Span(37, 41), (Span(42, 44),), "trained_reader")
    first, second = settled(text, [denied, said], [], [Span(0, len(text))])
    assert first.source is not None
    assert first.source.of(text) == "who"
    assert second.source == whole


def test_a_voice_of_another_sentence_is_none() -> None:
    """Nobody of the sentence before says what has its own cue and content here."""
    text = "Doctors met. The army blamed rebels."
    far = Attribution(Span(0, 7), Span(22, 28), (Span(29, 35),), "trained_reader")
    (found,) = settled(text, [far], [], [Span(0, 12), Span(13, 36)])
    assert found.source is None


def test_a_quotation_ends_with_its_sentence() -> None:
    """The plain sentence behind a quotation is no part of what was said, however far the network reaches."""
    text = "“It was late,” Lind said, “and it rained.” Nobody came."
    quotes, sentences = [Span(0, 14), Span(26, 42)], [Span(0, 42), Span(43, 55)]
    given = Attribution(Span(15, 19), Span(20, 24), (Span(0, 14), Span(26, 54)), "trained_reader")
    (found,) = settled(text, [given], quotes, sentences)
    assert [part.of(text) for part in found.contents] == ["“It was late,”", "“and it rained.”"]
