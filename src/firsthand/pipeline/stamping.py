"""Stamps of a case's log by others: asked for, made longer, and held against what they stand for."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from firsthand.collect.fetch import Parcel, fetch, send
from firsthand.collect.limits import Limits
from firsthand.collect.resolver import Resolver, system_resolver
from firsthand.errors import AddressRefused, CaseError, FetchError, StampRefused, TooLarge
from firsthand.stamp import Judgement, State, calendar, rfc3161
from firsthand.stamp.headers import Headers
from firsthand.store import Case, Stamp, StampKind, entry_number, keep_stamp, keep_upgrade, log_entry, stamps

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

__all__ = [
    "Explorer",
    "Failed",
    "Judged",
    "Servers",
    "Trust",
    "asked",
    "brought",
    "covered",
    "judged",
    "lengthened",
    "pending",
]

_LIMITS = Limits(bytes=100_000, unpacked=100_000, seconds=20.0, redirects=3)
"""What a server may cost: real answers have a few thousand bytes."""
_CALENDAR = ("application/x-www-form-urlencoded", "application/vnd.opentimestamps.v1")
_HEADER_HEX = 160
_PROMISES = 4
"""Addresses that one proof may send us to; real ones name one."""
_FAILURES = (FetchError, AddressRefused, TooLarge)
"""What may go wrong with one server while others may answer."""


@dataclass(frozen=True, slots=True)
class Servers:
    """How servers are asked: with the guards, the size and the time that pages are fetched with."""

    allow_private: bool = False
    limits: Limits = _LIMITS
    resolve: Resolver = system_resolver

    def send(self, address: str, data: bytes, media_types: tuple[str, str]) -> bytes:
        """What comes back for what is sent. Raises FetchError, AddressRefused, TooLarge."""
        parcel = Parcel(data, *media_types)
        return send(address, parcel, allow_private=self.allow_private, limits=self.limits, resolve=self.resolve)

    def get(self, address: str) -> bytes | None:
        """What is there, None where there is nothing (404, 410). Raises FetchError, AddressRefused, TooLarge."""
        capture = fetch(address, allow_private=self.allow_private, limits=self.limits, resolve=self.resolve)
        return None if capture is None or capture.gone else capture.data


@dataclass(frozen=True, slots=True)
class Trust:
    """What stamps are held against: certificates of roots, and where block headers come from, if from anywhere."""

    roots: Sequence[Certificate] = ()
    headers: Headers | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """A stamp, when the entry that it covers was written (ISO 8601), and how far it holds."""

    stamp: Stamp
    judgement: Judgement


@dataclass(frozen=True, slots=True)
class Failed:
    """A server that gave no stamp, and why."""

    server: str
    reason: str


class Explorer:
    """Block headers from a server that keeps the chain, asked one by one.

    It may be an explorer with Esplora's interface (`…/api`), or bitcoind's own (`…/rest`, with `-rest` switched on).
    """

    def __init__(self, address: str, servers: Servers) -> None:
        self.name = address.rstrip("/")
        self._servers = servers

    def header(self, height: int) -> bytes | None:
        """As `Headers` has it. Raises FetchError, AddressRefused, TooLarge."""
        own = self.name.endswith("/rest")
        block = self._hex(f"/blockhashbyheight/{height}.hex" if own else f"/block-height/{height}", 64)
        if block is None:
            return None
        header = self._hex(f"/headers/1/{block}.hex" if own else f"/block/{block}/header", _HEADER_HEX)
        return bytes.fromhex(header) if header else None

    def _hex(self, path: str, size: int) -> str | None:
        answer = self._servers.get(self.name + path)
        if answer is None:
            return None
        found = answer[: size + 1].strip().decode("ascii", "replace").lower()
        if len(found) != size or not set(found) <= set("0123456789abcdef"):
            raise FetchError(f"{self.name}{path} answered with something that is neither a block nor a header.")
        return found


# ---------------------------------------------------------------- asking


def asked(
    case: Case, authorities: Sequence[str], calendars: Sequence[str], servers: Servers, trust: Trust
) -> Iterator[Judged | Failed]:
    """Ask for stamps of the head as it is now, one server after the other; each is kept as it comes.

    Raises:
        CaseError: the case cannot be written, or has nothing in its log.
        FirsthandError: the extra `stamps` is not installed.
    """
    number, _, head = case.head()
    found = log_entry(case, number)
    if found is None:
        raise CaseError("The log of the case is empty: there is nothing to stamp.")
    plan = [(server, StampKind.RFC3161, _of_authority) for server in authorities]
    plan += [(server, StampKind.OPENTIMESTAMPS, _of_calendar) for server in calendars]
    for server, kind, ask in plan:
        try:
            token, judgement = ask(server, found[0], servers, trust)
        except _FAILURES as error:
            yield Failed(server, str(error))
            continue
        yield Judged(keep_stamp(case, number, head, kind, server, token), judgement)


def _of_authority(server: str, written: bytes, servers: Servers, trust: Trust) -> tuple[bytes, Judgement]:
    question = rfc3161.question(written)
    answer = servers.send(server, question.data, rfc3161.MEDIA_TYPES)
    return answer, rfc3161.accepted(answer, question, trust.roots)


def _of_calendar(server: str, written: bytes, servers: Servers, trust: Trust) -> tuple[bytes, Judgement]:
    digest, nonce = hashlib.sha256(written).digest(), secrets.token_bytes(calendar.NONCE)
    answer = servers.send(server.rstrip("/") + "/digest", calendar.commitment(digest, nonce), _CALENDAR)
    proof = calendar.proof_of(digest, nonce, answer)
    return proof, calendar.judge(proof, digest, trust.headers)


def pending(case: Case) -> list[Stamp]:
    """The stamps that a calendar has promised only."""
    return [one for one in stamps(case) if one.kind == StampKind.OPENTIMESTAMPS and _promises(one)]


def _promises(stamp: Stamp) -> list[tuple[bytes, str]]:
    try:
        return calendar.promises(stamp.token)[:_PROMISES]
    except FetchError:  # a row that was changed: `judged` says so
        return []


def lengthened(case: Case, servers: Servers, trust: Trust) -> Iterator[Judged | Failed]:
    """Ask the calendars for what they promised; what came is kept, what did not stays pending.

    Raises:
        CaseError: the case cannot be written.
    """
    for stamp in pending(case):
        proof = stamp.token
        for sent, server in _promises(stamp):
            try:
                answer = servers.get(f"{server.rstrip('/')}/timestamp/{sent.hex()}")
                proof = proof if answer is None else calendar.upgraded(proof, sent, answer)
            except _FAILURES as error:
                yield Failed(server, str(error))
        longer = keep_upgrade(case, stamp, proof) if proof != stamp.token else stamp
        yield _judged(case, longer, trust)


# ---------------------------------------------------------------- judging


def judged(case: Case, trust: Trust) -> Iterator[Judged]:
    """Every stamp of a case, held against the log and against what is trusted."""
    for stamp in stamps(case):
        yield _judged(case, stamp, trust)


def brought(case: Case, name: str, token: bytes, trust: Trust) -> Judged:
    """A stamp that was kept elsewhere, as `firsthand stamp --export` writes it, held against the log of the case.

    It has the number 0, and `name` in the place of its server. It is wrong where the log has no entry that it stamps:
    the log was shorter when it was copied, or was made anew.
    """
    kind, digest_of = StampKind.RFC3161, rfc3161.digest_of
    if token.startswith(b"\0OpenTimestamps"):
        kind, digest_of = StampKind.OPENTIMESTAMPS, calendar.digest_of
    blank = Stamp(0, 0, "", kind, name, "", None, token)
    try:
        head = digest_of(token).hex()
    except StampRefused as error:
        return Judged(blank, _wrong(blank, str(error).rstrip(".")))
    number = entry_number(case, head)
    if number is None:
        return Judged(blank, _wrong(blank, f"no entry of the log has the hash that it stamps, {head}"))
    return _judged(case, replace(blank, entry=number, head=head), trust)


def covered(case: Case, stamps_of_it: Sequence[Judged]) -> tuple[int, int]:
    """The last entry of the log that a confirmed stamp covers, 0 for none, and how many entries come after it."""
    confirmed = [one.stamp.entry for one in stamps_of_it if one.judgement.state is State.CONFIRMED]
    last = max(confirmed, default=0)
    return last, case.head()[0] - last


def _judged(case: Case, stamp: Stamp, trust: Trust) -> Judged:
    """Held against the hash of what the log says now, whatever hash it claims to have."""
    found = log_entry(case, stamp.entry)
    if found is None:
        return Judged(stamp, _wrong(stamp, f"the log has no entry {stamp.entry}"))
    digest = hashlib.sha256(found[0])
    if not digest.hexdigest() == found[1] == stamp.head:
        return Judged(stamp, _wrong(stamp, f"entry {stamp.entry} of the log has another hash"))
    return Judged(stamp, _judgement(stamp, digest.digest(), trust))


def _wrong(stamp: Stamp, detail: str) -> Judgement:
    return Judgement(State.WRONG, stamp.server, detail=detail)


def _judgement(stamp: Stamp, digest: bytes, trust: Trust) -> Judgement:
    if stamp.kind == StampKind.RFC3161:
        return rfc3161.judge(stamp.token, digest, trust.roots)
    if stamp.kind == StampKind.OPENTIMESTAMPS:
        return calendar.judge(stamp.token, digest, trust.headers)
    return _wrong(stamp, f"{stamp.kind} is no kind of stamp")
