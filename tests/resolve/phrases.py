"""The gold phrases of data/phrases: sentences with the expressions marked, and the halves they are split into."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import yaml

__all__ = ["Phrase", "Scores", "marked", "score"]

FOLDER = Path(__file__).parents[2] / "data" / "phrases"
_MARK = re.compile(r"\[([^\[\]|]*)\|([^\[\]|]*)\|([^\[\]|]*)\]")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A sentence without its marks, and what they say: (start, end, second part, third part)."""

    text: str
    marks: frozenset[tuple[int, int, str, str]]
    held: bool
    trap: bool


@dataclass(frozen=True, slots=True)
class Scores:
    """Right ones among those marked or found, and a line for each sentence with anything else."""

    right: int
    total: int
    wrong: tuple[str, ...]

    @property
    def share(self) -> float:
        return self.right / self.total if self.total else 0.0


def _phrase(written: str, trap: bool) -> Phrase:
    text, marks, at = "", [], 0
    for match in _MARK.finditer(written):
        text += written[at : match.start()]
        marks.append((len(text), len(text) + len(match[1]), match[2], match[3]))
        text, at = text + match[1], match.end()
    text += written[at:]
    held = hashlib.sha256(text.encode()).digest()[0] % 2 == 1
    return Phrase(text, frozenset(marks), held, trap)


def marked(name: str) -> tuple[Phrase, ...]:
    """The phrases of the file; a sentence is in the held half where its hash is odd."""
    data = yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
    phrases = [_phrase(each, trap=False) for each in data["sentences"]]
    return (*phrases, *(_phrase(each, trap=True) for each in data["traps"]))


def score(
    phrases: tuple[Phrase, ...], find: Callable[[str], frozenset[tuple[int, int, str, str]]], held: bool
) -> Scores:
    """What `find` gets right of the half. A trap is one item; what is found but not marked counts as wrong."""
    right, total, wrong = 0, 0, []
    for phrase in phrases:
        if phrase.held is not held:
            continue
        found = find(phrase.text)
        right += len(found & phrase.marks) + (phrase.trap and not found)
        total += len(found | phrase.marks) + (phrase.trap and not found)
        if found != phrase.marks:
            missed = [f"{phrase.text[s:e]}|{a}|{b}" for s, e, a, b in sorted(phrase.marks - found)]
            extra = [f"{phrase.text[s:e]}|{a}|{b}" for s, e, a, b in sorted(found - phrase.marks)]
            wrong.append(f"{phrase.text}\n    marked {missed}\n    found  {extra}")
    return Scores(right, total, tuple(wrong))
