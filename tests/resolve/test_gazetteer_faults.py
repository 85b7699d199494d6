"""Adding places to the index: how it says what is wrong with a file, and leaves everything as it was."""

from __future__ import annotations

import gzip
import json
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from tests.resolve.dumps import GOOD, NAMES, OBLAST, ROWS, codifier, dump_row, feature, name_row, ring, written, zipped

from firsthand.errors import GazetteerError, MissingInput
from firsthand.resolve.gazetteer import Gazetteer, build
from firsthand.resolve.gazetteer_add import Kind, add


@pytest.fixture
def index(small_index: Path, tmp_path: Path) -> Path:
    path = tmp_path / "gazetteer.mdb"
    shutil.copyfile(small_index, path)
    return path


@pytest.mark.usefixtures("few_towns")
def test_a_damaged_index_is_not_passed_over(index: Path, tmp_path: Path) -> None:
    """Additions that a new build cannot read are said to be lost."""
    add([written(tmp_path, "posts.csv", "name,lat,lon\nHilltop Post,48.1,37.9\n")], index)
    index.write_bytes(index.read_bytes()[: 1 << 20])
    lost = build(index)
    assert str(index) in lost
    assert "Add your files again" in lost
    with Gazetteer.open(index) as opened:
        assert not opened.lookup("Hilltop Post")


def test_a_full_disk_is_called_by_its_name(index: Path, tmp_path: Path) -> None:
    """Whether the room ends in the copy or in what is added: one sentence, and the index as it was."""
    rows = "".join(f"P{i},Post {i} of Hill {i * 7},48.1,37.9\n" for i in range(30_000))
    table = written(tmp_path, "posts.csv", f"id,name,lat,lon\n{rows}")
    before = index.read_bytes()
    code = (
        "import resource, signal, sys; from pathlib import Path\n"
        "from firsthand.resolve.gazetteer_add import add; from firsthand.errors import GazetteerError\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]),) * 2)\n"
        "try: add([Path(sys.argv[1])], Path(sys.argv[2]))\n"
        "except GazetteerError as error: print(error)\n"
    )
    for room in (1 << 20, len(before) + (1 << 20), len(before) + (3 << 20)):
        arguments = [sys.executable, "-c", code, str(table), str(index), str(room)]
        ended = subprocess.run(arguments, capture_output=True, text=True, check=False)
        assert "File too large" in ended.stdout, ended.stderr
        assert str(index) in ended.stdout
        assert index.read_bytes() == before
        assert {entry.name for entry in tmp_path.iterdir()} == {index.name, table.name}


