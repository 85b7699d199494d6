"""A case of any size for measuring the desk, made from the written example case without reading a report more.

The example case is read once. Each made claim is one of its claims under another id, with another title, place, day and
documents; each made document is one of its documents under another key, with the capture and the reading that page and
document need. The same seed makes the same case, but for its times of writing.
"""

from __future__ import annotations

import random
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from itertools import accumulate, islice
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import select

from bench.gold import ROOT
from firsthand.kinds import Outcome
from firsthand.link.terms import terms_of
from firsthand.pipeline.assessed import rules_version
from firsthand.pipeline.papers import readings_of
from firsthand.show.desk.building import RULES, VERDICTS, as_word, build_board, state_of
from firsthand.show.desk.columns import COLUMNS, columns_of, packed
from firsthand.show.desk.documents.index import DOCUMENTS, packed_index
from firsthand.show.desk.parts import parts_of
from firsthand.store import Case, schema
from firsthand.store.board import BoardFile, BoardRow, BoardWriter, DocumentRow, SourceRow, board_of_case
from firsthand.weigh.track_record import Resolved

__all__ = ["Made", "make_world", "read_example"]

REPORTS = ROOT / "data" / "case"
SOURCES = 1_000
PLACES = 25_000
DAYS = 3 * 365
LAST = date(2026, 2, 1)
LARGE = (10, 10_000)
"""So many claims are told in so many documents, where there are ten times as many."""
_BY_DOCUMENTS = 0.5
_TOGETHER = 5_000  # rows that one entry of the log answers for
_SYLLABLES = {
    "latin": re.findall("..", "bavelodroskomirenyshatolupekrazemolvyhorstabre"),
    "cyrillic": re.findall("..", "баведокомиреништолупекраземолвигоростабре"),
}
_ENDINGS = {"latin": ("ivka", "sk", "ove", "ets", "yne"), "cyrillic": ("івка", "ськ", "ове", "ець", "ине")}


@dataclass(frozen=True, slots=True)
class Made:
    """How much was made; `told` are pairs of a claim and a document, `points` the places on the map."""

    claims: int
    documents: int
    told: int
    points: int
    seed: int
    seconds: float
    megabytes: float


@dataclass(frozen=True, slots=True)
class _Model:
    """A claim of the example case: its row, what its page is made from as JSON, and its documents."""

    row: BoardRow
    view: bytes
    known: bytes
    written: bytes
    title: bytes
    documents: tuple[str, ...]
    told: str


@dataclass(frozen=True, slots=True)
class _Place:
    name: str
    id: str
    lat: float
    lon: float
    radius_km: float


@dataclass(frozen=True, slots=True)
class _Words:
    """Runs of words of the example case by language, and the terms of each."""

    runs: Mapping[str, tuple[str, ...]]
    terms: Mapping[str, tuple[str, ...]]


def read_example(folder: Path) -> None:
    """Make the example case in a new folder, with its board."""
    home, drawn = str(folder), str(REPORTS / "evidence" / "map")
    for words in (
        ["init", home],
        ["add", home, str(REPORTS / "reports"), "--sources", str(REPORTS / "sources.csv")],
        ["evidence", "add", home, "control", drawn, "--name", "map", "--set", "holder=RU", "--set", "side=UA"],
        ["evidence", "run", home, "--quiet"],
    ):
        command = [sys.executable, "-m", "firsthand", *words]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    with Case.open(folder, write=True) as case:
        build_board(case)


def make_world(folder: Path, claims: int, documents: int, seed: int) -> Made:
    """Fill a copy of the example case: its own claims go, and so many come; the documents come beside its own."""
    began = datetime.now(UTC)
    board = board_of_case(folder)
    if board is None:
        raise FileNotFoundError(f"{folder} has no board: read the example case first.")
    chance = random.Random(seed)  # noqa: S311  nothing hangs on it but which case is made
    models, sources = _models(board), board.sources()
    pages = {each.id: (board.source(each.id) or (each, None))[1] for each in sources}
    rows = {each.key: each for each in board.all_documents()}
    board.close()
    with Case.open(folder, write=True) as case:
        making = _Making(case, chance, models, rows, sources, pages)
        told, points = making.make(claims, documents)
    taken = (datetime.now(UTC) - began).total_seconds()
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    return Made(claims, documents, told, points, seed, round(taken, 1), round(size / 1e6))


