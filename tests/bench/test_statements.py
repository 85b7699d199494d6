"""The scores of statements and warnings, against cases counted by hand."""

from dataclasses import replace
from pathlib import Path

import pytest
from bench.gold import GoldEvent, GoldQuantity, GoldReport, GoldStatement, GoldVoice
from bench.prediction import FoundQuantity, FoundStatement, FoundVoice, Prediction, PredictionError, from_json
from bench.statements import Ratio, Score, confusions, intervals, match, overlap, same_voice, score
from hypothesis import given
from hypothesis import strategies as st

from firsthand.model import Bound, Mode, Span, VoiceKind

TEXT = """Dam fails

Officials in Veluwe said at least 30 homes were flooded. A farmer said the dam was never mended. \
The valley is silent now.
"""


def at(words: str, text: str = TEXT) -> Span:
    return Span(text.index(words), text.index(words) + len(words))


OFFICIALS = GoldVoice(VoiceKind.NAMED_ORGANISATION, "Officials in Veluwe", at("Officials in Veluwe"))
FARMER = GoldVoice(VoiceKind.UNNAMED_PERSON, "A farmer", at("A farmer"))
HOMES = GoldQuantity(30, "homes", Bound.AT_LEAST)

GOLD = GoldReport(
    name="dam",
    path=Path("dam.gold.yaml"),
    text=TEXT,
    title=at("Dam fails"),
    about="",
    statements=(
        GoldStatement(
            (at("at least 30 homes were flooded"),),
            (OFFICIALS,),
            Mode.ASSERTED,
            event=GoldEvent("disaster"),
            quantity=HOMES,
        ),
        GoldStatement((at("the dam was never mended"),), (FARMER,), Mode.ASSERTED),
        GoldStatement((at("The valley is silent now"),), (), Mode.ASSERTED),
    ),
    warnings=("no_named_person", "single_origin"),
)

FLOODED = FoundStatement(
    (at("at least 30 homes were flooded"),),
    FoundVoice("named_organisation", "Officials in Veluwe", at("Officials in Veluwe")),
    "asserted",
    "disaster",
    FoundQuantity(30, 30, None),
)
MENDED = FoundStatement(
    (at("the dam was never mended"),), FoundVoice("unnamed_person", "A farmer", at("A farmer")), "opinion"
)
SILENT = FoundStatement((at("The valley is silent now"),), FoundVoice("outlet", ""), "asserted")


def found(*statements: FoundStatement, warnings: tuple[str, ...] = ()) -> Prediction:
    return Prediction(TEXT, at("Dam fails"), statements, warnings)


def test_a_perfect_reading_scores_one() -> None:
    """Nothing stands in the way of a full score."""
    perfect = score(GOLD, found(FLOODED, replace(MENDED, mode="asserted"), SILENT, warnings=GOLD.warnings))
    assert perfect.content == perfect.voiced == Ratio(3, 3, 3)
    assert perfect.kind == perfect.mode == Ratio(3, 3, 3)
    assert perfect.event == perfect.quantity == Ratio(1, 1, 1)
    assert perfect.warning.f1 == 1.0
    assert not perfect.missed
    assert not perfect.spurious


def test_counts_by_hand() -> None:
    """One right, one with the wrong voice and mode, one missed, one spurious."""
    wrong_voice = replace(MENDED, voice=FoundVoice("outlet", ""))
    spurious = replace(SILENT, contents=(at("The valley"),))
    one = score(GOLD, found(FLOODED, wrong_voice, spurious, warnings=("single_origin", "scope_grows")))
    assert one.content == Ratio(2, 3, 3)
    assert one.voiced == Ratio(1, 3, 3)
    assert one.kind == Ratio(1, 2, 2)
    assert one.mode == Ratio(1, 2, 2)
    assert one.missed == (GOLD.statements[2],)
    assert one.spurious == (spurious,)
    assert one.warning == Ratio(1, 2, 2)
    assert one.warnings["scope_grows"] == Ratio(0, 0, 1)
    assert one.content.f1 == pytest.approx(2 / 3)


def test_what_is_found_in_the_headline_is_left_out() -> None:
    """The gold does not annotate headlines: finding a claim there is neither right nor wrong."""
    headline = replace(SILENT, contents=(at("Dam fails"),))
    assert score(GOLD, found(headline)).content == Ratio(0, 3, 0)


def test_two_thresholds() -> None:
    """Of 25 characters that are no space, 18 found are enough; 16 are over 0.5 only."""
    part = replace(FLOODED, contents=(at("30 homes were flooded"),))
    wide = score(GOLD, found(part))
    assert overlap(part.contents, FLOODED.contents) == pytest.approx(21 / 30)
    narrow = score(GOLD, found(replace(FLOODED, contents=(at("homes were flooded"),))))
    assert wide.content.right == 1
    assert narrow.content.right == 0
    assert narrow.content_loose.right == 1


def test_layout_does_not_matter_but_words_do() -> None:
    """A text laid out anew has the same statements; another text is refused, not scored."""
    moved = TEXT.replace("flooded. A", "flooded.\n\nA")
    there = at("the dam was never mended", moved)
    one = score(GOLD, Prediction(moved, at("Dam fails"), (replace(MENDED, contents=(there,)),), ()))
    assert one.content.right == 1
    with pytest.raises(PredictionError, match="dam"):
        score(GOLD, Prediction(TEXT.replace("30", "31"), Span(0, 0), (), ()))


