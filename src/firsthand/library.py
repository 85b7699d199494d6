"""A case in a few lines of Python: a folder on this machine, or a desk elsewhere, with the same answers from both.

import firsthand
case = firsthand.Case("ukraine-2025")                                    # a folder
case = firsthand.Case("https://desk.example", token="…")              # a desk
for row in case.claims(place="Kupiansk", disputed=True)["claims"]:
    print(row["title"], row["at_least"], row["at_most"])
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from datetime import date
from getpass import getuser
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Protocol, Self, cast
from urllib.parse import quote, unquote, urlsplit

import httpx

from firsthand.errors import (
    CaseBusy,
    CaseError,
    FirsthandError,
    InputError,
    MissingInput,
    PeopleError,
    TooLarge,
    Unreachable,
)
from firsthand.show.desk.answers import claims, deciding, documents, exporting, keeping, passing, showing
from firsthand.show.desk.answers.asking import Pairs, pairs_of
from firsthand.show.desk.answers.handing import Pasted
from firsthand.show.desk.building import build_board, state_of
from firsthand.show.desk.control_days import ControlDays
from firsthand.show.desk.served import Served, Shown
from firsthand.show.json_report import Json
from firsthand.show.plain import one_line
from firsthand.store import Case as Opened

__all__ = ["Case", "Json"]

_TIMEOUT = httpx.Timeout(60.0, read=600.0)
"""Seconds; a large export takes a while to be written."""


class _Way(Protocol):
    """How a case is asked: as a folder, or through the API of a desk."""

    def ask(self, path: str, given: Pairs) -> Json:
        """What the API gives at that path below /api/v1."""

    def decide(self, kind: str, told: Json) -> Json:
        """Decide something: `kind` is the end of the path, `told` what is sent."""

    def undo(self, number: int) -> Json: ...

    def add(self, files: Sequence[Path], report: Pasted, addresses: Sequence[str]) -> Json: ...

    def capture(self, number: int) -> bytes: ...

    def export(self, name: str, given: Pairs, file: BinaryIO) -> None: ...

    def close(self) -> None: ...


class Case:
    """One case. What its methods give are dicts as the API describes them (docs/users/api.md).

    Use it in a `with` block, or `close` it.

    Everything that can be narrowed takes what the board does by name: `q`, `status`, `event`, `place`, `side`,
    `source`, `language`, `drift`, `told_by`, `confidence`, `evidence`, `verdict` (one value or several), `since`,
    `until`, `disputed`, `one_origin`, `box`, `sort`.

    Args:
        where: the folder of the case, or the address of a desk, which begins with https:// or http://.
        token: for a desk that asks for a login.
        analyst: in whose name is decided, where it is a folder; your user name if left out.

    Raises:
        CaseError: there is no case.
        PeopleError: the desk does not know the token, or it is not enough for what was asked.
        Unreachable: the desk does not answer.
        MissingInput: there is no such claim, document or source.
        InputError: something that was given is not as it should be.
    """

    def __init__(self, where: str | Path, *, token: str | None = None, analyst: str | None = None) -> None:
        is_desk = isinstance(where, str) and where.lower().startswith(("http://", "https://"))
        self._way: _Way = _Desk(str(where), token) if is_desk else _Folder(Path(where), analyst)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, _: BaseException | None, __: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Let go of files and connections."""
        self._way.close()

    def claims(self, **query: object) -> Json:
        """A page of the claims: `page` and `per_page` say which, `fields="full"` gives all that is known of each."""
        return self._way.ask("claims", pairs_of(query))

    def every_claim(self, **query: object) -> Iterator[Json]:
        """All claims that the query finds, page after page."""
        number = 1
        while True:
            page = self.claims(**{**query, "page": number})
            yield from cast(list[Json], page["claims"])
            if page["next"] is None:
                return
            number += 1

    def claim(self, name: str, *, links: bool = False) -> Json:
        """Everything that is known of a claim, by its id or a beginning of it: `firsthand show --json`."""
        return self._way.ask(f"claims/{quote(name, safe='')}", pairs_of({"links": links}))

    def history(self, name: str) -> Json:
        """What a claim was assessed as, each time that changed: `firsthand replay --json`."""
        return self._way.ask(f"claims/{quote(name, safe='')}/history", ())

    def now(self, name: str) -> Json:
        """Where a claim is now, by an id that it had: an id changes when an earlier telling comes in."""
        return self._way.ask(f"claims/{quote(name, safe='')}/now", ())

    def decisions_on(self, name: str) -> Json:
        """What was decided of a claim and of its tellings, also what was taken back."""
        return self._way.ask(f"claims/{quote(name, safe='')}/decisions", ())

    def board(self) -> Json:
        """How much the case holds, and how much of it is surprising."""
        return self._way.ask("board", ())

    def facets(self, **query: object) -> Json:
        """How many claims have each value of what they can be narrowed to."""
        return self._way.ask("facets", pairs_of(query))

    def places(self, **query: object) -> Json:
        """Where the claims are, as GeoJSON."""
        return self._way.ask("places", pairs_of(query))

    def timeline(self, **query: object) -> Json:
        """How many claims speak of each day, and were told first on it."""
        return self._way.ask("timeline", pairs_of(query))

    def spots(self, **query: object) -> Json:
        """The places of the claims, those with most of them first."""
        return self._way.ask("spots", pairs_of(query))

    def tallies(self, **query: object) -> Json:
        """Claims by days, weeks or months, of each group of statuses."""
        return self._way.ask("tallies", pairs_of(query))

    def control(self, name: str | None = None, day: str | date | None = None) -> Json:
        """The control maps that belong to the case; with a name what there is to know of one, with a day as well
        GeoJSON of what it draws on it."""
        if name is None:
            return self._way.ask("control", ())
        return self._way.ask("control/about" if day is None else "control/day", pairs_of({"name": name, "day": day}))

    def feed(self, **query: object) -> Json:
        """The documents that came in last, `per_page` of them, and what is kept coming in."""
        return self._way.ask("feed", pairs_of(query))

    def documents(self, **query: object) -> Json:
        """A page of the documents: `q` are words of title or outlet, `source` is an id, `language` a code."""
        return self._way.ask("documents", pairs_of(query))

    def document(self, key: str) -> Json:
        """A document in short, with its captures and the claims that it tells."""
        return self._way.ask("document", [("key", key)])

    def report(self, key: str) -> Json:
        """What was read in a document: `firsthand check --json`."""
        return self._way.ask("document/report", [("key", key)])

    def versions(self, key: str) -> Json:
        """When a document was seen, and what changed from one sighting to the next."""
        return self._way.ask("document/versions", [("key", key)])

    def derivations(self, key: str) -> Json:
        """What a document took from others, who took from it, and which claims its statements belong to."""
        return self._way.ask("document/derivations", [("key", key)])

    def capture(self, number: int) -> bytes:
        """The bytes of a capture as they were seen."""
        return self._way.capture(number)

    def sources(self, **query: object) -> Json:
        """A page of the sources with how much each told: `q` are words of name, id, kind, side, family or country."""
        return self._way.ask("sources", pairs_of(query))

    def source(self, name: str) -> Json:
        """A source with its track record, and what it took from whom."""
        return self._way.ask(f"sources/{quote(name, safe='')}", ())

    def evidence(self) -> Json:
        """The bodies of evidence, each with its state and what it cannot show."""
        return self._way.ask("evidence", ())

    def decisions(self, **query: object) -> Json:
        """A page of what was concluded and decided, also what was taken back; `analyst` and `standing` narrow it."""
        return self._way.ask("decisions", pairs_of(query))

    def log(self, **query: object) -> Json:
        """The latest entries of the log of the case; with `before` those of lower numbers."""
        return self._way.ask("log", pairs_of(query))

    def head(self) -> Json:
        """Where the log stands: the hash that answers for everything before."""
        return self._way.ask("log/head", ())

    def decide(self, claim: str, verdict: str, reason: str, evidence: Iterable[str] = ()) -> Json:
        """Conclude of a claim that it is "true", "partly true", "false" or "unproven"; the decision."""
        told: Json = {"claim": claim, "verdict": verdict, "reason": reason, "evidence": list(evidence)}
        return self._way.decide("verdict", told)

    def same(self, claim: str, other: str, reason: str = "") -> Json:
        """Decide that two claims are one."""
        return self._way.decide("same", {"claim": claim, "other": other, "reason": reason})

    def different(self, claim: str, tellings: Iterable[int], reason: str = "") -> Json:
        """Decide that tellings of a claim, by their numbers, are of another one."""
        return self._way.decide("different", {"claim": claim, "tellings": list(tellings), "reason": reason})

    def undo(self, number: int) -> Json:
        """Take a decision back; it stays on record."""
        return self._way.undo(number)

    def add(
        self,
        *files: str | Path,
        text: str = "",
        title: str = "",
        source: str = "",
        published: str = "",
        url: str = "",
        addresses: Iterable[str] = (),
    ) -> Json:
        """Hand reports in; the job. They are kept when this returns, and a desk takes them in: one that serves the
        folder, where it is a folder. `job` tells what became of them. Of a `text` may be told its `title`, the outlet
        that published it (`source`), when (a day or a moment, ISO 8601) and where; nothing is fetched from its `url`,
        but from `addresses`."""
        report = Pasted(text, title, source, published, url)
        return self._way.add([Path(each) for each in files], report, list(addresses))

    def jobs(self, **query: object) -> Json:
        """A page of what was handed in, the latest first."""
        return self._way.ask("jobs", pairs_of(query))

    def job(self, number: str) -> Json:
        """What became of something that was handed in."""
        return self._way.ask(f"jobs/{quote(number, safe='')}", ())

    def export(self, name: str, file: str | Path | BinaryIO, **query: object) -> None:
        """Write the claims that a query finds to a file, in a format such as "geojson", "csv" or "pdf"."""
        given = pairs_of(query)
        if not isinstance(file, str | Path):
            self._way.export(name, given, file)
            return
        made = Path(f"{file}.part")
        try:
            with made.open("w+b") as opened:
                self._way.export(name, given, opened)
            made.replace(file)
        finally:
            made.unlink(missing_ok=True)


