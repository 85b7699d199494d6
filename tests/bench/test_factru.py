"""Names of factRuEval: how objects become spans, and what counts as found."""

from __future__ import annotations

from bench.factru import found_in, objects_of, touching

from firsthand.model import Span

SPANS = ["1 org_descr 0 6 10 1 # театра", "2 org_name 8 4 11 1 # Мост", "3 surname 14 6 12 1 # Рыкова"]


def test_an_object_is_its_names_without_what_describes_it() -> None:
    """«Театра «Мост»» is marked where its name stands; an object of description alone is none."""
    assert list(objects_of(SPANS, ["7 Org 1 2 # театра Мост", "8 Person 3 # Рыкова", "9 Org 1 # театра"])) == [
        ("ORG", Span(8, 12)),
        ("PER", Span(14, 20)),
    ]


def test_a_shared_character_counts_once() -> None:
    """Two found pieces of one name are one right and one too many."""
    gold, found = touching([("PER", Span(0, 10))], [("PER", Span(0, 4)), ("PER", Span(5, 10)), ("LOC", Span(0, 4))])
    assert gold == [("PER", Span(0, 10))]
    assert found == [("PER", Span(0, 10)), ("PER", Span(5, 10)), ("LOC", Span(0, 4))]


def test_names_are_found_whole() -> None:
    """First name and surname are one name, and so is each of two that stand apart."""
    text = "Мэр Олег Рыков встретил Анну Громову в Москве."
    assert [(kind, span.of(text)) for kind, span in found_in(text)] == [
        ("PER", "Олег Рыков"),
        ("PER", "Анну Громову"),
        ("LOC", "Москве"),
    ]
