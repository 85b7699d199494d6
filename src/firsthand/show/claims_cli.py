"""The commands on claims: the board, one claim, the dossier, and what a person decides about links."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from firsthand.errors import InputError, OutputError
from firsthand.kinds import DecisionKind
from firsthand.show.options import (
    AsJson,
    CaseFolder,
    Disputed,
    InLanguage,
    OfClaims,
    OfPlace,
    OfSide,
    Since,
    Until,
    wanted_of,
)
from firsthand.show.output import target_of, write, writing
from firsthand.show.plain import one_line

if TYPE_CHECKING:
    from firsthand.claims import Account, Paper, Told
    from firsthand.pipeline.claiming import CaseClaims
    from firsthand.show.claims.board import Board
    from firsthand.show.claims.known import Known, KnownClaims
    from firsthand.show.claims.view import ClaimView
    from firsthand.store import Case
    from firsthand.store.decisions import Decision
    from firsthand.store.verdicts import VerdictGiven

__all__ = ["add_claims_commands", "claim_called", "known_of"]

_LIMIT = 20
"""Claims that the board on a terminal shows, unless it is told otherwise."""
_NAMED = 5

ClaimName = Annotated[str, typer.Argument(metavar="CLAIM", help="Its id, or a beginning of it that no other has.")]
Analyst = Annotated[
    str | None, typer.Option("--analyst", metavar="NAME", help="Who decides; your user name if left out.")
]
Why = Annotated[str, typer.Option("--reason", metavar="WORDS", help="Why, for those who read it later.")]


def add_claims_commands(app: typer.Typer) -> None:
    """Put the commands on the command line."""
    for command in (claims, show, dossier, same, different, decisions):
        app.command()(command)


def claims(
    case: CaseFolder,
    place: OfPlace = None,
    side: OfSide = None,
    since: Since = None,
    until: Until = None,
    language: InLanguage = None,
    disputed: Disputed = False,
    limit: Annotated[
        int | None, typer.Option("--limit", metavar="N", min=0, help="So many; 0 for all. 20 if left out.")
    ] = None,
    json: AsJson = False,
) -> None:
    """The board: every claim with its documents and origins, who says and who denies it, what changed on the way."""
    from firsthand.show.claims.board import board_of
    from firsthand.store import Case

    shown = (None if json else _LIMIT) if limit is None else limit or None
    wanted = wanted_of(place, side, since, until, language, disputed, shown)
    with Case.open(case) as opened:
        found = _claims_of(opened)
        board = board_of(found.accounts, found.papers, wanted)
        _tell_board(board, found, known_of(opened, found, board.accounts), json)


def show(
    case: CaseFolder,
    claim: ClaimName,
    json: AsJson = False,
    html: Annotated[Path | None, typer.Option("--html", metavar="FILE", help="Write it as a page.")] = None,
    svg: Annotated[Path | None, typer.Option("--svg", metavar="FILE", help="Write its graph as a picture.")] = None,
    graphml: Annotated[
        Path | None, typer.Option("--graphml", metavar="FILE", help="Write its graph for other programs.")
    ] = None,
    links: Annotated[bool, typer.Option("--links", help="Tell why its tellings are taken to be of one claim.")] = False,
) -> None:
    """One claim: who has it from whom and why, what changed on the way, the answers, and when it was told."""
    from firsthand.show.claims.board import short_ids
    from firsthand.show.claims.view import view_of
    from firsthand.store import Case

    for one in (html, svg, graphml):
        _may_write(case, one)
    with Case.open(case) as opened:
        found = _claims_of(opened)
        account = claim_called(found.accounts, claim)
        if links or json or html is not None:
            from firsthand.pipeline.claiming import explained

            account = explained(opened, account)
        view, ids = view_of(account, found.papers), short_ids(found.accounts)
        known = known_of(opened, found, [account]).get(account.claim.id)
        written = _files(view, found.papers, ids, known, html, svg, graphml)
        if json:
            from firsthand.show.claims.claims_json import claim_json, json_line

            with writing():
                typer.echo(json_line(claim_json(account, found.papers, known)))
                sys.stdout.flush()
        elif not written:
            from firsthand.show.claims.page_terminal import print_claim

            with writing():
                print_claim(view, ids, links=links, known=known)
                sys.stdout.flush()
        else:
            _say("\n".join(f"Written: {one_line(str(one))}" for one in written))


def dossier(
    case: CaseFolder,
    output: Annotated[Path, typer.Argument(metavar="FILE", help="The file to write, dossier.html or dossier.pdf.")],
    claim: OfClaims = None,
    place: OfPlace = None,
    side: OfSide = None,
    since: Since = None,
    until: Until = None,
    language: InLanguage = None,
    disputed: Disputed = False,
) -> None:
    """Write what is to be read alone, as one page or as PDF: the claims that matter first, every document, its hash."""
    from firsthand.show.export.formats import Chosen
    from firsthand.show.export_cli import export_to

    _may_write(case, output)
    chosen = Chosen(tuple(claim or ()), wanted_of(place, side, since, until, language, disputed))
    name = "pdf" if output.suffix.lower() == ".pdf" else "dossier"
    done = export_to(case, name, chosen, target_of(output))
    _say(f"{done.count:,} {done.format.counts[done.count != 1]}: {one_line(str(output))}")


def same(
    case: CaseFolder,
    claim: ClaimName,
    other: Annotated[str, typer.Argument(metavar="CLAIM", help="The claim that is the same.")],
    analyst: Analyst = None,
    reason: Why = "",
) -> None:
    """Decide that two claims are one; every later run keeps to it, and it can be undone."""
    from firsthand.store import Case

    with Case.open(case, write=True) as opened:
        found = _claims_of(opened)
        one, second = claim_called(found.accounts, claim), claim_called(found.accounts, other)
        if one.claim.id == second.claim.id:
            raise InputError("That is one claim already: give two.")
        pair = (_first(one), _first(second))
        _say(_noted(_decide(opened, DecisionKind.SAME, pair, found.papers, analyst, reason), case))


def different(
    case: CaseFolder,
    claim: ClaimName,
    number: Annotated[list[int], typer.Argument(metavar="N...", help="Tellings, by the numbers that `show` gives.")],
    analyst: Analyst = None,
    reason: Why = "",
) -> None:
    """Decide that these tellings are of another claim; every later run keeps to it, and it can be undone."""
    from firsthand.store import Case

    with Case.open(case, write=True) as opened:
        found = _claims_of(opened)
        apart, rest = _parted(claim_called(found.accounts, claim), number)
        for told in apart:
            pair = (told, rest)
            _say(_noted(_decide(opened, DecisionKind.DIFFERENT, pair, found.papers, analyst, reason), case))


def decisions(
    case: CaseFolder,
    undo: Annotated[int | None, typer.Option("--undo", metavar="K", help="Take back the one of this number.")] = None,
    analyst: Analyst = None,
    json: AsJson = False,
) -> None:
    """What was decided about links and claims, by whom and when; nothing is erased, also what was undone."""
    from firsthand.pipeline.deciding import take_back
    from firsthand.store import Case
    from firsthand.store.decisions import decisions as all_of
    from firsthand.store.verdicts import verdicts

    with Case.open(case, write=undo is not None) as opened:
        if undo is not None:
            take_back(opened, undo, _analyst(analyst))
        _tell_decisions([*all_of(opened), *verdicts(opened)], json)


# ---------------------------------------------------------------- what is asked for


def _claims_of(case: Case) -> CaseClaims:
    from firsthand.pipeline.claiming import claims_of
    from firsthand.show.progress import CountProgress

    with CountProgress() as progress:
        return claims_of(case, progress)


def known_of(case: Case, found: CaseClaims, accounts: Sequence[Account]) -> KnownClaims:
    """What is known of these claims: weighed with the evidence as it was asked last, and what analysts concluded."""
    from firsthand.show.claims.knowing import known_of as known

    return known(case, found, accounts)


def _decide(
    case: Case,
    kind: DecisionKind,
    pair: tuple[Told, Told],
    papers: Mapping[str, Paper],
    analyst: str | None,
    reason: str,
) -> Decision:
    from firsthand.store.decisions import decide

    one, other = (told.span.of(papers[told.document].report.document.text) for told in pair)
    return decide(case, kind, *pair, (one, other), _analyst(analyst), reason)


def claim_called(accounts: Sequence[Account], name: str) -> Account:
    """The claim of that id, or the only one whose id begins so. Raises InputError."""
    wanted = name.strip()
    found = [each for each in accounts if each.claim.id == wanted] or [
        each for each in accounts if wanted and each.claim.id.startswith(wanted)
    ]
    if not found:
        raise InputError(f"No claim of the case has an id that begins with {one_line(name)!r}: see `firsthand claims`.")
    if len(found) > 1:
        ids = ", ".join(one_line(each.claim.id) for each in found[:_NAMED])
        more = f" and {len(found) - _NAMED:,} more" if len(found) > _NAMED else ""
        raise InputError(f"{len(found):,} claims have an id that begins with {one_line(name)!r}: {ids}{more}.")
    return found[0]


def _first(account: Account) -> Told:
    """The telling that stands for the claim: the first that is no answer to it."""
    answers = {answer.told for answer in account.claim.answers}
    return next((told for told in account.claim.tellings if told not in answers), account.claim.tellings[0])


def _parted(account: Account, numbers: Sequence[int]) -> tuple[list[Told], Told]:
    """The tellings of those numbers, and the first of the others, which stands for the claim that stays."""
    tellings = account.claim.tellings
    if wrong := [each for each in numbers if not 1 <= each <= len(tellings)]:
        raise InputError(f"The claim has tellings 1 to {len(tellings):,}, and no {wrong[0]}: see `firsthand show`.")
    apart = [tellings[number - 1] for number in dict.fromkeys(numbers)]
    rest = [told for told in tellings if told not in apart]
    if not rest:
        raise InputError("These are all tellings of the claim: some have to stay.")
    first = _first(account)
    return apart, first if first in rest else rest[0]


def _analyst(given: str | None) -> str:
    from getpass import getuser

    if given is not None and given.strip():
        return one_line(given)
    try:
        return getuser()
    except (KeyError, OSError):
        raise typer.BadParameter("say who decides", param_hint="--analyst") from None


def _may_write(case: Path, output: Path | None) -> None:
    """What would only fail after the work, or would put something strange into the case, is refused before it."""
    if output is None:
        return
    target = target_of(output)
    if not target.parent.is_dir():
        raise OutputError(f"There is no folder {target.parent}.")
    if target.is_dir():
        raise OutputError(f"{output} is a folder.")
    if case.resolve() in target.resolve().parents:
        raise OutputError(f"{output} would lie within the case, which keeps only what it has written.")


# ---------------------------------------------------------------- telling


def _say(words: str) -> None:
    with writing():
        typer.echo(words)
        sys.stdout.flush()


def _tell_board(board: Board, found: CaseClaims, known: KnownClaims, json: bool) -> None:
    with writing():
        if json:
            from firsthand.show.claims.claims_json import board_json, json_line

            typer.echo(json_line(board_json(board, found.papers, known)))
        else:
            from firsthand.show.claims.board import short_ids, summary_words
            from firsthand.show.claims.board_terminal import print_board

            print_board(board, summary_words(found.accounts), short_ids(found.accounts), known=known)
        sys.stdout.flush()


def _files(
    view: ClaimView,
    papers: Mapping[str, Paper],
    ids: Mapping[str, str],
    known: Known | None,
    html: Path | None,
    svg: Path | None,
    graphml: Path | None,
) -> list[Path]:
    """The files that were written."""
    if html is not None:
        from firsthand.pipeline.version import reader_version
        from firsthand.show.claims.page_html import claim_html

        write(claim_html(view.account, papers, ids, reader_version(), known).encode("utf-8", "replace"), html)
    if svg is not None:
        from firsthand.show.claims.graph_svg import svg_bytes

        write(svg_bytes(view), svg)
    if graphml is not None:
        from firsthand.show.claims.graphml import graphml_bytes

        write(graphml_bytes(view), graphml)
    return [one for one in (html, svg, graphml) if one is not None]


def _noted(decision: Decision, folder: Path) -> str:
    undoing = f"firsthand decisions {one_line(str(folder))} --undo {decision.number}"
    return f"Noted as decision {decision.number}. To take it back: {undoing}"


def _tell_decisions(decided: Sequence[Decision | VerdictGiven], json: bool) -> None:
    import orjson

    from firsthand.show.claims.decision_json import decision_json
    from firsthand.show.json_report import escaped

    with writing():
        for each in sorted(decided, key=lambda one: one.number):
            if json:
                told = decision_json(each)
                typer.echo(escaped(orjson.dumps(told).decode()))
                continue
            undone = " (undone)" if each.undone else ""
            why = f": {each.reason}" if each.reason else ""
            typer.echo(one_line(f"{each.number}  {each.at}  {each.analyst}: {_decided_words(each)}{why}{undone}"))
        if not decided and not json:
            typer.echo("Nothing was decided about links in this case.")
        sys.stdout.flush()


def _decided_words(decided: Decision | VerdictGiven) -> str:
    from firsthand.store.decisions import Decision

    if not isinstance(decided, Decision):
        return f"“{decided.title}” ({decided.claim}) is {decided.conclusion.value}"
    verb = "are of one claim" if decided.kind is DecisionKind.SAME else "are of different claims"
    return f"“{decided.one_words}” and “{decided.other_words}” {verb}"
