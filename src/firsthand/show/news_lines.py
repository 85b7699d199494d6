"""What `watch` tells on a terminal: what came in, what to stop at, and who says what; what an edit changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from rich.text import Text

from firsthand.model import Quantity, Report, Span, Statement, VoiceKind
from firsthand.pipeline.changes import Change
from firsthand.pipeline.restated import Restated
from firsthand.pipeline.watching import News
from firsthand.show.console import Hanging
from firsthand.show.credited import credit_words
from firsthand.show.digest import headline, unread, warning_words
from firsthand.show.named import named
from firsthand.show.plain import one_line
from firsthand.show.speaking import gettext
from firsthand.show.words import SOMEBODY, content_words, quantity_words, shorten

__all__ = ["change_lines", "edited_words", "news_lines", "restated_words"]

_INDENT = 2
_STATEMENTS = 5
"""Statements, and as many restated ones, that a terminal shows; `--json` has all."""
_MOST_EDITS = 8
_LONG = 200
"""Characters of a statement or an edit that are shown."""
_COLOURS = {"new": "green", "changed": "yellow", "back": "yellow", "gone": "red", "failed": "red"}


def news_lines(news: News) -> Iterator[Hanging]:
    """One thing: where it stands, what is known of it, and what it says."""
    where = one_line(news.address or news.what)
    yield Hanging(Text(f"{news.kind:<7}", style=f"bold {_COLOURS[news.kind]}"), Text(where))
    if news.reason:
        yield _line(one_line(news.reason))
    if known := _known(news):
        yield _line(known, "dim")
    if news.kind in ("changed", "back"):
        yield from _changed(news)
    elif news.report is not None:
        yield from _said(news.report, gone=news.kind == "gone")


def _line(words: str, style: str = "") -> Hanging:
    return Hanging(Text(), Text(words, style=style), indent=_INDENT)


def _marked(mark: str, words: str, style: str) -> Hanging:
    return Hanging(Text(mark, style=style), Text(words), indent=_INDENT)


def _known(news: News) -> str:
    about, document = news.about, news.report.document if news.report else None
    forward = f"forwarded from {about.forward.name}" if about.forward else ""
    outlet = about.outlet or (document.outlet if document else None)
    outlet = None if outlet and outlet in news.address else outlet  # a page that does not say whose it is
    published = (document.published if document else None) or about.published
    parts = (outlet, str(published or ""), forward, edited_words(about.edited))
    return " · ".join(one_line(part) for part in parts if part)


def edited_words(edited: object) -> str:
    """That a post says of itself that it was edited, and when if it says so."""
    if not edited:
        return ""
    if isinstance(edited, bool):
        return gettext("marked as edited")
    return gettext("marked as edited at %(moment)s", moment=edited)


def _said(report: Report, *, gone: bool) -> Iterator[Hanging]:
    """What matters first: the gravest thing to stop at, whom it credits, then the statements."""
    if gone:
        yield _line("It said:")
    else:
        yield from _summary(report)
    statements = _statements(report)
    for statement in statements[:_STATEMENTS]:
        yield _marked("·", _words(report, statement), "cyan")
    if len(statements) > _STATEMENTS:
        yield _line(f"and {len(statements) - _STATEMENTS} more", "dim")
    if not statements:
        yield _marked("·", shorten(one_line(report.document.text), _LONG), "cyan")


def _summary(report: Report) -> Iterator[Hanging]:
    if report.statements or unread(report):
        yield _line(headline(report), "bold")
    kinds = list(dict.fromkeys(warning.kind for warning in report.warnings))
    if len(kinds) > 1:
        yield _marked("!", " · ".join(warning_words(kind) for kind in kinds), "bold red")
    if credited := credit_words(report):
        yield _line(credited)


def _statements(report: Report) -> list[Statement]:
    """First those on which a warning rests, then those that say what happened, then the rest; each as in the text."""
    stops = [span for warning in report.warnings for span in warning.spans]

    def rank(statement: Statement) -> int:
        if any(_touches(statement, span) for span in stops):
            return 0
        return 1 if statement.frame and statement.frame.event != "unspecified" else 2

    return sorted(report.statements, key=rank)


def _touches(statement: Statement, span: Span) -> bool:
    return any(part.overlaps(span) for part in statement.contents)


def _words(report: Report, statement: Statement) -> str:
    """ "“Two houses were hit” (asserted, by the mayor Olha Melnyk, named person)"."""
    return f"{_content(report, statement)} ({_manner(report, statement)})"


def _content(report: Report, statement: Statement) -> str:
    content = shorten(content_words(report.document.text, statement), _LONG)
    return content if content[:1] in tuple('“"«„‘') else f"“{content}”"


def _manner(report: Report, statement: Statement) -> str:
    voice, text = statement.voice, report.document.text
    parts: list[str] = [named(statement.mode, "mode")]
    if voice.kind is VoiceKind.OUTLET:
        parts.append(gettext("in the report's own voice"))
    else:
        called = one_line(voice.refers_to.of(text) if voice.refers_to else voice.text) or gettext(SOMEBODY)
        who = f"{shorten(called, 80)}, {named(voice.kind, 'voice')}"
        parts.append(gettext("by %(voice)s", voice=who))
    if len(statement.chain) > 2:
        parts.append(gettext("depth %(number)s", number=len(statement.chain)))
    return ", ".join(parts)


# ------------------------------------------------------------ what an edit changed


def _changed(news: News) -> Iterator[Hanging]:
    change, report = news.change, news.report
    if change is not None:
        yield from _edits(change)
    if report is None:
        yield _line("Nothing could be read in it, so its words are not compared.")
        return
    if change is not None and not change.edits:
        yield _line("Its words are the same as before.")
    for one in news.restated[:_STATEMENTS]:
        yield from _restated(one, report, news.before)
    if len(news.restated) > _STATEMENTS:
        yield _line(f"and {len(news.restated) - _STATEMENTS} more statements that went, came or changed", "dim")
    if news.restated:
        yield from _summary(report)


def change_lines(change: Change) -> Iterator[Hanging]:
    """From when to when, what the post says of an edit itself, and its words that went and came."""
    what = ": gone" if change.gone else ": back" if change.back else ""
    yield Hanging(Text(), Text(f"{change.before.seen} → {change.after.seen}{what}"))
    if change.after.edited:
        yield _line(edited_words(change.after.edited), "dim")
    yield from _edits(change)


def _edits(change: Change) -> Iterator[Hanging]:
    """The words that went and came, a line each with a few around them; of many edits the first."""
    for edit in islice(change.edits, _MOST_EDITS):
        for mark, words in (("-", edit.removed), ("+", edit.added)):
            if words.strip():
                cut = words if len(words) <= _LONG else words[:_LONG].rstrip() + " … "
                yield _marked(mark, one_line(f"{edit.lead}{cut}{edit.trail}"), "red" if mark == "-" else "green")
    if len(change.edits) > _MOST_EDITS:
        yield _line(f"and {len(change.edits) - _MOST_EDITS} more edits", "dim")


_STYLES = {"went": "red", "came": "green", "says otherwise": "yellow"}


def _restated(one: Restated, report: Report, before: Report | None) -> Iterator[Hanging]:
    if found := restated_words(one, report, before):
        what, words = found
        yield _marked("·", f"{what}: {words}", _STYLES[what])


def restated_words(one: Restated, report: Report, before: Report | None) -> tuple[str, str] | None:
    """What became of a statement: "went", "came" or "says otherwise", and its words, with what is otherwise; None where
    what was there before is not known."""
    if one.after is None:
        if before is None or one.before is None:
            return None
        return gettext("went"), _words(before, one.before)
    if one.before is None or before is None:
        return gettext("came"), _words(report, one.after)
    ways = [_way(name, before, one.before, report, one.after) for name in one.differs]
    return gettext("says otherwise"), f"{_content(report, one.after)}: {'; '.join(ways)}"


def _way(name: str, before: Report, was: Statement, report: Report, now: Statement) -> str:
    if name == "mode":
        return gettext("%(then)s, now %(now)s", then=named(was.mode, "mode"), now=named(now.mode, "mode"))
    if name == "figure":
        return gettext("%(then)s, now %(now)s", then=_figures(before, was), now=_figures(report, now))
    return gettext("it was %(then)s; now %(now)s", then=_manner(before, was), now=_manner(report, now))


def _figures(report: Report, statement: Statement) -> str:
    inside: Sequence[Quantity] = [q for q in report.quantities if any(q.span in part for part in statement.contents)]
    figures = [quantity_words(one) for one in inside] or [gettext("no figure")]
    if len(figures) == 1:
        return figures[0]
    return gettext("%(names)s and %(last)s", names=", ".join(figures[:-1]), last=figures[-1])
