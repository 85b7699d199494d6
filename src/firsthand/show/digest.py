"""What every view of a report says first: the worst of it, the counts, where it comes from."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePath

from firsthand.model import Document, Reason, Report, Span, Statement, VoiceKind
from firsthand.show.languages import language_name
from firsthand.show.named import named
from firsthand.show.plain import one_line
from firsthand.show.speaking import gettext, ngettext
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


def _verdicts() -> dict[str, str]:
    """What is said of a report with this warning, the gravest first."""
    return {
        "single_origin": gettext("The lead claim goes back to one voice"),
        "headline_contradicts_body": gettext("The headline contradicts the body"),
        "headline_place_differs": gettext("The headline puts it somewhere else than the body"),
        "headline_quantity_differs": gettext("The headline has another figure than the body"),
        "headline_hardens": gettext("The headline is surer than the body"),
        "scope_grows": gettext("A part becomes the whole on the way"),
        "modality_hardens": gettext("What was alleged becomes fact on the way"),
        "no_named_person": gettext("Nobody who speaks has a name"),
        "unnamed_chorus": gettext("Several voices without a name say much the same, and none disagrees"),
        "figure_on_unnamed_source": gettext("A figure rests on a voice without a name"),
        "party_has_not_answered": gettext("One side has not answered"),
        "evidence_not_linked": gettext("Evidence is mentioned that cannot be followed"),
        "loaded_wording": gettext("The report judges in its own voice"),
    }


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
        return gettext("No statement was found in this text.")
    kinds = {warning.kind for warning in report.warnings}
    if not kinds:
        return gettext("Nothing in the sourcing to stop at.")
    every = _verdicts()
    worst = next((kind for kind in every if kind in kinds), sorted(kinds)[0])
    words, more = every.get(worst) or warning_words(worst), len(kinds) - 1
    if not more:
        return gettext("%(verdict)s.", verdict=words)
    return ngettext(
        "%(verdict)s; %(num)s more thing to stop at.",
        "%(verdict)s; %(num)s more things to stop at.",
        more,
        verdict=words,
    )


def unread(report: Report) -> str:
    """That the text is in a language without rules, so that silence is not taken for good sourcing; else empty."""
    if not any(skip.stage == "read" and skip.reason.startswith(_NO_RULES) for skip in report.skips):
        return ""
    code = report.document.language
    if code == _UNDETERMINED:
        return gettext(
            "The language of the text could not be made out, so it was not read: only place names were looked for. "
            "If it is English, give --language en."
        )
    language = language_name(code) or f"“{one_line(code)}”"
    return gettext(
        "The text is in %(language)s, which firsthand cannot read yet: only place names were looked for.",
        language=language,
    )


def counts(report: Report) -> str:
    """One sentence: how many statements, and how many voices of which kind. Empty where nothing is said."""
    if not report.statements:
        return ""
    voices = distinct_voices(report)
    said = ngettext("%(num)s statement", "%(num)s statements", len(report.statements))
    if not voices:
        return gettext("%(statements)s, all in the report’s own voice.", statements=said)
    unnamed = sum(voice.kind.unnamed for voice in voices)
    persons = sum(voice.kind is VoiceKind.NAMED_PERSON for voice in voices)
    organisations = sum(voice.kind is VoiceKind.NAMED_ORGANISATION for voice in voices)
    nobody = gettext("no named person") if organisations else gettext("nobody named")
    parts = [
        said,
        ngettext("%(num)s voice without a name", "%(num)s voices without a name", unnamed) if unnamed else "",
        ngettext("%(num)s named organisation", "%(num)s named organisations", organisations) if organisations else "",
        ngettext("%(num)s named person", "%(num)s named persons", persons) if persons else nobody,
    ]
    return f"{', '.join(part for part in parts if part)}."


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
            gettext("marked “%(words)s”", words=one_line(statement.hedge.of(text))) if statement.hedge else "",
            _evidence(text, statement.evidence) if statement.evidence else "",
            gettext("on terms: “%(words)s”", words=one_line(voice.condition.of(text))) if voice.condition else "",
        )
        if words
    ]


def _evidence(text: str, span: Span) -> str:
    return gettext("evidence mentioned: “%(words)s”", words=shorten(one_line(span.of(text)), 90))


def warning_words(kind: str) -> str:
    """A warning kind in words: "headline_place_differs" → "Headline place differs"."""
    words = named(kind, "warning")
    return words[:1].upper() + words[1:]


def reasons_of(statement: Statement) -> tuple[Reason, ...]:
    """Every rule behind a statement, those behind its frame included."""
    return statement.reasons + (statement.frame.reasons if statement.frame else ())


def quoted_spans(text: str, spans: Iterable[Span], limit: int = 90) -> list[str]:
    """The words of the spans, each on one line, cut in the middle where longer than `limit` characters."""
    return [shorten(words, limit) for span in spans if (words := one_line(span.of(text)))]
