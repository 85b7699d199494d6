"""Whose a body is that is named without its state: decided by the text or its outlet, else open, with the reason."""

from __future__ import annotations

import pytest

from firsthand.model import Actor, Document, Span
from firsthand.resolve import resolve
from firsthand.resolve.gazetteer import Gazetteer


def bare(gazetteer: Gazetteer, text: str, language: str, name: str, address: str | None = None) -> Actor:
    document = Document(text, Span(0, 0), language, address=address)
    actors = resolve(document, (), gazetteer).actors
    return next(each for each in reversed(actors) if each.text == name)


@pytest.mark.parametrize(
    ("language", "text", "name", "side"),
    [
        ("en", "Ukraine's Air Force counted 40 drones. The Air Force downed 31.", "Air Force", "UA"),
        ("en", "Russia's Air Force counted 40 drones. The Air Force downed 31.", "Air Force", "RU"),
        ("ru", "ВМС Мексики вышли в море. ВМС ищут судно.", "ВМС", "MX"),
        ("en", "The Israeli navy fired. Two boats sank, the navy said.", "navy", "IL"),
        ("ru", "Воздушные силы Украины насчитали 40 дронов. Воздушные силы сбили 31.", "Воздушные силы", "UA"),
        ("ru", "ВКС России насчитали 40 дронов. ВКС сбили 31.", "ВКС", "RU"),
        ("ru", "МЧС Казахстана насчитало 40 домов. Позже МЧС дополнило список.", "МЧС", "KZ"),
        ("uk", "Повітряні сили ЗСУ нарахували 40 дронів. Згодом Повітряні сили збили 31.", "Повітряні сили", "UA"),
        (
            "en",
            "Belarus's Investigative Committee came. The Investigative Committee left.",
            "Investigative Committee",
            "BY",
        ),
        ("en", "The Gaza health ministry counts 5 dead. The health ministry names them.", "health ministry", "PS"),
        ("ru", "Минздрав Грузии насчитал 12 больных. Минздрав просит остаться дома.", "Минздрав", "GE"),
        ("ru", "Следственный комитет Беларуси нашёл след. Следственный комитет ищет.", "Следственный комитет", "BY"),
        ("uk", "СБУ відкрила справу. Служба безпеки шукає свідків.", "Служба безпеки", "UA"),
        ("uk", "ФСБ відкрила справу. Служба безпеки шукає свідків.", "Служба безпеки", "RU"),
        ("uk", "Мінфін Польщі дав 4 млн. Мінфін дасть ще.", "Мінфін", "PL"),
        ("uk", "Повітряні сили Польщі нарахували 40 дронів. Згодом Повітряні сили збили 31.", "Повітряні сили", "PL"),
    ],
)
def test_the_text_that_names_a_body_with_its_state_tells_whose_it_is(
    gazetteer: Gazetteer, language: str, text: str, name: str, side: str
) -> None:
    """The second mention of a body is the same body, whoever's it is."""
    found = bare(gazetteer, text, language, name)
    assert (found.side, found.id) == (side, f"{side}:{found.kind}")
    assert [reason.rule for reason in found.reasons] == ["named_with_its_state"]


@pytest.mark.parametrize(
    ("language", "text", "name", "address", "side"),
    [
        ("uk", "Повітряні сили збили 31 дрон над Полтавою.", "Повітряні сили", "https://novyny.example.ua/1", "UA"),
        ("ru", "Минобороны сообщило о 31 дроне над Тулой.", "Минобороны", "https://vesti.example.ru/1", "RU"),
        ("en", "The Air Force downed 31 drones over Poltava.", "Air Force", "https://news.example.ua/1", "UA"),
        ("ru", "МЧС тушит пожар в Костанае.", "МЧС", "https://vesti.example.kz/1", "KZ"),
    ],
)
def test_an_outlet_speaks_of_its_own_country_s_bodies(
    gazetteer: Gazetteer, language: str, text: str, name: str, address: str, side: str
) -> None:
    """The local paper does not say whose air force it is."""
    found = bare(gazetteer, text, language, name, address)
    assert (found.side, [reason.rule for reason in found.reasons]) == (side, ["at_home_with_the_outlet"])


