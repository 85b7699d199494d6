"""Fusing a table as a whole: values and intervals, track records, a file too large to learn from, bad values."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from firsthand.errors import EmptyInput, TableError
from firsthand.weigh.fusion import fuse, parts
from firsthand.weigh.fusion.fuse import Fusing, records_of
from firsthand.weigh.fusion.records import Fused, Kind, Past, ValueType
from firsthand.weigh.fusion.table import Layout, Table

NUMBERS = {"": Kind("", ValueType.NUMBER, 2.0)}


def table_of(folder: Path, rows: list[tuple[str, str, str]], known: list[tuple[str, str]] | None = None) -> Table:
    table, path = Table(), folder / "told.csv"
    path.write_text("source,item,value\n" + "".join(f"{source},{item},{value}\n" for source, item, value in rows))
    table.add(path)
    if known:
        path = folder / "known.csv"
        path.write_text("item,value\n" + "".join(f"{item},{value}\n" for item, value in known))
        table.add(path, known=True)
    return table


def world(items: int = 120) -> list[tuple[str, str, str]]:
    """Three good sources and a bad one that two others copy; figures from 0 to 1000."""
    chance, rows = random.Random(5), []
    for number in range(items):
        truth, false = chance.uniform(0, 1000), chance.uniform(0, 1000)
        for name in ("a", "b", "c"):
            good = truth + chance.gauss(0, 0.5) if chance.random() < 0.85 else chance.uniform(0, 1000)
            rows.append((name, f"x{number:03}", f"{good:.2f}"))
        bad = truth if chance.random() < 0.4 else false
        rows += [(name, f"x{number:03}", f"{bad:.2f}") for name in ("k", "l", "m")]
    return rows


def by_item(fusing: Fusing) -> dict[str, Fused]:
    return {each.item: each for each in fusing.fused()}


def test_each_item_has_a_value_an_interval_and_the_other_values(tmp_path: Path) -> None:
    """The value lies within its interval, the options begin with it, and all sources are in one of them."""
    for each in Fusing(table_of(tmp_path, world()), NUMBERS).fused():
        assert each.low is not None
        assert each.high is not None
        assert float(each.low) <= float(each.value) <= float(each.high)
        assert each.options[0].value == each.value
        assert each.options[0].probability == each.probability
        assert sum(option.sources for option in each.options) >= each.sources == 6


def test_copies_count_once(tmp_path: Path) -> None:
    """Three that tell the same mistake count about as one, and are named."""
    fusing = Fusing(table_of(tmp_path, world()), NUMBERS)
    assert {(each.one, each.other) for each in fusing.copied()} == {("k", "l"), ("k", "m"), ("l", "m")}
    for each in fusing.fused():
        for option in each.options:
            assert option.independent <= option.sources
    accuracy = {each.name: each.accuracy[""] for each in fusing.sources()}
    assert min(accuracy[name] for name in "abc") > max(accuracy[name] for name in "klm")


def test_too_many_to_learn_from_all_are_all_judged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that does not fit is learned from in part, and judged in parts: the values stay the same, nearly."""
    whole = by_item(Fusing(table_of(tmp_path, world()), NUMBERS))
    monkeypatch.setattr(fuse, "_LEARN", 300)
    monkeypatch.setattr(parts, "_TELLINGS", 50)
    fusing = Fusing(table_of(tmp_path, world()), NUMBERS)
    assert fusing.sampled
    assert fusing.learned_from < 100
    found = by_item(fusing)
    assert found.keys() == whole.keys()
    near = [abs(float(found[item].value) - float(whole[item].value)) <= 2 for item in whole]
    assert sum(near) >= 0.95 * len(whole)


