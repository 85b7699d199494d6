"""Whose word a telling is, and when two of them are one and the same, may be, or are surely two.

Voices are one when their names are heard alike, in whatever spelling or language; when they are names of one body; when
they are known to be the same actor; or when a body speaks in its own channel and is named elsewhere.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache, partial

from anyascii import anyascii

from firsthand.claims import Paper, Told
from firsthand.kinds import Mode, SourceKind, VoiceKind
from firsthand.model import Document, PlaceId, Source, Span, Statement, Voice
from firsthand.trace.figures import Figure, figures_of, side_of
from firsthand.trace.lands import lands_of, seats_of
from firsthand.trace.moments import day_of, order_of
from firsthand.trace.words import words_of

__all__ = [
    "Bodies",
    "Speaker",
    "Terms",
    "alike",
    "bodies_of",
    "is_body",
    "names_in",
    "one_party",
    "speaker_of",
    "surely_two",
    "voice_key",
    "who_is",
]

Terms = Callable[[str, str], frozenset[str]]
"""The terms of a text in a language: "=concept", "#figure", "~consonants heard", or "language:stem"."""

_BODIES = frozenset(
    {
        *(SourceKind.GOVERNMENT, SourceKind.MINISTRY, SourceKind.MILITARY, SourceKind.OFFICIAL, SourceKind.PARTY),
        *(SourceKind.INTERNATIONAL, SourceKind.NGO, SourceKind.COMPANY, SourceKind.PERSON),
    }
)
"""Sources whose own posts are the word of a body or a person, and not of an outlet."""
_NAME = re.compile(r"[A-ZÀ-ÞА-ЯЁІЇЄҐ][^\W\d_]*(?:[-'’ʼ][^\W\d_]+)*")
_VOWELS_AT_END = re.compile(r"[aeiouy']+$")
_SAME_ROLES = 0.6  # of all that two bodies are called, in common
_CLAUSE_END = re.compile(r"[.!?,;:—»”\"(]\s|\n")
_APPOSITION = re.compile(r"^[^,(]*[,(]\s*([^,).\n]+)")
_BEFORE_A_SENTENCE = re.compile(r"(?:\A|[.!?…:\n])[\s\"'“”«»„—–-]*\Z")
_OPENING = 8  # characters in which a sentence before has ended
_AROUND = 70  # characters before and behind a name in which it is told who that is
_POSSESSIVE = 2  # characters of "'s"
_SHORT = 1000  # characters; more are not kept for when they are asked for again


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who tells something in a document.

    `order` is where its document stands in the order of time (see `moments.order_of`), `day` when that was, if known.
    `own` says that the document speaks for itself, `body` that it is then the channel of a body or a person. `names`
    are the names by what is heard of them, `roles` what the voice is called beside. `there` says that it is somebody
    who was where it happened, `office` that somebody speaks for an office or as one who knows the subject. `nameless`
    is who asked for it, `collective` a group or body without a name. `heading` says that an outlet's heading tells it,
    which nobody has seen, or gives it as the word of somebody without a name.
    """

    told: Told
    text: str
    order: tuple[float, float, str]
    day: int | None
    mode: Mode
    own: bool = False
    body: bool = False
    named: bool = False
    person: bool = False
    there: bool = False
    office: bool = False
    state: bool = False
    nameless: bool = False
    collective: bool = False
    heading: bool = False
    names: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()
    actor: str | None = None
    side: str | None = None
    source: str | None = None
    family: str | None = None

    @property
    def plain(self) -> bool:
        """An outlet that names nobody, and was not there."""
        return self.own and not self.body and not self.there

    @property
    def known(self) -> bool:
        """Somebody who can be told from others: a name, a body in its own channel, somebody who was there."""
        return (self.named and bool(self.names)) or self.body or (self.own and self.there)


