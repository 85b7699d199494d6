"""Reports of invented happenings put together without the reader, in three languages: every span, voice, place and
figure is written directly, so that hundreds of cases are made in a second and nothing hangs on what is read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from firsthand.claims import Paper
from firsthand.kinds import Bound, Mode, PlaceKind, SourceKind, VoiceKind
from firsthand.model import (
    Actor,
    Candidate,
    Document,
    Forward,
    Frame,
    Place,
    Quantity,
    Report,
    Source,
    Span,
    Statement,
    Voice,
)

__all__ = ["Line", "Made", "paper_of", "papers_of", "swapped", "worlds"]

LANGUAGES = ("en", "ru", "uk")
_DAY = datetime(2025, 12, 1, tzinfo=UTC)
_SEEN = "2026-01-15T12:00:00+00:00"

_PLACES = (
    (703656, 49.71, 37.616, {"en": "Kupiansk", "ru": "Купянске", "uk": "Куп’янську"}),
    (700051, 47.568, 34.391, {"en": "Nikopol", "ru": "Никополе", "uk": "Нікополі"}),
    (492094, 50.407, 36.897, {"en": "Shebekino", "ru": "Шебекине", "uk": "Шебекиному"}),
)
_ARMY = {
    "RU": {"en": "Russian troops", "ru": "российские войска", "uk": "російські війська"},
    "UA": {"en": "Ukrainian troops", "ru": "украинские войска", "uk": "українські війська"},
}
_MINISTRY = {
    "RU": {"en": "the Russian Ministry of Defence", "ru": "российское Минобороны", "uk": "Міноборони Росії"},
    "UA": {"en": "the Ukrainian Ministry of Defence", "ru": "украинское Минобороны", "uk": "Міноборони України"},
}
_TEMPLATES = (
    (
        "territory_captured",
        "houses",
        {
            "en": ("{army} captured {figure} in {place}", "{n} houses"),
            "ru": ("{army} заняли {figure} в {place}", "{n} домов"),
            "uk": ("{army} захопили {figure} у {place}", "{n} будинків"),
        },
    ),
    (
        "casualties",
        "people",
        {
            "en": ("A strike by {army} on the market in {place} killed {figure}", "{n} people"),
            "ru": ("При ударе, который нанесли {army} по рынку в {place}, погибли {figure}", "{n} человек"),
            "uk": ("Унаслідок удару, якого завдали {army} по ринку в {place}, загинули {figure}", "{n} людей"),
        },
    ),
    (
        "drone_strike",
        "drones",
        {
            "en": ("{army} launched {figure} at a fuel depot near the station in {place}", "{n} drones"),
            "ru": ("{army} запустили {figure} по нефтебазе у вокзала в {place}", "{n} беспилотников"),
            "uk": ("{army} запустили {figure} по нафтобазі біля вокзалу в {place}", "{n} безпілотників"),
        },
    ),
)


def _names(side: str) -> tuple[tuple[str, str], ...]:
    return tuple(_MINISTRY[side].items())


_VOICES: dict[str, tuple[VoiceKind, dict[str, str]]] = {
    "mayor": (VoiceKind.NAMED_PERSON, {"en": "Marta Lindqvist", "ru": "Марта Линдквист", "uk": "Марта Ліндквіст"}),
    "medic": (VoiceKind.NAMED_PERSON, {"en": "Tomas Berger", "ru": "Томас Бергер", "uk": "Томас Бергер"}),
    "sources": (
        VoiceKind.UNNAMED_GROUP,
        {"en": "military sources", "ru": "военные источники", "uk": "військові джерела"},
    ),
    "ministry_RU": (VoiceKind.NAMED_ORGANISATION, _MINISTRY["RU"]),
    "ministry_UA": (VoiceKind.NAMED_ORGANISATION, _MINISTRY["UA"]),
    "witness": (VoiceKind.UNNAMED_PERSON, {"en": "a resident", "ru": "местный житель", "uk": "місцевий житель"}),
}
_SOURCES = {
    "ministry_RU": Source(
        "ministry_RU", "российское Минобороны", SourceKind.MINISTRY, language="ru", side="RU", names=_names("RU")
    ),
    "ministry_UA": Source(
        "ministry_UA", "украинское Минобороны", SourceKind.MINISTRY, language="ru", side="UA", names=_names("UA")
    ),
    "wire": Source("wire", "Grey Wire", SourceKind.AGENCY),
    "paper_a": Source("paper_a", "Harbour Post", SourceKind.NEWSPAPER, family="quay"),
    "paper_b": Source("paper_b", "Quay Herald", SourceKind.NEWSPAPER, family="quay"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One statement: which template, where, how many, whose army, who says it (None for the document), and how."""

    template: int
    place: int
    number: int
    army: str = "RU"
    voice: str | None = None
    mode: Mode = Mode.ASSERTED
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class Made:
    """A report: in what language, by whom (None for an outlet that is not known), when (hours from the first of
    December 2025; None for no date), and what it tells. `forward` names whom a post is passed on from; `tail` is what
    stands below without telling anything."""

    key: str
    language: str
    source: str | None
    hours: int | None
    lines: tuple[Line, ...]
    forward: str | None = None
    tail: str = ""


def swapped(one: Made) -> Made:
    """The same report with each side in the place of the other: armies, voices, and whose post it is."""
    lines = tuple(
        replace(line, army=_SWAPPED[line.army], voice=_SWAPPED.get(line.voice or "", line.voice)) for line in one.lines
    )
    forward = _SWAPPED.get(one.forward or "", one.forward)
    return replace(one, lines=lines, source=_SWAPPED.get(one.source or "", one.source), forward=forward)


