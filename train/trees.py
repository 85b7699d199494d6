"""Who said what, read off dependency trees: attributions from Universal Dependencies treebanks (EWT, GUM).

A verb of the English lexicon with a subject and a clause gives a source, a cue and a content. The trees are
made by people, so the spans are as good as the syntax; what is said by nouns or over sentences is not found.
"""

from __future__ import annotations

import gzip
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from train.corpus import Marked, Paragraph

from firsthand.model import Mode, Span
from firsthand.read.en.lexicon import Cue, lexicon

__all__ = ["GUM_GENRES", "GUM_UNCLEAR", "Token", "sentences", "tree_paragraphs"]

GUM_GENRES = frozenset({"news", "interview", "bio", "voyage", "academic", "speech", "textbook", "court"})
"""Genres of GUM whose texts are, most of them, CC BY, CC BY-SA or in the public domain."""
GUM_UNCLEAR = frozenset(
    {
        "GUM_academic_eegimaa",
        "GUM_academic_epistemic",
        "GUM_academic_implicature",
        "GUM_academic_replication",
        "GUM_court_carpet",
        "GUM_speech_albania",
        "GUM_speech_austria",
        "GUM_speech_data",
        "GUM_speech_destiny",
        "GUM_speech_humanitarian",
        "GUM_speech_newzealand",
        "GUM_textbook_alamo",
        "GUM_textbook_anthropology",
    }
)
"""Documents of those genres left out: their sources (`meta::sourceURL`) state other terms, or none that were found."""

_CLAUSES = frozenset({"ccomp", "parataxis", "xcomp"})
_SUBJECTS = frozenset({"nsubj", "nsubj:outer"})
_HELPERS = frozenset({"aux", "aux:pass", "advmod", "compound:prt", "cop"})


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a tree; `span` counts characters of the sentence's text."""

    id: int
    form: str
    head: int
    relation: str
    upos: str
    span: Span
    misc: str


def sentences(path: Path) -> Iterator[tuple[str, list[Token]]]:
    """(text, tokens) of every sentence of a CoNLL-U file, gzipped or not."""
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        text, position = "", 0
        tokens: list[Token] = []
        for line in lines:
            if line.startswith("# text = "):
                text, position = line[9:].rstrip("\n"), 0
            elif not line.strip():
                if tokens:
                    yield text, tokens
                tokens = []
            elif not line.startswith("#"):
                columns = line.rstrip("\n").split("\t")
                if not columns[0].isdigit():
                    continue
                start = text.find(columns[1], position)
                start = position if start < 0 else start
                position = start + len(columns[1])
                span = Span(start, position)
                tokens.append(
                    Token(int(columns[0]), columns[1], int(columns[6]), columns[7], columns[3], span, columns[9])
                )


def tree_paragraphs(path: Path, register: str) -> Iterator[Paragraph]:
    """Every sentence of a treebank as a paragraph, with the attributions its tree shows."""
    for text, tokens in sentences(path):
        if 3 <= len(tokens) <= 120:
            yield Paragraph(text, register, tuple(_attributions(text, tokens)))


def _attributions(text: str, tokens: list[Token]) -> Iterator[Marked]:
    children: dict[int, list[Token]] = defaultdict(list)
    for token in tokens:
        children[token.head].append(token)
    number = 0
    for token in tokens:
        parts = _by_verb(token, tokens, children) or _according(token, tokens, children)
        if parts is None:
            continue
        source, cue, content, mode = parts
        spans = [_spans(text, tokens, ids) for ids in (source, cue, content)]
        if spans[2]:
            number += 1
            yield Marked(number, _closed(text, spans[0], spans[1]), spans[1], spans[2], None, mode)


_Parts = tuple[set[int], set[int], set[int], Mode]


def _by_verb(token: Token, tokens: list[Token], children: dict[int, list[Token]]) -> _Parts | None:
    cue = next((c for c in lexicon().cues.get(token.form.lower(), ()) if not c.rest), None)
    if token.upos != "VERB" or cue is None or any(c.relation == "nsubj:pass" for c in children[token.id]):
        return None
    subjects = [c for c in children[token.id] if c.relation in _SUBJECTS]
    content = _content(token, cue, tokens, children)
    if not subjects or not content:
        return None
    helpers = {c.id for c in children[token.id] if c.relation in _HELPERS and abs(c.id - token.id) <= 3}
    source = _subtree(subjects[0].id, children)
    return source, {token.id, *helpers} - content, content, cue.mode


def _content(token: Token, cue: Cue, tokens: list[Token], children: dict[int, list[Token]]) -> set[int]:
    below = [c for c in children[token.id] if c.relation in _CLAUSES and not _subjectless(c, children)]
    if below:
        return set().union(*(_subtree(c.id, children) for c in below))
    if token.relation == "parataxis" and token.head:
        whole = _subtree(token.head, children) - _subtree(token.id, children)
        return whole if len(whole) >= 3 else set()
    if cue.strong:
        objects = [c for c in children[token.id] if c.relation in ("obj", "xcomp", "ccomp")]
        return set().union(*(_subtree(c.id, children) for c in objects)) if objects else set()
    return set()


def _subjectless(token: Token, children: dict[int, list[Token]]) -> bool:
    return token.relation == "parataxis" and not any(c.relation.startswith("nsubj") for c in children[token.id])


def _according(token: Token, tokens: list[Token], children: dict[int, list[Token]]) -> _Parts | None:
    if token.form.lower() != "according" or token.relation != "case":
        return None
    to = {c.id for c in children[token.id]}
    source = _subtree(token.head, children) - _subtree(token.id, children)
    host = next((t.head for t in tokens if t.id == token.head), 0)
    content = _subtree(host, children) - _subtree(token.head, children) if host else set()
    return (source, {token.id, *to}, content, Mode.ASSERTED) if content else None


def _subtree(root: int, children: dict[int, list[Token]]) -> set[int]:
    found, todo = set(), [root]
    while todo:
        current = todo.pop()
        found.add(current)
        todo += [child.id for child in children[current]]
    return found


def _spans(text: str, tokens: list[Token], ids: set[int]) -> tuple[Span, ...]:
    """The characters of some tokens as few spans, without marks at their ends that belong to the sentence."""
    runs: list[Span] = []
    last = -2
    for token in tokens:
        if token.id not in ids:
            continue
        if runs and token.id == last + 1:
            runs[-1] = Span(runs[-1].start, token.span.end)
        else:
            runs.append(token.span)
        last = token.id
    trimmed = (_without_marks(text, run) for run in runs)
    return tuple(run for run in trimmed if run and re.search(r"\w", run.of(text)))


def _closed(text: str, source: tuple[Span, ...], cue: tuple[Span, ...]) -> tuple[Span, ...]:
    """With the comma that closes an apposition before the cue, as the guidelines have it."""
    if not source or not cue or "," not in source[-1].of(text):
        return source
    last = source[-1]
    return (*source[:-1], Span(last.start, last.end + 1)) if text[last.end : cue[0].start] == ", " else source


def _without_marks(text: str, span: Span) -> Span:
    start, end = span.start, span.end
    while start < end and text[start] in ",;:-– ":
        start += 1
    quoted = any(mark in text[start:end] for mark in '“"')
    while end > start and text[end - 1] in (",;:-– " if quoted else ",;:.-– "):
        end -= 1
    return Span(start, end)
