"""The command line. Everything heavy is imported where it is needed: a check has to start at once."""

from __future__ import annotations

import errno
import io
import os
import re
import sys
from contextlib import suppress
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from firsthand.errors import FirsthandError, MissingInput, OutputError
from firsthand.show.case_cli import add_case_commands
from firsthand.show.claims_cli import add_claims_commands
from firsthand.show.decide_cli import add_decide_commands
from firsthand.show.demo_cli import add_demo_command
from firsthand.show.evidence_cli import add_evidence_commands
from firsthand.show.export_cli import add_export_commands
from firsthand.show.fuse_cli import add_fuse_command
from firsthand.show.gazetteer_cli import gazetteer_app
from firsthand.show.output import is_the_input, target_of, write, writing
from firsthand.show.people_cli import add_people_commands
from firsthand.show.plain import one_line
from firsthand.show.records_cli import add_records_command
from firsthand.show.serve_cli import add_serve_commands
from firsthand.show.sources_cli import add_sources_command
from firsthand.show.stamp_cli import add_stamp_command
from firsthand.show.watch_cli import add_watch_commands
from firsthand.show.weights_cli import add_weights_command

if TYPE_CHECKING:
    from datetime import date, datetime

    from firsthand.model import Report

__all__ = ["app", "main"]

