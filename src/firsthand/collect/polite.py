"""Asking politely: what robots.txt allows, one request at a time per host, with pauses, and back off when asked to.

A `Polite` fits `Fetch`. It remembers what hosts said as long as it lives, and by which validators their pages may be
recognised in a mapping that its owner keeps.
"""

from __future__ import annotations

import random
import threading
import time
from collections.abc import MutableMapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Protocol

import httpx

from firsthand.collect.addresses import checked_url
from firsthand.collect.fetch import Answer, Asking, Validators, ask, too_many
from firsthand.collect.limits import Deadline, Limits
from firsthand.collect.resolver import Resolver, system_resolver
from firsthand.collect.robots import Rules, rules_of, unreadable
from firsthand.errors import AddressRefused, BadStatus, FetchError, InputError, RobotsRefused, TimedOut, Unreachable
from firsthand.model import Capture

__all__ = ["Clock", "Manners", "Polite", "SystemClock", "Validators"]

_LATER = frozenset({429, 500, 502, 503, 504})
_ASKS_TO_WAIT = frozenset({429, 503})
_ROBOTS_KEPT = 24 * 3600.0
_ROBOTS_TRIED_AGAIN = 600.0


class Clock(Protocol):
    """Where time comes from, so that a test need not wait."""

    def now(self) -> float:
        """Seconds that only grow."""

    def utc(self) -> datetime:
        """The time of day, with zone."""

    def sleep(self, seconds: float) -> None:
        """Come back after that time."""


class SystemClock:
    """The machine's own."""

    def now(self) -> float:
        return time.monotonic()

    def utc(self) -> datetime:
        return datetime.now(UTC)

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds)


@dataclass(frozen=True, slots=True)
class Manners:
    """How a host is treated; all times in seconds.

    Between two requests to one host lie `delay` and up to `jitter` times as much again, or what its robots.txt wants,
    up to `longest_delay`. An answer that says "later" is met with up to `attempts` requests, `backoff`, twice as much,
    four times as much … apart, or as far apart as the host wants, up to `longest_wait`. Where it wants more, the
    address is given up, and the next one is asked for after `longest_wait`. A host at which `failures` addresses in a
    row came to nothing is left alone for `rest`, or as long as it wanted, up to `longest_rest`.
    """

    delay: float = 1.0
    jitter: float = 0.5
    longest_delay: float = 60.0
    attempts: int = 3
    backoff: float = 2.0
    longest_wait: float = 120.0
    failures: int = 3
    rest: float = 600.0
    longest_rest: float = 3600.0