@dataclass(frozen=True, slots=True)
class Bodies:
    """The bodies that have channels of their own among the sources of a case: the names of each, by what is heard.
    `people` are persons by their last names: all names of each, and the side that most documents give them; `figures`
    are those of the table; `seats` are places that stand for the government of a side."""

    known: tuple[tuple[frozenset[str], Source], ...] = ()
    families: Mapping[str, str] = field(default_factory=dict)
    lands: frozenset[str] = frozenset()
    people: Mapping[str, tuple[frozenset[str], str | None]] = field(default_factory=dict)
    figures: Mapping[str, tuple[Figure, ...]] = field(default_factory=dict)
    seats: Mapping[PlaceId, str] = field(default_factory=dict)

    def source(self, names: frozenset[str]) -> Source | None:
        """The only one that bears most of these names."""
        fits = [source for own, source in self.known if 2 * len(own & names) >= min(len(own), len(names)) > 0]
        return fits[0] if len({source.id for source in fits}) == 1 else None

    def apart(self, names: frozenset[str], roles: frozenset[str]) -> frozenset[str]:
        """Names without those of countries, by which nobody is told from others of that country; all of them where
        the country itself is the voice."""
        own = names - self.lands
        return own if own or len(roles) > len(names) else names

    def side_of(self, names: frozenset[str]) -> str | None:
        """The side of a person who is called so, where another document gives it: a heading has only “Gerasimov”. Where
        none does, the table of public figures may.

        Args:
            names: without ranks and offices, which another document need not give.
        """
        found = {side for last in names if last in self.people for own, side in [self.people[last]] if names <= own}
        return found.pop() if len(found) == 1 else side_of(names, self.figures)

    def family(self, names: frozenset[str]) -> str | None:
        """The family that bears one of these names."""
        return next((self.families[name] for name in sorted(names) if name in self.families), None)


def bodies_of(papers: Collection[Paper], terms: Terms) -> Bodies:
    """The bodies among the sources of these documents."""
    sources = {paper.source.id: paper.source for paper in papers if paper.source is not None and is_body(paper.source)}
    known, families = [], {}
    for _, source in sorted(sources.items()):
        names = [(source.language or "", source.name), *source.names]
        known.append((frozenset().union(*(_heard(name, language, terms)[0] for language, name in names)), source))
        if source.family is not None:
            families.update(dict.fromkeys(_heard(source.family.title(), "en", terms)[0], source.family))
    lands = frozenset(_name(term) for term in lands_of(papers, terms))
    people, figures = _people_of(papers, terms), figures_of(_names_by(terms))
    return Bodies(tuple(known), families, lands, people, figures, seats_of(papers))


@lru_cache(maxsize=4)
def _names_by(terms: Terms) -> Callable[[str, str], frozenset[str]]:
    """How names are heard; the same function for the same terms, so that the table is read once."""
    return partial(names_in, terms=terms)


def _people_of(papers: Iterable[Paper], terms: Terms) -> dict[str, tuple[frozenset[str], str | None]]:
    """Persons whom some document names in full with the side they belong to: the side that most of them give; None
    where no more give one than others."""
    called: dict[str, frozenset[str]] = {}
    sides: dict[str, Counter[str]] = defaultdict(Counter)
    for paper in sorted(papers, key=lambda each: each.key):
        for voice in dict.fromkeys(each.voice for each in paper.report.statements):
            side = _actor(voice, paper)[1] if voice.kind is VoiceKind.NAMED_PERSON else None
            if side is None:
                continue
            language, text = paper.report.document.language, paper.report.document.text
            whole = voice.text if voice.refers_to is None else voice.refers_to.of(text)
            names, last = _heard(whole, language, terms)[0], _NAME.findall(whole)[-1:]
            for name in _heard(last[0], language, terms)[0] if len(names) > 1 and last else ():
                called[name] = called.get(name, frozenset()) | names
                sides[name][side] += 1
    return {name: (names, _most_give(sides[name])) for name, names in called.items()}


