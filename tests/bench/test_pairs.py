"""Pairs read by hand count for as many as they stand for."""

from bench.pairs import Judged, interval, read_pairs, scores

from firsthand.claims import Told
from firsthand.model import Span


def _pair(same: bool, stands_for: float) -> Judged:
    return Judged(Told("https://t.me/c/1/2", Span(0, 9)), Told("https://t.me/c/3/4", Span(0, 9)), same, stands_for)


def test_each_pair_counts_for_what_it_stands_for() -> None:
    """One rare pair that is right does not outweigh many that are not."""
    found = scores(
        [(_pair(True, 1), True), (_pair(False, 9), True), (_pair(True, 3), False), (_pair(False, 50), False)]
    )
    assert (found.precision, found.recall) == (0.1, 0.25)


def test_an_interval_lies_around_its_figure() -> None:
    """And is wider than a point where few pairs say so."""
    judged = [(_pair(number % 3 == 0, 2), number % 2 == 0) for number in range(60)]
    low, high = interval(judged)
    assert low.precision < scores(judged).precision < high.precision
    assert low.recall < scores(judged).recall < high.recall


def test_every_line_of_the_data_is_a_pair_of_two_posts() -> None:
    """With its verdict; none is there twice."""
    pairs = read_pairs()
    assert len(pairs) == 842
    assert sum(each.same for each in pairs) == 193
    assert all(each.one.document != each.other.document and each.stands_for > 0 for each in pairs)
    assert len({(each.one, each.other) for each in pairs}) == len(pairs)
