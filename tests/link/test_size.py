"""What the size of a case adds to a link."""

from hypothesis import given
from hypothesis import strategies as st

from firsthand.link.size import bits_for


def test_small_cases_are_as_they_were_fitted() -> None:
    """A case of a few reports, and one of a hundred, take nothing away."""
    assert [bits_for(count) for count in (0, 1, 8, 94, 127)] == [0] * 5


def test_twice_the_documents_halve_the_odds() -> None:
    """One bit for each doubling, until keys grow too common to be sought by."""
    assert [bits_for(count) for count in (128, 256, 512, 1024, 2048)] == [-1, -2, -3, -4, -5]
    assert bits_for(1_000_000) == -5


@given(st.integers(0, 2_000_000))
def test_more_documents_never_make_links_likelier(count: int) -> None:
    """In whole steps, so that one more document changes them seldom."""
    assert bits_for(count) >= bits_for(count + 1) >= bits_for(count) - 1
