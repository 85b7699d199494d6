"""The board on a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import IO

from rich.text import Text

from firsthand.claims import Account
from firsthand.show.claims.board import (
    Board,
    drifts_words,
    facts_words,
    left_out_words,
    surprise,
)
from firsthand.show.claims.known import Known, KnownClaims, known_words
from firsthand.show.claims.wording import against_words, voices_words
from firsthand.show.console import Hanging, console_for
from firsthand.show.plain import one_line
from firsthand.show.words import shorten

__all__ = ["print_board"]

_TITLE = 200
_STOPS = 1.0
"""From this surprise on a claim bears the mark of something to stop at."""


def print_board(
    board: Board,
    summary: str,
    ids: Mapping[str, str],
    width: int | None = None,
    file: IO[str] | None = None,
    known: KnownClaims | None = None,
) -> None:
    """The board on `file` (standard output); `summary` stands first, `ids` are those to show for the claims' own."""
    console = console_for(file, width)
    for line in _lines(board, summary, ids, known or {}):
        console.print(line)


def _lines(board: Board, summary: str, ids: Mapping[str, str], known: KnownClaims) -> Iterator[Text | Hanging]:
    yield _plain(summary, "bold")
    for account in board.accounts:
        yield Text()
        yield from _claim(account, ids[account.claim.id], known.get(account.claim.id))
    if board.whole and not board.accounts:
        yield _plain("No claim matches.")
    if words := left_out_words(board):
        yield Text()
        yield _plain(words, "dim")


def _plain(words: str, style: str = "") -> Hanging:
    return Hanging(Text(), Text(words, style=style))


def _claim(account: Account, name: str, known: Known | None) -> Iterator[Hanging]:
    mark = Text("!", style="bold red") if surprise(account) >= _STOPS else Text(" ")
    title = Text.assemble((shorten(one_line(account.title), _TITLE), "bold"), "  ", (one_line(name), "cyan"))
    yield Hanging(mark, title)
    yield Hanging(Text(" "), Text(facts_words(account)))
    if known is not None:
        yield Hanging(Text(" "), Text(known_words(known), style="magenta"))
    said = voices_words(account.said_by)
    yield Hanging(Text(" "), Text(f"said by {said or 'nobody'} ({account.origins.told_by.value})"))
    if against := against_words(account):
        yield Hanging(Text(" "), Text(against, style="red"))
    if drift := drifts_words(account):
        yield Hanging(Text(" "), Text(f"drift: {drift}", style="yellow"))
