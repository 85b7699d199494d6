"""Which evidence belongs to a case is kept as it was said, and stays on record when it is removed."""

from __future__ import annotations

import orjson
import pytest
from sqlalchemy import select, update

from firsthand.errors import CaseError
from firsthand.store import Case, schema, verify
from firsthand.store.evidence import Held, bodies_of, hold, let_go


def _hold(case: Case, name: str = "камера") -> Held:
    return hold(case, "notes", name, "/srv/нотатки.tsv", {"rule": "seen = it", "a": ""}, "ab" * 32, "Олена Ткач")


def test_evidence_is_read_as_it_was_added(case: Case) -> None:
    """To the letter, in the order in which it was added, also after reopening."""
    made = (_hold(case), _hold(case, "J's notes"))
    assert [one.number for one in made] == [1, 2]
    assert made[0].options == (("a", ""), ("rule", "seen = it"))
    case.close()
    with Case.open(case.folder) as reader:
        assert bodies_of(reader) == made
        assert not list(verify(reader))
        with pytest.raises(CaseError, match="for reading only"):
            _hold(reader, "another")


def test_what_is_removed_keeps_its_row_and_frees_its_name(case: Case) -> None:
    """Who and when is added, nothing else changes; the log names both."""
    made = _hold(case)
    gone = let_go(case, "камера", "J. O'Neil")
    assert (gone.undone_by, gone.version, gone.at) == ("J. O'Neil", made.version, made.at)
    assert bodies_of(case) == ()
    again = _hold(case)
    assert again.number == 2
    assert bodies_of(case, removed=True) == (gone, again)
    entries = case.rows(select(schema.log).order_by(schema.log.c.id))[-3:]
    assert [entry["action"] for entry in entries] == ["evidence added", "evidence removed", "evidence added"]
    assert [orjson.loads(str(entry["body"]))["analyst"] for entry in entries] == [
        "Олена Ткач",
        "J. O'Neil",
        "Олена Ткач",
    ]
    assert not list(verify(case))


def test_what_means_nothing_is_refused(case: Case) -> None:
    """A name that is taken, or none; a body that is not there; nobody; a path that could not be opened again."""
    _hold(case)
    head = case.head()
    for name, said in (("камера", "has evidence of the name 'камера' already"), (" \n", "has to have a name")):
        with pytest.raises(CaseError, match=said):
            _hold(case, name)
    with pytest.raises(CaseError, match=r"no evidence of the name 'журнал'\. It has: камера"):
        let_go(case, "журнал", "J. Smith")
    with pytest.raises(CaseError, match="somebody's"):
        let_go(case, "камера", "?")
    with pytest.raises(CaseError, match="Rename the file"):
        hold(case, "notes", "x", "/srv/a\x1b[31m\udcff", {}, "ab", "Олена Ткач")
    with pytest.raises(CaseError, match="at most 200 are kept"):
        _hold(case, "ї" * 201)
    assert case.head() == head


def test_nothing_hostile_is_kept_in_a_name(case: Case) -> None:
    """It reaches neither a terminal nor the database as anything but letters."""
    assert _hold(case, "eve\x1b[31m\x00\ud800").name == "eve\ufffd[31m\ufffd\ufffd"


def test_a_row_that_was_changed_is_told_of(case: Case) -> None:
    """In one line that names it, and as a finding."""
    _hold(case)
    case.connection.execute(update(schema.evidence).values(options="[1]"))
    case.connection.commit()
    with pytest.raises(CaseError, match="Evidence 1 no longer has options"):
        bodies_of(case)
    assert [finding.where for finding in verify(case)] == ["evidence 1"]
