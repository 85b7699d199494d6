"""What changes on the way from one document to another is shown with both spots, and what stays the same is not."""

from __future__ import annotations

from dataclasses import replace
from inspect import getdoc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.trace.world import TERMS, Line, derived, paper, source, told

from firsthand.claims import Claim, Drift, Paper, Tie, Told
from firsthand.kinds import DerivationKind, DriftKind, Mode, PlaceKind, SourceKind, VoiceKind
from firsthand.model import Candidate, Frame, Place, Source, Span
from firsthand.trace.drift import DOCUMENT_RULES, TELLING_RULES, drifts, drifts_of

MINISTRY = source("Lowland Water Ministry", SourceKind.MINISTRY, side="LL")
MAIL = source("Vessem Mail")


def changed(
    earlier: Line, later: Line, kind: DerivationKind = DerivationKind.REWRITE, heading: str = "", language: str = "en"
) -> list[Drift]:
    post = paper("post", earlier, by=MINISTRY, day=1)
    report = paper("report", later, by=MAIL, day=2, title=heading, language=language)
    claim = Claim("c", (told(post), told(report)))
    papers = {"post": post, "report": report}
    return list(drifts(derived("report", "post", kind), papers, (claim,), TERMS))


def kinds(found: list[Drift]) -> set[DriftKind]:
    return {each.kind for each in found} - {DriftKind.LOST_ATTRIBUTION}


def counted(words: str, written: str, value: float, unit: str, voice: str | None = None) -> Line:
    return Line(words, voice, VoiceKind.NAMED_ORGANISATION, figures=((written, value, unit),))


@pytest.mark.parametrize(("written", "value"), [("280", 280.0), ("3", 3.0)])
def test_a_figure_that_grows_or_shrinks_is_shown_with_both_spots(written: str, value: float) -> None:
    """The spots are those of the two tellings, so that they can stand side by side."""
    earlier = counted("28 houses were flooded", "28", 28.0, "houses")
    [drift] = [
        each
        for each in changed(earlier, counted(f"{written} houses were flooded", written, value, "houses"))
        if each.kind is DriftKind.QUANTITY
    ]
    assert (drift.earlier.document, drift.later.document) == ("post", "report")
    assert drift.earlier.span.of("\n28 houses were flooded.") == "28 houses were flooded"


def test_a_bound_that_is_lost_is_a_drift() -> None:
    """ "No more than 28" is not "28"."""
    earlier = counted("no more than 28 houses were flooded", "28", 28.0, "houses")
    assert kinds(changed(earlier, counted("28 houses were flooded", "28", 28.0, "houses"))) == {DriftKind.QUANTITY}


def test_the_same_figure_of_people_called_otherwise_is_no_drift() -> None:
    """Three miners are three people; and hours are not compared with heads."""
    earlier = counted("three miners died within 40 hours", "three", 3.0, "miners")
    later = counted("three people died", "three", 3.0, "people")
    assert kinds(changed(earlier, later)) == set()


def test_preliminary_becomes_confirmed() -> None:
    """What was given with reserve and is now confirmed has hardened."""
    earlier = Line("the dyke may have given way", mode=Mode.HEDGED)
    later = Line("officials have confirmed that the dyke gave way", mode=Mode.CONFIRMED)
    assert DriftKind.MODE in kinds(changed(earlier, later))


@pytest.mark.parametrize(
    ("earlier", "later", "language"),
    [
        ("a few houses at Vessem were flooded", "the whole of Vessem was flooded", "en"),
        ("a relay was blocked", "the entire safety system was blocked", "en"),
        ("a relay was blocked", "заблокирована вся сигнализация", "ru"),
        ("a relay was blocked", "заблокували всю сигналізацію", "uk"),
    ],
)
def test_a_part_becomes_the_whole_in_each_language(earlier: str, later: str, language: str) -> None:
    """The lists of the three languages find the same."""
    assert DriftKind.SCOPE in kinds(changed(Line(earlier), Line(later), language=language))