@dataclass(slots=True)
class _Host:
    """What is known of one host; only who holds `lock` asks it."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    next: float = 0.0
    rests_until: float = 0.0
    why: str = ""
    failures: int = 0
    wanted: float = 0.0


@dataclass(frozen=True, slots=True)
class _Known:
    """The rules of a site, and until when they are believed."""

    rules: Rules
    until: float


class Polite:
    """A `Fetch` with manners. Several threads may use one.

    Args:
        memory: address → validators of the last answer, which makes the next request conditional. It is written to as
            answers come in: keep it with what was captured, or else what was lost would count as unchanged.
        allow_private: also ask private and loopback addresses.
        limits: for each request by itself.
        jitter: where chance comes from.
    """

    def __init__(
        self,
        memory: MutableMapping[str, Validators] | None = None,
        *,
        allow_private: bool = False,
        limits: Limits = Limits(),  # noqa: B008 (frozen)
        manners: Manners = Manners(),
        resolve: Resolver = system_resolver,
        clock: Clock | None = None,
        jitter: random.Random | None = None,
    ) -> None:
        self.memory: MutableMapping[str, Validators] = {} if memory is None else memory
        self._asking = Asking(allow_private, limits, resolve)
        self._manners = manners
        self._clock = clock or SystemClock()
        self._chance = jitter or random.Random()  # noqa: S311 (a pause is no secret)
        self._hosts: dict[str, _Host] = {}
        self._robots: dict[str, _Known] = {}
        self._lock = threading.Lock()

    def __call__(self, address: str) -> Capture | None:
        """What the server answers, redirect after redirect, each host asked by its own rules.

        Returns:
            None where nothing has changed since the validators in `memory` were given.

        Raises:
            AddressRefused: no web address, or one that is not public; nothing was sent to it.
            RobotsRefused: the site asks not to fetch it.
            Unreachable, TimedOut, BadStatus, TooManyRedirects, FetchError: it failed, also after trying again.
            TooLarge: over one of the two size limits.
        """
        current = checked_url(address)
        for _ in range(self._asking.limits.redirects + 1):
            answer = self._hop(current)
            if answer.unchanged:
                return None
            if answer.onward is None:
                self._remember(answer)
                return answer.capture(self._asking.limits)
            current = answer.onward
        raise too_many(address, self._asking.limits)

    def _remember(self, answer: Answer) -> None:
        if answer.fine and answer.validators:
            self.memory[str(answer.url)] = answer.validators
        else:
            self.memory.pop(str(answer.url), None)

    def _hop(self, url: httpx.URL) -> Answer:
        """One request to one host, as soon as that host may be asked."""
        with self._lock:
            host = self._hosts.setdefault(url.host, _Host())
        with host.lock:
            self._check_rest(host, url)
            try:
                rules = self._rules(host, url)
                reason = rules.why_not(str(url))
                if reason:
                    raise RobotsRefused(f"{url} is not fetched: {reason}.")
                answer = self._persist(host, url, self.memory.get(str(url)) or Validators(), rules.delay)
            except (Unreachable, TimedOut, BadStatus) as error:
                self._failed(host, error)
                raise
            host.failures, host.wanted = 0, 0.0
            return answer

    def _check_rest(self, host: _Host, url: httpx.URL) -> None:
        left = host.rests_until - self._clock.now()
        if left > 0:
            raise FetchError(f"{url} is not asked for: {url.host} is left alone for {_in_words(left)}: {host.why}")

    def _failed(self, host: _Host, error: FetchError) -> None:
        host.failures += 1
        if host.failures >= self._manners.failures:
            seconds = max(self._manners.rest, min(host.wanted, self._manners.longest_rest))
            host.rests_until = max(host.rests_until, self._clock.now() + seconds)
            host.why = f"{host.failures} addresses in a row came to nothing: {error}"
            host.failures, host.wanted = 0, 0.0

    # ------------------------------------------------------------ robots.txt

    def _rules(self, host: _Host, url: httpx.URL) -> Rules:
        site = str(url.copy_with(raw_path=b"/robots.txt"))
        known = self._robots.get(site)
        if known is None or known.until <= self._clock.now():
            rules = self._read_rules(host, httpx.URL(site))
            kept = _ROBOTS_TRIED_AGAIN if rules.refusal else _ROBOTS_KEPT
            known = self._robots[site] = _Known(rules, self._clock.now() + kept)
        return known.rules

    def _read_rules(self, host: _Host, robots: httpx.URL) -> Rules:
        """Redirects are followed wherever they lead, as the standard asks.

        Raises:
            AddressRefused, Unreachable, TimedOut: the site itself cannot be asked, whatever its rules are.
        """
        current = robots
        for _ in range(self._asking.limits.redirects + 1):
            try:
                answer = self._persist(host, current, Validators(), 0.0)
            except (AddressRefused, Unreachable, TimedOut) as error:
                if current == robots:
                    raise
                return unreadable(error)
            except (FetchError, InputError) as error:
                return unreadable(error)
            if answer.onward is None:
                return rules_of(answer.status, answer.body)
            current = answer.onward
        return Rules()

    # ------------------------------------------------------------ asking

    def _persist(self, host: _Host, url: httpx.URL, validators: Validators, delay: float) -> Answer:
        """Ask again, later and later, while the host says that it may go better then."""
        manners = self._manners
        for attempt in range(1, manners.attempts + 1):
            failure: Answer | FetchError
            try:
                failure = answer = self._ask(host, url, validators, delay)
                if answer.status not in _LATER:
                    return answer
            except (Unreachable, TimedOut) as error:
                failure = error
            wait = self._wait(failure, attempt)
            if wait > manners.longest_wait:
                host.wanted = max(host.wanted, wait)
                host.next = max(host.next, self._clock.now() + manners.longest_wait)
                told = (
                    _in_words(wait) if wait <= manners.longest_rest else f"more than {_in_words(manners.longest_rest)}"
                )
                raise _told(failure, f"wants to be asked again in {told}, which is too long to wait for")
            host.next = max(host.next, self._clock.now() + wait)  # also for whoever asks next, after the last attempt
        raise _told(failure, f"was asked {manners.attempts} times")

    def _wait(self, failure: Answer | FetchError, attempt: int) -> float:
        """Seconds to the next attempt: as the host wants it, or twice as many as the last time."""
        own = self._manners.backoff * 2.0 ** (attempt - 1)
        own = min(own * (1 + self._manners.jitter * self._chance.random()), self._manners.longest_wait)
        if isinstance(failure, FetchError) or failure.status not in _ASKS_TO_WAIT:
            return own
        wanted = _retry_after(failure.headers.get("retry-after", ""), failure.headers.get("date", ""), self._clock)
        return own if wanted is None else max(wanted, self._manners.delay)

    def _ask(self, host: _Host, url: httpx.URL, validators: Validators, delay: float) -> Answer:
        pause = host.next - self._clock.now()
        if pause > 0:
            self._clock.sleep(pause)
        try:
            return ask(url, self._asking, Deadline(self._asking.limits.seconds, str(url)), validators)
        finally:
            least = self._manners.delay * (1 + self._manners.jitter * self._chance.random())
            host.next = self._clock.now() + max(least, min(delay, self._manners.longest_delay))


def _told(failure: Answer | FetchError, what: str) -> FetchError:
    """The failure that is left in the end, with what was tried."""
    if isinstance(failure, Answer):
        answered = f"{failure.url} answered with status {failure.status}; it {what}."
        return BadStatus(answered, failure.status)
    return type(failure)(f"{str(failure).rstrip('.')}; it {what}.")


def _in_words(seconds: float) -> str:
    return f"{seconds:.0f} seconds" if seconds < 2 * 60 else f"{seconds / 60:.0f} minutes"


def _retry_after(header: str, date: str, clock: Clock) -> float | None:
    """Seconds that Retry-After asks for: a number, or a date, which is held against the server's own clock."""
    header = header.strip()
    if header.isascii() and header.isdigit():
        return float(header[:12])
    until, sent = _http_date(header), _http_date(date)
    return max(0.0, (until - (sent or clock.utc())).total_seconds()) if until else None


def _http_date(header: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(header)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
