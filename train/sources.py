"""Where the paragraphs to train on come from, and how much each counts."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from zlib import crc32

from bench.attributions import ROLES, runs
from bench.polnear import AnnotatedText, load_part
from train.corpus import Marked, Paragraph, paragraphs
from train.entities import entity_sentences, is_test
from train.trees import GUM_GENRES, GUM_UNCLEAR, tree_paragraphs

from firsthand.model import Mode, Span

__all__ = ["Batch", "clean_data", "dev_paragraphs", "polnear_documents", "polnear_paragraphs", "written_paragraphs"]

_DEV = 12
"""One paragraph in so many of the written ones is never trained on, and scored after every epoch."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Paragraphs of one kind: how much their attributions count, what else is marked, how many are read per epoch."""

    paragraphs: list[Paragraph]
    weight: float = 1.0
    entities: bool = False
    modes: bool = True
    share: float = 1.0


def clean_data(treebanks: Path | None, share: float = 1.0, trees: float = 0.5, seed: int = 7) -> list[Batch]:
    """Everything that may be shipped in weights: written paragraphs, and treebanks.

    `share` of the written paragraphs is used, drawn by `seed`: for the learning curve. Of the rougher forms of each,
    and of the sentences of treebanks, a part is drawn anew for every epoch.
    """
    written = list(written_paragraphs())
    random.Random(seed).shuffle(written)
    used = written[: max(1, round(share * len(written)))]
    found = [Batch(used), Batch([rougher for p in used for rougher in _rougher(p)], share=1 / 24)]
    if treebanks:
        ewt = [p for part in sorted(treebanks.glob("*ewt-train*")) for p in tree_paragraphs(part, "ewt")]
        if not ewt or not gum_files(treebanks):
            raise FileNotFoundError(f"{treebanks} lacks ewt-train.conllu.gz or GUM_*.conllu")
        said = [p for p in ewt if p.attributions]
        plain = [p for p in ewt if not p.attributions]
        random.Random(seed).shuffle(plain)
        found.append(Batch(said + plain[: len(said) // 2], trees, modes=False, share=1 / 3))
        gum = [p for path in gum_files(treebanks) if not is_test(path.stem) for p in gum_paragraphs(path)]
        found.append(Batch(gum, trees, entities=True, modes=False, share=1 / 3))
    return found


def _rougher(paragraph: Paragraph) -> Iterator[Paragraph]:
    """The same in capitals, in small letters, and without marks, as it comes from channels and tickers."""
    text = paragraph.text
    for changed in (text.upper(), text.lower(), re.sub(r"[^\w\s’'-]", " ", text)):
        if len(changed) == len(text):
            yield replace(paragraph, text=changed)


def gum_files(treebanks: Path) -> list[Path]:
    """The documents of GUM whose texts may be used."""
    found = sorted(treebanks.rglob("GUM_*.conllu"))
    return [p for p in found if p.stem.split("_")[1] in GUM_GENRES and p.stem not in GUM_UNCLEAR]


def gum_paragraphs(path: Path) -> Iterator[Paragraph]:
    """The sentences of a document of GUM, with attributions off their trees and the entities marked by hand."""
    marked = dict(entity_sentences(path))
    for paragraph in tree_paragraphs(path, "gum"):
        yield replace(paragraph, entities=tuple(marked.get(paragraph.text, ())))


def written_paragraphs() -> Iterator[Paragraph]:
    """The paragraphs of `data/attribution-en`, but for those kept to tune on."""
    return (p for p in paragraphs() if crc32(p.text.encode()) % _DEV)


def dev_paragraphs() -> list[Paragraph]:
    """The written paragraphs that are not trained on."""
    return [p for p in paragraphs() if not crc32(p.text.encode()) % _DEV]


def polnear_documents(part: str, every: int = 1) -> list[list[Paragraph]]:
    """PolNeAR's paragraphs, line by line, to measure with and to learn what is reachable: one document in `every`.

    Raises PolnearError where the set is not at hand.
    """
    return [list(_lines(document)) for document in load_part(part)[::every]]


def polnear_paragraphs(part: str) -> Iterator[Paragraph]:
    """The paragraphs of all its documents."""
    return chain.from_iterable(polnear_documents(part))


def _lines(document: AnnotatedText) -> Iterator[Paragraph]:
    found = list(_attributions(document))
    start = 0
    for line in document.text.split("\n"):
        area = Span(start, start + len(line))
        start += len(line) + 1
        if line.strip():
            yield Paragraph(line, "polnear", tuple(_here(found, area)))


Runs = dict[str, frozenset[Span]]


def _attributions(document: AnnotatedText) -> Iterator[Runs]:
    """What is linked together, then each mark that nothing links."""
    taken: set[Span] = set()
    for linked in document.linked:
        parts: Runs = {role: runs(document.text, [getattr(linked, role)]) for role in ROLES}
        taken.update(*parts.values())
        yield parts
    for role in ROLES:
        for loose in document.marked[role]:
            if left := runs(document.text, [loose]) - taken:
                yield {role: left}


def _here(found: list[Runs], area: Span) -> Iterator[Marked]:
    """What is marked in a line, as far as it lies there."""
    for number, parts in enumerate(found, 1):
        source, cue, content = (_inside(parts.get(role, frozenset()), area) for role in ROLES)
        if source or cue or content:
            yield Marked(number, source, cue, content, None, Mode.ASSERTED)


def _inside(spans: frozenset[Span], area: Span) -> tuple[Span, ...]:
    return tuple(sorted(Span(s.start - area.start, s.end - area.start) for s in spans if s in area))
