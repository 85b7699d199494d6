"""What every view says in words."""

from dataclasses import replace
from datetime import date

import pytest

from firsthand.model import (
    Actor,
    Bound,
    Document,
    Frame,
    Interval,
    Mode,
    Quantity,
    Report,
    SourcingWarning,
    Span,
    Statement,
    Voice,
    VoiceKind,
)
from firsthand.show.digest import headline, origin_words, quoted_spans, terms, verdict
from firsthand.show.rulebook import Rule, rules
from firsthand.show.voices import distinct_voices, voice_groups
from firsthand.show.words import frame_words, medium_words, number_words, shorten, time_words


def test_headline_counts_voices_once_and_names_the_worst(war_report: Report) -> None:
    """The consultant speaks twice, once by a short form, and is one voice without a name."""
    assert headline(war_report) == (
        "The lead claim goes back to one voice; 3 more things to stop at. "
        "10 statements, 5 voices without a name, 1 named organisation, no named person."
    )


@pytest.mark.parametrize("rule", [rule for rule in rules() if rule.room == "warn"], ids=lambda rule: rule.name)
def test_a_single_warning_is_named(war_report: Report, rule: Rule) -> None:
    """Of every kind the first sentence says what is wrong, not that there is one thing."""
    said = verdict(replace(war_report, warnings=(SourcingWarning(rule.name, "", ()),)))
    assert "to stop at" not in said
    assert rule.name.replace("_", " ") not in said.lower()


def test_headline_of_a_well_sourced_report_says_so(war_report: Report) -> None:
    """Without warnings the sentence does not invent one."""
    assert headline(replace(war_report, warnings=())).startswith("Nothing in the sourcing to stop at.")


def test_voices_that_only_the_headline_names_are_not_counted(war_report: Report) -> None:
    """The first sentence must not contradict the warnings, which look at the body."""
    memo = Voice(VoiceKind.NAMED_PERSON, "Secret Memo", Span(59, 70))
    title = Statement(Span(11, 57), (war_report.statements[0].chain[0], memo), Mode.ASSERTED, Span(0, 78))
    said = headline(replace(war_report, statements=(title, *war_report.statements)))
    assert said.endswith("11 statements, 5 voices without a name, 1 named organisation, no named person.")


def test_headline_of_a_text_without_statements(war_report: Report) -> None:
    """Nothing found is said, not shown as zeros."""
    assert headline(replace(war_report, statements=())) == "No statement was found in this text."


def test_headline_of_a_report_that_quotes_nobody(war_report: Report) -> None:
    """The report's own word only is no "voices without a name"."""
    own = tuple(s for s in war_report.statements if s.voice.kind is VoiceKind.OUTLET)
    said = headline(replace(war_report, statements=own, warnings=()))
    assert said == "Nothing in the sourcing to stop at. 3 statements, all in the report’s own voice."


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
    frame = Frame("displacement", quantity=quantity, time=Interval(Span(5, 8), date(2024, 3, 1), date(2024, 3, 31)))
    assert frame_words(frame) == "displacement: at least 1,200 people, March 2024"
    between = replace(quantity, value=None, low=12, high=15, bound=Bound.RANGE)
    assert frame_words(replace(frame, quantity=between, time=None)) == "displacement: 12 to 15 people"


def test_a_figure_without_an_event_is_shown_alone() -> None:
    """That no event was recognised is in the JSON; on a page it only gets in the way."""
    quantity = Quantity(Span(0, 4), 12, 12, 12, "boats", Bound.EXACT)
    assert frame_words(Frame("unspecified", quantity=quantity)) == "12 boats"
    assert frame_words(Frame("unspecified")) == ""


def test_figures_are_rounded_and_spaced_out() -> None:
    """Neither the dust of binary fractions nor powers of ten reach a reader."""
    shown = [number_words(n) for n in (4099999.9999999995, 12e9, 9.12, 0.5, 22)]
    assert shown == ["4,100,000", "12,000,000,000", "9.12", "0.5", "22"]


