"""Plain words for what a report holds: chains, media, happenings, figures, times."""

from __future__ import annotations

import calendar
import re
from datetime import date

from firsthand.model import Actor, Bound, Frame, Interval, Quantity, Span, Statement, Voice, VoiceKind
from firsthand.resolve.events import event_types
from firsthand.show.named import named
from firsthand.show.plain import one_line
from firsthand.show.speaking import ENGLISH, N_, day_of, gettext, month_of, number_of, spoken
from firsthand.show.where import where_words

__all__ = [
    "OWN_VOICE",
    "SOMEBODY",
    "SOMEBODY_FIRST",
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

SOMEBODY, SOMEBODY_FIRST = N_("somebody"), N_("Somebody")
"""A voice without words: in a sentence, and by itself."""
OWN_VOICE = N_("The report, in its own voice")

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
        return gettext(OWN_VOICE)
    words = one_line(text) or gettext(SOMEBODY)
    return words[0].upper() + words[1:]


def passed_on(voice: Voice) -> str:
    """How the next voice inwards is led in: "who has it from"."""
    if voice.kind is VoiceKind.OUTLET:
        return gettext("on the word of")
    if voice.kind in (VoiceKind.NAMED_ORGANISATION, VoiceKind.UNNAMED_ORGANISATION):
        return gettext("which has it from")
    if voice.kind is VoiceKind.UNNAMED_GROUP:
        return gettext("who have it from")
    return gettext("who has it from")


def chain_words(text: str, statement: Statement) -> str:
    """The chain from the outlet inwards: "the report, on the word of X, who has it from Y"."""
    said = gettext("the report")
    for outer, inner in zip(statement.chain, statement.chain[1:], strict=False):
        said += f", {passed_on(outer)} {_called(text, inner)}"
    return said


def _called(text: str, voice: Voice) -> str:
    """The voice by its words, or by the fuller mention they stand for."""
    return one_line(voice.refers_to.of(text) if voice.refers_to else voice.text) or gettext(SOMEBODY)


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
    if lead and spoken() == ENGLISH:
        return f"{lead} {words}"
    return gettext("by way of “%(words)s”", words=shorten(words, _LONGEST))


def event_words(frame: Frame) -> str:
    """The type of event: "territory captured", or nothing where none was made out."""
    if frame.event == "unspecified":
        return ""
    known = event_types().get(frame.event)
    return named(frame.event, "event") if known else one_line(frame.event.replace("_", " "))


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
        return gettext("%(actor)s, affecting %(target)s", actor=_actor_words(actor), target=_actor_words(target))
    if target:
        return gettext("%(target)s (by whom is not said)", target=_actor_words(target))
    return _actor_words(actor) if actor else ""


def _actor_words(actor: Actor) -> str:
    words = shorten(one_line(actor.text), _LONGEST)
    side = one_line(actor.side or "")
    return f"{words} ({side})" if side and side != words else words


def _bounded(bound: Bound, figure: str) -> str:
    if bound is Bound.ABOUT:
        return gettext("about %(figure)s", figure=figure)
    if bound is Bound.AT_LEAST:
        return gettext("at least %(figure)s", figure=figure)
    return gettext("at most %(figure)s", figure=figure) if bound is Bound.AT_MOST else figure


def quantity_words(quantity: Quantity) -> str:
    """A figure with its limits and its unit: "at least 200 soldiers", "3 to 5 houses"."""
    if quantity.bound is Bound.RANGE and quantity.low is not None and quantity.high is not None:
        figure = gettext("%(one)s to %(other)s", one=number_words(quantity.low), other=number_words(quantity.high))
    else:
        known = next((n for n in (quantity.value, quantity.low, quantity.high) if n is not None), None)
        words = number_words(known) if known is not None else gettext("an unknown number")
        figure = _bounded(quantity.bound, words)
    return f"{figure} {one_line(quantity.unit or '')}".strip()


def number_words(number: float) -> str:
    """Ten figures at most, thousands apart, never in powers of ten: "4,100,000", "9.12"."""
    if spoken() != ENGLISH:
        return number_of(number) if number == int(number) else number_of(number, 2)
    whole, _, rest = f"{float(f'{number:.10g}'):,.6f}".partition(".")
    rest = rest.rstrip("0")
    return f"{whole}.{rest}" if rest else whole


def _season(number: str, year: str) -> str:
    return {
        "21": gettext("spring %(year)s", year=year),
        "22": gettext("summer %(year)s", year=year),
        "23": gettext("autumn %(year)s", year=year),
        "24": gettext("winter %(year)s", year=year),
    }[number]


def time_words(time: Interval) -> str:
    """Days in words: "5 March 2024", "March 2024", "until 31 December 2026", "spring 2021"."""
    edtf = one_line(time.edtf or "")
    if season := re.fullmatch(r"(\d{4})-(2[1-4])", edtf):
        return _season(season[2], season[1])
    if time.start and time.end:
        days = _days_words(time.start, time.end)
        return gettext("about %(figure)s", figure=days) if edtf.endswith("~") else days
    if time.start:
        return gettext("since %(day)s", day=_day_words(time.start))
    return gettext("until %(day)s", day=_day_words(time.end)) if time.end else edtf


def _day_words(day: date) -> str:
    if spoken() != ENGLISH:
        return day_of(day)
    return f"{day.day} {calendar.month_name[day.month]} {day.year}"


def _days_words(start: date, end: date) -> str:
    if start == end:
        return _day_words(start)
    last = end.day == calendar.monthrange(end.year, end.month)[1]
    if start.day == 1 and last and (start.year, start.month) == (end.year, end.month):
        return month_of(start.year, start.month, long=True)
    if (start.month, start.day, end.month, end.day) == (1, 1, 12, 31):
        one, other = str(start.year), str(end.year)
    else:
        one, other = _day_words(start), _day_words(end)
    return one if one == other else gettext("%(one)s to %(other)s", one=one, other=other)