def test_each_statement_is_matched_once() -> None:
    """The same content found twice is right once and spurious once."""
    assert score(GOLD, found(SILENT, SILENT)).content == Ratio(1, 3, 2)


def test_matching_moves_an_earlier_choice_when_that_gives_more() -> None:
    """Taking the heaviest pair first would leave the second row alone."""
    assert match([[0.9, 0.8], [0.85, 0.0]]) == [(0, 1), (1, 0)]
    assert match([[0.0], [0.0]]) == []
    assert match([]) == []


@given(st.lists(st.lists(st.sampled_from([0.0, 0.5, 0.7, 1.0]), min_size=3, max_size=3), max_size=5))
def test_a_matching_is_one_to_one_and_as_large_as_can_be(weights: list[list[float]]) -> None:
    """Against trying every choice: no row or column twice, and none left out that had a place."""

    def most(row: int, free: frozenset[int]) -> int:
        if row == len(weights):
            return 0
        open_ = [column for column in free if weights[row][column] > 0]
        return max([most(row + 1, free), *(1 + most(row + 1, free - {column}) for column in open_)])

    pairs = match(weights)
    assert len({row for row, _ in pairs}) == len({column for _, column in pairs}) == len(pairs)
    assert all(weights[row][column] > 0 for row, column in pairs)
    assert len(pairs) == most(0, frozenset({0, 1, 2}))


@pytest.mark.parametrize(
    ("voice", "same"),
    [
        (FoundVoice("unnamed_person", "a farmer"), True),
        (FoundVoice("unnamed_person", "The farmer", Span(200, 210), at("A farmer")), True),
        (FoundVoice("unnamed_person", "farmers"), False),
        (FoundVoice("unnamed_person", "Officials", at("Officials")), False),
        (FoundVoice("outlet", ""), False),
    ],
)
def test_the_same_voice(voice: FoundVoice, same: bool) -> None:
    """A voice is right by where it stands, by what it refers to, or by its words as wholes."""
    assert same_voice(FARMER, voice) is same


def test_a_pronoun_is_right_through_what_it_refers_to() -> None:
    """The reader may name the fuller mention where the gold has the pronoun, and the other way round."""
    she = GoldVoice(VoiceKind.UNNAMED_PERSON, "she", Span(150, 153), at("A farmer"))
    assert same_voice(she, FoundVoice("unnamed_person", "A farmer", at("A farmer")))
    assert same_voice(she, FoundVoice("unnamed_person", "she", Span(170, 173), at("A farmer")))
    assert not same_voice(GoldVoice(VoiceKind.OUTLET, ""), FoundVoice("unnamed_person", "she"))


@pytest.mark.parametrize(
    ("quantity", "right"),
    [
        (FoundQuantity(30, 30, None), 1),
        (FoundQuantity(30, 30, 30), 0),
        (FoundQuantity(31, 31, None), 0),
        (None, 0),
    ],
)
def test_a_figure_needs_its_bound(quantity: FoundQuantity | None, right: int) -> None:
    """“At least 30” read as exactly 30 is not the same figure."""
    assert score(GOLD, found(replace(FLOODED, quantity=quantity))).quantity == Ratio(right, 1, 1)


def test_scores_add_up_and_labels_are_compared() -> None:
    """The total over reports is one of counts; confusions name what was taken for what."""
    one = score(GOLD, found(FLOODED, MENDED))
    total = one + score(GOLD, found(SILENT, warnings=("single_origin",)))
    assert total.content == Ratio(3, 6, 3)
    assert total.warnings["single_origin"] == Ratio(1, 2, 1)
    assert confusions([one], lambda s: s.mode, lambda s: s.mode) == {("asserted", "opinion"): 1}


def test_the_interval_holds_the_figure_and_stays_the_same() -> None:
    """Resampling is seeded: two runs of the bench can be compared."""
    scores = [Score(content=Ratio(right, 10, 10)) for right in (2, 5, 8, 9, 10)]
    measured = intervals(scores, {"f1": lambda s: s.content.f1})
    low, high = measured["f1"]
    assert 0.2 <= low < 0.68 < high <= 1.0
    assert measured == intervals(scores, {"f1": lambda s: s.content.f1})


def test_json_and_records_are_scored_alike() -> None:
    """What the command writes holds all that the scores need."""
    content, farmer = MENDED.contents[0], at("A farmer")
    written = {
        "text": TEXT,
        "title": "Dam fails",
        "statements": [
            {
                "content": {"start": content.start, "end": content.end, "text": content.of(TEXT)},
                "cue": None,
                "chain": [
                    {"kind": "outlet", "text": ""},
                    {"kind": "unnamed_person", "text": "A farmer", "start": farmer.start, "end": farmer.end},
                ],
                "mode": "opinion",
                "frame": None,
            }
        ],
        "warnings": [{"kind": "single_origin", "reason": "One voice only.", "spans": []}],
    }
    assert from_json(written) == found(MENDED, warnings=("single_origin",))
    with pytest.raises(PredictionError, match="statements"):
        from_json({"text": TEXT})
