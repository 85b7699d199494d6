"""What ties one document to another that it may come from: the rules, in order, and what each weighs.

Each rule looks at a pair, the later and the earlier document, and gives what it finds: with the characters in both, and
for which statements it speaks; for none in particular where it ties the documents as wholes.
"""

from __future__ import annotations

import inspect
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import islice

from firsthand.claims import Tie, Told
from firsthand.kinds import CreditForm, DerivationKind
from firsthand.model import SourceKind, Span
from firsthand.trace.addresses import one_form, own_addresses
from firsthand.trace.citing import cited, mentions, one_voice, voice_span
from firsthand.trace.copies import LEAST
from firsthand.trace.likeness import Aligned, Weights
from firsthand.trace.names import same_name
from firsthand.trace.sheets import Line, Sheet

__all__ = ["KINDS", "MARKS", "RULES", "WEIGHTS", "Found", "Pair", "Shared", "found_in"]

WEIGHTS = {
    "forward_mark": 0.98,
    "answered_post": 0.6,
    "hyperlink": 0.9,
    "near_copy": 0.98,
    "family_network": 0.6,
    "translation": 0.97,
    "rewriting": 0.97,
    "wire_credit": 0.7,
    "named_outlet": 0.8,
    "own_word": 0.75,
    "same_quotation": 0.8,
    "same_voice": 0.41,
    "rare_detail": 0.42,
}
"""How surely each says alone that one document comes from the other, at its strongest."""

KINDS = {
    "forward_mark": DerivationKind.FORWARD,
    "answered_post": DerivationKind.LINK,
    "hyperlink": DerivationKind.LINK,
    "near_copy": DerivationKind.COPY,
    "family_network": DerivationKind.NETWORK,
    "translation": DerivationKind.TRANSLATION,
    "rewriting": DerivationKind.REWRITE,
    "wire_credit": DerivationKind.WIRE_CREDIT,
    "named_outlet": DerivationKind.LINK,
    "own_word": DerivationKind.SAME_VOICE,
    "same_quotation": DerivationKind.QUOTE,
    "same_voice": DerivationKind.SAME_VOICE,
    "rare_detail": DerivationKind.REWRITE,
}

MARKS = frozenset({"forward_mark", "answered_post", "hyperlink", "wire_credit", "named_outlet", "own_word"})
"""Rules by which the taker names the taken: they tell the direction too."""

_BASE, _LIKENESS, _COVERED, _SAME_LANGUAGE = -6.5, 9.0, 5.0, 1.0
"""How likely a retelling is, as a sum that the logistic function brings between 0 and 1: of how alike the two are in
rare terms, of how much of the taker stands in the taken, and of one language. Fitted on the case to tune on."""
_RETOLD, _FAITHFUL = 0.2, 0.6  # from which on that is told of, and, in another language, called a translation
_ONE_CLAIM = 0.25  # so many further claims are thought to stand in the taker only: few say little
_NETWORK = 0.5  # of the taker that must stand in another site of the family
_ANYWHERE = 0.4  # of the weight, where the name stands somewhere in the text
_FEW = 3  # documents that tell a rare detail
_DETAIL = 0.3  # likeness of the sentences that tell it
_QUOTED, _FREELY = 0.5, 0.3  # likeness of two quotations from which on they are one
_RARE = 4.0  # weight that what is quoted must have
_SPANS = 8  # of a tie that are shown
_UNNAMED = 0.6  # strength below which an outlet is only told by what it is: "a Dutch newspaper"
_LIKER = 0.4  # how much likeness of the two sentences adds then: of several such outlets it tells which is meant
_AT_THE_EDGES = 160  # characters at the beginning and the end in which an agency is credited

Shared = tuple[str, Told, Told]
"""A claim, and the statements that tell it in the later and in the earlier document."""


@dataclass(frozen=True, slots=True)
class Found:
    """A tie, and the statements it speaks for; none where it ties the documents as wholes."""

    tie: Tie
    kind: DerivationKind
    tellings: tuple[Shared, ...] = ()


