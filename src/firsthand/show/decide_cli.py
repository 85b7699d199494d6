"""What an analyst concludes of a claim, and replaying what the program had made of it on any day."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Annotated

import typer

from firsthand.errors import CaseError, InputError
from firsthand.kinds import Conclusion
from firsthand.show.claims_cli import ClaimName, claim_called
from firsthand.show.evidence_cli import analyst_named, claims_in
from firsthand.show.options import AsJson, CaseFolder
from firsthand.show.output import writing
from firsthand.show.plain import one_line

if TYPE_CHECKING:
    from firsthand.assessments import Assessment
    from firsthand.pipeline.assessed import Replayed
    from firsthand.store import Case
    from firsthand.store.verdicts import VerdictGiven

__all__ = ["add_decide_commands", "verdict_lines"]

_WORDS = ", ".join(each.value for each in Conclusion)


def add_decide_commands(app: typer.Typer) -> None:
    """Put the commands on the command line."""
    for command in (decide, replay):
        app.command()(command)


def decide(
    case: CaseFolder,
    claim: ClaimName,
    verdict: Annotated[str, typer.Option("--verdict", metavar="WORD", help=f"One of: {_WORDS}.")],
    reason: Annotated[str, typer.Option("--reason", metavar="WORDS", help="Why, for those who read it later.")],
    analyst: Annotated[
        str | None, typer.Option("--analyst", metavar="NAME", help="Who decides; your user name if left out.")
    ] = None,
    evidence: Annotated[
        list[str] | None,
        typer.Option("--evidence", metavar="NAME", help="Evidence of the case that it rests on; may be repeated."),
    ] = None,
    json: AsJson = False,
) -> None:
    """Say what you conclude of a claim. It is kept beside what the program makes of it, and can be taken back."""
    from firsthand.pipeline.assessed import keep_weighed, weigh_case
    from firsthand.pipeline.deciding import decide_on
    from firsthand.store import Case

    conclusion, who = _conclusion(verdict), analyst_named(analyst)
    with Case.open(case, write=True) as opened:
        found = claims_in(opened)
        account = claim_called(found.accounts, claim)
        own = [each for each in weigh_case(opened, found) if each.account.claim.id == account.claim.id]
        keep_weighed(opened, own)
        given = decide_on(opened, account, found.papers, conclusion, who, reason, evidence or ())
    if json:
        from firsthand.show.claims.claims_json import json_line
        from firsthand.show.weighed.weighed_json import verdict_json

        _say([json_line(verdict_json(given))])
        return
    made = own[0].assessment
    undoing = f"firsthand decisions {one_line(str(case))} --undo {given.number}"
    _say(
        [
            f"Noted as decision {given.number}: {conclusion.value}. To take it back: {undoing}",
            f"The program's assessment at this moment is kept with it: {_assessment(made)}.",
        ]
    )


def replay(
    case: CaseFolder,
    claim: Annotated[str, typer.Argument(metavar="CLAIM", help="Its id, also an earlier one, or a beginning of it.")],
    at: Annotated[
        str | None, typer.Option("--at", metavar="DATE", help="As it stood at the end of that day, or at that moment.")
    ] = None,
    json: AsJson = False,
) -> None:
    """What a claim was assessed as, each time that changed; and whether it comes out the same from what was kept."""
    from firsthand.pipeline.assessed import replay as made_again
    from firsthand.store import Case

    until = _moment(at)
    with Case.open(case) as opened:
        name = _claim_assessed(opened, claim)
        found = list(made_again(opened, name, until))
    if at is not None:
        found = found[-1:]
        if not found:
            raise InputError(f"The claim {name} was not assessed yet at {one_line(at)}.")
    if json:
        from firsthand.show.claims.claims_json import json_line
        from firsthand.show.weighed.weighed_json import replay_json

        _say([json_line(replay_json(name, found))])
    else:
        _say(line for each in found for line in _replayed_lines(each, whole=at is not None))
    if unsound := [each.kept.number for each in found if not each.sound]:
        raise CaseError(
            f"Assessment {unsound[0]} does not come out as it was kept, by the same rules: the case or the program was "
            "changed. `firsthand verify` tells whether it is the case."
        )


def verdict_lines(given: VerdictGiven, then: Assessment | None, now: Assessment) -> Iterator[str]:
    """A verdict for the page of its claim, with what has changed in the program's assessment since it was given."""
    from firsthand.pipeline.differences import differences
    from firsthand.store.exact import exact

    named = ", ".join(one_line(name) for _, name in given.evidence)
    rests = f" (rests on {named})" if named else ""
    yield f"{given.at[:10]}  {one_line(given.analyst)}: {given.conclusion.value}{rests}: {one_line(given.reason)}"
    if then is None:
        yield "  What the program made of it then was not kept, or cannot be read by this version."
        return
    changed = differences(then, exact(now))
    yield "  Since then the program's assessment has changed:" if changed else "  The assessment is as it was then."
    for each in changed:
        yield f"  - {one_line(each)}"


