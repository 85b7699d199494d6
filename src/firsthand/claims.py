"""Every record of what stands across documents, in the order in which it comes about. All are frozen.

    Paper (a document of a case) → Telling → Claim → Derivation → Origins, Drift

A statement of a case is known by its document's key and the characters of its content, a `Told`: that stays the same
in whatever order documents come in. What is taken from two documents carries the spans in both.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from firsthand.kinds import DerivationKind, DriftKind, Mode, ToldBy
from firsthand.model import Credit, Forward, PlaceId, Report, Source, Span, Statement

__all__ = [
    "Account",
    "Answer",
    "Answerer",
    "Claim",
    "Derivation",
    "Drift",
    "Figure",
    "Ground",
    "Link",
    "Origin",
    "Origins",
    "Paper",
    "Spot",
    "Telling",
    "Tie",
    "Told",
    "Weighed",
]


@dataclass(frozen=True)
class Paper:
    """A document of a case as the latest reader read it, with what its channel told of it.

    `key` stays the same when the same post or page is seen again; `seen` is when it was first seen (ISO 8601);
    `forward` is from whom a post was passed on, `answers` the key of the post it answers.
    """

    key: str
    report: Report
    source: Source | None = None
    credits: tuple[Credit, ...] = ()
    forward: Forward | None = None
    answers: str | None = None
    seen: str = ""

    @cached_property
    def parts(self) -> _Parts:
        """Where its statements stand."""
        return _Parts(self.report.statements)

    @cached_property
    def denies(self) -> bool:
        """Whether it says of anybody that he denies something."""
        return any(each.mode is Mode.DENIED for each in self.report.statements)

    @cached_property
    def in_names(self) -> frozenset[int]:
        """Where in its text characters stand that belong to the name of a known actor or of a place."""
        actors = (each.span for each in self.report.actors if each.id is not None)
        spans = (*actors, *(each.span for each in self.report.places))
        return frozenset(at for span in spans for at in range(span.start, span.end))


@dataclass(frozen=True, slots=True, order=True)
class Told:
    """One statement of a case, or a part of one: the key of its document, and the characters of the content."""

    document: str
    span: Span

    def statement(self, paper: Paper) -> Statement | None:
        """The statement that it is, or is a part of: what has most in common with it. None where nothing has."""
        return max(paper.parts.statements_in(self.span), key=lambda each: _common(each, self.span), default=None)


def _common(statement: Statement, span: Span) -> tuple[int, int]:
    """Characters in common; of two with as many the shorter one says more exactly what it is."""
    parts = statement.contents
    common = sum(max(0, min(part.end, span.end) - max(part.start, span.start)) for part in parts)
    return common, -sum(map(len, parts))


class _Parts:
    """The parts of the statements of a report in the order of their starts, so that those in some characters are found
    without looking at all."""

    def __init__(self, statements: Sequence[Statement]) -> None:
        self._statements = statements
        placed = [(part.start, part.end, number) for number, each in enumerate(statements) for part in each.contents]
        self._placed = sorted(each for each in placed if each[0] < each[1])
        self._starts = [start for start, _, _ in self._placed]
        self._ends = list(accumulate((end for _, end, _ in self._placed), max))
        """Behind which character nothing reaches of a part and all before it."""

    def statements_in(self, span: Span) -> list[Statement]:
        """Those that have characters in common with a span, in the order of the report."""
        found: set[int] = set()
        at = bisect_left(self._starts, span.end) - 1
        while at >= 0 and self._ends[at] > span.start:
            _, end, number = self._placed[at]
            if end > span.start < span.end:
                found.add(number)
            at -= 1
        return [self._statements[number] for number in sorted(found)]


@dataclass(frozen=True, slots=True, order=True)
class Figure:
    """How many of what: low ≤ number ≤ high, None for no limit; `value` as written."""

    value: float
    unit: str | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True, order=True)
class Ground:
    """A place as linking needs it: which, where (degrees), and within how many km."""

    id: PlaceId
    lat: float
    lon: float
    radius_km: float


@dataclass(frozen=True, slots=True)
class Telling:
    """A statement, or a part of one that tells one thing, as linking sees it: the same in every language.

    `terms` are those of the content (see `link.terms`), `sentence` those of its sentence, `around` those and what
    stands in the heading and the lead.
    `near` is the place named last before, where the content names none. `since` and `until` are the days it speaks of
    (proleptic ordinals) where it names any, `published` the day of its document. `voice` are the terms of the innermost
    voice, empty for the document's own.
    """

    told: Told
    language: str
    terms: frozenset[str]
    around: frozenset[str] = frozenset()
    sentence: frozenset[str] = frozenset()
    figures: tuple[Figure, ...] = ()
    places: tuple[Ground, ...] = ()
    near: tuple[Ground, ...] = ()
    event: str | None = None
    mode: Mode = Mode.ASSERTED
    since: int | None = None
    until: int | None = None
    published: int | None = None
    voice: frozenset[str] = frozenset()
    quoted: bool = False
    heading: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """A telling that answers the claim instead of telling it: it denies, confirms, doubts, or takes it back."""

    told: Told
    mode: Mode


@dataclass(frozen=True, slots=True)
class Weighed:
    """What one comparison of two tellings says, in words, and what it adds: bits, above 0 where it speaks for one
    claim, below where it speaks against it."""

    comparison: str
    says: str
    bits: float


@dataclass(frozen=True, slots=True)
class Link:
    """Why two tellings are taken to be of one claim. `bits` is the sum of what is weighed: at 0 it is as likely as not,
    and each bit more doubles the odds."""

    one: Told
    other: Told
    bits: float
    weighed: tuple[Weighed, ...]

    @property
    def chance(self) -> float:
        """How likely it is that they are, between 0 and 1."""
        return 1 / (1 + math.exp2(-self.bits))


@dataclass(frozen=True, slots=True)
class Claim:
    """Tellings about the same happening, earliest first. `answers` are those among them that deny, confirm, doubt or
    take back what the others tell. `near` are claims that are alike and are kept apart; `links` are the strongest of
    those that hold the tellings together, enough to join them: what a person joined needs none."""

    id: str
    tellings: tuple[Told, ...]
    answers: tuple[Answer, ...] = ()
    near: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Tie:
    """Why one document is taken to come from another: the rule, in words, and the characters in the taker (`here`) and
    in what it took from (`there`). `score` is between 0 and 1: how surely it says so alone."""

    rule: str
    detail: str
    score: float
    here: tuple[Span, ...] = ()
    there: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Derivation:
    """That the document `taker` comes from the document `taken`, wholly or in part. `kind` is what says most, `ties`
    all that says so. `tellings` are the statements concerned: (in the taker, in the taken)."""

    taker: str
    taken: str
    kind: DerivationKind
    ties: tuple[Tie, ...]
    tellings: tuple[tuple[Told, Told], ...] = ()

    @property
    def score(self) -> float:
        """How surely, all ties together: each rests on its own (noisy or)."""
        doubt = 1.0
        for tie in self.ties:
            doubt *= 1 - tie.score
        return 1 - doubt


@dataclass(frozen=True, slots=True)
class Origin:
    """Somebody a claim starts with. `voice` in the words of the document in which it is met first; `side` where it is
    known. `sure` says that it counts for "at least": nothing lets it be a repetition of another origin.
    `tellings` are all those put under it, each with the reason. `named` says that it has a name or a channel of its
    own, `there` that it was where it happened, `outlet` that an outlet says so and names nobody. `who` is the same for
    the same voice in other claims: the id of a body, of a source, or else its words in small letters."""

    voice: str
    document: str
    side: str | None
    sure: bool
    tellings: tuple[tuple[Told, str], ...]
    why: str
    named: bool = True
    there: bool = False
    outlet: bool = False
    who: str = ""


@dataclass(frozen=True, slots=True)
class Origins:
    """With whom a claim starts: at least and at most so many independent origins."""

    at_least: int
    at_most: int
    roots: tuple[Origin, ...]
    told_by: ToldBy


@dataclass(frozen=True, slots=True)
class Answerer:
    """Somebody who answers a claim: denies it, confirms it, doubts it or takes it back. The rest as in `Origin`."""

    voice: str
    document: str
    mode: Mode
    side: str | None = None
    named: bool = True
    there: bool = False
    outlet: bool = False
    who: str = ""


@dataclass(frozen=True, slots=True)
class Spot:
    """Characters of a document of the case."""

    document: str
    span: Span


@dataclass(frozen=True, slots=True)
class Drift:
    """What differs between a telling and the one it comes from, with both spots. `earlier` is where it came from."""

    kind: DriftKind
    earlier: Spot
    later: Spot
    detail: str


@dataclass(frozen=True, slots=True)
class Account:
    """A claim with all that is known of it: what the board and the pages show.

    `title` are the words of the telling that says most plainly what happened; `place` is the name and the id of where,
    `since` and `until` are ISO 8601 dates; where nothing says on which day, `until` alone is the day it was told first.
    `event` is the kind of happening, where one is known, `actor` and `target` the sides that do it and have it done to
    them. `said_by` and `denied_by` are innermost voices in words of the documents, without doubles; `answered_by` are
    all who answer it. `open` says that it only tells what may be: it is foretold, asked, or somebody's opinion.
    `derivations` and `drift` are those among its documents.
    """

    claim: Claim
    title: str
    language: str
    said_by: tuple[str, ...]
    denied_by: tuple[str, ...]
    origins: Origins
    derivations: tuple[Derivation, ...] = ()
    drift: tuple[Drift, ...] = ()
    place: tuple[str, PlaceId] | None = None
    since: str | None = None
    until: str | None = None
    event: str | None = None
    actor: str | None = None
    target: str | None = None
    answered_by: tuple[Answerer, ...] = ()
    open: bool = False

    @property
    def documents(self) -> tuple[str, ...]:
        """The keys of the documents it is told in, in the order of its tellings."""
        return tuple(dict.fromkeys(told.document for told in self.claim.tellings))
