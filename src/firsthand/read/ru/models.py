"""The models of the Natasha project (MIT): morphology, syntax and names, over one table of word vectors.

They come with the package `natasha`, which is never imported: it would ask for pymorphy2, and that for pkg_resources.
The three models and the vectors share one vocabulary of 250,000 words. It is read once, where the packages' own loaders
read it four times: that is a second and 200 MB less. The vectors stay on disk, and only those in use are in memory.

Source: Kukushkin, "Navec" and "Slovnet" (https://github.com/natasha), on the news corpora Nerus and Taiga.
"""

from __future__ import annotations

import mmap
import tarfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
from threadpoolctl import ThreadpoolController

__all__ = ["Parsed", "parse"]

_VECTORS = "emb/navec_news_v1_1B_250K_300d_100q.tar"
_VECTORS_ID = "news_v1_1B_250K_300d_100q"
_BATCH = 32
_LONGEST = 160
"""Words. A longer sentence is read in pieces of this size: time and memory grow with the square."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """What the models say of one word: part of speech and features, head (-1 for the root), relation, kind of name."""

    tag: str
    head: int
    relation: str
    name: str


def _folder() -> Path:
    spec = find_spec("natasha")
    if spec is None or not spec.submodule_search_locations:
        raise ImportError("the package natasha, which carries the Russian models, is not installed")
    return Path(next(iter(spec.submodule_search_locations))) / "data"


@dataclass(frozen=True, slots=True)
class _Models:
    words: Any
    shapes: Any
    morph: Any
    syntax: Any
    names: Any
    tags: list[str]
    relations: list[str]
    kinds: list[str]


@cache
def _models() -> _Models:
    """All three, opened when the first Russian sentence is met."""
    from slovnet.const import REL, SHAPE, TAG, WORD
    from slovnet.exec.model import NER, Morph, Syntax
    from slovnet.exec.pack import Pack

    folder = _folder()
    vectors = _vectors(folder / _VECTORS)
    opened, vocabularies = {}, {}
    for name, kind, labels in (("morph", Morph, TAG), ("syntax", Syntax, REL), ("ner", NER, TAG)):
        with Pack(folder / "model" / f"slovnet_{name}_news_v1.tar") as pack:
            pack.load_meta().check_protocol()
            model = pack.load_model(kind)
            model = model.inject_arrays(dict(pack.load_arrays(model.weights)))
            opened[name] = model.inject_navec(vectors)
            vocabularies[name] = pack.load_vocab(labels).items
            if name == "morph":
                words, shapes = pack.load_vocab(WORD), pack.load_vocab(SHAPE)
    return _Models(
        words,
        shapes,
        opened["morph"],
        opened["syntax"],
        opened["ner"],
        vocabularies["morph"],
        vocabularies["syntax"],
        vocabularies["ner"],
    )


def _vectors(path: Path) -> SimpleNamespace:
    """The word vectors as slovnet is given them: numbers of code words, mapped from the file, and the codes."""
    with tarfile.open(path) as archive:
        at = archive.getmember("pq.bin").offset_data
    with path.open("rb") as file:
        mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    count, _, codebooks, centroids = np.frombuffer(mapped, np.uint32, 4, at).tolist()
    indexes = np.frombuffer(mapped, np.uint8, count * codebooks, at + 16).reshape(count, codebooks)
    dimensions = 300
    codes = np.frombuffer(mapped, np.float32, centroids * dimensions, at + 16 + count * codebooks)
    pq = SimpleNamespace(indexes=indexes, codes=codes.reshape(codebooks, centroids, -1))
    return SimpleNamespace(meta=SimpleNamespace(id=_VECTORS_ID), pq=pq)


@cache
def _threads() -> ThreadpoolController:
    """Keeps the algebra on one core: its matrices are so small that threads wait for each other, on a busy machine for
    minutes."""
    return ThreadpoolController()


def parse(sentences: Sequence[Sequence[str]]) -> list[list[Parsed]]:
    """Every sentence, a row of words, with what the models say of each word; sentences of like length together."""
    found: list[list[Parsed]] = [[] for _ in sentences]
    pieces = [(row, start) for row, words in enumerate(sentences) for start in range(0, len(words), _LONGEST)]
    pieces.sort(key=lambda piece: min(_LONGEST, len(sentences[piece[0]]) - piece[1]))
    read: dict[tuple[int, int], list[Parsed]] = {}
    with _threads().limit(limits=1, user_api="blas"):
        for first in range(0, len(pieces), _BATCH):
            batch = pieces[first : first + _BATCH]
            rows = [sentences[row][start : start + _LONGEST] for row, start in batch]
            read.update(zip(batch, _read(rows), strict=True))
    for row, start in sorted(pieces):
        for one in read[row, start]:
            head = one.head + start if one.head >= 0 else -1
            found[row].append(Parsed(one.tag, head, one.relation, one.name))
    return found


def _read(rows: list[Sequence[str]]) -> Iterator[list[Parsed]]:
    from slovnet.exec.encoders import TagEncoder
    from slovnet.exec.mask import split_masked

    models = _models()
    (given,) = TagEncoder(models.words, models.shapes, len(rows))(rows)
    mask = ~given.pad_mask
    inputs = (given.word_id, given.shape_id, given.pad_mask)
    tags = split_masked(models.morph.head.decode(models.morph(*inputs)), mask)
    kinds = models.names.head.crf.decode(models.names(*inputs), mask)
    tree = models.syntax(*inputs)
    heads = split_masked(models.syntax.head.decode(tree.head_id, mask), mask)
    relations = split_masked(models.syntax.rel.decode(tree.rel_id, mask), mask)
    for tagged, named, headed, related in zip(tags, kinds, heads, relations, strict=True):
        yield [
            Parsed(
                models.tags[tag],
                int(head) - 1,
                models.relations[relation],
                models.kinds[kind].partition("-")[2],
            )
            for tag, kind, head, relation in zip(tagged, named, headed, related, strict=True)
        ]
