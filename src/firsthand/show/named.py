"""What the words of closed lists are called in the language that is spoken: each is listed here, and nowhere else.

The lists themselves (`kinds.py`, the words of likelihood, the types of events) are what records and outputs hold, and
stay English there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Literal

from firsthand.show.plain import one_line
from firsthand.show.speaking import Tongue, pgettext, tongue

__all__ = ["LISTS", "Named", "named"]

Named = Literal[
    "conclusion",
    "confidence",
    "confident",
    "counted",
    "derivation",
    "derived",
    "drift",
    "event",
    "facet",
    "handed",
    "likelihood",
    "mode",
    "role",
    "shade",
    "sort",
    "source",
    "stands",
    "status",
    "told by",
    "voice",
    "warning",
    "who",
]
"""The lists there are."""


def named(value: str, of: Named) -> str:
    """A value of a list as words; what is not on it, such as the kind that a plugin brings, stays as it is."""
    words = _words(tongue(), of).get(str(value))
    return one_line(str(value).replace("_", " ")) if words is None else words


@cache
def _words(spoken: Tongue, of: Named) -> Mapping[str, str]:
    """Of a list in the language that is spoken."""
    return LISTS[of]()


def _status() -> Mapping[str, str]:
    return {
        "retracted": pgettext("status of a claim", "retracted"),
        "contradicted by evidence": pgettext("status of a claim", "contradicted by evidence"),
        "supported by evidence": pgettext("status of a claim", "supported by evidence"),
        "corroborated across sides": pgettext("status of a claim", "corroborated across sides"),
        "disputed": pgettext("status of a claim", "disputed"),
        "consistent with evidence": pgettext("status of a claim", "consistent with evidence"),
        "corroborated": pgettext("status of a claim", "corroborated"),
        "unverifiable for now": pgettext("status of a claim", "unverifiable for now"),
        "unsupported": pgettext("status of a claim", "unsupported"),
        "repeated but single origin": pgettext("status of a claim", "repeated but single origin"),
        "single origin": pgettext("status of a claim", "single origin"),
    }


def _likelihood() -> Mapping[str, str]:
    return {
        "almost no chance": pgettext("likelihood of a claim", "almost no chance"),
        "very unlikely": pgettext("likelihood of a claim", "very unlikely"),
        "unlikely": pgettext("likelihood of a claim", "unlikely"),
        "roughly even chance": pgettext("likelihood of a claim", "roughly even chance"),
        "likely": pgettext("likelihood of a claim", "likely"),
        "very likely": pgettext("likelihood of a claim", "very likely"),
        "almost certain": pgettext("likelihood of a claim", "almost certain"),
    }


def _confidence() -> Mapping[str, str]:
    return {
        "low": pgettext("how good the ground is", "low"),
        "moderate": pgettext("how good the ground is", "moderate"),
        "high": pgettext("how good the ground is", "high"),
    }


def _confident() -> Mapping[str, str]:
    return {
        "low": pgettext("likelihood", "low confidence"),
        "moderate": pgettext("likelihood", "moderate confidence"),
        "high": pgettext("likelihood", "high confidence"),
    }


def _drift() -> Mapping[str, str]:
    return {
        "quantity": pgettext("what changed on the way", "quantity"),
        "scope": pgettext("what changed on the way", "scope"),
        "place": pgettext("what changed on the way", "place"),
        "mode": pgettext("what changed on the way", "mode"),
        "voice": pgettext("what changed on the way", "voice"),
        "lost_attribution": pgettext("what changed on the way", "lost attribution"),
        "addition": pgettext("what changed on the way", "addition"),
        "headline": pgettext("what changed on the way", "headline"),
    }


def _mode() -> Mapping[str, str]:
    return {
        "asserted": pgettext("how somebody says it", "asserted"),
        "confirmed": pgettext("how somebody says it", "confirmed"),
        "denied": pgettext("how somebody says it", "denied"),
        "hedged": pgettext("how somebody says it", "hedged"),
        "doubted": pgettext("how somebody says it", "doubted"),
        "speculated": pgettext("how somebody says it", "speculated"),
        "predicted": pgettext("how somebody says it", "predicted"),
        "opinion": pgettext("how somebody says it", "opinion"),
        "asked": pgettext("how somebody says it", "asked"),
        "retracted": pgettext("how somebody says it", "retracted"),
    }


def _voice() -> Mapping[str, str]:
    return {
        "named_person": pgettext("whose word it is", "named person"),
        "named_organisation": pgettext("whose word it is", "named organisation"),
        "unnamed_person": pgettext("whose word it is", "person without a name"),
        "unnamed_group": pgettext("whose word it is", "group without a name"),
        "unnamed_organisation": pgettext("whose word it is", "organisation without a name"),
        "outlet": pgettext("whose word it is", "the report itself"),
    }


def _derived() -> Mapping[str, str]:
    return {
        "forward": pgettext("what a document does with an earlier one, whose name follows", "forwards"),
        "network": pgettext("what a document does with an earlier one, whose name follows", "same network as"),
        "copy": pgettext("what a document does with an earlier one, whose name follows", "copies"),
        "translation": pgettext("what a document does with an earlier one, whose name follows", "translates"),
        "rewrite": pgettext("what a document does with an earlier one, whose name follows", "rewrites"),
        "wire_credit": pgettext("what a document does with an earlier one, whose name follows", "credits"),
        "link": pgettext("what a document does with an earlier one, whose name follows", "names or links"),
        "quote": pgettext("what a document does with an earlier one, whose name follows", "quotes"),
        "same_voice": pgettext("what a document does with an earlier one, whose name follows", "same voice as"),
    }


def _derivation() -> Mapping[str, str]:
    return {
        "forward": pgettext("what a document is of an earlier one", "forward"),
        "network": pgettext("what a document is of an earlier one", "network"),
        "copy": pgettext("what a document is of an earlier one", "copy"),
        "translation": pgettext("what a document is of an earlier one", "translation"),
        "rewrite": pgettext("what a document is of an earlier one", "rewrite"),
        "wire_credit": pgettext("what a document is of an earlier one", "wire credit"),
        "link": pgettext("what a document is of an earlier one", "link"),
        "quote": pgettext("what a document is of an earlier one", "quote"),
        "same_voice": pgettext("what a document is of an earlier one", "same voice"),
    }


def _told_by() -> Mapping[str, str]:
    return {
        "one party": pgettext("who stands behind a claim", "one party"),
        "both parties": pgettext("who stands behind a claim", "both parties"),
        "somebody who was there": pgettext("who stands behind a claim", "somebody who was there"),
        "nobody named": pgettext("who stands behind a claim", "nobody named"),
    }


def _stands() -> Mapping[str, str]:
    return {
        "supports": pgettext("how evidence stands to a claim", "supports it"),
        "contradicts": pgettext("how evidence stands to a claim", "contradicts it"),
        "consistent": pgettext("how evidence stands to a claim", "is consistent with it"),
        "silent": pgettext("how evidence stands to a claim", "can say nothing about it"),
    }


def _conclusion() -> Mapping[str, str]:
    return {
        "true": pgettext("what somebody concluded of a claim", "true"),
        "partly true": pgettext("what somebody concluded of a claim", "partly true"),
        "false": pgettext("what somebody concluded of a claim", "false"),
        "unproven": pgettext("what somebody concluded of a claim", "unproven"),
    }


def _role() -> Mapping[str, str]:
    return {
        "reader": pgettext("role of a person", "reader"),
        "analyst": pgettext("role of a person", "analyst"),
        "admin": pgettext("role of a person", "admin"),
        "nobody": pgettext("role of a person", "nobody"),
    }


def _source() -> Mapping[str, str]:
    return {
        "agency": pgettext("kind of source", "agency"),
        "newspaper": pgettext("kind of source", "newspaper"),
        "magazine": pgettext("kind of source", "magazine"),
        "broadcaster": pgettext("kind of source", "broadcaster"),
        "site": pgettext("kind of source", "site"),
        "channel": pgettext("kind of source", "channel"),
        "government": pgettext("kind of source", "government"),
        "ministry": pgettext("kind of source", "ministry"),
        "military": pgettext("kind of source", "military"),
        "official": pgettext("kind of source", "official"),
        "party": pgettext("kind of source", "party"),
        "international": pgettext("kind of source", "international"),
        "ngo": pgettext("kind of source", "NGO"),
        "company": pgettext("kind of source", "company"),
        "person": pgettext("kind of source", "person"),
    }


def _event() -> Mapping[str, str]:
    return {
        "territory_captured": pgettext("event", "territory captured"),
        "territory_lost": pgettext("event", "territory lost"),
        "retreat": pgettext("event", "retreat"),
        "ground_assault": pgettext("event", "ground assault"),
        "troop_movement": pgettext("event", "troop movement"),
        "shelling": pgettext("event", "shelling"),
        "air_strike": pgettext("event", "air strike"),
        "drone_strike": pgettext("event", "drone strike"),
        "missile_strike": pgettext("event", "missile strike"),
        "interception": pgettext("event", "interception"),
        "equipment_loss": pgettext("event", "equipment loss"),
        "casualties": pgettext("event", "casualties"),
        "killing": pgettext("event", "killing"),
        "kidnapping": pgettext("event", "kidnapping"),
        "explosion": pgettext("event", "explosion"),
        "destruction": pgettext("event", "destruction"),
        "displacement": pgettext("event", "displacement"),
        "evacuation": pgettext("event", "evacuation"),
        "detention": pgettext("event", "detention"),
        "prisoners_exchanged": pgettext("event", "prisoners exchanged"),
        "release": pgettext("event", "release"),
        "aid": pgettext("event", "aid"),
        "humanitarian_need": pgettext("event", "humanitarian need"),
        "weapons_delivery": pgettext("event", "weapons delivery"),
        "mobilisation": pgettext("event", "mobilisation"),
        "negotiation": pgettext("event", "negotiation"),
        "agreement": pgettext("event", "agreement"),
        "ceasefire": pgettext("event", "ceasefire"),
        "sanction": pgettext("event", "sanction"),
        "statement_threat": pgettext("event", "threat"),
        "protest": pgettext("event", "protest"),
        "riot": pgettext("event", "riot"),
        "strike_labour": pgettext("event", "strike by workers"),
        "election": pgettext("event", "election"),
        "appointment": pgettext("event", "appointment"),
        "resignation": pgettext("event", "resignation"),
        "court_verdict": pgettext("event", "court verdict"),
        "charge": pgettext("event", "criminal charge"),
        "lawsuit": pgettext("event", "lawsuit"),
        "investigation": pgettext("event", "investigation"),
        "disaster": pgettext("event", "disaster"),
        "disaster_flood": pgettext("event", "flood"),
        "disaster_earthquake": pgettext("event", "earthquake"),
        "disaster_storm": pgettext("event", "storm"),
        "wildfire": pgettext("event", "wildfire"),
        "epidemic": pgettext("event", "epidemic"),
        "accident": pgettext("event", "accident"),
        "merger": pgettext("event", "merger or takeover"),
        "layoffs": pgettext("event", "layoffs"),
        "transfer_sport": pgettext("event", "transfer of a player"),
        "price_change": pgettext("event", "change of price"),
        "cyberattack": pgettext("event", "cyberattack"),
        "unspecified": pgettext("event", "unspecified"),
    }


def _facet() -> Mapping[str, str]:
    return {
        "status": pgettext("what the board is narrowed by", "Status"),
        "event": pgettext("what the board is narrowed by", "Event"),
        "place": pgettext("what the board is narrowed by", "Place"),
        "side": pgettext("what the board is narrowed by", "Side of an origin"),
        "source": pgettext("what the board is narrowed by", "Source"),
        "language": pgettext("what the board is narrowed by", "Language"),
        "drift": pgettext("what the board is narrowed by", "Changed on the way"),
        "told_by": pgettext("what the board is narrowed by", "Told by"),
        "confidence": pgettext("what the board is narrowed by", "Confidence"),
        "evidence": pgettext("what the board is narrowed by", "Evidence"),
        "verdict": pgettext("what the board is narrowed by", "Verdict"),
        "words": pgettext("what the board is narrowed by", "Words"),
        "days": pgettext("what the board is narrowed by", "Days"),
        "box": pgettext("what the board is narrowed by", "Box"),
        "disputed": pgettext("what the board is narrowed by", "Only disputed"),
        "one_origin": pgettext("what the board is narrowed by", "Only one origin, told often"),
    }


def _sort() -> Mapping[str, str]:
    return {
        "surprise": pgettext("order of the board", "most to stop at first"),
        "newest": pgettext("order of the board", "newest first"),
        "oldest": pgettext("order of the board", "oldest first"),
        "documents": pgettext("order of the board", "most documents first"),
        "origins": pgettext("order of the board", "most origins first"),
        "likely": pgettext("order of the board", "likeliest first"),
        "unlikely": pgettext("order of the board", "least likely first"),
        "place": pgettext("order of the board", "by place"),
    }


def _shade() -> Mapping[str, str]:
    return {
        "against": pgettext("colour on the map", "contradicted or taken back"),
        "for": pgettext("colour on the map", "supported by evidence"),
        "disputed": pgettext("colour on the map", "disputed"),
        "several": pgettext("colour on the map", "several origins, or evidence fits"),
        "open": pgettext("colour on the map", "one origin, or open"),
    }


def _handed() -> Mapping[str, str]:
    return {
        "waiting": pgettext("what becomes of what was handed in", "waits"),
        "working": pgettext("what becomes of what was handed in", "is taken in"),
        "done": pgettext("what becomes of what was handed in", "taken in"),
        "failed": pgettext("what becomes of what was handed in", "not taken in"),
    }


def _warning() -> Mapping[str, str]:
    return {
        "single_origin": pgettext("what to stop at in a report", "Single origin"),
        "headline_contradicts_body": pgettext("what to stop at in a report", "Headline contradicts body"),
        "headline_place_differs": pgettext("what to stop at in a report", "Headline place differs"),
        "headline_quantity_differs": pgettext("what to stop at in a report", "Headline quantity differs"),
        "headline_hardens": pgettext("what to stop at in a report", "Headline hardens"),
        "scope_grows": pgettext("what to stop at in a report", "Scope grows"),
        "modality_hardens": pgettext("what to stop at in a report", "Modality hardens"),
        "no_named_person": pgettext("what to stop at in a report", "No named person"),
        "unnamed_chorus": pgettext("what to stop at in a report", "Unnamed chorus"),
        "figure_on_unnamed_source": pgettext("what to stop at in a report", "Figure on unnamed source"),
        "party_has_not_answered": pgettext("what to stop at in a report", "Party has not answered"),
        "evidence_not_linked": pgettext("what to stop at in a report", "Evidence not linked"),
        "loaded_wording": pgettext("what to stop at in a report", "Loaded wording"),
    }


def _counted() -> Mapping[str, str]:
    return {
        "taken": pgettext("how many files or pages were", "taken"),
        "seen_before": pgettext("how many files or pages were", "seen before"),
        "read": pgettext("how many files or pages were", "read"),
        "unreadable": pgettext("how many files or pages were", "unreadable"),
        "skipped": pgettext("how many files or pages were", "skipped"),
        "parts": pgettext("how many files or pages were", "parts"),
        "failed": pgettext("how many files or pages were", "failed"),
    }


def _who() -> Mapping[str, str]:
    return {
        "the desk": pgettext("who did something", "the desk"),
        "this machine": pgettext("who did something", "this machine"),
        "nobody": pgettext("who did something", "nobody"),
    }


LISTS: Mapping[Named, Callable[[], Mapping[str, str]]] = {
    "conclusion": _conclusion,
    "confidence": _confidence,
    "confident": _confident,
    "counted": _counted,
    "derivation": _derivation,
    "derived": _derived,
    "drift": _drift,
    "event": _event,
    "facet": _facet,
    "handed": _handed,
    "likelihood": _likelihood,
    "mode": _mode,
    "role": _role,
    "shade": _shade,
    "sort": _sort,
    "source": _source,
    "stands": _stands,
    "status": _status,
    "told by": _told_by,
    "voice": _voice,
    "warning": _warning,
    "who": _who,
}
