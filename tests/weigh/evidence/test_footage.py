"""Footage: the same picture again, what files say of themselves, and what hostile files come to."""

from __future__ import annotations

import hashlib
import json
import os
import struct
import subprocess
import sys
import zlib
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from bench.footage import CHANGES, drawn
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from firsthand.claims import Ground
from firsthand.errors import EmptyInput, MissingInput, TableError
from firsthand.evidence import Asked, Evidence
from firsthand.kinds import Verdict
from firsthand.weigh.evidence.footage import FOOTAGE, Footage
from firsthand.weigh.evidence.footage_metadata import Metadata, metadata_of
from firsthand.weigh.evidence.footage_prints import SIDE, TURNS, Printer, parts_of, trimmed_frame
from firsthand.weigh.evidence.footage_programs import program, run_program
from firsthand.weigh.evidence.footage_search import near
from firsthand.weigh.weights import prior_weights

_PLACE = Ground("gn:1", 48.3, 37.3, 5.0)
_NEEDS_FFMPEG = pytest.mark.skipif(program("ffmpeg") is None, reason="ffmpeg is not installed")
_NEEDS_EXIFTOOL = pytest.mark.skipif(program("exiftool") is None, reason="exiftool is not installed")


def _asked(since: date | None = date(2031, 5, 5), media: tuple[str, ...] = ()) -> Asked:
    return Asked("c1", date(2031, 5, 6), (("en", "A bridge fell"),), ground=_PLACE, since=since, media=media)


def _open(folder: Path, rows: str = "", claims: str = "c1\tnew.png", **more: str) -> Footage:
    """The collection of a folder, with its list and a table of claims beside it."""
    (folder / "footage.tsv").write_text(f"path\tseen\taddress\n{rows}\n", "utf-8")
    table = folder.parent / f"{folder.name}-claims.tsv"
    table.write_text(f"claim\tpath\n{claims}\n", "utf-8")
    return FOOTAGE.open(str(folder), "Archive", {"claims": str(table), **more})


def _save(path: Path, picture: Image.Image) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    picture.save(path)
    return path


def _found(footage: Footage, asked: Asked | None = None) -> Evidence:
    return next(each for each in footage.asked(asked or _asked()) if "metadata" not in each.rule)


@pytest.mark.parametrize("change", [name for name in CHANGES if name not in ("cut to 60-70%", "cut to 70-80%")])
def test_an_older_picture_is_found_however_it_was_changed(tmp_path: Path, change: str) -> None:
    """Old footage passed off as new contradicts that, with where and when it was seen, and what it cannot say."""
    folder = tmp_path / "all"
    _save(folder / "old.png", drawn(1))
    _save(folder / "other.png", drawn(2))
    _save(folder / "new.png", CHANGES[change](drawn(1), np.random.default_rng(5)).convert("RGB"))
    found = _found(_open(folder, "old.png\t2029-03-01\thttps://post.example/7\nother.png\t2028-01-01\t"))
    assert (found.verdict, found.rule) == (Verdict.CONTRADICTS, "footage_seen_before")
    assert "2029-03-01 as old.png at https://post.example/7" in found.detail
    assert "not that the event did not happen" in found.limitation
    assert found.at == "https://post.example/7"


def test_a_mirrored_picture_is_called_so(tmp_path: Path) -> None:
    """The change is told, so that a person can look for it."""
    folder = tmp_path / "all"
    _save(folder / "old.png", drawn(1))
    _save(folder / "new.png", drawn(1).transpose(Image.Transpose.FLIP_LEFT_RIGHT))
    assert "the same picture, mirrored (" in _found(_open(folder, "old.png\t2029-03-01\t")).detail


@pytest.mark.parametrize("seen", ["", "2031-05-04", "2031-05-05", "2031-06-01T10:00:00Z"])
def test_a_picture_not_surely_seen_before_contradicts_nothing(tmp_path: Path, seen: str) -> None:
    """Without a day, on the day itself, on the eve (time zones), or later: silent."""
    folder = tmp_path / "all"
    _save(folder / "old.png", drawn(1))
    _save(folder / "new.png", drawn(1).resize((300, 200)))
    assert _found(_open(folder, f"old.png\t{seen}\t")).verdict is Verdict.SILENT


