"""Reports to assessments: what a person would expect where evidence or a side comes in or is taken away."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from tests.made_reports import Line, Made, papers_of, worlds
from tests.pipeline.read_reports import map_says, papers, weighed
from tests.pipeline.test_claiming_invariants import given_claims

from firsthand.assessments import Assessment, Record
from firsthand.claims import Claim, Paper, Told
from firsthand.evidence import Evidence, Measured
from firsthand.kinds import Confidence, Mode, Outcome, Status, Verdict
from firsthand.pipeline.assessing import Weighing, weighed_claims
from firsthand.pipeline.claiming import accounted

SHOWS, LESS = map_says(Verdict.SUPPORTS, "map_shows_it"), map_says(Verdict.CONTRADICTS, "map_shows_less")
BOASTS = (
    "The Russian Defence Ministry said on Thursday that its troops had captured Kupiansk.",
    "Минобороны России сообщило в четверг, что российские войска захватили Купянск.",
    "Міноборони Росії повідомило в четвер, що російські війська захопили Куп’янськ.",
)


def found(*texts: str, evidence: tuple[Evidence, ...] = ()) -> Assessment:
    return weighed(papers(*texts), evidence)[0].assessment


@pytest.mark.parametrize("text", BOASTS)
def test_a_boast_in_any_language_is_as_likely_as_not(text: str) -> None:
    """One side's word in its own favour: an even chance, low confidence, and nothing erased."""
    alone = found(text)
    assert alone.status is Status.SINGLE_ORIGIN
    assert alone.likelihood.word == "roughly even chance"
    assert alone.confidence is Confidence.LOW
    assert (alone.admiralty.source, alone.admiralty.information) == ("F", 6)
    assert alone.checks


@pytest.mark.parametrize("text", BOASTS)
def test_evidence_comes_and_goes(text: str) -> None:
    """A map that shows it, one that shows less, both, one that cannot say; and without it all is as before."""
    assert found(text, evidence=(SHOWS,)).status is Status.SUPPORTED
    assert found(text, evidence=(LESS,)).status is Status.CONTRADICTED
    assert found(text, evidence=(SHOWS, replace(LESS, body="Other map"))).status is Status.DISPUTED
    silent = found(text, evidence=(map_says(Verdict.SILENT, "map_too_coarse"),))
    assert silent.status is Status.SINGLE_ORIGIN
    assert silent.likelihood == found(text).likelihood
    assert found(text, evidence=(SHOWS,)).likelihood.value > 0.7 > 0.3 > found(text, evidence=(LESS,)).likelihood.value


def test_the_other_side_makes_it_another_claim() -> None:
    """With an admission it is corroborated across sides; with a denial disputed; without either a single origin."""
    boast, _, _ = BOASTS
    admission = "Куп’янськ захопили російські війська, визнав президент України Володимир Зеленський."
    denial = "Генштаб ЗСУ спростував, що російські війська захопили Куп’янськ."
    alone, both, denied = found(boast), found(boast, admission), found(boast, denial)
    assert both.status is Status.CORROBORATED_ACROSS
    assert both.likelihood.value > 0.8
    assert both.admiralty.information == 1
    assert both.confidence is not Confidence.HIGH
    assert denied.status is Status.DISPUTED
    assert denied.likelihood.value < alone.likelihood.value < both.likelihood.value
    assert found(admission).likelihood.value > alone.likelihood.value


def test_copies_of_a_boast_are_a_boast() -> None:
    """Twenty outlets that pass a ministry's post on make it repeated, and no likelier."""
    post = Made("post", "ru", "ministry_RU", 0, (Line(0, 0, 22),))
    copies = [Made(f"c{n}", "ru", None, 1 + n, (Line(0, 0, 22),), forward="российское Минобороны") for n in range(20)]
    alone, many = _weighed((post,)), _weighed((post, *copies))
    assert alone.assessment.status is Status.SINGLE_ORIGIN
    assert many.assessment.status is Status.REPEATED
    assert many.facts.documents == 21
    assert many.assessment.likelihood == alone.assessment.likelihood
    assert many.assessment.confidence is alone.assessment.confidence is Confidence.LOW


def _weighed(world: tuple[Made, ...], evidence: tuple[Evidence, ...] = ()) -> Weighing:
    some = papers_of(world)
    accounts = accounted(some, given_claims(world, some))
    return weighed_claims(accounts, some, {each.claim.id: evidence for each in accounts})[0]


