"""The parts of a content that tell one thing each: "28 people died and 150 were saved" is two."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import accumulate, pairwise
from operator import or_

from firsthand.link.opposites import NUMBER_WORDS
from firsthand.link.terms import words_of
from firsthand.model import Span

__all__ = ["pieces"]

_CUT = re.compile(
    r"[.,;:!?][”»\"]?\s+|\s[—–-]\s+|(?<!\s)\s++(?=(?:and|but|while|however|и|а|но|хотя|та|й|і|але|хоча)\s)",
)
_ENDS = frozenset(".;!?")
_LEANS = re.compile(
    r"(?:who|whom|whose|which|that|where|when|after|as|how|because|since|until|including|according|he|she|it|said"
    r"|котор\w+|что|где|когда|после|как|чтобы|потому|поскольку|если|куда|откуда|включая|при|сказал\w*"
    r"|як\w*|що|щоб|де|коли|після|бо|якщо|куди|звідки|тому|за|по)\b",
    re.IGNORECASE,
)
"""What opens a part that leans on the one before: a dependent clause, or who says so."""
_LEAST = 4
"""Terms on both sides of a cut: with fewer, what stands there tells nothing alone..."""
_LEAST_COUNTED = 2
"""...but where it says how many, or a sentence ends there, so many."""
_TRIMMED = " \n\t,;:—–-"


@dataclass(frozen=True, slots=True)
class _Said:
    """Enough of what a part says to see whether it tells something: its terms, and whether it counts anything."""

    terms: frozenset[str] = frozenset()
    counts: bool = False

    def __or__(self, other: _Said) -> _Said:
        """What both say together; of the terms no more are gathered than are asked for."""
        terms = self.terms if len(self.terms) >= _LEAST else self.terms | other.terms
        return _Said(terms, self.counts or other.counts)

    @property
    def tells(self) -> bool:
        """Whether it tells something alone."""
        return len(self.terms) >= _LEAST or (len(self.terms) >= _LEAST_COUNTED and self.counts)


def pieces(text: str, content: Span, language: str) -> tuple[Span, ...]:
    """The content cut between clauses, in text order; whole where no part would tell enough."""
    whole = content.of(text)
    cuts = list(_CUT.finditer(whole))
    said = [_said(whole[start:end], language) for start, end in pairwise((0, *(cut.end() for cut in cuts), len(whole)))]
    behind = list(accumulate(reversed(said), or_))[-2::-1]
    found: list[tuple[int, int]] = []
    start, before = 0, _Said()
    for cut, own, rest in zip(cuts, said, behind, strict=False):
        before |= own
        if _is_cut(cut, before, rest):
            found.append((start, cut.end()))
            start, before = cut.end(), _Said()
    found.append((start, len(whole)))
    return tuple(_trimmed(text, content.start + start, content.start + end) for start, end in found)


def _is_cut(cut: re.Match[str], before: _Said, behind: _Said) -> bool:
    if cut[0][0] in _ENDS:
        return min(len(before.terms), len(behind.terms)) >= _LEAST_COUNTED
    return before.tells and behind.tells and not _LEANS.match(cut.string, cut.end())


def _said(part: str, language: str) -> _Said:
    words = list(words_of(part, language))
    numbers = NUMBER_WORDS.get(language, {})
    counts = any(word[0].isdigit() or word in numbers for word, _ in words)
    return _Said(frozenset(term for _, terms in words for term in terms), counts)


def _trimmed(text: str, start: int, end: int) -> Span:
    while end > start and text[end - 1] in _TRIMMED:
        end -= 1
    while start < end and text[start] in _TRIMMED:
        start += 1
    return Span(start, end)
