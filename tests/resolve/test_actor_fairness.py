"""The parties of a conflict are found alike: one put in the place of the other changes the side and nothing else."""

from __future__ import annotations

from itertools import permutations

import pytest

from firsthand.resolve.actor_table import LANGUAGES, built_in
from firsthand.resolve.actors import find_actors

NAMES = {  # side: in English, then the genitive in Russian and in Ukrainian
    "RU": ("Russian forces", "российских войск", "російських військ"),
    "UA": ("Ukrainian forces", "украинских войск", "українських військ"),
    "IL": ("the IDF", "ЦАХАЛа", "ЦАХАЛу"),
    "HAMAS": ("Hamas", "ХАМАС", "ХАМАС"),
    "PIJ": ("Islamic Jihad", "Исламского джихада", "Ісламського джихаду"),
    "HEZBOLLAH": ("Hezbollah", "Хезболлы", "Хезболли"),
    "IR": ("the IRGC", "КСИР", "КВІР"),
    "IN": ("the Indian army", "индийской армии", "індійської армії"),
    "PK": ("the Pakistani army", "пакистанской армии", "пакистанської армії"),
    "SD": ("Sudan's army", "суданской армии", "суданської армії"),
    "RSF": ("the Rapid Support Forces", "Сил быстрой поддержки", "Сил швидкої підтримки"),
    "ET": ("Ethiopian forces", "эфиопских войск", "ефіопських військ"),
    "TPLF": ("the TPLF", "Народного фронта освобождения Тыграя", "Народного фронту визволення Тиграю"),
    "AM": ("Armenian forces", "армянских войск", "вірменських військ"),
    "AZ": ("Azerbaijani forces", "азербайджанских войск", "азербайджанських військ"),
    "MM": ("Myanmar's junta", "военной хунты Мьянмы", "військової хунти М'янми"),
    "PDF": ("the People's Defence Force", "Сил народной обороны", "Сил народної оборони"),
    "ARAKAN_ARMY": ("the Arakan Army", "Армии Аракана", "Армії Аракану"),
    "SY": ("the Syrian army", "сирийской армии", "сирійської армії"),
    "SDF": ("the Syrian Democratic Forces", "Сирийских демократических сил", "Сирійських демократичних сил"),
    "HTS": ("Hayat Tahrir al-Sham", "Хайят Тахрир аш-Шам", "Хаят Тахрір аш-Шам"),
    "CD": ("the Congolese army", "конголезской армии", "конголезької армії"),
    "M23": ("M23", "М23", "М23"),
    "YE": ("Yemen's government", "правительства Йемена", "уряду Ємену"),
    "HOUTHI": ("the Houthis", "хуситов", "хуситів"),
    "STC": ("the Southern Transitional Council", "Южного переходного совета", "Південної перехідної ради"),
    "MX": ("Mexico's National Guard", "Нацгвардии Мексики", "Нацгвардії Мексики"),
    "SINALOA": ("the Sinaloa Cartel", "картеля Синалоа", "картелю Сіналоа"),
    "CJNG": ("the Jalisco cartel", "картеля Халиско", "картелю Халіско"),
}
CONFLICTS = [
    ("RU", "UA"), ("IL", "HAMAS"), ("IL", "PIJ"), ("IL", "HEZBOLLAH"), ("IL", "IR"), ("IN", "PK"), ("SD", "RSF"),
    ("ET", "TPLF"), ("AM", "AZ"), ("MM", "PDF"), ("MM", "ARAKAN_ARMY"), ("SY", "SDF"), ("SY", "HTS"), ("CD", "M23"),
    ("YE", "HOUTHI"), ("STC", "HOUTHI"), ("MX", "SINALOA"), ("SINALOA", "CJNG"),
]  # fmt: skip
SENTENCES = {
    "en": (
        "The crossing was shelled by {} and, an hour later, by {}.",
        "Both sides name losses: those of {} and those of {} are told apart.",
    ),
    "ru": (
        "Позиции {} обстреляны ночью, позиции {} — утром.",
        "По словам врачей, потери {} и потери {} считают отдельно.",
    ),
    "uk": (
        "Позиції {} обстріляно вночі, позиції {} — вранці.",
        "За словами лікарів, втрати {} і втрати {} рахують окремо.",
    ),
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("pair", CONFLICTS, ids="-".join)
def test_names_that_change_places_change_sides_and_nothing_else(pair: tuple[str, str], language: str) -> None:
    """Each party is found in the place of the other: with its own side, its whole name, and no actor more or less."""
    for sentence in SENTENCES[language]:
        for sides in permutations(pair):
            names = [NAMES[side][LANGUAGES.index(language)] for side in sides]
            found = find_actors(sentence.format(*names), language)
            assert [actor.side for actor in found] == list(sides), sentence.format(*names)
            assert [actor.text for actor in found] == [name.removeprefix("the ") for name in names]


def test_every_armed_group_is_listed_in_every_language() -> None:
    """A group that is known in one language only would be nobody in the reports of the others."""
    for each in built_in():
        if each.kind == "armed_group":
            assert {language for language, _ in each.names} == set(LANGUAGES), each.id


@pytest.mark.parametrize("pair", CONFLICTS, ids="-".join)
def test_parties_are_known_by_a_like_number_of_names(pair: tuple[str, str]) -> None:
    """A group is not lost under its second name where its rival is found under three."""
    for language in LANGUAGES:
        counts = [
            sum(len(each.in_language(language)) for each in built_in() if each.side == side and each.id == side)
            for side in pair
        ]
        if all(counts):
            assert max(counts) <= 3 * min(counts), (pair, language, counts)
