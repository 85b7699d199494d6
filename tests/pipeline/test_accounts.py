"""What is told of a claim: its title, who says and who denies it, where, when, and what changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest
from tests.trace.world import Line, paper, source, told

from firsthand.claims import Account, Claim, Paper, Told
from firsthand.kinds import DecisionKind, DriftKind, Mode, PlaceKind, SourceKind, VoiceKind
from firsthand.model import Candidate, Frame, Interval, Place, Source, Span
from firsthand.pipeline.claiming import accounted, claims_from
from firsthand.store import Decision

GOVERNOR = {
    "en": Line("anybody was hurt", "the governor", VoiceKind.UNNAMED_PERSON, Mode.DENIED),
    "ru": Line("кто-либо пострадал", "губернатор", VoiceKind.UNNAMED_PERSON, Mode.DENIED),
    "uk": Line("є постраждалі", "губернатор", VoiceKind.UNNAMED_PERSON, Mode.DENIED),
}
NOBODY = {"en": "nobody was hurt", "ru": "никто не пострадал", "uk": "ніхто не постраждав"}
THREE = {"en": "three people were hurt", "ru": "пострадали трое", "uk": "троє постраждалих"}
MAIL, POST = source("Vessem Mail"), source("Harbour Post")
LANGUAGES = tuple(NOBODY)


def joined(*made: Paper) -> Account:
    """The account of a claim that a person made of the first statement of each document."""
    papers = {each.key: each for each in made}
    first, *later = made
    decided = [_same(number, first, other) for number, other in enumerate(later, 1)]
    accounts = accounted(papers, claims_from(papers, decided))
    return next(each for each in accounts if told(first) in each.claim.tellings)


def _same(number: int, one: Paper, other: Paper) -> Decision:
    words = [told(each).span.of(each.report.document.text) for each in (one, other)]
    at = "2026-01-20T10:00:00+00:00"
    return Decision(number, at, "Ida Holm", DecisionKind.SAME, told(one), told(other), words[0], words[1], "")


def answered(account: Account) -> Mapping[Told, Mode]:
    return {each.told: each.mode for each in account.claim.answers}


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_denies_the_contrary_is_not_among_those_who_deny(language: str) -> None:
    """The governor denied that anybody was hurt: he says what the claim says, and is an origin of it."""
    claim = paper("claim", Line(NOBODY[language]), by=MAIL, language=language)
    denial = paper("denial", GOVERNOR[language], by=POST, language=language, day=2)
    account = joined(claim, denial)
    assert len(account.documents) == 2
    assert answered(account) == {}
    assert account.denied_by == ()
    assert account.answered_by == ()
    assert told(denial) in {one for root in account.origins.roots for one, _ in root.tellings}


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_denies_what_is_told_is_named(language: str) -> None:
    """The same denial, of the claim that three were hurt; it is no origin of that."""
    claim = paper("claim", Line(THREE[language]), by=MAIL, language=language)
    denial = paper("denial", GOVERNOR[language], by=POST, language=language, day=2)
    account = joined(claim, denial)
    assert answered(account) == {told(denial): Mode.DENIED}
    assert account.denied_by == (GOVERNOR[language].voice,)
    assert told(denial) not in {one for root in account.origins.roots for one, _ in root.tellings}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("mode", [Mode.ASSERTED, Mode.CONFIRMED])
def test_who_confirms_the_contrary_denies(language: str, mode: Mode) -> None:
    """To confirm that nobody was hurt is to deny that three were."""
    claim = paper("claim", Line(THREE[language]), by=MAIL, language=language)
    contrary = paper("other", Line(NOBODY[language], "Jan Brouwer", mode=mode), by=POST, language=language, day=2)
    account = joined(claim, contrary)
    assert answered(account) == {told(contrary): Mode.DENIED}
    assert account.denied_by == ("Jan Brouwer",)
    assert [each.mode for each in account.answered_by] == [Mode.DENIED]


@pytest.mark.parametrize(("one", "other"), [("UA", "RU"), ("RU", "UA")])
def test_the_sides_are_treated_alike(one: str, other: str) -> None:
    """Whichever side tells and whichever denies."""
    sides = [source(f"Ministry of {side}", SourceKind.MINISTRY, side=side) for side in (one, other)]
    claim = paper("claim", Line(THREE["en"]), by=sides[0])
    denial = paper("denial", replace(GOVERNOR["en"], voice=None), by=sides[1], day=2)
    account = joined(claim, denial)
    assert account.denied_by == (f"Ministry of {other}",)
    assert [each.side for each in account.answered_by] == [other]
    assert account.said_by == (f"Ministry of {one}",)


def given(*lines: Line, by: Source = MAIL, heading: str = "") -> tuple[Account, Paper]:
    """The account of a claim made of all statements of one document."""
    made = paper("one", *lines, by=by, title=heading)
    claim = Claim("c", tuple(told(made, number) for number in range(len(lines))))
    return accounted({"one": made}, (claim,))[0], made


def test_the_title_is_plain() -> None:
    """Words of one's own are preferred to a quotation and to what is only asked."""
    plain = Line("the dyke at Vessem gave way in the night")
    account, _ = given(Line("has the dyke given way", mode=Mode.ASKED), Line("the dyke went", quoted=True), plain)
    assert (account.title, account.language) == (plain.content, "en")


