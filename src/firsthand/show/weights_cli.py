"""`firsthand weights CASE`: what each comparison of two tellings adds to a link, and learning it from the case."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from firsthand.show.options import AsJson, CaseFolder
from firsthand.show.output import writing

if TYPE_CHECKING:
    from firsthand.link.weights import Weights
    from firsthand.store import Case

__all__ = ["add_weights_command"]


def add_weights_command(app: typer.Typer) -> None:
    """Put the command on the command line."""
    app.command()(weights)


def weights(
    case: CaseFolder,
    learn: Annotated[bool, typer.Option("--learn", help="Learn them from the case; nothing has to be marked.")] = False,
    forget: Annotated[bool, typer.Option("--forget", help="Let those of the package hold again.")] = False,
    json: AsJson = False,
) -> None:
    """What each comparison of two tellings adds to a link, in bits; and learning that from the case itself."""
    from firsthand.pipeline.weighing import forget_weights, weights_of
    from firsthand.store import Case
    from firsthand.store.own_weights import own_weights

    if learn and forget:
        raise typer.BadParameter("learn or forget, not both", param_hint="--forget")
    with Case.open(case, write=learn or forget) as opened:
        if forget:
            forget_weights(opened)
        if learn:
            _learn(opened)
        _tell(weights_of(opened), own=own_weights(opened) is not None, json=json)


def _learn(case: Case) -> None:
    from firsthand.pipeline.weighing import learn_weights
    from firsthand.show.progress import CountProgress

    with CountProgress() as progress:
        learn_weights(case, progress)


def _tell(held: Weights, *, own: bool, json: bool) -> None:
    import orjson

    from firsthand.link.comparisons import COMPARISONS

    levels = [(one.name, level, held.weight(one.name, level.name)) for one in COMPARISONS for level in one.levels]
    with writing():
        if json:
            told = [
                {"comparison": name, "level": level.name, "says": level.says, "bits": round(bits, 2)}
                for name, level, bits in levels
            ]
            typer.echo(orjson.dumps({"own": own, "before": round(held.start, 2), "levels": told}).decode())
        else:
            typer.echo("Learned from this case." if own else "Those of the package: this case has learned none.")
            typer.echo(f"{held.start:+6.1f}  before anything is compared")
            before = ""
            for name, level, bits in levels:
                if name != before:
                    typer.echo(f"\n{name}")
                typer.echo(f"{bits:+6.1f}  {level.says}")
                before = name
        sys.stdout.flush()
