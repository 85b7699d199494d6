"""From facts to an assessment: START HERE to see how a claim is weighed.

    facts → waterfall of reasons → likelihood, confidence, Admiralty code
    facts → status
    facts + waterfall → what would change it

It is a pure function: the same facts, weights and rules give the same assessment, so that any past one can be replayed.
"""

from __future__ import annotations

from firsthand.assessments import Assessment, Facts
from firsthand.weigh.admiralty import admiralty_of
from firsthand.weigh.checks import checks_of
from firsthand.weigh.confidence import confidence_of
from firsthand.weigh.likelihood import likelihood_of
from firsthand.weigh.reasons import waterfall_of
from firsthand.weigh.status import status_of
from firsthand.weigh.weights import Weights, prior_weights

__all__ = ["assess"]


def assess(facts: Facts, weights: Weights | None = None) -> Assessment:
    """What is known of a claim, how well, and why.

    Args:
        weights: those that come with the package where none are given.

    Raises:
        TableError: evidence was found by a rule that the table of weights does not have.
    """
    table = prior_weights() if weights is None else weights
    waterfall = waterfall_of(facts, table)
    likelihood = likelihood_of(waterfall)
    status, status_why = status_of(facts)
    confidence, confidence_why = confidence_of(facts, likelihood)
    return Assessment(
        facts.claim,
        status,
        status_why,
        likelihood,
        confidence,
        confidence_why,
        admiralty_of(facts, status, likelihood),
        waterfall,
        checks_of(facts, waterfall, table),
    )