_PAIRS = (("RU", "UA"), ("ministry_RU", "ministry_UA"), (_MINISTRY["RU"]["ru"], _MINISTRY["UA"]["ru"]))
_SWAPPED = {one: other for pair in _PAIRS for one, other in (pair, pair[::-1])}


def papers_of(many: Iterable[Made]) -> dict[str, Paper]:
    return {one.key: paper_of(one) for one in many}


def paper_of(one: Made) -> Paper:
    """The document: each line in a sentence of its own, "VOICE: CONTENT"."""
    source = _SOURCES[one.source] if one.source else None
    outlet = Voice(VoiceKind.OUTLET, source.name if source else f"Outlet {one.key}")
    text, statements = "", []
    for line in one.lines:
        statement, sentence = _statement(line, one.language, outlet, len(text))
        statements.append(statement)
        text += sentence
    published = None if one.hours is None else _DAY + timedelta(hours=one.hours)
    document = Document(text + one.tail, Span(0, 0), one.language, published, outlet=outlet.text)
    frames = [each.frame for each in statements if each.frame is not None]
    report = Report(
        document,
        tuple(statements),
        tuple(frame.place for frame in frames if frame.place),
        (),
        tuple(frame.quantity for frame in frames if frame.quantity),
        actors=(*(frame.actor for frame in frames if frame.actor), *_bodies(statements)),
    )
    return Paper(one.key, report, source, forward=Forward(one.forward) if one.forward else None, seen=_SEEN)


def _bodies(statements: Iterable[Statement]) -> Iterator[Actor]:
    """The voices that are bodies of a state, as actors with the id that they have in any language."""
    for voice in (each.voice for each in statements):
        for side, names in _MINISTRY.items():
            if voice.span is not None and voice.text in names.values():
                yield Actor(voice.span, voice.text, side, f"{side}:defence_ministry", "defence_ministry")


def _statement(line: Line, language: str, outlet: Voice, at: int) -> tuple[Statement, str]:
    """The statement that stands at that place of a text, and its sentence."""
    event, unit, templates = _TEMPLATES[line.template]
    words, counted = templates[language]
    number, lat, lon, names = _PLACES[line.place]
    army, figure = _ARMY[line.army][language], counted.format(n=line.number)
    words = words.format(army=army, figure=figure, place=names[language])
    kind, said = _VOICES[line.voice] if line.voice else (VoiceKind.OUTLET, {})
    opening = f"{said[language]}: " if line.voice else ""
    begin = at + len(opening)

    def span(part: str) -> Span:
        return Span(begin + words.index(part), begin + words.index(part) + len(part))

    candidate = Candidate(number, names["en"], lat, lon, PlaceKind.SETTLEMENT, None)
    frame = Frame(
        event,
        actor=Actor(span(army), army, line.army, f"{line.army}:army"),
        place=Place(span(names[language]), (candidate,), candidate),
        quantity=Quantity(span(figure), line.number, line.number, line.number, unit, Bound.EXACT),
    )
    content = Span(begin, begin + len(words))
    voices = (Voice(kind, said[language], Span(at, begin - 2)),) if line.voice else ()
    sentence = Span(at, content.end)
    statement = Statement(content, (outlet, *voices), line.mode, sentence, quoted=line.quoted, frame=frame)
    return statement, f"{opening}{words}.\n"


# ---------------------------------------------------------------- drawn at random

_HAPPENED = st.builds(
    Line, st.integers(0, 2), st.integers(0, 2), st.sampled_from((3, 7, 14, 22)), st.sampled_from(("RU", "UA"))
)
_TOLD_BY = st.sampled_from((None, *_VOICES))
_OUTLETS = st.sampled_from((None, None, *_SOURCES))
_HOURS = st.none() | st.integers(0, 96)


@st.composite
def worlds(draw: st.DrawFn, most: int = 6) -> tuple[Made, ...]:
    """A few reports on one to three happenings: first ones, and such as pass on, translate, rework or deny others."""
    happened = draw(st.lists(_HAPPENED, min_size=1, max_size=3, unique=True))
    found: list[Made] = []
    for number in range(draw(st.integers(2, most))):
        key, how = f"d{number}", draw(st.sampled_from(_WAYS)) if found else "first"
        lines = [replace(line, voice=draw(_TOLD_BY)) for line in draw(st.lists(st.sampled_from(happened), min_size=1))]
        first = Made(key, draw(st.sampled_from(LANGUAGES)), draw(_OUTLETS), draw(_HOURS), tuple(lines[:3]))
        found.append(first if how == "first" else _after(draw, how, first, draw(st.sampled_from(found))))
    return tuple(found)


_WAYS = ("first", "copy", "forward", "translation", "rewrite", "denial")


def _after(draw: st.DrawFn, how: str, one: Made, taken: Made) -> Made:
    """A report that was made of another: `one` says where and when."""
    if how in {"copy", "forward"}:
        passed = _SOURCES[taken.source].name if taken.source else f"Outlet {taken.key}"
        forward = passed if how == "forward" else None
        return replace(one, language=taken.language, lines=taken.lines, forward=forward)
    if how == "translation":
        return replace(one, lines=taken.lines)
    if how == "denial":
        return replace(one, lines=tuple(replace(line, voice=draw(_TOLD_BY), mode=Mode.DENIED) for line in taken.lines))
    grown = (replace(line, number=line.number * 2, voice="sources") for line in taken.lines[:1])
    return replace(one, language=taken.language, lines=(*grown, *taken.lines[1:]))
