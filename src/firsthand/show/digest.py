"""What every view of a report says first: the worst of it, the counts, where it comes from."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePath

from firsthand.model import Document, Reason, Report, Span, Statement, VoiceKind
from firsthand.show.languages import language_name
from firsthand.show.plain import one_line
from firsthand.show.voices import distinct_voices
from firsthand.show.words import medium_words, shorten

__all__ = [
    "counts",
    "headline",
    "origin_words",
    "quoted_spans",
    "reasons_of",
    "terms",
    "unread",
    "verdict",
    "warning_words",
]

_VERDICTS = {
    "single_origin": "the lead claim goes back to one voice",
    "headline_contradicts_body": "the headline contradicts the body",
    "headline_place_differs": "the headline puts it somewhere else than the body",
    "headline_quantity_differs": "the headline has another figure than the body",
    "headline_hardens": "the headline is surer than the body",
    "scope_grows": "a part becomes the whole on the way",
    "modality_hardens": "what was alleged becomes fact on the way",
    "no_named_person": "nobody who speaks has a name",
    "unnamed_chorus": "several voices without a name say much the same, and none disagrees",
    "figure_on_unnamed_source": "a figure rests on a voice without a name",
    "party_has_not_answered": "one side has not answered",
    "evidence_not_linked": "evidence is mentioned that cannot be followed",
    "loaded_wording": "the report judges in its own voice",
}
"""What is said of a report with this warning, the gravest first."""

_NO_RULES = "no rules for the language"  # how the reason of such a `Skip` begins
_UNDETERMINED = "und"


def headline(report: Report) -> str:
    """The worst of it, and how much is said on whose word: two short sentences."""
    return f"{verdict(report)} {counts(report)}".strip()


def verdict(report: Report) -> str:
    """One sentence: the gravest warning in words, and how many more there are; first of all, whether it was read."""
    if said := unread(report):
        return said
    if not report.statements:
        return "No statement was found in this text."
    kinds = {warning.kind for warning in report.warnings}
    if not kinds:
        return "Nothing in the sourcing to stop at."
    worst = next((kind for kind in _VERDICTS if kind in kinds), sorted(kinds)[0])
    words = _VERDICTS.get(worst) or warning_words(worst)
    more = len(kinds) - 1
    rest = f"; {_count(more, 'more thing')} to stop at" if more else ""
    return f"{words[0].upper()}{words[1:]}{rest}."


def unread(report: Report) -> str:
    """That the text is in a language without rules, so that silence is not taken for good sourcing; else empty."""
    if not any(skip.stage == "read" and skip.reason.startswith(_NO_RULES) for skip in report.skips):
        return ""
    code = report.document.language
    if code == _UNDETERMINED:
        return (
            "The language of the text could not be made out, so it was not read: only place names were looked for. "
            "If it is English, give --language en."
        )
    language = language_name(code) or f"“{one_line(code)}”"
    return f"The text is in {language}, which firsthand cannot read yet: only place names were looked for."


def counts(report: Report) -> str:
    """One sentence: how many statements, and how many voices of which kind. Empty where nothing is said."""
    if not report.statements:
        return ""
    voices = distinct_voices(report)
    said = _count(len(report.statements), "statement")
    if not voices:
        return f"{said}, all in the report’s own voice."
    unnamed = sum(voice.kind.unnamed for voice in voices)
    persons = sum(voice.kind is VoiceKind.NAMED_PERSON for voice in voices)
    organisations = sum(voice.kind is VoiceKind.NAMED_ORGANISATION for voice in voices)
    nobody = "no named person" if organisations else "nobody named"
    parts = [
        said,
        f"{_count(unnamed, 'voice')} without a name" if unnamed else "",
        _count(organisations, "named organisation") if organisations else "",
        _count(persons, "named person") if persons else nobody,
    ]
    return f"{', '.join(part for part in parts if part)}."


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def origin_words(document: Document) -> list[str]:
    """Where the report comes from, as far as known: outlet, author, date, address.

    Of a local file only the name: a page that is passed on must not tell how a disk is laid out.
    """
    address = document.address or ""
    if "://" not in address:
        address = "" if address == "-" else PurePath(address).name
    known = (document.outlet, document.author, str(document.published or ""), address)
    return [one_line(part) for part in known if part]


def terms(text: str, statement: Statement) -> list[str]:
    """Under which terms it is said: medium, reserve, evidence, and the condition as a whole."""
    voice = statement.voice
    return [
        words
        for words in (
            medium_words(text, statement.medium) if statement.medium else "",
            f"marked “{one_line(statement.hedge.of(text))}”" if statement.hedge else "",
            f"evidence mentioned: “{shorten(one_line(statement.evidence.of(text)), 90)}”" if statement.evidence else "",
            f"on terms: “{one_line(voice.condition.of(text))}”" if voice.condition else "",
        )
        if words
    ]


def warning_words(kind: str) -> str:
    """A warning kind in words: "headline_place_differs" → "Headline place differs"."""
    return one_line(kind.replace("_", " ")).capitalize()


def reasons_of(statement: Statement) -> tuple[Reason, ...]:
    """Every rule behind a statement, those behind its frame included."""
    return statement.reasons + (statement.frame.reasons if statement.frame else ())


def quoted_spans(text: str, spans: Iterable[Span], limit: int = 90) -> list[str]:
    """The words of the spans, each on one line, cut in the middle where longer than `limit` characters."""
    return [shorten(words, limit) for span in spans if (words := one_line(span.of(text)))]
