"""Adding places to the index: what each kind of file gives."""

from __future__ import annotations

import gzip
import json
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from tests.resolve.dumps import (
    CODIFIER,
    GOOD,
    NAMES,
    OBLAST,
    ROWS,
    SQUARE,
    codifier,
    dump_row,
    feature,
    name_row,
    ring,
    written,
)

from firsthand.errors import GazetteerError, MissingInput
from firsthand.model import NameSense, PlaceKind
from firsthand.resolve import gazetteer_postings
from firsthand.resolve.gazetteer import Gazetteer, build
from firsthand.resolve.gazetteer_add import Added, Kind, add, kind_of
from firsthand.resolve.gazetteer_lines import lines


@pytest.fixture
def index(small_index: Path, tmp_path: Path) -> Path:
    path = tmp_path / "gazetteer.mdb"
    shutil.copyfile(small_index, path)
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


@pytest.mark.usefixtures("few_towns")
def test_a_new_build_keeps_what_was_added(index: Path, tmp_path: Path) -> None:
    """An update of firsthand builds the index anew: the user's own places and names must not vanish."""
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


@pytest.mark.usefixtures("few_towns")
def test_a_new_build_keeps_positions_and_inhabitants(index: Path, tmp_path: Path) -> None:
    """What a dump corrected of a place that was known stays corrected."""
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
