"""Fifty reports of one post are one origin; how many there are is a range, and each telling has its reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from inspect import getdoc
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.trace.world import TERMS, Line, derived, paper, source, told
from tests.work import calls_in

from firsthand.claims import Answer, Claim, Derivation, Origins, Paper
from firsthand.kinds import DerivationKind, Mode, SourceKind, ToldBy, VoiceKind
from firsthand.model import Report, Source
from firsthand.trace.origins import IDENTITIES, RULES, origins, origins_of

MINISTRY = source("Lowland Water Ministry", SourceKind.MINISTRY, side="LL")
RIVALS = source("Upland Dyke League", SourceKind.NGO, side="UL")
DYKE = "the dyke at Vessem gave way on Tuesday night"


def count(papers: list[Paper], derivations: list[Derivation] | None = None, **answers: Mode) -> Origins:
    tellings = tuple(told(each) for each in papers)
    against = tuple(Answer(told(each), answers[each.key]) for each in papers if each.key in answers)
    claim = Claim("dyke", tellings, against)
    return origins(claim, {each.key: each for each in papers}, derivations or [], TERMS)


def dated(made: Paper, hour: int, year: int = 2025) -> Paper:
    moment = datetime(year, 6, 1, hour, tzinfo=UTC)
    return replace(made, report=replace(made.report, document=replace(made.report.document, published=moment)))


def undated(made: Paper) -> Report:
    return replace(made.report, document=replace(made.report.document, published=None))


def span(found: Origins) -> tuple[int, int]:
    return found.at_least, found.at_most


def test_a_ministry_that_three_outlets_quote_is_one_origin() -> None:
    """The same body under its name in three languages, in outlets that do not know of each other, counts once."""
    org = VoiceKind.NAMED_ORGANISATION
    found = count(
        [
            paper("one", Line(DYKE, "the Ministry of Rescue", org)),
            paper("two", Line("дамба прорвалась", "Министерство спасения", org), language="ru"),
            paper("three", Line("дамбу прорвало", "Міністерство порятунку", org), language="uk"),
        ]
    )
    assert span(found) == (1, 1)
    assert found.told_by is ToldBy.ONE_PARTY


@pytest.mark.parametrize(
    ("name", "language"), [("Vasyl Hnatiuk", "en"), ("Василь Гнатюк", "uk"), ("водитель Василий Гнатюк", "ru")]
)
def test_a_person_is_one_under_every_spelling(name: str, language: str) -> None:
    """A name is compared by what is heard of it, whatever alphabet it is in and whatever role stands before it."""
    found = count([paper("one", Line(DYKE, "Vasyl Hnatiuk")), paper("two", Line(DYKE, name), language=language)])
    assert span(found) == (1, 1)


@pytest.mark.parametrize(("early", "late"), [("a", "b"), ("b", "a")])
def test_of_two_posts_of_one_day_the_earlier_by_the_hour_is_first(early: str, late: str) -> None:
    """Whichever key sorts first: the origin is met in the document that was published first."""
    one, other = (dated(paper(key, Line(DYKE, "Jan Brouwer")), hour) for key, hour in ((early, 7), (late, 19)))
    [root] = count([one, other]).roots
    assert root.document == early


def test_a_date_that_cannot_be_makes_nobody_late() -> None:
    """A telling dated years after it was seen has no date: nobody is known to have told it a day before."""
    named = replace(paper("a", Line(DYKE, "Jan Brouwer"), day=3), seen="2025-06-04T08:00:00+00:00")
    plain = replace(dated(paper("b", Line(DYKE), by=source("Weir Weekly")), 7, 2031), seen=named.seen)
    assert span(count([named, plain])) == span(count([named, replace(plain, report=undated(plain))]))


def test_two_people_with_names_are_two_origins() -> None:
    """Who was there and somebody else who was there do not have it from each other."""
    found = count(
        [paper("one", Line(DYKE, "the driver Jan Brouwer")), paper("two", Line(DYKE, "the baker Ann Visser"))]
    )
    assert span(found) == (2, 2)
    assert found.told_by is ToldBy.WITNESS


def test_spokesmen_of_two_sides_are_two_origins_though_nobody_says_whose_they_are() -> None:
    """An outlet's readers know whose word that of a public figure is; two of one side count once."""
    lines = {"one": "Dmitry Peskov", "two": "Volodymyr Zelensky", "three": "Sergei Lavrov"}
    papers = [paper(key, Line(DYKE, voice), by=source(f"Outlet {key}")) for key, voice in lines.items()]
    assert span(count(papers[:2])) == (2, 2)
    assert count(papers[:2]).told_by is ToldBy.BOTH_PARTIES
    assert span(count([papers[0], papers[2]])) == (1, 2)


