"""What is asked of evidence: how much of a place, by whom, and to whom, as reports in three languages tell it."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from tests.made_reports import Made, papers_of, worlds
from tests.pipeline.read_reports import DAY, about, paper, papers
from tests.pipeline.test_claiming_invariants import given_claims

from firsthand.evidence import Asked
from firsthand.pipeline.asking import actor_of, asked_of, target_of
from firsthand.pipeline.claiming import accounted, claims_from

ALL, HALF = (1.0, 1.0), (0.5, 1.0)
MOD, STAFF = "the Russian Defence Ministry said", "the Ukrainian General Staff said"


def asked(text: str) -> Asked:
    some = papers(text)
    found = asked_of(about(some), some)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("text", "share"),
    [
        # All of it: the place itself is what was taken.
        (f"Russian troops captured Kupiansk, {MOD}.", ALL),
        (f"Russian troops took full control of the town of Kupiansk, {MOD}.", ALL),
        (f"Russian troops captured the village of Pishchane, {MOD}.", ALL),
        (f"Units of Battlegroup West captured Kupiansk, {MOD}.", ALL),
        (f"Russian troops seized Kupiansk in eastern Ukraine, {MOD}.", ALL),
        ("Минобороны России сообщило, что российские войска захватили Купянск.", ALL),
        ("Подразделения группировки войск «Запад» освободили Купянск, сообщило Минобороны России.", ALL),
        ("Минобороны России сообщило, что российские войска захватили Северодонецк.", ALL),
        ("Российские войска взяли под контроль Купянск в Харьковской области, сообщило Минобороны России.", ALL),
        ("Генштаб ЗСУ повідомив, що російські війська захопили Куп’янськ.", ALL),
        ("Російські війська взяли під контроль Куп’янськ попри домовленість, повідомив Генштаб ЗСУ.", ALL),
        ("Генштаб ЗСУ повідомив, що українські війська звільнили село Піщане.", ALL),
        ("Куп’янськ разом з околицями звільнили українські війська, повідомив Генштаб ЗСУ.", ALL),
        # A share that is told.
        (f"Russian troops captured more than half of Kupiansk, {MOD}.", HALF),
        (f"Russian troops captured most of Kupiansk, {MOD}.", HALF),
        (f"Russian troops captured almost all of Kupiansk, {MOD}.", HALF),
        ("Минобороны России сообщило, что российские войска взяли под контроль более половины Купянска.", HALF),
        ("Минобороны России сообщило, что российские войска захватили большую часть Купянска.", HALF),
        ("Генштаб ЗСУ повідомив, що російські війська захопили понад половину Куп’янська.", HALF),
        ("Генштаб ЗСУ повідомив, що українські війська звільнили більшу частину Куп’янська.", HALF),
        # In whose hands a place is.
        ("Минобороны России сообщило, что Мирноград в руках российских войск.", ALL),
        ("Мирноград у руках росіян, повідомив Генштаб ЗСУ.", ALL),
        (f"Myrnohrad remains under Ukrainian control, {MOD}.", ALL),
        (f"Three officers of the Myrnohrad police are in Russian hands, {MOD}.", None),
        (f"The road to Kupiansk is under Russian fire control, {MOD}.", None),
        ("A fire in Kupiansk is under control, the Ukrainian rescue service said.", None),
        # Parts, and what only lies in a place or near it.
        (f"Russian troops captured 22 buildings in Kupiansk, {MOD}.", None),
        (f"Russian troops captured the southern part of Kupiansk, {MOD}.", None),
        (f"Russian troops captured Kupiansk's southern outskirts, {MOD}.", None),
        (f"Russian troops captured a railway station in Kupiansk, {MOD}.", None),
        (f"Russian troops captured a village near Kupiansk, {MOD}.", None),
        (f"Russian forces control most of the roads in Kupiansk, {STAFF}.", None),
        ("Минобороны России сообщило, что российские войска захватили 22 здания в Купянске.", None),
        ("Минобороны России сообщило, что российские войска захватили южную часть Купянска.", None),
        ("Минобороны России сообщило, что российские войска заняли дома на окраине Купянска.", None),
        ("Минобороны России сообщило, что российские войска захватили вокзал в Купянске.", None),
        ("Российские войска подняли флаг над Купянском, сообщило Минобороны России.", None),
        ("Российские войска вошли в Купянск, сообщило Минобороны России.", None),
        ("Генштаб ЗСУ повідомив, що російські війська захопили 22 будинки в Куп’янську.", None),
        ("Генштаб ЗСУ повідомив, що російські війська захопили південну частину Куп’янська.", None),
    ],
)
def test_how_much_of_a_place_is_claimed(text: str, share: tuple[float, float] | None) -> None:
    """All of it, a share, or a part of no known size: a map must not be asked for more than was said."""
    found = asked(text)
    assert found.share == share
    if share is not None:
        assert found.event == "territory_captured"


def test_a_share_is_asked_as_it_was_told() -> None:
    """ "30 percent" is no more and no less, and who holds it is who is named, though the other side tells it."""
    found = asked(f"Russia controls 30 percent of Kupiansk, {STAFF}.")
    assert found.share == (0.3, 0.3)
    assert found.event == "territory_captured"


@pytest.mark.parametrize(
    ("text", "actor", "target"),
    [
        # A side tells what it did.
        ("The Russian Defence Ministry said its troops captured Kupiansk.", "RU", "UA"),
        ("The Ukrainian General Staff said its troops captured Belgorod.", "UA", "RU"),
        ("Минобороны России сообщило, что освобожден Купянск.", "RU", "UA"),
        # In its own country only where it says that it was freed.
        ("Генштаб ЗСУ повідомив, що звільнено Куп’янськ.", "UA", None),
        ("The Ukrainian General Staff said that Kupiansk was captured.", None, None),
        ("The Russian Defence Ministry said that Belgorod was captured.", None, None),
        ("Генштаб ВСУ сообщил, что Купянск захвачен.", None, None),
        ("Генштаб ЗСУ повідомив, що Куп’янськ захоплено.", None, None),
        # In whose hands a place is, whoever says so.
        ("Минобороны России сообщило, что Мирноград в руках российских войск.", "RU", "UA"),
        ("Мирноград у руках росіян, повідомив Генштаб ЗСУ.", "RU", "UA"),
        ("Мирноград находится под контролем украинских войск, сообщило Минобороны РФ.", "UA", None),
        ("Myrnohrad remains under Ukrainian control, the Russian Defence Ministry said.", "UA", None),
        ("Kupiansk is under the control of our troops, the Russian Defence Ministry said.", "RU", "UA"),
        ("Минобороны России сообщило, что Купянск взят под контроль.", "RU", "UA"),
        # A side tells what it lost.
        ("The Ukrainian General Staff said that its troops withdrew from Kupiansk.", "UA", None),
        ("The Russian Defence Ministry said that Ukrainian troops withdrew from Kupiansk.", "UA", None),
        ("The Ukrainian General Staff said that Kupiansk was captured by Russian troops.", "RU", "UA"),
    ],
)
def test_who_does_it_to_whom(text: str, actor: str | None, target: str | None) -> None:
    """A side that tells of its own loss is never taken for who won by it; what is not plain is left open."""
    some = papers(text)
    account = about(some)
    assert (actor_of(account, some), target_of(account, some)) == (actor, target)


def test_who_stands_in_the_next_clause_did_not_do_it() -> None:
    """Who answers a claim behind a semicolon is not who took the town: his enemy would seem to admit it."""
    told = "Три тижні тому про взяття Куп'янська доповів Валерій Герасимов"
    some = papers(f"{told}; того ж дня Генштаб ЗСУ відповів, що міста не здано.")
    assert "UA" not in {actor_of(each, some) for each in accounted(some, claims_from(some))}


def test_two_who_hold_one_place_are_asked_as_nobody() -> None:
    """Where linking joined "under Ukrainian control" with "under Russian control", no map is asked about the one under
    the title of the other."""
    ours = "Генштаб ЗСУ повідомив, що Мирноград під контролем українських військ."
    theirs = "Минобороны России сообщило, что Мирноград под контролем российских войск."
    both = papers(ours, theirs)
    assert (asked(ours).actor, asked(theirs).actor) == ("UA", "RU")
    for each in accounted(both, claims_from(both)):
        if len(each.documents) > 1:
            assert (actor_of(each, both), target_of(each, both)) == (None, None)


@pytest.mark.parametrize(
    "text",
    [
        "Російські війська не захопили Куп’янськ, повідомив Генштаб ЗСУ.",
        "Генштаб ВСУ сообщил, что Купянск не захвачен.",
        "Russian troops have not captured Kupiansk, the Ukrainian General Staff said.",
    ],
)
def test_that_a_town_was_not_taken_is_not_asked_as_that_it_was(text: str) -> None:
    """Else a map that shows it unheld would contradict who says so."""
    assert asked(text).event is None


def test_more_in_the_copies_asks_for_no_more() -> None:
    """A post tells 22 houses; ten copies tell the town. What is asked is what was said first."""
    post = f"Russian troops captured 22 houses in Kupiansk, {MOD}."
    grown = "Russian troops captured 22 houses in Kupiansk. Russian troops captured Kupiansk."
    some = {"post": paper("post", post), **{f"copy{n}": paper(f"copy{n}", grown, date(2025, 12, 19)) for n in range(5)}}
    account = about(some, "22")
    assert "post" in account.documents
    found = asked_of(account, some)
    assert found is not None
    assert found.share is None
    assert found.told == DAY


@settings(max_examples=40)
@given(worlds(most=4))
def test_a_copy_changes_nothing_that_is_asked(world: tuple[Made, ...]) -> None:
    """Neither share nor figures nor who did it, however many copies of a report there are."""
    world = tuple(replace(each, hours=each.hours or 0) for each in world)
    first = world[0]
    copies = tuple(replace(first, key=f"z{n}", source=None, hours=200) for n in range(3))
    told, more = ({each.claim: each for each in _asked(some)} for some in (world, (*world, *copies)))
    for claim, one in told.items():
        other = more[claim]
        assert (one.share, one.figures, one.event, one.told) == (other.share, other.figures, other.event, other.told)


def _asked(world: tuple[Made, ...]) -> list[Asked]:
    some = papers_of(world)
    found = [asked_of(each, some) for each in accounted(some, given_claims(world, some))]
    return [each for each in found if each is not None]


def test_nothing_is_asked_of_what_has_no_day() -> None:
    """A claim of which nobody knows when it was told cannot be looked up."""
    some = papers(f"Russian troops captured Kupiansk, {MOD}.")
    undated = {
        key: replace(
            each,
            report=replace(each.report, document=replace(each.report.document, published=None)),
            seen="",
        )
        for key, each in some.items()
    }
    assert asked_of(about(some), undated) is None


@pytest.mark.parametrize(
    ("since", "until", "first", "last"),
    [
        ("2026-01", "2026-01", date(2026, 1, 1), date(2026, 1, 31)),
        ("2026", None, date(2026, 1, 1), date(2026, 12, 31)),
        ("2025-11-22/2026-01", "2026-02", date(2025, 11, 22), date(2026, 2, 28)),
        ("[2025-11-12,2025-12-11]", None, date(2025, 11, 12), date(2025, 12, 11)),
        ("some day", "2026-01", None, None),
        (None, "2026-01", None, None),
    ],
)
def test_a_month_is_asked_with_its_days(
    since: str | None, until: str | None, first: date | None, last: date | None
) -> None:
    """Whatever a claim says of when, evidence is asked of days; of none where it cannot be read."""
    some = papers(f"Russian troops captured Kupiansk, {MOD}.")
    told = asked_of(replace(about(some), since=since, until=until), some)
    assert told is not None
    assert (told.since, told.until) == (first, last)
