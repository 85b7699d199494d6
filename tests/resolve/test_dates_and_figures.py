"""Where a day, an age and a figure stand side by side: each number is read once, and as what it is."""

from __future__ import annotations

from datetime import date

import pytest

from firsthand.resolve.quantities import find_quantities
from firsthand.resolve.times import find_times

_DAY = date(2025, 11, 20)

# language, text, the times and what they mean, the figures and what they count
_SIDE_BY_SIDE = [
    ("en", "The raid on October 27 wounded 14.", "October 27=2025-10-27", "14=people"),
    ("en", "Shelling on Nov. 12 killed a guard.", "Nov. 12=2025-11-12", ""),
    ("en", "On October 8 injured at least six children.", "October 8=2025-10-08", "at least six children=children"),
    ("en", "On September 1 missiles hit the port.", "September 1=2025-09-01", ""),
    ("en", "On April 9 2023 residents blocked the road.", "April 9 2023=2023-04-09", ""),
    ("en", "In August 2022 soldiers left the post.", "August 2022=2022-08", ""),
    ("en", "On November 18 soldiers entered the town.", "November 18=2025-11-18", ""),
    ("en", "On May 14 people died there.", "May 14=2025-05-14", ""),
    ("en", "In October 23 civilians were killed.", "October=2025-10", "23 civilians=civilians"),
    ("en", "In October 1 million people fled.", "October=2025-10", "1 million people=people"),
    ("en", "They moved 2024 people.", "", "2024 people=people"),
    ("en", "On 17.10 five were hurt.", "17.10=2025-10-17", "five=people"),
    ("en", "On 17/10 five were hurt.", "17/10=2025-10-17", "five=people"),
    ("en", "The line is open 24/7.", "", ""),
    ("ru", "17.10 погибло 45, ранено 12.", "17.10=2025-10-17", "45=people 12=people"),
    ("ru", "17/10 в области убито 7.", "17/10=2025-10-17", "7=people"),
    ("ru", "Сводка. 02.11 задержаны 8 человек.", "02.11=2025-11-02", "8 человек=people"),
    ("ru", "С 02/11 ранено 8 человек.", "С 02/11=2025-11-02/2025-11-20", "8 человек=people"),
    ("ru", "12.10 процента домов.", "", "12.10 процента домов=percent"),
    ("ru", "Курс вырос до 12.10 гривны.", "", "12.10 гривны=hryvnias"),
    ("uk", "17.10 загинуло 45, поранено 12.", "17.10=2025-10-17", "45=people 12=people"),
    ("uk", "17/10 в області вбито 7.", "17/10=2025-10-17", "7=people"),
    ("uk", "Зведення. 02.11 затримано 8 людей.", "02.11=2025-11-02", "8 людей=people"),
    ("uk", "З 02/11 поранено 8 людей.", "З 02/11=2025-11-02/2025-11-20", "8 людей=people"),
    ("uk", "12.10 відсотка будинків.", "", "12.10 відсотка будинків=percent"),
    ("uk", "Курс зріс до 12.10 гривні.", "", "12.10 гривні=hryvnias"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "times", "figures"), _SIDE_BY_SIDE)
def test_a_day_beside_a_figure_stays_a_day(language: str, text: str, times: str, figures: str) -> None:
    """A day is none of the killed, and what is counted is no day."""
    found = find_times(text, language, _DAY)
    assert " ".join(f"{time.span.of(text)}={time.edtf}" for time in found) == times
    counted = find_quantities(text, language)
    assert [f"{it.unit}" for it in counted] == [pair.rpartition("=")[2] for pair in _pairs(figures)]
    words = [it.span.of(text) for it in counted]
    assert all(word.endswith(pair.rpartition("=")[0]) for word, pair in zip(words, _pairs(figures), strict=True))


def _pairs(figures: str) -> list[str]:
    """The figures of a line of the table, each with its unit."""
    pairs: list[str] = []
    for word in figures.split():
        if pairs and "=" not in pairs[-1]:
            pairs[-1] += f" {word}"
        else:
            pairs.append(word)
    return pairs


_AGES = [
    ("en", "Mortar fire killed a pensioner, 78, in her yard."),
    ("en", "A mother (38) and her toddler (2) were hurt."),
    ("en", "Killed were a nurse, 29, and a driver, 51."),
    ("en", "The boys, 14 and 16, were found dead."),
    ("ru", "Убит водитель, 51."),
    ("ru", "Ранена медсестра (29 лет) и её брат, 17."),
    ("ru", "Погибли мужчина 44 лет и девочка 6 лет."),
    ("uk", "Вбито водія, 51."),
    ("uk", "Поранено медсестру (29 років) та її брата, 17."),
    ("uk", "Загинули чоловік 44 років і дівчинка 6 років."),
]

_NO_AGES = [
    ("en", "Among the wounded are civilians, 14 of them children.", "14"),
    ("en", "They buried soldiers, 12 on Monday.", "12"),
    ("en", "A man spent 5 years there.", "5 years"),
    ("ru", "Среди погибших мирные жители, 14.", "14"),
    ("ru", "Боец 5 лет провёл в плену.", "5 лет"),
    ("uk", "Серед загиблих мирні жителі, 14.", "14"),
    ("uk", "Боєць 5 років провів у полоні.", "5 років"),
]


@pytest.mark.parametrize(("language", "text"), _AGES)
def test_the_age_of_a_victim_is_no_toll(language: str, text: str) -> None:
    """Nobody is counted by how old she was."""
    assert [it.span.of(text) for it in find_quantities(text, language) if (it.value or 0) > 1] == []


@pytest.mark.parametrize(("language", "text", "figure"), _NO_AGES)
def test_a_figure_after_people_is_no_age_where_it_counts(language: str, text: str, figure: str) -> None:
    """A number of several people, or of years that somebody spent, stays a figure."""
    assert [it.span.of(text) for it in find_quantities(text, language)] == [figure]


_BOUNDS = [
    ("en", "Losses did not exceed 45 vehicles.", None, 45, "vehicles"),
    ("en", "The toll surpassed 300.", 300, None, "people"),
    ("en", "Between several dozen and 150 families stayed.", 36, 150, "families"),
    ("en", "Crews counted 41 in total.", 41, 41, None),
    ("ru", "Убыток не превышает 3 млрд рублей.", None, 3e9, "roubles"),
    ("ru", "Число домов превысило 400 зданий.", 400, None, "buildings"),
    ("ru", "От нескольких десятков до 150 семей остались.", 30, 150, "families"),
    ("ru", "Убиты 16 человек, ранены 25, в общей сложности 41.", 41, 41, "people"),
    ("uk", "Збиток не перевищує 3 млрд гривень.", None, 3e9, "hryvnias"),
    ("uk", "Кількість жертв перевищила 400 осіб.", 400, None, "people"),
    ("uk", "Від кількох десятків до 150 родин лишилися.", 30, 150, "families"),
    ("uk", "Вбито 16 людей, поранено 25, загалом 41.", 41, 41, "people"),
]


@pytest.mark.parametrize(("language", "text", "low", "high", "unit"), _BOUNDS)
def test_verbs_and_vague_words_bound_a_figure(
    language: str, text: str, low: float | None, high: float | None, unit: str | None
) -> None:
    """A ceiling, a floor, a range with a vague end and a sum are told apart from a plain number."""
    last = find_quantities(text, language)[-1]
    assert (last.low, last.high, last.unit) == (low, high, unit)


def test_the_level_of_a_year_is_no_figure() -> None:
    """What is more than in a year before is not so many levels."""
    assert find_quantities("Exports exceeded 2019 levels.", "en") == ()