EMPTY_LINES = b"\n" * (1 << 16) + (b" " * 1023 + b"\n") * (5 << 10)
BROKEN: Sequence[tuple[str, str | bytes, Sequence[str]]] = [
    ("UA.txt", GOOD + "99000002\tHalf a pla", ["line 2", "column 2", "cut short"]),
    ("UA.txt", GOOD + dump_row(id="99000002", date="2024-0"), ["line 2", "column 19 (modification date)"]),
    ("UA.txt", GOOD + dump_row(id="99000002", lat="481.3"), ["line 2", "column 5 (latitude)", "481.3"]),
    ("UA.txt", GOOD + dump_row(id="99000002", lon="east"), ["line 2", "column 6 (longitude)", "east"]),
    ("UA.txt", GOOD + dump_row(id="Q212"), ["line 2", "column 1 (geonameid)", "Q212"]),
    ("UA.txt", GOOD + dump_row(id="99000002", population="-5"), ["line 2", "column 15 (population)"]),
    ("UA.txt", GOOD + dump_row(id="99000002", country="Ukraine"), ["line 2", "column 9 (country code)"]),
    ("UA.txt", GOOD + dump_row(id="99000002", name=" "), ["line 2", "column 2 (name)"]),
    ("UA.txt", GOOD + dump_row(id="99000002", name="x" * 500), ["line 2", "column 2 (name)", "500 characters"]),
    ("UA.txt", GOOD + dump_row(id="99000002") + GOOD, ["line 3", "99000001", "line 1 already"]),
    ("UA.txt", GOOD + "one line\n", ["line 2", "1 columns"]),
    ("UA.txt", GOOD.encode() + dump_row(name="Іванківці").encode("cp1251"), ["line 2", "column 10", "iconv -f"]),
    ("UA.txt", GOOD.encode("utf-16"), ["line 1", "UTF-16", "iconv -f UTF-16"]),
    ("UA.txt", GOOD + dump_row(id="99000002", name="zero\0byte"), ["line 2", "zero byte"]),
    ("UA.txt.gz", gzip.compress(GOOD.encode())[:-9], ["cut short or damaged"]),
    ("UA.zip", b"PK\x03\x04" + b"\0" * 60, ["archive is cut short or damaged"]),
    ("alternateNamesV2.txt", NAMES + "2\t703448\ten\n", ["line 2", "3 columns", "should be 10"]),
    (
        "alternateNamesV2.txt",
        NAMES + name_row("2", "703448", "en", "K", "yes"),
        ["line 2", "column 5 (isPreferredName)"],
    ),
    ("alternateNamesV2.txt", NAMES + NAMES, ["line 2", "name 1", "line 1 already"]),
    ("own.csv", "name,lat,lon\nPost,48.1,37.9\nPost two,48,1,37.9\n", ["line 3", "4 columns", "header has 3"]),
    ("own.csv", "name,lat,lon\nPost,48.1,37.9\nPost two,north,37.9\n", ["line 3", "column lat", "north"]),
    ("own.csv", 'name;lat;lon\nPost;"48,1";37.9\n', ["line 2", "column lat", "Write a point"]),
    ("own.csv", "name,lat,lon\n,48.1,37.9\n", ["line 2", "column name", "no name"]),
    ("own.csv", 'name,lat,lon\n"Post,48.1,37.9\n', ["line 2", "not written as CSV"]),
    ("own.csv", "heading,lat,lon\nPost,48.1,37.9\n", ["line 1", "heading", "--columns"]),
    ("own.csv", "id,name,lat,lon\n7,A post,48,37\n7,B post,49,37\n", ["line 3", "line 2 already"]),
    ("own.csv", "name,lat,lon,Name\nPost,48.1,37.9,Other\n", ["line 1", "column name", "two columns"]),
    ("own.csv", "name,lat,lon\nPost,48.1,37.9\n…,48.1,37.9\n", ["line 3", "column name", "no letter"]),
    ("own.csv", f"name,lat,lon\n{'long ' * 1000},48.1,37.9\n", ["line 2", "column name", "4,999 characters"]),
    ("own.csv", "name,lat,lon,aliases\nPost,48.1,37.9,Old post;101\n", ["line 2", "column aliases", "101"]),
    ("own.csv", "name,lat,lon,radius\nPost,48.1,37.9,20001\n", ["line 2", "column radius", "20,000"]),
    ("own.csv.gz", gzip.compress(b"name,lat,lon\n" + EMPTY_LINES), ["only empty lines for 4 MB"]),
    ("own.geojson.gz", gzip.compress(b'{"features": [' + b" " * (5 << 20)), ["nothing for 4 MB"]),
    ("own.zip", zipped(flags=1), ["own.zip is encrypted", "Unpack it"]),
    ("own.zip", zipped(method=93), ["own.zip is packed by a method", "93"]),
    ("own.csv", "", ["empty"]),
    ("own.csv", "name,lat,lon\n", ["nothing in it", "gazetteer is as it was"]),
    ("own.csv.gz", gzip.compress(b"name;lat;lon\n\n\n"), ["nothing in it"]),
    ("own.geojson", '{"type": "FeatureCollection", "features": []}', ["nothing in it", "gazetteer is as it was"]),
    ("kod.csv", codifier(), ["nothing in it"]),
    ("own.csv", "just words without any mark\n", ["line 1", "--kind"]),
    ("own.geojson", '{"type": "FeatureCollection", "features": [\n{"type": "Feature", "prop', ["line 2", "breaks off"]),
    ("own.geojson", '{"type": "FeatureCollection", "features": [', ["not closed"]),
    ("own.geojson", '{"type": "FeatureCollection", "features": [7]}', ["line 1", "no feature"]),
    ("own.geojson", '{"type": "Topology"}', ["no list “features”"]),
    ("own.geojson", "[1, 2]", ["no GeoJSON"]),
    (
        "own.geojson",
        json.dumps(feature("Post", {"type": "Point", "coordinates": []})),
        ["line 1", "geometry cannot be read"],
    ),
    (
        "own.geojson",
        json.dumps(feature("Strait", {"type": "Polygon", "coordinates": [ring(179, -179)]})),
        ["line 1", "cut the area at the date line"],
    ),
    (
        "own.geojson",
        json.dumps({**feature("x", {"type": "Point", "coordinates": [1, 2]}), "properties": {"name": {"en": "Post"}}}),
        ["line 1", "column name", "not an object"],
    ),
    ("own.geojson", json.dumps(feature("", {"type": "Point", "coordinates": [1, 2]})), ["line 1", "no name"]),
    ("kod.csv", codifier(*ROWS, "UA14;;;;;C;Село"), ["line 7", "column 1 to 5", "17 digits"]),
    ("kod.csv", codifier(*ROWS, f"{OBLAST};;;;;Z;Село"), ["line 7", "column 6", "Z"]),
    ("kod.csv", codifier(*ROWS, f"{OBLAST};;;C;Село"), ["line 7", "5 columns"]),
    ("kod.csv", codifier(*ROWS, ROWS[-1]), ["line 7", "line 6 already"]),
]


