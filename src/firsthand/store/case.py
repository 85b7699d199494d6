"""A case: one folder with an archive of everything seen, and a database of what is known of it.

What is written is written whole or not at all: first the archive, forced to the disk, then one transaction with the
rows and the entry of the log that answers for them. Only then is it acknowledged. What an interrupted process left in
the archive beyond that is moved aside when the case is next opened for writing; the log tells where it went.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from getpass import getuser
from importlib.metadata import version
from pathlib import Path
from typing import Self
from uuid import uuid4

import orjson
from filelock import FileLock
from sqlalchemy import Connection, Table, func, insert, select, update

from firsthand.errors import CaseError, CaseTooNew
from firsthand.model import Capture, Skip, Source
from firsthand.store import schema
from firsthand.store.about import about_json
from firsthand.store.archive import Archive, Stored
from firsthand.store.chain import START, entry_hash, written
from firsthand.store.database import SQLITE, Use, backed_up, begun, engine_for, snapshot
from firsthand.store.identity import FILE, identity_of, write_identity
from firsthand.store.known import Known, clean
from firsthand.store.locks import LOCK, lock_database, locked
from firsthand.store.migrations import steps, version_of
from firsthand.store.recovery import HEAD, Acknowledged, Aside, acknowledged, copied_aside, cut, tails
from firsthand.store.schema import VERSION

__all__ = ["Case", "Kept", "Row", "source_row"]

Row = dict[str, object]


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of one capture: its number, or None where the same bytes had been taken from that place before."""

    capture: int | None
    new: bool
    """Whether the content was not there yet under this key: there is something to read."""
    differs: bool = False
    """Whether it is not what was last seen under this key, which may have been nothing: an edit that is taken back
    differs, and is not new."""


class _Batch:
    """Rows of one transaction, in the order in which they are written."""

    def __init__(self, case: Case) -> None:
        self._case = case
        self.added: list[tuple[Table, Row]] = []
        self.changed: list[tuple[Table, Row]] = []
        self.note: Row = {}

    def add(self, table: Table, **values: object) -> int:
        number = self._case._number(table)
        self.added.append((table, {"id": number, **values}))
        return number

    def change(self, table: Table, row: Row) -> None:
        self.changed.append((table, row))


