"""From marked paragraphs to what the network learns from: windows, labels per word, and links."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tokenizers import Tokenizer
from train.corpus import Marked, Paragraph

from firsthand.model import Attribution, Document, Span
from firsthand.read import find_attributions
from firsthand.read.trained.reader import ENTITIES, KINDS, LAYERS, MODES
from firsthand.read.trained.windows import HINTS, Window, windows

__all__ = ["IGNORE", "KINDS", "LAYERS", "MODES", "Example", "examples"]

OUTSIDE, BEGIN, INSIDE, IGNORE = 0, 1, 2, -100
_RELATIVE = frozenset({"who", "which", "that", "whose", "whom"})


@dataclass(frozen=True, slots=True)
class Example:
    """One window with what is right. Links are pairs of words (by number) where an anchor and a part begin."""

    window: Window
    labels: tuple[tuple[int, ...], ...]
    """One row per layer, one label per word: 0 outside, 1 begin, 2 inside."""
    kinds: tuple[int, ...]
    modes: tuple[int, ...]
    sources: tuple[tuple[int, int], ...]
    contents: tuple[tuple[int, int], ...]
    text: str
    weight: float = 1.0
    """How much its attributions count; 0 where none are marked."""
    entities: bool = False
    """Whether its entities are marked."""


def examples(
    paragraphs: Iterable[Paragraph],
    tokenizer: Tokenizer,
    *,
    weight: float = 1.0,
    entities: bool = False,
    modes: bool = True,
) -> Iterator[Example]:
    """The windows of the paragraphs, with what the rules find in each paragraph as hints.

    `entities` and `modes` tell whether these are marked; kinds of voice are where there are any.
    """
    for paragraph in paragraphs:
        for window in windows(paragraph.text, tokenizer, hints(paragraph.text), overlap=0):
            yield _example(paragraph, window, weight, entities, modes)


def hints(text: str) -> tuple[Attribution, ...]:
    """What the rules find in a paragraph that stands alone."""
    return find_attributions(Document(text=text, title=Span(0, 0), language="en"))


def _example(paragraph: Paragraph, window: Window, weight: float, entities: bool, modes: bool) -> Example:
    count = len(window.words)
    rows = [[OUTSIDE] * count for _ in LAYERS]
    kinds, moods = [IGNORE] * count, [IGNORE] * count
    sources: list[tuple[int, int]] = []
    contents: list[tuple[int, int]] = []
    begins = _painted(paragraph, rows, window.words)
    for marked in paragraph.attributions:
        source, cue, content = (
            [begins[part] for part in parts if part in begins] for parts in _parts(marked, paragraph)
        )
        anchor = next(iter(cue or source), None)
        if source and marked.kind is not None:
            kinds[source[0]] = KINDS.index(marked.kind)
        if content and modes:
            moods[content[0]] = MODES.index(marked.mode)
        if anchor is not None:
            sources += [(anchor, start) for start in source[:1] or _antecedent(marked, paragraph, begins)]
            contents += [(anchor, start) for start in content]
    for name, span in sorted(paragraph.entities, key=lambda e: len(e[1])):
        _paint(rows[len(HINTS) + ENTITIES.index(name)], span, window.words)  # the widest is painted last, and stays
    return Example(
        window,
        tuple(map(tuple, rows)),
        tuple(kinds),
        tuple(moods),
        tuple(sources),
        tuple(contents),
        paragraph.text,
        weight,
        entities,
    )


_Part = tuple[int, Span]
"""The layer a span belongs to, and the span."""


def _parts(marked: Marked, paragraph: Paragraph) -> tuple[list[_Part], list[_Part], list[_Part]]:
    """Source, cue and content of an attribution with their layers."""
    layer = 3 if _nested(marked, paragraph) else 2
    sources, cues, contents = marked.source, marked.cue, marked.content
    return [(0, span) for span in sources], [(1, span) for span in cues], [(layer, span) for span in contents]


def _painted(paragraph: Paragraph, rows: list[list[int]], words: list[Span]) -> dict[_Part, int]:
    """Label every part that its layer has room for; where each begins. Of parts inside each other the widest stays:
    one layer cannot tell both, and a wide one cut in two would teach that half a relative clause is a source."""
    parts = {part for marked in paragraph.attributions for role in _parts(marked, paragraph) for part in role}
    widest = [p for p in parts if not any(p[0] == o[0] and p[1] != o[1] and p[1] in o[1] for o in parts)]
    begins = {part: _paint(rows[part[0]], part[1], words) for part in sorted(widest)}
    return {part: begin for part, begin in begins.items() if begin is not None}


def _antecedent(marked: Marked, paragraph: Paragraph, begins: dict[_Part, int]) -> list[int]:
    """Where the source begins that a relative pronoun stands in and for: "the mayor, who denied it, said"."""
    spoken = [span for span in marked.source[:1] if span.of(paragraph.text).lower() in _RELATIVE]
    return [begin for (layer, whole), begin in begins.items() for span in spoken if layer == 0 and span in whole][:1]


def _paint(row: list[int], span: Span, words: list[Span]) -> int | None:
    """Label the words of a span; the first that lies in the window, or None."""
    first = None
    for index, word in enumerate(words):
        if word.start < span.end and word.end > span.start:
            row[index] = BEGIN if first is None else INSIDE
            first = index if first is None else first
    if first is not None and row[first] == BEGIN:
        after = next((i for i in range(first, len(row)) if words[i].start >= span.end), None)
        if after is not None and row[after] == INSIDE:
            row[after] = BEGIN  # a span painted before is cut in two: what is left of it begins anew
    return first


def _nested(marked: Marked, paragraph: Paragraph) -> bool:
    mine = marked.content[:1]
    others = [c for a in paragraph.attributions if a is not marked for c in a.content]
    return any(part in other and part != other for part in mine for other in others)