# ---------------------------------------------------------------- a folder


_Of = Mapping[str, Callable[[Served, Shown, str], Json]]
_OF_A_CLAIM: _Of = {"history": claims.history, "now": claims.now, "decisions": deciding.decided_on}
_OF_A_DOCUMENT: _Of = {
    "": documents.document,
    "report": documents.report,
    "versions": passing.versions,
    "derivations": passing.derivations,
}


class _Folder:
    """The case in a folder, with its board, which is made anew where it is of another state."""

    def __init__(self, folder: Path, analyst: str | None) -> None:
        with Opened.open(folder):
            pass
        self._served, self._analyst, self._control = Served(folder), analyst, ControlDays()

    def close(self) -> None:
        self._served.close()

    def ask(self, path: str, given: Pairs) -> Json:
        served, parts = self._served, [unquote(each) for each in path.split("/")]
        single = dict(given)
        match parts:
            case ["claims"]:
                return claims.claims(served, self._shown(), given)
            case ["claims", name]:
                return claims.claim(served, self._shown(), name, links="links" in single)
            case ["claims", name, what]:
                return _OF_A_CLAIM[what](served, self._shown(), name)
            case ["document", *what]:
                return _OF_A_DOCUMENT["".join(what)](served, self._shown(), single["key"])
            case ["control", "about"]:
                return showing.control(served, self._control, single["name"])
            case ["control", "day"]:
                return showing.control_day(served, self._control, single["name"], single["day"])
            case ["sources", name]:
                return documents.source(self._shown(), name)
            case ["jobs", number]:
                return keeping.job(served, number)
            case ["log"]:
                return keeping.log(served, given)
        return self._listed(path, given)

    def _listed(self, path: str, given: Pairs) -> Json:
        of_the_case: dict[str, Callable[[Served], Json]] = {
            "evidence": keeping.evidence,
            "decisions": lambda served: deciding.decided(served, given),
            "log/head": keeping.head,
            "jobs": lambda served: keeping.jobs(served, given),
            "control": showing.control_maps,
        }
        if path in of_the_case:
            return of_the_case[path](self._served)
        of_the_board: dict[str, Callable[[Shown, Pairs], Json]] = {
            "facets": claims.facets,
            "places": claims.places,
            "timeline": claims.timeline,
            "documents": documents.documents,
            "sources": documents.sources,
            "board": lambda shown, _: showing.board(shown),
            "spots": showing.spots,
            "tallies": showing.tallies,
            "feed": lambda shown, asked: showing.feed(self._served, shown, asked),
        }
        return of_the_board[path](self._shown(), given)

    def decide(self, kind: str, told: Json) -> Json:
        made: dict[str, Callable[..., Json]] = {
            "verdict": deciding.conclude,
            "same": deciding.same,
            "different": deciding.different,
        }
        given = {"name" if name == "claim" else name: value for name, value in told.items()}
        return made[kind](self._served, self._shown(), analyst=self._who(), **given)

    def undo(self, number: int) -> Json:
        return deciding.undo(self._served, number, self._who())

    def add(self, files: Sequence[Path], report: Pasted, addresses: Sequence[str]) -> Json:
        with _opened(files) as sent:
            return keeping.add(self._served, self._who(), sent, report, addresses)

    def capture(self, number: int) -> bytes:
        return documents.capture(self._served, number)[1]

    def export(self, name: str, given: Pairs, file: BinaryIO) -> None:
        exporting.exported(self._served, self._shown(), name, given, file)

    def _who(self) -> str:
        return self._analyst or getuser()

    def _shown(self) -> Shown:
        """The board of the case as it is now; the last one, while another process writes to the case."""
        served = self._served
        with served.case() as case:
            state = state_of(case)
        shown = served.shown()
        if shown is None or shown.board.state != state:
            try:
                with served.writing() as case:
                    build_board(case)
            except CaseBusy:
                if shown is None:
                    raise
                return shown
            served.close()  # what it has read before is not the last any more
            shown = served.shown()
        if shown is None:
            raise CaseError(f"No board could be made of {served.folder}.")
        return shown