def test_a_body_and_the_outlet_that_rewrites_its_post_are_one_origin() -> None:
    """A rewrite without a voice of its own brings nothing, even where somebody without a name says it there."""
    post = paper("post", Line(DYKE), by=MINISTRY)
    plain = paper("plain", Line(DYKE), by=source("Vessem Mail"))
    mouth = paper("mouth", Line(DYKE, "officials", VoiceKind.UNNAMED_GROUP), by=source("Weir Weekly"))
    links = [derived(key, "post", DerivationKind.REWRITE) for key in ("plain", "mouth")]
    found = count([post, plain, mouth], links)
    assert span(found) == (1, 1)
    assert [root.voice for root in found.roots] == [MINISTRY.name]
    assert all(why for _, why in found.roots[0].tellings)


def test_a_rewrite_with_a_voice_of_its_own_may_be_another_origin() -> None:
    """A voice with a name that the origin does not have counts for at most."""
    post = paper("post", Line(DYKE), by=MINISTRY)
    report = paper("report", Line(DYKE, "the driver Jan Brouwer"), by=source("Vessem Mail"))
    assert span(count([post, report], [derived("report", "post", DerivationKind.REWRITE)])) == (1, 2)


def test_a_heading_adds_no_origin_to_its_text() -> None:
    """What stands over a report sums it up, also where its reporter saw other things for himself."""
    org = VoiceKind.NAMED_ORGANISATION
    lines = (
        Line(DYKE),
        Line("the dyke gave way", "the Ministry of Rescue", org),
        Line("We saw the water from the road"),
    )
    report = paper("report", *lines, by=source("Vessem Mail"), title=DYKE)
    claim = Claim("dyke", (told(report), told(report, 1)))
    found = origins(claim, {"report": report}, [], TERMS)
    assert span(found) == (1, 1)
    assert found.told_by is ToldBy.ONE_PARTY


def test_somebody_without_a_name_counts_for_at_most_only() -> None:
    """A source without a name may be anybody who told it before."""
    post = paper("post", Line(DYKE), by=MINISTRY)
    rumour = paper("rumour", Line(DYKE, "a source", VoiceKind.UNNAMED_PERSON), by=source("Weir Weekly"))
    assert span(count([post, rumour])) == (1, 2)


@pytest.mark.parametrize(
    ("voice", "language", "kind"),
    [
        ("Residents", "en", VoiceKind.UNNAMED_GROUP),
        ("Nurse", "en", VoiceKind.UNNAMED_PERSON),
        ("Жители", "ru", VoiceKind.UNNAMED_GROUP),
        ("Мешканці", "uk", VoiceKind.UNNAMED_GROUP),
    ],
)
def test_a_capital_at_the_beginning_of_a_sentence_makes_no_name(voice: str, language: str, kind: VoiceKind) -> None:
    """Who has no name has none where the word opens a sentence either, and is no sure second origin beside a name."""
    unnamed = paper("a", Line(DYKE, voice, kind), language=language)
    named = paper("b", Line(DYKE, "the driver Jan Brouwer"))
    found = count([unnamed, named])
    assert span(found) == (1, 2)
    assert [root.named for root in found.roots] == [False, True]
    assert span(count([paper("a", Line(DYKE, f"{voice} Pim Bakker", kind), language=language), named])) == (2, 2)