def _models(board: BoardFile) -> list[_Model]:
    found = []
    for number in range(board.counts["claims"]):
        (row,) = board.rows_at([number])
        view, known, written = board.view(number), board.known(number), orjson.loads(board.written(number))
        assert isinstance(view, dict)
        view["account"]["claim"]["near"] = written["near"] = []  # those are of the example case
        keys = tuple(dict.fromkeys(each["document"] for each in view["account"]["claim"]["tellings"]))
        concerned = set(view["bylines"])
        told = " \n".join(dict.fromkeys(line["words"] for line in view["lines"]))
        title = b'"title":' + orjson.dumps(row.title)
        own = orjson.dumps(view), orjson.dumps(known), orjson.dumps(written)
        found.append(_Model(row, *own, title, (*keys, *sorted(concerned - set(keys))), told))
    return found


class _Making:
    def __init__(
        self,
        case: Case,
        chance: random.Random,
        models: Sequence[_Model],
        rows: Mapping[str, DocumentRow],
        sources: Sequence[SourceRow],
        pages: Mapping[str, object],
    ) -> None:
        self._case, self._chance, self._rows, self._pages = case, chance, rows, pages
        self._words = _words(models)
        self._models = models
        self._weights = list(accumulate(len(each.documents) for each in models))
        self._by_status: dict[str, list[_Model]] = {}
        for each in models:
            self._by_status.setdefault(each.row.status, []).append(each)
        self._places = list(islice(_places(chance), PLACES))
        self._sources = _many_sources(sources, SOURCES)
        self._models_of_sources = [each.id for each in sources]
        self._told = 0

    def make(self, claims: int, documents: int) -> tuple[int, int]:
        """How many pairs of a claim and a document, and how many points, there are."""
        chosen = [self._chosen() for _ in range(claims)]
        pools = self._documents(chosen, documents)
        large = LARGE[0] if documents >= 10 * LARGE[1] else 0
        points = set()
        state = state_of(self._case)
        with BoardWriter(self._case.folder, state, datetime.now(UTC).isoformat()) as writer:
            for pool in pools.values():
                for document in pool:
                    writer.document(document)
            for number, model in enumerate(chosen):
                place = self._places[int(self._chance.random() ** 1.5 * len(self._places))]
                row = self._claim(writer, number, model, pools, place, LARGE[1] if number < large else 0)
                if row.lat is not None:
                    points.add((row.lat, row.lon))
            self._write_sources(writer, pools)
            writer.keep(VERDICTS, b"{}")
            writer.keep(RULES, rules_version().encode())
            writer.keep(COLUMNS, packed(columns_of(writer.rows())))
            writer.keep(DOCUMENTS, packed_index(writer.document_fields()))
        return self._told, len(points)

    def _chosen(self) -> _Model:
        """Half of them by how many documents they have, half of any status about as often as of another: so that there
        are about three documents to a claim, and each facet has much to count."""
        if self._chance.random() < _BY_DOCUMENTS:
            return self._chance.choices(self._models, cum_weights=self._weights)[0]
        return self._chance.choice(self._by_status[self._chance.choice(sorted(self._by_status))])

    # ------------------------------------------------------------ documents

    def _documents(self, chosen: Sequence[_Model], documents: int) -> dict[str, list[DocumentRow]]:
        """So many documents, of each of the example case as many as claims need: the copies of each, by its key."""
        uses = Counter(key for model in chosen for key in model.documents)
        whole, pools = sum(uses.values()), {}
        left = documents
        for at, (key, times) in enumerate(sorted(uses.items())):
            own = max(1, left if at == len(uses) - 1 else round(documents * times / whole))
            pools[key] = self._copies(key, own)
            left -= own
        self._keep({row.key: key for key, pool in pools.items() for row in pool}, pools)
        return pools

    def _copies(self, key: str, count: int) -> list[DocumentRow]:
        row = self._rows[key]
        found = []
        for number in range(count):
            day = self._day()
            source = self._sources[int(self._chance.random() ** 2 * len(self._sources))]
            found.append(
                replace(
                    row,
                    key=f"{key}~{number}",
                    title=self._title(row.language),
                    source=source.id,
                    outlet=source.name,
                    side=source.side,
                    moment=f"{day.isoformat()}T{self._chance.randrange(24):02}:00:00+00:00",
                )
            )
        return found

    def _keep(self, models: Mapping[str, str], pools: dict[str, list[DocumentRow]]) -> None:
        """Write capture and reading of each document, and set the numbers of the readings in its row."""
        kept = _kept(self._case)
        numbers: dict[str, int] = {}
        wanted = iter(models.items())
        while portion := list(islice(wanted, _TOGETHER)):
            with self._case.writing("made for measuring") as batch:
                for key, model in portion:
                    capture, reading = kept[model]
                    own = batch.add(schema.captures, **capture | {"key": key})
                    numbers[key] = batch.add(schema.readings, **reading | {"capture": own})
        for pool in pools.values():
            pool[:] = [replace(row, reading=numbers[row.key]) for row in pool]

    # ------------------------------------------------------------ claims

    def _claim(
        self,
        writer: BoardWriter,
        number: int,
        model: _Model,
        pools: Mapping[str, Sequence[DocumentRow]],
        place: _Place,
        large: int,
    ) -> BoardRow:
        documents = {key: pools[key][(number * 7919 + at) % len(pools[key])] for at, key in enumerate(model.documents)}
        row = self._row(number, model, place, list(documents.values()))
        view, written = _renamed(model.view, model, row, documents), _renamed(model.written, model, row, documents)
        known = _renamed(model.known, model, row, documents)
        keys = [each.key for each in documents.values()]
        if large:
            share = large // len(pools) + 1  # of each pool, and other ones for each of these claims
            slices = [pool[number * share % len(pool) :][:share] for pool in pools.values()]
            more = [each.key for own in slices for each in own][:large]
            view, keys = _enlarged(view, more), list(dict.fromkeys((*keys, *more)))
            row = replace(row, documents=len(keys))
        runs = [self._chance.choice(self._words.runs[row.language]) for _ in range(3)]
        told = " \n".join((row.title, model.told, *runs))
        terms = dict.fromkeys(term for run in (*model.told.split(" \n"), *runs) for term in self._words.terms[run])
        parts = parts_of(view) if large else {}
        writer.claim(row, orjson.Fragment(view), written, orjson.Fragment(known), keys, told, terms, parts)
        self._became(writer, row, orjson.loads(known))
        self._told += len(keys)
        return row

    def _became(self, writer: BoardWriter, row: BoardRow, known: Mapping[str, Any]) -> None:
        """What its voices and sources made, all of it open, and with whose track records it was weighed."""
        made = date.fromisoformat(row.first[:10])
        who = dict.fromkeys(each["record"]["who"] for each in known["facts"]["witnesses"] if each["record"])
        writer.leans(row.id, who, made)
        for makers, sources in ((who, False), (row.sources, True)):
            resolved = (Resolved(row.id, each, row.event or "", made, Outcome.OPEN) for each in makers)
            writer.outcomes(resolved, sources=sources)

    def _row(self, number: int, model: _Model, place: _Place, documents: Sequence[DocumentRow]) -> BoardRow:
        own = sha256(f"claim {number}".encode()).hexdigest()[:16]
        there, chance = model.row.place is not None, self._chance
        since = self._day() if chance.random() < 0.8 else None
        until = since + timedelta(days=chance.choice((0, 0, 0, 1, 7))) if since else None
        likely = min(0.99, max(0.01, model.row.likely + chance.uniform(-0.1, 0.1)))
        return replace(
            model.row,
            id=own,
            short=own[:6],
            title=self._title(model.row.language, place.name if there else ""),
            place=place.name if there else None,
            place_id=place.id if there else None,
            lat=place.lat if there else None,
            lon=place.lon if there else None,
            radius_km=place.radius_km if there else 0.0,
            since=since.isoformat() if since else None,
            until=until.isoformat() if until else None,
            first=min(each.moment for each in documents),
            likely=round(likely, 3),
            sources=tuple(sorted({each.source for each in documents if each.source})),
            languages=tuple(sorted({each.language for each in documents})),
            event=model.row.event or (chance.choice(_EVENTS) if chance.random() < 0.5 else None),
        )

    def _title(self, language: str, place: str = "") -> str:
        run = self._chance.choice(self._words.runs[language]).split()
        at = self._chance.randrange(max(1, len(run) - 6))
        words = run[at : at + 4 + self._chance.randrange(7)]
        return " ".join((*words, place or _name(self._chance, "latin" if language == "en" else "cyrillic")))

    def _day(self) -> date:
        return LAST - timedelta(days=self._chance.randrange(DAYS))

    # ------------------------------------------------------------ sources

    def _write_sources(self, writer: BoardWriter, pools: Mapping[str, Sequence[DocumentRow]]) -> None:
        told = Counter(row.source for pool in pools.values() for row in pool)
        for number, each in enumerate(self._sources):
            page = self._pages[self._models_of_sources[number % len(self._models_of_sources)]]
            writer.source(replace(each, documents=told[each.id]), page)


