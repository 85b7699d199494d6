"""Claims put together by hand, for what the written case does not have: many, large, circular, hostile."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from tests.show.conftest import HOSTILE

from firsthand.claims import Account, Answer, Claim, Derivation, Drift, Origin, Origins, Paper, Spot, Tie, Told
from firsthand.kinds import DerivationKind, DriftKind, Mode, SourceKind, ToldBy, VoiceKind
from firsthand.model import Document, Report, Source, Span, Statement, Voice

START = datetime(2025, 11, 22, 9, 0, tzinfo=UTC)
OUTLET = Voice(VoiceKind.OUTLET, "")


def paper(key: str, text: str = "Two bridges were hit.", hours: float = 0, outlet: str | None = None) -> Paper:
    """A document with one statement over all of its text."""
    span = Span(0, len(text))
    voice = Voice(VoiceKind.NAMED_ORGANISATION, "the port authority")
    statement = Statement(span, (OUTLET, voice), Mode.ASSERTED, span)
    published = START + timedelta(hours=hours)
    document = Document(text, Span(0, 0), "en", published=published, outlet=outlet or f"Outlet {key}")
    return Paper(key, Report(document, (statement,), (), ()), seen="2025-11-23T00:00:00+00:00")


def told(one: Paper) -> Told:
    return Told(one.key, Span(0, len(one.report.document.text)))


def derived(taker: str, taken: str, kind: DerivationKind = DerivationKind.COPY, score: float = 0.9) -> Derivation:
    return Derivation(taker, taken, kind, (Tie("near_copy", f"it has the words of {taken}", score),))


def account(
    papers: Sequence[Paper],
    derivations: Sequence[Derivation] = (),
    name: str = "c0ffee01",
    *,
    at_least: int = 1,
    answers: Sequence[Answer] = (),
    drift: Sequence[Drift] = (),
    denied_by: Sequence[str] = (),
    since: str | None = "2025-11-22",
    place: tuple[str, int] | None = ("Izmail", 707753),
) -> Account:
    """A claim that the papers tell in their order, under one origin."""
    tellings = tuple(told(one) for one in papers)
    root = Origin("the port authority", papers[0].key, None, True, tuple((one, "first") for one in tellings), "first")
    return Account(
        Claim(name, tellings, tuple(answers)),
        "Two bridges were hit",
        "en",
        ("the port authority",),
        tuple(denied_by),
        Origins(at_least, max(1, at_least), (root,), ToldBy.ONE_PARTY),
        tuple(derivations),
        tuple(drift),
        place,
        since,
        since,
    )


def hostile() -> tuple[Account, dict[str, Paper]]:
    """A claim in which every string that comes from outside is hostile, also to XML."""
    words = HOSTILE + " \ufffe\uffff ]]> \ud800"
    span = Span(0, len(words))
    voice = Voice(VoiceKind.UNNAMED_PERSON, words, span)
    statement = Statement(span, (OUTLET, voice), Mode.DENIED, span)
    source = Source(words, words, SourceKind.CHANNEL, country=words, side=words, family=words)
    papers = {}
    for index in range(4):
        key = f"{words}{index}"
        document = Document(words, Span(0, 8), words, published=START, outlet=words, author=words, address=words)
        papers[key] = Paper(key, Report(document, (statement,), (), ()), source, seen=words)
    keys = list(papers)
    tellings = tuple(Told(key, span) for key in keys)
    ties = (Tie(words, words, 0.5, (span,), (span,)),)
    root = Origin(words, keys[0], words, False, tuple((one, words) for one in tellings), words)
    made = Account(
        Claim(words, tellings, (Answer(tellings[3], Mode.DENIED),), (words,)),
        words,
        words,
        (words,),
        (words,),
        Origins(1, 2, (root,), ToldBy.NOBODY),
        tuple(Derivation(key, keys[0], DerivationKind.QUOTE, ties, ((tellings[1], tellings[0]),)) for key in keys[1:]),
        (Drift(DriftKind.VOICE, Spot(keys[0], span), Spot(keys[1], Span(0, 12)), words),),
        (words, words),
        words,
        words,
    )
    return made, papers
