"""One function writes every format: the same for the command line, the desk and the API."""

from __future__ import annotations

import io
import json
import shutil
import signal
import sqlite3
import subprocess
import sys
import tracemalloc
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from tests.show.claims_made import account, paper
from tests.show.export.conftest import claim_of
from tests.show.export.exported import unweighed, written
from tests.told_case import LIBRARY, POST, REPRINT
from typer.testing import CliRunner
from typing_extensions import Buffer

from firsthand.claims import Account
from firsthand.errors import EmptyInput, InputError, OutputError
from firsthand.show import export_cli
from firsthand.show.claims.board import Wanted
from firsthand.show.cli import app
from firsthand.show.export.dossier_parts import dossier_of
from firsthand.show.export.formats import (
    FORMATS,
    Chosen,
    Format,
    format_named,
    format_of_file,
    write_export,
    write_material,
)
from firsthand.show.export.harmless import json_bytes
from firsthand.show.export.material import Material, WeighedClaim, material_of
from firsthand.show.export.pdf import pdf_parts
from firsthand.store import Case

_OF_CLAIMS = [each for each in FORMATS if each.write is not None]


def exported(case: Path, name: str, chosen: Chosen = Chosen()) -> bytes:  # noqa: B008 (frozen)
    file = io.BytesIO()
    with Case.open(case) as opened:
        write_export(opened, name, chosen, file)
    return file.getvalue()


@pytest.mark.parametrize("each", _OF_CLAIMS, ids=lambda each: each.name)
def test_every_format_is_written_from_a_case_that_may_only_be_read(
    each: Format, exported_case: Path, tmp_path: Path
) -> None:
    """Twice the same bytes, and the case has no new entry in its log."""
    with Case.open(exported_case) as opened:
        before = opened.head()
    assert exported(exported_case, each.name) == exported(exported_case, each.name) != b""
    with Case.open(exported_case) as opened:
        assert opened.head() == before


def test_claims_at_hand_need_no_case(told: Material) -> None:
    """A server that has them weighed writes what the case would give."""
    for each in _OF_CLAIMS:
        file = io.BytesIO()
        assert write_material(told, each.name, file).standing == told.standing
        assert file.getvalue() == written(each.write, told) if each.write else True
    with pytest.raises(InputError, match="not made of claims"):
        write_material(told, "wacz", io.BytesIO())


@pytest.mark.parametrize("name", ["csv", "parquet", "geojson", "stix", "prov", "annotations", "hxl", "dossier"])
def test_memory_does_not_grow_with_the_claims(name: str) -> None:
    """Of six times as many claims no more is held than of some."""
    write = format_named(name).write
    assert write is not None
    one = paper("a")
    claim, papers = account([one]), {"a": one}
    peaks = []
    for count in (250, 250, 1_500):
        many = replace(unweighed([claim], papers), claims=partial(_many, claim, count), count=count)
        tracemalloc.start()
        write(many, _Nowhere())
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[2] < peaks[1] + 1_000_000


def _many(claim: Account, count: int, positions: Iterable[int] | None = None) -> Iterator[WeighedClaim]:
    for number in range(count) if positions is None else positions:
        yield WeighedClaim(replace(claim, claim=replace(claim.claim, id=f"{number:08x}")))


class _Nowhere(io.BytesIO):
    """A file that forgets what is written to it."""

    def write(self, data: Buffer, /) -> int:
        return memoryview(data).nbytes


def test_formats_are_told_by_the_end_of_a_name() -> None:
    """The longest end that fits; what may be of several has to be named."""
    for each in FORMATS:
        for suffix in each.suffixes:
            assert format_of_file(f"Claims{suffix.upper()}") is each
        assert format_named(f" {each.name.upper()} ") is each
        assert each.ending in each.suffixes
    assert len({suffix for each in FORMATS for suffix in each.suffixes}) == sum(len(each.suffixes) for each in FORMATS)
    for name in ("claims.json", "claims.jsonld", "claims", "csv", "a.csv.bak"):
        with pytest.raises(InputError, match="Say which"):
            format_of_file(name)
    with pytest.raises(InputError, match="There is: geojson, csv"):
        format_named("docx\x1b[31m")


