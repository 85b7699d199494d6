"""How much work something is, without a clock: machines differ from minute to minute, the calls made do not."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

__all__ = ["calls_in"]


def calls_in(do: Callable[[], object]) -> int:
    """How many functions are called while this is done, of Python and of C, in this thread.

    What one call does inside of C is not seen: a pattern that backtracks needs a test of its own.
    """
    made = 0

    def count(frame: FrameType, event: str, argument: Any) -> None:
        nonlocal made
        made += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        do()
    finally:
        sys.setprofile(before)
    return made
