"""Plain words for what a report holds: chains, media, happenings, figures, times."""

from __future__ import annotations

import calendar
import re
from datetime import date

from firsthand.model import Actor, Bound, Frame, Interval, Quantity, Span, Statement, Voice, VoiceKind
from firsthand.resolve.events import event_types
from firsthand.show.plain import one_line
from firsthand.show.where import where_words

__all__ = [
    "KIND_WORDS",
    "chain_words",
    "content_words",
    "event_words",
    "frame_words",
    "medium_words",
    "number_words",
    "passed_on",
    "quantity_words",
    "shorten",
    "time_words",
    "voice_words",
]

KIND_WORDS = {
    VoiceKind.NAMED_PERSON: "named person",
    VoiceKind.NAMED_ORGANISATION: "named organisation",
    VoiceKind.UNNAMED_PERSON: "person without a name",
    VoiceKind.UNNAMED_GROUP: "group without a name",
    VoiceKind.UNNAMED_ORGANISATION: "organisation without a name",
    VoiceKind.OUTLET: "the report itself",
}

_LONGEST = 60


def shorten(words: str, limit: int) -> str:
    """At most `limit` characters: the middle gives way to " … "."""
    if len(words) <= limit:
        return words
    half = max((limit - 3) // 2, 1)
    return f"{words[:half].rstrip()} … {words[-half:].lstrip()}"


def voice_words(text: str, kind: VoiceKind) -> str:
    """What a voice is called in a view."""
    if kind is VoiceKind.OUTLET:
        return "The report, in its own voice"
    words = one_line(text) or "somebody"
    return words[0].upper() + words[1:]


def passed_on(voice: Voice) -> str:
    """How the next voice inwards is led in: "who has it from"."""
    if voice.kind is VoiceKind.OUTLET:
        return "on the word of"
    if voice.kind in (VoiceKind.NAMED_ORGANISATION, VoiceKind.UNNAMED_ORGANISATION):
        return "which has it from"
    return "who have it from" if voice.kind is VoiceKind.UNNAMED_GROUP else "who has it from"


def chain_words(text: str, statement: Statement) -> str:
    """The chain from the outlet inwards: "the report, on the word of X, who has it from Y"."""
    said = "the report"
    for outer, inner in zip(statement.chain, statement.chain[1:], strict=False):
        said += f", {passed_on(outer)} {_called(text, inner)}"
    return said


def _called(text: str, voice: Voice) -> str:
    """The voice by its words, or by the fuller mention they stand for."""
    return one_line(voice.refers_to.of(text) if voice.refers_to else voice.text) or "somebody"


def content_words(text: str, statement: Statement) -> str:
    """The content on one line, its parts joined by " … "."""
    return " … ".join(one_line(part.of(text)) for part in statement.contents)


_LEAD_IN = {
    "by": "phone telephone satellite-phone e-mail email fax letter message text text-message video-link",
    "on": "facebook twitter x telegram instagram whatsapp signal vkontakte youtube tiktok weibo television tv state-"
    "television state-tv radio state-radio social-media",
    "on a": "website site page channel telegram-channel facebook-page blog podcast account",
    "at a": "news-conference press-conference briefing press-briefing hearing rally meeting ceremony",
    "in a": "statement letter bulletin report post speech interview press-release communique briefing-note memo notice "
    "tweet video message document filing brochure newsletter review study survey dossier circular leaflet judgment",
    "in an": "affidavit address open-letter interview advisory announcement audit appeal update article",
}
_LEADS = {word: lead for lead, words in _LEAD_IN.items() for word in words.split()}


def medium_words(text: str, medium: Span) -> str:
    """By what means it was said: "by phone", "in a bulletin"; unknown ones in quotation marks."""
    words = one_line(medium.of(text))
    lead = _LEADS.get(re.sub(r"[\s-]+", "-", words.lower()))
    return f"{lead} {words}" if lead else f"by way of “{shorten(words, _LONGEST)}”"


def event_words(frame: Frame) -> str:
    """The type of event: "territory captured", or nothing where none was made out."""
    if frame.event == "unspecified":
        return ""
    known = event_types().get(frame.event)
    return known.label if known else one_line(frame.event.replace("_", " "))


def frame_words(frame: Frame) -> str:
    """What is said to have happened: "layoffs: workers (by whom is not said), about 600 workers, March 2024"."""
    place, quantity, time = frame.place, frame.quantity, frame.time
    parts = [
        _party_words(frame.actor, frame.target),
        where_words(place) if place else "",
        quantity_words(quantity) if quantity else "",
        time_words(time) if time else "",
    ]
    said = ", ".join(part for part in parts if part)
    return ": ".join(part for part in (event_words(frame), said) if part)


def _party_words(actor: Actor | None, target: Actor | None) -> str:
    if actor and target:
        return f"{_actor_words(actor)}, affecting {_actor_words(target)}"
    if target:
        return f"{_actor_words(target)} (by whom is not said)"
    return _actor_words(actor) if actor else ""


def _actor_words(actor: Actor) -> str:
    words = shorten(one_line(actor.text), _LONGEST)
    side = one_line(actor.side or "")
    return f"{words} ({side})" if side and side != words else words


_BOUND_WORDS = {Bound.ABOUT: "about ", Bound.AT_LEAST: "at least ", Bound.AT_MOST: "at most "}


def quantity_words(quantity: Quantity) -> str:
    """A figure with its limits and its unit: "at least 200 soldiers", "3 to 5 houses"."""
    if quantity.bound is Bound.RANGE and quantity.low is not None and quantity.high is not None:
        figure = f"{number_words(quantity.low)} to {number_words(quantity.high)}"
    else:
        known = next((n for n in (quantity.value, quantity.low, quantity.high) if n is not None), None)
        figure = _BOUND_WORDS.get(quantity.bound, "") + (
            number_words(known) if known is not None else "an unknown number"
        )
    return f"{figure} {one_line(quantity.unit or '')}".strip()


def number_words(number: float) -> str:
    """Ten figures at most, thousands apart, never in powers of ten: "4,100,000", "9.12"."""
    whole, _, rest = f"{float(f'{number:.10g}'):,.6f}".partition(".")
    rest = rest.rstrip("0")
    return f"{whole}.{rest}" if rest else whole


_SEASONS = {"21": "spring", "22": "summer", "23": "autumn", "24": "winter"}


def time_words(time: Interval) -> str:
    """Days in words: "5 March 2024", "March 2024", "until 31 December 2026", "spring 2021"."""
    edtf = one_line(time.edtf or "")
    if season := re.fullmatch(r"(\d{4})-(2[1-4])", edtf):
        return f"{_SEASONS[season[2]]} {season[1]}"
    about = "about " if edtf.endswith("~") else ""
    if time.start and time.end:
        return about + _days_words(time.start, time.end)
    if time.start:
        return f"since {_day_words(time.start)}"
    return f"until {_day_words(time.end)}" if time.end else edtf


def _day_words(day: date) -> str:
    return f"{day.day} {calendar.month_name[day.month]} {day.year}"


def _days_words(start: date, end: date) -> str:
    if start == end:
        return _day_words(start)
    last = end.day == calendar.monthrange(end.year, end.month)[1]
    if start.day == 1 and last and (start.year, start.month) == (end.year, end.month):
        return f"{calendar.month_name[start.month]} {start.year}"
    if (start.month, start.day, end.month, end.day) == (1, 1, 12, 31):
        return f"{start.year}" if start.year == end.year else f"{start.year} to {end.year}"
    return f"{_day_words(start)} to {_day_words(end)}"
