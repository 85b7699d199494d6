# ruff: noqa: E501 - tables read best with one case to a line
"""Who a claim goes back to, in the registers of channels and ministries, and that every side is asked the same."""

from __future__ import annotations

import pytest
from tests.warn.reports import Draft

from firsthand.model import Mode

BULLETINS = {
    "en": (
        "{own} defence ministry: 14 {other} drones shot down overnight",
        "Air defences shot down 14 {other} drones over the coast",
        ("Russian", "Ukrainian"),
    ),
    "ru": (
        "Минобороны {own}: за ночь сбиты 14 беспилотников {other}",
        "Дежурные расчёты сбили над побережьем 14 беспилотников {other}",
        ("России", "Украины"),
    ),
    "uk": (
        "Міноборони {own}: за ніч збито 14 безпілотників {other}",
        "Чергові розрахунки збили над узбережжям 14 безпілотників {other}",
        ("Росії", "України"),
    ),
}


def bulletin(language: str, own: int) -> Draft:
    """A ministry's own bulletin under its name and a colon, in which nobody else is heard."""
    headline, claim, names = BULLETINS[language]
    words = {"own": names[own], "other": names[1 - own]}
    draft = Draft(headline.format(**words), claim.format(**words) + ".", language)
    draft.actors.append(type(draft.side(words["other"], "UR"[own]))(draft.title, words["own"], "RU"[own]))
    return draft.says(claim.format(**words), event="interception")


@pytest.mark.parametrize("language", ["en", "ru", "uk"])
@pytest.mark.parametrize("own", [0, 1])
def test_a_ministry_s_own_bulletin_has_one_origin(language: str, own: int) -> None:
    """The headline names who publishes it, and the text is its word alone, whichever side it is."""
    assert {"single_origin", "party_has_not_answered"} <= bulletin(language, own).kinds()


@pytest.mark.parametrize(
    ("language", "body", "denies"),
    [
        (
            "en",
            "Air defences shot down 14 drones over the coast. The air force of the other side denied it.",
            "The air force",
        ),
        ("ru", "Расчёты сбили над побережьем 14 беспилотников. Генштаб Украины это опроверг.", "Генштаб Украины"),
        ("uk", "Розрахунки збили над узбережжям 14 безпілотників. Генштаб України це спростував.", "Генштаб України"),
    ],
)
def test_a_bulletin_that_is_contradicted_in_the_report_is_no_bulletin(language: str, body: str, denies: str) -> None:
    """Where another army denies it by name, the report shows the dispute."""
    headline = BULLETINS[language][0].format(own=BULLETINS[language][2][0], other=BULLETINS[language][2][1])
    draft = Draft(headline, body, language)
    draft.says(body.split(". ")[0], event="interception")
    draft.says(
        body.split(". ")[1].rstrip("."),
        draft.voice(denies, "named_organisation"),
        mode=Mode.DENIED,
        event="interception",
    )
    assert "single_origin" not in draft.kinds()


@pytest.mark.parametrize(
    ("language", "headline", "claim"),
    [
        ("en", "News from the ridge", "The enemy left two trucks and ran from Hill 40"),
        ("ru", "С передовой", "Противник бросил две машины и отступил с высоты 40"),
        ("uk", "З передової", "Ворог кинув дві машини й відступив з висоти 40"),
    ],
)
def test_whoever_writes_of_the_enemy_is_a_side_of_the_fight(language: str, headline: str, claim: str) -> None:
    """A unit's own post names no source, yet is nobody's word but its own."""
    assert "single_origin" in Draft(headline, claim + ".", language).says(claim, event="retreat").kinds()


