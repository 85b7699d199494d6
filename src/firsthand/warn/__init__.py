"""What a careful reader would stop at: one rule per kind of warning, in one visible order.

`warn` looks at the statements and frames of one report only, after they are resolved. Every rule
is a function named as its kind; its docstring is its documentation for users.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from firsthand.model import Document, Resolution, SourcingWarning
from firsthand.warn.drift import modality_hardens, scope_grows
from firsthand.warn.evidence import evidence_not_linked
from firsthand.warn.headline import (
    headline_contradicts_body,
    headline_hardens,
    headline_place_differs,
    headline_quantity_differs,
)
from firsthand.warn.parties import party_has_not_answered
from firsthand.warn.view import ReportView
from firsthand.warn.voices import (
    figure_on_unnamed_source,
    no_named_person,
    single_origin,
    unnamed_chorus,
)
from firsthand.warn.wording import loaded_wording

__all__ = ["RULES", "Rule", "find_warnings"]

Rule = Callable[[ReportView], Iterable[SourcingWarning]]

RULES: tuple[Rule, ...] = (
    headline_place_differs,
    headline_quantity_differs,
    headline_hardens,
    headline_contradicts_body,
    scope_grows,
    modality_hardens,
    single_origin,
    figure_on_unnamed_source,
    no_named_person,
    unnamed_chorus,
    evidence_not_linked,
    party_has_not_answered,
    loaded_wording,
)
"""The rules in the order in which their warnings are shown: the most surprising first."""


def find_warnings(document: Document, resolution: Resolution) -> tuple[SourcingWarning, ...]:
    """Every warning about one report, in the order of `RULES`, then of the text."""
    view = ReportView(document, resolution)
    return tuple(warning for rule in RULES for warning in rule(view))
