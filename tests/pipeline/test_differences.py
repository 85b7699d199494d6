"""What differs between two assessments is told whole, and nothing is told where nothing differs."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest
from tests.store.weighed import assessment

from firsthand.assessments import Admiralty, Assessment, Check, Likelihood, Weight
from firsthand.kinds import Confidence, Status
from firsthand.pipeline.differences import differences, rules_that_differ

THEN = assessment()
START, SEEN = THEN.waterfall


def test_the_same_has_no_differences() -> None:
    """Neither in words nor in rules."""
    assert differences(THEN, assessment()) == ()
    assert rules_that_differ(THEN, assessment()) == ()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"status": Status.DISPUTED}, "The status was “supported by evidence” (supported by камера), and is now “disp"),
        ({"status_why": "two cameras"}, "was because “supported by камера”, and is now because “two cameras”."),
        ({"likelihood": Likelihood(0.8, 0.6, 0.9, "likely")}, "even chance, 0.10 to 0.90), and is now 0.80 (likely, "),
        ({"confidence": Confidence.HIGH}, "was low (one camera), and is now high (one camera)."),
        ({"confidence_why": "a film"}, "was low (one camera), and is now low (a film)."),
        ({"admiralty": Admiralty("B", 2, "known", "likely")}, "was C3, and is now B2: known; likely."),
        ({"admiralty": Admiralty("C", 3, "new", "possibly true")}, "code C3 has other reasons now: new;"),
        ({"waterfall": (START,)}, "No longer a reason: камера: 3 (+0.1 bits)."),
        ({"waterfall": (START, SEEN, SEEN)}, "A new reason: камера: 3 (+0.1 bits)."),
        ({"waterfall": (START, replace(SEEN, bits=2.0, high=3.0))}, "now weighs +2.0 bits (+0.1 to +3.0)."),
        ({"waterfall": (SEEN, START)}, "The reasons are the same, in another order."),
        ({"checks": ()}, "No longer a check that could be made: scenes."),
        ({"checks": (*THEN.checks, Check("fires", "heat", 1))}, "A new check that could be made: fires."),
        ({"checks": (Check("scenes", "whether roofs are gone", 3.0),)}, "or their order, differs"),
    ],
)  # fmt: skip
def test_each_thing_that_differs_is_a_sentence(change: dict[str, object], said: str) -> None:
    """With what it was and what it is; the other way round it is told as well."""
    now: Assessment = replace(THEN, **change)  # type: ignore[arg-type]
    (one,) = differences(THEN, now)
    assert said in one
    assert len(differences(now, THEN)) == 1


def test_no_field_of_an_assessment_is_left_out() -> None:
    """Each of those that may differ has a case above; the claim is what both are of."""
    tried = {"status", "status_why", "likelihood", "confidence", "confidence_why", "admiralty", "waterfall", "checks"}
    assert {each.name for each in fields(Assessment)} == {"claim"} | tried


def test_the_rules_that_differ_are_named_once() -> None:
    """Those with another weight, other words, or in one of the two only."""
    other = (START, replace(SEEN, says="журнал"), Weight("denied", "no", -1.0, -2.0, 0.0), SEEN)
    assert rules_that_differ(THEN, replace(THEN, waterfall=other)) == ("seen", "denied")
