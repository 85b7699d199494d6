"""Facts for the tests of weighing: made at random, with the sides exchanged, and put together by hand."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from firsthand.assessments import Facts, Record, Witness
from firsthand.evidence import Evidence
from firsthand.kinds import Interest, Stance, ToldBy, Verdict

__all__ = ["evidence", "exchanged", "facts", "facts_made", "record", "seen", "tells", "witnesses"]

_RULES = {
    Verdict.SUPPORTS: ("map_shows_it", "fires_more_than_usual", "factcheck_true"),
    Verdict.CONTRADICTS: ("map_shows_less", "footage_seen_before", "factcheck_false"),
    Verdict.CONSISTENT: ("fires_beside", "map_leaves_room", "footage_light_fits"),
    Verdict.SILENT: ("map_has_no_day", "no_fires"),
}
_CONNECTORS = {"map": "control", "fires": "fires", "footage": "footage", "factcheck": "factchecks", "no": "fires"}
_SWAPPED = {"RU": "UA", "UA": "RU"}


def seen(verdict: Verdict, rule: str = "", body: str = "Map", side: str | None = None) -> Evidence:
    """What a body of evidence says, by the first rule of its verdict where none is given."""
    rule = rule or _RULES[verdict][0]
    connector = _CONNECTORS[rule.split("_")[0]]
    return Evidence(connector, body, "v1", verdict, rule, "what it shows", "what it cannot", side=side)


def tells(voice: str = "Marta Lindqvist", **changes: object) -> Witness:
    """Somebody of no side, known by name, who tells it."""
    return replace(Witness(voice, f"by {voice}", Stance.TELLS), **changes)  # type: ignore[arg-type]


def facts(*witnesses: Witness, **changes: object) -> Facts:
    """A claim of one document that these tell, as many origins as are sure of those that do."""
    told = [each for each in witnesses if each.stance is Stance.TELLS]
    sure = sum(each.sure for each in told)
    made = Facts("c1", 1, max(1, sure), max(1, len(told)), witnesses, event="territory_captured")
    return replace(made, **changes)  # type: ignore[arg-type]


def record(good: int, bad: int, who: str = "somebody") -> Record:
    return Record(who, "", tuple(f"g{n}" for n in range(good)), tuple(f"b{n}" for n in range(bad)))


@st.composite
def witnesses(draw: st.DrawFn, stances: tuple[Stance, ...] = tuple(Stance)) -> Witness:
    side = draw(st.sampled_from((None, "RU", "UA", "PL")))
    interest = draw(st.sampled_from(tuple(Interest))) if side is not None else Interest.UNKNOWN
    stance = draw(st.sampled_from(stances))
    known = draw(st.booleans()) and stance is Stance.TELLS
    return Witness(
        draw(st.sampled_from(("Marta", "Tomas", "a resident", "the ministry", "Harbour Post"))),
        draw(st.sampled_from(("d1", "d2", "d3"))),
        stance,
        side,
        interest,
        draw(st.booleans()),
        draw(st.booleans()),
        draw(st.booleans()) and side is None and stance is Stance.TELLS,
        draw(st.booleans()),
        record(draw(st.integers(0, 30)), draw(st.integers(0, 30))) if known else None,
    )


@st.composite
def evidence(draw: st.DrawFn) -> Evidence:
    verdict = draw(st.sampled_from(tuple(Verdict)))
    rule = draw(st.sampled_from(_RULES[verdict]))
    return seen(verdict, rule, draw(st.sampled_from(("A", "B", "C"))), draw(st.sampled_from((None, "RU", "UA"))))


@st.composite
def facts_made(draw: st.DrawFn) -> Facts:
    told = draw(st.lists(witnesses((Stance.TELLS,)), min_size=1, max_size=6))
    answers = draw(st.lists(witnesses(tuple(set(Stance) - {Stance.TELLS})), max_size=3))
    sure = sum(each.sure for each in told)
    return Facts(
        "c1",
        draw(st.integers(1, 60)),
        max(1, sure),
        len(told),
        (*told, *answers),
        tuple(draw(st.lists(evidence(), max_size=4))),
        draw(st.sampled_from(tuple(ToldBy))),
        draw(st.booleans()),
        draw(st.booleans()),
        draw(st.sampled_from(((), ("c2",)))),
        draw(st.sampled_from((None, "territory_captured", "casualties", "retreat"))),
    )


def exchanged(made: Facts) -> Facts:
    """The same with each side in the place of the other."""

    def other(side: str | None) -> str | None:
        return _SWAPPED.get(side or "", side)

    return replace(
        made,
        witnesses=tuple(replace(each, side=other(each.side)) for each in made.witnesses),
        evidence=tuple(replace(each, side=other(each.side)) for each in made.evidence),
    )
