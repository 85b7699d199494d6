"""What guards one desk while it is served: its settings, its file, and all that is counted. There is one for each."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from firsthand.show.desk.guard.audit import Recorder
from firsthand.show.desk.guard.cookies import Cookies
from firsthand.show.desk.guard.limits import Buckets, Guesses
from firsthand.show.desk.guard.settings import Guarded
from firsthand.show.desk.guard.visits import Refusal
from firsthand.store.desk import Desk
from firsthand.store.desk.passwords import Passwords

__all__ = ["Guard"]

T = TypeVar("T")

_QUARTER_HOUR = 900.0
_THREADS = 8


class Guard:
    """Made when the desk starts; `desk` stays the caller's to close, after `close`.

    `page` makes the page of a refusal from its status and one sentence.
    """

    def __init__(self, desk: Desk, settings: Guarded, page: Refusal | None = None) -> None:
        self.desk, self.settings, self.page = desk, settings, page
        self.cookies = Cookies(settings)
        self.passwords = Passwords(settings.cost)
        self.recorder = Recorder(desk)
        most = settings.limits.remembered
        self.strangers = Buckets(settings.limits.strangers, most)
        self.people = Buckets(settings.limits.person, most)
        self.tokens_tried = Guesses(10, _QUARTER_HOUR, most)
        self.logins_from = Guesses(20, _QUARTER_HOUR, most)
        self.logins_of_from = Guesses(4, _QUARTER_HOUR, most)
        # Whoever is guessed at from many places can still log in between: the delay is short.
        self.logins_of = Guesses(100, 5.0, most)
        self._secret = desk.secret()
        self._threads = ThreadPoolExecutor(_THREADS, "guard")
        self._hashing = ThreadPoolExecutor(settings.limits.hashing, "passwords")

    def close(self) -> None:
        """Let what is begun end."""
        for pool in (self._threads, self._hashing):
            pool.shutdown()
        self.recorder.close()

    def csrf_of(self, secret: str) -> str:
        """What forms send back: bound to the secret of a session or browser, and made only here."""
        return hmac.new(self._secret, f"forms {secret}".encode(), hashlib.sha256).hexdigest()

    async def aside(self, work: Callable[[], T]) -> T:
        """Do what waits for the disk in a thread of the guard's own: busy pages do not hold it up."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, work)

    async def hashing(self, work: Callable[[], T]) -> T:
        """Do what takes the memory of a password's hash: only so many at a time."""
        return await asyncio.get_running_loop().run_in_executor(self._hashing, work)
