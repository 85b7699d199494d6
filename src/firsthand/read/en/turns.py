"""The turns of interviews and transcripts: “HALE: We will go.”, “Q: … A: …”, each with the voice of its label."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator

from firsthand.model import Attribution, Document, Span, VoiceKind
from firsthand.read.en.lexicon import Lexicon
from firsthand.read.spans import hull_of
from firsthand.text import fold

__all__ = ["find_turns", "outside_labels", "speaker_label"]

_LABEL = re.compile(
    r"^[ \t]*(?P<label>(?:[A-ZÀ-Þ][\w.’'-]*\.?|Q|A)(?: (?:[A-ZÀ-Þ][\w.’'-]*\.?|of|the|for|de|van|von|al|bin)){0,5})"
    r"(?: ?\([^)\n]{1,40}\))?(?P<mark>:)[ \t]+(?P<turn>\S[^\n]*)",
    re.MULTILINE,
)
_LINE = re.compile(r"\S[^\n]*")
_HEADS = frozenset(
    {"who", "what", "when", "where", "why", "how", "re", "to", "from", "cc", "date", "subject", "time", "ps"}
)
"""Labels of notices and letters, which speak for nobody."""
_ASKERS = frozenset({"q", "a", "question", "answer", "reporter", "interviewer", "moderator", "host", "interviewee"})


def speaker_label(label: Span, mark: Span, said: tuple[Span, ...], kind: VoiceKind | None) -> Attribution:
    """A line of an interview or transcript belongs to the speaker whose name, or “Q” or “A”, stands before its colon;
    so do the lines without a name until the next speaker."""
    return Attribution(label, mark, said, speaker_label.__name__, kind=kind)


def find_turns(document: Document, words: Lexicon) -> list[Attribution]:
    """Every turn, in text order; none where the labelled lines are no conversation."""
    text, body = document.text, document.body
    found = [m for m in _LABEL.finditer(text, body.start, body.end) if _may_speak(m["label"], words)]
    if not _conversation(found):
        return []
    names = {fold(m["label"]).split()[-1] for m in found}
    turns = []
    for match, after in zip(found, [*found[1:], None], strict=True):
        label, mark = Span(*match.span("label")), Span(*match.span("mark"))
        said = [Span(*match.span("turn"))]
        if after is not None:
            said += _going_on(text, Span(match.end(), after.start()), names)
        turns.append(speaker_label(label, mark, tuple(said), _kind(label.of(text), words)))
    return turns


def _may_speak(label: str, words: Lexicon) -> bool:
    folded = fold(label)
    return not words.has("labels", folded) and folded.split()[0] not in _HEADS


def _conversation(found: list[re.Match[str]]) -> bool:
    """Whether somebody speaks again, or answers a question: lists and notices have labels too."""
    labels = Counter(match["label"] for match in found)
    answered = any(match["turn"].rstrip("”’\"' ").endswith("?") for match in found[:-1])
    return len(labels) > 1 and answered and (max(labels.values()) > 1 or all(label.isupper() for label in labels))


def _going_on(text: str, between: Span, names: set[str]) -> Iterator[Span]:
    """The paragraphs of a turn after its first, but for what the outlet says of the speakers, or in brackets."""
    for match in _LINE.finditer(text, between.start, between.end):
        told = match.group()[0] in "([" or not names.isdisjoint(re.findall(r"\w+", fold(match.group())))
        if not told:
            yield Span(match.start(), match.end())


def _kind(label: str, words: Lexicon) -> VoiceKind:
    folded = fold(label).split()
    if folded[-1] in _ASKERS:
        return VoiceKind.UNNAMED_PERSON
    organisation = any(words.has("org_words", word) for word in folded[1:])
    return VoiceKind.NAMED_ORGANISATION if organisation else VoiceKind.NAMED_PERSON


def outside_labels(known: list[Attribution], turns: list[Attribution]) -> list[Attribution]:
    """Those that lie in what one speaker says, or in no turn at all: across the labels nothing belongs together."""
    hulls = [hull_of(turn) for turn in turns]
    starts = [hull.start for hull in hulls]

    def fits(attribution: Attribution) -> bool:
        hull = hull_of(attribution)
        after = bisect_right(starts, hull.start)
        if after and any(hull in said for said in turns[after - 1].contents):
            return True
        return not any(hull.overlaps(other) for other in hulls[max(0, after - 1) : after + 1])

    return [attribution for attribution in known if fits(attribution)]
