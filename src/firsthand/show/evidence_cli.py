"""The commands on evidence: which bodies of it belong to a case, in what state they are, and what they say."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import PurePath
from typing import TYPE_CHECKING, Annotated

import typer

from firsthand.errors import InputError
from firsthand.kinds import Verdict
from firsthand.show.claims_cli import claim_called
from firsthand.show.options import AsJson, CaseFolder
from firsthand.show.output import writing
from firsthand.show.plain import one_line

if TYPE_CHECKING:
    from firsthand.assessments import Assessment
    from firsthand.claims import Account
    from firsthand.evidence import Evidence
    from firsthand.model import Skip
    from firsthand.pipeline.claiming import CaseClaims
    from firsthand.pipeline.evidence import Asking, Looked, Questions
    from firsthand.show.json_report import Json
    from firsthand.store import Case
    from firsthand.store.answers import Answers

__all__ = ["add_evidence_commands", "analyst_named"]

_NAMED = 5
"""Of what could not be read, so much is named on a terminal."""
_HASH = 12

_app = typer.Typer(
    help="Evidence of a case: control maps, fires, scenes, footage, fact-checks.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
Analyst = Annotated[
    str | None, typer.Option("--analyst", metavar="NAME", help="Who says so; your user name if left out.")
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress bar.")]


def add_evidence_commands(app: typer.Typer) -> None:
    """Put the commands on the command line."""
    app.add_typer(_app, name="evidence")


@_app.command("kinds")
def kinds(json: AsJson = False) -> None:
    """The kinds of evidence there are, their options, and what each can never show."""
    from firsthand.show.weighed.weighed_json import kinds_json
    from firsthand.weigh.evidence.kinds import every_connector

    found = every_connector()
    if json:
        _write_json(kinds_json(found))
        return
    lines = []
    for each in found:
        lines += [one_line(each.name), f"  {one_line(each.limitation)}"]
        lines += [f"  --set {one_line(name)}=…  {one_line(meaning)}" for name, meaning in each.options.items()]
    _say(lines or ["No kinds of evidence are installed."])


@_app.command("add")
def add(
    case: CaseFolder,
    kind: Annotated[str, typer.Argument(metavar="KIND", help="See `firsthand evidence kinds`.")],
    what: Annotated[list[str], typer.Argument(metavar="WHAT...", help="Files, folders, addresses; each is a body.")],
    name: Annotated[
        str | None, typer.Option("--name", metavar="NAME", help="What to call it; the name of WHAT if left out.")
    ] = None,
    options: Annotated[
        list[str] | None, typer.Option("--set", metavar="OPTION=VALUE", help="See `firsthand evidence kinds`.")
    ] = None,
    analyst: Analyst = None,
) -> None:
    """Say that evidence belongs to the case. It is read now, and left where it is."""
    from firsthand.pipeline.evidence import add_body
    from firsthand.store import Case
    from firsthand.weigh.evidence.kinds import connector_called

    connector, chosen = connector_called(kind), _options(options or ())
    with Case.open(case, write=True) as opened:
        for one, own in zip(what, _names(what, name), strict=True):
            looked = add_body(opened, connector, one, own, chosen, analyst_named(analyst))
            said = f"Added as evidence {looked.held.number}: {one_line(looked.held.name)} ({connector.name}), "
            _say([f"{said}version {_short(looked.version)}", *_skipped(looked.skips), *_limits(looked)])


@_app.command("list")
def list_bodies(case: CaseFolder, json: AsJson = False) -> None:
    """The evidence of the case: its state, held against what it was when it was added, and what it cannot show."""
    from dataclasses import replace

    from firsthand.pipeline.evidence import look_at
    from firsthand.show.weighed.weighed_json import bodies_json
    from firsthand.store import Case
    from firsthand.store.evidence import bodies_of

    with Case.open(case) as opened:
        found = [replace(looked, body=None) for looked in look_at(opened)]
        removed = [each for each in bodies_of(opened, removed=True) if each.undone is not None]
    if json:
        _write_json(bodies_json(found, removed))
        return
    lines = [line for each in found for line in _body_lines(each)]
    lines += [f"removed: {one_line(each.name)} ({each.connector}), by {one_line(each.undone_by or '')}, {each.undone}"
              for each in removed]  # fmt: skip
    _say(lines or ["This case has no evidence yet: see `firsthand evidence add`."])


@_app.command("remove")
def remove(
    case: CaseFolder,
    name: Annotated[str, typer.Argument(metavar="NAME", help="As `firsthand evidence list` has it.")],
    analyst: Analyst = None,
) -> None:
    """Say that evidence no longer belongs to the case; that it did stays on record."""
    from firsthand.store import Case
    from firsthand.store.evidence import let_go

    with Case.open(case, write=True) as opened:
        gone = let_go(opened, name.strip(), analyst_named(analyst))
    _say([f"Removed: {one_line(gone.name)}. `firsthand evidence run` weighs the claims without it."])


@_app.command("run")
def run(
    case: CaseFolder,
    claim: Annotated[
        list[str] | None, typer.Argument(metavar="[CLAIM...]", help="Only these; all if left out.")
    ] = None,
    json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Ask all evidence about all claims, or the named ones, and keep what that changes in their assessments."""
    from firsthand.pipeline.assessed import keep_weighed, weigh_case
    from firsthand.pipeline.evidence import evidence_of, questions_of
    from firsthand.show.weighed.weighed_json import run_json
    from firsthand.store import Case
    from firsthand.store.answers import Answers

    with Case.open(case) as opened:
        found = claims_in(opened)
        accounts = [claim_called(found.accounts, one) for one in claim or ()] or list(found.accounts)
        questions = questions_of(opened, accounts, found.papers)
        with Answers.open(case) as answers:
            askings = _ask(opened, questions, answers, quiet=quiet or json)
            evidence = evidence_of(opened, questions, answers)
            weighed = weigh_case(opened, found, answers=answers)
    with Case.open(case, write=True) as opened:
        changed = keep_weighed(opened, weighed)
    unasked = [each.claim.id for each in accounts if each.claim.id not in questions]
    if json:
        _write_json(run_json(askings, evidence, unasked, len(weighed), changed))
    else:
        _tell_run(askings, accounts, evidence, {each.account.claim.id: each.assessment for each in weighed})
        _say([f"{len(weighed):,} claims weighed; the assessment of {len(changed):,} changed, and was kept."])
    if _told_broken(askings):
        raise typer.Exit(InputError.exit_code)


