"""Names of files that are handed in, and what is no address."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.errors import InputError
from firsthand.show.desk.pages.adding import _address, plain_name


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("report.txt", "report.txt"),
        ("Звіт про Мирноград.pdf", "Звіт про Мирноград.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\me\\notes.html", "notes.html"),
        ("..", "file"),
        (".hidden", "hidden"),
        ("a/b/", "file"),
        ("<img src=x onerror=alert(1)>.txt", "img src_x onerror_alert(1)_.txt"),
        ("a\0b\nc.txt", "a_b c.txt"),
        ("", "file"),
        ("ж" * 300, "ж" * 60),
        ("ж" * 300 + ".html", "ж" * 57 + ".html"),
    ],
)
def test_plain_names(given_name: str, kept: str) -> None:
    """A name leads nowhere, runs nothing and keeps its ending, by which it is known what it is."""
    assert plain_name(given_name) == kept


@given(st.text(max_size=400))
def test_any_name_is_one_file(name: str) -> None:
    """Whatever a browser or a program sends as a name, it is a single file within its folder."""
    kept = plain_name(name)
    assert kept
    assert len(f"001-{kept}".encode()) < 200
    assert Path(kept).name == kept
    assert kept not in (".", "..")


@pytest.mark.parametrize(
    "what",
    ["file:///etc/passwd", "javascript:alert(1)", "//host/x", "ftp://x.example/", "https://", "http://[::1", "x"],
)
def test_no_address(what: str) -> None:
    """Only what can be fetched from the web is an address: never a file of the server."""
    with pytest.raises(InputError, match="is no address"):
        _address(what)


@pytest.mark.parametrize("what", ["https://news.example/a?b=1", "http://news.example", "@channel"])
def test_addresses(what: str) -> None:
    """Pages and channels are taken as they are given."""
    assert _address(what) == what
