"""Two documents, one of which comes from the other, as the rules on drift read them: telling against telling."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from firsthand.claims import Claim, Derivation, Paper, Spot, Told
from firsthand.kinds import DerivationKind, Mode, SourceKind
from firsthand.model import Candidate, Document, PlaceId, Quantity, Span
from firsthand.trace.speakers import Bodies, Speaker, Terms, alike, bodies_of, names_in, speaker_of, voice_key
from firsthand.trace.words import Words, words_of

__all__ = ["AGAINST", "REWORKED", "WORD_OF_A_VOICE", "Meeting", "Reader", "Scene", "Side", "another_account"]

AGAINST = frozenset({Mode.DENIED, Mode.DOUBTED, Mode.RETRACTED})
REWORKED = frozenset(
    {
        *(DerivationKind.FORWARD, DerivationKind.NETWORK, DerivationKind.COPY, DerivationKind.TRANSLATION),
        *(DerivationKind.REWRITE, DerivationKind.WIRE_CREDIT),
    }
)
"""Kinds in which a document brings nothing of its own: what the other does not have was put in on the way."""
WORD_OF_A_VOICE = frozenset({DerivationKind.SAME_VOICE})
"""Kinds by which only what has a voice is taken over."""


_NEIGHBOURS = 500
"""Characters before and behind a telling, within its paragraph, in which a voice is named for it too."""


@dataclass(frozen=True, slots=True)
class Side:
    """One telling with what the rules read of it.

    `content` are its words, `said` those with the cue of a voice, `sentence` all that it stands in, `named` the names
    in that, `near` names and terms of what stands beside it in its paragraph. `staff` says that the voice is somebody
    of the outlet's own, `post` that the document is the post of a channel, `happens` that something is told to have
    happened.
    """

    told: Told
    speaker: Speaker
    mode: Mode
    content: str
    said: str
    sentence: str
    heading: bool
    quoted: bool
    terms: frozenset[str]
    named: frozenset[str]
    figures: tuple[Quantity, ...]
    places: tuple[Candidate, ...]
    words: Words
    near: frozenset[str] = frozenset()
    staff: bool = False
    post: bool = False
    happens: bool = False

    @property
    def spot(self) -> Spot:
        return Spot(self.told.document, self.told.span)


@dataclass(frozen=True, slots=True)
class Scene:
    """A telling of the taker (`later`) and the one it is held against (`earlier`).

    `others` are all tellings, in the taken document, of the claims that it tells; `beside` the other tellings of them
    in its own document, `around` the names and terms of that; `kept` says that it gives the earlier voice for
    something else. `places` are those that the taken document names anywhere.
    """

    kind: DerivationKind
    later: Side
    earlier: Side
    others: tuple[Side, ...]
    beside: tuple[Side, ...]
    around: frozenset[str]
    kept: bool = False
    places: frozenset[PlaceId] = frozenset()


@dataclass(frozen=True, slots=True)
class Meeting:
    """All that two documents tell of the claims given: each telling of the taker with its claims, and the taken's.

    `quotations` are what each says in quotation marks, whether a claim has it or not. `source` are the terms of the
    taken document, `source_names` the names in it, `places` those that it names; `around` names and terms of the taker,
    `sources` all documents that it comes from. `elsewhere` are tellings that it has from another of these; `main` is
    the one it has most from.
    """

    derivation: Derivation
    here: tuple[tuple[Side, tuple[Claim, ...]], ...]
    there: tuple[tuple[Side, tuple[Claim, ...]], ...]
    quotations: tuple[tuple[Side, ...], tuple[Side, ...]]
    source: frozenset[str]
    source_names: frozenset[str]
    around: frozenset[str]
    sources: frozenset[str] = frozenset()
    elsewhere: frozenset[Told] = frozenset()
    main: bool = True
    places: frozenset[PlaceId] = frozenset()

    def scenes(self) -> Iterator[Scene]:
        """Each telling of the taker that comes from here, and the one it is held against: the same voice first, then
        the most in common."""
        scenes = tuple(self.every_scene())
        kept = {voice_key(scene.earlier.speaker) for scene in scenes if not scene.later.speaker.own}
        for scene in scenes:
            if scene.later.told not in self.elsewhere:
                yield replace(scene, kept=voice_key(scene.earlier.speaker) in kept)

    def every_scene(self) -> Iterator[Scene]:
        """The same for all tellings, also for those that come from another document."""
        for side, claims in self.here:
            ids = {claim.id for claim in claims}
            others = tuple(each for each, told in self.there if any(claim.id in ids for claim in told))
            beside = tuple(
                each for each, told in self.here if each.told != side.told and any(claim.id in ids for claim in told)
            )
            if others and not (side.speaker.plain and self.derivation.kind in WORD_OF_A_VOICE):
                earlier = max(others, key=lambda each: _nearness(side, each))
                if not another_account(side, earlier):
                    yield Scene(self.derivation.kind, side, earlier, others, beside, self.around, places=self.places)


def _nearness(side: Side, other: Side) -> tuple[bool, int, bool, int]:
    values = {figure.value for figure in side.figures}
    return (
        alike(side.speaker, other.speaker),
        sum(figure.value in values for figure in other.figures),
        other.heading is side.heading,
        len(side.terms & other.terms),
    )


def another_account(side: Side, other: Side) -> bool:
    """Whether both have a voice with a name, and not the same: then neither comes from the other."""
    mine, theirs = side.speaker, other.speaker
    if mine.own or not (mine.names and mine.named) or alike(mine, theirs):
        return False
    return theirs.body or (not theirs.own and bool(theirs.names) and theirs.named)


class Reader:
    """Makes sides of tellings; looks at each document once."""

    def __init__(
        self, papers: Mapping[str, Paper], terms: Terms, near: Mapping[str, frozenset[str]] | None = None
    ) -> None:
        self.papers, self.terms = papers, terms
        self.near = near or {}
        """Of each claim, by its id, the documents that tell one near to it."""
        self._bodies: Bodies = bodies_of(papers.values(), terms)
        self._sources: dict[str, tuple[frozenset[str], frozenset[str]]] = {}

    def meetings(self, derivations: Sequence[Derivation], claims: Sequence[Claim]) -> tuple[Meeting, ...]:
        """One document with each of those that it comes from. Raises KeyError where one is not among the papers."""
        found = [self._meeting(each, claims) for each in derivations]
        scenes = [{scene.later.told: scene for scene in each.every_scene()} for each in found]
        order = list(DerivationKind)
        rank = [-order.index(each.derivation.kind) for each in found]
        nearest: dict[Told, int] = {}
        for number, by_told in enumerate(scenes):
            for told, scene in by_told.items():
                best = nearest.get(told)
                own = (*_nearness(scene.later, scene.earlier), rank[number])
                if best is None or own > (*_nearness(scene.later, scenes[best][told].earlier), rank[best]):
                    nearest[told] = number
        sources = frozenset(each.taken for each in derivations)
        most = [(each.derivation.kind in REWORKED, list(nearest.values()).count(n), -n) for n, each in enumerate(found)]
        return tuple(
            replace(
                each,
                sources=sources,
                elsewhere=frozenset(told for told, best in nearest.items() if best != number),
                main=most[number] == max(most),
            )
            for number, each in enumerate(found)
        )

    def _meeting(self, derivation: Derivation, claims: Sequence[Claim]) -> Meeting:
        taken = derivation.taken
        quotations = tuple(self._quotations(key) for key in (derivation.taker, taken))
        here, there = (tuple(self._tellings(key, claims)) for key in (derivation.taker, taken))
        source, names = self._source(taken)
        around = frozenset().union(*self._source(derivation.taker))
        places = frozenset(each.id for each in self.papers[taken].report.places if each.id is not None)
        return Meeting(derivation, here, there, (quotations[0], quotations[1]), source, names, around, places=places)

    def side(self, told: Told) -> Side:
        paper = self.papers[told.document]
        document, statement = paper.report.document, told.statement(paper)
        parts = tuple(_within(statement.contents, told.span)) if statement is not None else (told.span,)
        content = " ".join(part.of(document.text) for part in parts)
        cue = statement.cue if statement is not None else None
        places = [place.chosen for place in paper.report.places if any(place.span.overlaps(part) for part in parts)]
        speaker = speaker_of(told, paper, self.terms, self._bodies)
        sentence = (statement.sentence if statement is not None else told.span).of(document.text)
        return Side(
            told=told,
            speaker=speaker,
            mode=statement.mode if statement is not None else Mode.ASSERTED,
            content=content,
            said=content if cue is None or speaker.own else f"{cue.of(document.text)} {content}",
            sentence=sentence,
            heading=told.span in document.title,
            quoted=(statement is not None and statement.quoted) or _in_marks(told.span, document.text),
            terms=self.terms(content, document.language),
            named=names_in(sentence, document.language, self.terms),
            figures=tuple(q for q in paper.report.quantities if any(q.span.overlaps(part) for part in parts)),
            places=tuple(place for place in places if place is not None),
            words=words_of(document.language),
            near=self._near(told.span, document),
            post=paper.source is not None and paper.source.kind is SourceKind.CHANNEL,
            happens=statement is not None and statement.frame is not None,
            staff=bool(speaker.names & names_in(document.outlet or "", document.language, self.terms)),
        )

    def _near(self, span: Span, document: Document) -> frozenset[str]:
        whole = document.text
        end = whole.find("\n", span.end, span.end + _NEIGHBOURS)
        start = max(whole.rfind("\n", 0, span.start) + 1, span.start - _NEIGHBOURS)
        text = whole[start : end if end >= 0 else span.end + _NEIGHBOURS]
        return self.terms(text, document.language) | names_in(text, document.language, self.terms)

    def _tellings(self, key: str, claims: Sequence[Claim]) -> Iterator[tuple[Side, tuple[Claim, ...]]]:
        told: dict[Told, list[Claim]] = {}
        for claim in claims:
            against = {answer.told for answer in claim.answers if answer.mode in AGAINST}
            for each in claim.tellings:
                if each.document == key and each not in against:
                    told.setdefault(each, []).append(claim)
        for each, of in sorted(told.items(), key=lambda item: item[0]):
            yield self.side(each), tuple(of)

    def _quotations(self, key: str) -> tuple[Side, ...]:
        statements = self.papers[key].report.statements
        told = sorted({Told(key, Span(each.content.start, each.contents[-1].end)) for each in statements})
        return tuple(side for each in told if (side := self.side(each)).quoted)

    def _source(self, key: str) -> tuple[frozenset[str], frozenset[str]]:
        if key not in self._sources:
            document = self.papers[key].report.document
            self._sources[key] = (
                self.terms(document.text, document.language),
                names_in(document.text, document.language, self.terms),
            )
        return self._sources[key]


def _within(parts: Iterable[Span], told: Span) -> Iterator[Span]:
    """What a telling has of the parts of its statement: of one that was cut it is a piece."""
    for part in parts:
        if part.overlaps(told):
            yield Span(max(part.start, told.start), min(part.end, told.end))


def _in_marks(span: Span, text: str) -> bool:
    """Whether quotation marks open right before it or close right behind it."""
    return text[max(0, span.start - 1) : span.start] in set('«“„"') or text[span.end : span.end + 2].strip(",.!? ")[
        :1
    ] in set('»”"')
