"""With whom a claim starts: each telling is put under the one it comes from, and what is left over are the origins.

A telling comes from another when the voice is the same, when its document derives from the other's and brings no voice
of its own, or when an outlet that names nobody says what somebody with a name said before. How many origins there are
at most is how many are left over. At least so many there are as voices can be found of which any two are surely two:
with names or channels of their own, of different parties, in documents that do not come from others.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from firsthand.claims import Claim, Derivation, Origin, Origins, Paper, Told
from firsthand.kinds import DerivationKind, Mode, ToldBy
from firsthand.trace.joined import Joined
from firsthand.trace.speakers import (
    Speaker,
    Terms,
    alike,
    bodies_of,
    names_in,
    one_party,
    speaker_of,
    surely_two,
    voice_key,
    who_is,
)

__all__ = ["IDENTITIES", "RULES", "origins", "origins_of"]

_AGAINST = frozenset({Mode.DENIED, Mode.DOUBTED, Mode.RETRACTED})
_WHOLE = frozenset({DerivationKind.FORWARD, DerivationKind.NETWORK, DerivationKind.COPY, DerivationKind.TRANSLATION})
"""Kinds in which all that a document says comes from the other."""
_REWORKED = _WHOLE | {DerivationKind.REWRITE, DerivationKind.WIRE_CREDIT}
"""Kinds in which a document brings nothing of its own but for voices that the other does not have."""
_CITED = frozenset({DerivationKind.LINK, DerivationKind.SAME_VOICE, DerivationKind.FORWARD})
_COMPARED = 24  # voices among which those that are surely two are looked for


@dataclass(frozen=True, slots=True)
class _Case:
    """All that the rules read: the tellings of the claim, earliest first, and from which documents each comes.

    `inside` are the tellings by document, `voices` the first telling of each voice that can be one with another;
    `kinds` are the ways in which a document comes from others at all. `first` is the earliest by somebody with a name
    in a document that comes from no other,
    `houses` has the first own telling of each family and source.
    """

    speakers: tuple[Speaker, ...]
    taken: Mapping[str, Mapping[str, DerivationKind]]
    terms: Mapping[Told, frozenset[str]]
    names: Callable[[str], frozenset[str]]
    kinds: Callable[[str], tuple[DerivationKind, ...]]
    inside: Mapping[str, tuple[Speaker, ...]]
    voices: tuple[Speaker, ...]
    first: Speaker | None
    houses: Mapping[str, Speaker]

    def before(self, speaker: Speaker, kinds: frozenset[DerivationKind]) -> tuple[Speaker, ...]:
        """The tellings in documents that its own comes from in one of these ways."""
        taken = self.taken.get(speaker.told.document, {})
        return tuple(each for key, kind in taken.items() if kind in kinds for each in self.inside[key])

    def beside(self, speaker: Speaker) -> tuple[Speaker, ...]:
        """The other tellings in its document."""
        return tuple(each for each in self.inside[speaker.told.document] if each.told != speaker.told)

    def nearest(self, speaker: Speaker, among: Sequence[Speaker]) -> Speaker:
        """The one of these tellings that says most in common with it; voices alike first, then the earliest."""
        own = self.terms[speaker.told]
        return max(among, key=lambda each: (alike(speaker, each), len(own & self.terms[each.told])))


_Rule = Callable[[Speaker, _Case], tuple[Speaker, str] | None]


def the_same_voice(speaker: Speaker, case: _Case) -> tuple[Speaker, str] | None:
    """Two documents that give the word of one voice have one origin, whichever documents they are.

    Names are compared by what is heard of them, so that a spelling or a language makes no second voice. A body that
    speaks in its own channel is one with the voice of that name elsewhere.
    """
    for other in case.voices:
        if other.told != speaker.told and (alike(speaker, other) or voice_key(speaker) == voice_key(other)):
            return other, f"the word of the same voice: {_called(speaker)}, {_called(other)}"
    return None


def a_body_cited(speaker: Speaker, case: _Case) -> tuple[Speaker, str] | None:
    """Where a document links a body's own post, or gives the word of its voice, a body named there without a channel of
    its own is that one, by whatever name; so is who speaks for it."""
    bodies = [each for each in case.before(speaker, _CITED) if each.body and _stands_for(speaker, each, case)]
    if not bodies:
        return None
    other = case.nearest(speaker, bodies)
    return other, f"its document cites what {_called(other)} says itself"


def _stands_for(speaker: Speaker, body: Speaker, case: _Case) -> bool:
    """Whether a voice in a document that cites a body's own channel is that body, as far as the words go."""
    if speaker.own or speaker.there or any(alike(body, other) for other in case.beside(speaker)):
        return False
    if speaker.side is not None and body.side not in (None, speaker.side):
        return False
    kind = case.taken.get(speaker.told.document, {}).get(body.told.document)
    return kind in _CITED and (not speaker.person or speaker.office or kind is DerivationKind.SAME_VOICE)


