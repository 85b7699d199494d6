"""What an answer of a time-stamping authority is worth, from a real one."""

from __future__ import annotations

import hashlib
import random
import sys
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.stamp.authority import Authority

from firsthand.errors import FirsthandError, InputError, StampRefused
from firsthand.stamp import State, rfc3161
from firsthand.stamp.der import with_ordered_certificates

ENTRY = b'[7,"2025-11-03T07:30:00+00:00","analyst","captured","{}","00"]'
DIGEST = hashlib.sha256(ENTRY).digest()


@pytest.fixture(scope="module")
def stamped(authority: Authority) -> bytes:
    return authority.reply(rfc3161.question(ENTRY).data)


def test_only_the_hash_is_sent() -> None:
    """The question holds the hash of the entry and a random number, and no word of the entry."""
    one, other = rfc3161.question(ENTRY), rfc3161.question(ENTRY)
    assert one.digest == DIGEST
    assert DIGEST in one.data
    assert b"analyst" not in one.data
    assert (len(one.data) < 100, one.data != other.data) == (True, True)


def test_a_chain_to_a_given_root_confirms(authority: Authority, stranger: Authority, stamped: bytes) -> None:
    """By its own root it is confirmed, with name and time; by others it is only claimed."""
    roots = rfc3161.roots_in(authority.roots.read_bytes())
    judged = rfc3161.judge(stamped, DIGEST, roots)
    assert (judged.state, judged.by) == (State.CONFIRMED, "Harbour Notary")
    assert judged.at is not None
    assert abs(judged.at - datetime.now(UTC)) < timedelta(minutes=10)
    others = rfc3161.roots_in(stranger.roots.read_bytes())
    for trusted in (others, (), rfc3161.usual_roots()):
        claimed = rfc3161.judge(stamped, DIGEST, trusted)
        assert (claimed.state, "not checked" in claimed.detail) == (State.CLAIMED, True)


def test_a_stamp_of_another_hash_is_wrong(authority: Authority, stamped: bytes) -> None:
    """Whatever its signature is worth."""
    roots = rfc3161.roots_in(authority.roots.read_bytes())
    assert rfc3161.judge(stamped, bytes(32), roots).detail == "it is a stamp of another hash"


def test_the_machine_has_roots() -> None:
    """Without a file, the roots are those of the web."""
    assert len(rfc3161.usual_roots()) > 50


@pytest.mark.filterwarnings("error")
def test_a_changed_bit_never_changes_what_it_says(authority: Authority, stamped: bytes) -> None:
    """It is no longer confirmed, or says the same by the same: what no signature covers says nothing."""
    roots, chance = rfc3161.roots_in(authority.roots.read_bytes()), random.Random(7)
    whole = rfc3161.judge(stamped, DIGEST, roots)
    states: set[State] = set()
    for at in range(len(stamped)):
        changed = bytearray(stamped)
        changed[at] ^= 1 << chance.randrange(8)
        judged = rfc3161.judge(bytes(changed), DIGEST, roots)
        states.add(judged.state)
        assert judged.state is not State.CONFIRMED or (judged.at, judged.by) == (whole.at, whole.by), at
    assert State.WRONG in states


def test_without_the_extra_it_is_told(stamped: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """Asking says what to install; a stamp that somebody else asked for is not called wrong."""
    monkeypatch.setitem(sys.modules, "rfc3161_client", None)
    monkeypatch.setitem(sys.modules, "rfc3161_client.errors", None)
    with pytest.raises(FirsthandError, match=r"firsthand\[stamps\]"):
        rfc3161.question(ENTRY)
    judged = rfc3161.judge(stamped, DIGEST, ())
    assert (judged.state, "firsthand[stamps]" in judged.detail) == (State.CLAIMED, True)


@given(st.binary(max_size=300))
def test_any_bytes_are_refused(data: bytes) -> None:
    """Garbage is wrong, and nothing but wrong."""
    assert rfc3161.judge(data, DIGEST, ()).state is State.WRONG
    with pytest.raises(StampRefused):
        rfc3161.accepted(data, rfc3161.question(ENTRY), ())


@given(st.binary(max_size=300))
def test_the_repair_of_an_encoding_takes_any_bytes(data: bytes) -> None:
    """Only the order of certificates changes, and nothing is lost or added."""
    assert sorted(with_ordered_certificates(data)) == sorted(data)


def test_an_answer_to_another_question_is_refused(authority: Authority, stamped: bytes) -> None:
    """An old answer sent again, and one about something else, are not kept."""
    roots = rfc3161.roots_in(authority.roots.read_bytes())
    with pytest.raises(StampRefused, match="another question"):
        rfc3161.accepted(stamped, rfc3161.question(ENTRY), roots)
    asked = rfc3161.question(ENTRY)
    answer = authority.reply(authority.query(b"something else"))
    with pytest.raises(StampRefused, match="another"):
        rfc3161.accepted(answer, asked, roots)


def test_an_authority_that_refuses_is_quoted(authority: Authority) -> None:
    """Where it says no, its status and its words are told."""
    asked = rfc3161.question(ENTRY)
    refused = authority.reply(
        asked.data.replace(bytes.fromhex("608648016503040201"), bytes.fromhex("608648016503040203"))
    )
    with pytest.raises(StampRefused, match="refuses"):
        rfc3161.accepted(refused, asked, ())


def test_a_file_without_certificates_is_refused() -> None:
    """A wrong file of roots is told at once."""
    for given_ in (b"", b"root", b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"):
        with pytest.raises(InputError, match="no certificates"):
            rfc3161.roots_in(given_)
