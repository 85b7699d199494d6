"""A claim as its page can hold it: its first tellings with all that is between them, whatever it has in all.

It is cut while it is still plain JSON: of a claim with ten thousand tellings the rest is never made into records.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from firsthand.claims import Told
from firsthand.show.claims.view import ClaimView
from firsthand.show.desk.served import Shown
from firsthand.show.speaking import ngettext
from firsthand.store.board import BoardFile
from firsthand.store.records import record_of

__all__ = ["MOST", "Cut", "Whole", "cut_of", "tellings_of"]

MOST = 400
"""Tellings, drifts, answers, links and origins of one claim that its page holds."""
_MOST_DERIVATIONS = 4 * MOST
_HELD = 16
"""Claims that are held at once: a page asks for its parts, and a decision for the claim that was just looked at."""

_Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Whole:
    """How many there are of everything in all."""

    tellings: int
    documents: int
    origins: int
    drift: int
    answers: int
    links: int

    @property
    def left_out(self) -> tuple[str, ...]:
        """What the page has not: "12 tellings"."""
        tellings, origins, drift, answers = (
            count - MOST for count in (self.tellings, self.origins, self.drift, self.answers)
        )
        words = (
            (tellings, ngettext("%(num)s telling", "%(num)s tellings", tellings)),
            (origins, ngettext("%(num)s origin", "%(num)s origins", origins)),
            (drift, ngettext("%(num)s change on the way", "%(num)s changes on the way", drift)),
            (answers, ngettext("%(num)s answer", "%(num)s answers", answers)),
        )
        return tuple(each for count, each in words if count > 0)


@dataclass(frozen=True, slots=True)
class Cut:
    """The first `MOST` tellings of a claim as a view of their own, and how many there are in all."""

    view: ClaimView
    whole: Whole


def cut_of(shown: Shown, number: int) -> Cut:
    """The claim at that place on the board, as its page can hold it."""
    return _cut_of(shown.board, number)


@lru_cache(_HELD)
def _cut_of(board: BoardFile, number: int) -> Cut:
    told = board.view(number)
    assert isinstance(told, dict)
    account, claim = told["account"], told["account"]["claim"]
    whole = Whole(
        tellings=len(claim["tellings"]),
        documents=len(told["by_document"]),
        origins=len(account["origins"]["roots"]),
        drift=len(told["drift"]),
        answers=len(claim["answers"]),
        links=len(claim["links"]),
    )
    return Cut(record_of(ClaimView, _cut(told)), whole)


def tellings_of(shown: Shown, number: int) -> tuple[Told, ...]:
    """All tellings of the claim at that place, earliest first, however many there are."""
    told = shown.board.view(number)
    assert isinstance(told, dict)
    return tuple(record_of(Told, each) for each in told["account"]["claim"]["tellings"])


def _cut(told: _Json) -> _Json:
    lines = told["lines"][:MOST]
    kept = {line["told"]["document"] for line in lines}
    drift = told["drift"][:MOST]
    concerned = kept | {end["spot"]["document"] for each in drift for end in (each["earlier"], each["later"])}
    return {
        "account": _account(told["account"], kept),
        "lines": lines,
        "bylines": {key: own for key, own in told["bylines"].items() if key in concerned},
        "by_document": {key: own for key, own in told["by_document"].items() if key in concerned},
        "drift": drift,
        "links": told["links"][:MOST],
    }


def _account(account: _Json, kept: Collection[str]) -> _Json:
    claim, origins = account["claim"], account["origins"]
    between = [each for each in account["derivations"] if each["taker"] in kept and each["taken"] in kept]
    return {
        **account,
        "claim": {
            **claim,
            "tellings": claim["tellings"][:MOST],
            "answers": [each for each in claim["answers"] if each["told"]["document"] in kept][:MOST],
            "links": claim["links"][:MOST],
        },
        "origins": {**origins, "roots": [_root(each, kept) for each in origins["roots"][:MOST]]},
        "derivations": between[:_MOST_DERIVATIONS],
        "drift": account["drift"][:MOST],
    }


def _root(root: _Json, kept: Collection[str]) -> _Json:
    return {**root, "tellings": [each for each in root["tellings"] if each[0]["document"] in kept]}
