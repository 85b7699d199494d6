"""Files and streams: what is refused, what is unpacked, and that a size limit holds."""

from __future__ import annotations

import gzip
import hashlib
import io
import os
from pathlib import Path

import pytest

from firsthand.collect import Limits, from_file, from_stream
from firsthand.errors import AddressRefused, MissingInput, NotText, TooLarge

REPORT = b"Ferry service suspended\n\nThe harbour office said on Tuesday that no ferries would sail.\n"


def test_a_file_is_captured_with_its_hash(tmp_path: Path) -> None:
    """The bytes of a file arrive unchanged, with their hash and name."""
    path = tmp_path / "ferry.txt"
    path.write_bytes(REPORT)
    capture = from_file(path)
    assert capture.data == REPORT
    assert capture.sha256 == hashlib.sha256(REPORT).hexdigest()
    assert capture.address == str(path)
    assert capture.fetched.tzinfo is not None


def test_standard_input_is_captured() -> None:
    """A stream is read to its end and named "-"."""
    capture = from_stream(io.BytesIO(REPORT))
    assert (capture.data, capture.address) == (REPORT, "-")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    """The message for a missing file says which one."""
    with pytest.raises(MissingInput, match=r"no-such\.txt"):
        from_file(tmp_path / "no-such.txt")


def test_a_folder_is_refused(tmp_path: Path) -> None:
    """A folder is told apart from a missing file."""
    with pytest.raises(MissingInput, match="is a folder"):
        from_file(tmp_path)


def test_a_name_with_a_nul_is_refused() -> None:
    """A name that no system accepts is an input error, not a crash."""
    with pytest.raises(MissingInput):
        from_file(Path("a\0b"))


def test_a_name_that_is_too_long_is_refused() -> None:
    """The system's other complaints about a name are input errors too."""
    with pytest.raises(MissingInput):
        from_file(Path("a" * 5000))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_refused_without_waiting(tmp_path: Path) -> None:
    """A named pipe, which would block for ever, is refused with the way to read it."""
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(MissingInput, match="Give - to read"):
        from_file(tmp_path / "pipe")


def test_a_device_is_refused() -> None:
    """An endless device is not read."""
    if not Path("/dev/zero").exists():
        pytest.skip("this system has no /dev/zero")
    with pytest.raises(MissingInput, match="device"):
        from_file(Path("/dev/zero"))


def test_an_unreadable_file_is_refused(tmp_path: Path) -> None:
    """A file without read permission gives a message that says so."""
    path = tmp_path / "closed.txt"
    path.write_bytes(REPORT)
    path.chmod(0)
    if os.access(path, os.R_OK):
        pytest.skip("this user may read everything")
    with pytest.raises(MissingInput, match="permission"):
        from_file(path)


def test_fifty_megabytes_are_refused_with_the_limit(tmp_path: Path) -> None:
    """A text over the limit is refused before it is read, and the message names the limit."""
    path = tmp_path / "big.txt"
    with path.open("wb") as stream:
        stream.truncate(50_000_000)
    with pytest.raises(TooLarge, match="20 MB"):
        from_file(path)


def test_an_endless_stream_is_cut_off() -> None:
    """A stream without end is left at the limit."""

    class Endless(io.RawIOBase):
        def read(self, size: int = -1) -> bytes:
            return b"a" * max(size, 1)

    with pytest.raises(TooLarge, match="Standard input"):
        from_stream(Endless(), Limits(bytes=3_000_000))  # type: ignore[arg-type]  # reads bytes, all it needs


def test_a_gzip_file_is_unpacked(tmp_path: Path) -> None:
    """A gzip file of two members is read as the text within, and the hash is that of the text."""
    path = tmp_path / "ferry.txt.gz"
    path.write_bytes(gzip.compress(REPORT[:20]) + gzip.compress(REPORT[20:]))
    capture = from_file(path)
    assert capture.data == REPORT
    assert capture.sha256 == hashlib.sha256(REPORT).hexdigest()


def test_a_gzip_bomb_is_refused(tmp_path: Path) -> None:
    """Fifty megabytes packed into fifty kilobytes are refused at the limit for unpacked bytes."""
    path = tmp_path / "bomb.gz"
    path.write_bytes(gzip.compress(b"\0" * 50_000_000))
    with pytest.raises(TooLarge, match="unpacks to more than the limit of 20 MB"):
        from_file(path)


@pytest.mark.parametrize("cut", [12, 40])
def test_a_cut_gzip_file_is_refused(tmp_path: Path, cut: int) -> None:
    """Half a gzip file is not read as if it were whole."""
    path = tmp_path / "cut.gz"
    path.write_bytes(gzip.compress(REPORT)[:cut])
    with pytest.raises(NotText, match="damaged gzip"):
        from_file(path)


@pytest.mark.parametrize(
    ("name", "scheme"),
    [("ftp://courier.example/a", "ftp"), ("file:///etc/hostname", "file"), ("FTP://courier.example/", "ftp")],
)
def test_an_address_of_another_kind_is_refused_by_name(name: str, scheme: str) -> None:
    """ftp: and file: addresses are told from missing files, and the message says which are fetched."""
    with pytest.raises(AddressRefused, match=f"^{scheme}: .*only http and https"):
        from_file(Path(name))


def test_an_address_with_one_slash_is_told(tmp_path: Path) -> None:
    """A slip of the pen in an address is not called a missing file."""
    with pytest.raises(AddressRefused, match="two slashes"):
        from_file(Path("https:/courier.example/a"))


def test_a_drive_letter_is_no_scheme() -> None:
    """A path on a Windows drive is a path."""
    with pytest.raises(MissingInput, match="no file"):
        from_file(Path("C:/reports/ferry.txt"))


def test_what_follows_a_gzip_file_is_not_dropped(tmp_path: Path) -> None:
    """Text after the packed part is refused rather than lost; zeros are padding."""
    path = tmp_path / "ferry.gz"
    path.write_bytes(gzip.compress(REPORT) + b"The mayor denied it.")
    with pytest.raises(NotText, match=r"ferry\.gz .*follows after its end"):
        from_file(path)
    path.write_bytes(gzip.compress(REPORT) + b"\x1f\x8b")
    with pytest.raises(NotText, match="follows after its end"):
        from_file(path)
    path.write_bytes(gzip.compress(REPORT) + bytes(512))
    assert from_file(path).data == REPORT
