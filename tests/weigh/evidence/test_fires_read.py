"""Reading FIRMS files: every kind of them, and everything that may be wrong with one."""

from __future__ import annotations

import gzip
import random
import string
import subprocess
import sys
import tempfile
import zipfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as often
from hypothesis import strategies as st

from firsthand.claims import Ground
from firsthand.errors import EmptyInput, InputError, MissingInput, TooLarge
from firsthand.weigh.evidence.fires_files import Room, Source, sources_in, unpacked
from firsthand.weigh.evidence.fires_read import read_archive

_VIIRS = (
    "latitude,longitude,bright_ti4,scan,track,acq_date,acq_time,satellite,instrument,confidence,version,bright_ti5,frp,"
    "daynight"
)
_GOOD = "48.01,37.01,330.1,0.41,0.5,2025-06-15,0012,N,VIIRS,n,2.0NRT,290.1,4.5,N"
_MODIS = (
    "latitude,longitude,brightness,scan,track,acq_date,acq_time,satellite,instrument,confidence,version,bright_t31,"
)
_TODAY = date(2026, 1, 1)
_GROUND = Ground("made", 48.0, 37.0, 5.0)


def _read(path: Path) -> tuple[int, list[tuple[str, str]]]:
    """How many detections were found at the place, and what was skipped."""
    archive, skips = read_archive([path], _TODAY)
    return sum(each.count for each in archive.near(_GROUND, 0)), [(skip.record, skip.reason) for skip in skips]


def _write(path: Path, *lines: str, heading: str = _VIIRS) -> Path:
    path.write_text("\n".join([heading, *lines]) + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("48.01,37.01,330", "it has 3 fields, and the heading has 14"),
        (_GOOD.replace("48.01", "north"), "the latitude 'north' is no number"),
        (_GOOD.replace("48.01", "nan"), "the latitude 'nan' is no number"),
        (_GOOD.replace("37.01", ""), "the longitude '' is no number"),
        (_GOOD.replace("48.01", "137.01"), "swapped?"),
        (_GOOD.replace("37.01", "197"), "not between -180 and 180"),
        (_GOOD.replace("37.01", "inf"), "not between -180 and 180"),
        (_GOOD.replace("2025-06-15", "15.06.2025"), "the date '15.06.2025' is not written as 2025-11-30"),
        (_GOOD.replace("2025-06-15", "2025-02-30"), "the date '2025-02-30'"),
        (_GOOD.replace("2025-06-15", "2031-01-01"), "in the future"),
        (_GOOD.replace("2025-06-15", "1999-01-01"), "before any of these satellites"),
        (_GOOD.replace(",n,", ",sure,"), "the confidence 'sure'"),
        ('48.01,"37.01', "it has 2 fields"),
    ],
)
def test_a_broken_line_is_named_and_the_rest_is_read(tmp_path: Path, line: str, reason: str) -> None:
    """By its number in the file, empty lines counted; those around it are not lost."""
    found, ((record, why),) = _read(_write(tmp_path / "f.csv", _GOOD, "", line, _GOOD.replace("0012", "0013")))
    assert found == 2
    assert record == "f.csv, line 4"
    assert reason in why


def test_many_broken_lines_are_counted(tmp_path: Path) -> None:
    """The first twenty are named, in their order; a million would bury everything else."""
    found, skips = _read(_write(tmp_path / "f.csv", _GOOD, *["x"] * 50))
    assert found == 1
    assert [record for record, _ in skips] == [f"f.csv, line {n}" for n in range(3, 23)] + ["f.csv"]
    assert skips[-1][1] == "30 more lines of it are broken"