_EVENTS = ("territory_captured", "strike", "shelling", "evacuation", "statement", "protest")


def _renamed(written: bytes, model: _Model, row: BoardRow, documents: Mapping[str, DocumentRow]) -> bytes:
    """JSON of the example case as that of a made claim: other ids, keys, title, and place."""
    written = written.replace(b'"' + model.row.id.encode() + b'"', b'"' + row.id.encode() + b'"')
    written = written.replace(model.title, b'"title":' + orjson.dumps(row.title), 1)
    for key, document in documents.items():
        written = written.replace(orjson.dumps(key), orjson.dumps(document.key))
    return written


def _enlarged(written: bytes, more: Sequence[str]) -> bytes:
    """The view of a claim that so many more documents tell, each in the words of the first, passed on from it."""
    view: dict[str, Any] = orjson.loads(written)
    account, lines = view["account"], view["lines"]
    first = lines[0]
    for key in more:
        if key in view["bylines"]:
            continue
        told = {"document": key, "span": first["told"]["span"]}
        byline = first["byline"] | {"key": key}
        number = len(lines) + 1
        lines.append(first | {"number": number, "told": told, "byline": byline})
        view["bylines"][key], view["by_document"][key] = byline, [number]
        account["claim"]["tellings"].append(told)
        tie = {"rule": "forward_mark", "detail": "The post bears the mark of having been passed on.", "score": 0.98}
        how = {"taker": key, "taken": first["told"]["document"], "kind": "forward", "ties": [tie], "tellings": []}
        account["derivations"].append(how)
        for root in account["origins"]["roots"][:1]:
            root["tellings"].append([told, "passed on"])
    return orjson.dumps(view)


