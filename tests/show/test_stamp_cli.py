"""`firsthand stamp` and what `verify` says of stamps, as a user gives them; openssl itself takes the files."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from opentimestamps.core.notary import BitcoinBlockHeaderAttestation
from opentimestamps.core.serialize import BytesDeserializationContext
from opentimestamps.core.timestamp import DetachedTimestampFile
from tests.collect.server import Server
from tests.show.commands import firsthand
from tests.stamp.authority import Authority
from tests.stamp.chain import Calendar

HEIGHT = 812_345


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"), "Harbour Notary")


@pytest.fixture
def notary(authority: Authority) -> Iterator[Server]:
    with authority.serving() as server:
        yield server


@pytest.fixture
def case(tmp_path: Path) -> Path:
    folder = tmp_path / "case"
    assert firsthand("init", folder).returncode == 0
    return folder


def state(case: Path, *options: str | Path) -> list[str]:
    verified = firsthand("verify", case, "--json", *options)
    return [one["state"] for one in json.loads(verified.stdout)["stamps"]]


def test_without_a_server_it_tells_and_sends_nothing(case: Path) -> None:
    """Nobody is asked unasked: the usual servers are named, with what would be sent to them."""
    told = firsthand("stamp", case)
    assert told.returncode == 0
    for words in ("Nothing was sent", "https://freetsa.org/tsr", "pool.opentimestamps.org", "one hash of 32 bytes"):
        assert words in told.stdout
    assert "Nobody else has stamped it" in firsthand("verify", case).stdout


def test_from_the_question_to_the_confirmed_stamp(case: Path, authority: Authority, notary: Server) -> None:
    """Asked, kept, verified offline by the authority's root, and told with what it covers."""
    asked = firsthand("stamp", case, "--tsa", notary.url(), "--allow-private", "--tsa-roots", authority.roots)
    assert asked.returncode == 0, asked.stderr
    assert asked.stdout.startswith("stamp 1 of entry 1: confirmed ")
    verified = firsthand("verify", case, "--tsa-roots", authority.roots)
    assert verified.returncode == 0
    assert "by Harbour Notary" in verified.stdout
    assert "covers entries 1 to 1; 1 came after it." in verified.stdout
    assert state(case) == ["claimed"]
    assert "No stamp is confirmed: none of the 2 entries" in firsthand("verify", case).stdout


def test_a_stamp_kept_elsewhere(case: Path, authority: Authority, notary: Server, tmp_path: Path) -> None:
    """Exported, it is held against the case, where it covers its entry, and against an old copy, where it is wrong."""
    copy = shutil.copytree(case, tmp_path / "copy")
    (tmp_path / "note.txt").write_text("The mayor said two people were hurt.", encoding="utf-8")
    firsthand("add", case, tmp_path / "note.txt", "--no-read")
    calendar = Calendar()
    with calendar.serving():
        servers = ("--tsa", notary.url(), "--ots", calendar.address)
        firsthand("stamp", case, *servers, "--allow-private", "--export", tmp_path / "out")
    files = [*(tmp_path / "out").glob("*.tsr"), *(tmp_path / "out").glob("*.ots")]
    assert [file.suffix for file in files] == [".tsr", ".ots"]
    options = [option for file in files for option in ("--stamp", file)]
    held = firsthand("verify", case, *options, "--tsa-roots", authority.roots)
    assert held.returncode == 0, held.stdout
    assert f"{files[0]} of entry 4: confirmed" in held.stdout
    assert f"{files[1]} of entry 4: pending" in held.stdout
    assert firsthand("verify", copy).returncode == 0
    old = firsthand("verify", copy, *options, "--tsa-roots", authority.roots, "--json")
    assert old.returncode == 1
    assert [found["where"] for found in json.loads(old.stdout)["findings"]] == [str(file) for file in files]
    (tmp_path / "odd.tsr").write_bytes(b"no stamp")
    assert "wrong: It is no answer" in firsthand("verify", case, "--stamp", tmp_path / "odd.tsr").stdout