def test_parts_change_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a part ends is no border of anything."""
    table = table_of(tmp_path, world())
    fusing = Fusing(table, NUMBERS)
    whole = by_item(fusing)
    monkeypatch.setattr(parts, "_TELLINGS", 30)
    monkeypatch.setattr(fusing, "_one_in", 2)  # as if it had not fitted, with all of it learned
    assert by_item(fusing) == whole


def test_a_track_record_decides_where_sources_are_few(tmp_path: Path) -> None:
    """Of two that contradict each other, the one is believed that was right before."""
    rows = [(name, f"x{number}", value) for number in range(20) for name, value in (("a", "1"), ("b", "9"))]
    for right, value in (("1", "1"), ("9", "9")):
        known = [(f"x{number}", right) for number in range(10)]
        table = table_of(tmp_path, rows, known)
        records = records_of(table, NUMBERS)
        assert records["a", ""] == Past(10.0 if right == "1" else 0.0, 10.0)
        assert {each.value for each in Fusing(table, NUMBERS).fused()} == {value}
        later = table_of(tmp_path, rows[20:])
        assert {each.value for each in Fusing(later, NUMBERS, past=records).fused()} == {value}


def test_a_record_counts_only_where_sources_differ(tmp_path: Path) -> None:
    """Where all agree nothing is learned of whom to believe where they do not."""
    rows = [(name, "same", "1") for name in "ab"] + [("a", "other", "1"), ("b", "other", "9")]
    table = table_of(tmp_path, rows, [("same", "1"), ("other", "1")])
    assert records_of(table, NUMBERS) == {("a", ""): Past(1, 1), ("b", ""): Past(0, 1)}


def test_a_source_that_repeats_itself_has_one_voice(tmp_path: Path) -> None:
    """What it tells most often counts, once."""
    rows = [("a", "x", "1")] * 3 + [("a", "x", "9")] * 2 + [("b", "x", "1"), ("c", "x", "9")]
    (found,) = Fusing(table_of(tmp_path, rows), NUMBERS, "vote").fused()
    assert [(option.value, option.sources) for option in found.options] == [("1", 2), ("9", 1)]


def test_values_that_say_nothing_are_told_and_lose_nothing_else(tmp_path: Path) -> None:
    """One line for each kind, with examples."""
    fusing = Fusing(table_of(tmp_path, [("a", "x", "1"), ("b", "x", "soon"), ("c", "y", "soon")]), NUMBERS)
    assert [each.item for each in fusing.fused()] == ["x"]
    assert [skip.reason for skip in fusing.skips] == ["2 values say nothing that can be compared, such as 'soon'"]


def test_nothing_to_compare_is_said(tmp_path: Path) -> None:
    """Not an empty result."""
    with pytest.raises(EmptyInput):
        Fusing(table_of(tmp_path, [("a", "x", "soon")]), NUMBERS)


def test_a_method_that_is_not_there(tmp_path: Path) -> None:
    """The message names those that are."""
    with pytest.raises(TableError, match="truthfinder"):
        Fusing(table_of(tmp_path, [("a", "x", "1")]), NUMBERS, "guess")


def test_a_crowd_for_one_item_is_bounded(tmp_path: Path) -> None:
    """A hundred thousand sources of one item would make as many pairs squared."""
    rows = [(f"s{number:05}", "x", str(number % 7)) for number in range(3000)]
    fusing = Fusing(table_of(tmp_path, rows), {"": Kind("", ValueType.TEXT)}, "vote")
    (found,) = fusing.fused()
    assert found.sources == 1000
    assert any("first were taken" in skip.reason for skip in fusing.skips)


def test_times_marks_and_words_in_one_table(tmp_path: Path) -> None:
    """Each kind by its own type; the original spelling of marks and words is what is shown."""
    path = tmp_path / "day.tsv"
    path.write_text(
        "a\tF1\t2:07 PMDec 01\tTerminal D - D9\nb\tF1\t12/1/2011 2:10PM EST\tD09\nc\tF1\t2011-12-01 15:30\t-\n"
    )
    table = Table(Layout(wide=True, header=("source", "item", "left", "gate"), per_file=True))
    table.add(path)
    kinds = {"left": Kind("left", ValueType.TIME, 10.0), "gate": Kind("gate", ValueType.CODE)}
    gate, left = Fusing(table, kinds).fused()
    assert (gate.item, gate.value in ("Terminal D - D9", "D09"), gate.sources) == ("day/F1", True, 2)
    assert (left.value in ("2011-12-01 14:07", "2011-12-01 14:10"), left.options[0].sources) == (True, 2)


def test_a_share_as_tolerance_is_of_the_items_own_size(tmp_path: Path) -> None:
    """Five of a hundred are the same among thousands, and nothing among a few."""
    rows = [("a", "big", "1000"), ("b", "big", "1040"), ("a", "small", "10"), ("b", "small", "14")]
    kinds = {"": Kind("", ValueType.NUMBER, 0.05, relative=True)}
    big, small = Fusing(table_of(tmp_path, rows), kinds, "vote").fused()
    assert (big.disputed, small.disputed) == (False, True)
