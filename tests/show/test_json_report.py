"""The JSON is complete, true to the text, and as its schema says."""

import json
from collections.abc import Iterator
from dataclasses import fields, replace

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from firsthand.model import Candidate, Document, Extent, Frame, Interval, Quantity, Report, Span, Statement, Voice
from firsthand.show.json_report import json_bytes, json_report, schema


def validate(report: Report) -> None:
    Draft202012Validator(schema(), format_checker=FormatChecker()).validate(json.loads(json_bytes(report)))


def nodes(value: object, path: str = "") -> Iterator[tuple[str, dict[str, object]]]:
    """Every object in a JSON value with its path."""
    if isinstance(value, dict):
        yield path, value
        for key, inner in value.items():
            yield from nodes(inner, f"{path}/{key}")
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from nodes(inner, f"{path}/{index}")


def test_schema_is_a_valid_schema_that_describes_every_field() -> None:
    """A field without a description, or an object that takes any field, is not documented."""
    Draft202012Validator.check_schema(schema())
    for path, node in nodes(schema()):
        if "properties" in node:
            assert node["additionalProperties"] is False, path
            assert isinstance(node["properties"], dict)
            for name, described in node["properties"].items():
                assert described.get("description"), f"{path}/{name}"


def test_reports_keep_to_the_schema(war_report: Report, hostile_report: Report) -> None:
    """What is promised is what is written, with fields full or empty."""
    validate(war_report)
    validate(hostile_report)
    validate(Report(Document("", Span(0, 0), "und"), (), (), ()))


def test_a_report_with_an_extra_field_breaks_the_schema(war_report: Report) -> None:
    """The schema notices a field that it does not know."""
    written = json_report(war_report) | {"score": 1}
    assert list(Draft202012Validator(schema()).iter_errors(written))


def test_every_span_holds_its_words(war_report: Report) -> None:
    """`start` and `end` count characters of `text`, everywhere."""
    written = json_report(war_report)
    text = war_report.document.text
    checked = 0
    for path, node in nodes(written):
        if {"start", "end", "text"} <= node.keys() and isinstance(node["start"], int) and path:
            start, end = node["start"], node["end"]
            assert isinstance(end, int)
            assert text[start:end] == node["text"], path
            checked += 1
    assert checked > 60


@pytest.mark.parametrize(
    ("record", "place", "elsewhere"),
    [
        (Report, "", {"document"}),
        (Document, "", set()),
        (Statement, "/statements/0", set()),
        (Voice, "/statements/0/chain/1", {"span", "refers_to"}),
        (Frame, "/statements/0/frame", {"event"}),
        (Quantity, "/quantities/0", {"span"}),
        (Interval, "/times/0", {"span"}),
        (Extent, "/statements/0/frame/place/extent", set()),
        (Candidate, "/places/0/candidates/0", set()),
    ],
)
def test_no_field_of_a_record_is_forgotten(
    war_report: Report, record: type[Report], place: str, elsewhere: set[str]
) -> None:
    """A field added to a record has to be added to the JSON too."""
    written = dict(nodes(json_report(war_report)))[place]
    assert {field.name for field in fields(record)} - elsewhere <= written.keys()


def test_lead_statement_of_the_example(war_report: Report) -> None:
    """The chain runs inwards, and the frame has sides, place, day and figure."""
    first = dict(nodes(json_report(war_report)))["/statements/0"]
    assert first["id"] == "s1"
    assert first["depth"] == 3
    assert [v["kind"] for v in first["chain"]] == ["outlet", "named_organisation", "unnamed_group"]  # type: ignore[attr-defined]
    frame = first["frame"]
    assert isinstance(frame, dict)
    assert (frame["actor"], frame["target"]) == ("UA", "Russian troops")
    assert (frame["place"]["id"], frame["place"]["text"]) == (713174, "Bakhmut")
    assert (frame["time"]["start"], frame["time"]["text"]) == ("2024-03-05", "on Tuesday")
    assert (frame["quantity"]["value"], frame["quantity"]["bound"]) == (14, "exact")


def test_refers_to_is_there_only_where_a_short_form_was_followed(war_report: Report) -> None:
    """Absent, not null, for a voice that stands for itself."""
    chains = [node for path, node in nodes(json_report(war_report)) if "/chain/" in path and "kind" in node]
    followed = [voice for voice in chains if "refers_to" in voice]
    assert [voice["text"] for voice in followed] == ["the consultant"]


def test_an_undecided_place_keeps_its_candidates(war_report: Report) -> None:
    """Ambiguous means no id, and nothing thrown away."""
    place = dict(nodes(json_report(war_report)))["/places/0"]
    assert (place["id"], place["lat"], place["name"]) == (None, None, None)
    assert len(place["candidates"]) == 2  # type: ignore[arg-type]


def test_a_former_name_comes_with_its_years(war_report: Report) -> None:
    """Which years the name was borne in is a hint at whose map a report uses."""
    former = next(node for _, node in nodes(json_report(war_report)) if node.get("sense") == "former")
    assert (former["since"], former["until"]) == ("1924", "2016")


def test_bytes_carry_nothing_that_steers_a_terminal_and_lose_nothing(hostile_report: Report) -> None:
    """Escapes are written as \\u, so that reading the JSON gives the text back exactly."""
    written = json_bytes(hostile_report).decode()
    assert not {c for c in written if (ord(c) < 32 or 127 <= ord(c) < 160) and c != "\n"}
    assert "\u202e" not in written
    assert json.loads(written)["text"] == hostile_report.document.text


def test_half_a_surrogate_pair_is_written_too(war_report: Report) -> None:
    """Broken text gives JSON, not a failure."""
    broken = replace(war_report.document, outlet="a\ud800b")
    assert json.loads(json_bytes(replace(war_report, document=broken)))["outlet"] == "a\ud800b"
