"""The table of those who have a name: neutral between sides, one id under every name, and open to the user's own."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import pytest

from firsthand.errors import TableError
from firsthand.resolve.actor_table import LANGUAGES, built_in, load_table
from firsthand.resolve.actor_words import lists_of
from firsthand.resolve.actors import acting, find_actors
from firsthand.resolve.data import for_language, load

CONFLICTS = [tuple(pair) for pair in load("organisations.yaml")["conflicts"]]


@pytest.mark.parametrize(("one", "other"), CONFLICTS)
def test_parties_of_a_conflict_have_the_same_entries(one: str, other: str) -> None:
    """What is listed for one side is listed for the other: every kind of body, each in all languages."""

    def bodies(side: str) -> dict[str, set[str]]:
        return {
            each.id.partition(":")[2]: {language for language, _ in each.names}
            for each in built_in()
            if each.id.startswith(f"{side}:")
        }

    assert bodies(one) == bodies(other)


@pytest.mark.parametrize(("one", "other"), CONFLICTS)
def test_parties_of_a_conflict_have_as_many_named_units(one: str, other: str) -> None:
    """Named units are as many on each side, one more or less; so are media and observers at home there."""
    for kind in ("unit", "media", "observer"):
        mine, theirs = (
            [each for each in built_in() if each.kind == kind and (each.side or each.country) == side]
            for side in (one, other)
        )
        assert abs(len(mine) - len(theirs)) <= 1, (kind, mine, theirs)


@pytest.mark.parametrize("language", LANGUAGES)
def test_bodies_with_a_country_are_found_for_both_sides_alike(language: str) -> None:
    """The name of one country put in the place of another's gives the same mention with the other side."""
    bodies = {"en": "The {} army left.", "ru": "{} армия отошла.", "uk": "{} армія відійшла."}
    words = {
        "en": {"RU": "Russian", "UA": "Ukrainian", "IL": "Israeli", "IR": "Iranian", "IN": "Indian", "PK": "Pakistani"},
        "ru": {"RU": "Российская", "UA": "Украинская", "IL": "Израильская", "IR": "Иранская", "IN": "Индийская",
               "PK": "Пакистанская"},
        "uk": {"RU": "Російська", "UA": "Українська", "IL": "Ізраїльська", "IR": "Іранська", "IN": "Індійська",
               "PK": "Пакистанська"},
    }  # fmt: skip
    for side, word in words[language].items():
        (found,) = find_actors(bodies[language].format(word), language)
        assert (found.side, found.id) == (side, f"{side}:armed_forces")


@pytest.mark.parametrize(
    ("names", "id_"),
    [
        ({"en": "Ukraine’s General Staff", "ru": "Генштаб Украины", "uk": "Генштабу ЗСУ"}, "UA:general_staff"),
        ({"en": "Russia’s Defence Ministry", "ru": "Минобороны РФ", "uk": "Міноборони Росії"}, "RU:defence_ministry"),
        ({"en": "Pakistan’s foreign ministry", "ru": "МИД Пакистана", "uk": "МЗС Пакистану"}, "PK:foreign_ministry"),
        ({"en": "38th Marine Brigade", "ru": "38-й бригады морской пехоты", "uk": "38-ма бригада морської піхоти"},
         "unit:38:brigade"),
        ({"en": "51st Army", "ru": "51-я армия", "uk": "51-ї армії"}, "unit:51:army"),
        ({"en": "Kraken battalion", "ru": "батальоном «Кракен»", "uk": "батальйону «Кракен»"}, "unit:kraken"),
        ({"en": "Red Cross", "ru": "Красным Крестом", "uk": "Червоного Хреста"}, "ICRC"),
    ],
)  # fmt: skip
def test_one_actor_has_one_id_in_every_language(names: dict[str, str], id_: str) -> None:
    """Reports in different languages about the same body can be joined."""
    for language, name in names.items():
        assert [found.id for found in find_actors(f"{name}.", language)] == [id_], name


@pytest.mark.parametrize("language", ["ru", "uk"])
def test_the_countries_are_those_of_english(language: str) -> None:
    """No country is known in one language only."""
    assert set(for_language("sides", language)) == set(load("sides.yaml")["en"])


def test_ids_are_unique_and_codes_of_groups_are_no_countries() -> None:
    """A group whose code were that of a country would be taken for it."""
    ids = [each.id for each in built_in()]
    assert len(ids) == len(set(ids))
    countries = set(load("sides.yaml")["en"])
    assert not {each.id for each in built_in()} & countries
    assert not {each.side for each in built_in() if each.side and each.side not in countries} & countries


