"""What is taken back, and what a denial denies."""

from __future__ import annotations

import pytest
from tests.read.trees.saying import found, modes

from firsthand.model import Mode


@pytest.mark.parametrize(
    ("language", "text", "content"),
    [
        ("ru", "Глава района обмолвился, что плотина прорвана.", "плотина прорвана"),
        ("ru", "Мы ошибочно написали, что ранены семеро рыбаков.", "ранены семеро рыбаков"),
        ("ru", "Ранее мы ошибочно сообщили о семи раненых.", "семи раненых"),
        ("uk", "Голова району обмовився, що греблю прорвано.", "греблю прорвано"),
        ("uk", "Міністерка обмовилася, що греблю прорвано.", "греблю прорвано"),
        ("uk", "Ми помилково написали, що поранено сімох рибалок.", "поранено сімох рибалок"),
    ],
)
def test_a_slip_and_a_mistake_of_ones_own_are_retractions(language: str, text: str, content: str) -> None:
    """Who misspoke, or wrote something by mistake, does not say that it is so."""
    assert modes(text, language) == [(content, Mode.RETRACTED)]


def test_a_mistake_of_somebody_else_is_no_retraction() -> None:
    """That a mayor is wrong is the outlet's view; he has taken nothing back."""
    assert modes("Мэр ошибочно заявил, что плотина цела.") == [("плотина цела", Mode.ASSERTED)]


@pytest.mark.parametrize(
    ("language", "text", "denied"),
    [
        ("ru", "В порту взорвался склад с зерном, пишет «Волга». Дождь стих. Мэрия опровергла взрыв склада с зерном.",
         "В порту взорвался склад с зерном"),
        ("uk", "У порту вибухнув склад із зерном, пише «Хвиля». Дощ ущух. Мерія спростувала вибух складу із зерном.",
         "У порту вибухнув склад із зерном"),
    ],
)  # fmt: skip
def test_a_denial_points_to_what_it_denies(language: str, text: str, denied: str) -> None:
    """Where the document says earlier what is denied, a reason of the denial lies on those words."""
    statement = next(one for one in found(text, language) if one.mode is Mode.DENIED)
    reason = next(one for one in statement.reasons if one.rule == "denies_what_was_said")
    assert [span.of(text) for span in reason.spans] == [denied]


@pytest.mark.parametrize(
    "text",
    [
        "В порту сгорел катер, пишет «Волга». Мэрия опровергла отставку прокурора.",
        "В порту сгорел катер, пишет «Волга». Мэрия опровергла закрытие порта.",
    ],
)
def test_a_denial_of_something_else_points_to_nothing(text: str) -> None:
    """A word in common is not enough."""
    assert all(reason.rule != "denies_what_was_said" for one in found(text) for reason in one.reasons)
