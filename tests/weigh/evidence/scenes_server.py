"""A small STAC server on loopback: an API that really searches, and the same items as a static catalogue."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

Json = dict[str, Any]


def item(number: int, kind: str, day: str, box: tuple[float, float, float, float], **properties: object) -> Json:
    """A STAC item; `kind` is "sentinel-1" or "sentinel-2"."""
    west, south, east, north = box
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    said = {"datetime": f"{day}T08:40:00Z", "constellation": kind}
    said |= {key.replace("__", ":"): value for key, value in properties.items()}  # type: ignore[misc]
    return {
        "type": "Feature",
        "stac_version": "1.0.0",
        "id": f"{kind}-{number}",
        "collection": f"{kind}-x",
        "geometry": {"type": "Polygon", "coordinates": [ring]},
        "bbox": list(box),
        "properties": said,
        "links": [],
        "assets": {},
    }


class StacServer(ThreadingHTTPServer):
    """`asked` are the searches that came; `answers` are bodies to give instead, by path; what `drips` comes slowly."""

    daemon_threads = True

    def __init__(self, items: list[Json], page: int = 3, method: str | None = "POST") -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.items, self.page, self.method = items, page, method
        self.asked: list[Json] = []
        self.drips = ""
        self.requests: list[str] = []
        self.answers: dict[str, tuple[int, dict[str, str], bytes]] = {}

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def searched(self, query: Json) -> Json:
        """A page of what lies in a box and a time."""
        self.asked.append(query)
        west, south, east, north = query["bbox"]
        first, last = query["datetime"].split("/")
        found = [
            each
            for each in self.items
            if each["bbox"][0] <= east and west <= each["bbox"][2] and each["bbox"][1] <= north
            if south <= each["bbox"][3] and first <= each["properties"]["datetime"] <= last
            if not query.get("collections") or each["collection"] in query["collections"]
        ]
        start = int(query.get("token", 0))
        links = []
        if start + self.page < len(found):
            more = {**query, "token": start + self.page}
            links = [{"rel": "next", "href": f"{self.address}/search", "method": "POST", "body": more}]
            if self.method != "POST":
                boxes, named = ",".join(map(str, query["bbox"])), ",".join(query.get("collections", []))
                words = f"bbox={boxes}&datetime={query['datetime']}&collections={named}&token={more['token']}"
                links = [{"rel": "next", "href": f"{self.address}/search?{words}"}]
        return {"type": "FeatureCollection", "features": found[start : start + self.page], "links": links}

    def landing(self) -> Json:
        search: Json = {"rel": "search", "href": f"{self.address}/search"}
        if self.method:
            search["method"] = self.method
        return {
            "type": "Catalog",
            "stac_version": "1.0.0",
            "id": "made",
            "description": "made for a test",
            "conformsTo": ["https://api.stacspec.org/v1.0.0/core", "https://api.stacspec.org/v1.0.0/item-search"],
            "links": [search, {"rel": "data", "href": "/collections"}],
        }

    def static(self, path: str) -> Json | None:
        """/static/catalog.json → a collection → the items, by relative links."""
        head = {"stac_version": "1.0.0", "description": "made for a test"}
        if path == "/static/catalog.json":
            links = [{"rel": "child", "href": "./all/collection.json"}, {"rel": "root", "href": "./catalog.json"}]
            return {"type": "Catalog", "id": "static", **head, "links": links}
        if path == "/static/all/collection.json":
            links = [{"rel": "item", "href": f"./{n}.json"} for n in range(len(self.items))]
            links.append({"rel": "child", "href": "../catalog.json"})  # a circle, as hostile ones have
            return {"type": "Collection", "id": "all", **head, "links": links}
        name = path.removeprefix("/static/all/").removesuffix(".json")
        return self.items[int(name)] if name.isdigit() and int(name) < len(self.items) else None


class _Handler(BaseHTTPRequestHandler):
    server: StacServer

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        self.server.requests.append(parts.path)
        if parts.path in self.server.answers:
            self._send(*self.server.answers[parts.path])
        elif parts.path == self.server.drips:
            self._drip()
        elif parts.path == "/":
            self._json(self.server.landing())
        elif parts.path == "/collections":
            named = sorted({each["collection"] for each in self.server.items} | {"landsat-c2-l2"})
            self._json({"collections": [{"id": name} for name in named], "links": []})
        elif parts.path == "/search":
            query: Json = dict(parse_qsl(parts.query))
            query["bbox"] = [float(each) for each in query["bbox"].split(",")]
            query["collections"] = [each for each in query.get("collections", "").split(",") if each]
            self._json(self.server.searched(query))
        else:
            found = self.server.static(parts.path)
            self._json(found) if found is not None else self._send(404, {}, b"no")

    def do_POST(self) -> None:
        self.server.requests.append(self.path)
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.path in self.server.answers:
            self._send(*self.server.answers[self.path])
        else:
            self._json(self.server.searched(json.loads(body)))

    def _drip(self) -> None:
        """A byte every while, until nobody listens."""
        self.send_response(200)
        self.end_headers()
        with suppress(OSError):
            for _ in range(400):
                self.wfile.write(b" ")
                time.sleep(0.02)

    def _json(self, said: Json) -> None:
        self._send(200, {"Content-Type": "application/geo+json"}, json.dumps(said).encode())

    def _send(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (its name in the base class)
        """Silent."""


@contextmanager
def serving(items: list[Json], page: int = 3, method: str | None = "POST") -> Iterator[StacServer]:
    """A server that runs as long as it is used."""
    server = StacServer(items, page, method)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
