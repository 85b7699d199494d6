"""The index of places: what it finds, how it is built, and how it says that it is broken."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.errors import GazetteerError
from firsthand.model import Candidate, NameSense, PlaceId, PlaceKind
from firsthand.resolve.data import load
from firsthand.resolve.gazetteer import Gazetteer, build, default_path, edition, name_key
from firsthand.resolve.gazetteer_file import script_of, unpack_place


def ids(gazetteer: Gazetteer, name: str) -> list[PlaceId]:
    return [place.id for place in gazetteer.lookup(name)]


def test_the_file_lies_where_the_variable_says(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A user can keep the index anywhere, a shared disk for instance."""
    monkeypatch.setenv("FIRSTHAND_HOME", str(tmp_path))
    assert default_path().parent == tmp_path


@pytest.mark.parametrize(
    ("names", "identity"),
    [
        (("Middle East", "Ближний Восток", "Близький Схід"), "region:middle-east"),
        (("Pokrovsk Raion", "Pokrovsk district", "Покровский район", "Покровського району"), "UA.05.pokrovsk-raion"),
        (("Berestyn Raion", "Берестинський район", "Красноградский район"), "UA.07.krasnohradskyi-raion"),
        (("Сумской район", "Сумского района", "Сумському районі"), "UA.21.sumskyi-raion"),
        (("Sudzha district", "Суджанский район", "Суджанського району"), "RU-KRS.sudzha"),
        (("Latakia Governorate", "провинция Латакия", "провінція Латакія"), "SY-LA"),
        (("North Darfur", "Северный Дарфур", "Північний Дарфур"), "SD-DN"),
        (("Krasnodar Krai", "Кубань", "Краснодарський край"), "RU-KDA"),
        (("Texas", "Техас"), "US-TX"),
        (("Strait of Hormuz", "Ормузский пролив", "Ормузька протока"), "region:hormuz"),
        (("Zaporizhzhia Nuclear Power Plant", "ЗАЭС", "Запорізька АЕС"), "site:zaporizhzhia-npp"),
        (("Engels-2", "Энгельс-2", "Енгельс-2"), "site:engels-air-base"),
        (("Soviet Union", "СССР", "Радянський Союз"), "region:ussr"),
        (("European Union", "EU", "Евросоюз", "ЄС"), "region:european-union"),
        (("Nablus Governorate", "Nablus governorate"), "PS-NBS"),
        (("Hebron Governorate",), "PS.WE.al-khalil"),
        (("Jabalia refugee camp", "Jabalia camp", "лагерь Джабалия"), "site:jabalia-camp"),
        (("Rafah crossing", "КПП Рафах"), "site:rafah-crossing"),
        (("Masisi", "Масиси", "Масісі"), "site:masisi"),
        (("Bunagana", "Бунагана"), "site:bunagana"),
    ],
)
def test_areas_and_sites_in_three_languages(gazetteer: Gazetteer, names: tuple[str, ...], identity: str) -> None:
    """What news names and no list of towns has: districts, provinces, straits, air bases, under one identifier."""
    for name in names:
        assert identity in ids(gazetteer, name), name


@pytest.fixture(scope="module")
def every_place(gazetteer: Gazetteer) -> list[Candidate]:
    """All that the index holds, read from its file: making them anew would take as long as a build."""
    with gazetteer._reading() as reading:
        places = [unpack_place(record, NameSense.CURRENT) for _, record in reading.cursor(gazetteer._tables.places)]
    assert len(places) == len(gazetteer) > 250_000
    return places


def test_main_names_are_latin(every_place: list[Candidate]) -> None:
    """English output would else show some places in Cyrillic or Chinese letters."""
    shown = [place.name for place in every_place]
    assert [name for name in shown if script_of(name) not in ("Latn", "Zyyy")] == []


@pytest.mark.parametrize("name", ["Washington", "New York", "Virginia", "Florida", "Oklahoma"])
def test_a_state_is_called_so_now(gazetteer: Gazetteer, name: str) -> None:
    """That a town in the state has its name makes it no lesser name of the state."""
    state = next(place for place in gazetteer.lookup(name) if str(place.id).startswith("US-"))
    assert state.sense is NameSense.CURRENT


def test_further_names_are_those_of_places_that_exist(gazetteer: Gazetteer) -> None:
    """A slip in an identifier would silently lose the names that stand beside it."""
    districts = [row["id"] for row in load("districts.yaml")]
    assert [identity for identity in (*load("area_names.yaml"), *districts) if gazetteer.place(identity) is None] == []


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("Sana’a", "sanaa"),
        ("ZÜRICH", "zurich"),
        ("Port-au-Prince", "port au prince"),
        ("St. Petersburg", "saint petersburg"),
        ("Артёмовск", "артемовск"),
        ("Київ", "київ"),
        ("Горький", "горький"),
        ("Łódź", "lodz"),
    ],
)
def test_names_are_folded_without_losing_letters(written: str, key: str) -> None:
    """Spellings of one name meet, while Cyrillic letters with marks stay letters of their own."""
    assert name_key(written) == key


