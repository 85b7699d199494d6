"""What is watched while a desk runs: it comes onto the feed and the board, and leaves the case to others in between."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from bench.served import served
from tests.collect.server import answer, serving
from tests.show.commands import firsthand
from tests.show.desk.test_endures import seen, sent, until
from tests.told_case import _ROWS

FIRST, SECOND = _ROWS[0]["text"], _ROWS[1]["text"]
ITEM = (
    "<item><title>{title}</title><guid isPermaLink='false'>{number}</guid>"
    "<pubDate>Wed, 03 Dec 2025 08:0{number}:00 GMT</pubDate><description>{text}</description></item>"
)
TITLES = ("Зведення за ранок", "Ще раз про будинки")


@contextmanager
def feed() -> Iterator[tuple[list[str], str]]:
    """A feed on this machine: the texts that it has now, to be added to, and its address."""
    texts: list[str] = []

    def behave(connection: socket.socket, path: str) -> None:
        if path != "/feed":
            connection.sendall(answer(b"", status="404 Not Found"))
            return
        items = (ITEM.format(title=TITLES[n], number=n, text=escape(text)) for n, text in enumerate(texts))
        body = f'<rss version="2.0"><channel><title>Вісті</title>{"".join(items)}</channel></rss>'
        connection.sendall(answer(body.encode(), "Content-Type: application/rss+xml; charset=utf-8"))

    with serving(behave) as server:
        yield texts, server.url("/feed")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    assert firsthand("init", tmp_path / "case").returncode == 0
    return tmp_path / "case"


def test_the_desk_itself_watches(folder: Path) -> None:
    """With --watch the desk asks what is on the list when it is due: what is new stands on the feed page, and a second
    report of the same joins the claim of the first on the board."""
    with feed() as (texts, address):
        texts.append(FIRST)
        assert firsthand("watch", folder, address, "--every", "2s", "--once", "--allow-private").returncode == 0
        with served(folder, options=("--watch", "--allow-private")) as desk:
            until(lambda: TITLES[0] in seen(desk, "/feed"), "what came before the desk")
            assert address in seen(desk, "/feed")
            texts.append(SECOND)
            until(lambda: TITLES[1] in seen(desk, "/feed"), "what came while it ran")
            until(lambda: '"documents":2' in seen(desk, "/api/v1/claims"), "the second joining the first")


def test_a_watch_beside_the_desk_leaves_it_the_case(folder: Path) -> None:
    """`firsthand watch` in another process goes on asking; in between a report is handed in at the desk, and a verdict
    is kept."""
    with feed() as (texts, address), served(folder) as desk:
        texts.append(FIRST)
        command = [sys.executable, "-m", "firsthand", "watch", str(folder), address, "--every", "2s", "--allow-private"]
        watching = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        try:
            until(lambda: TITLES[0] in seen(desk, "/feed"), "what the other process took in")
            claim = seen(desk, "/").split('data-claim="')[1].split('"')[0]
            sent(desk, f"/claims/{claim}/decide", verdict="unproven", reason="Одне джерело.")
            assert "concluded: unproven" in seen(desk, "/")
            sent(desk, "/add", text="Бібліотеку в Сумах закрито, повідомила міська рада.")
            until(lambda: "Сумах" in seen(desk, "/feed"), "what was handed in")
            texts.append(SECOND)
            until(lambda: TITLES[1] in seen(desk, "/feed"), "what came after that")
            assert watching.poll() is None
        finally:
            watching.terminate()
            _, errors = watching.communicate(timeout=30)
    assert b"Traceback" not in errors
