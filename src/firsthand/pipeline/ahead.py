"""Asking before the case is held: what addresses answer is kept in mind, and given once more when it is taken in.

A site may take minutes, or want to be asked later. Whoever decides on claims meanwhile is not to wait for it.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, MutableMapping
from dataclasses import dataclass

from firsthand.collect.fetch import Validators
from firsthand.errors import FirsthandError
from firsthand.model import Capture
from firsthand.plugins import Fetch

__all__ = ["Ahead", "Memory"]

Memory = MutableMapping[str, Validators]
"""Address → validators of its last answer."""
_MOST_BYTES = 64 * 1024 * 1024
"""Of what addresses answered, kept in mind at once."""


@dataclass(frozen=True, slots=True)
class _Answer:
    """What came of one request, None where nothing had changed; and the validators that changed with it."""

    found: Capture | FirsthandError | None
    changed: tuple[tuple[str, Validators | None], ...]


class Ahead:
    """Asks, and answers the same requests in the same order once more; of anything else it asks then.

    Args:
        fetch_with: makes a `Fetch` that uses, and writes to, a mapping of validators; one is made.
    """

    def __init__(self, fetch_with: Callable[[Memory], Fetch]) -> None:
        self._memory: Memory = {}
        self._fetch = fetch_with(self._memory)
        self._answers: defaultdict[str, deque[_Answer]] = defaultdict(deque)
        self._bytes = 0

    @property
    def full(self) -> bool:
        """Whether as much is kept in mind as may be: what is asked for now is asked for again later."""
        return self._bytes >= _MOST_BYTES

    def asking(self, memory: Memory) -> Fetch:
        """Asks for each address, and keeps in mind what comes."""

        def fetch(address: str) -> Capture | None:
            answer = self._asked(address, memory)
            if not self.full:
                self._answers[address].append(answer)
                self._bytes += len(answer.found.data) if isinstance(answer.found, Capture) else 0
            return _given(answer, memory)

        return fetch

    def answering(self, memory: Memory) -> Fetch:
        """Gives what came when it was asked for: also what went wrong goes wrong again."""

        def fetch(address: str) -> Capture | None:
            kept = self._answers[address]
            return _given(kept.popleft() if kept else self._asked(address, memory), memory)

        return fetch

    def _asked(self, address: str, memory: Memory) -> _Answer:
        before = dict(memory)
        self._memory.clear()
        self._memory.update(before)
        try:
            found: Capture | FirsthandError | None = self._fetch(address)
        except FirsthandError as error:
            found = error
        urls = before.keys() | self._memory.keys()
        changed = tuple((url, self._memory.get(url)) for url in urls if self._memory.get(url) != before.get(url))
        return _Answer(found, changed)


def _given(answer: _Answer, memory: Memory) -> Capture | None:
    for url, validators in answer.changed:
        if validators is None:
            memory.pop(url, None)
        else:
            memory[url] = validators
    if isinstance(answer.found, FirsthandError):
        raise answer.found
    return answer.found