@dataclass(frozen=True)
class Pair:
    """Two documents of which the later may come from the earlier. `of_here` is the share of the later one's words in a
    row that the earlier has too, `of_there` the reverse. `tellers` is how many texts tell each claim."""

    here: Sheet
    there: Sheet
    weights: Weights
    shared: tuple[Shared, ...] = ()
    of_here: float = 0.0
    of_there: float = 0.0
    tellers: Mapping[str, int] = field(default_factory=dict)

    @cached_property
    def aligned(self) -> tuple[Aligned, ...]:
        return self.weights.aligned(self.here, self.there)

    @cached_property
    def covered(self) -> float:
        """How much of what the later one tells stands in the earlier: by claims, or by sentences where more is so."""
        told = len({claim for claim, _, _ in self.shared})
        by_claims = told / (max(len(self.here.claims), 1) + (_ONE_CLAIM if told else 0.0))
        return max(by_claims, self.weights.share(self.here, self.aligned))

    @cached_property
    def retold(self) -> float:
        """How likely the later one retells the earlier."""
        likeness = self.weights.likeness(self.here.terms, self.there.terms)
        same = _SAME_LANGUAGE if self.here.language == self.there.language else 0.0
        return 1 / (1 + math.exp(-(_BASE + _LIKENESS * likeness + _COVERED * self.covered + same)))

    @property
    def same_source(self) -> bool:
        return self.here.source is not None and self.here.source == self.there.source


Rule = Callable[[Pair], Iterator[Found]]


def found_in(pair: Pair) -> tuple[Found, ...]:
    """All that ties a pair, in the order of the rules."""
    return tuple(each for rule in RULES for each in rule(pair))


def forward_mark(pair: Pair) -> Iterator[Found]:
    """The post bears the mark of having been passed on from the other's channel."""
    forward, there = pair.here.paper.forward, pair.there
    if forward is None:
        return
    names = [there.document.outlet or "", *([there.source.name] if there.source else [])]
    named = any(name and same_name(name, forward.name) for name in names)
    linked = forward.address is not None and one_form(forward.address) in _addresses(there)
    moment = forward.posted is not None and forward.posted == there.document.published
    if linked or (named and (pair.shared or moment or max(pair.of_here, pair.of_there) >= LEAST)):
        yield _found(forward_mark, 1.0, f"passed on from {forward.name}", (_all(pair.here),), (_all(there),))


def answered_post(pair: Pair) -> Iterator[Found]:
    """The post answers an earlier one of the same channel."""
    if pair.same_source and pair.here.paper.answers == pair.there.key:
        name = pair.there.document.outlet or pair.there.key
        yield _found(answered_post, 1.0, name, (_all(pair.here),), (_head(pair.there),))


def hyperlink(pair: Pair) -> Iterator[Found]:
    """The text links to the other document."""
    addresses = _addresses(pair.there)
    spans = tuple(link.span for link in pair.here.document.links if one_form(link.target) in addresses)
    if spans:
        yield _found(hyperlink, 1.0, spans[0].of(pair.here.text), spans, (_head(pair.there),))


def near_copy(pair: Pair) -> Iterator[Found]:
    """The two share long stretches word for word."""
    most = max(pair.of_here, pair.of_there)
    if most >= LEAST:
        detail = f"{pair.of_here:.0%} of it stands there word for word"
        yield _found(near_copy, 0.5 + most / 2, detail, *_lines(pair))


def family_network(pair: Pair) -> Iterator[Found]:
    """The two are sites of one publisher or network, and tell the same."""
    here, there = pair.here.source, pair.there.source
    family = here.family if here else None
    if family is None or there is None or family != there.family or pair.same_source:
        return
    if max(pair.of_here, pair.of_there) >= LEAST or pair.retold >= _NETWORK:
        yield _found(family_network, 1.0, family, *_lines(pair))


