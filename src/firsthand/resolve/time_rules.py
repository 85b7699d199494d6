"""Every rule that says what a match means, in the order in which they are told to users.

The layers, from the ground up: `time_meaning` (what a time is) and `time_days` (arithmetic on the calendar);
`time_calendar`, `time_feasts`, `time_relative`, `time_recurring` and `time_clock` (the rules); this list of
them; `time_grammar` (patterns and word lists of a language); `time_matching` (where they match); `time_joins`
(what neighbours mean together); `times` (the whole). Each knows those before it only.
"""

from __future__ import annotations

from firsthand.resolve.time_calendar import CALENDAR_RULES
from firsthand.resolve.time_clock import CLOCK_RULES
from firsthand.resolve.time_feasts import FEAST_RULES
from firsthand.resolve.time_meaning import Rule
from firsthand.resolve.time_recurring import RECURRING_RULES
from firsthand.resolve.time_relative import RELATIVE_RULES

__all__ = ["RULES"]

RULES: tuple[Rule, ...] = (*CALENDAR_RULES, *FEAST_RULES, *RELATIVE_RULES, *RECURRING_RULES, *CLOCK_RULES)
