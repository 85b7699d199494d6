"""Whom a report credits, in words."""

from __future__ import annotations

from firsthand.collect.sources import built_in, source_of
from firsthand.model import About, CreditForm, Report
from firsthand.show.plain import one_line
from firsthand.show.speaking import gettext

__all__ = ["agency_name", "credit_words"]


def agency_name(source: str) -> str:
    """The name of the source with that id; the id itself where the table does not have it."""
    known = built_in().sources.get(source)
    return known.name if known else source


def credit_words(report: Report) -> str:
    """One sentence: which agencies the text is from, and whose reports it passes on. Empty where it credits none.

    What stands at an agency's own address is no reprint of it: it is left out.
    """
    own = source_of(About(), report.document.address or "", built_in())
    mine = own.id if own else None
    whole = [c.source for c in report.credits if c.form is not CreditForm.REPORT and c.source != mine]
    part = [c.source for c in report.credits if c.source not in (*whole, mine)]
    if whole and part:
        return gettext(
            "It credits %(whole)s with the text or a part of it, and passes on what %(part)s reported.",
            whole=_names(whole),
            part=_names(part),
        )
    if whole:
        return gettext("It credits %(whole)s with the text or a part of it.", whole=_names(whole))
    return gettext("It passes on what %(part)s reported.", part=_names(part)) if part else ""


def _names(sources: list[str]) -> str:
    names = [one_line(agency_name(source)) for source in dict.fromkeys(sources)]
    if len(names) == 1:
        return names[0]
    return gettext("%(names)s and %(last)s", names=", ".join(names[:-1]), last=names[-1])
