"""`firsthand records`: how the earlier claims of each voice and source turned out."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from firsthand.errors import InputError
from firsthand.kinds import Outcome
from firsthand.show.options import AsJson, CaseFolder
from firsthand.show.output import writing
from firsthand.show.plain import one_line

if TYPE_CHECKING:
    from firsthand.pipeline.records import History
    from firsthand.show.json_report import Json

__all__ = ["add_records_command", "record_json", "record_line"]

_LIMIT = 20


def add_records_command(app: typer.Typer) -> None:
    """Put the command on the command line."""
    app.command()(records)


def records(
    case: CaseFolder,
    who: Annotated[
        str | None, typer.Argument(metavar="WHO", help="A voice or source: its list of claims is opened.")
    ] = None,
    everyone: Annotated[bool, typer.Option("--all", help="Also those of whose claims none was resolved.")] = False,
    json: AsJson = False,
) -> None:
    """Track records: of each voice's claims, how many were borne out, contradicted, or are open, and how early."""
    from firsthand.pipeline.assessed import outcomes_of, weigh_case
    from firsthand.pipeline.records import histories_of
    from firsthand.show.evidence_cli import claims_in
    from firsthand.store import Case

    with Case.open(case) as opened:
        found = claims_in(opened)
        histories = histories_of(found, weigh_case(opened, found), outcomes_of(opened, found))
        titles = {each.claim.id: each.title for each in found.accounts}
    if who is not None:
        histories = _called(histories, who)
    shown = [each for each in histories if everyone or who is not None or each.resolved]
    if json:
        from firsthand.show.claims.claims_json import json_line

        _say([json_line({"records": [record_json(each) for each in shown]})])
        return
    lines = []
    for each in shown if everyone or who is not None else shown[:_LIMIT]:
        lines.append(record_line(each))
        if who is not None:
            lines += _claims(each, titles)
    left = len(shown) - _LIMIT
    if left > 0 and not everyone and who is None:
        lines.append(f"and {left:,} more; --all and --json have them")
    _say(lines or ["No claim of this case is resolved yet: ask evidence (firsthand evidence run), or decide."])


def record_line(history: History) -> str:
    """ "Mayor Orlyk, all kinds: 3 borne out, 1 contradicted, 12 open; 44 to 93 % of those resolved; 5 days early"."""
    counts = ", ".join(f"{len(history.those(outcome)):,} {outcome.value}" for outcome in Outcome)
    kind = history.kind.replace("_", " ") or "all kinds"
    source = " (source)" if history.is_source else ""
    parts = [f"{one_line(history.name)}{source}, {kind}: {counts}"]
    if history.resolved:
        low, high = history.share
        parts.append(f"of its claims of this kind {low:.0%} to {high:.0%} are borne out")
    if history.early is not None:
        days = history.early[1]
        when = (
            "on the day it is shown"
            if days == 0
            else f"{abs(days):g} days {'before' if days > 0 else 'after'} it is shown"
        )
        parts.append(f"mostly told {when} ({history.early[0]:g} to {history.early[2]:g})")
    return "; ".join(parts)


def record_json(history: History) -> Json:
    """One record, with the ids of the claims behind each count."""
    return {
        "who": history.who,
        "name": history.name,
        "source": history.is_source,
        "kind": history.kind or None,
        **{outcome.name.lower(): [each.claim for each in history.those(outcome)] for outcome in Outcome},
        "share": list(history.share) if history.resolved else None,
        "days_early": list(history.early) if history.early is not None else None,
    }


def _claims(history: History, titles: dict[str, str]) -> list[str]:
    return [
        f"  {each.made.isoformat()}  {each.outcome.value:13} {each.claim}  {one_line(titles.get(each.claim, ''))[:80]}"
        for outcome in Outcome
        for each in history.those(outcome)
    ]


def _called(histories: Sequence[History], who: str) -> tuple[History, ...]:
    wanted = who.strip().casefold()
    found = [each for each in histories if each.who.casefold() == wanted or each.name.casefold() == wanted] or [
        each for each in histories if wanted and wanted in each.name.casefold()
    ]
    if not found:
        raise InputError(f"Nobody called {one_line(who)!r} makes claims in this case: see `firsthand records --all`.")
    return tuple(found)


def _say(lines: Sequence[str]) -> None:
    with writing():
        for line in lines:
            typer.echo(line)
        sys.stdout.flush()
