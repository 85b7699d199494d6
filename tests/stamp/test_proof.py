"""The file format of OpenTimestamps, held against another reader of it, and against any bytes."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from opentimestamps.core.notary import BitcoinBlockHeaderAttestation, PendingAttestation
from opentimestamps.core.serialize import BytesDeserializationContext, BytesSerializationContext
from opentimestamps.core.timestamp import DetachedTimestampFile
from tests.stamp.chain import Calendar

from firsthand.errors import StampRefused
from firsthand.stamp import calendar
from firsthand.stamp.proof import (
    Attestation,
    Step,
    Tree,
    grafted,
    leaves,
    number_bytes,
    number_in,
    read_file,
    read_tree,
    write_file,
)

DIGEST = hashlib.sha256("журнал справи".encode()).digest()
BITCOIN = bytes.fromhex("0588960d73d71901")
STEPS = st.one_of(
    st.builds(Step, st.sampled_from([0x02, 0x08, 0xF3])),
    st.builds(Step, st.sampled_from([0xF0, 0xF1]), st.binary(min_size=1, max_size=40)),
)
LEAVES = st.builds(Attestation, st.binary(min_size=8, max_size=8), st.binary(max_size=30))
TREES = st.recursive(
    st.builds(lambda leaf: Tree((leaf,)), LEAVES),
    lambda below: st.builds(
        lambda leaf, branches: Tree(tuple(sorted(leaf)), tuple(sorted(branches.items()))),
        st.sets(LEAVES, max_size=2),
        st.dictionaries(STEPS, below, min_size=1, max_size=3),
    ),
    max_leaves=8,
)


@given(TREES)
def test_what_is_written_is_read_again(tree: Tree) -> None:
    """Any tree comes back as it was, with every attestation over the same message."""
    digest, read = read_file(write_file(DIGEST, tree))
    assert (digest, read) == (DIGEST, tree)


@given(TREES)
def test_another_reader_reads_the_same(tree: Tree) -> None:
    """The library of those who made the format reaches the same messages, and writes the same bytes."""
    known = {b"\x83\xdf\xe3\x0d\x2e\xf9\x0c\x8e", BITCOIN}
    if any(leaf.tag in known for _, leaf in leaves(tree, DIGEST)):
        return
    written = write_file(DIGEST, tree)
    theirs = DetachedTimestampFile.deserialize(BytesDeserializationContext(written))
    found = {(message, leaf.TAG, leaf.payload) for message, leaf in theirs.timestamp.all_attestations()}
    assert found == {(message, leaf.tag, leaf.payload) for message, leaf in leaves(tree, DIGEST)}
    context = BytesSerializationContext()
    theirs.serialize(context)
    assert len(context.getbytes()) == len(written)


def test_another_reader_finds_the_promise_and_the_block() -> None:
    """What a case keeps of a calendar means the same to the usual client: whom to ask, and which block."""
    server = Calendar()
    server.address = "https://calendar.example"
    answer = server.reply("/digest", calendar.commitment(DIGEST, b"0123456789abcdef"))
    assert answer is not None
    proof = calendar.proof_of(DIGEST, b"0123456789abcdef", answer)
    ((sent, address),) = calendar.promises(proof)
    assert address == server.address
    server.mine(812_345)
    later = server.reply(f"/timestamp/{sent.hex()}", b"")
    assert later is not None
    longer = calendar.upgraded(proof, sent, later)
    theirs = DetachedTimestampFile.deserialize(BytesDeserializationContext(longer))
    assert theirs.file_digest == DIGEST
    found = {leaf: message for message, leaf in theirs.timestamp.all_attestations()}
    assert found[PendingAttestation(server.address)] == sent
    assert found[BitcoinBlockHeaderAttestation(812_345)] == server.headers[812_345][36:68]
    assert calendar.promises(longer) == []


@given(st.integers(0, 2**62))
def test_numbers_come_back(number: int) -> None:
    """Heights and lengths are what they were."""
    assert number_in(number_bytes(number)) == number


@given(st.binary(max_size=200), st.binary(min_size=32, max_size=32))
def test_any_bytes_are_a_tree_or_refused(data: bytes, message: bytes) -> None:
    """Whatever a calendar sends, it is read or refused, and never anything else."""
    try:
        tree = read_tree(data)
        assert list(leaves(tree, message))
        grafted(tree, message, message, tree)
    except StampRefused:
        pass


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "ends in the middle"),
        (b"<html>", "not known"),
        (b"\xf2" * 300, "in a row"),
        (b"\xff" * 300, "not known"),
        (b"\xf0\xff\xff\xff\xff\x0f", "longer than"),
        (b"\xf0" + b"\x80" * 20, "too large"),
        (b"\x00" * 9 + b"\x00\x00", "follows after"),
        (bytes(200_000), "200000 bytes"),
    ],
)
def test_a_tree_that_is_none_is_refused(data: bytes, said: str) -> None:
    """What is too deep, too long, cut short or followed by something is told, before it costs anything."""
    with pytest.raises(StampRefused, match=said):
        read_tree(data)


def test_a_message_does_not_grow_without_end() -> None:
    """A proof of a few bytes that doubles a message again and again stops at the format's limit."""
    tree = read_tree(b"\xf3" * 100 + b"\x00" + bytes(8) + b"\x00")
    with pytest.raises(StampRefused, match="longer than"):
        list(leaves(tree, DIGEST))