@pytest.mark.parametrize("name", ["Dimitrov", "Mirnograd", "Mirnohrad", "Myrnohrad", "Мирноград", "Димитров"])
def test_one_town_under_all_its_names(gazetteer: Gazetteer, name: str) -> None:
    """Each side's name of a town, in either script, leads to the same place."""
    assert 710035 in ids(gazetteer, name)


def test_former_name_comes_with_its_years(gazetteer: Gazetteer) -> None:
    """A reader must be told that a name is no longer in use, and since when."""
    town = next(place for place in gazetteer.lookup("Artemivsk") if place.name == "Bakhmut")
    assert town.sense is NameSense.FORMER
    assert "2016" in town.reasons[0].detail


@pytest.mark.parametrize(
    ("name", "identity", "sense"),
    [
        ("Donetsk region", "UA-14", NameSense.CURRENT),
        ("Donetsk Oblast", "UA-14", NameSense.CURRENT),
        ("Донецкой области", "UA-14", NameSense.CURRENT),
        ("Донецькій області", "UA-14", NameSense.CURRENT),
        ("Donetsk People’s Republic", "UA-14", NameSense.OTHER),
        ("Lugansk People's Republic", "UA-09", NameSense.OTHER),
        ("Crimea", "UA-43", NameSense.CURRENT),
        ("Belgorod region", "RU-BEL", NameSense.CURRENT),
        ("Gaza Strip", "region:gaza", NameSense.CURRENT),
        ("Idaho", "US-ID", NameSense.CURRENT),
    ],
)
def test_regions_by_their_names(gazetteer: Gazetteer, name: str, identity: str, sense: NameSense) -> None:
    """The settlements' source has no regions: ours must be found, and a party's name marked as such."""
    region = next(place for place in gazetteer.lookup(name) if place.id == identity)
    assert (region.kind, region.sense) == (PlaceKind.REGION, sense)


@pytest.mark.parametrize(
    ("name", "code"), [("UK", "GB"), ("U.S.", "US"), ("Holland", "NL"), ("Burma", "MM"), ("Украины", "UA")]
)
def test_countries_by_their_short_names(gazetteer: Gazetteer, name: str, code: str) -> None:
    """Reports rarely use the official name of a country."""
    first = gazetteer.lookup(name)[0]
    assert (first.kind, first.country) == (PlaceKind.COUNTRY, code)


def test_the_region_of_a_settlement_is_known(gazetteer: Gazetteer) -> None:
    """Containment rules rest on it."""
    regions = {place.id: place.region for place in gazetteer.lookup("Moscow")}
    assert regions[5601538] == "US-ID"
    assert next(place for place in gazetteer.lookup("Bakhmut")).region == "UA-14"


@pytest.mark.parametrize("name", ["ji mi te luo fu", "IEV", "", " ", "-", "\0", "\udc80", "x" * 5000])
def test_noise_is_no_name(gazetteer: Gazetteer, name: str) -> None:
    """Transliterations in lower case, codes and empty names would match ordinary words."""
    assert gazetteer.lookup(name) == ()


def test_every_former_name_leads_to_its_place(gazetteer: Gazetteer) -> None:
    """A wrong geonameid in the table of renamed places would go unnoticed otherwise."""
    for row in load("renamed.yaml"):
        for name in row["former"]:
            senses = {place.id: place.sense for place in gazetteer.lookup(name)}
            assert senses.get(row["id"]) is NameSense.FORMER, (row["now"], name)
        assert row["id"] in ids(gazetteer, row["now"]), row["now"]


@pytest.mark.parametrize(
    ("identity", "name"),
    [("US-TX", "Texas"), ("RU-KIR", "Kirov Oblast"), ("UA-14", "Donetsk Oblast"), ("SY-LA", "Latakia Governorate")],
)
def test_divisions_are_called_in_latin_letters(gazetteer: Gazetteer, identity: str, name: str) -> None:
    """A page in English calls a state by its English name, though tables of Russian names come first."""
    place = gazetteer.place(identity)
    assert place is not None
    assert place.name == name


def test_no_area_has_a_cyrillic_main_name(every_place: list[Candidate]) -> None:
    """None of the world's divisions, regions and seas."""
    areas = (place for place in every_place if place.feature != "PPL")
    assert [place.name for place in areas if script_of(place.name) == "Cyrl"] == []