@pytest.mark.parametrize(
    ("language", "claim", "voice", "kind", "event"),
    [
        ("en", "A drone hit a bus at Kestrel", "the mayor of Kestrel", "unnamed_person", "drone_strike"),
        ("ru", "Дрон ударил по автобусу в Kestrel", "глава района Пётр Лужин", "named_person", "drone_strike"),
        ("ru", "Обстреляна окраина Kestrel", "мэр", "unnamed_person", "shelling"),
        ("ru", "Загорелась крыша рынка", "спасатели", "unnamed_group", "disaster"),
        ("ru", "Обыски идут в трёх кабинетах", "Следственный комитет", "named_organisation", "investigation"),
        ("ru", "Домой возвращены 84 военных", "Минобороны", "named_organisation", "prisoners_exchanged"),
        ("uk", "Дрон ударив по автобусу в Kestrel", "голова громади Петро Лужний", "named_person", "drone_strike"),
        ("uk", "Обстріляно околицю Kestrel", "міський голова", "unnamed_person", "shelling"),
        ("uk", "Загорівся дах ринку", "рятувальники", "unnamed_group", "disaster"),
        ("uk", "Обшуки тривають у трьох кабінетах", "ДБР", "named_organisation", "investigation"),
        ("uk", "Додому повернено 84 військових", "Міноборони", "named_organisation", "prisoners_exchanged"),
    ],
)  # fmt: skip
def test_who_keeps_the_record_or_did_it_may_be_alone(
    language: str, claim: str, voice: str, kind: str, event: str
) -> None:
    """The head of the place that was struck, a service on its own work, a side on an exchange it took part in."""
    draft = Draft(claim, f"{claim}, {voice}.", language)
    draft.says(claim, draft.voice(voice, kind), event=event)
    assert not {"single_origin", "headline_hardens"} & draft.kinds()


@pytest.mark.parametrize(
    ("language", "claim", "voice"),
    [
        ("en", "Its troops entered Kestrel", "the defence ministry"),
        ("ru", "Войска вошли в Kestrel", "Минобороны"),
        ("uk", "Війська увійшли до Kestrel", "Міноборони"),
    ],
)
def test_what_a_side_says_of_its_own_gain_stays_one_origin(language: str, claim: str, voice: str) -> None:
    """A capture is for the side that claims it to prove."""
    draft = Draft(claim, f"{claim}, {voice}.", language)
    draft.says(claim, draft.voice(voice, "named_organisation"), event="territory_captured")
    assert "single_origin" in draft.kinds()


@pytest.mark.parametrize(
    ("language", "claim", "voice"),
    [
        ("ru", "Это лучший подарок к празднику", "продавец"),
        ("uk", "Це найкращий подарунок до свята", "продавець"),
        ("ru", "Суд будет", "он"),
    ],
)
def test_a_judgement_or_a_pronoun_without_a_name_is_no_origin(language: str, claim: str, voice: str) -> None:
    """Nothing happened that another could bear out, or nobody knows who is meant."""
    draft = Draft(claim, f"{claim}, говорит {voice}.", language)
    assert "single_origin" not in draft.says(claim, draft.voice(voice, "unnamed_person")).kinds()


@pytest.mark.parametrize(
    ("language", "headline", "body", "soft", "hedge", "event"),
    [
        ("ru", "Автобус перевернулся под Kestrel", "Предварительно, пострадали 25 человек.", "Предварительно, пострадали 25 человек", "Предварительно", "casualties"),
        ("uk", "Збито 14 безпілотників", "За попередніми даними, збито 14 безпілотників.", "збито 14 безпілотників", "За попередніми даними", "interception"),
    ],
)  # fmt: skip
def test_a_first_count_is_no_reserve(
    language: str, headline: str, body: str, soft: str, hedge: str, event: str
) -> None:
    """“По предварительным данным” says that the count may change, not that it is doubted."""
    draft = Draft(headline, body, language).says(soft, mode=Mode.HEDGED, hedge=hedge, event=event)
    assert "headline_hardens" not in draft.kinds()