@pytest.mark.parametrize(("name", "content", "told"), BROKEN, ids=[f"{i}-{row[0]}" for i, row in enumerate(BROKEN)])
def test_a_fault_names_its_place_and_leaves_the_index(
    index: Path, tmp_path: Path, name: str, content: str | bytes, told: Sequence[str]
) -> None:
    """File, line and column, what to do; and not one byte of the index has changed."""
    before = index.read_bytes()
    source = written(tmp_path, name, content)
    with pytest.raises(GazetteerError) as caught:
        add([source], index)
    for part in (name, *told):
        assert part in str(caught.value), str(caught.value)
    assert index.read_bytes() == before
    assert {entry.name for entry in tmp_path.iterdir()} == {index.name, name}


def test_a_good_file_before_a_broken_one_is_not_added_either(index: Path, tmp_path: Path) -> None:
    """All of one command, or nothing."""
    good = written(tmp_path, "UA.txt", GOOD)
    broken = written(tmp_path, "BY.txt", "half a line\n")
    with pytest.raises(GazetteerError, match=r"BY\.txt"):
        add([good, broken], index, kind=Kind.GEONAMES)
    with Gazetteer.open(index) as opened:
        assert opened.place(99000001) is None


def test_a_header_alone_after_a_good_file_is_told_too(index: Path, tmp_path: Path) -> None:
    """A table without rows is a mistake of its own, which the rows of the file before it do not hide."""
    before = index.read_bytes()
    good = written(tmp_path, "UA.txt", GOOD)
    bare = written(tmp_path, "posts.csv", "name,lat,lon\n")
    with pytest.raises(GazetteerError, match=r"posts\.csv: there is nothing in it"):
        add([good, bare], index)
    assert index.read_bytes() == before


def test_a_file_that_is_not_there(index: Path, tmp_path: Path) -> None:
    """A slip in the path is told as such."""
    with pytest.raises(MissingInput, match="no file"):
        add([tmp_path / "UA.txt"], index)
