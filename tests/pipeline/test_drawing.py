"""What a channel gives is kept as it comes, whatever becomes of the channel."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from firsthand.errors import Unreachable
from firsthand.model import Capture, Skip
from firsthand.pipeline import adding, drawing
from firsthand.pipeline.drawing import in_portions
from firsthand.plugins import Fetch, Wanted
from firsthand.store import Case, schema


class Breaking:
    """A channel with 150 posts and then an error, as an account that is asked to wait gives."""

    name = "breaking"

    def __init__(self, error: BaseException) -> None:
        self._error = error

    def takes(self, what: str) -> bool:
        return True

    def captures(self, wanted: Wanted, fetch: Fetch) -> Iterator[Capture | Skip]:
        for number in range(150):
            data = f"Звіт {number}.".encode()
            yield Capture(data, f"https://posts.example/{number}", datetime.now(UTC), hashlib.sha256(data).hexdigest())
        raise self._error


@pytest.mark.parametrize("error", [Unreachable("it went away"), KeyboardInterrupt()], ids=["error", "Ctrl-C"])
def test_what_came_before_a_channel_broke_is_kept(
    tmp_path: Path, error: BaseException, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All 150, also those that do not fill a portion; an error is counted as a failure, Ctrl-C ends the run."""
    monkeypatch.setattr(adding, "channel_for", lambda what: Breaking(error))
    with Case.make(tmp_path / "case") as case:
        if isinstance(error, KeyboardInterrupt):
            with pytest.raises(KeyboardInterrupt):
                adding.add(case, [Wanted("posts")], lambda address: None)
        else:
            tally = adding.add(case, [Wanted("posts")], lambda address: None)
            assert (tally.counts["taken"], tally.counts["failed"]) == (150, 1)
        assert len(case.rows(select(schema.captures.c.id))) == 150


def test_a_slow_channel_loses_little(monkeypatch: pytest.MonkeyPatch) -> None:
    """What comes after the time is up is handed over at once, however little it is."""
    monkeypatch.setattr(drawing, "SECONDS", 0.0)
    given: list[list[int]] = []
    for _ in in_portions(iter(range(3)), given.append):
        pass
    assert given == [[0], [1], [2]]


def test_a_portion_whose_keeping_is_interrupted_is_kept() -> None:
    """Ctrl-C while the last hundred are being written does not cost them."""
    kept: list[int] = []
    interrupted: list[bool] = []

    def keep(portion: list[int]) -> None:
        if not interrupted:
            interrupted.append(True)
            raise KeyboardInterrupt
        kept.extend(portion)

    with pytest.raises(KeyboardInterrupt):
        list(in_portions(range(10), keep, most=5))
    assert kept == [0, 1, 2, 3, 4]