def test_names_of_one_language_lead_to_one_organisation() -> None:
    """The same name in two entries would be found as whichever stands first."""
    for language in LANGUAGES:
        for one, other in combinations(built_in(), 2):
            assert not set(one.in_language(language)) & set(other.in_language(language)), (one.id, other.id)


def test_media_and_observers_are_actors_but_no_doers() -> None:
    """The agency that tells of a raid did not make it."""
    found = find_actors("TASS quoted the Pentagon.", "en")
    assert [actor.id for actor in found] == ["RU:state_agency", "US:defence_ministry"]
    assert [actor.id for actor in acting(found)] == ["US:defence_ministry"]


GOOD = """\
organisations:
  - id: MILL_STREET
    kind: armed_group
    side: MILL_STREET
    names:
      en: [Mill Street Guard]
      uk: ["Варт+f вулиці Млинової"]
  - {id: "UA:security_service", kind: security_service, side: UA, names: {en: [The Eighth Bureau]}}
"""


def test_a_table_of_the_user_is_used_beside_the_one_built_in(tmp_path: Path) -> None:
    """New names are found in every case; an id that is built in gets further names."""
    path = tmp_path / "actors.yaml"
    path.write_text(GOOD, encoding="utf-8")
    table = load_table(path)
    (guard,) = find_actors("Mill Street Guard fired.", "en", further=table)
    assert (guard.side, guard.id, guard.kind) == ("MILL_STREET", "MILL_STREET", "armed_group")
    (cases,) = find_actors("Це справа Варти вулиці Млинової.", "uk", further=table)
    assert cases.id == "MILL_STREET"
    (bureau,) = find_actors("The Eighth Bureau spoke.", "en", further=table)
    assert bureau.id == "UA:security_service"
    assert find_actors("Mill Street Guard fired.", "en") == ()


@pytest.mark.parametrize(
    ("text", "language", "side"),
    [
        ("Wagner left the base.", "en", "WAGNER"),
        ("A Wagner opera opened the season.", "en", None),
        ("«Вагнер» ушёл с базы.", "ru", "WAGNER"),
        ("Вагнер написал эту оперу в изгнании.", "ru", None),
        ("«Рибар» позначив село.", "uk", "RYBAR"),
        ("Рибар витягнув сіті.", "uk", None),
    ],
)
def test_a_name_beside_words_that_speak_of_something_else_is_none(text: str, language: str, side: str | None) -> None:
    """A composer is no mercenary, and a fisherman no channel."""
    assert [actor.side for actor in find_actors(text, language)] == ([side] if side else [])


def test_a_table_of_the_user_may_say_when_a_name_is_none(tmp_path: Path) -> None:
    """The field `unless` holds for the user's names as for those built in."""
    path = tmp_path / "actors.yaml"
    path.write_text(
        "organisations:\n  - {id: MILLERS, kind: armed_group, names: {en: [Millers]}, unless: {en: [flour]}}\n",
        encoding="utf-8",
    )
    table = load_table(path)
    assert [actor.id for actor in find_actors("The Millers fired.", "en", further=table)] == ["MILLERS"]
    assert find_actors("The Millers sold flour.", "en", further=table) == ()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "expected a table of actors"),
        ("- a\n- b\n", "line 1: expected a table of actors"),
        ("organisations: []\n", "at least one entry"),
        ("organisations:\n  - {id: A, kind: ngo\n", "is not YAML"),
        ("organisations:\n  - id: A\n    kind: ngo\n    name: {en: [A]}\n", "line 4: no such field: name"),
        ("organisations:\n  - id: A\n    kind: ngo\n", "line 2: no `names:`"),
        ("organisations:\n  - kind: ngo\n    names: {en: [A]}\n", "line 2: the field id is missing"),
        ("organisations:\n  - {id: A, kind: ngo, names: {de: [A]}}\n", "line 2: no such field: de"),
        ("organisations:\n  - {id: A, kind: ngo, names: {en: A}}\n", "line 2: the names in en must be a list"),
        ("organisations:\n  - {id: A, kind: ngo, names: {en: ['']}}\n", "a name must be a text"),
        (
            "organisations:\n  - {id: A, kind: ngo, names: {ru: [Банд+q]}}\n",
            "Банд+q: there is no such class of endings",
        ),
        ("organisations:\n  - {id: Ä, kind: ngo, names: {en: [A]}}\n", "line 2: id must be a code"),
        ("organisations:\n  - {id: A, kind: ngo, side: [UA], names: {en: [A]}}\n", "line 2: side must be a code"),
        ("organisations:\n" + 2 * "  - {id: A, kind: ngo, names: {en: [A]}}\n", "line 3: the id A stands in line 2"),
    ],
)
def test_a_broken_table_is_refused_with_its_line(tmp_path: Path, text: str, told: str) -> None:
    """Whoever writes a table learns where the slip is."""
    path = tmp_path / "actors.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(TableError) as caught:
        load_table(path)
    assert str(path) in str(caught.value)
    assert told in str(caught.value)


