"""Every assessment is kept when it changes, with all it was made from, and stays as it was."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import select, update
from tests.store.weighed import WEIGHTS, assessment, facts

from firsthand.assessments import Assessment, Facts
from firsthand.errors import CaseError
from firsthand.store import Case, schema, verify
from firsthand.store.assessments import (
    assessed_claims,
    assessment_numbered,
    assessments_of,
    keep_assessments,
    latest_assessments,
    words_of,
)
from firsthand.store.exact import record_from
from firsthand.weigh.weights import Weights, prior_weights, read_weights


def _keep(case: Case, *values: float, weights: Weights = WEIGHTS, version: str = "1.0+ab") -> tuple[int, ...]:
    made = [(facts(f"c{number}"), assessment(f"c{number}", value)) for number, value in enumerate(values, 1)]
    return keep_assessments(case, made, weights, version)


def test_only_what_changed_is_appended(case: Case) -> None:
    """The same again adds no row and no entry of the log; one that goes back to what it was before is a change."""
    assert _keep(case, 0.5, 0.5) == (1, 2)
    head = case.head()
    assert _keep(case, 0.5, 0.5) == ()
    assert _keep(case, 0.5, 0.5, version="2.0+cd") == ()
    assert case.head() == head
    assert _keep(case, 0.7, 0.5) == (3,)
    assert _keep(case, 0.5, 0.5) == (4,)
    found = assessments_of(case, "c1")
    assert [one.number for one in found] == [1, 3, 4]
    assert [record_from(Assessment, one.assessment).likelihood.value for one in found] == [0.5, 0.7, 0.5]
    assert latest_assessments(case)["c1"] == found[-1] == assessment_numbered(case, 4)
    assert latest_assessments(case, {"c2", "c9"}).keys() == {"c2"}
    assert assessed_claims(case) == ("c1", "c2")
    assert assessments_of(case, "c9") == ()
    assert assessment_numbered(case, 9) is None
    assert not list(verify(case))


def test_each_has_what_it_was_made_from(case: Case) -> None:
    """Facts and weights to the last bit, after reopening; each table of weights stands once."""
    _keep(case, 1 / 3)
    other = Weights({**WEIGHTS.rules, "seen": (0.2, 0.1, 0.7, "a camera saw it")}, WEIGHTS.parts)
    _keep(case, 0.7, weights=other)
    _keep(case, 0.1, weights=WEIGHTS)
    case.close()
    with Case.open(case.folder) as reader:
        found = assessments_of(reader, "c1")
        assert [read_weights(one.weights, "kept") for one in found] == [WEIGHTS, other, WEIGHTS]
        assert record_from(Facts, found[0].facts) == facts()
        assert record_from(Assessment, found[0].assessment) == assessment()
        assert len(reader.rows(select(schema.weight_tables))) == 2


def test_the_table_of_the_package_can_be_kept() -> None:
    """With its numbers to the last bit, its order and its parts."""
    kept = read_weights(words_of(prior_weights()), "kept")
    assert kept == prior_weights()
    assert list(kept.rules) == list(prior_weights().rules)


def test_those_up_to_a_moment(case: Case) -> None:
    """The moment may be told in any zone."""
    _keep(case, 0.5)
    between = datetime.now(UTC)
    _keep(case, 0.7)
    assert len(assessments_of(case, "c1", between)) == 1
    assert len(assessments_of(case, "c1", between.astimezone())) == 1
    assert assessments_of(case, "c1", datetime(2020, 1, 1, tzinfo=UTC)) == ()


def test_many_at_a_time(case: Case) -> None:
    """More than fit one transaction are all there."""
    assert len(_keep(case, *([0.5] * 450))) == 450
    assert len(latest_assessments(case)) == 450
    assert not list(verify(case))


@pytest.mark.parametrize(
    ("table", "values"),
    [
        (schema.assessments, {"facts": b"words"}),
        (schema.assessments, {"assessment": b""}),
        (schema.assessments, {"weights": 7}),
        (schema.weight_tables, {"words": "start\t0\t0\t0\twords\n"}),
    ],
)
def test_a_row_that_was_changed_is_told_of(case: Case, table: object, values: dict[str, object]) -> None:
    """In one line that names it, and as a finding; nothing is made of it."""
    _keep(case, 0.5)
    case.connection.execute(update(table).values(values))  # type: ignore[arg-type]
    case.connection.commit()
    with pytest.raises(CaseError, match="Assessment 1 cannot be read"):
        assessments_of(case, "c1")
    assert list(verify(case))


def test_an_assessment_that_is_no_number_is_refused_whole(case: Case) -> None:
    """Nothing of its transaction is there."""
    with pytest.raises(ValueError, match="no number"):
        keep_assessments(case, [(facts(), assessment(value=float("nan")))], WEIGHTS, "1")
    assert case.rows(select(schema.assessments)) == []
    made = replace(assessment(), claim="c1")
    assert keep_assessments(case, [(facts(), made)], WEIGHTS, "1") == (1,)
