"""Every record of what stands across documents, in the order in which it comes about. All are frozen.

    Paper (a document of a case) → Telling → Claim → Derivation → Origins, Drift

A statement of a case is known by its document's key and the characters of its content, a `Told`: that stays the same
in whatever order documents come in. What is taken from two documents carries the spans in both.
"""

from __future__ import annotations

from dataclasses import dataclass

from firsthand.kinds import DerivationKind, DriftKind, Mode, ToldBy
from firsthand.model import Credit, Forward, PlaceId, Report, Source, Span, Statement

__all__ = [
    "Account",
    "Answer",
    "Claim",
    "Derivation",
    "Drift",
    "Figure",
    "Ground",
    "Origin",
    "Origins",
    "Paper",
    "Spot",
    "Telling",
    "Tie",
    "Told",
]


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True, order=True)
class Told:
    """One statement of a case, or a part of one: the key of its document, and the characters of the content."""

    document: str
    span: Span

    def statement(self, paper: Paper) -> Statement | None:
        """The statement that it is, or is a part of: what has most in common with it. None where nothing has."""
        found = max(paper.report.statements, key=lambda each: self._common(each), default=None)
        return found if found is not None and self._common(found)[0] > 0 else None

    def _common(self, statement: Statement) -> tuple[int, int]:
        """Characters in common; of two with as many the shorter one says more exactly what it is."""
        parts = statement.contents
        common = sum(max(0, min(part.end, self.span.end) - max(part.start, self.span.start)) for part in parts)
        return common, -sum(map(len, parts))


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

    `terms` are those of the content (see `link.terms`), `around` those of its sentence, the heading, and the lead.
    `near` is the place named last before, where the content names none. `since` and `until` are the days it speaks of
    (proleptic ordinals) where it names any, `published` the day of its document. `voice` are the terms of the innermost
    voice, empty for the document's own.
    """

    told: Told
    language: str
    terms: frozenset[str]
    around: frozenset[str] = frozenset()
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
class Claim:
    """Tellings about the same happening, earliest first. `answers` are those among them that deny, confirm, doubt or
    take back what the others tell. `near` are claims that are alike and are kept apart."""

    id: str
    tellings: tuple[Told, ...]
    answers: tuple[Answer, ...] = ()
    near: tuple[str, ...] = ()


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
    `tellings` are all those put under it, each with the reason."""

    voice: str
    document: str
    side: str | None
    sure: bool
    tellings: tuple[tuple[Told, str], ...]
    why: str


@dataclass(frozen=True, slots=True)
class Origins:
    """With whom a claim starts: at least and at most so many independent origins."""

    at_least: int
    at_most: int
    roots: tuple[Origin, ...]
    told_by: ToldBy


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
    `since` and `until` are ISO 8601 dates, None where nothing says so. `said_by` and `denied_by` are innermost voices
    in words of the documents, without doubles. `derivations` and `drift` are those among its documents.
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

    @property
    def documents(self) -> tuple[str, ...]:
        """The keys of the documents it is told in, in the order of its tellings."""
        return tuple(dict.fromkeys(told.document for told in self.claim.tellings))
