"""The list of everything that was seen names each capture with its hash, without reading its content."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.store.captures import capture, gone

from firsthand.store import Case, seen
from firsthand.store.seen import seen_captures


def test_each_sighting_with_its_hash(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In order, also where they come in portions; what was gone has no content; later ones are left out."""
    monkeypatch.setattr(seen, "_PORTION", 2)
    with Case.make(tmp_path / "case") as case:
        run = case.begin("test")
        posts = [capture("Міст зачинено", "a"), capture("Мост закрыт", "b"), capture("Міст зачинено", "c"), gone("a")]
        case.keep(posts, run, "test")
        found = list(seen_captures(case, 4))
        assert [(each.id, each.key, each.sha256, each.channel) for each in found] == [
            (number, post.key, None if post.gone else post.sha256, "test") for number, post in enumerate(posts, 1)
        ]
        assert [each.size for each in found] == [len("Міст зачинено".encode()), len("Мост закрыт".encode()), 25, None]
        assert [each.id for each in seen_captures(case, 2)] == [1, 2]