def test_times_are_written_out() -> None:
    """Nobody has to know EDTF to read a date."""
    at, first, last = Span(0, 1), date(2026, 1, 1), date(2026, 12, 31)
    shown = [
        time_words(Interval(at, None, last, "../2026-12-31")),
        time_words(Interval(at, first, None, "2026-01-01/..")),
        time_words(Interval(at, first, last, "2026")),
        time_words(Interval(at, first, last, "2026~")),
        time_words(Interval(at, first, first)),
        time_words(Interval(at, first, date(2026, 1, 9))),
        time_words(Interval(at, date(2026, 3, 1), date(2026, 5, 31), "2026-21")),
        time_words(Interval(at)),
    ]
    assert shown == [
        "until 31 December 2026",
        "since 1 January 2026",
        "2026",
        "about 2026",
        "1 January 2026",
        "1 January 2026 to 9 January 2026",
        "spring 2026",
        "",
    ]


def test_who_did_it_to_whom_is_said_in_words() -> None:
    """An unknown doer is called unknown, and a code stands beside the words of the report only."""
    by, to = Actor(Span(0, 1), "the coastguard", "LT"), Actor(Span(1, 2), "workers")
    assert frame_words(Frame("layoffs", target=to)) == "layoffs: workers (by whom is not said)"
    assert frame_words(Frame("rescue", by, to)) == "rescue: the coastguard (LT), affecting workers"


@pytest.mark.parametrize(
    ("medium", "words"),
    [
        ("phone", "by phone"),
        ("Facebook", "on Facebook"),
        ("Telegram channel", "on a Telegram channel"),
        ("bulletin", "in a bulletin"),
        ("affidavit", "in an affidavit"),
        ("carrier pigeon", "by way of “carrier pigeon”"),
    ],
)
def test_media_are_led_in(medium: str, words: str) -> None:
    """“By phone”, not “through “phone””; an unknown one keeps its quotation marks."""
    assert medium_words(medium, Span(0, len(medium))) == words


def test_a_condition_is_shown_whole(war_report: Report) -> None:
    """What a voice asked for is not cut short: it may be its half that matters."""
    text = (
        "said a teacher who asked to be identified only as Adam, for fear of what the militia would do to his brothers"
    )
    condition = Span(text.index("asked"), len(text))
    voice = Voice(VoiceKind.UNNAMED_PERSON, "a teacher", Span(5, 14), condition=condition)
    statement = replace(war_report.statements[0], chain=(voice,), medium=None, hedge=None, evidence=None)
    assert terms(text, statement) == [f"on terms: “{text[condition.start :]}”"]


def report_of(*voices: tuple[VoiceKind, str]) -> Report:
    """One statement for each voice."""
    text = "\n".join(words for _, words in voices)
    statements = []
    for kind, words in voices:
        span = Span(text.index(words), text.index(words) + len(words))
        statements.append(Statement(span, (Voice(kind, words, span),), Mode.ASSERTED, span))
    return Report(Document(text, Span(0, 0), "en"), tuple(statements), (), ())


PERSON, BODY = VoiceKind.NAMED_PERSON, VoiceKind.NAMED_ORGANISATION


def test_short_names_and_initials_join_the_full_ones() -> None:
    """One person or body is one group, whichever way it is called, and counted once."""
    report = report_of(
        (BODY, "UN"),
        (PERSON, "Peter Haan"),
        (BODY, "The United Nations"),
        (PERSON, "FNV negotiator Peter Haan"),
        (PERSON, "Mr Haan"),
    )
    assert [(group.name, len(group.statements)) for group in voice_groups(report)] == [
        ("The United Nations", 2),
        ("FNV negotiator Peter Haan", 3),
    ]
    assert len(distinct_voices(report)) == 2


def test_a_short_name_that_fits_two_persons_joins_neither() -> None:
    """Brother and sister are not melted into one, and nobody guesses which of them “Orlov” is."""
    report = report_of((PERSON, "Vera Orlov"), (PERSON, "Ivan Orlov"), (PERSON, "Orlov said later"))
    assert len(voice_groups(report)) == 3


def test_long_words_give_way_in_the_middle() -> None:
    """Both ends of a long quotation stay, within the limit."""
    cut = shorten("one two three four five six seven", 20)
    assert len(cut) <= 20
    assert cut.startswith("one")
    assert cut.endswith("seven")
    assert quoted_spans("a\n\nb", [Span(0, 4), Span(1, 2)]) == ["a b"]
