"""What a proof of OpenTimestamps is worth: promised, claimed, confirmed, or wrong."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.stamp.chain import TIME, Calendar, header

from firsthand.errors import FetchError, InputError, MissingInput, StampRefused
from firsthand.stamp import State, calendar
from firsthand.stamp.headers import HeaderFile, header_of

DIGEST = hashlib.sha256(b"entry").digest()
HEIGHT = 812_345


def proofs() -> tuple[bytes, bytes, Calendar]:
    """A promise, what became of it, and the calendar."""
    server = Calendar()
    server.address = "https://calendar.example"
    first = server.reply("/digest", calendar.commitment(DIGEST, bytes(16)))
    assert first is not None
    proof = calendar.proof_of(DIGEST, bytes(16), first)
    ((sent, _),) = calendar.promises(proof)
    server.mine(HEIGHT)
    later = server.reply(f"/{sent.hex()}", b"")
    assert later is not None
    return proof, calendar.upgraded(proof, sent, later), server


@pytest.fixture
def lines(tmp_path: Path) -> Path:
    """A file with the block."""
    path = tmp_path / "headers.txt"
    path.write_text(f"# a few blocks\n1 {'00' * 80}\n{HEIGHT}: {proofs()[2].headers[HEIGHT].hex()}\n")
    return path


def test_the_first_block_is_read_as_everybody_reads_it() -> None:
    """The most public of all headers: its work is found to be done, and its root and time are what they are."""
    first = bytes.fromhex(
        "01000000"
        + "00" * 32
        + "3ba3edfd7a7b12b27ac72c3e67768f617fc81bc3888a51323a9fb8aa4b1e5e4a29ab5f49ffff001d1dac2b7c"
    )
    read = header_of(first)
    assert read is not None
    assert read.time == datetime(2009, 1, 3, 18, 15, 5, tzinfo=UTC)
    assert read.root == first[36:68]
    assert header_of(first[:-1] + b"\x7d") is None


def test_only_a_header_confirms(lines: Path) -> None:
    """A promise is pending; a block is claimed until its header is at hand; then the time is that of the block."""
    promised, longer, _ = proofs()
    assert calendar.judge(promised, DIGEST, HeaderFile(lines)).state is State.PENDING
    claimed = calendar.judge(longer, DIGEST, None)
    assert (claimed.state, claimed.at, claimed.by) == (State.CLAIMED, None, f"Bitcoin block {HEIGHT}")
    confirmed = calendar.judge(longer, DIGEST, HeaderFile(lines))
    assert (confirmed.state, confirmed.at) == (State.CONFIRMED, datetime.fromtimestamp(TIME, UTC))


def test_a_block_that_does_not_hold_it_is_told(tmp_path: Path) -> None:
    """Another root, a header on which no work was done, and a block that is not known are three things."""
    longer = proofs()[1]
    path = tmp_path / "headers"
    for data, state, said in (
        (header(bytes(32)), State.WRONG, "does not hold"),
        (header(proofs()[2].headers[HEIGHT][36:68], work=False), State.WRONG, "no block header"),
    ):
        path.write_text(f"{HEIGHT} {data.hex()}")
        judged = calendar.judge(longer, DIGEST, HeaderFile(path))
        assert (judged.state, said in judged.detail) == (state, True)
    path.write_text(f"{HEIGHT + 1} {header(bytes(32)).hex()}")
    judged = calendar.judge(longer, DIGEST, HeaderFile(path))
    assert (judged.state, "does not have" in judged.detail) == (State.CLAIMED, True)


def test_headers_one_after_another_are_read_by_their_place(tmp_path: Path) -> None:
    """The file that light wallets keep is taken as it is."""
    first = (1).to_bytes(4, "little") + bytes(76)
    path = tmp_path / "blockchain_headers"
    path.write_bytes(first + bytes(80) + header(b"r" * 32))
    found = HeaderFile(path).header(2)
    assert found is not None
    read = header_of(found)
    assert read is not None
    assert read.root == b"r" * 32
    assert HeaderFile(path).header(3) is None


def test_a_file_without_headers_is_refused(tmp_path: Path) -> None:
    """A wrong file is told at once, not as a block that is missing."""
    (tmp_path / "notes").write_text("block 7 was fine")
    with pytest.raises(InputError, match="no block headers"):
        HeaderFile(tmp_path / "notes")
    (tmp_path / "notes").write_bytes(b"\xff\xfe")
    with pytest.raises(InputError, match="no block headers"):
        HeaderFile(tmp_path / "notes")
    with pytest.raises(MissingInput):
        HeaderFile(tmp_path / "nothing")


def test_headers_that_cannot_be_had_leave_it_claimed() -> None:
    """An explorer that does not answer refutes nothing."""

    class Away:
        name = "https://explorer.example"

        def header(self, height: int) -> bytes | None:
            raise FetchError("explorer.example did not answer.")

    judged = calendar.judge(proofs()[1], DIGEST, Away())
    assert (judged.state, "did not answer" in judged.detail) == (State.CLAIMED, True)


def test_a_proof_of_another_hash_is_wrong(lines: Path) -> None:
    """A stamp that was taken over from another case proves nothing here."""
    for proof in proofs()[:2]:
        judged = calendar.judge(proof, bytes(32), HeaderFile(lines))
        assert (judged.state, judged.detail) == (State.WRONG, "it is a stamp of another hash")


def test_any_changed_bit_unconfirms(lines: Path) -> None:
    """With any bit of it changed but those of the promise, the way no longer leads from this entry to the block."""
    longer, headers = proofs()[1], HeaderFile(lines)
    promise = longer.index(b"\x83\xdf\xe3\x0d"), longer.index(b"calendar.example") + 16
    for at in range(len(longer) * 8):
        changed = bytearray(longer)
        changed[at // 8] ^= 1 << at % 8
        judged = calendar.judge(bytes(changed), DIGEST, headers)
        if not promise[0] <= at // 8 < promise[1]:
            assert judged.state is not State.CONFIRMED, at


@pytest.mark.parametrize("address", ["http://a b", "", "http://x/?y=1", "file\n:///etc"])
def test_the_address_of_a_calendar_is_checked(address: str) -> None:
    """A proof sends us to plain addresses only."""
    server = Calendar()
    server.address = address
    answer = server.reply("/digest", calendar.commitment(DIGEST, bytes(16)))
    assert answer is not None
    proof = calendar.proof_of(DIGEST, bytes(16), answer)
    with pytest.raises(StampRefused, match="address is none"):
        calendar.promises(proof)
    assert calendar.judge(proof, DIGEST, None).state is State.WRONG
