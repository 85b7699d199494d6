"""The figures on origins and drift count what they say they count."""

from __future__ import annotations

from bench.drifts import Planted, compared
from bench.origins import Counted, score

from firsthand.claims import Drift, Origins, Spot
from firsthand.kinds import DriftKind, ToldBy
from firsthand.model import Span


def test_a_range_holds_without_being_exact() -> None:
    """A range that is too wide holds, and costs in exactness and width."""
    wide = Counted("wide", Origins(1, 3, (), ToldBy.NOBODY), 2, 2, 2, ToldBy.NOBODY)
    exact = Counted("exact", Origins(1, 1, (), ToldBy.NOBODY), 1, 1, 1, ToldBy.ONE_PARTY)
    found = score([wide, exact])
    assert (found.holding, found.exact, found.told_by, found.width) == (1.0, 0.5, 0.5, 1.0)


def test_a_drift_is_right_by_kind_documents_and_later_spot() -> None:
    """One of another kind, document or place is not the planted one; any place of that will do."""
    planted = Planted(DriftKind.QUANTITY, "post", (Spot("report", Span(10, 20)), Spot("report", Span(40, 50))))
    right = Drift(DriftKind.QUANTITY, Spot("post", Span(0, 5)), Spot("report", Span(15, 30)), "")
    others = [
        Drift(DriftKind.SCOPE, right.earlier, right.later, ""),
        Drift(DriftKind.QUANTITY, Spot("other", Span(0, 5)), right.later, ""),
        Drift(DriftKind.QUANTITY, right.earlier, Spot("report", Span(20, 30)), ""),
    ]
    found = compared([right, *others], [planted])
    assert (found.found, found.right, found.recall, found.precision) == (1, 1, 1.0, 0.25)
    assert compared(others, [planted]).recall == 0.0
    heading = Drift(DriftKind.QUANTITY, right.earlier, Spot("report", Span(40, 45)), "")
    assert compared([right, heading], [planted]).precision == 1.0
