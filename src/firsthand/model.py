"""Every record, in the order in which the data passes through them. All are frozen.

    Capture → Document → Statement (Voice, Frame) → Resolution → SourcingWarning → Report

A `Span` counts characters of `Document.text`. Every result points to one, and carries the `Reason`s that led to it.
What is dropped on the way leaves a `Skip`. The closed lists of what something may be are in `kinds`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from firsthand.kinds import Bound, CreditForm, Mode, NameSense, PlaceKind, Shape, SourceKind, VoiceKind

__all__ = [
    "About",
    "Actor",
    "Attribution",
    "Bound",
    "Candidate",
    "Capture",
    "Credit",
    "CreditForm",
    "Document",
    "Exchange",
    "Extent",
    "Forward",
    "Frame",
    "Interval",
    "Link",
    "Mode",
    "NameSense",
    "Place",
    "PlaceId",
    "PlaceKind",
    "Quantity",
    "Reason",
    "Report",
    "Resolution",
    "Shape",
    "Skip",
    "Source",
    "SourceKind",
    "SourcingWarning",
    "Span",
    "Statement",
    "Voice",
    "VoiceKind",
]

PlaceId = int | str
"""A geonameid; an ISO 3166-2 code ("UA-14"); "region:…" for a region that has neither; "road:…" for a road."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Characters start ≤ i < end of `Document.text`."""

    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start

    def __bool__(self) -> bool:
        return self.end > self.start

    def __contains__(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end

    def of(self, text: str) -> str:
        """The characters themselves."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Reason:
    """Why: the rule that fired, what it adds, in words, and the characters it rests on."""

    rule: str
    detail: str = ""
    spans: tuple[Span, ...] = ()
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class Skip:
    """Something dropped, and why: never silently.

    `stage` is where: "collect", "read"; "part" where the record itself was taken, but for something of it.
    """

    stage: str
    record: str
    reason: str


@dataclass(frozen=True, slots=True)
class Exchange:
    """What was asked of a server and what it answered, but for the body.

    `request` is the request line, `status` the status line without the protocol ("200 OK"); headers are pairs in order.
    """

    request: str
    request_headers: tuple[tuple[str, str], ...]
    status: str
    headers: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Forward:
    """From whom a post was passed on: a name at least, and address and time where the channel gives them."""

    name: str
    address: str | None = None
    posted: datetime | None = None


@dataclass(frozen=True, slots=True)
class About:
    """What a channel tells of a capture beside its bytes. `text` is the readable text where the channel gives it so.

    `links` are addresses that the text carries, with the words they lie on. `edited` is when the post was last edited,
    by its own word; True where it only bears the mark.
    """

    text: str | None = None
    title: str | None = None
    published: datetime | date | None = None
    outlet: str | None = None
    author: str | None = None
    language: str | None = None
    forward: Forward | None = None
    answers: str | None = None
    links: tuple[tuple[str, str], ...] = ()
    edited: datetime | bool | None = None


@dataclass(frozen=True, slots=True)
class Capture:
    """The bytes as fetched. `media_type` and `charset` are what the sender said, if anything.

    `key` stays the same when the same post or page is seen again (the address where it is empty); `gone` says that it
    was looked for and is no longer there.
    """

    data: bytes
    address: str
    fetched: datetime
    sha256: str
    media_type: str | None = None
    charset: str | None = None
    key: str = ""
    about: About = About()
    exchange: Exchange | None = None
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """An outlet or channel. `names` and `credits` are (language, name) each, the language empty where none is given.

    `domains` are hosts, or hosts with the beginning of a path ("bbc.com/russian"); `telegram` are user names. `side` is
    an ISO 3166 country code, or another short code, only where the source is an organ of a state or a party. `family`
    joins what one publisher, or one network of mirrors, puts out.
    """

    id: str
    name: str
    kind: SourceKind
    country: str | None = None
    language: str | None = None
    side: str | None = None
    family: str | None = None
    domains: tuple[str, ...] = ()
    telegram: tuple[str, ...] = ()
    names: tuple[tuple[str, str], ...] = ()
    credits: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Credit:
    """The characters that credit a wire agency with a text or a part of it; `source` is the agency's id."""

    span: Span
    source: str
    form: CreditForm
    reason: Reason


@dataclass(frozen=True, slots=True)
class Link:
    """A hyperlink: the words that carry it, and where it leads."""

    span: Span
    target: str


@dataclass(frozen=True, slots=True)
class Document:
    """The readable text of a capture.

    `text` holds the title first (`title` is its span, empty where there is none), then the body;
    paragraphs are separated by line breaks; accents are composed (NFC), so that a name is one string.
    `published` keeps the zone it was given in, if any.
    """

    text: str
    title: Span
    language: str
    published: datetime | date | None = None
    outlet: str | None = None
    author: str | None = None
    address: str | None = None
    sha256: str | None = None
    links: tuple[Link, ...] = ()
    skips: tuple[Skip, ...] = ()

    @property
    def body(self) -> Span:
        return Span(self.title.end, len(self.text))


@dataclass(frozen=True, slots=True)
class Attribution:
    """What a span finder gives: who, by which words, says what. The only thing a trained reader replaces.

    `source` covers the whole phrase ("Oleh Petrenko, the mayor"); it is None where the voice is left
    to be inferred from what stands before. `contents` are the parts of one content, in text order.
    `kind` and `mode` are what a trained reader makes of the voice and of the content; rules leave them open.
    """

    source: Span | None
    cue: Span | None
    contents: tuple[Span, ...]
    rule: str
    score: float = 1.0
    kind: VoiceKind | None = None
    mode: Mode | None = None


@dataclass(frozen=True, slots=True)
class Voice:
    """Somebody whose word it is. `refers_to` is the fuller mention that a pronoun or short form stands for."""

    kind: VoiceKind
    text: str
    span: Span | None = None
    refers_to: Span | None = None
    role: str | None = None
    affiliation: str | None = None
    condition: Span | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """One place that a name may mean. `score` is comparable among the candidates of one mention only.

    `region` and `district` are the first- and second-level divisions it lies in. `feature` is GeoNames' code of
    what it is ("PPL", "ADM2", "SEA", "STM"), empty where unknown; `radius_km` is how far it reaches, or how far
    off its point may be; 0 where unknown. `since` and `until` are the years in which it bore a former name.
    """

    id: PlaceId
    name: str
    lat: float
    lon: float
    kind: PlaceKind
    country: str | None
    population: int = 0
    region: str | None = None
    sense: NameSense = NameSense.CURRENT
    score: float = 0.0
    reasons: tuple[Reason, ...] = ()
    district: PlaceId | None = None
    feature: str = ""
    radius_km: float = 0.0
    since: str | None = None
    until: str | None = None


@dataclass(frozen=True, slots=True)
class Extent:
    """Where on the ground a mention is, and how exactly: within `radius_km` of (`lat`, `lon`), in degrees.

    A band leaves out what is nearer than `inner_km`; it lies in the direction of `bearing` (degrees from north,
    clockwise) where there is one, or along the line to the point `to`. `words` are those that say so ("12 km
    south of").
    """

    shape: Shape
    lat: float
    lon: float
    radius_km: float
    inner_km: float = 0.0
    bearing: float | None = None
    to: tuple[float, float] | None = None
    words: Span | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A mention of a place. `chosen` is None where the candidates are too close to call; so is `extent` then."""

    span: Span
    candidates: tuple[Candidate, ...]
    chosen: Candidate | None = None
    extent: Extent | None = None

    @property
    def id(self) -> PlaceId | None:
        return self.chosen.id if self.chosen else None


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does it or has it done to them. `side` is an ISO 3166 country code, or another short code.

    `id` is the same for every name in any language ("UA:general_staff", "unit:38:brigade"), None where the words do not
    say who it is; `kind` is a class such as "troops", "unit", "ngo" or "media". A body of a state that is named
    without it has the states it may belong to as `candidates`, unless the text or its outlet tells which; the
    `reasons` say why.
    """

    span: Span
    text: str
    side: str | None = None
    id: str | None = None
    kind: str | None = None
    candidates: tuple[str, ...] = ()
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Interval:
    """A time expression. `start` and `end` are both included; None where it is open or cannot be anchored.

    `starts_at` and `ends_at` are the clock times, where some are written, with a zone only where one is
    written; both are the same for a moment. A doubt about the dates stands in the reasons.
    """

    span: Span
    start: date | None = None
    end: date | None = None
    edtf: str | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Quantity:
    """A counted thing: low ≤ true number ≤ high, None for no limit; `value` is the figure as written.

    `of` is what a share is a share of: "30% of all buildings" is 30 percent of buildings.
    """

    span: Span
    value: float | None
    low: float | None
    high: float | None
    unit: str | None
    bound: Bound
    of: str | None = None


@dataclass(frozen=True, slots=True)
class Frame:
    """What is said to have happened. `event` is a key of the table of event types."""

    event: str
    actor: Actor | None = None
    target: Actor | None = None
    place: Place | None = None
    time: Interval | None = None
    quantity: Quantity | None = None
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Statement:
    """One span of content with its chain of voices.

    `content` is the content, or its first part; `continued` are the parts after the cue where a cue
    breaks it. `chain` runs from the outlet inwards: the last voice is where the words come from, and
    the length is the hearsay depth. `sentence` is the sentence, or sentences, it stands in.
    """

    content: Span
    chain: tuple[Voice, ...]
    mode: Mode
    sentence: Span
    cue: Span | None = None
    continued: tuple[Span, ...] = ()
    quoted: bool = False
    hedge: Span | None = None
    medium: Span | None = None
    evidence: Span | None = None
    frame: Frame | None = None
    reasons: tuple[Reason, ...] = ()

    @property
    def voice(self) -> Voice:
        """The innermost voice: where the words come from."""
        return self.chain[-1]

    @property
    def contents(self) -> tuple[Span, ...]:
        return (self.content, *self.continued)


@dataclass(frozen=True, slots=True)
class Resolution:
    """The statements with their frames, and every mention that was resolved on the way."""

    statements: tuple[Statement, ...]
    places: tuple[Place, ...]
    quantities: tuple[Quantity, ...] = ()
    times: tuple[Interval, ...] = ()
    actors: tuple[Actor, ...] = ()
    skips: tuple[Skip, ...] = ()


@dataclass(frozen=True, slots=True)
class SourcingWarning:
    """Something about the sourcing that a careful reader would stop at."""

    kind: str
    reason: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """Everything `firsthand check` has to say about one document."""

    document: Document
    statements: tuple[Statement, ...]
    places: tuple[Place, ...]
    warnings: tuple[SourcingWarning, ...]
    quantities: tuple[Quantity, ...] = ()
    times: tuple[Interval, ...] = ()
    actors: tuple[Actor, ...] = ()
    credits: tuple[Credit, ...] = ()
    skips: tuple[Skip, ...] = ()
    version: str = ""
