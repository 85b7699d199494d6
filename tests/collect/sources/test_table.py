"""The table that comes with the package is sound and the same for every side; the user's own is laid over it."""

from __future__ import annotations

from collections import Counter
from importlib.resources import files
from pathlib import Path

import pytest

from firsthand.collect.sources import Table, built_in, source_of, with_own
from firsthand.collect.sources.entries import from_yaml
from firsthand.errors import TableError
from firsthand.model import About, SourceKind

FOLDER = files("firsthand.collect.sources") / "data"
FILES = ("agencies.yaml", "ukraine.yaml", "russia.yaml", "world.yaml")
OWN_KINDS = {SourceKind.GOVERNMENT, SourceKind.MINISTRY, SourceKind.MILITARY, SourceKind.OFFICIAL}


def own(tmp_path: Path, text: str) -> Table:
    path = tmp_path / "own.yaml"
    path.write_text(text, encoding="utf-8")
    return with_own(path)


def test_no_id_domain_or_user_name_stands_in_two_files() -> None:
    """Each file is checked as it is read; the files together have one owner for each thing too."""
    entries = [entry for name in FILES for entry in from_yaml((FOLDER / name).read_text("utf-8"), name)]
    for owned in ("domains", "telegram"):
        counted = Counter(each for entry in entries for each in getattr(entry, owned))
        assert [each for each, times in counted.items() if times > 1] == []
    assert [id_ for id_, times in Counter(entry.id for entry in entries).items() if times > 1] == []


def test_there_are_enough_agencies_and_outlets() -> None:
    """Wire agencies of the world, and the sources that matter for the war and for world news."""
    kinds = Counter(source.kind for source in built_in().sources.values())
    assert kinds[SourceKind.AGENCY] >= 60
    assert kinds.total() - kinds[SourceKind.AGENCY] >= 200


def test_every_office_of_a_state_has_a_side() -> None:
    """A ministry speaks for its state whichever that is, and nobody who is of no state, army or party has a side."""
    for source in built_in().sources.values():
        if source.kind in OWN_KINDS:
            assert source.side, source.id
        if source.kind in (SourceKind.NGO, SourceKind.INTERNATIONAL, SourceKind.CHANNEL):
            assert source.side is None, source.id


def test_parties_of_the_war_have_the_same_kinds_of_sources() -> None:
    """What is listed for one side is listed for the other: agencies, broadcasters, newspapers, offices, channels."""
    for kind in (SourceKind.AGENCY, SourceKind.BROADCASTER, SourceKind.NEWSPAPER, *OWN_KINDS - {SourceKind.MILITARY}):
        sides = {source.side for source in built_in().sources.values() if source.kind is kind}
        assert {"RU", "UA"} <= sides, kind
    for country in ("RU", "UA"):
        assert any(s.kind is SourceKind.CHANNEL and s.country == country for s in built_in().sources.values())


def test_a_table_of_ones_own_extends_and_overrides(tmp_path: Path) -> None:
    """Given fields replace, lists grow, and what the table does not speak of stays."""
    text = """\
sources:
  - {id: reuters, family: my_family, domains: [reuters-mirror.example], names: {uk: [Ройтерз]}}
  - {id: tass, side: none}
  - {id: mill_street, name: Mill Street Guard, kind: channel, side: MILL_STREET, telegram: [mill_street_guard]}
"""
    table = own(tmp_path, text)
    reuters = table.sources["reuters"]
    assert (reuters.family, reuters.country, reuters.kind) == ("my_family", "GB", SourceKind.AGENCY)
    assert {"reuters.com", "reuters-mirror.example"} <= set(reuters.domains)
    assert table.sources["tass"].side is None
    assert source_of(About(outlet="Ройтерз"), "file:///posts.csv", table) == reuters
    found = source_of(About(), "https://t.me/mill_street_guard/7", table)
    assert found is not None
    assert (found.name, found.side) == ("Mill Street Guard", "MILL_STREET")
    assert built_in().sources["tass"].side == "RU"


def test_a_table_of_ones_own_takes_domains_and_names_away(tmp_path: Path) -> None:
    """A domain that was sold, or a name that means another outlet in one's own work, follows the user's table."""
    text = "sources: [{id: my_times, name: The Times, kind: newspaper, domains: [strana.news], telegram: [rybar]}]"
    table = own(tmp_path, text)
    for about, address in (
        (About(outlet="The Times"), "file:///x"),
        (About(), "https://strana.news/1"),
        (About(), "https://t.me/rybar/1"),
    ):
        found = source_of(about, address, table)
        assert found is not None
        assert found.id == "my_times"


def test_a_new_source_needs_name_and_kind(tmp_path: Path) -> None:
    """Only what is known already may be told in part."""
    with pytest.raises(TableError, match=r"own\.yaml, line 2: the field kind is missing, and new_one is not known yet"):
        own(tmp_path, "sources:\n  - {id: new_one, name: New One}")


def test_the_page_gives_the_size_of_the_table() -> None:
    """What users are told of the table is what is there."""
    page = (Path(__file__).parents[3] / "docs" / "users" / "sources.md").read_text(encoding="utf-8")
    agencies = sum(source.kind is SourceKind.AGENCY for source in built_in().sources.values())
    assert f"a table of {len(built_in().sources)} sources: {agencies} wire agencies" in page
    assert all(f"`{kind.value}`" in page for kind in SourceKind)
