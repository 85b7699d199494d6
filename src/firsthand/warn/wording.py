"""Rules about the outlet's own words."""

from __future__ import annotations

from firsthand.model import SourcingWarning, Span
from firsthand.text import fold
from firsthand.warn.view import ReportView, near, quote

__all__ = ["loaded_wording"]


_SEVERAL = 2  # mild words count only where different ones meet


def loaded_wording(view: ReportView) -> list[SourcingWarning]:
    """The outlet itself, outside any quotation, judges or inflames.

    The words are a list that can be edited. What a voice of the report says, quoted or not, is left alone.
    """
    hits = [hit for hit in view.words.loaded.find(view.text) if _judges(view, hit)]
    mild = [hit for hit in view.words.loaded_mild.find(view.text) if _judges(view, hit)]
    if not hits and len({fold(hit.of(view.text))[:5] for hit in mild}) < _SEVERAL:
        return []
    hits = sorted([*hits, *mild])
    some = ", ".join(dict.fromkeys(quote(view.text, hit) for hit in hits[:4]))
    reason = f"The outlet judges in its own voice: {some}."
    return [SourcingWarning("loaded_wording", reason, tuple(hits))]


def _judges(view: ReportView, hit: Span) -> bool:
    if not view.own_words(hit):
        return False
    around = near(view.text, hit, 25, 30)
    return not view.words.loaded_but.has(around)
