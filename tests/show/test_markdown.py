"""Markdown that can be pasted without the report taking part in the formatting."""

from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from firsthand.model import Report
from firsthand.show.markdown import escaped, markdown_report
from firsthand.show.plain import one_line

PARSER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


@given(st.text("ab1 .-+=*_`[]()<>#|~!&;:\\/@$\n\t'\"") | st.text())
@example("12. August")
@example("10) x")
def test_escaped_text_reads_as_itself(text: str) -> None:
    """Whatever the report holds, a Markdown reader shows exactly these words, as one plain paragraph."""
    words = one_line(text)
    parsed = PARSER.parse(escaped(text))
    if not words:
        return
    assert [token.type for token in parsed] == ["paragraph_open", "inline", "paragraph_close"]
    inner = parsed[1].children or []
    assert {token.type for token in inner} <= {"text", "text_special"}
    assert "".join(token.content for token in inner) == words


def test_hostile_report_forms_no_markup(hostile_report: Report) -> None:
    """No HTML, link, image or code comes out of the report's own words."""
    tokens = PARSER.parse(markdown_report(hostile_report))
    inner = [child for token in tokens for child in token.children or []]
    assert not [t for t in tokens if t.type in ("html_block", "fence", "code_block", "table_open")]
    assert {t.type for t in inner} <= {
        "text",
        "text_special",
        "strong_open",
        "strong_close",
        "em_open",
        "em_close",
    }


def test_headline_warnings_and_statements_are_there(war_report: Report) -> None:
    """The same things in the same order as on the terminal."""
    page = markdown_report(war_report)
    marks = (
        "# Exclusive: Ukrainian Army",
        "**The lead claim goes back to one voice; 3 more things to stop at.** 10 statements",
        "- **Scope grows** Fourteen streets",
        "  - “The liberation of Bakhmut”",
        "### A security consultant in Warsaw, person without a name",
        "- s4: ‘the beginning of the end’ *(opinion; quoted; on terms: “who asked not to be named”)*",
    )
    places = [page.find(mark) for mark in marks]
    assert -1 not in places, marks[places.index(-1)]
    assert places == sorted(places)


def test_explain_names_the_rules(war_report: Report) -> None:
    """Which rule fired is shown when asked for, and only then."""
    assert "`attributed_clause`" in markdown_report(war_report, explain=True)
    assert "attributed_clause" not in markdown_report(war_report)