def test_the_help_names_every_format() -> None:
    """It is written down, so that reading arguments does not load what writes them."""
    named = export_cli._FORMATS.removeprefix("One of: ").partition(". ")[0]
    assert named.split(", ") == [each.name for each in FORMATS]


def test_claims_are_chosen_as_on_the_board(exported_case: Path) -> None:
    """By id or its beginning, place, side, days, language and dispute; captures are those of the chosen ones."""
    houses, library = claim_of(exported_case, POST), claim_of(exported_case, LIBRARY)

    def ids(chosen: Chosen) -> list[str]:
        return [each["id"] for each in json.loads(exported(exported_case, "geojson", chosen))["features"]]

    everything = ids(Chosen())
    assert {houses, library} < set(everything)
    assert set(ids(Chosen(claims=(library[:8], houses)))) == {houses, library}
    assert ids(Chosen(claims=(houses, houses[:9]))) == [houses]
    assert library not in ids(Chosen(wanted=Wanted(place="Kupiansk")))
    assert ids(Chosen(claims=(library,), wanted=Wanted(place="Kupiansk"))) == []
    assert houses in ids(Chosen(wanted=Wanted(disputed=True, side="UA", language="en")))
    with Case.open(exported_case) as opened:
        part = material_of(opened, Chosen(claims=(houses,)))
        assert (part.count, part.whole) == (1, len(everything))
        keys = {seen.key for seen in part.captures()}
        assert {POST, REPRINT} <= keys
        assert LIBRARY not in keys
        assert len(list(material_of(opened).captures())) == 8
    for name in ("no-such-claim", "", " "):
        with pytest.raises(InputError, match="No claim of the case"):
            exported(exported_case, "csv", Chosen(claims=(name,)))


def test_a_format_is_narrowed_only_as_it_can_be(exported_case: Path) -> None:
    """Nobody gets a whole case who asked for a part of it."""
    with pytest.raises(InputError, match="captures, not claims"):
        exported(exported_case, "wacz", Chosen(wanted=Wanted(place="Kupiansk")))
    with pytest.raises(InputError, match="Only a web archive"):
        exported(exported_case, "csv", Chosen(keys=(POST,)))
    with pytest.raises(InputError, match="has the key"):
        exported(exported_case, "wacz", Chosen(keys=("nowhere",)))


def test_what_was_taken_back_is_in_no_export(exported_case: Path) -> None:
    """Neither a decision that was undone, nor its reason."""
    for each in _OF_CLAIMS:
        if each.name not in ("pdf", "parquet"):  # packed
            assert b"tried" not in exported(exported_case, each.name), each.name
    with Case.open(exported_case) as opened:
        assert b"tried" not in json_bytes(pdf_parts(dossier_of(material_of(opened), 60)))


def test_private_notes_are_never_opened(exported_case: Path, tmp_path: Path) -> None:
    """Whatever lies in the desk's own file, the export is the same."""
    case = tmp_path / "case"
    shutil.copytree(exported_case, case)
    before = {each.name: exported(case, each.name) for each in _OF_CLAIMS if each.name not in ("pdf", "dossier")}
    with sqlite3.connect(case / "desk.db") as connection:
        connection.execute("create table notes (words text)")
        connection.execute("insert into notes values ('the source is my neighbour')")
    connection.close()
    (case / "desk.db").chmod(0)
    for name, data in before.items():
        assert exported(case, name) == data
        assert b"neighbour" not in data


def test_nothing_decided_leaves_no_file(told_case: Path, tmp_path: Path) -> None:
    """An empty file would look like a case in which everything was looked at."""
    path = tmp_path / "a.claimreview.json"
    done = CliRunner().invoke(app, ["export", str(told_case), str(path)])
    assert isinstance(done.exception, EmptyInput)
    assert list(tmp_path.iterdir()) == []