@settings(max_examples=30)
@given(worlds(most=4))
def test_a_forward_never_changes_how_likely_a_claim_is(world: tuple[Made, ...]) -> None:
    """Whatever else is told: a post that only passes on the first adds no weight."""
    world = tuple(replace(each, hours=each.hours or 0) for each in world)
    passed = replace(world[0], key="z", source=None, hours=150, forward=f"Outlet {world[0].key}")
    before = {each.account.claim.id: each for each in _all(world)}
    for each in _all((*world, passed)):
        assert each.assessment.likelihood.value == pytest.approx(
            before[each.account.claim.id].assessment.likelihood.value
        )


def _all(world: tuple[Made, ...]) -> tuple[Weighing, ...]:
    some = papers_of(world)
    return weighed_claims(accounted(some, given_claims(world, some)), some)


def test_retracted_by_its_own_voice() -> None:
    """Who said it takes it back; nobody else told it."""
    world = (
        Made("d0", "uk", "ministry_UA", 0, (Line(1, 1, 14, army="RU"),)),
        Made("d1", "uk", "ministry_UA", 30, (Line(1, 1, 14, army="RU", mode=Mode.RETRACTED),)),
    )
    found = _weighed(world).assessment
    assert found.status is Status.RETRACTED
    assert found.admiralty.information == 5


def _series() -> dict[str, Paper]:
    """A ministry that tells of something else, every other day, on its own channel."""
    lines = [Line(template, place, 7) for template in range(3) for place in range(3)]
    return papers_of(Made(f"d{n}", "ru", "ministry_RU", 48 * n, (line,)) for n, line in enumerate(lines))


def _by_day(evidence: Evidence | None, decided: Outcome | None = None) -> list[Weighing]:
    """All claims weighed, the earliest first, where all but the last are known to have come out so."""
    some = _series()
    claims = [
        Claim(f"c{key}", tuple(Told(key, each.content) for each in made.report.statements))
        for key, made in some.items()
    ]
    observed = {each.id: (evidence,) for each in claims[:-1]} if evidence is not None else {}
    verdicts = {each.id: decided for each in claims[:-1]} if decided is not None else {}
    return list(weighed_claims(accounted(some, claims), some, observed, verdicts))


def _record(made: list[Weighing], number: int = -1) -> Record:
    """That of who tells one of them."""
    (witness,) = made[number].facts.witnesses
    assert witness.record is not None
    return witness.record


def _last(made: list[Weighing]) -> float:
    return made[-1].assessment.likelihood.value


def test_a_record_is_learned_from_evidence_and_never_from_the_claim_itself() -> None:
    """The first claim knows nothing, a later one how the earlier turned out; what others repeat counts nothing."""
    good, bad = _by_day(SHOWS), _by_day(LESS)
    assert good[0].facts.witnesses[0].record is None
    assert _record(good).kind == "drone_strike"
    assert _record(good).borne_out == ("cd6", "cd7")
    assert _record(bad).contradicted == ("cd6", "cd7")
    assert _last(bad) < _last(_by_day(None)) < _last(good)


def test_what_a_person_concluded_goes_before_evidence() -> None:
    """In track records a verdict stands for what became of a claim."""
    record = _record(_by_day(SHOWS, Outcome.CONTRADICTED))
    assert record.borne_out == ()
    assert record.contradicted == ("cd6", "cd7")


def test_a_side_earns_no_record_by_its_own_map() -> None:
    """What its own map shows leaves its claims of taken ground open; that of the other side bears them out."""
    own, other = (_record(_by_day(replace(SHOWS, side=side)), 2) for side in ("RU", "UA"))
    assert own.kind == "territory_captured"
    assert (own.borne_out, own.open) == ((), ("cd0", "cd1"))
    assert (other.borne_out, other.open) == (("cd0", "cd1"), ())


def test_days_early_are_counted_to_when_it_was_first_shown() -> None:
    """Not to the first day that was looked at; where nothing measured it, they are not counted."""
    what = "first day with the claimed share held by RU, layer a"
    first = Measured(what, 2, "days after the claim", date(2025, 12, 15))
    shown = replace(SHOWS, measured=(first,), since=date(2025, 12, 1))
    assert _record(_by_day(shown)).early_days == (2, 0)
    assert _record(_by_day(replace(SHOWS, since=date(2025, 12, 1)))).early_days == ()


def test_every_claim_is_weighed_in_its_order() -> None:
    """None is left out, whatever is known of it, and evidence on claims that are not there is no matter."""
    some = papers(*BOASTS)
    _, every = weighed(some)
    accounts = [each.account for each in every]
    made = weighed_claims(accounts, some, {"no such claim": (SHOWS,)})
    assert [each.account for each in made] == accounts
    assert made == every