def _most_give(sides: Counter[str]) -> str | None:
    """The side that more documents give than all others together."""
    side, often = max(sides.items(), key=lambda each: each[1])
    return side if 2 * often > sides.total() else None


def is_body(source: Source) -> bool:
    """Whether what a source publishes is its own word, and not an outlet's."""
    return source.kind in _BODIES or source.side is not None


def names_in(text: str, language: str, terms: Terms) -> frozenset[str]:
    """All names that stand in a text, by what is heard of them."""
    return _heard(text, language, terms)[0]


def speaker_of(told: Told, paper: Paper, terms: Terms, bodies: Bodies) -> Speaker:
    """Who tells it, as the reader read it there; the document itself where nothing was read, or nobody is named."""
    statement = told.statement(paper)
    voice = statement.voice if statement is not None else None
    mode = statement.mode if statement is not None else Mode.ASSERTED
    if statement is None or voice is None or voice.kind is VoiceKind.OUTLET:
        return _own_speaker(told, paper, terms, mode, bodies)
    return _quoted_speaker(told, paper, terms, statement, bodies)


def _own_speaker(told: Told, paper: Paper, terms: Terms, mode: Mode, bodies: Bodies) -> Speaker:
    source, document = paper.source, paper.report.document
    body = source is not None and is_body(source)
    heading = not body and told.span in document.title
    names: list[tuple[str, str]] = [(document.language, document.outlet or "")]
    if paper.forward is not None:
        names, body = [(document.language, paper.forward.name)], False
    elif source is not None:
        names = [(document.language, source.name), *((lang or document.language, name) for lang, name in source.names)]
    heard = [_heard(name, language, terms) for language, name in names if name]
    roles = frozenset().union(*(role for _, role in heard))
    return Speaker(
        told=told,
        text=names[0][1] or told.document,
        order=order_of(paper),
        day=day_of(paper),
        mode=mode,
        own=True,
        body=body,
        heading=heading,
        there=not body and not heading and _reporter_there(document.text, document.language),
        state=source is not None and source.kind in {SourceKind.MINISTRY, SourceKind.GOVERNMENT, SourceKind.MILITARY},
        names=bodies.apart(frozenset().union(*(name for name, _ in heard)), roles),
        roles=roles,
        side=source.side if source is not None and paper.forward is None else None,
        source=source.id if source is not None else None,
        family=source.family if source is not None else None,
    )


@lru_cache(maxsize=1 << 12)
def _reporter_there(text: str, language: str) -> bool:
    """Whether a report says that its reporter was there; looked for once, however much the report tells."""
    return words_of(language).present.has(text)


def _quoted_speaker(told: Told, paper: Paper, terms: Terms, statement: Statement, bodies: Bodies) -> Speaker:
    voice, document = statement.voice, paper.report.document
    words = words_of(document.language)
    mentions = tuple(_mentions(voice, paper))
    whole = " ".join(mentions)
    heard = [_heard(mention, document.language, terms) for mention in mentions]
    roles = frozenset().union(*(role for _, role in heard))
    names = bodies.apart(frozenset().union(*(name for name, _ in heard)), roles)
    actor, side = _actor(voice, paper)
    if side is None and actor is None:
        actor, side = _government(voice, paper, bodies)
    told_of = " ".join((whole, *_introduced(voice, document)))
    office = words.office.has(told_of)
    nameless = voice.condition is not None or words.nameless.has(whole)
    state = words.state.has(whole)
    person = voice.kind in {VoiceKind.NAMED_PERSON, VoiceKind.UNNAMED_PERSON, VoiceKind.UNNAMED_GROUP}
    service = state and voice.kind is VoiceKind.UNNAMED_GROUP  # rescuers are a service, a rescuer was there
    there = person and words.there.has(told_of) and not (office or nameless or service)
    # Who was there is no body, and "a resident of the Eastern quarter" not the army's group "East".
    body = None if there else bodies.source(names)
    known_as = bodies.side_of(names - _concepts(roles)) if person else None
    return Speaker(
        told=told,
        text=voice.refers_to.of(document.text) if voice.refers_to is not None else voice.text,
        order=order_of(paper),
        day=day_of(paper),
        mode=statement.mode,
        named=not nameless and (bool(names) or not voice.kind.unnamed),
        person=person,
        there=there,
        heading=voice.kind.unnamed and told.span in document.title,
        office=office,
        state=state,
        nameless=nameless,
        collective=voice.kind in {VoiceKind.UNNAMED_GROUP, VoiceKind.UNNAMED_ORGANISATION},
        names=names,
        roles=roles,
        actor=actor,
        side=known_as or side or (body.side if body is not None else None),
        family=body.family if body is not None else bodies.family(names),
    )


