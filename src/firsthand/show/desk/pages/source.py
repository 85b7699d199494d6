"""The sources of a case, and one of them: how its claims turned out, from whom it took what, what starts with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse

from firsthand.kinds import DerivationKind, Role
from firsthand.show.claims.wording import count_words, derived
from firsthand.show.desk.building import Given, SourcePage, Taken
from firsthand.show.desk.documents.index import index_of
from firsthand.show.desk.guard.audit import mark
from firsthand.show.desk.guard.roles import needs
from firsthand.show.desk.guard.visits import Visit
from firsthand.show.desk.pages.document import page_number
from firsthand.show.desk.rendering import MissingHere, page, shown_of, source_path
from firsthand.show.desk.served import Shown
from firsthand.show.languages import language_name
from firsthand.show.named import named
from firsthand.show.plain import one_line
from firsthand.show.speaking import gettext, month_of, ngettext, number_of
from firsthand.store.board import BoardRow, DocumentRow, SourceRow
from firsthand.store.desk import Desk
from firsthand.store.desk.notes import NoteOn, note_about
from firsthand.store.records import record_of
from firsthand.text import fold

__all__ = ["ROUTES", "record_words"]

ROUTES = APIRouter(include_in_schema=False)

_ROWS = 100
_LISTED = 100
"""Claims of one count, and claims that start with a source, that its page lists."""
_PAIRS = 50
_MOST_BARS = 60
"""Bars of the picture: where there are more months, each is a year."""
_ORDERS: Mapping[str, Callable[[SourceRow], tuple[int, str]]] = {
    "documents": lambda row: (-row.documents, row.name),
    "claims": lambda row: (-row.claims, row.name),
    "starts": lambda row: (-row.starts, row.name),
    "name": lambda row: (0, fold(row.name)),
}

_Reader = Annotated[Visit, Depends(needs(Role.READER))]


@dataclass(frozen=True, slots=True)
class _Listed:
    """A count of claims with the first of them; `words` say how many became what, `name` is that for the style."""

    words: str
    name: str
    count: int
    rows: tuple[BoardRow, ...]

    @property
    def more(self) -> int:
        return self.count - len(self.rows)


@dataclass(frozen=True, slots=True)
class _Record:
    """How the claims of one kind turned out. `says` is the whole of it in words; `low` and `high` are percent, None
    where nothing is resolved."""

    kind: str
    says: str
    low: float | None
    high: float | None
    lists: tuple[_Listed, ...]


@dataclass(frozen=True, slots=True)
class _Pair:
    taker: DocumentRow
    taken: DocumentRow
    claim: BoardRow | None


@dataclass(frozen=True, slots=True)
class _Passed:
    """What passed between this source and another: how many documents, in words by kind, and the first of the pairs."""

    name: str
    address: str
    side: str
    count: int
    kinds: str
    pairs: tuple[_Pair, ...]

    @property
    def more(self) -> int:
        return self.count - len(self.pairs)


@dataclass(frozen=True, slots=True)
class _Bar:
    """A month or a year of the picture, in units of its 100 by 30."""

    words: str
    x: float
    width: float
    y: float
    height: float


# ---------------------------------------------------------------- all of them


@ROUTES.get("/sources")
def sources(request: Request, _: _Reader) -> HTMLResponse:
    """Every source of the case, those with most documents first."""
    mark(request, "saw", f"sources ?{request.url.query}" if request.url.query else "sources")
    shown, given = shown_of(request), request.query_params
    words, sort = given.get("q", "")[:200], given.get("sort", "documents")
    sort = sort if sort in _ORDERS else "documents"
    every = shown.board.sources()
    wanted = fold(words).split()
    found = [each for each in every if all(word in _searched(each) for word in wanted)] if wanted else every
    found = sorted(found, key=_ORDERS[sort])
    last = max(1, -(-len(found) // _ROWS))
    at = min(page_number(given.get("page", "")), last)
    return page(
        request,
        "sources.html.j2",
        rows=found[(at - 1) * _ROWS : at * _ROWS],
        found=len(found),
        whole=len(every),
        words=words,
        sort=sort,
        language_name=language_name,
        at=at,
        last=last,
    )


def _searched(row: SourceRow) -> str:
    return fold(" ".join((row.name, row.id, row.kind, row.side or "", row.family or "", row.country or "")))


# ---------------------------------------------------------------- one of them


@ROUTES.get("/sources/{name}")
def source(request: Request, visit: _Reader, name: str) -> HTMLResponse:
    """A source by its id."""
    mark(request, "saw", f"source {name[:200]}")
    shown = shown_of(request)
    found = shown.board.source(name)
    if found is None:
        raise MissingHere(gettext("There is no source of that name in this case."))
    row, told = found
    assert isinstance(told, Mapping)
    known = record_of(SourcePage, told)
    every = {each.id: each for each in shown.board.sources()}
    claims = _Claims(shown)
    bars = _bars(index_of(shown.board).by_month(row.id))
    return page(
        request,
        "source.html.j2",
        row=row,
        relatives=[each for each in every.values() if row.family and each.family == row.family and each.id != row.id],
        written_in=language_name(row.language or "") or row.language,
        records=[_record(each, claims) for each in known.record],
        taken=_passed(shown, known.taken, every, claims),
        given=_passed(shown, known.given, every, claims),
        starts=_Listed("", "starts with it", len(known.starts), claims.rows(known.starts)),
        bars=bars,
        note=note_about(_desk(request), visit.known.number, NoteOn.SOURCE, row.id),
        here=f"{source_path(row.id)}#note",
    )


class _Claims:
    """Claims by their ids, each looked up once for a page."""

    def __init__(self, shown: Shown) -> None:
        self._board = shown.board
        self._known: dict[str, BoardRow | None] = {}

    def rows(self, ids: Sequence[str], most: int = _LISTED) -> tuple[BoardRow, ...]:
        """The first of them, without those that the board does not have."""
        return tuple(row for each in ids[:most] if (row := self.row(each)) is not None)

    def row(self, claim: str) -> BoardRow | None:
        if claim not in self._known:
            number = self._board.number_of(claim)
            self._known[claim] = self._board.rows_at([number])[0] if number is not None else None
        return self._known[claim]


def _record(given: Given, claims: _Claims) -> _Record:
    resolved = len(given.borne_out) + len(given.contradicted)
    borne, against, still = len(given.borne_out), len(given.contradicted), len(given.open)
    lists = (
        (ngettext("%(num)s claim borne out", "%(num)s claims borne out", borne), "borne-out", given.borne_out),
        (
            ngettext("%(num)s claim contradicted", "%(num)s claims contradicted", against),
            "contradicted",
            given.contradicted,
        ),
        (ngettext("%(num)s claim still open", "%(num)s claims still open", still), "still-open", given.open),
    )
    return _Record(
        _kind_words(given.kind),
        record_words(given),
        round(100 * given.low, 1) if resolved else None,
        round(100 * given.high, 1) if resolved else None,
        tuple(_Listed(words, name, len(ids), claims.rows(ids)) for words, name, ids in lists if ids),
    )


def record_words(given: Given) -> str:
    """What can be said of how claims turned out: "3 claims, none resolved: nothing can be said.\""""
    borne, against, still = len(given.borne_out), len(given.contradicted), len(given.open)
    said = count_words(borne + against + still, "claim")
    if not borne + against:
        return gettext("%(claims)s, none resolved: nothing can be said.", claims=said)
    low, high = round(100 * given.low), round(100 * given.high)
    words = [
        gettext(
            "%(claims)s, %(resolved)s resolved: %(borne)s borne out, %(against)s contradicted.",
            claims=said,
            resolved=number_of(borne + against),
            borne=number_of(borne),
            against=number_of(against),
        ),
        gettext("Of such claims it is right in %(low)s to %(high)s %% (80 %% interval).", low=low, high=high),
        gettext("That is too few to tell much.") if borne + against < _FEW else "",
        _early_words(given.early),
    ]
    return " ".join(each for each in words if each)


