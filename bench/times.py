"""Time expressions on the phrases written for this project: how many are read as their gold says.

    python -m bench.times [--language en|ru|uk] [--held]

A sentence is right if all its expressions are found where they stand, with the same EDTF and clock
times, and nothing else is found; one in which nothing is a time, if nothing with a date is found. Half
of the sentences, by hash, are held back: rules are written looking at the failures of the other half.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import yaml

from firsthand.model import Interval
from firsthand.resolve.times import find_times

__all__ = ["LANGUAGES", "Phrase", "Trap", "failures", "is_held", "phrases", "traps"]

LANGUAGES = ("en", "ru", "uk")
_FOLDER = Path(__file__).parents[1] / "data" / "phrases"


@dataclass(frozen=True, slots=True)
class Phrase:
    """A sentence, its publication, and the words and meaning of each expression, in order."""

    text: str
    language: str
    published: date | datetime
    times: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Trap:
    """A sentence in which nothing is a time expression with a date."""

    text: str
    language: str


def _read(language: str) -> dict[str, str]:
    raw = yaml.safe_load((_FOLDER / f"time-{language}.yaml").read_text(encoding="utf-8"))
    return {str(key): str(block) for key, block in raw.items()}


def phrases(language: str) -> list[Phrase]:
    """The sentences with time expressions. Raises ValueError on a line that is not as it should be."""
    return [_phrase(line, language) for line in _read(language)["times"].splitlines()]


def _phrase(line: str, language: str) -> Phrase:
    published, marked, meant = (part.strip() for part in line.split(" | "))
    words, meanings = re.findall(r"\{([^}]*)\}", marked), meant.split("; ")
    if len(words) != len(meanings):
        raise ValueError(f"{len(words)} expressions, {len(meanings)} meanings: {line}")
    day = datetime.fromisoformat(published) if "T" in published else date.fromisoformat(published)
    text = marked.replace("{", "").replace("}", "")
    return Phrase(text, language, day, tuple(zip(words, meanings, strict=True)))


def traps(language: str) -> list[Trap]:
    return [Trap(line, language) for line in _read(language)["traps"].splitlines()]


def is_held(phrase: Phrase) -> bool:
    return hashlib.sha256(phrase.text.encode()).digest()[0] % 2 == 1


def _meaning(time: Interval) -> str:
    if time.edtf is None:
        return "open"
    if (time.starts_at is None and time.ends_at is None) or "T" in time.edtf:
        return time.edtf
    starts = f"{time.starts_at:%H:%M}" if time.starts_at else ""
    return f"{time.edtf} {starts}-" + (f"{time.ends_at:%H:%M}" if time.ends_at else "")


def failures(told: Sequence[Phrase | Trap]) -> list[str]:
    """A line for each sentence that is read wrongly: the sentence, what is meant, what was found."""
    wrong = []
    for phrase in told:
        if isinstance(phrase, Trap):
            dated = [t for t in find_times(phrase.text, phrase.language, date(2026, 1, 13)) if t.edtf]
            found, meant = [(t.span.of(phrase.text), _meaning(t)) for t in dated], []
        else:
            times = find_times(phrase.text, phrase.language, phrase.published)
            found, meant = [(t.span.of(phrase.text), _meaning(t)) for t in times], list(phrase.times)
        if found != meant:
            wrong.append(f"{phrase.text}\n    meant {meant}\n    found {found}")
    return wrong


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.times", description="Measure the reading of times.")
    parser.add_argument("--language", choices=LANGUAGES)
    parser.add_argument("--held", action="store_true", help="the half that no rule was written on: figures only")
    options = parser.parse_args(arguments)
    for language in [options.language] if options.language else LANGUAGES:
        half = [phrase for phrase in phrases(language) if is_held(phrase) == options.held]
        wrong, trapped = failures(half), failures(traps(language))
        for line in trapped if options.held else (*wrong, *trapped):
            print(line)
        print(
            f"{language}: {len(half) - len(wrong)} of {len(half)} sentences right "
            f"({1 - len(wrong) / len(half):.3f}), {len(traps(language)) - len(trapped)} of {len(traps(language))} traps"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
