"""The list of rules, and what holds for any report."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.warn.reports import Draft

from firsthand.model import Document, Mode, Resolution, Span, VoiceKind
from firsthand.warn import RULES, find_warnings
from firsthand.warn.view import ReportView

ROOT = Path(__file__).parents[2]

_TEMPLATES = (
    "{A} forces have confirmed the capture of nine houses in Sorrel Bay, the {A} army said.",
    "Its troops allegedly forced {B} soldiers to retreat from Sorrel Bay.",
    "The {B} army denied that it had lost Sorrel Bay.",
    "The {A} ministry accused the {B} ministry of firing on a market.",
    "{B} officials have yet to comment.",
    "The capture of Sorrel Bay could decide the winter.",
    "A {A} soldier said the {B} regime was brutal.",
    "A brutal regime rules in {B} towns.",
    "A video shows {A} soldiers in Sorrel Bay.",
)


def build(lines: list[int], modes: list[Mode], first: str, second: str) -> Draft:
    sentences = [_TEMPLATES[i].format(A=first, B=second) for i in lines]
    draft = Draft(f"{first} army captures Kestrel from {second} forces", " ".join(sentences))
    sides = {first: "AA", second: "BB"}
    actors = [draft.side(name, side) for name, side in sides.items() if name in draft.body]
    for sentence, mode in zip(sentences, modes, strict=False):
        content = sentence.split(",")[0].rstrip(".")
        voice = draft.voice(sentence.split(" ", 1)[0], VoiceKind.NAMED_ORGANISATION.value)
        spoken = (voice,) if " said" in sentence or "confirmed" in sentence else ()
        cue = "confirmed" if "confirmed" in sentence else ""
        draft.says(
            content,
            *spoken,
            mode=mode,
            cue=cue,
            event="territory_captured",
            actor=actors[0] if actors else None,
        )
    return draft


@given(
    st.lists(st.integers(0, len(_TEMPLATES) - 1), min_size=1, max_size=6, unique=True),
    st.lists(st.sampled_from([Mode.ASSERTED, Mode.HEDGED, Mode.DENIED, Mode.OPINION]), min_size=6, max_size=6),
    st.sampled_from([("Russian", "Ukrainian"), ("Thai", "Cambodian"), ("Norland", "Sudmark")]),
)
def test_swapping_the_parties_changes_no_count(lines: list[int], modes: list[Mode], parties: tuple[str, str]) -> None:
    """The same deed gets the same warnings, whoever does it."""
    one = [w.kind for w in build(lines, modes, *parties).warnings()]
    other = [w.kind for w in build(lines, modes, *reversed(parties)).warnings()]
    assert one == other


@given(st.text(max_size=400), st.text(max_size=60))
def test_any_text_is_survived_and_spans_stay_inside(body: str, headline: str) -> None:
    """No text without statements breaks a rule, and no span leaves the text."""
    draft = Draft(headline.replace("\n", " "), body)
    for warning in draft.warnings():
        assert all(0 <= s.start <= s.end <= len(draft.text) for s in warning.spans)


def test_warnings_come_in_the_order_of_the_rules_and_under_their_names() -> None:
    """Every kind is the name of its rule, and the most surprising comes first."""
    draft = build(list(range(len(_TEMPLATES))), [Mode.ASSERTED] * 9, "Thai", "Cambodian")
    order = [rule.__name__ for rule in RULES]
    kinds = [w.kind for w in find_warnings(*draft.records())]
    assert kinds
    assert kinds == sorted(kinds, key=order.index)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_every_rule_is_documented(rule: object) -> None:
    """A kind of warning that users cannot look up does not exist."""
    name = getattr(rule, "__name__", "")
    assert rule.__doc__
    guide = (ROOT / "docs" / "users" / "warnings.md").read_text(encoding="utf-8")
    assert re.search(rf"^## `{name}`$", guide, re.MULTILINE)


def test_the_kinds_are_those_of_the_annotation_guide() -> None:
    """What is measured by hand and what is warned of go by the same names."""
    guide = (ROOT / "docs" / "developers" / "annotating.md").read_text(encoding="utf-8")
    table = guide.split("## Warnings", 1)[1]
    assert {rule.__name__ for rule in RULES} == set(re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE))


def test_a_text_without_marks_is_looked_at_in_pieces() -> None:
    """Every rule looks at whole sentences, many times: one of 200,000 characters would take minutes."""
    words = "the mayor said the river rose and nobody was hurt " * 4000
    document = Document(words, Span(0, 0), "en")
    sentences = ReportView(document, Resolution((), ())).sentences
    assert max(map(len, sentences)) <= 2000
    assert " ".join(span.of(words).strip() for span in sentences) == words.strip()
