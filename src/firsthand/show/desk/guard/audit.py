"""Noting who saw and did what: every answer to somebody who is known, before it goes out.

What cannot be noted is not shown: the request is refused with 503.
"""

from __future__ import annotations

import asyncio
import logging
import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from firsthand.errors import CaseError
from firsthand.show.desk.guard.settings import Guarded, is_under
from firsthand.show.desk.guard.visits import Refusal, refuse, visit_of
from firsthand.show.speaking import N_, gettext
from firsthand.store.desk import By, Desk
from firsthand.store.desk.audit import Deed, note

__all__ = ["OUT_OF_ORDER", "Audited", "Recorder", "mark", "unnoted", "watched"]

OUT_OF_ORDER = N_(
    "The desk cannot write to its own file at the moment. Try again; whoever runs it finds why in its log."
)
_KEY = "firsthand_deed"
_WATCHED = "firsthand_watched"
_TOGETHER = 16
_LONGEST = 500
_LATELY = 600.0
"""Seconds in which what a page asks for again and again is noted once."""


@dataclass(slots=True)
class _Waiting:
    deed: Deed
    done: bool = False
    error: CaseError | None = None


class Recorder:
    """Writes deeds to the audit. What comes while another is being written goes together into the next transaction."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._waiting: list[_Waiting] = []
        self._queueing = threading.Lock()
        self._writing = threading.Lock()
        self._threads = ThreadPoolExecutor(_TOGETHER, "audit")

    def close(self) -> None:
        """What waits is written first."""
        self._threads.shutdown()

    async def note(self, deed: Deed) -> None:
        """Return when it is on the disk. Raises CaseError where it cannot be written."""
        await asyncio.get_running_loop().run_in_executor(self._threads, self.note_now, deed)

    def note_now(self, deed: Deed) -> None:
        """The same, for whoever is in a thread already."""
        mine = _Waiting(deed)
        with self._queueing:
            self._waiting.append(mine)
        with self._writing:
            if not mine.done:
                with self._queueing:
                    together, self._waiting = self._waiting, []
                self._write(together)
        if mine.error is not None:
            raise mine.error

    def _write(self, together: list[_Waiting]) -> None:
        error = None
        try:
            note(self._desk, [each.deed for each in together])
        except CaseError as refused:
            error = refused
        for each in together:
            each.error, each.done = error, True


def mark(request: HTTPConnection, what: str, about: str) -> None:
    """Say what this request is in the audit: `mark(request, "decided", "claim c1f0")`. Without it, what is asked for
    is "saw" and what is sent "sent", with the path."""
    request.scope["state"][_KEY] = (what, about)


def unnoted(request: HTTPConnection) -> None:
    """Do not note this request: it was noted with what it did, or a page asks for it again and again."""
    request.scope["state"][_KEY] = None


def watched(request: HTTPConnection, what: str, about: str) -> None:
    """The same as `mark` for what an open page asks for again and again: noted once in ten minutes."""
    mark(request, what, about)
    request.scope["state"][_WATCHED] = True


class Audited:
    """Notes each answer to somebody who is known, with its status."""

    def __init__(self, app: ASGIApp, settings: Guarded, recorder: Recorder, page: Refusal | None = None) -> None:
        self._app, self._settings, self._recorder, self._page = app, settings, recorder, page
        self._lately = _Lately(settings.limits.remembered)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or any(is_under(scope["path"], path) for path in self._settings.unnoted):
            await self._app(scope, receive, send)
            return
        failed = False

        async def sending(message: Message) -> None:
            nonlocal failed
            if message["type"] == "http.response.start":
                deed = _deed(scope, message["status"])
                known = deed is not None and self._lately.noted(deed) and _WATCHED in scope["state"]
                try:
                    if deed is not None and not known:
                        await self._recorder.note(deed)
                        self._lately.put(deed)
                except CaseError as error:
                    failed = True
                    logging.getLogger(__name__).error("%s", error)
                    await refuse(scope, send, 503, gettext(OUT_OF_ORDER), page=self._page)
            if not failed:
                await send(message)

        await self._app(scope, receive, sending)


class _Lately:
    """What was noted of whom within the last minutes: the latest so many."""

    def __init__(self, most: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._most, self._clock = most, clock
        self._at: OrderedDict[tuple[By, str, str, str], float] = OrderedDict()

    def noted(self, deed: Deed) -> bool:
        return self._clock() - self._at.get(_key(deed), -math.inf) < _LATELY

    def put(self, deed: Deed) -> None:
        self._at[_key(deed)] = self._clock()
        self._at.move_to_end(_key(deed))
        while len(self._at) > self._most:
            self._at.popitem(last=False)


def _key(deed: Deed) -> tuple[By, str, str, str]:
    return deed.by, deed.what, deed.about[:_LONGEST], deed.outcome


def _deed(scope: Scope, status: int) -> Deed | None:
    visit = visit_of(HTTPConnection(scope))
    seeing = scope["method"] in ("GET", "HEAD")
    marked = scope["state"].get(_KEY, ("saw" if seeing else "sent", scope["path"]))
    if visit.person is None or marked is None or scope["method"] == "OPTIONS":
        return None
    what, about = marked
    return Deed(visit.by, what, about, str(status))