def summed_up(speaker: Speaker, case: _Case) -> tuple[Speaker, str] | None:
    """What a document says in its own words and also gives as the word of a voice, it has from that voice; a heading
    sums up the text below it."""
    if not (speaker.plain or speaker.heading):
        return None
    text = [each for each in case.beside(speaker) if not each.heading]
    voices = [each for each in text if not each.own]
    voices = voices or [each for each in text if speaker.heading or each.told < speaker.told]
    return (case.nearest(speaker, voices), "the same document says it again") if voices else None


def passed_on(speaker: Speaker, case: _Case) -> tuple[Speaker, str] | None:
    """A forward, a copy, a translation or a site of the same network adds no origin, whoever it lets say it."""
    before = case.before(speaker, _WHOLE)
    if not before:
        return None
    other = case.nearest(speaker, before)
    return other, f"passed on from {_called(other)}"


def rewritten(speaker: Speaker, case: _Case) -> tuple[Speaker, str] | None:
    """A rewrite adds no origin unless it gives the word of somebody with a name whom the other document does not have.

    Somebody without a name who says in the rewrite what another said before is the same origin in another mouth.
    """
    before = case.before(speaker, _REWORKED)
    if not before:
        return None
    other = case.nearest(speaker, before)
    if speaker.named and speaker.names and not speaker.names & case.names(other.told.document):
        return None
    return other, f"retold after {_called(other)}, with no voice of its own"


def cited(speaker: Speaker, case: _Case) -> tuple[Speaker, str] | None:
    """A document that cites another, and says without naming anybody what stands there as somebody's word, has it
    from there, unless its reporter was there."""
    if speaker.body or (speaker.own and speaker.there) or (speaker.named and speaker.names):
        return None
    before = [each for each in case.before(speaker, frozenset(DerivationKind)) if each.body or not each.own]
    if not before:
        return None
    other = case.nearest(speaker, before)
    return other, f"from a document that it cites: {_called(other)}"


def one_house(speaker: Speaker, case: _Case) -> tuple[Speaker, str] | None:
    """What outlets of one publisher or network say in their own words counts once."""
    if not speaker.own or speaker.body:
        return None
    firsts = [case.houses[house] for house in _houses(speaker) if house in case.houses]
    other = min(firsts, key=_earliest, default=None)
    return None if other is None or other.told == speaker.told else (other, f"the same house as {_called(other)}")


def common_knowledge(speaker: Speaker, case: _Case) -> tuple[Speaker, str] | None:
    """An outlet that names nobody, a day or more after somebody with a name had told it, repeats what is known."""
    first = case.first
    if not speaker.plain or speaker.day is None or first is None or first.day is None or first.day >= speaker.day:
        return None
    return first, f"says without a voice what was known from {_called(first)} before"


def a_country_for_its_body(speaker: Speaker, case: _Case) -> tuple[Speaker, str] | None:
    """Where a country is given as the voice, it stands for the body of it that its document names for the same, or that
    the document it comes from does."""
    if not _only_a_country(speaker):
        return None
    near = (*case.beside(speaker), *case.before(speaker, frozenset(DerivationKind)))
    bodies = [each for each in near if each.side == speaker.side and not _only_a_country(each)]
    bodies = [each for each in bodies if each.state or each.body]
    if not bodies:
        return None
    other = case.nearest(speaker, bodies)
    return other, f"{speaker.text} stands for {_called(other)}"


def _only_a_country(speaker: Speaker) -> bool:
    government = speaker.side is not None and speaker.actor == f"{speaker.side}:government"
    return government and not (speaker.own or speaker.state or speaker.person)


IDENTITIES: tuple[_Rule, ...] = (the_same_voice, a_body_cited, a_country_for_its_body)
"""These join what is one; each that applies, and before all others."""
RULES: tuple[_Rule, ...] = (summed_up, passed_on, rewritten, cited, one_house, common_knowledge)
"""In this order, the first that applies says under which other telling one is put."""


def origins(claim: Claim, papers: Mapping[str, Paper], derivations: Sequence[Derivation], terms: Terms) -> Origins:
    """With whom a claim starts, and under whom each telling was put, with the reason.

    Denials, doubts and withdrawals are no origins of what they answer; a confirmation is one like any telling, and so
    is who denies the contrary.

    Args:
        papers: by key; a telling whose document is not among them is left out.
        derivations: all that are known, also of documents that do not tell the claim: a copy of a copy is a copy.
    """
    return next(origins_of((claim,), papers, derivations, terms))


