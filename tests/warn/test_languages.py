# ruff: noqa: E501 - tables read best with one case to a line
"""Warnings in Russian and Ukrainian: each kind is possible, and the names of the sides change nothing."""

from __future__ import annotations

import pytest
from tests.warn.reports import Draft

from firsthand.model import Mode
from firsthand.warn.words import Words, words_for

SIDES = {
    "ru": {"RU": ("Российские военные", "Минобороны России"), "UA": ("Украинские военные", "Минобороны Украины")},
    "uk": {"RU": ("Російські військові", "Міноборони Росії"), "UA": ("Українські військові", "Міноборони України")},
}


def capture(language: str, own: str, other: str) -> Draft:
    """One side says that it took a town, on nobody else's word; the headline knows more than that."""
    doers, ministry = SIDES[language][own]
    enemy = SIDES[language][other][0]
    if language == "ru":
        headline = f"{doers} взяли Kestrel, сдались 300 солдат"
        claim, hidden = "22 здания в Kestrel захвачены", "На видео, которое не публикуется, якобы видны пленные"
        body = f"{ministry} подтвердило, что {claim}. {hidden}. {enemy} ситуацию не комментировали.\n\nЗахват Kestrel откроет дорогу на юг."
        cue, hedge = "подтвердило", "якобы"
    else:
        headline = f"{doers} взяли Kestrel, здалися 300 солдатів"
        claim, hidden = "22 будівлі в Kestrel захоплено", "На відео, якого не публікують, нібито видно полонених"
        body = f"{ministry} підтвердило, що {claim}. {hidden}. {enemy} ситуацію не коментували.\n\nЗахоплення Kestrel відкриє дорогу на південь."
        cue, hedge = "підтвердило", "нібито"
    draft = Draft(headline, body, language)
    actor = draft.side(doers, own)
    draft.side(ministry, own)
    draft.side(enemy, other)
    draft.figure("22", 22, "buildings")
    draft.says(headline, event="territory_captured", actor=actor)
    draft.says(claim, draft.voice(ministry, "named_organisation"), cue=cue, event="territory_captured", actor=actor)
    return draft.says(hidden, mode=Mode.HEDGED, hedge=hedge, event="detention")


@pytest.mark.parametrize("language", ["ru", "uk"])
def test_a_party_s_claim_is_held_against_what_the_report_shows(language: str) -> None:
    """One origin, a headline that knows more, footage nobody can see, a side that is not heard, a part that grows."""
    kinds = capture(language, "RU", "UA").kinds()
    wanted = {"single_origin", "headline_hardens", "evidence_not_linked", "party_has_not_answered", "scope_grows"}
    assert wanted <= kinds


@pytest.mark.parametrize("language", ["ru", "uk"])
def test_the_names_of_the_sides_change_nothing(language: str) -> None:
    """The same report with the sides swapped has the same warnings."""
    assert capture(language, "RU", "UA").kinds() == capture(language, "UA", "RU").kinds()


CHORUS = {
    "ru": ("Завод закроют", ("Зря это всё", "Город опустеет", "Работы не будет"), ("житель", "сосед", "рабочая"), "сказал"),
    "uk": ("Завод закриють", ("Даремно це все", "Місто спорожніє", "Роботи не буде"), ("мешканець", "сусід", "робітниця"), "сказав"),
}  # fmt: skip


@pytest.mark.parametrize("language", ["ru", "uk"])
def test_voices_without_a_name_are_counted(language: str) -> None:
    """Three of one view are a chorus, and nobody who speaks has a name."""
    headline, said, voices, cue = CHORUS[language]
    draft = Draft(
        headline, " ".join(f"{what}, — {cue} {who}." for what, who in zip(said, voices, strict=True)), language
    )
    for what, who in zip(said, voices, strict=True):
        draft.says(what, draft.voice(who, "unnamed_person"), mode=Mode.OPINION)
    assert {"unnamed_chorus", "no_named_person"} <= draft.kinds()


