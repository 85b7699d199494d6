"""Adding places to the index: what each kind of file gives, and how it says what is wrong with one."""

from __future__ import annotations

import gzip
import io
import json
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest

from firsthand.errors import GazetteerError, MissingInput
from firsthand.model import NameSense, PlaceKind
from firsthand.resolve import gazetteer_entries, gazetteer_postings
from firsthand.resolve.gazetteer import Gazetteer, build
from firsthand.resolve.gazetteer_add import Added, Kind, add, kind_of
from firsthand.resolve.gazetteer_lines import lines


@pytest.fixture
def index(small_index: Path, tmp_path: Path) -> Path:
    path = tmp_path / "gazetteer.mdb"
    shutil.copyfile(small_index, path)
    return path


def dump_row(**cells: str) -> str:
    """A row of a country's dump, as GeoNames writes it."""
    usual = {
        "id": "99000001",
        "name": "Ivankivtsi",
        "ascii": "Ivankivtsi",
        "others": "Иванковцы,Іванківці",
        "lat": "48.31",
        "lon": "37.02",
        "class": "P",
        "code": "PPL",
        "country": "UA",
        "cc2": "",
        "admin1": "05",
        "admin2": "",
        "admin3": "",
        "admin4": "",
        "population": "412",
        "elevation": "",
        "dem": "120",
        "zone": "Europe/Kyiv",
        "date": "2024-02-11",
    }
    return "\t".join({**usual, **cells}.values()) + "\n"


def name_row(*cells: str) -> str:
    """A row of alternateNamesV2."""
    return "\t".join([*cells, *[""] * (10 - len(cells))]) + "\n"


