"""The tables of a case, the same on SQLite and PostgreSQL.

Every column is text, bytes or a whole number, and every row has a number that is never given twice: so a row has one
canonical form on both, and the log can hold its hash. Times are ISO 8601 with their zone.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, LargeBinary, MetaData, Table, Text

__all__ = [
    "METADATA",
    "ROWS",
    "VERSION",
    "assessments",
    "captures",
    "decisions",
    "evidence",
    "log",
    "payloads",
    "readings",
    "records",
    "rows_of",
    "runs",
    "settings",
    "skips",
    "sources",
    "stamps",
    "watches",
    "weight_tables",
]

VERSION = 4
"""Of the schema. A case with a lower one is brought up on opening, one with a higher one is refused."""

METADATA = MetaData()


def _table(name: str, *columns: Column[str] | Column[int] | Column[bytes]) -> Table:
    return Table(name, METADATA, Column("id", BigInteger, primary_key=True, autoincrement=False), *columns)


def _text(name: str, *, null: bool = False) -> Column[str]:
    return Column(name, Text, nullable=null)


def _number(name: str, *, null: bool = False) -> Column[int]:
    return Column(name, BigInteger, nullable=null)


settings = _table("settings", _text("name"), _text("value"))
"""Of the case as a whole: its id, the version of the schema."""

runs = _table("runs", _text("what"), _text("started"), _text("ended", null=True), _text("version"), _text("counts"))
"""Each time something was taken in; `counts` is the final table, as JSON."""

sources = _table(
    "sources",
    _text("key"),
    _text("name"),
    _text("kind", null=True),
    _text("country", null=True),
    _text("language", null=True),
    _text("side", null=True),
    _text("family", null=True),
)

records = _table("records", _text("segment"), _number("offset"), _number("length"), _text("sha256"), _text("kind"))
"""Where each record of the archive lies, and the hash of its bytes as they lie there."""

payloads = _table("payloads", _text("sha256"), _number("size"), _number("record"))
"""Each content once; `record` is the record that holds it."""

captures = _table(
    "captures",
    _text("key"),
    _text("address"),
    _text("seen"),
    _text("channel"),
    _number("source", null=True),
    _number("payload", null=True),
    _number("record", null=True),
    _text("media_type", null=True),
    _text("charset", null=True),
    _text("about"),
    _number("run"),
    _text("version"),
)
"""One sighting each. `key` stays the same for the same post or page; without a payload it was seen to be gone."""

readings = _table(
    "readings",
    _number("capture"),
    _text("version"),
    _text("read"),
    Column("report", LargeBinary, nullable=False),
    _text("credits"),
    _number("replaced", null=True),
)
"""What a reader of some version made of a capture; `replaced` is the reading that came after it. `report` is a
`Report` as JSON, packed with zlib; empty where the reader could make nothing of it (a row of `skips` says why).
`credits` are the agencies that the text credits, as JSON."""

skips = _table("skips", _number("run"), _number("capture", null=True), _text("stage"), _text("record"), _text("reason"))

watches = _table("watches", _text("what"), _text("channel"), _text("state"), _text("due"))
"""What is kept coming in, and where it stands; `state` is JSON that only the channel reads."""

stamps = _table(
    "stamps",
    _number("entry"),
    _text("head"),
    _text("kind"),
    _text("server"),
    _text("asked"),
    _text("upgraded", null=True),
    Column("token", LargeBinary, nullable=False),
)
"""What others say of the log's entry of that number, whose hash is `head`: the bytes that `server` answered, as the
tools for stamps of that kind want them in a file. `upgraded` is when they were last made longer."""

decisions = _table(
    "decisions",
    _text("at"),
    _text("analyst"),
    _text("kind"),
    _text("about"),
    _text("reason"),
    _text("undone", null=True),
    _text("undone_by", null=True),
)
"""What a named person concluded. `about` is JSON, of another shape for each kind; `undone` is when it was taken back:
the row stays."""

evidence = _table(
    "evidence",
    _text("at"),
    _text("analyst"),
    _text("connector"),
    _text("name"),
    _text("what"),
    _text("options"),
    _text("version"),
    _text("undone", null=True),
    _text("undone_by", null=True),
)
"""Which bodies of evidence belong to the case: `what` is an absolute path or an address, `options` JSON, `version` the
hash of its data when it was added. One that is removed keeps its row, with when and by whom."""

weight_tables = _table("weight_tables", _text("sha256"), _text("words"))
"""Each table of weights that something was assessed with, once."""

assessments = _table(
    "assessments",
    _text("at"),
    _text("claim"),
    _number("weights"),
    _text("version"),
    Column("facts", LargeBinary, nullable=False),
    Column("assessment", LargeBinary, nullable=False),
)
"""What a claim was assessed as, whenever that changed. `weights` is a row of `weight_tables`, `version` that of the
rules; `facts` and `assessment` are records as JSON, packed with zlib."""

log = Table(
    "log",
    METADATA,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    _text("at"),
    _text("actor"),
    _text("action"),
    _text("body"),
    _text("previous"),
    _text("hash"),
)

ROWS = (
    *(settings, runs, sources, records, payloads, captures, readings, skips, watches, stamps, decisions),
    *(evidence, weight_tables, assessments),
)
"""The tables whose rows the log answers for."""

_SINCE = {stamps.name: 2, decisions.name: 3, evidence.name: 4, weight_tables.name: 4, assessments.name: 4}
"""The version of the schema that brought a table, where it was not the first."""


def rows_of(version: int) -> tuple[Table, ...]:
    """Those that a case of that version has: one that is only read is not brought up to this one."""
    return tuple(table for table in ROWS if _SINCE.get(table.name, 1) <= version)


for _name, _on in (
    ("assessments_claim", assessments.c.claim),
    ("captures_key", captures.c.key),
    ("captures_payload", captures.c.payload),
    ("payloads_sha256", payloads.c.sha256),
    ("readings_capture", readings.c.capture),
    ("sources_key", sources.c.key),
):
    Index(_name, _on)
