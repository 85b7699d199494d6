"""The reader of the two sets of toponyms, and how errors are counted."""

from __future__ import annotations

from pathlib import Path

import pytest
from bench.places import GivenTally, PlacesError, Toponym, read_set

from firsthand.model import Candidate, PlaceKind, Span

MARKED = """<articles><article docid="7"><url> http://example.org/a </url>
<text>In Ruse, as in Ruse before.</text><toponyms>
<toponym><phrase>Ruse</phrase><start>16</start><end>20</end>
<gaztag geonameid="1"><lat>43.8</lat><lon>25.9</lon></gaztag></toponym>
<toponym><phrase>Ruse</phrase><start>3</start><end>7</end></toponym>
</toponyms></article></articles>"""


def test_slipped_offsets_are_moved_to_the_nearest_name(tmp_path: Path) -> None:
    """Some offsets of the sets are off by a character or more."""
    path = tmp_path / "set.xml"
    path.write_text(MARKED, encoding="utf-8")
    (document,) = read_set(path)
    assert [toponym.span for toponym in document.toponyms] == [Span(15, 19), Span(3, 7)]
    assert [toponym.lat for toponym in document.toponyms] == [43.8, None]
    assert document.address == "http://example.org/a"


def test_a_broken_file_is_told(tmp_path: Path) -> None:
    """Not a traceback of the parser."""
    path = tmp_path / "set.xml"
    path.write_text("<articles><article>", encoding="utf-8")
    with pytest.raises(PlacesError, match=r"set\.xml"):
        list(read_set(path))


def test_an_open_toponym_counts_half_the_way_around_the_earth() -> None:
    """And one without coordinates counts nowhere."""
    tally = GivenTally()
    ruse = Candidate(1, "Ruse", 43.8, 25.9, PlaceKind.SETTLEMENT, "BG")
    tally.add(Toponym(Span(0, 4), "Ruse", 43.8, 25.9), ruse)
    tally.add(Toponym(Span(0, 4), "Ruse", 43.8, 25.9), None)
    tally.add(Toponym(Span(0, 4), "Ruse", None, None), None)
    assert tally.figures == {
        "toponyms": 2,
        "acc_161": 0.5,
        "acc_161_or_inside": 0.5,
        "mean_error_km": 10019.5,
        "unresolved": 1,
    }


def test_another_middle_of_the_same_area_is_told_apart() -> None:
    """Two sets put Canada 1,031 km apart: no choice of a place can be right in both."""
    tally = GivenTally()
    canada = Candidate(6251999, "Canada", 60.1, -113.6, PlaceKind.COUNTRY, "CA", radius_km=1800)
    tally.add(Toponym(Span(0, 6), "Canada", 60.0, -95.0), canada)
    tally.add(Toponym(Span(0, 6), "Canada", 20.0, 10.0), canada)
    assert (tally.figures["acc_161"], tally.figures["acc_161_or_inside"]) == (0.0, 0.5)