# ---------------------------------------------------------------- what is asked for


def _conclusion(word: str) -> Conclusion:
    wanted = " ".join(word.replace("-", " ").replace("_", " ").lower().split())
    for each in Conclusion:
        if each.value == wanted:
            return each
    raise typer.BadParameter(f"“{one_line(word)}” is no verdict: give one of {_WORDS}", param_hint="--verdict")


def _moment(given: str | None) -> datetime | None:
    """A moment with a zone; of a day its end, in UTC."""
    if given is None:
        return None
    words = given.strip()
    try:
        return datetime.combine(date.fromisoformat(words), time.max, UTC)
    except ValueError:
        pass
    try:
        moment = datetime.fromisoformat(words)
    except ValueError:
        raise typer.BadParameter(
            f"“{one_line(given)}” is no date: give one such as 2025-12-18, or 2025-12-18T12:00", param_hint="--at"
        ) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _claim_assessed(case: Case, name: str) -> str:
    """The id of a claim that was ever assessed, or the only one that begins so."""
    from firsthand.store.assessments import assessed_claims

    wanted = name.strip()
    known = assessed_claims(case)
    found = [each for each in known if each == wanted] or [each for each in known if wanted and each.startswith(wanted)]
    if not found:
        raise InputError(
            f"No claim whose id begins with {one_line(name)!r} was assessed in this case: `firsthand evidence run` "
            "assesses all, and `firsthand claims` has the ids."
        )
    if len(found) > 1:
        raise InputError(f"{len(found):,} claims have an id that begins with {one_line(name)!r}: give more of it.")
    return found[0]


# ---------------------------------------------------------------- telling


def _say(lines: Iterable[str]) -> None:
    with writing():
        for line in lines:
            typer.echo(line)
        sys.stdout.flush()


def _assessment(made: Assessment) -> str:
    likely = made.likelihood
    return (
        f"{made.status.value}; {likely.word} ({likely.value:.2f}, {likely.low:.2f} to {likely.high:.2f}), "
        f"{made.confidence.value} confidence, {made.admiralty.source}{made.admiralty.information}"
    )


def _replayed_lines(each: Replayed, *, whole: bool) -> Iterator[str]:
    kept = each.kept
    yield f"{kept.number}  {kept.at}  rules {one_line(kept.version)}, weights {kept.weights_hash[:8]}"
    if each.then is not None:
        yield f"  {_assessment(each.then)}"
        if whole:
            yield f"  {each.then.status.value}: {one_line(each.then.status_why)}"
            yield f"  {each.then.confidence.value} confidence: {one_line(each.then.confidence_why)}"
            yield from (f"  {one.bits:+6.1f}  {one_line(one.says)}" for one in each.then.waterfall)
    yield from _comparison(each)


def _comparison(each: Replayed) -> Iterator[str]:
    rules = "the same rules" if each.same_rules else "the rules of this version"
    if each.problem is not None:
        yield f"  It cannot be made again here: {one_line(each.problem)}. --json has it as it was kept."
    elif not each.differs:
        yield f"  It comes out the same, by {rules}."
    else:
        named = f" Rules that differ: {', '.join(each.rules)}." if each.rules else ""
        yield f"  By {rules} it comes out otherwise.{named}"
        yield from (f"  - {one_line(words)}" for words in each.differs)
