"""Every kind of thing that reports come in by, one file each, in the order in which they are asked.

What others have installed comes first, then what is told apart most surely.
"""

from __future__ import annotations

from firsthand.collect.channels.archive import WebArchive
from firsthand.collect.channels.feed import FEED
from firsthand.collect.channels.folder import Folder, ReportFile
from firsthand.collect.channels.mail import Mailbox
from firsthand.collect.channels.page import PAGE
from firsthand.collect.channels.sitemap import SITEMAP
from firsthand.collect.channels.table import Table
from firsthand.collect.channels.telegram_export import TelegramExport
from firsthand.collect.channels.telegram_live import TelegramLive
from firsthand.collect.channels.telegram_preview import TelegramPreview
from firsthand.errors import InputError
from firsthand.plugins import Channel, channels

__all__ = ["BUILT_IN", "all_channels", "channel_for"]

BUILT_IN: tuple[Channel, ...] = (
    TelegramLive(),
    TelegramPreview(),
    TelegramExport(),
    WebArchive(),
    Mailbox(),
    Table(),
    SITEMAP,
    FEED,
    PAGE,
    Folder(),
    ReportFile(),
)


def all_channels() -> tuple[Channel, ...]:
    """What others have installed, then what comes with the package."""
    return (*channels(), *BUILT_IN)


def channel_for(what: str) -> Channel:
    """The first channel that takes a path or an address.

    Raises:
        InputError: none does.
    """
    for channel in all_channels():
        if channel.takes(what):
            return channel
    raise InputError(f"{what} is nothing that can be taken in. Give a file, a folder, or an http(s) address.")