def origins_of(
    claims: Iterable[Claim], papers: Mapping[str, Paper], derivations: Iterable[Derivation], terms: Terms
) -> Iterator[Origins]:
    """The origins of each of these claims, in their order; what they share is worked out once."""
    direct: dict[str, list[Derivation]] = {}
    for each in derivations:
        direct.setdefault(each.taker, []).append(each)
    bodies = bodies_of(papers.values(), terms)

    @cache
    def names(key: str) -> frozenset[str]:
        document = papers[key].report.document
        return names_in(document.text, document.language, terms)

    def speaker(told: Told) -> Speaker:
        return speaker_of(told, papers[told.document], terms, bodies)

    for claim in claims:
        against = {answer.told for answer in claim.answers if answer.mode in _AGAINST}
        told = {each for each in claim.tellings if each.document in papers}
        telling = tuple(sorted((speaker(each) for each in told - against), key=_earliest))
        words = {each.told: _terms_of(each.told, papers, terms) for each in telling}
        yield _counted(_case(telling, direct, words, names), [speaker(each) for each in sorted(told & against)])


def _case(
    speakers: tuple[Speaker, ...],
    direct: Mapping[str, Sequence[Derivation]],
    terms: Mapping[Told, frozenset[str]],
    names: Callable[[str], frozenset[str]],
) -> _Case:
    inside: dict[str, tuple[Speaker, ...]] = {}
    voices: dict[tuple[object, ...], Speaker] = {}
    houses: dict[str, Speaker] = {}
    for each in speakers:
        inside[each.told.document] = (*inside.get(each.told.document, ()), each)
        if not each.own or each.body:
            voices.setdefault(voice_key(each), each)
        else:
            for house in _houses(each):
                houses.setdefault(house, each)
    taken = {key: found for key in sorted(inside) if (found := _comes_from(key, direct, inside.keys()))}

    def kinds(key: str) -> tuple[DerivationKind, ...]:
        return tuple(each.kind for each in direct.get(key, ()))

    first = next((each for each in speakers if each.known and each.told.document not in taken), None)
    return _Case(speakers, taken, terms, names, kinds, inside, tuple(voices.values()), first, houses)


def _houses(speaker: Speaker) -> tuple[str, ...]:
    return tuple(filter(None, (speaker.family and f"family {speaker.family}", speaker.source)))


def _counted(case: _Case, against: Sequence[Speaker]) -> Origins:
    groups, reasons = _groups(case)
    sure = _most_apart(case)
    roots = tuple(_origin(group, reasons, sure) for group in groups)
    at_least = max(1, min(len(sure), len(roots))) if roots else 0
    return Origins(at_least, len(roots), roots, _told_by(groups, against))


def _earliest(speaker: Speaker) -> tuple[tuple[float, float, str], Told]:
    """Where a telling stands in the order of time; those without a date come last."""
    return speaker.order, speaker.told


def _terms_of(told: Told, papers: Mapping[str, Paper], terms: Terms) -> frozenset[str]:
    document = papers[told.document].report.document
    return terms(told.span.of(document.text), document.language)


def _comes_from(
    key: str, direct: Mapping[str, Sequence[Derivation]], telling: Collection[str]
) -> dict[str, DerivationKind]:
    """The documents telling the claim that this one comes from, with the kind: straight, or through such as do not tell
    it, by the weakest step of the strongest way."""
    order = list(DerivationKind)
    found: dict[str, int] = {}
    waiting = [(key, 0)]
    while waiting:
        at, weakest = waiting.pop()
        for each in direct.get(at, ()):
            rank = max(weakest, order.index(each.kind))
            if each.taken != key and rank < found.get(each.taken, len(order)):
                found[each.taken] = rank
                if each.taken not in telling:
                    waiting.append((each.taken, rank))
    return {taken: order[rank] for taken, rank in sorted(found.items()) if taken in telling}


def _groups(case: _Case) -> tuple[list[list[Speaker]], dict[Told, str]]:
    """The tellings that belong together, each group with the one it starts from first; and why each was put there.

    First what is one voice is joined. Such a group then comes from another where all of its tellings do: it stays an
    origin as long as one of them comes from nowhere else.
    """
    joined = Joined(case.speakers, lambda each: each.told)
    reasons: dict[Told, str] = {}
    for each in case.speakers:
        for other, why in filter(None, (rule(each, case) for rule in IDENTITIES)):
            joined.join(each.told, other.told)
            reasons.setdefault(each.told, why)
    put = {each.told: next(filter(None, (rule(each, case) for rule in RULES)), None) for each in case.speakers}
    for one, another in [found for voice in joined.groups() if (found := _comes_whole(voice, put, joined))]:
        joined.join(one, another)
    reasons = {told: found[1] for told, found in put.items() if found is not None} | reasons
    return [sorted(group, key=lambda each: _first_of_all(each, reasons)) for group in joined.groups()], reasons


