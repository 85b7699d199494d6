"""How a voice stands to its content: the English rules, first match wins."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from firsthand.model import Mode, Reason, Span
from firsthand.read.en.lexicon import Cue, Lexicon
from firsthand.read.mode_rules import first_mode
from firsthand.text import fold, tokens

__all__ = ["RULES", "Wording", "cue_of", "mode_of", "negated", "tells_a_deed"]


_FAR = 16
"""Characters behind a cue in which its fixed part is looked for."""


@dataclass(frozen=True, slots=True)
class Wording:
    """What the mode rules look at: the content, the words around it, the cue, and whether it is a quotation."""

    content: str
    near: str
    cue: Cue | None
    cue_text: str
    quoted: bool
    outlet: bool


def cue_of(text: str, cue: Span | None, words: Lexicon) -> Cue | None:
    """The entry of the lexicon behind a cue, None for "according to" and nouns.

    The fixed part of a cue may stand behind it: who marks only “described” has marked “described how”.
    """
    if cue is None:
        return None
    inside = [fold(span.of(text)) for span in tokens(text, cue)]
    row = [*inside, *(fold(span.of(text)) for span in tokens(text, Span(cue.end, min(len(text), cue.end + _FAR)))[:2])]
    for index, word in enumerate(inside):
        for entry in words.cues.get(word, ()):
            if tuple(row[index + 1 : index + 1 + len(entry.rest)]) == entry.rest:
                return entry
    return None


def retracted(wording: Wording, words: Lexicon) -> Mode | None:
    """The cue takes something back: "withdrew", "misspoke"."""
    return Mode.RETRACTED if wording.cue and wording.cue.mode is Mode.RETRACTED else None


def asked(wording: Wording, words: Lexicon) -> Mode | None:
    """The cue asks or demands, or the content is a question."""
    if wording.cue and wording.cue.mode is Mode.ASKED:
        return Mode.ASKED
    bare = wording.content.rstrip("”’\"'» ")
    return Mode.ASKED if bare.endswith("?") and not re.search(r"[.!] ", bare) else None


def denied(wording: Wording, words: Lexicon) -> Mode | None:
    """The cue denies, and is not itself negated; or the content says of a report or a claim that it is not true."""
    if wording.cue and wording.cue.mode is Mode.DENIED and not negated(wording.cue_text):
        return Mode.DENIED
    content = fold(wording.content)
    refuted = words.phrases["refuting"].search(content)
    told = re.findall(r"\w+", content[: refuted.start()]) if refuted else []
    return Mode.DENIED if any(word in words.nouns or words.has("of_nouns", word) for word in told) else None


def doubted(wording: Wording, words: Lexicon) -> Mode | None:
    """The cue doubts, or the content says that evidence is missing."""
    if wording.cue and wording.cue.mode is Mode.DOUBTED:
        return Mode.DOUBTED
    if not wording.outlet and words.phrases["doubting"].search(fold(wording.content)):
        return Mode.DOUBTED
    return None


def confirmed(wording: Wording, words: Lexicon) -> Mode | None:
    """The cue confirms, and is not itself negated."""
    if wording.cue and wording.cue.mode is Mode.CONFIRMED and not negated(wording.cue_text):
        return Mode.CONFIRMED
    return None


def hedged(wording: Wording, words: Lexicon) -> Mode | None:
    """A mark of distance stands in or right before the content, or in the cue."""
    if words.phrases["hedges"].search(fold(wording.content)) or words.phrases["hedges"].search(fold(wording.near)):
        return Mode.HEDGED
    if wording.cue and wording.cue.mode is Mode.HEDGED:
        return Mode.HEDGED
    return None


_COULD_NOT = re.compile(
    r"^(?:no|nobody|none|neither|nothing|there is nothing)\b.*\bcould\b"
    r"|\bcould (?:hardly |only |not )?"
    r"(?:be (?:reached|checked|seen|heard|recognised|recognized|verified|contacted|read|washed)|drive|see|hear)\b"
)


_WILL_AS_NOUN = re.compile(r"(?:'s|\bhis|\bher|\btheir|\bmy|\bour|\bthe|\ba|\bfree|\bpolitical) will\b")


_TOLD_OF = re.compile(
    r"\b(?:(?:was|were|been|being|is|are|get|got|had) (?:\w+ )?"
    r"(?:told|informed|warned|notified|advised|assured|promised|asked|aware|unaware|heard|known|learnt|learned)"
    r"|knew|(?:not|never|n't) (?:know|told|heard|realise|realize|learn)|no idea|heard|found out|learned|learnt)\b"
    r"(?! (?:to|of|for|about|by)\b)[^,;.!?]*"
)
"""“They were never told that it would shut”: what follows is not foretold here."""
_ASIDE = re.compile(
    r", (?:which|who|whose|where|when) [^,]*(?:,|$)|\bwho (?:will|would|may|might|could) .*?(?= (?:was|were|has|had)\b)"
)


def _main_clause(content: str) -> str:
    """The content with blanks for what only hangs on it: of what somebody was told, and who or what is spoken of."""
    return _ASIDE.sub(_blank, _TOLD_OF.sub(_blank, content))


def _blank(match: re.Match[str]) -> str:
    return " " * len(match.group())


def predicted(wording: Wording, words: Lexicon) -> Mode | None:
    """The content lies in the future, or the cue promises or forecasts it."""
    content = _main_clause(_WILL_AS_NOUN.sub(_blank, fold(wording.content)))
    if wording.cue and wording.cue.mode is Mode.PREDICTED and not words.phrases["speculating"].search(content):
        return Mode.PREDICTED
    if words.phrases["predicting"].search(content) and not re.search(
        r"\bnot (?:yet )?(?:known|clear)\b|\bunclear\b", content
    ):
        return Mode.PREDICTED
    backshifted = not wording.quoted and re.search(r"\bwould (?!have\b|like\b|rather\b|not say\b)", content)
    return Mode.PREDICTED if backshifted else None


def speculated(wording: Wording, words: Lexicon) -> Mode | None:
    """The content may, might or could be so, or the noun that carries it is a speculation."""
    if words.nouns.get(fold(wording.cue_text)) is Mode.SPECULATED:
        return Mode.SPECULATED
    content = fold(wording.content)
    found = next((m for m in words.phrases["speculating"].finditer(content) if not _month(wording.content, m)), None)
    if found is None or content.startswith((" not", "n't"), found.end()) or _COULD_NOT.search(content):
        return None
    return Mode.SPECULATED


def _month(content: str, match: re.Match[str]) -> bool:
    """“On 3 May”: a month, not a modal."""
    return match.group() == "may" and match.start() > 0 and content[match.start()] == "M"


def opinion(wording: Wording, words: Lexicon) -> Mode | None:
    """The cue judges, or a quotation or the outlet itself uses judging words and gives no figure."""
    if wording.cue and wording.cue.mode is Mode.OPINION:
        return Mode.OPINION
    judging = words.phrases["judging"].search(fold(wording.content)) is not None
    if judging and not any(char.isdigit() for char in wording.content):
        return Mode.OPINION
    return None


def by_noun(wording: Wording, words: Lexicon) -> Mode | None:
    """“Allegation”, “fear”, “denial”: the noun that carries the content tells."""
    return words.nouns.get(fold(wording.cue_text))


def asserted(wording: Wording, words: Lexicon) -> Mode | None:
    """What no other rule claims is said to be so."""
    return Mode.ASSERTED


def negated(cue: str) -> bool:
    """Whether a cue says that something was not said: "did not say", "never denied"."""
    return any(
        word in ("not", "never", "neither", "nor", "cannot") or word.endswith("n't") for word in fold(cue).split()
    )


def tells_a_deed(cue: str, words: Lexicon) -> bool:
    """Whether a cue that no list of speech has is a verb of deeds: "lowered", "opened"; not "put" or "would like"."""
    last = next(iter(fold(cue).split()[::-1]), "")
    whole = any(not entry.rest for entry in words.cues.get(last, ()))  # "raise" is one only in "raise doubts about"
    if whole or words.has("putting", last) or words.has("near_speech", last):
        return False
    return last in words.common or words.has("deeds", last)


ModeRule = Callable[[Wording, Lexicon], Mode | None]
RULES: tuple[ModeRule, ...] = (
    retracted,
    asked,
    denied,
    doubted,
    confirmed,
    hedged,
    speculated,
    predicted,
    opinion,
    by_noun,
    asserted,
)


def mode_of(wording: Wording, words: Lexicon) -> tuple[Mode, Reason]:
    """The mode, and the rule that gave it."""
    return first_mode(RULES, wording, words)
