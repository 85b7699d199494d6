"""Clauses of a Ukrainian sentence: cut at marks and conjunctions, each with its predicate and what governs it."""

from __future__ import annotations

from dataclasses import dataclass, field

from firsthand.read.uk.groups import Group
from firsthand.read.uk.morphology import morphology
from firsthand.read.uk.tokens import RELATIVES, Token

__all__ = ["Clause", "find_clauses"]

_CUTS = frozenset(",;:—–()")


@dataclass
class Clause:
    """Stretches of nodes around a `predicate` (-1 where it has none), hanging on `parent` by `relation`."""

    relation: str
    parent: Clause | None = None
    anchor: int = -1
    predicate: int = -1
    ranges: list[tuple[int, int]] = field(default_factory=list)
    mark: int = -1

    def holds(self, number: int) -> bool:
        return any(start <= number < end for start, end in self.ranges)


@dataclass(frozen=True)
class _Segment:
    start: int
    end: int
    opener: str  # rel, sub, conv, coord, strong, aside, ""
    predicate: int
    mark: int = -1
    sign: str = ""
    own: bool = False


def find_clauses(
    tokens: list[Token], groups: list[Group], cues: frozenset[str], speakers: frozenset[str]
) -> list[Clause]:
    """The clauses, the main one first; every node is in one of them."""
    subjects = frozenset(group.head for group in groups if group.preposition < 0 and _voice(tokens, group, speakers))
    segments = _segments(tokens, groups, cues, subjects)
    main = Clause("root")
    clauses, stack = [main], [main]
    for segment in segments:
        clause = _place(tokens, segment, stack, clauses)
        clause.ranges.append((segment.start, segment.end))
        if segment.predicate >= 0 and clause.predicate < 0:
            clause.predicate = segment.predicate
    return clauses


def _voice(tokens: list[Token], group: Group, speakers: frozenset[str]) -> bool:
    head = tokens[group.head]
    known = head.form.animate or head.name or head.pos in ("PROPN", "X", "PRON") or head.form.lemma in speakers
    return bool(known) and group.can("Nom")


def _place(tokens: list[Token], segment: _Segment, stack: list[Clause], clauses: list[Clause]) -> Clause:
    """The clause that a segment belongs to: a new one, or one that is still open."""
    current = stack[-1]
    if segment.opener in ("rel", "sub"):
        relation = "acl" if segment.opener == "rel" else _subordinate(tokens, segment, current)
        new = Clause(relation, current, _anchor(tokens, segment, relation), mark=segment.mark)
        clauses.append(new)
        stack.append(new)
        return new
    if segment.opener in ("conv", "aside"):
        beside = clauses[-1] if segment.opener == "conv" and clauses[-1].relation == "parataxis" else current
        new = Clause("advcl" if segment.opener == "conv" else "parataxis", beside, mark=segment.mark)
        clauses.append(new)
        return new
    if segment.predicate < 0:
        return current
    waiting = next((clause for clause in reversed(stack) if clause.predicate < 0), None)
    waiting = waiting if segment.opener != "back" or waiting is stack[0] else None
    if waiting is not None and (segment.opener != "coord" or waiting is current):
        while stack[-1] is not waiting:
            stack.pop()
        return waiting
    return _coordinate(tokens, segment, stack, clauses)


def _coordinate(tokens: list[Token], segment: _Segment, stack: list[Clause], clauses: list[Clause]) -> Clause:
    """Another predicate: beside the clause at hand, or beside the main one where a strong conjunction leads back."""
    beside = stack[-1]
    relation = "conj" if segment.opener in ("coord", "strong", "back") or segment.sign == "," else "parataxis"
    if beside.relation in ("acl", "advcl") and segment.opener != "coord":
        beside = next((c for c in reversed(stack) if c.relation not in ("acl", "advcl")), stack[0])
    if segment.sign == ";" or segment.opener == "back" or _returns(tokens, segment, stack):
        beside = stack[0]
    while stack[-1] is not beside:
        stack.pop()
    new = Clause(relation, beside)
    clauses.append(new)
    if beside.relation == "root" or segment.opener == "back":
        stack.append(new)
    elif stack[-1] is beside and beside is not stack[0]:
        pass
    return new


def _returns(tokens: list[Token], segment: _Segment, stack: list[Clause]) -> bool:
    """«Партія стверджує, що порушень були сотні, проте переліку не надала»: the verb has the main clause's subject."""
    main = stack[0].predicate
    if segment.opener != "strong" or main < 0 or segment.sign != "," or stack[-1] is stack[0]:
        return False
    one, other = tokens[main].form, tokens[segment.predicate].form
    same = one.number == other.number and (not one.gender or not other.gender or one.gender == other.gender)
    inner = tokens[stack[-1].predicate].form if stack[-1].predicate >= 0 else None
    unlike = inner is not None and (inner.number, inner.gender) != (other.number, other.gender)
    return same and unlike and not segment.own


def _subordinate(tokens: list[Token], segment: _Segment, current: Clause) -> str:
    word = tokens[segment.mark].word if segment.mark >= 0 else ""
    return "ccomp" if word in morphology().lists["openers"] and segment.start > 0 else "advcl"


