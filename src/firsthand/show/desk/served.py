"""The case that a desk serves: its board as it was made last, and the case itself where a page needs more than that."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import orjson

from firsthand.claims import Paper
from firsthand.errors import CaseError
from firsthand.pipeline.papers import Papers
from firsthand.show.claims.known import Known
from firsthand.show.claims.view import ClaimView
from firsthand.show.desk.building import VERDICTS
from firsthand.show.desk.columns import COLUMNS, Columns, columns_of, unpacked
from firsthand.show.desk.patience import open_for_writing
from firsthand.store import Case
from firsthand.store.board import FILE, BoardFile, BoardRow, board_of_case
from firsthand.store.board_since import SINCE
from firsthand.store.records import record_of
from firsthand.store.verdicts import VerdictGiven, verdicts

__all__ = ["Served", "Shown"]

_THROUGH = 20.0
"""Seconds after which whoever read a board that was replaced is through with it."""
_LOOKED = 0.5
"""Seconds after which it is looked whether another board was made."""
_OLD = 6
"""Boards that were replaced and are kept open for those who still read them: verdicts may follow one another fast."""
_CASES = 8
"""Open cases that wait for the next who reads."""
_YOUNG = 5.0
"""Seconds after which one is opened anew: another may have been put in its place."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A board with its columns. Whoever shows a page takes it once, so that all of the page is of one state."""

    board: BoardFile
    columns: Columns

    def row(self, number: int) -> BoardRow:
        return self.board.rows_at([number])[0]

    def view(self, number: int) -> ClaimView:
        """The claim at that place as its page shows it."""
        told = self.board.view(number)
        assert isinstance(told, dict)
        return record_of(ClaimView, told)

    def known(self, number: int) -> Known:
        """What was known of it when the board was made."""
        told = self.board.known(number)
        assert isinstance(told, dict)
        return record_of(Known, told)


class Served:
    """One for each desk; its methods may be called by many threads at once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = threading.Lock()
        self._shown: Shown | None = None
        self._stamp: tuple[tuple[int, int] | None, ...] | None = None
        self._looked = 0.0
        self._old: list[tuple[float, BoardFile]] = []
        self._cases: list[tuple[float, Case]] = []
        self._closed = False
        self._standing: tuple[int, tuple[VerdictGiven, ...]] = (-1, ())
        self._concluded: tuple[tuple[int, str], dict[str, str]] = ((-1, ""), {})

    def shown(self) -> Shown | None:
        """The board that was made last; None where none was made yet."""
        with self._lock:
            if time.monotonic() - self._looked > _LOOKED or self._shown is None:
                self._look()
            return self._shown

    def state(self) -> str:
        """The state of the board that pages show now; empty where there is none, or it cannot be read."""
        try:
            shown = self.shown()
        except CaseError:
            return ""
        return shown.board.state if shown is not None else ""

    def close(self) -> None:
        with self._lock:
            self._closed = True
            for _, opened in self._cases:
                opened.close()
            self._cases = []
            for _, each in self._old:
                each.close()
            if self._shown is not None:
                self._shown.board.close()
            self._old, self._shown, self._stamp = [], None, None

    def _look(self) -> None:
        self._looked = time.monotonic()
        stamp = (_stamp(self.folder / FILE), _stamp(self.folder / SINCE))
        if stamp[0] is None or stamp == self._stamp:
            return
        board = board_of_case(self.folder)
        if board is None:
            return
        if self._shown is not None:
            self._old.append((time.monotonic(), self._shown.board))
        self._shown, self._stamp = Shown(board, _columns(board)), stamp
        for since, old in list(self._old):
            if time.monotonic() - since > _THROUGH or len(self._old) > _OLD:
                old.close()
                self._old.remove((since, old))

    # ------------------------------------------------------------ the case itself

    @contextmanager
    def case(self) -> Iterator[Case]:
        """The case, to be read. Raises CaseError.

        One that was opened a moment ago is taken again: opening it takes longer than most of what a page reads.
        """
        opened, since = self._opened()
        try:
            yield opened
            opened.connection.rollback()  # the next one sees what was written meanwhile
        except BaseException:
            opened.close()
            raise
        with self._lock:
            if kept := len(self._cases) < _CASES and not self._closed:
                self._cases.append((since, opened))
        if not kept:
            opened.close()

    def _opened(self) -> tuple[Case, float]:
        """A case that nobody reads at the moment, and when it was opened."""
        now = time.monotonic()
        with self._lock:
            young = [each for each in self._cases if now - each[0] < _YOUNG]
            old = [each for each in self._cases if now - each[0] >= _YOUNG]
            found = young.pop() if young else None
            self._cases = young
        for _, each in old:
            each.close()
        return (found[1], found[0]) if found else (Case.open(self.folder), now)

    @contextmanager
    def writing(self) -> Iterator[Case]:
        """The case, to be written; it waits while another process writes.

        Raises:
            CaseBusy: another process wrote for too long; nothing was written.
            CaseError: it cannot be written.
        """
        with open_for_writing(self.folder) as opened:
            yield opened

    def paper(self, case: Case, shown: Shown, key: str) -> Paper | None:
        """A document of the case as it was read for this board."""
        row = shown.board.document(key)
        return Papers(case, {key: row.reading}).get(key) if row else None

    def concluded(self, case: Case, shown: Shown) -> dict[str, str]:
        """What was concluded last of claims up to this moment, by their ids on the board: empty where all that the
        board knows of was taken back. It is laid over the board until that has it too."""
        standing = self.standing(case)
        key = self._standing[0], f"{shown.board.base} {shown.board.state}"
        if self._concluded[0] != key:
            ids = shown.columns.ids
            placed = {
                int(number): ids[place] for number, place in orjson.loads(shown.board.kept(VERDICTS) or b"{}").items()
            }
            found = dict.fromkeys(placed.values(), "")
            found.update({placed.get(each.number, each.claim): each.conclusion.value for each in standing})
            self._concluded = key, found
        return self._concluded[1]

    def standing(self, case: Case) -> tuple[VerdictGiven, ...]:
        """The verdicts that stand at this moment, in the order of time."""
        head, _, _ = case.head()
        if self._standing[0] != head:
            self._standing = head, tuple(each for each in verdicts(case) if each.undone is None)
        return self._standing[1]

    def verdicts(self, case: Case, shown: Shown, number: int) -> tuple[VerdictGiven, ...]:
        """What stands of what was concluded of the claim at that place, in the order of time, up to this moment."""
        counted = {each.number for each in shown.known(number).verdicts}
        own = shown.row(number).id
        return tuple(each for each in self.standing(case) if each.number in counted or each.claim == own)


def _columns(board: BoardFile) -> Columns:
    kept = board.kept(COLUMNS)
    return unpacked(kept) if kept is not None else columns_of(board.rows())


def _stamp(file: Path) -> tuple[int, int] | None:
    try:
        found = file.stat()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise CaseError(f"The board {file} cannot be read: {error.strerror}.") from error
    return found.st_ino, found.st_mtime_ns
