"""Posts that a channel passes on, at any length."""

from __future__ import annotations

import time

from tests.read.trees.saying import found

_POST = (
    "Уночі ворог атакував порт дронами. За даними ОВА, двоє людей поранені. Міст пошкоджено, повідомив мер Іван "
    "Петренко. «Ми чекаємо на воду», — сказала Ганна Білик.\n\n"
)


def _seconds(text: str) -> float:
    started = time.process_time()
    assert len(found(text, "uk")) > 100
    return time.process_time() - started


def test_a_long_forwarded_post_takes_hardly_longer_than_any_other() -> None:
    """Under a note of forwarding the whole post is one attribution: each of its sentences is looked at once."""
    found(_POST, "uk")
    assert _seconds("Переслано від Хвиля\n\n" + _POST * 200) < 2.5 * _seconds(_POST * 200)