def test_the_time_on_a_file_is_no_day_of_seeing(tmp_path: Path) -> None:
    """A copy made long ago, or a clock, must not make footage old."""
    folder = tmp_path / "all"
    os.utime(_save(folder / "old.png", drawn(1)), (1e9, 1e9))
    _save(folder / "new.png", drawn(1).resize((300, 200)))
    found = _found(_open(folder))
    assert found.verdict is Verdict.SILENT
    assert "of none of which the day of seeing is known" in found.detail


def test_a_claim_without_a_day_has_a_week(tmp_path: Path) -> None:
    """What was told on the 6th may have happened some days before."""
    folder = tmp_path / "all"
    _save(folder / "old.png", drawn(1))
    _save(folder / "new.png", drawn(1).resize((300, 200)))
    for seen, verdict in (("2031-05-01", Verdict.SILENT), ("2031-04-20", Verdict.CONTRADICTS)):
        assert _found(_open(folder, f"old.png\t{seen}\t"), _asked(since=None)).verdict is verdict


def test_a_hash_that_came_with_the_documents_is_enough(tmp_path: Path) -> None:
    """The same bytes in the collection, seen earlier under another name, are the plainest case of all."""
    folder = tmp_path / "all"
    path = _save(folder / "new.png", drawn(1))
    (folder / "old.png").write_bytes(path.read_bytes())
    hash_ = hashlib.sha256(path.read_bytes()).hexdigest()
    footage = _open(folder, "old.png\t2029-03-01\t\nnew.png\t2031-05-05\t", claims="another\tnew.png")
    assert _found(footage, _asked(media=(hash_,))).rule == "footage_seen_before"
    assert not list(footage.asked(_asked()))


def test_a_plain_picture_is_said_to_be_too_plain(tmp_path: Path) -> None:
    """Two blank pictures are not the same footage."""
    folder = tmp_path / "all"
    for name in ("new.png", "old.png"):
        _save(folder / name, Image.new("RGB", (300, 200), "navy"))
    footage = _open(folder, "old.png\t2029-03-01\t")
    assert _found(footage).rule == "footage_too_plain"
    assert any("too plain" in skip.reason for skip in footage.skips)


