"""A plain baseline: three conditional random fields that label words as source, cue and content.

It learns from the paragraphs that the network learns from (`train.sources.clean_data`, or PolNeAR's train part), with
the usual features: the word, its shape, its first and last letters, its neighbours up to two words away, whether it
stands in a quotation, whether it may be a cue, and where in the sentence it stands. Optimising by L-BFGS draws no
chance, so the same paragraphs give the same model.

- Each role has a tagger of its own, with B, I and O labels over `firsthand.text.TOKEN`, paragraph by paragraph.
- Attributions inside the content of another are not learnt: one layer of labels has no room for them.
- Taggers give no links. Within a sentence, the nearest cue and content belong together, then the nearest of those
  that are left; so do cue and source. Where a quotation is broken by its cue, both parts belong to it. Contents and
  sources that are left over stand alone.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from bench.attributions import ROLES
from firsthand.model import Attribution, Document, Span
from firsthand.read.en.lexicon import lexicon
from firsthand.read.quotes import find_quotes
from firsthand.read.sentences import find_paragraphs, find_sentences
from firsthand.text import fold, tokens

if TYPE_CHECKING:
    import pycrfsuite
    from train.corpus import Paragraph

__all__ = ["CrfReader", "attributions_of", "features", "labels", "spans_of", "train"]

_VERSION = 1
"""To be raised when features or labels change: models are kept under a name made from it."""
_SPEECH = re.compile(r"(?:[\w.’'-]+ ){0,4}?(?:said|says|asked|asks|added|told|wrote|tweeted)\b")
"""What goes on with a sentence after a quotation that ends in ! or ?."""
_QUOTE_MARKS = '“”"‘’«»'


@dataclass(frozen=True, slots=True)
class _Place:
    """What is known of the paragraph a word stands in."""

    sentences: tuple[Span, ...]
    quotes: tuple[Span, ...]


def features(text: str) -> tuple[list[Span], list[list[str]]]:
    """The words of a paragraph, and the features of each."""
    words = tokens(text)
    quotes = find_quotes(text, Span(0, len(text)))
    place = _Place(tuple(find_sentences(text, Span(0, len(text)), quotes, _SPEECH)), tuple(quotes))
    alone = [_of_word(text, word) for word in words]
    return words, [
        ["bias", *_of_place(word, place), *_around(alone, index), *_pairs(text, words, index)]
        for index, word in enumerate(words)
    ]


def _of_word(text: str, span: Span) -> list[str]:
    word, low = span.of(text), fold(span.of(text))
    found = [f"w={low}", f"shape={_shape(word)}", f"first={low[:3]}", f"last={low[-3:]}", f"end={low[-2:]}"]
    cues = lexicon().cues.get(low, ())
    if cues:
        found += ["cue", f"cue={cues[0].form}", f"strong={any(cue.strong for cue in cues)}"]
    if low in lexicon().nouns:
        found.append("noun_cue")
    if low in lexicon().closed:
        found.append(f"closed={lexicon().closed[low]}")
    return found


def _shape(word: str) -> str:
    """ "McKay's" is XxXx.x: kinds of characters, each once in a row."""
    kinds = "".join("0" if c.isdigit() else "X" if c.isupper() else "x" if c.isalpha() else "." for c in word)
    return re.sub(r"(.)\1+", r"\1", kinds)


def _around(alone: Sequence[Sequence[str]], index: int) -> Iterator[str]:
    """The features of a word and its neighbours, each with its distance."""
    for step in range(-2, 3):
        if 0 <= index + step < len(alone):
            yield from (f"{step}:{feature}" for feature in alone[index + step])
        else:
            yield f"{step}:edge"


def _pairs(text: str, words: Sequence[Span], index: int) -> Iterator[str]:
    """The word with the one before it, and with the one after."""
    low = fold(words[index].of(text))
    if index:
        yield f"before={fold(words[index - 1].of(text))}|{low}"
    if index + 1 < len(words):
        yield f"after={low}|{fold(words[index + 1].of(text))}"


def _of_place(word: Span, place: _Place) -> Iterator[str]:
    sentence = next((s for s in place.sentences if word in s), None)
    if sentence:
        yield f"at={min(4, 5 * (word.start - sentence.start) // max(1, len(sentence)))}"
        yield f"opens={word.start == sentence.start}"
        yield f"quoted_sentence={any(quote.overlaps(sentence) for quote in place.quotes)}"
    inside = any(word in quote for quote in place.quotes)
    yield f"quoted={inside}"
    if not inside and any(quote.end <= word.start <= quote.end + 40 for quote in place.quotes):
        yield "after_quote"
    if not inside and any(quote.start - 40 <= word.end <= quote.start for quote in place.quotes):
        yield "before_quote"


def labels(words: Sequence[Span], marked: Iterable[Span]) -> list[str]:
    """B, I or O for each word: B where a marked span begins, I in the rest of it. Of spans that overlap, the first."""
    found = ["O"] * len(words)
    free = 0
    for span in sorted(marked, key=lambda s: (s.start, -s.end)):
        inside = [index for index, word in enumerate(words) if word.overlaps(span) and index >= free]
        for index in inside:
            found[index] = "B" if index == inside[0] else "I"
        free = inside[-1] + 1 if inside else free
    return found


def spans_of(words: Sequence[Span], found: Sequence[str]) -> list[Span]:
    """The spans that labels stand for; an I without a B before it begins one."""
    spans: list[Span] = []
    last = "O"
    for word, label in zip(words, found, strict=True):
        if label == "B" or (label == "I" and last == "O"):
            spans.append(word)
        elif label == "I":
            spans[-1] = Span(spans[-1].start, word.end)
        last = label
    return spans


def train(paragraphs: Sequence[Paragraph], folder: Path, rounds: int = 80) -> CrfReader:
    """Train three taggers, or take those already in `folder` for just these paragraphs."""
    import pycrfsuite

    folder.mkdir(parents=True, exist_ok=True)
    name = _name(paragraphs, rounds)
    paths = {role: folder / f"{name}-{role}.crfsuite" for role in ROLES}
    for role, path in paths.items():
        if path.is_file():
            continue
        trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
        for paragraph in paragraphs:
            words, rows = features(paragraph.text)
            if words:
                trainer.append(rows, labels(words, _marked(paragraph, role)))
        trainer.set_params({"c1": 0.05, "c2": 0.05, "max_iterations": rounds})
        unfinished = path.with_suffix(".unfinished")  # an interrupted run leaves no model that looks whole
        trainer.train(str(unfinished))
        unfinished.rename(path)
    return CrfReader(folder, name)


def _name(paragraphs: Sequence[Paragraph], rounds: int) -> str:
    """The same for the same paragraphs with the same marks."""
    seen = hashlib.sha256(f"{_VERSION} {rounds}".encode())
    for paragraph in paragraphs:
        seen.update(repr((paragraph.text, [_marked(paragraph, role) for role in ROLES])).encode())
    return f"crf-{seen.hexdigest()[:12]}"


def _marked(paragraph: Paragraph, role: str) -> list[Span]:
    """The spans of a role, but for those of attributions inside a content of another."""
    contents = [(index, span) for index, a in enumerate(paragraph.attributions) for span in a.content]
    found: list[Span] = []
    for index, attribution in enumerate(paragraph.attributions):
        spans = [*attribution.source, *attribution.cue, *attribution.content]
        others = [content for other, content in contents if other != index]
        if not all(any(span in content and span != content for content in others) for span in spans):
            found += getattr(attribution, role)
    return sorted(set(found))


class CrfReader:
    """Finds attributions with three taggers; reads their models when first used."""

    def __init__(self, folder: Path, name: str) -> None:
        self._folder = folder
        self._name = name

    @cached_property
    def _taggers(self) -> dict[str, pycrfsuite.Tagger]:
        import pycrfsuite

        taggers = {role: pycrfsuite.Tagger() for role in ROLES}
        for role, tagger in taggers.items():
            tagger.open(str(self._folder / f"{self._name}-{role}.crfsuite"))
        return taggers

    def __call__(self, document: Document) -> tuple[Attribution, ...]:
        """Every attribution of the document, in text order."""
        import pycrfsuite

        found: list[Attribution] = []
        parts = [part for part in (document.title, document.body) if part]
        for paragraph in (p for part in parts for p in find_paragraphs(document.text, part)):
            text = paragraph.of(document.text)
            words, rows = features(text)
            items = pycrfsuite.ItemSequence(rows)
            spans = {role: spans_of(words, tagger.tag(items)) for role, tagger in self._taggers.items()}
            found += [_moved(a, paragraph.start) for a in attributions_of(text, spans)]
        return tuple(found)


def attributions_of(text: str, spans: dict[str, list[Span]]) -> Iterator[Attribution]:
    """What belongs together in a paragraph, sentence by sentence; then what is left over."""
    quotes = find_quotes(text, Span(0, len(text)))
    sentences = find_sentences(text, Span(0, len(text)), quotes, _SPEECH)
    taken: set[Span] = set()
    for sentence in sentences:
        here = {role: [span for span in spans[role] if span.overlaps(sentence)] for role in ROLES}
        contents = _nearest(here["cue"], here["content"])
        sources = _nearest(list(contents), here["source"])
        for cue, content in contents.items():
            if cue not in taken:
                parts = _joined(cue, content, here["content"], text)
                taken.update((cue, *parts, *([sources[cue]] if cue in sources else [])))
                yield Attribution(sources.get(cue), cue, parts, "crf")
    for role in ROLES:
        for span in spans[role]:
            if span not in taken:
                voice = (span if role == "source" else None, span if role == "cue" else None)
                yield Attribution(*voice, (span,) if role == "content" else (), "crf")


def _nearest(cues: list[Span], others: list[Span]) -> dict[Span, Span]:
    """A source, or a content, for each cue: the nearest pairs first, each of the two once."""
    pairs = sorted((_gap(cue, other), cue, other) for cue in cues for other in others)
    chosen: dict[Span, Span] = {}
    for _, cue, other in pairs:
        if cue not in chosen and other not in chosen.values():
            chosen[cue] = other
    return chosen


def _joined(cue: Span, content: Span, contents: list[Span], text: str) -> tuple[Span, ...]:
    """The content, or both parts of it where its cue breaks a quotation: “…,” she said, “…”."""
    before = next((other for other in reversed(contents) if other.end <= cue.start), None)
    after = next((other for other in contents if other.start >= cue.end), None)
    if before and after and re.search(r",[”\"’»]$", before.of(text)) and text[after.start] in _QUOTE_MARKS:
        return (before, after) if content in (before, after) else (content,)
    return (content,)


def _gap(one: Span, other: Span) -> int:
    return max(other.start - one.end, one.start - other.end, 0)


def _moved(attribution: Attribution, by: int) -> Attribution:
    def here(span: Span | None) -> Span | None:
        return Span(span.start + by, span.end + by) if span else None

    contents = tuple(Span(span.start + by, span.end + by) for span in attribution.contents)
    return Attribution(here(attribution.source), here(attribution.cue), contents, attribution.rule)
