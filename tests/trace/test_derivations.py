"""Who took what from whom: the nearest source of each thing told, in any language, whatever order documents come in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.trace.world import TERMS, Line, paper, source, told
from tests.work import calls_in

from firsthand.claims import Claim, Derivation, Paper
from firsthand.kinds import DerivationKind, Mode, PlaceKind, SourceKind, VoiceKind
from firsthand.model import Candidate, Credit, CreditForm, Document, Forward, Link, Place, Reason, Source, Span
from firsthand.trace.copies import copies
from firsthand.trace.derivations import derivations
from firsthand.trace.prints import fingerprints
from firsthand.trace.ties import KINDS, RULES, WEIGHTS

ORGANISATION = VoiceKind.NAMED_ORGANISATION
GROUP = VoiceKind.UNNAMED_GROUP
HARBOUR_OFFICE = source("Harbour Office", SourceKind.MINISTRY, side="RO")
COURIER, GAZETTE, BEACON = (source(name, SourceKind.NEWSPAPER) for name in ("Port Courier", "Gazette", "Beacon"))

SPILL = {
    "en": ("At 04:10 the barge Liman lost 37 tonnes of diesel at pier 9", "The harbour was closed until noon"),
    "ru": ("В 04:10 баржа «Лиман» потеряла 37 тонн дизельного топлива у причала 9", "Порт закрыли до полудня"),
    "uk": ("О 04:10 баржа «Лиман» втратила 37 тонн дизельного пального біля причалу 9", "Порт закрили до полудня"),
}
BAKERY = {
    "en": "The bakery on Lime Street gave away 200 loaves",
    "ru": "Пекарня на Липовой улице раздала 200 буханок",
    "uk": "Пекарня на Липовій вулиці роздала 200 хлібин",
}


def traced(papers: Sequence[Paper], *claims: Claim) -> list[Derivation]:
    prints = list(fingerprints(each.report.document.text for each in papers))
    outlets = [each.source.id if each.source else each.key for each in papers]
    return list(derivations(papers, claims, list(copies(prints, outlets)), TERMS))


def pairs(found: Sequence[Derivation]) -> set[tuple[str, str, DerivationKind]]:
    return {(each.taker, each.taken, each.kind) for each in found}


def rules(found: Derivation) -> set[str]:
    return {tie.rule for tie in found.ties}


def spill(key: str, by: Source, language: str = "en", day: int | None = 1) -> Paper:
    return paper(key, *(Line(content) for content in SPILL[language]), by=by, language=language, day=day)


def one_claim(*papers: Paper, number: int = 0) -> Claim:
    return Claim(f"c{number}", tuple(told(each, number) for each in papers))


@pytest.mark.parametrize("language", SPILL)
def test_a_reprint_comes_from_the_earlier_and_not_the_other_way(language: str) -> None:
    """Who printed first was taken from, and both texts are shown."""
    first, later = spill("b", COURIER, language, 1), spill("a", GAZETTE, language, 2)
    [found] = traced([later, first])
    assert (found.taker, found.taken, found.kind) == ("a", "b", DerivationKind.COPY)
    assert all(tie.here and tie.there for tie in found.ties)


def test_a_copy_without_a_date_that_was_cut_comes_from_the_whole() -> None:
    """Where no date tells, what has lost words is the later."""
    whole = spill("whole", COURIER, day=None)
    cut = paper("cut", Line(SPILL["en"][0]), by=GAZETTE, day=None)
    assert pairs(traced([cut, whole])) == {("cut", "whole", DerivationKind.COPY)}


def test_an_undated_document_comes_after_what_it_names() -> None:
    """A copy that says whose it is was taken from there, though its key and its length speak for the other way."""
    first = paper("z", Line(SPILL["en"][0]), by=COURIER, day=None)
    named = paper("a", Line(SPILL["en"][0]), Line("That is what the Port Courier reported"), by=GAZETTE, day=None)
    [found] = traced([first, named], one_claim(first, named))
    assert (found.taker, found.taken) == ("a", "z")


@pytest.mark.parametrize("language", ["ru", "uk"])
def test_a_translation_shares_figures_names_and_terms(language: str) -> None:
    """A report in another language that tells the same in the same order is a translation of the earlier one."""
    first, later = spill("first", COURIER), spill("later", GAZETTE, language, 2)
    others = [paper(f"other-{each}", Line(BAKERY[each]), by=BEACON, language=each) for each in BAKERY]
    found = traced([first, later, *others], one_claim(first, later), one_claim(first, later, number=1))
    assert pairs(found) == {("later", "first", DerivationKind.TRANSLATION)}


def test_a_rewrite_shares_rare_details() -> None:
    """The same details in other sentences of the language are a rewrite."""
    first = spill("first", COURIER)
    later = paper(
        "later", Line("A barge named Liman spilled 37 tonnes of diesel near pier 9 before dawn"), by=GAZETTE, day=2
    )
    others = [paper(f"other-{each}", Line(BAKERY[each]), by=BEACON, language=each) for each in BAKERY]
    found = traced([first, later, *others], one_claim(first, later))
    assert pairs(found) == {("later", "first", DerivationKind.REWRITE)}


def test_a_detail_is_as_rare_when_a_document_that_tells_it_is_copied() -> None:
    """Rare is what few texts tell, however often one of them stands in the case."""
    first, later = spill("first", COURIER), paper("later", Line(BAKERY["en"]), Line("Eels are dear"), by=GAZETTE, day=2)
    told_first = paper("loaves", Line(BAKERY["en"]), Line("The fair opened"), Line("Ships waited"), by=BEACON)
    copied = [replace(told_first, key=f"copy {n}", source=source(f"Mirror {n}")) for n in range(4)]
    others = [paper(f"news {n}", Line(f"Cranes of shed {n} stood still"), by=source(f"Shed {n}")) for n in range(6)]

    def ties(*more: Paper) -> set[str]:
        papers = [first, later, told_first, *others, *more]
        found = traced(papers, one_claim(told_first, later, *more))
        return {tie.rule for each in found if each.taker == "later" for tie in each.ties}

    assert "rare_detail" in ties()
    assert ties(*copied) == ties()


@pytest.mark.parametrize(("near", "joined"), [((), False), (("office",), True)])
def test_what_linking_kept_apart_but_near_may_come_from_there(near: tuple[str, ...], joined: bool) -> None:
    """The word of the office on the tonnes is held against what the office said, though both are claims of their own;
    what is not near is not."""
    tonnes, closed = SPILL["en"]
    office = paper("office", Line(tonnes), Line(closed), by=HARBOUR_OFFICE)
    spoken = Line("the barge Liman lost some tonnes of diesel at pier 9", "the Harbour Office", ORGANISATION)
    report = paper("report", spoken, Line(closed), by=GAZETTE, day=2)
    claims = (Claim("office", (told(office),)), Claim("report", (told(report),), near=near))
    [found] = traced([office, report], *claims, one_claim(office, report, number=1))
    assert ((told(report), told(office)) in found.tellings) is joined


def test_telling_one_common_thing_is_no_derivation() -> None:
    """Outlets with news of their own, which all say that the port was shut, need not have it from each other."""
    news = (
        ("The harbour was closed until noon", "Ships waited off the mole", "Sailors played cards there"),
        ("No vessel could enter the port before midday", "Cranes stood still all week", "A strike may follow"),
        ("Traffic at the quays stood until twelve", "The fair opened without fireworks", "Children were glad anyway"),
        ("The port opened only at noon", "Eels are dear this year", "Cooks turn to carp instead"),
    )
    papers = [paper(f"p{n}", *map(Line, lines), by=source(f"Outlet {n}"), day=n + 1) for n, lines in enumerate(news)]
    claims = [Claim(f"own{n}{k}", (told(each, k),)) for n, each in enumerate(papers) for k in (1, 2)]
    assert traced(papers, one_claim(*papers), *claims) == []


def test_a_forward_comes_from_the_channel_it_names() -> None:
    """The mark of the channel counts more than which copy came first."""
    first, named = spill("first", COURIER, day=1), spill("named", BEACON, day=2)
    forwarded = replace(spill("third", GAZETTE, day=3), forward=Forward("Beacon"))
    found = traced([first, named, forwarded])
    assert ("third", "named", DerivationKind.FORWARD) in pairs(found)
    assert not any(each.taker == "third" and each.taken == "first" for each in found)


def test_a_link_to_a_post_leads_to_it() -> None:
    """A link to t.me leads to the post of the channel that has that name, whatever number its key has."""
    channel = replace(HARBOUR_OFFICE, telegram=("harbour_office",))
    post = spill("telegram:1802/17", channel)
    text = "The harbour is shut, the office writes here"
    later = paper("later", Line(text), by=COURIER, day=2)
    document = later.report.document
    link = Link(Span(document.text.index("here"), len(document.text) - 1), "https://t.me/s/harbour_office/17?single")
    later = replace(later, report=replace(later.report, document=replace(document, links=(link,))))
    [found] = traced([post, later])
    assert rules(found) == {"hyperlink"}
    assert found.ties[0].here == (link.span,)


def test_a_post_goes_on_from_the_one_it_answers() -> None:
    """A channel that corrects itself in a reply tells what the earlier post said; a reply to another is not one."""
    channel = source("Pier Watch", SourceKind.CHANNEL)
    post, later = spill("post", channel), paper("later", Line("It was 27 tonnes and not 37"), by=channel, day=2)
    [found] = traced([post, replace(later, answers="post")], one_claim(post, later))
    assert (found.taker, found.taken, found.kind) == ("later", "post", DerivationKind.LINK)
    other = replace(later, source=source("Quay Watch", SourceKind.CHANNEL), answers="post")
    assert not any("answered_post" in rules(each) for each in traced([post, other], one_claim(post, other)))


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "A Romanian newspaper wrote that the harbour was shut till midday"),
        ("ru", "Румынская газета написала, что порт был закрыт до полудня"),
        ("uk", "Румунська газета написала, що порт був закритий до полудня"),
    ],
)
def test_an_outlet_is_told_by_its_country_and_kind(language: str, words: str) -> None:
    """Of two newspapers the one of the country that is named was taken from, whatever word is used for the country."""
    here, abroad = replace(COURIER, country="RO"), replace(BEACON, country="BG")
    one, two = spill("one", here), spill("two", abroad)
    romania = Candidate("RO", "Romania", 46.0, 25.0, PlaceKind.COUNTRY, "RO")
    named = paper("named", Line("Romania has three ports on that coast"), by=source("Atlas"))
    place = Place(Span(1, 8), (romania,), romania)
    atlas = replace(named, report=replace(named.report, places=(place,)))
    later = paper("later", Line(words), by=source("Digest"), language=language, day=3)
    claim = Claim("closed", (told(one, 1), told(two, 1), told(later)))
    takers = {(each.taker, each.taken) for each in traced([one, two, atlas, later], claim)}
    assert ("later", "one") in takers
    assert ("later", "two") not in takers


def test_a_named_outlet_is_where_it_comes_from() -> None:
    """Of two that told it before, the one that is named was taken from, in another script too."""
    one, two = spill("one", COURIER, day=1), spill("two", BEACON, "uk", day=1)
    later = paper(
        "later", Line("баржа потеряла топливо", "Порт Курьер", ORGANISATION), by=GAZETTE, language="ru", day=3
    )
    found = traced([one, two, later], one_claim(one, two, later))
    assert ("later", "one", DerivationKind.LINK) in pairs(found)
    assert not any(each.taker == "later" and each.taken == "two" for each in found)


@pytest.mark.parametrize(
    ("language", "voice", "content"),
    [
        ("en", "The ministry", "37 tonnes of diesel were lost"),
        ("ru", "В министерстве", "потеряно 37 тонн дизельного топлива"),
        ("uk", "У міністерстві", "втрачено 37 тонн дизельного пального"),
    ],
)
def test_the_word_of_a_body_comes_from_its_own_channel(language: str, voice: str, content: str) -> None:
    """A report gives the word of a ministry without its name: it has it from what the ministry posted."""
    post = spill("post", HARBOUR_OFFICE)
    later = paper("later", Line(content, voice, ORGANISATION), by=COURIER, language=language, day=2)
    [found] = traced([post, later], one_claim(post, later))
    assert (found.taker, found.taken) == ("later", "post")
    assert "own_word" in rules(found)


def test_what_a_body_takes_back_is_no_repetition() -> None:
    """A report that the body withdraws its word does not come from the post in which it gave it."""
    post = spill("post", HARBOUR_OFFICE)
    line = Line("that figure no longer stands", "The Harbour Office", ORGANISATION, Mode.RETRACTED)
    later = paper("later", line, by=COURIER, day=2)
    assert all(not each.tellings for each in traced([post, later], one_claim(post, later)))


def test_a_body_that_answers_a_claim_does_not_have_it_from_there() -> None:
    """A ministry that denies what a paper wrote speaks for itself."""
    report = spill("report", COURIER)
    denial = paper("denial", Line("No diesel was lost", mode=Mode.DENIED), by=HARBOUR_OFFICE, day=2)
    assert traced([report, denial], one_claim(report, denial)) == []


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "“We counted 37 empty drums on the deck of the Liman”"),
        ("ru", "«Мы насчитали 37 пустых бочек на палубе «Лимана»»"),
        ("uk", "«Ми нарахували 37 порожніх бочок на палубі «Лиману»»"),
    ],
)
def test_a_quotation_comes_from_where_it_stood_first(language: str, words: str) -> None:
    """The same words in another mouth are still the words of the first, in one language word for word."""
    first = paper("first", Line(words, "A docker", GROUP, quoted=True), by=COURIER, language=language)
    later = paper("later", Line(words, "An officer", GROUP, quoted=True), by=GAZETTE, language=language, day=2)
    [found] = traced([first, later], one_claim(first, later))
    assert "same_quotation" in rules(found)


def test_the_same_voice_without_a_post_of_its_own() -> None:
    """Two reports of one speaker: the later is put beside the earlier, and nothing stronger is said."""
    one = paper("one", Line("the berth is safe", "Ana Dumitru"), Line("A choir sang at the gate"), by=COURIER)
    two = paper("two", Line("the pier can be used again", "Dumitru"), Line(BAKERY["en"]), by=GAZETTE, day=2)
    [found] = traced([one, two], one_claim(one, two), Claim("own", (told(two, 1),)))
    assert (found.taker, found.kind, rules(found)) == ("two", DerivationKind.SAME_VOICE, {"same_voice"})


def test_sites_of_a_network_have_it_from_the_first_of_them() -> None:
    """One text on three sites of a family starts at the first, though the second is nearer in language."""
    sites = [source(f"Site {n}", family="ring") for n in range(3)]
    texts = [spill("a", sites[0], "en", 1), spill("b", sites[1], "ru", 2), spill("c", sites[2], "uk", 3)]
    noise = [paper(f"other-{each}", Line(BAKERY[each]), by=BEACON, language=each) for each in BAKERY]
    found = traced([*texts, *noise], one_claim(*texts), one_claim(*texts, number=1))
    assert pairs(found) == {("b", "a", DerivationKind.NETWORK), ("c", "a", DerivationKind.NETWORK)}


def test_a_wire_credit_names_the_agency() -> None:
    """A reprint that credits the agency is tied to it by that too."""
    agency = source("Delta Wire", SourceKind.AGENCY)
    first, later = spill("first", agency), spill("later", GAZETTE, day=2)
    credit = Credit(Span(1, 3), agency.id, CreditForm.CREDIT_LINE, Reason("line"))
    [found] = traced([first, replace(later, credits=(credit,))], one_claim(first, later))
    assert {"wire_credit", "near_copy"} <= rules(found)


def test_only_the_nearest_is_told() -> None:
    """A reprint of a reprint that names it comes from that one; what lies further back is not told again."""
    first, second = spill("first", COURIER, day=1), spill("second", BEACON, day=2)
    third = paper("third", *(Line(f"{each}, wrote the Beacon") for each in SPILL["en"]), by=GAZETTE, day=3)
    found = traced([first, second, third], one_claim(first, second, third), one_claim(first, second, third, number=1))
    assert {(each.taker, each.taken) for each in found} == {("second", "first"), ("third", "second")}


def test_a_date_in_the_future_is_no_date() -> None:
    """What says that it will be published next year came when it was seen, and is not taken for the latest of all."""
    now = datetime(2025, 6, 3, tzinfo=UTC).isoformat()
    future = replace(spill("future", COURIER, day=28), seen=now)
    later = replace(spill("later", GAZETTE, day=None), seen=now)
    assert len(traced([future, later])) == 1


def test_a_post_copied_by_thousands_takes_linear_work() -> None:
    """Every copy is tied to the first, and twice the copies take about twice the work."""
    work = []
    for count in (300, 600):
        posts = [spill(f"{n:05}", source(f"Channel {n % 50}"), day=1 + n % 20) for n in range(count)]
        posts[7] = spill("first", source("The first"), day=1)
        posts = [replace(each, seen="") if each.key == "first" else _later(each) for each in posts]
        claims = [Claim(f"c{n}", tuple(told(each, n) for each in posts)) for n in (0, 1)]
        found: list[Derivation] = []
        work.append(calls_in(partial(_trace_into, found, posts, claims)))
        assert {(each.taken) for each in found} == {"first"}
        assert len(found) == count - 1
    assert work[1] < 2.4 * work[0]


def _trace_into(found: list[Derivation], posts: list[Paper], claims: list[Claim]) -> None:
    found.extend(traced(posts, *claims))


def _later(post: Paper) -> Paper:
    document = replace(post.report.document, published=datetime(2025, 7, 1, 0, int(post.key) % 60, tzinfo=UTC))
    return replace(post, report=replace(post.report, document=document))


def test_every_rule_has_a_weight_a_kind_and_a_sentence_for_the_user() -> None:
    """Nothing can be tied by a rule that says nothing for itself, or weighs nothing."""
    names = [rule.__name__ for rule in RULES]
    assert set(names) == WEIGHTS.keys() == KINDS.keys()
    assert all(rule.__doc__ for rule in RULES)
    assert all(0 < weight < 1 for weight in WEIGHTS.values())


SOURCES = (COURIER, GAZETTE, BEACON, HARBOUR_OFFICE, source("Kherson Desk", SourceKind.MILITARY, side="UA"))
VOICES = (None, "The ministry", "Harbour Office", "Ana Dumitru", "Port Courier")


@st.composite
def cases(draw: st.DrawFn) -> tuple[list[Paper], list[Claim]]:
    papers = []
    for number in range(draw(st.integers(0, 6))):
        language = draw(st.sampled_from(sorted(SPILL)))
        contents = draw(st.lists(st.sampled_from([*SPILL[language], BAKERY[language]]), max_size=3, unique=True))
        lines = [Line(each, draw(st.sampled_from(VOICES)), ORGANISATION) for each in contents]
        by, day = draw(st.sampled_from(SOURCES)), draw(st.sampled_from([None, 1, 2, 3]))
        papers.append(paper(f"p{number}", *lines, by=by, language=language, day=day))
    claims = [
        Claim(f"c{n}", tuple(told(each, n) for each in papers if len(each.report.statements) > n)) for n in range(3)
    ]
    return papers, [claim for claim in claims if claim.tellings]


@settings(max_examples=60, deadline=None)
@given(cases(), st.randoms(use_true_random=False))
def test_order_changes_nothing(case: tuple[list[Paper], list[Claim]], chance: object) -> None:
    """Papers and claims may come in any order."""
    papers, claims = case
    mixed, other = list(papers), list(claims)
    getattr(chance, "shuffle")(mixed)  # noqa: B009
    getattr(chance, "shuffle")(other)  # noqa: B009
    assert traced(papers, *claims) == traced(mixed, *other)


@settings(max_examples=60, deadline=None)
@given(cases())
def test_renaming_the_sides_changes_nothing(case: tuple[list[Paper], list[Claim]]) -> None:
    """Whose organ a source is does not say who took what from whom."""
    papers, claims = case
    renamed = [
        replace(each, source=replace(each.source, side={"RO": "UA", "UA": "RO"}[each.source.side]))
        if each.source and each.source.side
        else each
        for each in papers
    ]
    assert pairs(traced(papers, *claims)) == pairs(traced(renamed, *claims))


@settings(max_examples=60, deadline=None)
@given(cases())
def test_nobody_takes_from_himself_or_in_a_circle(case: tuple[list[Paper], list[Claim]]) -> None:
    """Following derivations back always comes to an end."""
    papers, claims = case
    taken: dict[str, set[str]] = {}
    for each in traced(papers, *claims):
        assert each.ties
        assert 0 < each.score < 1
        taken.setdefault(each.taker, set()).add(each.taken)
    for start in taken:
        waiting, seen = list(taken[start]), set(taken[start])
        while waiting:
            for key in taken.get(waiting.pop(), set()) - seen:
                seen.add(key)
                waiting.append(key)
        assert start not in seen


def test_one_sentence_ninety_times_is_as_sure_as_can_be() -> None:
    """So many ties leave no doubt that a number could hold; the later document still has it from the earlier."""
    again = [Line(BAKERY["en"], "Anna Weiss", quoted=True)] * 90
    first, later = paper("first", *again, by=COURIER), paper("later", *again, by=GAZETTE, day=2)
    claim = Claim("c", tuple(told(each, number) for each in (first, later) for number in range(3)))
    [found] = traced([first, later], claim)
    assert (found.taker, found.taken, found.score) == ("later", "first", 1.0)


def test_the_post_of_a_body_comes_before_its_copy_that_bears_a_date() -> None:
    """The word of a body starts in its own channel, whether the channel tells when or not."""
    post, copy = spill("z", HARBOUR_OFFICE, day=None), spill("a", COURIER, day=3)
    assert pairs(traced([post, copy])) == {("a", "z", DerivationKind.COPY)}


def test_who_seems_to_come_from_a_copy_of_his_own_comes_from_the_next() -> None:
    """A document without a date does not come from what was passed on from it: what it has from a third stays."""
    first = spill("first", COURIER, day=1)
    bare = paper("bare", *map(Line, SPILL["en"]), Line("Ships waited off the mole for hours"), by=GAZETTE, day=None)
    passed = replace(bare, key="passed", source=BEACON, forward=Forward("Gazette"))
    passed = replace(passed, report=replace(passed.report, document=dated(passed, 5)))
    late = replace(bare, key="late", source=source("Mirror"), report=replace(bare.report, document=dated(bare, 9)))
    found = traced([first, bare, passed, late], one_claim(first, bare, passed, late))
    assert ("passed", "bare") in {each[:2] for each in pairs(found)}
    assert {each.taken for each in found if each.taker == "bare"} == {"first"}


def dated(made: Paper, day: int) -> Document:
    return replace(made.report.document, published=datetime(2025, 6, day, tzinfo=UTC))
