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


SHARED = {
    "en": [("Russian", "Ukrainian"), ("Israeli", "Iranian"), ("Indian", "Pakistani"), ("Armenian", "Azerbaijani")],
    "ru": [("российские", "украинские"), ("израильские", "иранские"), ("индийские", "пакистанские")],
    "uk": [("російські", "українські"), ("ізраїльські", "іранські"), ("індійські", "пакистанські")],
}
JOINED = {"en": "{} and {} forces met.", "ru": "Там {} и {} войска.", "uk": "Там {} та {} війська."}


@pytest.mark.parametrize("language", LANGUAGES)
def test_two_nationalities_that_share_a_body_are_both_actors(language: str) -> None:
    """The side named first is not dropped for the one that stands beside the noun, whichever it is."""
    for pair in SHARED[language]:
        sides = [find_actors(JOINED[language].format(*names), language) for names in permutations(pair)]
        assert all(len(found) == 2 for found in sides), pair
        one, other = ([(actor.side, actor.kind) for actor in found] for found in sides)
        assert one == other[::-1], pair


SEATS = [("Moscow's {}", "RU"), ("Kyiv's {}", "UA"), ("Tehran's {}", "IR"), ("Beijing's {}", "CN")]


@pytest.mark.parametrize("body", ["General Staff", "defence ministry", "forces"])
def test_a_capital_owns_what_only_its_state_has(body: str) -> None:
    """“Kyiv's General Staff” has a side, as “Moscow's” has; the police of a capital may be the town's own."""
    for owner, side in SEATS:
        (actor,) = find_actors(f"A map by {owner.format(body)} shows the line.", "en")
        assert (actor.side, actor.text) == (side, owner.format(body))
        assert all(each.side is None for each in find_actors(f"A map by {owner.format('police')} shows it.", "en"))


REGIMES = {
    "en": [("Kyiv regime", "UA"), ("Moscow regime", "RU"), ("Tehran regime", "IR"), ("Tel Aviv regime", "IL")],
    "ru": [("киевского режима", "UA"), ("московского режима", "RU"), ("тегеранского режима", "IR")],
    "uk": [("київського режиму", "UA"), ("московського режиму", "RU"), ("тегеранського режиму", "IR")],
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_rivals_call_a_government_names_its_side(language: str) -> None:
    """The scornful name that one party gives the other is read like the one that it gets back."""
    for name, side in REGIMES[language]:
        assert [(each.text, each.side) for each in find_actors(f"… {name} …", language)] == [(name, side)]