def test_one_quotation_in_two_mouths_across_languages() -> None:
    """A quotation that somebody else says in a translation is shown, whoever they are; in the same mouth it is not."""
    said = Line("«Пять раз загудел гудок, и на танкере не было света»", "водитель Василь Гнатюк", quoted=True)
    same = Line("“Five times the horn sounded, and there was no light on the tanker”", "Vasyl Hnatiuk", quoted=True)
    other = Line(same.content, "the captain Oleg Ryumin", quoted=True)

    def mouths(later: Line) -> set[DriftKind]:
        papers = {
            "one": paper("one", said, by=MAIL, language="ru"),
            "two": paper("two", later, by=source("Weir Weekly"), day=2),
        }
        claim = Claim("c", tuple(told(each) for each in papers.values()))
        return kinds(list(drifts(derived("two", "one", DerivationKind.TRANSLATION), papers, (claim,), TERMS)))

    assert DriftKind.VOICE in mouths(other)
    assert DriftKind.VOICE not in mouths(same)


def test_the_word_of_a_voice_in_the_documents_own_voice() -> None:
    """A rewrite that drops whose word it is has lost the attribution; one that keeps it has not."""
    line = Line("the dyke gave way")
    lost = {each.kind for each in changed(line, line)}
    kept = changed(line, Line("the dyke gave way", "the Lowland Water Ministry", VoiceKind.NAMED_ORGANISATION))
    assert DriftKind.LOST_ATTRIBUTION in lost
    assert kept == []


def test_a_forward_loses_no_attribution() -> None:
    """It bears the name of whom it is from, whatever its words say."""
    line = Line("the dyke gave way")
    assert DriftKind.LOST_ATTRIBUTION not in {each.kind for each in changed(line, line, DerivationKind.FORWARD)}


def orphan(kind: DerivationKind, *, told_before: bool = False) -> set[DriftKind]:
    post = paper("post", Line("the dyke gave way"), by=MINISTRY, day=1)
    bags = (("40 bags", 40.0, "bags"),)
    fleeing = Line("the mayor fled to Spain with 40 bags", figures=bags)
    rewrite = paper("rewrite", Line("the dyke gave way"), fleeing, by=MAIL, day=2)
    papers = {"post": post, "rewrite": rewrite}
    fled = [told(rewrite, 1)]
    if told_before:
        papers["other"] = paper("other", replace(fleeing, voice="Ann Visser"), by=source("Weir Weekly"))
        fled.append(told(papers["other"]))
    claims = (Claim("dyke", (told(post), told(rewrite))), Claim("mayor", tuple(fled)))
    return kinds(list(drifts(derived("rewrite", "post", kind), papers, claims, TERMS)))


def test_what_stands_in_one_rewrite_only_is_an_addition() -> None:
    """A statement that nobody told before is put in by the rewrite; a report that only cites may have sources."""
    assert orphan(DerivationKind.REWRITE) == {DriftKind.ADDITION}
    assert orphan(DerivationKind.REWRITE, told_before=True) == set()
    assert orphan(DerivationKind.LINK) == set()


def test_what_a_heading_says_otherwise_is_a_drift_of_the_heading() -> None:
    """Whatever it consists in: here the figure is another than in the origin."""
    earlier = counted("28 houses were flooded", "28", 28.0, "houses")
    later = counted("280 houses flooded", "280", 280.0, "houses")
    assert kinds(changed(earlier, later, heading="280 houses flooded at Vessem")) == {DriftKind.HEADLINE}


def heading_drifts(
    source_heading: str = "", *, by: Source = MINISTRY, later: str = "Vessem is flooded"
) -> set[DriftKind]:
    """Of a report whose text names whose word it is, and whose heading does not."""
    lines = [Line("Vessem is flooded")]
    post = paper("post", *lines, by=by, day=1, title=source_heading)
    text = Line("the town is flooded", "the Lowland Water Ministry", VoiceKind.NAMED_ORGANISATION)
    report = paper("report", Line(later), text, by=MAIL, day=2, title=later)
    claim = Claim("c", (told(post), told(report), told(report, 1)))
    papers = {"post": post, "report": report}
    return {each.kind for each in drifts(derived("report", "post", DerivationKind.LINK), papers, (claim,), TERMS)}


def test_a_heading_without_a_voice_has_lost_it() -> None:
    """The word of a ministry is told as known in the heading, though the text names it; a heading that says who says so
    has lost nothing, nor has one that stands over an outlet's own report."""
    assert heading_drifts() == {DriftKind.LOST_ATTRIBUTION}
    assert heading_drifts(later="Ministry: Vessem is flooded, it says") == set()
    assert heading_drifts("Vessem is flooded", by=source("Weir Weekly")) == set()


