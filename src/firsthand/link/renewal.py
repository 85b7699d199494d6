"""What an update of an index makes anew, step by step. It is the same whether one document came or all are new:

    documents → rarity → nodes → records, keys → pairs → links

What is *stale* is a node that is new or gone, whose first telling is another, or with a term that became rarer or more
common. All links of stale nodes are made anew; and where a key becomes too common to seek by, or is no longer so, those
between others that it brought together. So the links hang on the set of documents alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import duckdb

from firsthand.claims import Telling, Told
from firsthand.link.matching import insert
from firsthand.link.packed import content, number_of, packed, unpacked
from firsthand.link.rarity import Rarity, rank
from firsthand.link.records import COLUMNS, Record, record_of
from firsthand.model import Span

__all__ = ["Limits", "counted", "document_id", "renew", "telling_id"]

_AT_ONCE = 2_000
"""Documents that are held in memory."""
_PAIRS = 4_000_000
"""Pairs that are compared in one go, about."""

_DOCUMENTS = {"id": "BIGINT", "key": "VARCHAR", "state": "VARCHAR", "rank": "UBIGINT", "body": "VARCHAR"}
_TELLINGS = {
    "id": "BIGINT",
    "document": "BIGINT",
    "place": "INTEGER",
    "first": "INTEGER",
    "last": "INTEGER",
    "node": "BIGINT",
}
_WEIGHED = ("terms", *(name.removesuffix("_mass") for name in COLUMNS if name.endswith("_mass")))
"""Columns whose terms carry rarities."""

Changed = Iterable[tuple[str, str, Sequence[Telling]]]


@dataclass(frozen=True, slots=True)
class Limits:
    """Tellings that share a key, at most (see `matching.CROWD`); documents of the sample (see `rarity.MOST`)."""

    crowd: int
    most: int


def document_id(key: str) -> int:
    return number_of(key.encode("utf-8", "surrogatepass"))


def telling_id(told: Told) -> int:
    return number_of(f"{told.document}\n{told.span.start}\n{told.span.end}".encode("utf-8", "surrogatepass"))


def counted(connection: duckdb.DuckDBPyConnection, most: int) -> Rarity:
    """How rare terms are in the documents of the index."""
    counts = connection.execute("select term, count from counts").fetchall()
    documents = connection.execute("select least(count(*), ?) from documents", [most]).fetchall()[0][0]
    return Rarity(documents, Counter(dict(counts)))


def renew(
    connection: duckdb.DuckDBPyConnection,
    changed: Changed,
    removed: Iterable[str],
    statement: str,
    limits: Limits,
    before: Rarity,
) -> Rarity:
    """Make the index one of the documents there are now, and say how rare terms are among them. `statement` compares
    (see `matching.comparing`). Within a transaction of the caller's.
    """
    _take_in(connection, changed, removed)
    now, moved = _rarity(connection, limits.most, before)
    _put_documents(connection)
    _find_stale(connection, moved)
    _make_records(connection, now)
    _count_keys(connection, limits.crowd)
    _make_links(connection, statement, limits.crowd)
    return now


def _take_in(connection: duckdb.DuckDBPyConnection, changed: Changed, removed: Iterable[str]) -> None:
    """`new_documents` and `new_tellings`; and `leaving`, the documents that they stand for, and those removed."""
    connection.execute(f"create or replace temp table new_documents ({_columns(_DOCUMENTS)})")
    connection.execute(f"create or replace temp table new_tellings ({_columns(_TELLINGS)})")
    connection.execute("create or replace temp table removed (id bigint)")
    left, seen = iter(changed), set[str]()
    while some := list(islice(left, _AT_ONCE)):
        for key, _, _ in some:
            if key in seen:
                raise ValueError(f"{key} is told of twice in one update")
            seen.add(key)
        rows = (
            {"id": document_id(key), "key": key, "state": state, "rank": rank(key), "body": packed(tellings)}
            for key, state, tellings in some
        )
        insert(connection, "new_documents", _DOCUMENTS, rows)
        insert(connection, "new_tellings", _TELLINGS, (row for _, _, own in some for row in _rows(own)))
    insert(connection, "removed", {"id": "BIGINT"}, ({"id": document_id(key)} for key in removed))
    connection.execute(
        "create or replace temp table leaving as select id, key, body from documents"
        " where id in (select id from new_documents union all select id from removed)"
    )


def _columns(kinds: dict[str, str]) -> str:
    return ", ".join(f"{name} {kind}" for name, kind in kinds.items())


def _rows(tellings: Sequence[Telling]) -> Iterator[dict[str, int]]:
    document = document_id(tellings[0].told.document) if tellings else 0
    for place, telling in enumerate(tellings):
        told = telling.told
        yield {
            "id": telling_id(told),
            "document": document,
            "place": place,
            "first": told.span.start,
            "last": told.span.end,
            "node": content(telling),
        }


def _rarity(connection: duckdb.DuckDBPyConnection, most: int, before: Rarity) -> tuple[Rarity, list[int]]:
    """How rare terms are now, and the numbers that terms have in records whose rarity is another (see `records`)."""
    sample = "select id from {} order by rank, key limit ?"
    stay = "(from documents where id not in (select id from leaving) union all from new_documents)"
    old, new = (_ids(connection, sample.format(of), [most]) for of in ("documents", stay))
    edited = _ids(connection, "select id from new_documents semi join leaving using (id)")
    counts, gained = Counter(before.counts), set[str]()
    for sign, ids, of in ((-1, old - (new - edited), "documents"), (1, new - (old - edited), stay)):
        query = f"select key, body from {of} where id in (select unnest(?))"  # noqa: S608
        for key, body in connection.execute(query, [list(ids)]).fetchall() if ids else ():
            terms = frozenset[str]().union(*(each.terms | each.around for each in unpacked(key, body)))
            gained |= terms
            for term in terms:
                counts[term] += sign
    now = Rarity(len(new), counts)
    heard = gained if now.documents == before.documents else {*counts, *before.counts}
    moved = frozenset(term for term in heard if now.of(term) != before.of(term))
    _put_counts(connection, counts, gained)
    return now, record_of(Telling(Told("", Span(0, 0)), "", moved), 0, 0, before).terms if before.documents else []


def _ids(connection: duckdb.DuckDBPyConnection, query: str, values: Sequence[int] = ()) -> set[int]:
    return {row[0] for row in connection.execute(query, list(values)).fetchall()}


def _put_counts(connection: duckdb.DuckDBPyConnection, counts: Counter[str], terms: set[str]) -> None:
    kinds = {"term": "VARCHAR", "count": "INTEGER"}
    connection.execute("create or replace temp table recounted (term varchar, count integer)")
    insert(connection, "recounted", kinds, ({"term": term, "count": counts[term]} for term in terms))
    connection.execute("delete from counts where term in (select term from recounted)")
    connection.execute("insert into counts from recounted where count > 0")
    for term in terms:
        if not counts[term]:
            del counts[term]


def _put_documents(connection: duckdb.DuckDBPyConnection) -> None:
    """Documents and tellings as they are now; `touched` are the nodes that the tellings before and now belong to."""
    connection.execute(
        "create or replace temp table touched as select node from tellings where document in (select id from leaving)"
        " union select node from new_tellings"
    )
    connection.execute("delete from tellings where document in (select id from leaving)")
    connection.execute("delete from documents where id in (select id from leaving)")
    connection.execute("insert into documents from new_documents")
    connection.execute("insert into tellings from new_tellings")


def _find_stale(connection: duckdb.DuckDBPyConnection, moved: Sequence[int]) -> None:
    """`fresh`: the nodes whose records are to be made; `stale`: these, and those that are gone."""
    connection.execute(
        "create or replace temp table heads as"
        " select t.node as id, arg_min(t.id, (d.key, t.first, t.last)) as telling,"
        " arg_min(t.document, (d.key, t.first, t.last)) as document"
        " from tellings t join documents d on d.id = t.document"
        " where t.node in (select node from touched) group by t.node"
    )
    connection.execute(
        "create or replace temp table fresh as select h.id as node from heads h left join nodes n using (id)"
        " where n.telling is distinct from h.telling or h.document in (select id from new_documents)"
    )
    if moved:
        _find_moved(connection, moved)
    connection.execute("create or replace temp table gone as from touched where node not in (select id from heads)")
    connection.execute("delete from fresh where node in (from gone)")
    connection.execute("create or replace temp table stale as from fresh union all from gone")
    connection.execute("delete from nodes where id in (select node from touched)")
    connection.execute("insert into nodes select id, telling from heads")
    connection.execute("insert into changed select node, true from touched union all select node, false from stale")


def _find_moved(connection: duckdb.DuckDBPyConnection, moved: Sequence[int]) -> None:
    """Add the nodes that have one of these terms to what is fresh."""
    connection.execute("create or replace temp table moved (term bigint)")
    insert(connection, "moved", {"term": "BIGINT"}, ({"term": term} for term in moved))
    for name in _WEIGHED:
        connection.execute(
            f"insert into fresh select distinct unique_id from (select unique_id, unnest({name}) as term from records)"  # noqa: S608
            " where term in (from moved) and unique_id not in (from fresh)"
        )


def _make_records(connection: duckdb.DuckDBPyConnection, rare: Rarity) -> None:
    """The records of `fresh` nodes, and their keys; `old_keyed` and `new_keyed` are the keys of what is stale."""
    connection.execute(
        "create or replace temp table known as select unique_id as node from records where unique_id in (from stale)"
    )
    connection.execute("create or replace temp table old_keyed (key bigint, node bigint)")
    if _some(connection, "known"):
        connection.execute("insert into old_keyed from keyed where node in (from known)")
        connection.execute("delete from keyed where node in (from known)")
        connection.execute("delete from records where unique_id in (from known)")
        connection.execute("delete from links where one in (from known) or other in (from known)")
    connection.execute("create or replace temp table new_keyed (key bigint, node bigint)")
    connection.execute(
        "create or replace temp table wanted as select row_number() over () as number, d.id, d.key, d.body, w.wanted"
        " from (select t.document, list((t.place, t.node)) as wanted from nodes n join tellings t on t.id = n.telling"
        " where n.id in (from fresh) group by t.document) w join documents d on d.id = w.document"
    )
    start, records = 0, "create or replace temp table made ({})"
    columns = _columns(COLUMNS)
    while some := connection.execute(
        "select id, key, body, wanted from wanted where number > ? and number <= ?", [start, start + _AT_ONCE]
    ).fetchall():
        start += _AT_ONCE
        connection.execute(records.format(columns))
        insert(connection, "made", COLUMNS, _records(some, rare))
        connection.execute("insert into records select * exclude (keys) from made")
        connection.execute("insert into new_keyed select distinct unnest(keys), unique_id from made")
    connection.execute("insert into keyed from new_keyed")


def _records(documents: Iterable[tuple[int, str, str, Sequence[tuple[int, int]]]], rare: Rarity) -> Iterator[Record]:
    for number, key, body, wanted in documents:
        tellings = unpacked(key, body)
        for place, node in wanted:
            yield record_of(tellings[place], node, number, rare)


def _count_keys(connection: duckdb.DuckDBPyConnection, crowd: int) -> None:
    """`hood`: who has one of the keys of what is stale, where it may be sought by, or might before."""
    connection.execute(
        "create or replace temp table concerned as select key, sum(new) as new, sum(old) as old from"
        " (select key, 1 as new, 0 as old from new_keyed union all select key, 0, 1 from old_keyed) group by key"
    )
    connection.execute(
        "create or replace temp table sharing as select key, node from keyed where key in (select key from concerned)"
    )
    connection.execute(
        "create or replace temp table counted as select key, now, now - new + old as before from concerned"
        " join (select key, count(*) as now from sharing group by key) using (key)"
        " where least(now, before) <= ? and greatest(now, before) > 1",
        [crowd],
    )
    connection.execute(
        "create or replace temp table hood as select s.key, s.node, f.node is not null as fresh, c.now, c.before"
        " from sharing s join counted c using (key) left join fresh f on f.node = s.node"
    )
    connection.execute("drop table sharing")


def _make_links(connection: duckdb.DuckDBPyConnection, statement: str, crowd: int) -> None:
    _unlink(connection, crowd)
    pairs = (
        "select distinct '0' as match_key, least(f.node, h.node) as join_key_l, greatest(f.node, h.node) as join_key_r"
        " from hood f join hood h using (key) where f.now <= {crowd}"
    )
    of_fresh = " and f.fresh and f.node <> h.node and (f.node < h.node or not h.fresh) and f.node % {parts} = {part}"
    of_others = " and f.before > {crowd} and not f.fresh and not h.fresh and f.node < h.node"
    guess = "select coalesce(sum((now - 1) / 2), 0) from hood where fresh and now <= ?"
    parts = 1 + int(connection.execute(guess, [crowd]).fetchall()[0][0]) // _PAIRS
    for part in range(parts):
        _compare(connection, (pairs + of_fresh).format(crowd=crowd, parts=parts, part=part), statement)
    known = f"select p.* from ({pairs + of_others}) p anti join links on one = join_key_l and other = join_key_r"  # noqa: S608
    _compare(connection, known.format(crowd=crowd), statement)
    if _some(connection, "pairs"):
        connection.execute(
            "insert into changed select unnest([one, other]), false from links semi join pairs"
            " on one = join_key_l and other = join_key_r"
        )


def _compare(connection: duckdb.DuckDBPyConnection, pairs: str, statement: str) -> None:
    connection.execute(f"create or replace temp table pairs as {pairs}")
    if not _some(connection, "pairs"):
        return
    ends = "select join_key_l from pairs union select join_key_r from pairs"
    connection.execute(f"create or replace temp table sought as from records where unique_id in ({ends})")
    connection.execute(
        f"insert into links select unique_id_l, unique_id_r, match_weight from ({statement})"  # noqa: S608
    )


def _some(connection: duckdb.DuckDBPyConnection, table: str) -> bool:
    return bool(connection.execute(f"select 1 from {table} limit 1").fetchall())  # noqa: S608


def _unlink(connection: duckdb.DuckDBPyConnection, crowd: int) -> None:
    """Take apart what only a key brought together that is now too common."""
    connection.execute(
        "create or replace temp table doubtful as select l.one, l.other from links l semi join"
        " (select f.node as one, h.node as other from hood f join hood h using (key)"
        " where f.now > ? and f.before <= ? and not f.fresh and not h.fresh and f.node < h.node) using (one, other)",
        [crowd, crowd],
    )
    if not _some(connection, "doubtful"):
        return
    connection.execute(
        "create or replace temp table theirs as from keyed where node in (select unnest([one, other]) from doubtful)"
    )
    connection.execute(
        "delete from theirs where key not in (select key from keyed where key in (select key from theirs)"
        " group by key having count(*) <= ?)",
        [crowd],
    )
    connection.execute(
        "create or replace temp table parted as from doubtful d where not exists (select 1 from theirs a join theirs b"
        " using (key) where a.node = d.one and b.node = d.other)"
    )
    connection.execute("delete from links where (one, other) in (from parted)")
    connection.execute("insert into changed select unnest([one, other]), false from parted")
