"""The API of a desk: everything it shows, in the shapes that it says, and errors in words."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from tests.show.desk.pages.desks import AtDesk
from tests.told_case import DENIAL, POST
from typer.testing import CliRunner

from firsthand.show.cli import app
from firsthand.show.export.formats import FORMATS

V1 = "/api/v1"


def given(desk: AtDesk, path: str, **query: Any) -> Any:
    """What the API gives, after a look whether it has the shape that it says."""
    answer = desk.browser.get(f"{V1}{path}", params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


def claim_of(desk: AtDesk, words: str) -> str:
    (row,) = [row for row in given(desk, "/claims")["claims"] if words in row["title"]][:1]
    return str(row["id"])


def test_pages_of_claims_come_one_after_the_other(desk: AtDesk) -> None:
    """Whoever follows `next`, or the Link header, has every claim once."""
    whole = given(desk, "/claims")
    found, address = [], f"{V1}/claims?per_page=2"
    while address:
        answer = desk.browser.get(address)
        found += [row["id"] for row in answer.json()["claims"]]
        following = answer.json()["next"]
        assert (following is None) == ("link" not in answer.headers)
        assert following is None or answer.headers["link"] == f'<{following}>; rel="next"'
        address = f"{V1}/claims{following}" if following else ""
    assert found == [row["id"] for row in whole["claims"]]
    assert len(found) == whole["total"] > 2


def test_a_claim_is_what_the_command_line_gives(desk: AtDesk) -> None:
    """Programs find the same in the API, in full rows, and in `firsthand show --json`."""
    name = claim_of(desk, "будинків")
    done = CliRunner().invoke(app, ["show", str(desk.folder), name, "--json"])
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    assert given(desk, f"/claims/{name}", links=True) == told
    assert given(desk, f"/claims/{name[:6]}") == {**told, "links": []}
    (full,) = (each for each in given(desk, "/claims", fields="full")["claims"] if each["id"] == name)
    assert full == {**told, "links": []}


def test_a_report_is_what_was_read(desk: AtDesk) -> None:
    """A document, its report and its captures are to be had by its key, byte by byte."""
    told = given(desk, "/document", key=DENIAL)
    assert given(desk, "/document/report", key=DENIAL)["text"].startswith("Минобороны России опровергло")
    assert told["claims"]
    (seen,) = told["captures"]
    answer = desk.browser.get(f"{V1}/captures/{seen['number']}")
    assert hashlib.sha256(answer.content).hexdigest() == seen["sha256"] == answer.headers["x-sha256"]
    assert answer.headers["content-disposition"].startswith("attachment")
    assert answer.headers["content-type"] == "application/octet-stream"


def test_what_is_counted_fits_together(desk: AtDesk) -> None:
    """Facets, places and days are of the same claims as the list."""
    rows = given(desk, "/claims", language="uk")
    counts = given(desk, "/facets", language="uk")
    assert counts["total"] == rows["total"]
    assert sum(each["claims"] for each in counts["facets"]["status"]) == rows["total"]
    land = given(desk, "/places", language="uk")
    assert len(land["features"]) + land["nowhere"] == rows["total"]
    days = given(desk, "/timeline", language="uk")
    assert sum(each["happened"] for each in days["days"]) + days["undated"] == rows["total"]


def test_an_answer_is_sent_again_only_when_it_is_another(own_desk: AtDesk) -> None:
    """Who has an answer already gets 304, until something was decided."""
    name = claim_of(own_desk, "будинків")
    for path in ("/claims", f"/claims/{name}", "/places", "/sources", "/decisions", "/log", "/openapi.json"):
        first = own_desk.browser.get(f"{V1}{path}")
        assert first.headers["cache-control"] == "private, no-cache"
        again = own_desk.browser.get(f"{V1}{path}", headers={"If-None-Match": f'"x", W/{first.headers["etag"]}'})
        assert (again.status_code, again.content) == (304, b""), path
    tag = own_desk.browser.get(f"{V1}/claims/{name}").headers["etag"]
    own_desk.browser.post(f"{V1}/decisions/verdict", json={"claim": name, "verdict": "true", "reason": "Seen."})
    assert own_desk.browser.get(f"{V1}/claims/{name}", headers={"If-None-Match": tag}).status_code == 200


def test_a_decision_is_made_seen_and_taken_back(own_desk: AtDesk) -> None:
    """It stands on the claim and on the board at once, in the log, and in the audit; taken back it stays on record."""
    name = claim_of(own_desk, "будинків")
    made = own_desk.browser.post(
        f"{V1}/decisions/verdict", json={"claim": name, "verdict": "partly-true", "reason": "14, not 40."}
    )
    assert made.status_code == 201
    number = made.json()["number"]
    assert [each["number"] for each in given(own_desk, f"/claims/{name}")["verdicts"]] == [number]
    assert {row["verdict"] for row in given(own_desk, "/claims")["claims"] if row["id"] == name} == {"partly true"}
    assert given(own_desk, "/log")["entries"][0]["action"] == "decided"
    assert own_desk.deeds()[3][0] == "decided"
    undone = own_desk.browser.post(f"{V1}/decisions/{number}/undo")
    assert undone.json()["undone"]
    assert own_desk.browser.post(f"{V1}/decisions/{number}/undo").status_code == 400
    assert own_desk.browser.post(f"{V1}/decisions/99/undo").status_code == 404
    assert not given(own_desk, f"/claims/{name}")["verdicts"]
    assert given(own_desk, "/decisions")["total"] == 1


def test_links_are_decided(own_desk: AtDesk) -> None:
    """Two claims are made one, and tellings are taken out of one."""
    rows = [row["id"] for row in given(own_desk, "/claims")["claims"]]
    same = own_desk.browser.post(f"{V1}/decisions/same", json={"claim": rows[0], "other": rows[1], "reason": "One."})
    assert (same.status_code, same.json()["decision"]) == (201, "same")
    apart = own_desk.browser.post(f"{V1}/decisions/different", json={"claim": rows[0], "tellings": [2]})
    assert [each["decision"] for each in apart.json()["decisions"]] == ["different"]
    for body in ({"claim": rows[0], "tellings": [99]}, {"claim": rows[0], "tellings": []}):
        assert own_desk.browser.post(f"{V1}/decisions/different", json=body).status_code == 400
    assert own_desk.browser.post(f"{V1}/decisions/same", json={"claim": rows[0], "other": rows[0]}).status_code == 400


def test_what_is_handed_in_is_a_job(own_desk: AtDesk) -> None:
    """Files, a text and an address are kept, and Location tells where to ask what became of them."""
    answer = own_desk.browser.post(
        f"{V1}/add",
        data={"text": "The mayor said two shops were closed.", "title": "Shops", "address": "https://example.org/a"},
        files=[("files", ("звіт.txt", "Міська рада повідомила.".encode()))],
    )
    assert answer.status_code == 202
    job = own_desk.browser.get(answer.headers["location"]).json()
    assert (job["state"], job["names"]) == ("waiting", ["001-звіт.txt", "002-Shops.txt"])
    assert given(own_desk, "/jobs")["jobs"] == [job]
    assert own_desk.browser.post(f"{V1}/add", data={"text": " "}).status_code == 400


@pytest.mark.parametrize("name", [each.name for each in FORMATS if each.name not in ("claimreview", "pdf")])
def test_every_format_is_sent_as_a_file(desk: AtDesk, name: str) -> None:
    """A file to be kept, with its length and the head of the log; a browser never runs it."""
    answer = desk.browser.get(f"{V1}/exports/{name}", params={"q": "Куп"})
    assert answer.status_code == 200, answer.text
    assert int(answer.headers["content-length"]) == len(answer.content) > 0
    assert answer.headers["content-disposition"].startswith('attachment; filename="Kupiansk--December.')
    assert answer.headers["x-log-head"] == given(desk, "/log/head")["head"]
    assert "sandbox" in answer.headers["content-security-policy"]


def test_an_export_is_what_the_command_writes(desk: AtDesk, tmp_path: Path) -> None:
    """The desk makes the file from its board; the command works all of it out anew; they are the same."""
    for name in ("csv", "geojson", "stix", "prov", "annotations"):
        done = CliRunner().invoke(app, ["export", str(desk.folder), str(tmp_path / name), "--to", name, "--quiet"])
        assert done.exit_code == 0, done.output
        assert desk.browser.get(f"{V1}/exports/{name}").content == (tmp_path / name).read_bytes(), name


def test_formats_say_what_they_are(desk: AtDesk) -> None:
    """The list of the API is that of the page, which has one download for each."""
    page = desk.get("/export?language=uk")
    for each in given(desk, "/exports")["formats"]:
        assert f"/export?to={each['name']}&amp;language=uk" in page
    assert desk.get("/export?to=csv").startswith("event_id")


def test_errors_say_what_is_wrong(desk: AtDesk) -> None:
    """Each with the right code, in JSON, in a sentence."""
    for path, status in (
        ("/claims/zz", 404),
        ("/claims?colour=red", 400),
        ("/claims?page=0", 400),
        ("/claims?since=yesterday", 400),
        ("/claims?fields=all", 400),
        ("/document?key=nowhere", 404),
        ("/document", 422),
        ("/captures/0", 422),
        ("/captures/99", 404),
        ("/sources/nobody", 404),
        ("/jobs/..", 404),
        ("/exports/word", 400),
        ("/exports/claimreview", 400),
        ("/nothing", 404),
    ):
        answer = desk.browser.get(f"{V1}{path}")
        assert answer.status_code == status, (path, answer.text)
        assert answer.json()["error"].endswith("."), path


def test_answers_have_the_shapes_that_are_described(desk: AtDesk) -> None:
    """The description is whole, and what comes fits it."""
    described = given(desk, "/openapi.json")
    registry: Registry[Any] = Registry().with_resource(
        "urn:api", Resource.from_contents({"$schema": "https://json-schema.org/draft/2020-12/schema", **described})
    )
    name = claim_of(desk, "будинків")
    source = given(desk, "/sources")["sources"][0]["id"]
    places = {"{claim}": name, "{source}": source}
    seen = 0
    for path, ways in described["paths"].items():
        shape = ways.get("get", {}).get("responses", {}).get("200", {}).get("content", {})
        schema = next((each.get("schema") for each in shape.values() if each.get("schema", {}).get("$ref")), None)
        address = path.removeprefix(V1)
        for part, value in places.items():
            address = address.replace(part, value)
        if schema is None or "{" in address or address.startswith("/control/"):  # the case has no maps
            continue
        told = given(desk, address, **({"key": POST} if address.split("/")[1] == "document" else {}))
        Draft202012Validator({"$ref": f"urn:api{schema['$ref']}"}, registry=registry).validate(told)
        seen += 1
    assert seen >= 20