app = typer.Typer(
    help="Who said it first, who only repeated it, and what backs it.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.add_typer(gazetteer_app, name="gazetteer")
add_case_commands(app)
add_watch_commands(app)
add_claims_commands(app)
add_evidence_commands(app)
add_decide_commands(app)
add_records_command(app)
add_fuse_command(app)
add_weights_command(app)
add_stamp_command(app)
add_export_commands(app)
add_sources_command(app)
add_people_commands(app)
add_serve_commands(app)
add_demo_command(app)


_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+")
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class Format(StrEnum):
    """How a report is written."""

    TERMINAL = "terminal"
    JSON = "json"
    HTML = "html"
    MARKDOWN = "markdown"


def _show_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import PackageNotFoundError, version

        try:
            found = version("firsthand")
        except PackageNotFoundError:
            found = "(not installed)"
        with writing():
            typer.echo(f"firsthand {found}")
        raise typer.Exit


@app.callback()
def firsthand(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Who said it first, who only repeated it, and what backs it."""


@app.command()
def check(
    what: Annotated[str, typer.Argument(metavar="FILE|URL|-", help="A file, a web address, or - for standard input.")],
    json: Annotated[bool, typer.Option("--json", help="Everything, as JSON.")] = False,
    html: Annotated[bool, typer.Option("--html", help="One self-contained page.")] = False,
    markdown: Annotated[bool, typer.Option("--markdown", help="Markdown, for notes.")] = False,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write there, not to the screen.")
    ] = None,
    explain: Annotated[bool, typer.Option("--explain", help="Add which rule fired where.")] = False,
    language: Annotated[
        str | None, typer.Option("--language", metavar="CODE", help="Such as en, if detection errs.")
    ] = None,
    published: Annotated[
        str | None, typer.Option("--published", metavar="DATE", help="Such as 2026-03-04, if the report has none.")
    ] = None,
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="Also fetch from private and loopback addresses.")
    ] = False,
    gazetteer: Annotated[
        Path | None, typer.Option("--gazetteer", metavar="FILE", help="Another index of places.")
    ] = None,
    actors: Annotated[
        Path | None, typer.Option("--actors", metavar="FILE", help="More organisations, in YAML.")
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Only what stands first; no progress bar.")] = False,
) -> None:
    """Read one report: who says what, on whose word, and what is wrong with the sourcing."""
    chosen = _format(json=json, html=html, markdown=markdown)
    given, language, day = _input(what), _language(language), _published(published)
    _look_at_output(given, output)
    report = _checked(given, language, day, allow_private, gazetteer, actors, quiet)
    if quiet and chosen is Format.TERMINAL:
        from firsthand.show.digest import headline

        written = (headline(report) + "\n").encode()
    elif chosen is Format.TERMINAL and output is None:
        from firsthand.show.terminal import print_report

        with writing():
            print_report(report, explain=explain)
            sys.stdout.flush()  # here a reader of the pipe who has gone is still met in silence
        return
    else:
        written = _rendered(report, chosen, explain=explain)
    write(written, output)


def _format(*, json: bool, html: bool, markdown: bool) -> Format:
    wanted = [each for each, flag in ((Format.JSON, json), (Format.HTML, html), (Format.MARKDOWN, markdown)) if flag]
    if len(wanted) > 1:
        raise typer.BadParameter("give only one of --json, --html and --markdown")
    return wanted[0] if wanted else Format.TERMINAL


def _checked(
    what: str | Path,
    language: str | None,
    published: datetime | date | None,
    allow_private: bool,
    gazetteer: Path | None,
    actors: Path | None,
    quiet: bool,
) -> Report:
    from firsthand.pipeline import check as check_report
    from firsthand.show.progress import BuildProgress

    with BuildProgress(quiet=quiet) as progress:
        return check_report(
            what,
            language=language,
            published=published,
            allow_private=allow_private,
            gazetteer=gazetteer,
            actors=actors,
            progress=progress,
        )


def _input(what: str) -> str | Path:
    """An address as a `str`, anything else as a `Path`: never the argument as a text of its own."""
    scheme, mark, rest = what.strip().partition("://")
    if mark and scheme.lower() in ("http", "https"):
        return f"{scheme.lower()}://{'%20'.join(rest.split())}"
    if mark and _SCHEME.fullmatch(scheme):
        raise typer.BadParameter(
            f"{one_line(what)} is neither a file nor a web address: only http and https addresses are fetched; "
            "of a file give the path alone",
            param_hint="FILE|URL|-",
        )
    if what == "-" and sys.stdin is None:
        raise MissingInput("Standard input is closed: there is nothing to read.")
    return Path(what)


def _language(code: str | None) -> str | None:
    from firsthand.show.languages import is_language

    known = code.strip().lower() if code is not None else None
    if known is not None and not is_language(known):
        raise typer.BadParameter(
            f"“{one_line(code or '')}” is no code of a language: give two letters of ISO 639-1, such as en",
            param_hint="--language",
        )
    return known


def _published(stamp: str | None) -> datetime | date | None:
    from firsthand.read.plain import parse_time

    day = parse_time(stamp)
    if stamp is not None and day is None:
        raise typer.BadParameter(
            f"“{one_line(stamp)}” is no date: give year, month and day, such as 2026-03-04", param_hint="--published"
        )
    return day


def _look_at_output(what: str | Path, output: Path | None) -> None:
    """What would only fail, or do harm, after the work is refused before it."""
    if output is None:
        return
    folder = target_of(output).parent
    if not folder.is_dir():
        raise typer.BadParameter(f"there is no folder {folder}", param_hint="--output")
    if is_the_input(what, output):
        raise typer.BadParameter(
            f"{output} is the report that is to be read, and would be lost: give another file", param_hint="--output"
        )


def _rendered(report: Report, chosen: Format, *, explain: bool) -> bytes:
    if chosen is Format.JSON:
        from firsthand.show.json_report import json_bytes

        return json_bytes(report)
    if chosen is Format.HTML:
        from firsthand.show.html_page import html_page

        return html_page(report, explain=explain).encode()
    if chosen is Format.MARKDOWN:
        from firsthand.show.markdown import markdown_report

        return markdown_report(report, explain=explain).encode()
    from firsthand.show.terminal import print_report

    page = io.StringIO()
    print_report(report, explain=explain, width=80, file=page)
    return page.getvalue().encode()


@app.command()
def rules(
    name: Annotated[str | None, typer.Argument(metavar="[NAME]", help="One rule; all if left out.")] = None,
) -> None:
    """Print what the rules do, which --explain and the warnings name."""
    from textwrap import fill

    from firsthand.show.rulebook import ROOMS
    from firsthand.show.rulebook import rules as all_rules

    everything = all_rules()
    wanted = [rule for rule in everything if name in (None, rule.name)]
    if not wanted:
        raise typer.BadParameter(_no_such_rule(name or "", [rule.name for rule in everything]))
    with writing():
        for index, rule in enumerate(wanted):
            if name is None and (not index or rule.room != wanted[index - 1].room):
                typer.echo(f"{chr(10) if index else ''}{ROOMS[rule.room]}\n")
            typer.echo(f"{rule.name}\n{fill(rule.words, 78, initial_indent='  ', subsequent_indent='  ')}")
        sys.stdout.flush()


def _no_such_rule(name: str, names: list[str]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(name, names, 3)
    return f"no rule is called {one_line(name)!r}" + (f"; near it: {', '.join(near)}" if near else "")


def main() -> None:
    """The command line: maps every foreseen error to its exit code and one line on standard error."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # an old locale costs a curly quote, not the report
    try:
        app(prog_name="firsthand")
    except FirsthandError as error:
        raise _ended(str(error), error.exit_code) from None
    except OSError as error:
        said = error.strerror or str(error)
        if error.filename is None and error.errno in _NO_ROOM:  # a page of help, which no `writing` guards
            raise _ended(f"cannot write the output: {said}", OutputError.exit_code) from None
        raise _ended(f"{error.filename}: {said}" if error.filename else said, FirsthandError.exit_code) from None


def _ended(message: str, code: int) -> SystemExit:
    """The message is told; what still waits for a full disk is dropped, or Python would complain of it at exit."""
    with suppress(OSError):
        print(f"firsthand: {one_line(message)}", file=sys.stderr)
    try:
        sys.stdout.flush()
    except (OSError, AttributeError):  # AttributeError: there is no standard output at all
        with suppress(OSError, AttributeError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return SystemExit(code)