def written(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_dump_of_a_country(index: Path, tmp_path: Path) -> None:
    """A village that the index lacks is found by all its names, in the oblast that its code names."""
    dump = written(tmp_path, "UA.txt", dump_row())
    assert add([dump], index) == Added(new=1)
    with Gazetteer.open(index) as opened:
        for name in ("Ivankivtsi", "Іванківці", "Иванковцы", "Ivankovtsy"):
            place = next(place for place in opened.lookup(name) if place.id == 99000001)
            assert (place.region, place.country, place.population) == ("UA-14", "UA", 412)
        assert place.sense is NameSense.TRANSLITERATION


@pytest.mark.parametrize("pack", ["plain", "gz", "zip"])
def test_packed_dumps(index: Path, tmp_path: Path, pack: str) -> None:
    """GeoNames gives its dumps as archives with a readme beside the table."""
    plain = dump_row()
    if pack == "zip":
        dump = tmp_path / "UA.zip"
        with zipfile.ZipFile(dump, "w") as archive:
            archive.writestr("readme.txt", "About this file. " * 100)
            archive.writestr("UA.txt", plain)
    else:
        data = gzip.compress(plain.encode()) if pack == "gz" else plain.encode()
        dump = written(tmp_path, "UA.txt.gz" if pack == "gz" else "UA.txt", data)
    assert add([dump], index).new == 1


def test_an_archive_of_two_tables_is_refused(index: Path, tmp_path: Path) -> None:
    """Of two tables in one archive none is dropped in silence; a short list of codes beside a dump is no second one."""
    dump = tmp_path / "two.zip"
    with zipfile.ZipFile(dump, "w") as archive:
        archive.writestr("UA.txt", dump_row())
        archive.writestr("PL.txt", dump_row(id="756135"))
    with pytest.raises(GazetteerError, match=r"PL.txt, UA.txt"):
        add([dump], index)
    with zipfile.ZipFile(dump, "w") as archive:
        archive.writestr("UA.txt", "".join(dump_row(id=str(5_000_000 + n)) for n in range(40)))
        archive.writestr("iso-languagecodes.txt", "uk\tukr\n")
    assert add([dump], index).new == 40


def test_a_known_place_is_joined_and_keeps_its_old_names(index: Path, tmp_path: Path) -> None:
    """After an update, the names and the identifier of before still lead to the place."""
    row = dump_row(
        id="703448",
        name="Kyjiv",
        ascii="Kyjiv",
        others="Киеград",
        lat="50.45",
        lon="30.52",
        admin1="12",
        population="2952301",
    )
    assert add([written(tmp_path, "UA.txt", row)], index) == Added(joined=1)
    with Gazetteer.open(index) as opened:
        place = opened.place(703448)
        assert place is not None
        assert place.name == "Kyjiv"
        assert place.population == 2_952_301
        for name in ("Kyjiv", "Kyiv", "Киев", "Киеград"):
            assert 703448 in [place.id for place in opened.lookup(name)], name


def test_the_dump_of_a_region_does_not_take_a_towns_name(index: Path, tmp_path: Path) -> None:
    """GeoNames calls the oblast “Donetsk” too: the bare name must go on meaning the town first."""
    row = dump_row(id="709716", name="Donetsk", others="", lat="48", lon="37.5", **{"class": "A", "code": "ADM1"})
    assert add([written(tmp_path, "UA.txt", row)], index) == Added(joined=1)
    with Gazetteer.open(index) as opened:
        senses = {place.id: place.sense for place in opened.lookup("Donetsk")}
        assert senses["UA-14"] is NameSense.OTHER
        assert opened.place(709716) == opened.place("UA-14")


def test_alternate_names_with_flags_and_dates(index: Path, tmp_path: Path) -> None:
    """Historic names come with their years, colloquial ones as such; links and codes of airports are no names."""
    names = written(
        tmp_path,
        "alternateNamesV2.txt",
        name_row("1", "703448", "de", "Kiewstadt", "1")
        + name_row("2", "703448", "uk", "Старокиїв", "", "", "", "1", "1921", "1935")
        + name_row("3", "703448", "en", "The Chestnut City", "", "", "1")
        + name_row("4", "703448", "link", "https://example.org/Kyiv")
        + name_row("5", "703448", "abbr", "Kv.")
        + name_row("6", "98999999", "en", "Nowhere at all"),
    )
    added = add([names], index)
    assert added.left_out == 1
    with Gazetteer.open(index) as opened:

        def sense(name: str) -> NameSense:
            return next(place.sense for place in opened.lookup(name) if place.id == 703448)

        assert sense("Kiewstadt") is NameSense.EXONYM
        assert sense("Старокиїв") is NameSense.FORMER
        assert sense("Starokyiv") is NameSense.FORMER
        assert sense("The Chestnut City") is NameSense.COLLOQUIAL
        assert sense("Kv.") is NameSense.ABBREVIATION
        assert not opened.lookup("Kv")
        assert not opened.lookup("https://example.org/Kyiv")
        assert "from 1921 until 1935" in opened.lookup("Старокиїв")[0].reasons[0].detail


def test_a_table_of_ones_own(index: Path, tmp_path: Path) -> None:
    """Columns are known by usual headers, or by the map."""
    table = written(
        tmp_path,
        "checkpoints.csv",
        "code,title,y,x,aliases,old_name,country\n"
        'A1,"Checkpoint, old bridge",48.1,37.9,Bridge Post;Старий міст,Lenin Bridge,UA\n',
    )
    assert add([table], index, columns={"name": "title"}) == Added(new=1)
    with Gazetteer.open(index) as opened:
        place = opened.lookup("Старий міст")[0]
        assert (place.id, place.lat, place.lon) == ("checkpoints:A1", 48.1, 37.9)
        assert opened.lookup("Lenin Bridge")[0].sense is NameSense.FORMER
        assert opened.place("a1") == opened.place("checkpoints:A1")


def test_the_same_table_again_changes_nothing(index: Path, tmp_path: Path) -> None:
    """A user who adds a newer version of a table must not get every place twice."""
    table = written(tmp_path, "posts.tsv", "name\tlat\tlon\nHilltop Post\t48.1\t37.9\n")
    assert add([table], index) == Added(new=1)
    assert add([table], index) == Added(joined=1)
    with Gazetteer.open(index) as opened:
        assert len(opened.lookup("Hilltop Post")) == 1


SQUARE = [[[37.0, 48.0], [38.0, 48.0], [38.0, 49.0], [37.0, 49.0], [37.0, 48.0]]]


def feature(name: str, geometry: dict[str, object], **properties: object) -> dict[str, object]:
    return {"type": "Feature", "properties": {"name": name, **properties}, "geometry": geometry}


@pytest.mark.parametrize("layout", ["collection", "indented", "lines"])
def test_geojson(index: Path, tmp_path: Path, layout: str) -> None:
    """Points stay points; an area stands as its middle and its reach."""
    features = [
        feature("Field camp", {"type": "Point", "coordinates": [37.5, 48.25]}, aliases=["Польовий табір"]),
        feature("Salient", {"type": "Polygon", "coordinates": SQUARE}),
    ]
    collection = {"type": "FeatureCollection", "name": "camp", "features": features}
    text = {
        "collection": json.dumps(collection),
        "indented": json.dumps(collection, indent=2, ensure_ascii=False),
        "lines": "\n".join(map(json.dumps, features)),
    }[layout]
    assert add([written(tmp_path, "field.geojson", text)], index) == Added(new=2)
    with Gazetteer.open(index) as opened:
        camp, salient = opened.lookup("Польовий табір")[0], opened.lookup("Salient")[0]
        assert (camp.lat, camp.lon, camp.kind) == (48.25, 37.5, PlaceKind.SETTLEMENT)
        assert (salient.lat, salient.lon, salient.kind) == (48.5, 37.5, PlaceKind.REGION)
        assert 45 < salient.radius_km < 60


CODIFIER = (
    "Перший рівень;Другий рівень;Третій рівень;Четвертий рівень;Додатковий рівень;Категорія об’єкта;Назва об’єкта"
)
OBLAST, DISTRICT, COMMUNITY = "UA14000000000091971", "UA14160000000061982", "UA14160150000034567"


def codifier(*rows: str) -> str:
    return "\r\n".join((CODIFIER, *rows)) + "\r\n"


ROWS = (
    f"{OBLAST};;;;;O;Донецька",
    f"{OBLAST};{DISTRICT};;;;P;Покровський",
    f"{OBLAST};{DISTRICT};{COMMUNITY};;;H;Мирноградська",
    f"{OBLAST};{DISTRICT};{COMMUNITY};UA14160150010056789;;M;Мирноград",
    f"{OBLAST};{DISTRICT};{COMMUNITY};UA14160150020067890;;C;Світанкове Поле",
)


def test_the_ukrainian_codifier(index: Path, tmp_path: Path) -> None:
    """A known town gets its code; a village without coordinates stands at its community's point, with a radius."""
    source = written(tmp_path, "codifier.csv", codifier(*ROWS))
    assert add([source], index) == Added(new=3, joined=2)
    with Gazetteer.open(index) as opened:
        assert opened.place("UA14160150010056789") == opened.place(710035)
        assert opened.place(OBLAST) == opened.place("UA-14")
        village = opened.lookup("Svitankove Pole")[0]
        town = opened.place(710035)
        assert town is not None
        assert (village.lat, village.lon) == (town.lat, town.lon)
        assert village.radius_km == 15
        assert opened.lookup("Покровський район")[0].feature == "ADM2"


def test_old_codes_stay_after_an_update(index: Path, tmp_path: Path) -> None:
    """A new edition of the codifier gives a town another code: reports with the old one still find it."""
    add([written(tmp_path, "old.csv", codifier(*ROWS))], index)
    newer = [row.replace("UA14160150010056789", "UA14160150010099999") for row in ROWS]
    add([written(tmp_path, "new.csv", codifier(*newer))], index)
    with Gazetteer.open(index) as opened:
        assert opened.place("UA14160150010056789") == opened.place("UA14160150010099999") == opened.place(710035)


def test_a_new_build_keeps_what_was_added(index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An update of firsthand builds the index anew: the user's own places and names must not vanish."""
    monkeypatch.setattr(gazetteer_entries, "_SMALLEST", 15000)
    add([written(tmp_path, "posts.csv", "code,name,lat,lon\nP7,Hilltop Post,48.1,37.9\n")], index)
    add([written(tmp_path, "alternateNamesV2.txt", name_row("1", "703448", "uk", "Старокиїв", "", "", "", "1"))], index)
    build(index)
    with Gazetteer.open(index) as opened:
        assert [place.id for place in opened.lookup("Hilltop Post")] == ["posts:P7"]
        assert opened.place("P7") == opened.place("posts:P7")
        assert opened.lookup("Старокиїв")[0].id == 703448
    build(index, keep_added=False)
    with Gazetteer.open(index) as opened:
        assert not opened.lookup("Hilltop Post")


def ring(west: float, east: float) -> list[list[float]]:
    """The corners of a field between two meridians."""
    return [[west, 65], [east, 65], [east, 67], [west, 67], [west, 65]]


def zipped(flags: int = 0, method: int = 0) -> bytes:
    """An archive of one table whose entry says that it is packed otherwise than it is."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("own.csv", "name,lat,lon\nPost,48.1,37.9\n")
    data = bytearray(packed.getvalue())
    for head, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = data.index(head) + at
        data[start], data[start + 2] = flags, method
    return bytes(data)


def test_an_area_cut_at_the_date_line_is_one(index: Path, tmp_path: Path) -> None:
    """A district on both sides of the date line lies there, and not at Greenwich."""
    parts: dict[str, object] = {"type": "MultiPolygon", "coordinates": [[ring(178, 180)], [ring(-180, -176)]]}
    add([written(tmp_path, "east.geojson", json.dumps(feature("Farthest East", parts)))], index)
    with Gazetteer.open(index) as opened:
        place = opened.lookup("Farthest East")[0]
        assert (place.lat, place.lon) == (66, -179)
        assert 130 < place.radius_km < 180


def test_swapped_columns_are_told(index: Path, tmp_path: Path) -> None:
    """A point that would lie in its country the other way round is added, and named."""
    table = written(tmp_path, "own.csv", "name,lat,lon,country\nPost,37.9,48.1,UA\nOther,48.1,37.9,UA\n")
    added = add([table], index)
    assert added.new == 2
    assert len(added.doubts) == 1
    assert "line 2" in added.doubts[0]
    assert "swapped" in added.doubts[0]


def test_identifiers_of_a_table_are_its_own(index: Path, tmp_path: Path) -> None:
    """A number in a user's table is no geonameid: a dump that has it brings another place."""
    add([written(tmp_path, "posts.csv", "id,name,lat,lon\n99999901,Hilltop Post,48.1,37.9\n")], index)
    with Gazetteer.open(index) as opened:
        assert opened.place(99999901) == opened.place("posts:99999901")
    assert add([written(tmp_path, "UA.txt", dump_row(id="99999901", name="Elsewhere"))], index) == Added(new=1)
    with Gazetteer.open(index) as opened:
        own, other = opened.place("posts:99999901"), opened.place(99999901)
        assert own is not None
        assert other is not None
        assert (own.name, own.lat, other.name) == ("Hilltop Post", 48.1, "Elsewhere")


@pytest.mark.parametrize("identity", ["id", "note"])
def test_a_table_under_a_new_file_name_is_the_same(index: Path, tmp_path: Path, identity: str) -> None:
    """A copy of a table with the date in its name must not double its places."""
    text = f"{identity},name,lat,lon\nP7,Hilltop Post,48.1,37.9\n"
    assert add([written(tmp_path, "posts.csv", text)], index) == Added(new=1)
    assert add([written(tmp_path, "posts-may.csv", text)], index) == Added(joined=1)
    with Gazetteer.open(index) as opened:
        assert len(opened.lookup("Hilltop Post")) == 1
    other = written(tmp_path, "other.csv", f"{identity},name,lat,lon\nP7,Valley Post,47.1,36.9\n")
    assert add([other], index) == Added(new=1)


def test_a_folder_is_called_so(index: Path, tmp_path: Path) -> None:
    """Who gives the folder of a dump learns that its files are meant."""
    with pytest.raises(MissingInput, match="is a folder"):
        add([tmp_path], index)


def test_a_new_build_keeps_positions_and_inhabitants(
    index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a dump corrected of a place that was known stays corrected."""
    monkeypatch.setattr(gazetteer_entries, "_SMALLEST", 15000)
    row = dump_row(id="703448", name="Kyjiv", lat="50.5", lon="30.6", admin1="12", population="123456789")
    add([written(tmp_path, "UA.txt", row)], index)
    assert build(index) == ""
    with Gazetteer.open(index) as opened:
        place = opened.place(703448)
        assert place is not None
        assert (place.lat, place.lon, place.population, place.name) == (50.5, 30.6, 123_456_789, "Kyjiv")
        assert 703448 in [place.id for place in opened.lookup("Kyiv")]
    assert build(index) == ""
    with Gazetteer.open(index) as opened:
        assert opened.place(703448) == place


def test_a_damaged_index_is_not_passed_over(index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Additions that a new build cannot read are said to be lost."""
    monkeypatch.setattr(gazetteer_entries, "_SMALLEST", 15000)
    add([written(tmp_path, "posts.csv", "name,lat,lon\nHilltop Post,48.1,37.9\n")], index)
    index.write_bytes(index.read_bytes()[: 1 << 20])
    lost = build(index)
    assert str(index) in lost
    assert "Add your files again" in lost
    with Gazetteer.open(index) as opened:
        assert not opened.lookup("Hilltop Post")


def test_a_full_disk_is_called_by_its_name(index: Path, tmp_path: Path) -> None:
    """Whether the room ends in the copy or in what is added: one sentence, and the index as it was."""
    rows = "".join(f"P{i},Post {i} of Hill {i * 7},48.1,37.9\n" for i in range(120_000))
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
    for room in (1 << 20, len(before) + (1 << 20), len(before) + (12 << 20)):
        arguments = [sys.executable, "-c", code, str(table), str(index), str(room)]
        ended = subprocess.run(arguments, capture_output=True, text=True, check=False)
        assert "File too large" in ended.stdout, ended.stderr
        assert str(index) in ended.stdout
        assert index.read_bytes() == before
        assert {entry.name for entry in tmp_path.iterdir()} == {index.name, table.name}


GOOD = dump_row()
NAMES = name_row("1", "703448", "en", "Old Kyiv")
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
    ("own.csv.gz", gzip.compress(b"name,lat,lon\n" + b"\n" * (5 << 20)), ["only empty lines for 4 MB"]),
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


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("UA.txt", GOOD, Kind.GEONAMES),
        ("alternateNamesV2.txt", NAMES, Kind.NAMES),
        ("x.csv", "name,lat,lon\n", Kind.TABLE),
        ("x.txt", "\ufeff" + CODIFIER + "\n", Kind.KATOTTG),
        ("x.geojson.gz", b"", Kind.GEOJSON),
        ("x.txt", '{"type": "Feature"}', Kind.GEOJSON),
    ],
)
def test_kinds_of_files(tmp_path: Path, name: str, content: str | bytes, kind: Kind) -> None:
    """The user need not say what a file is."""
    assert kind_of(written(tmp_path, name, content)) is kind


_STREAM = """
import resource, sys
from pathlib import Path
from firsthand.resolve.gazetteer_add import add
add([Path(sys.argv[1])], Path(sys.argv[2]))
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def test_memory_stays_flat(index: Path, tmp_path: Path) -> None:
    """Ten times as long a dump takes no more memory of its own: it is streamed, whatever its size."""

    def peak(count: int) -> int:
        rows = (dump_row(id=str(90_000_000 + i), name=f"Village {i}", ascii="", others="") for i in range(count))
        dump = written(tmp_path, "UA.txt", "".join(rows))
        copy = tmp_path / "copy.mdb"
        shutil.copyfile(index, copy)
        done = subprocess.run(
            [sys.executable, "-c", _STREAM, str(dump), str(copy)], capture_output=True, text=True, check=True
        )
        return int(done.stdout)

    small, large = peak(1_000), peak(20_000)
    # The map of the file itself counts as memory of the process while it lies in the cache.
    assert large - small < 60_000, (small, large)


def test_names_that_do_not_fit_into_memory_lead_to_the_same_places(
    index: Path, small_index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Names put aside in runs and merged in several sweeps give what names kept in memory give, in its order."""
    dump = tmp_path / "UA.txt"
    rows = [dump_row(id=str(99000001 + n), name=f"Lypky {n % 9}", ascii="Lypky", others="Липки") for n in range(60)]
    dump.write_text("\n".join(rows) + "\n", encoding="utf-8")
    at_once = tmp_path / "at_once.mdb"
    shutil.copyfile(small_index, at_once)
    add([dump], at_once)
    monkeypatch.setattr(gazetteer_postings, "_KEYS", 4)
    monkeypatch.setattr(gazetteer_postings, "_RUNS", 3)
    monkeypatch.setattr(gazetteer_postings, "_SWEEP", 2)
    add([dump], index)
    with Gazetteer.open(at_once) as expected, Gazetteer.open(index) as found:
        for name in ("Lypky", "Липки", "Lypky 3"):
            assert [place.id for place in found.lookup(name)] == [place.id for place in expected.lookup(name)]
            assert len(found.lookup(name)) >= 6
    assert sorted(path.name for path in tmp_path.iterdir()) == ["UA.txt", "at_once.mdb", "gazetteer.mdb"]


@pytest.mark.parametrize(
    ("text", "encoding", "told"),
    [
        ("id,name,lat,lon,note\n1,Ямпіль,50,30,a village with a long note in English\n", "cp1251", "windows-1251"),
        ("id,name,lat,lon,note\n1,Málaga,36,-4,a town with a long note in English\n", "cp1252", "windows-1252"),
    ],
)
def test_the_encoding_that_is_proposed_is_that_of_the_letters(
    tmp_path: Path, text: str, encoding: str, told: str
) -> None:
    """One Cyrillic name among English words is Cyrillic all the same."""
    source = tmp_path / "towns.csv"
    source.write_bytes(text.encode(encoding))
    with pytest.raises(GazetteerError, match=told):
        list(lines(source, lambda done, total: None))
