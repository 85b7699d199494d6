"""Whom a report credits stands in every view of it, in the same neutral words."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest

from firsthand.model import Report
from firsthand.pipeline import check
from firsthand.show.credited import credit_words
from firsthand.show.html_page import html_page
from firsthand.show.json_report import json_report
from firsthand.show.markdown import markdown_report
from firsthand.show.terminal import print_report

TEXT = (
    "Ferry runs aground\n\nIZMIR, Jan 3 (Reuters) - A ferry ran aground on Friday, the coastguard said. The captain "
    "has been detained, TASS reported.\n\nPhoto: AFP"
)
SAID = "It credits Reuters with the text or a part of it, and passes on what TASS reported."


@pytest.fixture(scope="module")
def report() -> Report:
    return check(TEXT, language="en")


def test_what_is_credited_is_said_in_one_sentence(report: Report) -> None:
    """Text and passing on are told apart; the agency of a photograph is not credited with words."""
    assert credit_words(report) == SAID
    assert credit_words(check("A ferry ran aground, the coastguard said.", language="en")) == ""


def test_every_view_has_the_sentence(report: Report) -> None:
    """Terminal, Markdown and page say the same."""
    out = io.StringIO()
    print_report(report, width=200, file=out)
    assert SAID in " ".join(out.getvalue().split())
    assert SAID in markdown_report(report)
    assert SAID in html_page(report)


def test_the_json_has_each_credit_with_its_place(report: Report) -> None:
    """Characters, id, name, form, and the rule that found it."""
    told = json_report(report)["credits"]
    assert isinstance(told, list)
    assert [(one["text"], one["source"], one["name"], one["form"]) for one in told] == [
        ("Reuters", "reuters", "Reuters", "dateline"),
        ("TASS", "tass", "TASS", "report"),
    ]
    assert all(TEXT[one["start"] : one["end"]] == one["text"] and one["reason"]["rule"] for one in told)


def test_an_agency_on_its_own_pages_is_no_reprint(report: Report) -> None:
    """A dateline at the agency's own address says nothing new; whoever else is credited stays."""
    own = replace(report, document=replace(report.document, address="https://www.reuters.com/world/ferry"))
    assert credit_words(own) == "It passes on what TASS reported."
