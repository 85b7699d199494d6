"""The links and claims of a case, kept in one file and brought up to date by what has changed alone.

    index = Index.open(path, stamp)
    index.update(changed, removed)                  documents that came, were edited, or went
    index.group(same, different)                    the claims that are others than before
    index.claims()                                  all claims

What it says hangs on the set of documents and on the decisions, and on nothing else: not on the order in which they
came, nor on what was there before. It is a cache: the file may be deleted at any time, and an update that is cut off
leaves it as it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from itertools import chain, groupby
from pathlib import Path

import duckdb

from firsthand.claims import Telling, Told
from firsthand.errors import CaseBusy, CaseError
from firsthand.link.clusters import THRESHOLD
from firsthand.link.comparisons import COMPARISONS
from firsthand.link.grouping import group
from firsthand.link.matching import CROWD, LEAST, comparing, insert, links_in
from firsthand.link.packed import number_of
from firsthand.link.rarity import MOST, Rarity
from firsthand.link.renewal import Limits, counted, renew, telling_id
from firsthand.link.size import bits_for
from firsthand.link.tables import discard, opened
from firsthand.link.weights import Weights, prior
from firsthand.model import Span

__all__ = ["Compared", "Index"]

_DAMAGE = (duckdb.IOException, duckdb.FatalException, duckdb.InternalException, duckdb.SerializationException)
COPIED = 30.0
"""Bits of a link between two that are copies."""
_ROWS = 10_000  # that are held in memory while claims are walked


@dataclass(frozen=True, slots=True)
class Compared:
    """Two tellings that were compared: what they weigh together (bits), and for each of the `COMPARISONS`, in order,
    the number of the level that held. No levels where the one is a copy of the other."""

    one: Told
    other: Told
    weight: float
    levels: tuple[int, ...] = ()


class Index:
    """The links of a case; see the head of this module. Made by `open`; to be closed."""

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        path: Path | None,
        weights: Weights,
        limits: Limits,
        statement: str,
    ) -> None:
        self._connection = connection
        self._path = path
        self._weights = weights
        self._limits = limits
        self._statement = statement
        self._rarity: Rarity | None = None

    @classmethod
    def open(
        cls,
        path: Path | None,
        stamp: str,
        weights: Weights | None = None,
        *,
        crowd: int = CROWD,
        most: int = MOST,
        least: float = LEAST,
    ) -> Index:
        """The index in this file; in memory where there is no path.

        `stamp` names the version of all that tellings hang on, such as the reader and the glossary (weights and
        comparisons are minded here): an index of another stamp is made anew and empty, and so is one that is damaged.
        The numbers are for measuring.

        Raises:
            CaseBusy: another process has the file open.
            CaseError: the file can be neither read nor made anew.
        """
        weights = weights or prior()
        measure = (COMPARISONS, weights.both, sorted(weights.levels.items()), crowd, most, least)
        known = f"{stamp} {number_of(repr(measure).encode())}"
        return cls(opened(path, known), path, weights, Limits(crowd, most), comparing(weights, least))

    def close(self) -> None:
        self._connection.close()

    def __enter__(self) -> Index:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def size(self) -> int:
        """What the size of the case adds to every link, in bits."""
        return bits_for(int(self._connection.execute("select count(*) from documents").fetchall()[0][0]))

    def held(self) -> dict[str, str]:
        """What it has: the state of each document, by its key, as it was given to `update`."""
        with self._trusted():
            return dict(self._connection.execute("select key, state from documents").fetchall())

    def update(self, changed: Iterable[tuple[str, str, Sequence[Telling]]], removed: Iterable[str] = ()) -> None:
        """Take in documents (key, state, tellings) that are new or edited, and forget those removed.

        A document that is edited is given whole. They are read as they are asked for, some at a time.

        Raises:
            ValueError: a document is given twice.
            CaseError: the file turns out to be damaged; it is thrown away, so that the next `open` makes it anew.
        """
        with self._trusted(), self._transaction():
            before = self._rarity or counted(self._connection, self._limits.most)
            self._rarity = None
            now = renew(self._connection, changed, removed, self._statement, self._limits, before)
        self._rarity = now

    def group(
        self,
        same: Iterable[tuple[Told, Told]] = (),
        different: Iterable[tuple[Told, Told]] = (),
        threshold: float = THRESHOLD,
    ) -> Iterator[tuple[Told, ...]]:
        """Make the claims that updates and decisions have touched since the last time, and give these.

        All other claims are as before; what was a claim before, and has a telling in one of these or in a document
        that is gone, is none any more. `same` and `different` are all decisions that stand, between tellings.
        """
        with self._trusted(), self._transaction():
            group(self._connection, same, different, threshold, self.size)
        return self._walked("where leader in (from regrouped)")

    def claims(self) -> Iterator[tuple[Told, ...]]:
        """All claims as `group` made them last, each in the order of its documents' keys; always in the same order."""
        return self._walked("")

    def links(self, tellings: Iterable[Told]) -> list[Compared]:
        """The links among these, strongest first, to be shown level by level (see `comparisons.COMPARISONS`)."""
        with self._trusted():
            return self._links(tellings)

    def _links(self, tellings: Iterable[Told]) -> list[Compared]:
        own = self._nodes(tellings)
        self._connection.execute(
            "create or replace temp table pairs as select '0' as match_key, one as join_key_l, other as join_key_r"
            " from links where one in (select node from asked) and other in (select node from asked)"
        )
        self._connection.execute(
            "create or replace temp table sought as from records where unique_id in (select node from asked)"
        )
        found = links_in(self._connection, self._statement, self._weights)
        linked = []
        columns = (found.one.tolist(), found.other.tolist(), found.weight.tolist(), found.levels.T.tolist())
        for here, there, weight, levels in zip(*columns, strict=True):
            one, other = sorted((own[here][0], own[there][0]))
            linked.append(Compared(one, other, weight, tuple(levels)))
        copies = [Compared(each[0], copy, COPIED) for each in own.values() for copy in each[1:]]
        return sorted([*copies, *linked], key=lambda link: (-link.weight, link.one, link.other))

    def neighbours(self, least: float = 0.0) -> list[tuple[Told, Told, float]]:
        """For any two claims with links between them of so many bits at least, the size of the case counted: a telling
        of each, and the strongest such link."""
        rows = self._connection.execute(
            "with beside as (select least(a.leader, b.leader) as here, greatest(a.leader, b.leader) as there,"
            " arg_max(l.one, l.weight) as one, arg_max(l.other, l.weight) as other, max(l.weight) as weight"
            " from links l join groups a on a.item = l.one join groups b on b.item = l.other"
            " where a.leader <> b.leader and l.weight >= ? group by all),"
            " first as (select n.id, d.key, t.first, t.last from nodes n join tellings t on t.id = n.telling"
            " join documents d on d.id = t.document)"
            " select f.key, f.first, f.last, g.key, g.first, g.last, weight"
            " from beside join first f on f.id = one join first g on g.id = other",
            [least - self.size],
        ).fetchall()
        return [
            (Told(key, Span(first, last)), Told(beside, Span(from_, to)), weight)
            for key, first, last, beside, from_, to, weight in rows
        ]

    def _nodes(self, tellings: Iterable[Told]) -> dict[int, list[Told]]:
        """`asked`: the nodes of these tellings; those that are not told are passed by."""
        told = {telling_id(each): each for each in tellings}
        self._connection.execute("create or replace temp table asking (id bigint)")
        insert(self._connection, "asking", {"id": "BIGINT"}, ({"id": number} for number in told))
        self._connection.execute(
            "create or replace temp table asked as select node, id from tellings where id in (select id from asking)"
        )
        own: dict[int, list[Told]] = {}
        for node, number in self._connection.execute("select node, id from asked").fetchall():
            own.setdefault(node, []).append(told[number])
        return {node: sorted(each) for node, each in own.items()}

    def _walked(self, which: str) -> Iterator[tuple[Told, ...]]:
        """The members of groups. What is asked for is fixed by now, whatever comes while it is walked."""
        with self._trusted():
            walking = self._connection.cursor().execute(
                f"with own as (from groups {which})"  # noqa: S608
                " select coalesce(alone.leader, g.leader) as leader, d.key, t.first, t.last from tellings t"
                " left join own alone on alone.item = t.id left join own g on g.item = t.node"
                " join documents d on d.id = t.document where alone.leader is not null"
                " or g.leader is not null order by 1, 2, 3, 4"
            )
        rows = chain.from_iterable(iter(lambda: walking.fetchmany(_ROWS), []))
        return (
            tuple(Told(key, Span(first, last)) for _, key, first, last in own)
            for _, own in groupby(rows, key=lambda row: row[0])
        )

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._connection.execute("begin")
        with ExitStack() as undo:
            undo.callback(self._roll_back)
            yield
            undo.pop_all()
        self._connection.execute("commit")

    def _roll_back(self) -> None:
        with suppress(duckdb.Error):  # what went wrong says more than that nothing is left to roll back
            self._connection.execute("rollback")

    @contextmanager
    def _trusted(self) -> Iterator[None]:
        """What DuckDB cannot read is thrown away: everything in it can be made again."""
        try:
            yield
        except duckdb.TransactionException as error:
            raise CaseBusy(f"{self._path}: another part of this program works on these links") from error
        except _DAMAGE as error:
            self._connection.close()
            if self._path is not None:
                discard(self._path)
            raise CaseError(f"{self._path}: the index of links is damaged and was thrown away; run it again") from error