@contextmanager
def _opened(files: Sequence[Path]) -> Iterator[list[tuple[str, BinaryIO]]]:
    with ExitStack() as stack:
        try:
            yield [(each.name, stack.enter_context(each.open("rb"))) for each in files]
        except OSError as error:
            raise MissingInput(f"{error.filename} cannot be read: {error.strerror}.") from error


# ---------------------------------------------------------------- a desk


class _Desk:
    """A desk elsewhere, through its API."""

    def __init__(self, address: str, token: str | None) -> None:
        if urlsplit(address).hostname is None:
            raise InputError(f"“{one_line(address)}” is no address of a desk: give one such as https://desk.example.")
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        self._client = httpx.Client(
            base_url=f"{address.rstrip('/')}/api/v1/", headers=headers, timeout=_TIMEOUT, follow_redirects=False
        )

    def close(self) -> None:
        self._client.close()

    def ask(self, path: str, given: Pairs) -> Json:
        return _told(self._send("GET", path, params=tuple(given)))

    def decide(self, kind: str, told: Json) -> Json:
        return _told(self._send("POST", f"decisions/{kind}", json=told))

    def undo(self, number: int) -> Json:
        return _told(self._send("POST", f"decisions/{number}/undo"))

    def add(self, files: Sequence[Path], report: Pasted, addresses: Sequence[str]) -> Json:
        with _opened(files) as sent:
            fields = [*asdict(report).items(), *(("address", each) for each in addresses)]
            form = [(name, (None, value.encode("utf-8", "replace"))) for name, value in fields]
            return _told(self._send("POST", "add", files=[*form, *(("files", each) for each in sent)]))  # in parts

    def capture(self, number: int) -> bytes:
        return self._send("GET", f"captures/{number}").content

    def export(self, name: str, given: Pairs, file: BinaryIO) -> None:
        try:
            with self._client.stream("GET", f"exports/{quote(name, safe='')}", params=tuple(given)) as answer:
                if answer.status_code >= 400:
                    answer.read()
                    raise _refused(answer)
                for block in answer.iter_bytes():
                    file.write(block)
        except httpx.HTTPError as error:
            raise _unreachable(error) from error

    def _send(self, method: str, path: str, **sent: object) -> httpx.Response:
        try:
            answer = self._client.request(method, path, **sent)  # type: ignore[arg-type]
        except httpx.HTTPError as error:
            raise _unreachable(error) from error
        if answer.status_code >= 300:
            raise _refused(answer)
        return answer


def _told(answer: httpx.Response) -> Json:
    try:
        told = answer.json()
    except ValueError:
        told = None
    if not isinstance(told, dict):
        raise Unreachable(f"What answers at {answer.url.host} is no desk of firsthand.")
    return told


_ERRORS: dict[int, type[FirsthandError]] = {
    401: PeopleError,
    403: PeopleError,
    404: MissingInput,
    413: TooLarge,
    429: CaseBusy,
    503: CaseBusy,
}


def _refused(answer: httpx.Response) -> FirsthandError:
    """What the desk says is wrong, as the exception that a folder raises."""
    try:
        told = answer.json()
    except ValueError:
        told = {}
    said = told if isinstance(told, dict) else {}
    words = said.get("error") or f"The desk answered with {answer.status_code}."
    kind = _ERRORS.get(answer.status_code, InputError if answer.status_code < 500 else CaseError)
    return kind(one_line(str(words)))


def _unreachable(error: httpx.HTTPError) -> Unreachable:
    return Unreachable(f"The desk does not answer: {one_line(str(error)) or type(error).__name__}.")
