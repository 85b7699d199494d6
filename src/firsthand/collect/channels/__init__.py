"""Every kind of thing that reports come in by, one file each, in the order in which they are asked.

What others have installed comes first, then what is told apart most surely.
"""

from __future__ import annotations

from firsthand.errors import InputError
from firsthand.plugins import Channel, channels

__all__ = ["BUILT_IN", "channel_for"]

BUILT_IN: tuple[Channel, ...] = ()


def channel_for(what: str) -> Channel:
    """The first channel that takes a path or an address.

    Raises:
        InputError: none does.
    """
    for channel in (*channels(), *BUILT_IN):
        if channel.takes(what):
            return channel
    raise InputError(f"{what} is nothing that can be taken in. Give a file, a folder, or an http(s) address.")