def test_from_the_promise_to_the_block(case: Path, tmp_path: Path) -> None:
    """`stamp` again asks for what was promised; only with the block's header is it confirmed."""
    calendar, headers = Calendar(), tmp_path / "headers.txt"
    with calendar.serving():
        asked = firsthand("stamp", case, "--ots", calendar.address, "--allow-private", "--json")
        assert json.loads(asked.stdout)["state"] == "pending"
        assert state(case) == ["pending"]
        calendar.mine(HEIGHT)
        again = firsthand("stamp", case, "--allow-private")
        assert f"by Bitcoin block {HEIGHT}" in again.stdout
    assert state(case) == ["claimed"]
    headers.write_text(f"{HEIGHT} {calendar.headers[HEIGHT].hex()}\n")
    assert state(case, "--bitcoin-headers", headers) == ["confirmed"]
    headers.write_text(f"{HEIGHT} {'00' * 80}\n")
    refuted = firsthand("verify", case, "--bitcoin-headers", headers)
    assert refuted.returncode == 1
    assert "stamps 1: wrong: " in refuted.stdout
    assert "Nothing was sent" in firsthand("stamp", case).stdout


def test_other_tools_take_the_files(case: Path, authority: Authority, notary: Server, tmp_path: Path) -> None:
    """`openssl ts -verify` verifies the stamp over the entry, and by the hash alone; the other format's library too."""
    calendar, folder = Calendar(), tmp_path / "files"
    with calendar.serving():
        firsthand("stamp", case, "--tsa", notary.url(), "--ots", calendar.address, "--allow-private")
        calendar.mine(HEIGHT)
        firsthand("stamp", case, "--allow-private")
    asked = len(calendar.asked)
    assert firsthand("stamp", case, "--export", folder).returncode == 0
    assert len(calendar.asked) == asked
    assert sorted(path.name for path in folder.iterdir()) == [
        "entry-1.json",
        "head.txt",
        "stamp-1.tsr",
        "stamp-2.ots",
    ]  # fmt: skip
    digest = hashlib.sha256((folder / "entry-1.json").read_bytes())
    head = (folder / "head.txt").read_text()
    assert digest.hexdigest() in head
    (command,) = [line.strip() for line in head.splitlines() if "openssl" in line]
    by_file = command.replace("ROOTS.pem", str(authority.roots)).split()
    by_hash = ["openssl", "ts", "-verify", "-digest", digest.hexdigest(), *by_file[by_file.index("-in") :]]
    for arguments in (by_file, by_hash):
        done = subprocess.run(arguments, cwd=folder, capture_output=True, text=True, check=False)
        assert "Verification: OK" in done.stdout + done.stderr, done.stderr
    (folder / "entry-1.json").write_bytes(b"[1]")
    assert subprocess.run(by_file, cwd=folder, capture_output=True, check=False).returncode != 0
    theirs = DetachedTimestampFile.deserialize(BytesDeserializationContext((folder / "stamp-2.ots").read_bytes()))
    assert theirs.file_digest == digest.digest()
    found = {leaf: message for message, leaf in theirs.timestamp.all_attestations()}
    assert found[BitcoinBlockHeaderAttestation(HEIGHT)] == calendar.headers[HEIGHT][36:68]


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["stamp", "CASE", "--tsa", "http://127.0.0.1:9/tsr"], 5, "loopback"),
        (["stamp", "CASE", "--ots", "ftp://calendar.example"], 5, "only http and https"),
        (["stamp", "CASE", "--export", "CASE"], 3, "no stamps yet"),
        (["stamp", "CASE", "--tsa", "https://x.example", "--tsa-roots", "nothing"], 3, "cannot be read"),
        (["verify", "CASE", "--tsa-roots", "CASE/case.toml"], 3, "no certificates"),
        (["verify", "CASE", "--bitcoin-headers", "CASE/case.toml"], 3, "no block headers"),
        (["verify", "CASE", "--bitcoin-headers", "x", "--bitcoin", "http://y"], 2, "not both"),
        (["stamp", "nowhere"], 9, "is no case"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(case: Path, arguments: list[str], code: int, said: str) -> None:
    """A wrong address, file or folder ends with its code and its reason; no traceback."""
    done = firsthand(*(one.replace("CASE", str(case)) for one in arguments))
    assert done.returncode == code, done.stderr
    assert said in done.stdout + done.stderr
    assert "Traceback" not in done.stderr
