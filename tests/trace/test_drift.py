"""What changes on the way from one document to another is shown with both spots, and what stays the same is not."""

from __future__ import annotations

from inspect import getdoc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.trace.world import TERMS, Line, derived, paper, source, told

from firsthand.claims import Claim, Drift, Paper
from firsthand.kinds import DerivationKind, DriftKind, Mode, SourceKind, VoiceKind
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


def orphan(kind: DerivationKind, *, told_before: bool = False) -> set[DriftKind]:
    post = paper("post", Line("the dyke gave way"), by=MINISTRY, day=1)
    rewrite = paper("rewrite", Line("the dyke gave way"), Line("the mayor fled to Spain"), by=MAIL, day=2)
    papers = {"post": post, "rewrite": rewrite}
    fled = [told(rewrite, 1)]
    if told_before:
        papers["other"] = paper("other", Line("the mayor fled to Spain", "Ann Visser"), by=source("Weir Weekly"))
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