def test_the_post_of_a_channel_is_somebodys_word() -> None:
    """Who tells after a channel without naming it has lost whose word it was; an outlet's own report is nobody's."""
    line = Line("the dyke gave way")
    for kind, lost in ((SourceKind.CHANNEL, True), (SourceKind.SITE, False)):
        post, report = paper("post", line, by=source("Pier Talk", kind)), paper("report", line, by=MAIL, day=2)
        papers, claim = {"post": post, "report": report}, Claim("c", (told(post), told(report)))
        found = drifts(derived("report", "post", DerivationKind.REWRITE), papers, (claim,), TERMS)
        assert (DriftKind.LOST_ATTRIBUTION in {each.kind for each in found}) is lost, kind


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("a column of lorries was lost", "en"),
        ("потеряна колонна грузовиков", "ru"),
        ("втрачено колону вантажівок", "uk"),
    ],
)
def test_a_few_that_were_counted_become_a_group(words: str, language: str) -> None:
    """Two lorries are not a column, in any language."""
    earlier = counted("two lorries were lost", "two", 2.0, "lorries")
    assert kinds(changed(earlier, Line(words), language=language)) == {DriftKind.QUANTITY}
    many = counted("forty lorries were lost", "forty", 40.0, "lorries")
    assert DriftKind.QUANTITY not in kinds(changed(many, Line(words), language=language))


def test_who_was_hurt_is_dead() -> None:
    """What became of people is told worse than in the origin: more is told of the same."""
    assert kinds(changed(Line("two sailors were injured"), Line("two sailors lost their lives"))) == {DriftKind.SCOPE}


def test_a_town_that_grew_out_of_houses_is_no_addition() -> None:
    """A rewrite that tells of the town what its origin tells of houses has grown, though it is another claim."""
    post = paper("post", Line("the water took 22 houses"), by=MINISTRY, day=1)
    rewrite = paper("rewrite", Line("the water took houses"), Line("the city was taken"), by=MAIL, day=2)
    papers = {"post": post, "rewrite": rewrite}
    claims = (Claim("houses", (told(post), told(rewrite))), Claim("town", (told(rewrite, 1),)))
    found = list(drifts(derived("rewrite", "post", DerivationKind.REWRITE), papers, claims, TERMS))
    assert [each.kind for each in found if each.later.span == told(rewrite, 1).span] == [DriftKind.SCOPE]


def test_another_account_is_no_drift() -> None:
    """Where two people with names tell it otherwise, neither has changed what the other said."""
    papers = {
        "one": paper("one", counted("28 houses were flooded", "28", 28.0, "houses", "Ann Visser"), by=MAIL),
        "two": paper("two", counted("40 houses were flooded", "40", 40.0, "houses", "Jan Brouwer"), by=MAIL, day=2),
    }
    claim = Claim("c", tuple(told(each) for each in papers.values()))
    assert not list(drifts(derived("two", "one", DerivationKind.LINK), papers, (claim,), TERMS))


def test_a_telling_is_held_against_the_nearest_of_its_origins() -> None:
    """A figure that one of two origins has did not drift from the other."""
    first = paper("first", counted("28 houses were flooded", "28", 28.0, "houses"), by=MINISTRY, day=1)
    second = paper("second", counted("40 houses were flooded", "40", 40.0, "houses"), by=source("Dyke Watch"), day=2)
    both = paper("both", counted("40 houses were flooded", "40", 40.0, "houses"), by=MAIL, day=3)
    papers = {each.key: each for each in (first, second, both)}
    claim = Claim("c", tuple(told(each) for each in papers.values()))
    links = [derived("both", key, DerivationKind.REWRITE) for key in ("first", "second")]
    assert DriftKind.QUANTITY not in kinds(list(drifts_of(links, papers, (claim,), TERMS)))