class Case:
    """An open case. Use `Case.make` and `Case.open`, and close it, or use it in a `with` block."""

    def __init__(self, folder: Path, number: str | None, connection: Connection) -> None:
        self.folder = folder
        self.number = number
        """As `case.toml` has it."""
        self.archive = Archive(folder / "archive", _software())
        self.connection = connection
        self.version = VERSION
        self.aside: tuple[Aside, ...] = ()
        """What an interruption had left in the archive, and where it was moved on opening."""
        self._lock: FileLock | None = None
        self._acknowledged: Acknowledged | None = None
        self._frozen = False
        self._next: dict[str, int] = {}
        self._sources: dict[str, int] = {}

    # ------------------------------------------------------------ making, opening, closing

    @classmethod
    def make(cls, folder: Path, database: str | None = None) -> Self:
        """A new, empty case in a folder that is not there yet, or is empty; nothing of it stays where that fails.

        Raises:
            CaseError: there is something in the folder, or it cannot be made, or the database has a case already.
        """
        if folder.is_dir() and any(folder.iterdir()):
            raise CaseError(f"{folder} is not empty. Name a new folder for the case.")
        engine = engine_for(folder, database, Use.MAKE)
        with ExitStack() as undo:
            undo.callback(_unmade, folder, new=not folder.exists())
            try:
                (folder / "archive").mkdir(parents=True)
            except OSError as error:
                raise CaseError(f"{folder} cannot be made: {error.strerror}.") from error
            lock = locked(folder)
            undo.callback(lock.release)
            number = uuid4().hex
            case = cls(folder, number, undo.enter_context(engine.connect()))
            undo.callback(engine.dispose)
            if version_of(case.connection) is not None:
                raise CaseError("That database holds a case already. Give each case a database of its own.")
            lock_database(case.connection, number)
            schema.METADATA.create_all(case.connection)
            case.connection.commit()
            write_identity(folder, number, database)
            case._may_write(lock)
            with case.writing("made") as batch:
                batch.add(schema.settings, name="id", value=number)
                batch.add(schema.settings, name="version", value=str(VERSION))
            undo.pop_all()
        return case

    @classmethod
    def open(cls, folder: Path, *, write: bool = False) -> Self:
        """An existing case; if it may be written, brought up to this version, with what an interruption left in the
        archive moved aside: see `aside`.

        Raises:
            CaseError: it is none, or it cannot be opened, or archive and database do not fit and it may not be written.
            CaseBusy: another process is writing.
            CaseTooNew: it was written by a newer version of firsthand.
        """
        identity = identity_of(folder)
        if identity.database is None and not _there(folder / SQLITE):
            raise CaseError(f"{folder / SQLITE} is missing or empty: it is the database of the case. Put it back.")
        with ExitStack() as undo:
            lock = locked(folder) if write else None
            if lock is not None:
                undo.callback(lock.release)
            engine = engine_for(folder, identity.database, Use.WRITE if write else Use.READ)
            undo.callback(engine.dispose)
            case = cls(folder, identity.number, undo.enter_context(engine.connect()))
            found = version_of(case.connection)
            if found is None:
                raise CaseError(f"{folder} has no case in its database. Was it moved without {FILE}'s database?")
            if found > VERSION:
                raise CaseTooNew(
                    f"{folder} was written by a newer firsthand: its tables are version {found}, and here only "
                    f"versions up to {VERSION} are known. Update firsthand; nothing was changed."
                )
            case.version = found
            if (write or identity.elsewhere) and case.setting("id") != identity.number:
                raise CaseError(
                    f"The database is that of another case than {folder / FILE} names. Nothing was touched."
                )
            if lock is not None:
                lock_database(case.connection, str(identity.number))
                case._recover(lock, found)
            undo.pop_all()
        return case

    def close(self) -> None:
        self.archive.close()
        self.connection.close()
        self.connection.engine.dispose()
        if self._acknowledged is not None:
            self._acknowledged.close()
        if self._lock is not None:
            self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _migrate(self, found: int) -> None:
        needed = steps(found)
        if not needed:
            return
        (self.folder / "backups").mkdir(exist_ok=True)
        copy = backed_up(self.connection, self.folder / "backups", f"version-{found}")
        self.connection.commit()
        with self.writing("migrated", {"from": found, "to": VERSION, "copy": copy}) as batch:
            begun(self.connection)
            for migration in needed:
                migration(self.connection)
            (row,) = self.rows(select(schema.settings).where(schema.settings.c.name == "version"))
            batch.change(schema.settings, row | {"value": str(VERSION)})
        self.version = VERSION

    def _may_write(self, lock: FileLock) -> None:
        self._acknowledged = Acknowledged(self.folder)
        self._lock = lock

    def _ends(self) -> dict[str, int]:
        """Where each segment ends, as far as the database knows."""
        records = schema.records
        ends = select(records.c.segment, func.max(records.c.offset + records.c.length)).group_by(records.c.segment)
        known = {str(segment): int(end) for segment, end in self.connection.execute(ends)}
        self.connection.rollback()
        return known

    def _forget(self) -> None:
        """What was written to the archive for nothing goes, now or, where the database is gone, at the next opening."""
        with suppress(CaseError):
            self.archive.take_back(self._ends())

    def _recover(self, lock: FileLock, found: int) -> None:
        """Look whether archive and database belong together, then bring up the one and clear the other."""
        last = acknowledged(self.folder)
        if last is not None and not self.has_entry(*last):
            raise CaseError(
                f"The database is older than the archive, or another one: its log does not have entry {last[0]:,}, "
                f"which was acknowledged. Was an older {SQLITE} put back, or copied without {SQLITE}-wal? "
                "Nothing was touched; `firsthand verify` tells what differs."
            )
        left = tails(self.archive, self._ends())
        with ExitStack() as undo:
            self._may_write(lock)
            undo.callback(self._no_longer)
            self._migrate(found)
            self.aside = tuple(copied_aside(self.folder, tail) for tail in left)
            if self.aside:
                with self.writing("recovered", {"moved": [one.note() for one in self.aside]}):
                    pass
                for tail in left:
                    cut(self.folder, tail)
            undo.pop_all()

    def _no_longer(self) -> None:
        assert self._acknowledged is not None
        self._acknowledged.close()

    @property
    def may_write(self) -> bool:
        """Whether it was opened for writing."""
        return self._lock is not None

    # ------------------------------------------------------------ reading rows

    def rows(self, query: object) -> list[Row]:
        """The rows a query gives, each by the names of its columns."""
        return [dict(row) for row in self.connection.execute(query).mappings()]  # type: ignore[call-overload]

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Everything that the block reads is as it was at one moment, whoever is writing meanwhile."""
        if self._frozen:
            yield
            return
        with snapshot(self.connection):
            self._frozen = True
            try:
                yield
            finally:
                self._frozen = False

    def setting(self, name: str) -> str | None:
        """A setting of the case as a whole; None where it has none of that name."""
        query = select(schema.settings.c.value).where(schema.settings.c.name == name).order_by(schema.settings.c.id)
        found = self.connection.execute(query.limit(1)).scalar()
        return None if found is None else str(found)

    def has_entry(self, number: int, digest: str) -> bool:
        """Whether the log has an entry of that number and hash."""
        found = select(schema.log.c.id).where(schema.log.c.id == number, schema.log.c.hash == digest)
        return self.connection.execute(found).first() is not None

    def head(self) -> tuple[int, str, str]:
        """Number, time and hash of the last entry of the log."""
        last = self.connection.execute(
            select(schema.log.c.id, schema.log.c.at, schema.log.c.hash).order_by(schema.log.c.id.desc()).limit(1)
        ).first()
        return (int(last[0]), str(last[1]), str(last[2])) if last else (0, "", START)

    # ------------------------------------------------------------ writing

    def _number(self, table: Table) -> int:
        if table.name not in self._next:
            highest = self.connection.execute(select(func.max(table.c.id))).scalar()
            self._next[table.name] = int(highest or 0) + 1
        number = self._next[table.name]
        self._next[table.name] += 1
        return number

    @contextmanager
    def writing(self, action: str, note: Mapping[str, object] | None = None) -> Iterator[_Batch]:
        """One transaction: what is put into the batch is written with the entry of the log that answers for it.

        Raises:
            CaseError: the case was opened for reading, or the database refuses; nothing of the batch is there then.
        """
        if self._lock is None:
            raise CaseError("The case was opened for reading only.")
        batch = _Batch(self)
        batch.note = dict(note or {})
        with ExitStack() as undo:
            undo.callback(self._give_up)
            yield batch
            entry = self._write(action, batch)
            self.connection.commit()
            undo.pop_all()
        if self._acknowledged is not None:
            self._acknowledged.note(*entry)

    def _give_up(self) -> None:
        self._next.clear()
        self._sources.clear()
        self.connection.rollback()

    def _write(self, action: str, batch: _Batch) -> tuple[int, str]:
        """Number and hash of the entry of the log that answers for it."""
        for table, rows in _by_table(batch.added):
            self.connection.execute(insert(table), rows)
        for table, row in batch.changed:
            self.connection.execute(update(table).where(table.c.id == row["id"]).values(row))
        number, before, previous = self.head()
        moment = datetime.now(UTC).isoformat()
        note = batch.note
        if before and moment < before:
            note = note | {"clock": f"earlier than that of entry {number}"}
        body = orjson.dumps({**note, "rows": written([*batch.added, *batch.changed])}).decode()
        entry: Row = {"id": number + 1, "at": moment, "actor": _actor(), "action": action, "body": body}
        digest = entry_hash(number + 1, moment, _actor(), action, body, previous)
        self.connection.execute(insert(schema.log), [entry | {"previous": previous, "hash": digest}])
        return number + 1, digest

    # ------------------------------------------------------------ runs

    def begin(self, what: str) -> int:
        """Note that something is being taken in; the number of the run."""
        with self.writing("began", {"what": what}) as batch:
            return batch.add(schema.runs, what=what, started=_now(), ended=None, version=_software(), counts="{}")

    def end(self, run: int, counts: Mapping[str, int]) -> None:
        """Note that it is through, with the final table."""
        with self.writing("ended") as batch:
            (row,) = self.rows(select(schema.runs).where(schema.runs.c.id == run))
            batch.change(schema.runs, row | {"ended": _now(), "counts": orjson.dumps(dict(counts)).decode()})

    # ------------------------------------------------------------ captures

    def keep(
        self,
        captures: Sequence[Capture],
        run: int,
        channel: str,
        skips: Sequence[Skip] = (),
        source_of: Callable[[Capture], Source | None] = lambda _: None,
        *,
        visit: bool = False,
    ) -> list[Kept]:
        """Write captures, and what was dropped beside them; acknowledged when this returns.

        Args:
            visit: they are as they stand at this moment. So what differs from the last sighting is another one, also
                where the same content was seen before that; in what is taken in from files that is nothing new.
            source_of: tells whose capture it is, where that is known; a source is written when it is first met.

        Raises:
            CaseError: the archive or the database cannot be written; none of them is there then.
        """
        with ExitStack() as undo:
            undo.callback(self._forget)
            with self.writing("captured", {"run": run}) as batch:
                known = Known(self.connection, captures)
                kept = [self._keep(batch, known, capture, run, channel, source_of, visit) for capture in captures]
                for skip in skips:
                    batch.add(schema.skips, run=run, capture=None, stage=skip.stage, record=clean(skip.record),
                              reason=clean(skip.reason))  # fmt: skip
                self.archive.sync()
            undo.pop_all()
        return kept

    def _keep(
        self,
        batch: _Batch,
        known: Known,
        capture: Capture,
        run: int,
        channel: str,
        source_of: Callable[[Capture], Source | None],
        visit: bool,
    ) -> Kept:
        key = clean(capture.key or capture.address)
        held = None if capture.gone else known.payload(capture.sha256)
        if known.told(key, held[0] if held else None, capture, visit=visit):
            return Kept(None, new=False)
        record = payload = None
        if not capture.gone:
            stored = self.archive.append(capture, (held[1], held[2]) if held else None)
            numbers = [batch.add(schema.records, **_as_row(one)) for one in stored]
            record = next(n for n, one in zip(numbers, stored, strict=True) if one.kind not in ("warcinfo", "request"))
            payload = held[0] if held else batch.add(
                schema.payloads, sha256=capture.sha256, size=len(capture.data), record=record
            )  # fmt: skip
        new = payload is not None and not known.has(key, payload)
        differs = known.differs(key, payload)
        number = batch.add(
            schema.captures,
            key=key,
            address=clean(capture.address),
            seen=capture.fetched.isoformat(),
            channel=channel,
            source=self._source(batch, source_of(capture)),
            payload=payload,
            record=record,
            media_type=capture.media_type,
            charset=capture.charset,
            about=about_json(capture.about),
            run=run,
            version=_software(),
        )
        known.add(key, payload, capture)
        return Kept(number, new, differs)

    def _source(self, batch: _Batch, source: Source | None) -> int | None:
        """The number of a source, which is written when it is first met."""
        if source is None:
            return None
        if not self._sources:
            known = select(schema.sources.c.key, schema.sources.c.id)
            self._sources = {str(key): int(number) for key, number in self.connection.execute(known)}
        if source.id not in self._sources:
            self._sources[source.id] = batch.add(schema.sources, **source_row(source))
        return self._sources[source.id]

    def has_key(self, key: str, up_to: int | None = None) -> bool:
        """Whether anything was ever seen under a key; with `up_to`, among the captures up to that number."""
        found = select(schema.captures.c.id).where(schema.captures.c.key == clean(key)).limit(1)
        if up_to is not None:
            found = found.where(schema.captures.c.id <= up_to)
        return self.connection.execute(found).first() is not None


def _by_table(rows: list[tuple[Table, Row]]) -> Iterator[tuple[Table, list[Row]]]:
    """Rows by table, in the order of the schema: what others point to comes first."""
    for table in schema.ROWS:
        mine = [row for other, row in rows if other is table]
        if mine:
            yield table, mine


def source_row(source: Source) -> Row:
    """The row of a source, without its number."""
    return {
        "key": source.id,
        "name": clean(source.name),
        "kind": source.kind.value,
        "country": source.country,
        "language": source.language,
        "side": source.side,
        "family": source.family,
    }


def _as_row(stored: Stored) -> Row:
    return {
        "segment": stored.segment,
        "offset": stored.offset,
        "length": stored.length,
        "sha256": stored.sha256,
        "kind": stored.kind,
    }


def _there(file: Path) -> bool:
    return file.is_file() and file.stat().st_size > 0


def _unmade(folder: Path, *, new: bool) -> None:
    """Take away again what `make` has made."""
    with suppress(OSError):
        for name in (FILE, LOCK, HEAD, SQLITE, f"{SQLITE}-wal", f"{SQLITE}-shm"):
            (folder / name).unlink(missing_ok=True)
        (folder / "archive").rmdir()
        if new:
            folder.rmdir()


@cache
def _software() -> str:
    """Asked once: to look it up takes longer than to keep a capture."""
    return f"firsthand {version('firsthand')}"


def _actor() -> str:
    try:
        return getuser()
    except (KeyError, OSError):
        return "unknown"


def _now() -> str:
    return datetime.now(UTC).isoformat()
