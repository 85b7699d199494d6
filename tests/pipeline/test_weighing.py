"""What links weigh in a case: learned, kept, used, forgotten."""

import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from firsthand.errors import InputError
from firsthand.link import learning
from firsthand.link.weights import prior
from firsthand.pipeline import weighing
from firsthand.pipeline.claiming import claims_of, explained
from firsthand.show.cli import app
from firsthand.store import Case, verify


@pytest.fixture
def case(told_case: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(told_case, tmp_path / "case"))


def test_a_small_case_keeps_the_weights_of_the_package(case: Path) -> None:
    """And is told how little it has."""
    with Case.open(case, write=True) as opened, pytest.raises(InputError, match="too little to learn from"):
        weighing.learn_weights(opened)
    with Case.open(case) as opened:
        assert weighing.weights_of(opened) == prior()


def _bits(case: Case) -> list[float]:
    """What the links weigh that hold the claim of most tellings together."""
    largest = max(claims_of(case).accounts, key=lambda account: len(account.claim.tellings))
    return [each.bits for each in explained(case, largest).claim.links]


def test_what_was_learned_holds_until_it_is_forgotten(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """For every later run; the log answers for it."""
    monkeypatch.setattr(weighing, "LEAST_PAIRS", 1)
    monkeypatch.setattr(learning, "LEAST_PAIRS", 1)
    with Case.open(case, write=True) as opened:
        before = claims_of(opened).accounts
        bits = _bits(opened)
        found = weighing.learn_weights(opened)
    with Case.open(case, write=True) as opened:
        held = weighing.weights_of(opened)
        assert held.levels.keys() == found.levels.keys()
        assert held.levels != prior().levels
        assert _bits(opened) != bits
        weighing.forget_weights(opened)
        assert weighing.weights_of(opened) == prior()
        assert claims_of(opened).accounts == before
        assert not list(verify(opened))


def test_the_command_lists_every_level(case: Path) -> None:
    """With its bits, in words and as JSON; a case that is too small says so and changes nothing."""
    found = CliRunner().invoke(app, ["weights", str(case)])
    assert found.exit_code == 0
    assert "Those of the package" in found.output
    assert "the same kind of event" in found.output
    assert '"own":false' in CliRunner().invoke(app, ["weights", str(case), "--json"]).output
    assert isinstance(CliRunner().invoke(app, ["weights", str(case), "--learn"]).exception, InputError)
