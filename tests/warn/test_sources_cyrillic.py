# ruff: noqa: E501 - tables read best with one case to a line
"""What Russian and Ukrainian reports rest on, the whole flow through: offices, papers, channels, and where it is."""

from __future__ import annotations

import pytest

import firsthand


def kinds(text: str) -> set[str]:
    return {warning.kind for warning in firsthand.check(text).warnings}


@pytest.mark.parametrize(
    "text",
    [
        "Суд продлил арест ректору\n\nСуд продлил арест ректору на месяц, передаёт корреспондент «Вестника» из зала суда. Защита просила о залоге.",
        "Суд продовжив арешт ректору\n\nСуд продовжив арешт ректору на місяць, передає кореспондент «Вісника» із зали суду. Захист просив про заставу.",
        "Из гаража украли мотоцикл\n\nИз гаража в Твери украли мотоцикл, сообщили в УМВД. Возбуждено дело.",
        "Кабмін виділив гроші на школу\n\nКабмін виділив 40 млн грн на школу в Ізюмі, повідомила прем'єрка Олена Савчук. Роботи почнуться навесні.",
    ],
)
def test_who_keeps_the_record_or_acts_by_publishing_is_enough(text: str) -> None:
    """A reporter in the courtroom, the police and a government that spends its money need no second voice."""
    assert not kinds(text) & {"single_origin", "headline_hardens", "no_named_person"}


@pytest.mark.parametrize(
    "text",
    [
        "Губернатора уволят в пятницу\n\nГубернатора области уволят в пятницу, пишет канал «Тёмный лес» со ссылкой на свои источники. Официальных подтверждений нет.",
        "Голову області звільнять у п'ятницю\n\nГолову області звільнять у п'ятницю, пише канал «Темний ліс» із посиланням на свої джерела. Офіційних підтверджень немає.",
    ],
)
def test_a_leak_of_what_others_will_do_has_one_origin(text: str) -> None:
    """Who foretells what is not his to do claims it, and nobody else is asked."""
    assert "single_origin" in kinds(text)


@pytest.mark.parametrize(
    ("text", "single"),
    [
        (
            "Берлин передаст Киеву гаубицы\n\nБерлин передаст Киеву 12 гаубиц, пишет The Daily Ledger со ссылкой на двух чиновников. Их отправят летом.",
            False,
        ),
        (
            "Берлин передаст Киеву гаубицы\n\nБерлин передал Киеву 12 гаубиц, пишет The Daily Ledger со ссылкой на чиновника. Их отправили летом.",
            True,
        ),
    ],
)
def test_a_paper_with_several_sources_is_not_their_only_one(text: str, single: bool) -> None:
    """Two officials who told a paper are two, though they are known through it; one is one."""
    assert ("single_origin" in kinds(text)) is single


@pytest.mark.parametrize(
    "text",
    [
        "Переслано от «Северный штык»\n\nБойцы 12-го полка говорят, что взяли 40 пленных. Бой шёл весь день",
        "Переслано від «Північний щит»\n\nБійці 12-го полку кажуть, що взяли 40 полонених. Бій ішов увесь день",
    ],
)
def test_a_channel_that_a_post_was_forwarded_from_answers_for_no_figure(text: str) -> None:
    """It only passes on what soldiers without a name say."""
    assert "figure_on_unnamed_source" in kinds(text)


@pytest.mark.parametrize(
    "text",
    [
        "На Алтае произошло землетрясение\n\nЗемлетрясение произошло в Кош-Агачском районе, сообщила сейсмостанция.",
        "Аварія на трасі Київ — Чоп\n\nАварія сталася поблизу Рівного, повідомила поліція. Травмовано двох людей.",
        "Лондон передаст Украине танки\n\nБритания передала Украине 20 танков, сообщил министр обороны Джон Хилл.",
        "У Женеві пройшли переговори\n\nДелегації провели переговори, повідомив секретар ради Іван Лис. Наступні переговори пройдуть у Маямі.",
        "Под Брянском сошёл с рельсов поезд\n\nПоезд сошёл с рельсов у Выгоничей, сообщили на железной дороге.",
    ],
)
def test_what_only_qualifies_a_place_puts_nothing_elsewhere(text: str) -> None:
    """An adjective of a district, a road, a capital that acts, what is yet to be, and what is near a town."""
    assert "headline_place_differs" not in kinds(text)


@pytest.mark.parametrize(
    "text",
    [
        "Пожар на Сахалине\n\nСгорел склад в Корсакове, сообщило МЧС. О причинах спорят, говорит учительница из Корсакова Ирина Ким.",
        "Пожежа в Сумах\n\nЗгорів склад у Сумах, повідомило ДСНС. Дим бачили всі, каже вчителька з Лебедина Ірина Кім.",
    ],
)
def test_a_name_behind_where_somebody_is_from_is_a_name(text: str) -> None:
    """«Вчителька з Лебедина Ірина Кім» can be asked."""
    assert "no_named_person" not in kinds(text)