def _comes_whole(
    voice: Sequence[Speaker], put: Mapping[Told, tuple[Speaker, str] | None], joined: Joined[Speaker]
) -> tuple[Told, Told] | None:
    """From which telling, of another voice, all tellings of this one come, by the earliest of them."""
    first = None
    for each in voice:
        found = put[each.told]
        if found is None:
            return None
        if first is None and joined.leader(found[0].told) != joined.leader(each.told):
            first = each.told, found[0].told
    return first


def _first_of_all(speaker: Speaker, put: Mapping[Told, object]) -> tuple[object, ...]:
    """The order within an origin: a body's own channel, then who comes from nobody, then time."""
    return not speaker.body, speaker.own, speaker.told in put, *_earliest(speaker)


def _most_apart(case: _Case) -> frozenset[Told]:
    """The most tellings of which any two are surely independent; of several such sets that of the earliest ones.

    A telling counts where its own document brings it: one that comes from another brings nothing surely, and a body
    named in a document that cites others may be one of those, unless it has a side of its own.
    """
    sure = [each for each in case.speakers if (each.known or each.there) and not _from_others(each, case)]
    different = list({voice_key(each): each for each in reversed(sure)}.values())[::-1][:_COMPARED]
    beside = {
        each.told: {other.told for other in different if surely_two(each, other) and not _linked(each, other, case)}
        for each in different
    }
    return frozenset(_largest([], [each.told for each in different], beside))


def _from_others(speaker: Speaker, case: _Case) -> bool:
    kinds = set(case.kinds(speaker.told.document))
    body = not (speaker.own or speaker.person or speaker.there) and speaker.side is None and speaker.family is None
    return not kinds.isdisjoint(_REWORKED) or (body and not kinds.isdisjoint(_CITED))


def _linked(one: Speaker, other: Speaker, case: _Case) -> bool:
    """Whether one stands for the other, by what its document cites."""
    return (other.body and _stands_for(one, other, case)) or (one.body and _stands_for(other, one, case))


def _largest(chosen: list[Told], left: list[Told], beside: Mapping[Told, set[Told]]) -> list[Told]:
    """The largest set in which all stand beside each other (Bron and Kerbosch 1973, without the pivot)."""
    best = chosen
    for number, each in enumerate(left):
        if len(chosen) + len(left) - number <= len(best):
            break
        found = _largest([*chosen, each], [other for other in left[number + 1 :] if other in beside[each]], beside)
        if len(found) > len(best):
            best = found
    return best


def _origin(group: Sequence[Speaker], reasons: Mapping[Told, str], sure: frozenset[Told]) -> Origin:
    first = group[0]
    tellings = tuple((each.told, _why(each) if each is first else reasons.get(each.told, _why(each))) for each in group)
    return Origin(
        first.text,
        first.told.document,
        first.side,
        any(each.told in sure for each in group),
        tellings,
        _why(first),
        named=first.known or first.named,
        there=any(each.there for each in group),
        outlet=first.plain,
        who=who_is(first),
    )


def _why(speaker: Speaker) -> str:
    """Why something starts here."""
    if speaker.body:
        return f"{speaker.text} says it in its own channel"
    if speaker.own:
        return f"{speaker.text} says it in its own voice" + (
            ", and was there" if speaker.there else " and names nobody"
        )
    if speaker.nameless or not speaker.named:
        return f"somebody without a name says it: {speaker.text}"
    return f"{speaker.text} says it" + (", who was there" if speaker.there else "")


def _called(speaker: Speaker) -> str:
    return f"{speaker.text} ({speaker.told.document})" if not speaker.own else speaker.text


def _told_by(groups: Sequence[Sequence[Speaker]], against: Sequence[Speaker]) -> ToldBy:
    """Who stands behind it: by the voices with which the origins start, and the sides of those who answer it."""
    voices = [each for group in groups for each in group if each is group[0] or each.known or each.there]
    named = [each for each in voices if each.known]
    if _both_sides(named, against):
        return ToldBy.BOTH_PARTIES
    if any(each.there for each in voices):
        return ToldBy.WITNESS
    parties = (each for each in voices if each.named or each.body or (each.collective and not each.nameless))
    return ToldBy.ONE_PARTY if any(parties) else ToldBy.NOBODY


def _both_sides(named: Sequence[Speaker], against: Sequence[Speaker]) -> bool:
    """Whether two sides tell it: two that are known, or one that is also among those who deny it."""
    sides = {each.side for each in named if each.side is not None}
    denying = [each for each in against if each.known]
    return len(sides) > 1 or (
        len(named) > 1 and any(not alike(each, other) and one_party(each, other) for each in named for other in denying)
    )
