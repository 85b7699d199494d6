"""Cases that nobody makes by chance, and some that somebody makes on purpose: bounded work, and a sensible result."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from tests.made_reports import Line, Made, paper_of, papers_of
from tests.work import calls_in

from firsthand.claims import Account, Paper
from firsthand.kinds import Mode, VoiceKind
from firsthand.model import Document, Forward, Frame, Interval, Report, Span, Statement, Voice
from firsthand.pipeline.claiming import accounted, claims_from

POST = Made("post", "en", "ministry_UA", 3, (Line(0, 0, 14, "UA", "ministry_UA"), Line(1, 1, 7, "RU", "mayor")))
REPRINT = replace(POST, key="reprint", source=None, hours=9)
OUTLET = Voice(VoiceKind.OUTLET, "Harbour Post")


def accounts(papers: Mapping[str, Paper]) -> tuple[Account, ...]:
    return accounted(papers, claims_from(papers))


def written(
    key: str, text: str, *contents: Span, voice: Voice | None = None, day: datetime | date | None = None
) -> Paper:
    """A document of which these parts are statements."""
    chain = (OUTLET, voice) if voice else (OUTLET,)
    statements = tuple(Statement(each, chain, Mode.ASSERTED, each) for each in contents)
    return Paper(
        key, Report(Document(text, Span(0, 0), "en", day), statements, (), ()), seen="2026-01-15T12:00:00+00:00"
    )


def of(*papers: Paper) -> dict[str, Paper]:
    return {paper.key: paper for paper in papers}


# ---------------------------------------------------------------- nothing, or next to nothing


def test_an_empty_case_and_documents_that_tell_nothing() -> None:
    """There are no claims then, and what stands beside is told as before."""
    assert accounts({}) == ()
    mute = of(written("a", ""), written("b", "Subscribe to our channel"), written("c", "\n"))
    assert accounts(mute) == ()
    both = papers_of([POST, REPRINT])
    assert accounts({**mute, **both}) == accounts(both)


def test_statements_without_a_word_are_each_for_itself() -> None:
    """Empty content, content beyond the text, content of marks alone: nothing brings them together."""
    odd = of(
        written("empty", "Words.", Span(2, 2)),
        written("beyond", "Words.", Span(40, 50)),
        written("marks", "… — !!", Span(0, 6)),
        written("more marks", "… — !!", Span(0, 6)),
        written("blank", "   \n  ", Span(0, 6)),
    )
    found = accounts(odd)
    assert {key for each in found for key in each.documents} <= set(odd)
    assert all(each.origins.at_least <= each.origins.at_most for each in found)


def test_empty_frames_join_nothing_by_themselves() -> None:
    """A kind of happening without place, figure or day is in many reports of a case, and says nothing alone."""
    words = ("Dogs were fed in the shelter", "A bridge opened for lorries", "The choir sang until midnight")
    papers = of(*(written(str(number), text, Span(0, len(text))) for number, text in enumerate(words)))
    framed = {
        key: replace(
            paper,
            report=replace(
                paper.report,
                statements=tuple(replace(one, frame=Frame("protest")) for one in paper.report.statements),
            ),
        )
        for key, paper in papers.items()
    }
    assert len(accounts(framed)) == len(words)
    assert {each.event for each in accounts(framed)} == {"protest"}


# ---------------------------------------------------------------- time


@pytest.mark.parametrize(
    "published",
    [
        None,
        date.min,
        date.max,
        datetime.min,
        datetime.max,
        datetime.min.replace(tzinfo=UTC),
        datetime.max.replace(tzinfo=UTC),
        datetime(2031, 1, 1, tzinfo=UTC),
    ],
)
def test_a_date_that_cannot_be_leaves_the_claim_whole(published: datetime | date | None) -> None:
    """Missing, in the future, the year 1 or 9999: the copy is still a copy, of one origin."""
    copy = paper_of(REPRINT)
    copy = replace(copy, report=replace(copy.report, document=replace(copy.report.document, published=published)))
    found = accounts(of(paper_of(POST), copy))
    assert [each.documents for each in found] in ([("post", "reprint")] * 2, [("reprint", "post")] * 2)
    assert all(each.origins.at_most == 1 for each in found)


@pytest.mark.parametrize(("start", "end"), [(date.min, date.max), (date.max, date.max), (date.min, None)])
def test_days_at_the_ends_of_the_calendar_are_told_as_they_are(start: date, end: date | None) -> None:
    """What a document says of the year 1 or 9999 stands in its claim."""
    text = "The lighthouse of Odesa was lit that day"
    paper = written("a", text, Span(0, len(text)))
    time = Interval(Span(len(text) - 8, len(text)), start, end)
    (found,) = accounts(of(replace(paper, report=replace(paper.report, times=(time,)))))
    assert (found.since, found.until) == (start.isoformat(), (end or start).isoformat())


# ---------------------------------------------------------------- many


def copies_of_the_post(count: int) -> dict[str, Paper]:
    others = (replace(REPRINT, key=f"copy {n:03}", hours=4 + n % 80) for n in range(count - 1))
    return papers_of([POST, *others])


def test_three_hundred_copies_of_one_post_have_one_origin() -> None:
    """Two claims, each told three hundred times, by one voice each; the work grows with the copies, not their pairs."""
    papers = copies_of_the_post(300)
    found: Sequence[Account] = ()

    def work() -> None:
        nonlocal found
        found = accounts(papers)

    many = calls_in(work)
    assert [len(each.documents) for each in found] == [300, 300]
    assert {(each.origins.at_least, each.origins.at_most) for each in found} == {(1, 1)}
    few = calls_in(lambda: accounts(copies_of_the_post(100)))
    assert many < 4 * few


WHO = ("pupils", "nurses", "dockers", "masons", "bakers", "judges", "divers", "clerks", "miners", "tailors")
DID = ("opened a market", "buried a poet", "mended a crane", "closed a school", "sold a tram", "found a mine",
       "planted limes", "lost a cup", "staged an opera", "burned the archive", "raised the rent", "counted storks",
       "moved a statue", "drained a pond", "tested sirens", "printed maps", "rescued a seal", "fixed the clock",
       "banned scooters", "painted a mural")  # fmt: skip


def crowd(count: int) -> dict[str, Paper]:
    """As many different things in one town on one day."""
    place = paper_of(POST).report.places[0]
    found = []
    for number in range(count):
        text = f"In Kupiansk {WHO[number % 10]} {DID[number // 10 % 20]}"
        paper = written(f"d{number:03}", text, Span(0, len(text)), day=date(2025, 12, 3))
        here = replace(place, span=Span(3, 11))
        found.append(replace(paper, report=replace(paper.report, places=(here,))))
    return of(*found)


def test_two_hundred_things_in_one_town_on_one_day_are_no_one_claim() -> None:
    """At most what one trade did, or what was done by all, is taken together; the work grows about as fast as what
    there is."""
    found: Sequence[Account] = ()

    def work() -> None:
        nonlocal found
        found = accounts(crowd(200))

    many = calls_in(work)
    assert len(found) >= 10
    assert max(len(each.documents) for each in found) <= 20
    assert many < 8 * calls_in(lambda: accounts(crowd(50)))


def test_a_statement_of_fifty_thousand_characters() -> None:
    """It is a claim like any other, without a mark at which it could be cut: with one origin, and all of its words."""
    text = " ".join(f"the {WHO[n % 10]} of Odesa {DID[n % 20]} on day {n}" for n in range(1300))[:50_000]
    found = accounts(of(written("a", text, Span(0, len(text)))))
    assert len(text) == 50_000
    assert [each.documents for each in found] == [("a",)]
    assert found[0].origins.at_most == 1
    assert found[0].claim.tellings[0].span == Span(0, 50_000)


def test_two_documents_with_forty_things_in_common() -> None:
    """The later one has them from the earlier, in one derivation."""
    sentence = "The council of Odesa heard the harbour master on barges and grain and counted 14 boats "
    text = sentence * 40
    days = date(2025, 12, 3), date(2025, 12, 5)
    found = accounts(of(*(written(str(day), text, Span(0, len(text)), day=day) for day in days)))
    assert {(how.taker, how.taken) for each in found for how in each.derivations} == {("2025-12-05", "2025-12-03")}


# ---------------------------------------------------------------- characters


NASTY = ("half \ud83d", "\x00 nothing", "bell \x07 and \x1b[31m red", "\u202esdrawkcab", "\ufeff\u200b", "a\u0301" * 50)


@pytest.mark.parametrize("nasty", NASTY)
def test_no_character_ends_the_work(nasty: str) -> None:
    """Half pairs, control characters and marks, in text, title, voice, outlet and forward: told as they stand."""
    text = f"{nasty} sank two barges off Izmail"
    voice = Voice(VoiceKind.NAMED_PERSON, nasty, Span(0, len(nasty)))
    one = written("a", text, Span(0, len(text)), voice=voice)
    report = replace(one.report, document=replace(one.report.document, outlet=nasty, title=Span(0, len(nasty))))
    other = replace(one, key="b", report=report, forward=Forward(nasty))
    (found,) = accounts(of(one, other))
    assert set(found.documents) == {one.key, "b"}
    assert found.origins.at_most == 1
    assert text in found.title


def test_fifty_thousand_characters_with_a_comma_every_thirty() -> None:
    """What is told in as many parts takes about twice as long as half of it."""

    def work(count: int) -> int:
        text = ", ".join(f"the {WHO[n % 10]} of Odesa {DID[n % 20]} on day {n}" for n in range(count))
        papers = of(written("a", text, Span(0, len(text))))
        return calls_in(lambda: accounts(papers))

    work(10)  # tables are read once
    assert work(1600) < 6 * work(400)


def test_a_document_of_five_thousand_statements() -> None:
    """Each is found by where it stands, and what the document says of itself is looked for once."""

    def work(count: int) -> int:
        text, spans = "", []
        for n in range(count):
            words = f"{WHO[n % 10]} of Odesa {DID[n // 10 % 20]} {n}"
            spans.append(Span(len(text), len(text) + len(words)))
            text += f"{words}.\n"
        papers = of(written("a", text, *spans))
        return calls_in(lambda: accounts(papers))

    work(10)  # tables are read once
    assert work(2000) < 6 * work(500)
