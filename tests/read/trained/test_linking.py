"""Contents choose cues, and cues choose sources."""

import numpy as np

from firsthand.read.trained.linking import DISTANCES, LINK, Links, distances

FLAT = np.zeros((2, DISTANCES), dtype=np.float32)


def vectors(
    rows: dict[int, list[float]], count: int = 12, side: int = 1
) -> "np.ndarray[tuple[int, int], np.dtype[np.float32]]":
    """One row per word, zero but for the first numbers of the given ones."""
    made = np.zeros((count, 2 * LINK), dtype=np.float32)
    for row, values in rows.items():
        made[row, side * LINK : side * LINK + len(values)] = values
    return made


def test_steps_of_distance_double() -> None:
    """Near words are told apart, far ones hardly; before and after are different."""
    steps = distances(np.array([10]), np.array([10, 11, 13, 42, 9, 0]))[0]
    assert list(steps[:4]) == [0, 1, 2, 5]
    assert all(step >= DISTANCES // 2 for step in steps[4:])


def test_a_content_goes_to_the_one_cue_it_fits_best() -> None:
    """Two cues want the same content: it has one voice."""
    links = Links(vectors({1: [8.0], 5: [16.0]}), vectors({7: [9.0]}), FLAT)
    assert links.contents([(1, 2), (5, 6)], [(7, 9)]) == {(1, 2): [], (5, 6): [(7, 9)]}


def test_a_cue_inside_a_content_does_not_say_it() -> None:
    """“Lind said Roe denied it”: "denied" cannot carry the content it stands in."""
    links = Links(vectors({1: [8.0], 4: [80.0]}), vectors({3: [9.0]}), FLAT)
    assert links.contents([(1, 2), (4, 5)], [(3, 7)]) == {(1, 2): [(3, 7)], (4, 5): []}


def test_what_fits_nothing_belongs_to_nothing() -> None:
    """A content no cue fits stays alone, and a cue no source fits has none."""
    links = Links(vectors({1: [8.0]}), vectors({7: [-9.0]}), FLAT)
    assert links.contents([(1, 2)], [(7, 9)]) == {(1, 2): []}
    assert Links(vectors({1: [8.0]}, side=0), vectors({0: [-9.0]}, side=0), FLAT).source((1, 2), [(0, 1)]) is None
    assert Links(vectors({1: [8.0]}, side=0), vectors({0: [9.0]}, side=0), FLAT).source((1, 2), [(0, 1)]) == (0, 1)