@pytest.mark.parametrize(
    ("name", "identity", "sense"),
    [
        ("Харків", 706483, NameSense.CURRENT),
        ("Київ", 703448, NameSense.CURRENT),
        ("Одеса", 698740, NameSense.CURRENT),
        ("Луганськ", 702658, NameSense.CURRENT),
        ("Москва", 524901, NameSense.CURRENT),
        ("Казань", 551487, NameSense.CURRENT),
        ("ДНР", "UA-14", NameSense.ABBREVIATION),
        ("ЛНР", "UA-09", NameSense.ABBREVIATION),
        ("LPR", "UA-09", NameSense.ABBREVIATION),
        ("Донецкая Народная Республика", "UA-14", NameSense.OTHER),
    ],
)
def test_the_sense_of_a_name_in_its_own_language(
    gazetteer: Gazetteer, name: str, identity: PlaceId, sense: NameSense
) -> None:
    """What a town is called at home is a current name; initials are an abbreviation, whoever uses them."""
    assert next(place.sense for place in gazetteer.lookup(name) if place.id == identity) is sense


def test_former_names_of_countries(gazetteer: Gazetteer) -> None:
    """“Swaziland” in an older report is Eswatini, and said to be its former name."""
    for code, row in load("countries.yaml").items():
        for was in row.get("was", ()):
            for name in was["former"]:
                first = gazetteer.lookup(name)[0]
                assert (first.country, first.sense) == (code, NameSense.FORMER), name


def test_regions_lie_near_their_settlements(gazetteer: Gazetteer) -> None:
    """A slip in a coordinate or in a code of our table puts a region far from the places in it."""
    for region, city in [
        ("UA-63", "Kharkiv"),
        ("RU-KRS", "Kursk"),
        ("ES-CT", "Barcelona"),
        ("IN-KL", "Kochi"),
    ]:
        inside = next(place for place in gazetteer.lookup(city) if place.region == region)
        table = next(row for row in load("regions.yaml") if row["id"] == region)
        assert abs(table["at"][0] - inside.lat) < 2
        assert abs(table["at"][1] - inside.lon) < 2


@given(st.text(max_size=40))
def test_any_string_can_be_looked_up(gazetteer: Gazetteer, name: str) -> None:
    """Names come out of text from anywhere: a lookup answers, and never raises."""
    for place in gazetteer.lookup(name):
        assert -90 <= place.lat <= 90
        assert -180 <= place.lon <= 180


def test_two_gazetteers_on_one_file(gazetteer: Gazetteer) -> None:
    """The store maps a file once per process only; its users should not have to know."""
    with Gazetteer.open(gazetteer.path) as other:
        assert other.lookup("Kyiv") == gazetteer.lookup("Kyiv")


def test_missing_file_says_how_to_build_it(tmp_path: Path) -> None:
    """The first run of a new user."""
    with pytest.raises(GazetteerError, match="firsthand gazetteer build"):
        Gazetteer.open(tmp_path / "nothing.mdb")


@pytest.mark.parametrize("size", [0, 100, 5000, 1_000_000])
def test_file_cut_short(gazetteer_path: Path, tmp_path: Path, size: int) -> None:
    """A full disk or an interrupted copy must raise, not crash the process when a page is missing."""
    path = tmp_path / "short.mdb"
    with gazetteer_path.open("rb") as whole:
        path.write_bytes(whole.read(size))
    with pytest.raises(GazetteerError, match="damaged"):
        Gazetteer.open(path)


def test_file_of_something_else(tmp_path: Path) -> None:
    """Somebody points FIRSTHAND_HOME at a folder with a file of that name."""
    path = tmp_path / "gazetteer.mdb"
    path.write_bytes(b"<!doctype html>" * 1000)
    with pytest.raises(GazetteerError, match="damaged"):
        Gazetteer.open(path)


