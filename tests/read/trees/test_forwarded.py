"""Posts that a channel passes on, at any length."""

from __future__ import annotations

from tests.read.trees.saying import found
from tests.work import calls_in

_POST = (
    "Уночі ворог атакував порт дронами. За даними ОВА, двоє людей поранені. Міст пошкоджено, повідомив мер Іван "
    "Петренко. «Ми чекаємо на воду», — сказала Ганна Білик.\n\n"
)


def _calls(text: str) -> int:
    assert len(found(text, "uk")) > 100
    return calls_in(lambda: found(text, "uk"))


def test_a_long_forwarded_post_takes_hardly_more_work_than_any_other() -> None:
    """Under a note of forwarding the whole post is one attribution: each of its sentences is looked at once."""
    assert _calls("Переслано від Хвиля\n\n" + _POST * 200) < 2 * _calls(_POST * 200)
