"""Single reports and folders: what is taken by whom, in which order, and what is left where it is."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from firsthand.collect.channels.folder import Folder, ReportFile
from firsthand.collect.channels.mail import Mailbox
from firsthand.collect.channels.table import Table
from firsthand.errors import InputError, MissingInput, TooLarge
from firsthand.model import Capture, Skip
from firsthand.plugins import Fetch, Wanted
from firsthand.read import read_document

REPORT = "Мост закрыт\n\nГлава района сообщил, что мост закрыт до утра.\n".encode()


class Album:
    """A channel that takes folders of its own kind, as an export of a messenger is."""

    name = "album"

    def takes(self, what: str) -> bool:
        return (Path(what) / "album.txt").is_file()

    def captures(self, wanted: Wanted, fetch: Fetch) -> Iterator[Capture | Skip]:
        yield Skip("collect", "album", "taken as a whole")


def taken(path: Path, wanted: Wanted | None = None) -> tuple[list[Capture], list[Skip]]:
    """What a folder gives, with tables, mails and single reports in it."""
    folder = Folder(lambda: (Album(), Table(), Mailbox(), ReportFile(), Folder()))
    assert folder.takes(str(path))
    found = list(folder.captures(wanted or Wanted(str(path)), lambda address: None))
    return [one for one in found if isinstance(one, Capture)], [one for one in found if isinstance(one, Skip)]


def put(path: Path, data: bytes = REPORT) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def names(captures: list[Capture], top: Path) -> list[str]:
    return [one.address.removeprefix(top.as_uri() + "/") for one in captures]


def test_a_file_is_taken_as_it_is(tmp_path: Path) -> None:
    """The bytes of a single report, its place in the system, and its text as `firsthand check` would read it."""
    path = put(tmp_path / "мост 1.txt")
    assert ReportFile().takes(str(path))
    (capture,) = ReportFile().captures(Wanted(str(path)), lambda address: None)
    assert isinstance(capture, Capture)
    assert (capture.data, capture.address, capture.key) == (REPORT, path.as_uri(), "")
    assert read_document(capture).title.of(read_document(capture).text) == "Мост закрыт"


@pytest.mark.parametrize(
    ("name", "data", "takes"),
    [
        ("a.txt", b"", True), ("a.HTML", b"x", True), ("a.md.gz", b"x", True), ("a.pdf", b"x", True),
        ("a", REPORT, True), ("a", b"%PDF-1.7", True), ("a", b"\x7fELF\0", False), ("a", b"", False),
        ("a.jpg", b"x", False), ("a.py", b"x", False), ("a.csv", b"x", False),
    ],
)  # fmt: skip
def test_which_files_are_reports(tmp_path: Path, name: str, data: bytes, takes: bool) -> None:
    """By the end of the name; by the beginning of the content where the name has none."""
    assert ReportFile().takes(str(put(tmp_path / name, data))) is takes


def test_a_file_that_is_too_large_is_refused(tmp_path: Path) -> None:
    """The limit for one report holds here too, also for a packed one."""
    path = put(tmp_path / "a.txt.gz", gzip.compress(bytes(30_000_000)))
    with pytest.raises(TooLarge):
        list(ReportFile().captures(Wanted(str(path)), lambda address: None))


def test_every_file_goes_to_the_first_channel_that_takes_it(tmp_path: Path) -> None:
    """Tables, mails and reports lie beside each other; a file that no channel takes is told."""
    put(tmp_path / "b.txt")
    put(tmp_path / "a" / "z.html")
    put(tmp_path / "a" / "posts.jsonl", json.dumps({"url": "https://a.example/1", "text": "Міст зачинено."}).encode())
    put(tmp_path / "c" / "deep" / "mail.eml", b"Subject: x\n\nThe road is open.\n")
    put(tmp_path / "a" / "photo.jpg", b"\xff\xd8\xff")
    put(tmp_path / "album" / "album.txt")
    captures, skips = taken(tmp_path)
    assert names(captures, tmp_path) == ["b.txt", "https://a.example/1", "a/z.html", "c/deep/mail.eml"]
    assert skips == [
        Skip("collect", "album", "taken as a whole"),
        Skip("collect", "a/photo.jpg", "no channel takes files that end in .jpg"),
    ]


def test_what_is_wanted_is_passed_on(tmp_path: Path) -> None:
    """The names of columns hold for every table in the folder; one that lacks them is told, and costs no other."""
    put(tmp_path / "a.csv", b"id,body\n1,The road is open.\n")
    put(tmp_path / "b.csv", b"id,content\n1,The road is open.\n")
    captures, skips = taken(tmp_path, Wanted(str(tmp_path), {"text": "body"}))
    assert [one.about.text for one in captures] == ["The road is open."]
    assert skips[0].record == "b.csv"
    assert "no column 'body'. Its columns: id, content" in skips[0].reason


def test_hidden_files_and_cases_are_left(tmp_path: Path) -> None:
    """What the user does not see is not taken, nor the case itself where it lies in the folder."""
    put(tmp_path / ".notes.txt")
    put(tmp_path / ".git" / "a.txt")
    put(tmp_path / "case" / "case.toml")
    put(tmp_path / "case" / "a.txt")
    captures, skips = taken(tmp_path)
    assert not captures
    assert {skip.record: skip.reason for skip in skips} == {
        ".git": "hidden", ".notes.txt": "hidden", "case": "a case of firsthand",
    }  # fmt: skip


def test_links_are_followed_only_within(tmp_path: Path) -> None:
    """A link out of the folder, to a folder, to nothing or in a circle is told; one to a file within is that file."""
    inside, outside = tmp_path / "in", tmp_path / "out"
    put(inside / "a.txt")
    put(outside / "secret.txt")
    for name, target in (
        ("b.txt", "a.txt"), ("c.txt", "../out/secret.txt"), ("d", "../out"), ("e", "."),
        ("f.txt", "none.txt"), ("g", "g"),
    ):  # fmt: skip
        (inside / name).symlink_to(target)
    captures, skips = taken(inside)
    assert names(captures, inside) == ["a.txt", "b.txt"]
    assert {skip.record: skip.reason for skip in skips} == {
        "c.txt": "a link that leads out of the folder",
        "d": "a link that leads out of the folder",
        "e": "a link to a folder; what is in it is taken where it stands",
        "f.txt": "a link that leads nowhere, or in a circle",
        "g": "a link that leads nowhere, or in a circle",
    }


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_pipes_and_odd_names(tmp_path: Path) -> None:
    """A pipe is not waited for; a name that is no UTF-8 does no harm."""
    os.mkfifo(tmp_path / "pipe.txt")
    odd = os.fsencode(tmp_path) + b"/\xcc\xee\xf1\xf2.txt"
    Path(os.fsdecode(odd)).write_bytes(REPORT)
    Path(os.fsdecode(odd + b".bin")).write_bytes(REPORT)
    captures, skips = taken(tmp_path)
    assert captures[0].address.endswith("/%CC%EE%F1%F2.txt")
    assert {skip.record for skip in skips} == {"pipe.txt", "\ufffd" * 4 + ".txt.bin"}


def test_a_broken_file_costs_no_other(tmp_path: Path) -> None:
    """What raises for one file becomes a reason, and the next one is taken."""
    put(tmp_path / "a.txt.gz", gzip.compress(REPORT)[:20])
    put(tmp_path / "b.jsonl", b"")
    put(tmp_path / "c.txt")
    captures, skips = taken(tmp_path)
    assert names(captures, tmp_path) == ["c.txt"]
    assert [skip.record for skip in skips] == ["a.txt.gz", "b.jsonl"]


def test_a_very_deep_folder(tmp_path: Path) -> None:
    """Folders in folders, deeper than Python calls itself, are walked to the ground or as deep as names may be."""
    here = os.open(tmp_path, os.O_RDONLY)
    for _ in range(1200):
        os.mkdir("d", dir_fd=here)
        below = os.open("d", os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = below
    os.close(here)
    put(tmp_path / "a.txt")
    try:
        captures, _ = taken(tmp_path)
    finally:
        subprocess.run(["rm", "-rf", str(tmp_path / "d")], check=True)  # Python's own way calls itself for each
    assert names(captures, tmp_path) == ["a.txt"]


def test_what_is_no_folder_is_not_taken(tmp_path: Path) -> None:
    """Addresses, files and odd names are left to others; a folder that is gone is told."""
    for what in ("https://a.example/", str(put(tmp_path / "a.txt")), "a\0b", "x" * 5000):
        assert not Folder().takes(what)
    with pytest.raises(MissingInput):
        list(Folder(tuple).captures(Wanted(str(tmp_path / "none")), lambda address: None))


def test_without_channels_of_its_own_it_asks_all_there_are(tmp_path: Path) -> None:
    """A folder that is made without channels offers its files to those of the package, and to nothing twice."""
    put(tmp_path / "a.unknown")
    found = list(Folder().captures(Wanted(str(tmp_path)), lambda address: None))
    assert found == [Skip("collect", "a.unknown", "no channel takes files that end in .unknown")]
    with pytest.raises(InputError):
        list(Folder().captures(Wanted(str(tmp_path / "none")), lambda address: None))
