"""The report as one self-contained page: nothing is fetched, nothing from the document can run."""

from __future__ import annotations

from markupsafe import Markup

from firsthand.model import Report
from firsthand.show.assets import asset, environment, language_tag, policy
from firsthand.show.credited import credit_words
from firsthand.show.digest import counts, origin_words, verdict
from firsthand.show.marked import paragraphs_of, said_by, shares_of, stops_of
from firsthand.show.plain import one_line
from firsthand.show.words import shorten

__all__ = ["html_page"]

MARKED_MACROS = "desk/templates/_marked.html.j2"
MARKED_STYLE, MARKED_SCRIPT = "desk/static/marked.css", "desk/static/marked.js"


def html_page(report: Report, *, explain: bool = False) -> str:
    """One HTML document with its style and script inside, and a policy that forbids everything else."""
    style, script = asset("colours.css") + asset(MARKED_STYLE) + asset("page.css"), asset(MARKED_SCRIPT)
    document = report.document
    return (
        environment(page="page.html.j2", marked=MARKED_MACROS)
        .get_template("page")
        .render(
            policy=policy(style, script),
            style=Markup(style),  # noqa: S704 (our own file)
            script=Markup(script),  # noqa: S704
            language=language_tag(document.language),
            title=one_line(document.title.of(document.text)),
            verdict=verdict(report),
            counts=counts(report),
            credited=credit_words(report),
            about=origin_words(document),
            shares=shares_of(report),
            warnings=stops_of(report),
            paragraphs=paragraphs_of(report, explain=explain),
            has_title=bool(document.title),
            groups=said_by(report),
            skips=[one_line(f"{skip.stage}: {shorten(skip.record, 80)}: {skip.reason}") for skip in report.skips],
            version=one_line(report.version),
        )
    )