# ---------------------------------------------------------------- what is asked for


def claims_in(case: Case) -> CaseClaims:
    """The claims of a case, with a line that counts while they are worked out."""
    from firsthand.pipeline.claiming import claims_of
    from firsthand.show.progress import CountProgress

    with CountProgress() as progress:
        return claims_of(case, progress)


def analyst_named(given: str | None) -> str:
    """The name that was given, or that of the user."""
    from getpass import getuser

    if given is not None and given.strip():
        return one_line(given)
    try:
        return getuser()
    except (KeyError, OSError):
        raise typer.BadParameter("say who you are", param_hint="--analyst") from None


def _ask(case: Case, questions: Questions, answers: Answers, *, quiet: bool) -> list[Asking]:
    from firsthand.pipeline.evidence import ask_bodies
    from firsthand.show.progress import BuildProgress

    with BuildProgress(quiet=quiet, what="Asking the evidence") as progress:
        return list(ask_bodies(case, questions, answers, progress=progress))


def _options(given: Sequence[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for each in given:
        option, mark, value = each.partition("=")
        if not mark or not option.strip():
            raise typer.BadParameter(f"“{one_line(each)}” is no OPTION=VALUE", param_hint="--set")
        if option.strip() in found:
            raise typer.BadParameter(f"{one_line(option)} is given twice", param_hint="--set")
        found[option.strip()] = value.strip()
    return found


def _names(what: Sequence[str], name: str | None) -> list[str]:
    """A name for each: the one that was given, and where there are several, with that of the file behind it."""
    own = [PurePath(each.rstrip("/")).name or each for each in what]
    if name is None:
        return own
    return [name] if len(what) == 1 else [f"{name}/{each}" for each in own]


# ---------------------------------------------------------------- telling


def _say(lines: Iterable[str]) -> None:
    with writing():
        for line in lines:
            typer.echo(line)
        sys.stdout.flush()


def _write_json(told: Json) -> None:
    from firsthand.show.claims.claims_json import json_line

    with writing():
        typer.echo(json_line(told))
        sys.stdout.flush()


def _short(version: str | None) -> str:
    return one_line(version or "")[:_HASH]


def _limits(looked: Looked) -> list[str]:
    return [f"  limitation: {one_line(looked.limitation)}"] if looked.limitation else []


def _skipped(skips: Sequence[Skip], count: int | None = None) -> list[str]:
    many = len(skips) if count is None else count
    lines = [f"  left out: {one_line(each.record)}: {one_line(each.reason)}" for each in skips[:_NAMED]]
    return lines + ([f"  … and {many - _NAMED:,} more; --json has them"] if many > _NAMED else [])


def _body_lines(looked: Looked) -> list[str]:
    held = looked.held
    first = f"{one_line(held.name)}  {held.connector} · {looked.state.value} · {one_line(held.what)}"
    options = "".join(f" · {one_line(option)}={one_line(value)}" for option, value in held.options)
    now = f", now {_short(looked.version)}" if looked.version not in (None, held.version) else ""
    by = f"  added {held.at[:19]} by {one_line(held.analyst)}, version {_short(held.version)}{now}"
    wrong = [f"  {one_line(looked.error)}"] if looked.error else []
    return [first + options, by, *wrong, *_skipped(looked.skips), *_limits(looked)]


def _tell_run(
    askings: Iterable[Asking],
    accounts: Iterable[Account],
    evidence: dict[str, tuple[Evidence, ...]],
    assessed: dict[str, Assessment],
) -> None:
    """What each body was asked, then each claim that evidence speaks for or against; what is silent --json has."""
    lines = []
    for each in askings:
        says = ", ".join(f"{verdict.value} {count:,}" for verdict, count in each.says) or "nothing"
        state = "" if each.looked.version == each.looked.held.version else f" ({each.looked.state.value})"
        lines.append(
            f"{one_line(each.looked.held.name)}{state}: asked about {each.asked:,} claims, answered before about "
            f"{each.known:,}; says of them: {says}"
        )
        lines += _skipped(each.skips, each.skipped)
    for account in accounts:
        said = [one for one in evidence.get(account.claim.id, ()) if one.verdict is not Verdict.SILENT]
        if said:
            found = assessed[account.claim.id]
            lines.append(f"\n{one_line(account.title)}  {account.claim.id}\n  {found.status.value}: {found.status_why}")
            lines += [f"  {one.verdict.value}: {one_line(f'{one.body}: {one.detail}')}" for one in said]
    _say([*lines, ""])


def _told_broken(askings: Iterable[Asking]) -> bool:
    """One line on standard error for each body that could not be asked."""
    broken = [each.looked for each in askings if each.looked.error is not None]
    for looked in broken:
        words = f"evidence {looked.held.name!r} ({looked.held.connector}) is {looked.state.value}: {looked.error}"
        typer.echo(f"firsthand: {one_line(words)}", err=True)
    return bool(broken)
