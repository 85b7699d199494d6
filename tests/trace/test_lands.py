"""Countries are known by noun, adjective, seat and flag, as the documents themselves teach."""

from __future__ import annotations

from dataclasses import replace

from tests.trace.world import TERMS, Line, paper, told

from firsthand.claims import Paper
from firsthand.kinds import PlaceKind, VoiceKind
from firsthand.model import Actor, Candidate, Place, Span
from firsthand.trace.lands import flags_in, lands_of, seats_of
from firsthand.trace.speakers import alike, bodies_of, speaker_of


def test_a_country_that_was_named_once_is_known_by_its_adjective() -> None:
    """What the reader took for a country in one language tells it in another, and in other words."""
    made = paper("one", Line("Romania closed the port"))
    candidate = Candidate("RO", "Romania", 46.0, 25.0, PlaceKind.COUNTRY, "RO")
    place = Place(Span(1, 8), (candidate,), candidate)
    lands = lands_of([replace(made, report=replace(made.report, places=(place,)))], TERMS)
    for words, language in (("a Romanian site", "en"), ("румынский сайт", "ru"), ("румунський сайт", "uk")):
        assert {lands[term] for term in TERMS(words, language) if term in lands} == {"RO"}, words


def test_a_word_for_two_countries_tells_none() -> None:
    """What stands for one country here and another there says nothing."""
    papers = []
    for number, code in enumerate(("GE", "US")):
        made = paper(str(number), Line("Georgia closed the port"))
        candidate = Candidate(code, "Georgia", 42.0, 43.0, PlaceKind.COUNTRY, code)
        papers.append(replace(made, report=replace(made.report, places=(Place(Span(1, 8), (candidate,), candidate),))))
    assert lands_of(papers, TERMS) == {}


def test_flags_are_read_as_codes() -> None:
    """A channel often puts a flag where others write whose ministry it is; other signs are none."""
    assert flags_in("🇷🇴 The ministry; 🇺🇦 the staff ⚡️❗️") == {"RO", "UA"}
    assert flags_in("no flag here 🏴") == frozenset()


def test_two_bodies_of_one_country_are_two_voices() -> None:
    """The name of a country alone makes nobody the same: its commanders are not its ministry; the country itself is."""
    ministry = paper(
        "one", Line("the berth is safe", "The Ministry of Defence of Romania", VoiceKind.NAMED_ORGANISATION)
    )
    commanders = paper("two", Line("the berth is safe", "Romanian commanders", VoiceKind.UNNAMED_GROUP))
    country = [paper(key, Line("the berth is safe", "Romania", VoiceKind.NAMED_ORGANISATION)) for key in ("3", "4")]
    romania = Candidate("RO", "Romania", 46.0, 25.0, PlaceKind.COUNTRY, "RO")
    place = Place(Span(1, 8), (romania,), romania)
    country[0] = replace(country[0], report=replace(country[0].report, places=(place,)))
    bodies = bodies_of([ministry, commanders, *country], TERMS)
    one, two, three, four = (speaker_of(told(each), each, TERMS, bodies) for each in (ministry, commanders, *country))
    assert not alike(one, two)
    assert alike(three, four)


def _seat(key: str, line: Line, acts: bool) -> Paper:
    """A document in whose first word the reader sees a town, and the government of its country where it acts."""
    made = paper(key, line)
    kyiv = Candidate(703448, "Kyiv", 50.4, 30.5, PlaceKind.SETTLEMENT, "UA")
    place = Place(Span(1, 5), (kyiv,), kyiv)
    actors = (Actor(place.span, "Kyiv", "UA", "UA:government", "government"),) if acts else ()
    return replace(made, report=replace(made.report, places=(place,), actors=actors))


def test_a_seat_of_government_that_speaks_is_its_side() -> None:
    """Where one document says "Kyiv denied it", another that has it "from Kyiv" gives the word of the same side; a
    town that only lies there is no voice."""
    acting = _seat("one", Line("Kyiv denied that the bridge was held"), acts=True)
    voice = _seat("two", Line("the bridge is held", "Kyiv", VoiceKind.NAMED_ORGANISATION), acts=False)
    there = _seat("three", Line("the bridge is held", "Kyiv residents", VoiceKind.UNNAMED_GROUP), acts=False)
    assert seats_of([acting, voice, there]) == {703448: "UA"}
    bodies = bodies_of([acting, voice, there], TERMS)
    assert speaker_of(told(voice), voice, TERMS, bodies).side == "UA"
    assert speaker_of(told(there), there, TERMS, bodies).side is None
    alone = bodies_of([voice], TERMS)
    assert speaker_of(told(voice), voice, TERMS, alone).side is None
