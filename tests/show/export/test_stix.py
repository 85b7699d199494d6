"""Claims as STIX: the standard's own library takes every object, and finds in them what the case has."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import pytest
import stix2
from tests.show.claims_gold import gold_accounts
from tests.show.export.exported import unweighed, written
from tests.told_case import POST, REPRINT

from firsthand.show.export.harmless import web_address
from firsthand.show.export.material import Material
from firsthand.show.export.stix import write_stix


def parsed(of: Material) -> tuple[list[dict[str, Any]], Any]:
    """The objects as JSON, and as the library reads them: strictly, without anything of our own."""
    data = written(write_stix, of)
    return json.loads(data)["objects"], stix2.parse(data.decode(), allow_custom=False)


@pytest.fixture(scope="module")
def bundle(told: Material) -> tuple[list[dict[str, Any]], Any]:
    return parsed(told)


def test_the_library_takes_all_of_it(bundle: tuple[list[dict[str, Any]], Any]) -> None:
    """Each object once, and none that refers to something that is not there."""
    objects, read = bundle
    ids = [each["id"] for each in objects]
    assert len(read.objects) == len(ids) == len(set(ids))
    for each in objects:
        refs = each.get("object_refs", []) + [each[name] for name in each if name.endswith("_ref")]
        assert set(refs) <= set(ids), each


def test_observables_have_the_ids_of_the_standard(bundle: tuple[list[dict[str, Any]], Any]) -> None:
    """Whoever else makes an object of the same page or file gives it the same id."""
    made = {"url": stix2.URL, "file": stix2.File}
    observed = [each for each in bundle[0] if each["type"] in made]
    assert observed
    for each in observed:
        said = {name: value for name, value in each.items() if name not in ("id", "type", "spec_version")}
        assert made[each["type"]](**said).id == each["id"]


def test_it_counts_what_the_case_has(told: Material, bundle: tuple[list[dict[str, Any]], Any]) -> None:
    """Claims, statements, documents, derivations, verdicts, and what is concluded."""
    objects, _ = bundle
    counted = Counter(each["type"] for each in objects)
    accounts = [claim.account for claim in told.claims()]
    assert counted["report"] == len(accounts)
    assert counted["observed-data"] == len({key for each in accounts for key in each.documents})
    derived = {(how.taker, how.taken) for each in accounts for how in each.derivations}
    assert counted["relationship"] == len(derived)
    statements = [each for each in objects if each.get("abstract", "").startswith("Statement: ")]
    assert len(statements) == sum(len(each.claim.tellings) for each in accounts)
    assert {(each["opinion"], each["authors"][0]) for each in objects if each["type"] == "opinion"} == {
        ("strongly-disagree", "Олена Гриценко"),
        ("strongly-agree", "A. Reader"),
    }


def test_who_has_it_from_whom(told: Material, bundle: tuple[list[dict[str, Any]], Any]) -> None:
    """Each derivation is a relationship between what was observed, with its kind; pages are known by their address."""
    by_id = {each["id"]: each for each in bundle[0]}

    def observed(number: str) -> str | None:
        values = [by_id[ref].get("value") for ref in by_id[number]["object_refs"]]
        return next((value for value in values if value), None)

    found = {
        (observed(each["source_ref"]), observed(each["target_ref"]), each["description"].partition(":")[0])
        for each in bundle[0]
        if each["type"] == "relationship"
    }
    derived = [how for claim in told.claims() for how in claim.account.derivations]
    assert found == {(web_address(how.taker), web_address(how.taken), how.kind.value) for how in derived}
    assert (REPRINT, POST) in {(one, other) for one, other, _ in found}


def test_a_report_says_what_is_known(told: Material, bundle: tuple[list[dict[str, Any]], Any]) -> None:
    """How often told and from how many origins, who denies it; what evidence cannot show stands beside what it does."""
    reports = {each["name"]: each for each in bundle[0] if each["type"] == "report"}
    for claim in told.claims():
        assert claim.known is not None
        report = reports[claim.account.title]
        assert claim.known.assessment.status.value in report["description"]
        assert ("denied by" in report["description"]) == bool(claim.account.denied_by)
    evidence = [each for each in bundle[0] if each.get("abstract", "").startswith("Evidence: ")]
    assert evidence
    assert all("What it cannot show: " in each["content"] for each in evidence)


def test_the_written_case_and_a_hostile_one(hostile_material: Material) -> None:
    """Ninety reports in three languages, and strings that mean harm."""
    accounts, papers = gold_accounts()
    objects, _ = parsed(unweighed(accounts, papers))
    assert sum(each["type"] == "report" for each in objects) == len(accounts)
    parsed(hostile_material)


def test_the_validator_of_the_standard_takes_it(told: Material, hostile_material: Material) -> None:
    """OASIS's own, by its JSON schemas, where somebody has it: one of its parts is LGPL, so we do not."""
    validator = pytest.importorskip("stix2validator")
    options = validator.ValidationOptions(version="2.1", strict=False)
    for of in (told, hostile_material):
        data = json.loads(written(write_stix, of))
        assert validator.validate_instance(data, options).is_valid
        del next(each for each in data["objects"] if each["type"] == "report")["published"]
        assert not validator.validate_instance(data, options).is_valid


def test_a_fault_would_be_found(told: Material) -> None:
    """The library refuses a report without its time, a reference of the wrong kind, a word that the standard lacks."""
    for kind, name, value in (
        ("report", "published", None),
        ("relationship", "source_ref", "kind--1"),
        ("opinion", "opinion", "perhaps"),
        ("observed-data", "number_observed", -1),
        ("note", "x_own", "1"),
    ):
        data = json.loads(written(write_stix, told))
        each = next(one for one in data["objects"] if one["type"] == kind)
        each.update({name: value}) if value is not None else each.pop(name)
        with pytest.raises(stix2.exceptions.STIXError):
            stix2.parse(json.dumps(data), allow_custom=False)
