"""Scenes that could still be looked at: from a STAC API and a static catalogue, on a real server and on disk."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.weigh.evidence.scenes_server import Json, item, serving

from firsthand.claims import Ground
from firsthand.errors import (
    AddressRefused,
    BadStatus,
    InputError,
    MissingInput,
    TableError,
    TimedOut,
    TooLarge,
    Unreachable,
)
from firsthand.evidence import Asked, Evidence
from firsthand.kinds import Verdict
from firsthand.model import Capture, Skip
from firsthand.resolve.events import event_types
from firsthand.weigh.evidence.scenes import VISIBLE, Scenes
from firsthand.weigh.evidence.scenes_area import boxes_of, disc, share_shown
from firsthand.weigh.evidence.scenes_found import scene_of
from firsthand.weigh.evidence.scenes_reading import Limits, Reader
from firsthand.weigh.weights import prior_weights

_HERE = (36.0, 47.5, 38.0, 48.5)
_AWAY = (10.0, 10.0, 11.0, 11.0)
_DAY = date(2025, 6, 15)
_ASKED = Asked("c1", _DAY, event="destruction", ground=Ground("made", 48.0, 37.0, 3.0), since=_DAY, until=_DAY)
_SCENES = Scenes(today=lambda: date(2026, 1, 1))
_ITEMS = [
    item(1, "sentinel-2", "2025-05-20", _HERE, eo__cloud_cover=80),
    item(2, "sentinel-2", "2025-06-04", _HERE, eo__cloud_cover=12.5),
    item(3, "sentinel-2", "2025-06-15", _HERE, eo__cloud_cover=0),
    item(4, "sentinel-2", "2025-06-24", _HERE, eo__cloud_cover=3),
    item(5, "sentinel-2", "2025-06-20", _AWAY, eo__cloud_cover=0),
    item(6, "sentinel-1", "2025-06-10", _HERE, sat__relative_orbit=43, sat__orbit_state="descending"),
    item(7, "sentinel-1", "2025-06-22", _HERE, sat__relative_orbit=43, sat__orbit_state="descending"),
    item(8, "sentinel-1", "2025-06-18", _HERE, sat__relative_orbit=94, sat__orbit_state="ascending"),
    item(9, "sentinel-2", "2025-12-24", _HERE, eo__cloud_cover=0),
]


def _found(what: str, asked: Asked = _ASKED, scenes: Scenes = _SCENES, **options: str) -> Evidence:
    (found,) = scenes.open(what, "made", options).asked(asked)
    return found


def _values(found: Evidence) -> dict[str, float]:
    return {each.what: each.value for each in found.measured}


def _check(found: Evidence) -> None:
    """What is to be found among `_ITEMS`, by whatever way."""
    assert (found.verdict, found.rule) == (Verdict.SILENT, "scenes_before_and_after")
    assert _values(found) == {
        "Sentinel-2 passes before": 2,
        "Sentinel-2 passes after": 1,
        "Sentinel-2 pairs that can be compared": 1,
        "Sentinel-2 least cloud before": 12.5,
        "Sentinel-2 least cloud after": 3,
        "Sentinel-1 passes before": 1,
        "Sentinel-1 passes after": 2,
        "Sentinel-1 pairs that can be compared": 1,
    }
    assert "2025-06-04 can be compared with 2025-06-24" in found.detail
    assert "2025-06-10 can be compared with 2025-06-22, orbit 43 descending" in found.detail
    assert "nobody has looked at it" in found.limitation


@pytest.mark.parametrize("method", ["POST", "GET", None])
def test_an_api_is_searched_page_by_page(method: str | None) -> None:
    """Only the claim's area and time are asked for, and only the Sentinels; all pages count."""
    with serving(_ITEMS, method=method) as server:
        _check(_found(server.address + "/"))
        assert len(server.asked) == 3
        assert server.asked[0]["datetime"] == "2025-04-16T00:00:00Z/2025-07-15T23:59:59Z"
        assert server.asked[0]["collections"] == ["sentinel-1-x", "sentinel-2-x"]


def test_a_static_catalogue_is_walked(tmp_path: Path) -> None:
    """Link by link, also in a circle; over the network and from disk it gives the same."""
    with serving(_ITEMS) as server:
        over_network = _SCENES.open(f"{server.address}/static/catalog.json", "made", {})
        for path in ("/static/catalog.json", "/static/all/collection.json"):
            _write(tmp_path / path[1:], server.static(path))
        for number, each in enumerate(_ITEMS):
            _write(tmp_path / f"static/all/{number}.json", each)
    on_disk = _SCENES.open(str(tmp_path / "static/catalog.json"), "made", {})
    for body in (over_network, on_disk):
        assert not body.skips
        (found,) = body.asked(_ASKED)
        _check(found)
    assert over_network.version == on_disk.version


