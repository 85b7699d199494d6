"""What the robots.txt of a site allows (RFC 9309), read by protego, which knows wildcards and the longest match."""

from __future__ import annotations

from dataclasses import dataclass

from protego import Protego

from firsthand.collect.fetch import NAME
from firsthand.errors import FirsthandError

__all__ = ["Rules", "rules_of", "unreadable"]

_READ = 512_000
"""Bytes of a robots.txt that are read; the standard asks for 500 KiB at least."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What one site allows. `refusal` is why nothing at all may be asked of it, "" where something may."""

    parsed: Protego | None = None
    refusal: str = ""

    def why_not(self, url: str) -> str:
        """Why an address is not to be fetched; "" where it may be."""
        if self.refusal:
            return self.refusal
        if self.parsed is None or self.parsed.can_fetch(url, NAME):
            return ""
        return "the site's robots.txt asks not to fetch it"

    @property
    def delay(self) -> float:
        """Seconds that the site wants between two requests; 0 where it says nothing."""
        wanted = self.parsed.crawl_delay(NAME) if self.parsed else None
        return max(0.0, float(wanted or 0.0))


def rules_of(status: int, body: bytes) -> Rules:
    """The rules in an answer: all is allowed where there is no robots.txt, nothing for now where the site fails."""
    if 200 <= status < 300:
        return Rules(Protego.parse(body[:_READ].decode("utf-8", errors="replace").removeprefix("\ufeff")))
    if status >= 500:
        return Rules(refusal=f"the site's robots.txt cannot be read (status {status}), so nothing is asked of it now")
    return Rules()


def unreadable(error: FirsthandError) -> Rules:
    """The rules of a site whose robots.txt could not be had."""
    return Rules(refusal=f"the site's robots.txt cannot be read, so nothing is asked of it now: {error}")
