"""What the network settled on and what only the rules saw become one list."""

import pytest

from firsthand.model import Attribution, Span
from firsthand.read.trained.joining import joined

#        0         1         2         3
#        0123456789012345678901234567890123456789
TEXT = "Lind said it was late, citing a letter."
SAID = Attribution(Span(0, 4), Span(5, 9), (Span(10, 21),), "trained_reader", 0.9)
RULED = Attribution(Span(0, 4), Span(5, 9), (Span(10, 38),), "voice_then_cue")
CITING = Attribution(Span(30, 38), Span(23, 29), (), "citing")


def test_the_network_settles_the_spans_and_the_rule_keeps_its_name() -> None:
    """An attribution that both found has the network's spans and certainty, and the name of the rule."""
    (found,) = joined([SAID], [RULED])
    assert (found.contents, found.rule, found.score) == ((Span(10, 21),), "voice_then_cue", 0.9)


def test_what_the_network_cannot_see_is_kept() -> None:
    """ "Citing X" gives a voice and no content: it comes from the rules alone."""
    assert joined([SAID], [RULED, CITING])[1] == CITING


def test_what_the_network_turned_down_is_gone() -> None:
    """A rule's attribution that the network does not see is not brought back."""
    assert joined([], [RULED]) == ()


def test_a_voice_that_only_the_rule_sees_is_taken() -> None:
    """Where the network has a cue and a content without a voice, they go to the one that the rule found."""
    unvoiced = Attribution(None, SAID.cue, SAID.contents, "trained_reader", 0.9)
    (found,) = joined([unvoiced], [RULED])
    assert found.source == RULED.source


def test_a_voice_behind_its_cue_is_not_what_is_said() -> None:
    """ "Firemen, said Lind, were fast": where the network reads Lind into the content, the rule settles it."""
    read = Attribution(Span(0, 7), Span(9, 13), (Span(14, 29),), "trained_reader", 0.9)
    rule = Attribution(Span(14, 18), Span(9, 13), (Span(0, 7), Span(20, 29)), "content_then_voice")
    (found,) = joined([read], [rule])
    assert (found.source, found.contents) == (rule.source, rule.contents)


def test_a_voice_that_ran_on_over_its_verb_is_cut_where_the_rule_saw_it() -> None:
    """ "…, doctors report in a journal": the verb and the journal are no part of the voice's name."""
    read = Attribution(Span(12, 38), None, (Span(0, 10),), "trained_reader", 0.9)
    rule = Attribution(Span(12, 19), Span(20, 26), (Span(0, 10),), "content_then_voice")
    (found,) = joined([read], [rule])
    assert (found.source, found.cue) == (rule.source, rule.cue)


LONG = Attribution(Span(302, 311), Span(312, 316), (Span(0, 300),), "quotation_then_voice")


@pytest.mark.parametrize(
    "seen",
    [
        [],
        [Attribution(LONG.source, LONG.cue, (Span(200, 300),), "trained_reader", 0.9)],
        [Attribution(None, LONG.cue, (Span(0, 40), Span(200, 300)), "trained_reader", 0.9)],
        [Attribution(Span(5, 9), None, (Span(10, 90),), "trained_reader", 0.9)],
    ],
)
def test_of_a_long_quotation_nothing_is_lost(seen: list[Attribution]) -> None:
    """Whatever pieces the network sees of it, what stands between the marks is said by the one voice."""
    (found,) = joined(seen, [LONG], [Span(0, 300)])
    assert (found.source, found.cue, found.contents) == (LONG.source, LONG.cue, LONG.contents)


def test_what_is_told_inside_a_long_quotation_stays() -> None:
    """Who is quoted may tell what others said."""
    inner = Attribution(Span(100, 110), Span(111, 115), (Span(116, 150),), "trained_reader", 0.9)
    assert joined([inner], [LONG], [Span(0, 300)]) == (LONG, inner)
