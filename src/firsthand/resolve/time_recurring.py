"""What times mean that come again and again: they are found, and are no single time."""

from __future__ import annotations

import re

from firsthand.resolve.time_meaning import Rule, Setting, When

__all__ = ["RECURRING_RULES", "every", "times_in_a_period"]


def every(match: re.Match[str], setting: Setting) -> When | None:
    """A time that comes again, such as "every Friday" or "on Sundays", is kept, and stays without dates."""
    return When(doubt="it comes again and again, and is no single time")


def times_in_a_period(match: re.Match[str], setting: Setting) -> When | None:
    """How often something happens, such as "twice a week", is kept, and stays without dates."""
    return When(doubt="it says how often, and is no single time")


RECURRING_RULES: tuple[Rule, ...] = (every, times_in_a_period)