def _anchor(tokens: list[Token], segment: _Segment, relation: str) -> int:
    """The noun that a relative clause tells of: the last one before it."""
    if relation != "acl":
        return -1
    for number in range(segment.start - 1, -1, -1):
        if tokens[number].pos in ("NOUN", "PROPN", "X", "PRON") and tokens[number].rel not in ("flat",):
            return number
    return -1


# ---------------------------------------------------------------- segments


def _segments(
    tokens: list[Token], groups: list[Group], cues: frozenset[str], subjects: frozenset[int]
) -> list[_Segment]:
    inside = {number for group in groups for number in range(group.start, group.end)}
    cuts = [0]
    last = -1
    for number, token in enumerate(tokens):
        if token.word in _CUTS and number not in inside:
            if number + 1 < len(tokens) and cuts[-1] != number + 1:
                cuts.append(number + 1)
                last = -1
            continue
        if _predicate(token):
            if last >= 0 and (joint := _joint(tokens, last, number)) is not None and joint > cuts[-1]:
                cuts.append(joint)
            last = number
        elif token.pos == "SCONJ" and last >= 0 and number > cuts[-1] and tokens[number - 1].pos == "CCONJ":
            cuts.append(number)
            last = -1
    ends = [*cuts[1:], len(tokens)]
    return [_segment(tokens, start, end, cues, subjects) for start, end in zip(cuts, ends, strict=True) if start < end]


def _predicate(token: Token) -> bool:
    state = token.pos == "ADV" and token.word in morphology().lists["states"]
    return token.short or state or (token.pos == "VERB" and token.form.verb in ("Fin", "Imps", "Conv"))


def _joint(tokens: list[Token], last: int, number: int) -> int | None:
    """The conjunction between two predicates that no mark parts."""
    for at in range(number - 1, last, -1):
        if tokens[at].pos == "CCONJ":
            return at
    return None


def _segment(tokens: list[Token], start: int, end: int, cues: frozenset[str], subjects: frozenset[int]) -> _Segment:
    sign = tokens[start - 1].word if start else ""
    predicate = next((n for n in range(start, end) if _predicate(tokens[n]) and tokens[n].form.verb != "Conv"), -1)
    first = start
    coordinator = ""
    while (
        first < end
        and tokens[first].pos == "CCONJ"
        and not (first == start and tokens[first].word == "та" and first + 1 == end)
    ):
        coordinator = tokens[first].word
        first += 1
    while (
        first < end
        and tokens[first].pos in ("PART", "ADV")
        and not tokens[first].short
        and first + 1 < end
        and (tokens[first + 1].pos == "SCONJ")
    ):
        first += 1
    if first < end:
        relative = next(
            (
                n
                for n in range(first, min(first + 3, end))
                if tokens[n].form.lemma in RELATIVES and tokens[n].pos == "DET"
            ),
            -1,
        )
        if relative >= 0 and start and all(tokens[n].pos == "ADP" for n in range(first, relative)):
            return _Segment(start, end, "rel", predicate, -1, sign)
        if tokens[first].pos == "SCONJ" and (start or predicate >= 0):
            if tokens[first].word == "як" and (aside := _aside(tokens, first + 1, end, cues, subjects)) >= 0:
                return _Segment(start, end, "aside", aside, first, sign)
            if predicate >= 0 or start:
                return _Segment(start, end, "sub", predicate, first, sign)
        gerund = next((n for n in range(first, min(first + 3, end)) if tokens[n].form.verb == "Conv"), -1)
        if gerund >= 0:
            return _Segment(start, end, "conv", gerund, -1, sign)
    if start and not coordinator and sign == "," and (aside := _aside(tokens, first, end, cues, subjects)) >= 0:
        return _Segment(start, end, "aside", aside, -1, sign)
    own = any(number in subjects for number in range(first, end))
    if coordinator and predicate >= 0 and not own and tokens[predicate].form.lemma in cues:
        return _Segment(start, end, "back", predicate, -1, sign)
    opener = "strong" if coordinator in morphology().lists["contrasts"] else "coord" if coordinator else ""
    return _Segment(start, end, opener, predicate, -1, sign, own)


def _aside(tokens: list[Token], start: int, end: int, cues: frozenset[str], subjects: frozenset[int]) -> int:
    """The cue of «, повідомив мер, …» or «, у ДСНС уточнили, …»: a short stretch with a voice and nothing said."""
    while start < end and tokens[start].pos in ("ADV", "PART"):
        start += 1
    verb = next(
        (n for n in range(start, end) if tokens[n].pos == "VERB" and tokens[n].form.verb in ("Fin", "Imps")), -1
    )
    if verb < 0 or tokens[verb].form.lemma not in cues or verb - start > 6:
        return -1
    if end < len(tokens) and (tokens[end].pos == "SCONJ" or tokens[end - 1].word == ":"):
        return -1
    rest = [token for token in tokens[verb + 1 : end] if token.pos != "PUNCT"]
    if any(token.word in ("про", "щодо") or token.form.verb == "Inf" or token.pos == "QUOTE" for token in rest):
        return -1
    voiced = any(number in subjects for number in range(start, end))
    placed = tokens[start].pos == "ADP" or (verb + 1 < end and tokens[verb + 1].pos == "ADP")
    silent = not rest or tokens[verb].form.number == "Plur" or tokens[verb].form.verb == "Imps"
    return verb if voiced or placed or silent else -1
