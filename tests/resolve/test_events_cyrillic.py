"""Event types in Russian and Ukrainian: the words that lead to each, in the forms and the order of news."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.resolve.data import for_language
from firsthand.resolve.event_words import triggers
from firsthand.resolve.events import classify, event_types, find_trigger
from firsthand.text import fold

RUSSIAN = [
    ("бойцы захватили посёлок Ясное", "territory_captured", "захватили"),
    ("взяли в плен 14 военных", "detention", "взяли"),
    ("посёлок перешёл под контроль бригады", "territory_captured", "перешёл под"),
    ("после взятия города", "territory_captured", "взятия"),
    ("гарнизон оставил позиции у реки", "retreat", "оставил"),
    ("отбито девять атак", "ground_assault", "отбито"),
    ("село обстреляли из миномётов", "shelling", "обстреляли"),
    ("три человека погибли", "casualties", "погибли"),
    ("состояние раненых стабильное", "casualties", "раненых"),
    ("сбиты пять беспилотников", "interception", "сбиты"),
    ("противник атаковал порт беспилотниками", "drone_strike", "атаковал"),
    ("уничтожены два танка", "equipment_loss", "уничтожены"),
    ("уничтожены три дома", "destruction", "уничтожены"),
    ("жителей эвакуируют в соседнее село", "evacuation", "эвакуируют"),
    ("без света остаются восемь сёл", "humanitarian_need", "без света"),
    ("стороны обменялись пленными", "prisoners_exchanged", "обменялись пленными"),
    ("суд приговорил бухгалтера к двум годам", "court_verdict", "приговорил"),
    ("возбуждено уголовное дело", "charge", "возбуждено"),
    ("арендаторы подали иск к мэрии", "lawsuit", "подали"),
    ("река вышла из берегов", "disaster_flood", "вышла из берегов"),
    ("магнитуда составила 5,1", "disaster_earthquake", "магнитуда"),
    ("лесные пожары подошли к трассе", "wildfire", "лесные пожары"),
    ("зарегистрировано 30 случаев кори", "epidemic", "случаев"),
    ("автобус столкнулся с фурой", "accident", "столкнулся"),
    ("подорожал проезд в трамвае", "price_change", "подорожал"),
    ("завод сократит 200 рабочих", "layoffs", "сократит"),
    ("водители объявили забастовку", "strike_labour", "объявили"),
    ("действующий мэр победил на выборах", "election", "победил на"),
    ("министр ушёл в отставку", "resignation", "ушёл в отставку"),
    ("хакеры взломали сайт больницы", "cyberattack", "взломали"),
    ("полузащитник перешёл в клуб за два миллиона", "transfer_sport", "перешёл в"),
]

UKRAINIAN = [
    ("бійці захопили селище Ясне", "territory_captured", "захопили"),
    ("узяли в полон 14 військових", "detention", "узяли"),
    ("селище перейшло під контроль бригади", "territory_captured", "перейшло під"),
    ("відбито дев’ять атак", "ground_assault", "атак"),
    ("гарнізон залишив позиції біля річки", "retreat", "залишив"),
    ("село обстріляли з мінометів", "shelling", "обстріляли"),
    ("загинули троє людей", "casualties", "Загинули"),
    ("поранено двох пожежників", "casualties", "поранено"),
    ("збито п’ять безпілотників", "interception", "збито"),
    ("противник атакував порт безпілотниками", "drone_strike", "атакував"),
    ("знищено два танки", "equipment_loss", "знищено"),
    ("пошкоджено три будинки", "destruction", "пошкоджено"),
    ("мешканців евакуювали до сусіднього села", "evacuation", "евакуювали"),
    ("без світла залишаються вісім сіл", "humanitarian_need", "без світла"),
    ("сторони обміняли полонених", "prisoners_exchanged", "обміняли"),
    ("суд засудив бухгалтера до двох років", "court_verdict", "засудив"),
    ("орендарі подали позов до мерії", "lawsuit", "подали"),
    ("річка вийшла з берегів", "disaster_flood", "вийшла з берегів"),
    ("стався землетрус", "disaster_earthquake", "землетрус"),
    ("зареєстровано 30 випадків кору", "epidemic", "випадків"),
    ("автобус зіткнувся з фурою", "accident", "зіткнувся"),
    ("подорожчав проїзд у трамваї", "price_change", "подорожчав"),
    ("завод скоротить 200 робітників", "layoffs", "скоротить"),
    ("водії оголосили страйк", "strike_labour", "оголосили"),
    ("чинний мер переміг на виборах", "election", "переміг на"),
    ("міністр подав у відставку", "resignation", "подав у відставку"),
    ("невідомі зламали сайт лікарні", "cyberattack", "зламали"),
]


@pytest.mark.parametrize(
    ("language", "text", "key", "trigger"),
    [*(("ru", *case) for case in RUSSIAN), *(("uk", *case) for case in UKRAINIAN)],
)
def test_the_words_lead_to_the_event(language: str, text: str, key: str, trigger: str) -> None:
    """Whatever the form and the order of the words, the event type is found, and its words are pointed to."""
    found = classify(text, language)
    assert found is not None
    assert (found[0], fold(found[1].of(text))) == (key, fold(trigger))


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ru", "команда заняла третье место"), ("ru", "он взял паузу"), ("ru", "шквал критики"),
        ("ru", "удар по репутации"),        ("ru", "актёр взял на себя две роли"), ("ru", "пока тихо"),
        ("uk", "команда посіла третє місце"), ("uk", "він узяв паузу до ранку"), ("uk", "шквал критики"),
        ("uk", "удар по репутації"), ("uk", "поки тихо"),
    ],
)  # fmt: skip
def test_figures_of_speech_give_no_event(language: str, text: str) -> None:
    """Words of war are used for much else, in every language."""
    assert classify(text, language) is None


@pytest.mark.parametrize(
    ("language", "text"), [("ru", "захваченные в мае дома пустуют"), ("uk", "у захоплених у травні будинках порожньо")]
)
def test_a_participle_takes_for_known_what_it_tells(language: str, text: str) -> None:
    """A captured house is no capture where anything else is told; alone it counts little."""
    told = f"{text}, три человека погибли" if language == "ru" else f"{text}, троє людей загинули"
    found = find_trigger(told, language)
    assert found is not None
    assert found.key == "casualties"


@pytest.mark.parametrize("language", ["ru", "uk"])
def test_no_side_stands_in_the_words_of_events(language: str) -> None:
    """What happened is told by the same words, whoever did it."""
    nations = ("росси", "росій", "украин", "україн", "израил", "ізраїл", "палестин", "хамас", "москв", "киев", "київ")
    data = for_language("events", language)
    listed = [str(w) for kinds in data["triggers"].values() for words in kinds.values() for w in words]
    assert [w for w in listed if any(nation in w.lower() for nation in nations)] == []


@pytest.mark.parametrize("language", ["ru", "uk"])
@given(
    st.one_of(
        st.text(alphabet="абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґ’«»—., 0123456789", max_size=80),
        st.lists(st.sampled_from([t for t, _, _ in (*RUSSIAN, *UKRAINIAN)]), max_size=4).map(" ".join),
    )
)
def test_a_trigger_lies_in_the_text(language: str, text: str) -> None:
    """On any text the span is in range and the type is in the table."""
    found = classify(text, language)
    if found is not None:
        assert found[0] in event_types()
        assert 0 <= found[1].start < found[1].end <= len(text)


@pytest.mark.parametrize("language", ["ru", "uk"])
def test_stems_have_classes_of_endings(language: str) -> None:
    """A stem with an unknown class would fail only when the language is first met."""
    assert triggers(language) is not None
