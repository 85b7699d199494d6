"""OpenTimestamps' calendars: what is sent to one, what it answers, first and later, and what that proves.

A calendar gathers hashes into one transaction of Bitcoin. Its first answer is a promise; hours later it tells the way
from the hash to the block.
"""

from __future__ import annotations

import re

from firsthand.errors import FirsthandError, StampRefused
from firsthand.stamp.headers import Headers, header_of
from firsthand.stamp.judging import Judgement, State
from firsthand.stamp.proof import (
    APPEND,
    SHA256,
    Attestation,
    Step,
    Tree,
    grafted,
    leaves,
    number_in,
    read_file,
    read_tree,
    string_in,
    write_file,
)

__all__ = ["NONCE", "commitment", "digest_of", "judge", "promises", "proof_of", "upgraded"]

NONCE = 16
"""Random bytes that go in with the hash, so that nobody who sees what was sent can tell that it is the same hash."""
_BITCOIN = bytes.fromhex("0588960d73d71901")
_PENDING = bytes.fromhex("83dfe30d2ef90c8e")
_OTHERS = {bytes.fromhex("06869a0d73d71b45"): "Litecoin", bytes.fromhex("30fe8087b5c7ead7"): "Ethereum"}
_ADDRESS = re.compile(rb"[A-Za-z0-9._/:-]{1,1000}")
_BEST = (State.CONFIRMED, State.WRONG, State.CLAIMED, State.PENDING)
"""Which of several attestations counts; one that is refuted is told unless another one is confirmed."""


def commitment(digest: bytes, nonce: bytes) -> bytes:
    """The 32 bytes that are sent."""
    return Step(SHA256)(Step(APPEND, nonce)(digest))


def proof_of(digest: bytes, nonce: bytes, answer: bytes) -> bytes:
    """The proof that a calendar's answer makes, as a file `.ots` about `digest`.

    Raises:
        StampRefused: it is no answer of a calendar.
    """
    above = Tree(branches=((Step(APPEND, nonce), Tree(branches=((Step(SHA256), read_tree(answer)),))),))
    return _written(digest, above)


def digest_of(token: bytes) -> bytes:
    """The hash that a proof is about, whatever it is worth.

    Raises:
        StampRefused: it is no proof.
    """
    return read_file(token)[0]


def promises(proof: bytes) -> list[tuple[bytes, str]]:
    """What to ask which calendars for: (commitment, address) each; nothing where the proof leads to a block already.

    Raises:
        StampRefused: it is no proof.
    """
    digest, tree = read_file(proof)
    found = list(leaves(tree, digest))
    if any(attestation.tag == _BITCOIN for _, attestation in found):
        return []
    return [(message, _address(attestation)) for message, attestation in found if attestation.tag == _PENDING]


def upgraded(proof: bytes, sent: bytes, answer: bytes) -> bytes:
    """The proof with what a calendar answered later about the commitment `sent`.

    Raises:
        StampRefused: it is no answer of a calendar.
    """
    digest, tree = read_file(proof)
    return _written(digest, grafted(tree, digest, sent, read_tree(answer)))


def _written(digest: bytes, tree: Tree) -> bytes:
    """The proof, read back: every operation in it can be done, and it is no longer or deeper than what is read."""
    written = write_file(digest, tree)
    list(leaves(read_file(written)[1], digest))
    return written


def judge(proof: bytes, digest: bytes, headers: Headers | None) -> Judgement:
    """What a proof is worth as a stamp of `digest`, held against block headers if there are any."""
    try:
        about, tree = read_file(proof)
        found = list(leaves(tree, about))
        if about != digest:
            return Judgement(State.WRONG, "OpenTimestamps", detail="it is a stamp of another hash")
        judged = [_judged(message, attestation, headers) for message, attestation in found]
    except StampRefused as error:
        return Judgement(State.WRONG, "OpenTimestamps", detail=str(error))
    return min(judged, key=lambda one: (_BEST.index(one.state), one.at.timestamp() if one.at else 0.0))


def _judged(message: bytes, attestation: Attestation, headers: Headers | None) -> Judgement:
    if attestation.tag == _PENDING:
        address = _address(attestation)
        return Judgement(State.PENDING, address, detail="promised, and in no block yet as far as this case knows")
    if attestation.tag == _BITCOIN:
        return _in_block(message, number_in(attestation.payload), headers)
    chain = _OTHERS.get(attestation.tag, "an unknown kind of attestation")
    return Judgement(State.CLAIMED, chain, detail="it cannot be checked here")


def _in_block(message: bytes, height: int, headers: Headers | None) -> Judgement:
    by = f"Bitcoin block {height}"
    if headers is None:
        return Judgement(State.CLAIMED, by, detail="not checked: no block headers were given")
    try:
        data = headers.header(height)
    except FirsthandError as error:
        return Judgement(State.CLAIMED, by, detail=f"not checked: {str(error).rstrip('.')}")
    if data is None:
        return Judgement(State.CLAIMED, by, detail=f"not checked: {headers.name} does not have that block")
    header = header_of(data)
    if header is None:
        return Judgement(State.WRONG, by, detail=f"what {headers.name} gives for it is no block header")
    if header.root != message:
        return Judgement(State.WRONG, by, detail=f"that block, as {headers.name} has it, does not hold this hash")
    return Judgement(State.CONFIRMED, by, header.time, f"by the header that {headers.name} has")


def _address(attestation: Attestation) -> str:
    """The address of a calendar, of which the format allows a few characters only."""
    address = string_in(attestation.payload)
    if not _ADDRESS.fullmatch(address):
        raise StampRefused("The proof names a calendar whose address is none.")
    return address.decode("ascii")
