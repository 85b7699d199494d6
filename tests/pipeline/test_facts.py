"""From an account of a claim to the facts that weighing hangs on."""

from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from tests.made_reports import Line, Made, papers_of, swapped, worlds
from tests.pipeline.read_reports import about, map_says, paper, papers
from tests.pipeline.test_claiming_invariants import given_claims

from firsthand.assessments import Facts, Record
from firsthand.kinds import Interest, Mode, SourceKind, Stance, Verdict
from firsthand.model import Source
from firsthand.pipeline.claiming import accounted
from firsthand.pipeline.facts import facts_of, opponents_of
from firsthand.pipeline.matter import matter_of
from firsthand.weigh.assess import assess

_SIDES = {"RU": "UA", "UA": "RU"}


def facts(*texts: str, words: str = "") -> Facts:
    some = papers(*texts)
    return facts_of(about(some, words), some)


@pytest.mark.parametrize(
    ("text", "interest"),
    [
        ("The Russian Defence Ministry said its troops captured Kupiansk.", Interest.IN_FAVOUR),
        ("Минобороны России сообщило, что российские войска освободили Купянск.", Interest.IN_FAVOUR),
        ("Генштаб ЗСУ повідомив, що українські війська звільнили Куп’янськ.", Interest.IN_FAVOUR),
        ("The Russian Defence Ministry said its troops captured more than half of Kupiansk.", Interest.IN_FAVOUR),
        ("The Ukrainian General Staff said Russian troops captured Kupiansk.", Interest.AGAINST),
        ("Генштаб ЗСУ повідомив, що російські війська захопили Куп’янськ.", Interest.AGAINST),
        ("The Ukrainian General Staff said that its troops withdrew from Kupiansk.", Interest.AGAINST),
        ("The Ukrainian General Staff said that Kupiansk was captured.", Interest.UNKNOWN),
    ],
)
def test_what_a_claim_is_for_who_tells_it(text: str, interest: Interest) -> None:
    """A boast is a boast and an admission an admission in three languages; what is not plain is neither."""
    (witness,) = [each for each in facts(text).witnesses if each.side is not None]
    assert witness.interest is interest


@pytest.mark.parametrize(
    ("text", "interest"),
    [
        ("Our forces struck an ammunition depot near Odesa, the Russian Defence Ministry said.", Interest.IN_FAVOUR),
        ("Минобороны России сообщило, что российские войска поразили склад боеприпасов.", Interest.IN_FAVOUR),
        ("Наші підрозділи вразили командний пункт у Донецьку, повідомив Генштаб ЗСУ.", Interest.IN_FAVOUR),
        ("Ми вразили склад боєприпасів під Донецьком, повідомив Генштаб ЗСУ.", Interest.IN_FAVOUR),
        # What was done to it, and what was struck where people live, is neither.
        ("The Russian Defence Ministry said Ukrainian drones struck an airfield in Belgorod.", Interest.NEUTRAL),
        ("The Ukrainian General Staff said Russian missiles hit a hospital in Odesa.", Interest.NEUTRAL),
        ("The Ukrainian General Staff said Russian missiles hit a depot beside a school in Odesa.", Interest.NEUTRAL),
    ],
)
def test_whom_a_strike_serves(text: str, interest: Interest) -> None:
    """To have hit the other army is told gladly, in three languages; to have been hit is no admission by itself."""
    (witness,) = [each for each in facts(text).witnesses if each.side is not None]
    assert witness.interest is interest


def test_an_enemy_that_is_not_named_is_known_from_other_claims() -> None:
    """That the other side retreated serves who fights it: that they fight stands in another claim of the case."""
    retreat = "The Russian Defence Ministry said that Ukrainian troops withdrew from Kupiansk."
    some = papers(retreat)
    account = about(some)
    alone = facts_of(account, some)
    known = facts_of(account, some, opponents={"RU": frozenset({"UA"}), "UA": frozenset({"RU"})})
    other = facts_of(account, some, opponents={"PL": frozenset({"UA"}), "UA": frozenset({"PL"})})
    assert [each.interest for each in alone.witnesses] == [Interest.NEUTRAL]
    assert [each.interest for each in known.witnesses] == [Interest.IN_FAVOUR]
    assert [each.interest for each in other.witnesses] == [Interest.NEUTRAL]
    taken = papers("The Russian Defence Ministry said its troops captured Kupiansk.")
    assert opponents_of([matter_of(about(taken), taken)]) == {"RU": {"UA"}, "UA": {"RU"}}