def lost_beside(before: str, after: str, kind: DerivationKind = DerivationKind.REWRITE, language: str = "en") -> bool:
    """Whether the word of a ministry has lost its voice in a report that tells it between these two sentences."""
    line = Line("the dyke gave way")
    post = paper("post", line, by=MINISTRY, day=1)
    made = paper("report", line, by=MAIL, day=2, language=language)
    text, document = f"\n{before} the dyke gave way. {after}", made.report.document
    start = text.index(line.content)
    content = Span(start, start + len(line.content))
    statement = replace(made.report.statements[0], content=content, sentence=content)
    report = replace(made.report, document=replace(document, text=text), statements=(statement,))
    made = replace(made, report=report)
    claim = Claim("c", (told(post), told(made)))
    found = drifts(derived("report", "post", kind), {"post": post, "report": made}, (claim,), TERMS)
    return DriftKind.LOST_ATTRIBUTION in {each.kind for each in found}


def test_a_voice_in_the_next_sentence_is_not_lost() -> None:
    """Before or behind the words, in the same paragraph; a voice in another paragraph does not count."""
    names = "The Lowland Water Ministry gave the hour."
    assert lost_beside("", "Nobody had a warning.")
    assert not lost_beside(names, "")
    assert not lost_beside("", names)
    assert lost_beside("", f"\n\n{names}")
    assert lost_beside("", "All was calm. " * 50 + names)


def test_a_translation_loses_no_attribution_in_its_text() -> None:
    """It is true to its origin, and only cuts the sentences otherwise."""
    assert not lost_beside("", "", DerivationKind.TRANSLATION, "uk")


@pytest.mark.parametrize(
    ("before", "language"),
    [("The mayor denied it and added", "en"), ("Мэр пояснил", "ru"), ("Мер спростував чутки", "uk")],
)
def test_a_verb_of_saying_in_the_sentence_is_a_voice(before: str, language: str) -> None:
    """In each language also to deny, to explain and to add."""
    line = Line("the dyke gave way")
    post = paper("post", line, by=MINISTRY, day=1)
    report = paper("report", Line(f"{before}: the dyke gave way"), by=MAIL, day=2, language=language)
    claim = Claim("c", (told(post), told(report)))
    papers = {"post": post, "report": report}
    found = drifts(derived("report", "post", DerivationKind.REWRITE), papers, (claim,), TERMS)
    assert DriftKind.LOST_ATTRIBUTION not in {each.kind for each in found}


def tied(kind: DerivationKind, *ties: tuple[str, float]) -> set[DriftKind]:
    """What drifted along a derivation with these ties: a figure, and something put in."""
    figures = [(("28 houses", number, "houses"),) for number in (28.0, 280.0)]
    post = paper("post", Line("28 houses were flooded", figures=figures[0]), by=MINISTRY)
    fled = Line("the mayor fled to Spain with 28 houses", figures=figures[0])
    rewrite = paper("rewrite", Line("28 houses were flooded", figures=figures[1]), fled, by=MAIL, day=2)
    claims = (Claim("dyke", (told(post), told(rewrite))), Claim("mayor", (told(rewrite, 1),)))
    marks = tuple(Tie(rule, "", score) for rule, score in ties)
    papers = {"post": post, "rewrite": rewrite}
    return kinds(list(drifts(replace(derived("rewrite", "post", kind), ties=marks), papers, claims, TERMS)))


def test_a_drift_needs_a_sure_derivation() -> None:
    """A detail in common makes a derivation likely; to say that somebody changed something takes more."""
    assert tied(DerivationKind.REWRITE, ("rare_detail", 0.42)) == set()
    assert DriftKind.QUANTITY in tied(DerivationKind.REWRITE, ("rare_detail", 0.42), ("named_outlet", 0.6))


def test_an_addition_needs_a_document_that_was_retold() -> None:
    """What a report tells beside a source that it names is its own."""
    assert DriftKind.ADDITION in tied(DerivationKind.REWRITE, ("rewriting", 0.6))
    assert DriftKind.ADDITION not in tied(DerivationKind.REWRITE, ("rare_detail", 0.42), ("named_outlet", 0.6))


def test_a_document_that_only_links_another_tells_more_for_itself() -> None:
    """A rewrite that makes a town out of houses has grown them; a report that links the post may know of the town."""
    earlier, later = Line("a few houses at Vessem were flooded"), Line("the whole of Vessem was flooded")
    assert DriftKind.SCOPE in kinds(changed(earlier, later, DerivationKind.REWRITE))
    assert DriftKind.SCOPE not in kinds(changed(earlier, later, DerivationKind.LINK))


