"""`firsthand watch` as a user runs it: in a process of its own, piped, with a hook that listens or does not."""

from __future__ import annotations

import json
import socket
from pathlib import Path

from jsonschema import Draft202012Validator
from tests.collect.server import answer, serving
from tests.show.commands import firsthand

from firsthand.show.news_json import news_schema

STORY = (
    "<html lang='en'><head><title>Ferry runs aground</title></head><body><article><h1>Ferry runs aground</h1><p>A "
    "ferry with {} people ran aground off Izmir\u202e on Friday, the coastguard said. A diplomat, speaking on "
    "condition of anonymity, called it a grim day.</p></article></body></html>"
)


def test_new_and_changed_pages_are_told_on_the_pipe_and_to_the_hook(tmp_path: Path) -> None:
    """The same JSON to both, by the schema; the plain lines have no escape; a hook that fails stops nothing."""
    people = ["120"]
    told: list[bytes] = []

    def behave(connection: socket.socket, path: str) -> None:
        head, _, body = server.requests[-1].encode("latin-1").partition(b"\r\n\r\n")
        if path == "/hook":
            length = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
            while len(body) < length:
                body += connection.recv(65536)
            told.append(body)
            connection.sendall(answer(b""))
        elif path == "/story":
            connection.sendall(answer(STORY.format(people[0]).encode(), "Content-Type: text/html; charset=utf-8"))
        else:
            connection.sendall(answer(b"", status="404 Not Found"))

    case = tmp_path / "case"
    assert firsthand("init", case).returncode == 0
    with serving(behave) as server:
        watching = ("watch", case, server.url("/story"), "--once", "--allow-private")
        new = firsthand(*watching, "--json", "--webhook", server.url("/hook"), hurried=True)
        assert new.returncode == 0, new.stderr
        people[0] = "200"
        changed = firsthand(*watching, "--webhook", server.url("/nowhere"), hurried=True)
    (line,) = new.stdout.splitlines()
    assert told == [line.encode()]
    news = json.loads(line)
    Draft202012Validator(news_schema()).validate(news)
    assert (news["kind"], news["edits"]) == ("new", [])
    assert any(one["chain"][-1]["text"] == "the coastguard" for one in news["statements"])
    assert changed.returncode == 0
    assert changed.stdout.startswith("changed http://127.0.0.1")
    assert "- A ferry with 120 people ran aground off\n  + A ferry with 200 people ran aground off\n" in changed.stdout
    assert "\x1b" not in changed.stdout
    assert "\u202e" not in changed.stdout + line
    assert max(map(len, changed.stdout.splitlines())) <= 80
    assert "the webhook was not told: it answered with 404" in changed.stderr


def test_what_is_watched_is_listed_and_can_be_stopped(tmp_path: Path) -> None:
    """Each with when it is due; what is stopped is asked no more, what came in stays, and it can be watched again."""
    asked: list[str] = []

    def behave(connection: socket.socket, path: str) -> None:
        asked.append(path)
        page = answer(STORY.format(12).encode(), "Content-Type: text/html; charset=utf-8")
        connection.sendall(page if path != "/robots.txt" else answer(b"", status="404 Not Found"))

    case = tmp_path / "case"
    firsthand("init", case)
    assert firsthand("watch", case, "--list").stdout == "Nothing is watched in this case.\n"
    with serving(behave) as server:
        one, two = server.url("/one"), server.url("/two")
        watching = firsthand("watch", case, one, two, "--every", "90m", "--once", "--allow-private", hurried=True)
        assert watching.returncode == 0, watching.stderr
        listed = [json.loads(line) for line in firsthand("watch", case, "--list", "--json").stdout.splitlines()]
        assert {(each["what"], each["every"], each["failure"]) for each in listed} == {
            (one, 5400, None),
            (two, 5400, None),
        }
        stopped = firsthand("watch", case, "--stop", one)
        assert stopped.stdout.endswith(f"{two} (page, every 90m)\n")
        assert firsthand("watch", case, "--stop", one).returncode == 3
        asked.clear()
        firsthand("watch", case, two, "--once", "--allow-private", hurried=True)
        assert asked == ["/robots.txt", "/two"]
        firsthand("watch", case, one, "--once", "--allow-private", hurried=True)
        assert "/one" in asked
    assert "one" in firsthand("watch", case, "--list").stdout