def translation(pair: Pair) -> Iterator[Found]:
    """Much of what the later one tells, with its rare figures, names and words, stands in the earlier too, in another
    language. Where it is less than that, the later one is a rewrite."""
    if pair.here.language != pair.there.language:
        kind = DerivationKind.TRANSLATION if pair.retold >= _FAITHFUL else DerivationKind.REWRITE
        yield from (replace(each, kind=kind) for each in _retelling(pair, translation))


def rewriting(pair: Pair) -> Iterator[Found]:
    """Much of what the later one tells, with its rare figures, names and words, stands in the earlier too, in other
    sentences of the same language."""
    if pair.here.language == pair.there.language and not pair.same_source:
        yield from _retelling(pair, rewriting)


def wire_credit(pair: Pair) -> Iterator[Found]:
    """The text is credited to the agency, or carries its mark at the beginning or the end."""
    source = pair.there.source
    if source is None or pair.same_source or not (pair.shared or pair.aligned):
        return
    text = [credit.span for credit in pair.here.paper.credits if credit.source == source.id]
    told = [credit.span for credit in pair.here.paper.credits if credit.form is CreditForm.REPORT]
    if source.kind is SourceKind.AGENCY and not text:
        text = [each.span for each in pair.here.named if each.source == source.id and _marked(pair.here, each.span)]
    whole = [span for span in text if span not in told]
    if whole and pair.covered >= LEAST:
        yield _found(wire_credit, 1.0, source.name, tuple(whole), (_head(pair.there),))


def named_outlet(pair: Pair) -> Iterator[Found]:
    """The text names the other outlet or channel as where it has this from."""
    source = pair.there.source
    if source is None or pair.same_source or pair.there.speaks_for_itself:
        return
    names = mentions(pair.here, source)
    if names:
        yield _found(named_outlet, _ANYWHERE, source.name, names[:_SPANS], (_head(pair.there),))
    yield from _cited(pair, named_outlet, names)


def own_word(pair: Pair) -> Iterator[Found]:
    """The text gives the word of a body, which says so itself in a channel of its own."""
    source = pair.there.source
    if source is not None and pair.there.speaks_for_itself and not pair.same_source:
        names = mentions(pair.here, source)
        if names:
            yield _found(own_word, _ANYWHERE, source.name, names[:_SPANS], (_head(pair.there),))
        yield from _cited(pair, own_word, names)


def same_quotation(pair: Pair) -> Iterator[Found]:
    """The same words stand in both as a quotation, or as a translation of one."""
    for here in pair.here.quotations:
        told = [each for each in pair.shared if pair.here.around(each[1]).overlaps(here.span)]
        there = _quoted_there(pair, here, tuple(pair.there.around(taken) for _, _, taken in told))
        if there is not None:
            shared = tuple(each for each in told if pair.there.around(each[2]).overlaps(there))
            yield _found(same_quotation, 1.0, here.span.of(pair.here.text), (here.span,), (there,), shared)


def same_voice(pair: Pair) -> Iterator[Found]:
    """Both give the word of the same named voice on the same thing."""
    if pair.here.speaks_for_itself:
        return
    for claim, told, taken in pair.shared:
        if one_voice(pair.here, told, pair.there, taken):
            here, there = voice_span(pair.here, told), voice_span(pair.there, taken)
            yield _found(same_voice, 1.0, here.of(pair.here.text), (here,), (there,), ((claim, told, taken),))


def rare_detail(pair: Pair) -> Iterator[Found]:
    """Both tell what next to nobody else tells, and the later one says of nobody that he told it."""
    if pair.same_source or pair.here.speaks_for_itself:
        return
    for claim, told, taken in pair.shared:
        speaker = pair.here.speaker(told)
        if speaker.known or speaker.there or pair.tellers.get(claim, 0) > _FEW:
            continue
        here, there = pair.here.around(told), pair.there.around(taken)
        if _alike(pair, told, taken) >= _DETAIL:
            yield _found(rare_detail, 1.0, here.of(pair.here.text), (here,), (there,), ((claim, told, taken),))