def test_the_command_writes_what_the_function_writes(exported_case: Path, tmp_path: Path) -> None:
    """With the format from the name or from --to, and says how much it is and where the log stood."""
    path = tmp_path / "claims.json"
    houses = claim_of(exported_case, POST)
    arguments = ["export", str(exported_case), str(path), "--to", "stix", "--claim", houses[:10], "--json"]
    done = CliRunner().invoke(app, arguments)
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    assert path.read_bytes() == exported(exported_case, "stix", Chosen(claims=(houses,)))
    assert (told["format"], told["bytes"]) == ("stix", path.stat().st_size)
    assert told["objects"] == len(json.loads(path.read_bytes())["objects"])
    with Case.open(exported_case) as opened:
        assert told["log"]["head"] == opened.head()[2]
    table = tmp_path / "claims.csv"
    again = CliRunner().invoke(app, ["export", str(exported_case), str(table), "--place", "Kupiansk"])
    rows = table.read_bytes().count(b"\r\n") - 1
    assert again.stdout.startswith(f"{rows} claims, ")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--to", "word"], "There is no format"),
        (["--to", "csv", "--since", "soon"], "is no date"),
        (["--to", "wacz", "--since", "soon"], "is no date"),
        ([], "Say which with --to"),
    ],
)
def test_a_wrong_option_is_named(exported_case: Path, tmp_path: Path, options: list[str], said: str) -> None:
    """Code 2, and no file."""
    refused = CliRunner().invoke(app, ["export", str(exported_case), str(tmp_path / "b.json"), *options])
    assert refused.exit_code == 2
    assert said in refused.output
    assert list(tmp_path.iterdir()) == []


_INTERRUPTED = """
import signal, sys
from firsthand.show.export import {module} as writer
wrote = writer.{name}
def interrupted(material, file):
    file.write(b"half of it")
    file.flush()
    signal.raise_signal(signal.SIGINT)
    return wrote(material, file)
from firsthand.show.export import formats
from dataclasses import replace
at = [each.name for each in formats.FORMATS].index("{format}")
made = replace(formats.FORMATS[at], write=interrupted)
formats.FORMATS = (*formats.FORMATS[:at], made, *formats.FORMATS[at + 1 :])
from firsthand.__main__ import main
sys.exit(main())
"""


@pytest.mark.parametrize(
    ("suffix", "module", "name", "form"),
    [("csv", "tables", "write_csv", "csv"), ("html", "dossier", "write_dossier", "dossier")],
)
def test_an_interruption_leaves_what_was_there(
    exported_case: Path, tmp_path: Path, suffix: str, module: str, name: str, form: str
) -> None:
    """SIGINT after the first bytes: the file of before stands there whole, and no half one beside it."""
    path = tmp_path / f"claims.{suffix}"
    path.write_text("the one before")
    code = _INTERRUPTED.format(module=module, name=name, format=form)
    done = subprocess.run(
        [sys.executable, "-c", code, "export", str(exported_case), str(path), "--force"],
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert done.returncode in (130, -signal.SIGINT), done.stderr
    assert b"Traceback" not in done.stderr
    assert path.read_text() == "the one before"
    assert [each.name for each in tmp_path.iterdir()] == [path.name]


def test_a_file_that_is_there_is_not_overwritten(exported_case: Path, tmp_path: Path) -> None:
    """It says how to replace it; so it does for a folder, and for a place within the case."""
    path = tmp_path / "claims.csv"
    path.write_text("the one before")
    refused = CliRunner().invoke(app, ["export", str(exported_case), str(path)])
    assert isinstance(refused.exception, OutputError)
    assert "Give --force to replace it" in str(refused.exception)
    assert path.read_text() == "the one before"
    within = CliRunner().invoke(app, ["export", str(exported_case), str(exported_case / "claims.csv")])
    assert "within the case" in str(within.exception)


def test_long_work_tells_how_far_it_is(exported_case: Path) -> None:
    """For each pass over the claims, up to all of them; of captures for a web archive."""
    for name in ("csv", "dossier", "wacz"):
        told: list[tuple[int, int]] = []
        with Case.open(exported_case) as opened:
            write_export(opened, name, Chosen(), io.BytesIO(), progress=lambda done, of: told.append((done, of)))  # noqa: B023
        assert told
        assert told[0][0] <= told[0][1]
        assert any(done == of for done, of in told)
