"""What takes time at the desk, in a process of its own: taking in, watching, and making the board anew.

It opens the case for writing only for as long as one portion takes, so that a decision never waits long. It tells how
far it is; if it dies, it is started again and goes on with what waits on the disk.
"""

from __future__ import annotations

import gc
import hashlib
import os
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from multiprocessing import get_context, parent_process
from multiprocessing.connection import Connection
from pathlib import Path

from firsthand.collect.polite import Polite
from firsthand.errors import CaseBusy, CaseError, FirsthandError
from firsthand.model import Capture, Skip
from firsthand.pipeline import adding
from firsthand.pipeline.ahead import Ahead, Memory
from firsthand.pipeline.version import reader_version
from firsthand.pipeline.watching import asked_ahead, round_of
from firsthand.pipeline.workers import Workers
from firsthand.plugins import Fetch, Wanted
from firsthand.show.desk.building import build_board, state_of
from firsthand.show.desk.patience import open_for_writing
from firsthand.show.desk.retouching import retouched
from firsthand.show.desk.telling import without_folder
from firsthand.show.speaking import N_
from firsthand.store import Case, Reading, last_capture, unread, watched
from firsthand.store.board import FILE as BOARD
from firsthand.store.board import board_of_case
from firsthand.store.board_since import SINCE
from firsthand.store.identity import FILE
from firsthand.store.inbox import FOLDER as INBOX
from firsthand.store.inbox import Handed, HandedState, files_of, finish, handed, handed_in, put_back, reword, start
from firsthand.store.recovery import HEAD
from firsthand.store.taken import keys_after

__all__ = ["TAKING_IN", "Progress", "Worker"]

TAKING_IN = "taking in "
"""How what a worker says begins where a name follows."""

_PAUSE = 0.5
"""Seconds between two looks at what there is to do."""
_AGAIN = 2.5
"""Seconds until what could not be done is tried again, at first."""
_LOOK = 30.0
"""Seconds after which the case is looked at though nothing seems to have changed."""
_TOGETHER = 24
"""Reports that are read before they are kept."""
_PATIENCE = 60.0
_PROBLEMS = 20
_RESTART, _LONGEST_PAUSE = 1.0, 60.0
"""Seconds until a process that broke down is started again: at first, and at most."""
_TRIES = 3
"""After so many that ended the process, what was handed in is left alone."""


@dataclass(frozen=True, slots=True)
class Progress:
    """What the worker is doing: `what` in words, empty where it waits; `count` of them so far. `board` is the state of
    the board that was made last, `problem` what went wrong last, in words."""

    what: str = ""
    count: int = 0
    board: str = ""
    problem: str = ""
    at: str = ""


class Worker:
    """The process, from the side of the desk. `progress` may be read by any thread."""

    def __init__(self, folder: Path, *, watch: bool = False, allow_private: bool = False) -> None:
        self.progress = Progress(what=N_("starting"))
        self._arguments = (folder, watch, allow_private)
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._keep_running, daemon=True)

    def begin(self) -> None:
        self._thread.start()

    def end(self) -> None:
        """What it is at is given up; what waits is done by the next."""
        self._ended.set()
        self._thread.join(timeout=10)

    def _keep_running(self) -> None:
        context, pause = get_context("spawn"), _RESTART
        while not self._ended.is_set():
            begun = time.monotonic()
            ours, theirs = context.Pipe(duplex=False)
            process = context.Process(target=_work, args=(*self._arguments, theirs), name="firsthand-worker")
            process.start()
            theirs.close()
            self._listen(ours)
            if self._ended.is_set():
                process.terminate()
            process.join(timeout=5)
            if process.is_alive():
                process.kill()
            # One that goes on breaking down, as with a full disk, is not started all the time.
            pause = _RESTART if time.monotonic() - begun > _LONGEST_PAUSE else min(2 * pause, _LONGEST_PAUSE)
            if not self._ended.wait(pause):
                self.progress = replace(
                    self.progress, problem="The process that reads broke down; it is started again."
                )

    def _listen(self, ours: Connection) -> None:
        with suppress(EOFError, OSError):
            while not self._ended.is_set():
                if ours.poll(0.2):
                    told = ours.recv()
                    assert isinstance(told, Progress)
                    self.progress = told


def _work(folder: Path, watch: bool, allow_private: bool, sender: Connection) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.set_threshold(100_000, 50, 50)  # as in `firsthand.__main__`, which a process that is started anew does not run
    threading.Thread(target=_end_with_the_desk, daemon=True).start()
    with suppress(OSError):
        os.nice(5)  # pages come first
    _Working(folder, watch, Polite(allow_private=allow_private), allow_private, sender).run()


