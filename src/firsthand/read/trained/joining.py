"""One list of attributions out of two: what the network settled on, and what only the rules saw."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import replace

from firsthand.model import Attribution, Mode, Span, VoiceKind

__all__ = ["joined", "trained_reader"]

_BLOCK = 500
"""Characters."""
KEPT = frozenset(
    {
        "quotation_then_voice",
        "quotation_announced",
        "quotation_after_deed",
        "quotation_alone",
        "participle",
        "noun_claim",
        "according_to",
        "passive_by",
        "taken_back",
        "told_in_court",
        "as_reported",
        "ticker_line",
        "deed_and_colon",
    }
)
"""Rules whose attributions stay where the network has none: of the others it is right to turn half down."""
_LONG = 240
"""Characters. Hardly a quotation that the network learnt from is longer, and of longer ones it sees but pieces."""
_BEHIND = frozenset({"quotation_then_voice", "content_then_voice"})
"""Rules that find a voice behind its content."""


def trained_reader(
    source: Span | None,
    cue: Span | None,
    contents: tuple[Span, ...],
    certainty: float,
    kind: VoiceKind | None,
    mode: Mode | None,
) -> Attribution:
    """No rule sees this attribution; a small network does, trained on paragraphs written for it. The score is how sure
    it is that the attribution begins where it says."""
    return Attribution(source, cue, contents, trained_reader.__name__, round(certainty, 3), kind, mode)


def joined(
    settled: Iterable[Attribution], ruled: Iterable[Attribution], quotes: Sequence[Span] = ()
) -> tuple[Attribution, ...]:
    """The network's attributions, each named for the rule that found it too, and what only those of `KEPT` found.

    Where the network sees no voice, or takes one behind its cue for what is said, the rule's is taken.

    A voice that is merely cited ("citing X") comes from the rules alone: it belongs to what was said before. So does
    a quotation (`quotes`, in order) longer than those that the network learnt from.
    """
    rules = list(ruled)
    near = _Near(rules)
    long = [quote for quote in quotes if len(quote) > _LONG]
    found: list[Attribution] = []
    for one in settled:
        beside = near.to(one)
        if any(_meets(one.cue, rule.cue) for rule in beside if not rule.contents):
            continue
        whole = next((rule for rule in beside if _quotes_at_length(rule, long) and _part_of(one, rule)), None)
        if whole is None:
            named = _named(one, beside)
            if not any((named.cue, named.contents) == (other.cue, other.contents) for other in found[-1:]):
                found.append(named)
        elif one.cue is not None:
            found.append(replace(whole, score=one.score, kind=one.kind, mode=one.mode))
    near = _Near(found)
    lost = [rule for rule in rules if _missing(rule, near.to(rule), sure=_sure(rule, long))]
    return tuple(sorted([*found, *lost], key=_place))


def _quotes_at_length(rule: Attribution, long: list[Span]) -> bool:
    """Whether what is said is, or has in it, one of the long quotations; they are in text order."""
    for content in rule.contents:
        index = bisect_left(long, content.start, key=lambda quote: quote.start)
        if index < len(long) and long[index] in content:
            return True
    return False


def _part_of(one: Attribution, rule: Attribution) -> bool:
    """Whether the network tells the same as the rule, or part of it without a cue."""
    if one.cue is not None:
        return _meets(one.cue, rule.cue)
    return all(any(part in content for content in rule.contents) for part in one.contents)


class _Near:
    """Attributions by where they stand, so that each is held against its neighbours only, however long the text."""

    def __init__(self, known: Iterable[Attribution]) -> None:
        self._at: dict[int, list[Attribution]] = {}
        for attribution in known:
            for block in _blocks(attribution):
                self._at.setdefault(block, []).append(attribution)

    def to(self, attribution: Attribution) -> list[Attribution]:
        """Those that may touch it, in the order they came in a block, each once or more."""
        return [other for block in _blocks(attribution) for other in self._at.get(block, ())]


def _blocks(attribution: Attribution) -> list[int]:
    spans = (attribution.source, attribution.cue, *attribution.contents)
    return sorted({block for s in spans if s for block in range(s.start // _BLOCK, s.end // _BLOCK + 1)})


def _named(attribution: Attribution, rules: list[Attribution]) -> Attribution:
    for rule in rules:
        same = _meets(rule.cue, attribution.cue) if attribution.cue else _share(rule, attribution)
        if same and _swallowed(rule, attribution):
            attribution = replace(attribution, source=rule.source, cue=rule.cue)
        if same and rule.rule == "told_in_court":  # only the rule knows that "heard" is not the subject's own
            return replace(rule, score=attribution.score, mode=attribution.mode)
        if same and rule.rule in _BEHIND and rule.source and any(rule.source in part for part in attribution.contents):
            return replace(rule, score=attribution.score, mode=attribution.mode)
        if same and rule.contents:
            return replace(attribution, rule=rule.rule, source=attribution.source or rule.source)
    return attribution


def _swallowed(rule: Attribution, attribution: Attribution) -> bool:
    """“…, doctors report in a journal”: a voice that ran on over its verb, where the rule saw the verb."""
    source = attribution.source
    if source is None or rule.source is None or rule.cue is None:
        return False
    return attribution.cue is None and rule.source in source and rule.cue in source


def _sure(rule: Attribution, long: list[Span]) -> bool:
    """What the marks decide, or a content that two voices share: the network gives each content to one."""
    return rule.rule == "shared_content" or _quotes_at_length(rule, long)


def _missing(rule: Attribution, found: list[Attribution], *, sure: bool) -> bool:
    if sure:
        return not any(_meets(rule.cue, other.cue) for other in found)
    if rule.source and rule.contents and any(_holds(other, rule) for other in found):
        return not any(_meets(rule.cue, other.cue) or rule.source == other.source for other in found)
    if rule.contents and rule.rule not in KEPT:
        return False
    return not any(_share(rule, other) or _meets(rule.cue, other.cue) for other in found)


def _share(one: Attribution, other: Attribution) -> bool:
    return any(a.overlaps(b) for a in one.contents for b in other.contents)


def _holds(outer: Attribution, inner: Attribution) -> bool:
    """“The army has confirmed it, according to the ministry”: a whole attribution in the content of an "according to".

    Contents inside contents are what the network is worst at, and here the rules are right.
    """
    if outer.rule != "according_to":
        return False
    parts = [part for part in (inner.source, inner.cue, *inner.contents) if part]
    return any(all(part in content for part in parts) for content in outer.contents)


def _meets(one: Span | None, other: Span | None) -> bool:
    return one is not None and other is not None and one.overlaps(other)


def _place(attribution: Attribution) -> tuple[int, int]:
    first = min(s.start for s in (attribution.source, attribution.cue, *attribution.contents) if s)
    return first, attribution.contents[0].start if attribution.contents else first
