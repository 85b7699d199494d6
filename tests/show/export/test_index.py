"""The index of a web archive: its order, its keys, and its blocks."""

from __future__ import annotations

import gzip
import json
from itertools import pairwise
from pathlib import Path

import pytest
import surt
from hypothesis import given, settings
from hypothesis import strategies as st

from firsthand.show.export.index import SortedLines, blocks, sort_key


@given(
    lines=st.lists(st.binary(max_size=30).map(lambda data: data.replace(b"\n", b"") + b"\n")), most=st.integers(1, 90)
)
@settings(max_examples=60, deadline=None)
def test_lines_are_sorted_whether_they_fit_into_memory_or_not(
    lines: list[bytes], most: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """A large case has the same index as it would have in a large memory."""
    with SortedLines(tmp_path_factory.mktemp("sorted"), most) as sorting:
        for line in lines:
            sorting.add(line)
        assert list(sorting) == sorted(lines)


def test_each_block_can_be_read_alone() -> None:
    """The short index says where each block lies, and with which line it begins."""
    lines = [b"com,example)/%05d 20251103073000 {}\n" % number for number in range(2500)]
    made = list(blocks(lines, "index.cdx.gz"))
    whole = b"".join(block for block, _ in made)
    places = [json.loads(short[short.index(b"{") :]) for _, short in made]
    assert len(made) == 3
    for place, (_, short) in zip(places, made, strict=True):
        block = gzip.decompress(whole[place["offset"] :][: place["length"]])
        assert block.startswith(short.partition(b" {")[0] + b" {")
    assert all(one["offset"] + one["length"] == other["offset"] for one, other in pairwise(places))
    assert gzip.decompress(whole) == b"".join(lines)


@pytest.mark.parametrize(
    "address",
    [
        "https://t.me/kanal/1",
        "http://www.News.example:8080/A/b?z=1&a=2",
        "https://www2.example.org",
        "https://example.org:443/a%20b",
        "https://xn--e1afmkfd.example/%D1%81?q=%D0%B0",
    ],
)
def test_keys_are_those_of_other_tools(address: str) -> None:
    """Replay tools look an address up under the key that this library makes of it."""
    assert sort_key(address) == surt.surt(address)


@pytest.mark.parametrize("address", ["file:///a/b.txt", "telegram:kanal/1", "https://[broken/", "https://a:port/"])
def test_what_is_not_of_the_web_is_its_own_key(address: str) -> None:
    """No address keeps an export from being made."""
    assert sort_key(address) == address


def test_a_folder_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    """Lines that nobody could write down are not lost in silence."""
    with SortedLines(tmp_path / "nowhere", most=1) as sorting, pytest.raises(OSError, match="nowhere"):
        sorting.add(b"a\n")
