"""The gold phrases: names in the forms in which news has them, and what each means."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from firsthand.model import Document, NameSense, Place, Span
from firsthand.resolve.gazetteer import Gazetteer
from firsthand.resolve.places import find_places

PHRASES = Path(__file__).parents[2] / "data" / "phrases"
MARK = re.compile(r"\[([^\]|]*)\|(-|\?|[^\s\]]+ ?[^\]!~]*)(!?)(?:~(\w+))?\]")
LEAST = 0.95


@dataclass(frozen=True, slots=True)
class Gold:
    """What one marked phrase of a sentence must come out as."""

    span: Span
    identity: str
    former: bool
    shape: str | None


def read_sentence(line: str) -> tuple[str, tuple[Gold, ...]]:
    """The sentence without its marks, and the marks."""
    text, golds, end = "", [], 0
    for mark in MARK.finditer(line):
        text += line[end : mark.start()]
        identity = mark[2].split(" ")[0]
        golds.append(Gold(Span(len(text), len(text) + len(mark[1])), identity, bool(mark[3]), mark[4]))
        text += mark[1]
        end = mark.end()
    return text + line[end:], tuple(golds)


def sentences(language: str, half: str) -> Iterator[tuple[str, tuple[Gold, ...]]]:
    for line in (PHRASES / f"places-{language}.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            held = hashlib.sha256(line.encode()).digest()[0] % 2 == 1
            if held == (half == "held"):
                yield read_sentence(line)


def fault(gold: Gold, text: str, places: tuple[Place, ...]) -> str | None:
    """What is wrong with the phrase, or None."""
    place = next((place for place in places if place.span.overlaps(gold.span)), None)
    if gold.identity == "-":
        return None if place is None else f"a place: {place.id}"
    if place is None:
        return "not found"
    if gold.identity == "?":
        return None if place.chosen is None else f"decided: {place.id}"
    if str(place.id) != gold.identity:
        open_to = [f"{other.id} {other.name} {other.score:.2f}" for other in place.candidates[:3]]
        return f"{place.id} {place.chosen.name if place.chosen else open_to}"
    assert place.chosen is not None
    if gold.former and place.chosen.sense is not NameSense.FORMER:
        return f"sense {place.chosen.sense}"
    if gold.shape and (place.extent is None or place.extent.shape != gold.shape):
        return f"shape {place.extent and place.extent.shape}"
    return None


def score(gazetteer: Gazetteer, language: str, half: str) -> tuple[int, list[str]]:
    """How many phrases there are, and those that are wrong."""
    total, wrong = 0, []
    for text, golds in sentences(language, half):
        places = find_places(Document(text, Span(0, 0), language), gazetteer)
        for gold in golds:
            total += 1
            found = fault(gold, text, places)
            if found:
                wrong.append(f"{gold.span.of(text)} ({gold.identity}): {found} | {text}")
    return total, wrong


@pytest.mark.parametrize("language", ["en", "ru", "uk"])
def test_phrases(gazetteer: Gazetteer, language: str) -> None:
    """At least 95 of 100 phrases come out as a careful reader would have them."""
    halves = [score(gazetteer, language, half) for half in ("dev", "held")]
    total, wrong = sum(count for count, _ in halves), [fault for _, faults in halves for fault in faults]
    told = ", ".join(f"{len(faults)} of {count}" for count, faults in halves)
    assert 1 - len(wrong) / total >= LEAST, f"wrong in dev, held: {told}\n" + "\n".join(wrong)


@pytest.mark.parametrize("language", ["en", "ru", "uk"])
def test_there_are_enough(language: str) -> None:
    """Fewer than 300 phrases would say little."""
    assert sum(len(golds) for half in ("dev", "held") for _, golds in sentences(language, half)) >= 300