def _write(path: Path, said: object) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(said), encoding="utf-8")
    return path


def test_a_saved_search_is_a_catalogue(tmp_path: Path) -> None:
    """Somebody with a connection searches, somebody without looks at it."""
    _check(_found(str(_write(tmp_path / "f.json", {"type": "FeatureCollection", "features": _ITEMS}))))


def test_cloud_and_other_orbits_cannot_be_compared(tmp_path: Path) -> None:
    """Radar from two directions differs everywhere; under cloud nothing is seen."""
    items = [
        item(1, "sentinel-2", "2025-06-04", _HERE, eo__cloud_cover=12.5),
        item(2, "sentinel-2", "2025-06-24", _HERE, eo__cloud_cover=70),
        item(3, "sentinel-2", "2025-06-26", _HERE),
        item(4, "sentinel-1", "2025-06-10", _HERE, sat__relative_orbit=43),
        item(5, "sentinel-1", "2025-06-18", _HERE, sat__relative_orbit=94),
    ]
    path = str(_write(tmp_path / "f.json", {"type": "FeatureCollection", "features": items}))
    assert _found(path).rule == "scenes_of_one_side_only"
    assert _found(path, cloud="75").rule == "scenes_before_and_after"


def test_nothing_in_the_window_is_said(tmp_path: Path) -> None:
    """No scene is an answer too."""
    path = str(_write(tmp_path / "f.json", {"type": "FeatureCollection", "features": _ITEMS}))
    asked = replace(_ASKED, since=date(2020, 1, 1), until=date(2020, 1, 1))
    assert _found(path, asked).rule == "no_scenes"
    assert _found(path, _ASKED, before="0", after="0").rule == "no_scenes"


def test_what_cannot_be_seen_is_not_asked_about(tmp_path: Path) -> None:
    """No place, no event, or one that leaves nothing on the ground."""
    body = _SCENES.open(str(_write(tmp_path / "f.json", {"type": "FeatureCollection", "features": _ITEMS})), "x", {})
    for asked in (replace(_ASKED, ground=None), replace(_ASKED, event=None), replace(_ASKED, event="election")):
        assert not list(body.asked(asked))


def test_tiles_of_one_day_show_a_place_together(tmp_path: Path) -> None:
    """A town on the edge of two tiles is shown by both, and half a town by one of them is half a pass."""
    left, right = (36.0, 47.5, 37.0, 48.5), (37.0, 47.5, 38.0, 48.5)
    items = [
        item(1, "sentinel-2", "2025-06-04", left, eo__cloud_cover=10),
        item(2, "sentinel-2", "2025-06-04", right, eo__cloud_cover=30),
        item(3, "sentinel-2", "2025-06-24", (36.0, 47.5, 36.99, 48.5), eo__cloud_cover=0),
    ]
    found = _found(str(_write(tmp_path / "f.json", {"type": "FeatureCollection", "features": items})))
    assert _values(found)["Sentinel-2 passes before"] == 1
    assert _values(found)["Sentinel-2 least cloud before"] == pytest.approx(20, abs=0.5)
    assert _values(found)["Sentinel-2 passes after"] == 0


def test_a_place_across_the_180th_meridian() -> None:
    """It is asked for as two boxes, and shown by a scene on either side."""
    ground = Ground("made", 52.0, 179.99, 5.0)
    west, east = boxes_of(ground)
    assert west[2] == 180 and east[0] == -180  # noqa: PT018
    items = [
        item(1, "sentinel-2", "2025-06-04", (179.0, 51.0, 180.0, 53.0), eo__cloud_cover=10),
        item(2, "sentinel-2", "2025-06-04", (-180.0, 51.0, -179.0, 53.0), eo__cloud_cover=10),
    ]
    scenes = [scene for scene in map(scene_of, items, (1, 2)) if scene is not None and not isinstance(scene, Skip)]
    assert share_shown(disc(ground), [scene.shape for scene in scenes]) == pytest.approx(1)
    with serving(items) as server:
        found = _found(server.address, replace(_ASKED, ground=ground))
        assert len(server.asked) == 2
        assert _values(found)["Sentinel-2 passes before"] == 1


