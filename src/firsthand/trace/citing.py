"""Whether a statement is given as the word of an outlet, channel or body, and whether two give the same voice's.

A source is cited by its name, by what its name means in another language, or by what it is and where it belongs: "a
Dutch newspaper", "the ministry", «в Києві заявили».
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from firsthand.claims import Told
from firsthand.kinds import Mode, VoiceKind
from firsthand.model import Source, Span
from firsthand.trace.addresses import channel_of
from firsthand.trace.bodies import of_that_kind, words_of_kind
from firsthand.trace.likeness import Weights
from firsthand.trace.sheets import Sheet
from firsthand.trace.speakers import alike

__all__ = ["cited", "contrary", "mentions", "one_voice", "voice_span"]

_BY_NAME, _NEAR_NAME, _BY_MEANING = 1.0, 0.75, 0.9
"""How surely a source is cited where its name stands in the sentence, in the paragraph, or in another language."""
_BY_KIND, _BY_COUNTRY, _BY_SENTENCE = 0.55, 0.55, 0.54  # where no name stands
_BEFORE = 24  # characters before the word for an outlet in which its country stands
_RARE = 5.0  # weight that the terms of a name must have
_AGAINST = frozenset({Mode.RETRACTED, Mode.DENIED})


def cited(
    here: Sheet, told: Told, there: Sheet, taken: Told, names: Sequence[Span], weights: Weights
) -> tuple[float, Span | None]:
    """How surely `told` is given as the word of whose document `there` is, and by which characters; 0 and None if not.

    Args:
        names: where `here` names that source.
    """
    sentence = here.around(told)
    for within, strength in ((sentence, _BY_NAME), (here.paragraph(sentence), _NEAR_NAME)):
        found = next((span for span in names if span.overlaps(within)), None)
        if found is not None:
            return strength, found
    if there.speaks_for_itself and alike(here.speaker(told), there.speaker(taken)):
        return _BY_NAME, voice_span(here, told)
    return _described(here, told, there, weights)


def contrary(here: Sheet, told: Told, there: Sheet, taken: Told) -> bool:
    """Whether one of two statements denies or takes back what the other does not."""
    return (here.speaker(told).mode in _AGAINST) != (there.speaker(taken).mode in _AGAINST)


def one_voice(here: Sheet, told: Told, there: Sheet, taken: Told) -> bool:
    """Whether both statements are the word of one voice that bears a name."""
    one, other = here.speaker(told), there.speaker(taken)
    return not one.own and one.named and bool(one.names & other.names) and alike(one, other)


def mentions(here: Sheet, source: Source) -> tuple[Span, ...]:
    """Where a document names a source, or links to its front page."""
    named = [each.span for each in here.named if each.source == source.id]
    return tuple(sorted(named + [link.span for link in here.document.links if channel_of(link.target, source)]))


def voice_span(sheet: Sheet, told: Told) -> Span:
    """Where the voice of a statement stands; its sentence where it is the document's own."""
    statement = sheet.statements.get(told.span)
    span = statement.voice.span if statement is not None else None
    return span if span is not None else sheet.around(told)


def _described(here: Sheet, told: Told, there: Sheet, weights: Weights) -> tuple[float, Span | None]:
    """How surely a source is meant by what it is called in another language, or by what it is."""
    source, is_body = there.source, there.speaks_for_itself
    if source is None:
        return 0.0, None
    voices = tuple(_voices(here, told))
    sentences = () if here.speaks_for_itself and here.source and here.source.side else (here.around(told),)
    for span in (*voices, *sentences):
        if weights.weight(here.means(span, source)) >= _RARE:
            return _BY_MEANING, span
    for span in (*voices, *(sentences if is_body else ())):
        countries = here.countries(span)
        if countries and not countries & {source.side, source.country}:
            continue
        if of_that_kind(span.of(here.text), source):
            return (_BY_KIND if span in voices else _BY_SENTENCE), span
        if countries and is_body and span in voices:
            return _BY_COUNTRY, span
    for span in sentences:
        if is_body and source.side is not None and here.sides(span) == {source.side}:
            return _BY_SENTENCE, span
        outlet = None if is_body else _outlet_of(here, span, source)
        if outlet is not None:
            return _BY_SENTENCE, outlet
    return 0.0, None


def _outlet_of(here: Sheet, sentence: Span, source: Source) -> Span | None:
    """Where a sentence speaks of an outlet of that kind and that country: "a Dutch newspaper"."""
    for word in words_of_kind(sentence.of(here.text), source):
        end = sentence.start + word.end
        span = Span(max(sentence.start, sentence.start + word.start - _BEFORE), end)
        if source.country is not None and source.country in here.countries(span):
            return span
    return None


def _voices(sheet: Sheet, told: Told) -> Iterator[Span]:
    """The voices of a statement, the innermost first, but for the document's own."""
    statement = sheet.statements.get(told.span)
    for voice in reversed(statement.chain if statement is not None else ()):
        if voice.kind is not VoiceKind.OUTLET:
            yield from (span for span in (voice.span, voice.refers_to) if span is not None)