def test_modis_and_other_orders_of_columns(tmp_path: Path) -> None:
    """Percent instead of letters, another order, upper case, quotes, a mark of UTF-8 and Windows ends of line."""
    heading = '\ufeff"LONGITUDE","LATITUDE",BRIGHTNESS,SCAN,TRACK,ACQ_DATE,ACQ_TIME,SATELLITE,INSTRUMENT,CONFIDENCE'
    rows = [
        "37.01,48.01,300,1.2,1.1,2025-06-15,12,Terra,MODIS,85",
        '"37.01","48.01",300,1.2,1.1,2025-06-15,13,Aqua,MODIS,20',
    ]
    path = tmp_path / "m.csv"
    path.write_text("\r\n".join([heading, *rows]), encoding="utf-8")
    archive, skips = read_archive([path], _TODAY)
    assert not skips
    assert [(each.sensor, each.count) for each in archive.near(_GROUND, 0)] == [("MODIS", 2)]
    assert [each.count for each in archive.near(_GROUND, 2)] == [1]


def test_each_satellite_is_a_sensor_of_its_own(tmp_path: Path) -> None:
    """In the names that the archive and the near-real-time files give them."""
    names = {"N": "S-NPP", "N20": "NOAA-20", "1": "NOAA-20", "N21": "NOAA-21", "2": "NOAA-21"}
    for given_name, sensor in names.items():
        archive, _ = read_archive(
            [_write(tmp_path / "f.csv", _GOOD.replace(",N,VIIRS", f",{given_name},VIIRS"))], _TODAY
        )
        assert list(archive.days) == [(1, f"VIIRS {sensor}")]


def test_columns_nobody_knows_are_told_and_left(tmp_path: Path) -> None:
    """They take nothing away from the others."""
    found, skips = _read(_write(tmp_path / "f.csv", _GOOD + ",7", heading=_VIIRS + ",mood"))
    assert found == 1
    assert skips == [("f.csv, line 1", "columns that FIRMS does not have were not read: mood")]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "is empty"),
        ("\n\n", "is empty"),
        ("lat;lon\n1;2\n", "no column latitude, longitude, acq_date"),
        (_VIIRS.replace("scan", "latitude") + "\n", "latitude stands twice"),
        (_VIIRS + "\n", "no detection"),
        ("\0" * 5000, "no column"),
    ],
)
def test_a_file_that_is_none_is_refused_with_why(tmp_path: Path, content: str, message: str) -> None:
    """Where nothing else could be read; beside a good one it is only skipped."""
    bad = tmp_path / "bad.csv"
    bad.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=message):
        read_archive([bad], _TODAY)
    archive, skips = read_archive([bad, _write(tmp_path / "good.csv", _GOOD)], _TODAY)
    assert len(archive.days) == 1
    assert message in skips[0].reason
    assert skips[0].record.startswith("bad.csv")


def test_packed_files_are_the_same_as_plain_ones(tmp_path: Path) -> None:
    """As NASA sends them: gzip, or a zip with a note beside the tables."""
    plain = _write(tmp_path / "f.csv", _GOOD, "x")
    (tmp_path / "g.csv.gz").write_bytes(gzip.compress(plain.read_bytes()))
    with zipfile.ZipFile(tmp_path / "z.zip", "w") as packed:
        packed.write(plain, "fire_archive_1.csv")
        packed.writestr("Readme.txt", "terms")
    assert _read(plain) == (1, [("f.csv, line 3", "it has 1 fields, and the heading has 14")])
    assert _read(tmp_path / "g.csv.gz")[1][0][0] == "g.csv.gz, line 3"
    found, skips = _read(tmp_path / "z.zip")
    assert found == 1
    assert [record for record, _ in skips] == ["z.zip, fire_archive_1.csv, line 3"]


def test_damaged_packed_files_leave_a_skip(tmp_path: Path) -> None:
    """Cut off, no zip at all, or without a table; what else is in the folder counts."""
    _write(tmp_path / "a.csv", _GOOD)
    rows = "\n".join([_VIIRS, *[_GOOD.replace("48.01", f"48.{n:05d}") for n in range(2000)]])
    (tmp_path / "cut.csv.gz").write_bytes(gzip.compress(rows.encode())[:3000])
    (tmp_path / "none.zip").write_bytes(b"PK\x03\x04 and no more")
    with zipfile.ZipFile(tmp_path / "note.zip", "w") as packed:
        packed.writestr("picture.jpg", "x")
    archive, skips = read_archive(sources_in(str(tmp_path)), _TODAY)
    assert sum(each.count for each in archive.near(_GROUND, 0)) == 1
    assert sorted(skip.record for skip in skips) == ["cut.csv.gz", "none.zip", "note.zip"]


