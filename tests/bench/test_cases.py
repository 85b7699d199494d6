"""What a user gets from a case is compared with what was marked, by claims and by days."""

import pytest
from bench.cases import days_meet

from firsthand.claims import Account, Claim, Origins
from firsthand.kinds import ToldBy


def _account(since: str | None, until: str | None) -> Account:
    origins = Origins(1, 1, (), ToldBy.NOBODY)
    return Account(Claim("one", ()), "Взято 22 здания", "ru", (), (), origins, since=since, until=until)


@pytest.mark.parametrize(
    ("since", "until", "marked", "meet"),
    [
        ("2025-11-21", "2025-11-22", "2025-11-22", True),
        ("2025-11-21", "2025-11-22", "2025-11-23", False),
        (None, "2025-11-22", "2025-11-22", True),
        (None, "2025-11-22", "2025-11-20/2025-11-25", True),
        (None, None, "2025-11-22", False),
        ("2025-11-21", "2025-11-22", "", None),
    ],
)
def test_days_meet_where_they_have_one_in_common(
    since: str | None, until: str | None, marked: str, meet: bool | None
) -> None:
    """A claim whose day nothing tells stands for the day it was told first; what nobody marked is left out."""
    assert days_meet(_account(since, until), marked) is meet
