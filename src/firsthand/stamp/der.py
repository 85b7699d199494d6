"""One repair to answers of time-stamping authorities, whose encoding is often not as strict as its reader.

The certificates that come along form a set, which DER wants in the order of their bytes. OpenSSL's own authority, and
whoever runs it, writes the signer's first. No signature covers that order.
"""

from __future__ import annotations

from collections.abc import Iterator

__all__ = ["with_ordered_certificates"]

_CERTIFICATES = 0xA0
Part = tuple[int, int, int]
"""Where an element begins, where its content begins, and where it ends."""


def with_ordered_certificates(answer: bytes) -> bytes:
    """The answer with its certificates in order; as it is where it is not what it should be."""
    at: Part | None = _element(answer, 0)
    for place in (1, 1, 0):  # response → token → content → what is signed
        at = next(iter(_within(answer, at)[place : place + 1]), None) if at else None
    inside = _within(answer, at) if at else []
    bag = next((part for part in inside if answer[part[0]] == _CERTIFICATES), None)
    if bag is None:
        return answer
    ordered = sorted(answer[first:end] for first, _, end in _within(answer, bag))
    return answer[: bag[1]] + b"".join(ordered) + answer[bag[2] :]


def _within(data: bytes, part: Part) -> list[Part]:
    """The elements inside one; none where they do not fill it."""
    found = list(_elements(data, part[1], part[2]))
    return found if found and found[-1][2] == part[2] else []


def _elements(data: bytes, start: int, end: int) -> Iterator[Part]:
    while start < end:
        part = _element(data, start)
        if part is None or part[2] > end:
            return
        yield part
        start = part[2]


def _element(data: bytes, at: int) -> Part | None:
    """Tag and length: a short one, or one of up to four bytes."""
    if at + 2 > len(data):
        return None
    size, start = data[at + 1], at + 2
    if size & 0x80:
        width = size & 0x7F
        if not 1 <= width <= 4 or start + width > len(data):
            return None
        size, start = int.from_bytes(data[start : start + width], "big"), start + width
    return (at, start, start + size) if start + size <= len(data) else None
