"""Passwords: which are good enough, and their hashes by Argon2id (RFC 9106)."""

from __future__ import annotations

import secrets
import unicodedata
from dataclasses import dataclass

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from firsthand.errors import PeopleError
from firsthand.store.desk.names import key_of

__all__ = ["LONGEST", "SHORTEST", "Cost", "Passwords"]

SHORTEST, LONGEST = 12, 1000
"""Characters of a password."""
_DIFFERENT = 5
"""Characters of it that have to differ from one another."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What hashing one password takes: passes over so many KiB of memory, in so many lanes.

    As it stands it is the second choice of RFC 9106, for machines that serve others: 64 MiB, some 50 ms.
    """

    passes: int = 3
    kib: int = 64 * 1024
    lanes: int = 4


class Passwords:
    """Hashes and compares at one cost. Comparing takes the same time whether there is somebody of that name or not."""

    def __init__(self, cost: Cost | None = None) -> None:
        cost = cost or Cost()
        self._hasher = PasswordHasher(time_cost=cost.passes, memory_cost=cost.kib, parallelism=cost.lanes)
        self._nobodys = self._hasher.hash(secrets.token_hex(16))

    def hashed(self, password: str, name: str) -> str:
        """The hash of a new password of the person of that name.

        Raises:
            PeopleError: it is too easy to guess, or too long.
        """
        return self._hasher.hash(_good(password, name))

    def match(self, kept: str | None, password: str) -> bool:
        """Whether that is the password of the hash. With none, as long is spent on a hash that nothing matches."""
        tried = _normal(password[: LONGEST + 1])
        try:
            same = self._hasher.verify(kept or self._nobodys, tried)
        except (VerificationError, InvalidHashError, UnicodeEncodeError):
            return False
        return same and kept is not None and len(password) <= LONGEST

    def outdated(self, kept: str) -> bool:
        """Whether the hash was made at another cost than is asked for now."""
        try:
            return self._hasher.check_needs_rehash(kept)
        except InvalidHashError:
            return True

    def again(self, password: str) -> str:
        """The hash, at today's cost, of a password that just matched."""
        return self._hasher.hash(_normal(password))


def _normal(password: str) -> str:
    """However the keyboard writes an accent, it is the same password."""
    return unicodedata.normalize("NFKC", password)


def _good(password: str, name: str) -> str:
    normal = _normal(password)
    if len(password) > LONGEST or len(normal) > LONGEST:
        raise PeopleError(f"A password has at most {LONGEST:,} characters.")
    if len(normal) < SHORTEST:
        raise PeopleError(f"A password has at least {SHORTEST} characters: a few words in a row are easy to remember.")
    if len(set(normal)) < _DIFFERENT:
        raise PeopleError(f"A password has at least {_DIFFERENT} different characters.")
    if key_of(name) in key_of(password):
        raise PeopleError("A password does not have the person's name in it.")
    try:
        normal.encode()
    except UnicodeEncodeError as error:
        raise PeopleError("A password is made of characters; this one has half of one in it.") from error
    return normal
