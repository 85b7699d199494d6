"""`firsthand add` itself, killed again and again: in the end everything is there once, read, and verified."""

from __future__ import annotations

import json
import os
import random
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from multiprocessing.process import BaseProcess
from pathlib import Path

from tests.forked import forked

AHEAD = 1000
"""Documents of the table that a run has still to take or to read, so that none ends before it is killed."""
KILLS_TAKING = 42
KILLS_READING = 8
PATIENCE = 60.0
"""Seconds in which a run must have come to what it is killed at."""

WORKING = """
import sys
from multiprocessing import active_children
from firsthand.pipeline.workers import Workers
with Workers(2) as workers:
    list(workers.read([]))
    workers._started().submit(int).result()
    print(*[child.pid for child in active_children()], flush=True)
    sys.stdin.read()
"""


def command(*arguments: str) -> None:
    """The command line, in a process that has not to load it first."""
    from firsthand.__main__ import main

    sys.argv = ["firsthand", *arguments]
    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 1)
    main()


class Runs:
    """Runs of `firsthand add CASE FILE`, each killed at some moment; the file grows with what has been done of it."""

    def __init__(self, case: Path, table: Path, chance: random.Random) -> None:
        self._given = ("add", str(case), str(table), "--quiet")
        self._database = case / "case.db"
        self._table = table
        self._chance = chance
        self.rows: list[str] = []
        """The addresses in the file."""

    def count(self, table: str) -> int:
        """Rows that are written for good."""
        with closing(sqlite3.connect(f"file:{self._database}?mode=ro", uri=True)) as database:
            return int(database.execute(f"SELECT count(*) FROM {table}").fetchone()[0])

    def killed_taking(self) -> None:
        """Somewhere in the first steps, or just after something more was written, with the rest on its way."""
        self._go_on_behind(self.count("captures"))
        run, before, more = self._start("--no-read"), self.count("log"), self._chance.choice((0, 0, 1, 2, 3))
        if more:
            self._until(run, lambda: self.count("log") >= before + more)
        self._kill(run, 0.03 if more else 0.2)

    def killed_reading(self) -> None:
        """With some readings more, and others on their way."""
        before = self.count("readings")
        self._go_on_behind(before)
        run = self._start()
        self._until(run, lambda: self.count("readings") > before)
        self._kill(run, 0.1)

    def _go_on_behind(self, done: int) -> None:
        more = [f"https://posts.example/{number}" for number in range(len(self.rows), done + AHEAD)]
        with self._table.open("a", encoding="utf-8") as file:
            file.writelines(json.dumps({"url": url, "text": f"Звіт {url.rpartition('/')[2]}."}) + "\n" for url in more)
        self.rows += more

    def _start(self, *options: str) -> BaseProcess:
        run = forked().Process(target=command, args=(*self._given, *options))
        run.start()
        return run

    def _until(self, run: BaseProcess, come: Callable[[], bool]) -> None:
        end = time.monotonic() + PATIENCE
        while not come():
            assert run.is_alive()
            assert time.monotonic() < end
            time.sleep(0.005)

    def _kill(self, run: BaseProcess, seconds: float) -> None:
        """Within so many seconds; what was there before is there after."""
        time.sleep(self._chance.random() * seconds)
        there = self.count("captures"), self.count("readings")
        run.kill()
        run.join()
        assert run.exitcode == -9
        assert (self.count("captures"), self.count("readings")) >= there


def firsthand(*arguments: str | Path) -> dict[str, object]:
    done = subprocess.run(
        [sys.executable, "-m", "firsthand", *map(str, arguments)], capture_output=True, text=True, check=True
    )
    told: dict[str, object] = json.loads(done.stdout) if "--json" in arguments else {}
    return told


def test_fifty_kills_of_the_command_lose_nothing(tmp_path: Path) -> None:
    """Each followed by the same command: every document is there once and read, and the case is as it was written."""
    table, case = tmp_path / "posts.jsonl", tmp_path / "case"
    firsthand("init", case)
    runs = Runs(case, table, random.Random(5))
    for _ in range(KILLS_TAKING):
        runs.killed_taking()
    assert 0 < runs.count("captures") < len(runs.rows)
    for _ in range(KILLS_READING):
        runs.killed_reading()
    assert 0 < runs.count("readings") < len(runs.rows)
    told = firsthand("add", case, table, "--json")
    assert told["seen_before"] == len(runs.rows)
    assert told["failed"] == told["unreadable"] == told["skipped"] == 0
    database = sqlite3.connect(case / "case.db")
    keys = [key for (key,) in database.execute("SELECT key FROM captures")]
    read = [number for (number,) in database.execute("SELECT capture FROM readings WHERE replaced IS NULL")]
    database.close()
    assert sorted(keys) == sorted(runs.rows)
    assert sorted(read) == sorted(set(read))
    assert len(read) == len(runs.rows)
    assert firsthand("verify", case, "--json")["intact"] is True


def test_the_processes_that_read_end_with_one_that_is_killed() -> None:
    """`kill -9` leaves no process behind that waits for ever."""
    main = subprocess.Popen([sys.executable, "-c", WORKING], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert main.stdout is not None
    pids = [int(pid) for pid in main.stdout.readline().split()]
    assert pids
    assert all(_lives(pid) for pid in pids)
    main.kill()
    main.communicate()
    end = time.monotonic() + 10
    while any(_lives(pid) for pid in pids) and time.monotonic() < end:
        time.sleep(0.02)
    assert not any(_lives(pid) for pid in pids)


def _lives(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"