def test_a_given_fetch_makes_every_request() -> None:
    """As the program's own does, politely and within its limits; then nothing else is sent."""
    with serving(_ITEMS) as server:
        server.method = "GET"
        addresses: list[str] = []

        def fetch(address: str) -> Capture:
            addresses.append(address)
            body = Reader(server.address, Limits())._asked(address, None)
            return Capture(body, address, datetime.now(UTC), sha256(body).hexdigest())

        _check(_found(server.address, scenes=Scenes(fetch, lambda: date(2026, 1, 1))))
        assert len(addresses) == len(server.requests) == 5


def test_a_server_does_not_lead_to_private_addresses() -> None:
    """The address a person named may be on their own machine; where it leads from there may not."""
    with serving(_ITEMS) as inner, serving(_ITEMS) as server:
        server.answers["/"] = (302, {"Location": inner.address + "/"}, b"")
        with pytest.raises(AddressRefused, match="no public address"):
            _SCENES.open(server.address + "/", "made", {})
        landing = server.landing()
        landing["links"][0]["href"] = f"{inner.address}/search"
        server.answers["/"] = (200, {}, json.dumps(landing).encode())
        with pytest.raises(AddressRefused):
            _found(server.address + "/")
        assert inner.requests == []


@pytest.mark.parametrize("href", ["http://[::ffff:127.0.0.1]:9/x", "http://169.254.169.254/", "http://localhost:9/"])
def test_other_private_addresses_are_refused(href: str) -> None:
    """Whatever form they come in."""
    with pytest.raises(AddressRefused):
        Reader("https://stac.example/", Limits()).read_json(href)


def test_a_catalogue_from_the_network_reads_no_file(tmp_path: Path) -> None:
    """And one on disk reads nothing beside its folder, and nothing from the network."""
    secret = _write(tmp_path / "secret.json", _ITEMS[0])
    with serving([]) as server:
        links = [{"rel": "item", "href": str(secret)}, {"rel": "item", "href": f"file://{secret}"}]
        catalogue = {"type": "Catalog", "id": "x", "links": links}
        server.answers["/static/catalog.json"] = (200, {}, json.dumps(catalogue).encode())
        with pytest.raises(InputError, match="no scene"):
            _SCENES.open(f"{server.address}/static/catalog.json", "made", {})
        links = [{"rel": "item", "href": "../secret.json"}, {"rel": "item", "href": f"{server.address}/0.json"}]
        links.append({"rel": "item", "href": "good.json"})
        _write(tmp_path / "in/good.json", _ITEMS[1])
        body = _SCENES.open(str(_write(tmp_path / "in/catalog.json", {**catalogue, "links": links})), "made", {})
        assert "/0.json" not in server.requests
    assert [skip.reason.split(":")[0] for skip in body.skips] != []
    assert any("outside" in skip.reason for skip in body.skips)
    assert any("leads to the network" in skip.reason for skip in body.skips)


@pytest.mark.parametrize(
    ("status", "body", "error", "message"),
    [
        (500, b"no", BadStatus, "500"),
        (404, b"no", BadStatus, "404"),
        (200, b"<html>", InputError, "no JSON"),
        (200, b"[1]", InputError, "not an object"),
        (200, b"\xff\xfe", InputError, "UTF-8"),
        (200, b'{"type": "Feature"}', InputError, "not Catalog"),
        (200, b'{"type": "Catalog", "links": 7}', InputError, "no scene"),
        (200, b"[" * 200_000, InputError, "no JSON"),
        (200, b" " * 21_000_000, TooLarge, "more than 20 MB"),
        (302, b"", BadStatus, "302"),
    ],
)
def test_a_server_that_answers_nonsense_is_named(status: int, body: bytes, error: type, message: str) -> None:
    """With what it answered; nothing else happens."""
    with serving(_ITEMS) as server:
        server.answers["/"] = (status, {}, body)
        with pytest.raises(error, match=message):
            _SCENES.open(server.address + "/", "made", {})


def test_a_search_that_fails_is_told_and_not_kept_as_no_scenes() -> None:
    """Another time it may succeed."""
    with serving(_ITEMS) as server:
        body = _SCENES.open(server.address, "made", {})
        server.answers["/search"] = (503, {}, b"later")
        with pytest.raises(BadStatus, match="503"):
            list(body.asked(_ASKED))
    with pytest.raises(Unreachable):
        list(body.asked(_ASKED))


