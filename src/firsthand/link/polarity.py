"""Whether a telling says yes or no to what its claim tells: to deny that anybody was hurt is to say that nobody was.

What a telling says of a term is the mode in which it is told, times the negations in the words themselves. What the
claim says of it is what most of its plain tellings say, each wording counted once; where as many say the contrary, that
it is so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from firsthand.claims import Answer, Told
from firsthand.kinds import Mode
from firsthand.link.opposites import CONFIRMING, NEGATIONS, NO_NEGATIONS
from firsthand.link.terms import terms_of
from firsthand.text import fold

__all__ = ["Said", "answers_of", "negated"]

_REACH = 3
"""Words with a meaning that a negation reaches: "not a single miner was hurt"."""
_FAR = 12
"""Words in which these are looked for."""
_BACK = frozenset({"нет", "немає", "нема", "none"})
"""What stands behind the words it negates: «пострадавших нет»."""
_WORD = re.compile(r"[^\W_]+(?:['’ʼ-][^\W_]+)*|[.,;:!?—–()]")
_ENDS = frozenset(".,;:!?—–()") | {"but", "а", "але", "но", "однако", "проте", "зате"}
_SAME = 0.5
"""Of the concepts and names of two tellings, in both; of those of the shorter, where one of them answers."""
_HELD_AGAINST = 100
"""Wordings that each telling is held against, so that a crowd on one place and day takes bounded time."""
_ANYBODY = frozenset({"=anyone", "=somebody", "=nobody", "=person"})
_AS_ONE = {
    "=casualty": "=injured",
    "=victim": "=injured",
    "=wounded": "=injured",
    "=take": "=seize",
    "=release": "=seize",
    "=control": "=seize",
    "=occupied": "=seize",
    "=shelling": "=strike",
    "=shell": "=strike",
    "=hit": "=strike",
    "=army": "=soldier",
}
"""Concepts by which the same is denied: that anybody was hurt, and that there are casualties; that a town was taken,
and that it was freed, as the other side calls it; that something was shelled, and that it was struck."""
_ANSWERS = frozenset({Mode.DENIED, Mode.CONFIRMED, Mode.DOUBTED, Mode.RETRACTED})
_PLAIN = frozenset({Mode.ASSERTED, Mode.CONFIRMED})
_VOTES = _PLAIN | {Mode.HEDGED}


@dataclass(frozen=True, slots=True)
class Said:
    """A telling of a claim: where, in which words, their language, the mode in which they are told, and the words that
    say so ("confirmed that"). `denying` says that its document tells of somebody who denies something."""

    told: Told
    words: str
    language: str
    mode: Mode
    cue: str = ""
    denying: bool = False


def answers_of(claim: Sequence[Said]) -> tuple[Answer, ...]:
    """Those of the tellings of a claim that answer it, in their order.

    Who denies the contrary of what the claim tells agrees with it, and answers nothing; who says or confirms the
    contrary denies it. Where a document tells of a denial, words there that negate are an answer.
    """
    if not any(each.mode in _ANSWERS or _may_negate(each) for each in claim):
        return ()
    words = [_words_of(each) for each in claim]
    plain = {
        (each.language, *fold(each.words).split()): own
        for each, own in zip(claim, words, strict=True)
        if each.mode in _VOTES
    }
    no = 2 * sum(each.no for each in plain.values()) > len(plain)
    side = [each for _, each in sorted(plain.items(), key=lambda item: item[0]) if each.no is no][:_HELD_AGAINST]
    found = (
        (each, own.no is not no and any(own.turns(other, answering=answering) for other in side))
        for each, own in zip(claim, words, strict=True)
        for answering in [_answers(each) or (own.no and each.denying)]
    )
    answers = ((each.told, _answer(each.mode, contrary=contrary)) for each, contrary in found)
    return tuple(Answer(told, mode) for told, mode in answers if mode is not None)


@dataclass(frozen=True, slots=True)
class _Words:
    """What some words tell: their concepts and names, and which of these they negate."""

    terms: frozenset[str]
    negated: frozenset[str]

    @property
    def no(self) -> bool:
        return bool(self.negated)

    def turns(self, other: _Words, *, answering: bool) -> bool:
        """Whether the one negates what the other says, and they tell the same else. Of words that answer somebody less
        has to be the same: they leave out what is known."""
        shared = self.terms & other.terms
        every = min(len(self.terms), len(other.terms)) if answering else len(self.terms | other.terms)
        return bool((self.negated or other.negated) & shared) and len(shared) >= _SAME * every


def negated(text: str, language: str) -> frozenset[str]:
    """The terms that a negation reaches in a text."""
    return frozenset(term for word in _reached(text, language) for term in _concepts(word, language))


def _answer(mode: Mode, *, contrary: bool) -> Mode | None:
    """How a telling answers, by its mode, where its words tell the contrary of the claim and where they do not."""
    if contrary:
        return Mode.DENIED if mode in _PLAIN else None
    return mode if mode in _ANSWERS else None


def _answers(said: Said) -> bool:
    """Whether it is told as an answer: it denies, doubts, takes back, or confirms by word."""
    confirming = CONFIRMING.get(said.language)
    return said.mode in _ANSWERS or (confirming is not None and confirming.search(fold(said.cue)) is not None)


def _may_negate(said: Said) -> bool:
    known = NEGATIONS.get(said.language, frozenset())
    return any(word in known for word in _WORD.findall(fold(said.words)))


def _words_of(said: Said) -> _Words:
    return _Words(_concepts(said.words, said.language), negated(said.words, said.language))


def _concepts(text: str, language: str) -> frozenset[str]:
    return frozenset(
        _AS_ONE.get(term, term) for term in terms_of(text, language) if term[0] in "=~" and term not in _ANYBODY
    )


def _reached(text: str, language: str) -> Iterator[str]:
    known, without = NEGATIONS.get(language, frozenset()), NO_NEGATIONS.get(language)
    words = _WORD.findall(without.sub(" . ", fold(text)) if without else fold(text))
    for at, word in enumerate(words):
        if word in known:
            yield from _few(words[at + 1 : at + _FAR], language)
            if word in _BACK:
                yield from _few(words[max(0, at - _FAR) : at][::-1], language)


def _few(words: Sequence[str], language: str) -> Iterator[str]:
    """The first words that mean something, up to where the clause ends."""
    left = _REACH
    for word in words:
        if word in _ENDS or not left:
            return
        if terms_of(word, language):
            left -= 1
            yield word
