"""The comparison of readers: every row measured alike, and no row left out in silence."""

import json
from pathlib import Path

import pytest
from bench.polnear import AnnotatedText, PolnearError, gold_marks, load_part, quotations_only, read_brat, read_linked
from bench.readers import Absent, Measured, as_result, main, measure, options_of, readers, table
from rich.console import Console

from firsthand.model import Attribution, Document, Span

TEXT = 'A leak.\n"It is bad," Ms. Ames said. The mayor denied that.'
BRAT = """T1\tContent 8 20\t"It is bad,"
T2\tSource 21 29\tMs. Ames
T3\tCue 30 34\tsaid
E1\tAttribution:T4 Content:T1 Source:T2 Cue:T3
T5\tContent 53 57\tthat
T6\tSource 36 45\tThe mayor
T7\tCue 46 52\tdenied
E2\tAttribution:T8 Content:T5 Source:T6 Cue:T7
"""
LEAK = AnnotatedText("leak", TEXT, read_brat(BRAT), read_linked(BRAT))


def at(words: str) -> Span:
    return Span(TEXT.index(words), TEXT.index(words) + len(words))


def both(document: Document) -> tuple[Attribution, ...]:
    """A reader that finds both, and one claim inside the first."""
    ames = Attribution(at("Ms. Ames"), at("said"), (at('"It is bad,"'),), "both")
    mayor = Attribution(at("The mayor"), at("denied"), (at("that"),), "both")
    return (ames, Attribution(at("It"), at("is"), (at("bad"),), "nested"), mayor)


def rendered(rows: list[Measured | Absent]) -> str:
    console = Console(width=140, record=True, file=None, quiet=True)
    with console.capture() as captured:
        console.quiet = False
        console.print(table(rows, "dev", 1))
    return captured.get()


def test_a_reader_is_measured_with_and_without_the_projection() -> None:
    """Both attributions are right; the claim inside the quotation counts against the reader only without it."""
    row = measure("both", both, [(LEAK, gold_marks(LEAK))])
    assert row.total("whole").f1 == 1.0
    assert sum(each["whole"].spurious for each in row.nested) == 1
    figures = as_result([row], "dev", 1)["readers"]
    assert isinstance(figures, dict)
    assert figures["both"]["whole"]["f1"] == 100.0
    assert figures["both"]["with_nested"]["whole"]["f1"] == 80.0


def test_the_floor_has_one_of_two() -> None:
    """The quotation and what stands beside it are right, the reported speech is missed: F1 2/3, recall 1/2."""
    row = measure("floor", quotations_only, [(LEAK, gold_marks(LEAK))])
    assert row.total("whole").f1 == pytest.approx(2 / 3)
    assert row.total("covered_half").recall == 0.5
    assert "66.7±0.0" in rendered([row])


def test_what_is_absent_says_so() -> None:
    """A row without weights stays in the table, and the reason below it and in the JSON."""
    absent = Absent("shipped reader", "reader.onnx: No such file or directory")
    assert "shipped reader is not here: reader.onnx: No such file" in rendered([absent])
    assert as_result([absent], "dev", 1)["readers"] == {"shipped reader": "reader.onnx: No such file or directory"}


def test_published_figures_are_marked_as_of_another_part() -> None:
    """Nobody shall take them for like-for-like."""
    shown = rendered([])
    assert "CofeNet, published *" in shown
    assert "on the test part, trained on PolNeAR; not like for like" in shown


def test_rows_follow_the_folders_given(tmp_path: Path) -> None:
    """Full precision has a row only where it is there; PolNeAR's own weights only when asked for."""
    (tmp_path / "reader.fp32.onnx").touch()
    given = ["--weights", str(tmp_path), "--polnear-weights", str(tmp_path), "--crf"]
    assert [name for name, _ in readers(options_of(given))] == [
        "every quotation",
        "rules",
        "shipped reader, int8",
        f"{tmp_path.name}, int8",
        f"{tmp_path.name}, fp32",
        "same recipe on PolNeAR",
    ]
    assert [name for name, _ in readers(options_of([]))][2] == "CRF on our paragraphs"


def test_the_command_writes_all_rows(tmp_path: Path) -> None:
    """One command, one file: floor and rules are measured on the set itself, and weights that are absent are named."""
    try:
        load_part("train", 1)
    except PolnearError as error:
        pytest.skip(str(error))
    written = tmp_path / "readers.json"
    empty = tmp_path / "empty"
    assert main(["--part", "train", "--limit", "2", "--crf", "--weights", str(empty), "--json", str(written)]) == 0
    found = json.loads(written.read_text(encoding="utf-8"))["readers"]
    assert found["rules"]["content"]["f1"] > found["every quotation"]["content"]["f1"] > 0
    assert isinstance(found["empty, int8"], str)
    assert str(tmp_path) not in found["empty, int8"]
