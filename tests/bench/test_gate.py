"""The gate fails when, and only when, a figure is under its floor or the gold has drifted."""

from pathlib import Path

import pytest
from bench.gate import FLOORS, Floors, FloorsError, accept, failures, read_floors
from bench.reports import FIGURES


def test_each_figure_under_its_floor_is_named() -> None:
    """All that is wrong is told at once, and a figure on its floor holds."""
    floors = Floors("abc", {"statement_f1": 0.8, "mode_accuracy": 0.9, "warning_recall": 0.5})
    measured = {"statement_f1": 0.79, "mode_accuracy": 0.9, "warning_recall": 0.1}
    told = failures(floors, measured, "abc")
    assert [sentence.split()[0] for sentence in told] == ["statement_f1", "warning_recall"]


def test_gold_that_changed_fails_the_gate_until_accepted(tmp_path: Path) -> None:
    """Figures on other gold are other figures: the change has to be meant."""
    path = tmp_path / "floors.toml"
    path.write_text('# kept\ndigest = "old"\n\n[floors]\nstatement_f1 = 0.5\n', encoding="utf-8")
    measured = {"statement_f1": 0.6}
    assert "data/reports has changed" in failures(read_floors(path), measured, "new")[0]
    accept(path, "new")
    assert failures(read_floors(path), measured, "new") == []
    assert path.read_text(encoding="utf-8").startswith("# kept\n")


@pytest.mark.parametrize(("line", "told"), [("speed = 0.5", "no such figure"), ("statement_f1 = 80", "a share")])
def test_a_floor_that_could_never_fail_is_refused(tmp_path: Path, line: str, told: str) -> None:
    """A misspelt figure, or a floor in per cent, would otherwise hold nothing."""
    path = tmp_path / "floors.toml"
    path.write_text(f'digest = ""\n[floors]\n{line}\n', encoding="utf-8")
    with pytest.raises(FloorsError, match=told):
        read_floors(path)


def test_the_floors_of_this_repository_are_read() -> None:
    """Every floor names a figure that is measured."""
    assert set(read_floors(FLOORS).least) <= set(FIGURES)