def test_what_only_may_be_is_open() -> None:
    """As long as nobody says that it is so."""
    may_be = Line("the dyke will give way", mode=Mode.PREDICTED)
    assert given(may_be, replace(may_be, content="the dyke may give way", mode=Mode.SPECULATED))[0].open
    assert not given(may_be, Line("the dyke gave way"))[0].open


def test_a_voice_answers_once_for_each_way() -> None:
    """Who denies a thing twice is told of once; who also takes something back is told of for that as well."""
    claim = paper("claim", Line(THREE["en"]), by=MAIL)
    modes = (Mode.DENIED, Mode.DENIED, Mode.RETRACTED)
    told_by = [replace(GOVERNOR["en"], voice="Ann Visser", kind=VoiceKind.NAMED_PERSON, mode=mode) for mode in modes]
    answers = [paper(f"answer {n}", line, by=POST, day=n) for n, line in enumerate(told_by, 2)]
    account = joined(claim, *answers)
    assert [(each.voice, each.mode) for each in account.answered_by] == [
        ("Ann Visser", Mode.DENIED),
        ("Ann Visser", Mode.RETRACTED),
    ]
    assert account.denied_by == ("Ann Visser",)


def _placed(made: Paper, name: str, number: int, day: date | None = None) -> Paper:
    """The document with a place, and with a day where one is given, read at a name in its text."""
    start = made.report.document.text.index(name)
    span = Span(start, start + len(name))
    chosen = Candidate(number, name, 51.0, 5.0, PlaceKind.SETTLEMENT, "NL", radius_km=3.0)
    times = (Interval(span, day, day),) if day else ()
    return replace(made, report=replace(made.report, places=(Place(span, (chosen,), chosen),), times=times))


def test_place_and_day_are_those_that_most_documents_tell() -> None:
    """Each document counts once for its place; without a day in the words it is by the day it was first told."""
    lines = {"a": "Vessem was flooded", "b": "the town of Vessem was flooded", "c": "Weirdam was flooded"}
    plain = {key: paper(key, Line(words), by=MAIL, day=n) for n, (key, words) in enumerate(lines.items(), 4)}
    claim = Claim("c", tuple(map(told, plain.values())))
    named = {key: _placed(each, "Weirdam" if key == "c" else "Vessem", 1 + (key == "c")) for key, each in plain.items()}
    [account] = accounted(named, (claim,))
    assert account.place == ("Vessem", 1)
    assert (account.since, account.until) == (None, "2025-06-04")
    dated = named | {"c": _placed(plain["c"], "Weirdam", 2, date(2025, 6, 1))}
    [account] = accounted(dated, (claim,))
    assert (account.since, account.until) == ("2025-06-01", "2025-06-01")


def test_drift_is_told_of_the_claim_whose_words_changed() -> None:
    """Not of the others that stand in the same documents."""
    ministry = source("Lowland Water Ministry", SourceKind.MINISTRY, side="LL")
    figures = [(("28 houses", number, "houses"),) for number in (28.0, 280.0)]
    lines = [Line("28 houses were flooded", figures=each) for each in figures]
    beside = Line("the bridge is open")
    post = paper("post", lines[0], beside, by=ministry)
    report = paper("report", lines[1], beside, by=MAIL, day=2)
    claims = tuple(Claim(f"c{n}", (told(post, n), told(report, n))) for n in range(2))
    flooded, bridge = accounted({"post": post, "report": report}, claims)
    assert DriftKind.QUANTITY in {each.kind for each in flooded.drift}
    assert DriftKind.QUANTITY not in {each.kind for each in bridge.drift}


def test_a_town_that_grew_out_of_houses_is_told_of_both_claims() -> None:
    """Who looks at the houses sees what became of them, and who looks at the town what it was before."""
    said = Line("“They came up through the storm drains, and by breakfast the block was theirs”", quoted=True)
    before = paper("post", Line("22 fortified houses in Vessem fell"), said, by=POST)
    after = paper("report", Line("the town of Vessem is in their hands"), said, by=MAIL, day=2)
    post, report = (_framed(_placed(each, "Vessem", 1), "territory_captured") for each in (before, after))
    quoted = Claim("said", (told(post, 1), told(report, 1)))
    claims = (Claim("houses", (told(post),)), Claim("town", (told(report),)), quoted)
    houses, town, words = accounted({"post": post, "report": report}, claims)
    assert [each.kind for each in houses.drift] == [each.kind for each in town.drift] == [DriftKind.SCOPE]
    assert DriftKind.SCOPE not in {each.kind for each in words.drift}


def _framed(made: Paper, event: str) -> Paper:
    statements = tuple(replace(each, frame=Frame(event)) for each in made.report.statements)
    return replace(made, report=replace(made.report, statements=statements))
