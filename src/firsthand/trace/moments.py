"""When a document was published, as far as is known, and in which order documents stand."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import UTC, datetime

from firsthand.claims import Paper

__all__ = ["When", "day_of", "order_of", "when_of"]

_DAY = 86_400  # seconds


@dataclass(frozen=True, slots=True)
class When:
    """Between which moments something was published, in seconds; infinite where nothing says so."""

    earliest: float
    latest: float

    def before(self, other: When) -> bool:
        """Surely earlier."""
        return self.latest < other.earliest

    @property
    def known(self) -> bool:
        return math.isfinite(self.earliest)


def when_of(paper: Paper) -> When:
    """When a document was published. What is dated later than it was seen has no date."""
    seen = _moment(paper.seen)
    published = paper.report.document.published
    if published is None:
        return When(-math.inf, seen)
    if isinstance(published, datetime):
        moment = published if published.tzinfo else published.replace(tzinfo=UTC)
        since = until = moment.timestamp()
    else:
        since = datetime(published.year, published.month, published.day, tzinfo=UTC).timestamp()
        until = since + _DAY - 1
    return When(since, until) if since <= seen + _DAY else When(-math.inf, seen)


def order_of(paper: Paper) -> tuple[float, float, str]:
    """By when it was published; what bears no date comes last."""
    when = when_of(paper)
    return (when.earliest if when.known else math.inf, when.latest, paper.key)


def day_of(paper: Paper) -> int | None:
    """The day on which it was published (proleptic ordinal), by the clock of its outlet; None where it has no date."""
    published = paper.report.document.published
    if published is None or not when_of(paper).known:
        return None
    return published.toordinal()


def _moment(written: str) -> float:
    if not written:
        return math.inf
    moment = datetime.fromisoformat(written)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
