"""Which names are places, and which place each one is."""

from __future__ import annotations

import os
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.work import calls_in

from firsthand.model import Document, NameSense, Place, PlaceId, Span
from firsthand.resolve.gazetteer import Gazetteer
from firsthand.resolve.places import RULES, find_places

REPORT = """Guns fall silent near Mirnograd

Both armies held their fire around Dimitrov on Friday, the mayor of Pokrovsk said. In Kyiv, a spokesman
welcomed it; in Moscow nobody commented. Dimitrov, which Ukraine calls Myrnohrad, lies in Donetsk region."""


def places(gazetteer: Gazetteer, text: str, title: int = 0) -> list[tuple[str, PlaceId | None]]:
    return [(place.span.of(text), place.id) for place in find_places(Document(text, Span(0, title), "en"), gazetteer)]


def only(gazetteer: Gazetteer, text: str, name: str) -> Place:
    found = find_places(Document(text, Span(0, 0), "en"), gazetteer)
    return next(place for place in found if place.span.of(text) == name)


def test_one_town_under_three_names(gazetteer: Gazetteer) -> None:
    """Each side's name of a town, in one report, is the same town, though others bear the name too."""
    found = places(gazetteer, REPORT, REPORT.index("\n"))
    assert {identity for name, identity in found if name in ("Mirnograd", "Dimitrov", "Myrnohrad")} == {710035}
    assert dict(found)["Kyiv"] == 703448
    assert dict(found)["Moscow"] == 524901
    assert dict(found)["Donetsk region"] == "UA-14"


def test_the_case(gazetteer: Gazetteer) -> None:
    """The report that this project started from."""
    shared = Path(os.environ.get("FIRSTHAND_DATA", Path(__file__).parents[2].parent / "shared"))
    article = shared / "case" / "article.txt"
    if not article.exists():
        pytest.skip("the case is not here: set FIRSTHAND_DATA")
    text = article.read_text(encoding="utf-8")
    found = places(gazetteer, text, text.index("\n"))
    named = {name: {identity for other, identity in found if other == name} for name, _ in found}
    assert named["Dimitrov"] == named["Mirnograd"] == {710035}
    assert named["Kyiv"] == {703448}
    assert named["Moscow"] == {524901}
    assert named["Donetsk People’s Republic"] == {"UA-14"}
    assert not {"Telegram", "NATO", "CSTO", "Western", "Russian", "Security", "Exclusive"} & set(named)


@pytest.mark.parametrize(
    ("text", "name", "identity"),
    [
        ("The market in Paris, Texas, burned down.", "Paris", 4717560),
        ("She was seen in Moscow, Idaho, on Monday.", "Moscow", 5601538),
        ("Two men were held in Atlanta, Georgia.", "Georgia", "US-GA"),
        ("Talks opened in Tbilisi; Georgia sent its deputy minister.", "Georgia", 614540),
        ("Shells hit the city of Donetsk at dawn.", "Donetsk", 709717),
        ("Shells hit Donetsk at dawn.", "Donetsk", 709717),
        ("Power failed across Donetsk.", "Donetsk", "UA-14"),
        ("Power failed in Donetsk and Luhansk regions.", "Luhansk", "UA-09"),
        ("They fled from the Luhansk People’s Republic.", "Luhansk People’s Republic", "UA-09"),
        ("The U.S. delegation left early.", "U.S.", 6252001),
        ("A judge in New York refused.", "New York", 5128581),
        ("Взрыв в Донецкой области повредил мост.", "Донецкой области", "UA-14"),
        ("Киев не ответил.", "Киев", 703448),
        ("У місті Мирноград немає води.", "Мирноград", 710035),
    ],
)
def test_words_around_a_name_decide(gazetteer: Gazetteer, text: str, name: str, identity: PlaceId) -> None:
    """Names are shared by many places; the sentence says which one is meant."""
    assert only(gazetteer, text, name).id == identity


@pytest.mark.parametrize(
    "text",
    [
        "Mr Paris said nothing.",
        "The novelist Jack London died in his sleep.",
        "Victoria Ivanova and Sofia Petrova resigned.",
        "The Kyiv Post reported the talks.",
        "The law firm Harrow & Vine sued.",
        "Reading the ruling, the judge paused. Nice people clapped.",
        "Police said that most of the Bank was closed in March. May be so.",
        "Ukrainian and Russian officials met Syrians and the British.",
        "Independence Day is on Monday. Of the ten, two stayed.",
        "The Washington Commanders lost to the Dallas Cowboys, and Texas Rangers fans left.",
        "Real Madrid drew; Nokia and Ericsson sold shares.",
        "A pair of Army boots stood by the door.",
        "The EU agreed. E.U. leaders and the European Union said so.",
        "the mobile unit was reading a nice orange book in may",
    ],
)
def test_no_place_is_named(gazetteer: Gazetteer, text: str) -> None:
    """People, papers, months, peoples and ordinary words are places somewhere; here they are not."""
    assert places(gazetteer, text) == []