def test_what_unpacks_to_more_than_there_is_room_for_is_refused(tmp_path: Path) -> None:
    """A small file may hold terabytes of nothing."""
    (tmp_path / "big.csv.gz").write_bytes(gzip.compress(b"0" * 5_000_000))
    with (
        pytest.raises(TooLarge, match="unpacks to more"),
        unpacked(Source(tmp_path / "big.csv.gz"), tmp_path, Room(1_000_000)),
    ):
        pass
    assert sorted(each.name for each in tmp_path.iterdir()) == ["big.csv.gz"]


def test_paths_that_lead_nowhere(tmp_path: Path) -> None:
    """A missing file, an empty folder."""
    with pytest.raises(MissingInput, match="no file"):
        sources_in(str(tmp_path / "none.csv"))
    with pytest.raises(EmptyInput, match=r"\.csv"):
        sources_in(str(tmp_path))


def test_names_with_signs_of_a_pattern_are_names(tmp_path: Path) -> None:
    """DuckDB would take [1] and * for a pattern, and read other files."""
    assert _read(_write(tmp_path / "fires[1]*.csv", _GOOD))[0] == 1


def test_a_very_long_line_loses_only_itself(tmp_path: Path) -> None:
    """A line of a megabyte is no detection, and no reason to give up."""
    assert _read(_write(tmp_path / "f.csv", _GOOD, "9" * 1_000_000, _GOOD.replace("0012", "0013")))[0] == 2


@often(max_examples=60)
@given(
    st.lists(
        st.one_of(st.text(string.printable, max_size=60), st.binary(max_size=60).map(lambda b: b.decode("latin-1")))
    )
)
def test_no_bytes_make_it_fail_or_lose_a_good_line(junk: list[str]) -> None:
    """Whatever stands around them, two good lines are found."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "f.csv"
        middle = "\n".join(junk)
        path.write_bytes("\n".join([_VIIRS, _GOOD, middle, _GOOD.replace("0012", "0013"), ""]).encode("latin-1"))
        assert _read(path)[0] >= 2


_MEASURE = """
import sys
from datetime import date
from pathlib import Path
from firsthand.weigh.evidence.fires_read import read_archive
archive, skips = read_archive([Path(sys.argv[1])], date(2026, 1, 1))
assert len(archive.days) == 1, skips
with open("/proc/self/status") as status:  # ru_maxrss would be that of the process it was started from
    print(next(int(line.split()[1]) // 1024 for line in status if line.startswith("VmHWM")))
"""


def _peak(path: Path, megabytes: int) -> int:
    """MB of memory that reading a file of so many takes at most, in a process of its own."""
    spread = random.Random(megabytes)
    with path.open("w", encoding="ascii") as file:
        file.write(_VIIRS + "\n")
        while file.tell() < megabytes * 1_000_000:
            rows = [
                f"{44 + 8 * spread.random():.5f},{22 + 18 * spread.random():.5f},{_GOOD.split(',', 2)[2]}"
                for _ in range(10_000)
            ]
            file.write("\n".join(rows) + "\n")
    done = subprocess.run([sys.executable, "-c", _MEASURE, str(path)], capture_output=True, text=True, check=True)
    return int(done.stdout)


def test_memory_stays_flat_however_large_the_file(tmp_path: Path) -> None:
    """Ten times the file takes no more than what DuckDB may take at all, and far less than ten times as much."""
    small, large = _peak(tmp_path / "small.csv", 6), _peak(tmp_path / "large.csv", 60)
    assert large < 400
    assert large - small < 200
