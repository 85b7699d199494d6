"""Reports of conflicts and disasters from many parts of the world: who is found, with which side."""

from __future__ import annotations

import pytest

from firsthand.resolve.actors import find_actors

REPORTS = [
    ("en", "RSF drones hit a clinic in Nyala, the Sudan Doctors Network said.", ["RSF", "SUDAN_DOCTORS"]),
    ("ru", "Дроны попали в клинику в Ньяле, сообщила Сеть врачей Судана.", ["SUDAN_DOCTORS"]),
    ("uk", "Дрони влучили у клініку в Ньялі, повідомила Мережа лікарів Судану.", ["SUDAN_DOCTORS"]),
    ("en", "The Three Brotherhood Alliance took a base from the Tatmadaw.", ["BROTHERHOOD_ALLIANCE", "MM"]),
    ("ru", "Араканская армия отбила базу у Татмадо.", ["ARAKAN_ARMY", "MM"]),
    ("uk", "Араканська армія відбила базу в Татмадо.", ["ARAKAN_ARMY", "MM"]),
    ("en", "Gaza's Civil Defence counted nine dead; the IDF named Hamas.", ["PS", "IL", "HAMAS"]),
    ("ru", "Гражданская оборона Газы насчитала девять погибших; ЦАХАЛ назвал ХАМАС.", ["PS", "IL", "HAMAS"]),
    ("uk", "Цивільна оборона Гази нарахувала дев'ять загиблих; ЦАХАЛ назвав ХАМАС.", ["PS", "IL", "HAMAS"]),
    ("en", "Lebanon's Civil Defence searched the ruins.", ["LB"]),
    ("ru", "Гражданская оборона Ливана разбирала завалы.", ["LB"]),
    ("uk", "Цивільна оборона Лівану розбирала завали.", ["LB"]),
    ("en", "CODECO fighters and the Congolese army clashed near Djugu.", ["CODECO", "CD"]),
    ("ru", "Боевики КОДЕКО столкнулись с конголезской армией у Джугу.", ["CODECO", "CD"]),
    ("uk", "Бойовики КОДЕКО зіткнулися з конголезькою армією біля Джугу.", ["CODECO", "CD"]),
    ("en", "The US-led coalition struck ISIS near Deir ez-Zor.", ["US_LED_COALITION", "ISLAMIC_STATE"]),
    ("ru", "Коалиция во главе с США ударила по позициям ИГ.", ["US_LED_COALITION", "ISLAMIC_STATE"]),
    ("uk", "Коаліція на чолі зі США вдарила по позиціях ІД.", ["US_LED_COALITION", "ISLAMIC_STATE"]),
    ("en", "Nepal's disaster management authority closed the road.", ["NP"]),
    ("ru", "Управление по ликвидации последствий стихийных бедствий Непала закрыло дорогу.", ["NP"]),
    ("uk", "Управління з ліквідації наслідків стихійних лих Непалу закрило дорогу.", ["NP"]),
    ("en", "The Philippine weather bureau lifted the alert.", ["PH"]),
    ("ru", "Метеорологическое агентство Филиппин сняло предупреждение.", ["PH"]),
    ("uk", "Метеорологічне агентство Філіппін зняло попередження.", ["PH"]),
    ("en", "AFAD sent teams to Malatya, FEMA sent money.", ["TR", "US"]),
    ("ru", "AFAD направило отряды в Малатью.", ["TR"]),
    ("uk", "AFAD направило загони до Малатьї.", ["TR"]),
    ("en", "Burundian officers fled, UNSMIL said nothing.", ["BI", "UN"]),
    ("ru", "Штурм ВДВ отбила 118-я бригада теробороны.", ["RU", None]),
    ("uk", "Штурм ВДВ відбила 118-та бригада тероборони.", ["RU", None]),
]


@pytest.mark.parametrize(("language", "text", "sides"), REPORTS)
def test_those_who_act_in_reports_from_the_world_have_their_side(
    language: str, text: str, sides: list[str | None]
) -> None:
    """A war or a flood far from the next one is told with the same care, in each language."""
    assert [each.side for each in find_actors(text, language)] == sides