def test_a_general_is_of_the_side_that_another_document_gives_him() -> None:
    """With his rank and without his army he is no bystander; another of his name is not taken for him."""
    known = "Начальник российского Генштаба Валерий Герасимов заявил, что российские войска освободили Купянск."
    some = papers(known, "General Valery Gerasimov said that the road to Kramatorsk was closed on Monday.")
    (witness,) = facts_of(about(some, "Kramatorsk"), some).witnesses
    assert (witness.voice, witness.side) == ("General Valery Gerasimov", "RU")
    some = papers(known, "Mayor Ivan Gerasimov said that the road to Kramatorsk was closed on Monday.")
    (witness,) = facts_of(about(some, "Kramatorsk"), some).witnesses
    assert witness.side is None


def test_one_slip_does_not_take_a_general_his_side() -> None:
    """Where one document gives him to the other army, he is of the side that most give, there too."""
    slip = "Начальник украинского Генштаба Валерий Герасимов заявил, что дорога на Краматорск закрыта."
    others = [
        "Начальник российского Генштаба Валерий Герасимов заявил, что российские войска освободили Купянск.",
        "Начальник російського Генштабу Валерій Герасимов заявив, що міст у Бахмуті зруйновано.",
    ]
    some = papers(slip, *others)
    (witness,) = facts_of(about(some, "Краматорск"), some).witnesses
    assert witness.side == "RU"
    some = papers(slip, others[0])
    (witness,) = facts_of(about(some, "Краматорск"), some).witnesses
    assert witness.side == "UA"


def test_who_was_there_is_no_body_of_that_name() -> None:
    """A resident of the Eastern quarter is not the army's group "East", which has a channel in the case."""
    east = Source(id="east", name="Угруповання військ «Схід»", kind=SourceKind.MILITARY, language="uk", side="UA")
    some = {
        "post": paper("post", "Міст у Бахмуті зруйновано.", source=east),
        "report": paper("report", "Мешканка Східного Олена Гай розповіла, що дорогу на Краматорськ закрили."),
    }
    (witness,) = facts_of(about(some, "Краматорськ"), some).witnesses
    assert (witness.there, witness.side) == (True, None)


def test_a_diplomat_in_the_room_is_no_reporter_there() -> None:
    """That somebody whom a report quotes was present makes the outlet no witness."""
    body = "Two-thirds of Kupiansk has fallen. Three envoys walked out, said a diplomat who was in the room."
    assert not any(each.there for each in facts(body, words="Two-thirds").witnesses)
    body = "Two-thirds of Kupiansk has fallen. The Courier was in the room."
    assert all(each.there for each in facts(body, words="Two-thirds").witnesses)


@pytest.mark.parametrize(
    "text",
    [
        "Kupiansk has fallen, it is said. There may be footage or an admission. We have seen neither.",
        "The commander Oleksandr Bondar told reporters that Kupiansk had not fallen.",
        "Командующий Олег Бондарь сообщил корреспондентам, что Купянск не взят.",
        "Командувач Олег Бондар повідомив кореспондентам, що Куп’янськ не захоплено.",
    ],
)
def test_who_only_speaks_of_reporters_was_not_there(text: str) -> None:
    """Whom he told it, and what an outlet has not seen, makes nobody a witness."""
    assert not any(each.there for each in facts(text).witnesses)


def test_a_denial_is_an_answer_with_the_interest_of_its_side() -> None:
    """Who is harmed denies as a matter of course."""
    world = (
        Made("d0", "ru", "ministry_RU", 0, (Line(0, 0, 22),)),
        Made("d1", "uk", "ministry_UA", 5, (Line(0, 0, 22, mode=Mode.DENIED),)),
    )
    some = papers_of(world)
    (account,) = accounted(some, given_claims(world, some))
    told, denied = facts_of(account, some, opponents={"RU": frozenset({"UA"}), "UA": frozenset({"RU"})}).witnesses
    assert (told.stance, told.side, told.interest) == (Stance.TELLS, "RU", Interest.IN_FAVOUR)
    assert (denied.stance, denied.side, denied.interest) == (Stance.DENIES, "UA", Interest.AGAINST)


def test_who_has_no_name_has_no_record() -> None:
    """ "A resident" of one claim is not "a resident" of another."""
    asked_for: list[str] = []

    def records(who: str, kind: str) -> Record | None:
        asked_for.append(who)
        return None

    world = (Made("d0", "en", None, 0, (Line(0, 0, 22, voice="sources"),)),)
    some = papers_of(world)
    (account,) = accounted(some, given_claims(world, some))
    facts_of(account, some, records=records)
    assert asked_for == []
    world = (Made("d0", "en", None, 0, (Line(0, 0, 22, voice="mayor"),)),)
    some = papers_of(world)
    (account,) = accounted(some, given_claims(world, some))
    facts_of(account, some, records=records)
    assert set(asked_for) == {"marta lindqvist"}