def _mentions(voice: Voice, paper: Paper) -> Iterator[str]:
    """All that the document calls the voice there: the mention, the fuller one that it stands for, role, and body."""
    text = paper.report.document.text
    for span, words in ((voice.span, voice.text), (voice.refers_to, "")):
        called = words or (span.of(text) if span is not None else "")
        if called:
            yield called[:1].lower() + called[1:] if span is not None and _opens(span, voice, paper) else called
    yield from filter(None, (voice.role, voice.affiliation))


def _opens(span: Span, voice: Voice, paper: Paper) -> bool:
    """Whether somebody without a name has a capital there because a sentence begins: "Residents said". The name of
    an actor or a place keeps its own: "Azov fighters", "Goma residents"."""
    unnamed = voice.kind.unnamed and span.start not in paper.in_names
    return unnamed and _begins(span.start, paper.report.document.text)


def _begins(at: int, text: str) -> bool:
    return _BEFORE_A_SENTENCE.search(text, max(0, at - _OPENING), at) is not None


def _introduced(voice: Voice, document: Document) -> Iterator[str]:
    """What stands around the voice where a person is named first: "Marat Zhaksylykov, a mine rescuer"."""
    if voice.kind is VoiceKind.NAMED_ORGANISATION:
        return
    names = _NAME.findall(voice.text if voice.refers_to is None else voice.refers_to.of(document.text))
    at = document.text.find(" ".join(names[-2:]), document.body.start) if names else -1
    if at >= 0:
        before = document.text[max(0, at - _AROUND) : at]
        after = document.text[at : at + _AROUND + len(" ".join(names[-2:]))]
        yield _CLAUSE_END.split(before)[-1]
        yield from _APPOSITION.findall(after)[:1]


def _heard(text: str, language: str, terms: Terms) -> tuple[frozenset[str], frozenset[str]]:
    """Its names, by what is heard of them, and its other terms; what is short is asked for again and again."""
    hear = _heard_before if len(text) <= _SHORT else _hear
    return hear(text, language, terms)


def _hear(text: str, language: str, terms: Terms) -> tuple[frozenset[str], frozenset[str]]:
    words = words_of(language)
    named = " ".join(m[0] for m in _NAME.finditer(text) if not words.body.has(m[0]) and not words.state.has(m[0]))
    names = frozenset(filter(None, (_name(term) for term in terms(named, language))))
    roles = frozenset(term for term in terms(text, language) if term[0] == "=" or term[0] == "~")
    return names, roles


_heard_before = lru_cache(maxsize=1 << 13)(_hear)


def _concepts(roles: Iterable[str]) -> frozenset[str]:
    """What is said by a word of the language among what somebody is called: of "General Valery Gerasimov" the rank."""
    return frozenset(role[1:] for role in roles if role.startswith("="))


def _name(term: str) -> str:
    """A name without its language and ending: «Лавы», "Lava" → "lav"."""
    if term[0] in "=#":
        return term[1:] if term[0] == "=" else ""
    _, _, stem = term.rpartition(":")
    return stem[1:] if stem.startswith("~") else _VOWELS_AT_END.sub("", anyascii(stem).lower())