def _kept(case: Case) -> dict[str, tuple[dict[str, object], dict[str, object]]]:
    """The rows of the capture and the reading that stand for each document of the example case, without numbers."""
    standing = {reading: key for key, reading in readings_of(case).items()}
    captures = {row["id"]: row for row in case.rows(select(schema.captures))}
    found = {}
    for row in case.rows(select(schema.readings)):
        if (key := standing.get(int(str(row["id"])))) is not None:
            pair = (captures[row["capture"]], row)
            capture, reading = ({name: value for name, value in each.items() if name != "id"} for each in pair)
            found[key] = capture, reading
    return found


def _words(models: Sequence[_Model]) -> _Words:
    runs: dict[str, list[str]] = {}
    terms = {}
    for model in models:
        for run in (model.row.title, *model.told.split(" \n")):
            runs.setdefault(model.row.language, []).append(run)
            if run not in terms:
                terms[run] = tuple(map(as_word, terms_of(run, model.row.language)))
    return _Words({language: tuple(dict.fromkeys(own)) for language, own in runs.items()}, terms)


def _places(chance: random.Random) -> Iterator[_Place]:
    """Places without end: most lie close together in one region, some anywhere on land and sea."""
    number = 0
    while True:
        number += 1
        near = chance.random() < 0.8
        lat = chance.gauss(48.5, 1.5) if near else chance.uniform(-50, 65)
        lon = chance.gauss(36.0, 3.0) if near else chance.uniform(-170, 170)
        script = "latin" if chance.random() < 0.5 else "cyrillic"
        name = _name(chance, script)
        yield _Place(name, f"made-{number}", round(lat, 4), round(lon, 4), chance.choice((0.5, 1.0, 3.0, 20.0)))


def _name(chance: random.Random, script: str) -> str:
    parts = chance.choices(_SYLLABLES[script], k=chance.choice((2, 2, 3)))
    return ("".join(parts) + chance.choice(_ENDINGS[script])).capitalize()


def _many_sources(known: Sequence[SourceRow], count: int) -> list[SourceRow]:
    copies = (replace(known[at % len(known)], id=f"made_{at:04}", name=f"{known[at % len(known)].name} {at}")
              for at in range(count))  # fmt: skip
    return list(copies)