def _png(width: int, height: int) -> bytes:
    """A PNG that says it is so large, and is not."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(b"0" * 1000)), (b"IEND", b""))
    made = b"".join(struct.pack(">I", len(d)) + k + d + struct.pack(">I", zlib.crc32(k + d)) for k, d in chunks)
    return b"\x89PNG\r\n\x1a\n" + made


def test_hostile_and_broken_files_leave_a_reason_and_nothing_else(tmp_path: Path) -> None:
    """Bombs, cut-off, empty, mislabelled files, links and pipes: each a skip; the good ones count all the same."""
    folder = tmp_path / "all"
    _save(folder / "old.png", drawn(1))
    _save(folder / "new.png", drawn(1).resize((300, 200)))
    (folder / "bomb.png").write_bytes(_png(60_000, 60_000))
    (folder / "cut.png").write_bytes((folder / "old.png").read_bytes()[:9000])
    (folder / "empty.jpg").write_bytes(b"")
    (folder / "list.mp4").write_bytes(b"#EXTM3U\n#EXTINF:1,\n/etc/passwd\n")
    (folder / "text.jpg").write_text("no picture", "utf-8")
    (folder / "eps.png").write_text("%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 100 100\n", "utf-8")
    (folder / "movie.mp4").write_bytes(b"\0\0\0\x20ftypisom" + b"x" * 5000)
    (folder / "tiny.png").write_bytes(_png(2, 2))
    (folder / "link.png").symlink_to(folder / "old.png")
    os.mkfifo(folder / "pipe.png")
    (folder / "moved.jpg").write_bytes((folder / "old.png").read_bytes())
    frames = [drawn(3), drawn(4)]
    frames[0].save(folder / "moving.gif", save_all=True, append_images=frames[1:])
    footage = _open(folder, "old.png\t2029-03-01\t")
    said = {skip.record: skip.reason for skip in footage.skips}
    wanted = {"bomb.png", "cut.png", "empty.jpg", "list.mp4", "text.jpg", "eps.png", "movie.mp4", "tiny.png"}
    assert said.keys() >= wanted | {"link.png", "pipe.png", "moving.gif"}
    assert not {"moved.jpg", "old.png", "new.png"} & said.keys()
    assert "pixels" in said["bomb.png"]
    assert "only its first picture" in said["moving.gif"]
    assert _found(footage).rule == "footage_seen_before"


def test_a_list_may_not_lead_out_of_the_collection(tmp_path: Path) -> None:
    """Paths of a list are as hostile as its files."""
    folder = tmp_path / "all"
    _save(folder / "new.png", drawn(1))
    _save(tmp_path / "secret.png", drawn(2))
    (folder / "way").symlink_to(tmp_path)
    rows = [str(tmp_path / "secret.png"), "../secret.png", "way/secret.png", "missing.png", "new.png"]
    told = [{"path": row, "seen": "2031-99-01"} for row in rows] + [{"path": "new.png", "seen": None}]
    (folder / "footage.json").write_text(json.dumps(told), "utf-8")
    footage = FOOTAGE.open(str(folder / "footage.json"), "Archive", {})
    reasons = [skip.reason for skip in footage.skips if "row" in skip.record]
    assert len(reasons) == 5
    assert "no day or time" in reasons[-1]


def test_what_cannot_be_opened_says_so(tmp_path: Path) -> None:
    """A missing folder, an empty one, an unknown option and a table that is none are errors that name it."""
    with pytest.raises(MissingInput, match="nowhere"):
        FOOTAGE.open(str(tmp_path / "nowhere"), "Archive", {})
    with pytest.raises(EmptyInput):
        FOOTAGE.open(str(tmp_path), "Archive", {})
    with pytest.raises(TableError, match="colour"):
        FOOTAGE.open(str(tmp_path), "Archive", {"colour": "red"})
    _save(tmp_path / "new.png", drawn(1))
    with pytest.raises(TableError, match="'claim'"):
        FOOTAGE.open(str(tmp_path), "Archive", {"claims": str(_text(tmp_path, "a\tb\n1\t2\n"))})


def _text(folder: Path, text: str) -> Path:
    path = folder / "table.tsv"
    path.write_text(text, "utf-8")
    return path


def test_another_byte_or_day_is_another_version(tmp_path: Path) -> None:
    """Results are kept under the version: it changes with the files and with the list, and not by itself."""
    folder = tmp_path / "all"
    _save(folder / "new.png", drawn(1))
    first, again = _open(folder).version, _open(folder).version
    dated = _open(folder, "new.png\t2029-03-01\t").version
    _save(folder / "new.png", drawn(2))
    assert first == again
    assert len({first, dated, _open(folder).version}) == 3


def test_without_the_libraries_it_says_what_to_install(tmp_path: Path) -> None:
    """The rest of firsthand runs without the extra; only opening footage needs it."""
    code = (
        "import sys; sys.modules['pdqhash'] = None\n"
        "from firsthand.weigh.evidence.kinds import connector_called\n"
        "try:\n    connector_called('footage').open(sys.argv[1], 'x', {})\n"
        "except Exception as error:\n    print(type(error).__name__, error)"
    )
    ran = subprocess.run([sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=True)
    assert ran.stdout.startswith("InputError")
    assert "pip install 'firsthand[media]'" in ran.stdout


def test_without_ffmpeg_pictures_count_and_videos_say_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A missing program costs only what needs it."""
    folder = tmp_path / "all"
    _save(folder / "old.png", drawn(1))
    _save(folder / "new.png", drawn(1).resize((300, 200)))
    (folder / "movie.mp4").write_bytes(b"\0\0\0\x20ftypisom" + b"x" * 5000)
    monkeypatch.setenv("PATH", str(tmp_path))
    footage = _open(folder, "old.png\t2029-03-01\t")
    said = " ".join(skip.reason for skip in footage.skips)
    assert "apt install ffmpeg" in said
    assert "libimage-exiftool-perl" in said
    assert _found(footage).rule == "footage_seen_before"