def _actor(voice: Voice, paper: Paper) -> tuple[str | None, str | None]:
    spans = [span for span in (voice.span, voice.refers_to) if span is not None]
    actors = [actor for actor in paper.report.actors if any(actor.span.overlaps(span) for span in spans)]
    ids = sorted({actor.id for actor in actors if actor.id is not None})
    sides = sorted({actor.side for actor in actors if actor.side is not None})
    return (ids[0] if len(ids) == 1 else None), (sides[0] if len(sides) == 1 else None)


def _government(voice: Voice, paper: Paper, bodies: Bodies) -> tuple[str | None, str | None]:
    """The government that a country or its seat stands for where it is the voice itself: "according to Kyiv"."""
    if voice.span is None or voice.role or voice.affiliation:
        return None, None
    for place in paper.report.places:
        whole = place.span in voice.span and len(voice.span) - len(place.span) <= _POSSESSIVE
        side = bodies.seats.get(place.id) if whole and place.id is not None else None
        if side is not None:
            return f"{side}:government", side
    return None, None


def who_is(speaker: Speaker) -> str:
    """The same for the same voice in other claims: the id of a body, of the source that it is, or else its words."""
    return speaker.actor or (speaker.source if speaker.own else None) or speaker.text.casefold()


def alike(one: Speaker, other: Speaker) -> bool:
    """Whether two voices are one: the same name, body or actor, as far as the words go."""
    if one.own and other.own:
        return one.source is not None and one.source == other.source and one.body
    if (one.own and not one.body) or (other.own and not other.body):
        return False
    if one.actor is not None and one.actor == other.actor:
        return True
    common = one.names & other.names
    if common and min(len(one.names), len(other.names)) <= 2 * len(common):
        return one.named or other.named or one.body or other.body
    if one.names and other.names:
        return False
    return _same_body(one, other)


def _same_body(one: Speaker, other: Speaker) -> bool:
    """Whether two bodies without a name of their own are called the same: "Ministry of Rescue" in any language."""
    common = one.roles & other.roles
    every = one.roles | other.roles
    if one.state and other.state and not (one.own or other.own) and not (one.office or other.office):
        return bool(common) and (one.roles <= other.roles or other.roles <= one.roles)
    return len(common) > 1 and len(common) >= _SAME_ROLES * len(every)


def one_party(one: Speaker, other: Speaker) -> bool:
    """Whether two voices belong to one party: the same side, family or source, or states' bodies that may be one's."""
    for name in ("side", "family", "source"):
        value = getattr(one, name)
        if value is not None and value == getattr(other, name):
            return True
    apart = one.side is not None and other.side is not None
    return one.state and other.state and not apart


def surely_two(one: Speaker, other: Speaker) -> bool:
    """Whether two voices are independent beyond doubt.

    Somebody without a name may be anybody. An outlet that names nobody may have it from anybody. Who speaks for an
    office may speak for the other body, unless they belong to different sides.
    """
    if one.told == other.told or alike(one, other) or one_party(one, other):
        return False
    if not (one.known or one.there) or not (other.known or other.there):
        return False
    if not (one.known and other.known) and not (one.body or other.body):
        return False
    apart = one.side is not None and other.side is not None
    return apart or not (_may_speak_for(one, other) or _may_speak_for(other, one))


def _may_speak_for(one: Speaker, other: Speaker) -> bool:
    return one.office and one.person and not other.there


def voice_key(speaker: Speaker) -> tuple[object, ...]:
    """All that tells a voice from others, whichever telling it is of."""
    return (
        *(speaker.own, speaker.body, speaker.named, speaker.person, speaker.there, speaker.office, speaker.state),
        *(speaker.names, speaker.roles, speaker.actor, speaker.side, speaker.source, speaker.family),
    )
