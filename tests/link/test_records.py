"""Who shares no key is never compared: what two tellings of one claim may have in common must be among their keys."""

from __future__ import annotations

from firsthand.claims import Figure, Telling, Told
from firsthand.link.rarity import Rarity
from firsthand.link.records import Record, record_of
from firsthand.model import Span

RARE = Rarity(100, {"=mine": 90, "=official": 40})


def _record(*terms: str, sentence: tuple[str, ...] = (), figures: tuple[Figure, ...] = ()) -> Record:
    telling = Telling(
        Told("a", Span(0, 9)), "en", terms=frozenset(terms), sentence=frozenset(sentence), figures=figures
    )
    return record_of(telling, 1, 1, RARE)


def test_a_short_telling_is_sought_by_its_sentence() -> None:
    """Of "officials still speak of three" only "three" is the content; the sentence says of what."""
    short = _record("=still", sentence=("=still", "=official", "~brktsk"))
    whole = _record("~brktsk", "=dead", sentence=("~brktsk", "=dead"))
    assert set(short.keys) & set(whole.keys)
    assert not set(_record("=still").keys) & set(whole.keys)


def test_a_figure_is_sought_whatever_it_counts() -> None:
    """What is counted goes by many names, so the figure alone must do; one up to four says too little."""
    people, none = (
        _record("a", figures=(Figure(600, "people", 600, 600),)),
        _record("b", figures=(Figure(600, None, 600, 600),)),
    )
    assert set(people.keys) & set(none.keys)
    few = [_record(term, figures=(Figure(3, None, 3, 3),)) for term in ("a", "b")]
    assert not set(few[0].keys) & set(few[1].keys)


def test_what_is_told_counts_as_part_of_its_sentence() -> None:
    """An actor is known by more than the words of the sentence, and stands in it all the same."""
    record = _record("a:UA", "=dead", sentence=("=dead",))
    assert record.sentence == record.terms
    assert record.sentence_mass == record.mass
