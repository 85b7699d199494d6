"""How fast the desk is with a large case, how much memory its server takes, and whether 50 people at once get answers.

    python -m bench.desk [--claims N] [--documents N] [--users N] [--seconds N] [--folder DIR] [--json FILE]

The case is made (see `desk_world`) and served by `firsthand serve` in a process of its own. Each kind of page is asked
for many times, one after the other, by queries that differ; then by many users at the same time, each of whom asks for
the next page as soon as the last is there. Last, a browser opens the map with all its points.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import statistics
import sys
import tempfile
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from time import perf_counter
from urllib.parse import quote, urlencode, urlsplit

import orjson
from rich.console import Console
from rich.table import Table

from bench.desk_world import DAYS, LAST, Made, make_world, read_example
from bench.served import served
from bench.stamp import RESULTS, cpu_model, write_result
from firsthand.show.desk.columns import SORTS
from firsthand.store.board import BoardFile, BoardRow, board_of_case

__all__ = ["Asked", "Users", "asked", "crowd", "paths_of", "share_of"]

MIX: Mapping[str, int] = {"board": 30, "search": 25, "claim": 20, "document": 10, "points": 5, "timeline": 5, "api": 5}
"""Of a hundred requests of users, how many are for which kind of page."""
TIMES = 200
_HTML = "text/html"


@dataclass(frozen=True, slots=True)
class Asked:
    """Requests of one kind, one after the other, in milliseconds; `errors` are answers other than 200, by status.
    `processor` are the milliseconds that the server worked on each in the mean, whatever else the machine did."""

    requests: int
    median: float
    p95: float
    longest: float
    kilobytes: float
    errors: Mapping[str, int] = field(default_factory=dict)
    processor: float = 0.0


@dataclass(frozen=True, slots=True)
class Users:
    """Many users at the same time: requests a second, milliseconds, and what went wrong, by what it was."""

    users: int
    seconds: float
    requests: int
    per_second: float
    median: float
    p95: float
    longest: float
    errors: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Memory:
    """Of the server and of its worker, in MiB: the most there was, and what there was at the end."""

    server_peak: float
    server: float
    worker_peak: float


@dataclass(frozen=True, slots=True)
class Measured:
    """All figures of one run; `load` is how many processes wanted a processor at the beginning and at the end."""

    world: Made
    seconds_to_start: float
    pages: Mapping[str, Asked]
    large_claim: Asked | None
    users: Users
    memory: Memory
    map_seconds: float | None
    load: tuple[float, float]


# ---------------------------------------------------------------- what is asked for


def paths_of(folder: Path, seed: int, times: int = TIMES) -> dict[str, list[str]]:
    """Addresses of each kind, all different where that can be."""
    board = board_of_case(folder)
    if board is None:
        raise FileNotFoundError(f"{folder} has no board.")
    chance = random.Random(seed)  # noqa: S311  nothing hangs on it but what is asked for
    count = board.counts["claims"]
    rows = board.rows_at(sorted(chance.sample(range(min(count, 20), count), min(times, count - 20))))
    try:
        return {
            "board": [f"/?{urlencode(_board_query(chance, rows, count))}" for _ in range(times)],
            "search": [f"/?{urlencode(_search_query(chance, rows))}" for _ in range(times)],
            "claim": [f"/claims/{row.id}" for row in rows],
            "document": [f"/document?key={quote(key, safe='')}" for key in _keys(board, rows)],
            "points": [f"/map/points{_narrow(chance, rows) if at % 2 else ''}" for at in range(max(4, times // 10))],
            "timeline": [f"/timeline{_narrow(chance, rows) if at % 2 else ''}" for at in range(max(4, times // 10))],
            "api": [f"/api/v1/claims?{urlencode(_search_query(chance, rows))}" for _ in range(times)],
        }
    finally:
        board.close()


def _board_query(chance: random.Random, rows: Sequence[BoardRow], count: int) -> list[tuple[str, str]]:
    """No words: facets, days, a box, an order, any page."""
    row, kind = chance.choice(rows), chance.randrange(6)
    pairs = [("sort", chance.choice(list(SORTS)))] if chance.random() < 0.5 else []
    if kind == 0:
        return [*pairs, ("page", str(chance.randrange(1, max(2, count // 50))))]
    if kind == 1:
        return [*pairs, ("status", row.status), ("language", row.language)]
    if kind == 2:
        return [*pairs, *(("source", each) for each in row.sources[:2])]
    if kind == 3:
        return [*pairs, *_days(chance)]
    if kind == 4 and row.lat is not None and row.lon is not None:
        box = (row.lon - 2, row.lat - 1, row.lon + 2, row.lat + 1)
        return [*pairs, ("box", ",".join(f"{max(-89.0, min(89.0, each)):.4f}" for each in box))]
    return [*pairs, ("disputed", "1"), ("drift", (row.drift or ("quantity",))[0])]


def _search_query(chance: random.Random, rows: Sequence[BoardRow]) -> list[tuple[str, str]]:
    """Words of titles in three languages, whole, begun or as a phrase; some with a facet, days, or a later page."""
    words = chance.choice(rows).title.split()
    own = chance.sample(words, min(len(words), chance.choice((1, 1, 2, 2, 3))))
    kind = chance.randrange(8)
    if kind == 0:
        own = ['"' + " ".join(words[:3]) + '"']
    elif kind == 1:
        own = [own[0][: chance.choice((1, 2, 3))]]
    pairs = [("q", " ".join(own))]
    if kind == 2:
        pairs.append(("status", chance.choice(rows).status))
    if kind == 3:
        pairs += _days(chance)
    if kind == 4:
        pairs += [("sort", chance.choice(list(SORTS))), ("page", str(chance.randrange(1, 40)))]
    return pairs


def _days(chance: random.Random) -> list[tuple[str, str]]:
    since = LAST - timedelta(days=chance.randrange(30, DAYS))
    until = since + timedelta(days=chance.choice((1, 7, 30, 300)))
    return [("since", since.isoformat()), ("until", until.isoformat())]


def _narrow(chance: random.Random, rows: Sequence[BoardRow]) -> str:
    return f"?{urlencode([('status', chance.choice(rows).status), *_days(chance)])}"


def _keys(board: BoardFile, rows: Sequence[BoardRow]) -> Iterator[str]:
    for row in rows:
        number = board.number_of(row.id)
        written = orjson.loads(board.written(number)) if number is not None else {"documents": ()}
        yield from (str(each["key"]) for each in written["documents"][:1])


# ---------------------------------------------------------------- asking


def asked(address: str, paths: Sequence[str], server: int | None = None) -> Asked:
    """Ask for each once, on one connection; two that do not count go before. `server` is the number of its process."""
    taken, sizes, errors = [], [], Counter[str]()
    worked = 0.0
    connection = _connected(address)
    for at, path in enumerate([*paths[:2], *paths]):
        began = perf_counter()
        status, size = _one(connection, path)
        milliseconds = (perf_counter() - began) * 1000
        if at < len(paths[:2]):
            worked = _worked(server)
            continue
        if status == "200":
            taken.append(milliseconds)
            sizes.append(size / 1024)
        else:
            errors[status] += 1
    connection.close()
    if not taken:
        return Asked(0, 0.0, 0.0, 0.0, 0.0, dict(errors))
    each = round((_worked(server) - worked) / len(paths), 1)
    return Asked(len(taken), *_figures(taken), round(statistics.mean(sizes), 1), dict(errors), each)


def crowd(address: str, paths: Mapping[str, Sequence[str]], users: int, seconds: float, seed: int) -> Users:
    """So many users at the same time, each with a connection of their own, who ask again at once."""
    mix = {kind: weight for kind, weight in MIX.items() if paths.get(kind)}
    taken: list[float] = []
    errors: Counter[str] = Counter()
    until = perf_counter() + seconds

    def one(number: int) -> None:
        chance = random.Random(seed + number)  # noqa: S311  nothing hangs on it but what is asked for
        connection = _connected(address)
        own: list[float] = []
        while perf_counter() < until:
            (kind,) = chance.choices(list(mix), list(mix.values()))
            began = perf_counter()
            status, _ = _one(connection, chance.choice(paths[kind]))
            own.append((perf_counter() - began) * 1000)
            if status != "200":
                errors[f"{kind}: {status}"] += 1
        connection.close()
        taken.extend(own)

    threads = [threading.Thread(target=one, args=(number,)) for number in range(users)]
    began = perf_counter()
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    whole = perf_counter() - began
    return Users(users, round(whole, 1), len(taken), round(len(taken) / whole, 1), *_figures(taken), dict(errors))


def share_of(taken: Sequence[float], share: float) -> float:
    """What so large a share of them is not above."""
    return sorted(taken)[max(0, -(-int(len(taken) * share * 1000) // 1000) - 1)]


def _connected(address: str) -> HTTPConnection:
    parts = urlsplit(address)
    return HTTPConnection(str(parts.hostname), parts.port, timeout=120)


def _one(connection: HTTPConnection, path: str) -> tuple[str, int]:
    """The status, or what went wrong in words; and the size of what came."""
    try:
        connection.request("GET", path, headers={"Accept": _HTML})
        answer = connection.getresponse()
        return str(answer.status), len(answer.read())
    except (OSError, HTTPException) as error:
        connection.close()
        return type(error).__name__, 0


def _figures(taken: Sequence[float]) -> tuple[float, float, float]:
    """The median, what 95 % are not above, and the longest."""
    return round(statistics.median(taken), 1), round(share_of(taken, 0.95), 1), round(max(taken), 1)


# ---------------------------------------------------------------- the server


def _memory(process: int) -> Memory:
    workers = [
        int(path.name)
        for path in Path("/proc").iterdir()
        if path.name.isdigit() and f"PPid:\t{process}\n" in _status(int(path.name))
    ]
    peaks = [_mebibytes(each, "VmHWM") for each in workers]
    return Memory(_mebibytes(process, "VmHWM"), _mebibytes(process, "VmRSS"), max(peaks, default=0.0))


def _worked(process: int | None) -> float:
    """Milliseconds that a process has had a processor."""
    if process is None:
        return 0.0
    user, system = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) * 1000 / os.sysconf("SC_CLK_TCK")


def _status(process: int) -> str:
    with suppress(OSError):
        return Path(f"/proc/{process}/status").read_text()
    return ""


def _mebibytes(process: int, what: str) -> float:
    for line in _status(process).splitlines():
        if line.startswith(f"{what}:"):
            return round(int(line.split()[1]) / 1024, 1)
    return 0.0


# ---------------------------------------------------------------- the map in a browser

_WATCH = """
window.longest = 0;
new PerformanceObserver(seen => seen.getEntries().forEach(
  each => { window.longest = Math.max(window.longest, each.startTime + each.duration); }
)).observe({type: "longtask", buffered: true});
"""
_SINCE = """() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(Math.max(
  window.longest, ...performance.getEntriesByType("resource").map(each => each.responseEnd)
)))))"""


def map_seconds(address: str) -> float | None:
    """Seconds from opening the map until all has come and nothing keeps the page busy; the middle of three. None where
    there is no browser, or no map."""
    try:
        from playwright.sync_api import Error

        from bench.seen import opened  # late: what drives a browser is not needed for all else
    except ImportError:
        return None
    taken = []
    try:
        with opened() as browser:
            for _ in range(3):
                page = browser.new_page()
                page.add_init_script(_WATCH)
                answer = page.goto(f"{address}/map", wait_until="networkidle")
                if answer is None or not answer.ok:
                    return None
                taken.append(float(page.evaluate(_SINCE)) / 1000)
                page.close()
    except Error:
        return None
    return round(statistics.median(taken), 2)


# ---------------------------------------------------------------- all of it


def measure(folder: Path, made: Made, users: int, seconds: float, say: Callable[[str], None]) -> Measured:
    before = os.getloadavg()[0]
    paths = paths_of(folder, made.seed)
    began = perf_counter()
    with served(folder) as desk:
        started = perf_counter() - began
        say(f"the desk answers after {started:.1f} s")
        pages = {}
        for kind, own in paths.items():
            pages[kind] = asked(desk.address, own, desk.process.pid)
            say(f"{kind}: {pages[kind]}")
        there = {kind: own for kind, own in paths.items() if not pages[kind].errors}
        large = asked(desk.address, _large(folder) * 5, desk.process.pid)
        many = crowd(desk.address, there, users, seconds, made.seed)
        say(str(many))
        memory = _memory(desk.process.pid)
        in_browser = map_seconds(desk.address)
    return Measured(made, round(started, 1), pages, large, many, memory, in_browser, (before, os.getloadavg()[0]))


def _large(folder: Path) -> list[str]:
    """The claim with the most documents."""
    board = board_of_case(folder)
    assert board is not None
    most = max(board.rows_at(range(min(20, board.counts["claims"]))), key=lambda row: row.documents)
    board.close()
    return [f"/claims/{most.id}"]


def table(measured: Measured) -> Table:
    world = measured.world
    shown = Table(
        title=f"The desk with {world.claims:,} claims and {world.documents:,} documents, on {cpu_model()}",
        title_justify="left",
    )
    for name in ("", "median ms", "p95 ms", "longest ms", "processor ms", "KB"):
        shown.add_column(name, justify="left" if not name else "right")
    for kind, one in (*measured.pages.items(), ("claim of 10,000 documents", measured.large_claim)):
        if one is not None:
            cells = (f"{each:,.0f}" for each in (one.median, one.p95, one.longest, one.processor, one.kilobytes))
            shown.add_row(kind, *(cells if one.requests else ("not there",)))
    many, memory = measured.users, measured.memory
    shown.add_row(f"{many.users} users at once", f"{many.median:,.0f}", f"{many.p95:,.0f}", f"{many.longest:,.0f}")
    shown.add_row("requests a second", f"{many.per_second:,.0f}")
    shown.add_row("errors", str(sum(many.errors.values())))
    shown.add_row("memory of the server", f"{memory.server_peak:,.0f} MiB")
    shown.add_row("map in a browser", "not there" if measured.map_seconds is None else f"{measured.map_seconds:.2f} s")
    return shown


@contextmanager
def _world(options: argparse.Namespace, say: Callable[[str], None]) -> Iterator[tuple[Path, Made]]:
    """The case that was asked for: one that is there is taken again."""
    with tempfile.TemporaryDirectory() as temporary:
        home = options.folder or Path(temporary)
        folder, noted = home / "world", home / "made.json"
        wanted = (options.claims, options.documents, options.seed)
        if noted.exists() and board_of_case(folder) is not None:
            made = Made(**orjson.loads(noted.read_bytes()))
            if (made.claims, made.documents, made.seed) == wanted:
                yield folder, made
                return
        shutil.rmtree(folder, ignore_errors=True)
        home.mkdir(parents=True, exist_ok=True)
        say("reading the example case")
        read_example(folder)
        say("making a case of it")
        made = make_world(folder, *wanted)
        noted.write_bytes(orjson.dumps(made))
        say(str(made))
        yield folder, made


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.desk", description="Measure the desk.")
    parser.add_argument("--claims", type=int, default=100_000)
    parser.add_argument("--documents", type=int, default=300_000)
    parser.add_argument("--seed", type=int, default=9)
    parser.add_argument("--users", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=60.0, help="how long they ask")
    parser.add_argument("--folder", type=Path, help="where the case is made, and taken again; default: thrown away")
    parser.add_argument("--json", type=Path, metavar="FILE", help="default: bench/results/desk.json")
    options = parser.parse_args(arguments)
    console = Console(highlight=False, soft_wrap=True)

    def say(words: str) -> None:
        console.print(words, markup=False, style="dim")

    with _world(options, say) as (folder, made):
        measured = measure(folder, made, options.users, options.seconds, say)
    console.print(table(measured))
    given = sys.argv[1:] if arguments is None else list(arguments)
    write_result(options.json or RESULTS / "desk.json", "bench.desk", given, asdict(measured))
    return 0


if __name__ == "__main__":
    sys.exit(main())
