"""The proofs of OpenTimestamps: a tree of operations from a hash to attestations, and its file format.

An item of a tree is an attestation (a zero byte, eight bytes that say of what kind, its content) or an operation with
the tree of what comes out of it; all items but the last have 0xff before them. Numbers are base 128, the lowest seven
bits first. See https://opentimestamps.org and the published files `*.ots`, which are the same anywhere.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from firsthand.errors import StampRefused

__all__ = [
    "APPEND",
    "SHA256",
    "Attestation",
    "Step",
    "Tree",
    "grafted",
    "leaves",
    "number_bytes",
    "number_in",
    "read_file",
    "read_tree",
    "string_in",
    "write_file",
]

_MAGIC = b"\x00OpenTimestamps\x00\x00Proof\x00\xbf\x89\xe2\xe8\x84\xe8\x92\x94\x01"
SHA256, APPEND = 0x08, 0xF0
_SHA1, _RIPEMD160, _PREPEND, _REVERSE, _HEXLIFY = 0x02, 0x03, 0xF1, 0xF2, 0xF3
_HASHES = {_SHA1: "sha1", _RIPEMD160: "ripemd160", SHA256: "sha256"}
_ATTESTED, _MORE = 0x00, 0xFF
_TAG = 8
_DIGEST = 32
_LONGEST_MESSAGE = 4096
_LONGEST_ATTESTATION = 8192
_DEEPEST = 256
_LARGEST = 100_000
"""Bytes of a proof; real ones have a few thousand."""


@dataclass(frozen=True, slots=True, order=True)
class Attestation:
    """A leaf: of which kind, and what it says."""

    tag: bytes
    payload: bytes


@dataclass(frozen=True, slots=True, order=True)
class Step:
    """An operation on a message: one of the codes of the format, and what is appended or prepended."""

    code: int
    argument: bytes = b""

    def __call__(self, message: bytes) -> bytes:
        """What comes out.

        Raises:
            StampRefused: this machine lacks that hash, or what comes out is longer than the format allows.
        """
        if self.code in _HASHES:
            return _hashed(_HASHES[self.code], message)
        if self.code == APPEND:
            result = message + self.argument
        elif self.code == _PREPEND:
            result = self.argument + message
        elif self.code == _REVERSE:
            result = message[::-1]
        else:
            result = message.hex().encode()
        if not 0 < len(result) <= _LONGEST_MESSAGE:
            raise StampRefused("The proof makes a message that is longer than its format allows.")
        return result


@dataclass(frozen=True, slots=True)
class Tree:
    """What is attested of a message, and of what operations make of it."""

    attestations: tuple[Attestation, ...] = ()
    branches: tuple[tuple[Step, Tree], ...] = ()


def leaves(tree: Tree, message: bytes) -> Iterator[tuple[bytes, Attestation]]:
    """Every attestation with the message that it attests.

    Raises:
        StampRefused: an operation cannot be done.
    """
    for attestation in tree.attestations:
        yield message, attestation
    for step, below in tree.branches:
        yield from leaves(below, step(message))


def grafted(tree: Tree, message: bytes, onto: bytes, more: Tree) -> Tree:
    """The tree with `more` joined to it wherever the message `onto` is reached."""
    if message == onto:
        tree = _joined(tree, more)
    branches = tuple((step, grafted(below, step(message), onto, more)) for step, below in tree.branches)
    return Tree(tree.attestations, branches)


def _joined(one: Tree, other: Tree) -> Tree:
    branches = dict(one.branches)
    for step, below in other.branches:
        branches[step] = _joined(branches[step], below) if step in branches else below
    return Tree(tuple(sorted({*one.attestations, *other.attestations})), tuple(sorted(branches.items(), key=_by_step)))


def _by_step(branch: tuple[Step, Tree]) -> Step:
    return branch[0]


def _hashed(name: str, message: bytes) -> bytes:
    try:
        return hashlib.new(name, message, usedforsecurity=False).digest()
    except ValueError as error:
        raise StampRefused(f"The proof needs the hash {name}, which this machine lacks.") from error


# ---------------------------------------------------------------- reading


def read_file(data: bytes) -> tuple[bytes, Tree]:
    """The SHA-256 that a file `.ots` is about, and the tree that begins there.

    Raises:
        StampRefused: it is none, is damaged, or is about another kind of hash.
    """
    if not data.startswith(_MAGIC):
        raise StampRefused("It is no proof of OpenTimestamps.")
    reader = _Reader(data, len(_MAGIC))
    if reader.byte() != SHA256:
        raise StampRefused("The proof is not about a SHA-256.")
    return reader.take(_DIGEST), reader.whole_tree()


def read_tree(data: bytes) -> Tree:
    """A tree as a calendar sends it.

    Raises:
        StampRefused: it is none, or is damaged.
    """
    return _Reader(data, 0).whole_tree()


def number_in(payload: bytes) -> int:
    """The number that an attestation says, and nothing else.

    Raises:
        StampRefused: it says something else.
    """
    reader = _Reader(payload, 0)
    number = reader.number()
    reader.end()
    return number


def string_in(payload: bytes) -> bytes:
    """The string that an attestation says, and nothing else.

    Raises:
        StampRefused: it says something else.
    """
    reader = _Reader(payload, 0)
    string = reader.string(_LONGEST_ATTESTATION)
    reader.end()
    return string


class _Reader:
    """Bytes from somewhere on, with every length checked before it is believed."""

    def __init__(self, data: bytes, at: int) -> None:
        if len(data) > _LARGEST:
            raise StampRefused(f"The proof has {len(data)} bytes, where real ones have a few thousand.")
        self._data = data
        self._at = at

    def take(self, size: int) -> bytes:
        taken = self._data[self._at : self._at + size]
        if len(taken) != size:
            raise StampRefused("The proof ends in the middle.")
        self._at += size
        return taken

    def byte(self) -> int:
        return self.take(1)[0]

    def string(self, longest: int) -> bytes:
        size = self.number()
        if size > longest:
            raise StampRefused("The proof holds something that is longer than its format allows.")
        return self.take(size)

    def number(self) -> int:
        value, shift = 0, 0
        while True:
            byte = self.byte()
            value |= (byte & 0x7F) << shift
            if not byte & 0x80:
                return value
            shift += 7
            if shift > 63:
                raise StampRefused("The proof holds a number that is too large.")

    def whole_tree(self) -> Tree:
        tree = self._tree(0)
        self.end()
        return tree

    def end(self) -> None:
        if self._at != len(self._data):
            raise StampRefused("Something else follows after the end of the proof.")

    def _tree(self, depth: int) -> Tree:
        if depth > _DEEPEST:
            raise StampRefused("The proof has more operations in a row than any real one.")
        attestations: set[Attestation] = set()
        branches: dict[Step, Tree] = {}
        code = _MORE
        while code == _MORE:
            code = self.byte()
            inner = self.byte() if code == _MORE else code
            if inner == _ATTESTED:
                attestations.add(Attestation(self.take(_TAG), self.string(_LONGEST_ATTESTATION)))
            else:
                step, below = self._step(inner), self._tree(depth + 1)
                branches[step] = _joined(branches[step], below) if step in branches else below
        return Tree(tuple(sorted(attestations)), tuple(sorted(branches.items(), key=_by_step)))

    def _step(self, code: int) -> Step:
        if code in _HASHES or code in (_REVERSE, _HEXLIFY):
            return Step(code)
        if code in (APPEND, _PREPEND):
            return Step(code, self.string(_LONGEST_MESSAGE))
        raise StampRefused(f"The proof has an operation ({code:#x}) that is not known here.")


# ---------------------------------------------------------------- writing


def write_file(digest: bytes, tree: Tree) -> bytes:
    """A file `.ots` about that SHA-256."""
    return _MAGIC + bytes([SHA256]) + digest + _tree_bytes(tree)


def _tree_bytes(tree: Tree) -> bytes:
    items = [bytes([_ATTESTED]) + leaf.tag + _string(leaf.payload) for leaf in sorted(tree.attestations)]
    items += [_step_bytes(step) + _tree_bytes(below) for step, below in sorted(tree.branches, key=_by_step)]
    return b"".join(bytes([_MORE]) + item for item in items[:-1]) + items[-1]


def _step_bytes(step: Step) -> bytes:
    return bytes([step.code]) + (_string(step.argument) if step.code in (APPEND, _PREPEND) else b"")


def _string(value: bytes) -> bytes:
    return number_bytes(len(value)) + value


def number_bytes(value: int) -> bytes:
    """A number as the format writes it."""
    written = bytearray()
    while value > 0x7F:
        written.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*written, value])