def test_ordinary_word_after_a_locative(gazetteer: Gazetteer) -> None:
    """A town with the name of a word is still found where the sentence says "in"."""
    found = dict(places(gazetteer, "Reading the letter, she left. The plant in Reading, England, will close."))
    assert found["Reading"] == 2639577


def test_too_close_to_call(gazetteer: Gazetteer) -> None:
    """Where nothing decides, all candidates are kept, best first, and none is chosen."""
    place = only(gazetteer, "The fire in Santa Rosa spread.", "Santa Rosa")
    assert place.chosen is None
    assert len(place.candidates) > 10
    scores = [candidate.score for candidate in place.candidates]
    assert scores == sorted(scores, reverse=True)


def test_a_county_is_not_the_town_of_that_name(gazetteer: Gazetteer) -> None:
    """The text speaks of an area that the gazetteer lacks: no town is put in its place."""
    assert all(identity is None for _, identity in places(gazetteer, "Crews searched in Marion County for her."))


def test_small_town_far_from_everything(gazetteer: Gazetteer) -> None:
    """A village that the gazetteer lacks must not turn into its namesake on another continent."""
    place = only(gazetteer, "Fighting in Myanmar cut the road to Muse, a Burmese officer said.", "Muse")
    assert place.chosen is None


def test_former_name_is_marked(gazetteer: Gazetteer) -> None:
    """Warnings and displays need to know that a report uses an old name."""
    chosen = only(gazetteer, "Fighting near Dimitrov, in Donetsk Oblast, went on.", "Dimitrov").chosen
    assert chosen is not None
    assert chosen.sense is NameSense.FORMER


def test_every_reason_names_a_rule(gazetteer: Gazetteer) -> None:
    """`--explain` looks up the documentation of a rule by that name."""
    rules = {rule.__name__ for rule in RULES} | {"former_name"}
    found = find_places(Document(REPORT, Span(0, 0), "en"), gazetteer)
    assert {reason.rule for place in found for candidate in place.candidates for reason in candidate.reasons} <= rules
    assert all(rule.__doc__ for rule in RULES)