RULES: tuple[Rule, ...] = (
    forward_mark,
    answered_post,
    hyperlink,
    near_copy,
    family_network,
    translation,
    rewriting,
    wire_credit,
    named_outlet,
    own_word,
    same_quotation,
    same_voice,
    rare_detail,
)
"""In this order they are tried and shown. What is said for the user of each is its docstring."""


def _found(
    rule: Rule,
    strength: float,
    detail: str,
    here: tuple[Span, ...],
    there: tuple[Span, ...],
    tellings: tuple[Shared, ...] = (),
) -> Found:
    name = rule.__name__
    words = " ".join((inspect.getdoc(rule) or "").split())
    tie = Tie(name, f"{words} ({detail})", WEIGHTS[name] * strength, here, there)
    return Found(tie, KINDS[name], tellings)


def _retelling(pair: Pair, rule: Rule) -> Iterator[Found]:
    """Who speaks for a body tells what that body says: it retells nobody without saying so."""
    if pair.here.speaks_for_itself or pair.retold < _RETOLD:
        return
    yield _found(rule, pair.retold, f"{pair.covered:.0%} of what it tells stands there", *_lines(pair))


def _quoted_there(pair: Pair, here: Line, told: Sequence[Span]) -> Span | None:
    """Where the other has the words of a quotation: as one too, or, word for word, anywhere. What tells the same claim
    may be translated more freely."""
    likest: tuple[float, Span] = (0.0, Span(0, 0))
    for each in pair.there.quotations:
        likeness = pair.weights.likeness(here.terms, each.terms)
        least = _FREELY if any(each.span.overlaps(span) for span in told) else _QUOTED
        if least <= likeness > likest[0] and pair.weights.weight(here.terms & each.terms) >= _RARE:
            likest = (likeness, each.span)
    if likest[1]:
        return likest[1]
    words = " ".join(pair.here.words(here.span))
    return next((line.span for line in pair.there.lines if words in " ".join(pair.there.words(line.span))), None)


def _cited(pair: Pair, rule: Rule, names: Sequence[Span]) -> Iterator[Found]:
    for claim, told, taken in pair.shared:
        strength, where = cited(pair.here, told, pair.there, taken, names, pair.weights)
        if where is not None:
            if strength < _UNNAMED and rule is named_outlet:
                strength += _LIKER * _alike(pair, told, taken)
            detail = " ".join(where.of(pair.here.text).split())
            yield _found(rule, strength, detail, (where,), (taken.span,), ((claim, told, taken),))


def _alike(pair: Pair, told: Told, taken: Told) -> float:
    """How alike the sentences are that two statements stand in."""
    here, there = pair.here.line(pair.here.around(told)), pair.there.line(pair.there.around(taken))
    return pair.weights.likeness(here.terms, there.terms)


def _marked(sheet: Sheet, span: Span) -> bool:
    """Whether a name stands alone between marks, or in the first or last line, as an agency's does."""
    start, end = sheet.document.title.end, len(sheet.text)
    before, after = sheet.text[: span.start].rstrip(' «“"')[-1:], sheet.text[span.end :].lstrip(' »”"')[:1]
    edge = span.start - start < _AT_THE_EDGES or end - span.end < _AT_THE_EDGES
    return edge and (before in "/([—-\n" or not before) and (after in "/)]—-\n" or not after)


def _addresses(sheet: Sheet) -> frozenset[str]:
    return frozenset(own_addresses(sheet.key, sheet.document.address, sheet.source))


def _lines(pair: Pair) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """The sentences that both have, or else the statements, or all."""
    spans = [(each.here.span, each.there.span) for each in islice(pair.aligned, _SPANS)]
    spans = spans or [(told.span, taken.span) for _, told, taken in pair.shared[:_SPANS]]
    spans = spans or [(_all(pair.here), _all(pair.there))]
    return tuple(here for here, _ in spans), tuple(there for _, there in spans)


def _all(sheet: Sheet) -> Span:
    return Span(0, len(sheet.text))


def _head(sheet: Sheet) -> Span:
    """The title, or else the first sentence."""
    if sheet.document.title:
        return sheet.document.title
    return sheet.lines[0].span if sheet.lines else _all(sheet)
