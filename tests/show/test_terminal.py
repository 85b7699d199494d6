"""The report on a terminal, and in a pipe."""

import io
import re
from dataclasses import replace

import pytest
from rich.cells import cell_len

from firsthand.model import Report, SourcingWarning, Span
from firsthand.show.terminal import print_report


def printed(report: Report, width: int = 80, *, explain: bool = False) -> str:
    page = io.StringIO()
    print_report(report, width=width, explain=explain, file=page)
    return page.getvalue()


@pytest.mark.parametrize("width", [30, 40, 80, 200])
@pytest.mark.parametrize("explain", [False, True])
def test_no_line_is_wider_than_the_terminal(
    war_report: Report, hostile_report: Report, width: int, explain: bool
) -> None:
    """Nothing is cut off or broken by the terminal itself, on the narrowest and the widest."""
    for report in (war_report, hostile_report):
        lines = printed(report, width, explain=explain).splitlines()
        assert max(cell_len(line) for line in lines) <= min(width, 100)
        assert not [line for line in lines if line != line.rstrip()]


def test_the_surprising_thing_comes_first(war_report: Report) -> None:
    """The sentence, then warnings with the words they rest on, then statements by voice."""
    page = printed(war_report)
    marks = [
        "The lead claim goes back to one voice; 3 more things to stop at.",
        "10 statements, 5 voices without a name",
        "What to stop at",
        "Headline place differs (headline_place_differs)",
        "→ in Kramatorsk",
        "Who says what",
        "Unnamed ‘assault units’, group without a name",
        "the recapture of 14 streets in Bakhmut\n    asserted · ",
        "A security consultant in Warsaw, person without a name",
        "opinion · quoted · on terms: “who asked not to be named”",
        "The report, in its own voice",
    ]
    places = [page.find(mark) for mark in marks]
    assert -1 not in places, marks[places.index(-1)]
    assert places == sorted(places)


def test_chain_is_shown_where_somebody_stands_between(war_report: Report) -> None:
    """Hearsay at depth 3 names everybody it passed through."""
    flat = " ".join(printed(war_report).split())
    assert (
        "depth 3 · the report, on the word of Ukraine’s General Staff, which has it from unnamed ‘assault units’"
        in flat
    )


def test_explain_adds_the_rules_and_the_places(war_report: Report) -> None:
    """Which rule fired where is shown when asked for, and only then."""
    assert "attributed_clause" not in printed(war_report)
    page = printed(war_report, explain=True)
    assert "· attributed_clause: cue before content at 119–157" in page
    assert "· capture_noun: recapture" in page
    assert "· Artyomovsk: Bakhmut (713174, UA), former name from 1924 until 2016 · point, 3 km" in " ".join(
        page.split()
    )
    assert "9.50 Bakhmut (713174, 05, UA): exact +1.0" in page
    assert "· Kramatorsk: not decided among 2" in page


def test_what_was_dropped_is_told(war_report: Report) -> None:
    """Skips are never silent."""
    assert "resolve: Dnieper: a river" in printed(war_report)


def test_no_codes_and_no_boxes_without_a_terminal(war_report: Report) -> None:
    """Piped output is plain text."""
    page = printed(war_report, explain=True)
    assert "\x1b" not in page
    assert not re.search("[\u2500-\u259f]", page)


@pytest.mark.parametrize("width", [40, 80])
def test_escapes_from_the_document_do_nothing(hostile_report: Report, width: int) -> None:
    """Neither terminal escapes nor markup of the printing library survive."""
    page = printed(hostile_report, width, explain=True)
    assert not {c for c in page if (ord(c) < 32 or 127 <= ord(c) < 160) and c != "\n"}
    assert not {"\u202e", "\u2028"} & set(page)
    assert "[bold]markup[/bold]" in page


def test_many_spans_of_a_warning_are_counted_not_listed(war_report: Report) -> None:
    """A warning on forty spans does not bury the rest."""
    many = SourcingWarning("loaded_wording", "Strong words.", tuple(Span(i, i + 9) for i in range(40)))
    page = printed(replace(war_report, warnings=(many,)))
    assert "→ and 34 more" in page