def test_somebody_without_a_name_in_a_heading_is_who_has_one_below() -> None:
    """«Nurse: I saw it» over the words of Ann Visser, a nurse: one origin, and it is hers."""
    lines = (Line("the dyke gave way", "Nurse", VoiceKind.UNNAMED_PERSON), Line(DYKE, "the nurse Ann Visser"))
    report = paper("report", *lines, by=source("Vessem Mail"), title="Nurse: the dyke gave way")
    found = origins(Claim("dyke", (told(report), told(report, 1))), {"report": report}, [], TERMS)
    assert span(found) == (1, 1)
    assert [root.voice for root in found.roots] == ["the nurse Ann Visser"]


def test_organs_of_one_side_count_once_for_at_least() -> None:
    """The ministry and the army of one state are not independent of each other."""
    army = source("Lowland Engineers", SourceKind.MILITARY, side="LL")
    found = count([paper("one", Line(DYKE), by=MINISTRY), paper("two", Line(DYKE), by=army)])
    assert span(found) == (1, 2)


def test_what_both_sides_say_in_their_own_channels_is_told_by_both() -> None:
    """Two sides that tell it are two origins and two parties."""
    found = count([paper("one", Line(DYKE), by=MINISTRY), paper("two", Line(DYKE), by=RIVALS)])
    assert span(found) == (2, 2)
    assert found.told_by is ToldBy.BOTH_PARTIES


def test_who_denies_it_is_no_origin_and_who_confirms_it_is() -> None:
    """Denying, doubting and taking back tell of the claim without being where it starts."""
    post = paper("post", Line(DYKE), by=MINISTRY)
    answer = paper("answer", Line("the dyke at Vessem holds"), by=RIVALS)
    for mode in (Mode.DENIED, Mode.DOUBTED, Mode.RETRACTED):
        assert span(count([post, answer], answer=mode)) == (1, 1)
    assert span(count([post, answer], answer=Mode.CONFIRMED)) == (2, 2)


def test_a_network_of_sites_is_one_origin_though_nobody_is_named() -> None:
    """Sites of one family that tell it in their own words are one house."""
    sites = [source(name, family="prisma") for name in ("Prisma North", "Prisma South", "Prisma East")]
    found = count([paper(each.name, Line(DYKE), by=each) for each in sites])
    assert span(found) == (1, 1)
    assert found.told_by is ToldBy.NOBODY


def test_an_outlet_that_repeats_days_later_what_is_known_is_no_origin() -> None:
    """What an outlet says without a voice a week after a body told it is common knowledge."""
    post = paper("post", Line(DYKE), by=MINISTRY, day=1)
    assert span(count([post, paper("later", Line(DYKE), by=source("Vessem Mail"), day=8)])) == (1, 1)


def test_a_claim_that_is_only_denied_has_no_origin_here() -> None:
    """Where nobody tells it there is nothing to count, and nothing fails."""
    answer = paper("answer", Line("the dyke at Vessem holds"), by=RIVALS)
    assert span(count([answer], answer=Mode.DENIED)) == (0, 0)


def test_a_telling_whose_document_is_gone_is_left_out() -> None:
    """A claim may be told in documents that are not among those given."""
    post, other = paper("post", Line(DYKE), by=MINISTRY), paper("other", Line(DYKE), by=RIVALS)
    claim = Claim("dyke", (told(post), told(other)))
    assert span(origins(claim, {"post": post}, [], TERMS)) == (1, 1)


def test_ten_thousand_copies_cost_as_much_each_as_a_thousand() -> None:
    """A post copied any number of times is counted in time that grows with the copies, not with their pairs."""

    def work(copies: int) -> int:
        papers = {"post": paper("post", Line(DYKE), by=MINISTRY)}
        papers |= {f"copy{n}": paper(f"copy{n}", Line(DYKE), by=source(f"Mirror {n}")) for n in range(copies)}
        links = [derived(f"copy{n}", f"copy{n - 1}" if n else "post", DerivationKind.COPY) for n in range(copies)]
        claim = Claim("dyke", tuple(told(each) for each in papers.values()))
        found: list[Origins] = []
        calls = calls_in(lambda: found.extend(origins_of((claim,), papers, links, TERMS)))
        assert span(found[0]) == (1, 1)
        return calls

    assert work(800) < 5 * work(200)


def test_every_rule_says_what_it_does() -> None:
    """The docstring of a rule is what a user reads of it."""
    assert all((getdoc(rule) or "").endswith(".") for rule in (*IDENTITIES, *RULES))


