"""What every view says in words."""

from dataclasses import replace
from datetime import date

from firsthand.model import (
    Bound,
    Document,
    Frame,
    Interval,
    Mode,
    Quantity,
    Report,
    Span,
    Statement,
    Voice,
    VoiceKind,
)
from firsthand.show.digest import frame_words, headline, origin_words, quoted_spans, shorten, voice_groups


def test_headline_counts_voices_once_and_names_the_worst(war_report: Report) -> None:
    """The consultant speaks twice, once by a short form, and is one voice without a name."""
    assert headline(war_report) == (
        "10 statements, 5 voices without a name, 1 named organisation, no named person; "
        "the lead claim goes back to one voice."
    )


def test_headline_of_a_well_sourced_report_says_so(war_report: Report) -> None:
    """Without warnings the sentence does not invent one."""
    assert headline(replace(war_report, warnings=())).endswith("; nothing in the sourcing to stop at.")


def test_voices_that_only_the_headline_names_are_not_counted(war_report: Report) -> None:
    """The first sentence must not contradict the warnings, which look at the body."""
    memo = Voice(VoiceKind.NAMED_PERSON, "Secret Memo", Span(59, 70))
    title = Statement(Span(11, 57), (war_report.statements[0].chain[0], memo), Mode.ASSERTED, Span(0, 78))
    said = headline(replace(war_report, statements=(title, *war_report.statements)))
    assert said.startswith("11 statements, 5 voices without a name, 1 named organisation, no named person;")


def test_headline_of_a_text_without_statements(war_report: Report) -> None:
    """Nothing found is said, not shown as zeros."""
    assert headline(replace(war_report, statements=())) == "No statement was found in this text."


def test_headline_of_a_report_that_quotes_nobody(war_report: Report) -> None:
    """The report's own word only is no "voices without a name"."""
    own = tuple(s for s in war_report.statements if s.voice.kind is VoiceKind.OUTLET)
    said = headline(replace(war_report, statements=own, warnings=()))
    assert said == "3 statements, all in the report’s own voice; nothing in the sourcing to stop at."


def test_groups_hold_every_statement_once_with_the_outlet_last(war_report: Report) -> None:
    """No statement is lost or shown twice by the grouping."""
    groups = voice_groups(war_report)
    numbers = sorted(number for group in groups for number, _ in group.statements)
    assert numbers == list(range(1, 11))
    assert groups[-1].voice.kind is VoiceKind.OUTLET
    consultant = next(group for group in groups if group.name == "A security consultant in Warsaw")
    assert [number for number, _ in consultant.statements] == [4, 5]


def test_a_voice_without_words_is_not_taken_for_the_outlet() -> None:
    """Somebody who is not written out is still somebody else than the report."""
    text = "Said it."
    span = Span(0, 8)
    outlet = Voice(VoiceKind.OUTLET, "")
    nobody = Voice(VoiceKind.UNNAMED_PERSON, "")
    report = Report(
        Document(text, Span(0, 0), "en"),
        (
            Statement(span, (outlet,), Mode.ASSERTED, span),
            Statement(span, (outlet, nobody), Mode.ASSERTED, span),
        ),
        (),
        (),
    )
    assert [group.name for group in voice_groups(report)] == ["Somebody", "The report, in its own voice"]


def test_a_local_folder_is_not_told() -> None:
    """A page that is passed on names the file, not where it lies on somebody's disk."""
    document = Document("", Span(0, 0), "en", author="A. Writer", address="/home/somebody/secret/report.txt")
    assert origin_words(document) == ["A. Writer", "report.txt"]
    page = Document("", Span(0, 0), "en", published=date(2024, 3, 7), address="https://example.org/a/b")
    assert origin_words(page) == ["2024-03-07", "https://example.org/a/b"]
    assert origin_words(Document("", Span(0, 0), "en", address="-")) == []


def test_frame_words_keep_the_bound_of_a_figure() -> None:
    """“Over 1,200” must not be shown as 1,200."""
    quantity = Quantity(Span(0, 4), 1200, 1200, None, "people", Bound.AT_LEAST)
    frame = Frame("displacement", quantity=quantity, time=Interval(Span(5, 8), edtf="2024-03"))
    assert frame_words(frame) == "displacement: at least 1,200 people, 2024-03"
    between = replace(quantity, value=None, low=12, high=15, bound=Bound.RANGE)
    assert frame_words(replace(frame, quantity=between, time=None)) == "displacement: 12 to 15 people"


def test_a_figure_without_an_event_is_shown_alone() -> None:
    """That no event was recognised is in the JSON; on a page it only gets in the way."""
    quantity = Quantity(Span(0, 4), 12, 12, 12, "boats", Bound.EXACT)
    assert frame_words(Frame("unspecified", quantity=quantity)) == "12 boats"
    assert frame_words(Frame("unspecified")) == ""


def test_long_words_give_way_in_the_middle() -> None:
    """Both ends of a long quotation stay, within the limit."""
    cut = shorten("one two three four five six seven", 20)
    assert len(cut) <= 20
    assert cut.startswith("one")
    assert cut.endswith("seven")
    assert quoted_spans("a\n\nb", [Span(0, 4), Span(1, 2)]) == ["a b"]
