"""Posts to be read by hand: how they are drawn and shown, and how far a counted share can be trusted."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from bench.posts import Post, PostsError, drawn, interval, load_posts, main, without_marks

RUSSIAN = (
    "**Мост через реку закрыли на ремонт.** Об этом сообщили в мэрии.",
    "Губернатор Олег Рыков заявил, что паводок пошёл на спад.",
    "По данным [больницы](https://example.org/1), пострадали трое рабочих завода.",
)
ENGLISH = "The bridge over the river has been closed for repairs, the mayor's office said on Monday."


@pytest.fixture
def posts(tmp_path: Path) -> Path:
    """A file of four invented posts and one without text."""
    path = tmp_path / "posts.jsonl.gz"
    records = [{"text": text, "channel": "Город"} for text in (*RUSSIAN, ENGLISH, "  ")]
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
    return path


def test_marks_go_and_words_stay() -> None:
    """What is read is what the channel's readers see, not the marks of its source."""
    assert without_marks(RUSSIAN[2]) == "По данным больницы, пострадали трое рабочих завода."
    assert without_marks("**Важно** и `код`: __да__, 2 * 3") == "Важно и код: да, 2 * 3"


def test_a_draw_is_repeatable_and_in_one_language(posts: Path) -> None:
    """The same seed brings the same posts, so that a count can be checked; other languages are left out."""
    loaded = list(load_posts(posts))
    first = [post for post, _ in drawn(loaded, 3, 7)]
    assert first == [post for post, _ in drawn(loaded, 3, 7)]
    assert set(first) == {Post("Город", without_marks(text)) for text in RUSSIAN}
    assert [post for post, _ in drawn(loaded, 1, 7)] == first[:1]


def test_the_printout_has_voice_cue_content_and_mode(posts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Whoever judges a statement sees all that was found of it, under its post."""
    assert main(["--file", str(posts)]) == 0
    shown = capsys.readouterr().out
    assert "[asserted] outlet: the outlet > named_person: Губернатор Олег Рыков" in shown
    assert "cue: заявил (" in shown
    assert "content: паводок пошёл на спад" in shown


def test_numbers_stay_when_only_some_are_printed(posts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A post has one number however the reading is cut into sittings."""
    main(["--file", str(posts)])
    whole = capsys.readouterr().out
    main(["--file", str(posts), "--from", "2", "--to", "2"])
    part = capsys.readouterr().out
    assert part.startswith("=== 2 · ")
    assert part.rstrip() in whole
    assert "=== 3" not in part


def test_a_line_that_is_no_post_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A damaged file is refused with the line, not read in part."""
    path = tmp_path / "posts.jsonl.gz"
    path.write_bytes(gzip.compress(b'{"text": "a", "channel": "b"}\n{"text": "a"}\n'))
    with pytest.raises(PostsError, match="line 2"):
        list(load_posts(path))
    assert main(["--file", str(path)]) == 1
    assert "line 2" in capsys.readouterr().err


def test_the_interval_is_wilsons() -> None:
    """Known values: 8 of 10 gives 49 to 94%; nothing counted says nothing; all right is not certainty."""
    assert interval(8, 10) == pytest.approx((0.490, 0.943), abs=0.001)
    assert interval(0, 0) == (0.0, 1.0)
    low, high = interval(20, 20)
    assert low < 0.9
    assert high == pytest.approx(1.0)