VOICES = (
    Line(DYKE),
    Line(DYKE, "the driver Jan Brouwer"),
    Line(DYKE, "the spokeswoman Ann Visser"),
    Line(DYKE, "Lowland Water Ministry", VoiceKind.NAMED_ORGANISATION),
    Line(DYKE, "Upland Dyke League", VoiceKind.NAMED_ORGANISATION),
    Line(DYKE, "residents of Vessem", VoiceKind.UNNAMED_GROUP),
    Line(DYKE, "a source", VoiceKind.UNNAMED_PERSON),
)
SOURCES = (MINISTRY, RIVALS, source("Vessem Mail"), source("Prisma", family="p"), source("Prisma South", family="p"))


@st.composite
def worlds(draw: st.DrawFn) -> tuple[list[Paper], list[Derivation]]:
    """Up to seven documents of one claim, some of which come from earlier ones."""
    number = draw(st.integers(2, 7))
    days = st.sampled_from([1, 2, 5, None])
    papers = [
        paper(f"d{n}", draw(st.sampled_from(VOICES)), by=draw(st.sampled_from(SOURCES)), day=draw(days))
        for n in range(number)
    ]
    pairs = [(n, draw(st.integers(0, n - 1))) for n in range(1, number) if draw(st.booleans())]
    kinds = st.sampled_from(list(DerivationKind))
    return papers, [derived(f"d{taker}", f"d{taken}", draw(kinds)) for taker, taken in pairs]


@settings(max_examples=150, deadline=None)
@given(worlds(), st.integers(0, 6))
def test_an_exact_copy_never_raises_the_number_of_origins(world: tuple[list[Paper], list[Derivation]], n: int) -> None:
    """However often a document is copied, by whatever outlet, there are no more origins than before."""
    papers, derivations = world
    original = papers[n % len(papers)]
    copy = replace(original, key="copy", source=source("Mirror"))
    found = count(papers, derivations)
    after = count([*papers, copy], [*derivations, derived("copy", original.key, DerivationKind.COPY)])
    assert after.at_least <= found.at_least
    assert after.at_most <= found.at_most


@settings(max_examples=150, deadline=None)
@given(worlds(), st.randoms(use_true_random=False))
def test_the_order_of_arrival_changes_nothing(world: tuple[list[Paper], list[Derivation]], random: Random) -> None:
    """Tellings, documents and derivations may come in any order."""
    papers, derivations = world
    found = count(papers, derivations)
    random.shuffle(papers)
    random.shuffle(derivations)
    assert count(papers, derivations) == found


@settings(max_examples=150, deadline=None)
@given(worlds())
def test_other_names_for_the_sides_change_nothing(world: tuple[list[Paper], list[Derivation]]) -> None:
    """No side is treated unlike another: with the codes exchanged the range and who tells it stay."""
    papers, derivations = world
    other = {"LL": "UL", "UL": "LL"}

    def swapped(by: Source | None) -> Source | None:
        return replace(by, side=other[by.side]) if by is not None and by.side is not None else by

    found = count(papers, derivations)
    after = count([replace(each, source=swapped(each.source)) for each in papers], derivations)
    assert (span(after), after.told_by) == (span(found), found.told_by)


@settings(max_examples=300, deadline=None)
@given(worlds(), st.integers(0, 6))
def test_removing_a_document_never_raises_at_least(world: tuple[list[Paper], list[Derivation]], n: int) -> None:
    """What is sure of fewer documents is sure of more: that two are independent does not hang on a third."""
    papers, derivations = world
    gone = papers[n % len(papers)]
    left = [each for each in papers if each is not gone]
    assert count(left, derivations).at_least <= count(papers, derivations).at_least


@settings(max_examples=150, deadline=None)
@given(worlds())
def test_each_telling_stands_under_one_origin(world: tuple[list[Paper], list[Derivation]]) -> None:
    """No telling is lost or counted twice, and the range is one: at least one, at most as many as origins."""
    papers, derivations = world
    found = count(papers, derivations)
    placed = [each for root in found.roots for each, _ in root.tellings]
    assert sorted(placed) == sorted(told(each) for each in papers)
    assert 1 <= found.at_least <= found.at_most
