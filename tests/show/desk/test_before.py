"""What has to be there before a desk is opened is told in words where it is not, with the code of what is wrong."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import socket
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from tests.show.commands import firsthand

from firsthand.errors import CaseBusy, CaseError, CaseTooNew, FirsthandError
from firsthand.show.desk.before import ready
from firsthand.store import Case

NOBODY = 65534


@pytest.fixture
def folder() -> Iterator[Path]:
    """A case in a folder that every user of this machine can look into."""
    with TemporaryDirectory(prefix="firsthand-desk-") as name:
        Path(name).chmod(0o755)
        Case.make(Path(name) / "case").close()
        yield Path(name) / "case"


def told_to_nobody(folder: Path, sender: Connection) -> None:
    if os.geteuid() == 0:
        os.setuid(NOBODY)
    try:
        ready(folder)
        sender.send(None)
    except FirsthandError as error:
        sender.send((type(error), str(error)))


@pytest.mark.skipif(not hasattr(os, "setuid"), reason="there are no users to be somebody else as")
@pytest.mark.parametrize("what", ["folder", "database"])
def test_a_case_that_may_only_be_read(folder: Path, what: str) -> None:
    """A desk writes beside its case: where it may not, it says so and what to do, before anything is started."""
    folder.chmod(0o777 if what == "database" else 0o555)
    (folder / "case.db").chmod(0o444)
    ours, theirs = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.get_context("fork").Process(target=told_to_nobody, args=(folder, theirs))
    process.start()
    process.join(30)
    kind, words = ours.recv()
    assert kind is CaseError
    assert f"{folder} may only be read here" in words
    assert "copy the case to a folder that may be written" in words


def test_files_of_the_pages_that_were_not_brought(folder: Path, tmp_path: Path) -> None:
    """A checkout without them says which are missing and the command that brings them, instead of a page without its
    scripts."""
    (tmp_path / "vendor").mkdir()
    (tmp_path / "vendor" / "htmx.min.js").write_text("")
    with pytest.raises(FirsthandError, match=r"leaflet/leaflet\.js") as raised:
        ready(folder, tmp_path)
    assert "htmx.min.js" not in str(raised.value)
    assert "`make assets`" in str(raised.value)
    assert raised.value.exit_code == 1
    assert ready(folder) == folder


def test_what_keeps_a_desk_from_opening(folder: Path) -> None:
    """No case, a port that is taken, a case of a newer version: each in one line, with its own code."""
    none = firsthand("serve", folder / "nowhere")
    assert (none.returncode, none.stderr.count("\n")) == (CaseError.exit_code, 1)
    assert "is no case. Make one" in none.stderr
    with socket.create_server(("127.0.0.1", 0)) as held:
        port = held.getsockname()[1]
        taken = firsthand("serve", folder, "--port", str(port))
    assert taken.returncode == 7
    assert f"Nothing can listen at 127.0.0.1, port {port}" in taken.stderr
    assert "Give another --port" in taken.stderr
    newer = Path(shutil.copytree(folder, folder.with_name("newer")))
    with Case.open(newer, write=True) as case:
        case.connection.exec_driver_sql("update settings set value = '99' where name = 'version'")
        case.connection.commit()
    refused = firsthand("serve", newer, "--port", "0")
    assert refused.returncode == CaseTooNew.exit_code
    assert "Update firsthand; nothing was changed." in refused.stderr
    assert CaseBusy.exit_code == CaseError.exit_code