def _end_with_the_desk() -> None:
    main = parent_process()
    if main is not None:
        main.join()
        os._exit(1)


class _Working:
    def __init__(self, folder: Path, watch: bool, fetch: Fetch, allow_private: bool, sender: Connection) -> None:
        self._folder, self._watch, self._fetch, self._sender = folder, watch, fetch, sender
        self._allow_private = allow_private
        self._told = Progress(what=N_("starting"))
        self._all_read: tuple[int, str, str] | None = None
        self._seen: tuple[object, ...] = ()
        self._looked = 0.0
        self._due: datetime | None = None
        board = board_of_case(folder)
        self._made = board.state if board else ""
        if board:
            board.close()

    def run(self) -> None:
        self._reword()
        with Workers(1) as workers:
            again = _AGAIN
            while True:
                seen = self._signs()
                if not self._quiet(seen):
                    try:
                        self._once(workers)
                        self._seen, self._looked, again = seen, time.monotonic(), _AGAIN
                    except FirsthandError as error:
                        self._tell("", problem=without_folder(str(error), self._folder))
                        time.sleep(again)  # a full disk is not filled again all the time
                        again = min(2 * again, _LONGEST_PAUSE)
                time.sleep(_PAUSE)

    def _reword(self) -> None:
        """What an older version noted of files that could not be taken may name where they lay: that is taken out."""
        for one in handed(self._folder):
            told = tuple(without_folder(each, self._folder) for each in one.problems)
            if told != one.problems:
                with suppress(OSError):
                    reword(self._folder, one, told)

    def _quiet(self, seen: tuple[object, ...]) -> bool:
        """Whether nothing can have changed since there was nothing to do: then the case is not opened at all."""
        now = time.monotonic()
        return (
            seen == self._seen and now - self._looked < _LOOK and (self._due is None or datetime.now(UTC) < self._due)
        )

    def _signs(self) -> tuple[object, ...]:
        """What is otherwise after anything was written to the case or its board, or handed in: each commit notes itself
        in `head`, also where the database is elsewhere."""
        return tuple(_sign(self._folder / name) for name in (HEAD, INBOX, BOARD, SINCE, FILE))

    def _once(self, workers: Workers) -> None:
        waiting = [one for one in handed(self._folder) if one.state in (HandedState.WAITING, HandedState.WORKING)]
        for one in reversed(waiting):
            self._take_in(one, workers)
        if self._watch and not waiting:
            self._round(workers)
        self._read(workers)
        self._bring_together()
        self._tell("", problem="")

    def _bring_together(self) -> None:
        """The board as the case is now: where only verdicts came, what hangs on them; else all of it."""
        with Case.open(self._folder) as case:
            state = state_of(case)
        board = board_of_case(self._folder)
        self._made = board.state if board else ""
        try:
            if state == self._made:
                return
            self._tell(N_("bringing the claims together"))
            with Case.open(self._folder) as case:
                made = retouched(case, board) if board else None
        finally:
            if board:
                board.close()
        if made is None:
            with Case.open(self._folder) as case:
                made = build_board(case, self._tell)
        self._made = made

    def _tell(self, what: str, count: int = 0, problem: str | None = None) -> None:
        told = Progress(what, count, self._made, self._told.problem if problem is None else problem)
        if told != replace(self._told, at=""):
            self._told = replace(told, at=datetime.now(UTC).isoformat(timespec="seconds"))
            self._sender.send(self._told)

    def _writing(self, work: Callable[[Case], str]) -> str:
        """Do something with the case open for writing; where another process writes, a little later."""
        with open_for_writing(self._folder, _PATIENCE) as case:
            return work(case)

    # ------------------------------------------------------------ taking in

    def _take_in(self, one: Handed, workers: Workers) -> None:
        if self._is_through(one):
            return
        self._tell(f"{TAKING_IN}{one.what}")
        one = start(self._folder, one)
        if one.tries > _TRIES:
            broke = f"Taking it in broke the program down {_TRIES} times; it was left as it was handed in."
            finish(self._folder, one, {"failed": 1}, (broke,), ())
            return
        files = files_of(self._folder, one)
        wanted = [Wanted(str(each)) for each in files] + [Wanted(each) for each in one.addresses]
        named = _names(files)
        counts: Counter[str] = Counter()
        problems: list[str] = []
        keys: tuple[str, ...] = ()

        ahead = Ahead(lambda _: self._fetch)
        for address in one.addresses:  # before the case is held: who decides meanwhile does not wait for the network
            with suppress(FirsthandError):
                for _ in adding.look([Wanted(address)], ahead.asking({})):
                    if ahead.full:
                        break

        def take(case: Case) -> str:
            nonlocal keys
            if self._is_through(one):
                return ""
            before = last_capture(case)
            tally = adding.add(case, wanted, ahead.answering({}), named=named)
            counts.update(tally.counts)
            skips = (*tally.failed, *tally.skipped, *tally.parts)
            problems.extend(_in_words(each, files) for each in skips[:_PROBLEMS])
            keys = keys_after(case, before)
            return ""

        try:
            self._writing(take)
        except CaseBusy:
            if not self._is_through(one):
                put_back(self._folder, one)
            raise
        except CaseError as error:
            problems.append(without_folder(str(error), self._folder))
        if self._is_through(one):
            return
        finish(self._folder, one, counts, tuple(problems), keys)
        self._read(workers)

    def _is_through(self, one: Handed) -> bool:
        """Whether the worker of another desk on the same case has taken it in meanwhile."""
        now = handed_in(self._folder, one.number)
        return now is None or now.ended is not None

    def _read(self, workers: Workers) -> None:
        """Read what waits, a portion at a time. Nobody waits for it: the case is held only while a portion is kept."""
        done = 0
        while self._waits():
            self._tell(N_("reading"), done)
            with Case.open(self._folder) as case:
                readings = adding.read_apart(case, workers, _TOGETHER)
            tally = adding.Tally()

            def keep(case: Case, readings: Sequence[Reading] = readings, tally: adding.Tally = tally) -> str:
                adding.keep_read(case, readings, tally)
                return ""

            self._writing(keep)
            done += tally.counts["read"] + tally.counts["unreadable"]
            if not readings:
                return

    def _waits(self) -> bool:
        """Whether a capture waits to be read. All of them are looked through only where the log has grown since nothing
        did: with many that takes seconds."""
        with Case.open(self._folder) as case:
            head = case.head()
            if head == self._all_read:
                return False
            waits = next(unread(case, reader_version(), portion=1), None) is not None
        self._all_read = None if waits else head
        return waits

    # ------------------------------------------------------------ watching

    def _round(self, workers: Workers) -> None:
        begun, self._due = datetime.now(UTC), self._next()
        while self._due is not None and self._due <= begun:  # each of them once, however often it is due
            self._tell(N_("looking for news"))
            with Case.open(self._folder) as case:
                answers = asked_ahead(case, self._polite_with, datetime.now(UTC))
            # One of them at a time, so that others can write.
            self._writing(partial(self._news, workers=workers, answers=answers))
            self._due = self._next()
            if any(one.ended is None for one in handed(self._folder)):
                return

    def _next(self) -> datetime | None:
        """When something on the list is due."""
        with Case.open(self._folder) as case:
            return min((each.due for each in watched(case)), default=None)

    def _polite_with(self, memory: Memory) -> Fetch:
        return Polite(memory, allow_private=self._allow_private)

    def _news(self, case: Case, workers: Workers, answers: Callable[[Memory], Fetch]) -> str:
        for news in round_of(case, answers, workers, most=1):
            if news.reason:
                self._tell(N_("looking for news"), problem=f"{news.what}: {news.reason}")
        return ""