def test_a_server_that_drips_is_left_in_time() -> None:
    """A byte now and then keeps every single wait short; the whole has its limit too."""
    with serving(_ITEMS) as server:
        server.drips = "/slow"
        with pytest.raises(TimedOut):
            Reader(server.address, Limits(seconds=0.5)).read_json(f"{server.address}/slow")


def test_a_server_without_end_is_left() -> None:
    """Pages that lead to themselves end at the limit of scenes, and that is said."""
    with serving(_ITEMS) as server:
        page = {"type": "FeatureCollection", "features": _ITEMS * 40}
        page["links"] = [{"rel": "next", "href": f"{server.address}/search", "method": "POST", "body": {}}]
        server.answers["/search"] = (200, {}, json.dumps(page).encode())
        found = _found(server.address)
    assert "more than 2000 scenes" in found.detail
    assert _values(found)["Sentinel-2 passes before"] == 2


def test_broken_items_are_skipped_and_the_rest_counts(tmp_path: Path) -> None:
    """Without time or place, or no item at all; each is named once."""
    broken: list[Json] = [{**_ITEMS[0], "id": f"b{n}"} for n in range(4)]
    broken[0]["properties"] = {**_ITEMS[0]["properties"], "datetime": "yesterday"}
    broken[1] |= {"geometry": {"type": "Polygon", "coordinates": [[["a"]]]}, "bbox": None}
    broken[2]["properties"] = None
    broken[3] |= {"geometry": None, "bbox": [36, 47.5, 1e400, 48.5]}
    body = _SCENES.open(
        str(_write(tmp_path / "f.json", {"type": "FeatureCollection", "features": [*broken, *_ITEMS, 7]})), "made", {}
    )
    (found,) = body.asked(_ASKED)
    _check(found)
    assert len(body.skips) == 5


_ODD = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=10) | st.integers(-400, 400),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["type", "coordinates"]), inner),
)


@given(st.fixed_dictionaries({}, optional=dict.fromkeys(("geometry", "bbox", "links", "id", "collection"), _ODD)), _ODD)
def test_no_item_makes_it_fail(changed: Json, when: object) -> None:
    """Whatever stands in it, it is a scene, a skip, or nothing."""
    properties = {**_ITEMS[0]["properties"], "datetime": when, "eo:cloud_cover": when, "sat:relative_orbit": when}
    scene = scene_of({**_ITEMS[0], **changed, "properties": properties}, 1)
    assert scene is None or isinstance(scene, Skip) or scene.shape.area > 0


def test_the_version_follows_the_data(tmp_path: Path) -> None:
    """Another item, another version; an API is asked anew each day."""
    one = _write(tmp_path / "a.json", {"type": "FeatureCollection", "features": _ITEMS})
    other = _write(tmp_path / "b.json", {"type": "FeatureCollection", "features": _ITEMS[:-1]})
    assert _SCENES.open(str(one), "x", {}).version != _SCENES.open(str(other), "x", {}).version
    with serving(_ITEMS) as server:
        today = _SCENES.open(server.address, "x", {}).version
        assert _SCENES.open(server.address, "y", {}).version == today
        assert Scenes(today=lambda: date(2026, 1, 2)).open(server.address, "x", {}).version != today


def test_a_missing_library_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the command that brings it."""
    monkeypatch.delitem(sys.modules, "firsthand.weigh.evidence.scenes_reading")
    monkeypatch.setitem(sys.modules, "pystac_client", None)
    monkeypatch.setitem(sys.modules, "pystac_client.stac_api_io", None)
    with pytest.raises(InputError, match=r"pip install 'firsthand\[imagery\]'"):
        _SCENES.open(str(tmp_path), "made", {})


@pytest.mark.parametrize(("option", "value"), [("before", "x"), ("after", "-1"), ("cloud", "101"), ("clouds", "1")])
def test_an_option_that_is_none_is_refused(tmp_path: Path, option: str, value: str) -> None:
    """With what it should be."""
    with pytest.raises(TableError, match=option):
        _SCENES.open(str(tmp_path / "f.json"), "made", {option: value})


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    """By its path."""
    with pytest.raises(MissingInput, match=r"none\.json"):
        _SCENES.open(str(tmp_path / "none.json"), "made", {})


def test_rules_weigh_nothing_and_events_exist() -> None:
    """That something could be looked at says nothing of what would be seen."""
    rules = prior_weights().rules
    for rule in ("scenes_before_and_after", "scenes_of_one_side_only", "no_scenes"):
        assert rules[rule][:3] == (0, 0, 0)
    assert set(event_types()) >= VISIBLE