@_NEEDS_FFMPEG
def test_a_video_is_found_again_mirrored_and_written_anew(tmp_path: Path) -> None:
    """Frames of an old video give it away, in another format and from another second on."""
    folder = tmp_path / "all"
    still = _save(tmp_path / "still.png", drawn(1))
    folder.mkdir()
    ffmpeg = [str(program("ffmpeg")), "-y", "-nostdin", "-v", "error"]
    pan = ["-vf", "crop=480:300:x='160*t/4':y=40", "-pix_fmt", "yuv420p"]
    subprocess.run([*ffmpeg, "-loop", "1", "-t", "4", "-i", str(still), *pan, str(folder / "old.mp4")], check=True)
    changed = ["-ss", "0.7", "-i", str(folder / "old.mp4"), "-vf", "hflip,scale=240:-2", "-c:v", "mpeg4"]
    subprocess.run([*ffmpeg, *changed, str(folder / "new.avi")], check=True)
    found = _found(_open(folder, "old.mp4\t2029-03-01\t", claims="c1\tnew.avi"))
    assert found.rule == "footage_seen_before"
    assert "mirrored" in found.detail
    assert "frames" in found.detail


@_NEEDS_EXIFTOOL
def test_metadata_is_told_with_what_it_cannot_show(tmp_path: Path) -> None:
    """An older date and a far position speak against; a fitting one is only consistent."""
    folder = tmp_path / "all"
    path = folder / "new.jpg"
    for made, lat, rules in (
        ("2029:01:02 10:00:00", 40.0, {"footage_metadata_older", "footage_metadata_elsewhere"}),
        ("2031:05:05 10:00:00", 48.31, {"footage_metadata_fits"}),
        ("2031:09:05 10:00:00", 48.31, {"footage_metadata_later", "footage_metadata_fits"}),
    ):
        exif = Image.Exif()
        exif.get_ifd(0x8769)[0x9003] = made
        exif.get_ifd(0x8825).update({1: "N", 2: (lat, 0.0, 0.0), 3: "E", 4: (37.3, 0.0, 0.0)})
        folder.mkdir(exist_ok=True)
        drawn(1).save(path, exif=exif)
        found = [each for each in _open(folder, claims="c1\tnew.jpg").asked(_asked()) if "metadata" in each.rule]
        assert {each.rule for each in found} == rules
        assert all("can be edited" in each.limitation for each in found)


@pytest.mark.parametrize(
    ("written", "told"),
    [
        (b'[{"CreateDate": "1904:01:01 00:00:00"}]', Metadata()),
        (b'[{"GPSLatitude": 0, "GPSLongitude": 0}]', Metadata()),
        (b'[{"GPSLatitude": "a", "GPSLongitude": 99}]', Metadata()),
        (b'[{"CreateDate": "2031:13:45 99:00:00", "Make": "A\\u0000b"}]', Metadata(camera="Ab")),
    ],
)
def test_unset_clocks_and_nonsense_are_no_metadata(written: bytes, told: Metadata) -> None:
    """Devices write zeros where they know nothing."""
    assert metadata_of(written) == told


@given(st.binary(max_size=200))
def test_whatever_exiftool_writes_is_metadata_or_a_reason(written: bytes) -> None:
    """The output of a program on a hostile file is hostile too."""
    assert isinstance(metadata_of(written), Metadata | str)


def test_light_is_held_against_place_and_time(tmp_path: Path) -> None:
    """A person's reading speaks against a time it does not fit; a broken row leaves a skip."""
    folder = tmp_path / "all"
    _save(folder / "new.png", drawn(1))
    table = tmp_path / "readings.tsv"
    head = "claim\ttime\tlat\tlon\tshadow\tdirection\tlight\n"
    rows = ["c1\t2031-05-05T09:30Z\t\t\t0.7\t\tday", "c1\t\t\t\t\t\tnight", "c1\t2031-05-05T21:30Z\t\t\t0.7\t\t"]
    bad = ["c1\tyesterday\t\t\t1\t\t", "c1\t\t137\t48\t1\t\t", "c1\t\t\t\t\t\t", "c1\t2031-05-05T21:30\t\t\t1\t\t"]
    table.write_text(head + "\n".join(rows + bad), "utf-8")
    footage = _open(folder, readings=str(table))
    found = [each.rule for each in footage.asked(_asked()) if "light" in each.rule]
    assert found == ["footage_light_fits", "footage_light_fits", "footage_light_otherwise"]
    assert sum("no reading of light" in skip.reason for skip in footage.skips) == 4


