"""Frames in Russian and Ukrainian: who did it, to whom and where, by case and order; the same for either side."""

from __future__ import annotations

import pytest

from firsthand.model import Document, Frame, Mode, Span, Statement, Voice, VoiceKind
from firsthand.resolve import resolve
from firsthand.resolve.gazetteer import Gazetteer

OUTLET = Voice(VoiceKind.OUTLET, "")
SIDES = {
    "ru": {"RU": ("российские войска", "российскими войсками"), "UA": ("украинские войска", "украинскими войсками")},
    "uk": {
        "RU": ("російські війська", "російськими військами"),
        "UA": ("українські війська", "українськими військами"),
    },
}


def framed(gazetteer: Gazetteer, text: str, language: str) -> Frame:
    """The frame of the text, taken as the outlet's own word."""
    whole = Span(0, len(text))
    statement = Statement(whole, (OUTLET,), Mode.ASSERTED, whole)
    frame = resolve(Document(text, Span(0, 0), language), (statement,), gazetteer).statements[0].frame
    assert frame is not None
    return frame


@pytest.mark.parametrize("side", ["RU", "UA"])
@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ru", "Ночью {doer} захватили посёлок у реки"),
        ("ru", "Посёлок захвачен {by} этой ночью"),
        ("ru", "Захват посёлка {by} подтвердил староста"),
        ("ru", "Посёлок у реки обстреляли {doer}"),
        ("uk", "Уночі {doer} захопили селище біля річки"),
        ("uk", "Селище захоплено {by} цієї ночі"),
        ("uk", "Захоплення селища {by} підтвердив староста"),
        ("uk", "Селище біля річки обстріляли {doer}"),
    ],
)
def test_the_doer_is_found_by_case_and_order_whichever_the_side(
    gazetteer: Gazetteer, language: str, text: str, side: str
) -> None:
    """Before an active verb, right after it, or in the case of a doer: the same rule for each side."""
    doer, by = SIDES[language][side]
    frame = framed(gazetteer, text.format(doer=doer, by=by), language)
    assert frame.event in ("territory_captured", "shelling")
    assert frame.actor is not None
    assert frame.actor.side == side


@pytest.mark.parametrize(("side", "other"), [("RU", "UA"), ("UA", "RU")])
@pytest.mark.parametrize(("language", "joined"), [("ru", "вели бои с"), ("uk", "вели бої з")])
def test_whom_one_fights_with_is_no_doer(
    gazetteer: Gazetteer, language: str, joined: str, side: str, other: str
) -> None:
    """The case of a doer after "with" names the other side of the fight."""
    text = f"{SIDES[language][side][0]} {joined} {SIDES[language][other][1]}"
    frame = framed(gazetteer, text, language)
    assert frame.event == "ground_assault"
    assert frame.actor is not None
    assert frame.actor.side == side


@pytest.mark.parametrize(
    ("language", "text", "place", "figure"),
    [
        ("ru", "В Харькове погибли четыре человека", "Харьков", 4),
        ("ru", "Из Херсона эвакуированы 35 жителей", "Херсон", 35),
        ("uk", "У Харкові загинули четверо людей", "Харк", 4),
        ("uk", "З Херсона евакуйовано 35 мешканців", "Херсон", 35),
    ],
)
def test_place_and_figure_are_read_in_any_case(
    gazetteer: Gazetteer, language: str, text: str, place: str, figure: float
) -> None:
    """A name in an oblique case is the place, and the counted thing fits the event."""
    frame = framed(gazetteer, text, language)
    assert frame.place is not None
    assert frame.place.span.of(text).startswith(place)
    assert frame.quantity is not None
    assert frame.quantity.value == figure


@pytest.mark.parametrize(
    ("outer", "line", "event"),
    [
        ("en", "Бойцы взяли в плен двух военных", "detention"),
        ("ru", "Бійці взяли в полон двох військових", "detention"),
        ("uk", "The soldiers captured two pilots", "detention"),
    ],
)
def test_a_sentence_in_another_language_is_read_in_its_own(
    gazetteer: Gazetteer, outer: str, line: str, event: str
) -> None:
    """A report may quote a post in the language it was written in."""
    assert framed(gazetteer, line, outer).event == event


def test_the_lines_of_a_list_go_on_about_what_announces_them(gazetteer: Gazetteer) -> None:
    """A bare figure with a place counts what the line before the list told of."""
    text = "За ночь сбиты 64 беспилотника:\n\n41 — над Курской областью\n23 — над Брянской областью"
    parts = [Span(text.index(line), text.index(line) + len(line)) for line in text.replace(":", "").split("\n") if line]
    statements = tuple(Statement(part, (OUTLET,), Mode.ASSERTED, part) for part in parts)
    found = resolve(Document(text, Span(0, 0), "ru"), statements, gazetteer).statements
    assert [s.frame.event if s.frame else None for s in found] == ["interception"] * 3