@pytest.mark.parametrize(
    ("language", "text", "name", "side"),
    [
        ("en", "The Defence Ministry in Kyiv counted 31 drones.", "Defence Ministry", "UA"),
        ("en", "The defence ministry in Moscow counted 31 drones.", "defence ministry", "RU"),
        ("en", "An aide at the foreign ministry in the capital, Khartoum, was held.", "foreign ministry", "SD"),
        ("en", "The government in Tbilisi recalled its envoy.", "government", "GE"),
        ("en", "The Ministry of Health in Beirut counted the wounded.", "Ministry of Health", "LB"),
        ("ru", "Минобороны в Ереване опровергло обстрел.", "Минобороны", "AM"),
        ("ru", "В Министерстве обороны в Киеве об этом молчат.", "Министерстве обороны", "UA"),
        ("ru", "МИД в Москве вызвал посла.", "МИД", "RU"),
        ("ru", "Парламент в столице, Кишинёве, принял закон.", "Парламент", "MD"),
        ("uk", "Міноборони в Баку спростувало обстріл.", "Міноборони", "AZ"),
        ("uk", "Генштаб у Києві нарахував 90 боїв.", "Генштаб", "UA"),
        ("uk", "Генштаб у Москві нарахував 90 боїв.", "Генштаб", "RU"),
        ("uk", "Уряд у Мінську відкликав посла.", "Уряд", "BY"),
    ],
)
def test_a_ministry_sits_in_the_capital_of_its_state(
    gazetteer: Gazetteer, language: str, text: str, name: str, side: str
) -> None:
    """The capital behind a ministry or a government says whose it is."""
    found = bare(gazetteer, text, language, name)
    assert (found.side, found.id) == (side, f"{side}:{found.kind}")
    assert [reason.rule for reason in found.reasons] == ["seated_in_capital"]


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        ("en", "The army in Kyiv opened fire.", "army"),
        ("en", "The government in Odesa spoke.", "government"),
        ("en", "The foreign ministry, Kyiv said, knew of it.", "foreign ministry"),
        ("ru", "Вооружённые силы в Дамаске открыли огонь.", "Вооружённые силы"),
        ("uk", "Уряд в Одесі мовчить.", "Уряд"),
        ("en", "Russia's health ministry called. The regional health ministry answered.", "regional health ministry"),
        ("ru", "Минздрав РФ спросил. Минздрав Тульской области ответил.", "Минздрав Тульской области"),
    ],
)
def test_forces_in_a_capital_and_bodies_of_a_region_have_no_side(
    gazetteer: Gazetteer, language: str, text: str, name: str
) -> None:
    """An army is met in foreign capitals too, and a town or a region has a government that is not the state's."""
    assert bare(gazetteer, text, language, name).side is None


def test_rescuers_belong_where_they_help(gazetteer: Gazetteer) -> None:
    """Firefighters of one country put out its fires."""
    found = bare(gazetteer, "МЧС тушит пожар в Актобе и в Костанае.", "ru", "МЧС")
    assert (found.side, [reason.rule for reason in found.reasons]) == ("KZ", ["where_it_helps"])


@pytest.mark.parametrize(
    ("language", "text", "name", "side"),
    [
        ("ru", "Украинские и российские войска ведут бои. Нацгвардия понесла потери.", "Нацгвардия", "UA"),
        ("ru", "Украинские и российские войска ведут бои. ВКС нанесли удар.", "ВКС", "RU"),
        ("ru", "Украинские и российские военные ведут счёт. ВМФ молчит.", "ВМФ", "RU"),
        ("ru", "Украинские и российские военные ведут счёт. ВМС молчат.", "ВМС", "UA"),
        ("uk", "Українські та російські війська ведуть бої. У Нацгвардії є втрати.", "Нацгвардії", "UA"),
        ("uk", "Українські та російські війська ведуть бої. ВКС завдали удару.", "ВКС", "RU"),
    ],
)
def test_of_two_states_the_one_that_calls_its_body_so_has_it(
    gazetteer: Gazetteer, language: str, text: str, name: str, side: str
) -> None:
    """Where one party's guard has another name, the name that is used is the other party's."""
    found = bare(gazetteer, text, language, name)
    assert (found.side, found.id) == (side, f"{side}:{found.kind}")
    assert [reason.rule for reason in found.reasons] == ["only_one_that_has_it"]


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        ("ru", "Российские войска ведут бои. Нацгвардия понесла потери.", "Нацгвардия"),
        ("ru", "Украинские, российские и американские войска здесь. Нацгвардия молчит.", "Нацгвардия"),
        ("ru", "Российские войска обстреляли Харьков. МЧС тушит пожар.", "МЧС"),
        ("ru", "Украинские и российские военные ведут бои. Генштаб молчит.", "Генштаб"),
        ("uk", "Українські та російські військові ведуть бої. Міноборони мовчить.", "Міноборони"),
    ],
)
def test_a_name_that_several_may_bear_decides_nothing(
    gazetteer: Gazetteer, language: str, text: str, name: str
) -> None:
    """What both parties have stays open, and so does what a third state may have."""
    assert bare(gazetteer, text, language, name).side is None


@pytest.mark.parametrize(
    ("language", "text", "name", "candidates"),
    [
        ("en", "Russian drones struck Poltava. The Air Force downed 31.", "Air Force", ("RU", "UA")),
        ("en", "Ukrainian drones struck Tula. The Air Force downed 31.", "Air Force", ("RU", "UA")),
        ("ru", "Российские дроны ударили по Полтаве. Воздушные силы сбили 31.", "Воздушные силы", ("RU", "UA")),
        ("uk", "Російські дрони вдарили по Полтаві. Повітряні сили збили 31.", "Повітряні сили", ("RU", "UA")),
        ("uk", "Повітряні сили збили 31 дрон.", "Повітряні сили", ()),
        ("en", "Sudan's army and Chad's army met. The army fired.", "army", ("SD", "TD")),
    ],
)
def test_a_body_stays_open_where_nothing_tells(
    gazetteer: Gazetteer, language: str, text: str, name: str, candidates: tuple[str, ...]
) -> None:
    """The opponent is not taken for the body's own state because it is the only one that is named."""
    found = bare(gazetteer, text, language, name)
    assert (found.side, found.id, found.candidates) == (None, None, candidates)
    assert [reason.rule for reason in found.reasons] == ["body_of_no_state"]


def test_an_abbreviation_is_not_that_of_a_state_that_has_another(gazetteer: Gazetteer) -> None:
    """«МЧС» in an occupied town is not the service that bears another name."""
    found = bare(gazetteer, "МЧС тушит пожар в Донецке.", "ru", "МЧС")
    assert (found.side, found.candidates) == (None, ())