@pytest.mark.parametrize(
    ("language", "headline", "soft", "hedge", "fact"),
    [
        ("en", "A division moves to the Kestrel front", "a division may have moved to the Kestrel front", "may", "Thus the division stands at the front"),
        ("ru", "На Лужский участок прибыла дивизия", "на Лужский участок могла прибыть дивизия", "могла", "Таким образом, на участок прибыли крупные силы"),
        ("uk", "На Лузьку ділянку прибула дивізія", "на Лузьку ділянку могла прибути дивізія", "могла", "Отже, на ділянку прибули великі сили"),
    ],
)  # fmt: skip
def test_a_conclusion_takes_what_was_reserved_for_granted(
    language: str, headline: str, soft: str, hedge: str, fact: str
) -> None:
    """The outlet sums up as a fact what it gave with reserve before."""
    draft = Draft(headline, f"{soft}.\n\n{fact}.", language)
    draft.says(soft, mode=Mode.SPECULATED, hedge=hedge, event="troop_movement").says(fact)
    assert "modality_hardens" in draft.kinds()


@pytest.mark.parametrize(
    ("language", "headline", "figure", "body"),
    [
        ("ru", "Число погибших в Kestrel достигло 32", "32", "Число жертв выросло до 32. Среди них шесть погибших детей."),
        ("uk", "Кількість загиблих у Kestrel сягнула 32", "32", "Кількість жертв зросла до 32. Серед них шість загиблих дітей."),
    ],
)  # fmt: skip
def test_a_figure_that_the_body_repeats_without_its_noun_does_not_differ(
    language: str, headline: str, figure: str, body: str
) -> None:
    """“Выросло до 32” is the headline's figure, though nothing is counted beside it."""
    draft = Draft(headline, body, language)
    six = draft.figure("шесть" if language == "ru" else "шість", 6, "people")
    draft.quantities.append(
        type(six)(type(six.span)(headline.index(figure), len(headline)), 32, 32, 32, "people", six.bound)
    )
    assert "headline_quantity_differs" not in draft.says(headline, event="casualties").kinds()


@pytest.mark.parametrize(
    ("language", "claim", "first", "again"),
    [
        ("ru", "войска вошли в Kestrel", "Минобороны", "ведомстве"),
        ("uk", "війська увійшли до Kestrel", "Міноборони", "відомстві"),
    ],
)
def test_a_common_noun_for_the_same_body_is_no_second_origin(language: str, claim: str, first: str, again: str) -> None:
    """“The agency” repeats what the ministry said, also where the reader does not link the two."""
    draft = Draft(claim, f"{first}: {claim}. {claim.capitalize()} утром, {again}.", language)
    draft.says(claim, draft.voice(first, "named_organisation"), event="territory_captured")
    draft.says(f"{claim.capitalize()} утром", draft.voice(again, "named_organisation"), event="territory_captured")
    assert "single_origin" in draft.kinds()


@pytest.mark.parametrize(
    ("language", "headline", "soft"),
    [
        ("en", "The Kestrel mill will close in May", "the Kestrel mill may close in May"),
        ("ru", "Завод в Kestrel закроют в мае", "завод в Kestrel могут закрыть в мае"),
        ("uk", "Завод у Kestrel закриють у травні", "завод у Kestrel можуть закрити у травні"),
    ],
)
def test_a_headline_that_says_will_over_may_hardens_it(language: str, headline: str, soft: str) -> None:
    """What is foretold for certain is more than what is thought possible."""
    draft = Draft(headline, f"{soft}, источник.", language).says(headline, mode=Mode.PREDICTED, event="layoffs")
    draft.says(soft, draft.voice("источник", "unnamed_person"), mode=Mode.SPECULATED, event="layoffs")
    assert "headline_hardens" in draft.kinds()


@pytest.mark.parametrize(
    ("language", "body"),
    [
        ("en", "The clerk accused “Vector” of fraud."),
        ("ru", "Бухгалтер обвинил компанию «Вектор» в хищении."),
        ("uk", "Бухгалтер звинуватив компанію «Вектор» у розкраданні."),
    ],
)
def test_an_accused_in_quotation_marks_is_named(language: str, body: str) -> None:
    """A company's name stands in guillemets, and it is accused all the same."""
    draft = Draft("...", body, language)
    assert "party_has_not_answered" in draft.says(body.rstrip(".")).kinds()
