"""What firsthand has exported may come from anybody: its list is checked line by line."""

from __future__ import annotations

import hashlib
import json
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.collect.channels.test_archive import wacz
from tests.store.captures import capture, gone

from firsthand.collect.channels.archive import WebArchive
from firsthand.errors import EmptyInput, InputError
from firsthand.model import About, Capture, Skip
from firsthand.plugins import Wanted
from firsthand.show.export.wacz import LIST, Selection, write_wacz
from firsthand.store import Case

PAGE = "<!doctype html><p>Міст зачинено, повідомила громада.</p>"


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What is in an exported file: a page, the same page again, a post, and a deletion."""
    folder = tmp_path_factory.mktemp("exported")
    with Case.make(folder / "case") as case, (folder / "a.wacz").open("wb") as file:
        captures = [
            capture(PAGE, "p", paged=True),
            capture(PAGE, "p", paged=True, hours=1),
            capture("{}", "telegram:k/1", about=About(text="post", links=(("a", "https://b.example/"),))),
            gone("telegram:k/1"),
        ]
        case.keep(captures, case.begin("test"), "test")
        write_wacz(case, file, folder, Selection())
    with zipfile.ZipFile(folder / "a.wacz") as archive:
        return {name: archive.read(name) for name in archive.namelist() if not name.startswith("datapackage")}


def taken(path: Path, files: dict[str, bytes]) -> tuple[list[Capture], list[str]]:
    path.write_bytes(wacz(files))

    def fetch(address: str) -> Capture:
        raise AssertionError(f"{address} was asked for")

    found = list(WebArchive().captures(Wanted(str(path)), fetch))
    return [one for one in found if isinstance(one, Capture)], [one.reason for one in found if isinstance(one, Skip)]


def changed(files: dict[str, bytes], line: int, **fields: object) -> dict[str, bytes]:
    """The same files with other fields in one line of the list."""
    lines = files[LIST].splitlines()
    lines[line] = json.dumps(json.loads(lines[line]) | fields).encode()
    return files | {LIST: b"\n".join(lines)}


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"sha256": hashlib.sha256(b"another").hexdigest()}, "its content is not the one that the list names"),
        ({"record": {"file": "../00000001.warc.gz", "offset": 0}}, "its record is not in this file"),
        ({"record": {"file": "00000001.warc.gz", "offset": 7}}, "its record"),
        ({"record": {"file": "00000001.warc.gz", "offset": 10**30}}, "its record"),
        ({"record": {"file": "00000001.warc.gz", "offset": -1}}, "its record is not in this file"),
        ({"record": ["00000001.warc.gz", 0]}, "record is no JSON object"),
        ({"seen": "yesterday"}, "“yesterday” is no time"),
        ({"seen": "2025-11-03T07:30:00"}, "seen has no time zone"),
        ({"seen": None}, "it does not say when it was seen"),
        ({"address": ""}, "the field address is missing"),
        ({"key": 7}, "key is no text"),
        ({"about": {"links": [["a"]]}}, "a link is no pair"),
        ({"about": {"forward": {"address": "https://t.me/a/1"}}}, "a forward without a name"),
        ({"about": {"published": "2025-13-01"}}, "is no time"),
    ],
)
def test_a_wrong_line_costs_only_itself(
    files: dict[str, bytes], tmp_path: Path, fields: dict[str, object], reason: str
) -> None:
    """The captures before and behind it are taken, and the reason is told."""
    captures, reasons = taken(tmp_path / "a.wacz", changed(files, 1, **fields))
    assert len(captures) == 3
    assert len(reasons) == 1
    assert reason in reasons[0]


def test_a_revisit_without_its_original_is_told(files: dict[str, bytes], tmp_path: Path) -> None:
    """What was only seen again is nothing without what it was seen again of."""
    captures, reasons = taken(tmp_path / "a.wacz", changed(files, 2, original=None))
    assert (len(captures), reasons) == (3, ["its content is not in this file"])


def test_fields_of_a_later_version_are_passed_over(files: dict[str, bytes], tmp_path: Path) -> None:
    """An older firsthand takes what it knows."""
    captures, reasons = taken(tmp_path / "a.wacz", changed(files, 1, colour="red", about={"mood": 1, "text": "x"}))
    assert (len(captures), reasons, captures[0].about) == (4, [], About(text="x"))


def test_a_list_of_another_form_is_left_and_the_archive_read(files: dict[str, bytes], tmp_path: Path) -> None:
    """Then it is a web archive as any other: its pages come, without keys and what channels told."""
    captures, _ = taken(tmp_path / "a.wacz", changed(files, 0, format="firsthand-captures-9.0"))
    assert [each.key for each in captures] == [""] * 3
    assert [each.about for each in captures] == [About()] * 3
    captures, _ = taken(tmp_path / "a.wacz", {name: data for name, data in files.items() if name != LIST})
    assert len(captures) == 3


def test_an_empty_list_is_told(files: dict[str, bytes], tmp_path: Path) -> None:
    """A file that gives nothing is no success."""
    with pytest.raises(EmptyInput):
        taken(tmp_path / "a.wacz", files | {LIST: files[LIST].splitlines()[0] + b"\n"})


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(at=st.integers(0, 5_000), put=st.binary(max_size=6), cut=st.integers(0, 60))
def test_any_damage_to_the_list_gives_captures_and_skips(
    files: dict[str, bytes], tmp_path: Path, at: int, put: bytes, cut: int
) -> None:
    """Whatever stands in it, with the right hash: nothing but what the command knows how to tell."""
    data = files[LIST]
    at %= len(data)
    try:
        captures, _ = taken(tmp_path / "a.wacz", files | {LIST: data[:at] + put + data[at + cut :]})
    except InputError:
        return
    assert all(each.gone or hashlib.sha256(each.data).hexdigest() == each.sha256 for each in captures)