@pytest.mark.parametrize(
    ("language", "body", "figure", "voice", "headline", "unit"),
    [
        ("ru", "По словам источника, из города бежали 300 семей.", "300", "источника", "Из города бежали 900 семей", "families"),
        ("uk", "За словами джерела, з міста втекли 300 родин.", "300", "джерела", "З міста втекли 900 родин", "families"),
    ],
)  # fmt: skip
def test_a_figure_is_held_against_its_source_and_the_headline(
    language: str, body: str, figure: str, voice: str, headline: str, unit: str
) -> None:
    """A figure on a voice without a name, and another one in the headline."""
    draft = Draft(headline, body, language)
    draft.figure(figure, 300, unit)
    at = headline.index("900")
    draft.quantities.append(
        type(draft.quantities[0])(draft.span("900"), 900, 900, 900, unit, draft.quantities[0].bound)
    )
    assert draft.quantities[-1].span.start == at
    content = body.split(", ", 1)[1].rstrip(".")
    draft.says(headline, event="displacement")
    draft.says(content, draft.voice(voice, "unnamed_person"), event="displacement")
    assert {"figure_on_unnamed_source", "headline_quantity_differs"} <= draft.kinds()


@pytest.mark.parametrize(
    ("language", "headline", "body", "kind"),
    [
        ("ru", "Тайный доклад о мосте", "Доклад о мосте опубликован на сайте мэрии в марте.", "headline_contradicts_body"),
        ("uk", "Таємний звіт про міст", "Звіт про міст опубліковано на сайті мерії в березні.", "headline_contradicts_body"),
        ("ru", "Мэр и дороги", "Мэрия позорно молчала два года.", "loaded_wording"),
        ("uk", "Мер і дороги", "Мерія ганебно мовчала два роки.", "loaded_wording"),
    ],
)  # fmt: skip
def test_the_outlet_s_own_words_are_looked_at(language: str, headline: str, body: str, kind: str) -> None:
    """A headline that its body shows untrue, and a judgement in the outlet's own voice."""
    assert kind in Draft(headline, body, language).says(body.rstrip(".")).kinds()


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("ru", "нацики", "рашисты"), ("ru", "хохлы", "кацапы"), ("ru", "каратели", "оккупанты"),
        ("uk", "укронацисти", "рашисти"), ("uk", "хохли", "кацапи"), ("uk", "карателі", "окупанти"),
        ("uk", "бандерівський", "москалі"),
    ],
)  # fmt: skip
def test_names_that_abuse_one_side_are_listed_like_those_that_abuse_the_other(
    language: str, one: str, other: str
) -> None:
    """Whoever is called names, the outlet that does it judges."""
    loaded = words_for(language).loaded
    assert loaded.has(one)
    assert loaded.has(other)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ru", "режим чрезвычайной ситуации"), ("ru", "колония общего режима"), ("ru", "тюремный режим"),
        ("ru", "подлежит"), ("ru", "наглядный"), ("ru", "Варвара"),
        ("uk", "режим надзвичайної ситуації"), ("uk", "колонія загального режиму"), ("uk", "тюремний режим"),
        ("uk", "підлягає"), ("uk", "наглядовий"), ("uk", "потужний"),
    ],
)  # fmt: skip
def test_ordinary_words_are_not_taken_for_abuse(language: str, text: str) -> None:
    """A stem must not catch words that only begin like it."""
    words = words_for(language)
    assert not words.loaded.has(text) or words.loaded_but.has(text)


@pytest.mark.parametrize("language", ["ru", "uk"])
def test_every_list_of_english_has_its_like(language: str) -> None:
    """A rule that finds no list stays silent, and nobody would notice; only articles do not exist here."""
    empty = {name for name in Words.__slots__ if getattr(words_for(language), name) == getattr(Words(), name)}
    assert empty == {"articles"}


@pytest.mark.parametrize("language", ["ru", "uk"])
def test_lists_name_no_nation_outside_terms_of_abuse(language: str) -> None:
    """No state stands in a list that judges, and no list holds the army of one side only."""
    words = words_for(language)
    assert words.forces.has("ВСУ" if language == "ru" else "ЗСУ")
    assert words.forces.has("ВС РФ" if language == "ru" else "ЗС РФ")
    nations = ("россия", "украина", "росія", "україна", "израиль", "ізраїль", "палестина", "сша", "нато")
    assert not any(words.loaded.has(nation) for nation in nations)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ru", "Полиция просит не распространять фото с места пожара."),
        ("uk", "Поліція просить не поширювати фото з місця пожежі."),
    ],
)
def test_photos_that_nobody_shall_pass_on_are_no_evidence(language: str, text: str) -> None:
    """A request not to share pictures points to none."""
    draft = Draft("", text, language)
    draft.says(text.rstrip("."), event="fire")
    assert "evidence_not_linked" not in draft.kinds()
