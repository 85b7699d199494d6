"""The turns of interviews and transcripts: “HALE: We will go.”, “Q: … A: …”, each with the voice of its label; and
those of interviews without labels, in which the outlet asks and its one guest answers."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator

from firsthand.model import Attribution, Document, Span, VoiceKind
from firsthand.read.en.lexicon import Lexicon
from firsthand.read.sentences import find_paragraphs
from firsthand.read.spans import hull_of
from firsthand.text import fold

__all__ = ["find_guest", "find_turns", "guest_turns", "interview_guest", "outside_labels", "speaker_label"]

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


def outside_labels(known: list[Attribution], turns: list[Attribution], text: str) -> list[Attribution]:
    """Those that lie in what one speaker says, or in no turn at all: across the labels nothing belongs together. What
    the outlet tells its guest to have said (“You say …”) is the outlet's question."""
    hulls = [hull_of(turn) for turn in turns]
    starts = [hull.start for hull in hulls]

    def fits(attribution: Attribution) -> bool:
        hull = hull_of(attribution)
        after = bisect_right(starts, hull.start)
        asked = after and turns[after - 1].rule == interview_guest.__name__ and turns[after - 1].kind is None
        if asked and attribution.source and fold(attribution.source.of(text)) == "you":
            return False
        if after and any(hull in said for said in turns[after - 1].contents):
            return True
        return not any(hull.overlaps(other) for other in hulls[max(0, after - 1) : after + 1])

    return [attribution for attribution in known if fits(attribution)]


_QUESTIONS = 3
"""Questions to the guest: so many make an interview."""
_LONGEST_QUESTION = 400
_YOU = re.compile(r"\b(?:you|your|yours)\b", re.IGNORECASE)
_I = re.compile(r"\b(?:I|I['’]\w+|[Mm]y|[Mm]e|[Ww]e|[Oo]ur|[Uu]s)\b")
_QUOTED = re.compile(r"“[^”\n]*”|\"[^\"\n]*\"")
_TWO_CAPITALS = re.compile(r"\b[A-ZÀ-Þ][\w’-]+(?: [A-ZÀ-Þ][\w’-]+){1,2}")


def interview_guest(said: Span, guest: bool) -> Attribution:
    """In an interview with one guest, named at the top, the paragraphs that ask are the outlet's, and those between
    them the guest's."""
    return Attribution(None, None, (said,), interview_guest.__name__, kind=VoiceKind.NAMED_PERSON if guest else None)


def find_guest(document: Document, persons: list[Span]) -> Span | None:
    """The one person that title and introduction of an interview name; None where there is no such interview.

    Args:
        persons: the persons named in the text, in order.
    """
    paragraphs = list(find_paragraphs(document.text, document.body))
    asked = [number for number, one in enumerate(paragraphs) if _asks(document.text, one)]
    if len(asked) < _QUESTIONS or asked[0] == 0 or not _answered(document.text, paragraphs, asked):
        return None
    start = paragraphs[asked[0]].start
    named = [span for span in persons if span.end <= start]
    if not named and document.title:
        title = {match.group() for match in _TWO_CAPITALS.finditer(document.title.of(document.text))}
        found = _TWO_CAPITALS.finditer(document.text, document.body.start, start)
        named = [Span(*match.span()) for match in found if match.group() in title]
    surnames = {fold(span.of(document.text)).split()[-1] for span in named}
    return named[-1] if len(surnames) == 1 else None


def _asks(text: str, paragraph: Span) -> bool:
    words = paragraph.of(text).rstrip()
    return words.endswith("?") and words[0] not in "“\"‘'(" and len(words) < _LONGEST_QUESTION


def _answered(text: str, paragraphs: list[Span], asked: list[int]) -> bool:
    """Whether questions speak to somebody, and somebody answers for himself or herself."""
    spoken_to = sum(_YOU.search(paragraphs[number].of(text)) is not None for number in asked)
    behind = [paragraphs[n + 1].of(text) for n in asked if n + 1 < len(paragraphs) and n + 1 not in asked]
    own = sum(_I.search(_QUOTED.sub("", words)) is not None for words in behind)
    return spoken_to > 0 and own >= 1 and len(behind) >= _QUESTIONS - 1


def guest_turns(document: Document, guest: Span) -> Iterator[Attribution]:
    """Every turn of an interview with one guest, in text order; what stands before and behind them is no turn."""
    text = document.text
    surname = fold(guest.of(text)).split()[-1].removesuffix("'s")
    asked, answers = False, 0
    for paragraph in find_paragraphs(text, document.body):
        words = paragraph.of(text)
        if _asks(text, paragraph):
            asked, answers = True, 0
            yield interview_guest(paragraph, guest=False)
        elif asked and surname not in fold(words):
            own = _I.search(_QUOTED.sub("", words)) is not None
            if answers and not own and _YOU.search(words):
                answers = 0  # a question that tells: "The office says you left."
                yield interview_guest(paragraph, guest=False)
            elif own or not answers:
                answers += 1
                yield interview_guest(paragraph, guest=True)