WORDS = (
    "Kyiv",
    "Donetsk’s",
    "St.",
    "Petersburg",
    "U.S.",
    "D.C.",
    "New",
    "York",
    "People’s",
    "Republic",
    "Mr",
)
MARKS = (",", ".", "\n", "-", "“", "of", "the", "region", "in", "and", "é", "12", "Киев", "области", "&")
PIECES = st.sampled_from(WORDS + MARKS)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=30).map(" ".join), st.lists(PIECES).map("".join)))
def test_spans_match_the_text_and_never_overlap(gazetteer: Gazetteer, text: str) -> None:
    """Whatever the text, a place is a stretch of it that starts with a capital, and no two overlap."""
    found = find_places(Document(text, Span(0, len(text) // 3), "en"), gazetteer)
    for place in found:
        assert place.span.of(text)
        assert text[place.span.start].isupper()
        assert place.candidates
    for one, other in pairwise(found):
        assert one.span.end <= other.span.start


def test_cost_grows_with_the_text_only(gazetteer: Gazetteer) -> None:
    """A long document with many names must not cost the square of its length."""

    def calls(copies: int) -> int:
        document = Document("\n\n".join(f"{REPORT}{i}" for i in range(copies)), Span(0, 0), "en")
        return calls_in(lambda: find_places(document, gazetteer))

    calls(50)
    assert calls(400) < 8 * 1.1 * calls(50)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The Kenya Red Cross Society sent boats.", "Kenya"),
        ("A forecast by Environment Canada changed.", "Canada"),
        ("The river left its banks below Vau i Gurit on Monday.", "Vau"),
        ("The market moves to St Anne’s Square.", "St Anne"),
        ("The ferry to Salt Harbour was late.", "Salt"),
    ],
)
def test_a_name_inside_a_longer_name_is_no_place(gazetteer: Gazetteer, text: str, name: str) -> None:
    """What is only a part of a body's or another place's name is not a mention."""
    assert name not in dict(places(gazetteer, text))


def test_type_words_and_directions_do_not_hide_a_place(gazetteer: Gazetteer) -> None:
    """ "Sumy Province" and "northern Kenya" are mentions all the same."""
    found = dict(places(gazetteer, "Aid came to Sumy Province and to Northern Kenya, said Kenya’s Red Cross."))
    assert {"Sumy Province", "Kenya"} <= set(found)


@pytest.mark.parametrize(
    ("text", "name", "identity"),
    [
        ("In Türkiye's Malatya province, schools are shut. Malatya is quiet.", "Malatya province", "TR-44"),
        ("In Türkiye’s Malatya province, schools are shut. Malatya is quiet.", "Malatya", 304922),
        ("Schools in Turkey's Diyarbakir are shut.", "Diyarbakir", 316541),
        ("Schools in South Sudan's Malakal are shut.", "Malakal", 370737),
        ("Schools in Şanlıurfa province are shut.", "Şanlıurfa province", "TR-63"),
        ("A barn burned near Malvern, Worcestershire police said.", "Malvern", 2648063),
    ],
)
def test_a_place_after_its_owner_is_found(gazetteer: Gazetteer, text: str, name: str, identity: PlaceId) -> None:
    """A country with 's before a name does not turn it into a person's; a county says which country it is in."""
    assert only(gazetteer, text, name).id == identity


def test_a_person_after_a_country_is_no_place(gazetteer: Gazetteer) -> None:
    """Towns of that name lie elsewhere."""
    found = [name for name, _ in places(gazetteer, "France's Lyon met Poland's Victoria and Japan's Columbus.")]
    assert "Columbus" not in found
    assert "Lyon" in found


def test_a_town_that_speaks_is_no_town(gazetteer: Gazetteer) -> None:
    """A newspaper or a club is called like a town somewhere; a capital may stand for a government."""
    text = "Marca said he would sign. Marca has it from his agent. Moscow said nothing. He flew to Marca."
    speakers = [Span(0, 5), Span(text.index("Moscow"), text.index("Moscow") + 6)]
    found = find_places(Document(text, Span(0, 0), "en"), gazetteer, speakers)
    assert [(place.span.of(text), place.span.start > 60) for place in found] == [("Moscow", False), ("Marca", True)]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("", "en", []),
        ("Leningrad", "en", [498817]),
        ("Ленинград", "ru", [498817]),
        ("Мирноград", "uk", [710035]),
        ("Xqzwpl", "en", []),
        ("\x00\ufeff\u202e", "en", []),
    ],
)
def test_a_document_of_a_word_or_none(gazetteer: Gazetteer, text: str, language: str, expected: list[PlaceId]) -> None:
    """A former name empties nothing, and an unknown one breaks nothing."""
    found = find_places(Document(text, Span(0, 0), language), gazetteer)
    assert [place.id for place in found] == expected


@pytest.mark.parametrize(
    ("name", "language", "each"),
    [("Kyiv ", "en", 703448), ("Киев ", "ru", 703448), ("Odesa-based ", "en", 698740)],
)
def test_one_name_over_and_over(gazetteer: Gazetteer, name: str, language: str, each: PlaceId) -> None:
    """Pages of one name are that place, as often as it stands there, and each time costs as much as the first."""

    def found(times: int) -> list[PlaceId | None]:
        return [place.id for place in find_places(Document(name * times, Span(0, 0), language), gazetteer)]

    assert found(8_000) == [each] * 8_000
    assert calls_in(lambda: found(2_000)) < 8 * 1.1 * calls_in(lambda: found(250))


def test_a_list_of_states_holds_no_towns(gazetteer: Gazetteer) -> None:
    """There is an Oklahoma in Pennsylvania, and a Washington in West Virginia."""
    text = "Bees died in Georgia, Oklahoma, Pennsylvania, Washington, West Virginia and Ohio."
    found = places(gazetteer, text)
    assert [identity for _, identity in found] == ["US-GA", "US-OK", "US-PA", "US-WA", "US-WV", "US-OH"]


def test_dollars_are_no_country(gazetteer: Gazetteer) -> None:
    """“US$” is money, and “Sydney-based” is a place."""
    assert places(gazetteer, "The Sydney-based firm paid US$40 million.") == [("Sydney", 2147714)]


