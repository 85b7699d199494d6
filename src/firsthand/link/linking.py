"""From tellings to links in one go, pair by pair: to train weights, and to look into a few thousand tellings.

What a case has is an `Index`, which keeps copies together and its links in a file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

import duckdb
import numpy as np

from firsthand.claims import Telling
from firsthand.link.clusters import Pair
from firsthand.link.matching import LEAST, Links, load, matched
from firsthand.link.rarity import Rarity, rarity
from firsthand.link.records import Record, record_of
from firsthand.link.weights import Weights, prior

__all__ = ["Linked", "chances", "link", "rarity_of", "records_of"]

_LEAST = -5.0
"""Bits: what is weaker says nothing to who trains weights."""


@dataclass(frozen=True, slots=True, eq=False)
class Linked:
    """Tellings and the links among them; numbers in `links` are places in `tellings`."""

    tellings: Sequence[Telling]
    links: Links


def link(tellings: Sequence[Telling], weights: Weights | None = None, least: float = LEAST) -> Linked:
    """All links of a case that weigh at least so many bits. The tellings of a document stand together; the order of
    documents changes nothing."""
    with duckdb.connect() as connection:
        load(connection, records_of(tellings, rarity_of(tellings)))
        return Linked(tellings, matched(connection, weights or prior(), least))


def rarity_of(tellings: Iterable[Telling]) -> Rarity:
    return rarity((key, frozenset[str]().union(*terms)) for key, terms in _by_document(tellings))


def records_of(tellings: Iterable[Telling], rare: Rarity) -> Iterator[Record]:
    """The row of each telling, under its place; documents under the place of their first telling."""
    first, document = 0, None
    for number, telling in enumerate(tellings):
        if telling.told.document != document:
            first, document = number, telling.told.document
        yield record_of(telling, number, first, rare)


def chances(links: Links) -> dict[Pair, float]:
    """Of each linked pair, the chance that it is of one claim."""
    values = 1 / (1 + np.exp2(-links.weight))
    pairs = zip(links.one.tolist(), links.other.tolist(), strict=True)
    return dict(zip(pairs, values.tolist(), strict=True))


def _by_document(tellings: Iterable[Telling]) -> Iterator[tuple[str, Iterator[frozenset[str]]]]:
    for key, own in groupby(tellings, key=lambda telling: telling.told.document):
        yield key, (telling.terms | telling.around for telling in own)
