"""Requests of every kind that the description of the API allows, and many that it does not: none breaks the desk."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.show.desk.attacks.made import forms_of
from tests.show.desk.pages.desks import AtDesk, at_desk, read_again

from firsthand.show.desk.answers.asking import NARROWING
from firsthand.show.desk.api import API
from firsthand.show.desk.api.describing import openapi_of
from firsthand.show.export.formats import FORMATS

DESCRIBED: dict[str, Any] = openapi_of(API)
SCHEMA = schemathesis.openapi.from_dict(DESCRIBED)
_WAYS = [(path, method.upper()) for path, ways in DESCRIBED["paths"].items() for method in ways]


@pytest.fixture(scope="module")
def desk(told_case: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[AtDesk]:
    case = shutil.copytree(told_case, tmp_path_factory.mktemp("any") / "case")
    read_again(case)
    with at_desk(case) as opened:
        forms_of(opened)
        yield opened


@pytest.mark.parametrize(("path", "method"), _WAYS, ids=lambda each: str(each).removeprefix("/api/v1"))
def test_no_request_breaks_the_desk(desk: AtDesk, path: str, method: str) -> None:
    """Whatever is sent to any path of the API, the answer is no 5xx, and errors are sentences in JSON."""
    strategy = SCHEMA[path][method].as_strategy()

    @given(case=strategy)
    @settings(
        max_examples=12,
        deadline=None,
        database=None,
        derandomize=True,
        phases=(Phase.explicit, Phase.generate),
        suppress_health_check=list(HealthCheck),
    )
    def tried(case: Any) -> None:
        sent = case.as_transport_kwargs(base_url="http://127.0.0.1:8000")
        _look(desk, sent)

    tried()


def _look(desk: AtDesk, sent: dict[str, Any]) -> None:
    headers = {name: value for name, value in dict(sent.pop("headers") or {}).items() if name.lower() != "user-agent"}
    method, url = sent.pop("method"), sent.pop("url")
    body = {name: sent[name] for name in ("json", "data", "files", "params") if sent.get(name)}
    if isinstance(body.get("data"), bytes | str):
        body["content"] = body.pop("data")
    try:
        request = desk.browser.build_request(method, url, headers=headers, **body)
    except (UnicodeError, TypeError, ValueError):  # what no client could send
        return
    answer = desk.browser.send(request)  # apart: what the desk itself throws is to be seen
    assert answer.status_code < 500, (method, url, body, answer.text)
    if answer.status_code >= 400:
        told = answer.json()
        assert told.get("error"), answer.text


QUICK = tuple(each.name for each in FORMATS if each.name != "pdf")
"""A PDF is set line by line, which takes seconds."""


@given(
    name=st.sampled_from(QUICK),
    query=st.lists(st.tuples(st.sampled_from((*NARROWING, "claim", "page", "x")), st.text(max_size=12)), max_size=3),
)
@settings(max_examples=25, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_no_export_breaks_the_desk(desk: AtDesk, name: str, query: list[tuple[str, str]]) -> None:
    """Every format that there is, for whatever claims: a file, or a sentence on why there is none."""
    for path in (f"/api/v1/exports/{name}", "/export"):
        asked = urlencode([*query, ("to", name)] if path == "/export" else query)
        answer = desk.browser.get(f"{path}?{asked}")
        assert answer.status_code in (200, 400, 404, 413), (path, query, answer.text)
        if answer.status_code != 200 and path.startswith("/api/"):
            assert answer.json()["error"]


WORDS = st.text(max_size=40) | st.sampled_from(
    ['"', "\0", "NEAR(", "a*b", "title:x", "-", "' OR 1=1 --", "«»", '"" OR', "*", "\ud7ff", "٣", "½"]
)


@given(words=WORDS, more=WORDS)
@settings(max_examples=15, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_no_words_break_the_search(desk: AtDesk, words: str, more: str) -> None:
    """What is searched for is words, whatever marks the index of words has a meaning for."""
    for path in ("/api/v1/claims", "/api/v1/documents", "/api/v1/facets", "/", "/documents"):
        assert desk.browser.get(path, params={"q": f"{words} {more}"}).status_code == 200, path
    for name in ("place", "since", "box", "sort", "page", "per_page", "fields", words or "x"):
        assert desk.browser.get("/api/v1/claims", params={name: more}).status_code in (200, 400)