@settings(max_examples=40)
@given(worlds(most=5))
def test_exchanged_sides_are_weighed_alike(world: tuple[Made, ...]) -> None:
    """From the reports on: with the sides exchanged every witness has the other side and all else is the same."""
    # What two reports tell of two armies is two claims; here they are given, and one claim has one army.
    armies = {(line.template, line.place): line.army for each in world for line in each.lines}
    world = tuple(replace(each, lines=tuple(_with(line, armies) for line in each.lines)) for each in world)
    one, other = _every(world), _every(tuple(map(swapped, world)))
    # Who has it from whom may hang on letters: names that are longer make two texts less alike.
    assume(_sure(one) == _sure(other))
    for mine, theirs in zip(one, other, strict=True):
        exchanged = sorted((_SIDES.get(each.side or "") or "", each.stance, each.interest) for each in mine.witnesses)
        assert exchanged == sorted((each.side or "", each.stance, each.interest) for each in theirs.witnesses)
        here, there = assess(mine), assess(theirs)
        assert (here.status, here.likelihood, here.confidence) == (there.status, there.likelihood, there.confidence)


def test_the_longer_name_of_a_side_does_not_make_it_the_origin() -> None:
    """Two reports without a date, alike but for who says it: whose name has more letters must not decide who has it
    from whom, and so whether a ministry or nobody named began it."""
    told = (Line(0, 0, 3, voice="ministry_RU"), Line(0, 0, 3), Line(0, 0, 3, voice="witness"))
    world = (
        Made("d0", "uk", None, None, told),
        Made("d1", "uk", None, None, (replace(told[0], voice="sources"), *told[1:])),
    )
    mine, theirs = (
        [(each.document, each.side is None) for every in _every(one) for each in every.witnesses]
        for one in (world, tuple(map(swapped, world)))
    )
    assert mine == theirs


def _sure(every: list[Facts]) -> list[tuple[int, list[bool]]]:
    return [(each.at_least, [witness.sure for witness in each.witnesses]) for each in every]


def _with(line: Line, armies: dict[tuple[int, int], str]) -> Line:
    return replace(line, army=armies[line.template, line.place])


def _every(world: tuple[Made, ...]) -> list[Facts]:
    some = papers_of(world)
    accounts = accounted(some, given_claims(world, some))
    return [facts_of(each, some, opponents={"RU": frozenset({"UA"}), "UA": frozenset({"RU"})}) for each in accounts]


def test_evidence_has_one_order() -> None:
    """Whatever order it came in, so that the same facts are the same."""
    some = papers("The Russian Defence Ministry said its troops captured Kupiansk.")
    one, other = map_says(Verdict.SUPPORTS, "map_shows_it"), map_says(Verdict.CONTRADICTS, "map_shows_less")
    account = about(some)
    assert facts_of(account, some, (one, other)) == facts_of(account, some, (other, one))


@pytest.mark.parametrize(
    ("text", "hearsay"),
    [
        ("The mayor reportedly left Kupiansk on Monday.", True),
        ("Мэр якобы покинул Купянск в понедельник.", True),
        ("Мер нібито покинув Куп’янськ у понеділок.", True),
        ("The mayor left Kupiansk on Monday.", False),
    ],
)
def test_what_is_only_said_to_be_so_is_hearsay(text: str, hearsay: bool) -> None:
    """In three languages, where nothing tells it plainly."""
    assert facts(text).hearsay is hearsay
    assert not facts(text, "The mayor left Kupiansk on Monday, the governor said.").hearsay


def test_sites_of_one_family_are_one_house() -> None:
    """However many documents they publish."""
    text = "Unnamed sources said three foreign engineers came to the plant in Kupiansk on Monday."
    sites = [Source(id=f"s{n}", name=f"Site {n}", kind=SourceKind.SITE, family="prism") for n in range(3)]
    some = {f"d{n}": paper(f"d{n}", text, source=site) for n, site in enumerate(sites)}
    found = facts_of(about(some), some)
    assert (found.documents, found.houses) == (3, 1)
    some["d3"] = paper("d3", text)
    found = facts_of(about(some), some)
    assert (found.documents, found.houses) == (4, 2)
