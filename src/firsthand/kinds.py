"""The closed lists: what kind of thing something is, as it stands in every output."""

from __future__ import annotations

from enum import StrEnum

__all__ = [
    "Bound",
    "Conclusion",
    "Confidence",
    "CreditForm",
    "DecisionKind",
    "DerivationKind",
    "DriftKind",
    "Interest",
    "Mode",
    "NameSense",
    "Outcome",
    "PlaceKind",
    "Role",
    "Shape",
    "SourceKind",
    "Stance",
    "Status",
    "ToldBy",
    "Verdict",
    "VoiceKind",
]


class VoiceKind(StrEnum):
    """Whose word it is. `outlet` is the report itself, speaking in its own voice."""

    NAMED_PERSON = "named_person"
    NAMED_ORGANISATION = "named_organisation"
    UNNAMED_PERSON = "unnamed_person"
    UNNAMED_GROUP = "unnamed_group"
    UNNAMED_ORGANISATION = "unnamed_organisation"
    OUTLET = "outlet"

    @property
    def unnamed(self) -> bool:
        return self.value.startswith("unnamed")


class Mode(StrEnum):
    """How the innermost voice stands to the content."""

    ASSERTED = "asserted"
    CONFIRMED = "confirmed"
    DENIED = "denied"
    HEDGED = "hedged"
    DOUBTED = "doubted"
    SPECULATED = "speculated"
    PREDICTED = "predicted"
    OPINION = "opinion"
    ASKED = "asked"
    RETRACTED = "retracted"


class Bound(StrEnum):
    """What a figure says of the true number: "over 1,200" is at least 1,200."""

    EXACT = "exact"
    ABOUT = "about"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    RANGE = "range"


class PlaceKind(StrEnum):
    SETTLEMENT = "settlement"
    REGION = "region"
    COUNTRY = "country"
    OTHER = "other"


class Shape(StrEnum):
    """How a mention says where: at a point, over an area, or somewhere in a band."""

    POINT = "point"
    AREA = "area"
    BAND = "band"


class NameSense(StrEnum):
    """What kind of name was used for the place."""

    CURRENT = "current"
    FORMER = "former"
    EXONYM = "exonym"
    TRANSLITERATION = "transliteration"
    ABBREVIATION = "abbreviation"
    COLLOQUIAL = "colloquial"
    OTHER = "other"


class SourceKind(StrEnum):
    """What an outlet or channel is. An `official` holds an office, and speaks in a channel of their own."""

    AGENCY = "agency"
    NEWSPAPER = "newspaper"
    MAGAZINE = "magazine"
    BROADCASTER = "broadcaster"
    SITE = "site"
    CHANNEL = "channel"
    GOVERNMENT = "government"
    MINISTRY = "ministry"
    MILITARY = "military"
    OFFICIAL = "official"
    PARTY = "party"
    INTERNATIONAL = "international"
    NGO = "ngo"
    COMPANY = "company"
    PERSON = "person"


class CreditForm(StrEnum):
    """Where a text credits an agency: in the dateline, as author, in a line or mark at the end, in a sentence."""

    DATELINE = "dateline"
    BYLINE = "byline"
    CREDIT_LINE = "credit_line"
    REPORT = "report"


class DerivationKind(StrEnum):
    """How a document comes from another; what says most stands first.

    `copy` is word for word or nearly, `rewrite` the same facts in other words or changed, `network` the same
    text on sites of one family. `link` names or links the document it took from, `quote` repeats somebody's words,
    `same_voice` only gives the word of the same voice on the same thing.
    """

    FORWARD = "forward"
    NETWORK = "network"
    COPY = "copy"
    TRANSLATION = "translation"
    REWRITE = "rewrite"
    WIRE_CREDIT = "wire_credit"
    LINK = "link"
    QUOTE = "quote"
    SAME_VOICE = "same_voice"


class DriftKind(StrEnum):
    """What changed on the way. `addition` is what stands in one rewrite only; `headline` says other than the origin."""

    QUANTITY = "quantity"
    SCOPE = "scope"
    PLACE = "place"
    MODE = "mode"
    VOICE = "voice"
    LOST_ATTRIBUTION = "lost_attribution"
    ADDITION = "addition"
    HEADLINE = "headline"


class ToldBy(StrEnum):
    """Who stands behind a claim. `one_party` is also a single body that speaks of what it did or found itself."""

    ONE_PARTY = "one party"
    BOTH_PARTIES = "both parties"
    WITNESS = "somebody who was there"
    NOBODY = "nobody named"


class DecisionKind(StrEnum):
    """What a person decided: that two tellings are of the same happening, or of different ones; or what is so of a
    claim (see `Conclusion`)."""

    SAME = "same"
    DIFFERENT = "different"
    VERDICT = "verdict"


class Conclusion(StrEnum):
    """What a named analyst concluded of a claim. `unproven` is also a conclusion: that it cannot be said."""

    TRUE = "true"
    PARTLY_TRUE = "partly true"
    FALSE = "false"
    UNPROVEN = "unproven"


class Verdict(StrEnum):
    """How what was observed stands to a claim. `silent` is where it can say nothing: that speaks for neither."""

    SUPPORTS = "supports"
    CONTRADICTS = "contradicts"
    CONSISTENT = "consistent"
    SILENT = "silent"


class Stance(StrEnum):
    """What an origin does with a claim."""

    TELLS = "tells"
    CONFIRMS = "confirms"
    DOUBTS = "doubts"
    DENIES = "denies"
    RETRACTS = "retracts"


class Interest(StrEnum):
    """What a claim is for the side of who says it. `unknown` where the side, or whom it serves, is not known."""

    IN_FAVOUR = "in its own favour"
    AGAINST = "against its own interest"
    NEUTRAL = "neither"
    UNKNOWN = "unknown"


class Status(StrEnum):
    """What is known of a claim, in a few words. `weigh.status` has the rules, in the order in which they are tried."""

    RETRACTED = "retracted"
    CONTRADICTED = "contradicted by evidence"
    SUPPORTED = "supported by evidence"
    CORROBORATED_ACROSS = "corroborated across sides"
    DISPUTED = "disputed"
    CONSISTENT = "consistent with evidence"
    CORROBORATED = "corroborated"
    UNVERIFIABLE = "unverifiable for now"
    UNSUPPORTED = "unsupported"
    REPEATED = "repeated but single origin"
    SINGLE_ORIGIN = "single origin"


class Outcome(StrEnum):
    """What became of a claim that somebody made, by evidence or by a person's decision."""

    BORNE_OUT = "borne out"
    CONTRADICTED = "contradicted"
    OPEN = "open"


class Confidence(StrEnum):
    """How good the ground is that a likelihood stands on; apart from how likely it is."""

    LOW = "low"
    MODERATE = "moderate"
    HIGH = "high"


class Role(StrEnum):
    """What a person may do at the desk, each also what those before may: a reader looks, an analyst decides and adds,
    an admin says who the others are."""

    READER = "reader"
    ANALYST = "analyst"
    ADMIN = "admin"

    def may(self, needed: Role) -> bool:
        """Whether this role is enough where that one is needed."""
        order = tuple(Role)
        return order.index(self) >= order.index(needed)

    def capped(self, highest: Role) -> Role:
        """This role, or that one where it is lower."""
        return self if highest.may(self) else highest
