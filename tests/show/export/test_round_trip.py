"""Every export read back: the claims, statements and origins in it are those that the API counts."""

from __future__ import annotations

import csv
import io
import json
import shutil
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import duckdb
import lxml.html
import pypdfium2  # type: ignore[import-untyped]  # it ships no types
import pytest
import rdflib
import stix2
from rdflib import PROV, Namespace
from warcio.archiveiterator import ArchiveIterator

import firsthand
from firsthand.errors import MissingInput
from firsthand.show.export.formats import FORMATS
from firsthand.show.export.names import claim_name

OURS = Namespace("urn:firsthand:term:")
Numbers = dict[str, tuple[int, int, int, int]]
"""Of each claim by its id: documents, statements, origins at least, and at most; -1 for what a format does not tell."""


@pytest.fixture(scope="module")
def asked(exported_case: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Numbers, dict[str, bytes], int]:
    """What the API counts, every export as it gives it, and how many captures there are."""
    folder = tmp_path_factory.mktemp("asked")
    shutil.copytree(exported_case, folder / "case")
    files = {}
    with firsthand.Case(folder / "case") as case:
        every = list(case.every_claim(fields="full"))
        numbers = {
            str(each["id"]): (
                len(each["documents"]),
                len(each["statements"]),
                int(each["origins"]["at_least"]),
                int(each["origins"]["at_most"]),
            )
            for each in _json(every)
        }
        for each in FORMATS:
            case.export(each.name, folder / each.name)
            files[each.name] = (folder / each.name).read_bytes()
        for name in ("csv", "dossier"):
            case.export(name, folder / name, claim=list(numbers)[1:3])
            files[f"{name} of two"] = (folder / name).read_bytes()
        with pytest.raises(MissingInput):
            case.export("csv", folder / "csv", claim="no-such")
        captures = sum(
            len(_json(case.document(each["key"]))["captures"]) for each in _json(case.documents())["documents"]
        )
    return numbers, files, captures


def _json(value: object) -> Any:
    return value


def rows(lines: Iterable[dict[str, Any]]) -> Numbers:
    return {
        str(row["event_id"]): (int(row["documents"]), -1, int(row["origins_at_least"]), int(row["origins_at_most"]))
        for row in lines
    }


def of_csv(data: bytes) -> Numbers:
    return rows(csv.DictReader(io.StringIO(data.decode(), newline="")))


def of_hxl(data: bytes) -> Numbers:
    names, tags, *lines = csv.reader(io.StringIO(data.decode(), newline=""))
    at = {names[place]: place for place, tag in enumerate(tags) if tag.startswith("#")}
    return rows({name: line[place] for name, place in at.items()} for line in lines)


def of_parquet(data: bytes, folder: Path) -> Numbers:
    (folder / "a.parquet").write_bytes(data)
    found = duckdb.sql(f"select * from read_parquet('{folder / 'a.parquet'}')")
    assert found is not None
    return rows(dict(zip(found.columns, line, strict=True)) for line in found.fetchall())


def of_geojson(data: bytes) -> Numbers:
    return rows(each["properties"] for each in json.loads(data)["features"])


def of_annotations(data: bytes) -> dict[str, int]:
    """Statements by the name of their claim."""
    items = json.loads(data)["first"]["items"]
    return Counter(body["source"] for each in items for body in each["body"] if body.get("purpose") == "linking")


def of_prov(data: bytes) -> Numbers:
    graph = rdflib.Graph()
    graph.parse(data=data.decode(), format="json-ld")
    return {
        str(claim): (
            len({graph.value(one, PROV.wasQuotedFrom) for one in graph.objects(claim, PROV.hadMember)}),
            len(list(graph.objects(claim, PROV.hadMember))),
            int(str(graph.value(claim, OURS.originsAtLeast))),
            int(str(graph.value(claim, OURS.originsAtMost))),
        )
        for claim in graph.subjects(rdflib.RDF.type, OURS.Claim)
    }


def without(numbers: Numbers, *left: int) -> Numbers:
    return {
        name: tuple(-1 if place in left else value for place, value in enumerate(each))  # type: ignore[misc]
        for name, each in numbers.items()
    }