def _sign(path: Path) -> object:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size


def _names(files: list[Path]) -> Callable[[Capture], Capture]:
    """What gives a file that was handed in a name that does not tell where it lies: the same content under the same
    name is the same document, whoever hands it in again."""
    given = {each.absolute().as_uri(): f"handed-in:{_digest(each)}/{_last(str(each))}" for each in files}

    def named(capture: Capture) -> Capture:
        for lies, name in given.items():
            if capture.address.startswith(lies):
                key = capture.key.replace(lies, name, 1) if capture.key else ""
                return replace(capture, address=capture.address.replace(lies, name, 1), key=key)
        return capture

    return named


def _in_words(skip: Skip, files: list[Path]) -> str:
    """What could not be taken and why; a file by the name it was given, since nobody at the desk is to learn where the
    case lies on its machine."""
    reason = skip.reason
    for path in files:
        for lies in (path.absolute().as_uri(), str(path.absolute()), str(path)):
            reason = reason.replace(lies, _last(path.name))
    return f"{_last(skip.record)}: {reason}"


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:12]


def _last(path: str) -> str:
    """The name of a file as it was given: those that were handed in lie under a number and that name."""
    name = path.rpartition("/")[2]
    return name[4:] if name[:3].isdigit() and name[3:4] == "-" else name
