"""The words of closed lists can be translated, all of them."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from firsthand import kinds
from firsthand.resolve.events import event_types
from firsthand.show.claims.wording import DERIVED
from firsthand.show.desk.columns import FACETS, SORTS
from firsthand.show.desk.tallies import Group
from firsthand.show.named import LISTS, Named, named
from firsthand.store.inbox import HandedState
from firsthand.weigh.likelihood import WORDS

CLOSED: tuple[tuple[Named, Iterable[str]], ...] = (
    ("status", kinds.Status),
    ("likelihood", [word for _, word in WORDS]),
    ("confidence", kinds.Confidence),
    ("confident", kinds.Confidence),
    ("drift", kinds.DriftKind),
    ("mode", kinds.Mode),
    ("voice", kinds.VoiceKind),
    ("derived", kinds.DerivationKind),
    ("derivation", kinds.DerivationKind),
    ("told by", kinds.ToldBy),
    ("stands", kinds.Verdict),
    ("conclusion", kinds.Conclusion),
    ("role", kinds.Role),
    ("source", kinds.SourceKind),
    ("event", event_types()),
    ("facet", FACETS),
    ("sort", SORTS),
    ("shade", [each.name.lower() for each in Group]),
    ("handed", HandedState),
)


@pytest.mark.parametrize(("name", "values"), CLOSED, ids=[name for name, _ in CLOSED])
def test_no_value_of_a_closed_list_is_missing(name: Named, values: Iterable[str]) -> None:
    """A value that is added to a list without words would stay English, and with an underscore."""
    assert {str(each) for each in values} <= set(LISTS[name]())


def test_english_says_what_outputs_say() -> None:
    """The same word for the same thing: on the desk, on the command line, and in files."""
    assert {kind: named(kind, "derived") for kind in kinds.DerivationKind} == DERIVED
    assert {name: each.label for name, each in event_types().items()} == {
        name: named(name, "event") for name in event_types()
    }
    assert {name: named(name, "sort") for name in SORTS} == dict(SORTS)
    assert {each: named(each.name.lower(), "shade") for each in Group} == {each: each.value for each in Group}


def test_what_is_on_no_list_stays() -> None:
    """The kind of a plugin is shown as it calls itself."""
    assert named("wire_room", "source") == "wire room"
