"""The claims of an index, group by group: only what an update or a decision reaches is put into groups again.

What changed, and the groups it was in, are made again together with all groups beside them: those with a link to them
that is as likely as the threshold. Where a group beside them comes about just as before, by the same joinings at the
same means, what lies behind it cannot have changed either; where it does not, it is made again as well, and so on.
So what comes out is what a run over all would give.

An item is a node (see `tables`), or a telling that a person put apart from another: that one is by itself, apart from
its copies. Items are numbered in the order of their documents' keys, so that ties are broken the same way however they
came.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

import duckdb
import numpy as np
import numpy.typing as npt

from firsthand.claims import Told
from firsthand.link.clusters import Grouped, Pair, grouped
from firsthand.link.renewal import telling_id

__all__ = ["group"]

_SURE = 30.0
"""Bits by which copies are linked, where a person put one of them apart from another telling."""
_MIXED = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9)
"""Odd numbers without pattern, by which a joining becomes one number (after xxHash and Fibonacci hashing)."""

_Numbers = npt.NDArray[np.int64]


def group(
    connection: duckdb.DuckDBPyConnection,
    same: Iterable[tuple[Told, Told]],
    different: Iterable[tuple[Told, Told]],
    threshold: float,
    size: int,
) -> None:
    """Put what changed into groups again; `regrouped` then are the leaders of the groups that were made. `size` is what
    the size of the case adds to each link, in bits; where that is another than before, all groups are made again."""
    _decide(connection, same, different, threshold, size)
    _start(connection)
    strong = math.log2(threshold / (1 - threshold)) - size
    while True:
        _gather(connection, strong)
        _make(connection, threshold, size)
        spread = connection.execute(
            "create or replace temp table other_now as select distinct l.leader from made m join loose l using (item)"
            " where not l.within and (l.leader, l.tree) is distinct from (m.leader, m.tree)"
        )
        if not spread.execute("select count(*) from other_now").fetchall()[0][0]:
            break
        connection.execute("insert into region select item from groups where leader in (from other_now)")
    _put(connection)


def _put(connection: duckdb.DuckDBPyConnection) -> None:
    """Keep the groups of the region; `regrouped` are those of other items than before, or of other tellings."""
    connection.execute("delete from made where item not in (from region)")
    connection.execute("delete from regrouped")
    connection.execute(
        "insert into regrouped select m.leader from made m left join groups g using (item)"
        " left join (select leader, count(*) as items from groups group by leader) b on b.leader = m.leader"
        " group by m.leader having bool_or(g.leader is distinct from m.leader) or count(*) <> any_value(b.items)"
        " or bool_or(m.item in (select node from changed where told))"
    )
    connection.execute("delete from groups where item in (from region) or item in (from old)")
    connection.execute("insert into groups from made")
    connection.execute("delete from changed")


def _decide(
    connection: duckdb.DuckDBPyConnection,
    same: Iterable[tuple[Told, Told]],
    different: Iterable[tuple[Told, Told]],
    threshold: float,
    size: int,
) -> None:
    """`decided` as it is now, of tellings that are told; what is decided otherwise than before has changed."""
    rows = {("threshold", round(threshold * 1_000_000), size)}
    for kind, pairs in (("same", same), ("different", different)):
        ids = (sorted((telling_id(one), telling_id(other))) for one, other in pairs)
        rows |= {(kind, one, other) for one, other in ids if one != other}
    connection.execute("create or replace temp table deciding (kind varchar, one bigint, other bigint)")
    connection.executemany("insert into deciding values (?, ?, ?)", sorted(rows))
    connection.execute(
        "delete from deciding where kind <> 'threshold'"
        " and (one not in (select id from tellings) or other not in (select id from tellings))"
    )
    connection.execute(
        "create or replace temp table otherwise as"
        " (from deciding except from decided) union all (from decided except from deciding)"
    )
    ends = "select unnest([one, other]) as id from otherwise"
    connection.execute(f"insert into changed select id, false from ({ends})")  # noqa: S608
    connection.execute(f"insert into changed select node, false from tellings where id in ({ends})")  # noqa: S608
    if connection.execute("select count(*) from otherwise where kind = 'threshold'").fetchall()[0][0]:
        connection.execute("insert into changed select id, false from nodes")
    connection.execute("delete from decided")
    connection.execute("insert into decided from deciding")
    connection.execute(
        "create or replace temp table single as select id, node from tellings where id in"
        " (select unnest([one, other]) from decided where kind = 'different')"
    )


def _start(connection: duckdb.DuckDBPyConnection) -> None:
    """`region`: the items to be made again; `old`: those of the groups they were in, some of which are gone."""
    connection.execute(
        "create or replace temp table old as select item from groups where leader in"
        " (select leader from groups where item in (select node from changed))"
    )
    connection.execute(
        "create or replace temp table region as select node as item from changed union from old"
        " union select id from single where node in (select node from changed)"
    )


def _gather(connection: duckdb.DuckDBPyConnection, strong: float) -> None:
    """`loose`: the items of the region and of the groups beside it, with number, and the group they are in so far."""
    connection.execute(
        "create or replace temp table here as select coalesce(s.node, r.item) as node"
        " from region r left join single s on s.id = r.item"
    )
    connection.execute(
        "create or replace temp table there as with near as (select one, other from links where weight >= ?"
        " and (one in (from here) or other in (from here)))"
        " select one as node from near union select other from near union from here",
        [strong],
    )
    told = "select id, node from tellings where id in (select {} from decided where kind = 'same' and {} in ({}))"
    own = "select id from tellings where node in (from here)"
    together = " union ".join(told.format(a, b, own) for a, b in (("one", "other"), ("other", "one")))
    connection.execute(f"create or replace temp table put as {together}")
    connection.execute(
        "create or replace temp table beside as from there union select node from put"
        " union select id from single where node in (from there) or id in (select id from put)"
    )
    connection.execute(
        "create or replace temp table wanted as from region union select item from groups where leader in"
        " (select leader from groups where item in (from beside))"
    )
    connection.execute(
        "create or replace temp table loose as with items as"
        " (select coalesce(s.id, t.node) as item, t.node, d.key, t.first, t.last from tellings t"
        " left join single s on s.id = t.id join documents d on d.id = t.document"
        " where t.node in (select coalesce(s.node, w.item) from wanted w left join single s on s.id = w.item))"
        " select i.item, any_value(i.node) as node, any_value(g.leader) as leader, any_value(g.tree) as tree,"
        " i.item in (from region) as within,"
        " row_number() over (order by min((i.key, i.first, i.last))) - 1 as number"
        " from items i left join groups g on g.item = i.item where i.item in (from wanted) group by i.item"
    )


def _make(connection: duckdb.DuckDBPyConnection, threshold: float, size: int) -> None:
    """`made`: the groups of what is loose, each with how it came about as one number."""
    found = connection.execute(
        "select a.number as one, b.number as other, weight from links l join loose a on a.node = l.one"
        " join loose b on b.node = l.other union all select a.number, b.number, ? from loose a join loose b"
        " using (node) where a.number < b.number",
        [_SURE],
    ).fetchnumpy()
    items = connection.execute("select item from loose order by number").fetchnumpy()["item"]
    groups = grouped(
        len(items),
        np.minimum(found["one"], found["other"]),
        np.maximum(found["one"], found["other"]),
        1 / (1 + np.exp2(-found["weight"] - size)),
        same=_decided(connection, "same"),
        different=_decided(connection, "different"),
        threshold=threshold,
    )
    made = {"item": items, "leader": items[groups.leader], "tree": _trees(groups, items)}
    connection.register("arrays", made)
    connection.execute("create or replace temp table made as select item, leader, tree from arrays")
    connection.unregister("arrays")


def _trees(groups: Grouped, items: _Numbers) -> _Numbers:
    """How the group of each item came about: a number that its joinings give in whatever order."""
    parts = (items[groups.one], items[groups.other], groups.mean.view(np.int64))
    mixed = np.zeros(len(groups.one), np.uint64)
    for part, factor in zip(parts, _MIXED, strict=True):
        mixed = (mixed ^ part.view(np.uint64)) * np.uint64(factor)
        mixed ^= mixed >> np.uint64(29)
    trees = np.zeros(len(items), np.uint64)
    np.add.at(trees, groups.leader[groups.one], mixed)
    found: _Numbers = trees[groups.leader].view(np.int64)
    return found


def _decided(connection: duckdb.DuckDBPyConnection, kind: str) -> list[Pair]:
    """The pairs of loose items that a person put together, or apart."""
    item = "select t.id, coalesce(s.id, t.node) as item from tellings t left join single s using (id)"
    rows = connection.execute(
        "select distinct least(a.number, b.number), greatest(a.number, b.number) from decided d"  # noqa: S608
        f" join ({item}) t on t.id = d.one join loose a on a.item = t.item"
        f" join ({item}) u on u.id = d.other join loose b on b.item = u.item"
        " where d.kind = ? and a.number <> b.number",
        [kind],
    ).fetchall()
    return sorted(rows)
