"""The commands on what changes: keep things coming in, and show how something changed."""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import orjson
import typer

from firsthand.errors import CaseBusy, FetchError, InputError
from firsthand.show.options import AsJson, CaseFolder, FetchPrivate
from firsthand.show.output import writing
from firsthand.show.plain import one_line, visible
from firsthand.show.recovered import tell_aside
from firsthand.show.sources_cli import SourcesOption, remember_sources

if TYPE_CHECKING:
    from firsthand.pipeline.changes import Change
    from firsthand.pipeline.watching import News
    from firsthand.pipeline.workers import Workers

__all__ = ["add_watch_commands"]

_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
_SECONDS = 10
"""That a webhook may take to answer."""
_PATIENCE = 60.0
"""Seconds that another process may write to the case before a round is put off."""
_LEAST = 0.2
"""Seconds for which the case is let go in any case."""


def add_watch_commands(app: typer.Typer) -> None:
    """Put the commands on the command line."""
    for command in (watch, history):
        app.command()(command)


def watch(
    case: CaseFolder,
    what: Annotated[list[str] | None, typer.Argument(metavar="[WHAT...]", help="Feeds, pages, channels.")] = None,
    every: Annotated[str, typer.Option("--every", metavar="TIME", help="Such as 30s, 15m, 2h, 1d.")] = "15m",
    once: Annotated[bool, typer.Option("--once", help="Ask what is due, then end.")] = False,
    stop: Annotated[
        list[str] | None, typer.Option("--stop", metavar="WHAT", help="Take it off the list, then end.")
    ] = None,
    list_all: Annotated[
        bool, typer.Option("--list", help="Say what is on the list and when it is due, then end.")
    ] = False,
    webhook: Annotated[
        str | None, typer.Option("--webhook", metavar="URL", help="Also send what is new there, as JSON.")
    ] = None,
    sources: SourcesOption = None,
    allow_private: FetchPrivate = False,
    json: Annotated[bool, typer.Option("--json", help="One line of JSON for each thing that is new.")] = False,
) -> None:
    """Keep feeds, pages and channels coming into a case; ends with Ctrl-C, and goes on where it stopped."""
    from firsthand.collect.channels import channel_for
    from firsthand.pipeline.workers import Workers
    from firsthand.store import Case, watched
    from firsthand.store import watch as put_on_the_list

    if stop or list_all:
        _listed(case, stop or [], json)
        return
    interval = _interval(every)
    with Case.open(case, write=True) as opened:
        tell_aside(opened)
        remember_sources(opened, sources)
        for one in what or ():
            if visible(one) != one:
                raise InputError(f"{one_line(one)} cannot be watched: its name is no text that could be kept.")
            put_on_the_list(opened, one, channel_for(one).name, interval)
        if not watched(opened):
            raise InputError("Nothing is watched in this case yet. Name feeds, pages or channels.")
    with Workers() as workers:
        try:
            for news in _all_news(case, workers, allow_private=allow_private, once=once):
                _tell(news, json)
                if webhook is not None:
                    _send(webhook, news)
        except KeyboardInterrupt:
            raise typer.Exit(130) from None


def _listed(folder: Path, stop: list[str], json: bool) -> None:
    """Take things off the list, then tell what is on it: what is due first comes first."""
    from firsthand.store import Case, stop_watching, watched

    with Case.open(folder, write=bool(stop)) as case:
        for what in stop:
            if not stop_watching(case, what):
                raise InputError(f"{one_line(what)} is not watched here. `--list` tells what is.")
        on_it = watched(case)
    with writing():
        for one in on_it:
            every, due = int(one.every.total_seconds()), one.due.isoformat(timespec="seconds")
            told = {
                "what": one.what,
                "channel": one.channel,
                "every": every,
                "due": due,
                "failure": one.failure or None,
            }
            line = f"{due}  {one.what} ({one.channel}, every {_in_units(every)})"
            typer.echo(orjson.dumps(told) if json else one_line(f"{line}: {one.failure}" if one.failure else line))
        if not on_it and not json:
            typer.echo("Nothing is watched in this case.")
        sys.stdout.flush()


def _in_units(seconds: int) -> str:
    """As `--every` takes it."""
    unit = next(name for name, size in reversed(_UNITS.items()) if seconds % size == 0)
    return f"{seconds // _UNITS[unit]}{unit}"