def test_every_rule_has_a_weight(tmp_path: Path) -> None:
    """A rule that the table lacks would end the whole assessment."""
    rules = ["seen_before", "not_seen_before", "too_plain", "metadata_older", "metadata_later", "metadata_elsewhere"]
    for rule in [*rules, "metadata_fits", "light_otherwise", "light_fits"]:
        prior_weights().weight(f"footage_{rule}")


def test_turns_are_called_by_their_names() -> None:
    """What the library gives in which place is not written in it: each is what its name says."""
    printer = Printer()
    gray = np.asarray(drawn(1).convert("L").resize((SIDE, SIDE)), np.uint8)
    whole = parts_of(gray)[:1]
    turned = {"as it is": gray, "turned upside down": np.rot90(gray, 2), "mirrored": np.fliplr(gray)}
    turned["mirrored top to bottom"] = np.flipud(gray)
    for name, other in turned.items():
        own = printer.prints(np.ascontiguousarray(other)).words[0]
        away = np.bitwise_count(printer.turned(gray, whole)[0] ^ own).sum(axis=1)
        assert TURNS[int(away.argmin())] == name
        assert away.min() <= 4


def test_borders_and_captions_are_trimmed_and_skies_are_not() -> None:
    """A bar is plain and ends; a picture that is plain at its edge all over is left as it is."""
    gray = np.asarray(drawn(1).convert("L").resize((SIDE, SIDE)), np.uint8).copy()
    assert trimmed_frame(gray) is None
    gray[:20] = 0
    frame = trimmed_frame(gray)
    assert frame is not None
    assert frame.top == pytest.approx(20 / SIDE, abs=0.03)
    assert (frame.left, frame.right, frame.bottom) == (0, 1, 1)
    assert trimmed_frame(np.zeros((SIDE, SIDE), np.uint8)) is None


@given(st.integers(0, 60), st.integers(0, 2**32))
def test_the_search_finds_what_counting_one_by_one_finds(most: int, seed: int) -> None:
    """No shortcut may lose a pair."""
    chance = np.random.default_rng(seed)
    known = chance.integers(0, 1 << 64, (40, 4), dtype=np.uint64)
    sought = known[:5] ^ (np.uint64(1) << chance.integers(0, 64, (5, 4), dtype=np.uint64))
    slow = {
        (i, k): int(sum(bin(int(a) ^ int(b)).count("1") for a, b in zip(one, other, strict=True)))
        for i, one in enumerate(sought)
        for k, other in enumerate(known)
    }
    which, at, bits = near(sought, known, most)
    fast = {(int(i), int(k)): int(d) for i, k, d in zip(which, at, bits, strict=True)}
    assert fast == {pair: away for pair, away in slow.items() if away <= most}


def test_a_program_is_ended_when_it_takes_too_long_or_writes_too_much() -> None:
    """Hostile files make programs hang or flood; a shell's signs mean nothing to them."""
    slow = run_program([sys.executable, "-c", "import time; time.sleep(60)"], 0.2, 1000)
    flood = run_program([sys.executable, "-c", "while True: print('x' * 9999)"], 20, 100_000)
    quiet = run_program([sys.executable, "-c", "import sys; print(sys.argv[1])", "$(id); `id`"], 20, 1000)
    assert "longer than" in str(slow.failed)
    assert "more than" in str(flood.failed)
    assert len(flood.out) <= 100_000
    assert quiet.out.decode().strip() == "$(id); `id`"
    assert run_program(["/no/such/program"], 1, 10).failed is not None
