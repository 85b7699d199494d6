"""The board: the claims of a case that are wanted, the surprising ones first."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from firsthand.claims import Account, Paper
from firsthand.show.claims.wording import AGAINST, count_words, documents_words, drift_words, when_words, where_words
from firsthand.text import fold

__all__ = [
    "Board",
    "Wanted",
    "board_of",
    "drifts_words",
    "facts_words",
    "is_disputed",
    "left_out_words",
    "short_ids",
    "summary_words",
    "surprise",
]

_DISPUTED = 2.0
_PER_DRIFT = 0.5
"""Each kind of drift; up to `_MOST_KINDS` count."""
_MOST_KINDS = 4
_HAPPENED = 1.0
"""Something that is known to have happened, before what is only the matter: a name explained, a line of thought."""
_SHORTEST = 6
"""Characters of an id at least."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the board is narrowed to. `place` is a part of the name or the id; days are both included."""

    place: str | None = None
    side: str | None = None
    since: date | None = None
    until: date | None = None
    language: str | None = None
    disputed: bool = False
    limit: int | None = None

    @property
    def by_day(self) -> bool:
        return self.since is not None or self.until is not None


@dataclass(frozen=True, slots=True)
class Board:
    """The claims that are shown, of how many that match, and of how many of the case; how many of the others were left
    out because nothing says of what day they speak."""

    accounts: tuple[Account, ...]
    matching: int
    whole: int
    undated: int = 0


def board_of(accounts: Sequence[Account], papers: Mapping[str, Paper], wanted: Wanted) -> Board:
    """The board. Documents are looked up only for a side or a language that the claims themselves do not tell."""
    fitting = [each for each in accounts if _fits(each, papers, wanted)]
    found = [each for each in fitting if _in_time(each, wanted)]
    undated = sum(not (each.since or each.until) for each in fitting) if wanted.by_day else 0
    found.sort(key=lambda each: (-surprise(each), -len(each.documents), each.since or "", each.claim.id))
    shown = found if wanted.limit is None else found[: wanted.limit]
    return Board(tuple(shown), len(found), len(accounts), undated)


def surprise(account: Account) -> float:
    """How much there is to stop at: how often over it is told more than it has origins (in doublings), whether it is
    disputed, how many kinds of drift there are, and whether it tells of a happening."""
    documents = max(1, len(account.documents))
    repeated = math.log2(max(1.0, documents / max(1, account.origins.at_least)))
    kinds = len({each.kind for each in account.drift})
    happened = _HAPPENED * (account.event is not None)
    return repeated + _DISPUTED * is_disputed(account) + _PER_DRIFT * min(kinds, _MOST_KINDS) + happened


def is_disputed(account: Account) -> bool:
    """Whether somebody denies or doubts it, or takes it back."""
    return bool(account.denied_by) or any(answer.mode in AGAINST for answer in account.claim.answers)


def _fits(account: Account, papers: Mapping[str, Paper], wanted: Wanted) -> bool:
    return (
        (not wanted.disputed or is_disputed(account))
        and (wanted.place is None or _is_at(account, wanted.place))
        and (wanted.side is None or _has_side(account, papers, wanted.side.casefold()))
        and (wanted.language is None or _is_in(account, papers, wanted.language))
    )


def _is_at(account: Account, place: str) -> bool:
    if account.place is None:
        return False
    name, number = account.place
    return fold(place.strip()) in fold(name) or place.strip() == str(number)


def _has_side(account: Account, papers: Mapping[str, Paper], side: str) -> bool:
    """Whether it starts with somebody of the side, or an organ of it tells it."""
    if any((root.side or "").casefold() == side for root in account.origins.roots):
        return True
    sources = (paper.source for key in account.documents if (paper := papers.get(key)))
    return any(source is not None and (source.side or "").casefold() == side for source in sources)


def _is_in(account: Account, papers: Mapping[str, Paper], language: str) -> bool:
    if account.language == language:
        return True
    found = (paper for key in account.documents if (paper := papers.get(key)))
    return any(paper.report.document.language == language for paper in found)


def _in_time(account: Account, wanted: Wanted) -> bool:
    """Whether some day that it speaks of is among those wanted; ISO dates compare as they are written."""
    if not wanted.by_day:
        return True
    first, last = account.since or account.until, account.until or account.since
    if first is None or last is None:
        return False
    after = wanted.until is not None and first[:10] > wanted.until.isoformat()
    before = wanted.since is not None and f"{last[:10]:~<10}" < wanted.since.isoformat()
    return not after and not before


def short_ids(accounts: Sequence[Account]) -> dict[str, str]:
    """For each id the beginning that no other id of the case has, of six characters at least."""
    ids = sorted({account.claim.id for account in accounts})
    common = [_in_common(one, other) for one, other in pairwise(ids)]
    needed = [max(before, after) + 1 for before, after in zip([0, *common], [*common, 0], strict=True)]
    return {each: each[: max(_SHORTEST, length)] for each, length in zip(ids, needed, strict=False)}


def _in_common(one: str, other: str) -> int:
    """How many characters both begin with."""
    return next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def summary_words(accounts: Sequence[Account]) -> str:
    """The case in a sentence or two, the surprising thing first."""
    if not accounts:
        return "There are no claims in this case yet."
    repeated = [each for each in accounts if each.origins.at_most == 1 and len(each.documents) > 1]
    disputed = sum(map(is_disputed, accounts))
    drifted = sum(bool(each.drift) for each in accounts)
    said = f"{count_words(len(accounts), 'claim')}"
    if repeated:
        said = f"{len(repeated):,} of {said} are told by several documents and have 1 origin"
    parts = [said]
    parts += [f"{disputed:,} disputed"] if disputed else []
    parts += [f"{drifted:,} changed on the way"] if drifted else []
    return f"{'; '.join(parts)}."


def left_out_words(board: Board) -> str:
    """How many claims are not shown, and how to have them; empty where all are."""
    parts = []
    if others := board.whole - board.matching - board.undated:
        parts.append(f"{count_words(others, 'claim does', 'claims do')} not match")
    if board.undated:
        parts.append(f"{count_words(board.undated, 'claim names', 'claims name')} no day")
    if more := board.matching - len(board.accounts):
        parts.append(f"{count_words(more, 'claim comes', 'claims come')} after these (--limit 0 shows all)")
    return f"Left out: {'; '.join(parts)}." if parts else ""


def facts_words(account: Account) -> str:
    """How often told and from how many origins, when and where, on one line."""
    return " · ".join(part for part in (documents_words(account), when_words(account), where_words(account)) if part)


def drifts_words(account: Account) -> str:
    """The kinds of drift, or nothing."""
    return drift_words(each.kind for each in account.drift)
