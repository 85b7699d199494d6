"""Work that takes long or waits for others, in threads of its own: ten exports, or ten decisions that wait for the
case, leave all threads that pages are made in free."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from enum import StrEnum
from functools import partial, wraps
from typing import Any

import anyio
from fastapi import HTTPException, Request, Response

from firsthand.errors import CaseBusy

__all__ = ["AT_ONCE", "Apart", "Work", "apart"]

_PATIENCE = 20.0
"""Seconds to wait for a turn."""


class Work(StrEnum):
    """What is done apart."""

    EXPORT = "export"
    WRITING = "writing"


AT_ONCE = {Work.EXPORT: 2, Work.WRITING: 4}
"""So much of each at the same time. An export may take a processor for a while; of those that write all but one wait
for the case."""


class Apart:
    """Counts the turns; one for each desk."""

    def __init__(self) -> None:
        self._limits = {each: anyio.CapacityLimiter(most) for each, most in AT_ONCE.items()}

    def busy(self, work: Work) -> tuple[int, int]:
        """How many have a turn, and how many wait for one."""
        told = self._limits[work].statistics()
        return told.borrowed_tokens, told.tasks_waiting

    async def do(self, work: Work, what: Callable[[], Response]) -> Response:
        """Do it in a thread when it is its turn.

        Raises:
            CaseBusy, HTTPException: none came for too long; nothing was done.
        """
        limit, mine = self._limits[work], object()
        with anyio.move_on_after(_PATIENCE) as waited:
            await limit.acquire_on_behalf_of(mine)
        if waited.cancelled_caught:
            raise _too_busy(work)
        try:
            return await anyio.to_thread.run_sync(what, limiter=anyio.CapacityLimiter(1))
        finally:
            limit.release_on_behalf_of(mine)


def _too_busy(work: Work) -> Exception:
    if work is Work.EXPORT:
        return HTTPException(429, "Other exports are being written. Try again in a moment.", {"Retry-After": "10"})
    return CaseBusy("Others are deciding or adding at the moment; nothing was kept. Try again in a moment.")


def apart(work: Work) -> Callable[[Callable[..., Response]], Callable[..., Coroutine[Any, Any, Response]]]:
    """Put what answers a request apart; it has to take the request by that name."""

    def put(answers: Callable[..., Response]) -> Callable[..., Coroutine[Any, Any, Response]]:
        @wraps(answers)
        async def answering(*, request: Request, **given: Any) -> Response:
            return await _apart_of(request).do(work, partial(answers, request=request, **given))

        return answering

    return put


def _apart_of(request: Request) -> Apart:
    """That of the desk; it is made on the one thread of the server, so there is only one."""
    state = request.app.state
    if not hasattr(state, "apart"):
        state.apart = Apart()
    assert isinstance(state.apart, Apart)
    return state.apart
