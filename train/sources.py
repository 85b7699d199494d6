"""Where the paragraphs to train on come from, and how much each counts."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from bench.gold import REPORTS, GoldStatement, gold_files, load
from bench.polnear import ROLES, load_part
from train.corpus import Marked, Paragraph, paragraphs
from train.trees import GUM_GENRES, tree_paragraphs

from firsthand.model import Mode, Span, VoiceKind

__all__ = ["clean_paragraphs", "polnear_paragraphs"]


def clean_paragraphs(
    treebanks: Path | None, share: float = 1.0, trees: float = 0.5, seed: int = 7
) -> Iterator[tuple[list[Paragraph], float]]:
    """Everything that may be shipped in weights, as (paragraphs, weight): written, and read off trees.

    `share` of the written paragraphs is used, drawn by `seed`: for the learning curve.
    """
    written = [*paragraphs(), *report_paragraphs()]
    random.Random(seed).shuffle(written)
    yield written[: max(1, round(share * len(written)))], 1.0
    if treebanks and trees > 0:
        found = [p for part in sorted(treebanks.glob("*ewt-train*")) for p in tree_paragraphs(part, "ewt")]
        for path in sorted(treebanks.rglob("GUM_*.conllu")):
            if path.name.split("_")[1] in GUM_GENRES:
                found += tree_paragraphs(path, "gum")
        said = [p for p in found if p.attributions]
        plain = [p for p in found if not p.attributions]
        random.Random(seed).shuffle(plain)
        yield said + plain[: len(said) // 2], trees


def report_paragraphs() -> Iterator[Paragraph]:
    """The annotated reports, paragraph by paragraph, but for those kept apart for measuring."""
    for path in gold_files(REPORTS):
        if path.name.startswith("blind-"):
            continue
        report = load(path)
        start = 0
        for line in report.text.split("\n"):
            area = Span(start, start + len(line))
            start += len(line) + 1
            inside = [s for s in report.statements if s.voices and all(c in area for c in s.contents)]
            if line.strip() and inside:
                numbers = count(1)
                yield Paragraph(line, "reports", tuple(_moved(s, report.text, next(numbers), area) for s in inside))


def _moved(statement: GoldStatement, text: str, number: int, area: Span) -> Marked:
    def here(*spans: Span | None) -> tuple[Span, ...]:
        return tuple(Span(s.start - area.start, s.end - area.start) for s in spans if s is not None and s in area)

    voice = statement.voice
    first, *rest = statement.contents
    lead = first.start - len("that ")
    if lead >= area.start and text[lead : first.start] == "that ":
        first = Span(lead, first.end)  # reports leave the word out, the paragraphs have it
    kind = voice.kind if voice.kind is not VoiceKind.OUTLET else None
    return Marked(number, here(voice.span), here(statement.cue), here(first, *rest), kind, statement.mode)


def polnear_paragraphs(part: str) -> Iterator[Paragraph]:
    """PolNeAR's paragraphs, line by line, to measure with and to learn what is reachable. Parts are not linked."""
    for document in load_part(part):
        start = 0
        for line in document.text.split("\n"):
            area = Span(start, start + len(line))
            start += len(line) + 1
            if not line.strip():
                continue
            marked = []
            for role in ROLES:
                for parts in document.marked[role]:
                    inside = tuple(Span(p.start - area.start, p.end - area.start) for p in parts if p in area)
                    if inside:
                        place = {name: inside if name == role else () for name in ROLES}
                        marked.append(Marked(len(marked) + 1, *(place[r] for r in ROLES), None, Mode.ASSERTED))
            yield Paragraph(line, "polnear", tuple(marked))