def test_a_table_that_is_absent_or_no_text_is_refused(tmp_path: Path) -> None:
    """No traceback for a wrong path, or for a picture."""
    with pytest.raises(TableError, match="cannot be read"):
        load_table(tmp_path / "none.yaml")
    (tmp_path / "picture.yaml").write_bytes(b"\x89PNG\xff\xfe")
    with pytest.raises(TableError, match="not UTF-8"):
        load_table(tmp_path / "picture.yaml")


@pytest.mark.parametrize(
    "text",
    [40_000 * "[", 40_000 * "[" + 40_000 * "]", 9_000 * '{"organisations": ' + "1" + 9_000 * "}", 9_000 * "- "],
)
def test_brackets_in_brackets_are_refused(tmp_path: Path, text: str) -> None:
    """A file that nests without end, by slip or by design, ends in words and not in a traceback."""
    path = tmp_path / "nested.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(TableError, match=r"nested\.yaml"):
        load_table(path)


def test_lists_are_built_once() -> None:
    """The lists of a language with the same table are the same object."""
    assert lists_of("uk") is lists_of("uk")
    assert lists_of("xx") is None


@pytest.mark.parametrize(
    ("id_", "side", "names"),
    [
        ("MSF", "MSF", {"en": "MSF", "ru": "«Врачам без границ»", "uk": "«Лікарям без кордонів»"}),
        ("MSF", "MSF", {"en": "Doctors Without Borders", "ru": "MSF", "uk": "MSF"}),
        ("UN", "UN", {"en": "OCHA", "ru": "УКГВ", "uk": "УКГС"}),
        ("UN", "UN", {"en": "IAEA", "ru": "МАГАТЭ", "uk": "МАГАТЕ"}),
        ("HRMMU", "UN", {"en": "HRMMU", "ru": "ММПЧУ", "uk": "ММПЛУ"}),
        ("HRMMU", "UN", {"en": "U.N. Human Rights Monitoring Mission in Ukraine",
                         "ru": "Мониторинговой миссии ООН по правам человека в Украине",
                         "uk": "Моніторингової місії ООН з прав людини в Україні"}),
        ("OSCE", "OSCE", {"en": "OSCE", "ru": "ОБСЕ", "uk": "ОБСЄ"}),
        ("ICRC", "ICRC", {"en": "ICRC", "ru": "МККК", "uk": "МКЧХ"}),
        ("UA:emergency_service", "UA", {"en": "State Emergency Service of Ukraine", "ru": "ГСЧС", "uk": "ДСНС"}),
        ("UA:emergency_service", "UA", {"en": "Ukraine's State Emergency Service", "ru": "ДСНС", "uk": "ДСНС України"}),
        ("RU:emergency_service", "RU", {"en": "Russia's Emergencies Ministry", "ru": "МЧС РФ", "uk": "МНС РФ"}),
        ("WHITE_HELMETS", "WHITE_HELMETS", {"en": "White Helmets", "ru": "Белых касок", "uk": "Білими касками"}),
        ("IFRC", "IFRC", {"en": "International Federation of Red Cross and Red Crescent Societies",
                          "ru": "Международной федерации обществ Красного Креста и Красного Полумесяца",
                          "uk": "Міжнародної федерації товариств Червоного Хреста і Червоного Півмісяця"}),
        ("UA:red_cross", "UA_RED_CROSS", {"en": "Ukrainian Red Cross", "ru": "Украинского Красного Креста",
                                          "uk": "Товариство Червоного Хреста України"}),
        ("RU:red_cross", "RU_RED_CROSS", {"en": "Red Cross Society of Russia", "ru": "Российский Красный Крест",
                                          "uk": "Російського Червоного Хреста"}),
        ("IR:red_cross", "IR_RED_CROSS", {"en": "Iran's Red Crescent", "ru": "Красный Полумесяц Ирана",
                                          "uk": "Іранський Червоний Півмісяць"}),
        ("IL:red_cross", "IL_RED_CROSS", {"en": "Magen David Adom", "ru": "Маген Давид Адом",
                                          "uk": "Маген Давид Адом"}),
        ("PS:red_cross", "PS_RED_CROSS", {"en": "Palestine Red Crescent Society",
                                          "ru": "Палестинского Красного Полумесяца",
                                          "uk": "Палестинський Червоний Півмісяць"}),
        ("HAMAS", "HAMAS", {"en": "al-Qassam Brigades", "ru": "Бригады «Аль-Кассам»", "uk": "бригадам «Аль-Кассам»"}),
        ("HAMAS", "HAMAS", {"en": "Al-Qassam Brigades", "ru": "бригад аль-Кассам", "uk": "Бригади аль-Кассам"}),
        ("PIJ", "PIJ", {"en": "al-Quds Brigades", "ru": "Бригады «Аль-Кудс»", "uk": "бригадам «Аль-Кудс»"}),
        ("unit:dnr-militia", "RU", {"en": "People's Militia of the LPR", "ru": "Народной милиции ДНР",
                                    "uk": "Народна міліція «ЛНР»"}),
        ("RU:security_service", "RU", {"en": "Federal Security Service", "ru": "Федеральной службе безопасности",
                                       "uk": "Федеральної служби безпеки"}),
        ("UA:security_service", "UA", {"en": "Security Service of Ukraine", "ru": "Службе безопасности Украины",
                                       "uk": "Службі безпеки України"}),
        ("UA:border_guard", "UA", {"en": "DPSU", "ru": "Госпогранслужбе", "uk": "ДПСУ"}),
        ("RU:border_guard", "RU", {"en": "Border Service of the FSB", "ru": "Погранслужбе ФСБ",
                                   "uk": "Прикордонної служби ФСБ"}),
    ],
)  # fmt: skip
def test_services_and_observers_are_known_by_their_short_names(id_: str, side: str, names: dict[str, str]) -> None:
    """Rescuers, border guards and those who watch have a side in each language, under their abbreviations too."""
    for language, name in names.items():
        assert [(each.id, each.side) for each in find_actors(f"… {name} …", language)] == [(id_, side)], name


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("en", "The Security Service held a courier.", ["Security Service"]),
        ("en", "The Security Service of the bank held a courier.", []),
        ("ru", "В Службе безопасности назвали имя.", ["Службе безопасности"]),
        ("ru", "Служба безопасности завода назвала имя.", []),
        ("ru", "Имя назвала служба безопасности.", []),
        ("uk", "У Службі безпеки назвали ім'я.", ["Службі безпеки"]),
        ("uk", "Служба безпеки аеропорту назвала ім'я.", []),
    ],
)
def test_a_security_service_is_that_of_a_state_and_not_of_a_bank(language: str, text: str, found: list[str]) -> None:
    """The service with a capital is the state's, unless the words behind it say that it guards a plant."""
    assert [each.text for each in find_actors(text, language)] == found


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        ("en", "Sumy OVA reported a fire.", "Sumy OVA"),
        ("ru", "Херсонская ОВА сообщила о пожаре.", "Херсонская ОВА"),
        ("ru", "Никопольская РВА сообщила о пожаре.", "Никопольская РВА"),
        ("ru", "МВА Херсона сообщила о пожаре.", "МВА Херсона"),
        ("uk", "Херсонська ОВА повідомила про пожежу.", "Херсонська ОВА"),
        ("uk", "Нікопольська РВА повідомила про пожежу.", "Нікопольська РВА"),
        ("uk", "МВА Херсона повідомила про пожежу.", "МВА Херсона"),
        ("ru", "Минздрав Тульской области сообщил о раненых.", "Минздрав Тульской области"),
        ("uk", "МОЗ Тульської області повідомило про поранених.", "МОЗ Тульської області"),
    ],
)
def test_administrations_are_known_by_their_short_names(language: str, text: str, name: str) -> None:
    """The administration of a town, a district and a region is a local body, as a council is."""
    assert [(each.text, each.kind) for each in find_actors(text, language)] == [(name, "local")]