_FEW = 5


def _early_words(early: float | None) -> str:
    if early is None:
        return ""
    days = count_words(abs(round(early)), "day")
    if round(early) == 0:
        return gettext("In the middle they came on the day of which something was first shown.")
    if early > 0:
        return gettext("In the middle they came %(days)s before something was first shown.", days=days)
    return gettext("In the middle they came %(days)s after something was first shown.", days=days)


def _kind_words(kind: str) -> str:
    if not kind:
        return gettext("claims of every kind")
    return named(kind, "event")


def _passed(
    shown: Shown, those: Sequence[Taken], every: Mapping[str, SourceRow], claims: _Claims
) -> tuple[_Passed, ...]:
    found = []
    for each in those:
        first = each.pairs[:_PAIRS]
        rows = shown.board.documents(list({key for taker, taken, _ in first for key in (taker, taken)}))
        pairs = tuple(
            _Pair(rows[taker], rows[taken], claims.row(claim))
            for taker, taken, claim in first
            if taker in rows and taken in rows
        )
        other = every.get(each.source)
        kinds = ", ".join(f"{derived(DerivationKind(kind))} {number_of(count)}" for kind, count in each.kinds)
        name = one_line(other.name) if other else each.source
        side = (other.side if other else None) or ""
        count = sum(count for _, count in each.kinds)
        found.append(_Passed(name, source_path(each.source), side, count, kinds, pairs))
    return tuple(found)


def _bars(months: Sequence[tuple[int, int]]) -> tuple[_Bar, ...]:
    """By months, or by years where there are many."""
    if len(months) > _MOST_BARS:
        years: dict[int, int] = {}
        for month, count in months:
            years[month // 12] = years.get(month // 12, 0) + count
        bars = [(str(year), count) for year, count in years.items()][-_MOST_BARS:]
    else:
        bars = [(month_of(month // 12, month % 12 + 1), count) for month, count in months]
    most = max((count for _, count in bars), default=0)
    width = 100 / max(12, len(bars))
    return tuple(
        _Bar(
            f"{words}: {count_words(count, 'document')}",
            round(n * width, 2),
            round(width * 0.8, 2),
            round(28 - 28 * count / most, 2),
            round(28 * count / most, 2),
        )
        for n, (words, count) in enumerate(bars)
    )


def _desk(request: Request) -> Desk:
    desk = request.app.state.guard.desk
    assert isinstance(desk, Desk)
    return desk
