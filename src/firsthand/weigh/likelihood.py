"""From reasons in bits to how likely a claim is: a value, a range, and the word of ICD 203.

Bits are binary logarithms of odds, so reasons add up. Each has a least and a most; they are taken to err apart from
each other, so their spreads add by squares. The words are those of the United States' Intelligence Community
Directive 203 (2015), whose ranges leave no room for 0 and 1: nor does this.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from firsthand.assessments import Likelihood, Weight

__all__ = ["WORDS", "chance_of", "likelihood_of", "word_for"]

WORDS = (
    (0.05, "almost no chance"),
    (0.20, "very unlikely"),
    (0.45, "unlikely"),
    (0.55, "roughly even chance"),
    (0.80, "likely"),
    (0.95, "very likely"),
    (1.00, "almost certain"),
)
"""Up to which chance each word stands."""

_LEAST, _MOST = 0.01, 0.99


def chance_of(bits: float) -> float:
    """The chance that so many bits of odds are, between .01 and .99."""
    return min(_MOST, max(_LEAST, 1 / (1 + math.exp2(-max(-60.0, min(60.0, bits))))))


def word_for(chance: float) -> str:
    """The word of ICD 203 for a chance; at a border the word nearer to even."""
    for most, word in WORDS:
        if chance < most or (chance == most and chance < 0.5):
            return word
    return WORDS[-1][1]


def likelihood_of(waterfall: Sequence[Weight]) -> Likelihood:
    """How likely all reasons together make it."""
    bits = math.fsum(each.bits for each in waterfall)
    below = math.sqrt(math.fsum((each.bits - each.low) ** 2 for each in waterfall))
    above = math.sqrt(math.fsum((each.high - each.bits) ** 2 for each in waterfall))
    value = chance_of(bits)
    return Likelihood(value, chance_of(bits - below), chance_of(bits + above), word_for(value))
