"""The gate of claims holds every figure that is measured."""

from bench.gate_cases import floors_of, under


def test_a_figure_under_its_floor_is_named() -> None:
    """With both numbers; one on its floor passes."""
    assert under({"claims_f1": 0.5, "claims_met": 0.8}, {"claims_f1": 0.6, "claims_met": 0.8}) == [
        "claims_f1 is 0.5000, under its floor of 0.6000"
    ]


def test_no_figure_goes_without_a_floor() -> None:
    """A figure that nobody holds, or a floor of one that is not measured, fails as well."""
    assert under({"new": 1.0}, {}) == ["new has no floor"]
    assert under({}, {"old": 0.1}) == ["old has no floor"]


def test_both_cases_have_floors() -> None:
    """Each a share, of the same figures."""
    tables = [floors_of(name) for name in ("case", "case-dev")]
    assert tables[0].keys() == tables[1].keys()
    assert all(0 < floor < 1 for table in tables for floor in table.values())
