"""What is printed and written about the reports, for readings whose scores are known."""

import io
from dataclasses import replace
from pathlib import Path

import pytest
from bench.gold import GoldReport, GoldStatement, gold_files, load
from bench.prediction import FoundQuantity, FoundStatement, FoundVoice, Prediction
from bench.reports import FIGURES, as_result, figures, mistakes, named, table, warning_table
from bench.statements import score
from rich.console import Console

from firsthand.model import Bound, Mode

GOLD = gold_files()

pytestmark = pytest.mark.skipif(not GOLD, reason="no annotated report yet in data/reports")


def as_annotated(gold: GoldReport) -> Prediction:
    """The reading that agrees with the gold in everything."""
    return Prediction(gold.text, gold.title, tuple(map(_found, gold.statements)), gold.warnings)


def _found(statement: GoldStatement) -> FoundStatement:
    voice, quantity = statement.voice, statement.quantity
    bounded = None
    if quantity:
        low = quantity.low or (None if quantity.bound is Bound.AT_MOST else quantity.value)
        high = quantity.high or (None if quantity.bound is Bound.AT_LEAST else quantity.value)
        bounded = FoundQuantity(quantity.value, low, high)
    return FoundStatement(
        contents=statement.contents,
        voice=FoundVoice(voice.kind, voice.text, voice.span, voice.same_as),
        mode=statement.mode,
        event=statement.event.type if statement.event else None,
        quantity=bounded,
    )


@pytest.mark.parametrize("path", GOLD, ids=lambda path: path.name.split(".")[0])
def test_each_report_can_be_read_perfectly(path: Path) -> None:
    """No gold contradicts itself: a reader that agrees with it scores 1 in every figure."""
    gold = load(path)
    assert figures([score(gold, as_annotated(gold))]) == dict.fromkeys(FIGURES, 1.0)


def test_a_report_is_named_by_its_name_or_path() -> None:
    """Both lead to the same gold."""
    name = GOLD[0].name.split(".gold.")[0]
    assert named([name]) == named([str(GOLD[0])]) == [load(GOLD[0])]
    assert len(named([])) == len(GOLD)


def test_mistakes_are_listed_with_their_words() -> None:
    """Developing a rule starts from what was missed, what was too much, and which label was wrong."""
    gold = load(GOLD[0])
    right = as_annotated(gold)
    first, second, *others = right.statements
    relabelled = replace(second, mode="retracted", voice=FoundVoice("unnamed_group", "somebody else"))
    found = replace(right, statements=(relabelled, *others), warnings=("loaded_words",))
    one = score(gold, found)
    told = "\n".join(mistakes(gold, found, one))
    assert f"missed    [{gold.statements[0].voice.text or 'outlet'}]" in told
    assert gold.statements[0].contents[0].of(gold.text) in told
    assert f"mode      {gold.statements[1].mode} ≠ {Mode.RETRACTED}" in told
    assert "spurious: loaded_words" in told
    assert first not in [given for _, given in one.pairs]


def test_the_tables_and_the_file_tell_the_same() -> None:
    """A row for each report and one for all; the file holds every figure, with its interval."""
    golds = named([])
    scores = [score(gold, as_annotated(gold)) for gold in golds]
    page = io.StringIO()
    console = Console(file=page, width=120)
    console.print(table(golds, scores))
    console.print(warning_table(scores))
    printed = page.getvalue()
    assert all(gold.name in printed for gold in golds)
    result = as_result(golds, scores)
    assert result["all"] == dict.fromkeys(FIGURES, 1.0)
    assert result["interval95"] == {name: [1.0, 1.0] for name in FIGURES}