def _all_news(folder: Path, workers: Workers, *, allow_private: bool, once: bool) -> Iterator[News]:
    """The news of each round. The case is held for one thing on the list at a time, once that has answered, and let go
    until the next is due: so a desk on the same case, or another command, can write to it as well."""
    from firsthand.collect.polite import Polite
    from firsthand.pipeline.ahead import Memory
    from firsthand.pipeline.watching import asked_ahead, round_of
    from firsthand.show.desk.patience import open_for_writing
    from firsthand.store import Case, watched

    def polite_with(memory: Memory) -> Polite:
        return Polite(memory, allow_private=allow_private)

    until = datetime.now(UTC) if once else None
    while True:
        try:
            with Case.open(folder) as case:
                answers = asked_ahead(case, polite_with, until or datetime.now(UTC))
            with open_for_writing(folder, _PATIENCE) as case:
                yield from round_of(case, answers, workers, now=until, most=1)
                due = min((one.due for one in watched(case)), default=None)
        except CaseBusy:
            if once:
                raise
            due = datetime.now(UTC)
        if due is None or (until is not None and due > until):
            return
        time.sleep(max(_LEAST if until is None else 0.0, (due - datetime.now(UTC)).total_seconds()))


def _interval(given: str) -> timedelta:
    match = re.fullmatch(r"(\d{1,6})([smhd])", given.strip())
    if match is None or not int(match[1]):
        raise typer.BadParameter("give a number and s, m, h or d, such as 15m", param_hint="--every")
    return timedelta(seconds=int(match[1]) * _UNITS[match[2]])


def _tell(news: News, json: bool) -> None:
    from firsthand.show.console import console_for
    from firsthand.show.news_json import news_bytes
    from firsthand.show.news_lines import news_lines

    with writing():
        if json:
            typer.echo(news_bytes(news))
        else:
            console = console_for()
            for line in news_lines(news):
                console.print(line)
        sys.stdout.flush()


def _send(webhook: str, news: News) -> None:
    """A hook that does not answer is told of, and the watch goes on."""
    import httpx

    from firsthand.show.news_json import news_bytes

    try:
        answer = httpx.post(
            webhook, content=news_bytes(news), headers={"Content-Type": "application/json"}, timeout=_SECONDS
        )
        if answer.is_error:
            raise FetchError(f"it answered with {answer.status_code}")
    except (httpx.HTTPError, httpx.InvalidURL, FetchError) as error:
        print(f"firsthand: the webhook was not told: {one_line(str(error))}", file=sys.stderr, flush=True)


def history(
    case: CaseFolder,
    key: Annotated[str | None, typer.Argument(metavar="[KEY]", help="A post's or page's key, or its address.")] = None,
    json: AsJson = False,
) -> None:
    """Show what was edited or deleted since it was first seen; without KEY, the keys of all that was."""
    from firsthand.pipeline.changes import changes
    from firsthand.store import Case, changed_keys

    with Case.open(case) as opened, writing():
        if key is None:
            for found, contents, gone in changed_keys(opened):
                told = {"key": found, "contents": contents, "gone": gone}
                line = f"{contents} contents{', gone' if gone else '':<6}  {found}"
                typer.echo(orjson.dumps(told) if json else one_line(line))
        else:
            if not opened.has_key(key):
                raise InputError(f"Nothing in the case has the key {one_line(key)}. Give one that `history` lists.")
            for change in changes(opened, key):
                _tell_change(change, json)
        sys.stdout.flush()


def _tell_change(change: Change, json: bool) -> None:
    from firsthand.show.console import console_for
    from firsthand.show.json_report import escaped
    from firsthand.show.news_json import edit_json
    from firsthand.show.news_lines import change_lines

    edited = change.after.edited
    if json:
        told = {
            "from": change.before.seen,
            "to": change.after.seen,
            "gone": change.gone,
            "back": change.back,
            "edited": bool(edited),
            "edited_at": None if edited is None or isinstance(edited, bool) else edited,
            "edits": edit_json(change),
        }
        typer.echo(escaped(orjson.dumps(told).decode()))
        return
    console = console_for()
    for line in change_lines(change):
        console.print(line)