def test_file_of_another_edition(gazetteer_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After an update with other tables the old file must not be read as if nothing had changed."""
    monkeypatch.setattr("firsthand.resolve.gazetteer.edition", lambda: "0-from-the-future")
    with pytest.raises(GazetteerError, match="another version"):
        Gazetteer.open(gazetteer_path)


_BUILD = """
import resource
import sys
from pathlib import Path
from firsthand.resolve import gazetteer_build, gazetteer_entries

divisions, settlements = gazetteer_entries._divisions, gazetteer_entries._settlements
gazetteer_entries._SMALLEST = 15000  # the same steps with fewer places
gazetteer_entries._divisions = lambda: [each for each in divisions() if each.level == 1]
gazetteer_entries._settlements = lambda cities, areas: settlements(
    {number: city for number, city in cities.items() if city["population"] >= 1_000_000}, areas
)

def stop(done, total):
    if done >= total * float(sys.argv[2]):
        raise KeyboardInterrupt

if len(sys.argv) > 3:
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]),) * 2)
gazetteer_build.build_file(Path(sys.argv[1]), stop)
"""


def start_build(path: Path, until: float) -> subprocess.Popen[str]:
    """A build in a process of its own, interrupted at that share of the work; above 1 it is left to end."""
    return subprocess.Popen([sys.executable, "-c", _BUILD, str(path), str(until)], stderr=subprocess.PIPE, text=True)


@pytest.mark.parametrize("until", [0.0, 0.001, 0.7])
def test_interrupted_build_leaves_the_old_file(tmp_path: Path, until: float) -> None:
    """Control-C at the start, while names are folded, and while the file is written, leaves nothing half-built."""
    path = tmp_path / "gazetteer.mdb"
    path.write_bytes(b"what was there before")
    _, complaint = start_build(path, until).communicate()
    assert "KeyboardInterrupt" in complaint
    assert path.read_bytes() == b"what was there before"
    assert [entry.name for entry in tmp_path.iterdir()] == ["gazetteer.mdb"]


def test_two_builds_at_once(tmp_path: Path) -> None:
    """Two first runs side by side, and a third that is interrupted, leave one whole file."""
    path = tmp_path / "gazetteer.mdb"
    builds = [start_build(path, until) for until in (2, 2, 0.7)]
    assert [build.wait() == 0 for build in builds] == [True, True, False]
    with Gazetteer.open(path) as opened:
        assert 703448 in ids(opened, "Kyiv")
    assert [entry.name for entry in tmp_path.iterdir()] == ["gazetteer.mdb"]


def test_place_that_cannot_be_written(tmp_path: Path) -> None:
    """The message names the place, not a line of our code."""
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(GazetteerError, match="cannot be written"):
        build(tmp_path / "file" / "gazetteer.mdb")


def test_a_place_that_cannot_be_written_says_where_else(tmp_path: Path) -> None:
    """Whoever has a home that may not be written to learns what to do, without the number of an error."""
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(GazetteerError) as caught:
        build(tmp_path / "file" / "folder" / "gazetteer.mdb")
    said = str(caught.value)
    assert "Not a directory" in said
    assert "$FIRSTHAND_HOME" in said
    assert "--gazetteer FILE" in said
    assert "Errno" not in said


def test_a_limit_on_writing_is_called_by_its_name(tmp_path: Path) -> None:
    """The store says "Input/output error" where the disk or a quota is full: the message names what is the matter."""
    path = tmp_path / "gazetteer.mdb"
    done = subprocess.run(
        [sys.executable, "-c", _BUILD, str(path), "2", str(1 << 20)], capture_output=True, text=True, check=False
    )
    assert "GazetteerError: The gazetteer cannot be written at" in done.stderr
    assert "File too large" in done.stderr.splitlines()[-1]
    assert not list(tmp_path.iterdir())


def leftover(folder: Path, name: str, age: float) -> Path:
    """What a killed build leaves: a hidden folder with half a file, `age` seconds old."""
    path = folder / name
    path.mkdir()
    (path / "half.mdb").write_bytes(b"half")
    then = time.time() - age
    os.utime(path, (then, then))
    return path


def test_a_build_clears_what_killed_ones_left(tmp_path: Path) -> None:
    """SIGKILL cannot be answered, so the next build clears up, but not after one that may still run."""
    path = tmp_path / "places.mdb"
    old = leftover(tmp_path, ".places.mdb.abcd1234", 7 * 3600)
    older_edition = leftover(tmp_path, ".gazetteer-1-0123456789abcdef.mdb.x_y_z_12", 7 * 3600)
    running = leftover(tmp_path, ".places.mdb.efgh5678", 60)
    foreign = leftover(tmp_path, ".places.mdb.backup of mine", 7 * 3600)
    assert start_build(path, 2).wait() == 0
    assert not old.exists()
    assert not older_edition.exists()
    assert running.exists()
    assert foreign.exists()


def test_versions_share_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two versions of firsthand in use side by side each keep their index: neither's build touches the other's."""
    monkeypatch.setenv("FIRSTHAND_HOME", str(tmp_path))
    other = tmp_path / "gazetteer-1-0123456789abcdef.mdb"
    other.write_bytes(b"another version's")
    assert start_build(default_path(), 2).wait() == 0
    assert other.read_bytes() == b"another version's"
    assert {entry.name for entry in tmp_path.iterdir()} == {other.name, f"gazetteer-{edition()}.mdb"}
