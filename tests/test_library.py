"""`firsthand.Case`: a folder and a desk give the same answers."""

from __future__ import annotations

import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
import uvicorn
from tests.show.desk.pages.desks import read_again
from tests.store.desk.conftest import CHEAP, HOST
from tests.told_case import POST

import firsthand
from firsthand.errors import CaseError, InputError, MissingInput, PeopleError, Unreachable
from firsthand.kinds import Role
from firsthand.show.desk.app import build_app
from firsthand.show.desk.guard import Guard, Guarded, guarded, server_config
from firsthand.show.desk.served import Served
from firsthand.show.desk.working import Worker
from firsthand.store.desk import Desk
from firsthand.store.desk.people import add_person
from firsthand.store.desk.tokens import make


class _Idle(Worker):
    """Nothing works in the background: the board stays as it is."""

    def begin(self) -> None: ...

    def end(self) -> None: ...


@contextmanager
def desk_of(folder: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """A desk over the case that asks for a login: its address, and tokens by name."""
    with Desk.open(folder) as desk:
        settings = Guarded(cost=CHEAP, login=True, port=0)
        guard = Guard(desk, settings)
        tokens = {}
        for name, role in (("Олена", Role.ANALYST), ("Марія", Role.READER)):
            person = add_person(desk, name, role, None, HOST)
            tokens[name] = make(desk, person, "a program", role, timedelta(days=1), HOST)[1]
        app = guarded(build_app(Served(folder), _Idle(folder), guard), guard)
        config = server_config(app, settings)
        config.log_level = "error"
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.02)
        port = server.servers[0].sockets[0].getsockname()[1]
        try:
            yield f"http://127.0.0.1:{port}", tokens
        finally:
            server.should_exit = True
            thread.join(10)
            guard.close()


@pytest.fixture(scope="module")
def folder(told_case: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    case = shutil.copytree(told_case, tmp_path_factory.mktemp("library") / "case")
    read_again(case)
    return case


def test_both_give_the_same(folder: Path, tmp_path: Path) -> None:
    """Every method that asks gives equal dicts, and every export equal bytes, from a folder and from its desk."""
    own = shutil.copytree(folder, tmp_path / "own" / "case")
    with desk_of(own) as (address, tokens), firsthand.Case(own) as here:  # noqa: SIM117  the next needs the address
        with firsthand.Case(address, token=tokens["Марія"]) as there:
            name = str(next(here.every_claim(per_page=2))["id"])
            source = str(here.sources()["sources"][0]["id"])  # type: ignore[index]
            for ask in (
                lambda case: case.claims(language=["uk", "ru"], page=1, per_page=2),
                lambda case: case.claims(disputed=True, one_origin=False, q="Куп’янськ"),
                lambda case: list(case.every_claim(per_page=2)),
                lambda case: case.claim(name, links=True),
                lambda case: case.history(name),
                lambda case: case.facets(sort="newest"),
                lambda case: case.places(),
                lambda case: case.timeline(since="2025-12-01"),
                lambda case: case.documents(q="Kupiansk"),
                lambda case: case.document(POST),
                lambda case: case.report(POST),
                lambda case: case.capture(1),
                lambda case: case.sources(),
                lambda case: case.source(source),
                lambda case: case.evidence(),
                lambda case: case.decisions(),
                lambda case: case.log(per_page=3),
                lambda case: case.head(),
                lambda case: case.jobs(),
                lambda case: case.now(name[:3]),
                lambda case: case.decisions_on(name),
                lambda case: case.board(),
                lambda case: case.spots(language="uk", per_page=2),
                lambda case: case.tallies(since="2025-12"),
                lambda case: case.control(),
                lambda case: case.feed(per_page=3),
                lambda case: case.documents(language="ru", source=None),
                lambda case: case.versions(POST),
                lambda case: case.derivations(POST),
                lambda case: case.sources(q="ministry", per_page=1),
                lambda case: case.decisions(standing=True, analyst="Олена"),
            ):
                assert ask(here) == ask(there)
            for at, case in enumerate((here, there)):
                case.export("csv", tmp_path / str(at), language="uk")
            assert (tmp_path / "0").read_bytes() == (tmp_path / "1").read_bytes()


def test_both_refuse_in_the_same_way(folder: Path, tmp_path: Path) -> None:
    """What is wrong is told by the same exceptions, in the same words."""
    with desk_of(shutil.copytree(folder, tmp_path / "case")) as (address, tokens):
        with firsthand.Case(folder) as here, firsthand.Case(address, token=tokens["Олена"]) as there:
            asked: tuple[tuple[Callable[[firsthand.Case], object], type[Exception]], ...] = (
                (lambda case: case.claim("zz"), MissingInput),
                (lambda case: case.claims(colour="red"), InputError),
                (lambda case: case.document("nowhere"), MissingInput),
                (lambda case: case.capture(99), MissingInput),
                (lambda case: case.now("zz"), MissingInput),
                (lambda case: case.versions("nowhere"), MissingInput),
                (lambda case: case.control("nothing"), InputError),
                (lambda case: case.control("nothing", "soon"), InputError),
                (lambda case: case.export("word", BytesIO()), InputError),
                (lambda case: case.decide("zz", "true", "Seen."), MissingInput),
                (lambda case: case.undo(7), MissingInput),
            )
            for ask, error in asked:
                said = []
                for case in (here, there):
                    with pytest.raises(error) as raised:
                        ask(case)
                    said.append(str(raised.value))
                assert said[0] == said[1]
        with firsthand.Case(address, token=tokens["Марія"]) as reader, pytest.raises(PeopleError, match="reader"):
            reader.undo(1)
        with firsthand.Case(address) as stranger, pytest.raises(PeopleError):
            stranger.claims()
    with firsthand.Case(address) as gone, pytest.raises(Unreachable):
        gone.claims()
    with pytest.raises(CaseError):
        firsthand.Case(folder / "nothing")


def test_both_decide_and_add(folder: Path, tmp_path: Path) -> None:
    """Decisions and what is handed in stand in the case under the right name, whichever way they came."""
    own = shutil.copytree(folder, tmp_path / "case")
    report = tmp_path / "звіт.txt"
    report.write_text("Міська рада повідомила про відкриття бібліотеки.", "utf-8")
    with desk_of(own) as (address, tokens), firsthand.Case(address, token=tokens["Олена"]) as there:
        name = str(there.claims()["claims"][0]["id"])  # type: ignore[index]
        made = there.decide(name, "unproven", "Nobody was there.")
        assert (made["analyst"], there.claim(name)["verdicts"]) == ("Олена", [made])
        assert there.undo(int(str(made["number"])))["undone"]
        job = there.add(report, text="Two shops were closed.", title="Shops", addresses=["https://example.org/a"])
        assert there.job(str(job["number"])) == job
    with firsthand.Case(own, analyst="A. Reader") as here:
        assert here.jobs()["total"] == 1
        assert here.add(report)["names"] == ["001-звіт.txt"]
        made = here.decide(name, "false", "Denied.")
        assert (made["analyst"], here.claim(name)["verdicts"]) == ("A. Reader", [made])
        assert here.head()["entries"] == here.log()["entries"][0]["number"]  # type: ignore[index]


def test_importing_stays_quick() -> None:
    """`import firsthand` loads neither the desk nor the rooms."""
    code = "import sys, firsthand; assert not {'fastapi', 'numpy', 'httpx'} & set(sys.modules), 'slow'"
    subprocess.run([sys.executable, "-c", code], check=True)
