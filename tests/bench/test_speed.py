"""The timers time what they say they time."""

import json
import sys
from pathlib import Path

import pytest
from bench.speed import SpeedError, best_of, long_text, per_second, ratios, run_once
from bench.stamp import write_result

REPORTS = [
    "Bridge closed\n\nThe council closed the bridge. A diver found cracks.\n",
    "Mill burns\n\nFirefighters were still there at dawn.\n",
]


def test_a_process_is_timed_with_its_own_memory() -> None:
    """Peak memory is that of the process run, not of the largest child so far."""
    large = run_once([sys.executable, "-c", "kept = bytearray(120 * 2**20)"])
    small = run_once([sys.executable, "-c", "pass"])
    assert large.peak_mib > small.peak_mib + 100
    assert run_once([sys.executable, "-c", "import time; time.sleep(0.2)"]).seconds > 0.2


def test_a_command_that_fails_is_not_timed() -> None:
    """A fast failure must not be taken for speed; what it said last is passed on."""
    with pytest.raises(SpeedError, match="ended with 3: no such report"):
        run_once([sys.executable, "-c", "import sys; print('no such report', file=sys.stderr); sys.exit(3)"])


def test_long_texts_are_one_report_of_the_length_asked() -> None:
    """One headline, then bodies, so that the cost is that of one long document."""
    text = long_text(REPORTS, 5_000)
    assert len(text) == 5_000
    assert text.startswith("Bridge closed\n\nThe council")
    assert text.count("Bridge closed") == 1
    assert "Mill burns" not in text
    assert text.count("Firefighters") > 10


def test_linear_cost_has_a_ratio_of_one() -> None:
    """Ten times the text in ten times the time is 1; in a hundred times the time, 10."""
    assert ratios({1_000: 0.1, 10_000: 1.0}) == pytest.approx({1_000: 1.0, 10_000: 1.0})
    assert ratios({1_000: 0.1, 10_000: 10.0})[10_000] == pytest.approx(10.0)


def test_warm_runs_are_counted_after_the_first_ones() -> None:
    """The first runs load what later ones have at hand, and do not count."""
    seen: list[int] = []
    rate = per_second(lambda: seen.append(1), 0.05)
    assert len(seen) > 3
    assert rate <= len(seen) / 0.05
    assert best_of(lambda: seen.append(1), 2) < 0.05


def test_a_result_says_what_made_it(tmp_path: Path) -> None:
    """A figure without its command, day and machine cannot be checked by anybody."""
    path = tmp_path / "results" / "speed.json"
    write_result(path, "bench.speed", ["--quick"], {"warm": 20.5})
    written = json.loads(path.read_text(encoding="utf-8"))
    assert written["warm"] == 20.5
    assert written["made"]["command"] == "python -m bench.speed --quick"
    assert set(written["made"]) == {"command", "date", "cpu", "python"}
