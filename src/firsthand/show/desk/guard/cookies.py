"""The two cookies: that of a session, and one that binds the forms of whoever has none to their browser.

By https their names begin with `__Host-`: then no other site, not even one of the same domain, can set them. They hold
the port, since browsers do not tell two desks on one machine apart.
"""

from __future__ import annotations

import re
import secrets

from starlette.types import Scope

from firsthand.show.desk.guard.addresses import header_values
from firsthand.show.desk.guard.settings import Guarded

__all__ = ["Cookies"]

_SECRET = re.compile(rb"[0-9a-f]{64}", re.ASCII)
_LONGEST = 16_384
"""Bytes of cookies that are looked at."""


class Cookies:
    """Reads and writes them by the settings."""

    def __init__(self, settings: Guarded) -> None:
        prefix = "__Host-" if settings.https else ""
        self.session = f"{prefix}firsthand-{settings.port}"
        self.browser = f"{prefix}firsthand-forms-{settings.port}"
        self._secure = "; Secure" if settings.https else ""

    def read(self, scope: Scope, name: str) -> str | None:
        """The secret in the cookie of that name; None where there is none, or more than one that differ."""
        found: set[bytes] = set()
        for header in header_values(scope, b"cookie"):
            for each in header[:_LONGEST].split(b";"):
                key, _, value = each.partition(b"=")
                if key.strip() == name.encode():
                    found.add(value.strip())
        (value,) = found if len(found) == 1 else (b"",)
        return value.decode() if _SECRET.fullmatch(value) else None

    def written(self, name: str, secret: str) -> str:
        """The value of the header that sets it. Lax: who follows a link to a claim is not logged out by that."""
        return f"{name}={secret}; Path=/; HttpOnly; SameSite=Lax{self._secure}"

    def removed(self, name: str) -> str:
        """The value of the header that removes it."""
        return f"{name}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax{self._secure}"

    @staticmethod
    def fresh() -> str:
        """A new secret: 256 bits in hexadecimal digits."""
        return secrets.token_hex(32)