def test_the_whole_in_the_same_sentence_was_there_before() -> None:
    """What the origin says of all in another clause is no growth."""
    whole = "the road is closed to everything but ambulances"
    post = paper("post", Line(whole), by=MINISTRY, day=1)
    start = post.report.document.text.index("but ambulances")
    part = Told("post", Span(start, start + len("but ambulances")))
    report = paper("report", Line(whole), by=MAIL, day=2)
    claim = Claim("c", (part, told(report)))
    found = drifts(derived("report", "post", DerivationKind.REWRITE), {"post": post, "report": report}, (claim,), TERMS)
    assert kinds(list(found)) == set()


def test_a_voice_that_stands_beside_the_quotation_is_no_other_mouth() -> None:
    """Where the reader took another name in the paragraph for the speaker, nothing moved."""
    said = "five times the horn sounded and there was no light on the tanker"
    post = paper("post", Line(said, "Weir Shipping", VoiceKind.NAMED_ORGANISATION, quoted=True), by=MAIL)
    document = post.report.document
    beside = replace(document, text=f"{document.text} Vasyl Hnatiuk told it outside.")
    named = replace(post, report=replace(post.report, document=beside))
    report = paper("report", Line(said, "Vasyl Hnatiuk", quoted=True), by=source("Weir Weekly"), day=2)
    for origin, moved in ((post, True), (named, False)):
        claim = Claim("c", (told(origin), told(report)))
        papers = {"post": origin, "report": report}
        found = drifts(derived("report", "post", DerivationKind.LINK), papers, (claim,), TERMS)
        assert (DriftKind.VOICE in {each.kind for each in found}) is moved


def placed(made: Paper, *names: str) -> Paper:
    """The document with places a degree from each other at these names in its text, each under its own number."""
    text, places = made.report.document.text, []
    for name in names:
        span = Span(text.index(name), text.index(name) + len(name))
        lat = 50.0 + len(name)
        chosen = Candidate(name, name, lat, 5.0, PlaceKind.SETTLEMENT, "NL", radius_km=3.0)
        places.append(Place(span, (chosen,), chosen))
    return replace(made, report=replace(made.report, places=tuple(places)))


@pytest.mark.parametrize("kind", [DerivationKind.LINK, DerivationKind.TRANSLATION, DerivationKind.REWRITE])
def test_a_place_that_the_origin_names_as_well_has_not_moved(kind: DerivationKind) -> None:
    """But in a rewrite, which may put one place for the other; a place that is new has moved in each."""
    for later, named_too in (("Weirdam", False), ("Oude Veer", True)):
        lines = Line("Vessem was flooded"), Line("the road to Oude Veer is closed")
        post = placed(paper("post", *lines, by=MINISTRY), "Vessem", "Oude Veer")
        report = placed(paper("report", Line(f"{later} was flooded"), by=MAIL, day=2), later)
        claim, papers = Claim("c", (told(post), told(report))), {"post": post, "report": report}
        found = kinds(list(drifts(derived("report", "post", kind), papers, (claim,), TERMS)))
        assert (DriftKind.PLACE in found) is (kind is DerivationKind.REWRITE or not named_too)


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("was the dyke at Vessem watched at all", "en"),
        ("скорее всего, дамба у Весема подмыта", "ru"),
        ("дамба біля Весема все ще підмита", "uk"),
    ],
)
def test_all_in_a_phrase_is_not_the_whole(words: str, language: str) -> None:
    """ "At all" says nothing of how much."""
    assert DriftKind.SCOPE not in kinds(changed(Line("the dyke at Vessem was watched"), Line(words), language=language))


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("no report confirmed that the dyke gave way", "en"),
        ("ни один отчёт не подтвердил, что дамбу прорвало", "ru"),
        ("жоден звіт не підтвердив, що дамбу прорвало", "uk"),
    ],
)
def test_what_nobody_confirmed_has_not_hardened(words: str, language: str) -> None:
    """A word for proof that is taken back in the same breath is none."""
    assert DriftKind.MODE not in kinds(changed(Line("the dyke gave way"), Line(words), language=language))


