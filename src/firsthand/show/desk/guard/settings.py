"""Everything that decides who may come in and what they may send, in one record; and whether the desk may start so."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from firsthand.errors import PeopleError
from firsthand.kinds import Role
from firsthand.store.desk.passwords import Cost
from firsthand.store.desk.sessions import Lasting

__all__ = ["Guarded", "Limits", "Network", "Rate", "SignOn", "is_loopback", "is_under", "may_serve"]

Network = ipaddress.IPv4Network | ipaddress.IPv6Network

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Rate:
    """`burst` requests at once, and `per_second` more with time."""

    burst: float
    per_second: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much may come, and how fast."""

    body: int = MIB
    """Bytes of the body of a request."""
    uploads: Mapping[str, int] = field(default_factory=lambda: {"/add": 64 * MIB, "/api/v1/add": 64 * MIB})
    """The same for paths that take files, and all below them."""
    form: int = 512 * 1024
    """The same of a form that is sent in one piece, percent-encoded: to read it holds up all others, half a second for
    each million. What takes more is sent in parts."""
    stranger_form: int = 64 * 1024
    """The same where nobody has to be logged in."""
    body_within: timedelta = timedelta(minutes=2)
    """How long a body may take to come."""
    strangers: Rate = Rate(burst=300, per_second=20)
    """Requests from one address by whoever is not logged in."""
    person: Rate = Rate(burst=400, per_second=50)
    """Requests of one person, or of one token's person. Who sits at the machine itself has no limit; what another site
    sends through their browser has that of strangers."""
    hashing: int = 2
    """Passwords that are hashed at the same time: each takes its memory (see `Cost`)."""
    remembered: int = 10_000
    """Addresses, names and people that are remembered at most, of each kind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignOn:
    """A proxy that knows who somebody is, and says so in a header. Only proxies of `Guarded.proxies` are believed."""

    header: str = "X-Forwarded-User"
    groups: str | None = None
    """The header with the groups of the person, between commas."""
    roles: Mapping[str, Role] = field(default_factory=dict)
    """Which group has which role; the highest holds. Where this is given, who is in none of them stays out."""
    newcomers: Role | None = None
    """The role of somebody who comes for the first time, where groups do not decide; None keeps them out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Guarded:
    """How the desk is guarded. As it stands: on this machine alone, without login, for who sits at it."""

    host: str = "127.0.0.1"
    port: int = 8000
    names: frozenset[str] = frozenset()
    """Host names under which it is reached, beside those of the machine itself; without port, in small letters."""
    https: bool = False
    """Whether browsers reach it by https: by a certificate of its own, or of the proxy before it."""
    proxies: tuple[Network, ...] = ()
    """Where proxies come from whose word on addresses and people is taken."""
    sign_on: SignOn | None = None
    login: bool = False
    """Whether to ask for a login also where nobody has a password yet."""
    local_role: Role = Role.ADMIN
    """Of who sits at the machine itself and need not log in."""
    lasting: Lasting = field(default_factory=Lasting)
    limits: Limits = field(default_factory=Limits)
    cost: Cost = field(default_factory=Cost)
    open_paths: tuple[str, ...] = ("/login", "/static")
    """What may be had without login, with all below; everything else may not."""
    assets: str = "/static"
    """Where there is nothing but the program's own files: nobody is asked who they are."""
    own_paths: tuple[str, ...] = (
        "/login",
        "/logout",
        "/password",
        "/tokens",
        "/notes",
        "/views",
        "/api/v1/notes",
        "/api/v1/views",
    )
    """Where a reader may send something, with all below: it concerns only themselves. Everywhere else they may not,
    whatever a page forgot to ask for."""
    unnoted: tuple[str, ...] = ("/static", "/favicon.ico")
    """What is not noted as seen, with all below: files of the program."""
    watching: tuple[str, ...] = ("/live",)
    """What an open page asks for by itself: it does not keep a session from ending for want of use."""

    @property
    def without_login(self) -> bool:
        """Whether who sits at the machine may come in as they are, as long as nobody has a password."""
        others = self.login or self.names or self.proxies or self.sign_on
        return is_loopback(self.host) and not others

    @property
    def scheme(self) -> str:
        return "https" if self.https else "http"

    def body_limit(self, path: str, *, form: bool = False) -> int:
        """Bytes that a request to that path may have; `form` says that it is a form in one piece."""
        limits = self.limits
        if any(is_under(path, at) for at in self.open_paths):
            return min(limits.body, limits.stranger_form)
        most = max((size for at, size in limits.uploads.items() if is_under(path, at)), default=limits.body)
        return min(most, limits.form) if form else most


def is_under(path: str, at: str) -> bool:
    """Whether a path is that one or one below it: "/notes/3" is under "/notes", "/notesX" is not."""
    return path == at or path.startswith(f"{at}/")


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches what listens there. A name other than localhost may be anywhere."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def may_serve(settings: Guarded, *, people: bool) -> None:
    """Nothing happens where the desk may start so; `people` is whether anybody has a password (`has_people`).

    Raises:
        PeopleError: it would be open to others than this machine, and there is nobody to tell them apart by; the
            message says what to do.
    """
    if settings.sign_on is not None and not settings.proxies:
        raise PeopleError(
            f"The header {settings.sign_on.header} is believed only from a proxy, and none is named: anybody could "
            "send it. Name the address of yours."
        )
    if settings.without_login or people or settings.sign_on is not None:
        return
    if is_loopback(settings.host) and not settings.names and not settings.proxies:
        what = "A login is asked for, and nobody has a password"
    else:
        what = f"{settings.host} with these settings can be reached from other machines, and nobody has a password"
    raise PeopleError(
        f"{what}. Add an admin first: firsthand people add CASE NAME --role admin. Or serve on 127.0.0.1, with no "
        "other names and proxies, for yourself alone."
    )