def test_a_front_is_the_one_that_an_army_speaks_of(gazetteer: Gazetteer) -> None:
    """The adjective could come from a larger town elsewhere."""
    text = "На Константиновском направлении сохраняется обстановка."
    found = find_places(Document(text, Span(0, 0), "ru"), gazetteer)
    assert [place.id for place in found] == [705104]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("В Донецкой обл. идут бои.", "ru", ["UA-14"]),
        ("У Донецькій обл. тривають бої.", "uk", ["UA-14"]),
        ("Краматорський р-н під обстрілом.", "uk", ["UA.05.kramatorskyi-raion"]),
        ("У Краматорському районі двоє поранених.", "uk", ["UA.05.kramatorskyi-raion"]),
        ("Жители Краматорского р-на уехали.", "ru", ["UA.05.kramatorskyi-raion"]),
        ("Nikopol district of Dnipropetrovsk Oblast was hit.", "en", ["UA.04.nikopol-raion", "UA-12"]),
    ],
)
def test_regions_cut_short_and_districts(
    gazetteer: Gazetteer, text: str, language: str, expected: list[PlaceId]
) -> None:
    """«обл.» and «р-н» are regions and districts as the words in full are, and a district is not its town."""
    assert [place.id for place in find_places(Document(text, Span(0, 0), language), gazetteer)] == expected


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Движение по Крымскому мосту закрыто.", "ru", ["site:crimean-bridge"]),
        ("Кримський міст перекрито.", "uk", ["site:crimean-bridge"]),
        ("Рух Кримським мостом спинили на дві години.", "uk", ["site:crimean-bridge"]),
        ("Біля Кримського мосту бачили дим.", "uk", ["site:crimean-bridge"]),
        ("Войска форсировали Днепр.", "ru", ["region:dnieper"]),
        ("Они переправились через Днепр.", "ru", ["region:dnieper"]),
        ("Вони перепливли Дніпро.", "uk", ["region:dnieper"]),
        ("Обстріляно Дніпро.", "uk", [709930]),
        ("Дом на улице Мира разрушен.", "ru", []),
        ("На вулиці Миру впав дрон.", "uk", []),
        ("A man died in Birmingham, Ala., on Monday.", "en", [4049979, "US-AL"]),
        ("The capital, Stepanakert, was shelled.", "en", [146970]),
    ],
)
def test_namesakes_of_rivers_bridges_and_streets(
    gazetteer: Gazetteer, text: str, language: str, expected: list[PlaceId]
) -> None:
    """What is crossed is a river, a bridge is no town near it, and a street is called after something else."""
    assert [place.id for place in find_places(Document(text, Span(0, 0), language), gazetteer)] == expected


@pytest.mark.parametrize(
    ("text", "language", "identity"),
    [
        ("Бои идут за Северск, отступать некуда.", "ru", 694403),
        ("Оборона Волчанска держится второй месяц.", "ru", 689304),
        ("Под Константиновкой тяжёлый бой.", "ru", 705104),
        ("Штурм Красноармейска начался утром.", "ru", 704422),
        ("Харьков и Волчанск остались без света.", "ru", 689304),
        ("В Томской области, в Северске, открыли школу.", "ru", 1538637),
        ("Бої за Сіверськ тривають третій день.", "uk", 694403),
    ],
)
def test_namesakes_in_two_countries(gazetteer: Gazetteer, text: str, language: str, identity: PlaceId) -> None:
    """Fighting, neighbours and the region decide between a town in Ukraine and its namesake in Russia."""
    assert identity in {place.id for place in find_places(Document(text, Span(0, 0), language), gazetteer)}


@pytest.mark.parametrize("text", ["В Северске открыли мост.", "В Первомайске ранены двое.", "В Дзержинске собрание."])
def test_what_the_text_does_not_decide_stays_open(gazetteer: Gazetteer, text: str) -> None:
    """Size alone does not tell a town from its namesake across the border: both stay candidates."""
    (place,) = find_places(Document(text, Span(0, 0), "ru"), gazetteer)
    assert place.chosen is None
    assert {"UA", "RU"} <= {candidate.country for candidate in place.candidates}


def test_a_union_is_a_place_where_something_is_in_it(gazetteer: Gazetteer) -> None:
    """ "In the EU" says where; a union that decides is a body."""
    assert places(gazetteer, "Prices in the EU rose, and the EU agreed.") == [("EU", "region:european-union")]
    assert [p.id for p in find_places(Document("В ЕС выросли цены.", Span(0, 0), "ru"), gazetteer)] == [
        "region:european-union"
    ]
