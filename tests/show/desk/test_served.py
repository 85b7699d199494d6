"""The case behind the desk, as many threads read it."""

from __future__ import annotations

from pathlib import Path

import pytest

from firsthand.errors import CaseError
from firsthand.show.desk.served import Served
from firsthand.store import Case


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    Case.make(tmp_path / "case").close()
    return tmp_path / "case"


def test_who_reads_next_sees_what_was_written(folder: Path) -> None:
    """A case stays open between two readers; what was acknowledged in between is there for the second."""
    served = Served(folder)
    with served.case() as first:
        before = first.head()
    with served.writing() as writing:
        writing.begin("reports of the evening")
    with served.case() as second:
        assert second is first
        assert second.head()[0] == before[0] + 1
    served.close()


def test_two_who_read_at_once_have_a_case_each(folder: Path) -> None:
    """A connection is of one reader at a time, and one that failed is not given to the next."""
    served = Served(folder)
    with served.case() as first, served.case() as second:
        assert first is not second
    with pytest.raises(CaseError, match="gone"), served.case() as failing:
        raise CaseError("gone")
    with served.case() as one, served.case() as other:
        assert failing is not one
        assert failing is not other
    served.close()


def test_what_is_given_back_after_the_end_is_closed(folder: Path) -> None:
    """A desk that ends leaves no case open, also where a page was still being made."""
    served = Served(folder)
    with served.case() as late:
        served.close()
    assert late.connection.closed