def grown(
    earlier: str,
    later: str,
    event: tuple[str, str] = ("territory_lost", "territory_captured"),
    kind: DerivationKind = DerivationKind.QUOTE,
    beside: str = "",
) -> list[Drift]:
    """What grows between tellings of two claims, each with the place Vessem, which the later text does not place."""
    lines = [Line(earlier), *([Line(beside)] if beside else [])]
    post, report = paper("post", *lines, by=MINISTRY), paper("report", Line(later), by=MAIL, day=2)
    statements = tuple(replace(each, frame=Frame(event[0])) for each in post.report.statements)
    framed = tuple(replace(each, frame=Frame(event[1])) for each in report.report.statements)
    at = report.report.document.text.index("Vessem")
    unplaced = (Place(Span(at, at + len("Vessem")), ()),)
    post, report = (
        replace(post, report=replace(post.report, statements=statements)),
        replace(report, report=replace(report.report, statements=framed, places=unplaced)),
    )
    post = placed(post, "Vessem")
    if beside:
        text = post.report.document.text
        again = replace(post.report.places[0], span=Span(text.rindex("Vessem"), text.rindex("Vessem") + len("Vessem")))
        post = replace(post, report=replace(post.report, places=(*post.report.places, again)))
    papers = {"post": post, "report": report}
    claims = (Claim("c", (told(post),)), Claim("d", (told(report),)))
    found = drifts(derived("report", "post", kind), papers, claims, TERMS)
    return [each for each in found if each.kind is DriftKind.SCOPE]


HOUSES, TOWN = (
    "22 fortified houses in Vessem fell",
    "After the capture of dozens of flats, the town of Vessem is theirs",
)


def test_houses_of_a_town_become_the_town_in_another_claim() -> None:
    """Linking rightly keeps the houses and the town apart; that one came of the other is shown all the same."""
    [drift] = grown(HOUSES, TOWN)
    assert (drift.earlier.document, drift.later.document) == ("post", "report")


def test_a_town_that_is_only_where_it_happened_has_not_grown() -> None:
    """Nor has one that the other document tells of too, nor another kind of happening, nor what has only one voice."""
    assert not grown(HOUSES, "22 houses fell in the town of Vessem")
    assert not grown(HOUSES, "22 more were taken in the town of Vessem")
    assert not grown(HOUSES, TOWN, beside="the town of Vessem fell")
    assert not grown(HOUSES, TOWN, event=("territory_lost", "displacement"))
    assert not grown(HOUSES, TOWN, kind=DerivationKind.SAME_VOICE)


def test_every_rule_says_what_it_does() -> None:
    """The docstring of a rule is what a user reads of it."""
    assert all((getdoc(rule) or "").endswith(".") for rule in (*TELLING_RULES, *DOCUMENT_RULES))


LINES = st.builds(
    counted,
    st.sampled_from(
        ["28 houses were flooded", "280 houses, the whole town, were flooded", "28 people were confirmed dead"]
    ),
    st.just("28"),
    st.sampled_from([28.0, 280.0]),
    st.sampled_from(["houses", "people"]),
    st.sampled_from([None, "the Lowland Water Ministry", "Ann Visser"]),
)


@settings(max_examples=100, deadline=None)
@given(LINES, st.sampled_from(list(DerivationKind)))
def test_a_copy_word_for_word_drifts_nowhere(line: Line, kind: DerivationKind) -> None:
    """Where words, voice and figures are the same nothing changed, in whatever way the document was taken over."""
    one, two = (paper(key, line, by=MAIL, day=day) for key, day in (("one", 1), ("two", 2)))
    claim = Claim("c", (told(one), told(two)))
    assert not list(drifts(derived("two", "one", kind), {"one": one, "two": two}, (claim,), TERMS))


@settings(max_examples=100, deadline=None)
@given(st.lists(LINES, min_size=2, max_size=5))
def test_the_order_of_what_is_given_changes_nothing(lines: list[Line]) -> None:
    """Papers, claims and derivations may come in any order."""
    papers: list[Paper] = [paper(f"d{n}", line, by=MAIL, day=n + 1) for n, line in enumerate(lines)]
    claims = [Claim("all", tuple(told(each) for each in papers)), Claim("one", (told(papers[-1]),))]
    links = [derived(f"d{n}", f"d{n // 2}", DerivationKind.REWRITE) for n in range(1, len(papers))]
    by_key = {each.key: each for each in papers}
    backwards = {each.key: each for each in reversed(papers)}
    found = list(drifts_of(links, by_key, claims, TERMS))
    assert list(drifts_of(links[::-1], backwards, claims[::-1], TERMS)) == found
