"""A JSON file of any size, value by value, and the mending of what Telegram Desktop writes wrongly.

Only what is asked for is ever held: brackets and strings are enough to know where a value ends, so what is wrong inside
one value does not spoil the next. The values themselves are read by orjson.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import BinaryIO

import orjson

__all__ = ["BrokenJson", "Pieces", "mended"]

_STEP = 1 << 18
_BOM = b"\xef\xbb\xbf"
_SPACE = re.compile(rb"[ \t\r\n]*+")
_INSIDE = re.compile(rb'(?:[^"{}\[\]]++|"(?:[^"\\]++|\\.)*+")*+', re.DOTALL)
_SCALAR = re.compile(rb'[^\s,:"{}\[\]]*+')
_STRING_REST = re.compile(rb'(?:[^"\\]++|\\.)*+', re.DOTALL)
_NAME_LIMIT = 1000


class BrokenJson(ValueError):
    """Not JSON, or it ends too early; `at` is the byte where that shows."""

    def __init__(self, reason: str, at: int) -> None:
        super().__init__(reason)
        self.at = at


class Pieces:
    """A position in a JSON file, and steps from there. Every method raises `BrokenJson` where the file is none."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._held = stream.read(_STEP)
        self._at = len(_BOM) if self._held.startswith(_BOM) else 0
        self._end = stream.tell()

    @property
    def position(self) -> int:
        """The byte of the file that comes next."""
        return self._end - len(self._held) + self._at

    def peek(self) -> bytes:
        """The next byte that is not white space, which stays; b"" at the end."""
        while True:
            self._at = self._past(_SPACE)
            if self._at < len(self._held):
                return self._held[self._at : self._at + 1]
            if not self._more():
                return b""

    def members(self, *, inside: bool = False) -> Iterator[str]:
        """The names in the object that comes next, or that the position is in. A value not taken is passed over."""
        if not inside:
            self._expect(b"{")
        while (mark := self.peek()) != b"}":
            if mark == b",":
                self._at += 1
                continue
            if mark != b'"':
                raise self._broken("a name is missing")
            name = self.take(_NAME_LIMIT)
            self._expect(b":")
            self.peek()
            before = self.position
            yield _plain(name)
            if self.position == before:
                self.take(0)
        self._at += 1

    def items(self) -> Iterator[None]:
        """One step for each value in the list that comes next. A value not taken is passed over."""
        self._expect(b"[")
        while (mark := self.peek()) != b"]":
            if mark == b",":
                self._at += 1
                continue
            before = self.position
            yield
            if self.position == before:
                self.take(0)
        self._at += 1

    def take(self, limit: int) -> bytes | None:
        """The bytes of the value that comes next; None where they are more than `limit`, none of which is held then."""
        self.peek()
        taken = _Taken(limit)
        depth = 0
        while True:
            self._run(_INSIDE if depth else _SCALAR, taken)
            if self._at == len(self._held):
                if self._more():
                    continue
                if depth or not taken.size:
                    raise self._broken("it ends in the middle")
                break
            if not depth and taken.size:  # the end of a number or a word
                break
            depth += self._mark(taken)
            if not depth:
                break
        return taken.value()

    def _mark(self, taken: _Taken) -> int:
        """Take a bracket, or a string; how much deeper that leads."""
        mark = self._held[self._at : self._at + 1]
        if mark == b'"':
            self._string(taken)
            return 0
        if mark in b"{[":
            self._step(taken)
            return 1
        if taken.size and mark in b"}]":
            self._step(taken)
            return -1
        raise self._broken("a value is missing")

    def _string(self, taken: _Taken) -> None:
        self._step(taken)
        while True:
            self._run(_STRING_REST, taken)
            if self._held[self._at : self._at + 1] == b'"':
                self._step(taken)
                return
            if not self._more():  # what is left over is at most half an escape
                raise self._broken("it ends in the middle")

    def _past(self, pattern: re.Pattern[bytes]) -> int:
        found = pattern.match(self._held, self._at)
        return found.end() if found else self._at

    def _run(self, pattern: re.Pattern[bytes], taken: _Taken) -> None:
        end = self._past(pattern)
        taken.add(self._held[self._at : end])
        self._at = end

    def _step(self, taken: _Taken) -> None:
        taken.add(self._held[self._at : self._at + 1])
        self._at += 1

    def _more(self) -> bool:
        chunk = self._stream.read(_STEP)
        self._held = self._held[self._at :] + chunk
        self._at = 0
        self._end += len(chunk)
        return bool(chunk)

    def _expect(self, mark: bytes) -> None:
        found = self.peek()
        if found != mark:
            met = f"{found!r:.10} stands where {mark.decode()!r} should" if found else "it ends in the middle"
            raise self._broken(met)
        self._at += 1

    def _broken(self, reason: str) -> BrokenJson:
        return BrokenJson(reason, self.position)


class _Taken:
    """The parts of one value, dropped as soon as they are too many."""

    def __init__(self, limit: int) -> None:
        self.size = 0
        self._limit = limit
        self._parts: list[bytes] = []

    def add(self, part: bytes) -> None:
        self.size += len(part)
        if self.size <= self._limit:
            self._parts.append(part)
        else:
            self._parts.clear()

    def value(self) -> bytes | None:
        return b"".join(self._parts) if self.size <= self._limit else None


def _plain(name: bytes | None) -> str:
    try:
        value = mended(name)[0] if name else ""
    except ValueError:
        return ""
    return value if isinstance(value, str) else ""


_HEX = "[0-9A-Fa-f]"
_ESCAPE = re.compile(
    rf"\\(?:(?P<good>u[dD][89ABab]{_HEX}{{2}}\\u[dD][C-Fc-f]{_HEX}{{2}})|(?P<half>u[dD][89A-Fa-f]{_HEX}{{2}})"
    rf'|(?P<fine>u{_HEX}{{4}}|["\\/bfnrt])|x(?P<hex>{_HEX}{{2}})|(?P<other>.))',
    re.DOTALL,
)
_UNQUOTED = re.compile(r'("document_id": *)(?!null\b|-?[0-9]+\s*[,}\n])([^"\s{\[][^"\n]*?)(?=,?\r?\n)')


def mended(raw: bytes) -> tuple[object, str]:
    r"""The value of some JSON, and in words what was lost in mending it: "" where nothing was.

    Escapes that JSON does not know are mended: `\x0B` is the character with that number, `\q` is what stands there. So
    are control characters that are not escaped, and the paths without quotes that Telegram Desktop 4.1 wrote. Half a
    surrogate pair, and bytes that are no UTF-8, become "\ufffd", and are told as lost.

    Raises:
        ValueError: it cannot be mended.
    """
    try:
        return orjson.loads(raw), ""
    except orjson.JSONDecodeError:
        pass
    text = raw.decode("utf-8", "replace")
    lost = text.count("\ufffd") - raw.count("\ufffd".encode())

    def fixed(found: re.Match[str]) -> str:
        nonlocal lost
        if found["good"] or found["fine"]:
            return found[0]
        if found["half"]:
            lost += 1
            return "\\ufffd"
        return f"\\u00{found['hex']}" if found["hex"] else "\\\\" + found["other"]

    text = _ESCAPE.sub(fixed, _UNQUOTED.sub(r'\1"\2"', text))
    try:
        value = json.loads(text, strict=False)
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error
    return value, f"{lost} characters could not be made out, and are shown as “\ufffd”" if lost else ""
