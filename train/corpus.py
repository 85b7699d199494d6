"""The paragraphs of `data/attribution-en`: reading, checking and counting them.

python -m train.corpus            check every file, and print what there is
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from firsthand.model import Mode, Span, VoiceKind

__all__ = ["CORPUS", "CorpusError", "Marked", "Paragraph", "paragraphs", "parse"]

CORPUS = Path(__file__).parents[1] / "data" / "attribution-en"
_TAG = re.compile(r"<(?P<close>/?)(?P<part>[sqc])(?P<number>\d+)(?: (?P<label>[a-z_]+))?>")
_KINDS = frozenset(VoiceKind) - {VoiceKind.OUTLET}


class CorpusError(Exception):
    """A paragraph that does not follow the guidelines; says which and what is wrong."""


@dataclass(frozen=True, slots=True)
class Marked:
    """One attribution: its parts as spans of the plain text. `source` and `cue` may be empty."""

    number: int
    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    kind: VoiceKind | None
    mode: Mode


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph without its tags, with its attributions in the order of their numbers."""

    text: str
    register: str
    attributions: tuple[Marked, ...]
    entities: tuple[tuple[str, Span], ...] = ()
    """(type, span); only treebanks mark them."""


def parse(line: str, register: str = "") -> Paragraph:
    """One marked paragraph. Raises CorpusError."""
    text, spans, labels = _strip(line)
    numbers = sorted({number for _, number in spans})
    if numbers != list(range(1, len(numbers) + 1)):
        raise CorpusError(f"numbers are not 1 to {len(numbers)}: {numbers}")
    return Paragraph(text, register, tuple(_attribution(number, spans, labels) for number in numbers))


_Spans = dict[tuple[str, int], list[Span]]


def _strip(line: str) -> tuple[str, _Spans, dict[tuple[str, int], str]]:
    """The text without tags, the spans of each part, and the label that stood at its first piece."""
    text, position = "", 0
    open_: list[tuple[str, int, int]] = []
    spans: _Spans = {}
    labels: dict[tuple[str, int], str] = {}
    for match in _TAG.finditer(line):
        text += line[position : match.start()]
        position = match.end()
        key = (match["part"], int(match["number"]))
        if match["close"]:
            if not open_ or open_[-1][:2] != key:
                raise CorpusError(f"{match.group()} closes nothing, or not the last one opened, in: {line[:80]}")
            start = open_.pop()[2]
            spans.setdefault(key, []).append(_checked(text, start))
        else:
            open_.append((*key, len(text)))
            if match["label"]:
                labels.setdefault(key, match["label"])
    text += line[position:]
    if open_ or "<" in text or ">" in text:
        raise CorpusError(f"a tag is left open, or misspelt, in: {line[:80]}")
    return text, spans, labels


def _checked(text: str, start: int) -> Span:
    inside = text[start:]
    if not inside or inside != inside.strip():
        raise CorpusError(f"a part is empty, or begins or ends with a space: “{inside[:60]}”")
    return Span(start, len(text))


def _attribution(number: int, spans: _Spans, labels: dict[tuple[str, int], str]) -> Marked:
    content = tuple(sorted(spans.get(("c", number), ())))
    source = tuple(sorted(spans.get(("s", number), ())))
    if not content:
        raise CorpusError(f"attribution {number} has no content")
    kind, mode = labels.get(("s", number)), labels.get(("c", number))
    if source and kind not in {str(k) for k in _KINDS}:
        raise CorpusError(f"the source of attribution {number} has no kind of voice, or an unknown one: {kind}")
    if mode not in {str(m) for m in Mode}:
        raise CorpusError(f"the content of attribution {number} has no mode, or an unknown one: {mode}")
    cue = tuple(sorted(spans.get(("q", number), ())))
    if not cue and not source:
        raise CorpusError(f"attribution {number} has neither source nor cue")
    return Marked(number, source, cue, content, VoiceKind(kind) if source and kind else None, Mode(mode))


def paragraphs(folder: Path = CORPUS) -> Iterator[Paragraph]:
    """Every paragraph of the corpus, file by file. Raises CorpusError, naming file and line."""
    for path in sorted(folder.glob("*.txt")):
        register = path.stem
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if line.startswith("#") or not line.strip():
                continue
            try:
                yield parse(line.strip(), register)
            except CorpusError as error:
                raise CorpusError(f"{path.name}, line {number}: {error}") from error


def main() -> int:
    """Check all, print counts; 1 when something is wrong."""
    counts: Counter[str] = Counter()
    try:
        for paragraph in paragraphs():
            counts["paragraphs"] += 1
            counts["words"] += len(paragraph.text.split())
            counts["attributions"] += len(paragraph.attributions)
            counts.update(f"mode {a.mode}" for a in paragraph.attributions)
            counts.update(f"kind {a.kind}" for a in paragraph.attributions if a.kind)
    except CorpusError as error:
        print(error, file=sys.stderr)
        return 1
    for name, count in counts.items():
        print(f"{count:7,} {name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
