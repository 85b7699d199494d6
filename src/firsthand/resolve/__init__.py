"""Places, times, quantities, actors and event types: what a statement speaks of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from firsthand.model import Document, Resolution, Statement, VoiceKind
from firsthand.resolve import actors, events, frames, places, quantities, times
from firsthand.resolve.actor_belonging import BELONGING_RULES, belonging
from firsthand.resolve.actor_table import Organisation, load_table
from firsthand.resolve.gazetteer import Gazetteer, former_name

__all__ = ["RULES", "Organisation", "load_table", "resolve"]

_NAMED = frozenset({VoiceKind.NAMED_PERSON, VoiceKind.NAMED_ORGANISATION})

RULES: tuple[Callable[..., object], ...] = (
    former_name,
    *places.RULES,
    *quantities.RULES,
    *times.RULES,
    *actors.RULES,
    *BELONGING_RULES,
    *events.RULES,
    *frames.RULES,
)
"""Every rule of this room, in the order in which they are asked."""


def resolve(
    document: Document,
    statements: tuple[Statement, ...],
    gazetteer: Gazetteer,
    organisations: tuple[Organisation, ...] = (),
) -> Resolution:
    """The statements with their frames, and every place, figure, time and actor of the document, in text
    order. `organisations` are those of a user's table, beside the ones built in.
    """
    text, language = document.text, document.language
    speakers = [v.span for s in statements for v in s.chain if v.span and v.kind in _NAMED]
    found_places = tuple(sorted(places.find_places(document, gazetteer, speakers), key=lambda place: place.span))
    found_quantities = quantities.find_quantities(text, language)
    found_times = times.find_times(text, language, document.published)
    found_actors = belonging(actors.find_actors(text, language, further=organisations), found_places, document)
    doers = actors.acting(found_actors)
    mentions = frames.Mentions(found_places, found_quantities, found_times, doers)
    framed: list[Statement] = []
    for statement in statements:
        frame = frames.frame_of(document, statement, mentions, framed)
        side = frames.side_of_voice(statement, found_actors, language)
        claimed = frames.own_claim(replace(statement, frame=frame), side)
        framed.append(frames.nothing_to_confirm(claimed, framed, document.title, side))
    return Resolution(
        statements=tuple(framed),
        places=found_places,
        quantities=found_quantities,
        times=found_times,
        actors=found_actors,
    )
