"""How much may come, and how fast: bodies, requests, and guesses. Everything that is remembered has a limit too."""

from __future__ import annotations

import asyncio
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from math import ceil

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from firsthand.show.desk.guard.addresses import header_values
from firsthand.show.desk.guard.settings import Guarded, Rate
from firsthand.show.desk.guard.visits import Refusal, refuse
from firsthand.show.speaking import gettext, ngettext, number_of

__all__ = ["Bodies", "Buckets", "Guesses", "retry_after"]

_FORM = b"application/x-www-form-urlencoded"


class Bodies:
    """Refuse a body that is too large, by what it says of itself or by what comes; and one that comes too slowly."""

    def __init__(self, app: ASGIApp, settings: Guarded, page: Refusal | None = None) -> None:
        self._app, self._settings, self._page = app, settings, page

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        kinds = header_values(scope, b"content-type")
        most = self._settings.body_limit(scope["path"], form=any(_FORM in each.lower() for each in kinds))
        told = header_values(scope, b"content-length")
        if told and (len(told) > 1 or not told[0].isdigit()):
            await refuse(
                scope, send, 400, gettext("The length of the body is not told in one number."), page=self._page
            )
        elif told and int(told[0][:20]) > most:
            await refuse(scope, send, 413, _too_large(most), page=self._page)
        else:
            body = _Body(scope, receive, send, most, self._settings.limits.body_within.total_seconds(), self._page)
            await body.passed_to(self._app)


class _Body:
    """One request, whose body is counted as it comes."""

    def __init__(
        self, scope: Scope, receive: Receive, send: Send, most: int, within: float, page: Refusal | None
    ) -> None:
        self._scope, self._receive, self._send, self._most, self._page = scope, receive, send, most, page
        self._until = asyncio.get_running_loop().time() + within
        self._came, self._ended, self._started = 0, False, False
        self._refusal: tuple[int, str] | None = None
        self._answered = False

    async def passed_to(self, app: ASGIApp) -> None:
        try:
            await app(self._scope, self.receive, self.send)
        except HTTPException:
            if self._refusal is None:
                raise
            await self._answer()

    async def receive(self) -> Message:
        if self._ended:
            return await self._receive()
        try:
            async with asyncio.timeout_at(self._until):
                message = await self._receive()
        except TimeoutError:
            self._refusal = (408, gettext("The body of the request came too slowly. Try again."))
            raise HTTPException(*self._refusal) from None
        self._came += len(message.get("body", b""))
        self._ended = not message.get("more_body", False)
        if self._came > self._most:
            self._refusal = (413, _too_large(self._most))
            raise HTTPException(*self._refusal)
        return message

    async def send(self, message: Message) -> None:
        """What the app makes of a body that was cut off is not sent, but why it was."""
        if self._refusal is not None and not self._started:
            await self._answer()
            return
        self._started = True
        await self._send(message)

    async def _answer(self) -> None:
        if not self._answered and not self._started and self._refusal is not None:
            self._answered = True
            await refuse(self._scope, self._send, *self._refusal, page=self._page)


def _too_large(most: int) -> str:
    if most >= 1024 * 1024:
        size = gettext("%(number)s MiB", number=number_of(most / 1024 / 1024))
    else:
        size = ngettext("%(num)s byte", "%(num)s bytes", most)
    return gettext(
        "The request is larger than %(size)s, which is the most that is taken here. Send less at a time.", size=size
    )


class Buckets:
    """A token bucket for each key, of those seen last."""

    def __init__(self, rate: Rate, most: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._rate, self._most, self._clock = rate, most, clock
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._left)

    def take(self, key: str) -> float:
        """Count one request: 0 where it may go on, or the seconds after which one may."""
        with self._lock:
            now = self._clock()
            left, since = self._left.pop(key, (self._rate.burst, now))
            left = min(self._rate.burst, left + (now - since) * self._rate.per_second)
            wait = 0.0 if left >= 1 else (1 - left) / self._rate.per_second
            self._left[key] = (left - 1 if not wait else left, now)
            while len(self._left) > self._most:
                self._left.popitem(last=False)
        return wait


class Guesses:
    """Failed tries for each key: after `free` of them each further one has to wait twice as long as the one before.

    A try is counted before it is known how it ends, so that many at once gain nothing; `right` takes it back.
    """

    def __init__(
        self, free: int, longest: float, most: int, clock: Callable[[], float] = time.monotonic, forget: float = 86_400
    ) -> None:
        self._free, self._longest, self._most, self._clock, self._forget = free, longest, most, clock, forget
        self._tries: OrderedDict[str, tuple[int, float]] = OrderedDict()
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._tries)

    def try_one(self, key: str) -> float:
        """Count a try: 0 where it may be made, or the seconds after which one may, and then it is not counted."""
        with self._lock:
            now = self._clock()
            count, last = self._tries.get(key, (0, now))
            if now - last > self._forget:
                count = 0
            wait = last + self._delay(count) - now if count else 0.0
            if wait > 0:
                self._tries.move_to_end(key)
                return wait
            self._tries[key] = (count + 1, now)
            self._tries.move_to_end(key)
            while len(self._tries) > self._most:
                self._tries.popitem(last=False)
        return 0.0

    def right(self, key: str) -> None:
        """The last try was no guess: all is forgiven."""
        with self._lock:
            self._tries.pop(key, None)

    def not_wrong(self, key: str) -> None:
        """The last try was no guess, and is not counted; those before stay."""
        with self._lock:
            count, last = self._tries.get(key, (0, 0.0))
            if count > 1:
                self._tries[key] = (count - 1, last)
            else:
                self._tries.pop(key, None)

    def _delay(self, count: int) -> float:
        return 0.0 if count < self._free else min(self._longest, 2.0 ** min(count - self._free, 30))


def retry_after(wait: float) -> dict[str, str]:
    """The header that tells when to try again, in whole seconds."""
    return {"Retry-After": str(max(1, ceil(wait)))}
