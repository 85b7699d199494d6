"""Claims are made of what is near on average, and of what a person decided."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from firsthand.link.clusters import clusters

NEAR = {(0, 1): 0.9, (2, 3): 0.8, (1, 2): 0.7}


def test_linkage_joins_what_is_near_on_average() -> None:
    """One link to a third does not pull two groups together."""
    assert clusters(5, NEAR, threshold=0.5) == [0, 0, 2, 2, 4]
    assert clusters(5, NEAR, threshold=0.15) == [0, 0, 0, 0, 4]


def test_what_a_person_decided_stands() -> None:
    """Two tellings put together stay so, however far apart they look; two put apart are never one claim."""
    assert clusters(5, NEAR, same=[(0, 4)], threshold=0.5)[4] == 0
    found = clusters(5, NEAR, different=[(0, 1)], threshold=0.5)
    assert found[0] != found[1]
    joined = clusters(4, NEAR, same=[(0, 1)], different=[(1, 2)], threshold=0.1)
    assert joined == [0, 0, 2, 2]


CHANCES = st.dictionaries(
    st.sampled_from(list(combinations(range(7), 2))), st.sampled_from([0.05, 0.3, 0.6, 0.95]), max_size=15
)


@given(CHANCES, st.sets(st.sampled_from(list(combinations(range(7), 2))), max_size=3))
def test_what_is_apart_is_never_in_one_claim(
    chances: dict[tuple[int, int], float], different: set[tuple[int, int]]
) -> None:
    """Whatever the links, no group holds two tellings that a person put apart."""
    found = clusters(7, chances, different=different)
    assert all(found[one] != found[other] for one, other in different)
    assert all(found[each] == each for each in set(found))


def test_two_claims_that_are_the_same_become_one_whole() -> None:
    """A person who puts two tellings together means the claims they stand in: nothing of either is left behind."""
    chances = {(0, 1): 0.6, (2, 3): 0.4, (2, 4): 0.4, (3, 4): 0.4}
    assert clusters(6, chances) == [0, 0, 2, 2, 2, 5]
    assert clusters(6, chances, same=[(1, 4)]) == [0, 0, 0, 0, 0, 5]