def test_tables_have_the_numbers_of_the_api(asked: tuple[Numbers, dict[str, bytes], int], tmp_path: Path) -> None:
    """Every claim, with its documents and its range of origins, in CSV, HXL, Parquet and GeoJSON."""
    numbers, files, _ = asked
    readers: dict[str, Callable[[bytes], Numbers]] = {
        "csv": of_csv,
        "hxl": of_hxl,
        "parquet": lambda data: of_parquet(data, tmp_path),
        "geojson": of_geojson,
    }
    assert len(numbers) > 4
    for name, read in readers.items():
        assert read(files[name]) == without(numbers, 1), name


def test_two_claims_are_chosen(asked: tuple[Numbers, dict[str, bytes], int]) -> None:
    """By their ids, from desk and API: a table of two rows, and a dossier that says that it is a part."""
    numbers, files, _ = asked
    two = list(numbers)[1:3]
    assert list(of_csv(files["csv of two"])) == two
    page = files["dossier of two"].decode()
    assert page.count('<article class="claim"') == 2
    assert f"claim {two[0]}; claim {two[1]}" in page


def test_linked_data_has_the_numbers_of_the_api(asked: tuple[Numbers, dict[str, bytes], int]) -> None:
    """Statements as annotations, claims with statements, documents and origins in PROV, reviews of what is decided."""
    numbers, files, _ = asked
    named = {claim_name(name): each for name, each in numbers.items()}
    assert of_annotations(files["annotations"]) == {name: each[1] for name, each in named.items()}
    assert of_prov(files["prov"]) == named
    decided = [row for row in csv.DictReader(io.StringIO(files["csv"].decode())) if row["verdict"]]
    assert len(json.loads(files["claimreview"])["@graph"]) == len(decided) == 2


def test_stix_has_the_numbers_of_the_api(asked: tuple[Numbers, dict[str, bytes], int]) -> None:
    """A report for each claim, which refers to each of its documents and statements once."""
    numbers, files, _ = asked
    read: Any = stix2.parse(files["stix"].decode(), allow_custom=False)
    by_id = {each.id: each for each in read.objects}
    counted: Counter[tuple[int, int]] = Counter()
    for each in read.objects:
        if each.type == "report":
            kinds = [by_id[ref] for ref in each.object_refs]
            documents = sum(one.type == "observed-data" for one in kinds)
            statements = sum(one.get("abstract", "").startswith("Statement: ") for one in kinds)
            counted[(documents, statements)] += 1
    assert counted == Counter((each[0], each[1]) for each in numbers.values())


def test_dossiers_have_the_numbers_of_the_api(asked: tuple[Numbers, dict[str, bytes], int]) -> None:
    """Page and paper: each claim with how many documents and origins it has."""
    numbers, files, _ = asked
    tree: Any = lxml.html.fromstring(files["dossier"].decode())
    facts = {
        str(each.xpath(".//dt[.='Id']/following-sibling::dd/code/text()")[0]): str(
            each.xpath(".//p[@class='facts']")[0].text_content()
        )
        for each in tree.xpath("//article")
    }
    with pypdfium2.PdfDocument(files["pdf"]) as document:
        printed = " ".join(" ".join(page.get_textpage().get_text_range() for page in document).split())
    assert facts.keys() == numbers.keys()
    for name, (documents, _, least, most) in numbers.items():
        origins = f"{least} origin" if least == most else f"{least} to {most} origin"
        assert facts[name].startswith(f"{documents} document")
        assert f" → {origins}" in facts[name]
        assert name in printed
        assert facts[name].partition(" · ")[0] in printed


def test_a_web_archive_has_the_captures_of_the_api(asked: tuple[Numbers, dict[str, bytes], int]) -> None:
    """Each capture that the desk counts is a record that is replayed, with its content or a reference to it."""
    _, files, captures = asked
    kinds: Counter[str] = Counter()
    with zipfile.ZipFile(io.BytesIO(files["wacz"])) as archive:
        for name in archive.namelist():
            if name.startswith("archive/"):
                with archive.open(name) as stream:
                    for record in ArchiveIterator(stream):
                        body = record.content_stream().read()
                        kinds[record.rec_type] += 1
                        assert body or record.rec_type not in ("response", "resource")
    assert kinds["response"] + kinds["resource"] + kinds["revisit"] == captures
